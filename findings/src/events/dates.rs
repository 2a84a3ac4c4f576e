//! When it happened: dates in the text, and what they come to.
//!
//! Relative dates ("on Saturday", "last week") are resolved against the day of the report where
//! that is known and stay symbolic where it is not.

use jiff::civil::{Date, Weekday};
use jiff::{Span as Duration, ToSpan};
use onrecord_article::{EventModality, Precision, Upos, When};

use super::syntax::Tree;

/// The day at the start of an ISO 8601 text.
pub(crate) fn civil(iso: &str) -> Option<Date> {
    iso.get(..10)?.parse().ok()
}

/// The date that stands with an event: the nearest one in its sentence.
pub(super) fn of_event(
    tree: Tree<'_>,
    trigger: usize,
    modality: EventModality,
    published: Option<Date>,
) -> Option<When> {
    let sentence = tree.analysis.sentence_of(trigger);
    let (start, end) = (sentence.start as usize, sentence.end as usize);
    // The window bounds the cost for very long sentences.
    let (start, end) = (start.max(trigger.saturating_sub(60)), end.min(trigger + 60));
    let mut best: Option<(usize, Found)> = None;
    let mut at = start;
    while at < end {
        let Some(found) = date_at(tree, at, end) else {
            at += 1;
            continue;
        };
        let distance = at.abs_diff(trigger);
        at = found.tokens.end;
        if best.as_ref().is_none_or(|(other, _)| distance < *other) {
            best = Some((distance, found));
        }
    }
    let (_, found) = best?;
    let span = tree.analysis.span(found.tokens)?;
    let ahead = matches!(modality, EventModality::Planned | EventModality::Requested);
    let (iso, precision) = resolve(found.meaning, published, ahead);
    Some(When { span, iso, precision })
}

