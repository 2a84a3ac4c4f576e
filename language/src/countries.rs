//! The countries of the world: names, codes, capitals, and what their people are called.
//!
//! ```
//! use onrecord_language::countries::{self, Called};
//!
//! let country = countries::by_phrase("the Bolivarian Republic of Venezuela").unwrap();
//! assert_eq!((country.name, country.iso3), ("Venezuela", "VEN"));
//! assert_eq!(countries::find("Venezuelans").unwrap().1, Called::People);
//! assert_eq!(countries::find("Tehran").unwrap().1, Called::Capital);
//! assert!(countries::by_phrase("help us").is_none());
//! ```
//!
//! The table is `language/en/countries.txt`, read when first asked for.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::phrases::Phrases;

/// A country: an entry of ISO 3166-1, or Kosovo.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub iso2: &'static str,
    /// ISO 3166-1 alpha-3; `XKX` for Kosovo.
    pub iso3: &'static str,
    /// Its short name in English.
    pub name: &'static str,
    /// Capital or capitals, other spellings included; empty where there is none.
    pub capitals: Vec<&'static str>,
    /// Adjectives, and nouns for one of its people; plurals left out.
    pub demonyms: Vec<&'static str>,
    /// Other names, political epithets included.
    pub aliases: Vec<&'static str>,
    /// Parts of its government that have a name of their own: "the Kremlin".
    pub institutions: Vec<&'static str>,
}

/// How a phrase names a country.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Called {
    /// "Iran", "the Islamic Republic of Iran"
    Name,
    /// "Iranian", "Iranians"
    People,
    /// "the Kremlin"
    Institution,
    /// "Tehran"
    Capital,
}

/// All countries, in the order of the table.
pub fn all() -> &'static [Country] {
    &TABLE.countries
}

/// The country that a phrase names in any way, and the way. Case, a leading "the", white space
/// and punctuation do not matter; abbreviations must be in capitals ("US").
pub fn find(phrase: &str) -> Option<(&'static Country, Called)> {
    TABLE.phrases.find(phrase).map(|&(index, called)| (&TABLE.countries[index], called))
}

/// The country whose name, short, official or other, the phrase is.
pub fn by_phrase(phrase: &str) -> Option<&'static Country> {
    find(phrase).filter(|&(_, called)| called == Called::Name).map(|(country, _)| country)
}

/// The country with this alpha-3 code.
pub fn by_iso3(code: &str) -> Option<&'static Country> {
    TABLE.by_iso3.get(code).map(|&index| &TABLE.countries[index])
}

/// The phrases of the table, for those that match longest phrases in running text.
pub(crate) fn phrases() -> &'static Phrases<(usize, Called)> {
    &TABLE.phrases
}

struct Table {
    countries: Vec<Country>,
    phrases: Phrases<(usize, Called)>,
    by_iso3: HashMap<&'static str, usize>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let countries: Vec<Country> =
        include_str!("../en/countries.txt").lines().filter_map(country).collect();
    let by_iso3 = countries.iter().enumerate().map(|(index, c)| (c.iso3, index)).collect();
    let mut phrases = Phrases::default();
    // Where a phrase names two countries, or one in two ways, the surest way comes first, then
    // the first country of the table: "American" is United States, not American Samoa.
    for called in [Called::Name, Called::People, Called::Institution, Called::Capital] {
        for (index, country) in countries.iter().enumerate() {
            for phrase in country.phrases(called) {
                phrases.insert(&phrase, (index, called));
            }
        }
    }
    Table { countries, phrases, by_iso3 }
});

fn country(line: &'static str) -> Option<Country> {
    let columns: Vec<&str> = line.split('|').collect();
    let &[iso2, iso3, name, capitals, demonyms, aliases, institutions] = columns.as_slice() else {
        return None;
    };
    if line.starts_with('#') {
        return None;
    }
    let list = |column: &'static str| {
        let items = column.split(';').map(|item| item.trim_start_matches('-'));
        items.filter(|item| !item.is_empty()).collect::<Vec<_>>()
    };
    Some(Country {
        iso2,
        iso3,
        name,
        capitals: list(capitals),
        demonyms: list(demonyms),
        aliases: list(aliases),
        institutions: list(institutions),
    })
}

