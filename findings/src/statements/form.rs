//! Whether the words of a statement are the speaker's own.

use onrecord_article::{Form, Upos};

use super::draft::Draft;
use crate::page::Page;
use crate::words::saying;

/// Of a content in quotation marks, this many in a thousand words may stand outside them.
const OUTSIDE: usize = 100;
/// A quoted phrase without verb is a clause from this many words on.
const PHRASE: usize = 8;

/// Direct, indirect, mixed, or no more than a quoted term.
pub(crate) fn form(page: &Page, draft: &Draft) -> Form {
    if draft.verbatim {
        return Form::Direct;
    }
    let (mut words, mut quoted, mut verbs) = (0, 0, 0);
    for &fragment in draft.content.spans() {
        // Only quotations that begin in the content count: an inner statement stands as a whole
        // in the marks of the one around it.
        let mut inside_to = 0;
        let mut next =
            page.quotations_in(fragment).iter().filter(|q| q.parent_outside(page, fragment));
        let mut ahead = next.next();
        for token in page.tokens_in(fragment) {
            let start = page.tokens()[token].span.start();
            while let Some(q) = ahead.filter(|q| q.span.start() <= start) {
                inside_to = q.inside.end().max(inside_to);
                ahead = next.next();
            }
            if page.is_mark(token) {
                continue;
            }
            words += 1;
            if start < inside_to {
                quoted += 1;
                verbs += usize::from(matches!(page.upos(token), Upos::Verb | Upos::Aux));
            }
        }
    }
    let label = draft.cue_tokens(page).any(|at| {
        saying(page.lemma(at)).is_some_and(|verb| verb.labels) || page.is_any(at, &["term", "word"])
    });
    let direct = quoted > 0 && (words - quoted) * 1000 <= OUTSIDE * words;
    match (quoted, direct) {
        (0, _) => Form::Indirect,
        _ if label && verbs == 0 => Form::Partial,
        (_, true) if verbs == 0 && quoted < PHRASE && !ends_sentence(page, draft) => Form::Partial,
        (_, true) => Form::Direct,
        _ => Form::Mixed,
    }
}

/// Whether the content ends like a sentence, inside its marks.
fn ends_sentence(page: &Page, draft: &Draft) -> bool {
    let words = page.article.text_of(draft.content.last());
    let inside = words.trim_end_matches(crate::page::is_quote_mark);
    inside.ends_with(['.', '!', '?', '…', ','])
}
