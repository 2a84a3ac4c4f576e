//! Products with matrices of 8-bit numbers. Each row is written in 8 bits with a scale of its own, so
//! that no piece changes what is read elsewhere; sums are exact.

use super::lanes::{Bytes, LANES, Lanes, fold};

/// The columns of a matrix come in blocks of so many.
pub(super) const COLUMNS: usize = PANELS * LANES;

const PANELS: usize = 4;

/// So many rows are multiplied at once.
const ROWS: usize = 6;

/// Four rows of a block.
pub(super) type Panels = [Bytes; PANELS];

/// A matrix in 7 bits and a sign, with a scale, a bias and the sum of its weights for each column.
#[derive(Debug)]
pub(super) struct Matrix {
    /// A quarter of its rows.
    pub quarters: usize,
    /// Block by block, all rows of each, four at a time.
    pub blocks: &'static [Panels],
    pub totals: Vec<i32>,
    pub scales: Vec<f32>,
    pub bias: Vec<f32>,
}

/// Rows in 8 bits, kept from one product to the next to spare allocations.
#[derive(Debug, Default)]
pub(super) struct Rounded {
    bytes: Vec<[u8; 4]>,
    /// What one unit is worth and how many stand for 0, row by row.
    units: Vec<(f32, i32)>,
}

/// Multiplies rows with a matrix; `out` then holds a row for each.
#[inline(always)]
pub(super) fn multiply(
    lanes: impl Lanes,
    rows: &[f32],
    matrix: &Matrix,
    rounded: &mut Rounded,
    out: &mut Vec<f32>,
) {
    let Rounded { bytes, units } = rounded;
    let quarters = matrix.quarters;
    let count = rows.len() / (4 * quarters);
    bytes.resize(count * quarters, [0; 4]);
    units.clear();
    for (row, bytes) in rows.chunks_exact(4 * quarters).zip(bytes.chunks_exact_mut(quarters)) {
        units.push(round(lanes, row, bytes.as_flattened_mut()));
    }
    let columns = matrix.bias.len();
    out.resize(count * columns, 0.0);
    for (block, panels) in matrix.blocks.chunks_exact(quarters).enumerate() {
        for row in (0..count).step_by(ROWS) {
            match count.checked_sub(ROWS) {
                // The last strip does some rows once more.
                Some(last) => {
                    strip::<ROWS>(lanes, matrix, block, panels, row.min(last), bytes, units, out);
                }
                None => {
                    for row in 0..count {
                        strip::<1>(lanes, matrix, block, panels, row, bytes, units, out);
                    }
                }
            }
        }
    }
}

/// Some rows with one block: with all its panels at once where there are registers for that.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "a part of `multiply`, cut out for its constant")]
fn strip<const ROWS: usize>(
    lanes: impl Lanes,
    matrix: &Matrix,
    block: usize,
    panels: &[Panels],
    first: usize,
    bytes: &[[u8; 4]],
    units: &[(f32, i32)],
    out: &mut [f32],
) {
    let quarters = panels.len();
    let mut rows = [&bytes[..quarters]; ROWS];
    for row in 0..ROWS {
        rows[row] = &bytes[(first + row) * quarters..][..quarters];
    }
    let columns = matrix.bias.len();
    let (units, out) = (&units[first..][..ROWS], &mut out[first * columns..][..ROWS * columns]);
    if lanes.are_many() {
        tile::<ROWS, PANELS>(lanes, matrix, block, panels, 0, rows, units, out);
    } else {
        for panel in 0..PANELS {
            tile::<ROWS, 1>(lanes, matrix, block, panels, panel, rows, units, out);
        }
    }
}

/// Some rows with some panels of a block, from `first` on.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "a part of `strip`, cut out for its constant")]
fn tile<const ROWS: usize, const WIDE: usize>(
    lanes: impl Lanes,
    matrix: &Matrix,
    block: usize,
    panels: &[Panels],
    first: usize,
    rows: [&[[u8; 4]]; ROWS],
    units: &[(f32, i32)],
    out: &mut [f32],
) {
    let mut sums = [[lanes.no_sums(); WIDE]; ROWS];
    for (k, four) in panels.iter().enumerate() {
        for row in 0..ROWS {
            for at in 0..WIDE {
                let so_far = sums[row][at];
                sums[row][at] = lanes.add_products(so_far, rows[row][k], &four[first + at]);
            }
        }
    }
    for row in 0..ROWS {
        for at in 0..WIDE {
            let column = block * COLUMNS + (first + at) * LANES;
            let to = &mut out[row * matrix.bias.len() + column..][..LANES];
            finish(lanes.sums(sums[row][at]), matrix, column, units[row], to);
        }
    }
}

/// From sums of whole numbers to what they stand for.
#[inline(always)]
fn finish(
    sums: [i32; LANES],
    matrix: &Matrix,
    column: usize,
    (unit, zero): (f32, i32),
    to: &mut [f32],
) {
    let totals = &matrix.totals[column..][..LANES];
    let scales = &matrix.scales[column..][..LANES];
    let bias = &matrix.bias[column..][..LANES];
    for lane in 0..LANES {
        let sum = sums[lane] - zero * totals[lane];
        to[lane] = (sum as f32).mul_add(unit * scales[lane], bias[lane]);
    }
}

