//! By when something is to be done: "by March 2023", "within two years", "next month", "before the
//! end of the year".

use std::ops::Range;

use jiff::civil::Date;
use onrecord_article::{Upos, When};

use super::dates::{Found, Meaning, date_at, resolve, small_number, year};
use super::syntax::Tree;

/// The date by which a promise falls due, looked for in the words that say what is promised.
/// `None` if they name no date, or only one that has passed when the report appears.
pub(crate) fn due(tree: Tree<'_>, content: Range<usize>, published: Option<Date>) -> Option<When> {
    let mut at = content.start;
    while at < content.end {
        let Some(found) = deadline_at(tree, at, content.end) else {
            at += 1;
            continue;
        };
        let next = found.tokens.end;
        let (iso, precision) = resolve(found.meaning, published, true);
        let passed = iso.as_deref().zip(published).is_some_and(|(iso, report)| {
            let report = report.to_string();
            !iso.contains('W') && *iso < report[..iso.len().min(report.len())]
        });
        if !passed {
            // "**by the end of** March": the words before the date say how it binds.
            let span = tree.analysis.span(at..found.tokens.end)?;
            return Some(When { span, iso, precision });
        }
        at = next;
    }
    None
}

/// A deadline that begins with the word at `at`.
fn deadline_at(tree: Tree<'_>, at: usize, end: usize) -> Option<Found> {
    let word = |at: usize| if at < end { tree.word(at) } else { "" };
    let from = match (word(at), word(at + 1)) {
        ("by" | "before" | "until" | "till", "the") => at + 2,
        ("at", "the") if matches!(word(at + 2), "end" | "start" | "beginning") => at + 2,
        ("by" | "before" | "until" | "till" | "on" | "from" | "starting" | "beginning", _) => {
            at + 1
        }
        ("in", "early" | "late" | "mid" | "spring" | "autumn") => at + 2,
        ("in" | "within", _) => {
            return span_of_time(tree, at, end).or_else(|| {
                let from = if word(at + 1) == "the" { at + 2 } else { at + 1 };
                calendar(tree, from, end)
            });
        }
        ("later" | "earlier", "this") => at + 1,
        ("next" | "this" | "tomorrow", _) => at,
        _ => return None,
    };
    // "by the **end of** March"
    let from = match (word(from), word(from + 1), word(from + 2)) {
        ("end" | "close" | "start" | "beginning" | "middle", "of", "the") => from + 3,
        ("end" | "close" | "start" | "beginning" | "middle", "of", _) => from + 2,
        ("early" | "late" | "mid", _, _) => from + 1,
        _ => from,
    };
    calendar(tree, from, end)
}

/// "March 2023", "2025", "next month", "the year" (this one), "Friday".
fn calendar(tree: Tree<'_>, at: usize, end: usize) -> Option<Found> {
    if at >= end {
        return None;
    }
    let found = |meaning| Some(Found { tokens: at..at + 1, meaning });
    if let Some(year) = year(tree.word(at)) {
        return found(Meaning::Calendar(Some(year), None, None));
    }
    let ends = |unit: &str| tree.word(at) == unit && at > 0 && tree.word(at - 1) == "the";
    match () {
        () if ends("year") => found(Meaning::Years(0)),
        () if ends("month") => found(Meaning::Months(0)),
        () if ends("week") => found(Meaning::Weeks(0)),
        () => date_at(tree, at, end).filter(|found| is_ahead(found.meaning)),
    }
}

fn is_ahead(meaning: Meaning) -> bool {
    match meaning {
        Meaning::Days(n) | Meaning::Weeks(n) | Meaning::Months(n) | Meaning::Years(n) => n >= 0,
        Meaning::Weekday(_) | Meaning::Calendar(..) => true,
        Meaning::Vague => false,
    }
}

/// "within **two years**", "in **the next six months**", "in **the coming weeks**".
fn span_of_time(tree: Tree<'_>, at: usize, end: usize) -> Option<Found> {
    let mut next = at + 1;
    let (mut count, mut coming) = (None, false);
    while next < end && next < at + 6 {
        let unit = match tree.word(next).trim_end_matches('s') {
            "day" => Some(Meaning::Days as fn(i32) -> Meaning),
            "week" => Some(Meaning::Weeks as fn(i32) -> Meaning),
            "month" => Some(Meaning::Months as fn(i32) -> Meaning),
            "year" => Some(Meaning::Years as fn(i32) -> Meaning),
            _ => None,
        };
        if let Some(unit) = unit {
            let meaning = count.map(unit).or(coming.then_some(Meaning::Vague))?;
            return Some(Found { tokens: at + 1..next + 1, meaning });
        }
        match tree.word(next) {
            "a" | "an" => count = Some(1),
            "next" | "coming" | "following" | "few" => coming = true,
            "the" | "about" | "some" | "-" => {}
            word if tree.upos(next) == Upos::Num => count = Some(small_number(word)?),
            _ => return None,
        }
        next += 1;
    }
    None
}
