//! Quotations that run over paragraphs: every paragraph opens with a mark, only the last closes.

use onrecord_article::{Fragments, Span};

use super::draft::Draft;
use super::quotations::Quotation;
use crate::page::Page;

/// The quotations that continue one another, as ranges of their indexes among the outermost ones
/// in `outer`, each of two or more.
pub(crate) fn chains(page: &Page) -> Vec<Vec<usize>> {
    let mut chains: Vec<Vec<usize>> = Vec::new();
    let mut last: Option<usize> = None;
    for (k, q) in page.quotations.iter().enumerate().filter(|(_, q)| q.depth == 0) {
        let before = last.map(|last| (last, &page.quotations[last]));
        match before {
            Some((at, open)) if continues(page, open, q) => match chains.last_mut() {
                Some(chain) if chain.last() == Some(&at) => chain.push(k),
                _ => chains.push(vec![at, k]),
            },
            _ => {}
        }
        last = Some(k);
    }
    chains
}

fn continues(page: &Page, open: &Quotation, next: &Quotation) -> bool {
    let starts = |q: &Quotation| {
        let token = page.tokens_in(q.span).start;
        page.paragraph(token).start == token
    };
    let mark = |q: &Quotation| page.article.text_of(q.span).chars().next();
    !open.closed && next.paragraph == open.paragraph + 1 && starts(next) && mark(open) == mark(next)
}

/// Gives every chain to one statement: the one that holds part of it and has a cue, the earliest
/// first; a chain that no statement holds becomes one of its own.
pub(crate) fn extend(page: &Page, drafts: &mut Vec<Draft>) {
    let chains = chains(page);
    if chains.is_empty() {
        return;
    }
    let mut of_quotation: Vec<Option<usize>> = vec![None; page.quotations.len()];
    for (k, chain) in chains.iter().enumerate() {
        for &q in chain {
            of_quotation[q] = Some(k);
        }
    }
    let chain_of = |draft: &Draft| {
        let spans = draft.content.spans();
        spans.iter().find_map(|&span| {
            let index = page.quotations.partition_point(|q| q.span.start() <= span.start());
            let mut at = index.checked_sub(1);
            while let Some(q) = at {
                let chain = of_quotation[q];
                if chain.is_some() && page.quotations[q].span.overlaps(span) {
                    // Only what has a cue outside the quotation, or none, speaks it; a cue in one
                    // that is not closed stands where the mark is missing.
                    let q = &page.quotations[q];
                    let inside = |cue| q.closed && q.span.contains(cue);
                    return chain.filter(|_| !draft.cue.is_some_and(inside));
                }
                at = page.quotations[q].parent.map(|parent| parent as usize);
            }
            let starting = page.quotations.get(index).filter(|q| q.span.overlaps(span));
            starting.and(of_quotation.get(index).copied().flatten())
        })
    };
    let mut owner: Vec<Option<usize>> = vec![None; chains.len()];
    let held: Vec<Option<usize>> = drafts.iter().map(chain_of).collect();
    for (k, chain) in held.iter().enumerate() {
        let Some(chain) = *chain else { continue };
        let better = owner[chain].is_none_or(|other| {
            (drafts[k].cue.is_some(), other) > (drafts[other].cue.is_some(), k)
        });
        if better {
            owner[chain] = Some(k);
        }
    }
    for (chain, owner) in chains.iter().zip(&owner) {
        let spans = chain.iter().map(|&q| page.quotations[q].span);
        match owner {
            Some(owner) => {
                let draft = &mut drafts[*owner];
                let parts = [draft.cue, draft.source];
                let free = |span: &Span| !parts.iter().flatten().any(|part| part.overlaps(*span));
                let old = draft.content.spans().iter().copied();
                if let Some(content) = Fragments::new(old.chain(spans.filter(free)).collect()) {
                    draft.content = content;
                }
            }
            None => {
                let Some(content) = Fragments::new(spans.collect()) else { continue };
                let mut draft = Draft::new("runs-on", 800, content.first());
                draft.content = content;
                draft.inherits = true;
                drafts.push(draft);
            }
        }
    }
    // What is left of other drafts without a cue of their own goes.
    let mut k = 0;
    drafts.retain(|draft| {
        let chain = held.get(k).copied().flatten();
        k += 1;
        chain.is_none_or(|chain| owner[chain] == Some(k - 1) || draft.cue.is_some())
    });
}
