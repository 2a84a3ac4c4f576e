//! Statement roles: which tokens are source, cue and content.
//!
//! A linear-chain conditional random field, with integer weights, reads each paragraph. The
//! insides of contents are then read by themselves, for what people say that others said.

pub mod context;
pub mod cues;
pub mod decode;
pub mod features;
pub mod inside;
pub mod label;
pub mod words;

use context::Context;
use decode::{Room, Scores, Transitions};
use features::View;
use label::{LABELS, Label};
use words::Words;

pub use inside::{Part, readings};

use crate::linear::{Feature, Linear, mix};

/// The model of statement roles.
#[derive(Clone, Debug)]
pub struct Roles<'a> {
    weights: Linear<'a>,
    pub(crate) transitions: Transitions,
}

/// The hash under which the scores of the labels after `before` stand.
pub fn transition(step: usize, before: usize) -> Feature {
    mix(mix(0x7a5, step as u64), before as u64)
}

/// The labels of all tokens, and what they were chosen from.
#[derive(Debug, Default)]
pub struct Pass {
    pub scores: Vec<Scores>,
    pub labels: Vec<Label>,
    pub margins: Vec<u16>,
}

impl<'a> Roles<'a> {
    /// Opens a model file; `None` if it is no model of statement roles.
    pub fn open(bytes: &'a [u8]) -> Option<Roles<'a>> {
        let weights = Linear::open(bytes)?;
        if weights.classes() != label::NAMES {
            return None;
        }
        let mut transitions = decode::free_transitions();
        for (step, way) in transitions.iter_mut().enumerate() {
            for (before, row) in way.iter_mut().enumerate() {
                weights.add(transition(step, before), row);
            }
        }
        Some(Roles { weights, transitions })
    }

    /// Reads words.
    pub fn read(&self, words: &Words) -> Pass {
        let mut room = Room::default();
        decode_all(words, self.scores(words), |scores, steps, out| {
            decode::best(scores, steps, &self.transitions, &mut room, out);
        })
    }

    /// The scores of all words.
    pub fn scores(&self, words: &Words) -> Vec<Scores> {
        let context = Context::of(words);
        let view = View { words, context: &context };
        let mut features = Vec::with_capacity(256);
        let mut scores = vec![[0; LABELS]; words.words.len()];
        for (at, scores) in scores.iter_mut().enumerate() {
            features.clear();
            features::of_token(view, at, &mut features);
            self.weights.add_all(&features, scores);
        }
        scores
    }
}

/// The step to each token; see [`decode::step`].
pub fn steps(words: &Words) -> Vec<u8> {
    let mut steps = vec![0; words.words.len()];
    let mut begins = vec![false; words.words.len()];
    for sentence in words.sentences.iter().filter(|sentence| !sentence.is_empty()) {
        begins[sentence.start as usize] = true;
    }
    for window in decode::windows(words) {
        for at in window.clone() {
            let first = at == window.start;
            let at = at as usize;
            steps[at] = decode::step(words, at, first, begins[at]) as u8; // fewer than STEPS
        }
    }
    steps
}

/// Finds the best labels of all words, window by window.
pub fn decode_all(
    words: &Words,
    scores: Vec<Scores>,
    mut decode: impl FnMut(&[Scores], &[u8], &mut dyn FnMut(Label, u16)),
) -> Pass {
    let steps = steps(words);
    let mut pass = Pass {
        labels: Vec::with_capacity(scores.len()),
        margins: Vec::with_capacity(scores.len()),
        ..Pass::default()
    };
    for window in decode::windows(words) {
        let range = window.start as usize..window.end as usize;
        let (scores, steps) = (&scores[range.clone()], &steps[range]);
        decode(scores, steps, &mut |label, margin| {
            pass.labels.push(label);
            pass.margins.push(margin);
        });
    }
    pass.scores = scores;
    pass
}
