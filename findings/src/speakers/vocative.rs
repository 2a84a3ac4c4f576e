//! The one addressed, where the words themselves call him: “**Minister**, we forgive the train”,
//! “Will you resign, **Mr. Lee**?”

use std::ops::Range;

use onrecord_article::{EntityId, EntityKind, Mention, Span, Upos};

use super::described::{Wanted, gender};
use super::mentions::by_name;
use super::nouns::{is_calling, plain};
use super::resolve::Cast;
use crate::page::Page;
use crate::statements::draft::Draft;

/// A call has at most this many tokens: "Mr. Prime Minister Lee".
const LONGEST: usize = 5;

/// Sentences of a statement that may begin with a call.
const SENTENCES: usize = 4;

/// Whom the words of a statement call at their start or end. Somebody called by name is spoken to
/// only where the words ask or say `you`.
pub(super) fn called(
    page: &Page,
    cast: &Cast,
    draft: &Draft,
    speaker: Option<EntityId>,
    says_you: bool,
) -> Option<EntityId> {
    let first = draft.content.first();
    if !draft.verbatim && page.quotation_at(first.start()).is_none() {
        return None;
    }
    let last = draft.content.spans().last().map_or(first, |&span| span);
    let (tokens, end) = (page.tokens_in(first), page.tokens_in(last).end);
    let asks = (tokens.start..end).rev().take(3).any(|at| page.is(at, "?"));
    // “It is over. **Anna**, your lantern is lit.”
    let starts = tokens.clone().filter(|&at| at == tokens.start || page.is_stop(at - 1));
    let starts = starts.take(SENTENCES).map(|at| at_start(page, at..tokens.end));
    // “You knew, **Anna**, and you did nothing.”
    let inside = says_you.then(|| inside(page, tokens.clone())).flatten();
    let calls = starts.chain([at_end(page, page.tokens_in(last)), inside]);
    calls.flatten().find_map(|call| {
        let named = page.span(call.clone()).and_then(|span| {
            let mut own = cast.mentions.touching(span);
            // “**Mama**, I am warm,” he wrote her: no name.
            let name = |m: &Mention| by_name(m) && gender(page, m.name).is_none();
            own.find(|(m, _, kind)| *kind == EntityKind::Person && name(m)).map(|(_, id, _)| *id)
        });
        let named = named.filter(|_| says_you || asks);
        let by_office = || {
            let called = Wanted::called(page, call.clone())?;
            called.find(page, &cast.known).or_else(|| called.any_office(&cast.known))
        };
        // “**Mr. President**, the harbor is yours”: an office is no name.
        let office = is_calling(&plain(page.word(call.end - 1)));
        let office = office.then(by_office).flatten();
        office.or(named).or_else(by_office).filter(|&id| Some(id) != speaker)
    })
}

/// “**Dear passengers**, the train is late”: a group that is called by no name.
pub(super) fn group(page: &Page, draft: &Draft) -> Option<Span> {
    let first = draft.content.first();
    let verbatim = draft.verbatim || page.quotation_at(first.start()).is_some();
    let tokens = page.tokens_in(first);
    let call = opening(page, tokens).filter(|_| verbatim)?;
    let many = call.len() > 1
        && page.is_plural(call.end - 1)
        && call.clone().all(|at| matches!(page.upos(at), Upos::Noun | Upos::Propn | Upos::Adj));
    if many && page.is_any(call.start, GREETINGS) { page.span(call) } else { None }
}

/// What opens a letter or a speech.
const GREETINGS: &[&str] =
    &["dear", "honorable", "honourable", "distinguished", "esteemed", "fellow", "beloved"];

/// “Minister, we ...”
fn at_start(page: &Page, tokens: Range<usize>) -> Option<Range<usize>> {
    opening(page, tokens).filter(|call| is_call(page, call.clone()))
}

/// A few words before the first comma.
fn opening(page: &Page, tokens: Range<usize>) -> Option<Range<usize>> {
    let start = tokens.clone().find(|&at| !page.is_quote(at))?;
    let comma = (start..tokens.end.min(start + LONGEST + 1)).find(|&at| page.is(at, ","))?;
    Some(start..comma)
}

/// “You knew, Anna, and”: between the first two commas.
fn inside(page: &Page, tokens: Range<usize>) -> Option<Range<usize>> {
    let mut commas = tokens.filter(|&at| page.is(at, ",")).take(2);
    let (first, second) = (commas.next()?, commas.next()?);
    let call = first + 1..second;
    (call.len() <= LONGEST && is_call(page, call.clone())).then_some(call)
}

/// “... is that so, Minister?”
fn at_end(page: &Page, tokens: Range<usize>) -> Option<Range<usize>> {
    let end = tokens.clone().rev().find(|&at| !page.is_mark(at))? + 1;
    let first = tokens.start.max(end.saturating_sub(LONGEST + 1));
    let comma = (first..end).rev().find(|&at| page.is(at, ","))?;
    is_call(page, comma + 1..end).then_some(comma + 1..end)
}

/// Nothing but names and titles with capitals.
fn is_call(page: &Page, tokens: Range<usize>) -> bool {
    let capital = |at: usize| page.word(at).starts_with(char::is_uppercase);
    let fits = |at: usize| matches!(page.upos(at), Upos::Noun | Upos::Propn | Upos::Adj);
    !tokens.is_empty() && tokens.clone().all(|at| capital(at) && fits(at) || page.is(at, "."))
}
