//! An averaged perceptron over hashed features, written out as a `language::linear` model.
//!
//! ```ignore
//! let mut model = Perceptron::new(classes);
//! let mut scores = vec![0; classes.len()];
//! for round in 0..10 {
//!     for example in shuffled(examples.len(), round) {
//!         model.scores(&features, &mut scores);
//!         let predicted = best(&scores);
//!         model.update(&features, gold, predicted); // also where the two are equal
//!     }
//! }
//! std::fs::write("model.bin", model.finish(&Keep::default()))?;
//! ```

use onrecord_language::linear::{self, Feature};

/// Weights in training: a row for each feature that took part in a mistake.
#[derive(Debug)]
pub(crate) struct Perceptron {
    classes: Vec<String>,
    table: Table,
    rows: Vec<Row>,
    step: u32,
}

#[derive(Debug, Default)]
struct Row {
    cells: Vec<Cell>,
    updates: u32,
}

/// The weight of one feature for one class.
#[derive(Clone, Copy, Debug)]
struct Cell {
    /// Sum of the weight over all steps before `since`.
    total: i64,
    since: u32,
    weight: i16,
    class: u8,
}

/// What [`Perceptron::finish`] leaves out, and how it rounds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keep {
    /// A feature that took part in fewer mistakes is left out.
    pub updates: u32,
    /// A weight below this, after scaling to -127..=127, becomes 0.
    pub weight: i32,
    /// This share of the weights is scaled to fit; larger ones are cut to 127.
    pub unclipped: f64,
}

impl Default for Keep {
    fn default() -> Keep {
        Keep { updates: 2, weight: 1, unclipped: 0.9995 }
    }
}

impl Perceptron {
    /// No weights yet.
    ///
    /// # Panics
    /// If there are more than 256 classes.
    pub(crate) fn new(classes: Vec<String>) -> Perceptron {
        assert!(classes.len() <= 256, "a class is one byte");
        Perceptron { classes, table: Table::new(), rows: Vec::new(), step: 1 }
    }

    /// Names of the classes.
    pub(crate) fn classes(&self) -> &[String] {
        &self.classes
    }

    /// How many features have a row.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many steps the average counts.
    pub(crate) fn steps(&self) -> u32 {
        self.step
    }

    /// Sets `scores`, one a class, to the sums of the current weights.
    pub(crate) fn scores(&self, features: &[Feature], scores: &mut [i32]) {
        scores.fill(0);
        for &feature in features {
            self.add_to(feature, scores);
        }
    }

    /// Adds the current weights of one feature to the scores.
    #[inline]
    pub(crate) fn add_to(&self, feature: Feature, scores: &mut [i32]) {
        if let Some(row) = self.table.get(feature) {
            for cell in &self.rows[row as usize].cells {
                scores[usize::from(cell.class)] += i32::from(cell.weight);
            }
        }
    }

    /// Learns from one decision and goes to the next step; nothing changes where the two classes
    /// are equal, but the average counts the step.
    pub(crate) fn update(&mut self, features: &[Feature], gold: usize, predicted: usize) {
        if gold != predicted {
            for &feature in features {
                self.change(feature, gold, 1);
                self.change(feature, predicted, -1);
            }
        }
        self.tick();
    }

    /// Changes one weight, for structured updates; call [`Perceptron::tick`] after each example.
    pub(crate) fn change(&mut self, feature: Feature, class: usize, by: i16) {
        let fresh = self.rows.len() as u32; // one row a distinct feature: fewer than 2^32
        let row = self.table.get_or_insert(feature, fresh);
        if row == fresh {
            self.rows.push(Row::default());
        }
        let row = &mut self.rows[row as usize];
        row.updates += 1;
        let class = class as u8; // `new` bounds the number of classes
        let cell = match row.cells.iter_mut().find(|cell| cell.class == class) {
            Some(cell) => cell,
            None => {
                row.cells.push(Cell { total: 0, since: self.step, weight: 0, class });
                row.cells.last_mut().expect("just pushed")
            }
        };
        cell.total += i64::from(cell.weight) * i64::from(self.step - cell.since);
        cell.since = self.step;
        cell.weight = cell.weight.saturating_add(by);
    }

    /// Goes to the next step of the average.
    pub(crate) fn tick(&mut self) {
        self.step += 1;
    }

    /// The average of the weights over all steps so far, rounded to whole numbers, as a model
    /// file. Training may go on afterwards.
    pub(crate) fn finish(&self, keep: &Keep) -> Vec<u8> {
        let average = |cell: &Cell| {
            let total = cell.total + i64::from(cell.weight) * i64::from(self.step - cell.since);
            total as f64 / f64::from(self.step)
        };
        // An update touches two cells.
        let kept = |row: &&(Feature, &Row)| row.1.updates >= keep.updates.saturating_mul(2);
        let rows: Vec<(Feature, &Row)> =
            self.table.entries().map(|(key, row)| (key, &self.rows[row as usize])).collect();
        let mut sizes: Vec<f64> = rows
            .iter()
            .filter(kept)
            .flat_map(|(_, row)| row.cells.iter().map(|cell| average(cell).abs()))
            .filter(|&size| size > 0.0)
            .collect();
        let rank = ((sizes.len() as f64 * keep.unclipped) as usize).min(sizes.len().max(1) - 1);
        let largest = match sizes.is_empty() {
            true => 1.0,
            false => *sizes.select_nth_unstable_by(rank, f64::total_cmp).1,
        };
        let quantized = rows
            .iter()
            .filter(kept)
            .map(|(feature, row)| {
                let mut weights = vec![0i8; self.classes.len()];
                for cell in &row.cells {
                    let weight = (average(cell) / largest * 127.0).round().clamp(-127.0, 127.0);
                    if weight.abs() >= f64::from(keep.weight) {
                        weights[usize::from(cell.class)] = weight as i8;
                    }
                }
                (*feature, weights)
            })
            .filter(|(_, weights)| weights.iter().any(|&weight| weight != 0))
            .collect();
        linear::encode(&self.classes, quantized)
    }
}

