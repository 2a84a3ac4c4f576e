//! Who can be told: people and bodies of people, not plans, years and questions.

use std::ops::Range;

use onrecord_article::{Number, Span, Upos};
use onrecord_language::is_somebody;

use super::addressee::{TOLD, is_listed};
use super::nouns::{
    ends_in_age, is_anyone, is_body, is_kin, is_month, is_newsman, is_thing, is_time, plain,
};
use super::party::phrase;
use crate::page::Page;

/// Tokens that are stepped over between a word and the one it is addressed to.
const FAR: usize = 16;

/// Whether the noun phrase that makes up a range stands for somebody who can be spoken to.
pub(crate) fn is_someone(page: &Page, tokens: Range<usize>) -> bool {
    // "invited **the 22-year-old** to"
    if ends_in_age(page, tokens.start, tokens.end) {
        return true;
    }
    let Some(noun) = noun_of(page, tokens.clone()) else { return false };
    // "thousands of worshippers": by what is counted.
    let counted = || {
        page.is_plural(noun) || page.upos(noun) != Upos::Noun || is_listed(page, noun, "counted")
    };
    let of = page.is(noun + 1, "of") && noun + 2 < tokens.end && counted();
    stands_for_people(page, noun) || of && is_someone(page, noun + 2..tokens.end)
}

fn stands_for_people(page: &Page, noun: usize) -> bool {
    let word = plain(page.word(noun));
    match page.upos(noun) {
        // "cautioned **those** present"
        Upos::Det => true,
        Upos::Pron => page.is_any(noun, SOMEONE) || is_somebody(&word),
        Upos::Propn => !is_time(&word) && !is_month(&word),
        Upos::Num => true,
        _ => is_people(page, noun),
    }
}

const SOMEONE: &[&str] = &[
    "me",
    "us",
    "him",
    "her",
    "them",
    "you",
    "those",
    "everyone",
    "everybody",
    "anyone",
    "anybody",
    "all",
    "both",
    "who",
    "whom",
];

/// Whether a noun stands for people or for a body of them: "pilots", "the council", "a rally".
fn is_people(page: &Page, noun: usize) -> bool {
    let (word, lemma) = (plain(page.word(noun)), plain(page.lemma(noun)));
    // "NRK"
    let capital =
        page.word(noun).starts_with(char::is_uppercase) && page.sentence(noun).start != noun;
    let singular = word.strip_suffix('s').unwrap_or(&word);
    capital
        || [word.as_str(), &lemma, singular].into_iter().any(|word| {
            is_body(word)
                || is_newsman(word)
                || is_anyone(word)
                || is_kin(word)
                || TOLD.has("audience", word)
                || TOLD.has("people", word)
                || is_somebody(word) && !TOLD.has("thing", word)
                || word == "heads"
                || word == "head" && page.is(noun + 1, "of")
        })
}

/// The noun that heads a phrase, read off the tags: the last one before a preposition.
fn noun_of(page: &Page, tokens: Range<usize>) -> Option<usize> {
    let limit = tokens.clone().skip(1).find(|&at| {
        page.upos(at) == Upos::Adp && !page.is_owner_mark(at)
            || page.is_any(at, &[",", "who", "whom", "and", "or"])
    });
    // "asked which one"
    if page.is_any(tokens.start, OPEN) {
        return None;
    }
    let own = tokens.start..limit.unwrap_or(tokens.end);
    let heads = |at: usize| {
        let those = page.is(at, "those") && matches!(page.upos(at + 1), Upos::Adj | Upos::Verb);
        (those || matches!(page.upos(at), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num))
            && !page.is_genitive(at)
    };
    own.rev().find(|&at| heads(at))
}

/// What begins a question or a clause.
const OPEN: &[&str] =
    &["which", "what", "whose", "when", "while", "how", "why", "where", "if", "as"];

/// The phrase for somebody that begins at a token.
pub(crate) fn someone(page: &Page, tokens: Range<usize>) -> Option<Span> {
    phrase(page, tokens).filter(|&span| is_someone(page, page.tokens_in(span)))
}

/// Where the phrase after a preposition begins, if it is one of `words` and only says when, where
/// and how stand between: "said **on Monday to** the strikers".
pub(super) fn led_by(
    page: &Page,
    tokens: Range<usize>,
    leads: impl Fn(usize) -> Option<usize>,
) -> Option<usize> {
    let limit = tokens.end.min(tokens.start + FAR);
    let mut at = tokens.start;
    while at < limit {
        if let Some(from) = leads(at).filter(|&from| is_free(page, tokens.start, at, from)) {
            return Some(from);
        }
        at = aside(page, at, limit)?;
    }
    None
}

