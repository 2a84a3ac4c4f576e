//! Whether it was said: polarity and modality of the cue.

use onrecord_article::{Modality, Polarity, Upos, VerbForm};

use super::draft::Draft;
use crate::page::Page;
use crate::phrases;
use crate::words::saying;

/// Reads them off the cue and, for questions and conditions, off the words before it.
pub(crate) fn stance(page: &Page, draft: &Draft) -> (Polarity, Modality) {
    let cue = draft.cue_tokens(page);
    let Some(last) = cue.clone().rev().find(|&at| page.is_verb(at)).or(cue.clone().next()) else {
        return (Polarity::Positive, Modality::Asserted);
    };
    let group = match page.is_verb(last) {
        true => phrases::verb_group(page, last).start.min(cue.start)..cue.end,
        false => cue.clone(),
    };
    let any = |words: &[&str]| group.clone().any(|at| page.is_any(at, words));
    let lemma = |test: &dyn Fn(&str) -> bool| cue.clone().any(|at| test(page.lemma(at)));
    let negated = any(&["not", "n't", "n’t", "never", "no", "neither", "nor", "without", "cannot"])
        || nobody(page, draft);
    let denies =
        lemma(&|word| saying(word).is_some_and(|verb| verb.denies)) || any(&["denial", "denials"]);
    let declines =
        lemma(&|word| saying(word).is_some_and(|verb| verb.declines) || word == "refusal")
            && group.len() > 1;
    let modal = |words: &[&str]| {
        group.clone().any(|at| {
            page.is_any(at, words)
                && matches!(page.upos(at), Upos::Aux | Upos::Verb | Upos::Part | Upos::X)
        })
    };
    let refuses = negated && modal(&["would", "wo"]) || modal(&["wo"]);
    let modality = if asked(page, draft, group.start, last) {
        Modality::Asked
    } else if denies {
        if negated { Modality::Asserted } else { Modality::Denied }
    } else if declines || refuses {
        Modality::Declined
    } else if modal(&["will", "shall", "'ll", "’ll"]) || planned(page, group.clone()) {
        Modality::Planned
    } else if modal(&["would", "could", "might", "may", "should", "can", "'d", "’d"])
        && !page.is_any(group.start, &["can", "could"])
        || conditional(page, group.start)
    {
        Modality::Hypothetical
    } else {
        Modality::Asserted
    };
    let negative = (denies != negated) || declines;
    (if negative { Polarity::Negative } else { Polarity::Positive }, modality)
}

/// "No one said", "neither side said", "none of them".
fn nobody(page: &Page, draft: &Draft) -> bool {
    let source = draft.source_tokens(page);
    !source.is_empty()
        && page.is_any(source.start, &["no", "nobody", "none", "neither", "no-one"])
        && !page.is(source.start + 1, ".")
}

/// "is expected to announce", "plans to say", "is about to", "is set to".
fn planned(page: &Page, group: std::ops::Range<usize>) -> bool {
    group.clone().any(|at| {
        page.is(at + 1, "to")
            && at + 1 < group.end
            && matches!(
                page.lemma(at),
                "expect"
                    | "plan"
                    | "schedule"
                    | "set"
                    | "due"
                    | "about"
                    | "intend"
                    | "prepare"
                    | "likely"
                    | "go"
                    | "hope"
                    | "want"
                    | "mean"
                    | "ready"
            )
            && at + 2 < group.end
    })
}

/// "if he says", "unless she denies", "should he say".
fn conditional(page: &Page, start: usize) -> bool {
    let first = page.sentence(start).start;
    (first..start)
        .rev()
        .take(6)
        .take_while(|&at| !page.is_mark(at))
        .any(|at| page.is_any(at, &["if", "unless"]))
}

/// "Did he say that?": an auxiliary before the subject, in a sentence that asks.
fn asked(page: &Page, draft: &Draft, start: usize, verb: usize) -> bool {
    let sentence = page.sentence(verb);
    let asks = sentence.clone().rev().take(4).any(|at| page.is(at, "?"));
    // The question mark of a quoted question is none of the reporter's.
    let own = |at: usize| page.tokens().get(at).is_some_and(|t| !draft.content.contains(t.span));
    let before = (sentence.start..start).rev().take(12).find(|&at| {
        page.upos(at) == Upos::Aux
            || matches!(page.verb_form(at), VerbForm::Modal)
            || page.is_any(at, &["did", "does", "do", "has", "have", "will", "would"])
    });
    let infinitive = matches!(page.verb_form(verb), VerbForm::Infinitive | VerbForm::None);
    asks && infinitive
        && before.is_some_and(|aux| {
            own(aux)
                && draft
                    .source
                    .is_some_and(|source| page.tokens()[aux].span.end() <= source.start())
        })
}
