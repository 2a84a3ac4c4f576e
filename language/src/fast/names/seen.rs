//! What the search for names sees of an article before it looks at any context: the shape of
//! each word, the lists it stands in, the run of capitals around it, and how the same word is
//! written elsewhere.

use std::ops::Range;

use onrecord_article::{Token, Upos};

use crate::countries::{self, Called};
use crate::lexicon::{bits, lexicon};
use crate::linear::{hash_bytes, mix};
use crate::phrases::{HashedMap, key};

/// How a word is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Shape {
    /// `said`
    Lower,
    /// `Tehran`
    Title,
    /// `NATO`
    Capitals,
    /// `I`
    Single,
    /// `U.S.`, `J.`
    Initials,
    /// `McCain`, `iPhone`
    Inner,
    /// `20`, `1990s`
    Number,
    /// `B-52`
    Code,
    /// `,`
    Mark,
}

/// How a sentence is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Case {
    /// As usual.
    Mixed,
    /// IN CAPITALS
    Capitals,
    /// As in Most Headlines
    Title,
    /// without any
    Lower,
}

/// The lists whose words are looked at closely also in lower case.
pub(crate) const PLACE_LIKE: u64 =
    (bits::PLACE | bits::COUNTRY | bits::DEMONYM | bits::CAPITAL) as u64;

/// Ways in which a word is seen in an article.
mod ways {
    pub(super) const LOWER: u8 = 1;
    pub(super) const INNER: u8 = 2;
    pub(super) const AFTER_TITLE: u8 = 4;
    pub(super) const AFTER_GIVEN: u8 = 8;
    pub(super) const BEFORE_SURNAME: u8 = 16;
    pub(super) const AFTER_IN: u8 = 32;
    pub(super) const SPEAKS: u8 = 64;
    pub(super) const BEFORE_ORGANIZATION: u8 = 128;
}

#[derive(Clone, Copy)]
struct Seen {
    word: u64,
    lists: u16,
    shape: Shape,
}

/// An article prepared for the search.
pub struct Scan<'a> {
    text: &'a str,
    tokens: &'a [Token],
    words: Vec<Seen>,
    cases: Vec<Case>,
    /// First token and one past the last of the run of capitals; empty where there is none.
    runs: Vec<(u32, u32)>,
    elsewhere: HashedMap<u8>,
}

impl std::fmt::Debug for Scan<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Scan({} tokens)", self.words.len())
    }
}

