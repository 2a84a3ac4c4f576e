//! Linear models with integer weights: hashed features in, one score a class out.
//!
//! The file, all numbers little endian:
//!
//! | bytes | what |
//! |---|---|
//! | 4 | magic `ORLM` |
//! | 4 | version, 2 |
//! | 4 | number of classes |
//! | 4 | 0: dense rows, 1: sparse rows |
//! | 4 | number of slots that features start from |
//! | 4 | bytes of sparse rows |
//! | 1 + n each | the classes' names |
//! | slots | dense: fingerprint (4) and one `i8` a class, padded to a multiple of 4; sparse: fingerprint (4) and offset of the row (4) |
//! | sparse rows | count (1), then class (1) and `i8` weight (1) each |
//!
//! A feature is a 64-bit hash. Its upper half is its fingerprint (never 0, which marks an empty
//! slot) and chooses the slot to start from; a taken slot sends it to the next. Slots are filled in
//! order of fingerprints, so a search ends at the first one that is empty or greater: after 2.5
//! slots on average with 3 in 4 taken, whether the feature is there or not. Most are not.

use std::fmt;

/// The hash of a feature.
pub type Feature = u64;

const MAGIC: &[u8; 4] = b"ORLM";
const VERSION: u32 = 2;
const HEADER: usize = 24;

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
    slots: &'a [u8],
    slot_bytes: usize,
    slot_count: u64,
    /// Empty if rows are dense.
    rows: &'a [u8],
    sparse: bool,
    filter: Filter,
}

/// As many features at a time.
const CHUNK: usize = 64;

/// Which features a model has, in so few bits that a processor keeps them near: two of one word
/// for each. Most features that are asked for are in no model, and 19 of 20 of these end here.
#[derive(Clone)]
struct Filter {
    words: Vec<u64>,
    shift: u32,
}

impl Filter {
    fn new(count: usize) -> Filter {
        // 8 to 16 bits a feature.
        let size = (count / 8).next_power_of_two().max(2);
        Filter { words: vec![0; size], shift: 32 - size.ilog2().min(31) }
    }

    #[inline]
    fn place(&self, fingerprint: u32) -> (usize, u64) {
        let word = fingerprint.wrapping_mul(0x9e37_79b1) >> self.shift;
        (word as usize, 1 << (fingerprint & 63) | 1 << (fingerprint >> 6 & 63))
    }

    fn add(&mut self, fingerprint: u32) {
        let (word, bits) = self.place(fingerprint);
        self.words[word] |= bits;
    }

    #[inline]
    fn may_hold(&self, feature: Feature) -> bool {
        let (word, bits) = self.place(fingerprint(feature));
        self.words.get(word).is_some_and(|word| word & bits == bits)
    }
}

