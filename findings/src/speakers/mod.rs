//! Whom the sources and the addressed stand for.

mod addressee;
mod author;
mod before;
mod described;
mod framed;
mod mentions;
mod named;
mod naming;
mod nouns;
mod resolve;

pub(crate) use addressee::phrase;
pub(crate) use framed::{is_asked, is_passive};
use onrecord_article::{Addressee, Entity, EntityId};

use crate::page::Page;
use crate::statements::draft::Draft;

/// Who speaks, and to whom, of each draft; and the entities, those who only speak added.
pub(crate) fn speakers(
    page: &Page,
    drafts: &[(Draft, Option<usize>)],
) -> (Vec<Voice>, Vec<Entity>) {
    let mut cast = resolve::Cast::new(page);
    let mut voices: Vec<Voice> = Vec::with_capacity(drafts.len());
    for (draft, within) in drafts {
        let speaker = resolve::speaker(&mut cast, drafts, &voices);
        let told = addressee::written(page, draft);
        let addressee = told.map(|span| Addressee {
            span: Some(span),
            entity: cast.entity_of(page, span, within.map(|k| voices[k])),
        });
        let addressee = addressee.map(|told| addressee::other_than(page, &cast, told, speaker));
        let addressee =
            addressee.or_else(|| addressee::by_answer(page, &mut cast, drafts, voices.len()));
        let mut voice = Voice { speaker, addressee, outermost: within.is_none() };
        if voice.addressee.is_none() {
            voice.addressee =
                addressee::by_you(page, &mut cast, drafts, voices.len(), &voices, speaker);
        }
        if voice.addressee.is_none() && within.is_none() {
            voice.addressee = addressee::by_reply(page, draft, &voices, speaker);
        }
        voices.push(voice);
    }
    let entities = naming::name(page, cast, drafts, &voices);
    (voices, entities)
}

/// Who speaks, and to whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Voice {
    pub(crate) speaker: Option<EntityId>,
    pub(crate) addressee: Option<Addressee>,
    pub(crate) outermost: bool,
}
