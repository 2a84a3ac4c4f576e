//! Titles, offices and nationalities: what the words around a name or noun say of a person.

use std::ops::Range;

use super::Text;
use super::entities::Office;
use super::nominals;
use super::noun_phrases::role_key;
use crate::countries::Called;
use crate::lexicon::{Gender, Head, Title, lexicon};
use crate::{NameKind, countries};

/// What some words say of the person whom they describe.
#[derive(Clone, Debug, Default)]
pub(super) struct Described {
    pub(super) offices: Vec<Office>,
    pub(super) gender: Gender,
    pub(super) country: Option<&'static str>,
}

/// Reads the words before a name ("visiting Venezuelan President", "the Leader of the Islamic
/// Revolution, Ayatollah") or a nominal ("the president of Venezuela").
pub(super) fn describe(text: &Text<'_>, tokens: Range<usize>) -> Described {
    let mut described =
        Described { country: country_in(text, tokens.clone()), ..Default::default() };
    for at in tokens {
        // Titles have at most twelve letters or so: no more are looked at.
        let word = text.word(at).trim_end_matches('.');
        if word.len() < 2 || word.len() > 24 {
            continue;
        }
        let title = lexicon().title(word);
        let head = text.head_noun(at).filter(|&(head, _)| head == Head::Person);
        if let Some((_, gender)) = title.filter(|&(what, _)| what != Title::Epithet)
            && described.gender == Gender::Unknown
        {
            described.gender = gender;
        }
        if let Some((_, gender)) = head
            && described.gender == Gender::Unknown
        {
            described.gender = gender;
        }
        let office = head.is_some() || matches!(title, Some((Title::Office, _)));
        let genitive = matches!(text.word_at(at + 1), "'s" | "’s");
        if office
            && !genitive
            && text.names_in(at..at + 1).next().is_none_or(|name| {
                // "House Speaker" may be taken for a name; a person's own name holds no office.
                title.is_some() || text.names[name].kind != NameKind::Person
            })
            && described.offices.len() < 4
        {
            let noun = role_key(noun_form(text, at));
            described.offices.push(Office { noun, country: described.country });
            let special = nominals::office_at(text, at, described.country);
            described.offices.extend(special.filter(|office| office.noun != noun));
        }
    }
    described
}

/// The lemma where the tagger knows it for a noun, the word itself otherwise.
pub(super) fn noun_form<'a>(text: &Text<'a>, at: usize) -> &'a str {
    let lemma = text.analysis.lemma(at);
    if lexicon().head(lemma).is_some() { lemma } else { text.word(at) }
}

/// The first country that some words name, or name the people of; "ambassador **to** Bahrain" is
/// no Bahraini.
pub(super) fn country_in(text: &Text<'_>, tokens: Range<usize>) -> Option<&'static str> {
    let sent_to = |at: usize| at > tokens.start && text.word(at - 1) == "to";
    for name in text.names_in(tokens.clone()) {
        let Range { start, end } = text.names[name].tokens;
        if sent_to(start as usize) {
            continue;
        }
        let span = text.tokens[start as usize].span.cover(text.tokens[end as usize - 1].span);
        if let Some((country, called)) = countries::find(text.article.text_of(span))
            && matches!(called, Called::Name | Called::People)
        {
            return Some(country.iso3);
        }
    }
    // Nationalities that were not taken for names, and abbreviations: "**UAE** Ambassador".
    for at in tokens.clone().filter(|&at| !sent_to(at)) {
        let word = text.word(at);
        if word.starts_with(char::is_uppercase)
            && let Some((country, Called::People | Called::Name)) = countries::find(word)
        {
            return Some(country.iso3);
        }
    }
    None
}
