use std::io::{self, Read, Write};

use clap::Args;
use onrecord::output::text::{Lines, Style, place, safe};
use onrecord::record::{Step, StoreError, Verdict, Verification, Version};
use serde_json::{Value, json};

use super::args::LookArguments;
use super::figures::counted;
use super::search::object;
use super::store::StoreArgument;
use super::terminal::look;
use super::{CHANGED, DONE, NOT_ON_RECORD, OTHER_SPEAKER};

pub(super) const VERIFY_HELP: &str = "\
Answers for the store, not for the world: what is not on record here may have been said elsewhere.
Case, diacritics, quotation marks and British or American spelling do not count.

  verbatim               these words, in this order
  shortened              one or two words left out between them
  spliced                more left out between them, or put together from several statements
  altered                other words among them, or in another order; small errors too
  said by somebody else  on record, but not from --speaker
  not on record          nothing comes near

Each version on record follows with its article and date, earliest first, and how the quotation
differs from it word by word: [-said but not quoted-] {+quoted but not said+}.

Examples:
  onrecord verify \"the only way to face these pressures is to resist\"
  onrecord verify \"the only way is to resist\" --speaker Khamenei
  onrecord verify - < quotation.txt
  onrecord verify \"we shall overcome\" --json | jq -r .verdict

Exit codes:
  0  verbatim
  1  the store could not be read
  3  altered, shortened or spliced
  4  said by somebody else
  5  not on record";

#[derive(Args, Debug)]
pub(super) struct VerifyArguments {
    /// The quotation, with or without quotation marks; - reads it from standard input
    #[arg(required = true, value_name = "QUOTATION")]
    quotation: Vec<String>,
    /// Who is said to have said it
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// Show all versions, however many there are
    #[arg(long)]
    all: bool,
    /// Write one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreArgument,
    #[command(flatten)]
    look: LookArguments,
}

/// Versions that are shown unless all are asked for.
const SHOWN: usize = 10;
/// A run of more words than this that was left out is shown by its length.
const GAP: usize = 12;
const MOST_BYTES: u64 = 1 << 20;

/// Did anyone say this?
pub(super) fn verify(arguments: &VerifyArguments) -> Result<u8, StoreError> {
    let quotation = match arguments.quotation.as_slice() {
        [only] if only == "-" => {
            let mut bytes = Vec::new();
            io::stdin().take(MOST_BYTES).read_to_end(&mut bytes)?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
        words => words.join(" "),
    };
    let store = arguments.store.read()?;
    let answer = store.verify(&quotation, arguments.speaker.as_deref())?;
    let page = match arguments.json {
        true => format!("{}\n", as_json(&answer, &quotation)),
        false => {
            let mut lines = Lines::new(look(&arguments.look));
            draw(&mut lines, &answer, &quotation, arguments);
            lines.finish()
        }
    };
    let mut out = io::stdout().lock();
    out.write_all(page.as_bytes())?;
    out.flush()?;
    Ok(match answer.verdict {
        Verdict::Verbatim => DONE,
        Verdict::Shortened | Verdict::Spliced | Verdict::Altered => CHANGED,
        Verdict::OtherSpeaker => OTHER_SPEAKER,
        Verdict::NotOnRecord => NOT_ON_RECORD,
    })
}

fn draw(lines: &mut Lines, answer: &Verification, quotation: &str, arguments: &VerifyArguments) {
    lines.add(&answer.verdict.as_str().to_uppercase(), Style::Strong);
    let Some(nearest) = answer.nearest.and_then(|at| answer.versions.get(at)) else {
        lines.add(": nothing in this store comes near these words", Style::Plain);
        lines.end();
        return;
    };
    let copies = if answer.independent == answer.articles {
        String::new()
    } else {
        format!(", {} without copies", answer.independent)
    };
    let versions = counted(answer.versions.len() as u64, "version");
    let articles = counted(answer.articles as u64, "article");
    lines.add(&format!(": {versions} in {articles}{copies}"), Style::Plain);
    lines.end();
    if answer.verdict == Verdict::OtherSpeaker {
        lines.add("Asked for ", Style::Plain);
        lines.add(&safe(arguments.speaker.as_deref().unwrap_or_default()), Style::Speaker);
        lines.add(", on record from ", Style::Plain);
        lines.add(&speaker(nearest), Style::Speaker);
        lines.end();
    }
    let most = if arguments.all { usize::MAX } else { SHOWN };
    let at = answer.nearest.unwrap_or_default();
    lines.end();
    lines.add("Nearest", Style::Strong);
    lines.end();
    let mut shown: Vec<&Version> = Vec::new();
    version(lines, nearest, quotation, &mut shown);
    let others = answer.versions.iter().enumerate().filter(|&(other, _)| other != at);
    for (number, (_, one)) in others.clone().take(most).enumerate() {
        if number == 0 {
            lines.end();
            lines.add("Other versions, earliest first", Style::Strong);
            lines.end();
        }
        version(lines, one, quotation, &mut shown);
    }
    let more = others.count().saturating_sub(most);
    if more > 0 {
        lines.end();
        lines.add(&format!("{}: add --all", counted(more as u64, "more version")), Style::Plain);
        lines.end();
    }
}

fn speaker(version: &Version) -> String {
    let hit = &version.hit;
    let name = hit.speaker.as_deref().or(hit.source.as_deref());
    safe(name.unwrap_or("(nobody named)")).into_owned()
}

/// One version: who, verdict, the words compared, and where. Words that were shown before are not
/// shown again.
fn version<'a>(lines: &mut Lines, one: &'a Version, quotation: &str, shown: &mut Vec<&'a Version>) {
    let hit = &one.hit;
    lines.indent(2, 6);
    lines.add(&format!("{} ", hit.id), Style::Plain);
    lines.add(&speaker(one), Style::Speaker);
    if let Some(to) = &hit.addressee {
        lines.add(" -> ", Style::Plain);
        lines.add(&safe(to), Style::Speaker);
    }
    lines.add(": ", Style::Plain);
    lines.add(&hit.form, Style::Form);
    lines.add(", ", Style::Plain);
    lines.add(one.verdict.as_str(), Style::Form);
    lines.end();
    lines.indent(4, 4);
    match shown.iter().find(|before| before.hit.text == hit.text) {
        Some(before) => {
            lines.add(&format!("(the same words as {})", before.hit.id), Style::Plain);
        }
        None => {
            compared(lines, one, quotation);
            shown.push(one);
        }
    }
    lines.end();
    place(lines, hit);
}

