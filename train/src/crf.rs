//! A linear-chain conditional random field, trained by stochastic gradients.
//!
//! Each step leaves out half of the features (dropout), and each weight has its own rate
//! (AdaGrad). Floats are used here only: models are rounded to `i8`.

use std::ops::Range;

use onrecord_language::fast::roles::decode::STEPS;
use onrecord_language::fast::roles::label::{LABELS, Label, may_follow};
use onrecord_language::linear::mix;
use rayon::prelude::*;

/// Weights of one feature, and what AdaGrad knows of them. Padded: arithmetic in lanes of 4.
const ROW: usize = 12;

/// Scores of the labels, as floats.
pub(crate) type Floats = [f32; LABELS];

/// Tokens with their features, as numbers below `feature_count`.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub features: Vec<u32>,
    /// Where the features of each token begin, and the end.
    pub offsets: Vec<usize>,
    /// The step to each token.
    pub steps: Vec<u8>,
    /// Scores that are added to those of the features; empty if there are none.
    pub base: Vec<Floats>,
    pub feature_count: usize,
}

impl Tokens {
    pub(crate) fn features(&self, token: usize) -> &[u32] {
        &self.features[self.offsets[token]..self.offsets[token + 1]]
    }
}

/// A window of tokens with their labels.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    pub tokens: Range<usize>,
    pub gold: Vec<Label>,
    /// 1 shared among the annotators of an article.
    pub weight: f32,
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    pub epochs: usize,
    pub rate: f32,
    /// Added to the sums of squares: the higher, the less a feature that is seldom seen learns.
    pub damping: f32,
    /// Share of the features that is left out.
    pub dropout: f32,
    /// Models of so many last epochs are averaged.
    pub averaged: usize,
    /// So many models, each from another order and other features left out, are averaged.
    pub seeds: u64,
}

type Steps = [[Floats; LABELS]; STEPS];

/// What is learned.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// A row a feature.
    pub weights: Vec<Floats>,
    pub steps: Steps,
}

struct Learning {
    /// Weights and sums of squares.
    rows: Vec<[f32; 2 * ROW]>,
    steps: Steps,
    step_squares: Steps,
}

/// Numbers that look random, the same on every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 += 1;
        mix(self.0, 0x5eed)
    }
}

/// Trains on the windows.
pub(crate) fn train(tokens: &Tokens, windows: &[&Window], options: Options) -> Model {
    let seeds: Vec<u64> = (1..=options.seeds).collect();
    let models: Vec<Model> =
        seeds.par_iter().map(|&seed| train_one(tokens, windows, options, seed)).collect();
    let mut mean = Model::new(tokens.feature_count);
    models
        .iter()
        .for_each(|model| mean.add(&model.weights, &model.steps, 1.0 / models.len() as f32));
    mean
}

fn train_one(tokens: &Tokens, windows: &[&Window], options: Options, seed: u64) -> Model {
    let mut learning = Learning {
        rows: vec![[0.0; 2 * ROW]; tokens.feature_count],
        steps: [[[0.0; LABELS]; LABELS]; STEPS],
        step_squares: [[[0.0; LABELS]; LABELS]; STEPS],
    };
    let mut random = Random(seed << 32);
    let mut order: Vec<usize> = (0..windows.len()).collect();
    let mut sum = Model::new(tokens.feature_count);
    let mut room = Room::default();
    for epoch in 0..options.epochs {
        for k in (1..order.len()).rev() {
            order.swap(k, (random.next() % (k as u64 + 1)) as usize);
        }
        for (done, &k) in order.iter().enumerate() {
            // The rate falls to a tenth.
            let done = (epoch as f32 + done as f32 / order.len() as f32) / options.epochs as f32;
            let options = Options { rate: options.rate * (1.0 - 0.9 * done), ..options };
            learn(&mut learning, tokens, windows[k], options, &mut random, &mut room);
        }
        if epoch + options.averaged >= options.epochs {
            let share = 1.0 / options.averaged.min(options.epochs) as f32;
            sum.add(&learning.rows, &learning.steps, share);
        }
    }
    sum
}

