//! The one told or thanked is the addressee, not a part of the content: "thanked Iran for its
//! support".

use onrecord_article::{Fragments, Span, Upos, VerbForm};

use super::draft::Draft;
use crate::page::Page;
use crate::speakers::{
    PERSONAL, is_aimed, is_giving, is_passing, is_someone, is_wish, leads_on, listed, phrase,
    someone,
};
use crate::words::saying;

/// How a content goes on after the one addressed.
const GOES_ON: &[&str] = &[
    "for", "on", "about", "that", "to", "not", "of", "over", "whether", "if", "how", "what", "why",
    "when", "where", "who", "which", "against",
];

/// How what is told begins after several who are told.
const CLAUSE: &[&str] = &["that", "whether", "how", "why"];
/// The one something is passed on to stands among this many tokens at the end.
const FAR: usize = 12;

/// Takes the one addressed out of contents that begin with them, where more follows, and out of
/// what is passed on to them.
pub(crate) fn take_out(page: &Page, drafts: &mut [Draft]) {
    for draft in drafts.iter_mut().filter(|draft| !draft.verbatim && draft.told.is_none()) {
        let cue = draft.cue_tokens(page);
        let Some(verb) = cue.clone().rev().find(|&at| page.is_verb(at)) else { continue };
        if let Some((cue, told)) = out_of_cue(page, draft, verb) {
            (draft.cue, draft.told) = (Some(cue), Some(told));
            continue;
        }
        if let Some((source, told)) = out_of_source(page, draft, verb) {
            (draft.source, draft.told) = (Some(source), Some(told));
            continue;
        }
        if let Some((told, content)) = who_is_told(page, draft, verb) {
            (draft.told, draft.content) = (Some(told), content);
            continue;
        }
        let found = if page.tokens_in(draft.content.first()).start == cue.end {
            at_start(page, draft, verb).or_else(|| at_end(page, draft, verb))
        } else {
            after_quotation(page, draft)
        };
        if let Some((told, content)) = found {
            (draft.told, draft.content) = (Some(told), content);
        }
    }
}

/// "asked **Tohmeh** | whether there was water": no cue ends with the name of somebody.
fn out_of_cue(page: &Page, draft: &Draft, verb: usize) -> Option<(Span, Span)> {
    let cue = draft.cue_tokens(page);
    let name =
        |&at: &usize| page.upos(at) == Upos::Propn && page.word(at).starts_with(char::is_uppercase);
    let told = verb + 1..cue.end;
    let addresses = saying(page.lemma(verb)).is_some_and(|kind| kind.addresses || kind.requests);
    let whole = addresses && !told.is_empty() && told.clone().all(|at| name(&at));
    Some((page.span(cue.start..told.start)?, page.span(told).filter(|_| whole)?))
}

/// "told customers | who bought the heater to unplug it": the clause is theirs up to what they are told.
fn who_is_told(page: &Page, draft: &Draft, verb: usize) -> Option<(Span, Fragments)> {
    let cue = draft.cue_tokens(page);
    let content = page.tokens_in(draft.content.first());
    let kind = saying(page.lemma(verb)).filter(|kind| kind.addresses)?;
    // "asked fans | with spare tickets to return them"
    let with = page.is_any(content.start, &["with", "without", "over", "under"]);
    let theirs = page.is(content.start, "who") || with && kind.requests;
    if !theirs || content.start <= cue.end || draft.content.spans().len() > 1 {
        return None;
    }
    let told = phrase(page, cue.end..content.start)?;
    let told = page.tokens_in(told);
    let begins = |&at: &usize| {
        let to = page.is(at, "to") && page.verb_form(at + 1) == VerbForm::Infinitive;
        kind.requests && to || page.is_any(at, CLAUSE)
    };
    let from = (content.start + 2..content.end).find(begins)?;
    let whole = told.start == cue.end && told.end == content.start;
    let rest = page.span(from..content.end).filter(|_| whole)?;
    Some((page.span(told.start..from)?, Fragments::from(rest)))
}

/// “We are broke,” said **the mayor to the strikers**: who speaks, and to whom.
fn out_of_source(page: &Page, draft: &Draft, verb: usize) -> Option<(Span, Span)> {
    let (cue, source) = (draft.cue_tokens(page), draft.source_tokens(page));
    if source.start != cue.end || page.tokens_in(draft.content.first()).start > cue.start {
        return None;
    }
    let to = source.clone().find(|&at| page.upos(at) == Upos::Adp)?;
    let noun = to.checked_sub(1).filter(|&at| source.contains(&at) && page.is_noun(at))?;
    if !is_aimed(page, verb, to) || leads_on(page, noun) {
        return None;
    }
    let told = someone(page, to + 1..source.end)?;
    Some((page.span(source.start..to)?, told))
}

