//! What a sentence as a whole says of its events: a condition, a question, somebody's words.

use onrecord_article::{EventModality, Relation, Upos, VerbForm};

use super::axes::Axes;
use super::syntax::Tree;
use crate::words::saying;

/// A condition on the event: in its own clause or in the one that stands before it ("**If** X
/// attacks, Y will react"), or inverted ("**Should** X attack, Y will react").
pub(super) fn conditions(tree: Tree<'_>, trigger: usize, axes: &mut Axes) {
    let open = matches!(
        axes.modality,
        EventModality::Planned | EventModality::Occurred | EventModality::Possible
    );
    if !open {
        return;
    }
    let is_mark = |at: usize| is_condition(tree, at);
    let sentence = tree.analysis.sentence_of(trigger);
    let start = (sentence.start as usize).max(trigger.saturating_sub(60));
    let end = (sentence.end as usize).min(trigger + 60);
    // A clause that a condition opens, up to its comma; and all that comes after a sentence
    // begins with one.
    let mut before = (start..trigger).rev();
    let within = before.find(|&at| is_mark(at) || tree.word(at) == ",").is_some_and(is_mark);
    let opening = start == sentence.start as usize
        && (start..trigger).find(|&at| tree.upos(at) != Upos::Punct).is_some_and(|first| {
            is_mark(first)
                || (matches!(tree.word(first), "Should" | "Had" | "Were")
                    && tree.upos(first + 1) != Upos::Verb)
        });
    // "will react **if** X attacks"
    let later = axes.modality != EventModality::Occurred
        && (trigger + 1..end).take_while(|&at| tree.word(at) != ";").any(is_mark);
    let hangs = tree
        .children(trigger)
        .any(|under| tree.relation(under) == Relation::Advcl && tree.children(under).any(is_mark));
    if within || opening || later || hangs {
        axes.modality = EventModality::Hypothetical;
    }
}

fn is_condition(tree: Tree<'_>, at: usize) -> bool {
    matches!(tree.word(at), "if" | "If" | "unless" | "Unless" | "lest")
        && !tree.word(at.saturating_sub(1)).eq_ignore_ascii_case("as")
}

/// Whether a condition stands near a word.
pub(super) fn is_conditional(tree: Tree<'_>, at: usize) -> bool {
    let sentence = tree.analysis.sentence_of(at);
    let start = (sentence.start as usize).max(at.saturating_sub(60));
    (start..(sentence.end as usize).min(at + 60)).any(|at| is_condition(tree, at))
}

/// Whether somebody else's words say it that no statement has claimed: "according to X",
/// "X attacked, Y said".
pub(super) fn is_attributed(tree: Tree<'_>, trigger: usize) -> bool {
    let sentence = tree.analysis.sentence_of(trigger);
    let start = (sentence.start as usize).max(trigger.saturating_sub(60));
    let end = (sentence.end as usize).min(trigger + 60);
    (start..end)
        .any(|at| tree.word(at).eq_ignore_ascii_case("according") && tree.word(at + 1) == "to")
        || (trigger + 1..end).any(|at| is_tag(tree, trigger, at))
}

/// "..., the Ukrainian minister **said**.": a verb of saying after its subject, set off by a comma
/// and followed by nothing of its own.
fn is_tag(tree: Tree<'_>, trigger: usize, at: usize) -> bool {
    let said = tree.upos(at) == Upos::Verb
        && matches!(
            tree.verb_form(at),
            VerbForm::Past | VerbForm::PastParticiple | VerbForm::Present
        )
        && saying(tree.lemma(at)).is_some_and(|verb| verb.quotes);
    let ends = matches!(tree.upos((at + 1).min(tree.analysis.tokens().len() - 1)), Upos::Punct)
        || matches!(tree.word(at + 1), "on" | "in" | "late" | "earlier" | "to" | "")
        || tree.upos(at + 1) == Upos::Propn;
    if !(said && ends) {
        return false;
    }
    let phrase = (trigger + 1..at).rev().take(10).take_while(|&k| {
        !matches!(tree.upos(k), Upos::Verb | Upos::Aux | Upos::Sconj | Upos::Cconj)
            && !matches!(tree.word(k), "," | "who" | "which" | "that")
    });
    let length = phrase.count();
    let comma = at.checked_sub(length + 1);
    length > 0 && comma.is_some_and(|comma| comma > trigger && tree.word(comma) == ",")
}

/// Whether the event's sentence ends in a question mark: the nearest mark that ends anything, so
/// that a question inside quotation marks says nothing of what is outside.
pub(super) fn is_question(tree: Tree<'_>, trigger: usize) -> bool {
    let sentence = tree.analysis.sentence_of(trigger);
    (trigger..(sentence.end as usize).min(trigger + 80))
        .find(|&at| matches!(tree.word(at), "?" | "." | "!" | "”" | ";"))
        .is_some_and(|at| tree.word(at) == "?")
}
