//! Linear models with integer weights: hashed features in, one score a class out.
//!
//! The file, all numbers little endian:
//!
//! | bytes | what |
//! |---|---|
//! | 4 | magic `ORLM` |
//! | 4 | version, 3 |
//! | 4 | number of classes |
//! | 4 | how weights are written: 0 dense, 1 sparse, 2 dense and fine, 3 sparse and fine |
//! | 4 | number of pilots |
//! | 4 | number of slots |
//! | 4 | number of pairs |
//! | 1 + n each | the classes' names |
//! | pilots | two bytes each: which slot is whose, see `places` |
//! | slots | fingerprint (4), then dense: one `i8` a class, of at most 12, in 12 bytes; dense and fine: ten bits a class, of at most three, in 4 bytes; sparse: the row's first pair times 256 plus its number of pairs (4) |
//! | pairs | class (1) and `i8` (1), or fine: class (low six bits) and weight (upper ten); 16 more than are used |
//!
//! A feature is a 64-bit hash. Its upper half is its fingerprint (never 0, which marks an empty
//! slot): it leads to the one slot where the feature can be.

mod places;
mod write;

use std::fmt;

use places::Places;
pub use write::{encode, encode_fine};

/// The hash of a feature.
pub type Feature = u64;

const MAGIC: &[u8; 4] = b"ORLM";
const VERSION: u32 = 3;
const HEADER: usize = 28;

/// Mixes a value into a hash. Order matters. (wyhash's multiply and fold.)
#[inline]
pub fn mix(hash: u64, value: u64) -> u64 {
    let product =
        u128::from(hash ^ 0x9e37_79b9_7f4a_7c15) * u128::from(value ^ 0xe703_7ed1_a0b4_28db);
    (product >> 64) as u64 ^ product as u64
}

/// The hash of some bytes; never depends on machine or run.
#[inline]
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash = bytes.len() as u64;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        hash = mix(hash, u64::from_le_bytes(*word));
    }
    let mut last = [0u8; 8];
    last[..rest.len()].copy_from_slice(rest);
    mix(hash, u64::from_le_bytes(last))
}

/// A model that scores classes: a view of the bytes of a model file.
#[derive(Clone)]
pub struct Linear<'a> {
    classes: Vec<&'a str>,
    places: Places<'a>,
    slots: Slots<'a>,
}

/// The slots of a model, as many as there are places.
#[derive(Clone, Copy)]
enum Slots<'a> {
    Dense(&'a [[u8; 16]]),
    FineDense(&'a [[u8; 8]]),
    Sparse(&'a [[u8; 8]], &'a [Pair]),
    FineSparse(&'a [[u8; 8]], &'a [Pair]),
}

/// A class and its weight.
type Pair = [u8; 2];

/// How weights are written: one for each class or only those that are not 0, in bytes or in ten
/// bits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Dense,
    Sparse,
    FineDense,
    FineSparse,
}

impl Form {
    const ALL: [Form; 4] = [Form::Dense, Form::Sparse, Form::FineDense, Form::FineSparse];

    fn most_classes(self) -> usize {
        match self {
            Form::Dense => 12,
            Form::Sparse => 256,
            Form::FineDense => 3,
            Form::FineSparse => 64,
        }
    }

    fn slot_bytes(self) -> usize {
        match self {
            Form::Dense => 16,
            Form::Sparse | Form::FineDense | Form::FineSparse => 8,
        }
    }
}

/// The greatest weight of ten bits; the least is its opposite.
pub const FINEST: i16 = 511;

/// As many pairs are copied at once; most rows have fewer.
const COPIED: usize = 16;

impl fmt::Debug for Linear<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Linear({} classes)", self.classes.len())
    }
}