impl<'a> Scan<'a> {
    /// Looks at an article whose tokens are tagged.
    pub fn new(text: &'a str, tokens: &'a [Token], sentences: &[Range<u32>]) -> Scan<'a> {
        let words = tokens.iter().map(|token| Seen::of(&text[token.span.range()])).collect();
        let mut scan = Scan {
            text,
            tokens,
            words,
            cases: Vec::with_capacity(sentences.len()),
            runs: vec![(0, 0); tokens.len()],
            elsewhere: HashedMap::default(),
        };
        for sentence in sentences {
            let range = sentence.start as usize..sentence.end as usize;
            scan.cases.push(scan.case_of(range.clone()));
            scan.mark_phrases(range.clone());
            if scan.cases.last() != Some(&Case::Capitals) {
                scan.mark_runs(range);
            }
        }
        for (number, sentence) in sentences.iter().enumerate() {
            let range = sentence.start as usize..sentence.end as usize;
            if scan.cases[number] == Case::Mixed {
                scan.note_capitalized(range);
            }
        }
        for (number, sentence) in sentences.iter().enumerate() {
            if scan.cases[number] == Case::Mixed {
                for at in sentence.start as usize..sentence.end as usize {
                    if scan.words[at].shape == Shape::Lower
                        && let Some(ways) = scan.elsewhere.get_mut(&scan.words[at].word)
                    {
                        *ways |= ways::LOWER;
                    }
                }
            }
        }
        scan
    }

    fn text_of(&self, at: usize) -> &'a str {
        &self.text[self.tokens[at].span.range()]
    }

    /// Hash of the word in lower case.
    pub(crate) fn word(&self, at: usize) -> u64 {
        self.words[at].word
    }

    pub(crate) fn shape(&self, at: usize) -> Shape {
        self.words[at].shape
    }

    pub(crate) fn lists(&self, at: usize) -> u16 {
        self.words[at].lists
    }

    pub(crate) fn upos(&self, at: usize) -> Upos {
        self.tokens[at].upos
    }

    pub(crate) fn case(&self, sentence: usize) -> Case {
        self.cases[sentence]
    }

    /// How the word is written elsewhere, as bits; 0 for what is never capitalized.
    pub(crate) fn seen(&self, at: usize) -> u8 {
        self.elsewhere.get(&self.words[at].word).copied().unwrap_or(0)
    }

    /// The run of capitalized words that holds the token.
    pub(crate) fn run(&self, at: usize) -> Option<Range<u32>> {
        let (start, end) = self.runs[at];
        (start < end).then_some(start..end)
    }

    /// Hashes of the first three and last two, three and four letters, each with a number.
    pub(crate) fn endings(&self, at: usize) -> impl Iterator<Item = (u64, u64)> + use<> {
        let mut lower = [0u8; 24];
        let bytes = self.text_of(at).as_bytes();
        let length = bytes.len().min(lower.len());
        lower[..length].copy_from_slice(&bytes[bytes.len() - length..]);
        lower.make_ascii_lowercase();
        let lower = lower;
        let start = [bytes.first(), bytes.get(1), bytes.get(2)]
            .map(|byte| byte.map_or(0, u8::to_ascii_lowercase));
        let prefix = (length > 3).then(|| (0, hash_bytes(&start)));
        let suffixes = (2..=4)
            .filter(move |&size| length > size)
            .map(move |size| (size as u64, hash_bytes(&lower[length - size..length])));
        prefix.into_iter().chain(suffixes)
    }

    fn case_of(&self, sentence: Range<usize>) -> Case {
        let (mut lower, mut title, mut capitals) = (0, 0, 0);
        for at in sentence {
            // Small words are small in headlines too.
            let long = self.tokens[at].span.len() >= 4;
            match self.words[at].shape {
                Shape::Lower if long => lower += 1,
                Shape::Title if long => title += 1,
                Shape::Capitals if long => capitals += 1,
                _ => {}
            }
        }
        match lower + title + capitals {
            0 => Case::Mixed,
            all if all >= 2 && capitals * 5 >= all * 4 => Case::Capitals,
            all if all >= 4 && title * 5 >= all * 4 => Case::Title,
            all if all >= 3 && lower == all => Case::Lower,
            _ => Case::Mixed,
        }
    }

    /// Marks places, countries, nationalities and parties, of several words too.
    fn mark_phrases(&mut self, sentence: Range<usize>) {
        let mut at = sentence.start;
        while at < sentence.end {
            let shape = self.words[at].shape;
            let lower = shape == Shape::Lower;
            if matches!(shape, Shape::Mark | Shape::Number)
                || lower && matches!(self.tokens[at].upos, Upos::Adp | Upos::Det | Upos::Pron)
            {
                at += 1;
                continue;
            }
            let rest = || (at..sentence.end).map(|other| self.text_of(other));
            let country = countries::phrases().at_start(rest());
            let place = lexicon().places.at_start(rest());
            let group = lexicon().groups.at_start(rest());
            let (length, bit) = [
                country.map(|(length, &(_, called))| (length, of_called(called))),
                place.map(|(length, ())| (length, 0)),
                group.map(|(length, ())| (length, bits::GROUP)),
            ]
            .into_iter()
            .flatten()
            .fold((0, 0), |(most, all), (length, bit)| match length.cmp(&most) {
                std::cmp::Ordering::Greater => (length, bit),
                std::cmp::Ordering::Equal => (most, all | bit),
                std::cmp::Ordering::Less => (most, all),
            });
            let place = place.is_some_and(|(place, ())| place == length);
            for inside in 0..length {
                let word = &mut self.words[at + inside];
                word.lists |= bit;
                if place || bit & PLACE_LIKE as u16 != 0 {
                    word.lists |= if inside == 0 { bits::PLACE } else { bits::PLACE_INSIDE };
                }
            }
            at += length.max(1);
        }
    }

    fn capitalized(&self, at: usize) -> bool {
        use Shape::{Capitals, Code, Initials, Inner, Single, Title};
        matches!(self.words[at].shape, Title | Capitals | Single | Initials | Inner | Code)
    }

    fn mark_runs(&mut self, sentence: Range<usize>) {
        let mut at = sentence.start;
        while at < sentence.end {
            let start = at;
            while at < sentence.end && self.capitalized(at)
                // "Al-Qaida", "Johnson & Johnson"
                || at > start
                    && at + 1 < sentence.end
                    && matches!(self.text_of(at), "-" | "&" | "’" | "–")
                    && self.capitalized(at + 1)
            {
                at += 1;
            }
            for inside in start..at {
                self.runs[inside] = (start as u32, at as u32);
            }
            at = at.max(start + 1);
        }
    }

    /// Notes in which company capitalized words are met.
    fn note_capitalized(&mut self, sentence: Range<usize>) {
        for at in sentence.clone() {
            if !self.capitalized(at) || self.tokens[at].span.len() < 2 {
                continue;
            }
            let lists = |other: usize| self.words[other].lists;
            let in_run = |other: usize| self.runs[other] == self.runs[at];
            let mut ways = if at > sentence.start { ways::INNER } else { 0 };
            if at > sentence.start {
                let before = at - 1;
                let dotted = self.text_of(before) == "." && before > sentence.start;
                let title = if dotted { before - 1 } else { before };
                if lists(title) & bits::TITLE != 0 {
                    ways |= ways::AFTER_TITLE;
                }
                if in_run(before) && lists(before) & bits::GIVEN != 0 {
                    ways |= ways::AFTER_GIVEN;
                }
                if matches!(self.text_of(before), "in" | "at" | "near" | "from" | "In") {
                    ways |= ways::AFTER_IN;
                }
            }
            if let Some(after) = (at + 1 < sentence.end).then_some(at + 1) {
                if in_run(after) && lists(after) & bits::SURNAME != 0 {
                    ways |= ways::BEFORE_SURNAME;
                }
                if in_run(after) && lists(after) & bits::ORGANIZATION != 0 {
                    ways |= ways::BEFORE_ORGANIZATION;
                }
                if matches!(
                    self.text_of(after),
                    "said" | "says" | "told" | "added" | "has" | "was" | "is"
                ) {
                    ways |= ways::SPEAKS;
                }
            }
            *self.elsewhere.entry(self.words[at].word).or_default() |= ways;
        }
    }
}

