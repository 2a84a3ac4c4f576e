use std::collections::HashMap;
use std::ops::Range;

use onrecord_article::{
    Entity, EntityId, EntityKind, EntityName, Mention, MentionKind, Relation, Span, Upos,
};

use onrecord_language::is_womans;

use super::Voice;
use super::author::Author;
use super::described::{self, Wanted};
use super::epithets;
use super::mentions::{Mentions, by_name};
use super::named::Known;
use super::narrated;
use super::nouns::{is_body, is_institution, is_plain_body, is_press, is_style, plain, stands_for};
use super::{before, bodies};
use crate::page::Page;
use crate::phrases::{head_of, noun_phrase};
use crate::statements::draft::Draft;

/// Those who are mentioned, and those added because they speak.
#[derive(Debug)]
pub(crate) struct Cast<'p, 'a> {
    pub(crate) page: &'p Page<'a>,
    pub(crate) mentions: Mentions,
    pub(crate) entities: Vec<Entity>,
    /// Who is named, and what the article says they are.
    pub(super) known: Known,
    /// Whom I and we stand for outside quotations.
    pub(super) author: Author,
    /// Whom those without a name turned out to be.
    settled: HashMap<EntityId, EntityId>,
    /// Whether somebody is "she" in the words of the report.
    genders: HashMap<EntityId, bool>,
    /// Of which country somebody was said to be: "the Finn".
    countries: HashMap<EntityId, &'static str>,
    /// Who was added, by the lowercase words of the noun phrase.
    added: HashMap<String, EntityId>,
}

/// Mentions of somebody without name whose words are asked who it is.
const LATER: usize = 4;

/// Mentions asked when an antecedent is looked for.
const BACK: usize = 24;

impl<'p, 'a> Cast<'p, 'a> {
    pub(crate) fn new(page: &'p Page<'a>) -> Cast<'p, 'a> {
        let entities = page.analysis.entities().to_vec();
        let mentions = Mentions::of(&entities);
        let known = Known::of(page, &mentions);
        let author = Author::of(page, &known);
        let settled = known.introduced(page, &entities);
        let (genders, countries, added) = Default::default();
        Cast { page, mentions, entities, known, author, settled, genders, countries, added }
    }

    pub(super) fn is_named(&self, id: EntityId) -> bool {
        self.known.has(id)
    }