impl<'a> Linear<'a> {
    /// Opens a model file. `None` if the bytes are not a whole file of this version.
    pub fn open(bytes: &'a [u8]) -> Option<Linear<'a>> {
        let number =
            |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
        if bytes.get(..4)? != MAGIC || number(4)? != VERSION as usize {
            return None;
        }
        let (class_count, form) = (number(8)?, *Form::ALL.get(number(12)?)?);
        let (pilots, count, pairs) = (number(16)?, number(20)?, number(24)?);
        if class_count > form.most_classes() {
            return None;
        }
        let mut at = HEADER;
        let mut classes = Vec::new();
        for _ in 0..class_count {
            let length = usize::from(*bytes.get(at)?);
            classes.push(std::str::from_utf8(bytes.get(at + 1..at + 1 + length)?).ok()?);
            at += 1 + length;
        }
        let (pilots, rest) = bytes.get(at..)?.split_at_checked(pilots.checked_mul(2)?)?;
        let (slots, rest) = rest.split_at_checked(count.checked_mul(form.slot_bytes())?)?;
        let (rows, []) = rest.as_chunks() else { return None };
        if rows.len() != pairs {
            return None;
        }
        let slots = match form {
            Form::Dense => Slots::Dense(slots.as_chunks().0),
            Form::FineDense => Slots::FineDense(slots.as_chunks().0),
            Form::Sparse => Slots::Sparse(slots.as_chunks().0, rows),
            Form::FineSparse => Slots::FineSparse(slots.as_chunks().0, rows),
        };
        Some(Linear { classes, places: Places::new(pilots.as_chunks().0, count)?, slots })
    }

    /// Names of the classes.
    pub fn classes(&self) -> &[&'a str] {
        &self.classes
    }

    /// Adds the weights of one feature to the scores, one a class.
    pub fn add(&self, feature: Feature, scores: &mut [i32]) {
        self.add_all(&[feature], scores);
    }

    /// Adds the weights of many features. No step depends on what the step before found, so that
    /// the processor fetches the weights of many side by side.
    pub fn add_all(&self, features: &[Feature], scores: &mut [i32]) {
        match self.slots {
            Slots::Dense(slots) => self.add_dense(slots, features, scores),
            Slots::FineDense(slots) => self.add_fine_dense(slots, features, scores),
            Slots::Sparse(slots, rows) => {
                self.add_sparse(slots, rows, features, scores, |[class, weight]| {
                    (class, i32::from(weight as i8))
                });
            }
            Slots::FineSparse(slots, rows) => {
                self.add_sparse(slots, rows, features, scores, |pair| {
                    (pair[0] & 63, i32::from(i16::from_le_bytes(pair) >> 6))
                });
            }
        }
    }

    fn add_dense(&self, slots: &[[u8; 16]], features: &[Feature], scores: &mut [i32]) {
        for features in features.chunks(CHUNK) {
            // Of all bytes of a slot: the weights stand behind the fingerprint. The sum of 255
            // bytes fits in 16 bits.
            let mut sums = [0i16; 16];
            for &(fingerprint, place) in self.kept(features, &mut Kept::default()) {
                let slot = &slots[place as usize];
                let found = slot.first_chunk() == Some(&fingerprint.to_le_bytes());
                let found = i16::from(found).wrapping_neg();
                for k in 0..16 {
                    sums[k] += i16::from(slot[k] as i8) & found;
                }
            }
            scores.iter_mut().zip(&sums[4..]).for_each(|(score, &sum)| *score += i32::from(sum));
        }
    }

    fn add_fine_dense(&self, slots: &[[u8; 8]], features: &[Feature], scores: &mut [i32]) {
        let mut sums = [0; 3];
        for features in features.chunks(CHUNK) {
            for &kept in self.kept(features, &mut Kept::default()) {
                let weights = payload(slots, kept);
                for (sum, place) in sums.iter_mut().zip([22, 12, 2]) {
                    *sum += (weights << place) as i32 >> 22;
                }
            }
        }
        scores.iter_mut().zip(sums).for_each(|(score, sum)| *score += sum);
    }

    #[inline(always)]
    fn add_sparse(
        &self,
        slots: &[[u8; 8]],
        rows: &[Pair],
        features: &[Feature],
        scores: &mut [i32],
        read: impl Fn(Pair) -> (u8, i32),
    ) {
        let mut add = |pairs: &[Pair]| {
            for &pair in pairs {
                let (class, weight) = read(pair);
                if let Some(score) = scores.get_mut(usize::from(class)) {
                    *score += weight;
                }
            }
        };
        for features in features.chunks(CHUNK) {
            // Rows are strung together: one loop over all pairs ends once, many short ones end at
            // places that no processor can guess.
            let mut pairs = [[0; 2]; CHUNK * COPIED];
            let mut count = 0;
            for &kept in self.kept(features, &mut Kept::default()) {
                let row = payload(slots, kept);
                let (start, length) = ((row >> 8) as usize, (row & 255) as usize);
                let from = rows.get(start..).and_then(|from| from.first_chunk::<COPIED>());
                let Some((from, to)) = from.zip(pairs[count..].first_chunk_mut()) else { continue };
                *to = *from;
                count += length.min(COPIED);
                if length > COPIED {
                    add(rows.get(start + COPIED..start + length).unwrap_or_default());
                }
            }
            add(&pairs[..count]);
        }
    }

    /// The fingerprints and places of the features that may be there, of at most [`CHUNK`].
    #[inline(always)]
    fn kept<'k>(&self, features: &[Feature], Kept(kept): &'k mut Kept) -> &'k [(u32, u32)] {
        let mut count = 0;
        for &feature in features {
            let fingerprint = fingerprint(feature);
            let (place, may_be) = self.places.of(fingerprint);
            kept[count % CHUNK] = (fingerprint, place); // no chunk is longer
            count += usize::from(may_be);
        }
        &kept[..count]
    }
}

