//! Phrases in running text, whatever cut it into tokens: "U.S." is "US", "Guinea-Bissau" is three
//! tokens or one.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::linear::mix;

/// A map whose keys are hashes already.
pub(crate) type HashedMap<V> = HashMap<u64, V, BuildHasherDefault<Same>>;

/// Takes a `u64` for its own hash.
#[derive(Default, Debug)]
pub(crate) struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, &byte| mix(hash, u64::from(byte)));
    }
    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// Before the first letter.
pub(crate) const START: u64 = 0x7068_7261_7365;

/// Goes on from the hash of the words so far: letters and digits count, in lower case.
#[inline]
pub(crate) fn extend(mut hash: u64, words: &str) -> u64 {
    for letter in words.chars() {
        if letter.is_ascii() {
            if letter.is_ascii_alphanumeric() {
                hash = mix(hash, u64::from(letter.to_ascii_lowercase()));
            }
        } else if letter.is_alphanumeric() {
            hash = letter.to_lowercase().fold(hash, |hash, letter| mix(hash, u64::from(letter)));
        }
    }
    hash
}

/// The hash of some words.
pub(crate) fn key(words: &str) -> u64 {
    extend(START, words)
}

/// Without a leading "the".
pub(crate) fn bare(phrase: &str) -> &str {
    let phrase = phrase.trim();
    match phrase.get(..4) {
        Some(first) if first.eq_ignore_ascii_case("the ") => phrase[4..].trim_start(),
        _ => phrase,
    }
}

/// Phrases, each with a value.
#[derive(Debug, Clone)]
pub(crate) struct Phrases<T> {
    values: HashedMap<(T, bool)>,
    /// First word -> the most words of a phrase that starts with it.
    starts: HashedMap<u8>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Phrases<T> {
        Phrases { values: HashedMap::default(), starts: HashedMap::default() }
    }
}

impl<T> Phrases<T> {
    /// Adds a phrase; the first value stays. A phrase in capitals of at most three letters is
    /// found in capitals only.
    pub(crate) fn insert(&mut self, phrase: &str, value: T) {
        let phrase = bare(phrase);
        let (letters, capitals) = letters(phrase);
        self.values.entry(key(phrase)).or_insert((value, letters <= 3 && capitals));
        let words = phrase.split([' ', '-', '\'', '’', ',', '(']).filter(|word| !word.is_empty());
        // A tokenizer may make a token of every mark: leave room for those.
        let count = u8::try_from(words.clone().count() * 2 - 1).unwrap_or(u8::MAX);
        if let Some(first) = words.clone().next() {
            let longest = self.starts.entry(key(first)).or_default();
            *longest = count.max(*longest);
        }
    }

    /// The value of a whole phrase, a leading "the" aside.
    pub(crate) fn find(&self, phrase: &str) -> Option<&T> {
        let phrase = bare(phrase);
        self.by_key(key(phrase), || letters(phrase).1)
    }

    /// The value of a key; `capitals` says whether the text has it in capitals.
    pub(crate) fn by_key(&self, key: u64, capitals: impl Fn() -> bool) -> Option<&T> {
        let (value, in_capitals) = self.values.get(&key)?;
        (!in_capitals || capitals()).then_some(value)
    }

    /// The most tokens of a phrase whose first word has this key; 0 if none starts with it.
    pub(crate) fn longest(&self, first: u64) -> usize {
        self.starts.get(&first).map_or(0, |&words| usize::from(words))
    }

    /// The longest phrase at the start of some tokens: how many of them, and its value.
    pub(crate) fn at_start<'a>(
        &self,
        mut tokens: impl Iterator<Item = &'a str>,
    ) -> Option<(usize, &T)> {
        let first = tokens.next()?;
        let mut hash = key(first);
        let most = self.longest(hash);
        let mut capitals = letters(first).1;
        let mut found = None;
        for length in 1..=most {
            if let Some(value) = self.by_key(hash, || capitals) {
                found = Some((length, value));
            }
            let Some(next) = tokens.next() else { break };
            hash = extend(hash, next);
            capitals &= letters(next).1;
        }
        found
    }
}

/// How many letters, and whether all are capitals.
fn letters(phrase: &str) -> (usize, bool) {
    let letters = phrase.chars().filter(|letter| letter.is_alphabetic());
    (letters.clone().count(), letters.clone().all(char::is_uppercase))
}