fn of_called(called: Called) -> u16 {
    match called {
        Called::Name => bits::COUNTRY,
        Called::People => bits::DEMONYM,
        Called::Institution => bits::INSTITUTION,
        Called::Capital => bits::CAPITAL,
    }
}

impl Seen {
    fn of(word: &str) -> Seen {
        let mut lower = [0u8; 32];
        let hash = match lower.get_mut(..word.len()) {
            Some(lower) if word.is_ascii() => {
                lower.copy_from_slice(word.as_bytes());
                lower.make_ascii_lowercase();
                hash_bytes(lower)
            }
            _ => hash_bytes(word.to_lowercase().as_bytes()),
        };
        let shape = shape(word);
        let lists = match shape {
            Shape::Mark | Shape::Number => 0,
            _ => lexicon().word(key(word)),
        };
        Seen { word: mix(hash, 0), lists, shape }
    }
}

fn shape(word: &str) -> Shape {
    let (mut upper, mut lower, mut digits, mut dots) = (0, 0, 0, 0);
    let mut first_upper = false;
    for (at, letter) in word.char_indices() {
        if letter.is_uppercase() {
            upper += 1;
            first_upper |= at == 0;
        } else if letter.is_alphabetic() {
            lower += 1;
        } else if letter.is_numeric() {
            digits += 1;
        } else if letter == '.' {
            dots += 1;
        }
    }
    match (upper, lower, digits) {
        (0, 0, 0) => Shape::Mark,
        (0, _, 1..) | (_, 0, 1..) if upper == 0 => Shape::Number,
        (1.., _, 1..) => Shape::Code,
        (0, ..) => Shape::Lower,
        (_, 0, _) if dots > 0 => Shape::Initials,
        (1, 0, _) => Shape::Single,
        (_, 0, _) => Shape::Capitals,
        (1, ..) if first_upper => Shape::Title,
        _ => Shape::Inner,
    }
}
