//! The encoder: a transformer of a few layers. Its large products are in integers, a scale for each
//! row, so that no piece changes what is read elsewhere in a batch; the rest is in floats.

use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions};
use rten_simd::{SimdOp, SimdUnaryOp};
use rten_tensor::NdTensorView;
use rten_vecmath::{Gelu, Softmax};

use super::frames::Frame;
use super::model::{Gemm, Matrix, Model, Norm, QUOTES, SHAPES};
use crate::fast::roles::decode::Scores;

/// Units of the scores: so many make a factor of e in odds.
pub(super) const UNITS: f32 = 20.0;

const EPSILON: f32 = 1e-12;

impl Model {
    /// The scores of the labels of a frame's tokens.
    pub(super) fn scores(&self, frame: &Frame, out: &mut [Scores]) {
        let gemm = Gemm::new();
        let mut x = self.embed(frame);
        self.norm.apply(&mut x);
        for layer in &self.layers {
            let mut mixed = self.attend(&multiply(&gemm, &x, &layer.asked));
            mixed = multiply(&gemm, &mixed, &layer.attended);
            add(&mut x, &mixed);
            layer.attended_norm.apply(&mut x);
            let mut inner = multiply(&gemm, &x, &layer.inner);
            Gelu {}.map_mut(&mut inner);
            add(&mut x, &multiply(&gemm, &inner, &layer.outer));
            layer.norm.apply(&mut x);
        }
        for (&place, scores) in frame.places.iter().zip(out) {
            let row = &x[place * self.width..][..self.width];
            for (label, weights) in self.labels.weights.chunks_exact(self.width).enumerate() {
                let score = dot(row, weights) + self.labels.bias[label];
                scores[label] = (score * UNITS).round() as i32;
            }
        }
    }

    fn embed(&self, frame: &Frame) -> Vec<f32> {
        let width = self.width;
        let mut x = Vec::with_capacity(frame.inputs.len() * width);
        for (place, input) in frame.inputs.iter().enumerate() {
            let piece = input.piece as usize;
            let scale = self.words.scales[piece];
            let word = &self.words.bytes[piece * width..][..width];
            let place = &self.places[place * width..][..width];
            let shape = &self.shapes[usize::from(input.shape) % SHAPES * width..][..width];
            let quote = &self.quotes[usize::from(input.quote) % QUOTES * width..][..width];
            x.extend(
                (0..width)
                    .map(|k| f32::from(word[k] as i8) * scale + place[k] + shape[k] + quote[k]),
            );
        }
        x
    }

    /// Mixes the rows: `asked` holds query, key and value of each.
    fn attend(&self, asked: &[f32]) -> Vec<f32> {
        let (width, part) = (self.width, self.width / self.heads);
        let count = asked.len() / (3 * width);
        let all = NdTensorView::from_data([count, 3 * width], asked);
        let floats: GemmExecutor = GemmExecutor::new();
        let mut weights = vec![0f32; count * count];
        let mut own = vec![0f32; count * part];
        let mut mixed = vec![0f32; count * width];
        for head in 0..self.heads {
            let slice = |of: usize| {
                all.slice((.., of * width + head * part..of * width + (head + 1) * part))
            };
            let (query, key, value) = (slice(0), slice(1), slice(2));
            let options =
                GemmOptions { alpha: (part as f32).sqrt().recip(), ..GemmOptions::default() };
            let (a, b) = (GemmInputA::Unpacked(query), GemmInputB::Unpacked(key.transposed()));
            let done = floats.gemm(&mut weights, a, b, options);
            debug_assert!(done.is_ok());
            weights.chunks_exact_mut(count).for_each(|row| {
                Softmax::new_mut(row).dispatch();
            });
            let a = GemmInputA::Unpacked(NdTensorView::from_data([count, count], &weights[..]));
            let done =
                floats.gemm(&mut own, a, GemmInputB::Unpacked(value), GemmOptions::default());
            debug_assert!(done.is_ok());
            for (to, from) in mixed.chunks_exact_mut(width).zip(own.chunks_exact(part)) {
                to[head * part..][..part].copy_from_slice(from);
            }
        }
        mixed
    }
}

