use std::io::{self, Write};

use clap::Args;
use onrecord::output::text::{self, Lines, Style};
use onrecord::record::{Document, Due, Promise, Query, StoreError};
use serde_json::{Value, json};

use super::DONE;
use super::args::LookArguments;
use super::figures::counted;
use super::store::StoreArgument;
use super::terminal::look;

pub(super) const AGREEMENTS_HELP: &str = "\
An agreement is one document in many articles: those between the same parties with the same term or
the same name. Below it stands what each article says of its stage, and who vouches for that.

What was promised for a day stands below them, overdue where that day has passed and no later article
reports that it was done; then what else was planned for a day that has passed. No report is no proof that nothing happened: it says what to look for.

Examples:
  onrecord agreements
  onrecord agreements --party Iran
  onrecord agreements --overdue --on 2023-01-01";

#[derive(Args, Debug)]
pub(super) struct AgreementsArguments {
    /// Only those with these words among the parties
    #[arg(long, value_name = "NAME")]
    party: Option<String>,
    /// Only what is overdue
    #[arg(long)]
    overdue: bool,
    /// The day that counts as today: 2022-06-30 [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<jiff::civil::Date>,
    /// Write one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreArgument,
    #[command(flatten)]
    look: LookArguments,
}

/// Today in UTC, so that the answer is the same everywhere.
pub(super) fn today() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()
}

/// Lists the documents on record, and what is overdue.
pub(super) fn agreements(arguments: &AgreementsArguments) -> Result<u8, StoreError> {
    let store = arguments.store.read()?;
    let today = arguments.on.map_or_else(today, |day| day.to_string());
    let party = arguments.party.as_deref().map(str::to_lowercase);
    let among = |names: &str| {
        party.as_ref().is_none_or(|party| names.to_lowercase().contains(party.as_str()))
    };
    let all = store.documents()?;
    let mut documents = all.clone();
    documents.retain(|one| among(&one.parties));
    if arguments.overdue {
        documents.retain(|one| one.overdue(&today));
    }
    let mut promised = store.promises(&all)?;
    promised.retain(|one| among(&one.by) && (!arguments.overdue || one.overdue(&today)));
    let mut planned = store.overdue(&Query::default(), &today)?;
    planned.retain(|one| among(&format!("{}; {}", one.event.actors, one.event.recipients)));
    let page = match arguments.json {
        true => format!("{}\n", object(&documents, &promised, &planned, &all, &today)),
        false => {
            let mut lines = Lines::new(look(&arguments.look));
            lines.add(&counted(documents.len() as u64, "agreement"), Style::Strong);
            lines.end();
            for one in &documents {
                text::document(&mut lines, one, &today);
            }
            draw_promised(&mut lines, &promised, &all, &today);
            draw_planned(&mut lines, &planned, &today);
            lines.finish()
        }
    };
    let mut out = io::stdout().lock();
    out.write_all(page.as_bytes())?;
    out.flush()?;
    Ok(DONE)
}

fn draw_promised(lines: &mut Lines, promised: &[Due], documents: &[Document], today: &str) {
    if promised.is_empty() {
        return;
    }
    lines.end();
    lines.add(&format!("Promised ({})", promised.len()), Style::Strong);
    lines.end();
    for one in promised {
        lines.indent(2, 6);
        lines.add(&format!("{}, ", one.due), Style::Plain);
        lines.add(&one.by, Style::Speaker);
        let words = one.what.split_whitespace().collect::<Vec<_>>().join(" ");
        lines.add(&format!(": “{words}”"), Style::Plain);
        if one.overdue(today) {
            lines.add(", overdue", Style::Form);
        } else if one.done {
            lines.add(", done", Style::Form);
        }
        lines.end();
        lines.indent(6, 10);
        let inside = one.document.and_then(|at| documents.get(at));
        let inside = inside.map(|document| format!("in {}, ", document.title));
        let when = one.published.as_deref().and_then(|day| day.get(..10)).unwrap_or("undated");
        let outlet = one.outlet.as_deref().unwrap_or("unknown outlet");
        let vouched = format!("{}{}, {when}, {outlet}", inside.unwrap_or_default(), one.standing);
        lines.add(&vouched, Style::Plain);
        lines.end();
    }
}

fn draw_planned(lines: &mut Lines, planned: &[Promise], today: &str) {
    if planned.is_empty() {
        return;
    }
    lines.end();
    lines.add(
        &format!("Planned before {today}, and not reported to have happened ({})", planned.len()),
        Style::Strong,
    );
    lines.end();
    for Promise { event, due } in planned {
        lines.indent(2, 6);
        lines.add(&format!("{due} "), Style::Plain);
        lines.add(&event.kind, Style::Form);
        lines.add(": ", Style::Plain);
        lines.add(&text::sides(event), Style::Speaker);
        lines.end();
        lines.indent(6, 10);
        lines.add(&text::vouched(event), Style::Plain);
        lines.end();
    }
}

/// `all`: the documents that promises may stand in; `documents` are those that are shown.
fn object(
    documents: &[Document],
    promised: &[Due],
    planned: &[Promise],
    all: &[Document],
    today: &str,
) -> Value {
    let list: Vec<Value> = documents.iter().map(|one| document(one, today)).collect();
    let promised: Vec<Value> = promised
        .iter()
        .map(|one| {
            let inside = one.document.and_then(|at| all.get(at));
            json!({
                "due": one.due, "last_day": one.last, "by": one.by, "content": one.what,
                "agreement": inside.map(|document| &document.title), "standing": one.standing,
                "published": one.published, "outlet": one.outlet, "article": one.article,
                "done": one.done, "overdue": one.overdue(today),
            })
        })
        .collect();
    let planned: Vec<Value> = planned
        .iter()
        .map(|Promise { event, due }| {
            json!({
                "due": due, "type": event.kind, "actors": event.actors,
                "recipients": event.recipients, "standing": event.standing,
                "claimed_by": event.claimed_by, "published": event.published,
                "outlet": event.outlet, "trigger": event.trigger, "article": event.article,
            })
        })
        .collect();
    json!({ "on": today, "agreements": list, "promises": promised, "overdue": planned })
}

/// An agreement for programs.
pub(super) fn document(one: &Document, today: &str) -> Value {
    let history: Vec<Value> = one
        .history
        .iter()
        .map(|at| {
            json!({
                "stage": at.stage, "words": at.words, "standing": at.standing,
                "published": at.published, "outlet": at.outlet, "article": at.article,
            })
        })
        .collect();
    json!({
        "title": one.title, "parties": one.parties, "term": one.term, "ends": one.ends(),
        "overdue": one.overdue(today), "history": history,
    })
}
