//! Who takes part: from the phrases that a frame names to actors.

use std::collections::HashMap;

use onrecord_article::{
    Actor, Entity, EntityId, EntityKind, MentionKind, Relation, Span, Statement, Upos,
};

use super::Claims;
use super::axes::is_nobody;
use super::patterns::{Part, Pattern, Slot, is_being};
use super::syntax::{Tree, is_relative_pronoun};

/// Which entity a token heads a mention of.
#[derive(Debug)]
pub(crate) struct Heads {
    at: HashMap<u32, (EntityId, Span)>,
}

impl Heads {
    pub(crate) fn new(entities: &[Entity]) -> Heads {
        let mut at = HashMap::new();
        for (number, entity) in entities.iter().enumerate() {
            let id = EntityId(number as u32); // far fewer entities than bytes of text
            for mention in &entity.mentions {
                // Of two mentions with one head the first, from the analysis, stands.
                at.entry(mention.head).or_insert((id, mention.span));
            }
        }
        Heads { at }
    }

    pub(crate) fn of(&self, token: usize) -> Option<(EntityId, Span)> {
        self.at.get(&(token as u32)).copied()
    }
}

/// What an argument needs to know.
#[derive(Clone, Copy)]
pub(crate) struct Cast<'a> {
    pub tree: Tree<'a>,
    pub heads: &'a Heads,
    pub entities: &'a [Entity],
    pub claims: &'a Claims,
    pub statements: &'a [Statement],
}

/// The participants of one event.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    pub actors: Vec<Actor>,
    pub recipients: Vec<Actor>,
}

impl<'a> Cast<'a> {
    /// Fills a pattern's frame around its head word. `object` is the token of a light verb's
    /// object ("hold **talks** with"). `None` if a required part is missing.
    pub(super) fn fill(
        self,
        pattern: &Pattern,
        at: usize,
        object: Option<usize>,
    ) -> Option<Arguments> {
        let mut filled = Arguments::default();
        for slot in &pattern.frame {
            if let (Part::Actor, "subj", Some(speaker)) = (slot.part, slot.phrase, self.speaks(at))
            {
                filled.actors.push(speaker);
                continue;
            }
            let phrases = self.phrases(slot, pattern, at, object);
            if slot.required && phrases.is_empty() {
                return None;
            }
            for phrase in phrases {
                let list = match slot.part {
                    Part::Actor => &mut filled.actors,
                    Part::Recipient => &mut filled.recipients,
                    Part::Document | Part::Place | Part::None => continue,
                };
                for actor in self.people(phrase, slot.inside) {
                    if !list.iter().any(|other| same(*other, actor)) {
                        list.push(actor);
                    }
                }
            }
        }
        let actors = &filled.actors;
        filled.recipients.retain(|&recipient| !actors.iter().any(|&actor| same(actor, recipient)));
        Some(filled)
    }

    /// Who speaks, where the trigger is the cue of a statement: "the president **thanked** Iran".
    pub(crate) fn speaks(self, at: usize) -> Option<Actor> {
        let statement = self.statements.get(self.claims.cue_of(at)?.0 as usize)?;
        // "**India and Pakistan** agreed": a statement has one speaker, an event has both.
        if self.tree.subject(at).is_some_and(|who| self.tree.coordinated(who).nth(1).is_some()) {
            return None;
        }
        let span = statement.source.as_ref()?.cover();
        Some(Actor::new(span, Some(statement.speaker?)))
    }

    fn phrases(
        self,
        slot: &Slot,
        pattern: &Pattern,
        at: usize,
        object: Option<usize>,
    ) -> Vec<usize> {
        use super::patterns::Head;
        let tree = self.tree;
        let passive = pattern.head == Head::Verb && tree.is_passive(at);
        match (slot.phrase, pattern.head) {
            ("subj", Head::Verb) if passive => tree.phrases(at, "by").collect(),
            ("subj", Head::Verb) => tree.subject(at).into_iter().collect(),
            // A light verb's own object is no participant, but what is inside it may be.
            ("obj", Head::Verb) if object.is_some() && !pattern.objects_of_preposition => {
                if slot.inside || self.is_participant(object) {
                    object.into_iter().collect()
                } else {
                    Vec::new()
                }
            }
            ("obj", Head::Verb) => {
                tree.object(at).filter(|&o| Some(o) != object).into_iter().collect()
            }
            ("iobj", Head::Verb) => tree.child(at, &[Relation::Iobj]).into_iter().collect(),
            ("poss", Head::Noun) => tree
                .children(at)
                .filter(|&child| match tree.relation(child) {
                    Relation::NmodPoss => true,
                    Relation::Amod | Relation::Compound => {
                        self.heads.of(child).is_some() || self.is_demonym(child)
                    }
                    _ => false,
                })
                .collect(),
            ("head", Head::Modifier) => self.modified(at).into_iter().collect(),
            ("subj" | "obj" | "iobj" | "poss" | "head", _) => Vec::new(),
            (preposition, head) => {
                let anchor = match head {
                    Head::Modifier => self.modified(at),
                    _ => Some(at),
                };
                // "sent drones **to Sudan**": the parser may hang the phrase on the object.
                let loose = match head {
                    Head::Verb if object.is_none() && preposition != "of" => {
                        tree.child(at, &[Relation::Obj])
                    }
                    _ => None,
                };
                let found: Vec<usize> = anchor
                    .into_iter()
                    .chain(object)
                    .chain(loose)
                    .flat_map(|at| tree.phrases(at, preposition))
                    .collect();
                if found.is_empty() && head != Head::Modifier {
                    return tree.phrase_after(at, preposition).into_iter().collect();
                }
                found
            }
        }
    }