/// Rows of a product with a matrix.
fn multiply(gemm: &Gemm, rows: &[f32], matrix: &Matrix) -> Vec<f32> {
    let (inner, columns) = (matrix.packed.rows(), matrix.packed.cols());
    let count = rows.len() / inner;
    let mut bytes = vec![0u8; rows.len()];
    let (mut scales, mut zeros) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for (row, bytes) in rows.chunks_exact(inner).zip(bytes.chunks_exact_mut(inner)) {
        let (scale, zero) = quantize(row, bytes);
        scales.push(scale);
        zeros.push(i32::from(zero));
    }
    let mut sums = vec![0i32; count * columns];
    let a = NdTensorView::from_data([count, inner], &bytes[..]);
    let (a, b) = (GemmInputA::Unpacked(a), GemmInputB::Packed(&matrix.packed));
    // Sizes agree and the matrix was packed for this kernel: the only errors there are.
    let done = gemm.gemm(&mut sums, a, b, GemmOptions::default());
    debug_assert!(done.is_ok());
    let mut out = vec![0f32; sums.len()];
    let rows = sums.chunks_exact(columns).zip(out.chunks_exact_mut(columns));
    for ((sums, out), (scale, zero)) in rows.zip(scales.into_iter().zip(zeros)) {
        for k in 0..columns {
            let sum = sums[k] - zero * matrix.totals[k];
            out[k] = sum as f32 * (scale * matrix.scales[k]) + matrix.bias[k];
        }
    }
    out
}

impl Norm {
    fn apply(&self, rows: &mut [f32]) {
        let width = self.weight.len();
        for row in rows.chunks_exact_mut(width) {
            let mean = sum(row, |x| x) / width as f32;
            let spread = sum(row, |x| (x - mean) * (x - mean)) / width as f32;
            let scale = (spread + EPSILON).sqrt().recip();
            for ((x, weight), bias) in row.iter_mut().zip(&self.weight).zip(&self.bias) {
                *x = (*x - mean) * scale * weight + bias;
            }
        }
    }
}

fn add(to: &mut [f32], from: &[f32]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
}

/// A sum in eight lanes: in the same order on every machine.
fn sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0f32; 8];
    for some in row.chunks(8) {
        lanes.iter_mut().zip(some).for_each(|(lane, &x)| *lane += of(x));
    }
    lanes.iter().sum()
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0f32; 8];
    for (a, b) in a.chunks(8).zip(b.chunks(8)) {
        lanes.iter_mut().zip(a.iter().zip(b)).for_each(|(lane, (a, b))| *lane += a * b);
    }
    lanes.iter().sum()
}

/// Writes a row in 8 bits; returns what each is worth and which one stands for 0.
fn quantize(row: &[f32], bytes: &mut [u8]) -> (f32, u8) {
    let (mut least, mut most) = ([0f32; 8], [0f32; 8]);
    for some in row.chunks(8) {
        least
            .iter_mut()
            .zip(some)
            .for_each(|(least, &x)| *least = if x < *least { x } else { *least });
        most.iter_mut().zip(some).for_each(|(most, &x)| *most = if x > *most { x } else { *most });
    }
    let (least, most) =
        (least.iter().fold(0f32, |a, &b| a.min(b)), most.iter().fold(0f32, |a, &b| a.max(b)));
    let scale = ((most - least) / 255.0).max(f32::MIN_POSITIVE);
    let zero = (-least / scale).round();
    let factor = scale.recip();
    for (byte, &x) in bytes.iter_mut().zip(row) {
        // Rounded by cutting: the sum is at least 0.
        *byte = (x * factor + (zero + 0.5)) as u8;
    }
    (scale, zero as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_near_the_numbers() {
        let row: Vec<f32> = (0..100).map(|k| (k as f32 * 0.37).sin() * 3.0 - 1.0).collect();
        let mut bytes = vec![0; row.len()];
        let (scale, zero) = quantize(&row, &mut bytes);
        for (&x, &byte) in row.iter().zip(&bytes) {
            assert!(((f32::from(byte) - f32::from(zero)) * scale - x).abs() <= scale);
        }
        assert_eq!(quantize(&[0.0; 3], &mut bytes[..3]).1, 0);
    }

    #[test]
    fn a_norm_leaves_mean_none_and_spread_one() {
        let norm = Norm { weight: vec![1.0; 16], bias: vec![0.0; 16] };
        let mut row: Vec<f32> = (0..16).map(|k| k as f32).collect();
        norm.apply(&mut row);
        assert!(sum(&row, |x| x).abs() < 1e-5);
        assert!((sum(&row, |x| x * x) - 16.0).abs() < 1e-3);
    }
}