/// Writes a row in 8 bits; returns what each is worth and which one stands for 0.
#[inline(always)]
fn round(lanes: impl Lanes, row: &[f32], bytes: &mut [u8]) -> (f32, i32) {
    /// Adding it leaves a number from 0 to 255, rounded, in the lowest bits of the float.
    const SHIFT: f32 = 8_388_608.0;
    let (mut least, mut most) = ([0f32; LANES], [0f32; LANES]);
    let (chunks, _) = row.as_chunks::<LANES>(); // rows are as long as matrices have rows
    for some in chunks {
        for lane in 0..LANES {
            least[lane] = if some[lane] < least[lane] { some[lane] } else { least[lane] };
            most[lane] = if some[lane] > most[lane] { some[lane] } else { most[lane] };
        }
    }
    let least = fold(least, |a, b| if b < a { b } else { a });
    let most = fold(most, |a, b| if b > a { b } else { a });
    let unit = ((most - least) / 255.0).max(f32::MIN_POSITIVE);
    let zero = (-least / unit).round();
    let factor = unit.recip();
    for (bytes, some) in bytes.as_chunks_mut::<LANES>().0.iter_mut().zip(chunks) {
        let mut bits = [0u32; LANES];
        for lane in 0..LANES {
            let whole = some[lane].mul_add(factor, zero);
            let inside = if whole < 255.0 { whole } else { 255.0 };
            let inside = if inside > 0.0 { inside } else { 0.0 };
            bits[lane] = (inside + SHIFT).to_bits();
        }
        *bytes = lanes.lowest_bytes(&bits);
    }
    (unit, zero as i32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deep::lanes::{Plain, Task, each};

    #[test]
    fn bytes_are_near_the_numbers() {
        let row: Vec<f32> = (0..96).map(|k| (k as f32 * 0.37).sin() * 3.0 - 1.0).collect();
        let mut bytes = vec![0; row.len()];
        let (unit, zero) = round(Plain, &row, &mut bytes);
        for (&x, &byte) in row.iter().zip(&bytes) {
            assert!(((f32::from(byte) - zero as f32) * unit - x).abs() <= unit);
        }
        assert_eq!(round(Plain, &[0.0; 16], &mut bytes[..16]).1, 0);
        round(Plain, &[f32::NAN, f32::INFINITY, -f32::INFINITY, 1.0].repeat(4), &mut bytes[..16]);
    }

    const ROWS: usize = 64;

    fn matrix(weights: &[i8]) -> Matrix {
        let columns = weights.len() / ROWS;
        let mut blocks = Vec::new();
        for block in 0..columns / COLUMNS {
            for quarter in 0..ROWS / 4 {
                let byte = |panel: usize, at: usize| {
                    let column = block * COLUMNS + panel * LANES + at / 4;
                    weights[(4 * quarter + at % 4) * columns + column] as u8
                };
                let panels: Panels =
                    std::array::from_fn(|panel| std::array::from_fn(|at| byte(panel, at)));
                blocks.push(panels);
            }
        }
        let total = |k: usize| (0..ROWS).map(|row| i32::from(weights[row * columns + k])).sum();
        Matrix {
            quarters: ROWS / 4,
            blocks: blocks.leak(),
            totals: (0..columns).map(total).collect(),
            scales: (0..columns).map(|k| 0.01 + k as f32 / 1e4).collect(),
            bias: (0..columns).map(|k| k as f32 / 10.0).collect(),
        }
    }

    struct Product<'a>(&'a [f32], &'a Matrix);

    impl Task for Product<'_> {
        type Out = Vec<f32>;

        #[inline(always)]
        fn run(self, lanes: impl Lanes) -> Vec<f32> {
            let mut out = Vec::new();
            multiply(lanes, self.0, self.1, &mut Rounded::default(), &mut out);
            out
        }
    }

    proptest::proptest! {
        #[test]
        fn all_lanes_agree_and_are_near_the_product_of_floats(
            weights in proptest::collection::vec(-63i8..=63, ROWS * 128),
            rows in proptest::collection::vec(-9f32..9.0, ROWS..ROWS * 9),
        ) {
            let rows = &rows[..rows.len() / ROWS * ROWS];
            let matrix = matrix(&weights);
            let outs = each(|| Product(rows, &matrix));
            for out in &outs {
                assert_eq!(out, &outs[0]);
            }
            for (row, out) in rows.chunks_exact(ROWS).zip(outs[0].chunks_exact(128)) {
                for (k, &found) in out.iter().enumerate() {
                    let weight = |r: usize| f32::from(weights[r * 128 + k]) * matrix.scales[k];
                    let sum: f32 = row.iter().enumerate().map(|(r, x)| x * weight(r)).sum();
                    // Each number is rounded by up to half a unit of 18 / 255.
                    let most: f32 = (0..ROWS).map(|r| weight(r).abs() * 18.0 / 255.0).sum();
                    assert!((sum + matrix.bias[k] - found).abs() <= most + 0.01);
                }
            }
        }
    }
}
