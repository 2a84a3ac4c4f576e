//! Whom a noun phrase goes back to: by office, by kind, or by the same noun.

use onrecord_article::{EntityKind, EntityName, Upos};

use super::Text;
use super::entities::{Growing, Office, nameless};
use super::linking::Linker;
use super::named;
use super::noun_phrases::role_key;
use super::offices::{Described, noun_form};
use crate::countries::{self, Called, Country};
use crate::lexicon::{Gender, Head};
use crate::linear::mix;

/// What a nominal asks for.
struct Wanted {
    head: Head,
    gender: Gender,
    plural: bool,
    /// Whether it may go back to something said before.
    definite: bool,
    office: Office,
    /// Somebody's: "his spokesman".
    owned: bool,
}

/// The entity of the nominal phrase `k`, old or new.
pub(super) fn resolve(linker: &mut Linker<'_>, k: usize, described: Described) -> usize {
    let text = linker.text;
    let phrase = &linker.phrases[k];
    let (head, gender) = text.head_noun(phrase.head).unwrap_or((Head::Report, Gender::Unknown));
    let known = text.head_noun(phrase.head).is_some();
    let owner = phrase.owner.and_then(|owner| linker.entities.of_head(owner));
    let of_country = owner.and_then(|owner| {
        let owner = &linker.entities.all[owner];
        matches!(owner.kind, EntityKind::Location | EntityKind::Group)
            .then_some(owner.country)
            .flatten()
    });
    let country = described.country.or(of_country);
    let called = named::country_of(text, phrase.core.clone());
    let acts = || named::stands_for_government(text, phrase.core.clone());
    if let Some((country, called)) = called
        && (called == Called::Name || called == Called::Capital && acts())
    {
        let span = text.tokens[phrase.head].span;
        return nation(linker, country, span);
    }
    if let Some(entity) = of_nation(linker, k, country, owner) {
        return entity;
    }
    let wanted = Wanted {
        head,
        gender,
        plural: text.is_plural(phrase.head),
        // "a retired Finnish admiral" is nobody who was named.
        definite: is_definite(text, phrase.tokens.start)
            || country.is_some()
                && !matches!(text.word(phrase.tokens.start), "a" | "an" | "A" | "An"),
        office: office_at(text, phrase.head, country)
            .unwrap_or(Office { noun: role_key(noun_form(text, phrase.head)), country }),
        owned: phrase.owner.is_some() && of_country.is_none(),
    };
    if wanted.definite
        && !wanted.owned
        && let Some(entity) = find(linker, k, &wanted)
    {
        return entity;
    }
    let Some(span) = text.analysis.span(phrase.tokens.clone()) else { return 0 };
    let kind = match head {
        _ if !known => EntityKind::Other,
        Head::Person if wanted.plural => EntityKind::Group,
        Head::Person => EntityKind::Person,
        Head::Organization => EntityKind::Organization,
        Head::Group => EntityKind::Group,
        Head::Place => EntityKind::Location,
        Head::Report => EntityKind::Other,
    };
    let plural = wanted.plural || head == Head::Group;
    let entity = Growing { gender, plural, country, ..nameless(span, kind) };
    let entity = linker.entities.start(entity);
    linker.entities.all[entity].add_office(wanted.office);
    entity
}

/// "the Venezuelan government" is Venezuela, "the Iranian nation" the Iranians, "his country" the
/// country of the person whose it is.
fn of_nation(
    linker: &mut Linker<'_>,
    k: usize,
    country: Option<&'static str>,
    owner: Option<usize>,
) -> Option<usize> {
    let text = linker.text;
    let phrase = &linker.phrases[k];
    let noun = noun_form(text, phrase.head).to_ascii_lowercase();
    let span = text.analysis.span(phrase.tokens.clone())?;
    let by_code = |code| countries::by_iso3(code);
    let (place, people) = (
        matches!(noun.as_str(), "government" | "regime" | "republic" | "state" | "kingdom"),
        matches!(noun.as_str(), "people" | "nation" | "public" | "citizen" | "population"),
    );
    if (place || people)
        && !text.is_plural(phrase.head)
        && let Some(country) = country.and_then(by_code)
    {
        if people {
            return Some(named::people(&mut linker.entities, &mut linker.index, country, span));
        }
        return Some(nation(linker, country, span));
    }
    let land =
        matches!(noun.as_str(), "country" | "nation" | "homeland") && !text.is_plural(phrase.head);
    if !land {
        return None;
    }
    if phrase.owner.is_some() {
        let country = linker.entities.all.get(owner?)?.country.and_then(by_code)?;
        return Some(nation(linker, country, span));
    }
    let first = text.word(phrase.tokens.start);
    if phrase.tokens.len() == 2 && matches!(first, "the" | "The" | "this" | "This") {
        let recent = linker
            .entities
            .recent()
            .find(|past| matches!(linker.entities.all[past.entity].name, EntityName::Country(_)));
        return recent.map(|past| past.entity);
    }
    None
}

fn nation(
    linker: &mut Linker<'_>,
    country: &'static Country,
    span: onrecord_article::Span,
) -> usize {
    named::country_entity(&mut linker.entities, &mut linker.index, country, span)
}

