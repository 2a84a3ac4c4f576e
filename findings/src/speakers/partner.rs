//! The one addressed, from who talks with whom: `you` is the other party, "him" is not he who speaks.

use onrecord_article::{Addressee, EntityId, EntityKind, Mention, MentionKind, Span, Upos};

use super::Voice;
use super::addressee::is_listed;
use super::described::Wanted;
use super::epithets::is_side;
use super::framed;
use super::mentions::by_name;
use super::resolve::Cast;
use crate::page::Page;
use crate::statements::draft::Draft;

/// Statements back in which the other party of a talk is looked for.
const BACK: usize = 12;

/// Whom somebody speaks to who is called by a pronoun or by his side of the talk: "congratulated
/// him", "told his counterpart". It is not the one who speaks, but the last other one named.
pub(crate) fn other_than(
    page: &Page,
    cast: &mut Cast,
    told: Addressee,
    speaker: Option<EntityId>,
) -> Addressee {
    let Some(span) = told.span else { return told };
    let tokens = page.tokens_in(span);
    let last = tokens.end.saturating_sub(1).max(tokens.start);
    let pronoun = tokens.len() == 1 && page.is_any(last, &["him", "her"]);
    if tokens.len() == 1 && page.is(last, "them") && told.entity.is_none_or(|id| cast.is_open(id)) {
        return Addressee { entity: several(cast, span, speaker).or(told.entity), ..told };
    }
    let other = page.is_any(tokens.start, &["his", "her"]) && is_listed(page, last, "other");
    let side = page.is_any(tokens.start, &["his", "her", "the"]) && is_side(page, last) || other;
    let own = told.entity.is_some() && told.entity == speaker;
    // "wrote to **his pilots**": nobody who writes to himself.
    if own && !pronoun && !side && tokens.len() > 1 && page.upos(last) == Upos::Noun {
        return Addressee { entity: cast.add(page, span), ..told };
    }
    let unnamed = told.entity.is_none_or(|id| !cast.is_named(id));
    let lost = told.entity.is_none_or(|id| cast.is_open(id));
    if !(pronoun && (own || lost) || side && (own || unnamed)) {
        return told;
    }
    let female = pronoun.then(|| page.is(last, "her"));
    // "her **Norwegian** counterpart"
    let country = Wanted::of(page, span).and_then(|wanted| wanted.country());
    if side && country.is_some() && own {
        return Addressee { entity: cast.add(page, span), ..told };
    }
    let fits = |id: &EntityId| {
        country.is_none_or(|country| cast.country(*id) == Some(country))
            && Some(*id) != speaker
            && female.is_none_or(|female| cast.may_be_female(*id, female))
    };
    // "In a call with his Iraqi counterpart, he ... The Iraqi premier, **Ali Hassan**, welcomed it."
    let later = || {
        let named = cast.known.after(span.end()).filter(|named| named.is_person());
        named.map(|named| named.id).find(|id| country.is_some() && fits(id))
    };
    let entity = cast.people_before(span.start()).find(fits).or_else(later);
    let entity = entity.or(told.entity.filter(|_| !own));
    // "received the ambassador and assured **him**": somebody without a name.
    let nameless = || {
        let mut back = cast.mentions.back_from(span.start(), BACK);
        let person = |m: &Mention, kind: EntityKind| {
            kind == EntityKind::Person && m.kind == MentionKind::Nominal
        };
        back.find(|(m, id, kind)| person(m, *kind) && fits(id)).map(|(_, id, _)| *id)
    };
    let entity = entity.or_else(|| nameless().filter(|_| pronoun));
    Addressee { entity, ..told }
}

