//! Quotations signed with a dash, as press releases and blurbs do.
//!
//! Finds: `"A fine bill." -Commissioner Lee`, `“A fine bill.” — Ann Lee, chairwoman`, the name
//! also in a line of its own.

use std::ops::Range;

use onrecord_article::{Span, Upos};

use super::draft::{Covered, Draft};
use crate::page::Page;

/// A signature has at most this many tokens.
const LONGEST: usize = 24;

/// Adds a statement for each signed quotation that has none. A signature under a quotation that
/// fills its paragraph overrules whatever held the quotation from outside.
pub(crate) fn add(page: &Page, drafts: &mut Vec<Draft>) {
    let covered = Covered::by(drafts);
    let mut found: Vec<Draft> = Vec::new();
    let mut taken: Vec<Span> = Vec::new();
    for q in page.quotations.iter().filter(|q| q.depth == 0 && q.closed) {
        let Range { start, end: dash } = page.tokens_in(q.span);
        let paragraph = if dash < page.tokens().len() { page.paragraph(dash) } else { continue };
        let word = page.word(dash);
        let Some(rest) = word.strip_prefix(['-', '–', '—', '―']) else { continue };
        let rest = rest.trim_start_matches('-');
        // "-Commissioner" may be one token or two.
        let Some(token) = page.tokens().get(dash) else { continue };
        let name = if rest.is_empty() { dash + 1 } else { dash };
        let signature = name..paragraph.end;
        let named = signature.clone().take(6).any(|at| page.upos(at) == Upos::Propn)
            || rest.starts_with(char::is_uppercase);
        let verbs = signature.clone().take(LONGEST).any(|at| page.is_verb(at));
        if signature.is_empty() || signature.len() > LONGEST || !named || verbs {
            continue;
        }
        let fills = page.paragraph(start).start == start
            && (paragraph.start == start || paragraph.start == dash);
        let held = 2 * covered.bytes(q.span) >= q.span.len();
        if held && !(fills && (page.upos(name) == Upos::Propn || !rest.is_empty())) {
            continue;
        }
        taken.extend(held.then_some(q.span));
        let glued = token.span.start() + word.len() - rest.len();
        let cue = page.article.span(token.span.start()..glued);
        let end = page.tokens()[paragraph.end - 1].span.end(); // the signature is not empty
        let from = if rest.is_empty() { page.tokens()[name].span.start() } else { glued };
        let source = page.article.span(from..end);
        found.push(Draft::new("signed quotation", 850, q.span).cue(cue).source(source));
    }
    lose(drafts, &taken);
    drafts.extend(found);
}

/// Takes quotations away from the statements whose cue stands outside of them.
fn lose(drafts: &mut Vec<Draft>, taken: &[Span]) {
    drafts.retain_mut(|draft| {
        let first = draft.content.first().start();
        let last = draft.content.spans().last().map_or(first, |span| span.end());
        let from = taken.partition_point(|span| span.end() <= first);
        taken[from..].iter().take_while(|span| span.start() < last).all(|&span| {
            draft.cue.is_some_and(|cue| span.contains(cue))
                || !draft.content.spans().iter().any(|piece| piece.overlaps(span))
                || draft.remove(span)
        })
    });
}
