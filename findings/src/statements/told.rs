//! The one told or thanked is the addressee, not a part of the content: "thanked Iran for its
//! support".

use onrecord_article::{Fragments, Upos};

use super::draft::Draft;
use crate::page::Page;
use crate::speakers::phrase;
use crate::words::saying;

/// How a content goes on after the one addressed.
const GOES_ON: &[&str] = &[
    "for", "on", "about", "that", "to", "not", "of", "over", "whether", "if", "how", "what", "why",
    "when", "where", "who", "which",
];

/// Takes the one addressed out of contents that begin with them, where more follows.
pub(crate) fn take_out(page: &Page, drafts: &mut [Draft]) {
    for draft in drafts.iter_mut().filter(|draft| !draft.verbatim && draft.told.is_none()) {
        let cue = draft.cue_tokens(page);
        let content = page.tokens_in(draft.content.first());
        let Some(verb) = cue.clone().rev().find(|&at| page.is_verb(at)) else { continue };
        let kind = saying(page.lemma(verb)).unwrap_or_default();
        let addresses =
            kind.addresses && !kind.keeps || cue.len() > 1 && page.is(cue.end - 1, "to");
        // "pointed out **to him** that"
        let to = !addresses && kind.quotes && page.is(content.start, "to");
        if !(addresses || to) || content.start != cue.end {
            continue;
        }
        let Some(told) = phrase(page, content.start + usize::from(to)..content.end) else {
            continue;
        };
        let rest = page.tokens_in(told).end..content.end;
        let others = draft.content.spans()[1..].iter().copied();
        // “promised **residents**, at noon, that ...”: a piece of its own.
        let piece = rest.is_empty() && draft.content.spans().len() > 1;
        // "had promised him an answer"
        let gives = kind.addresses && page.upos(rest.start) == Upos::Det
            || page.is_quote(rest.start) && page.tokens_in(told).len() == 1;
        let goes_on =
            (page.is_any(rest.start, GOES_ON) || gives) && (!to || page.is(rest.start, "that"));
        if !piece && (rest.is_empty() || !goes_on) {
            continue;
        }
        let Some(content) = Fragments::new(page.span(rest).into_iter().chain(others).collect())
        else {
            continue;
        };
        (draft.told, draft.content) = (Some(told), content);
    }
}