/// "Ann Lee is a nurse. **The driver** told her": not she, whom he tells, where nobody else can be meant.
pub(crate) fn not_told(
    page: &Page,
    cast: &mut Cast,
    draft: &Draft,
    told: Addressee,
    speaker: Option<EntityId>,
) -> Option<EntityId> {
    let (source, span) = draft.source.zip(told.span)?;
    let at = page.tokens_in(span).start;
    let pronoun = page.tokens_in(span).len() == 1 && page.is_any(at, &["him", "her"]);
    let own = speaker.filter(|&id| pronoun && told.entity == Some(id) && cast.is_named(id))?;
    let words = page.tokens_in(source);
    let noun = words.len() > 1 && page.upos(words.end - 1) == Upos::Noun;
    let named = cast.mentions.touching(source).any(|(m, ..)| by_name(m));
    let female = page.is(at, "her");
    let fits = |&id: &EntityId| id != own && cast.may_be_female(id, female);
    let other = cast.people_before(span.start()).any(|id| fits(&id));
    if noun && !named && !other { cast.add(page, source) } else { None }
}

/// "was booed by fans and shouted at **them**": those told of last.
fn several(cast: &Cast, them: Span, speaker: Option<EntityId>) -> Option<EntityId> {
    let quoted = |byte: usize| cast.page.quotation_at(byte).is_some();
    let mut back = cast.mentions.back_from(them.start(), BACK);
    let fits = |m: &Mention, id: EntityId, kind: EntityKind| {
        let many = ["audience", "counted"].iter();
        let crowd = || many.into_iter().any(|list| is_listed(cast.page, m.head as usize, list));
        let group = m.kind != MentionKind::Pronoun && (kind == EntityKind::Group || crowd());
        group && Some(id) != speaker && (quoted(them.start()) || !quoted(m.span.start()))
    };
    back.find(|(m, id, kind)| fits(m, *id, *kind)).map(|(_, id, _)| *id)
}

/// "Lee said that Costa had warned **him**": in indirect speech it is the one whose words they are,
/// if it is not he who speaks in them; in his own words it is not.
pub(crate) fn by_holder(
    page: &Page,
    cast: &Cast,
    told: Addressee,
    speaker: Option<EntityId>,
    around: Voice,
    source: Option<Span>,
) -> Addressee {
    let Some((span, holder)) = told.span.zip(around.speaker) else { return told };
    let after = source.is_some_and(|source| source.start() > span.start());
    let tokens = page.tokens_in(span);
    let him = tokens.len() == 1 && page.is_any(tokens.start, &["him", "her", "he", "she"]);
    if !him {
        return told;
    }
    let female = page.is_any(tokens.start, &["her", "she"]);
    let fits = |id: EntityId| Some(id) != speaker && cast.may_be_female(id, female);
    if page.quotation_at(span.start()).is_some() {
        let others = cast.people_before(span.start());
        let other = || others.take(BACK).find(|&id| id != holder && fits(id));
        let own = told.entity == Some(holder) || told.entity == speaker;
        return if own { Addressee { entity: other().or(told.entity), ..told } } else { told };
    }
    let someone = matches!(cast.kind(holder), Some(EntityKind::Person | EntityKind::Other));
    let partner = told.entity.is_some() && told.entity == around.addressee.and_then(|a| a.entity);
    match fits(holder) && someone && !partner && !after {
        true => Addressee { entity: Some(holder), ..told },
        false => told,
    }
}

/// “Sir, is this the quiet coach?” a boy asks. “It was,” says **the conductor**: he who answers.
pub(crate) fn by_reply(
    page: &Page,
    cast: &mut Cast,
    drafts: &[(Draft, Option<usize>)],
    at: usize,
    speaker: Option<EntityId>,
) -> Option<EntityId> {
    let (draft, within) = drafts.get(at)?;
    let words = draft.content.spans().last().map(|&last| page.tokens_in(last))?;
    let asks = words.clone().rev().take(3).any(|at| page.is(at, "?"));
    let first = page.tokens_in(draft.content.first()).start;
    let calls = || page.is_any(first + 1, FACE);
    if within.is_some() || draft.verbatim || !asks || !(says_you(page, drafts, at) || calls()) {
        return None;
    }
    let next = drafts.iter().skip(at + 1).take(BACK).find(|(_, within)| within.is_none());
    let (next, _) = next?;
    let source = next.source?;
    let paragraph = page.paragraph(words.end.saturating_sub(1));
    let reply = page.tokens_in(next.content.first()).start;
    let near = paragraph.contains(&reply) || page.paragraph(paragraph.end).contains(&reply);
    let quoted = page.quotation_at(next.content.first().start()).is_some();
    let answers = cast.entity_of(page, source, None).filter(|_| near && quoted)?;
    (Some(answers) != speaker).then_some(answers)
}

