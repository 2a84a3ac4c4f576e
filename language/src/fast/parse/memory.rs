use std::cell::RefCell;

use super::Weights;
use crate::linear::{Feature, Linear, mix};

/// A model that remembers the features it saw last: the ways in a beam, and one step and the next,
/// share most of theirs, and remembering is faster than searching.
#[derive(Debug)]
pub(super) struct Remembering<'a> {
    /// Of at most three classes.
    pub(super) model: &'a Linear<'a>,
    pub(super) seen: &'a Seen,
}

/// The weights of features seen last. Each feature has one place; a later one takes it over.
#[derive(Debug)]
pub(super) struct Seen(RefCell<Vec<(Feature, [i32; 3])>>);

const PLACES: usize = 1 << 13;
const CHUNK: usize = 64;

impl Default for Seen {
    fn default() -> Seen {
        Seen(RefCell::new(vec![(0, [0; 3]); PLACES]))
    }
}

impl Weights for Remembering<'_> {
    fn add(&self, feature: Feature, scores: &mut [i32]) {
        self.add_all(&[feature], scores);
    }

    fn add_all(&self, features: &[Feature], scores: &mut [i32]) {
        let mut seen = self.seen.0.borrow_mut();
        let mut sums = [0; 3];
        // Most features are not there: they need no place.
        for features in features.chunks(CHUNK) {
            let mut kept = [0; CHUNK];
            let mut count = 0;
            for &feature in features {
                kept[count % CHUNK] = feature; // no chunk is longer
                count += usize::from(self.model.may_hold(feature));
            }
            let mut missing = [0; CHUNK];
            let mut missed = 0;
            for &feature in &kept[..count] {
                let place = &seen[feature as usize % PLACES];
                if place.0 == feature {
                    add(&mut sums, place.1);
                } else {
                    self.model.touch(feature);
                    missing[missed % CHUNK] = feature;
                    missed += 1;
                }
            }
            for &feature in &missing[..missed] {
                let mut weights = [0; 3];
                self.model.add(feature, &mut weights);
                seen[feature as usize % PLACES] = (feature, weights);
                add(&mut sums, weights);
            }
        }
        add(scores, sums);
    }
}

#[inline]
fn add(sums: &mut [i32], weights: [i32; 3]) {
    for (sum, weight) in sums.iter_mut().zip(weights) {
        *sum += weight;
    }
}

/// What was found out in one sentence, by the hash of what it depends on: the ways in a beam, and
/// one step and the next, ask much the same. Each hash has one place; a later one takes it over.
#[derive(Debug)]
pub(super) struct Memo<T> {
    places: Vec<(u64, T)>,
    sentence: u64,
}

const MEMOS: usize = 1 << 9;

impl<T: Copy + Default> Default for Memo<T> {
    fn default() -> Memo<T> {
        Memo { places: vec![(0, T::default()); MEMOS], sentence: 0 }
    }
}

impl<T: Copy> Memo<T> {
    /// Forgets everything.
    pub(super) fn start(&mut self) {
        self.sentence += 1;
    }

    /// What is known for a key, or else what `find` finds.
    #[inline]
    pub(super) fn get(&mut self, key: u64, find: impl FnOnce() -> T) -> T {
        let key = mix(self.sentence, key);
        let place = &mut self.places[key as usize % MEMOS];
        if place.0 != key {
            *place = (key, find());
        }
        place.1
    }
}
