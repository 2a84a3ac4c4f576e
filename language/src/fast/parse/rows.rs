use onrecord_article::Upos;

use super::classes::Classes;
use crate::fast::words::{Case, Word};
use crate::linear::mix;

/// The words of one sentence as the parser sees them: numbers, computed once a word.
///
/// Behind the words stand two more rows: the root at `len`, and nothing at `len + 1`, so that
/// every index that the parser holds has a row.
#[derive(Debug, Default)]
pub struct Rows(Vec<Row>);

#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// The form in small letters.
    pub(super) form: u64,
    /// Part of speech, universal and Penn.
    pub(super) tag: u64,
    /// The class of words that stand in like places.
    pub(super) class: u64,
    /// The last three characters, and whether it is capitalized.
    pub(super) shape: u64,
    /// How many commas, verbs and conjunctions stand before this word.
    pub(super) before: [u16; 3],
}

impl Rows {
    /// Takes in a sentence, in place of the one before.
    pub fn fill(&mut self, words: &[Word], upos: impl Fn(usize) -> Upos, classes: &Classes<'_>) {
        self.0.clear();
        let mut before = [0u16; 3];
        for (at, word) in words.iter().enumerate() {
            let upos = upos(at);
            let capital = !matches!(word.case, Case::Lower | Case::None);
            self.0.push(Row {
                form: word.lower,
                tag: mix(2, upos as u64 | u64::from(word.xpos.0) << 8),
                class: mix(3, u64::from(classes.of(word.lower))),
                shape: mix(word.suffix[2], u64::from(capital)),
                before,
            });
            let here =
                [word.xpos.as_str() == ",", upos == Upos::Verb, upos == Upos::Cconj].map(u16::from);
            for (sum, here) in before.iter_mut().zip(here) {
                *sum = sum.wrapping_add(here);
            }
        }
        for name in [11, 12] {
            let [form, tag, class, shape] = [4, 5, 6, 7].map(|kind| mix(kind, name));
            self.0.push(Row { form, tag, class, shape, before });
        }
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.0.len().saturating_sub(2)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row of a word, of the root, or of nothing.
    pub(super) fn row(&self, token: u32) -> &Row {
        &self.0[(token as usize).min(self.0.len() - 1)]
    }

    pub(super) fn root(&self) -> u32 {
        self.len() as u32
    }

    pub(super) fn none(&self) -> u32 {
        self.len() as u32 + 1
    }
}