    /// The people named before a byte, the nearest first.
    pub(super) fn people_before(&self, byte: usize) -> impl Iterator<Item = EntityId> + '_ {
        self.known.before(byte).filter(|named| named.is_person()).map(|named| named.id)
    }

    pub(super) fn kind(&self, id: EntityId) -> Option<EntityKind> {
        self.entities.get(id.0 as usize).map(|entity| entity.kind)
    }

    /// The person who was introduced before as what a phrase says: "the envoy" as an ambassador.
    pub(super) fn described(&self, span: Span, but: Option<EntityId>) -> Option<EntityId> {
        let wanted = Wanted::of(self.page, span).filter(|it| it.is_plain(self.page, span))?;
        if wanted.is_introduced(self.page) {
            return None;
        }
        let people = self.known.before(span.start()).filter(|named| named.is_person());
        let country = wanted.country();
        let mut people = people.filter(|named| {
            Some(named.id) != but
                && country.is_none_or(|it| self.country(named.id).is_none_or(|own| own == it))
                && named
                    .core
                    .iter()
                    .any(|role| *role == wanted.head || stands_for(&wanted.head, role))
        });
        people.next().map(|named| named.id)
    }

    /// The noun for somebody without a name who is told of for the first time: "a spokesman".
    pub(super) fn noun(&self, id: EntityId) -> Option<String> {
        let first = self.entities.get(id.0 as usize)?.mentions.first()?;
        let tokens = self.page.tokens_in(first.span);
        let new = self.page.is_any(tokens.start, &["a", "an", "one"]);
        new.then(|| plain(self.page.word(first.head as usize)))
    }

    /// Who somebody without a name has turned out to be so far.
    pub(super) fn settled(&self, id: EntityId) -> EntityId {
        self.settled.get(&id).copied().unwrap_or(id)
    }

    /// Notes whom somebody without a name turned out to be.
    pub(super) fn settle_for(&mut self, nameless: Option<EntityId>, named: Option<EntityId>) {
        if let Some((nameless, named)) = nameless.zip(named).filter(|(id, _)| !self.is_named(*id)) {
            self.settled.insert(nameless, named);
        }
    }

    /// Notes that somebody was "he" or "she".
    pub(super) fn learn_gender(&mut self, id: EntityId, female: bool) {
        self.genders.entry(id).or_insert(female);
    }

    /// Notes that somebody was called by a country.
    pub(super) fn learn_country(&mut self, id: EntityId, country: &'static str) {
        self.countries.entry(id).or_insert(country);
    }

    /// Of which country somebody is said to be.
    pub(super) fn country(&self, id: EntityId) -> Option<&'static str> {
        let entity = self.entities.get(id.0 as usize);
        entity.and_then(|entity| entity.country).or_else(|| self.countries.get(&id).copied())
    }

    /// Whether nothing that somebody is called says otherwise: neither words nor given name.
    pub(super) fn may_be_female(&self, id: EntityId, female: bool) -> bool {
        self.is_female(id).is_none_or(|gender| gender == female)
    }

    /// What the ending of an unknown given name says: most of those in -a are women's.
    pub(super) fn sounds_female(&self, id: EntityId) -> Option<bool> {
        if self.is_female(id).is_some() {
            return None;
        }
        let given = self.page.word(self.given_names(id).next()?);
        given.ends_with(['a', 'á']).then_some(true)
    }

    /// Whether words or given name say that somebody is a woman, or a man.
    pub(super) fn is_female(&self, id: EntityId) -> Option<bool> {
        let entity = self.entities.get(id.0 as usize)?;
        let mut spans = entity.mentions.iter().take(LATER).map(|mention| mention.span);
        let gender = spans.find_map(|span| described::gender(self.page, span));
        let gender = gender.or_else(|| self.genders.get(&id).copied());
        gender.or_else(|| self.given_names(id).find_map(|at| is_womans(self.page.word(at))))
    }

    /// The first words of the names of several that somebody is called by.
    fn given_names(&self, id: EntityId) -> impl Iterator<Item = usize> {
        let mentions = self.entities.get(id.0 as usize).into_iter().flat_map(|e| &e.mentions);
        let names = mentions.filter(|mention| by_name(mention)).take(LATER);
        let names = names.map(|mention| self.page.tokens_in(mention.name));
        names.filter(|name| name.len() > 1).map(|name| name.start)
    }

    /// Whom a noun phrase or pronoun stands for; `around` are the voices of the statement that
    /// holds it.
    pub(crate) fn entity_of(
        &mut self,
        page: &Page,
        span: Span,
        around: Option<Voice>,
    ) -> Option<EntityId> {
        let tokens = page.tokens_in(span);
        let first = tokens.start;
        if tokens.len() == 1 || page.is_any(first, &["we", "i"]) {
            if page.is_any(first, &["I", "me", "we", "us", "myself", "ourselves", "mine"]) {
                let speaker = around.and_then(|voice| voice.speaker);
                return speaker.or_else(|| self.writer(span)).or_else(|| self.mentioned(span));
            }
            if page.is_any(first, &["you", "yourself"]) {
                let told = around.and_then(|voice| voice.addressee);
                return told.and_then(|told| told.entity);
            }
            if page.is_any(first, &["who", "which", "that", "whom"]) {
                return self.antecedent(page, first, around).or_else(|| self.mentioned(span));
            }
        }
        if matches!(page.article.text_of(span), "A" | "Answer") {
            // The answers of an interview: the one whom it is about.
            let asked = self.known.first_person();
            return asked.map(|named| named.id).or_else(|| self.mentioned(span));
        }
        let several = self.several(span);
        let person = || self.named_at_start(span).or_else(|| self.titled(span));
        if let Some(id) = several.or_else(person) {
            return Some(id);
        }
        let found = self.mentioned(span).filter(|&id| self.may_be(page, span, id));
        let found = found.or_else(|| self.pronoun(page, span));
        match found {
            Some(id) => Some(self.settle(page, span, id)),
            None => {
                let wanted = Wanted::of(page, span);
                let known = wanted.and_then(|wanted| wanted.find(page, &self.known));
                known.or_else(|| self.add(page, span))
            }
        }
    }

    /// Whether an entity may speak: not the place or agency of a dateline, and no news agency for
    /// "the company".
    fn may_be(&self, page: &Page, span: Span, id: EntityId) -> bool {
        if self.known.is_placed(id) || self.is_quoted_only(page, span, id) {
            return false;
        }
        let Some(EntityName::Written(name)) = self.entities.get(id.0 as usize).map(|e| e.name)
        else {
            return true;
        };
        let last = |span: Span| {
            let tokens = page.tokens_in(span);
            plain(page.word(tokens.end.saturating_sub(1).max(tokens.start)))
        };
        let Some(wanted) = Wanted::of(page, span).filter(|_| self.known.has(id)) else {
            return true;
        };
        let head = wanted.head.as_str();
        let mut words = page.tokens_in(name).map(|at| plain(page.word(at)));
        let apart = !span.overlaps(name);
        // "the company" is no board.
        let institution = apart
            && is_plain_body(head)
            && words.clone().any(|word| is_institution(&word))
            && !words.clone().any(|word| word == head);
        let government = head == "government" && !words.any(|word| word == "government");
        // "the head of state" is not the head of the farm, nor "His Highness" whoever was named last.
        let ruler = ["president", "king", "queen", "emir", "sultan", "emperor", "leader"];
        let rules = || self.known.roles(id).iter().any(|role| ruler.contains(&role.as_str()));
        let state = head == "president" && wanted.is_head_of_state() && !rules();
        let foreign = apart && is_press(&last(name)) && is_body(head) && !is_press(&last(span));
        let another = apart && is_body(head) && wanted.is_another(page, name);
        !(institution || government || is_style(head) || state || foreign || another)
    }

    /// “A guest should not complain,” **she** noted: nobody of whom only the quotation speaks.
    fn is_quoted_only(&self, page: &Page, span: Span, id: EntityId) -> bool {
        let pronoun = page.is_any(page.tokens_in(span).start, &["he", "she"]);
        pronoun && page.quotation_at(span.start()).is_none() && self.is_quoted(id)
    }

    /// Whether only quotations speak of somebody.
    pub(super) fn is_quoted(&self, id: EntityId) -> bool {
        let Some(entity) = self.entities.get(id.0 as usize) else { return false };
        let own = entity.mentions.iter().filter(|m| m.kind != MentionKind::Pronoun).take(LATER);
        let mut own = own.map(|mention| mention.span).peekable();
        own.peek().is_some() && own.all(|span| self.page.quotation_at(span.start()).is_some())
    }

    /// Whether somebody is nothing but a pronoun.
    pub(super) fn is_open(&self, id: EntityId) -> bool {
        let entity = self.entities.get(id.0 as usize);
        let first = entity.and_then(|entity| entity.mentions.first());
        first.is_some_and(|mention| mention.kind == MentionKind::Pronoun)
    }

    /// The one who is named elsewhere, if an entity has no name of its own.
    fn settle(&mut self, page: &Page, span: Span, id: EntityId) -> EntityId {
        if let Some(&settled) = self.settled.get(&id) {
            return settled;
        }
        let Some(entity) = self.entities.get(id.0 as usize) else { return id };
        let country = matches!(entity.name, EntityName::Country(_));
        if country || self.known.has(id) {
            return id;
        }
        if entity.mentions.first().is_some_and(|mention| mention.kind == MentionKind::Pronoun) {
            return self.pronoun(page, span).unwrap_or(id);
        }
        // "the nurse **who took her pulse**" is not the one meant by "the nurse".
        let whose =
            page.tokens_in(span).skip(1).any(|at| page.is_any(at, &["who", "whose", "whom"]));
        let later = if whose { 0 } else { LATER };
        let spans = entity.mentions.iter().map(|mention| mention.span).take(later);
        let known = [span].into_iter().chain(spans).find_map(|span| {
            Wanted::of(page, span).and_then(|wanted| wanted.find(page, &self.known))
        });
        let settled = known.unwrap_or(id);
        self.settled.insert(id, settled);
        settled
    }

    /// Whom I or we stand for in the words of the article itself.
    fn writer(&mut self, span: Span) -> Option<EntityId> {
        let page = self.page;
        if page.quotation_at(span.start()).is_some() {
            return None;
        }
        let first = page.tokens_in(span).start;
        let name = if page.is_any(first, &["we", "us", "ourselves"]) {
            self.author.body
        } else {
            self.author.person
        }?;
        self.named_inside(name)
            .or_else(|| {
                let mentioned = self.mentions.touching(name).find(|(m, ..)| m.name == name);
                mentioned.map(|(_, id, _)| *id)
            })
            .or_else(|| self.add(page, name))
    }

    /// "Germany and France": both.
    fn several(&mut self, span: Span) -> Option<EntityId> {
        let page = self.page;
        let tokens = page.tokens_in(span);
        let and = tokens.clone().skip(1).take(20).find(|&at| page.is_any(at, &["and", "&"]))?;
        let plain = tokens.clone().all(|at| {
            matches!(page.upos(at), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det)
                || at == and
                || page.is_any(at, &[",", "."])
        });
        let named = |inside: Range<usize>| {
            let inside = page.span(inside)?;
            let mut own = self.mentions.touching(inside);
            own.find(|(m, ..)| by_name(m) && inside.contains(m.name)).map(|(_, id, _)| *id)
        };
        let (one, other) = (named(tokens.start..and)?, named(and + 1..tokens.end)?);
        let across = self
            .mentions
            .touching(span)
            .any(|(m, ..)| by_name(m) && page.tokens_in(m.name).contains(&and));
        if plain && one != other && !across { self.add(page, span) } else { None }
    }

    /// The person whom a phrase names after a title: "Secretary of State Ann Lee", "the herder,
    /// D. Lee", "One of the three, Minister Ann Lee".
    fn titled(&self, span: Span) -> Option<EntityId> {
        let page = self.page;
        let tokens = page.tokens_in(span);
        let first = tokens.start;
        let fits = |mention: &Mention| {
            let name = page.tokens_in(mention.name);
            let start = page.tokens_in(mention.span).start.max(first);
            let last = name.start - 1;
            let apposed = [start, name.start]
                .iter()
                .any(|&at| at > first && page.is_any(at - 1, &[",", "("]));
            let head = page.word(first);
            let title = head.starts_with(char::is_uppercase)
                && !page.is_any(first, &["a", "an", "one", "two", "some"]);
            let capital =
                !page.is(first, "the") || page.word(first + 1).starts_with(char::is_uppercase);
            let bound = page.upos(last) == Upos::Adp || page.is_owner_mark(last);
            let closed = name.end == tokens.end || page.is_any(name.end, &[",", ")", "(", "of"]);
            closed
                && (apposed
                    || title && capital && !bound && (page.is_noun(last) || page.is(last, ")")))
        };
        let mut names = self.mentions.touching(span).filter(|(m, id, kind)| {
            *kind == EntityKind::Person
                && by_name(m)
                && span.contains(m.name)
                && self.known.has(*id)
                && m.name.start() > span.start()
        });
        let inner = |byte: usize| {
            // "the spokesman of the company, which Ann Lee leads": not after a verb.
            let to = page.tokens_in(span).find(|&at| page.tokens()[at].span.start() >= byte);
            // nor "Ann Lee, **whose** husband, Marek, was one of them".
            (first..to.unwrap_or(first)).all(|at| !page.is_verb(at) && !page.is(at, "whose"))
        };
        names.find(|(m, ..)| inner(m.name.start()) && fits(m)).map(|(_, id, _)| *id)
    }

    /// "**Ann Lee** of Northern Tea Brokers": the person, whatever heads the phrase.
    fn named_at_start(&self, span: Span) -> Option<EntityId> {
        let page = self.page;
        let first = page.tokens_in(span).start;
        let mut own = self.mentions.touching(span);
        let person = own.find(|(m, _, kind)| {
            let name = page.tokens_in(m.name);
            *kind == EntityKind::Person
                && by_name(m)
                && name.start == first
                && name.len() > 1
                && page.is_any(name.end, &["of", "from", "at", "with"])
        });
        person.map(|(_, id, _)| *id)
    }

    /// The entity whose mention the span is, or whose mention holds its head.
    fn mentioned(&self, span: Span) -> Option<EntityId> {
        let page = self.page;
        let tokens = page.tokens_in(span);
        let head = head_of(page, tokens.clone())?;
        let mut best: Option<((bool, bool, usize), EntityId)> = None;
        for (mention, id, _) in self.mentions.touching(span) {
            // "a tea seller **who** went to school with them"
            let first = page.tokens_in(mention.span).start == tokens.start;
            if mention.kind == MentionKind::Pronoun && !first {
                continue;
            }
            let whole = mention.span == span;
            let heads = mention.head as usize == head;
            let has_head = page.tokens_in(mention.span).contains(&head);
            let most = 2 * mention.span.len() > span.len();
            // "told **her brother**, the farmer Jo Bell,": the words before the name are his.
            let named = by_name(mention)
                && mention.span.start() == span.start()
                && page.is(tokens.end, ",")
                && mention.name.start() > span.end();
            if !(whole || heads || named || has_head && most && span.contains(mention.span)) {
                continue;
            }
            // "the owner, **Piraeus**-based Aktaia Shipping"
            if page.is(page.tokens_in(mention.name).end + 1, "based") && !whole {
                continue;
            }
            let rank = (whole, heads, mention.span.len());
            if best.is_none_or(|(other, _)| rank > other) {
                best = Some((rank, *id));
            }
        }
        best.map(|(_, id)| id).or_else(|| self.named_inside(span))
    }

    /// A person named in the phrase in their own right: "spokesman John Kirby", not "a friend of
    /// John Kirby" or "John Kirby's friend".
    fn named_inside(&self, span: Span) -> Option<EntityId> {
        let page = self.page;
        let first = page.tokens_in(span).start;
        let fits = |mention: &Mention| {
            let tokens = page.tokens_in(mention.name);
            if page.is(tokens.end + 1, "based") {
                return false;
            }
            let before = tokens.start.checked_sub(1).filter(|&at| at >= first);
            let after = page.is_owner_mark(tokens.end);
            let bound = before.is_some_and(|at| page.upos(at) == Upos::Adp);
            by_name(mention) && !bound && !after
        };
        let people = self
            .mentions
            .touching(span)
            .filter(|(m, _, kind)| *kind == EntityKind::Person && span.contains(m.name));
        people.filter(|(m, ..)| fits(m)).map(|(_, id, _)| *id).next()
    }

    /// He, she, they, it where the analysis left them open: the nearest name of the right kind.
    fn pronoun(&self, page: &Page, span: Span) -> Option<EntityId> {
        let tokens = page.tokens_in(span);
        if tokens.len() != 1 {
            return None;
        }
        let person = page.is_any(tokens.start, &["he", "she", "him", "her"]);
        let others = page.is_any(tokens.start, &["it", "they", "them"]);
        if person {
            let female = page.is_any(tokens.start, &["she", "her"]);
            return self.people_before(span.start()).find(|&id| self.may_be_female(id, female));
        }
        if !others {
            return None;
        }
        let quoted = page.quotation_at(span.start()).map(|q| q.span);
        let back = self.mentions.back_from(span.start(), BACK);
        // Names inside another one's words are no antecedents for the reporter's pronouns.
        let outside = |m: &Mention| quoted.is_some() || page.quotation_at(m.span.start()).is_none();
        // A town is "it", and no "they".
        let they = !page.is(tokens.start, "it");
        let fits = |id: EntityId, kind: EntityKind| {
            let name = self.entities.get(id.0 as usize).map(|entity| entity.name);
            !they || kind != EntityKind::Location || matches!(name, Some(EntityName::Country(_)))
        };
        back.filter(|(_, id, _)| !self.known.is_placed(*id))
            .filter(|(m, id, kind)| {
                by_name(m) && *kind != EntityKind::Person && outside(m) && fits(*id, *kind)
            })
            .map(|(_, id, _)| *id)
            .next()
    }

    /// The noun that a relative clause belongs to.
    fn antecedent(
        &mut self,
        page: &Page,
        pronoun: usize,
        around: Option<Voice>,
    ) -> Option<EntityId> {
        let verb = page.analysis.head(pronoun);
        let clause = verb.and_then(|verb| {
            let mut at = verb;
            for _ in 0..4 {
                if page.relation(at) == Relation::AclRelcl {
                    return page.analysis.head(at);
                }
                at = page.analysis.head(at)?;
            }
            None
        });
        let before = || {
            (pronoun.saturating_sub(2)..pronoun)
                .rev()
                .find(|&at| matches!(page.upos(at), Upos::Noun | Upos::Propn))
        };
        let noun = clause.filter(|&noun| noun < pronoun).or_else(before)?;
        let range = noun_phrase(page, noun);
        let span = page.span(range.start..range.end.min(pronoun).max(noun + 1))?;
        self.mentioned(span).or_else(|| match page.upos(noun) {
            Upos::Pron => self.entity_of(page, page.tokens()[noun].span, around),
            _ => self.add(page, span),
        })
    }

    /// Somebody who has no name: "critics", "one of the officials".
    pub(super) fn add(&mut self, page: &Page, span: Span) -> Option<EntityId> {
        let tokens = page.tokens_in(span);
        let head = head_of(page, tokens.clone())?;
        if tokens.len() == 1 && page.upos(head) == Upos::Pron {
            return None;
        }
        let key = page.article.text_of(span).to_lowercase();
        let mention = Mention { span, name: span, head: head as u32, kind: MentionKind::Nominal };
        if let Some(&id) = self.added.get(&key) {
            if let Some(entity) = self.entities.get_mut(id.0 as usize)
                && let Err(at) = entity.mentions.binary_search_by_key(&span, |m| m.span)
            {
                entity.mentions.insert(at, mention);
            }
            return Some(id);
        }
        let id = EntityId(self.entities.len() as u32); // fewer entities than bytes
        let plural = page.is_plural(head);
        let kind = if plural { EntityKind::Group } else { EntityKind::Other };
        let name = EntityName::Written(span);
        self.entities.push(Entity { name, kind, country: None, mentions: vec![mention] });
        self.added.insert(key, id);
        Some(id)
    }
}

