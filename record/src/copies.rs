//! Near-duplicates: MinHash over word shingles, with locality-sensitive hashing.
//!
//! Two texts are near-duplicates when the sets of their [`SHINGLE`]-word shingles overlap by at
//! least [`SIMILAR`] thousandths (Jaccard). With one word in ten changed, about 0.9² = 0.81 of the
//! shingles survive, an overlap of 0.68; [`BANDS`] bands of [`ROWS`] values miss one such pair in
//! two hundred. Candidates are compared exactly, so bands only decide what is missed, never what is
//! called a copy.

use crate::words::{hash, mix, words};

const SHINGLE: usize = 2;
const BANDS: usize = 14;
const ROWS: usize = 3;

/// Overlap from which on two texts are near-duplicates, in thousandths.
pub(crate) const SIMILAR: u32 = 450;

/// The shingles of one text, and the bands under which it is filed.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    /// Hashes, sorted, each once.
    pub(crate) shingles: Vec<u64>,
    /// 31 bits each, as SQLite keeps small integers in few bytes.
    pub(crate) bands: Vec<i64>,
    /// How many words the text has.
    pub(crate) words: usize,
}

impl Signature {
    pub(crate) fn new(text: &str) -> Signature {
        let words = words(text);
        let mut shingles: Vec<u64> = words
            .windows(SHINGLE.min(words.len().max(1)))
            .map(|window| hash(window.iter().map(|word| word.folded.as_str())))
            .collect();
        shingles.sort_unstable();
        shingles.dedup();
        Signature { bands: bands(&shingles), shingles, words: words.len() }
    }

    /// Overlap with another text, in thousandths: shared shingles by all shingles.
    pub(crate) fn similarity(&self, other: &Signature) -> u32 {
        let (mut i, mut j, mut shared) = (0, 0, 0usize);
        while let (Some(a), Some(b)) = (self.shingles.get(i), other.shingles.get(j)) {
            shared += usize::from(a == b);
            i += usize::from(a <= b);
            j += usize::from(b <= a);
        }
        let all = self.shingles.len() + other.shingles.len() - shared;
        (shared * 1000).checked_div(all).unwrap_or(0) as u32
    }
}

fn bands(shingles: &[u64]) -> Vec<i64> {
    if shingles.is_empty() {
        return Vec::new();
    }
    let mut least = [u64::MAX; BANDS * ROWS];
    for &shingle in shingles {
        let mut seed = shingle;
        for slot in &mut least {
            // Each step is another permutation of the shingles.
            seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
            *slot = (*slot).min(mix(seed));
        }
    }
    let mut bands: Vec<i64> = (0..BANDS)
        .map(|band| {
            let rows = &least[band * ROWS..(band + 1) * ROWS];
            let value = rows.iter().fold(band as u64, |key, &row| mix(key ^ row));
            (value & 0x7fff_ffff) as i64
        })
        .collect();
    bands.sort_unstable();
    bands.dedup();
    bands
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_are_the_same_text() {
        let one = Signature::new("“We resist,” he said on Saturday in Tehran.");
        let other = Signature::new("\"We resist\", he said on Saturday in TEHRAN");
        assert_eq!(one.similarity(&other), 1000);
        assert_eq!(one.bands, other.bands);
    }

    #[test]
    fn empty_and_short_texts_have_no_copies_by_chance() {
        let empty = Signature::new("");
        assert_eq!(empty.similarity(&empty), 0);
        assert!(empty.bands.is_empty());
        assert_eq!(Signature::new("Yes").similarity(&Signature::new("No")), 0);
    }
}