/// The office that a noun is: "vice president" and "foreign minister" are others than
/// "president" and "minister".
pub(super) fn office_at(
    text: &Text<'_>,
    head: usize,
    country: Option<&'static str>,
) -> Option<Office> {
    let (kind, _) = text.head_noun(head)?;
    let noun = role_key(noun_form(text, head));
    if kind != Head::Person {
        return Some(Office { noun, country });
    }
    let before = head.checked_sub(1).map_or("", |before| text.word(before));
    let special = ["vice", "deputy", "prime", "foreign", "defense", "defence", "finance", "press"];
    let noun = match special.iter().find(|word| word.eq_ignore_ascii_case(before)) {
        Some(word) => mix(noun, role_key(word)),
        None => noun,
    };
    Some(Office { noun, country })
}

/// Whether a phrase that starts here speaks of what is known already.
fn is_definite(text: &Text<'_>, start: usize) -> bool {
    let word = text.word(start);
    let known = ["the", "this", "that", "these", "those"];
    known.iter().any(|known| known.eq_ignore_ascii_case(word))
        || text.tokens[start].upos == Upos::Propn && text.head_noun(start).is_some()
}

/// The latest entity that fits, within a bounded number of mentions.
fn find(linker: &Linker<'_>, k: usize, wanted: &Wanted) -> Option<usize> {
    let entities = &linker.entities;
    let by_office = |entity: &Growing| {
        entity.offices.iter().any(|office| {
            let countries = match (wanted.office.country, office.country.or(entity.country)) {
                (Some(wanted), Some(has)) => wanted == has,
                (Some(_), None) => !entity.named(),
                (None, _) => true,
            };
            office.noun == wanted.office.noun && countries
        })
    };
    let fits = |entity: &Growing| {
        let gender = wanted.gender == Gender::Unknown
            || entity.gender == Gender::Unknown
            || wanted.gender == entity.gender;
        let kind = match wanted.head {
            Head::Person if wanted.plural => entity.kind == EntityKind::Group,
            Head::Person => entity.kind == EntityKind::Person,
            Head::Organization => entity.kind == EntityKind::Organization,
            Head::Group => entity.kind == EntityKind::Group,
            Head::Place => entity.kind == EntityKind::Location,
            Head::Report => entity.kind == EntityKind::Other,
        };
        gender && kind && (entity.plural == wanted.plural || wanted.head == Head::Group)
    };
    let recent = entities.recent().map(|past| past.entity);
    // Who was named by office long ago is still meant by "the president".
    let early = (0..entities.all.len().min(EARLY)).filter(|&entity| entities.all[entity].named());
    let office = recent
        .chain(early)
        .find(|&entity| fits(&entities.all[entity]) && by_office(&entities.all[entity]));
    office.or_else(|| by_kind(linker, k, wanted, fits))
}

/// The entities at the start of an article that stay in mind to its end.
const EARLY: usize = 24;

/// Nouns that stand for whoever was named last.
const GENERAL: &[&str] = &[
    "man",
    "woman",
    "company",
    "firm",
    "organization",
    "agency",
    "group",
    "newspaper",
    "candidate",
    "politician",
    "businessman",
    "lawmaker",
    "politico",
    "billionaire",
];

/// Bodies that have the noun in their names: "the court" is no company.
const CALLED_SO: &[&str] = &[
    "court",
    "tribunal",
    "jury",
    "prosecution",
    "police",
    "parliament",
    "senate",
    "congress",
    "ministry",
    "council",
    "cabinet",
    "embassy",
    "government",
    "army",
    "church",
    "university",
];

/// "the woman", "the company": the last one that is named in the same or the last sentences.
/// "the cleric", "the Kazakh minister": the only one of that kind who was named there.
fn by_kind(
    linker: &Linker<'_>,
    k: usize,
    wanted: &Wanted,
    fits: impl Fn(&Growing) -> bool,
) -> Option<usize> {
    let text = linker.text;
    let phrase = &linker.phrases[k];
    let noun = noun_form(text, phrase.head).to_ascii_lowercase();
    let singular = matches!(wanted.head, Head::Person | Head::Organization) && !wanted.plural;
    let plain = phrase.tokens.len() == 2;
    let country = wanted.office.country;
    // Nobody calls a company "the court" that is not called so.
    if !singular || !(plain || country.is_some()) || CALLED_SO.contains(&noun.as_str()) {
        return None;
    }
    let sentence = text.sentences[phrase.head];
    let near = |back: u32| {
        let recent =
            linker.entities.recent().take_while(move |past| past.sentence + back >= sentence);
        let named = |&entity: &usize| {
            let entity = &linker.entities.all[entity];
            entity.named() && fits(entity)
        };
        recent.map(|past| past.entity).filter(named)
    };
    if plain && GENERAL.contains(&noun.as_str()) {
        return near(2).next();
    }
    // "the judge" is somebody else than the one named last.
    if wanted.head == Head::Person && country.is_none() {
        return None;
    }
    let of_country = |entity: &usize| match country {
        Some(country) => linker.entities.all[*entity].country == Some(country),
        None => true,
    };
    let subject = wanted.head == Head::Organization || text.is_subject(phrase.head);
    if !subject && country.is_none() {
        return None;
    }
    let back = if country.is_some() { sentence } else { 3 };
    let mut found = near(back).filter(of_country);
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}