/// Where an aside that begins at a token ends: an adverb, a time, a preposition and its noun.
pub(super) fn aside(page: &Page, at: usize, limit: usize) -> Option<usize> {
    let noun = |from: usize| {
        let joins = |&at: &usize| {
            matches!(page.upos(at), Upos::Det | Upos::Adj | Upos::Num | Upos::Noun | Upos::Propn)
                || page.is_any(at, &["'s", "’s", "of", "his", "her", "its", "their", "-"])
        };
        let end = (from..limit).find(|at| !joins(at)).unwrap_or(limit);
        (end > from).then_some(end)
    };
    let timed = |end: &usize| {
        let word = plain(page.word(end - 1));
        is_time(&word) || is_month(&word)
    };
    match page.upos(at) {
        Upos::Adv => Some(at + 1),
        // "going **up** to him"
        Upos::Adp if page.upos(at + 1) == Upos::Adp => Some(at + 1),
        Upos::Adp if !page.is_any(at, &["to", "for"]) => noun(at + 1),
        Upos::Adj | Upos::Det | Upos::Noun | Upos::Propn | Upos::Num => noun(at).filter(timed),
        _ => None,
    }
}

/// Whether a preposition does not lead on from the noun before it: "said on Monday to", but not
/// "on a visit to".
fn is_free(page: &Page, start: usize, at: usize, from: usize) -> bool {
    if at == start || !page.is_noun(at - 1) {
        return true;
    }
    let word = plain(page.lemma(at - 1));
    let apart = is_time(&plain(page.word(at - 1))) || is_month(&word);
    let common = || (from..from + 3).any(|at| page.upos(at) == Upos::Noun);
    let place = page.upos(at - 1) == Upos::Propn;
    let carries = ["message", "medium", "wish"].iter().any(|heading| TOLD.has(heading, &word));
    apart || carries || !TOLD.has("leading", &word) && (place || common())
}

/// The people in whom a phrase ends: "**the council**", "a question from **the council**", "**the
/// council**'s question".
pub(super) fn addressed(page: &Page, tokens: Range<usize>) -> Option<Span> {
    let near = tokens.start..tokens.end.min(tokens.start + NEAR);
    let clause = |&at: &usize| page.is_mark(at) && !page.is_any(at, MARKS) || page.is_verb(at);
    let end = near.clone().skip(1).find(clause).unwrap_or(near.end);
    let asked = |&at: &usize| page.upos(at) == Upos::Noun && is_listed(page, at, "question");
    let Some(question) = (near.start..end).find(asked) else {
        return someone(page, tokens);
    };
    let owner = (near.start..question).find(|&at| page.is_owner_mark(at));
    if let Some(owner) = owner {
        return someone(page, near.start..owner);
    }
    let leads = |at: usize| {
        let from = at + 1;
        let whose = page.is_any(at, &["from", "by"]);
        (whose && someone(page, from..tokens.end).is_some()).then_some(from)
    };
    someone(page, led_by(page, question + 1..tokens.end, leads)?..tokens.end)
}

/// A question has at most this many tokens before the one who asks it.
const NEAR: usize = 8;
const MARKS: &[&str] = &["'s", "’s", "'", "’", "-"];

/// Whether a noun goes on with "to": "the ambassador to France".
pub(crate) fn leads_on(page: &Page, noun: usize) -> bool {
    is_listed(page, noun, "leading")
}

/// Whether a phrase stands for what is no party to a talk: "to applause", "asked a question".
pub(super) fn is_nobody(page: &Page, tokens: Range<usize>) -> bool {
    let reflexive = ["himself", "herself", "itself", "themselves", "myself"];
    noun_of(page, tokens).is_some_and(|noun| {
        let listed = ["noise", "question"].iter().any(|heading| is_listed(page, noun, heading));
        listed || TOLD.has("noise", page.word(noun)) || page.is_any(noun, &reflexive)
    })
}

/// The same, or else some who have a noun that says nothing of people: "a speech to **graduates**".
pub(super) fn reached(page: &Page, tokens: Range<usize>) -> Option<Span> {
    addressed(page, tokens.clone()).or_else(|| {
        let told = phrase(page, tokens)?;
        let noun = noun_of(page, page.tokens_in(told))?;
        let plural = page.tokens().get(noun)?.morph.number == Number::Plural;
        let word = plain(page.word(noun));
        let thing = is_thing(&word) || is_time(&word) || is_listed(page, noun, "question");
        let owned = page.tokens_in(told).any(|at| page.is_owner_mark(at));
        (plural && !thing && !owned && page.upos(noun) == Upos::Noun).then_some(told)
    })
}
