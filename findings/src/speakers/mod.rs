//! Whom the sources and the addressed stand for.

mod addressee;
mod audience;
mod author;
mod before;
mod described;
mod epithets;
mod framed;
mod mentions;
mod named;
mod naming;
mod narrated;
mod near;
mod nouns;
mod partner;
mod party;
mod resolve;
mod vocative;

use std::ops::Range;

pub(crate) use addressee::{is_giving, is_passing, is_wish};
pub(crate) use audience::{is_someone, leads_on, someone};
pub(crate) use framed::{is_asked, is_passive};
pub(crate) use near::{PERSONAL, is_aimed};
use onrecord_article::{Addressee, Entity, EntityId, EntityName};
pub(crate) use party::{listed, phrase};

use crate::page::Page;
use crate::statements::draft::Draft;

/// A question is answered at most this many statements later.
const ANSWER: usize = 4;

/// Who speaks, and to whom, of each draft; and the entities, those who only speak added.
pub(crate) fn speakers(
    page: &Page,
    drafts: &[(Draft, Option<usize>)],
) -> (Vec<Voice>, Vec<Entity>) {
    let mut cast = resolve::Cast::new(page);
    let mut voices: Vec<Voice> = Vec::with_capacity(drafts.len());
    for (draft, within) in drafts {
        let mut speaker = resolve::speaker(&mut cast, drafts, &voices);
        let told =
            addressee::written(page, draft, within.and_then(|k| holding(page, drafts, k, draft)));
        let addressee = told.map(|span| Addressee {
            span: Some(span),
            entity: addressee::whom(page, &mut cast, span, within.map(|k| voices[k]), speaker),
        });
        if let Some(other) =
            addressee.and_then(|told| not_itself(page, draft, told, speaker, &voices))
        {
            speaker = Some(other);
        }
        let addressee = addressee.map(|told| match told.span {
            // "replied to **the boy**"
            Some(span) if within.is_none() => {
                let entity = told.entity;
                let described =
                    epithets::described_again(&mut cast, drafts, &voices, span, entity, speaker);
                Addressee { entity: described.or(entity), ..told }
            }
            _ => told,
        });
        let addressee = addressee.map(|told| {
            let client = told.span.and_then(|span| before::client(&cast, drafts, &voices, span));
            Addressee { entity: client.or(told.entity), ..told }
        });
        let other = addressee.filter(|_| within.is_none());
        let other = other.and_then(|told| partner::not_told(page, &mut cast, draft, told, speaker));
        speaker = other.or(speaker);
        let addressee = addressee.map(|told| partner::other_than(page, &mut cast, told, speaker));
        let addressee = addressee.map(|told| match within {
            Some(k) => {
                partner::by_holder(page, &cast, told, speaker, voices[*k], drafts[*k].0.source)
            }
            None => partner::by_turn(page, &cast, drafts, &voices, told, speaker),
        });
        let mut voice = Voice { speaker, addressee, outermost: within.is_none() };
        let told = voice.addressee.unwrap_or(Addressee { span: None, entity: None });
        if told.entity.is_none_or(|id| !cast.is_named(id)) {
            // “..., Basile,” he says **to his brother**: to Basile.
            let you = told.span.is_some() || partner::says_you(page, drafts, voices.len());
            let called = vocative::called(page, &cast, draft, speaker, you);
            let called = called.map(|id| Addressee { entity: Some(id), ..told });
            voice.addressee = called.or(voice.addressee);
        }
        if voice.addressee.is_none() {
            let group = vocative::group(page, draft).and_then(|span| cast.add(page, span));
            voice.addressee = group.map(|id| Addressee { span: None, entity: Some(id) });
        }
        if voice.addressee.is_none() {
            let reply = partner::by_reply(page, &mut cast, drafts, voices.len(), speaker);
            voice.addressee = reply.map(|id| Addressee { span: None, entity: Some(id) });
        }
        if voice.addressee.is_none() {
            voice.addressee =
                partner::by_you(page, &mut cast, drafts, voices.len(), &voices, speaker);
        }
        voices.push(voice);
        // Who was asked is known once the answer has its speaker: "Asked if it was safe, **she** smiled".
        for at in voices.len().saturating_sub(ANSWER)..voices.len() {
            let same = |told: &&mut Addressee| told.span.is_some() && told.span == draft.source;
            if let Some(told) = voices[at].addressee.as_mut().filter(same) {
                told.entity = speaker.or(told.entity);
            } else if voices[at].addressee.is_none() {
                let speaker = |answer: usize| voices.get(answer).and_then(|voice| voice.speaker);
                voices[at].addressee = addressee::by_answer(page, &mut cast, drafts, at, speaker);
            }
        }
    }
    let entities = naming::name(page, cast, drafts, &voices);
    let spoken_to = voices.iter_mut().zip(drafts);
    spoken_to.for_each(|(voice, (draft, _))| as_written(page, &entities, draft, voice));
    (voices, entities)
}

/// "In its reply to the regulator, **it** blamed a supplier": the other one of those who spoke or were
/// spoken to last.
fn not_itself(
    page: &Page,
    draft: &Draft,
    told: Addressee,
    speaker: Option<EntityId>,
    voices: &[Voice],
) -> Option<EntityId> {
    let source = draft.source_tokens(page);
    let it = source.len() == 1 && page.is_any(source.start, &["it", "they"]);
    let named = told.span.is_some_and(|span| page.tokens_in(span).len() > 1);
    let same = it && named && told.entity.is_some() && told.entity == speaker;
    let last = voices.iter().rev().find(|voice| voice.outermost).filter(|_| same)?;
    let addressed = last.addressee.and_then(|told| told.entity);
    [last.speaker, addressed].into_iter().flatten().find(|&id| Some(id) != speaker)
}

/// The tokens of the piece of a content that holds the cue of a statement in it.
fn holding(
    page: &Page,
    drafts: &[(Draft, Option<usize>)],
    holder: usize,
    draft: &Draft,
) -> Option<Range<usize>> {
    let (holder, _) = drafts.get(holder)?;
    let cue = draft.cue?;
    let pieces = holder.content.spans();
    let piece = pieces.get(pieces.partition_point(|piece| piece.end() <= cue.start()))?;
    piece.overlaps(cue).then(|| page.tokens_in(*piece))
}

/// Nobody is named by "told me" where nobody says who I am: the words stand for themselves. A turn
/// of a transcript is for all who listen.
fn as_written(page: &Page, entities: &[Entity], draft: &Draft, voice: &mut Voice) {
    if draft.verbatim {
        voice.addressee = None;
    }
    let Some(told) = voice.addressee.as_mut() else { return };
    let name = told.entity.and_then(|id| entities.get(id.0 as usize)).map(|entity| entity.name);
    let Some(EntityName::Written(name)) = name else { return };
    if told.span.is_some() && page.is_any(page.tokens_in(name).start, FIRST_PERSON) {
        told.entity = None;
    }
}

const FIRST_PERSON: &[&str] =
    &["I", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"];

/// Who speaks, and to whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Voice {
    pub(crate) speaker: Option<EntityId>,
    pub(crate) addressee: Option<Addressee>,
    pub(crate) outermost: bool,
}
