use std::ops::Range;
use std::sync::LazyLock;

use onrecord_article::{Addressee, EntityId, EntityKind, Mention, Span, Upos};
use onrecord_language::lists::Lists;

use super::Voice;
use super::audience::{is_nobody, is_someone};
use super::framed;
use super::mentions::by_name;
use super::near::near_cue;
use super::party::wider;
use super::resolve::Cast;
use crate::page::Page;
use crate::phrases::noun_phrase_after;
use crate::statements::draft::Draft;

pub(super) static TOLD: LazyLock<Lists> =
    LazyLock::new(|| Lists::of(include_str!("../../en/told.txt")));

/// Whether the lemma of a token stands under a heading; "shoute" is one for "shout" too.
pub(super) fn is_listed(page: &Page, at: usize, heading: &str) -> bool {
    let lemma = page.lemma(at);
    TOLD.has(heading, lemma) || lemma.strip_suffix('e').is_some_and(|cut| TOLD.has(heading, cut))
}

/// "offered the guests a room"
pub(crate) fn is_giving(page: &Page, verb: usize) -> bool {
    is_listed(page, verb, "giving")
}

/// "condolences", "gratitude"
pub(crate) fn is_wish(page: &Page, noun: usize) -> bool {
    is_listed(page, noun, "wish")
}

/// "conveyed the wish to"
pub(crate) fn is_passing(lemma: &str) -> bool {
    TOLD.has("passing", lemma)
}

/// The one addressed, where the words are there: `told Maduro`, `said to reporters`, `urged Iran
/// to stop`.
pub(crate) fn written(page: &Page, draft: &Draft, within: Option<Range<usize>>) -> Option<Span> {
    let apart = |told: &Span| draft.source.is_none_or(|source| !source.overlaps(*told));
    framed::by_relative(page, draft)
        .or_else(|| framed::by_hearing(page, draft))
        .or_else(|| framed::by_passive(page, draft))
        .or_else(|| {
            let near = near_cue(page, draft);
            let near = near.filter(|&told| !is_nobody(page, page.tokens_in(told)));
            near.map(|told| wider(page, draft, told))
        })
        .filter(apart)
        .or_else(|| framed::by_frame(page, draft, within).map(|told| wider(page, draft, told)))
}

/// Whom the words for the one addressed stand for; several are one party of their own.
pub(crate) fn whom(
    page: &Page,
    cast: &mut Cast,
    span: Span,
    around: Option<Voice>,
    speaker: Option<EntityId>,
) -> Option<EntityId> {
    if are_several(page, cast, span) {
        return cast.add(page, span);
    }
    if let Some(id) = apposed(page, cast, span) {
        return Some(id);
    }
    let found = cast.entity_of(page, span, around)?;
    // "thanked **the Turkmen leader**": who was introduced as president.
    let found =
        if cast.is_named(found) { found } else { cast.described(span, speaker).unwrap_or(found) };
    // "offered **the choir** a room": not the woman who leads it.
    let last = page.tokens_in(span).end.saturating_sub(1);
    let body = page.upos(last) == Upos::Noun && is_listed(page, last, "audience");
    if body && cast.kind(found) == Some(EntityKind::Person) {
        return cast.add(page, span);
    }
    Some(found)
}

/// "told the local broadcaster, **Aura TV**,": the name set beside a description.
fn apposed(page: &Page, cast: &Cast, span: Span) -> Option<EntityId> {
    let end = page.tokens_in(span).end;
    let definite = page.is_any(page.tokens_in(span).start, &["the", "his", "her", "its", "their"]);
    let rest = page.sentence(end.saturating_sub(1));
    let name = page.span(end + 1..rest.end).filter(|_| definite && page.is(end, ","))?;
    let mut own = cast.mentions.touching(name);
    let (mention, id, _) = own.find(|(m, _, kind)| {
        let place = *kind == EntityKind::Location;
        !place && by_name(m) && page.tokens_in(m.name).start == end + 1
    })?;
    let capital = |&at: &usize| page.word(at).starts_with(char::is_uppercase);
    let name = page.tokens_in(mention.name).end;
    let close = name + (name..rest.end).take_while(capital).count();
    (page.is_mark(close) || page.is_stop(close)).then_some(*id)
}

/// "Lee and the board", not "Trade and Industry Minister Lee".
fn are_several(page: &Page, cast: &Cast, span: Span) -> bool {
    let tokens = page.tokens_in(span);
    let Some(and) = tokens.clone().rev().find(|&at| page.is(at, "and")) else { return false };
    let part = |part: Range<usize>| {
        let Some(words) = page.span(part.clone()) else { return false };
        let mut own = cast.mentions.touching(words);
        own.any(|(m, ..)| by_name(m) && words.contains(m.name))
            || page.upos(part.end - 1) == Upos::Noun && is_someone(page, part)
    };
    let across = |m: &Mention| by_name(m) && page.tokens_in(m.name).contains(&and);
    !cast.mentions.touching(span).any(|(m, ..)| across(m))
        && part(tokens.start..and)
        && part(and + 1..tokens.end)
}

/// Who is asked by a cue without a source: "**Asked** if it was safe, she smiled": who answers.
///
/// `answering` is the speaker of a statement after it whose source stands in the same paragraph.
pub(crate) fn by_answer(
    page: &Page,
    cast: &mut Cast,
    drafts: &[(Draft, Option<usize>)],
    at: usize,
    answering: impl Fn(usize) -> Option<EntityId>,
) -> Option<Addressee> {
    let (draft, within) = drafts.get(at)?;
    let cue = draft.cue_tokens(page);
    // "Asked **by a reporter** if it was safe"
    let by = draft.source.is_none_or(|source| {
        let first = page.tokens_in(source).start;
        first > cue.start && page.is(first - 1, "by")
    });
    let asked = framed::is_asked(page, cue.clone())
        || draft.source.is_none() && framed::is_told(page, cue.clone());
    if within.is_some() || !by || !asked {
        return None;
    }
    let asked = draft.content.first();
    let paragraph = page.span(page.paragraph(cue.start))?;
    let next = (at + 1..drafts.len()).take(3).filter(|&next| drafts[next].1.is_none());
    let mut sources = next.filter_map(|next| Some((next, drafts[next].0.source?)));
    let answer = sources
        .find(|(_, source)| source.start() >= asked.end() && source.end() <= paragraph.end());
    let entity = match answer {
        Some((next, _)) => answering(next)?,
        None => {
            let comma = page.tokens_in(asked).end;
            let start = comma + usize::from(page.is(comma, ","));
            let span = page.span(noun_phrase_after(page, start)?)?;
            cast.entity_of(page, span, None)?
        }
    };
    Some(Addressee { span: None, entity: Some(entity) })
}
