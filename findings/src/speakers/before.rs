//! Who speaks, from the statements around: he who spoke goes on speaking, and who is only
//! described in the lead is named in the next statement.

use onrecord_article::{EntityId, EntityKind, MentionKind, Number, Span, Upos};

use super::Voice;
use super::described::{Wanted, gender};
use super::mentions::by_name;
use super::narrated::asker;
use super::nouns::{is_body, is_calling, is_thing, plain, stands_for};
use super::resolve::Cast;
use crate::page::Page;
use crate::phrases::head_of;
use crate::statements::draft::Draft;

/// Statements and mentions asked between one statement and the next.
const FEW: usize = 6;
const BACK: usize = 24;

type Drafts = [(Draft, Option<usize>)];

/// "Lee said the port was safe. Brandt's report was old, **she** added": who spoke before in the
/// paragraph, unless the one that `found` names was the subject of a sentence in between.
pub(super) fn going_on(
    cast: &Cast,
    drafts: &Drafts,
    voices: &[Voice],
    source: Span,
    found: Option<EntityId>,
) -> Option<EntityId> {
    let page = cast.page;
    let tokens = page.tokens_in(source);
    let female = page.is(tokens.start, "she");
    let quoted = page.quotation_at(source.start()).is_some();
    if tokens.len() != 1 || quoted {
        return None;
    }
    let person = female || page.is(tokens.start, "he");
    // "The Cabinet denounced the strike. **It** said ...", where only a dateline or a thing fitted.
    let body = |id: EntityId| match cast.kind(id) {
        Some(EntityKind::Organization | EntityKind::Group | EntityKind::Person) => true,
        Some(EntityKind::Location) => cast.country(id).is_some(),
        _ => false,
    };
    let last = voices.iter().rev().find(|voice| voice.outermost).and_then(|voice| voice.speaker);
    let thing = page.is(tokens.start, "it")
        && matches!(
            last.and_then(|id| cast.kind(id)),
            Some(EntityKind::Organization | EntityKind::Other)
        )
        && !found.is_some_and(body);
    let open = (found.is_none() || thing) && page.is_any(tokens.start, &["it", "they"]);
    if !person && !open {
        return None;
    }
    let paragraph = page.span(page.paragraph(tokens.start))?;
    let last = voices.iter().zip(drafts).rev().take(FEW);
    let mut last = last.filter(|(voice, _)| voice.outermost && voice.speaker.is_some());
    let (voice, (draft, _)) = last.next()?;
    let (speaker, before) = (voice.speaker?, draft.source?);
    // Where nothing else fits, the paragraph before is asked too.
    let open = found.is_none_or(|id| !cast.is_named(id)) && cast.is_named(speaker);
    let back = page.paragraph(tokens.start).start.saturating_sub(1);
    let earlier = page.span(page.paragraph(back)).filter(|_| open).unwrap_or(paragraph);
    let same =
        earlier.start().min(paragraph.start()) <= before.start() && before.end() <= source.start();
    let asks = asker(page, drafts, voices, source) == Some(speaker);
    if !same
        || asks
        || Some(speaker) == found
        || person && !may_be(cast, speaker, before, Some(female))
    {
        return None;
    }
    let between = cast
        .mentions
        .back_from(source.start(), BACK)
        .take_while(|(m, ..)| m.span.start() >= before.end())
        .any(|(m, id, _)| {
            Some(*id) == found
                && m.kind != MentionKind::Pronoun
                && page.relation(m.head as usize).is_nsubj()
                && page.quotation_at(m.span.start()).is_none()
                && !draft.content.spans().iter().any(|said| said.contains(m.span))
        });
    (!between).then_some(speaker)
}

/// “I asked the young man. **He** said no,” she says: he and she in somebody's own words are not
/// the one who speaks, but the other one told or named last.
pub(super) fn somebody_else(
    cast: &Cast,
    drafts: &Drafts,
    voices: &[Voice],
    source: Span,
    speaker: Option<EntityId>,
) -> Option<EntityId> {
    let page = cast.page;
    let pronoun = is_she(page, source).filter(|_| page.quotation_at(source.start()).is_some());
    let Some(female) = pronoun else { return speaker };
    let within = drafts.get(voices.len()).and_then(|(_, within)| *within);
    let beside = voices.iter().zip(drafts).rev().take(FEW);
    let beside = beside.filter(|(_, (_, other))| *other == within);
    let told = beside.filter_map(|(voice, _)| voice.addressee.and_then(|told| told.entity));
    let fits = |id: &EntityId| Some(*id) != speaker && cast.may_be_female(*id, female);
    told.into_iter()
        .find(fits)
        .or_else(|| cast.people_before(source.start()).find(fits))
        .or(speaker)
}

