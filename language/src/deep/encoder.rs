//! The encoder: a transformer of a few layers. Its large products are in integers, the rest in
//! floats.

use super::attention::{self, attend};
use super::floats::gelu;
use super::frames::Frame;
use super::lanes::{self, LANES, Lanes, Task, fold};
use super::model::{Model, Norm, QUOTES, SHAPES};
use super::product::{Rounded, multiply};
use crate::fast::roles::decode::Scores;
use crate::fast::roles::label::LABELS;

/// Units of the scores: so many make a factor of e in odds.
const UNITS: f32 = 20.0;

const EPSILON: f32 = 1e-12;

/// Kept from one frame to the next to spare allocations.
#[derive(Debug, Default)]
pub(super) struct Room {
    x: Vec<f32>,
    asked: Vec<f32>,
    mixed: Vec<f32>,
    inner: Vec<f32>,
    added: Vec<f32>,
    rounded: Rounded,
    attention: attention::Room,
}

impl Model {
    /// The scores of the labels of all tokens of some frames, one after the other. What is read of
    /// one does not depend on the others.
    pub(super) fn scores(&self, frames: &[Frame], room: &mut Room, out: &mut Vec<Scores>) {
        lanes::run(Scoring { model: self, frames, room, out });
    }

    #[inline(always)]
    fn embed(&self, frame: &Frame, x: &mut Vec<f32>) {
        let width = self.width;
        for (place, input) in frame.inputs.iter().enumerate() {
            let piece = input.piece as usize;
            let scale = self.words.scales[piece];
            let word = &self.words.bytes[piece * width..][..width];
            let place = &self.places[place * width..][..width];
            let shape = &self.shapes[usize::from(input.shape) % SHAPES * width..][..width];
            let quote = &self.quotes[usize::from(input.quote) % QUOTES * width..][..width];
            for k in 0..width {
                x.push(f32::from(word[k] as i8) * scale + place[k] + shape[k] + quote[k]);
            }
        }
    }
}

struct Scoring<'a> {
    model: &'a Model,
    frames: &'a [Frame],
    room: &'a mut Room,
    out: &'a mut Vec<Scores>,
}

impl Task for Scoring<'_> {
    type Out = ();

    #[inline(always)]
    fn run(self, lanes: impl Lanes) {
        let Scoring { model, frames, room, out } = self;
        let Room { x, asked, mixed, inner, added, rounded, attention } = room;
        let width = model.width;
        x.clear();
        frames.iter().for_each(|frame| model.embed(frame, x));
        mixed.resize(x.len(), 0.0);
        model.norm.apply(x);
        for layer in &model.layers {
            multiply(lanes, x, &layer.asked, rounded, asked);
            let mut first = 0;
            for frame in frames {
                let rows = first..first + frame.inputs.len();
                first = rows.end;
                let asked = &asked[3 * width * rows.start..3 * width * rows.end];
                attend(
                    lanes,
                    asked,
                    width,
                    attention,
                    &mut mixed[width * rows.start..width * rows.end],
                );
            }
            multiply(lanes, mixed, &layer.attended, rounded, added);
            add(x, added);
            layer.attended_norm.apply(x);
            multiply(lanes, x, &layer.inner, rounded, inner);
            for x in &mut *inner {
                *x = gelu(*x);
            }
            multiply(lanes, inner, &layer.outer, rounded, added);
            add(x, added);
            layer.norm.apply(x);
        }
        let mut rows = &x[..];
        for frame in frames {
            for &place in &frame.places {
                let (row, mut scores) = (&rows[place * width..][..width], [0; LABELS]);
                for (label, weights) in model.labels.weights.chunks_exact(width).enumerate() {
                    let score = sum(row, weights, |a, b| a * b) + model.labels.bias[label];
                    scores[label] = (score * UNITS).round() as i32;
                }
                out.push(scores);
            }
            rows = &rows[frame.inputs.len() * width..];
        }
    }
}

impl Norm {
    #[inline(always)]
    fn apply(&self, rows: &mut [f32]) {
        let width = self.weight.len();
        for row in rows.chunks_exact_mut(width) {
            let mean = sum(row, row, |x, _| x) / width as f32;
            let spread = sum(row, row, |x, _| (x - mean) * (x - mean)) / width as f32;
            let scale = (spread + EPSILON).sqrt().recip();
            for ((x, weight), bias) in row.iter_mut().zip(&self.weight).zip(&self.bias) {
                *x = ((*x - mean) * scale).mul_add(*weight, *bias);
            }
        }
    }
}

#[inline(always)]
fn add(to: &mut [f32], from: &[f32]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += from;
    }
}

/// A sum over two rows, whose length is a multiple of the lanes': in the same order on every machine.
#[inline(always)]
fn sum(a: &[f32], b: &[f32], of: impl Fn(f32, f32) -> f32) -> f32 {
    let mut sums = [0f32; LANES];
    for (a, b) in a.as_chunks::<LANES>().0.iter().zip(b.as_chunks::<LANES>().0) {
        for lane in 0..LANES {
            sums[lane] += of(a[lane], b[lane]);
        }
    }
    fold(sums, |a, b| a + b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_norm_leaves_mean_none_and_spread_one() {
        let norm = Norm { weight: vec![1.0; 16], bias: vec![0.0; 16] };
        let mut row: Vec<f32> = (0..16).map(|k| k as f32).collect();
        norm.apply(&mut row);
        assert!(sum(&row, &row, |x, _| x).abs() < 1e-5);
        assert!((sum(&row, &row, |x, y| x * y) - 16.0).abs() < 1e-3);
    }
}
