//! The deep engine: a small encoder that reads statement roles in context, beside the linear model
//! of [`fast::roles`](crate::fast::roles); all else is as there. `training/` makes its model.
//!
//! What it scores is rounded to integers, a share of the linear model's scores is added, and the
//! same search finds the labels.
//!
//! **Invariant**: every machine gives the same scores, for any number of threads: see `lanes.rs`.

pub mod frames;
pub mod wordpiece;

mod attention;
mod encoder;
mod floats;
mod lanes;
mod model;
mod product;

use std::fmt;

use onrecord_article::Token;

use crate::built_in;
use crate::fast::roles::decode::{NEVER, Scores, Transitions};
use crate::fast::roles::label::LABELS;
use crate::fast::roles::words::Words;
use crate::fast::roles::{self, Roles, decode_all};
use crate::linear::hash_bytes;
use crate::{Analysis, Reading};
use encoder::Room;
use model::Model;

/// So much of the linear model's scores is added to the encoder's: they err in different places.
const FAST_PERCENT: i32 = 20;

/// The model of statement roles.
pub struct Deep {
    model: Model,
    bytes: &'static [u8],
}

impl Deep {
    /// The model that is built in; `None` if its file is not of this version.
    pub fn english() -> Option<Deep> {
        Deep::open(&built_in::DEEP)
    }

    /// Opens a model file; `None` if it is none.
    pub fn open(bytes: &'static [u8]) -> Option<Deep> {
        Some(Deep { model: Model::open(bytes)?, bytes })
    }

    /// The same for the same bytes.
    pub fn hash(&self) -> u64 {
        hash_bytes(self.bytes)
    }

    /// Reads an article and the insides of its contents, together with the linear model.
    pub fn readings(&self, text: &str, analysis: &Analysis, fast: &Roles) -> Vec<Reading> {
        let transitions = shared(&self.model.transitions, &fast.transitions);
        roles::readings(text, analysis, |words, first| {
            let mut scores = self.scores(text, &analysis.tokens[first as usize..], words);
            for (own, other) in scores.iter_mut().zip(fast.scores(words)) {
                add_share(own, &other);
            }
            decode_all(words, scores, &transitions)
        })
    }

    /// The scores of words; `tokens` are those of the words, in the text.
    fn scores(&self, text: &str, tokens: &[Token], words: &Words) -> Vec<Scores> {
        let written = |token: usize| &text[tokens[token].span.range()];
        let mut scores: Vec<Scores> = vec![[0; LABELS]; words.words.len()];
        let mut room = Room::default();
        for frame in frames::frames(words, written, &self.model.vocabulary) {
            self.model.scores(&frame, &mut room, &mut scores[frame.tokens.clone()]);
        }
        scores
    }
}

/// Adds the share of the linear model.
fn add_share(own: &mut Scores, other: &Scores) {
    own.iter_mut().zip(other).for_each(|(own, other)| *own += other * FAST_PERCENT / 100);
}

/// The transitions of both models: what one of them forbids stays forbidden.
fn shared(own: &Transitions, other: &Transitions) -> Transitions {
    let mut shared = *own;
    for (own, other) in shared.iter_mut().flatten().zip(other.iter().flatten()) {
        for (own, &other) in own.iter_mut().zip(other).filter(|(_, other)| **other > NEVER / 2) {
            *own += other * FAST_PERCENT / 100;
        }
    }
    shared
}

impl fmt::Debug for Deep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deep").field("layers", &self.model.layers.len()).finish_non_exhaustive()
    }
}