#[derive(Default)]
struct Room {
    kept: Vec<u32>,
    ends: Vec<usize>,
    emission: Vec<Floats>,
    forward: Vec<Floats>,
    backward: Vec<Floats>,
}

fn learn(
    learning: &mut Learning,
    tokens: &Tokens,
    window: &Window,
    options: Options,
    random: &mut Random,
    room: &mut Room,
) {
    room.kept.clear();
    room.ends.clear();
    room.emission.clear();
    let limit = (options.dropout * 256.0) as u64;
    let scale = 1.0 / (1.0 - options.dropout);
    for token in window.tokens.clone() {
        let mut bits = 0;
        let first = room.kept.len();
        for (k, &feature) in tokens.features(token).iter().enumerate() {
            if k % 8 == 0 {
                bits = random.next();
            }
            // The bias, which comes first, is never left out.
            if (bits & 255) >= limit || k == 0 {
                room.kept.push(feature);
            }
            bits >>= 8;
        }
        room.ends.push(room.kept.len());
        let mut scores = [0f32; ROW];
        for &feature in &room.kept[first..] {
            let row = &learning.rows[feature as usize];
            for k in 0..ROW {
                scores[k] += row[k];
            }
        }
        let base = tokens.base.get(token).copied().unwrap_or_default();
        room.emission.push(std::array::from_fn(|k| scale * scores[k] + base[k]));
    }
    let transitions = exponents(&learning.steps);
    let ways: Vec<&[Floats; LABELS]> =
        window.tokens.clone().map(|token| &transitions[tokens.steps[token] as usize]).collect();
    sum_paths(room, &ways);
    let mut before: Label = 0;
    for (k, token) in window.tokens.clone().enumerate() {
        let gold = window.gold[k];
        let mut total = 0.0;
        let mut chance = [0f32; ROW];
        for y in 0..LABELS {
            chance[y] = room.forward[k][y] * room.backward[k][y];
            total += chance[y];
        }
        chance.iter_mut().for_each(|p| *p /= total);
        let way = usize::from(tokens.steps[token]);
        step_gradient(learning, room, &ways, k, way, (before, gold), window.weight, options.rate);
        before = gold;
        chance[usize::from(gold)] -= 1.0;
        if chance.iter().all(|p| p.abs() < 2e-3) {
            continue;
        }
        chance.iter_mut().for_each(|p| *p *= window.weight);
        let first = k.checked_sub(1).map_or(0, |k| room.ends[k]);
        for &feature in &room.kept[first..room.ends[k]] {
            let (weights, squares) = learning.rows[feature as usize].split_at_mut(ROW);
            for y in 0..ROW {
                squares[y] += chance[y] * chance[y];
                weights[y] -= options.rate * chance[y] / (squares[y] + options.damping).sqrt();
            }
        }
    }
}

fn exponents(steps: &Steps) -> Steps {
    let mut out = [[[0.0; LABELS]; LABELS]; STEPS];
    for (way, from) in out.iter_mut().zip(steps) {
        for (before, (row, from)) in way.iter_mut().zip(from).enumerate() {
            for (label, (p, score)) in row.iter_mut().zip(from).enumerate() {
                let may = may_follow(before as Label, label as Label);
                *p = if may { score.exp() } else { 0.0 };
            }
        }
    }
    out
}

