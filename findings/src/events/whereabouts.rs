//! The country that the words around a participant name: "a **Rwandan** planning minister", where
//! the parser cut the phrase short; "Alice Wells, a senior **US** official"; "six people in
//! **Kabul**".

use onrecord_article::{Actor, Entity, EntityKind, Relation, Upos};

use super::nationality::named;
use super::syntax::{Tree, is_relative_pronoun, is_time};

/// Tokens on either side of a participant that are searched; bounds the cost.
const REACH: usize = 14;

/// The country that the phrase around a participant names, where its own words name none.
pub(super) fn around(tree: Tree<'_>, entities: &[Entity], actor: Actor) -> Option<&'static str> {
    let tokens = tree.analysis.tokens_in(actor.span);
    let last = tokens.end.checked_sub(1).filter(|&last| last >= tokens.start)?;
    let sentence = tree.analysis.sentence_of(last);
    let end = (sentence.end as usize).min(tokens.end + REACH);
    let start = (sentence.start as usize).max(tokens.start.saturating_sub(REACH / 2));
    before(tree, start, tokens.start)
        .or_else(|| apposition(tree, tokens.end, end))
        .or_else(|| after(tree, tokens.end, end, is_unnamed(tree, entities, actor)))
}

/// Whether a participant is a group or a thing of no name: such are where they were met.
pub(super) fn is_unnamed(tree: Tree<'_>, entities: &[Entity], actor: Actor) -> bool {
    let named = actor.entity.and_then(|id| entities.get(id.0 as usize)).is_some_and(|entity| {
        entity.kind == EntityKind::Location || tree.upos(entity_head(entity)) == Upos::Propn
    });
    let mut tokens = tree.analysis.tokens_in(actor.span);
    !named && tokens.any(|at| matches!(tree.upos(at), Upos::Noun | Upos::Num | Upos::Det))
}

fn entity_head(entity: &Entity) -> usize {
    entity.mentions.first().map_or(0, |mention| mention.head as usize)
}

/// "a **Rwandan** planning | minister": what stands before the words in one noun phrase.
fn before(tree: Tree<'_>, start: usize, words: usize) -> Option<&'static str> {
    // An article or a possessor opens a phrase.
    if matches!(tree.upos(words), Upos::Det | Upos::Pron) {
        return None;
    }
    let joins = |&at: &usize| match tree.upos(at) {
        Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num => true,
        Upos::Verb => tree.relation(at) == Relation::Amod, // "**planning** minister"
        _ => matches!(tree.word(at), "-" | "'s" | "’s"),
    };
    let first = (start..words).rev().take_while(joins).last()?;
    named(text(tree, first, words)?, false)
}

/// "…, a senior **US** official,": an aside without a verb.
fn apposition(tree: Tree<'_>, words: usize, end: usize) -> Option<&'static str> {
    if words + 1 >= end || tree.word(words) != "," || tree.upos(words + 1) != Upos::Det {
        return None;
    }
    let stop = (words + 1..end).find(|&at| {
        matches!(tree.upos(at), Upos::Verb | Upos::Aux | Upos::Cconj | Upos::Pron)
            || matches!(tree.word(at), "," | "." | ";")
    });
    let stop = stop.filter(|&stop| tree.upos(stop) == Upos::Punct).or_else(|| {
        let whole = stop.is_none() && end == tree.analysis.sentence_of(words).end as usize;
        whole.then_some(end)
    })?;
    named(text(tree, words + 1, stop)?, false)
}

/// "… of the **Libyan** government", and, for those without a name, "… in **Kabul**".
fn after(tree: Tree<'_>, words: usize, end: usize, unnamed: bool) -> Option<&'static str> {
    let belongs = |word: &str| {
        word == "of"
            || (unnamed
                && matches!(
                    word,
                    "in" | "at" | "from" | "near" | "inside" | "across" | "throughout"
                ))
    };
    let loyal = unnamed && matches!(tree.word(words), "loyal" | "close");
    if words >= end || !(belongs(tree.word(words)) || loyal) {
        return None;
    }
    let stop = (words + 1..end)
        .find(|&at| {
            matches!(tree.upos(at), Upos::Verb | Upos::Aux | Upos::Cconj | Upos::Sconj)
                || is_relative_pronoun(tree.lemma(at))
                || is_time(tree.lemma(at))
                || matches!(tree.word(at), ";" | ":" | "." | "—")
                || (tree.upos(at) == Upos::Adp && !belongs(tree.word(at)) && !loyal)
        })
        .unwrap_or(end);
    named(text(tree, words + 1, stop)?, true)
}

fn text(tree: Tree<'_>, start: usize, end: usize) -> Option<&str> {
    let span = tree.analysis.span(start..end)?;
    Some(tree.article.text_of(span))
}