/// The words of the record that the quotation was laid along, with what differs marked.
fn compared(lines: &mut Lines, one: &Version, quotation: &str) {
    let said = |range: &std::ops::Range<usize>| one.hit.text.get(range.clone()).unwrap_or_default();
    let asked = |range: &std::ops::Range<usize>| quotation.get(range.clone()).unwrap_or_default();
    let bounds = bounds(&one.steps);
    let before = bounds.as_ref().is_some_and(|b| has_words(said(&(0..b.start))));
    let after = bounds.as_ref().is_some_and(|b| has_words(said(&(b.end..one.hit.text.len()))));
    if before {
        lines.add("… ", Style::Plain);
    }
    let mut at = 0;
    while at < one.steps.len() {
        if at > 0 {
            lines.add(" ", Style::Plain);
        }
        let left = one.steps[at..].iter().take_while(|s| matches!(s, Step::Left { .. })).count();
        if left > GAP {
            lines.add(&format!("[-{left} words left out-]"), Style::Left);
            at += left;
            continue;
        }
        match &one.steps[at] {
            Step::Same { said: own, .. } => lines.add(said(own), Style::Plain),
            Step::Changed { asked: new, said: own, .. } => {
                lines.add(&format!("[-{}-]", said(own)), Style::Left);
                lines.add(&format!("{{+{}+}}", asked(new)), Style::Added);
            }
            Step::Added { asked: new } => {
                lines.add(&format!("{{+{}+}}", asked(new)), Style::Added);
            }
            Step::Left { said: own } => lines.add(&format!("[-{}-]", said(own)), Style::Left),
        }
        at += 1;
    }
    if after {
        lines.add(" …", Style::Plain);
    }
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// From the first word of the record that is compared to the last.
fn bounds(steps: &[Step]) -> Option<std::ops::Range<usize>> {
    let said = steps.iter().filter_map(|step| match step {
        Step::Same { said, .. } | Step::Changed { said, .. } | Step::Left { said } => Some(said),
        Step::Added { .. } => None,
    });
    Some(said.clone().map(|range| range.start).min()?..said.map(|range| range.end).max()?)
}

fn as_json(answer: &Verification, quotation: &str) -> Value {
    let versions: Vec<Value> = answer
        .versions
        .iter()
        .map(|one| {
            let steps: Vec<Value> = one.steps.iter().map(|s| step(s, one, quotation)).collect();
            json!({
                "statement": object(&one.hit), "verdict": one.verdict.as_str(),
                "agreement": f64::from(one.agreement) / 1000.0, "speaker_fits": one.speaker_fits,
                "words": steps,
            })
        })
        .collect();
    json!({
        "quotation": quotation, "verdict": answer.verdict.as_str(), "nearest": answer.nearest,
        "articles": answer.articles, "independent": answer.independent, "versions": versions,
    })
}

/// `{"how": "changed", "said": "resist", "quoted": "surrender"}`
fn step(step: &Step, one: &Version, quotation: &str) -> Value {
    let said = |range: &std::ops::Range<usize>| one.hit.text.get(range.clone());
    let asked = |range: &std::ops::Range<usize>| quotation.get(range.clone());
    match step {
        Step::Same { asked: new, said: own } => {
            json!({ "how": "same", "said": said(own), "quoted": asked(new) })
        }
        Step::Changed { asked: new, said: own, typo } => json!({
            "how": if *typo { "small error" } else { "changed" },
            "said": said(own), "quoted": asked(new),
        }),
        Step::Added { asked: new } => json!({ "how": "added", "quoted": asked(new) }),
        Step::Left { said: own } => json!({ "how": "left out", "said": said(own) }),
    }
}
