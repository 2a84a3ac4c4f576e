//! Entities while they grow.

use onrecord_article::{Entity, EntityKind, EntityName, Mention, MentionKind, Span};

use crate::countries::Country;
use crate::lexicon::Gender;

/// An office or role: the key of its noun, and of which country it is, where that is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Office {
    pub(super) noun: u64,
    pub(super) country: Option<&'static str>,
}

/// An entity while mentions are added.
#[derive(Clone, Debug)]
pub(super) struct Growing {
    pub(super) name: EntityName,
    /// Keys of the words of the fullest name; empty for what has no name.
    pub(super) words: Vec<u64>,
    pub(super) kind: EntityKind,
    pub(super) country: Option<&'static str>,
    pub(super) gender: Gender,
    pub(super) plural: bool,
    /// What the entity is called by nouns: at most [`MOST_OFFICES`].
    pub(super) offices: Vec<Office>,
    pub(super) mentions: Vec<Mention>,
}

/// An article calls nobody more things than this; more are not kept.
const MOST_OFFICES: usize = 16;

impl Growing {
    pub(super) fn named(&self) -> bool {
        !self.words.is_empty()
    }

    pub(super) fn add_office(&mut self, office: Office) {
        let room = self.offices.len() < MOST_OFFICES;
        match self.offices.iter_mut().find(|other| other.noun == office.noun) {
            Some(other) if other.country.is_none() => other.country = office.country,
            Some(other) if other.country == office.country || office.country.is_none() => {}
            _ if room => self.offices.push(office),
            _ => {}
        }
    }

    /// Learns the gender, if it was not known.
    pub(super) fn learn_gender(&mut self, gender: Gender) {
        if self.gender == Gender::Unknown {
            self.gender = gender;
        }
    }

    pub(super) fn learn_country(&mut self, country: Option<&'static str>) {
        self.country = self.country.or(country);
    }
}

/// A mention that was resolved: what a later one may go back to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Past {
    pub(super) entity: usize,
    pub(super) head: usize,
    pub(super) sentence: u32,
    pub(super) subject: bool,
    pub(super) quoted: bool,
    /// Whether it only says what somebody is: "worked as **a governess**".
    pub(super) predicate: bool,
    pub(super) how: MentionKind,
}

/// All entities so far, and their mentions in the order in which they were read.
#[derive(Debug, Default)]
pub(super) struct Entities {
    pub(super) all: Vec<Growing>,
    pub(super) past: Vec<Past>,
}

/// How many mentions a pronoun or nominal looks back over.
pub(super) const LOOK_BACK: usize = 40;

impl Entities {
    pub(super) fn start(&mut self, entity: Growing) -> usize {
        self.all.push(entity);
        self.all.len() - 1
    }

    /// The mentions before, the nearest first.
    pub(super) fn recent(&self) -> impl Iterator<Item = &Past> {
        self.past.iter().rev().take(LOOK_BACK)
    }

    /// What the phrase with this head was resolved to, if that was not long ago.
    pub(super) fn of_head(&self, head: usize) -> Option<usize> {
        self.recent().find(|past| past.head == head).map(|past| past.entity)
    }

    /// In the order of their first mentions, the mentions of each in order of text.
    pub(super) fn finish(self) -> Vec<Entity> {
        let mut entities: Vec<Entity> = self
            .all
            .into_iter()
            .map(|mut entity| {
                entity.mentions.sort_by_key(|mention| (mention.head, mention.span));
                entity.mentions.dedup_by_key(|mention| mention.head);
                entity.mentions.sort_by_key(|mention| mention.span);
                Entity {
                    name: entity.name,
                    kind: entity.kind,
                    country: entity.country,
                    mentions: entity.mentions,
                }
            })
            .filter(|entity| !entity.mentions.is_empty())
            .collect();
        entities.sort_by_key(|entity| entity.mentions.first().map(|mention| mention.head));
        entities
    }
}

/// A new entity without offices or mentions.
pub(super) fn nameless(written: Span, kind: EntityKind) -> Growing {
    Growing {
        name: EntityName::Written(written),
        words: Vec::new(),
        kind,
        country: None,
        gender: Gender::Unknown,
        plural: false,
        offices: Vec::new(),
        mentions: Vec::new(),
    }
}

/// A new entity for a country.
pub(super) fn country(country: &'static Country, written: Span) -> Growing {
    Growing {
        name: EntityName::Country(country.name),
        words: vec![crate::phrases::key(country.name)],
        country: Some(country.iso3),
        ..nameless(written, EntityKind::Location)
    }
}
