//! Where the parts of a statement begin and end.
//!
//! The content has its quotation marks whole and keeps `that` and `to`; it has no comma at its
//! ends and no full stop that closes an indirect sentence. The source has no comma at its end.

use std::ops::Range;

use onrecord_article::{Fragments, Span, Upos, VerbForm};

use super::draft::Draft;
use super::quotations::Quotation;
use crate::page::Page;

/// Puts the edges of every draft right; drafts that are left without content go.
pub(crate) fn settle(page: &Page, drafts: Vec<Draft>) -> Vec<Draft> {
    drafts.into_iter().filter_map(|draft| one(page, draft)).collect()
}

fn one(page: &Page, mut draft: Draft) -> Option<Draft> {
    draft.source = draft.source.and_then(|source| bare(page, source));
    if !draft.verbatim {
        draft.content = without_gaps(page, &draft)?;
        keep_particles(page, &mut draft);
        let whole = draft.content.spans().iter().map(|&span| whole(page, span, &draft));
        let whole = Fragments::new(whole.collect())?;
        let whole = whole.spans().iter().map(|&span| without_more(page, span));
        let spans = whole.filter_map(|span| trimmed(page, span));
        draft.content = Fragments::new(near(page, &draft, spans.collect()))?;
    }
    if let Some(cue) = draft.cue {
        draft.cue = bare(page, cue).or(Some(cue));
    }
    Some(draft)
}

/// "said | Lee had told *him* that it was closed": whom somebody else tells it is no gap.
fn without_gaps(page: &Page, draft: &Draft) -> Option<Fragments> {
    let mut spans: Vec<Span> = Vec::new();
    for &span in draft.content.spans() {
        let last = spans.last().copied();
        let gap = last.map(|last| page.tokens_in(last).end..page.tokens_in(span).start);
        match (last, gap) {
            (Some(last), Some(gap)) if is_told(page, draft, gap.clone()) => {
                spans.pop();
                spans.push(last.cover(span));
            }
            _ => spans.push(span),
        }
    }
    Fragments::new(spans)
}

/// Whether a few words before a clause can be nothing but a telling and those who are told.
fn is_told(page: &Page, draft: &Draft, gap: Range<usize>) -> bool {
    let own = |at: usize| {
        let span = page.tokens()[at].span;
        [draft.source, draft.cue].iter().flatten().any(|part| part.overlaps(span))
    };
    let short = (1..=TOLD).contains(&gap.len()) && page.sentence(gap.start).contains(&gap.end);
    let verb = page.upos(gap.start - 1) == Upos::Verb || page.is_verb(gap.start);
    let clause = page.is_any(gap.end, &["that", "whether", "if", "how", "why", "to"]);
    let noun = |at: usize| {
        page.is_noun(at) || matches!(page.upos(at), Upos::Pron | Upos::Det | Upos::Adj | Upos::Num)
    };
    short
        && verb
        && (clause || gap.clone().all(noun))
        && gap.clone().all(|at| !own(at) && !page.is_mark(at))
}

/// Words for those who are told something, and when.
const TOLD: usize = 6;

/// The pieces without those that stand in another sentence than the cue and outside quotation
/// marks, or before a cue that a clause with `that` follows.
fn near(page: &Page, draft: &Draft, pieces: Vec<Span>) -> Vec<Span> {
    let cue = draft.cue_tokens(page);
    if pieces.len() < 2 || cue.is_empty() {
        return pieces;
    }
    let sentence = page.sentence(cue.start);
    let own = |piece: &Span| sentence.contains(&page.tokens_in(*piece).start);
    let quoted = |piece: &Span| {
        page.quotation_at(piece.start()).is_some() || page.quotation_at(piece.end() - 1).is_some()
    };
    let that = pieces.iter().any(|piece| {
        let first = page.tokens_in(*piece).start;
        first == cue.end && page.is(first, "that")
    });
    if !pieces.iter().any(own) {
        return pieces;
    }
    let keep = |piece: &Span| {
        let before = page.tokens_in(*piece).start < cue.start;
        quoted(piece) || own(piece) && !(that && before)
    };
    pieces.iter().copied().filter(keep).collect()
}

/// Without marks at the ends, but for a full stop that belongs to the word.
fn bare(page: &Page, span: Span) -> Option<Span> {
    let mut tokens = page.tokens_in(span);
    while !tokens.is_empty() && page.is_mark(tokens.end - 1) {
        let open = page.is_any(tokens.end - 1, &[")", "]", "%", "'", "’"])
            || page.is_quote(tokens.end - 1) && balanced(page, span, tokens.end - 1);
        if open {
            break;
        }
        tokens.end -= 1;
    }
    while !tokens.is_empty() && page.is_any(tokens.start, &[",", ";", ":", ".", ")", "”", "’"])
    {
        tokens.start += 1;
    }
    page.span(tokens)
}

/// Whether the mark at a token closes a quotation that begins in the span.
fn balanced(page: &Page, span: Span, mark: usize) -> bool {
    let end = page.tokens()[mark].span.end();
    page.quotations_in(span).iter().any(|q| q.closed && q.span.end() == end)
}

