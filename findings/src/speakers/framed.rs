//! The one addressed, where the words around a statement say so: "in a letter to X, she wrote",
//! "addressing X, he said", "X was told that".

use onrecord_article::{Relation, Span, VerbForm};

use super::addressee::phrase;
use crate::page::Page;
use crate::phrases::{children, noun_phrase};
use crate::statements::draft::Draft;
use crate::words::saying;

/// What one writes or says to somebody.
const MESSAGES: &[&str] = &[
    "letter",
    "message",
    "note",
    "memo",
    "email",
    "e-mail",
    "telegram",
    "cable",
    "speech",
    "address",
    "statement",
    "appeal",
    "remark",
    "testimony",
];

/// How many tokens from the cue a frame may stand: keeps the time linear whatever the text.
const FAR: usize = 80;

/// Verbs whose participle stands before an answer, besides those that address.
const ASKING: &[&str] = &["press", "question", "prompt", "quiz", "challenge"];

/// The subject of a passive cue: `X was told that ...`.
pub(super) fn by_passive(page: &Page, draft: &Draft) -> Option<Span> {
    let cue = draft.cue_tokens(page);
    let verb = cue.clone().rev().find(|&at| page.is_verb(at))?;
    let addresses = saying(page.lemma(verb)).is_some_and(|kind| kind.addresses);
    let own = || children(page, verb).find(|&at| page.relation(at) == Relation::NsubjPass);
    let asked =
        || of_participle(page, verb).filter(|_| addresses || ASKING.contains(&page.lemma(verb)));
    let subject = addresses.then(own).flatten().or_else(asked)?;
    page.span(noun_phrase(page, subject))
}

/// The subject of the clause that a participle stands before: `Asked whether it was safe, X
/// smiled`.
fn of_participle(page: &Page, verb: usize) -> Option<usize> {
    let opens = page.sentence(verb).start == verb;
    let bare = page.verb_form(verb) == VerbForm::PastParticiple
        || page.word(verb).chars().next().is_some_and(char::is_uppercase);
    let clause = page.analysis.head(verb).filter(|_| opens && bare)?;
    children(page, clause).find(|&at| at > verb && page.relation(at).is_nsubj())
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
        () if MESSAGES.contains(&page.lemma(at)) && page.is(at + 1, "to") => Some(at + 2),
        () => None,
    }
}
