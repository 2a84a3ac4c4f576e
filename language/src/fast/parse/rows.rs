use onrecord_article::{Relation, Upos};

use super::Arc;
use super::classes::Classes;
use super::marks::{self, Kinds, Marks};
use crate::fast::words::{Case, Word};
use crate::linear::mix;

/// The words of one sentence as the parser sees them: numbers, computed once a word. Punctuation
/// marks are no words here: they are known by the gaps they stand in.
///
/// Behind the words stand two more rows: the root at `len`, and nothing at `len + 1`, so that
/// every index that the parser holds has a row.
#[derive(Debug, Default)]
pub struct Rows {
    rows: Vec<Row>,
    /// The index of each word in the sentence.
    tokens: Vec<u32>,
    marks: Marks,
}

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
    /// The marks in the gap before this word.
    pub(super) gap: Kinds,
    /// The part of speech alone.
    pub(super) upos: u8,
    /// The word that heads the phrase which follows, as far as tags tell: the last one of the
    /// next nouns in a row, or the next pronoun, number or verb.
    pub(super) ahead: u32,
}

impl Rows {
    /// Takes in a sentence, in place of the one before.
    pub fn fill(&mut self, words: &[Word], upos: impl Fn(usize) -> Upos, classes: &Classes<'_>) {
        self.rows.clear();
        self.tokens.clear();
        self.marks.clear();
        // Nothing but marks: then they are the words.
        let bare = (0..words.len()).all(|at| upos(at) == Upos::Punct);
        let mut before = [0u16; 3];
        let mut gap = 0;
        for (at, word) in words.iter().enumerate() {
            let upos = upos(at);
            if upos == Upos::Punct && !bare {
                let kind = marks::kind(word.xpos);
                before[0] = before[0].wrapping_add(u16::from(kind == marks::COMMA));
                gap |= kind;
                self.marks.push(at as u32, self.rows.len() as u32, word.xpos);
                continue;
            }
            let capital = !matches!(word.case, Case::Lower | Case::None);
            self.tokens.push(at as u32);
            self.rows.push(Row {
                form: word.lower,
                tag: mix(2, upos as u64 | u64::from(word.xpos.0) << 8),
                class: mix(3, u64::from(classes.of(word.lower))),
                shape: mix(word.suffix[2], u64::from(capital)),
                before,
                gap,
                upos: upos as u8,
                ahead: 0,
            });
            gap = 0;
            let here = [false, upos == Upos::Verb, upos == Upos::Cconj].map(u16::from);
            for (sum, here) in before.iter_mut().zip(here) {
                *sum = sum.wrapping_add(here);
            }
        }
        self.marks.pair();
        for name in [11, 12] {
            let [form, tag, class, shape] = [4, 5, 6, 7].map(|kind| mix(kind, name));
            let (upos, ahead) = (u8::MAX, self.none());
            self.rows.push(Row { form, tag, class, shape, before, gap, upos, ahead });
        }
        self.look_ahead();
    }

    fn look_ahead(&mut self) {
        let is = |row: &Row, of: &[Upos]| of.iter().any(|&upos| upos as u8 == row.upos);
        const NOUNS: &[Upos] = &[Upos::Noun, Upos::Propn];
        const OTHERS: &[Upos] = &[Upos::Pron, Upos::Num, Upos::Verb];
        let (mut ahead, mut after_noun) = (self.none(), false);
        for at in (0..self.len()).rev() {
            let row = &mut self.rows[at];
            row.ahead = ahead;
            let noun = is(row, NOUNS);
            if noun && !after_noun || is(row, OTHERS) {
                ahead = at as u32;
            }
            after_noun = noun;
        }
    }

    /// The tree of the whole sentence, appended to `arcs`: that of its words, which `tree` is,
    /// and the marks.
    pub fn whole(&self, tree: &[Arc], arcs: &mut Vec<Arc>) {
        let count = tree.len() as u32;
        let heads = tree.iter().zip(0..).map(|(&(head, _), at)| match head == at {
            true => count,
            false => head,
        });
        let heads: Vec<u32> = heads.collect();
        let base = arcs.len();
        arcs.resize(base + tree.len() + self.marks.len(), (0, Relation::Punct));
        for (&(head, relation), &token) in tree.iter().zip(&self.tokens) {
            arcs[base + token as usize] = (self.tokens[head as usize], relation);
        }
        let tokens = &self.tokens;
        self.marks.hang(&heads, |mark, head| {
            arcs[base + mark as usize] = (tokens[head as usize], Relation::Punct);
        });
    }

    /// The index of each word in the sentence.
    pub fn tokens(&self) -> &[u32] {
        &self.tokens
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row of a word, of the root, or of nothing.
    pub(super) fn row(&self, token: u32) -> &Row {
        &self.rows[(token as usize).min(self.rows.len() - 1)]
    }

    pub(super) fn root(&self) -> u32 {
        self.len() as u32
    }

    pub(super) fn none(&self) -> u32 {
        self.len() as u32 + 1
    }
}
