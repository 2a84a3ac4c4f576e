//! The weights of an averaged perceptron while it learns.

use onrecord_language::fast::parse::Weights;
use onrecord_language::linear::{self, Feature};

/// Rows of weights, one a feature, found by hash.
#[derive(Clone)]
pub(super) struct Table {
    classes: usize,
    slots: Vec<u32>,
    features: Vec<Feature>,
    weights: Vec<i32>,
    /// Each change times the moment it was made.
    changes: Vec<i64>,
    /// The moment: number of examples seen.
    now: i64,
    open: bool,
    /// What one step of learning adds to a weight.
    unit: i32,
    /// One bit for each of the hashes that were asked for a row once: a feature gets a row when
    /// it takes part in a second mistake. In a closed table, of the hashes that have one.
    seen: Vec<u64>,
}

const EMPTY: u32 = u32::MAX;
/// What a weight of 1 is in an averaged table.
const AVERAGED: i32 = 64;
const SEEN_BITS: usize = 1 << 27;
const CLOSED_BITS: usize = 1 << 23;

impl Table {
    pub(super) fn new(classes: usize) -> Table {
        Table {
            classes,
            slots: vec![EMPTY; 1 << 16],
            features: Vec::new(),
            weights: Vec::new(),
            changes: Vec::new(),
            now: 1,
            open: true,
            unit: 1,
            seen: vec![0; SEEN_BITS / 64],
        }
    }

    pub(super) fn len(&self) -> usize {
        self.features.len()
    }

    /// What one step of learning adds to a weight.
    pub(super) fn unit(&self) -> i32 {
        self.unit
    }

    pub(super) fn tick(&mut self) {
        self.now += 1;
    }

    fn find(&self, feature: Feature) -> Result<usize, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = (feature >> 32) as usize & mask;
        loop {
            match self.slots[slot] {
                EMPTY => return Err(slot),
                row if self.features[row as usize] == feature => return Ok(row as usize),
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    fn row_or_insert(&mut self, feature: Feature) -> Option<usize> {
        match self.find(feature) {
            Ok(row) => Some(row),
            Err(_) if !self.open || self.is_first(feature) => None,
            Err(_) => Some(self.insert(feature)),
        }
    }

    /// Adds a feature that is not there.
    fn insert(&mut self, feature: Feature) -> usize {
        let row = self.features.len();
        if let Err(slot) = self.find(feature) {
            self.slots[slot] = row as u32;
        }
        self.features.push(feature);
        self.weights.resize(self.weights.len() + self.classes, 0);
        self.changes.resize(self.changes.len() + self.classes, 0);
        if self.features.len() * 2 > self.slots.len() {
            self.slots = vec![EMPTY; self.slots.len() * 4];
            for row in 0..self.features.len() {
                let slot = self.find(self.features[row]).expect_err("features differ");
                self.slots[slot] = row as u32;
            }
        }
        row
    }

    fn was_seen(&self, feature: Feature) -> bool {
        let bit = feature as usize % (self.seen.len() * 64);
        self.seen[bit / 64] & 1 << (bit % 64) != 0
    }

    fn is_first(&mut self, feature: Feature) -> bool {
        let bit = feature as usize % (self.seen.len() * 64);
        let word = &mut self.seen[bit / 64];
        let first = *word & 1 << (bit % 64) == 0;
        *word |= 1 << (bit % 64);
        first
    }

    /// Moves weights of the features from one class to another.
    pub(super) fn learn(&mut self, features: &[Feature], right: usize, wrong: usize) {
        for &feature in features {
            if let Some(row) = self.row_or_insert(feature) {
                self.add_at(row * self.classes + right, 1);
                self.add_at(row * self.classes + wrong, -1);
            }
        }
    }

    /// Adds to the weights that the features have for a class; no feature is added.
    pub(super) fn change(&mut self, features: &[Feature], class: usize, by: i32) {
        for &feature in features {
            if let Ok(row) = self.find(feature) {
                self.add_at(row * self.classes + class, by);
            }
        }
    }

    fn add_at(&mut self, at: usize, by: i32) {
        let by = by * self.unit;
        self.weights[at] += by;
        self.changes[at] += self.now * i64::from(by);
    }

    /// The weights averaged over all moments, times [`AVERAGED`].
    pub(super) fn averaged(&self) -> Table {
        let mut table = self.clone();
        for (weight, &change) in table.weights.iter_mut().zip(&self.changes) {
            let sum = i64::from(*weight) * self.now - change;
            *weight = (sum * i64::from(AVERAGED) / (self.now * i64::from(self.unit))) as i32;
        }
        table.changes.fill(0);
        (table.now, table.unit) = (1, AVERAGED);
        table
    }

    /// Only the `keep` features whose weights differ most between classes; no other one will
    /// ever be added.
    pub(super) fn pruned(&self, keep: usize) -> Table {
        let spread = |row: usize| -> i32 {
            let weights = self.row(row);
            let (low, high) =
                weights.iter().fold((0, 0), |(low, high), &w| (low.min(w), high.max(w)));
            high - low
        };
        let mut rows: Vec<usize> = (0..self.len()).filter(|&row| spread(row) > 0).collect();
        rows.sort_unstable_by_key(|&row| (std::cmp::Reverse(spread(row)), self.features[row]));
        rows.truncate(keep);
        let mut table = Table::new(self.classes);
        table.seen = vec![0; CLOSED_BITS / 64];
        for &row in &rows {
            table.is_first(self.features[row]);
            table.insert(self.features[row]);
            let at = table.len() - 1;
            table.weights[at * self.classes..].copy_from_slice(self.row(row));
        }
        (table.open, table.unit) = (false, AVERAGED);
        table
    }

    fn row(&self, row: usize) -> &[i32] {
        &self.weights[row * self.classes..][..self.classes]
    }

    /// The mean of two averaged tables.
    pub(super) fn mean(one: Table, other: &Table) -> Table {
        let mut mean = one;
        for (row, &feature) in other.features.iter().enumerate() {
            let at = mean.find(feature).unwrap_or_else(|_| mean.insert(feature));
            let sums = &mut mean.weights[at * mean.classes..];
            for (sum, weight) in sums.iter_mut().zip(other.row(row)) {
                *sum += weight;
            }
        }
        mean.weights.iter_mut().for_each(|sum| *sum /= 2);
        mean
    }

    /// The model file. Weights are scaled so that all fit.
    pub(super) fn encode(&self, classes: &[String]) -> Vec<u8> {
        let largest = self.weights.iter().map(|weight| weight.abs()).max().unwrap_or(0).max(1);
        let finest = i32::from(linear::FINEST);
        let fine = |w: i32| (w * 2 * finest / largest + w.signum()) / 2;
        let rows = (0..self.len())
            .map(|row| {
                (self.features[row], self.row(row).iter().map(|&w| fine(w) as i16).collect())
            })
            .collect();
        linear::encode_fine(classes, rows)
    }
}

impl Weights for Table {
    fn add(&self, feature: Feature, scores: &mut [i32]) {
        if !self.open && !self.was_seen(feature) {
            return;
        }
        if let Ok(row) = self.find(feature) {
            let weights = &self.weights[row * self.classes..][..self.classes];
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += weight;
            }
        }
    }
}