impl Country {
    fn phrases(&self, called: Called) -> Vec<String> {
        let own = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        match called {
            Called::Name => {
                let mut names: Vec<String> = own(&self.aliases);
                names.insert(0, self.name.to_owned());
                names
            }
            Called::People => {
                let plural = |word: &&str| plural(word);
                let mut words: Vec<String> = own(&self.demonyms);
                words.extend(self.demonyms.iter().filter_map(plural));
                words
            }
            Called::Institution => own(&self.institutions),
            Called::Capital => own(&self.capitals),
        }
    }

    /// Whether a phrase names this country in any way.
    pub fn is_named_by(&self, phrase: &str) -> bool {
        find(phrase).is_some_and(|(country, _)| country.iso3 == self.iso3)
    }
}

/// The plural of a noun for people: "Afghans"; `None` for "Chinese", "French", "Swiss".
pub(crate) fn plural(word: &str) -> Option<String> {
    let unchanged = ["s", "x", "z", "sh", "ch", "ese", "men"];
    let lower = word.to_lowercase();
    (!unchanged.iter().any(|ending| lower.ends_with(ending))).then(|| {
        match lower.strip_suffix('y') {
            Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => {
                format!("{}ies", &word[..word.len() - 1])
            }
            _ => format!("{word}s"),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(phrase: &str) -> Option<(&'static str, Called)> {
        find(phrase).map(|(country, called)| (country.iso3, called))
    }

    #[test]
    fn phrases_name_countries() {
        for (phrase, iso3, how) in [
            ("U.S.", "USA", Called::Name),
            ("US", "USA", Called::Name),
            ("the United States of America", "USA", Called::Name),
            ("AMERICANS", "USA", Called::People),
            ("Washington", "USA", Called::Capital),
            ("the White House", "USA", Called::Institution),
            ("Islamic Republic of Iran", "IRN", Called::Name),
            ("Iranian", "IRN", Called::People),
            ("the Zionist regime", "ISR", Called::Name),
            ("Israelis", "ISR", Called::People),
            ("South Koreans", "KOR", Called::People),
            ("Guinea-Bissau", "GNB", Called::Name),
            ("Guinea - Bissau", "GNB", Called::Name),
            ("Côte d'Ivoire", "CIV", Called::Name),
            ("the Kremlin", "RUS", Called::Institution),
            ("Spaniards", "ESP", Called::People),
            ("Kyiv", "UKR", Called::Capital),
            ("Palestine", "PSE", Called::Name),
            ("Congo", "COD", Called::Name),
            ("Kosovar", "XKX", Called::People),
        ] {
            assert_eq!(called(phrase), Some((iso3, how)), "{phrase}");
        }
        for phrase in ["us", "Us", "", "the", "Atlantis", "…", "uk"] {
            assert_eq!(called(phrase), None, "{phrase}");
        }
    }

    #[test]
    fn the_table_is_whole() {
        assert_eq!(all().len(), 250);
        for country in all() {
            assert_eq!((country.iso2.len(), country.iso3.len()), (2, 3), "{}", country.name);
            assert_eq!(by_iso3(country.iso3), Some(country), "a code stands once");
            assert_eq!(by_phrase(country.name), Some(country), "a name is its own");
            for alias in &country.aliases {
                let found = by_phrase(alias);
                assert_eq!(found, Some(country), "{alias}");
            }
        }
        let lines = include_str!("../en/countries.txt").lines();
        assert_eq!(lines.filter(|line| !line.starts_with('#')).count(), all().len());
        assert_ne!(crate::phrases::key("Iran"), crate::phrases::key("Iraq"));
    }
}
