//! Whom the sources and the addressed stand for.

mod addressee;
mod audience;
mod author;
mod before;
mod bodies;
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
mod turn;
mod vocative;

pub(crate) use addressee::{is_giving, is_passing, is_wish};
pub(crate) use audience::{is_someone, leads_on, someone};
pub(crate) use framed::{is_asked, is_passive};
pub(crate) use near::{PERSONAL, is_aimed};
use onrecord_article::{Addressee, Entity, EntityId, EntityName};
pub(crate) use party::{listed, phrase};
use turn::{Turn, asked_before};

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
        let turn = Turn { page, drafts, voices: &voices, draft, within: *within };
        let voice = turn.voice(&mut cast);
        voices.push(voice);
        asked_before(page, &mut cast, drafts, &mut voices);
    }
    let entities = naming::name(page, cast, drafts, &voices);
    let spoken_to = voices.iter_mut().zip(drafts);
    spoken_to.for_each(|(voice, (draft, _))| as_written(page, &entities, draft, voice));
    (voices, entities)
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
