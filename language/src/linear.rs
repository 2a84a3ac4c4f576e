//! Linear models with integer weights: hashed features in, one score a class out.
//!
//! The file, all numbers little endian:
//!
//! | bytes | what |
//! |---|---|
//! | 4 | magic `ORLM` |
//! | 4 | version, 2 |
//! | 4 | number of classes |
//! | 4 | how weights are written: 0 dense, 1 sparse, 2 dense and fine, 3 sparse and fine |
//! | 4 | number of slots that features start from |
//! | 4 | bytes of sparse rows |
//! | 1 + n each | the classes' names |
//! | slots | fingerprint (4), then dense: one `i8` a class, padded to a multiple of 4; dense and fine: ten bits a class, of at most three; sparse: offset of the row (4) |
//! | sparse rows | count (1), then for each weight class (1) and `i8` (1), or fine: class (low six bits) and weight (upper ten) |
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
    form: Form,
    filter: Filter,
}

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
            Form::Dense | Form::Sparse => 256,
            Form::FineDense => 3,
            Form::FineSparse => 64,
        }
    }

    fn slot_bytes(self, classes: usize) -> usize {
        match self {
            Form::Dense => 4 + classes.next_multiple_of(4),
            Form::Sparse | Form::FineDense | Form::FineSparse => 8,
        }
    }
}

/// The greatest weight of ten bits; the least is its opposite.
pub const FINEST: i16 = 511;

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
        let form = *Form::ALL.get(kind).filter(|form| class_count <= form.most_classes())?;
        let slot_bytes = form.slot_bytes(class_count);
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
        Some(Linear { classes, slots, slot_bytes, slot_count, rows, form, filter })
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
        match self.form {
            Form::Dense => {
                for (score, &weight) in scores.iter_mut().zip(payload) {
                    *score += i32::from(weight as i8);
                }
            }
            Form::FineDense => {
                let weights = payload.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes));
                for (score, place) in scores.iter_mut().zip([22, 12, 2]) {
                    *score += (weights << place) as i32 >> 22;
                }
            }
            Form::Sparse | Form::FineSparse => {
                if let Some(row) = self.row(payload) {
                    self.add_pairs(row, scores);
                }
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
            if matches!(self.form, Form::Sparse | Form::FineSparse) {
                let mut rows = [None; CHUNK];
                let mut count = 0;
                for &feature in kept {
                    let row = self.find(feature).and_then(|payload| self.row(payload));
                    touched ^= row.and_then(<[u8]>::first).copied().unwrap_or(0);
                    rows[count % CHUNK] = row;
                    count += usize::from(row.is_some());
                }
                for row in rows[..count].iter().flatten() {
                    self.add_pairs(row, scores);
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

    /// Adds a sparse row: a count, then pairs of class and weight.
    #[inline]
    fn add_pairs(&self, row: &[u8], scores: &mut [i32]) {
        let Some((&count, pairs)) = row.split_first() else { return };
        let fine = self.form == Form::FineSparse;
        for &pair in pairs.as_chunks::<2>().0.iter().take(usize::from(count)) {
            let [class, weight] = pair;
            let (class, weight) = match fine {
                true => (class & 63, i32::from(i16::from_le_bytes(pair) >> 6)),
                false => (class, i32::from(weight as i8)),
            };
            if let Some(score) = scores.get_mut(usize::from(class)) {
                *score += weight;
            }
        }
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

#[inline]
fn fingerprint(feature: Feature) -> u32 {
    ((feature >> 32) as u32).max(1)
}

#[inline]
fn slot(feature: Feature, slots: u64) -> u64 {
    ((feature >> 32) * slots) >> 32
}

/// Writes a model file: each feature with its weights, one a class. Features whose weights are
/// all 0 are left out. The same input gives the same bytes, in whatever order it comes.
///
/// # Panics
/// If there are more than 256 classes, a name is longer than 255 bytes, or a row has not one
/// weight a class.
pub fn encode(classes: &[String], rows: Vec<(Feature, Vec<i8>)>) -> Vec<u8> {
    let form = if classes.len() > 16 { Form::Sparse } else { Form::Dense };
    let wide = |(feature, weights): (Feature, Vec<i8>)| {
        (feature, weights.into_iter().map(i16::from).collect())
    };
    write(form, classes, rows.into_iter().map(wide).collect())
}

/// The same with weights of up to [`FINEST`] in place of bytes: no larger, for three classes at
/// most, or for 17 and more.
///
/// # Panics
/// If there are more than 64 classes, or 4 to 16, or for the reasons of [`encode`].
pub fn encode_fine(classes: &[String], rows: Vec<(Feature, Vec<i16>)>) -> Vec<u8> {
    let form = if classes.len() > 16 { Form::FineSparse } else { Form::FineDense };
    write(form, classes, rows)
}

fn write(form: Form, classes: &[String], mut rows: Vec<(Feature, Vec<i16>)>) -> Vec<u8> {
    assert!(classes.len() <= form.most_classes(), "too many classes");
    rows.retain(|(_, weights)| weights.iter().any(|&weight| weight != 0));
    rows.sort_unstable_by_key(|&(feature, _)| feature);
    rows.dedup_by_key(|&mut (feature, _)| fingerprint(feature));
    let slot_count = (rows.len() as u64 * 4 / 3).max(4);
    let slot_bytes = form.slot_bytes(classes.len());
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
        let (mark, payload) = entry.split_at_mut(4);
        mark.copy_from_slice(&fingerprint(*feature).to_le_bytes());
        let fine = |weight: i16| weight.clamp(-FINEST, FINEST) as u16;
        match form {
            Form::Dense => {
                let weights = weights.iter().map(|&weight| weight as u8);
                payload.iter_mut().zip(weights).for_each(|(byte, weight)| *byte = weight);
            }
            Form::FineDense => {
                let bits = weights
                    .iter()
                    .rev()
                    .fold(0, |bits, &weight| bits << 10 | u32::from(fine(weight) & 0x3ff));
                payload.copy_from_slice(&bits.to_le_bytes());
            }
            Form::Sparse | Form::FineSparse => {
                payload.copy_from_slice(&(pool.len() as u32).to_le_bytes());
                let used = (0u16..).zip(weights).filter(|&(_, &weight)| weight != 0);
                // 255 is more than any trained row has: the strongest weights would be kept.
                pool.push(used.clone().count().min(255) as u8);
                pool.extend(used.take(255).flat_map(|(class, &weight)| match form {
                    Form::Sparse => [class as u8, weight as u8],
                    _ => (fine(weight) << 6 | class).to_le_bytes(),
                }));
            }
        }
    }
    let mut out = Vec::with_capacity(HEADER + slots.len() + pool.len());
    out.extend_from_slice(MAGIC);
    let kind = form as u32;
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

    #[test]
    fn fine_weights_come_back() {
        for class_count in [1usize, 3, 64] {
            let classes: Vec<String> = (0..class_count).map(|c| format!("c{c}")).collect();
            let weight = |f: u64, c: usize| (mix(f, c as u64) % 1023) as i16 - FINEST;
            let rows: Vec<(Feature, Vec<i16>)> = (0..1000u64)
                .map(|f| (mix(7, f), (0..class_count).map(|c| weight(f, c)).collect()))
                .collect();
            let bytes = encode_fine(&classes, rows.clone());
            let model = Linear::open(&bytes).expect("a whole file");
            for (feature, weights) in &rows {
                let mut scores = vec![0; class_count];
                model.add(*feature, &mut scores);
                assert_eq!(scores, weights.iter().map(|&w| i32::from(w)).collect::<Vec<_>>());
            }
        }
    }
}
