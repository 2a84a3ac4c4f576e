use std::ops::Range;
use std::sync::LazyLock;

use onrecord_article::{Addressee, EntityId, EntityKind, Span};

use super::Voice;
use super::framed;
use super::mentions::by_name;
use super::nouns::{is_press, plain};
use super::party::{phrase, wider};
use super::resolve::Cast;
use crate::page::Page;
use crate::phrases::noun_phrase_after;
use crate::statements::draft::Draft;
use crate::words::{Lists, saying};

pub(super) static TOLD: LazyLock<Lists> =
    LazyLock::new(|| Lists::of(include_str!("../../en/told.txt")));

fn is_giving(lemma: &str) -> bool {
    TOLD.has("giving", lemma)
}

/// "conveyed the wish to"
pub(crate) fn is_passing(lemma: &str) -> bool {
    TOLD.has("passing", lemma)
}

fn is_urging(lemma: &str) -> bool {
    TOLD.has("urging", lemma)
}

fn is_shouting(lemma: &str) -> bool {
    TOLD.has("shouting", lemma)
}

/// Statements back in which the other party of a talk is looked for.
const BACK: usize = 12;

/// The one addressed, where the words are there: `told Maduro`, `said to reporters`, `urged Iran
/// to stop`.
pub(crate) fn written(page: &Page, draft: &Draft) -> Option<Span> {
    let apart = |told: &Span| draft.source.is_none_or(|source| !source.overlaps(*told));
    framed::by_passive(page, draft)
        .or_else(|| near_cue(page, draft).map(|told| wider(page, draft, told)))
        .filter(apart)
        .or_else(|| framed::by_frame(page, draft).map(|told| wider(page, draft, told)))
        .filter(apart)
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
        if kind.addresses {
            return phrase(page, cue.end..limit);
        }
        return if kind.quotes { after_quotation(page, draft, cue.end, limit) } else { None };
    }
    between(page, draft, verb, cue.end..content.start).or_else(|| kept(page, draft, verb, content))
}

/// "told **the council** that", "said **to the visitors**, “...”", "offered **the choir** a room":
/// between the cue and the content.
fn between(page: &Page, draft: &Draft, verb: usize, tokens: Range<usize>) -> Option<Span> {
    let lemma = page.lemma(verb);
    let kind = saying(lemma).unwrap_or_default();
    let content = page.tokens_in(draft.content.first());
    if tokens.is_empty() {
        // "conveyed the shift **to her counterpart**"
        let passed = is_passing(lemma) && page.is(content.end, "to");
        return passed.then(|| phrase(page, content.end + 1..page.sentence(verb).end)).flatten();
    }
    let towards = is_towards(page, tokens.start, lemma);
    let whole = || phrase(page, tokens.clone());
    if is_giving(lemma) || kind.addresses && !towards {
        return whole();
    }
    // "made clear to the board that"
    let clause = page.is_any(content.start, &["that", "whether"]) || page.is_quote(content.start);
    if towards && (kind.quotes || kind.addresses || clause || is_passing(lemma)) {
        return phrase(page, tokens.start + 1..tokens.end);
    }
    let led = page.is(tokens.start - 1, "to") && (kind.quotes || clause);
    if led { whole() } else { None }
}

/// "accused **the minister** of fraud", "urged **Iran** to stop": at the start of the content.
fn kept(page: &Page, draft: &Draft, verb: usize, content: Range<usize>) -> Option<Span> {
    let lemma = page.lemma(verb);
    let kind = saying(lemma).unwrap_or_default();
    let cue = draft.cue_tokens(page);
    let keeps = (kind.keeps || kind.requests) && kind.quotes
        || is_urging(lemma)
        || lemma == "call" && page.is_any(cue.end - 1, &["on", "upon"])
        || TOLD.has("pleading", lemma) && page.is_any(cue.end - 1, &["to", "with"]);
    // "asked **for** benches"
    let open = page.is_any(cue.end - 1, &["for", "about", "after", "over"]);
    if open || !keeps || content.start != cue.end {
        return None;
    }
    let of = content.clone().find(|&at| lemma == "accuse" && page.is(at, "of"));
    phrase(page, content.start..of.unwrap_or(content.end))
}