/// "Lee's lawyer, Ann Costa, said **her client** was ill": whose lawyer spoke.
pub(super) fn client(
    cast: &Cast,
    drafts: &Drafts,
    voices: &[Voice],
    phrase: Span,
) -> Option<EntityId> {
    let page = cast.page;
    let tokens = page.tokens_in(phrase);
    let last = tokens.end.saturating_sub(1);
    if tokens.len() != 2 || !page.is(last, "client") || !page.is_any(tokens.start, OWNERS) {
        return None;
    }
    let sources = voices.iter().zip(drafts).rev().take(FEW);
    let mut sources =
        sources.filter_map(|(voice, (draft, _))| Some((voice.speaker?, draft.source?)));
    sources.find_map(|(speaker, source)| {
        let tokens = page.tokens_in(source);
        tokens.clone().find(|&at| page.is_any(at, LAWYERS))?;
        let mut own = cast.mentions.touching(source);
        let other = own.find(|(m, id, kind)| {
            let person = *kind == EntityKind::Person && by_name(m) && source.contains(m.name);
            person && *id != speaker
        });
        other.map(|(_, id, _)| *id)
    })
}

const OWNERS: &[&str] = &["his", "her", "my", "our"];
const LAWYERS: &[&str] = &["lawyer", "attorney", "solicitor", "counsel", "agent", "barrister"];

/// Whether a source that is nothing but "he" or "she", or "his" or "her" before a noun, is "she".
pub(super) fn is_she(page: &Page, source: Span) -> Option<bool> {
    let tokens = page.tokens_in(source);
    let single = tokens.len() == 1 && page.is_any(tokens.start, &["he", "she", "his", "her"]);
    single.then(|| page.is_any(tokens.start, &["she", "her"]))
}

/// What nobody is called who is "he" or "she" later.
const NOBODY: &[&str] = &["I", "we", "you", "it", "they", "which", "what"];

/// Whether an entity can be "he" or "she".
pub(super) fn may_be(cast: &Cast, id: EntityId, source: Span, female: Option<bool>) -> bool {
    let page = cast.page;
    let Some(entity) = cast.entities.get(id.0 as usize) else { return false };
    let singular = match entity.kind {
        EntityKind::Person => cast.is_named(id) || is_human(page, source),
        EntityKind::Other => is_human(page, source),
        _ => false,
    };
    let first = page.is_any(page.tokens_in(source).start, NOBODY);
    let agrees = female.is_none_or(|female| {
        let said = gender(page, source).is_none_or(|gender| gender == female);
        said && cast.may_be_female(id, female)
    });
    singular && !first && agrees
}

/// "a tribal elder", not "the report" or "the ministry".
fn is_human(page: &Page, source: Span) -> bool {
    let Some(head) = head_of(page, page.tokens_in(source)) else { return false };
    let word = plain(page.word(head));
    let number = page.tokens().get(head).map(|token| token.morph.number);
    // "Growers in the valley" may be taken for a name.
    let opens = page.upos(head) == Upos::Propn && page.upos(head + 1) == Upos::Adp;
    let ends = word.ends_with('s') && !word.ends_with("ss");
    let plural =
        number == Some(Number::Plural) || ends && (opens || number != Some(Number::Singular));
    !plural && !is_body(&word) && !is_thing(&word)
}

/// "**The conductor** says it was. **He** has done this for years. ... Mr. Lee is 61.": the only one who is
/// named in an article, later and without a word of who it is.
fn only_one(cast: &Cast, source: Span, found: EntityId) -> Option<EntityId> {
    let page = cast.page;
    let she = is_she(page, source);
    let wanted = Wanted::of(page, source).filter(|it| it.is_plain(page, source));
    let calls = wanted.is_some_and(|wanted| wanted.is_somebody(page) && !wanted.is_kin());
    let only = cast.known.sole(usize::MAX).filter(|_| calls || she.is_some())?;
    let first = cast.known.all.iter().find(|named| named.id == only)?;
    let later = first.name.start() > source.end() && cast.known.roles(only).is_empty();
    let female = she.or_else(|| gender(page, source));
    let agrees = female.is_none_or(|female| cast.may_be_female(only, female));
    let nameless = !cast.is_named(found) && page.quotation_at(source.start()).is_none();
    (later && agrees && nameless).then_some(only)
}

