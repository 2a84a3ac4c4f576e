use std::ops::Range;

use onrecord_article::{Addressee, EntityId, EntityKind, Relation, Span, Upos};

use super::Voice;
use super::framed;
use super::mentions::by_name;
use super::resolve::Cast;
use crate::page::Page;
use crate::statements::draft::Draft;
use crate::words::saying;

/// Statements back in which the other party of a talk is looked for.
const BACK: usize = 12;

/// The one addressed, where the words are there: `told Maduro`, `said to reporters`, `urged Iran
/// to stop`.
pub(crate) fn written(page: &Page, draft: &Draft) -> Option<Span> {
    let apart = |told: &Span| draft.source.is_none_or(|source| !source.overlaps(*told));
    near_cue(page, draft)
        .or_else(|| framed::by_passive(page, draft))
        .filter(apart)
        .or_else(|| framed::by_frame(page, draft).filter(apart))
}

fn near_cue(page: &Page, draft: &Draft) -> Option<Span> {
    if let Some(told) = draft.told {
        return Some(told);
    }
    let cue = draft.cue_tokens(page);
    let verb = cue.clone().rev().find(|&at| page.is_verb(at))?;
    let kind = saying(page.lemma(verb)).unwrap_or_default();
    let content = page.tokens_in(draft.content.first());
    if content.start < cue.end {
        // “...,” he told reporters: right after the cue.
        let limit = page.sentence(verb).end.min(cue.end + 12);
        return if kind.addresses { phrase(page, cue.end..limit) } else { None };
    }
    if kind.addresses || kind.quotes {
        let between = cue.end..content.start;
        let to = page.is(between.start, "to") || page.is(between.start, "with");
        let from = if to { between.start + 1 } else { between.start };
        if (kind.addresses || to) && !between.is_empty() {
            return phrase(page, from..between.end);
        }
        if page.is_any(cue.end - 1, &["to"]) && kind.quotes && !between.is_empty() {
            return phrase(page, between);
        }
    }
    let keeps = kind.keeps && kind.quotes
        || page.is_any(cue.end - 1, &["on", "upon"]) && page.lemma(verb) == "call";
    if keeps && content.start == cue.end {
        return phrase(page, content.clone());
    }
    None
}

/// The noun phrase that begins a range.
pub(crate) fn phrase(page: &Page, tokens: Range<usize>) -> Option<Span> {
    let mut end = tokens.start;
    let mut noun = false;
    for at in tokens.clone().take(16) {
        // "residents of low-lying areas"
        let after_of = at > tokens.start && page.is(at - 1, "of");
        let joins = match page.upos(at) {
            Upos::Det | Upos::Adj => {
                !noun || after_of || at > tokens.start && page.upos(at - 1) == Upos::Adj
            }
            Upos::Num => true,
            Upos::Noun | Upos::Propn | Upos::Pron => {
                noun = true;
                true
            }
            Upos::Part | Upos::Punct if page.is_any(at, &["'s", "’s", "'", "’", "-"]) => true,
            Upos::Adp => noun && page.is(at, "of"),
            Upos::Cconj => noun && page.is(at, "and") && page.upos(at + 1) != Upos::Verb,
            _ => false,
        };
        let time = noun && at > tokens.start && page.relation(at) == Relation::OblUnmarked;
        if !joins || time || page.is_any(at, &["that", "what", "how", "why", "whether", "who"]) {
            break;
        }
        end = at + 1;
    }
    while end > tokens.start
        && !matches!(page.upos(end - 1), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
    {
        end -= 1;
    }
    if noun { page.span(tokens.start..end) } else { None }
}

/// The other party of a talk, where the speaker says `you` in a quotation.
pub(crate) fn by_you(
    page: &Page,
    cast: &mut Cast,
    drafts: &[(Draft, Option<usize>)],
    at: usize,
    voices: &[Voice],
    speaker: Option<EntityId>,
) -> Option<Addressee> {
    let (draft, within) = drafts.get(at)?;
    if within.is_some() || !says_you(page, draft) {
        return None;
    }
    let speaker = speaker?;
    let other = |entity: Option<EntityId>| entity.filter(|&id| id != speaker);
    // “thanked Iran and said, ‘You ...’”: the one addressed at the verb before.
    let last = voices.last().zip(drafts.get(at.checked_sub(1)?));
    let sibling = last.filter(|(voice, (before, _))| {
        voice.speaker == Some(speaker) && before.source.is_some() && before.source == draft.source
    });
    let sibling =
        sibling.and_then(|(voice, _)| other(voice.addressee.and_then(|told| told.entity)));
    let person = |id: &EntityId| {
        cast.entities.get(id.0 as usize).is_some_and(|entity| entity.kind == EntityKind::Person)
    };
    // A country is thanked, but `you` is the one who sits there.
    let entity = sibling
        .filter(person)
        .or_else(|| talking_to(voices, speaker, person))
        .or(sibling)
        .or_else(|| talking_to(voices, speaker, |_| true))
        .or_else(|| nearest(page, cast, draft, speaker))?;
    Some(Addressee { span: None, entity: Some(entity) })
}

/// Verbs that answer the one who spoke before.
const REPLIES: &[&str] = &["reply", "answer", "respond", "retort", "counter"];

/// Who is answered: the last other one who spoke, not long before.
pub(crate) fn by_reply(
    page: &Page,
    draft: &Draft,
    voices: &[Voice],
    speaker: Option<EntityId>,
) -> Option<Addressee> {
    let mut cue = draft.cue_tokens(page);
    let replies = cue.any(|at| page.is_verb(at) && REPLIES.contains(&page.lemma(at)));
    let speaker = speaker.filter(|_| replies)?;
    let last = voices.iter().rev().filter(|voice| voice.outermost).take(2);
    let entity = last.filter_map(|voice| voice.speaker).find(|&id| id != speaker)?;
    Some(Addressee { span: None, entity: Some(entity) })
}

/// Whether `you` or `your` stands in the content, inside quotation marks or in a turn.
fn says_you(page: &Page, draft: &Draft) -> bool {
    draft.content.spans().iter().any(|&span| {
        let quoted = draft.verbatim || page.quotation_at(span.start()).is_some();
        quoted
            && page.tokens_in(span).any(|token| {
                page.is_any(token, &["you", "your", "yours"]) && !page.is_any(token + 1, &["know"])
            })
    })
}

/// The last other one who spoke or was spoken to and `fits`, if the article has two sides talking.
fn talking_to(
    voices: &[Voice],
    speaker: EntityId,
    fits: impl Fn(&EntityId) -> bool,
) -> Option<EntityId> {
    voices.iter().rev().take(BACK).filter(|voice| voice.outermost).find_map(|voice| {
        let told = voice.addressee.and_then(|told| told.entity);
        let other = match voice.speaker {
            Some(own) if own == speaker => told.filter(|&id| id != speaker),
            Some(own) => Some(own).filter(|_| told.is_none_or(|id| id == speaker)),
            None => None,
        };
        other.filter(&fits)
    })
}

/// The person named last before the quotation, in an article about a meeting.
fn nearest(page: &Page, cast: &Cast, draft: &Draft, speaker: EntityId) -> Option<EntityId> {
    let start = draft.content.first();
    let first = page.tokens_in(start).start;
    let paragraph = page.span(page.paragraph(first))?;
    cast.mentions
        .back_from(start.start(), BACK)
        .take_while(|(m, ..)| m.span.start() >= paragraph.start())
        .find(|(m, id, kind)| by_name(m) && *kind == EntityKind::Person && *id != speaker)
        .map(|(_, id, _)| *id)
}
