//! Attention: each row becomes a mixture of all rows, once for each head.

use super::floats::exponential;
use super::lanes::{LANES, Lanes, fold};

/// The width of a head.
pub(super) const PART: usize = CHUNKS * LANES;

const CHUNKS: usize = 2;

/// So many rows are mixed at once.
const ROWS: usize = 4;

/// Numbers of so many rows lie side by side.
const BLOCK: usize = CHUNKS * LANES;

type Wide = [[f32; LANES]; CHUNKS];

/// Kept from one layer to the next to spare allocations.
#[derive(Debug, Default)]
pub(super) struct Room {
    /// For each block of rows, for each number of a key, that number of all of them.
    keys: Vec<[Wide; PART]>,
    /// For each block of rows, the value of each.
    values: Vec<[Wide; BLOCK]>,
    /// For each of the rows that are mixed at once, for each block, what each of its rows weighs.
    weights: [Vec<Wide>; ROWS],
}

/// Mixes rows: `asked` holds query, key and value of each, each for all heads; `mixed` has room for
/// as many rows.
#[inline(always)]
pub(super) fn attend(
    lanes: impl Lanes,
    asked: &[f32],
    width: usize,
    room: &mut Room,
    mixed: &mut [f32],
) {
    let Room { keys, values, weights } = room;
    let count = asked.len() / (3 * width);
    let blocks = count.div_ceil(BLOCK);
    let scale = (PART as f32).sqrt().recip();
    keys.resize(blocks, [[[0.0; LANES]; CHUNKS]; PART]);
    values.resize(blocks, [[[0.0; LANES]; CHUNKS]; BLOCK]);
    for row in &mut *weights {
        row.resize(blocks, [[0.0; LANES]; CHUNKS]);
    }
    for head in (0..width).step_by(PART) {
        split(asked, width, head, keys, values);
        for first in (0..count).step_by(ROWS) {
            let mut query = [&[0.0; PART]; ROWS];
            for row in 0..ROWS {
                // Past the end the last one again.
                let at = (first + row).min(count - 1);
                let own = asked[at * 3 * width + head..].first_chunk();
                query[row] = own.unwrap_or(&[0.0; PART]); // the key and the value follow it
            }
            for (block, keys) in keys.iter().enumerate() {
                let mut sums = [[lanes.all(0.0); CHUNKS]; ROWS];
                for k in 0..PART {
                    for row in 0..ROWS {
                        let number = lanes.all(query[row][k]);
                        for chunk in 0..CHUNKS {
                            let numbers = lanes.floats(&keys[k][chunk]);
                            let so_far = sums[row][chunk];
                            sums[row][chunk] = lanes.multiply_add(number, numbers, so_far);
                        }
                    }
                }
                for row in 0..ROWS {
                    for chunk in 0..CHUNKS {
                        lanes.store(sums[row][chunk], &mut weights[row][block][chunk]);
                    }
                }
            }
            let mut totals = [0.0; ROWS];
            for row in 0..ROWS {
                totals[row] = soften(weights[row].as_flattened_mut(), count, scale);
            }
            let mut sums = [[lanes.all(0.0); CHUNKS]; ROWS];
            for (block, values) in values.iter().enumerate() {
                let mut own = [&[[0.0; LANES]; CHUNKS]; ROWS];
                for row in 0..ROWS {
                    own[row] = &weights[row][block];
                }
                for at in 0..BLOCK {
                    for row in 0..ROWS {
                        let weight = lanes.all(own[row][at / LANES][at % LANES]);
                        for chunk in 0..CHUNKS {
                            let value = lanes.floats(&values[at][chunk]);
                            let so_far = sums[row][chunk];
                            sums[row][chunk] = lanes.multiply_add(weight, value, so_far);
                        }
                    }
                }
            }
            for row in 0..ROWS.min(count - first) {
                let to = &mut mixed[(first + row) * width + head..][..PART];
                let (to, _) = to.as_chunks_mut::<LANES>();
                for chunk in 0..CHUNKS {
                    lanes.store(sums[row][chunk], &mut to[chunk]);
                    for part in &mut to[chunk] {
                        *part *= totals[row];
                    }
                }
            }
        }
    }
}

