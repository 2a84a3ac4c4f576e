//! Word lists about names: given names, surnames, titles, places, parties, and the nouns that
//! head what can speak.

use std::sync::LazyLock;

use crate::lists::lines;
use crate::phrases::{HashedMap, Phrases, key};

/// Grammatical gender of a person, as far as words show it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) enum Gender {
    #[default]
    Unknown,
    Male,
    Female,
}

/// What a noun at the head of a phrase stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Head {
    Person,
    Organization,
    Group,
    Report,
    Place,
}

/// What a title does.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Title {
    /// A form of address: "Mr."
    Address,
    /// What the person does: "President".
    Office,
    /// A part of the name that may be left out: "Seyyed".
    Epithet,
}

/// Bits of [`Lexicon::word`].
pub(crate) mod bits {
    pub(crate) const GIVEN: u16 = 1;
    pub(crate) const SURNAME: u16 = 2;
    pub(crate) const TITLE: u16 = 4;
    pub(crate) const ORGANIZATION: u16 = 8;
    pub(crate) const GROUP: u16 = 16;
    pub(crate) const HEAD: u16 = 32;
    /// First word of a place's name; the following ones have `PLACE_INSIDE`.
    pub(crate) const PLACE: u16 = 64;
    pub(crate) const PLACE_INSIDE: u16 = 128;
    pub(crate) const COUNTRY: u16 = 256;
    pub(crate) const DEMONYM: u16 = 512;
    pub(crate) const CAPITAL: u16 = 1024;
    pub(crate) const INSTITUTION: u16 = 2048;
}

/// The lists, each word by its key.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    words: HashedMap<u16>,
    genders: HashedMap<Gender>,
    heads: HashedMap<(Head, Gender)>,
    things: HashedMap<()>,
    pub(crate) titles: Phrases<(Title, Gender)>,
    pub(crate) places: Phrases<()>,
    pub(crate) groups: Phrases<()>,
}

pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    /// In which lists of single words the word with this key stands.
    pub(crate) fn word(&self, key: u64) -> u16 {
        self.words.get(&key).copied().unwrap_or(0)
    }

    /// The gender of a given name.
    pub(crate) fn given_gender(&self, word: &str) -> Gender {
        self.genders.get(&key(word)).copied().unwrap_or_default()
    }

    /// Whether nobody is called by a word, in the singular or as it is: "Mutual", "Coal", "Terminals".
    pub(crate) fn is_thing(&self, word: &str) -> bool {
        let known = |word: &str| self.things.contains_key(&key(word));
        known(word) || word.strip_suffix('s').is_some_and(known)
    }

    /// What a noun in the singular heads.
    pub(crate) fn head(&self, lemma: &str) -> Option<(Head, Gender)> {
        self.heads.get(&key(lemma)).copied()
    }

    /// The title that a whole phrase is.
    pub(crate) fn title(&self, phrase: &str) -> Option<(Title, Gender)> {
        self.titles.find(phrase).copied()
    }

    fn mark(&mut self, word: &str, bit: u16) {
        *self.words.entry(key(word)).or_default() |= bit;
    }
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon::default();
    for line in lines(include_str!("../en/first_names.txt")) {
        let (name, code) = line.split_once(' ').unwrap_or((line, "-"));
        lexicon.mark(name, bits::GIVEN);
        lexicon.genders.insert(key(name), gender(code));
    }
    let more = [include_str!("../en/given_genders.txt"), include_str!("../en/world_genders.txt")];
    for line in more.into_iter().flat_map(lines) {
        let (code, names) = line.split_once(": ").unwrap_or(("-", line));
        for name in names.split_whitespace() {
            lexicon.genders.entry(key(name)).or_insert(gender(code));
        }
    }
    for name in lines(include_str!("../en/last_names.txt")) {
        lexicon.mark(name, bits::SURNAME);
    }
    for word in lines(include_str!("../en/organization_words.txt")) {
        lexicon.mark(word, bits::ORGANIZATION);
    }
    for place in lines(include_str!("../en/places.txt")) {
        lexicon.places.insert(place, ());
    }
    for group in lines(include_str!("../en/groups.txt")) {
        lexicon.groups.insert(group, ());
        if let Some(plural) = crate::countries::plural(group) {
            lexicon.groups.insert(&plural, ());
        }
    }
    for line in lines(include_str!("../en/titles.txt")) {
        let mut columns = line.split('|');
        let (Some(phrase), Some(code), Some(what)) =
            (columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let title = match what {
            "address" => Title::Address,
            "epithet" => Title::Epithet,
            _ => Title::Office,
        };
        lexicon.titles.insert(phrase, (title, gender(code)));
        if !phrase.contains(' ') {
            lexicon.mark(phrase, bits::TITLE);
        }
    }
    for line in lines(include_str!("../en/heads.txt")) {
        let mut columns = line.split('|');
        let (Some(noun), Some(kind), Some(code)) = (columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let head = match kind {
            "person" => Head::Person,
            "organization" => Head::Organization,
            "group" => Head::Group,
            "place" => Head::Place,
            _ => Head::Report,
        };
        lexicon.heads.entry(key(noun)).or_insert((head, gender(code)));
        lexicon.mark(noun, bits::HEAD);
    }
    // Without a bit of their own: no model was trained with them.
    let more = [include_str!("../en/people.txt"), include_str!("../en/wordnet_persons.txt")];
    for line in more.into_iter().flat_map(lines) {
        let (noun, code) = line.split_once(' ').unwrap_or((line, "-"));
        lexicon.heads.entry(key(noun)).or_insert((Head::Person, gender(code)));
    }
    for word in lines(include_str!("../en/wordnet_things.txt")).flat_map(str::split_whitespace) {
        lexicon.things.insert(key(word), ());
    }
    lexicon
});

fn gender(code: &str) -> Gender {
    match code {
        "m" => Gender::Male,
        "f" => Gender::Female,
        _ => Gender::Unknown,
    }
}
