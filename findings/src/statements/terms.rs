//! Quoted terms: what somebody called something.
//!
//! Finds: `called it “a disgrace”`, `had used the term “disgraceful defeat”`, `considers the issue
//! a “sacred human issue”`, `described him as “a friend”`; mostly inside another statement.
//! Not: `the so-called “deal”`, `goes by the name “Shorty”`, `a film called “Heat”`.

use onrecord_article::{Span, Upos, VerbForm};

use super::draft::Draft;
use super::quotations::Quotation;
use crate::page::Page;
use crate::phrases::{subject_phrase, verb_group};
use crate::words::saying;

/// How many tokens before the quotation its verb may stand.
const FAR: usize = 14;
/// A term has at most this many tokens.
const LONGEST: usize = 14;

/// Adds a statement for each quoted term that no statement has for its own.
pub(crate) fn add(page: &Page, drafts: &mut Vec<Draft>) {
    let mut own: Vec<Span> = drafts
        .iter()
        .filter(|draft| draft.cue.is_some() && draft.content.spans().len() == 1)
        .map(|draft| draft.content.last())
        .collect();
    own.sort_unstable_by_key(|span| (span.end(), span.start()));
    let taken = |q: &Quotation| {
        // The shortest content that ends where the quotation ends.
        let to = own.partition_point(|span| span.end() <= q.span.end());
        let last = to.checked_sub(1).map(|k| own[k]);
        last.is_some_and(|span| {
            span.end() == q.span.end()
                && span.len() < q.span.len() + 60
                && span.start() + 60 > q.span.start()
        })
    };
    let terms = page
        .quotations
        .iter()
        .filter(|q| q.closed && !taken(q) && page.tokens_in(q.inside).len() <= LONGEST);
    let found: Vec<Draft> = terms.filter_map(|q| term(page, q)).collect();
    drafts.extend(found);
}

fn term(page: &Page, q: &Quotation) -> Option<Draft> {
    let first = page.tokens_in(q.span).start;
    let sentence = page.sentence(first);
    let start = sentence.start.max(first.saturating_sub(FAR));
    let verb = (start..first)
        .rev()
        .take_while(|&at| !page.is_any(at, &[",", ";", ":", "."]) && !page.is_quote(at))
        .find(|&at| page.upos(at) == Upos::Verb)?;
    let lemma = page.lemma(verb);
    let labels = saying(lemma).is_some_and(|verb| verb.labels);
    let noun = ["term", "word", "phrase", "expression", "label", "words", "terms"];
    let uses = matches!(lemma, "use" | "coin" | "employ" | "adopt" | "utter")
        && page.is_any(first - 1, &noun);
    if !labels && !uses {
        return None;
    }
    let group = verb_group(page, verb);
    let active = page.verb_form(verb) != VerbForm::PastParticiple
        || group.clone().any(|at| page.lemma(at) == "have");
    if !active {
        return None; // a film called “Heat”, is called “Heat”
    }
    let source = subject_phrase(page, verb, group.clone())?;
    if source.contains(&verb) || source.end > verb {
        return None;
    }
    let cue = if uses { page.span(group.start..first) } else { page.span(group.clone()) };
    let object = object(page, group.end..first);
    let content = match object {
        Some(object) if !uses => page.tokens()[object].span.cover(q.span),
        _ => q.span,
    };
    let draft = Draft::new("quoted term", 800, content);
    Some(draft.source(page.span(source)).cue(cue))
}

/// First token of the noun phrase that is given a name, or of the name's article; a pronoun is
/// left out: `called it a “disgrace”`.
fn object(page: &Page, between: std::ops::Range<usize>) -> Option<usize> {
    let first = between.clone().find(|&at| !page.is_mark(at))?;
    match page.upos(first) {
        Upos::Pron => (first + 1..between.end).next(),
        Upos::Noun | Upos::Propn | Upos::Det | Upos::Adj | Upos::Num => Some(first),
        _ if page.is(first, "as") => Some(first),
        _ => None,
    }
}