    /// What a participle before a noun modifies: "**visiting** Venezuelan President Maduro".
    fn modified(self, at: usize) -> Option<usize> {
        match self.tree.relation(at) {
            Relation::Amod => self.tree.analysis.head(at),
            _ => self.tree.child(at, &[Relation::Obj]),
        }
    }

    /// Whether a light verb's object can itself take part: "released **the hostages**".
    fn is_participant(self, object: Option<usize>) -> bool {
        let Some(at) = object else { return false };
        let entity = self.heads.of(at).map(|(id, _)| &self.entities[id.0 as usize]); // of this list
        entity.is_some_and(|entity| entity.kind != EntityKind::Other)
            || is_being(self.tree.lemma(at))
            || self.tree.upos(at) == Upos::Propn
    }

    /// The participants a phrase names: one for each coordinated part.
    pub(crate) fn people(self, phrase: usize, inside: bool) -> Vec<Actor> {
        let mut out = Vec::new();
        for head in self.tree.coordinated(phrase) {
            let head = if inside { self.inside(head) } else { Some(head) };
            if let Some(actor) = head.and_then(|head| self.actor(head)) {
                out.push(actor);
            }
        }
        out
    }

    /// The participant inside an object: itself if it is a name or a person, else its possessor,
    /// else the first name in it. "the resilience of **Iran** and **Venezuela**"
    fn inside(self, object: usize) -> Option<usize> {
        let named = |at: usize| {
            self.heads.of(at).is_some_and(|(id, _)| {
                let entity = &self.entities[id.0 as usize]; // ids come from this list
                entity.kind != EntityKind::Other
                    && entity.mentions.iter().any(|mention| mention.kind == MentionKind::Name)
            })
        };
        if named(object) || self.is_participant(Some(object)) {
            return Some(object);
        }
        if let Some(owner) = self.tree.child(object, &[Relation::NmodPoss]) {
            return Some(owner);
        }
        if let Some(people) = self.tree.children(object).find(|&child| self.is_demonym(child)) {
            return Some(people);
        }
        // "praised the victory **of the government**", wherever the parser hung it
        if self.tree.word(object + 1) == "of"
            && let Some(of) = self.tree.phrase_after(object, "of")
            && (named(of) || self.is_participant(Some(of)))
        {
            return Some(of);
        }
        let under = self.tree.analysis.subtree(object);
        under
            .clone()
            .find(|&at| named(at))
            .or_else(|| under.into_iter().find(|&at| self.is_participant(Some(at))))
    }

    /// One participant: its mention if there is one, else its noun phrase as written.
    pub(crate) fn actor(self, head: usize) -> Option<Actor> {
        let tree = self.tree;
        // "met with visiting President Maduro": what the participle modifies was met.
        if tree.upos(head) == Upos::Verb {
            let object = tree.child(head, &[Relation::Obj])?;
            let gerund = tree.verb_form(head) == onrecord_article::VerbForm::Gerund;
            return if gerund { self.actor(object) } else { None };
        }
        if let Some(actor) = self.by_person(head) {
            return Some(actor);
        }
        if let Some(named) = self.in_apposition(head) {
            return Some(named);
        }
        if let Some(actor) = self.demonym(head).or_else(|| self.one_of_many(head)) {
            return Some(actor);
        }
        if let Some((entity, span)) = self.heads.of(head) {
            let entity = self.of_nation(head).unwrap_or(entity);
            return Some(Actor::new(self.with_title(head, span), Some(entity)));
        }
        let nominal = matches!(tree.upos(head), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num);
        if !nominal || is_relative_pronoun(tree.lemma(head)) || is_nobody(tree, head) {
            return None;
        }
        let entity = self.of_nation(head);
        tree.analysis.span(self.noun_phrase(head)).map(|span| Actor::new(span, entity))
    }

    /// From the first modifier before a noun to its last name part or `of` phrase.
    pub(crate) fn noun_phrase(self, head: usize) -> std::ops::Range<usize> {
        let tree = self.tree;
        let mut start = head;
        let mut end = head + 1;
        for child in tree.children(head) {
            let under = tree.analysis.subtree(child);
            let before = child < head
                && matches!(
                    tree.relation(child),
                    Relation::Det
                        | Relation::Amod
                        | Relation::Compound
                        | Relation::Nummod
                        | Relation::NmodPoss
                        | Relation::Flat
                        | Relation::Advmod
                        | Relation::NmodDesc
                        | Relation::NmodUnmarked
                );
            let after = matches!(tree.relation(child), Relation::Flat | Relation::Compound)
                || (tree.relation(child) == Relation::Nmod
                    && match tree.preposition(child) {
                        Some("of") => true,
                        // "people **in eastern Syria**", "workers **from Egypt**"
                        Some("in" | "from" | "at") => {
                            self.heads.of(child).is_some_and(|(id, _)| {
                                self.entities[id.0 as usize].kind == EntityKind::Location // of this list
                            })
                        }
                        _ => false,
                    });
            if before {
                start = start.min(under.start);
            } else if child > head && after {
                end = end.max(under.end);
            }
        }
        start..end
    }
}

/// Whether two actors stand for one: the same entity, or the same words.
pub(super) fn same(a: Actor, b: Actor) -> bool {
    a.span == b.span || (a.entity.is_some() && a.entity == b.entity)
}
