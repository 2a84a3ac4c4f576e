//! Goes through the phrases in order of text and gives each to its entity.

use std::ops::Range;

use onrecord_article::{Entity, EntityKind, Mention, MentionKind, Relation, Upos};

use super::Text;
use super::entities::{Entities, Past};
use super::named::{self, Index};
use super::noun_phrases::{Phrase, What};
use super::offices::{self, Described};
use super::{nominals, resolution};
use crate::lexicon::{Gender, Head, Title, lexicon};
use crate::{Name, NameKind, PREDICATE_LINKS};

/// Entities, and what finds them again.
pub(super) struct Linker<'a> {
    pub(super) text: &'a Text<'a>,
    pub(super) phrases: &'a [Phrase],
    pub(super) entities: Entities,
    pub(super) index: Index,
    /// For each phrase the office in apposition before it, as the number of that phrase.
    offices: Vec<Option<usize>>,
    /// The entities of I, we and you.
    pub(super) speaking: [Option<usize>; 3],
}

/// Links all phrases.
pub(super) fn link(text: &Text<'_>, phrases: &[Phrase]) -> Vec<Entity> {
    let mut linker = Linker {
        text,
        phrases,
        entities: Entities::default(),
        index: Index::new(text),
        offices: vec![None; phrases.len()],
        speaking: [None; 3],
    };
    for k in 0..phrases.len() {
        match phrases[k].what {
            What::Name(name) => linker.name(k, name),
            What::Nominal => linker.nominal(k),
            What::Pronoun(pronoun) => {
                let entity = resolution::pronoun(&mut linker, k, pronoun);
                let phrase = &phrases[k];
                linker.add(k, entity, phrase.tokens.clone(), None, MentionKind::Pronoun);
            }
        }
    }
    linker.entities.finish()
}

/// Whether the noun phrase that begins at a token says what somebody is: "as a governess", "became
/// the mayor".
fn is_predicate(text: &Text<'_>, start: usize) -> bool {
    start > 0 && PREDICATE_LINKS.contains(&text.word(start - 1))
}

