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
/// Tokens before the first name in which a body may be "we".
const WE: usize = 20;

impl Author {
    pub(super) fn of(page: &Page, known: &Known) -> Author {
        let paragraphs = page.analysis.paragraphs();
        let tokens = |range: &Range<u32>| range.start as usize..range.end as usize;
        let top = || paragraphs.iter().take(EDGE).map(tokens);
        let bottom = paragraphs.iter().rev().take(EDGE).map(tokens);
        let person = top().find_map(|line| byline(page, line.clone()).or_else(|| by(page, line)));
        let person = person.or_else(|| bottom.into_iter().find_map(|line| signature(page, line)));
        let body = top().find_map(|line| sender(page, line.clone()).or_else(|| issuer(page, line)));
        let lead = paragraphs.iter().take(EDGE).next_back();
        let body = body.or_else(|| in_lead(page, known, lead?.end as usize));
        Author { person, body }
    }
}

/// The first body that does something before a token; or, if "we" comes before all names, the first
/// body named: "**We** are proud to announce that the turbine built by Ventomar ...".
fn in_lead(page: &Page, known: &Known, end: usize) -> Option<Span> {
    let first = known.all.first().map_or(0, |named| page.tokens_in(named.name).start);
    let mut bodies = known.all.iter().filter(|named| {
        let body = named.kind == EntityKind::Organization && named.is_body(page);
        body && page.tokens_in(named.name).end <= end
    });
    let we = || (first.saturating_sub(WE)..first).any(|at| page.is_any(at, &["we", "our"]));
    let acts = bodies.clone().find(|named| named.subject);
    acts.or_else(|| bodies.next().filter(|_| we())).map(|named| named.name)
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

/// `(By Ann Lee)`, `NO PLACE TO SIT — By Ann Lee`: set off in the first lines.
fn by(page: &Page, line: Range<usize>) -> Option<Span> {
    let near = line.start + 1..line.end.min(line.start + LINE);
    let by = near
        .clone()
        .find(|&at| page.word(at) == "By" && (page.is(at - 1, "(") || page.is_dash(at - 1)))?;
    let own = name(page, by + 1..line.end)?;
    let end = page.tokens_in(own).end;
    (page.tokens_in(own).len() > 1 && (end == line.end || page.is(end, ")"))).then_some(own)
}

/// `STATEMENT BY THE STRATHGARRY HEALTH TRUST`
fn issuer(page: &Page, line: Range<usize>) -> Option<Span> {
    let kinds = ["statement", "communique", "communiqué", "declaration", "message", "notice"];
    let near = line.clone().take(NAME);
    let by = near.into_iter().find(|&at| page.is_any(at, &["by", "of", "from"]))?;
    let short = line.len() <= LINE && !page.is_any(line.end.saturating_sub(1), &[".", "?"]);
    let kind = (line.start..by).any(|at| page.is_any(at, &kinds));
    let start = by + 1 + usize::from(page.is(by + 1, "the"));
    let capital = |&at: &usize| {
        page.word(at).starts_with(char::is_uppercase)
            || page.is_any(at, &["of", "and", "for", "the"])
    };
    let end = (start..line.end).take_while(capital).last()? + 1;
    page.span(start..end).filter(|_| short && kind)
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