/// Features go through a model so many at a time.
const CHUNK: usize = 64;

/// Room for fingerprints and their places.
struct Kept([(u32, u32); CHUNK]);

impl Default for Kept {
    #[inline(always)]
    fn default() -> Kept {
        Kept([(0, 0); CHUNK])
    }
}

/// What a slot holds for a feature; 0 if it is not there.
#[inline(always)]
fn payload(slots: &[[u8; 8]], (fingerprint, place): (u32, u32)) -> u32 {
    let slot = u64::from_le_bytes(slots[place as usize]);
    let found = u32::from(slot as u32 == fingerprint).wrapping_neg();
    (slot >> 32) as u32 & found
}

#[inline(always)]
fn fingerprint(feature: Feature) -> u32 {
    ((feature >> 32) as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Features with weights, and as many without.
    fn rows<W>(classes: usize, weight: impl Fn(u64, u64) -> W) -> Vec<(Feature, Vec<W>)> {
        let row = |f: u64| (mix(7, f), (0..classes as u64).map(|c| weight(f, c)).collect());
        (0..1000).map(row).collect()
    }

    fn check(bytes: &[u8], classes: &[String], rows: &[(Feature, Vec<i32>)]) {
        let model = Linear::open(bytes).expect("a whole file");
        assert_eq!(model.classes(), classes);
        let mut all = vec![0; classes.len()];
        for (feature, weights) in rows {
            let mut scores = vec![0; classes.len()];
            model.add(*feature, &mut scores);
            assert_eq!(scores, *weights);
            all.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
        }
        let asked: Vec<Feature> = (0..2000).map(|f| mix(7, f)).collect();
        let mut scores = vec![0; classes.len()];
        model.add_all(&asked, &mut scores);
        assert_eq!(scores, all, "1,000 of them are not there");
        assert!(Linear::open(&bytes[..bytes.len() - 1]).is_none(), "a cut file is refused");
        assert!(Linear::open(&[]).is_none());
    }

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|c| format!("c{c}")).collect()
    }

    fn wide<W: Into<i32> + Copy>(rows: &[(Feature, Vec<W>)]) -> Vec<(Feature, Vec<i32>)> {
        let wide = |row: &Vec<W>| row.iter().map(|&weight| weight.into()).collect();
        rows.iter().map(|(feature, row)| (*feature, wide(row))).collect()
    }

    #[test]
    fn weights_come_back_dense_and_sparse() {
        for count in [1, 3, 12, 13, 40, 256] {
            let classes = names(count);
            // Every other row is full, up to the 255 weights that a row can have.
            let rows = rows(count, |f, c| match (f % 2, c) {
                (_, 255) => 0,
                (0, _) => (mix(f, c) % 255) as i8,
                (_, c) => (f * c % 5) as i8 - 2,
            });
            check(&encode(&classes, rows.clone()), &classes, &wide(&rows));
        }
    }

    #[test]
    fn fine_weights_come_back() {
        for count in [1, 3, 17, 64] {
            let classes = names(count);
            let rows = rows(count, |f, c| (mix(f, c) % 1023) as i16 - FINEST);
            check(&encode_fine(&classes, rows.clone()), &classes, &wide(&rows));
        }
    }

    #[test]
    fn a_model_without_weights_scores_nothing() {
        for count in [3, 40] {
            check(&encode(&names(count), Vec::new()), &names(count), &[]);
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_the_bytes_nothing_panics(
            at in 4usize..400, byte: u8, sparse: bool, feature: u64,
        ) {
            let classes = names(if sparse { 20 } else { 3 });
            let mut bytes = encode(&classes, rows(classes.len(), |f, c| (f + c) as i8));
            bytes[at] = byte;
            if let Some(model) = Linear::open(&bytes) {
                let features: Vec<Feature> = (0..1000).map(|f| mix(7, f)).chain([feature]).collect();
                model.add_all(&features, &mut vec![0; model.classes().len()]);
            }
        }
    }
}