/// Keys and values of one head, as they are multiplied.
#[inline(always)]
fn split(
    asked: &[f32],
    width: usize,
    head: usize,
    keys: &mut [[Wide; PART]],
    values: &mut [[Wide; BLOCK]],
) {
    // What is left of a longer frame weighs nothing, but must be a number.
    for row in values.last_mut().into_iter().flatten() {
        *row = [[0.0; LANES]; CHUNKS];
    }
    for (at, row) in asked.chunks_exact(3 * width).enumerate() {
        let (key, value) = (&row[width + head..][..PART], &row[2 * width + head..][..PART]);
        let (block, at) = (at / BLOCK, at % BLOCK);
        let keys = &mut keys[block];
        for k in 0..PART {
            keys[k][at / LANES][at % LANES] = key[k];
        }
        values[block][at].as_flattened_mut().copy_from_slice(value);
    }
}

/// A score that leaves no weight.
const NEVER: f32 = -1e30;

/// Makes weights of scores, those past `count` nothing; returns what makes their sum one.
#[inline(always)]
fn soften(row: &mut [[f32; LANES]], count: usize, scale: f32) -> f32 {
    row.as_flattened_mut()[count..].fill(NEVER);
    let mut most = [NEVER; LANES];
    for some in &*row {
        for lane in 0..LANES {
            most[lane] = if some[lane] > most[lane] { some[lane] } else { most[lane] };
        }
    }
    let most = fold(most, |a, b| if b > a { b } else { a }) * scale;
    let mut sums = [0f32; LANES];
    for some in &mut *row {
        for lane in 0..LANES {
            some[lane] = exponential(some[lane].mul_add(scale, -most));
            sums[lane] += some[lane];
        }
    }
    fold(sums, |a, b| a + b).recip()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deep::lanes::{Task, each};

    struct Attend<'a>(&'a [f32], usize);

    impl Task for Attend<'_> {
        type Out = Vec<f32>;

        #[inline(always)]
        fn run(self, lanes: impl Lanes) -> Vec<f32> {
            let (mut room, mut mixed) = (Room::default(), Vec::new());
            // Something longer first: nothing of it may be left.
            let longer = [self.0, &[9.0; 3 * 64 * 37]].concat();
            for asked in [&longer[..], self.0] {
                mixed = vec![0.0; asked.len() / 3];
                attend(lanes, asked, self.1, &mut room, &mut mixed);
            }
            mixed
        }
    }

    /// The definition, in numbers of twice the size.
    fn plainly(asked: &[f32], width: usize) -> Vec<f64> {
        let rows: Vec<Vec<f64>> = asked
            .chunks_exact(3 * width)
            .map(|row| row.iter().map(|&x| f64::from(x)).collect())
            .collect();
        let mut mixed = Vec::new();
        for row in &rows {
            for head in (0..width).step_by(PART) {
                let own = &row[head..head + PART];
                let score = |other: &Vec<f64>| {
                    let key = &other[width + head..][..PART];
                    let product: f64 = own.iter().zip(key).map(|(a, b)| a * b).sum();
                    (product / (PART as f64).sqrt()).exp()
                };
                let scores: Vec<f64> = rows.iter().map(score).collect();
                let total: f64 = scores.iter().sum();
                mixed.extend((0..PART).map(|k| {
                    let value = |other: &Vec<f64>| other[2 * width + head + k];
                    rows.iter().zip(&scores).map(|(r, s)| value(r) * s / total).sum::<f64>()
                }));
            }
        }
        mixed
    }

    proptest::proptest! {
        #[test]
        fn all_lanes_agree_and_are_near_the_definition(
            numbers in proptest::collection::vec(-3f32..3.0, 3 * 64..3 * 64 * 70),
        ) {
            let width = 64;
            let asked = &numbers[..numbers.len() / (3 * width) * 3 * width];
            let outs = each(|| Attend(asked, width));
            for out in &outs {
                assert_eq!(out, &outs[0]);
            }
            let exact = plainly(asked, width);
            assert_eq!(outs[0].len(), exact.len());
            for (found, exact) in outs[0].iter().zip(exact) {
                assert!((f64::from(*found) - exact).abs() < 1e-4);
            }
        }
    }
}