/// How somebody is called to his face whose name is not known.
const FACE: &[&str] = &["sir", "madam", "ma'am", "ma’am", "boss", "officer", "doctor"];

/// “He gives away air!” Lee cried. The Speaker warned **her**: he or she who is told something is
/// the one who spoke last in the paragraph, unless the sentence names somebody.
pub(crate) fn by_turn(
    page: &Page,
    cast: &Cast,
    drafts: &[(Draft, Option<usize>)],
    voices: &[Voice],
    told: Addressee,
    speaker: Option<EntityId>,
) -> Addressee {
    let Some(span) = told.span else { return told };
    let at = page.tokens_in(span).start;
    let pronoun = page.tokens_in(span).len() == 1 && page.is_any(at, &["him", "her"]);
    if !pronoun || page.quotation_at(span.start()).is_some() {
        return told;
    }
    let female = page.is(at, "her");
    let sentence = page.sentence(at).start..at;
    let named = page.span(sentence).is_some_and(|before| {
        let mut own = cast.mentions.touching(before);
        own.any(|(m, id, _)| by_name(m) && Some(*id) != speaker && cast.may_be_female(*id, female))
    });
    let paragraph = page.paragraph(at);
    let here = |draft: &Draft| paragraph.contains(&page.tokens_in(draft.content.first()).start);
    let last = voices.iter().zip(drafts).rev().take(BACK);
    let mut last = last.filter(|(voice, (draft, _))| voice.outermost && here(draft));
    let other = last.find_map(|(voice, _)| voice.speaker.filter(|&id| Some(id) != speaker));
    let fits = |id: &EntityId| {
        cast.kind(*id) == Some(EntityKind::Person) && cast.may_be_female(*id, female)
    };
    // The one a pronoun goes back to has a name, if anybody has.
    let nameless = |id: EntityId| !cast.is_named(id);
    let weaker = |id: EntityId| nameless(id) && told.entity.is_some_and(|own| !nameless(own));
    match other.filter(fits) {
        Some(id) if !named && !weaker(id) => Addressee { entity: Some(id), ..told },
        _ => told,
    }
}

/// The other party of a talk, where the speaker says `you` in a quotation.
pub(crate) fn by_you(
    page: &Page,
    cast: &mut Cast,
    drafts: &[(Draft, Option<usize>)],
    at: usize,
    voices: &[Voice],
    speaker: Option<EntityId>,
) -> Option<EntityId> {
    let (draft, within) = drafts.get(at)?;
    if within.is_some() || !says_you(page, drafts, at) {
        return None;
    }
    let speaker = speaker?;
    if let Some(partner) = replied_to(page, drafts, at, voices, speaker) {
        return Some(partner);
    }
    let other = |entity: Option<EntityId>| entity.filter(|&id| id != speaker);
    // “thanked Iran and said, ‘You ...’”: the one addressed at the verb before.
    let last = voices.last().zip(at.checked_sub(1).and_then(|before| drafts.get(before)));
    let sibling = last.filter(|(voice, (before, _))| {
        voice.speaker == Some(speaker) && before.source.is_some() && before.source == draft.source
    });
    // “praised Ortega's speech, saying: ‘Your words ...’”
    let praised = sibling.map(|(_, (before, _))| before.content.first());
    let sibling =
        sibling.and_then(|(voice, _)| other(voice.addressee.and_then(|told| told.entity)));
    let person = |id: &EntityId| cast.kind(*id) == Some(EntityKind::Person);
    // A country is thanked, but `you` is the one who sits there.
    let entity = sibling
        .filter(person)
        .or_else(|| talking_to(voices, speaker, person))
        .or(sibling)
        .or_else(|| talking_to(voices, speaker, |_| true))
        .or_else(|| praised.and_then(|content| named_in(cast, content, speaker)));
    let entity = entity.or_else(|| {
        let dealt = framed::dealt_with(page, draft);
        let mut known = dealt.into_iter().filter_map(|span| cast.entity_of(page, span, None));
        known.find(|&id| id != speaker)
    });
    entity.or_else(|| told_before(page, cast, drafts, at, voices, speaker))
}

