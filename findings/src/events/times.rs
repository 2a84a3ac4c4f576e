//! Whether an event belongs to another time than the report: "In 1990 Iraq invaded Kuwait",
//! "had met four years earlier", "decades ago", "during the Cold War".

use std::ops::Range;

use onrecord_article::Upos;

use super::syntax::Tree;

/// Tokens on either side of a trigger that are searched; bounds the cost in long sentences.
const WINDOW: usize = 40;

pub(super) fn is_of_another_time(tree: Tree<'_>, trigger: usize, report: Option<i32>) -> bool {
    let sentence = tree.analysis.sentence_of(trigger);
    let near = (sentence.start as usize).max(trigger.saturating_sub(WINDOW))
        ..(sentence.end as usize).min(trigger + WINDOW);
    let clause = tree.clause_of(trigger);
    let mut named = near.clone().filter(|&at| is_distant(tree, at, near.clone(), report));
    named.any(|at| {
        tree.clause_of(at) == clause || is_alone(tree, at, trigger) || opens(tree, at, trigger)
    })
}

/// Whether a word dates something to another time.
fn is_distant(tree: Tree<'_>, at: usize, near: Range<usize>, report: Option<i32>) -> bool {
    let before = |back: usize| at.checked_sub(back).filter(|at| near.contains(at));
    let lemma_before = |back: usize| before(back).map_or("", |at| tree.lemma(at));
    match tree.word(at) {
        "ago" | "earlier" | "before" | "previously" => {
            matches!(lemma_before(1), "year" | "decade" | "century" | "years" | "decades")
        }
        "century" | "war" | "War" => {
            matches!(lemma_before(1), "Cold" | "World" | "Civil" | "cold" | "last" | "th")
                || before(1).is_some_and(|at| tree.word(at).ends_with("th"))
        }
        // The day of the report itself: "TEHRAN, 11 June **2022** — The two sides agreed".
        _ if tree.is_dateline(at) => false,
        word => named_year(tree, at, word)
            .is_some_and(|year| report.is_none_or(|report| year + 1 < report) || is_decade(word)),
    }
}

/// A year given as a date, "in 1990", "May 1990", not "1,990 troops"; or a decade, "the 1980s".
fn named_year(tree: Tree<'_>, at: usize, word: &str) -> Option<i32> {
    let digits = word.strip_suffix('s').unwrap_or(word);
    let year: i32 = digits.parse().ok().filter(|_| digits.len() == 4)?;
    let counts = tree.relation(at) == onrecord_article::Relation::Nummod
        && tree.analysis.head(at).is_some_and(|head| head > at && tree.upos(head) == Upos::Noun);
    let dated = at > 0
        && matches!(
            tree.lemma(at - 1).to_ascii_lowercase().as_str(),
            "in" | "since" | "until" | "by"
        );
    ((1000..2100).contains(&year) && (dated || !counts)).then_some(year)
}

fn is_decade(word: &str) -> bool {
    word.ends_with('s')
}

/// Whether no other verb could be what the date dates: none between, nor a comma.
fn is_alone(tree: Tree<'_>, at: usize, trigger: usize) -> bool {
    let between = at.min(trigger) + 1..at.max(trigger);
    !between.clone().any(|k| {
        matches!(tree.upos(k), Upos::Verb | Upos::Punct | Upos::Sconj)
            || matches!(tree.word(k), "who" | "which" | "that")
    })
}

/// Whether the date opens the sentence and the trigger is its first verb: "In 1990 Iraq ...".
fn opens(tree: Tree<'_>, at: usize, trigger: usize) -> bool {
    let start = tree.analysis.sentence_of(trigger).start as usize;
    at < trigger && at - start < 4 && !(at + 1..trigger).any(|k| tree.upos(k) == Upos::Verb)
}
