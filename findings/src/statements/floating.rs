//! Quotations that stand alone: nobody is named beside them, the speaker is the one before.

use onrecord_article::Span;

use super::draft::{Covered, Draft, Holders};
use super::quotations::Quotation;
use super::speech::is_speech;
use crate::page::Page;

/// Gives a statement the quotations that follow its own in the paragraph: `“We came,” she said.
/// “We saw.”`
pub(crate) fn go_on(page: &Page, drafts: &mut [Draft]) {
    let covered = Covered::by(drafts);
    let holders = Holders::of(drafts);
    let mut more: Vec<(usize, Span)> = Vec::new();
    let mut last: Option<(Span, usize)> = None;
    for q in free(page, &covered) {
        let start = page.tokens_in(q.span).start;
        let paragraph = page.paragraph(start);
        let begins = page.tokens().get(paragraph.start).map_or(0, |t| t.span.start());
        let before = last.max(holders.before(q.span.start()));
        if let Some((span, k)) = before.filter(|(span, _)| span.start() >= begins)
            && continues(page, &drafts[k], span, q)
        {
            more.push((k, q.span));
            last = Some((q.span, k));
        }
    }
    for (k, span) in more {
        drafts[k].extend(&[span]);
    }
}

/// Adds a statement for each quotation that fills a paragraph; its speaker is the one before.
pub(crate) fn add(page: &Page, drafts: &mut Vec<Draft>) {
    let covered = Covered::by(drafts);
    let mut alone: Vec<Draft> = Vec::new();
    for q in free(page, &covered) {
        let start = page.tokens_in(q.span).start;
        if !fills(page, q, page.paragraph(start)) {
            continue;
        }
        let mut draft = Draft::new("quotation alone", 700, q.span);
        draft.inherits = true;
        alone.push(draft);
    }
    drafts.extend(alone);
}

/// Outermost quotations of speech that no statement holds.
fn free<'p>(page: &'p Page, covered: &'p Covered) -> impl Iterator<Item = &'p Quotation> {
    let free = move |q: &&Quotation| q.depth == 0 && !covered.touches(q.span) && is_speech(page, q);
    page.quotations.iter().filter(free)
}

/// Whether the draft speaks directly and its sentence ends right before the quotation.
fn continues(page: &Page, draft: &Draft, span: Span, q: &Quotation) -> bool {
    let direct = page.quotations_in(span).iter().any(|own| own.span.start() == span.start());
    let end = draft.cue.map_or(span.end(), |cue| cue.end().max(span.end()));
    let ends_at = page.tokens().partition_point(|token| token.span.end() <= end);
    let first = page.tokens_in(q.span).start;
    let stops = (ends_at..first).filter(|&at| page.is_stop(at)).count();
    let verbs = (ends_at..first).any(|at| page.is_verb(at) && page.is_stop(ends_at));
    direct && draft.cue.is_some() && stops <= 1 && first.saturating_sub(ends_at) < 20 && !verbs
}

/// Whether the paragraph is nothing but quotations, from its first token on.
fn fills(page: &Page, q: &Quotation, paragraph: std::ops::Range<usize>) -> bool {
    let tokens = page.tokens_in(q.span);
    let rest = (tokens.end..paragraph.end).all(|at| page.is_mark(at));
    tokens.start == paragraph.start && rest && q.closed
}
