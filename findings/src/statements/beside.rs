//! Quotations that the roles left out, with a verb of saying or a colon beside them.
//!
//! Finds: `“We won,” she said`, `She said: “We won.”`, `The minister: “No.”`, `saying, “...”`.
//! Not: scare quotes, and quotations that another statement holds.

use std::ops::Range;

use onrecord_article::{Span, Upos, VerbForm};

use super::draft::{Draft, Holders};
use super::quotations::Quotation;
use super::speech::is_speech;
use crate::page::Page;
use crate::phrases::{noun_phrase_after, subject_phrase, verb_group};
use crate::words::saying;

/// Contents that are asked whether they hold a quotation.
const HELD: usize = 8;
/// How many tokens from the quotation a verb of saying may stand.
const NEAR: usize = 14;
/// How many tokens before it.
const FAR: usize = 24;

/// Adds a statement for each of them; where the words beside a quotation show another cue than
/// the statements that hold it have, they lose it.
pub(crate) fn add(page: &Page, drafts: &mut Vec<Draft>) {
    let holders = Holders::of(drafts);
    let mut found: Vec<Draft> = Vec::new();
    let mut taken: Vec<(usize, Span)> = Vec::new();
    for q in page.quotations.iter().filter(|q| q.depth == 0 && is_speech(page, q)) {
        let held: Vec<usize> = holders
            .touching(q.span, HELD)
            .filter(|(span, _)| 2 * shared(*span, q.span) >= q.span.len().min(span.len()))
            .map(|(_, k)| k)
            .collect();
        let beside = after(page, q).or_else(|| before(page, q));
        let Some(draft) = beside.or_else(|| colon(page, q).filter(|_| held.is_empty())) else {
            continue;
        };
        let same = |&k: &usize| {
            let cue = drafts[k].cue.zip(draft.cue);
            cue.is_some_and(|(a, b)| a.overlaps(b))
        };
        if held.iter().any(same) || held.iter().any(|&k| !loses(&drafts[k], q)) {
            continue;
        }
        taken.extend(held.iter().map(|&k| (k, q.span)));
        // “We came,” she said, “and we saw.”: one cue, one statement.
        match found.last_mut().filter(|last| last.cue.is_some() && last.cue == draft.cue) {
            Some(last) => last.extend(draft.content.spans()),
            None => found.push(draft),
        }
    }
    let mut gone = vec![false; drafts.len()];
    for (k, span) in taken {
        gone[k] |= !drafts[k].remove(span);
    }
    let mut gone = gone.into_iter();
    drafts.retain(|_| !gone.next().unwrap_or(false));
    drafts.extend(found);
}

/// Whether a statement has the quotation only by the roles' guess: all of the piece that holds
/// it stands in its marks, and its cue does not stand beside it.
fn loses(draft: &Draft, q: &Quotation) -> bool {
    let piece = draft.content.spans().iter().find(|piece| piece.overlaps(q.span));
    piece.is_some_and(|piece| q.span.contains(*piece))
        && draft.cue.is_none_or(|cue| !q.span.contains(cue))
        && !draft.verbatim
}

fn shared(a: Span, b: Span) -> usize {
    a.end().min(b.end()).saturating_sub(a.start().max(b.start()))
}

/// Whether a token is a verb that introduces quotations, and no participle of another clause:
/// "a written statement".
fn speaks(page: &Page, at: usize) -> bool {
    let says =
        page.upos(at) == Upos::Verb && saying(page.lemma(at)).is_some_and(|verb| verb.quotes);
    says && (page.verb_form(at) != VerbForm::PastParticiple
        || verb_group(page, at).any(|aux| page.lemma(aux) == "have"))
}

