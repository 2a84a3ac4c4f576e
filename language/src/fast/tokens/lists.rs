//! Word lists of the tokenizer.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::lists::lines;

/// Lists of lowercase words, one a line; `#` begins a comment.
struct List(Vec<&'static str>);

impl List {
    fn read(text: &'static str) -> List {
        let mut words: Vec<&str> = lines(text).collect();
        words.sort_unstable();
        List(words)
    }

    fn has(&self, word: &str) -> bool {
        // No listed word is longer.
        word.len() <= 12 && self.0.binary_search(&lowercase(word).as_str()).is_ok()
    }
}

fn lowercase(word: &str) -> String {
    word.to_lowercase()
}

static PREFIXES: LazyLock<List> =
    LazyLock::new(|| List::read(include_str!("../../../en/prefixes.txt")));
static UNITS: LazyLock<List> = LazyLock::new(|| List::read(include_str!("../../../en/units.txt")));
static ABBREVIATIONS: LazyLock<HashMap<&'static str, Abbreviation>> = LazyLock::new(|| {
    lines(include_str!("../../../en/abbreviations.txt"))
        .filter_map(|line| {
            let (word, kind) = line.split_once(' ')?;
            let kind = match kind.trim() {
                "always" => Abbreviation::Always,
                "inside" => Abbreviation::Inside,
                "number" => Abbreviation::BeforeNumber,
                _ => return None,
            };
            Some((word, kind))
        })
        .collect()
});
static CONTRACTIONS: LazyLock<HashMap<String, Vec<usize>>> = LazyLock::new(|| {
    lines(include_str!("../../../en/contractions.txt"))
        .map(|line| {
            let parts = line.split(' ').map(str::len).collect();
            (line.replace(' ', ""), parts)
        })
        .collect()
});

/// When a word keeps the full stop behind it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Abbreviation {
    /// Wherever it stands: `Mr.`
    Always,
    /// Unless the sentence may end there: `etc.` before a small letter or a comma.
    Inside,
    /// Before a number: `No. 5`
    BeforeNumber,
}

/// Whether a word before a hyphen stays with what follows: `non` in `non-aligned`.
pub(super) fn is_prefix(word: &str) -> bool {
    PREFIXES.has(word)
}

/// Whether letters behind a number are a token of their own: `35` + `mm`.
pub(super) fn is_unit(word: &str) -> bool {
    UNITS.has(word)
}

/// The kind of abbreviation that a word without its full stop is, if any.
pub(super) fn abbreviation(word: &str) -> Option<Abbreviation> {
    if word.len() > 8 {
        return None; // no listed word is longer
    }
    ABBREVIATIONS.get(word).or_else(|| ABBREVIATIONS.get(lowercase(word).as_str())).copied()
}

/// Lengths of the parts of a word written as one: `can` + `not`.
pub(super) fn contraction(word: &str) -> Option<&'static [usize]> {
    let likely = (2..=8).contains(&word.len())
        && word.is_ascii()
        && word.bytes().last().is_some_and(|b| b"aotsmedl".contains(&b.to_ascii_lowercase()));
    if !likely {
        return None;
    }
    let mut lower = [0u8; 8];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let word = std::str::from_utf8(lower).ok()?; // ASCII was checked
    CONTRACTIONS.get(word).map(Vec::as_slice)
}
