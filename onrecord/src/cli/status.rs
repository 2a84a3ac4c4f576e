use std::io::{self, Write};

use clap::Args;
use onrecord::output::text::safe;
use onrecord::record::{Refusal, Status, StoreError};
use serde_json::json;

use super::DONE;
use super::figures::{counted, grouped, size};
use super::store::StoreArgument;

#[derive(Args, Debug)]
pub(super) struct StatusArguments {
    #[command(flatten)]
    store: StoreArgument,
    /// Write it as one JSON object, with everything that failed
    #[arg(long)]
    json: bool,
    /// List everything that failed, and everything that held nothing to read
    #[arg(long)]
    all: bool,
}

/// Failures that are listed unless all are asked for.
const LISTED: usize = 10;

/// Says what is on record, and what failed.
pub(super) fn status(arguments: &StatusArguments) -> Result<u8, StoreError> {
    let store = arguments.store.read()?;
    let (status, refused) = (store.status()?, store.refused()?);
    let path = store.path().display().to_string();
    let page = match arguments.json {
        true => object(&path, &status, &refused) + "\n",
        false => shown(&path, &status, &refused, arguments.all),
    };
    let mut out = io::stdout().lock();
    out.write_all(page.as_bytes())?;
    out.flush()?;
    Ok(DONE)
}

fn shown(path: &str, status: &Status, refused: &[(Refusal, String)], all: bool) -> String {
    let s = status;
    let mut page = format!("{}: {}\n", safe(path), size(s.bytes));
    let mut line = |what: &str, number: u64, more: &str| {
        let more = if more.is_empty() { String::new() } else { format!("   {more}") };
        page.push_str(&format!("  {what:<16}{:>11}{more}\n", grouped(number)));
    };
    let period = s.published.as_ref().map(|(first, last)| {
        let day = |date: &str| date.chars().take(10).collect::<String>();
        format!("published {} to {}", day(first), day(last))
    });
    line("articles", s.articles, &safe(&period.unwrap_or_default()));
    line("near-duplicates", s.copies, "");
    line("sightings", s.sightings, "how often a text was met");
    line("statements", s.statements, "");
    line("events", s.events, "");
    line("agreements", s.agreements, "");
    line("people, places", s.people, "");
    line("corrections", s.corrections, "");
    let failed = refused.iter().filter(|(refusal, _)| !refusal.skipped).count();
    let retry = if failed > 0 { "`onrecord retry` reads them again" } else { "" };
    line("failed", failed as u64, retry);
    line("nothing to read", (refused.len() - failed) as u64, "");
    for (outlet, count) in &s.outlets {
        let outlet = outlet.as_deref().unwrap_or("(no outlet)");
        page.push_str(&format!("  {:>27}   {}\n", grouped(*count), safe(outlet)));
    }
    for (version, model, count) in &s.producers {
        let read = counted(*count, "article");
        page.push_str(&format!("  read by {}, model {}: {read}\n", safe(version), safe(model)));
    }
    if let Some(last) = &s.last_added {
        page.push_str(&format!("  last added {}\n", safe(last)));
    }
    let listed = refused.iter().filter(|(refusal, _)| all || !refusal.skipped);
    let most = if all { usize::MAX } else { LISTED };
    for (refusal, at) in listed.clone().take(most) {
        let (input, place) = (&refusal.seen.input, refusal.seen.position + 1);
        let what = if refusal.skipped { "nothing to read" } else { "failed" };
        page.push_str(&format!(
            "  {what} {}: {}, document {place}, {}\n",
            safe(at),
            safe(input),
            safe(&refusal.reason)
        ));
    }
    let more = listed.count().saturating_sub(most);
    if more > 0 {
        page.push_str(&format!("  and {} more: add --all\n", grouped(more as u64)));
    }
    page
}

fn object(path: &str, s: &Status, refused: &[(Refusal, String)]) -> String {
    let list: Vec<_> = refused
        .iter()
        .map(|(refusal, at)| {
            json!({
                "input": refusal.seen.input, "position": refusal.seen.position,
                "outcome": if refusal.skipped { "skipped" } else { "failed" },
                "reason": refusal.reason, "at": at,
            })
        })
        .collect();
    let producers: Vec<_> = s
        .producers
        .iter()
        .map(|(version, model, count)| json!({"version": version, "model": model, "read": count}))
        .collect();
    let outlets: Vec<_> =
        s.outlets.iter().map(|(name, count)| json!({"outlet": name, "articles": count})).collect();
    json!({
        "store": path, "bytes": s.bytes, "text_bytes": s.text_bytes, "articles": s.articles,
        "near_duplicates": s.copies, "sightings": s.sightings, "statements": s.statements,
        "events": s.events, "agreements": s.agreements, "people": s.people,
        "corrections": s.corrections, "published": s.published, "last_added": s.last_added,
        "outlets": outlets, "producers": producers, "refused": list,
    })
    .to_string()
}