/// "**The woman on the stairs** carries her tools in a violin case. ... Ann Lee, 67, has looked after
/// clocks": who opens a feature is the one who is named first, in the next paragraphs.
fn in_lead(cast: &Cast, source: Span, found: EntityId) -> Option<EntityId> {
    let page = cast.page;
    let entity = cast.entities.get(found.0 as usize).filter(|_| !cast.is_named(found))?;
    let first = entity.mentions.first()?;
    let word = plain(page.word(first.head as usize));
    let female = match word.as_str() {
        "man" => false,
        "woman" => true,
        _ => return None,
    };
    let named = cast.known.first_person()?;
    // "its director, Dr. **Ann Lee**" is somebody else.
    let bare = page.tokens_in(named.name).start.checked_sub(1).is_none_or(|at| {
        !page.is_noun(at) && !page.is_any(at, &[",", "."]) || page.sentence(at).end == at + 1
    });
    let before = cast.known.before(source.start()).any(|named| named.is_person());
    let lead = page.paragraph(page.tokens_in(first.span).start);
    let next = page.paragraph(lead.end);
    let near = page.paragraph(next.end.min(page.tokens().len().saturating_sub(1)));
    let soon = page.tokens_in(named.name).start < near.end;
    let opens = lead.start < LEAD;
    (opens && soon && bare && !before && cast.may_be_female(named.id, female)).then_some(named.id)
}

/// "**A former commander** told the court that he had signed. ... Ann Lee, 47, said": whom the lead
/// describes is named first in the next paragraph, without a word of who it is.
fn delayed(cast: &Cast, source: Span, found: EntityId) -> Option<EntityId> {
    let page = cast.page;
    let tokens = page.tokens_in(source);
    let head = head_of(page, tokens.clone())?;
    let word = plain(page.word(head));
    let person = onrecord_language::is_somebody(&word) && is_human(page, source);
    let nameless = page.is_any(tokens.start, &["a", "an"]) && !cast.is_named(found);
    let named = cast.known.first_person().filter(|_| person && nameless)?;
    let name = page.tokens_in(named.name);
    let lead = page.paragraph(tokens.start);
    let next = lead.end..page.paragraph(lead.end).end;
    let titled = name.start > lead.end && page.is_noun(name.start - 1);
    let agrees = gender(page, source).is_none_or(|female| cast.may_be_female(named.id, female));
    let fresh = cast.known.roles(named.id).is_empty() && next.contains(&name.start);
    let subject = named.subject || cast.known.age(named.id).is_some();
    (lead.start < LEAD && fresh && subject && !titled && agrees).then_some(named.id)
}

/// Tokens of a dateline and a headline before the lead.
const LEAD: usize = 30;

/// "... her husband said. “She thought it was the insurance,” Jon Lee told reporters": the lead
/// describes, the next statement names for the first time, without saying who it is.
pub(super) fn named_later(
    cast: &Cast,
    drafts: &Drafts,
    at: usize,
    source: Span,
    found: Option<EntityId>,
) -> Option<EntityId> {
    let page = cast.page;
    let found = found?;
    let before = drafts[..at].iter().any(|(_, within)| within.is_none());
    let delayed = || delayed(cast, source, found).filter(|_| !before);
    let only = only_one(cast, source, found).or_else(|| in_lead(cast, source, found));
    if let Some(id) = only.or_else(delayed) {
        return Some(id);
    }
    let wanted = Wanted::of(page, source).filter(Wanted::is_person)?;
    let entity = cast.entities.get(found.0 as usize)?;
    let singular = is_human(page, source);
    let person = entity.kind == EntityKind::Person || wanted.is_kin();
    let spoken = cast.known.before(source.start()).any(|named| named.id == found);
    if cast.is_named(found) || !singular || !person || spoken || at > 3 {
        return None;
    }
    let next = drafts.get(at + 1..)?.iter().take(FEW).filter(|(_, within)| within.is_none());
    let next =
        next.filter_map(|(draft, _)| draft.source).filter(|next| next.start() > source.end());
    let (next, mention, id) = next.into_iter().find_map(|next| {
        let mut own = cast.mentions.touching(next);
        let (mention, id, _) = own.find(|(m, id, kind)| {
            by_name(m) && *kind == EntityKind::Person && cast.is_named(*id) && next.contains(m.name)
        })?;
        Some((next, mention, id))
    })?;
    let named = cast.known.all.iter().find(|named| named.id == *id)?;
    // "Colonel Lee" may be the governor; "the mayor, Ann Lee" is not.
    let fresh = named.name == mention.name && named.core.len() <= 1;
    // The teacher is no colonel, but the governor may be one.
    let other = named.core.last().is_some_and(|role| {
        let may_be = wanted.head == *role
            || stands_for(&wanted.head, role)
            || stands_for("officer", role) && stands_for("politician", &wanted.head);
        is_calling(role) && !may_be
    });
    let near = page.paragraph(page.tokens_in(source).start).end + 1;
    let first = page.tokens_in(next).start;
    (fresh && !other && page.paragraph(first).start <= near).then_some(*id)
}