fn at_start(page: &Page, draft: &Draft, verb: usize) -> Option<(Span, Fragments)> {
    let cue = draft.cue_tokens(page);
    let content = page.tokens_in(draft.content.first());
    let kind = saying(page.lemma(verb)).unwrap_or_default();
    // "asked **for** forgiveness"
    if cue.len() > 1 && page.upos(cue.end - 1) == Upos::Adp && !page.is(cue.end - 1, "to") {
        return None;
    }
    let addresses = kind.addresses && !kind.keeps || cue.len() > 1 && page.is(cue.end - 1, "to");
    // "pointed out **to him** that"
    let passes = is_passing(page.lemma(verb));
    let to = !addresses && (kind.quotes || passes) && page.is(content.start, "to");
    // "answered **her** that"
    let whom = page.is_any(content.start, PERSONAL) && page.is_any(content.start + 1, CLAUSE);
    if !(addresses || to || whom || is_giving(page, verb)) {
        return None;
    }
    let told = phrase(page, content.start + usize::from(to)..content.end)?;
    let clause = content.clone().find(|&at| page.is_any(at, CLAUSE)).unwrap_or(content.start);
    let told = listed(page, told, clause).unwrap_or(told);
    // "offered her counterpart | condolences on the deaths"
    let given = page.tokens_in(told).skip(1).find(|&at| is_giving(page, verb) && is_wish(page, at));
    let told = given.and_then(|at| page.span(page.tokens_in(told).start..at)).unwrap_or(told);
    let mut rest = page.tokens_in(told).end..content.end;
    // “the people with spanners”: with the mark that closes it.
    let marked = page.is_quote(content.start) && page.is_quote(rest.start);
    rest.start += usize::from(marked);
    // "asked **anyone who saw it to ring**": whom it asks to do it stays with it.
    let anyone = page.is(rest.start, "who") && page.upos(rest.start - 1) == Upos::Pron;
    let not = page.is(rest.start, "not") && page.is(rest.start + 1, "to");
    if kind.requests && (anyone || not || page.is(rest.start, "to")) {
        return None;
    }
    // “promised **residents**, at noon, that ...”: a piece of its own.
    let piece = rest.is_empty() && draft.content.spans().len() > 1;
    // "had promised him an answer", "offered the guests his room"
    let second = matches!(page.upos(rest.start), Upos::Det | Upos::Num | Upos::Pron)
        || page.is_quote(rest.start);
    // "wished him success"
    let single = page.tokens_in(told).len() == 1 && page.is_noun(rest.start);
    let second = second || single || given.is_some();
    let given = is_giving(page, verb) && second && is_someone(page, page.tokens_in(told));
    let gives = kind.addresses && page.upos(rest.start) == Upos::Det
        || page.is_quote(rest.start) && page.tokens_in(told).len() == 1;
    let goes_on =
        (page.is_any(rest.start, GOES_ON) || gives) && (!to || page.is(rest.start, "that"));
    // "proposed **to the guest** a joint office"
    let led = to && passes || page.is(cue.end - 1, "to");
    let passed = led && second && is_someone(page, page.tokens_in(told));
    let goes_on = given || passed || goes_on && (addresses || to || whom);
    if !piece && (rest.is_empty() || !goes_on) {
        return None;
    }
    let others = draft.content.spans()[1..].iter().copied();
    let content = Fragments::new(page.span(rest).into_iter().chain(others).collect())?;
    Some((told, content))
}

/// "conveyed the decision **to her counterpart**"
fn at_end(page: &Page, draft: &Draft, verb: usize) -> Option<(Span, Fragments)> {
    let content = page.tokens_in(draft.content.first());
    if !is_passing(page.lemma(verb)) || draft.content.spans().len() > 1 {
        return None;
    }
    let far = content.start.max(content.end.saturating_sub(FAR));
    let to = (far..content.end).rev().find(|&at| page.is(at, "to") && !page.is_verb(at + 1))?;
    let told = phrase(page, to + 1..content.end)?;
    let noun = page.analysis.head(to)?;
    let whole = page.tokens_in(told).end == content.end && page.analysis.head(noun) == Some(verb);
    let rest = page.span(content.start..to).filter(|_| whole)?;
    Some((told, Fragments::from(rest)))
}

/// “That was a goal,” he **yelled at** the referee.
fn after_quotation(page: &Page, draft: &Draft) -> Option<(Span, Fragments)> {
    let cue = draft.cue_tokens(page);
    let (&last, before) = draft.content.spans().split_last()?;
    let quoted = before.iter().all(|span| page.quotation_at(span.start()).is_some());
    let piece = page.tokens_in(last);
    let aimed = page.is_any(cue.end.saturating_sub(1), &["at", "to"]) && piece.start == cue.end;
    let told = phrase(page, piece.clone()).filter(|_| aimed && quoted && !before.is_empty())?;
    (page.tokens_in(told) == piece).then_some(())?;
    Some((told, Fragments::new(before.to_vec())?))
}