impl fmt::Debug for Linear<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Linear({} classes, {} slots)", self.classes.len(), self.slot_count)
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
        let (class_count, kind, slot_count, row_bytes) =
            (number(8)?, number(12)?, number(16)?, number(20)?);
        let mut at = HEADER;
        let mut classes = Vec::new();
        for _ in 0..class_count {
            let length = usize::from(*bytes.get(at)?);
            classes.push(std::str::from_utf8(bytes.get(at + 1..at + 1 + length)?).ok()?);
            at += 1 + length;
        }
        let sparse = kind == 1;
        let slot_bytes = slot_size(class_count, sparse);
        let rows_at = bytes.len().checked_sub(row_bytes)?;
        let (slots, rows) = (bytes.get(at..rows_at)?, bytes.get(rows_at..)?);
        // The last slot is empty, so that every search ends.
        let last = slots.len().checked_sub(slot_bytes)?;
        let ends = slots.get(last..last + 4)? == [0; 4];
        let whole = slots.len() % slot_bytes == 0 && slots.len() / slot_bytes > slot_count;
        let slot_count = slot_count as u64;
        if !ends || !whole || slot_count == 0 {
            return None;
        }
        let marks = || {
            let marks = slots.chunks_exact(slot_bytes).filter_map(<[u8]>::first_chunk::<4>);
            marks.map(|mark| u32::from_le_bytes(*mark)).filter(|&mark| mark != 0)
        };
        let mut filter = Filter::new(marks().count());
        marks().for_each(|mark| filter.add(mark));
        Some(Linear { classes, slots, slot_bytes, slot_count, rows, sparse, filter })
    }

    /// Names of the classes.
    pub fn classes(&self) -> &[&'a str] {
        &self.classes
    }

    /// Adds the weights of one feature to the scores, one a class.
    #[inline]
    pub fn add(&self, feature: Feature, scores: &mut [i32]) {
        if self.filter.may_hold(feature) {
            self.add_found(self.find(feature), scores);
        }
    }

    #[inline]
    fn add_found(&self, payload: Option<&[u8]>, scores: &mut [i32]) {
        let Some(payload) = payload else { return };
        if self.sparse {
            if let Some(row) = self.row(payload) {
                add_pairs(row, scores);
            }
        } else {
            for (score, &weight) in scores.iter_mut().zip(payload) {
                *score += i32::from(weight as i8);
            }
        }
    }

    /// Adds the weights of many features. Much faster than one by one: those that are surely not
    /// there go first, and of the others what will be read is all touched first, so that the
    /// processor fetches it side by side.
    pub fn add_all(&self, features: &[Feature], scores: &mut [i32]) {
        let mut touched = 0;
        for features in features.chunks(CHUNK) {
            let mut kept = [0; CHUNK];
            let mut count = 0;
            for &feature in features {
                kept[count % CHUNK] = feature; // no chunk is longer
                count += usize::from(self.filter.may_hold(feature));
            }
            let kept = &kept[..count];
            for &feature in kept {
                touched ^= self.slots[slot(feature, self.slot_count) as usize * self.slot_bytes];
            }
            if self.sparse {
                let mut rows = [None; CHUNK];
                let mut count = 0;
                for &feature in kept {
                    let row = self.find(feature).and_then(|payload| self.row(payload));
                    touched ^= row.and_then(<[u8]>::first).copied().unwrap_or(0);
                    rows[count % CHUNK] = row;
                    count += usize::from(row.is_some());
                }
                for row in rows[..count].iter().flatten() {
                    add_pairs(row, scores);
                }
            } else {
                for &feature in kept {
                    self.add_found(self.find(feature), scores);
                }
            }
        }
        std::hint::black_box(touched);
    }

    /// Has the processor fetch what [`Linear::add`] will read for a feature.
    #[inline]
    pub fn touch(&self, feature: Feature) {
        let at = slot(feature, self.slot_count) as usize * self.slot_bytes;
        std::hint::black_box(self.slots[at]);
    }

    /// Whether a feature has weights; now and then yes where it has none. Much faster than looking.
    #[inline]
    pub fn may_hold(&self, feature: Feature) -> bool {
        self.filter.may_hold(feature)
    }

    /// The sparse row that a slot points to.
    #[inline]
    fn row(&self, payload: &[u8]) -> Option<&'a [u8]> {
        let offset = u32::from_le_bytes(payload.try_into().ok()?);
        self.rows.get(offset as usize..)
    }

    #[inline]
    fn find(&self, feature: Feature) -> Option<&'a [u8]> {
        let fingerprint = fingerprint(feature);
        let mut at = slot(feature, self.slot_count) as usize * self.slot_bytes;
        // Not `chunks_exact`: it would divide by the size of a slot on every search.
        while let Some((mark, payload)) =
            self.slots.get(at..at + self.slot_bytes).and_then(<[u8]>::split_first_chunk::<4>)
        {
            let mark = u32::from_le_bytes(*mark);
            // An empty slot's 0 becomes the greatest mark.
            if mark.wrapping_sub(1) >= fingerprint - 1 {
                return (mark == fingerprint).then_some(payload);
            }
            at += self.slot_bytes;
        }
        None
    }
}

/// Adds a sparse row: a count, then pairs of class and weight.
#[inline]
fn add_pairs(row: &[u8], scores: &mut [i32]) {
    let Some((&count, pairs)) = row.split_first() else { return };
    for &[class, weight] in pairs.as_chunks::<2>().0.iter().take(usize::from(count)) {
        if let Some(score) = scores.get_mut(usize::from(class)) {
            *score += i32::from(weight as i8);
        }
    }
}

#[inline]
fn fingerprint(feature: Feature) -> u32 {
    ((feature >> 32) as u32).max(1)
}

#[inline]
fn slot(feature: Feature, slots: u64) -> u64 {
    ((feature >> 32) * slots) >> 32
}

