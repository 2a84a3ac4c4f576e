//! The deep engine: a small encoder that reads statement roles in context, beside the linear model
//! of [`fast::roles`](crate::fast::roles); all else is as there. `training/` makes its model.
//!
//! What it scores is rounded to integers, a share of the linear model's scores is added, and the
//! parts are found that are likely to stand exactly so (`likely.rs`).
//!
//! **Invariant**: every machine gives the same scores, for any number of threads: see `lanes.rs`.

pub mod frames;
pub mod wordpiece;

mod attention;
mod encoder;
mod floats;
mod lanes;
mod likely;
mod model;
mod product;

use std::fmt;

use onrecord_article::Token;

use crate::built_in;
use crate::fast::roles::decode::{NEVER, Scores, Transitions};
use crate::fast::roles::{self, Part, Roles, decode_all};
use crate::linear::hash_bytes;
use crate::{Analysis, Reading};
use encoder::Room;
use frames::{FRAME, Frame};
use likely::Search;
use model::Model;

/// So much of the linear model's scores is added to the encoder's: they err in different places.
const FAST_PERCENT: i32 = 12;

/// A margin of the encoder counts for so much: it is surer than it is right (Guo et al. 2017).
const MARGIN_PERCENT: u32 = 80;

/// So many pieces are read together, in frames apart: the weights are fetched once for all.
const TOGETHER: usize = FRAME + 2;

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
        let search = Search::new(&transitions);
        let mut readings = roles::readings(text, analysis, |parts| {
            let mut all = self.scores(text, &analysis.tokens, parts).into_iter();
            let read = |part: &Part| {
                let mut scores: Vec<Scores> = all.by_ref().take(part.words.words.len()).collect();
                for (own, other) in scores.iter_mut().zip(fast.scores(&part.words)) {
                    add_share(own, &other);
                }
                let mut room = likely::Room::default();
                decode_all(&part.words, scores, |scores, steps, out| {
                    search.likely(scores, steps, &mut room, out);
                })
            };
            parts.iter().map(read).collect()
        });
        for role in readings.iter_mut().flat_map(|reading| &mut reading.roles) {
            role.margin = (u32::from(role.margin) * MARGIN_PERCENT / 100) as u16; // no more than it was
        }
        readings
    }

    /// The scores of all words of some parts, one after the other; short frames are read together.
    fn scores(&self, text: &str, tokens: &[Token], parts: &[Part]) -> Vec<Scores> {
        let (mut scores, mut room) = (Vec::new(), Room::default());
        let (mut frames, mut size): (Vec<Frame>, usize) = (Vec::new(), 0);
        for part in parts {
            let tokens = &tokens[part.start as usize..];
            let written = |token: usize| &text[tokens[token].span.range()];
            for frame in frames::frames(&part.words, written, &self.model.vocabulary) {
                if size + frame.inputs.len() > TOGETHER {
                    self.model.scores(&frames, &mut room, &mut scores);
                    frames.clear();
                    size = 0;
                }
                size += frame.inputs.len();
                frames.push(frame);
            }
        }
        self.model.scores(&frames, &mut room, &mut scores);
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
