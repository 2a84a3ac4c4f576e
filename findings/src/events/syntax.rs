//! Reading a dependency tree: who is the subject, the object, the phrase after a preposition.

use onrecord_article::{Article, Relation, Token, Upos, VerbForm};
use onrecord_language::Analysis;

/// The tree of an article, with the questions that patterns ask.
#[derive(Clone, Copy)]
pub(crate) struct Tree<'a> {
    pub article: &'a Article,
    pub analysis: &'a Analysis,
}

impl<'a> Tree<'a> {
    pub(crate) fn token(self, at: usize) -> &'a Token {
        &self.analysis.tokens()[at]
    }

    pub(crate) fn lemma(self, at: usize) -> &'a str {
        self.analysis.lemma(at)
    }

    /// The word as written; empty beyond the last one.
    pub(crate) fn word(self, at: usize) -> &'a str {
        self.analysis.tokens().get(at).map_or("", |token| self.article.text_of(token.span))
    }

    pub(crate) fn verb_form(self, at: usize) -> VerbForm {
        self.token(at).morph.verb_form
    }

    /// A verb, or a word tagged otherwise that stands where only a verb can: "set to **free** ten
    /// soldiers", "Will the pilots **strike**?".
    pub(crate) fn is_verbal(self, at: usize) -> bool {
        match self.upos(at) {
            Upos::Verb => true,
            Upos::Noun | Upos::Adj | Upos::Propn => {
                let modal = |child: usize| {
                    self.relation(child) == Relation::Aux
                        && (self.verb_form(child) == VerbForm::Modal || self.lemma(child) == "do")
                };
                // A noun with a subject that no copula made a predicate is a verb.
                let acts = self.child(at, &[Relation::Nsubj]).is_some()
                    && self
                        .child(
                            at,
                            &[
                                Relation::Cop,
                                Relation::Det,
                                Relation::Case,
                                Relation::Amod,
                                Relation::NmodPoss,
                            ],
                        )
                        .is_none();
                self.word(at).starts_with(|c: char| c.is_lowercase())
                    && (acts
                        || self.children(at).any(modal)
                        || self.is_asked_verb(at)
                        || self.to_before(at).is_some_and(|to| self.takes_infinitive(to)))
            }
            _ => false,
        }
    }

    /// "to **sign**", "to be **signed**", "to finally **sign**"
    pub(crate) fn is_infinitive(self, at: usize) -> bool {
        self.is_verbal(at) && self.verb_form(at) != VerbForm::Gerund && self.to_before(at).is_some()
    }

    /// The word before the `to` of an infinitive, where it can govern one: "**due** to sign".
    pub(crate) fn word_before_to(self, at: usize) -> Option<usize> {
        let to = self.to_before(at)?;
        let start = self.analysis.sentence_of(at).start as usize;
        (start..to).rev().find(|&before| self.upos(before) != Upos::Adv)
    }

    fn to_before(self, at: usize) -> Option<usize> {
        let start = self.analysis.sentence_of(at).start as usize;
        for before in (start..at).rev().take(4) {
            match self.upos(before) {
                _ if self.lemma(before) == "to" => return Some(before),
                Upos::Adv => {}
                Upos::Aux if matches!(self.lemma(before), "be" | "have" | "get") => {}
                _ => return None,
            }
        }
        None
    }

    /// Whether what stands before `to` is a word that infinitives complete.
    fn takes_infinitive(self, to: usize) -> bool {
        to > 0 && {
            let lemma = self.lemma(to - 1);
            use super::operators::Operator;
            [Operator::Planned, Operator::Requested, Operator::Negative, Operator::Possible]
                .iter()
                .any(|operator| operator.lists(lemma))
        }
    }

    /// "Will the pilots **strike**?": the first word after the subject of a question that can be
    /// its verb.
    fn is_asked_verb(self, at: usize) -> bool {
        let sentence = self.analysis.sentence_of(at);
        let (start, end) = (sentence.start as usize, sentence.end as usize);
        let opens = matches!(
            self.word(start),
            "Will" | "Did" | "Does" | "Do" | "Can" | "Could" | "Should" | "Would" | "Might" | "May"
        );
        opens
            && at > start + 1
            && at - start < 12
            && self.word(end - 1) == "?"
            && matches!(self.upos(at - 1), Upos::Noun | Upos::Propn | Upos::Pron)
            && (start + 1..at).all(|k| self.upos(k) != Upos::Verb)
            && matches!(
                self.upos((at + 1).min(end - 1)),
                Upos::Det | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adp | Upos::Punct
            )
    }

    /// The verb of the clause that a word stands in, or the root above it.
    pub(crate) fn clause_of(self, at: usize) -> usize {
        std::iter::successors(Some(at), |&up| self.analysis.head(up))
            .find(|&up| self.upos(up) == Upos::Verb || self.analysis.head(up).is_none())
            .unwrap_or(at)
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

    /// A form of "be" or "get" that makes the verb passive, or a participle with neither subject
    /// nor object of its own: "the men **arrested** on Monday".
    pub(crate) fn is_passive(self, verb: usize) -> bool {
        if self.child(verb, &[Relation::AuxPass]).is_some() {
            return true;
        }
        let object = self.child(verb, &[Relation::Obj]).is_some();
        if object {
            return false;
        }
        let subject = self.child(verb, &[Relation::Nsubj]).is_some();
        let perfect = self
            .children(verb)
            .any(|child| self.relation(child) == Relation::Aux && self.lemma(child) == "have");
        self.child(verb, &[Relation::NsubjPass]).is_some()
            || (self.token(verb).morph.passive && !subject && !perfect)
    }

    /// The subject as written at this verb.
    pub(crate) fn own_subject(self, verb: usize) -> Option<usize> {
        self.children(verb).find(|&child| {
            (self.relation(child).is_nsubj() && !self.is_dateline(child))
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
            if let Some(subject) = self.own_subject(at).or_else(|| self.near_subject(at)) {
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

    /// The noun before a tensed verb that the parser gave no subject, or one in the dateline:
    /// "which was attended by the Iranian president, **the Venezuelan president** thanked Iran".
    fn near_subject(self, verb: usize) -> Option<usize> {
        let tensed = matches!(self.verb_form(verb), VerbForm::Past | VerbForm::Present)
            || self.children(verb).any(|child| {
                self.relation(child) == Relation::Aux && child < verb && self.lemma(child) != "to"
            });
        let clause = matches!(
            self.relation(verb),
            Relation::Advcl | Relation::Ccomp | Relation::Parataxis | Relation::Root
        );
        if !tensed || !clause || self.child(verb, &[Relation::Mark, Relation::AuxPass]).is_some() {
            return None;
        }
        let start = self.analysis.sentence_of(verb).start as usize;
        let mut at = verb;
        // Past what may stand between: "the court **on Monday** ordered".
        let noun = loop {
            at = at.checked_sub(1).filter(|&at| at >= start)?;
            match self.upos(at) {
                Upos::Adv | Upos::Aux => {}
                Upos::Noun | Upos::Propn if is_time(self.lemma(at)) => {}
                Upos::Adj | Upos::Det | Upos::Adp
                    if matches!(self.lemma(at), "last" | "this" | "on" | "in" | "earlier") => {}
                Upos::Noun | Upos::Propn => break at,
                _ => return None,
            }
        };
        let top = std::iter::successors(Some(noun), |&up| self.analysis.head(up))
            .take_while(|&up| up >= start && up <= noun && self.is_nominal(up))
            .last()?;
        let free = matches!(
            self.relation(top),
            Relation::Appos
                | Relation::Conj
                | Relation::Dep
                | Relation::Nsubj
                | Relation::Parataxis
                | Relation::OblUnmarked
                | Relation::Root
        );
        let adjacent = noun + 1 == verb || self.upos(noun + 1) != Upos::Punct;
        (free && adjacent && !self.is_dateline(top)).then_some(top)
    }

    /// Whether a word stands in the dateline that opens its sentence: "**BEIJING** -- A court".
    pub(crate) fn is_dateline(self, at: usize) -> bool {
        let start = self.analysis.sentence_of(at).start as usize;
        if at > start + 12 || !self.word(start).starts_with(|c: char| c.is_uppercase()) {
            return false;
        }
        let end = (self.analysis.sentence_of(at).end as usize).min(start + 14);
        (start + 1..end)
            .take_while(|&k| !matches!(self.upos(k), Upos::Verb | Upos::Aux | Upos::Det))
            .any(|k| k > at && matches!(self.word(k), "--" | "—" | "–"))
    }

    /// Who acts: the subject, or in the passive whoever stands after "by".
    pub(crate) fn agents(self, verb: usize) -> Vec<usize> {
        if self.is_passive(verb) {
            self.phrases(verb, "by").collect()
        } else {
            self.subject(verb).into_iter().collect()
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
            // "extradited **a** top Pakistan militant": the parser may take the article for it.
            let article = matches!(self.upos(object), Upos::Det | Upos::Adj | Upos::Num);
            let noun = if article && object > verb { self.noun_from(object) } else { None };
            return Some(noun.unwrap_or_else(|| self.antecedent(object, verb)));
        }
        if let Some(object) = self.bare_object(verb) {
            return Some(object);
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

    /// The noun phrase right after an active verb that the parser took for something else:
    /// "killed **one Turkish soldier**", "meets **German Chancellor Angela Merkel**".
    fn bare_object(self, verb: usize) -> Option<usize> {
        let tensed = matches!(
            self.verb_form(verb),
            VerbForm::Past | VerbForm::Present | VerbForm::Infinitive | VerbForm::Gerund
        ) || self.child(verb, &[Relation::Nsubj]).is_some();
        if !tensed || !self.is_verbal(verb) {
            return None;
        }
        // "at least four", "more than a dozen"
        let skip = match (self.word(verb + 1), self.word(verb + 2)) {
            ("at", "least" | "most") | ("more" | "fewer" | "less", "than") => 3,
            _ => 1,
        };
        self.noun_from(verb + skip)
    }

    /// The head of the noun phrase that begins at a token, read off the tags alone.
    fn noun_from(self, first: usize) -> Option<usize> {
        let end = (self.analysis.sentence_of(first.checked_sub(1)?).end as usize).min(first + 12);
        let mut run = first..first;
        while run.end < end {
            let joins = match self.upos(run.end) {
                Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num => true,
                Upos::Det | Upos::Pron => run.is_empty(),
                Upos::Part => matches!(self.word(run.end), "'s" | "’s"),
                Upos::Punct => self.word(run.end) == "-" && !run.is_empty(),
                Upos::Verb => self.relation(run.end) == Relation::Amod && !run.is_empty(),
                _ => false,
            };
            if !joins {
                break;
            }
            run.end += 1;
        }
        // "summoned the ambassador **Monday**"
        while run.end > run.start && is_time(self.lemma(run.end - 1)) {
            run.end -= 1;
        }
        let name = |at: &usize| matches!(self.upos(*at), Upos::Noun | Upos::Propn);
        let last = run.clone().rev().find(name)?;
        if matches!(self.word(last + 1), "'s" | "’s") {
            return None;
        }
        // "Angela **Merkel**": the first word of a name heads it.
        let inside = |at: usize| self.analysis.head(at).filter(|head| run.contains(head));
        std::iter::successors(Some(last), |&at| {
            inside(at).filter(|_| self.relation(at) == Relation::Flat)
        })
        .last()
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
            ) && !is_time(self.lemma(child))
                && self.children(child).any(|case| {
                    matches!(self.relation(case), Relation::Case | Relation::Mark)
                        && self.lemma(case) == preposition
                })
        })
    }

    /// The phrase after the next such preposition, wherever the parser hung it: nothing but a noun
    /// phrase and what belongs to it stands between.
    pub(crate) fn phrase_after(self, at: usize, preposition: &str) -> Option<usize> {
        let end = (self.analysis.sentence_of(at).end as usize).min(at + 12);
        let case = (at + 1..end)
            .take_while(|&k| {
                !matches!(self.upos(k), Upos::Verb | Upos::Aux | Upos::Sconj)
                    && !matches!(self.word(k), "," | ";" | ":" | ".")
            })
            .find(|&k| self.word(k) == preposition && self.relation(k) == Relation::Case)?;
        self.analysis.head(case).filter(|&head| head > case && !is_time(self.lemma(head)))
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

/// A word for a time: "**on Monday**" is nobody's recipient.
pub(crate) fn is_time(lemma: &str) -> bool {
    matches!(
        lemma,
        "Monday"
            | "Tuesday"
            | "Wednesday"
            | "Thursday"
            | "Friday"
            | "Saturday"
            | "Sunday"
            | "January"
            | "February"
            | "March"
            | "April"
            | "June"
            | "July"
            | "August"
            | "September"
            | "October"
            | "November"
            | "December"
            | "week"
            | "month"
            | "year"
            | "day"
            | "night"
            | "morning"
            | "evening"
            | "afternoon"
            | "hour"
            | "minute"
            | "weekend"
            | "yesterday"
            | "today"
            | "tomorrow"
            | "tonight"
            | "time"
    )
}
