//! Who says that somebody said: the order of the statements and what holds what.

use onrecord_article::Span;

use super::draft::Draft;

/// How many open statements are asked whether they hold the next one.
const OPEN: usize = 16;

/// The drafts in order of their contents, each with the index of the one whose content holds it:
/// its cue and all of its content lie there. That index is always the smaller one.
pub(crate) fn nest(mut drafts: Vec<Draft>) -> Vec<(Draft, Option<usize>)> {
    drafts.sort_by_key(|draft| {
        let reach = draft.content.cover();
        let cue = draft.cue.map_or(0, Span::start);
        (reach.start(), std::cmp::Reverse(reach.end()), cue)
    });
    let drafts = distinct(drafts);
    let mut open: Vec<usize> = Vec::new();
    let mut within = Vec::with_capacity(drafts.len());
    for (k, draft) in drafts.iter().enumerate() {
        let start = draft.content.cover().start();
        while open.last().is_some_and(|&o: &usize| drafts[o].content.cover().end() <= start) {
            open.pop();
        }
        within.push(open.iter().rev().take(OPEN).copied().find(|&o| holds(&drafts[o], draft)));
        open.push(k);
    }
    drafts.into_iter().zip(within).collect()
}

fn holds(outer: &Draft, inner: &Draft) -> bool {
    let all = inner.content.spans().iter().all(|&span| outer.content.contains(span));
    let smaller = outer.content != inner.content;
    all && smaller && inner.cue.is_some_and(|cue| outer.content.contains(cue))
}

/// Of two drafts that say the same at the same place, the better one stays.
fn distinct(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut kept: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let from = kept.len().saturating_sub(OPEN);
        match (from..kept.len()).rev().find(|&k| same(&kept[k], &draft)) {
            Some(k) if worth(&draft) > worth(&kept[k]) => {
                // The order by content holds: what replaces begins no earlier, and what stands
                // between begins no later than it.
                kept.remove(k);
                kept.push(draft);
            }
            Some(_) => {}
            None => kept.push(draft),
        }
    }
    kept
}

fn worth(draft: &Draft) -> (bool, bool, u16) {
    (draft.cue.is_some(), draft.source.is_some(), draft.probability)
}

fn same(a: &Draft, b: &Draft) -> bool {
    let (x, y) = (a.content.cover(), b.content.cover());
    let both = x.end().min(y.end()).saturating_sub(x.start().max(y.start()));
    let either = x.cover(y).len();
    let cues = match (a.cue, b.cue) {
        (Some(a), Some(b)) => a.overlaps(b),
        (Some(cue), None) => !b.content.overlaps(cue),
        (None, Some(cue)) => !a.content.overlaps(cue),
        (None, None) => true,
    };
    cues && 2 * both >= either
}
