//! A linear chain CRF, trained by AdaGrad, one sentence at a time.

use onrecord_language::fast::names::{LABEL_NAMES, LABELS, may_follow, transition};
use onrecord_language::linear::{self, Feature};

/// A sentence: the features of each token as rows of weights, and the labels.
#[derive(Debug)]
pub(crate) struct Chain {
    pub(crate) rows: Vec<Vec<u32>>,
    pub(crate) labels: Vec<u8>,
    /// How much it counts.
    pub(crate) weight: f32,
}

type Scores = [f32; LABELS];

#[derive(Debug)]
pub(crate) struct Trainer {
    weights: Vec<Scores>,
    squares: Vec<Scores>,
    transitions: [Scores; LABELS + 1],
    transition_squares: [Scores; LABELS + 1],
    rate: f32,
    decay: f32,
}

impl Trainer {
    pub(crate) fn new(rows: usize) -> Trainer {
        Trainer {
            weights: vec![[0.0; LABELS]; rows],
            squares: vec![[0.0; LABELS]; rows],
            transitions: [[0.0; LABELS]; LABELS + 1],
            transition_squares: [[0.0; LABELS]; LABELS + 1],
            rate: 0.1,
            decay: 2e-6,
        }
    }

    fn emissions(&self, chain: &Chain, dropped: impl Fn(usize, usize) -> bool) -> Vec<Scores> {
        let mut all = Vec::with_capacity(chain.rows.len());
        for (token, rows) in chain.rows.iter().enumerate() {
            let mut scores = [0.0; LABELS];
            for (k, &row) in rows.iter().enumerate() {
                if !dropped(token, k) {
                    let weights = &self.weights[row as usize];
                    for label in 0..LABELS {
                        scores[label] += weights[label];
                    }
                }
            }
            all.push(scores);
        }
        all
    }

    fn transition(&self, before: usize, label: usize) -> f32 {
        if may_follow(label, before) { self.transitions[before][label] } else { -1e4 }
    }

    /// One step on one sentence; features drop out by chance, which depends on `seed` alone.
    pub(crate) fn learn(&mut self, chain: &Chain, seed: u64, dropout: u64) {
        let length = chain.rows.len();
        if length == 0 {
            return;
        }
        let dropped = |token: usize, k: usize| {
            dropout > 0 && linear::mix(seed, (token * 64 + k) as u64) % 100 < dropout
        };
        let emissions = self.emissions(chain, dropped);
        let forward = self.forward(&emissions);
        let backward = self.backward(&emissions);
        let total = log_sum(&forward[length - 1]);
        let weight = chain.weight;
        let mut before = LABELS;
        for token in 0..length {
            let mut gradient = [0.0; LABELS];
            for label in 0..LABELS {
                gradient[label] =
                    -(forward[token][label] + backward[token][label] - total).exp() * weight;
            }
            let gold = usize::from(chain.labels[token]);
            gradient[gold] += weight;
            for (k, &row) in chain.rows[token].iter().enumerate() {
                if !dropped(token, k) {
                    let row = row as usize;
                    step(
                        &mut self.weights[row],
                        &mut self.squares[row],
                        &gradient,
                        self.rate,
                        self.decay,
                    );
                }
            }
            self.learn_transition(
                before, gold, weight, token, &forward, &backward, &emissions, total,
            );
            before = gold;
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the lattice is the state of one step")]
    fn learn_transition(
        &mut self,
        before: usize,
        gold: usize,
        weight: f32,
        token: usize,
        forward: &[Scores],
        backward: &[Scores],
        emissions: &[Scores],
        total: f32,
    ) {
        let starts = token == 0;
        let from = if starts { LABELS..LABELS + 1 } else { 0..LABELS };
        for other in from {
            let mut gradient = [0.0; LABELS];
            for label in 0..LABELS {
                if may_follow(label, other) {
                    let score = self.transitions[other][label]
                        + emissions[token][label]
                        + backward[token][label]
                        + if starts { 0.0 } else { forward[token - 1][other] };
                    gradient[label] = -(score - total).exp() * weight;
                }
            }
            if other == before {
                gradient[gold] += weight;
            }
            step(
                &mut self.transitions[other],
                &mut self.transition_squares[other],
                &gradient,
                self.rate,
                0.0,
            );
        }
    }

    fn forward(&self, emissions: &[Scores]) -> Vec<Scores> {
        let mut all: Vec<Scores> = Vec::with_capacity(emissions.len());
        for emission in emissions {
            let mut scores = [0.0; LABELS];
            for label in 0..LABELS {
                scores[label] = emission[label]
                    + match all.last() {
                        None => self.transition(LABELS, label),
                        Some(last) => {
                            let mut ways = *last;
                            for (before, way) in ways.iter_mut().enumerate() {
                                *way += self.transition(before, label);
                            }
                            log_sum(&ways)
                        }
                    };
            }
            all.push(scores);
        }
        all
    }

    fn backward(&self, emissions: &[Scores]) -> Vec<Scores> {
        let mut all = vec![[0.0; LABELS]; emissions.len()];
        for token in (0..emissions.len().saturating_sub(1)).rev() {
            let next = all[token + 1];
            for label in 0..LABELS {
                let mut ways = [0.0; LABELS];
                for (after, way) in ways.iter_mut().enumerate() {
                    *way =
                        next[after] + emissions[token + 1][after] + self.transition(label, after);
                }
                all[token][label] = log_sum(&ways);
            }
        }
        all
    }

    /// The largest size of a weight in each row.
    pub(crate) fn sizes(&self) -> Vec<f32> {
        self.weights
            .iter()
            .map(|row| row.iter().fold(0.0f32, |most, weight| most.max(weight.abs())))
            .collect()
    }

    /// The model file: whole-number weights, 127 for `largest` and more.
    pub(crate) fn encode(&self, features: &[Feature], largest: f32) -> Vec<u8> {
        let quantize = |row: &Scores| -> Vec<i8> {
            row.iter()
                .map(|weight| (weight / largest * 127.0).round().clamp(-127.0, 127.0) as i8)
                .collect()
        };
        let mut rows: Vec<(Feature, Vec<i8>)> =
            features.iter().zip(&self.weights).map(|(&f, row)| (f, quantize(row))).collect();
        for (before, row) in self.transitions.iter().enumerate() {
            rows.push((transition(before), quantize(row)));
        }
        linear::encode(&LABEL_NAMES.map(str::to_owned), rows)
    }
}

fn step(weights: &mut Scores, squares: &mut Scores, gradient: &Scores, rate: f32, decay: f32) {
    for label in 0..LABELS {
        let slope = gradient[label] - decay * weights[label];
        squares[label] += slope * slope;
        weights[label] += rate * slope / (squares[label].sqrt() + 1e-3);
    }
}

fn log_sum(scores: &Scores) -> f32 {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    most + scores.iter().map(|score| (score - most).exp()).sum::<f32>().ln()
}
