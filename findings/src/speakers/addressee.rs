use std::ops::Range;

use onrecord_article::{Addressee, EntityId, EntityKind, Relation, Span, Upos};

use super::Voice;
use super::framed;
use super::mentions::by_name;
use super::resolve::Cast;
use crate::page::Page;
use crate::phrases::noun_phrase_after;
use crate::statements::draft::Draft;
use crate::words::saying;

/// Statements back in which the other party of a talk is looked for.
const BACK: usize = 12;

/// The one addressed, where the words are there: `told Maduro`, `said to reporters`, `urged Iran
/// to stop`.
pub(crate) fn written(page: &Page, draft: &Draft) -> Option<Span> {
    let apart = |told: &Span| draft.source.is_none_or(|source| !source.overlaps(*told));
    framed::by_passive(page, draft)
        .or_else(|| near_cue(page, draft))
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
    let between = cue.end..content.start;
    if PASSING.contains(&page.lemma(verb)) && page.is(cue.end, "to") && !between.is_empty() {
        return phrase(page, cue.end + 1..content.start);
    }
    if page.lemma(verb) == "commend" && !between.is_empty() {
        return phrase(page, between);
    }
    if kind.addresses || kind.quotes {
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
        || URGING.contains(&page.lemma(verb))
        || page.is_any(cue.end - 1, &["on", "upon"]) && page.lemma(verb) == "call";
    if keeps && content.start == cue.end {
        // "accused the minister of fraud"
        let of = content.clone().find(|&at| page.lemma(verb) == "accuse" && page.is(at, "of"));
        let start = content.start + usize::from(page.is_quote(content.start));
        return phrase(page, start..of.unwrap_or(content.end));
    }
    None
}

/// Verbs whose object is spoken to and not only spoken of, although no quotation follows them.
const URGING: &[&str] = &["accuse", "invite", "encourage", "direct"];

/// Verbs of passing something on to somebody: "conveyed to her counterpart the wish for".
const PASSING: &[&str] = &["convey", "express", "extend", "relay", "offer"];

/// Whom somebody speaks to who is called by a pronoun or by his side of the talk: "congratulated
/// him", "told his counterpart". It is not the one who speaks, but the last other one named.
pub(crate) fn other_than(
    page: &Page,
    cast: &Cast,
    told: Addressee,
    speaker: Option<EntityId>,
) -> Addressee {
    let Some(span) = told.span else { return told };
    let tokens = page.tokens_in(span);
    let last = tokens.end.saturating_sub(1).max(tokens.start);
    let pronoun = tokens.len() == 1 && page.is_any(last, &["him", "her"]);
    let side = page.is_any(tokens.start, &["his", "her", "the"])
        && page.is_any(last, &["counterpart", "guest", "host", "visitor"]);
    let own = told.entity.is_some() && told.entity == speaker;
    let unnamed = told.entity.is_none_or(|id| !cast.is_named(id));
    if !(pronoun && own || side && (own || unnamed)) {
        return told;
    }
    let female = pronoun.then(|| page.is(last, "her"));
    let fits = |id: &EntityId| {
        Some(*id) != speaker && female.is_none_or(|female| cast.may_be_female(*id, female))
    };
    let entity = cast.people_before(span.start()).find(fits).or(told.entity.filter(|_| !own));
    Addressee { entity, ..told }
}

/// Who is asked by a cue without a source: "**Asked** if it was safe, she smiled": who answers.
pub(crate) fn by_answer(
    page: &Page,
    cast: &mut Cast,
    drafts: &[(Draft, Option<usize>)],
    at: usize,
) -> Option<Addressee> {
    let (draft, within) = drafts.get(at)?;
    let cue = draft.cue_tokens(page);
    if within.is_some() || draft.source.is_some() || !framed::is_asked(page, cue.clone()) {
        return None;
    }
    let asked = draft.content.first();
    let paragraph = page.span(page.paragraph(cue.start))?;
    let next = drafts.iter().skip(at + 1).take(3).filter(|(_, within)| within.is_none());
    let source = next
        .filter_map(|(next, _)| next.source)
        .find(|source| source.start() >= asked.end() && source.end() <= paragraph.end());
    let after = || {
        let comma = page.tokens_in(asked).end;
        let start = comma + usize::from(page.is(comma, ","));
        page.span(noun_phrase_after(page, start)?)
    };
    let span = source.or_else(after)?;
    let entity = cast.entity_of(page, span, None)?;
    Some(Addressee { span: None, entity: Some(entity) })
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
            // "cheering supporters", "10,000 supporters"
            Upos::Verb => at == tokens.start && page.is_noun(at + 1),
            Upos::Punct if page.is(at, ",") => {
                !noun
                    && at > tokens.start
                    && page.upos(at - 1) == Upos::Num
                    && page.upos(at + 1) == Upos::Num
            }
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