impl Linker<'_> {
    /// Adds a mention of an entity.
    fn add(
        &mut self,
        k: usize,
        entity: usize,
        tokens: Range<usize>,
        name: Option<Range<usize>>,
        kind: MentionKind,
    ) {
        let head = self.phrases[k].head;
        let start = tokens.start;
        let spans = self.text.analysis.span(tokens.clone());
        let Some(span) = spans else { return }; // phrases hold their heads, so there is one
        let name = name.and_then(|name| self.text.analysis.span(name)).unwrap_or(span);
        self.entities.all[entity].mentions.push(Mention { span, name, head: head as u32, kind });
        self.entities.past.push(Past {
            entity,
            head,
            sentence: self.text.sentences[head],
            subject: self.text.is_subject(head),
            quoted: self.text.quoted[head],
            predicate: kind == MentionKind::Nominal && is_predicate(self.text, start),
            how: kind,
        });
    }

    fn name(&mut self, k: usize, number: usize) {
        let phrase = &self.phrases[k];
        let name = &self.text.names[number];
        let mut kind = self.kind_of(k, name);
        let mut tokens = named::span(name);
        if kind == NameKind::Location && named::is_body_of_place(self.text, &phrase.core, &tokens) {
            (tokens, kind) = (phrase.core.clone(), NameKind::Organization);
        }
        if kind == NameKind::Group && !self.stands_for_people(phrase) {
            return;
        }
        if let Some(entity) = self.acronym(k, &tokens) {
            self.add(k, entity, phrase.tokens.clone(), Some(tokens), MentionKind::Name);
            return;
        }
        let (name, start, described) = self.titled(k, kind, tokens);
        let entity = self.named(name.clone(), kind, described.gender);
        if kind == NameKind::Person {
            self.learn(entity, described);
        }
        self.add(k, entity, start..phrase.tokens.end, Some(name), MentionKind::Name);
    }

    /// The entity of a name.
    fn named(&mut self, name: Range<usize>, kind: NameKind, gender: Gender) -> usize {
        named::resolve(self.text, &mut self.entities, &mut self.index, name, kind, gender)
    }

    /// What the words before a name say of the person.
    fn learn(&mut self, person: usize, described: Described) {
        let person = &mut self.entities.all[person];
        person.learn_country(described.country);
        described.offices.into_iter().for_each(|office| person.add_office(office));
    }

    /// The first token of a phrase, with the office in apposition before it.
    fn start(&self, k: usize) -> usize {
        self.phrases[self.offices[k].unwrap_or(k)].tokens.start
    }

    /// The bare name of a person, where the mention starts, and what the words before it say.
    fn titled(
        &self,
        k: usize,
        kind: NameKind,
        tokens: Range<usize>,
    ) -> (Range<usize>, usize, Described) {
        let phrase = &self.phrases[k];
        if kind != NameKind::Person {
            return (tokens, phrase.tokens.start, Described::default());
        }
        let name = named::bare_name(self.text, &self.index, tokens);
        let start = self.start(k).min(name.start);
        let described = offices::describe(self.text, start..name.start);
        (name, start, described)
    }

    /// The early view of a name that stands later in the sentence.
    pub(super) fn name_ahead(&mut self, k: usize) -> Option<usize> {
        let What::Name(number) = self.phrases[k].what else { return None };
        let name = &self.text.names[number];
        let kind = self.kind_of(k, name);
        if kind == NameKind::Group {
            return None;
        }
        let (name, _, described) = self.titled(k, kind, named::span(name));
        Some(self.named(name, kind, described.gender))
    }

    /// What a name names: a firm, where it is called one beside it.
    fn kind_of(&self, k: usize, name: &Name) -> NameKind {
        let kind = named::kind_of(self.text, &self.index, name);
        let firm = kind == NameKind::Person && self.firm_before(k).is_some();
        if firm && named::may_be_firm(self.text, name) { NameKind::Organization } else { kind }
    }

    /// "the airline" before a name set apart after it: "the airline, **Jabal Air**,".
    fn firm_before(&self, k: usize) -> Option<usize> {
        let phrase = &self.phrases[k];
        let comma = phrase.tokens.start.checked_sub(1)?;
        let closed = matches!(self.text.word_at(phrase.tokens.end), "," | "." | ";" | ")" | "");
        let and = matches!(self.text.word_at(phrase.tokens.end + 1), "and" | "or");
        if self.text.word(comma) != "," || !closed || and {
            return None;
        }
        let before = self.ending_at(k, comma)?;
        let Phrase { head, ref tokens, what, .. } = self.phrases[before];
        let determined = matches!(self.text.tokens[tokens.start].upos, Upos::Det | Upos::Pron);
        if what != What::Nominal || !determined || self.text.is_plural(head) {
            return None;
        }
        // "Its owner, **the fund Alvarium**,"
        let called = || match phrase.what {
            What::Name(name) => {
                Some(named::kind_of(self.text, &self.index, &self.text.names[name]))
            }
            What::Nominal => self.unmarked_as(k, false).map(|(_, kind)| kind),
            What::Pronoun(_) => None,
        };
        let firm = named::says_firm(self.text, head) || called() == Some(NameKind::Organization);
        firm.then_some(before)
    }

    /// The firm that a phrase is, by the name after it.
    fn firm_named(&mut self, k: usize) -> Option<usize> {
        let start = self.phrases[k].tokens.end + 1;
        let near = k + 1..self.phrases.len().min(k + 10);
        let mut after = near.filter(|&other| self.phrases[other].tokens.start == start);
        let name = after.find(|&other| self.firm_before(other) == Some(k))?;
        if let What::Name(_) = self.phrases[name].what {
            return self.name_ahead(name).filter(|_| !self.is_person(name));
        }
        let (name, kind) = self.unmarked(name)?;
        Some(self.named(name, kind, Gender::Unknown))
    }

    /// What a phrase names that was not marked as a name.
    fn unmarked(&self, k: usize) -> Option<(Range<usize>, NameKind)> {
        self.unmarked_as(k, self.firm_before(k).is_some())
    }

    fn unmarked_as(&self, k: usize, firm: bool) -> Option<(Range<usize>, NameKind)> {
        let phrase = &self.phrases[k];
        let headed = self.text.head_noun(phrase.head).is_some();
        named::unmarked(self.text, &self.index, phrase, headed, firm)
    }

    /// Whether a nationality stands for people: "the Americans", not "American" before a noun.
    fn stands_for_people(&self, phrase: &Phrase) -> bool {
        let token = &self.text.tokens[phrase.head];
        let adjective = token.upos == Upos::Adj
            || matches!(token.relation, Relation::Amod | Relation::Compound | Relation::NmodDesc);
        let next = self.text.tokens.get(phrase.head + 1).map(|token| token.upos);
        let plural = self.text.word(phrase.head).ends_with('s') || self.text.is_plural(phrase.head);
        plural || !adjective && !matches!(next, Some(Upos::Noun | Upos::Propn))
    }

    /// "MNA" in "Mehr News Agency (MNA)" and "Mehr News Agency, or MNA,": the organization before.
    fn acronym(&mut self, k: usize, name: &Range<usize>) -> Option<usize> {
        let mut bracket = name.start.checked_sub(1)?;
        let word = self.text.word(name.start);
        let capitals = name.len() == 1 && word.chars().all(char::is_uppercase);
        let (link, after) = (self.text.word(bracket), self.text.word_at(name.end));
        let or = link == "or" && bracket > 0 && self.text.word(bracket - 1) == ",";
        if or && matches!(after, "," | ".") {
            bracket -= 1;
        } else if !capitals || link != "(" || after != ")" {
            return None;
        }
        let before = self.ending_at(k, bracket).filter(|_| capitals)?;
        let entity = self.entities.of_head(self.phrases[before].head)?;
        let named = self.entities.all[entity].named();
        if named && self.entities.all[entity].kind != EntityKind::Person {
            self.index.alias(word, entity);
            return Some(entity);
        }
        None
    }

    /// The widest phrase before phrase `k` that ends right before the token `end`.
    pub(super) fn ending_at(&self, k: usize, end: usize) -> Option<usize> {
        let near = k.saturating_sub(10)..k;
        near.filter(|&other| self.phrases[other].tokens.end == end)
            .min_by_key(|&other| self.phrases[other].tokens.start)
    }

    fn nominal(&mut self, k: usize) {
        let phrase = &self.phrases[k];
        let head = self.text.head_noun(phrase.head);
        let office = lexicon().title(self.text.word(phrase.head)).map(|(title, _)| title);
        let somebody = matches!(head, Some((Head::Person, _))) || office == Some(Title::Office);
        if somebody && (self.holds_office(k) || self.precedes_name(k)) {
            return;
        }
        if phrase.core.len() == 1
            && self.text.tokens[phrase.head].upos == Upos::Propn
            && named::is_surname(self.text, &self.index, phrase.head)
        {
            return self.surname(k);
        }
        if let Some((name, kind)) = self.unmarked(k) {
            let tokens = phrase.tokens.clone();
            let entity = self.named(name.clone(), kind, Gender::Unknown);
            let before = self.start(k)..name.start;
            if kind == NameKind::Person && !before.is_empty() {
                self.learn(entity, offices::describe(self.text, before));
            }
            return self.add(k, entity, tokens, Some(name), MentionKind::Name);
        }
        if head.is_none()
            && !self.text.is_subject(phrase.head)
            && named::country_of(self.text, phrase.core.clone()).is_none()
        {
            return;
        }
        let named = self.firm_named(k);
        let described = offices::describe(self.text, phrase.tokens.clone());
        let entity = match named.or_else(|| self.apposed_to(k, head.map(|(head, _)| head))) {
            Some(entity) => {
                let office = nominals::office_at(self.text, phrase.head, described.country);
                let grown = &mut self.entities.all[entity];
                office.into_iter().for_each(|office| grown.add_office(office));
                grown.learn_gender(head.map_or(Gender::Unknown, |(_, gender)| gender));
                grown.learn_country(described.country);
                entity
            }
            None => nominals::resolve(self, k, described),
        };
        self.add(k, entity, phrase.tokens.clone(), None, MentionKind::Nominal);
    }

    /// A surname that was not taken for a name here, but is one elsewhere.
    fn surname(&mut self, k: usize) {
        let name = self.phrases[k].core.clone();
        let entity = self.named(name.clone(), NameKind::Person, Gender::Unknown);
        self.add(k, entity, name.clone(), Some(name), MentionKind::Name);
    }

    /// "the Leader of the Islamic Revolution, Ayatollah Ali Khamenei": the office is part of the
    /// mention by name, which is told so.
    fn precedes_name(&mut self, k: usize) -> bool {
        let end = self.phrases[k].tokens.end;
        if self.text.word_at(end) != "," || self.text.is_plural(self.phrases[k].head) {
            return false;
        }
        let near = k + 1..self.phrases.len().min(k + 10);
        let after = near.clone().find(|&other| {
            let phrase = &self.phrases[other];
            phrase.tokens.start == end + 1 && self.is_person(other)
        });
        if let Some(after) = after {
            self.offices[after] = Some(k);
        }
        after.is_some()
    }

    /// "Minister of Agriculture Ann Lee": the office is part of the mention by name, as above.
    fn holds_office(&mut self, k: usize) -> bool {
        let head = self.phrases[k].head;
        if !matches!(self.text.word_at(head + 1), "of" | "for") {
            return false;
        }
        let mut near = k + 1..self.phrases.len().min(k + 10);
        let own = near.find(|&other| {
            let name = match self.phrases[other].what {
                What::Name(name) => Some(named::span(&self.text.names[name])),
                What::Nominal => self.unmarked_as(other, false).map(|(name, _)| name),
                What::Pronoun(_) => None,
            };
            let field = name.and_then(|name| named::after_field(self.text, name));
            field.is_some_and(|(office, _)| office == head)
        });
        if let Some(own) = own {
            self.offices[own] = Some(k);
        }
        own.is_some()
    }

    fn is_person(&self, k: usize) -> bool {
        let What::Name(name) = self.phrases[k].what else { return false };
        self.kind_of(k, &self.text.names[name]) == NameKind::Person
    }

    /// "Ebrahim Raisi, the Iranian president," and "Maduro is the president of Venezuela": the
    /// entity of the name.
    fn apposed_to(&self, k: usize, head: Option<Head>) -> Option<usize> {
        let phrase = &self.phrases[k];
        let start = phrase.tokens.start;
        let before = start.checked_sub(1)?;
        if self.text.is_plural(phrase.head) {
            return None;
        }
        let link = self.text.word(before);
        let copula = matches!(link, "is" | "was" | "became" | "becomes" | "remains");
        if link != "," && !copula {
            return None;
        }
        let name = self.ending_at(k, before)?;
        let What::Name(_) = self.phrases[name].what else { return None };
        let entity = self.entities.of_head(self.phrases[name].head)?;
        let fits = match self.entities.all[entity].kind {
            EntityKind::Person => head == Some(Head::Person),
            EntityKind::Organization => head == Some(Head::Organization),
            _ => false,
        };
        let after = self.text.word_at(phrase.tokens.end);
        let closed = matches!(after, "," | "." | ";" | "—" | "who" | ")" | "");
        let token = &self.text.tokens[phrase.head];
        let attached =
            token.relation == Relation::Appos && token.head as usize == self.phrases[name].head;
        let determined = matches!(self.text.tokens[start].upos, Upos::Det | Upos::Pron);
        (fits && (copula || attached || closed && determined)).then_some(entity)
    }
}
