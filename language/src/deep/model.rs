//! The model file: a magic, the sizes, then all numbers in the order in which they are used, little
//! endian. `training/export.py` writes it.

use super::attention::PART;
use super::frames::FRAME;
use super::product::{COLUMNS, Matrix};
use super::wordpiece::Vocabulary;
use crate::fast::roles::decode::{self, STEPS, Transitions};
use crate::fast::roles::label::LABELS;

const MAGIC: &[u8] = b"ORDEEP1\n";

/// How many codes a word's shape has, and how many its place towards a quotation.
pub(super) const SHAPES: usize = 256;
pub(super) const QUOTES: usize = 32;

/// The numbers of the encoder.
pub(super) struct Model {
    pub vocabulary: Vocabulary,
    pub width: usize,
    pub words: Rows,
    pub places: Vec<f32>,
    pub shapes: Vec<f32>,
    pub quotes: Vec<f32>,
    pub norm: Norm,
    pub layers: Vec<Layer>,
    pub labels: Labels,
    pub transitions: Transitions,
}

/// A row of 8-bit numbers for each piece, and what each row is multiplied by.
pub(super) struct Rows {
    pub scales: Vec<f32>,
    pub bytes: &'static [u8],
}

/// Weight and bias of a normalization.
pub(super) struct Norm {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
}

pub(super) struct Layer {
    pub asked: Matrix,
    pub attended: Matrix,
    pub attended_norm: Norm,
    pub inner: Matrix,
    pub outer: Matrix,
    pub norm: Norm,
}

/// What scores the labels: a row for each.
pub(super) struct Labels {
    pub weights: Vec<f32>,
    pub bias: Vec<f32>,
}

impl Model {
    /// Opens a file; `None` if it is not of this version or not whole.
    pub(super) fn open(bytes: &'static [u8]) -> Option<Model> {
        let mut rest = Rest(bytes.strip_prefix(MAGIC)?);
        let sizes = rest.numbers(6)?;
        let [layers, width, heads, inner, places, lines] = sizes[..].try_into().ok()?;
        let wide = |width: usize| width > 0 && width.is_multiple_of(COLUMNS);
        if !wide(width) || !wide(inner) || heads * PART != width || places < FRAME + 2 {
            return None;
        }
        let vocabulary = std::str::from_utf8(rest.take(lines)?).ok()?;
        let pieces = vocabulary.lines().count();
        let vocabulary = Vocabulary::open(vocabulary)?;
        let words = Rows { scales: rest.floats(pieces)?, bytes: rest.take(pieces * width)? };
        let model = Model {
            vocabulary,
            width,
            words,
            places: rest.floats(places * width)?,
            shapes: rest.floats(SHAPES * width)?,
            quotes: rest.floats(QUOTES * width)?,
            norm: rest.norm(width)?,
            layers: (0..layers)
                .map(|_| {
                    Some(Layer {
                        asked: rest.matrix(width, 3 * width)?,
                        attended: rest.matrix(width, width)?,
                        attended_norm: rest.norm(width)?,
                        inner: rest.matrix(width, inner)?,
                        outer: rest.matrix(inner, width)?,
                        norm: rest.norm(width)?,
                    })
                })
                .collect::<Option<_>>()?,
            labels: Labels { weights: rest.floats(LABELS * width)?, bias: rest.floats(LABELS)? },
            transitions: rest.transitions()?,
        };
        rest.0.is_empty().then_some(model)
    }
}

/// What is left of a file.
struct Rest(&'static [u8]);

impl Rest {
    fn take(&mut self, count: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn numbers(&mut self, count: usize) -> Option<Vec<usize>> {
        let (words, _) = self.take(4 * count)?.as_chunks();
        Some(words.iter().map(|&word| u32::from_le_bytes(word) as usize).collect())
    }

    fn floats(&mut self, count: usize) -> Option<Vec<f32>> {
        let (words, _) = self.take(4 * count)?.as_chunks();
        Some(words.iter().map(|&word| f32::from_le_bytes(word)).collect())
    }

    fn norm(&mut self, width: usize) -> Option<Norm> {
        Some(Norm { weight: self.floats(width)?, bias: self.floats(width)? })
    }

    /// Weights stand as they are multiplied: blocks of columns, in these all rows four at a time, in
    /// these the four weights of one column side by side.
    fn matrix(&mut self, rows: usize, columns: usize) -> Option<Matrix> {
        let (scales, bias) = (self.floats(columns)?, self.floats(columns)?);
        let (quarters, mut totals) = (rows / 4, vec![0; columns]);
        let blocks = self.take(rows * columns)?.as_chunks().0.as_chunks().0;
        for (at, panels) in blocks.iter().enumerate() {
            let (columns, _) = panels.as_flattened().as_chunks::<4>();
            let totals = &mut totals[at / quarters * COLUMNS..][..COLUMNS];
            for (total, four) in totals.iter_mut().zip(columns) {
                *total += four.iter().map(|&weight| i32::from(weight as i8)).sum::<i32>();
            }
        }
        Some(Matrix { quarters, blocks, totals, scales, bias })
    }

    fn transitions(&mut self) -> Option<Transitions> {
        let mut transitions = decode::free_transitions();
        let scores = self.numbers(STEPS * LABELS * LABELS)?;
        let rows = transitions.iter_mut().flatten().flatten();
        // Stored as numbers of 32 bits with a sign.
        rows.zip(scores).for_each(|(to, score)| *to = to.saturating_add(score as u32 as i32));
        Some(transitions)
    }
}
