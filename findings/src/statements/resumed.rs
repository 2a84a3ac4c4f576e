//! A quotation that goes on after a remark: `“Every time,” Tester said, referring to the excuse, “you
//! help them.”` The words after the remark are Tester's, not the excuse's.

use onrecord_article::Fragments;

use super::draft::Draft;
use crate::page::Page;

/// Statements back in which the one whose quotation goes on is looked for.
const BACK: usize = 3;

/// Shorter quotations may be names and terms: `referring to a lobby, “the group”`.
const WORDS: usize = 3;

/// Gives quotations that end the content of a remark back to the statement that they go on from.
pub(crate) fn give_back(page: &Page, drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        let Some((left, resumed)) = split(page, &drafts[at]) else { continue };
        let remark = drafts[at].cue_tokens(page);
        let own = (at.saturating_sub(BACK)..at).rev().find(|&k| {
            let cue = drafts[k].cue_tokens(page);
            let words = drafts[k].content.last();
            let quoted = page.quotation_at(words.start()).is_some_and(|q| q.span.contains(words));
            quoted
                && page.tokens_in(words).end <= cue.start
                && cue.end <= remark.start
                && page.sentence(cue.start) == page.sentence(remark.start)
        });
        if let Some(own) = own {
            drafts[at].content = left;
            drafts[own].extend(resumed.spans());
        }
    }
}

/// The content of a remark without the quotations that follow it, and these.
fn split(page: &Page, draft: &Draft) -> Option<(Fragments, Fragments)> {
    let cue = draft.cue_tokens(page);
    let first = draft.content.first();
    if cue.is_empty() || page.tokens_in(first).start < cue.end {
        return None;
    }
    // What the remark is about stands without marks.
    if page.quotation_at(first.start()).is_some() {
        return None;
    }
    let held = draft.content.spans().iter().flat_map(|&span| page.quotations_in(span));
    let quotation = held.filter(|q| q.depth == 0).find(|q| {
        let tokens = page.tokens_in(q.span);
        let before = tokens.start.checked_sub(1);
        tokens.len() > WORDS + 2 && before.is_some_and(|at| page.is_any(at, &[",", "."]))
    })?;
    let from = quotation.span.start();
    let (mut left, mut resumed) = (Vec::new(), Vec::new());
    for &span in draft.content.spans() {
        if span.start() >= from {
            resumed.push(span);
        } else if span.end() <= from {
            left.push(span);
        } else {
            let comma = page.tokens_in(quotation.span).start.checked_sub(1)?;
            let tokens = page.tokens_in(span);
            left.extend(page.span(tokens.start..comma));
            resumed.extend(page.article.span(from..span.end()));
        }
    }
    Some((Fragments::new(left)?, Fragments::new(resumed)?))
}
