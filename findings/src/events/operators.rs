//! The words of `findings/en/events/operators.txt`: what they do to the event under them.

use std::collections::HashMap;
use std::sync::LazyLock;

use onrecord_language::lists::word_classes;

/// A heading of the file. A word under several of them counts as the first that is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(super) enum Operator {
    Actual,
    Factive,
    Negative,
    Requested,
    Planned,
    Possible,
    Hypothetical,
    Asked,
    Past,
}

const HEADINGS: [(&str, Operator); 9] = [
    ("actual", Operator::Actual),
    ("factive", Operator::Factive),
    ("negative", Operator::Negative),
    ("requested", Operator::Requested),
    ("planned", Operator::Planned),
    ("possible", Operator::Possible),
    ("hypothetical", Operator::Hypothetical),
    ("asked", Operator::Asked),
    ("past", Operator::Past),
];

/// All headings that a word stands under, as bits.
static WORDS: LazyLock<HashMap<&'static str, u16>> = LazyLock::new(|| {
    let classes = word_classes(include_str!("../../en/events/operators.txt"));
    let mut words = HashMap::new();
    for (name, operator) in HEADINGS {
        for &word in classes.get(name).into_iter().flatten() {
            *words.entry(word).or_insert(0) |= 1 << operator as u8;
        }
    }
    words
});

impl Operator {
    /// Whether a lemma stands under this heading.
    pub(super) fn lists(self, lemma: &str) -> bool {
        WORDS.get(lemma).is_some_and(|bits| bits & (1 << self as u8) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_has_words() {
        let classes = word_classes(include_str!("../../en/events/operators.txt"));
        for (name, _) in HEADINGS {
            assert!(classes.get(name).is_some_and(|words| !words.is_empty()), "{name}");
        }
        assert_eq!(classes.len(), HEADINGS.len(), "a heading that nobody reads");
        assert!(Operator::Negative.lists("refuse") && !Operator::Negative.lists("sign"));
    }
}
