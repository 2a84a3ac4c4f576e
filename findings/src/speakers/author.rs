//! Whom I and we stand for outside quotations: the author of a letter, a blog or a speech, the
//! body that puts out a release; and who is asked in an interview.

use std::ops::Range;

use onrecord_article::{EntityKind, Span, Upos};

use super::named::Known;
use crate::page::Page;

/// Where the names stand that I and we stand for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Author {
    pub(super) person: Option<Span>,
    pub(super) body: Option<Span>,
}

/// Paragraphs at the start and at the end of an article that may name its author.
const EDGE: usize = 3;
/// A byline or signature has at most this many tokens.
const LINE: usize = 16;
const NAME: usize = 5;

impl Author {
    pub(super) fn of(page: &Page, known: &Known) -> Author {
        let paragraphs = page.analysis.paragraphs();
        let tokens = |range: &Range<u32>| range.start as usize..range.end as usize;
        let top = || paragraphs.iter().take(EDGE).map(tokens);
        let bottom = paragraphs.iter().rev().take(EDGE).map(tokens);
        let person = top().find_map(|line| byline(page, line));
        let person = person.or_else(|| bottom.into_iter().find_map(|line| signature(page, line)));
        let body = top().find_map(|line| sender(page, line)).or_else(|| {
            let lead = paragraphs.get(..EDGE.min(paragraphs.len()))?.last()?.end as usize;
            let mut named = known.all.iter();
            let first = named.find(|named| {
                named.kind == EntityKind::Organization && named.subject && named.is_body(page)
            })?;
            (page.tokens_in(first.name).end <= lead).then_some(first.name)
        });
        Author { person, body }
    }
}

/// `By Ann Lee`, `Posted by Tilda at 11:48 pm`, `Statement by Senator Ann Lee on the Closure`
fn byline(page: &Page, line: Range<usize>) -> Option<Span> {
    if line.len() > LINE || page.is_any(line.end.saturating_sub(1), &[".", "!", "?"]) {
        return None;
    }
    let by = line.clone().take(4).find(|&at| page.is_any(at, &["by", "from"]))?;
    let kinds = [
        "by",
        "from",
        "posted",
        "written",
        "statement",
        "remarks",
        "message",
        "letter",
        "address",
        "speech",
        "open",
        "a",
        "an",
        "published",
        "note",
    ];
    if !page.is_any(line.start, &kinds)
        || (by > line.start
            && page.is_verb(by - 1)
            && !page.is_any(by - 1, &["posted", "written", "published"]))
    {
        return None;
    }
    name(page, by + 1..line.end)
}

/// `PAULINE ARSENAULT`, `Ann Lee, Chairman`
fn signature(page: &Page, line: Range<usize>) -> Option<Span> {
    if line.len() > LINE / 2 || page.is_any(line.end.saturating_sub(1), &["!", "?", ":"]) {
        return None;
    }
    let comma = line.clone().find(|&at| page.is(at, ","));
    let own = line.start..comma.unwrap_or(line.end);
    let found = name(page, own.clone()).filter(|_| own.len() > 1 && own.len() <= NAME)?;
    (page.tokens_in(found) == own).then_some(found)
}

/// `A note from all of us at Lantern Moth Games`
fn sender(page: &Page, line: Range<usize>) -> Option<Span> {
    let short = line.len() <= LINE && !page.is_any(line.end.saturating_sub(1), &[".", "?"]);
    let us = line.clone().take(LINE).find(|&at| page.is_any(at, &["us", "our", "team"]))?;
    let at = (us..line.end.min(us + LINE)).find(|&at| page.is(at, "at")).filter(|_| short)?;
    name(page, at + 1..line.end)
}

/// The words with capitals that begin a range.
fn name(page: &Page, tokens: Range<usize>) -> Option<Span> {
    let fits = |&at: &usize| {
        page.word(at).starts_with(char::is_uppercase)
            || page.is_any(at, &["de", "van", "von", "bin", "-", "."])
    };
    let end = tokens.clone().take_while(fits).last()? + 1;
    let noun = (tokens.start..end).any(|at| page.upos(at) == Upos::Propn || page.is_noun(at));
    if noun { page.span(tokens.start..end) } else { None }
}
