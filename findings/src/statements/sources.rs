//! Sources that stand at another verb: "The Leader praised it, saying, “...”", "thanked Iran and
//! said, “...”", "a statement saying that ...".

use onrecord_article::Upos;

use super::draft::Draft;
use crate::page::Page;
use crate::phrases::{subject_phrase, verb_group};
use crate::speakers::{is_asked, is_passive};
use crate::words::{is_spoken_to, saying};

/// Gives a statement without source the subject of its cue; takes it away where it was told, not
/// said: "**London** was warned that ...".
pub(crate) fn complete(page: &Page, drafts: &mut [Draft]) {
    for draft in drafts.iter_mut().filter(|draft| !draft.verbatim) {
        let cue = draft.cue_tokens(page);
        let verb = cue.clone().rev().find(|&at| page.is_verb(at));
        let told = verb.is_some_and(|at| is_spoken_to(page.lemma(at)));
        if told && is_passive(page, cue.clone()) && draft.source_tokens(page).end == cue.start {
            draft.source = None;
        }
    }
    for draft in drafts.iter_mut().filter(|draft| draft.source.is_none() && !draft.verbatim) {
        let cue = draft.cue_tokens(page);
        // "Asked if it was safe", "was told that": nobody is named who asked or told.
        if is_asked(page, cue.clone()) || is_passive(page, cue.clone()) {
            continue;
        }
        let Some(verb) = cue.rev().find(|&at| page.upos(at) == Upos::Verb) else { continue };
        if saying(page.lemma(verb)).is_none() {
            continue;
        }
        let group = verb_group(page, verb);
        let Some(phrase) = subject_phrase(page, verb, group) else { continue };
        let expletive = page.is_any(phrase.start, &["it", "there"]);
        let Some(span) = page.span(phrase) else { continue };
        let apart =
            !draft.content.overlaps(span) && draft.cue.is_none_or(|cue| !cue.overlaps(span));
        if apart && !expletive {
            draft.source = Some(span);
        }
    }
}
