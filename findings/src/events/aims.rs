//! At whom words are aimed, where only the clause under them says so: "agreed to lend a billion to
//! **Indonesia**", "demands that **the United States** ease the sanctions".

use onrecord_article::{Actor, EntityKind, EventKind, MentionKind, Quad, Relation};

use super::arguments::{Cast, same};

/// Clauses under one another that are searched.
const DEPTH: usize = 3;

/// Tokens after a verb that are searched.
const NEAR: usize = 16;

/// Prepositions of those whom a deed reaches.
const REACHES: [&str; 6] = ["to", "with", "for", "against", "on", "from"];

impl Cast<'_> {
    /// Whom an event of words (an agreement, a request, a refusal, a threat) is aimed at: who is to
    /// act, where somebody else is asked to; else whom the deed under it would reach. `object` is
    /// the noun of a light verb: "reiterated its **demand** that".
    pub(super) fn aimed_at(
        self,
        kind: EventKind,
        at: usize,
        object: Option<usize>,
        actors: &[Actor],
    ) -> Vec<Actor> {
        if !matches!(kind.quad(), Quad::VerbalCooperation | Quad::VerbalConflict) {
            return Vec::new();
        }
        let mut clause = self.clause_under(at).or_else(|| self.clause_under(object?));
        for _ in 0..DEPTH {
            let Some(verb) = clause else { break };
            let asked = self.tree.own_subject(verb).filter(|_| kind == EventKind::Request);
            let found = asked.map_or_else(Vec::new, |who| self.others(who, actors));
            if !found.is_empty() {
                return found;
            }
            let found = self.reached(verb, actors);
            if !found.is_empty() {
                return found;
            }
            clause = self.clause_under(verb);
        }
        Vec::new()
    }

    /// The clause that completes a word.
    fn clause_under(self, at: usize) -> Option<usize> {
        let tree = self.tree;
        let completes = |&child: &usize| match tree.relation(child) {
            Relation::Xcomp | Relation::Ccomp => tree.is_verbal(child),
            Relation::Acl | Relation::Advcl => tree.is_infinitive(child),
            _ => false,
        };
        tree.children(at).filter(|&child| child > at).find(completes)
    }

    /// Whom the deed of a verb reaches: its object, or the first phrase after one of its
    /// prepositions, wherever the parser hung it.
    fn reached(self, verb: usize, actors: &[Actor]) -> Vec<Actor> {
        let tree = self.tree;
        let end = (tree.analysis.sentence_of(verb).end as usize).min(verb + NEAR);
        let direct = tree.child(verb, &[Relation::Iobj]).into_iter().chain(tree.object(verb));
        let under = (verb + 1..end)
            .take_while(|&at| !matches!(tree.word(at), "," | ";" | ":" | "."))
            .filter(|&at| tree.relation(at) == Relation::Case && REACHES.contains(&tree.word(at)))
            .filter_map(|case| tree.analysis.head(case).filter(|&head| head > case));
        let phrases = direct.chain(under).filter(|&phrase| self.takes_part(phrase));
        phrases
            .map(|phrase| self.others(phrase, actors))
            .find(|list| !list.is_empty())
            .unwrap_or_default()
    }

    /// Whether a phrase names somebody by name, or a being.
    fn takes_part(self, phrase: usize) -> bool {
        let entity = self.heads.of(phrase).map(|(id, _)| &self.entities[id.0 as usize]); // of this list
        entity.is_some_and(|entity| {
            entity.kind != EntityKind::Other
                && entity.mentions.iter().any(|mention| mention.kind == MentionKind::Name)
        }) || super::patterns::is_being(self.tree.lemma(phrase))
    }

    /// The participants of a phrase that do not act themselves.
    fn others(self, phrase: usize, actors: &[Actor]) -> Vec<Actor> {
        let mut found = self.people(phrase, false);
        found.retain(|&other| !actors.iter().any(|&actor| same(actor, other)));
        found
    }
}