/// "The bank apologized to **its customers**. “You will hear from us,” its director said": those to whom
/// another one spoke just before, or who spoke.
fn told_before(
    page: &Page,
    cast: &Cast,
    drafts: &[(Draft, Option<usize>)],
    at: usize,
    voices: &[Voice],
    speaker: EntityId,
) -> Option<EntityId> {
    let mut last = voices.iter().zip(drafts).rev().take(BACK);
    let (voice, (before, _)) = last.find(|(voice, _)| voice.outermost)?;
    let own = page.tokens_in(drafts.get(at)?.0.content.first()).start;
    let end = page.tokens_in(*before.content.spans().last()?).end;
    let paragraph = page.paragraph(own);
    let near = paragraph.contains(&end) || paragraph.start <= end + 2;
    let other = |id: &EntityId| near && *id != speaker;
    let several = |id: &EntityId| {
        let kind = matches!(cast.kind(*id), Some(EntityKind::Group | EntityKind::Other));
        kind && !cast.is_named(*id)
    };
    let told = voice.addressee.and_then(|told| told.entity).filter(other);
    let person = |id: &EntityId| cast.kind(*id) == Some(EntityKind::Person) && cast.is_named(*id);
    told.filter(several)
        .or_else(|| told.filter(person))
        .or_else(|| voice.speaker.filter(other).filter(person))
}

/// “Your roof leaks,” said Lee. “You sold it,” Costa **replied**: he who spoke before.
fn replied_to(
    page: &Page,
    drafts: &[(Draft, Option<usize>)],
    at: usize,
    voices: &[Voice],
    speaker: EntityId,
) -> Option<EntityId> {
    let (draft, _) = drafts.get(at)?;
    let cue = draft.cue_tokens(page);
    let replies = cue.clone().any(|at| is_listed(page, at, "replying to"))
        || cue.len() > 1 && page.is(cue.end - 1, "back");
    let last = voices.iter().rev().filter(|voice| voice.outermost).take(2);
    let before = last.filter_map(|voice| voice.speaker).find(|&id| id != speaker);
    // “Who paid?” Lee asked. “You,” Costa said.
    let asked =
        at.checked_sub(1).and_then(|before| drafts.get(before)).is_some_and(|(before, _)| {
            let last = before.content.spans().last().map_or(0..0, |&last| page.tokens_in(last));
            let near = page.paragraph(page.tokens_in(draft.content.first()).start);
            let close = near.contains(&last.start) || near.start <= last.end + 12;
            close && last.rev().take(3).any(|at| page.is(at, "?"))
        });
    before.filter(|_| replies || asked)
}

/// Whether `you` or `your` stands in the content, inside quotation marks or in a turn, and means
/// somebody: not in the words of others that are told in it, nor as in "you can plane a door".
pub(super) fn says_you(page: &Page, drafts: &[(Draft, Option<usize>)], at: usize) -> bool {
    let Some((draft, _)) = drafts.get(at) else { return false };
    let inner = drafts.iter().skip(at + 1).take(BACK).filter(|(_, within)| *within == Some(at));
    // “My opponent says **you** are too many”: only what is told word by word turns you around.
    let direct = |own: &Draft| {
        let first = page.tokens_in(own.content.first()).start;
        page.is_quote(first) || first > 0 && page.is_any(first - 1, &[",", ":"])
    };
    let inner = inner.filter(|(own, _)| direct(own));
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
