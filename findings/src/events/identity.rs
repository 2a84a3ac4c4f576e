//! Whom a word stands for, beyond its own mention: "we" and "you", "the Iranian nation", an office
//! beside a name.

use onrecord_article::{
    Actor, Entity, EntityId, EntityKind, EntityName, MentionKind, Relation, Span, Statement, Upos,
};
use onrecord_language::countries;

use super::arguments::Cast;

impl Cast<'_> {
    /// "an **Armenian** proposal", "**U.S.** calls"
    pub(super) fn is_demonym(self, at: usize) -> bool {
        matches!(self.tree.upos(at), Upos::Adj | Upos::Propn)
            && countries::find(self.tree.word(at)).is_some()
    }

    /// An adjective of a country, as the country.
    pub(super) fn demonym(self, at: usize) -> Option<Actor> {
        if self.tree.upos(at) != Upos::Adj {
            return None;
        }
        let country = countries::find(self.tree.word(at))?.0.iso3;
        let entity = self.heads.of(at).map(|(id, _)| id).or_else(|| self.country_entity(country));
        Some(Actor::new(self.tree.token(at).span, entity))
    }

    /// The entity that is this country, or goes by its capital.
    fn country_entity(self, iso3: &str) -> Option<EntityId> {
        let place =
            |entity: &Entity| entity.country == Some(iso3) && entity.kind == EntityKind::Location;
        let itself = |entity: &Entity| match entity.name {
            EntityName::Country(_) => entity.country == Some(iso3),
            EntityName::Written(span) => {
                place(entity) && countries::by_phrase(self.tree.article.text_of(span)).is_some()
            }
        };
        let at = self.entities.iter().position(itself);
        at.or_else(|| self.entities.iter().position(place)).map(|at| EntityId(at as u32)) // few
    }

    /// "**India** and Pakistan", where one mention covers both: each is a participant.
    pub(super) fn one_of_many(self, head: usize) -> Option<Actor> {
        let tree = self.tree;
        let span = self.heads.of(head)?.1;
        let mention = tree.analysis.tokens_in(span);
        let joined = mention.clone().any(|at| tree.upos(at) == Upos::Cconj)
            && tree
                .children(head)
                .any(|child| tree.relation(child) == Relation::Conj && mention.contains(&child));
        let country = countries::find(tree.word(head)).filter(|_| joined)?.0.iso3;
        Some(Actor::new(tree.token(head).span, self.country_entity(country)))
    }

    /// "**German journalist** Mesale Tolu": a mention, and what stands before it in its phrase.
    pub(super) fn with_title(self, head: usize, span: Span) -> Span {
        let tree = self.tree;
        let own = tree.analysis.tokens_in(span);
        let phrase = self.noun_phrase(head);
        let plain = matches!(tree.upos(head), Upos::Noun | Upos::Propn);
        let before = phrase.start..own.start.min(head);
        let title = plain
            && !before.is_empty()
            && before.len() < 8
            && before.clone().all(|at| {
                matches!(tree.upos(at), Upos::Adj | Upos::Noun | Upos::Propn | Upos::Det)
            });
        let from = if title { before.start } else { own.start };
        tree.analysis.span(from..own.end.max(from + 1)).unwrap_or(span)
    }

    /// "**the Iranian nation**", "the government of Iran": the country, where the article speaks
    /// of it by name.
    pub(super) fn of_nation(self, head: usize) -> Option<EntityId> {
        let tree = self.tree;
        let collective = matches!(
            tree.lemma(head),
            "nation"
                | "people"
                | "government"
                | "state"
                | "regime"
                | "side"
                | "administration"
                | "authority"
                | "republic"
                | "country"
                | "kingdom"
                | "cabinet"
        );
        if !collective {
            return None;
        }
        // "our country", said by a president
        let ours = tree.children(head).find(|&child| tree.word(child).eq_ignore_ascii_case("our"));
        if let Some(actor) = ours.and_then(|our| self.by_person(our)) {
            return actor.entity;
        }
        let of = tree.phrases(head, "of");
        let country = tree
            .children(head)
            .filter(|&child| child < head)
            .chain(of)
            .find_map(|at| countries::find(tree.word(at)))?
            .0
            .iso3;
        self.country_entity(country)
    }

    /// "The Leader of the Revolution, **Ali Khamenei**, met": the name that stands beside an
    /// office is surer than the office.
    pub(super) fn in_apposition(self, head: usize) -> Option<Actor> {
        let is_name = |at: usize| {
            let (id, span) = self.heads.of(at)?;
            let entity = &self.entities[id.0 as usize]; // ids come from this list
            let named = entity
                .mentions
                .iter()
                .any(|mention| mention.span == span && mention.kind == MentionKind::Name);
            (entity.kind == EntityKind::Person && named).then_some(Actor::new(span, Some(id)))
        };
        if is_name(head).is_some() || self.tree.upos(head) == Upos::Propn {
            return None;
        }
        let beside = |at: &usize| self.tree.relation(*at) == Relation::Appos;
        self.tree
            .children(head)
            .filter(beside)
            .flat_map(|at| self.tree.analysis.subtree(at).take(8))
            .find_map(is_name)
    }

    /// Who is meant by "we" and "you" in what somebody says: the speaker, or whoever is addressed;
    /// where a head of state speaks for a country, the country.
    pub(super) fn by_person(self, head: usize) -> Option<Actor> {
        let tree = self.tree;
        let word = tree.word(head).to_ascii_lowercase();
        let first = matches!(word.as_str(), "i" | "me" | "my" | "we" | "us" | "our");
        let second = matches!(word.as_str(), "you" | "your");
        if !first && !second {
            return None;
        }
        let statement = &self.statements[self.claims.of(head)?.0 as usize]; // claims' ids are theirs
        let many = matches!(word.as_str(), "we" | "us" | "our") || second;
        let meant = if first {
            statement.speaker
        } else {
            self.told(statement).or(statement.addressee.and_then(|told| told.entity))
        }?;
        let meant = if many { self.country_of(meant).unwrap_or(meant) } else { meant };
        Some(Actor::new(tree.token(head).span, Some(meant)))
    }

    /// The country a person belongs to, if the article speaks of it.
    fn country_of(self, person: EntityId) -> Option<EntityId> {
        let entity = &self.entities[person.0 as usize]; // ids come from this list
        let country = entity.country.filter(|_| entity.kind == EntityKind::Person)?;
        self.country_entity(country)
    }

    /// Whom a quotation addresses whose cue follows another verb of speaking to somebody: "thanked
    /// **Iran** and said, “You came to our aid”".
    fn told(self, statement: &Statement) -> Option<EntityId> {
        let tree = self.tree;
        let cue = tree.analysis.tokens_in(statement.cue.as_ref()?.cover()).start;
        let sentence = tree.analysis.sentence_of(cue);
        let start = (sentence.start as usize).max(cue.saturating_sub(40));
        (start..cue).rev().find_map(|at| {
            let speaks = tree.upos(at) == Upos::Verb
                && crate::words::saying(tree.lemma(at)).is_some_and(|verb| verb.addresses);
            let object = tree.child(at, &[Relation::Obj]).filter(|_| speaks)?;
            self.heads.of(object).map(|(id, _)| id)
        })
    }
}