/// `“We won,” she said on Monday.`
fn after(page: &Page, q: &Quotation) -> Option<Draft> {
    let tokens = page.tokens_in(q.span);
    let paragraph = page.paragraph(tokens.start);
    let mut first = tokens.end;
    let inside = page.article.text_of(q.inside);
    let comma = page.is_any(first, &[",", "—", "–", "--"]);
    if !q.closed || inside.ends_with('.') && !comma {
        return None;
    }
    if comma {
        first += 1;
    }
    let open = inside.ends_with([',', '?', '!', '…', '—']) || comma;
    let limit = paragraph.end.min(first + NEAR);
    let verb = (first..limit)
        .take_while(|&at| !page.is_stop(at) && !opens(page, at) && !page.is(at, ";"))
        .find(|&at| speaks(page, at) && page.verb_form(at) != VerbForm::Gerund)?;
    let group = verb_group(page, verb);
    let group = group.start.max(first)..group.end;
    let inverted = || noun_phrase_after(page, group.end).filter(|_| group.start == first);
    let plain = || subject_phrase(page, verb, group.clone()).filter(|own| own.start >= first);
    let source = inverted().or_else(plain)?;
    let near = open || source.start == first || group.start == first;
    let draft = Draft::new("quotation, cue", 880, q.span);
    let source = page.span(source)?;
    near.then(|| draft.source(Some(source)).cue(page.span(group)))
}

/// `She said on Monday: “We won.”`
fn before(page: &Page, q: &Quotation) -> Option<Draft> {
    let first = page.tokens_in(q.span).start;
    let paragraph = page.paragraph(first);
    let mut last = first; // exclusive
    let mut parted = false;
    while last > paragraph.start && page.is_any(last - 1, &[",", ":", "that", "—", "–"]) {
        last -= 1;
        parted = true;
    }
    let start = paragraph.start.max(last.saturating_sub(FAR));
    let verb = (start..last)
        .rev()
        .take_while(|&at| !page.is_stop(at) && !page.is_quote(at))
        .find(|&at| speaks(page, at))?;
    let group = verb_group(page, verb);
    // "noted that they would, “especially in May”": the clause is the content.
    let clause = last < first && page.is(group.end, "that") && group.end + 1 < last;
    if !parted && group.end < last || clause {
        return None;
    }
    let source = subject_phrase(page, verb, group.clone()).and_then(|tokens| page.span(tokens));
    let told = told(page, group.end..last);
    let draft = Draft::new("cue, quotation", 880, q.span);
    Some(Draft { told, ..draft.source(source).cue(page.span(group)) })
}

/// `The minister: “No.”`
fn colon(page: &Page, q: &Quotation) -> Option<Draft> {
    let first = page.tokens_in(q.span).start;
    let paragraph = page.paragraph(first);
    let mark = first.checked_sub(1).filter(|&at| at >= paragraph.start && page.is(at, ":"))?;
    let sentence = page.sentence(mark);
    // "And from Chairwoman Ruiz: ..."
    let opens = |at: &usize| matches!(page.upos(*at), Upos::Cconj | Upos::Adp | Upos::Adv);
    let start = (sentence.start..mark).find(|at| !opens(at)).unwrap_or(mark);
    let label = start..mark;
    let verbless = label.clone().all(|at| !page.is_verb(at));
    let short = (1..=NEAR).contains(&label.len());
    let head =
        label.clone().find(|&at| matches!(page.upos(at), Upos::Propn | Upos::Noun | Upos::Pron));
    let cue = page.tokens().get(mark).map(|token| token.span);
    (verbless && short && head.is_some())
        .then(|| Draft::new("colon, quotation", 800, q.span).cue(cue).source(page.span(label)))
}

fn opens(page: &Page, at: usize) -> bool {
    let span = page.tokens()[at].span;
    page.quotations_in(span).iter().any(|q| q.span.start() == span.start())
}

/// The noun phrase right after the verb: `told reporters: “...”`.
fn told(page: &Page, between: Range<usize>) -> Option<Span> {
    let verb = between.start.checked_sub(1)?;
    let addresses = saying(page.lemma(verb)).is_some_and(|verb| verb.addresses);
    let phrase = between
        .clone()
        .take_while(|&at| {
            matches!(
                page.upos(at),
                Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num
            ) || page.is_any(at, &["'s", "’s", "of"])
        })
        .last()?;
    addresses.then(|| page.span(between.start..phrase + 1))?
}