fn slot_size(classes: usize, sparse: bool) -> usize {
    4 + if sparse { 4 } else { classes.next_multiple_of(4) }
}

/// Writes a model file: each feature with its weights, one a class. Features whose weights are
/// all 0 are left out. The same input gives the same bytes, in whatever order it comes.
///
/// # Panics
/// If there are more than 256 classes, a name is longer than 255 bytes, or a row has not one
/// weight a class.
pub fn encode(classes: &[String], mut rows: Vec<(Feature, Vec<i8>)>) -> Vec<u8> {
    assert!(classes.len() <= 256, "a class is one byte");
    rows.retain(|(_, weights)| weights.iter().any(|&weight| weight != 0));
    rows.sort_unstable_by_key(|&(feature, _)| feature);
    rows.dedup_by_key(|&mut (feature, _)| fingerprint(feature));
    let sparse = classes.len() > 16;
    let slot_count = (rows.len() as u64 * 4 / 3).max(4);
    let slot_bytes = slot_size(classes.len(), sparse);
    let mut places = Vec::with_capacity(rows.len());
    let mut free = 0;
    for (feature, _) in &rows {
        let place = slot(*feature, slot_count).max(free);
        places.push(place);
        free = place + 1;
    }
    let total = free.max(slot_count) + 1;
    let mut slots = vec![0u8; slot_bytes * total as usize];
    let mut pool = Vec::new();
    for ((feature, weights), slot) in rows.iter().zip(places) {
        assert_eq!(weights.len(), classes.len(), "one weight a class");
        let entry = &mut slots[slot as usize * slot_bytes..][..slot_bytes];
        entry[..4].copy_from_slice(&fingerprint(*feature).to_le_bytes());
        if sparse {
            entry[4..].copy_from_slice(&(pool.len() as u32).to_le_bytes());
            let used = weights.iter().enumerate().filter(|&(_, &weight)| weight != 0);
            // 255 is more than any trained row has: the strongest weights would be kept.
            pool.push(used.clone().count().min(255) as u8);
            pool.extend(used.take(255).flat_map(|(class, &weight)| [class as u8, weight as u8]));
        } else {
            for (byte, &weight) in entry[4..].iter_mut().zip(weights) {
                *byte = weight as u8;
            }
        }
    }
    let mut out = Vec::with_capacity(HEADER + slots.len() + pool.len());
    out.extend_from_slice(MAGIC);
    let kind = u32::from(sparse);
    for number in [VERSION, classes.len() as u32, kind, slot_count as u32, pool.len() as u32] {
        out.extend_from_slice(&number.to_le_bytes());
    }
    for name in classes {
        out.push(u8::try_from(name.len()).expect("a class name is at most 255 bytes"));
        out.extend_from_slice(name.as_bytes());
    }
    out.extend_from_slice(&slots);
    out.extend_from_slice(&pool);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_come_back_dense_and_sparse() {
        for class_count in [3usize, 40] {
            let classes: Vec<String> = (0..class_count).map(|c| format!("c{c}")).collect();
            let rows: Vec<(Feature, Vec<i8>)> = (0..1000u64)
                .map(|f| {
                    (mix(7, f), (0..class_count).map(|c| (f as usize * c % 5) as i8 - 2).collect())
                })
                .collect();
            let bytes = encode(&classes, rows.clone());
            let model = Linear::open(&bytes).expect("a whole file");
            assert_eq!(model.classes(), classes.iter().map(String::as_str).collect::<Vec<_>>());
            for (feature, weights) in &rows {
                let mut scores = vec![0; class_count];
                model.add(*feature, &mut scores);
                assert_eq!(scores, weights.iter().map(|&w| i32::from(w)).collect::<Vec<_>>());
            }
            let all: Vec<Feature> = (0..2000).map(|f| mix(7, f)).collect();
            let (mut one_by_one, mut at_once) = (vec![0; class_count], vec![0; class_count]);
            all.iter().for_each(|&feature| model.add(feature, &mut one_by_one));
            model.add_all(&all, &mut at_once);
            assert_eq!(one_by_one, at_once);
            let mut scores = vec![0; class_count];
            model.add(mix(8, 1), &mut scores);
            assert_eq!(scores, vec![0; class_count]);
            assert!(Linear::open(&bytes[..bytes.len() - 1]).is_none(), "a cut file is refused");
            assert!(Linear::open(&[]).is_none());
        }
    }
}
