//! What the models look at.

mod actions;
mod relations;

pub(super) use actions::GROUPS;
pub use actions::{View, action_features};
pub use relations::relation_features;

use super::rows::Row;
use crate::linear::{Feature, mix};

/// Distance between two words, in steps that matter.
fn distance(from: u32, to: u32) -> u64 {
    match to.abs_diff(from) {
        near @ 0..=5 => u64::from(near),
        6..=8 => 6,
        9..=14 => 7,
        _ => 8,
    }
}

/// What stands between two words: some comma, how many verbs, some conjunction.
fn between(left: &Row, right: &Row, upto: usize) -> u64 {
    let count = |k: usize| u64::from(right.before[k].wrapping_sub(left.before[k]));
    (0..upto).fold(0, |all, k| all << 2 | count(k).min(2))
}

/// Hashes templates, each under its own number.
struct Sink<'a> {
    out: &'a mut Vec<Feature>,
    template: u64,
}

impl Sink<'_> {
    #[inline(always)]
    fn one(&mut self, a: u64) {
        self.template += 1;
        self.out.push(mix(self.template, a));
    }

    #[inline(always)]
    fn two(&mut self, a: u64, b: u64) {
        self.template += 1;
        self.out.push(mix(mix(self.template, a), b));
    }

    #[inline(always)]
    fn three(&mut self, a: u64, b: u64, c: u64) {
        self.template += 1;
        self.out.push(mix(mix(mix(self.template, a), b), c));
    }

    #[inline(always)]
    fn four(&mut self, a: u64, b: u64, c: u64, d: u64) {
        self.template += 1;
        self.out.push(mix(mix(mix(mix(self.template, a), b), c), d));
    }
}