/// Forward and backward sums, each scaled to 1: only products at one token are compared.
/// Emissions become their exponents.
fn sum_paths(room: &mut Room, ways: &[&[Floats; LABELS]]) {
    let count = room.emission.len();
    for emission in &mut room.emission {
        let most = emission.iter().copied().fold(f32::MIN, f32::max);
        emission.iter_mut().for_each(|score| *score = (*score - most).exp());
    }
    room.forward.clear();
    for k in 0..count {
        let mut next = [0f32; LABELS];
        match k.checked_sub(1) {
            None => next = ways[0][0],
            Some(last) => {
                for (p, row) in room.forward[last].iter().zip(ways[k]) {
                    next.iter_mut().zip(row).for_each(|(to, step)| *to += p * step);
                }
            }
        }
        next.iter_mut().zip(&room.emission[k]).for_each(|(to, e)| *to *= e);
        scale_to_one(&mut next);
        room.forward.push(next);
    }
    room.backward.clear();
    room.backward.resize(count, [1.0; LABELS]);
    for k in (1..count).rev() {
        let onward: Floats = std::array::from_fn(|y| room.backward[k][y] * room.emission[k][y]);
        let mut sums: Floats = std::array::from_fn(|before| {
            ways[k][before].iter().zip(&onward).map(|(step, after)| step * after).sum()
        });
        scale_to_one(&mut sums);
        room.backward[k - 1] = sums;
    }
}

fn scale_to_one(values: &mut Floats) {
    let sum = values.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    values.iter_mut().for_each(|value| *value /= sum);
}

#[expect(clippy::too_many_arguments, reason = "one step of one place")]
fn step_gradient(
    learning: &mut Learning,
    room: &Room,
    ways: &[&[Floats; LABELS]],
    k: usize,
    way: usize,
    (before, gold): (Label, Label),
    weight: f32,
    rate: f32,
) {
    let onward: Floats = std::array::from_fn(|y| room.backward[k][y] * room.emission[k][y]);
    let start = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    let from = k.checked_sub(1).map_or(&start, |k| &room.forward[k]);
    let mut joint = [[0f32; LABELS]; LABELS];
    let mut total = 0.0;
    for ((row, p), step) in joint.iter_mut().zip(from).zip(ways[k]) {
        for y in 0..LABELS {
            row[y] = p * step[y] * onward[y];
            total += row[y];
        }
    }
    let share = 1.0 / total.max(f32::MIN_POSITIVE);
    let table = learning.steps[way].iter_mut().zip(&mut learning.step_squares[way]);
    for (b, ((weights, squares), row)) in table.zip(&joint).enumerate() {
        for y in 0..LABELS {
            let is = f32::from(u8::from((b, y) == (usize::from(before), usize::from(gold))));
            let gradient = weight * (row[y] * share - is);
            if gradient != 0.0 {
                squares[y] += gradient * gradient;
                weights[y] -= rate * gradient / (squares[y] + 1e-2).sqrt();
            }
        }
    }
}

impl Model {
    fn new(feature_count: usize) -> Model {
        Model {
            weights: vec![[0.0; LABELS]; feature_count],
            steps: [[[0.0; LABELS]; LABELS]; STEPS],
        }
    }

    /// Adds a share of other weights; rows may go on after the weights.
    fn add<const N: usize>(&mut self, weights: &[[f32; N]], steps: &Steps, share: f32) {
        let add = |to: &mut f32, from: &f32| *to += share * from;
        for (to, from) in self.weights.iter_mut().zip(weights) {
            to.iter_mut().zip(from).for_each(|(to, from)| add(to, from));
        }
        let (to, from) = (self.steps.as_flattened_mut(), steps.as_flattened());
        for (to, from) in to.as_flattened_mut().iter_mut().zip(from.as_flattened()) {
            add(to, from);
        }
    }

    /// The scores of a token's labels by its features.
    pub(crate) fn scores(&self, tokens: &Tokens, token: usize) -> Floats {
        let mut scores = tokens.base.get(token).copied().unwrap_or_default();
        for &feature in tokens.features(token) {
            let row = &self.weights[feature as usize];
            scores.iter_mut().zip(row).for_each(|(to, weight)| *to += weight);
        }
        scores
    }
}