/// Who speaks: the one the source stands for; without source, the speaker before where the
/// quotation stands alone.
pub(crate) fn speaker(
    cast: &mut Cast,
    drafts: &[(Draft, Option<usize>)],
    voices: &[Voice],
) -> Option<EntityId> {
    let page = cast.page;
    let (draft, within) = drafts.get(voices.len())?;
    let around = within.and_then(|k| voices.get(k)).copied();
    let Some(source) = draft.source else {
        let before = voices.iter().rev().find(|voice| voice.outermost);
        return before.filter(|_| draft.inherits).and_then(|voice| voice.speaker);
    };
    let found = cast.entity_of(page, source, around);
    let client = before::client(cast, drafts, voices, source)
        .filter(|_| found.is_none_or(|id| !cast.is_named(id)));
    if client.is_some() {
        return client;
    }
    if let Some(body) = within.and_then(|k| bodies::we(cast, drafts, voices, k, source)) {
        return Some(body);
    }
    if let Some(around) = around.filter(|_| within.is_some()) {
        let own = found.is_some() && found == around.speaker;
        // "Solvara regretted it and said **it** intended to": no thing intends anything.
        let thing = found.is_none_or(|id| cast.kind(id) == Some(EntityKind::Other));
        let person = around.speaker.and_then(|id| cast.kind(id)) == Some(EntityKind::Person);
        if thing && !person && page.is(page.tokens_in(source).start, "it") {
            return around.speaker;
        }
        // "she said **the driver** had told her": who speaks does not call herself so.
        if own && page.is(page.tokens_in(source).start, "the") {
            return cast.add(page, source);
        }
        return if own {
            before::somebody_else(cast, drafts, voices, source, found)
        } else {
            found
        };
    }
    if let Some(person) = narrated::he_or_she(cast, drafts, voices, source) {
        return Some(person);
    }
    let described = epithets::described_again(cast, drafts, voices, source, found, None)
        .or_else(|| epithets::other_side(cast, drafts, voices, source, found));
    if described.is_some() {
        cast.settle_for(found, described);
        return described;
    }
    let going_on = before::going_on(cast, drafts, voices, source, found);
    if going_on.is_none() {
        let later = before::named_later(cast, drafts, voices.len(), source, found);
        cast.settle_for(found, later);
        return later.or(found);
    }
    going_on
}
