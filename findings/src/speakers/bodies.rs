//! The body that somebody heads or speaks for: who "we" are in their words.

use std::ops::Range;

use onrecord_article::{EntityId, EntityKind, Span, Upos};

use super::Voice;
use super::mentions::by_name;
use super::nouns::{is_body, leads, plain};
use super::resolve::Cast;
use crate::page::Page;
use crate::phrases::{noun_phrase, noun_phrase_after};
use crate::statements::draft::Draft;

/// Mentions of somebody, and names among them, that are asked for what they lead.
const MENTIONS: usize = 24;
const NAMES: usize = 4;
/// Tokens between a name and the office beside it, and words before an office.
const NEAR: usize = 10;
const WORDS: usize = 4;
/// Statements back in which a body spoke.
const BACK: usize = 6;

/// “**We** ask for a date,” said Ann Lee, secretary general of the nurses' union: the union.
pub(super) fn we(
    cast: &mut Cast,
    drafts: &[(Draft, Option<usize>)],
    voices: &[Voice],
    holder: usize,
    source: Span,
) -> Option<EntityId> {
    let page = cast.page;
    let tokens = page.tokens_in(source);
    let we = tokens.len() == 1 && page.is(tokens.start, "we");
    let own = we && page.quotation_at(source.start()).is_some();
    let person = voices.get(holder)?.speaker.filter(|_| own)?;
    if cast.kind(person) != Some(EntityKind::Person) {
        return None;
    }
    let mentions = cast.entities.get(person.0 as usize)?.mentions.iter().take(MENTIONS);
    let names = mentions.filter(|m| by_name(m)).take(NAMES).map(|m| page.tokens_in(m.name));
    let names: Vec<Range<usize>> = names.collect();
    let body = |cast: &Cast, id: &EntityId| {
        let kind = cast.kind(*id);
        *id != person
            && kind.is_some_and(|kind| !matches!(kind, EntityKind::Person | EntityKind::Location))
    };
    for name in &names {
        let Some(office) = office(page, name) else { continue };
        let Some(of) = led(page, office) else { continue };
        let found = cast.entity_of(page, of, None).filter(|id| body(cast, id));
        if found.is_some() {
            return found;
        }
    }
    // "**The chair**, Ann Lee, wrote": of the body that spoke before.
    let words = page.tokens_in(drafts.get(holder)?.0.source?);
    let office = words.clone().find(|&at| leads(&plain(page.word(at))))?;
    if office > words.start && !page.is(office - 1, "the") || led(page, office).is_some() {
        return None;
    }
    let before = voices[..holder].iter().rev().take(BACK).filter(|voice| voice.outermost);
    let mut spoke = before.filter_map(|voice| voice.speaker);
    spoke.find(|&id| {
        let named = cast.kind(id) == Some(EntityKind::Organization);
        body(cast, &id) && (named || cast.noun(id).is_some_and(|noun| is_body(&noun)))
    })
}

/// The office beside a name: "its **founder**, Ann Lee", "Ann Lee, **head** of the union".
fn office(page: &Page, name: &Range<usize>) -> Option<usize> {
    let sentence = page.sentence(name.start);
    let is_office = |&at: &usize| leads(&plain(page.word(at))) && page.is_noun(at);
    let apart = |&at: &usize| !page.is_verb(at) && !page.is_quote(at) && !page.is(at, ";");
    let from = sentence.start.max(name.start.saturating_sub(NEAR));
    let before = (from..name.start).rev().take_while(apart).find(is_office);
    let after = || {
        let to = sentence.end.min(name.end + NEAR);
        (name.end..to).take_while(apart).find(is_office).filter(|_| page.is(name.end, ","))
    };
    before.or_else(after)
}

/// What somebody with an office leads: "head of **the union**", "**its** chair", "**the union's** head".
fn led(page: &Page, office: usize) -> Option<Span> {
    let after = (office + 1..office + WORDS).find(|&at| page.upos(at) == Upos::Adp);
    let between =
        |at: usize| (office + 1..at).all(|at| page.is_noun(at) || page.upos(at) == Upos::Adj);
    if let Some(of) = after.filter(|&at| page.is_any(at, &["of", "for", "at"]) && between(at)) {
        let whole = noun_phrase_after(page, of + 1)?;
        let end = whole.clone().find(|&at| page.is(at, ",")).unwrap_or(whole.end);
        return page.span(whole.start..end);
    }
    let first = page.sentence(office).start;
    let modifier = |&at: &usize| page.is_noun(at) || page.upos(at) == Upos::Adj || page.is(at, "-");
    let start = (first..office).rev().take(WORDS).take_while(modifier).last().unwrap_or(office);
    let before = start.checked_sub(1).filter(|&at| at >= first)?;
    if page.is_any(before, &["its", "their", "our"]) {
        return page.span(before..start);
    }
    let owner = page.is_owner_mark(before).then(|| before.checked_sub(1))??;
    let owner = noun_phrase(page, owner);
    page.span(owner.start..owner.end.min(before))
}