/// The numbers below `length` in an order that depends on `seed` alone.
pub(crate) fn shuffled(length: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    let mut state = linear::mix(0x6f6e_7265_636f_7264, seed);
    for k in (1..length).rev() {
        state = linear::mix(state, k as u64);
        let other = (u128::from(state) * (k as u128 + 1)) >> 64;
        order.swap(k, other as usize);
    }
    order
}

/// Feature -> row, by open addressing. Features are hashes already: their upper bits choose the
/// slot. A row number of `u32::MAX` marks an empty slot.
#[derive(Debug)]
struct Table {
    slots: Vec<(Feature, u32)>,
    shift: u32,
    used: usize,
}

const EMPTY: u32 = u32::MAX;

impl Table {
    fn new() -> Table {
        Table { slots: vec![(0, EMPTY); 1 << 16], shift: 64 - 16, used: 0 }
    }

    #[inline]
    fn find(&self, feature: Feature) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (feature >> self.shift) as usize;
        // At most half of the slots are used: the loop meets an empty one.
        while self.slots[at].1 != EMPTY && self.slots[at].0 != feature {
            at = (at + 1) & mask;
        }
        at
    }

    #[inline]
    fn get(&self, feature: Feature) -> Option<u32> {
        let row = self.slots[self.find(feature)].1;
        (row != EMPTY).then_some(row)
    }

    /// The row of a feature; `fresh` if it had none.
    fn get_or_insert(&mut self, feature: Feature, fresh: u32) -> u32 {
        let at = self.find(feature);
        if self.slots[at].1 != EMPTY {
            return self.slots[at].1;
        }
        self.slots[at] = (feature, fresh);
        self.used += 1;
        if self.used * 2 > self.slots.len() {
            self.grow();
        }
        fresh
    }

    fn grow(&mut self) {
        self.shift -= 1;
        let old = std::mem::take(&mut self.slots);
        self.slots = vec![(0, EMPTY); old.len() * 2];
        for (feature, row) in old.into_iter().filter(|slot| slot.1 != EMPTY) {
            let at = self.find(feature);
            self.slots[at] = (feature, row);
        }
    }

    fn entries(&self) -> impl Iterator<Item = (Feature, u32)> + '_ {
        self.slots.iter().copied().filter(|slot| slot.1 != EMPTY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first of the highest scores.
    fn best(scores: &[i32]) -> usize {
        (0..scores.len())
            .max_by_key(|&class| (scores[class], std::cmp::Reverse(class)))
            .expect("there are classes")
    }

    use onrecord_language::linear::{Linear, mix};

    /// Class 0 has feature A, class 1 feature B, both the noise.
    #[test]
    fn learns_to_tell_two_classes_apart_and_the_file_decides_likewise() {
        let [a, b, noise] = [mix(1, 1), mix(1, 2), mix(1, 3)];
        let mut model = Perceptron::new(vec!["a".into(), "b".into()]);
        let mut scores = [0; 2];
        for k in shuffled(100, 7) {
            let (features, gold) = ([if k % 2 == 0 { a } else { b }, noise], k % 2);
            model.scores(&features, &mut scores);
            model.update(&features, gold, best(&scores));
        }
        let bytes = model.finish(&Keep { updates: 1, ..Keep::default() });
        let file = Linear::open(&bytes).expect("a whole file");
        for (feature, gold) in [(a, 0), (b, 1)] {
            let mut scores = [0; 2];
            file.add(feature, &mut scores);
            file.add(noise, &mut scores);
            assert_eq!(best(&scores), gold);
        }
    }

    #[test]
    fn the_average_counts_every_step() {
        let [five, nine] = [5, 9].map(|number| linear::mix(1, number));
        let mut model = Perceptron::new(vec!["a".into(), "b".into()]);
        model.update(&[five], 0, 1); // step 1: weights +1 and -1 from here on
        model.update(&[nine], 0, 1);
        model.update(&[nine], 0, 1); // step 3: 9 has +2
        model.tick();
        let bytes = model.finish(&Keep { updates: 0, weight: 0, unclipped: 1.0 });
        let file = Linear::open(&bytes).expect("a whole file");
        let score = |feature| {
            let mut scores = [0; 2];
            file.add(feature, &mut scores);
            scores[0]
        };
        // Sums over the steps before the fifth: 5 has 1 * 4, 9 has 1 * 1 + 2 * 2.
        assert_eq!((score(nine), score(five)), (127, (127.0f64 * 4.0 / 5.0).round() as i32));
    }

    #[test]
    fn a_table_keeps_what_it_was_given() {
        let mut table = Table::new();
        for k in 0..100_000u64 {
            assert_eq!(table.get_or_insert(mix(3, k), k as u32), k as u32);
        }
        assert!((0..100_000).all(|k| table.get(mix(3, k)) == Some(k as u32)));
        assert_eq!(table.get(mix(4, 1)), None);
    }

    #[test]
    fn shuffling_is_a_permutation_that_the_seed_decides() {
        let mut order = shuffled(1000, 3);
        assert_eq!(order, shuffled(1000, 3));
        assert_ne!(order, shuffled(1000, 4));
        order.sort_unstable();
        assert_eq!(order, (0..1000).collect::<Vec<_>>());
    }
}