/// `to X`, `with X`; also `at X` where somebody shouts.
fn is_towards(page: &Page, at: usize, lemma: &str) -> bool {
    page.is_any(at, &["to", "with"]) || page.is(at, "at") && is_shouting(lemma)
}

/// “...,” the minister explained **to journalists**, stated **for our paper**; the source may
/// stand between.
fn after_quotation(page: &Page, draft: &Draft, end: usize, limit: usize) -> Option<Span> {
    let source = draft.source_tokens(page);
    let at = if source.start == end { source.end } else { end };
    let paper = || {
        let told = phrase(page, at + 1..limit)?;
        page.tokens_in(told).any(|token| is_press(&plain(page.word(token)))).then_some(told)
    };
    let lemma = page.lemma(draft.cue_tokens(page).rev().find(|&at| page.is_verb(at))?);
    let someone = !page.is_verb(at + 1) || page.is_noun(at + 2);
    match () {
        () if is_towards(page, at, lemma) && !page.is(at, "with") && someone => {
            phrase(page, at + 1..limit)
        }
        () if page.is(at, "for") => paper(),
        () => None,
    }
}

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
    if within.is_some() || !says_you(page, drafts, at) {
        return None;
    }
    let speaker = speaker?;
    let other = |entity: Option<EntityId>| entity.filter(|&id| id != speaker);
    // “thanked Iran and said, ‘You ...’”: the one addressed at the verb before.
    let last = voices.last().zip(drafts.get(at.checked_sub(1)?));
    let sibling = last.filter(|(voice, (before, _))| {
        voice.speaker == Some(speaker) && before.source.is_some() && before.source == draft.source
    });
    // “praised Ortega's speech, saying: ‘Your words ...’”
    let praised = sibling.map(|(_, (before, _))| before.content.first());
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
        .or_else(|| praised.and_then(|content| named_in(cast, content, speaker)))?;
    Some(Addressee { span: None, entity: Some(entity) })
}

/// Whether `you` or `your` stands in the content, inside quotation marks or in a turn, and means
/// somebody: not in the words of others that are told in it, nor as in "you can plane a door".
pub(super) fn says_you(page: &Page, drafts: &[(Draft, Option<usize>)], at: usize) -> bool {
    let Some((draft, _)) = drafts.get(at) else { return false };
    let inner = drafts.iter().skip(at + 1).take(BACK).filter(|(_, within)| *within == Some(at));
    let told: Vec<Span> =
        inner.flat_map(|(inner, _)| inner.content.spans().iter().copied()).collect();
    draft.content.spans().iter().any(|&span| {
        let quoted = draft.verbatim || page.quotation_at(span.start()).is_some();
        quoted
            && page.tokens_in(span).any(|token| {
                let word = page.tokens()[token].span;
                page.is_any(token, &["you", "your", "yours"])
                    && !is_anybody(page, token)
                    && !told.iter().any(|told| told.contains(word))
            })
    })
}

/// "you know", "you could not hold", "you have to": anybody.
fn is_anybody(page: &Page, you: usize) -> bool {
    page.is_any(you + 1, &["know", "can", "could", "cannot", "ca", "never"])
        || page.is_any(you + 1, &["have", "need"]) && page.is(you + 2, "to")
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
            Some(own) => Some(own).filter(|_| told == Some(speaker)),
            None => None,
        };
        other.filter(&fits)
    })
}

/// The person named last in some words.
fn named_in(cast: &Cast, words: Span, speaker: EntityId) -> Option<EntityId> {
    cast.mentions
        .back_from(words.end(), BACK)
        .take_while(|(m, ..)| m.span.start() >= words.start())
        .find(|(m, id, kind)| by_name(m) && *kind == EntityKind::Person && *id != speaker)
        .map(|(_, id, _)| *id)
}
