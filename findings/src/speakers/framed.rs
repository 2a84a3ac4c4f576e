//! The one addressed, where the words around a statement say so: "in a letter to X, she wrote",
//! "addressing X, he said", "X was told that".

use std::ops::Range;

use onrecord_article::{Relation, Span, Upos, VerbForm};

use super::addressee::TOLD;
use super::party::phrase;
use crate::page::Page;
use crate::phrases::{children, noun_phrase, noun_phrase_before, verb_group};
use crate::statements::draft::Draft;
use crate::words::is_spoken_to;

/// How many tokens from the cue a frame may stand: keeps the time linear whatever the text.
const FAR: usize = 80;

/// The subject of a passive cue: `X was told that ...`.
pub(super) fn by_passive(page: &Page, draft: &Draft) -> Option<Span> {
    let cue = draft.cue_tokens(page);
    let verb = cue.clone().rev().find(|&at| page.is_verb(at))?;
    let addresses = is_spoken_to(page.lemma(verb));
    if addresses && is_passive(page, cue.clone()) {
        let group = verb_group(page, verb);
        let tree = children(page, verb).find(|&at| page.relation(at).is_nsubj());
        let tree = tree.filter(|&at| at < verb).map(|at| noun_phrase(page, at));
        return page.span(tree.or_else(|| noun_phrase_before(page, group.start))?);
    }
    let own = || children(page, verb).find(|&at| page.relation(at) == Relation::NsubjPass);
    let asked =
        || of_participle(page, verb).filter(|_| addresses || TOLD.has("asking", page.lemma(verb)));
    let subject = addresses.then(own).flatten().or_else(asked)?;
    page.span(noun_phrase(page, subject))
}

/// `were told`, `have been warned`: whoever is named before it does not speak.
pub(crate) fn is_passive(page: &Page, mut cue: Range<usize>) -> bool {
    let last = cue.clone().rev().find(|&at| page.upos(at) == Upos::Verb);
    let participle = last.is_some_and(|at| page.verb_form(at) != VerbForm::Gerund);
    let be = |at: usize| page.upos(at) == Upos::Aux && page.lemma(at) == "be";
    participle && cue.len() > 1 && last != Some(cue.start) && cue.any(be)
}

/// `Asked if`, `Pressed on` at the start of a sentence: whoever is named after it was asked.
pub(crate) fn is_asked(page: &Page, cue: Range<usize>) -> bool {
    let Some(verb) = cue.clone().next() else { return false };
    let opens =
        page.sentence(verb).start == verb && page.word(verb).starts_with(char::is_uppercase);
    let past = matches!(page.verb_form(verb), VerbForm::Past | VerbForm::PastParticiple)
        || page.word(verb).ends_with("ed");
    opens
        && past
        && (page.lemma(verb) == "ask"
            || TOLD.has("asking", page.lemma(verb))
            || page.is_any(verb, ASKED_ABOUT))
}

const ASKED_ABOUT: &[&str] =
    &["asked", "pressed", "questioned", "prompted", "quizzed", "challenged", "queried"];

/// The subject of the clause that a participle stands before: `Asked whether it was safe, X
/// smiled`.
fn of_participle(page: &Page, verb: usize) -> Option<usize> {
    let opens = page.sentence(verb).start == verb;
    let bare = page.verb_form(verb) == VerbForm::PastParticiple
        || page.word(verb).chars().next().is_some_and(char::is_uppercase);
    let clause = page.analysis.head(verb).filter(|_| opens && bare)?;
    let who = |at: usize| page.is_any(at, &["who", "which", "that", "one"]);
    children(page, clause).find(|&at| at > verb && page.relation(at).is_nsubj() && !who(at))
}

/// Who a message is to, or who is addressed, in the sentence of the cue and not far from it.
pub(super) fn by_frame(page: &Page, draft: &Draft) -> Option<Span> {
    let cue = draft.cue_tokens(page);
    let sentence = page.sentence((!cue.is_empty()).then_some(cue.start)?);
    let near = sentence.start.max(cue.start.saturating_sub(FAR))..sentence.end.min(cue.end + FAR);
    let free = |at: usize| {
        let span = page.tokens()[at].span;
        !draft.content.overlaps(span)
            && draft.source.is_none_or(|source| !source.overlaps(span))
            && page.quotation_at(span.start()).is_none()
    };
    near.filter_map(|at| to_whom(page, at).map(|from| (at, from)))
        .find(|&(at, from)| from < sentence.end && free(at))
        .and_then(|(_, from)| phrase(page, from..sentence.end))
}

/// `letter to X`, `addressing X`: the token that X begins with.
fn to_whom(page: &Page, at: usize) -> Option<usize> {
    match () {
        () if page.is(at, "addressing") => Some(at + 1),
        // "speaking to reporters", "in response to an old man", "in an exchange with residents"
        () if page.is(at, "speaking") && page.is_any(at + 1, &["to", "with"]) => Some(at + 2),
        () if page.is_any(at, &["response", "reply", "answer"]) && is_someone(page, at + 1) => {
            Some(at + 2)
        }
        // "said in an interview with the paper"
        () if page.is(at, "interview") && page.is(at + 1, "with") => Some(at + 2),
        () if TOLD.has("talk", page.lemma(at)) && page.is(at + 1, "with") && opens(page, at) => {
            Some(at + 2)
        }
        // "a letter sent to X"
        () if page.is_any(at, &["sent", "addressed"])
            && page.is(at + 1, "to")
            && (at.saturating_sub(4)..at).any(|noun| is_message(page, noun)) =>
        {
            Some(at + 2)
        }
        () if is_message(page, at) && page.is(at + 1, "to") => Some(at + 2),
        () => None,
    }
}

fn is_message(page: &Page, at: usize) -> bool {
    page.upos(at) == Upos::Noun && TOLD.has("message", page.lemma(at))
}

/// `In a telephone conversation with X, ...`
fn opens(page: &Page, talk: usize) -> bool {
    let start = page.sentence(talk).start;
    talk - start <= 6 && page.is_any(start, &["in", "during", "speaking", "at"])
}

/// `in response to an old man who`, not `in response to a question`.
fn is_someone(page: &Page, to: usize) -> bool {
    if !page.is(to, "to") {
        return false;
    }
    let near = to + 1..page.sentence(to).end.min(to + 6);
    let noun = near.clone().find(|&at| matches!(page.upos(at), Upos::Noun | Upos::Propn));
    let who = near.into_iter().find(|&at| page.is(at, "who"));
    noun.zip(who).is_some_and(|(noun, who)| noun < who)
}
