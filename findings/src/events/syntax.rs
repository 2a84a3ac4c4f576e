//! Reading a dependency tree: who is the subject, the object, the phrase after a preposition.

use onrecord_article::{Relation, Token, Upos};
use onrecord_language::Analysis;

/// The tree of an article, with the questions that patterns ask.
#[derive(Clone, Copy)]
pub(crate) struct Tree<'a> {
    pub analysis: &'a Analysis,
}

impl<'a> Tree<'a> {
    pub(crate) fn token(self, at: usize) -> &'a Token {
        &self.analysis.tokens()[at]
    }

    pub(crate) fn lemma(self, at: usize) -> &'a str {
        self.analysis.lemma(at)
    }

    pub(crate) fn upos(self, at: usize) -> Upos {
        self.token(at).upos
    }

    pub(crate) fn relation(self, at: usize) -> Relation {
        self.token(at).relation
    }

    pub(crate) fn children(self, at: usize) -> impl Iterator<Item = usize> + 'a {
        self.analysis.children(at)
    }

    pub(crate) fn child(self, at: usize, wanted: &[Relation]) -> Option<usize> {
        self.children(at).find(|&child| wanted.contains(&self.relation(child)))
    }

    /// A form of "be" or "get" that makes the verb passive, or the parser's word for it.
    pub(crate) fn is_passive(self, verb: usize) -> bool {
        self.token(verb).morph.passive
            || self.child(verb, &[Relation::AuxPass, Relation::NsubjPass]).is_some()
    }

    /// The subject as written at this verb.
    pub(crate) fn own_subject(self, verb: usize) -> Option<usize> {
        self.children(verb).find(|&child| {
            self.relation(child).is_nsubj()
                || matches!(self.relation(child), Relation::Csubj | Relation::CsubjPass)
        })
    }

    /// The subject of a verb, also where another verb carries it: coordination ("met and
    /// **signed**"), control ("plans to **sign**", "urged Iran to **stop**"), participles
    /// ("police **guarding** the gate"), relative clauses.
    pub(crate) fn subject(self, verb: usize) -> Option<usize> {
        let mut at = verb;
        // Each step climbs the tree, so the loop ends at a root.
        loop {
            if let Some(subject) = self.own_subject(at) {
                return Some(self.antecedent(subject, at));
            }
            let head = self.analysis.head(at)?;
            match self.relation(at) {
                Relation::Conj | Relation::Parataxis => at = head,
                Relation::Xcomp => match self.child(head, &[Relation::Obj, Relation::Iobj]) {
                    Some(object) if !self.is_passive(head) => return Some(object),
                    _ => at = head,
                },
                Relation::Advcl => at = head,
                Relation::Acl | Relation::AclRelcl if self.is_nominal(head) => return Some(head),
                Relation::Acl | Relation::Ccomp => at = head,
                _ => return None,
            }
        }
    }

    /// The object of an active verb, or the subject of a passive one.
    pub(crate) fn object(self, verb: usize) -> Option<usize> {
        if self.is_passive(verb) {
            // "the men arrested by police": the participle modifies its own object.
            if matches!(self.relation(verb), Relation::Acl | Relation::AclRelcl)
                && self.own_subject(verb).is_none()
            {
                return self.analysis.head(verb).filter(|&head| self.is_nominal(head));
            }
            return self.subject(verb);
        }
        if let Some(object) = self.child(verb, &[Relation::Obj]) {
            return Some(self.antecedent(object, verb));
        }
        // "the men police arrested": a relative clause without its pronoun.
        let head = self.analysis.head(verb)?;
        if self.relation(verb) == Relation::AclRelcl && self.own_subject(verb).is_some() {
            let subject = self.own_subject(verb)?;
            return (!is_relative_pronoun(self.lemma(subject)) && self.is_nominal(head))
                .then_some(head);
        }
        // Coordinated verbs share an object: "seized and searched the ship".
        (self.relation(verb) == Relation::Acl
            && self.token(verb).morph.verb_form == onrecord_article::VerbForm::PastParticiple)
            .then_some(head)
            .filter(|&head| self.is_nominal(head))
    }

    /// What a relative pronoun stands for, or the word itself.
    fn antecedent(self, at: usize, verb: usize) -> usize {
        if !is_relative_pronoun(self.lemma(at)) || self.upos(at) != Upos::Pron {
            return at;
        }
        let clause = std::iter::successors(Some(verb), |&up| self.analysis.head(up))
            .find(|&up| self.relation(up) == Relation::AclRelcl);
        clause.and_then(|clause| self.analysis.head(clause)).unwrap_or(at)
    }

    pub(crate) fn is_nominal(self, at: usize) -> bool {
        matches!(
            self.upos(at),
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj | Upos::Det | Upos::X
        )
    }

    /// The preposition before a phrase: lemma of its `case` (or `mark` before a gerund).
    pub(crate) fn preposition(self, phrase: usize) -> Option<&'a str> {
        self.child(phrase, &[Relation::Case, Relation::Mark]).map(|case| self.lemma(case))
    }

    /// The phrases under a word after one of its prepositions.
    pub(crate) fn phrases(self, at: usize, preposition: &str) -> impl Iterator<Item = usize> + 'a {
        let preposition = preposition.to_owned();
        self.children(at).filter(move |&child| {
            matches!(
                self.relation(child),
                Relation::Obl
                    | Relation::OblAgent
                    | Relation::Nmod
                    | Relation::NmodDesc
                    | Relation::Advcl
                    | Relation::Acl
                    | Relation::Xcomp
            ) && self.children(child).any(|case| {
                matches!(self.relation(case), Relation::Case | Relation::Mark)
                    && self.lemma(case) == preposition
            })
        })
    }

    /// The words coordinated with this one, itself first.
    pub(crate) fn coordinated(self, at: usize) -> impl Iterator<Item = usize> + 'a {
        std::iter::once(at).chain(
            self.children(at).filter(move |&child| {
                self.relation(child) == Relation::Conj && self.is_nominal(child)
            }),
        )
    }
}

pub(crate) fn is_relative_pronoun(lemma: &str) -> bool {
    matches!(lemma, "who" | "which" | "that" | "whom")
}
