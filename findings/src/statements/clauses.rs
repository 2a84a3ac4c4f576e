//! Verbs of saying with a clause of their own that the roles left out, inside the content of
//! another statement or outside any.
//!
//! Finds: `Brandt said that the port was safe`, `The minister said that {Iran had denied that it fired}`, `“{The doctors told us that he
//! would live},” Costa said`, `As you said, the sanctions failed`. Not: verbs that are a cue
//! already, passives (`it is said that`), verbs without a subject of their own.

use std::ops::Range;

use onrecord_article::{Relation, Span, Upos, VerbForm};

use super::draft::{Draft, Holders};
use crate::page::Page;
use crate::phrases::{children, noun_phrase, noun_phrase_before, subtree, verb_group};
use crate::words::saying;

/// The clause begins at most this many tokens after the verb.
const NEAR: usize = 9;

/// Contents that are asked whether they lie inside.
const HELD: usize = 8;

/// Adds a statement for each of them.
pub(crate) fn add(page: &Page, drafts: &mut Vec<Draft>) {
    let holders = Holders::of(drafts);
    let mut cues: Vec<Span> = drafts.iter().filter_map(|draft| draft.cue).collect();
    cues.sort_unstable();
    let is_cue = |token: Span| {
        let from = cues.partition_point(|cue| cue.end() <= token.start());
        cues.get(from).is_some_and(|cue| cue.overlaps(token))
    };
    let mut found = Vec::new();
    for (verb, token) in page.tokens().iter().enumerate() {
        let says = token.upos == Upos::Verb
            && saying(page.lemma(verb)).is_some_and(|verb| verb.quotes || verb.denies);
        if !says || is_cue(token.span) {
            continue;
        }
        let held = holders.before(token.span.start()).filter(|(span, _)| span.contains(token.span));
        let sentence = || page.span(page.sentence(verb));
        let Some(around) = held.map(|(span, _)| span).or_else(sentence) else { continue };
        // A statement that lies there already must be one inside this one.
        let inside = |content: Span, k: usize| {
            drafts[k].cue.is_some_and(|cue| content.contains(cue) && cue.start() > content.start())
        };
        found.extend(one(page, verb, around).filter(|draft| {
            let content = draft.content.first();
            held.is_some() || holders.touching(content, HELD).all(|(_, k)| inside(content, k))
        }));
    }
    drafts.extend(found);
}

fn one(page: &Page, verb: usize, around: Span) -> Option<Draft> {
    let group = verb_group(page, verb);
    let passive = page.verb_form(verb) == VerbForm::PastParticiple
        && !group.clone().any(|at| page.lemma(at) == "have");
    if passive {
        return None;
    }
    let own = children(page, verb).find(|&child| page.relation(child) == Relation::Nsubj);
    let source = own
        .map(|head| noun_phrase(page, head))
        .filter(|phrase| phrase.end <= group.start)
        .or_else(|| noun_phrase_before(page, group.start))?;
    let limit = limit(page, verb, around);
    let content =
        as_said(page, &source, &group, limit).or_else(|| clause(page, verb, group.end, limit))?;
    let span = page.span(content)?;
    let source = page.span(source).filter(|&source| around.contains(source))?;
    let cue = page.span(group)?;
    let inside = around.contains(cue) && around.contains(span);
    let draft = Draft::new("verb and clause", 780, span);
    inside.then(|| draft.source(Some(source)).cue(Some(cue)))
}

/// The end of the sentence, of the content, or of the quotation that holds the verb.
fn limit(page: &Page, verb: usize, around: Span) -> usize {
    let mut end = page.sentence(verb).end.min(page.tokens_in(around).end);
    let start = page.tokens()[verb].span.start();
    if let Some(q) = page.quotations_at(start).next() {
        end = end.min(page.tokens_in(q.inside).end);
    }
    while end > verb + 1 && page.is_mark(end - 1) {
        let closes = page.is_quote(end - 1)
            && page
                .quotations_at(page.tokens()[end - 1].span.start())
                .next()
                .is_some_and(|q| page.tokens_in(q.span).start > verb);
        if closes {
            break;
        }
        end -= 1;
    }
    end
}

/// What the verb says: its clausal complement, or what follows its `that`.
fn clause(page: &Page, verb: usize, from: usize, limit: usize) -> Option<Range<usize>> {
    let particle = (from..limit.min(from + NEAR)).take_while(|&at| {
        matches!(
            page.upos(at),
            Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Sconj
        ) || page.is_any(at, &["'s", "’s", "of", "in", "on"])
    });
    let mut particle = particle.filter(|&at| page.is_any(at, &["that", "whether"]));
    let that = particle.find(|&at| {
        matches!(page.upos(at), Upos::Sconj | Upos::Pron | Upos::Det | Upos::X)
            && at + 1 < limit
            && !matches!(page.upos(at + 1), Upos::Verb | Upos::Aux | Upos::Punct)
    });
    let complement = children(page, verb)
        .find(|&child| page.relation(child) == Relation::Ccomp && child > verb)
        .map(|child| subtree(page, child))
        .filter(|range| range.start >= from);
    let range = match (that, complement) {
        (Some(that), Some(range)) if range.start <= that + 1 => that..range.end.max(that + 2),
        (Some(that), _) => that..limit,
        (None, Some(range)) => range,
        (None, None) => return None,
    };
    let end = range.end.min(limit);
    // "stressed that they would stay, saying, ...": the participle belongs to the speaker.
    let other = |&at: &usize| {
        page.is(at, ",")
            && page.verb_form(at + 1) == VerbForm::Gerund
            && saying(page.lemma(at + 1)).is_some_and(|verb| verb.quotes)
    };
    let range = range.start..(range.start + 1..end).find(other).unwrap_or(end);
    (range.len() > 1).then_some(range)
}

/// `As you said, the sanctions failed, but ...`: the clause after the comma.
fn as_said(
    page: &Page,
    source: &Range<usize>,
    group: &Range<usize>,
    limit: usize,
) -> Option<Range<usize>> {
    let as_before = source.start.checked_sub(1).is_some_and(|at| page.is(at, "as"));
    if !as_before || !page.is(group.end, ",") {
        return None;
    }
    let start = group.end + 1;
    let turns = |&at: &usize| {
        page.is(at, ",") && page.is_any(at + 1, &["but", "yet", "while", "although", "though"])
    };
    let end = (start..limit).find(turns).unwrap_or(limit);
    (start < end).then_some(start..end)
}
