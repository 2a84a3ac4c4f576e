//! Who takes part: from the phrases that a frame names to actors.

use std::collections::HashMap;

use onrecord_article::{Actor, Entity, EntityId, EntityKind, MentionKind, Relation, Span, Upos};

use super::patterns::{Part, Pattern, Slot};
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
                    Relation::Amod | Relation::Compound => self.heads.of(child).is_some(),
                    _ => false,
                })
                .collect(),
            ("head", Head::Modifier) => tree.analysis.head(at).into_iter().collect(),
            ("subj" | "obj" | "iobj" | "poss" | "head", _) => Vec::new(),
            (preposition, _) => {
                let anchor =
                    if pattern.head == Head::Modifier { tree.analysis.head(at) } else { Some(at) };
                anchor
                    .into_iter()
                    .chain(object)
                    .flat_map(|at| tree.phrases(at, preposition))
                    .collect()
            }
        }
    }

    /// Whether a light verb's object can itself take part: "released **the hostages**".
    fn is_participant(self, object: Option<usize>) -> bool {
        object.and_then(|at| self.heads.of(at)).is_some_and(|(id, _)| {
            let kind = self.entities[id.0 as usize].kind; // ids come from this list
            kind != EntityKind::Other
        })
    }

    /// The participants a phrase names: one for each coordinated part.
    fn people(self, phrase: usize, inside: bool) -> Vec<Actor> {
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
        let under = self.tree.analysis.subtree(object);
        under
            .clone()
            .find(|&at| named(at))
            .or_else(|| under.into_iter().find(|&at| self.is_participant(Some(at))))
    }

    /// One participant: its mention if there is one, else its noun phrase as written.
    pub(crate) fn actor(self, head: usize) -> Option<Actor> {
        let tree = self.tree;
        if let Some((entity, span)) = self.heads.of(head) {
            return Some(Actor { span, entity: Some(entity) });
        }
        let nominal = matches!(tree.upos(head), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num);
        if !nominal || is_relative_pronoun(tree.lemma(head)) {
            return None;
        }
        tree.analysis.span(self.noun_phrase(head)).map(|span| Actor { span, entity: None })
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
                    && tree.preposition(child) == Some("of"));
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
