//! The deep engine: a small encoder that reads statement roles in context. It stands in for the
//! linear model of [`fast::roles`](crate::fast::roles); all else is as there. Its model is not built
//! in: `training/` makes one.
//!
//! What it scores goes through the same search, with transitions of its own; scores are rounded to
//! integers first.

pub mod frames;
pub mod wordpiece;

mod encoder;
mod model;

use std::fmt;

use onrecord_article::Token;

use crate::fast::roles::decode::Scores;
use crate::fast::roles::label::LABELS;
use crate::fast::roles::words::Words;
use crate::fast::roles::{self, Pass, decode_all};
use crate::linear::hash_bytes;
use crate::{Analysis, Reading};
use model::Model;

/// The model of statement roles.
pub struct Deep {
    model: Model,
    hash: u64,
}

impl Deep {
    /// Opens a model file; `None` if it is none.
    pub fn open(bytes: &'static [u8]) -> Option<Deep> {
        Some(Deep { model: Model::open(bytes)?, hash: hash_bytes(bytes) })
    }

    /// The same for the same bytes.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// Reads an article and the insides of its contents.
    pub fn readings(&self, text: &str, analysis: &Analysis) -> Vec<Reading> {
        roles::readings(text, analysis, |words, first| {
            self.read(text, &analysis.tokens[first as usize..], words)
        })
    }

    /// Reads words; `tokens` are those of the words, in the text.
    pub fn read(&self, text: &str, tokens: &[Token], words: &Words) -> Pass {
        let written = |token: usize| &text[tokens[token].span.range()];
        let mut scores: Vec<Scores> = vec![[0; LABELS]; words.words.len()];
        for frame in frames::frames(words, written, &self.model.vocabulary) {
            self.model.scores(&frame, &mut scores[frame.tokens.clone()]);
        }
        decode_all(words, scores, &self.model.transitions)
    }
}

impl fmt::Debug for Deep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deep").field("layers", &self.model.layers.len()).finish_non_exhaustive()
    }
}