/// `that`, `whether` and the `to` of an infinitive between cue and content, or at the end of the
/// cue, are the content's.
fn keep_particles(page: &Page, draft: &mut Draft) {
    let cue = draft.cue_tokens(page);
    let content = page.tokens_in(draft.content.first());
    if cue.is_empty() || content.is_empty() || cue.end > content.start {
        return;
    }
    let is_particle = |at: usize| {
        page.is_any(at, &["that", "whether"])
            || page.is(at, "to")
                && (page.verb_form(content.start) == VerbForm::Infinitive
                    && page.is_verb(content.start))
    };
    let last = cue.end - 1;
    let mut from = None;
    if content.start == cue.end && cue.len() > 1 && is_particle(last) {
        from = Some(last);
        draft.cue = page.span(cue.start..last);
    } else if content.start == cue.end + 1 && is_particle(cue.end) {
        from = Some(cue.end);
    }
    if let Some(particle) = from.and_then(|at| page.tokens().get(at)) {
        let mut spans = draft.content.spans().to_vec();
        spans.push(particle.span.cover(draft.content.first()));
        if let Some(content) = Fragments::new(spans) {
            draft.content = content;
        }
    }
}

/// The fragment with the marks of the quotations that it begins or ends in: all of a quotation of
/// which it has most, or that it enters from outside.
fn whole(page: &Page, fragment: Span, draft: &Draft) -> Span {
    let mut grown = fragment;
    let parts = [draft.cue, draft.source];
    for q in page.quotations_at(fragment.start()).chain(page.quotations_at(fragment.end() - 1)) {
        let foreign = parts.iter().flatten().any(|part| q.span.overlaps(*part));
        if !q.closed || foreign || grown.contains(q.span) {
            continue;
        }
        if let Some(span) = joined(grown, q) {
            grown = span;
        }
    }
    grown
}

/// A quotation that ends with a sentence, without the next sentence, which has no marks.
fn without_more(page: &Page, fragment: Span) -> Span {
    let begins = |q: &&Quotation| q.closed && q.span.start() == fragment.start();
    let Some(q) = page.quotations_at(fragment.start()).find(begins) else { return fragment };
    let next = page.tokens_in(q.span).end;
    let more = page.tokens().get(next).is_some_and(|token| fragment.contains(token.span));
    let ends = page.article.text_of(q.inside).trim_end().ends_with(['.', '?', '!', '…']);
    if more && ends && page.sentence(next).start == next && !page.is_quote(next) {
        return q.span;
    }
    fragment
}

fn joined(fragment: Span, q: &Quotation) -> Option<Span> {
    if q.span.contains(fragment) {
        // Within it: all of it, if it has most of it.
        let most = 2 * fragment.len() >= q.inside.len();
        return most.then_some(q.span);
    }
    // Across its edge: no more than the mark on the near side is none of it.
    let shared_start = fragment.start().max(q.span.start());
    let shared_end = fragment.end().min(q.span.end());
    let only_mark = shared_end <= q.inside.start() || shared_start >= q.inside.end();
    (!only_mark).then(|| fragment.cover(q.span))
}

/// Without white space, commas and stray marks at the ends; without the full stop that ends it
/// outside quotation marks.
fn trimmed(page: &Page, fragment: Span) -> Option<Span> {
    let mut tokens = page.tokens_in(fragment);
    // A fragment never begins or ends inside a token that it does not hold wholly.
    let opens = |at: usize| {
        let start = page.tokens()[at].span.start();
        page.quotations_in(page.tokens()[at].span).iter().any(|q| q.span.start() == start)
    };
    while !tokens.is_empty() {
        let at = tokens.start;
        let stray = page
            .is_any(at, &[",", ";", ":", ".", ")", "]", "—", "–", "―", "-", "--", "?", "!"])
            || page.is_quote(at) && !opens(at) && !apostrophe(page, at);
        if !stray {
            break;
        }
        tokens.start += 1;
    }
    while !tokens.is_empty() {
        let at = tokens.end - 1;
        let start = page.tokens().get(tokens.start)?.span.start();
        let stray = if page.is(at, ".") {
            !unclosed_from(page, start)
        } else if page.is_quote(at) {
            !balanced(page, page.span(tokens.clone())?, at) && page.upos(at) == Upos::Punct
        } else {
            page.is_any(at, &[",", ";", ":", "(", "[", "—", "–", "―", "-", "--"])
        };
        if !stray {
            break;
        }
        tokens.end -= 1;
    }
    let all_marks = tokens.clone().all(|at| page.is_mark(at));
    if all_marks { None } else { page.span(tokens) }
}

fn apostrophe(page: &Page, at: usize) -> bool {
    page.is_any(at, &["'", "’"]) && page.upos(at) != Upos::Punct
}

/// Whether a quotation without closing mark begins at a byte.
fn unclosed_from(page: &Page, byte: usize) -> bool {
    page.quotations_at(byte).any(|q| !q.closed && q.span.start() == byte)
}
