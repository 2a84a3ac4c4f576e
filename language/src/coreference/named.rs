//! Which names name the same.

use std::ops::Range;
use std::sync::LazyLock;

use onrecord_article::{EntityKind, EntityName, Relation, Upos};

use super::Text;
use super::entities::{Entities, Growing, Office, country, nameless};
use super::noun_phrases::{Phrase, role_key};
use crate::countries::{self, Called, Country};
use crate::fast::verbs;
use crate::lexicon::{Gender, Head, Title, bits, lexicon};
use crate::lists::Lists;
use crate::phrases::{HashedMap, extend, key};
use crate::{Name, NameKind};

static WORDS: LazyLock<Lists> = LazyLock::new(|| Lists::of(include_str!("../../en/bodies.txt")));

/// Entities by the words of their names, and by other things that find them.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Word of a name -> the last few entities with it.
    words: HashedMap<Vec<usize>>,
    /// Whole names, acronyms and aliases.
    whole: HashedMap<usize>,
    countries: Vec<(&'static str, usize)>,
    peoples: Vec<(&'static str, usize)>,
    /// Surnames of people who are also named in full.
    surnames: HashedMap<()>,
    /// What the article calls somebody by a noun: "brigadier" for "the brigadier".
    callings: HashedMap<()>,
}

/// Namesakes that are kept for a word.
const NAMESAKES: usize = 6;

impl Index {
    /// Notes the surnames that full names show, for [`kind_of`], and the nouns after an article, for
    /// [`bare_name`].
    pub(super) fn new(text: &Text<'_>) -> Index {
        let mut index = Index::default();
        for (at, token) in text.tokens.iter().enumerate().skip(1) {
            let article = matches!(text.word(at - 1), "the" | "The");
            let lower = text.word(at).starts_with(char::is_lowercase);
            if article && lower && token.upos == Upos::Noun && !text.is_plural(at) {
                index.callings.insert(key(text.word(at)), ());
            }
        }
        for name in text.names {
            if name.kind == NameKind::Person && name.tokens.len() > 1 {
                index.surnames.insert(key(text.word(name.tokens.end as usize - 1)), ());
            }
        }
        index
    }

    fn add(&mut self, word: u64, entity: usize) {
        let list = self.words.entry(word).or_default();
        list.retain(|&other| other != entity);
        if list.len() == NAMESAKES {
            list.remove(0);
        }
        list.push(entity);
    }

    /// Another way in which an entity is called: "MNA".
    pub(super) fn alias(&mut self, word: &str, entity: usize) {
        self.whole.entry(key(word)).or_insert(entity);
    }
}

/// Whether a word is the surname of somebody whom the article names in full.
pub(super) fn is_surname(text: &Text<'_>, index: &Index, at: usize) -> bool {
    index.surnames.contains_key(&key(text.word(at)))
}

/// What a name names; a surname of somebody named in full elsewhere is a person.
pub(super) fn kind_of(text: &Text<'_>, index: &Index, name: &Name) -> NameKind {
    let single = name.tokens.len() == 1;
    let word = text.word(name.tokens.start as usize);
    let surname = single && index.surnames.contains_key(&key(word));
    match name.kind {
        NameKind::Organization | NameKind::Location
            if surname && countries::find(word).is_none() =>
        {
            NameKind::Person
        }
        NameKind::Organization
            if is_titled(text, index, name)
                || is_given(text, name)
                || after_field(text, span(name))
                    .is_some_and(|(_, start)| start == span(name).start) =>
        {
            NameKind::Person
        }
        NameKind::Location if is_given(text, name) && country_of(text, span(name)).is_none() => {
            NameKind::Person
        }
        NameKind::Person if ends_in_thing(text, name) => NameKind::Organization,
        // "**Piraeus**-based"
        NameKind::Person if is_seat(text, name) => NameKind::Location,
        NameKind::Person if is_maker(text, name) || single && is_channel(text, name) => {
            NameKind::Organization
        }
        // "Lima had served notice on Quito"
        NameKind::Person
            if single
                && !surname
                && matches!(countries::find(word), Some((_, Called::Capital | Called::Name))) =>
        {
            NameKind::Location
        }
        kind => kind,
    }
}

/// Whether a word, not that of a person, says that a name is a body's or a place's.
fn is_bodys(text: &Text<'_>, at: usize) -> bool {
    matches!(text.head_noun(at), Some((Head::Organization | Head::Group | Head::Place, _)))
        || lexicon().word(key(text.word(at))) & bits::ORGANIZATION != 0
}

/// A person's name has at most this many words.
const PERSONS: usize = 3;
/// Tokens after a given name in which its bearer may be "he" or "she".
const NEAR: usize = 40;

/// "soprano **Ljuba Dragojević**", "**Nevena Draganić** lost": after a noun for somebody, or with a
/// given name.
fn is_given(text: &Text<'_>, name: &Name) -> bool {
    let Range { start, end } = span(name);
    let capitals = |at: usize| text.word(at).starts_with(char::is_uppercase);
    let plain = |at: usize| capitals(at) && !is_bodys(text, at);
    if !(2..=PERSONS).contains(&(end - start)) || !(start..end).all(plain) {
        return false;
    }
    let before = start.checked_sub(1);
    let calling = before.is_some_and(|at| is_noun_for_somebody(text, at));
    // "Philip Morris" is nobody who is "he", "Hampton Roads" are no person's.
    let given = lexicon().given_gender(text.word(start));
    let last = text.word(end - 1);
    let common = is_english(text, end - 1) || text.is_plural(end - 1) || last == "County";
    let place = lexicon().places.find(text.word(start)).is_some();
    calling || !common && !place && is_he_or_she(text, end, given)
}

fn is_given_name(word: &str) -> bool {
    lexicon().word(key(word)) & bits::GIVEN != 0
}

/// Whether a word of a name is one of the language too: "Show", "Assessment" for its ending.
fn is_english(text: &Text<'_>, at: usize) -> bool {
    let word = text.word(at);
    let ending = ["ment", "tion", "ical", "ness", "ism"];
    // Baker and Walker are names all the same.
    let own = lexicon().word(key(word)) & (bits::SURNAME | bits::GIVEN) != 0;
    !own && (verbs::is_verb(word) || lexicon().head(word).is_some())
        || ending.iter().any(|ending| word.ends_with(ending))
}

/// Whether somebody is "he" or "she" soon after a token, whichever the gender asks for.
fn is_he_or_she(text: &Text<'_>, end: usize, gender: Gender) -> bool {
    let pronouns: &[&str] = match gender {
        Gender::Female => &["she", "She", "her", "Her"],
        Gender::Male => &["he", "He", "his", "His", "him"],
        Gender::Unknown => &[],
    };
    let mut next = end..text.tokens.len().min(end + NEAR);
    next.any(|at| pronouns.contains(&text.word(at)))
}

/// The tokens of a name.
pub(super) fn span(name: &Name) -> Range<usize> {
    name.tokens.start as usize..name.tokens.end as usize
}

/// A name of several words that was not marked as one, and what it names: "chairwoman **Outi
/// Rantala**", "**Karoo Chrome** confirmed". `headed` says that the last of them is a known noun, `firm`
/// that it is called a firm beside it.
pub(super) fn unmarked(
    text: &Text<'_>,
    index: &Index,
    phrase: &Phrase,
    headed: bool,
    firm: bool,
) -> Option<(Range<usize>, NameKind)> {
    let end = phrase.head + 1;
    // "the supermarket chain **Gusto**"
    let maker = firm || phrase.head.checked_sub(1).is_some_and(|at| is_noun_for_firms(text, at));
    let proper = |at: &usize| {
        let word = text.word(*at);
        let capital = word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
        capital && text.tokens[*at].upos == Upos::Propn
    };
    let start = phrase.core.clone().rev().take_while(proper).last()?;
    let goes_on = text.word_at(end).starts_with(char::is_uppercase);
    if maker && !headed && !goes_on && start + 1 == end {
        return Some((start..end, NameKind::Organization));
    }
    // "Minister of Agriculture **Khamphet Phommasathit**"
    if let Some((_, start)) = after_field(text, start..end) {
        return Some((start..end, NameKind::Person));
    }
    // "**Pilot** Raj Mehta" opens a sentence, "**Chief Executive** Ann Lee" another.
    let person = |at: &usize| lexicon().head(text.word(*at)).is_some_and(|it| it.0 == Head::Person);
    let last = (start..end.saturating_sub(2)).rev().take(PERSONS).find(person);
    let own = |from: usize| (from..end).all(|at| !is_english(text, at));
    if let Some(last) = last.filter(|&last| end - last <= PERSONS + 1 && own(last + 1)) {
        return Some((last + 1..end, NameKind::Person));
    }
    if headed || phrase.core.end != end || end - start < 2 || end - start > PERSONS {
        return None;
    }
    let before = start.checked_sub(1);
    let calling = before.is_some_and(|at| is_noun_for_somebody(text, at));
    let given = lexicon().given_gender(text.word(start)) != Gender::Unknown;
    let place = lexicon().places.find(text.word(start)).is_some();
    if calling || given && !place && own(start + 1) {
        return Some((start..end, NameKind::Person));
    }
    // "Mary **Bell**" beside Jo Bell, but "Meanwhile **Trump**".
    if (start..end).any(|at| index.surnames.contains_key(&key(text.word(at)))) {
        let opens = start == 0 || text.sentences[start - 1] != text.sentences[start];
        let known = is_given_name(text.word(start));
        let person = known || !opens && !is_english(text, start);
        return person.then_some((start..end, NameKind::Person));
    }
    let next = text.tokens.get(end).map(|token| token.upos);
    let acts = text.is_subject(phrase.head) || matches!(next, Some(Upos::Verb | Upos::Aux));
    let first = phrase.tokens.start;
    let whole = start == first || start == first + 1 && matches!(text.word(first), "the" | "The");
    (acts && whole).then_some((start..end, NameKind::Organization))
}

/// An office, and where the name of whoever holds it begins, after what it is for: "Minister of Agriculture
/// **Khamphet Phommasathit**", "Vice-Premier for agriculture **Yazgeldi Annaberdiyev**".
pub(super) fn after_field(text: &Text<'_>, run: Range<usize>) -> Option<(usize, usize)> {
    let flat = |at: &usize| text.tokens[*at].relation.universal() == Relation::Flat;
    let own = run.clone().rev().take_while(flat).count();
    let start = if own > 0 { (run.end - own).checked_sub(1)? } else { run.start };
    let link = (start.saturating_sub(FIELD)..start)
        .rev()
        .find(|&at| matches!(text.word(at), "of" | "for"))?;
    let office = link.checked_sub(1)?;
    let holds = |at: usize| {
        lexicon().title(text.word(at)).is_some()
            || text.head_noun(at).is_some_and(|(head, _)| head == Head::Person)
    };
    // "a spokeswoman for **Governor** Ann Lee" is no Ann Lee.
    let field = (link + 1..start).all(|at| {
        matches!(text.tokens[at].upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Cconj)
            && !holds(at)
    });
    let last = text.word(start.checked_sub(1)?);
    let small = last.starts_with(char::is_lowercase) && run.len() > 1;
    let apart = link + 1 < start && (own > 0 && start >= run.start || small);
    (apart && field && holds(office) && !text.is_plural(office)).then_some((office, start))
}

/// What an office is for has at most this many words: "of Labor and Social Affairs".
const FIELD: usize = 6;

/// "soprano", "chairwoman", in small letters and of one.
fn is_noun_for_somebody(text: &Text<'_>, at: usize) -> bool {
    text.tokens[at].upos == Upos::Noun
        && !text.is_plural(at)
        && matches!(text.head_noun(at), Some((Head::Person, _)))
}

/// "Superintendent Dervla Ní Chonaill": nobody but a person has a rank and two names.
fn is_titled(text: &Text<'_>, index: &Index, name: &Name) -> bool {
    let Range { start, end } = span(name);
    let word = text.word(start);
    let title = index.callings.contains_key(&key(word))
        || matches!(lexicon().title(word), Some((Title::Office | Title::Address, _)));
    let person = || lexicon().head(word).is_some_and(|(head, _)| head == Head::Person);
    let capitals = |at: usize| text.word(at).starts_with(char::is_uppercase);
    // "Professor Ann Lee **of Hill University**"
    let of = (start..end).find(|&at| text.word(at) == "of").unwrap_or(end);
    // "National Climate Assessment" is nobody, "Judge Grace Power" is.
    let own = |at: usize| title || !is_english(text, at);
    let plain = |at: usize| capitals(at) && !is_bodys(text, at) && own(at);
    of >= start + 3 && (title || person()) && (start + 1..of).all(plain)
}

/// "**Police Scotland**": a body with the name of its place after it, and nothing else.
pub(super) fn is_body_of_place(text: &Text<'_>, core: &Range<usize>, place: &Range<usize>) -> bool {
    let body = matches!(text.head_noun(core.start), Some((Head::Organization | Head::Group, _)));
    let capital = text.word(core.start).starts_with(char::is_uppercase);
    core.start + 1 == place.start && core.end == place.end && body && capital
}

/// "**Piraeus**-based"
fn is_seat(text: &Text<'_>, name: &Name) -> bool {
    let end = name.tokens.end as usize;
    text.word_at(end) == "-" && text.word_at(end + 1) == "based"
}

/// Whether a name that was taken for a person's may be that of a firm, which is called one beside
/// it: no given name, and nobody is "he" or "she" there.
pub(super) fn may_be_firm(text: &Text<'_>, name: &Name) -> bool {
    let Range { start, end } = span(name);
    let given = is_given_name(text.word(start))
        || lexicon().given_gender(text.word(start)) != Gender::Unknown;
    let somebody = |gender| is_he_or_she(text, end, gender);
    !given && !somebody(Gender::Male) && !somebody(Gender::Female)
}

/// "**Kauri Mutual** announced": no given name, and a last word by which nobody is called.
fn ends_in_thing(text: &Text<'_>, name: &Name) -> bool {
    let Range { start, end } = span(name);
    let first = text.word(start);
    let given = is_given_name(first)
        || is_he_or_she(text, end, lexicon().given_gender(first))
        || lexicon().title(first).is_some();
    let calling = start.checked_sub(1).is_some_and(|at| is_noun_for_somebody(text, at));
    let capitals = (start..end).all(|at| text.word(at).starts_with(char::is_uppercase));
    let several = (2..=PERSONS).contains(&(end - start));
    several && capitals && !given && !calling && lexicon().is_thing(text.word(end - 1))
}

/// "**Aura** TV"
fn is_channel(text: &Text<'_>, name: &Name) -> bool {
    matches!(text.word_at(name.tokens.end as usize), "TV" | "FM" | "Radio" | "Television" | "News")
}

/// What a firm is called before its name.
fn is_firm(word: &str) -> bool {
    WORDS.has("firm", &word.to_ascii_lowercase())
}

fn is_noun_for_firms(text: &Text<'_>, at: usize) -> bool {
    text.tokens[at].upos == Upos::Noun && !text.is_plural(at) && says_firm(text, at)
}

/// Whether a token heads a phrase for a firm or another body: "the airline", "the supplier".
pub(super) fn says_firm(text: &Text<'_>, at: usize) -> bool {
    matches!(text.head_noun(at), Some((Head::Organization, _))) || is_firm(text.word(at))
}

/// "drugmaker **Rheinpharm**": what the noun before a single word says it is.
fn is_maker(text: &Text<'_>, name: &Name) -> bool {
    let Range { start, end } = span(name);
    // "Retailer Hamlin" opens a sentence, and was taken for the name.
    let opens = end == start + 2 && says_firm(text, start);
    let before = start.checked_sub(1).filter(|_| end == start + 1);
    opens || before.is_some_and(|at| is_noun_for_firms(text, at))
}

/// The tokens of a person's name without titles and epithets at its start.
pub(super) fn bare_name(text: &Text<'_>, index: &Index, name: Range<usize>) -> Range<usize> {
    let mut start = name.start;
    while start + 1 < name.end {
        // "Prime Minister" is no title word by word.
        let words = (start..name.end - 1).map(|at| text.word(at));
        if let Some((length, _)) = lexicon().titles.at_start(words)
            && length > 1
        {
            start += length;
            continue;
        }
        let word = text.word(start).trim_end_matches('.');
        let initial = word.len() == 1;
        // "King" and "Prince" are given names too: before more than one word they are titles.
        let given = is_given_name(word);
        match lexicon().title(word) {
            Some((Title::Epithet | Title::Address, _)) if !initial => start += 1,
            Some((Title::Office, _)) if !initial && (!given || start + 2 < name.end) => start += 1,
            _ if !given && start + 2 < name.end && is_calling(text, index, start) => start += 1,
            _ => break,
        }
    }
    let of = (start + 2..name.end).find(|&at| text.word(at) == "of");
    start..of.unwrap_or(name.end)
}

/// Whether a word before a name says what somebody is: "Brigadier Ann Lee" if the article speaks of
/// "the brigadier", "Soprano Ann Lee" anyway.
fn is_calling(text: &Text<'_>, index: &Index, at: usize) -> bool {
    let person = || lexicon().head(text.word(at)).is_some_and(|(head, _)| head == Head::Person);
    index.callings.contains_key(&key(text.word(at))) || person()
}

/// The entity of a name of this kind, new or old.
pub(super) fn resolve(
    text: &Text<'_>,
    entities: &mut Entities,
    index: &mut Index,
    name: Range<usize>,
    kind: NameKind,
    gender: Gender,
) -> usize {
    let whole = name.clone().fold(crate::phrases::START, |hash, at| extend(hash, text.word(at)));
    match kind {
        NameKind::Person => person(text, entities, index, name, gender),
        NameKind::Group => group(text, entities, index, name, whole),
        NameKind::Organization | NameKind::Location => {
            place_or_body(text, entities, index, name, whole, kind)
        }
    }
}

fn span_of(text: &Text<'_>, tokens: Range<usize>) -> onrecord_article::Span {
    text.tokens[tokens.start].span.cover(text.tokens[tokens.end - 1].span)
}

fn words(text: &Text<'_>, name: Range<usize>) -> Vec<u64> {
    name.filter(|&at| text.tokens[at].upos != Upos::Punct)
        .map(|at| text.word(at))
        .filter(|word| !is_suffix(word))
        .map(key)
        .collect()
}

fn is_suffix(word: &str) -> bool {
    matches!(word, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "'s" | "’s")
}

/// Who is named this many times as often is meant by a surname alone.
const MAIN: usize = 4;

fn person(
    text: &Text<'_>,
    entities: &mut Entities,
    index: &mut Index,
    name: Range<usize>,
    gender: Gender,
) -> usize {
    let mut keys = words(text, name.clone());
    if keys.is_empty() {
        keys.push(key(text.word(name.start)));
    }
    let given = if keys.len() > 1 {
        lexicon().given_gender(text.word(name.start))
    } else {
        Gender::Unknown
    };
    let gender = if gender == Gender::Unknown { given } else { gender };
    let candidates = [keys.last(), keys.first()]
        .into_iter()
        .flatten()
        .filter_map(|word| index.words.get(word))
        .flat_map(|list| list.iter().rev().copied());
    let mut fits =
        candidates.filter(|&entity| same_person(text, &entities.all[entity], &keys, &name, gender));
    // "Trump" alone is the one whom the article is about, and not the one named last: "Ivana Trump".
    let found = match keys.len() {
        1 => fits.reduce(|a, b| {
            let mentions = |entity: usize| entities.all[entity].mentions.len();
            if mentions(b) > MAIN * mentions(a) { b } else { a }
        }),
        _ => fits.next(),
    };
    let entity = found.unwrap_or_else(|| {
        entities.start(nameless(span_of(text, name.clone()), EntityKind::Person))
    });
    let person = &mut entities.all[entity];
    if keys.len() > person.words.len() {
        person.name = EntityName::Written(span_of(text, name));
        person.words.clone_from(&keys);
    }
    person.learn_gender(gender);
    for &word in &keys {
        index.add(word, entity);
    }
    entity
}

/// Whether a name may be another form of an entity's name.
fn same_person(
    text: &Text<'_>,
    entity: &Growing,
    keys: &[u64],
    name: &Range<usize>,
    gender: Gender,
) -> bool {
    let disagree =
        gender != Gender::Unknown && entity.gender != Gender::Unknown && entity.gender != gender;
    if entity.kind != EntityKind::Person || disagree || entity.words.is_empty() {
        return false;
    }
    let (long, short) = if keys.len() >= entity.words.len() {
        (keys, entity.words.as_slice())
    } else {
        (entity.words.as_slice(), keys)
    };
    if short.len() == 1 {
        return long.contains(&short[0]);
    }
    if long.last() != short.last() {
        return short.iter().all(|word| long.contains(word));
    }
    // "Hillary Rodham Clinton" and "Hillary Clinton", "J. Smith" and "John Smith".
    long.first() == short.first() || {
        let first = |written: &str| written.chars().next();
        let EntityName::Written(span) = entity.name else { return false };
        let other = text.article.text_of(span);
        let this = text.word(name.start);
        let initial = |word: &str| word.trim_end_matches('.').chars().count() == 1;
        let word = other.split_whitespace().next().unwrap_or(other);
        (initial(this) || initial(word)) && first(this) == first(word)
    }
}

fn group(
    text: &Text<'_>,
    entities: &mut Entities,
    index: &mut Index,
    name: Range<usize>,
    whole: u64,
) -> usize {
    if let Some((country, Called::People)) = country_of(text, name.clone()) {
        return people(entities, index, country, span_of(text, name));
    }
    // "Democrat" and "Democrats" are one group.
    let word = text.word(name.end - 1);
    let singular =
        if name.len() == 1 { key(word.strip_suffix('s').unwrap_or(word)) } else { whole };
    if let Some(&entity) = index.whole.get(&singular) {
        return entity;
    }
    let entity = entities.start(Growing {
        words: vec![singular],
        plural: true,
        ..nameless(span_of(text, name), EntityKind::Group)
    });
    index.whole.insert(singular, entity);
    entity
}

/// The people of a country.
pub(super) fn people(
    entities: &mut Entities,
    index: &mut Index,
    country: &'static Country,
    written: onrecord_article::Span,
) -> usize {
    if let Some(&(_, entity)) = index.peoples.iter().find(|(iso3, _)| *iso3 == country.iso3) {
        return entity;
    }
    let entity = entities.start(Growing {
        words: vec![key(country.name)],
        plural: true,
        country: Some(country.iso3),
        ..nameless(written, EntityKind::Group)
    });
    index.peoples.push((country.iso3, entity));
    entity
}

/// The country that some tokens name, and how.
pub(super) fn country_of(
    text: &Text<'_>,
    tokens: Range<usize>,
) -> Option<(&'static Country, Called)> {
    // "the states" are not the States.
    let capital = |at: usize| text.word(at) != "The" && text.word(at).contains(char::is_uppercase);
    if !tokens.clone().any(capital) {
        return None;
    }
    countries::find(text.article.text_of(span_of(text, tokens)))
}

/// The entity of a country.
pub(super) fn country_entity(
    entities: &mut Entities,
    index: &mut Index,
    of: &'static Country,
    written: onrecord_article::Span,
) -> usize {
    if let Some(&(_, entity)) = index.countries.iter().find(|(iso3, _)| *iso3 == of.iso3) {
        return entity;
    }
    let entity = entities.start(country(of, written));
    index.countries.push((of.iso3, entity));
    entity
}

fn place_or_body(
    text: &Text<'_>,
    entities: &mut Entities,
    index: &mut Index,
    name: Range<usize>,
    whole: u64,
    kind: NameKind,
) -> usize {
    let span = span_of(text, name.clone());
    let mut country = None;
    let found = country_of(text, name.clone());
    let called = found.map(|(_, called)| called);
    match found {
        Some((found, Called::Name)) => return country_entity(entities, index, found, span),
        Some((found, Called::Capital)) if kind == NameKind::Location => {
            if stands_for_government(text, name.clone()) {
                return country_entity(entities, index, found, span);
            }
            country = Some(found.iso3);
        }
        Some((found, Called::Institution)) => country = Some(found.iso3),
        _ => {}
    }
    if let Some(&entity) = index.whole.get(&whole) {
        entities.all[entity].learn_country(country);
        return entity;
    }
    let keys = words(text, name.clone());
    let definite = name.start > 0 && text.word(name.start - 1).eq_ignore_ascii_case("the");
    if (kind == NameKind::Organization || definite)
        && let Some(entity) = short_form(entities, index, &keys)
    {
        index.whole.insert(whole, entity);
        return entity;
    }
    let kind = match kind {
        NameKind::Organization => EntityKind::Organization,
        // "the Kremlin" acts.
        _ if called == Some(Called::Institution) => EntityKind::Organization,
        _ => EntityKind::Location,
    };
    let entity = entities.start(Growing {
        words: if keys.is_empty() { vec![whole] } else { keys.clone() },
        country,
        ..nameless(span, kind)
    });
    index.whole.insert(whole, entity);
    if kind == EntityKind::Organization {
        for &word in &keys {
            index.add(word, entity);
        }
        // "Deutsche Bank" is "the bank".
        for noun in [name.end - 1, name.start] {
            if matches!(text.head_noun(noun), Some((Head::Organization, _))) {
                let noun = role_key(text.word(noun));
                entities.all[entity].add_office(Office { noun, country });
            }
        }
        if let Some(letters) = acronym(text, name) {
            index.alias(&letters, entity);
        }
    }
    entity
}

/// "Mehr" after "Mehr News Agency", "the Post" after "the New York Post".
fn short_form(entities: &Entities, index: &Index, keys: &[u64]) -> Option<usize> {
    let list = index.words.get(keys.first()?)?;
    list.iter().rev().copied().find(|&entity| {
        let other = &entities.all[entity];
        let longer = other.words.len() > keys.len();
        let edge = other.words.starts_with(keys) || other.words.ends_with(keys);
        other.kind == EntityKind::Organization && longer && edge
    })
}

/// The first letters of the capitalized words, if they are at least two.
fn acronym(text: &Text<'_>, name: Range<usize>) -> Option<String> {
    let initials: String = name
        .filter_map(|at| text.word(at).chars().next())
        .filter(|letter| letter.is_uppercase())
        .collect();
    (initials.chars().count() >= 2).then_some(initials)
}

/// Whether a capital stands for the government that sits there: as one who acts ("Tehran and
/// Caracas are outlining"), owns ("Washington's pressure") or is opposed ("against Washington").
pub(super) fn stands_for_government(text: &Text<'_>, name: Range<usize>) -> bool {
    let before = name.start.checked_sub(1).map_or("", |at| text.word(at));
    let after = text.word_at(name.end);
    let place =
        ["in", "In", "at", "near", "to", "To", "around", "outside", "visit", "visited", "of"];
    let proposed = before == "to" && name.start > 1;
    let proposed = proposed && WORDS.has("proposed", text.word(name.start - 2));
    if place.contains(&before) && !proposed || after == "," && !text.is_subject(name.end - 1) {
        return false;
    }
    let joined = matches!(before, "and") && name.start >= 2
        || matches!(after, "and") && text.word_at(name.end + 1).starts_with(char::is_uppercase);
    text.is_subject(name.end - 1)
        || matches!(after, "'s" | "’s")
        || matches!(before, "against" | "between" | "with" | "by" | "from")
        || WORDS.has("told", before)
        || proposed
        || joined
}