#[derive(Debug)]
pub(super) struct Found {
    pub tokens: std::ops::Range<usize>,
    pub meaning: Meaning,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Meaning {
    Weekday(Weekday),
    /// Year, month, day, as far as given.
    Calendar(Option<i16>, Option<i8>, Option<i8>),
    /// Days from the report.
    Days(i32),
    /// Weeks, months, years from the report.
    Weeks(i32),
    Months(i32),
    Years(i32),
    Vague,
}

pub(super) fn date_at(tree: Tree<'_>, at: usize, end: usize) -> Option<Found> {
    let lemma = |at: usize| if at < end { tree.lemma(at) } else { "" };
    let word = lemma(at);
    let found = |length: usize, meaning| Some(Found { tokens: at..at + length, meaning });
    if matches!(word, "late" | "early") {
        let skip = if lemma(at + 1) == "on" { 2 } else { 1 };
        let later = (at + skip < end).then(|| date_at(tree, at + skip, end)).flatten()?;
        return Some(Found { tokens: at..later.tokens.end, meaning: later.meaning });
    }
    if let Some(day) = weekday(word) {
        return found(1, Meaning::Weekday(day));
    }
    if let Some(month) = month(word) {
        return Some(after_month(tree, at, end, month));
    }
    match word {
        "today" | "tonight" => return found(1, Meaning::Days(0)),
        "yesterday" => return found(1, Meaning::Days(-1)),
        "tomorrow" => return found(1, Meaning::Days(1)),
        "recently" | "soon" | "lately" => return found(1, Meaning::Vague),
        "last" | "next" | "this" => {
            let step = match word {
                "last" => -1,
                "next" => 1,
                _ => 0,
            };
            return match lemma(at + 1) {
                "week" => found(2, Meaning::Weeks(step)),
                "month" => found(2, Meaning::Months(step)),
                "year" => found(2, Meaning::Years(step)),
                unit => weekday(unit).and_then(|day| found(2, Meaning::Weekday(day))),
            };
        }
        _ => {}
    }
    let number = tree.upos(at) == Upos::Num;
    if number && lemma(at + 2) == "ago" {
        let count = small_number(word)?;
        return match lemma(at + 1) {
            "day" => found(3, Meaning::Days(-count)),
            "week" => found(3, Meaning::Weeks(-count)),
            "month" => found(3, Meaning::Months(-count)),
            "year" => found(3, Meaning::Years(-count)),
            _ => None,
        };
    }
    // "2 July 2021"
    if number && month(lemma(at + 1)).is_some() {
        let day = word.parse().ok().filter(|day| (1..=31).contains(day))?;
        let later = after_month(tree, at + 1, end, month(lemma(at + 1))?);
        let Meaning::Calendar(year, month, _) = later.meaning else { return None };
        return Some(Found {
            tokens: at..later.tokens.end,
            meaning: Meaning::Calendar(year, month, Some(day)),
        });
    }
    let year = number.then(|| year(word)).flatten()?;
    let dated = at > 0 && matches!(tree.lemma(at - 1), "in" | "since" | "of" | "by");
    if dated { found(1, Meaning::Calendar(Some(year), None, None)) } else { None }
}

/// "July", "July 2", "July 2, 2021", "July 2021"
fn after_month(tree: Tree<'_>, at: usize, end: usize, month: i8) -> Found {
    let word = |at: usize| if at < end { tree.lemma(at) } else { "" };
    let mut next = at + 1;
    if word(next) == "." {
        next += 1;
    }
    let day = word(next)
        .trim_end_matches(|c: char| c.is_ascii_lowercase())
        .parse()
        .ok()
        .filter(|day| (1..=31).contains(day));
    if day.is_some() {
        next += 1;
    }
    let comma = usize::from(word(next) == ",");
    let year = year(word(next + comma));
    if year.is_some() {
        next += comma + 1;
    }
    Found { tokens: at..next, meaning: Meaning::Calendar(year, Some(month), day) }
}

pub(super) fn resolve(
    meaning: Meaning,
    published: Option<Date>,
    ahead: bool,
) -> (Option<String>, Precision) {
    let shifted = |by: Duration| published.and_then(|day| day.checked_add(by).ok());
    match meaning {
        Meaning::Vague => (None, Precision::Vague),
        Meaning::Days(n) => (shifted(n.days()).map(|day| day.to_string()), Precision::Day),
        Meaning::Weeks(n) => {
            let week = shifted(n.weeks()).map(|day| day.iso_week_date());
            let iso = week.map(|week| format!("{}-W{:02}", week.year(), week.week()));
            (iso, Precision::Week)
        }
        Meaning::Months(n) => {
            (shifted(n.months()).map(|day| day.strftime("%Y-%m").to_string()), Precision::Month)
        }
        Meaning::Years(n) => {
            (shifted(n.years()).map(|day| day.strftime("%Y").to_string()), Precision::Year)
        }
        Meaning::Weekday(weekday) => {
            // The last such day up to the report, or the first one after it.
            let day = published.and_then(|report| {
                if ahead {
                    report.nth_weekday(1, weekday).ok()
                } else {
                    report.tomorrow().ok()?.nth_weekday(-1, weekday).ok()
                }
            });
            (day.map(|day| day.to_string()), Precision::Day)
        }
        Meaning::Calendar(year, month, day) => calendar(year, month, day, published, ahead),
    }
}

fn calendar(
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    published: Option<Date>,
    ahead: bool,
) -> (Option<String>, Precision) {
    let precision = match (month, day) {
        (None, _) => Precision::Year,
        (_, None) => Precision::Month,
        _ => Precision::Day,
    };
    let year = year.or_else(|| {
        // Without a year: the nearest such month on the stated side of the report.
        let report = published?;
        let month = month?;
        Some(match (ahead, month.cmp(&report.month())) {
            (false, std::cmp::Ordering::Greater) => report.year() - 1,
            (true, std::cmp::Ordering::Less) => report.year() + 1,
            _ => report.year(),
        })
    });
    let iso = year.map(|year| match (month, day) {
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}"),
    });
    (iso, precision)
}

pub(super) fn year(word: &str) -> Option<i16> {
    word.parse().ok().filter(|year| word.len() == 4 && (1000..2200).contains(year))
}

/// A count in words or digits, below 1,000.
pub(crate) fn small_number(word: &str) -> Option<i32> {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    let spelled = WORDS.iter().position(|&spelled| spelled == word).map(|n| n as i32);
    spelled.or_else(|| word.parse().ok().filter(|n| (0..1000).contains(n)))
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word.to_ascii_lowercase().as_str() {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

/// A month's number. Names are written with a capital letter: "may" is no month.
fn month(word: &str) -> Option<i8> {
    const MONTHS: [[&str; 2]; 12] = [
        ["January", "Jan."],
        ["February", "Feb."],
        ["March", "Mar."],
        ["April", "Apr."],
        ["May", "May"],
        ["June", "Jun."],
        ["July", "Jul."],
        ["August", "Aug."],
        ["September", "Sept."],
        ["October", "Oct."],
        ["November", "Nov."],
        ["December", "Dec."],
    ];
    let named = |names: &[&str; 2]| names.contains(&word) || names[1].trim_end_matches('.') == word;
    MONTHS.iter().position(named).map(|at| at as i8 + 1)
}
