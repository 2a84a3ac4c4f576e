//! Headlines: `Maduro: Iran helped us`, `Sanctions a crime, says Raisi`, `Talks are over: envoy`.

use onrecord_article::{Span, Upos};

use super::draft::{Covered, Draft};
use crate::page::Page;
use crate::phrases::verb_group;
use crate::words::saying;

/// A headline has at most this many tokens, a name in it this many.
const LONGEST: usize = 30;
const NAME: usize = 7;

/// Adds the statement that a headline makes, if the roles have none there.
pub(crate) fn add(page: &Page, drafts: &mut Vec<Draft>) {
    let covered = Covered::by(drafts);
    let mut found = Vec::new();
    for range in page.analysis.paragraphs() {
        let tokens = range.start as usize..range.end as usize;
        let Some(span) = page.span(tokens.clone()) else { continue };
        let words = tokens.clone().filter(|&at| !page.is_mark(at)).take(LONGEST + 1).count();
        if !(3..=LONGEST).contains(&words) || page.is_any(tokens.end - 1, &[".", "!", ";"]) {
            continue;
        }
        if covered.touches(span) {
            continue;
        }
        found.extend(
            name_first(page, tokens.clone())
                .or_else(|| verb_last(page, tokens.clone()))
                .or_else(|| name_last(page, tokens)),
        );
    }
    drafts.extend(found);
}

fn is_name(page: &Page, tokens: std::ops::Range<usize>) -> bool {
    let words = tokens.clone().filter(|&at| !page.is_mark(at)).count();
    let proper = tokens.clone().any(|at| page.upos(at) == Upos::Propn);
    let verbs = tokens.clone().any(|at| page.is_verb(at));
    (1..=NAME).contains(&words) && proper && !verbs
}

fn draft(
    page: &Page,
    name: std::ops::Range<usize>,
    cue: Option<Span>,
    said: std::ops::Range<usize>,
) -> Option<Draft> {
    let content = page.span(said)?;
    Some(Draft::new("headline", 800, content).source(page.span(name)).cue(cue))
}

/// `Maduro: Iran helped us`
fn name_first(page: &Page, tokens: std::ops::Range<usize>) -> Option<Draft> {
    let colon = tokens.clone().take(NAME + 2).find(|&at| page.is(at, ":"))?;
    let name = tokens.start..colon;
    let said = colon + 1..tokens.end;
    let clause = said.clone().any(|at| page.is_verb(at)) || page.is_quote(colon + 1);
    let cue = page.tokens().get(colon).map(|token| token.span);
    (is_name(page, name.clone()) && clause).then(|| draft(page, name, cue, said))?
}

/// `Sanctions a crime, says Raisi`, `US to blame, Raisi says`
fn verb_last(page: &Page, tokens: std::ops::Range<usize>) -> Option<Draft> {
    let comma =
        tokens.clone().rev().take(NAME + 4).find(|&at| page.is_any(at, &[",", "–", "—"]))?;
    let tail = comma + 1..tokens.end;
    let verb = tail.clone().find(|&at| saying(page.lemma(at)).is_some_and(|verb| verb.quotes))?;
    let group = verb_group(page, verb);
    let group = group.start.max(tail.start)..group.end;
    let name =
        if group.start == tail.start { group.end..tail.end } else { tail.start..group.start };
    let rest = if group.start == tail.start { group.clone() } else { group.start..tail.end };
    let whole = rest.len() <= group.len() + 1;
    let short = (1..=NAME).contains(&name.len());
    let cue = page.span(group);
    (whole && short).then(|| draft(page, name, cue, tokens.start..comma))?
}

/// `Talks are over: envoy`, `‘We will win’ – Maduro`
fn name_last(page: &Page, tokens: std::ops::Range<usize>) -> Option<Draft> {
    let mark = tokens
        .clone()
        .rev()
        .take(NAME + 1)
        .find(|&at| page.is_any(at, &[":", "-", "–", "—", "--"]))?;
    let name = mark + 1..tokens.end;
    let said = tokens.start..mark;
    let quoted = page.is_quote(mark.saturating_sub(1));
    let clause = said.clone().any(|at| page.is_verb(at));
    let nouns = !name.is_empty()
        && name.clone().all(|at| !page.is_verb(at))
        && name.clone().any(|at| matches!(page.upos(at), Upos::Noun | Upos::Propn));
    let spoken = quoted || page.is(mark, ":") && clause && name.len() <= 4;
    let cue = page.tokens().get(mark).map(|token| token.span);
    (spoken && nouns).then(|| draft(page, name, cue, said))?
}
