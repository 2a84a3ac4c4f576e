//! Which labels each known word takes.
//!
//! | bytes | what |
//! |---|---|
//! | 4, 4 | number of classes, number of slots |
//! | 32 each | a class: the set of labels as bits |
//! | 6 each | a slot: half of the word's hash (4; 0 marks an empty slot), its class (2) |

use super::words::Word;

const SLOT: usize = 6;
const SET: usize = 32;

/// Known words and their classes: sets of labels.
#[derive(Clone, Copy, Debug)]
pub struct Lexicon<'a> {
    sets: &'a [[u8; SET]],
    slots: &'a [[u8; SLOT]],
}

/// The class of a word that is not in the lexicon; it takes any label.
pub const UNKNOWN: u16 = 0;

impl<'a> Lexicon<'a> {
    /// Opens the bytes that [`encode`] wrote.
    pub fn open(bytes: &'a [u8]) -> Option<Lexicon<'a>> {
        let number =
            |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
        let (sets, slots) = (number(0)?, number(4)?);
        let (set_bytes, slot_bytes) = bytes.get(8..)?.split_at_checked(sets.checked_mul(SET)?)?;
        let whole = slot_bytes.len() == slots.checked_mul(SLOT)? && slots > 0 && sets > 0;
        whole.then_some(Lexicon { sets: set_bytes.as_chunks().0, slots: slot_bytes.as_chunks().0 })
    }

    /// The class of a word.
    pub fn class(&self, word: &Word) -> u16 {
        let mark = mark(word.lower);
        let mut slot = slot(word.lower, self.slots.len());
        loop {
            let [a, b, c, d, e, f] = self.slots[slot];
            match u32::from_le_bytes([a, b, c, d]) {
                0 => return UNKNOWN,
                found if found == mark => return u16::from_le_bytes([e, f]),
                // `encode` leaves slots empty: the loop ends.
                _ => slot = if slot + 1 == self.slots.len() { 0 } else { slot + 1 },
            }
        }
    }

    /// The label of a class that has one only.
    pub fn only(&self, class: u16) -> Option<usize> {
        let set = self.sets.get(usize::from(class))?;
        let mut labels = members(set);
        labels.next().filter(|_| labels.next().is_none())
    }

    /// The best of a class's labels; the first one among equals.
    pub fn best(&self, class: u16, scores: &[i32]) -> usize {
        let better = |best: usize, label: usize| match scores.get(label) > scores.get(best) {
            true => label,
            false => best,
        };
        match self.sets.get(usize::from(class)) {
            Some(set) if class != UNKNOWN => members(set).reduce(better).unwrap_or(0),
            _ => (0..scores.len()).reduce(better).unwrap_or(0),
        }
    }
}

fn members(set: &[u8; SET]) -> impl Iterator<Item = usize> + '_ {
    set.as_chunks::<8>().0.iter().enumerate().flat_map(|(chunk, bytes)| {
        let mut bits = u64::from_le_bytes(*bytes);
        std::iter::from_fn(move || {
            let label = bits.trailing_zeros() as usize;
            bits &= bits.wrapping_sub(1);
            (label < 64).then_some(chunk * 64 + label)
        })
    })
}

fn mark(hash: u64) -> u32 {
    (hash as u32).max(1)
}

fn slot(hash: u64, slots: usize) -> usize {
    (((hash >> 32) * slots as u64) >> 32) as usize
}

/// Writes a lexicon: the hash of each word in small letters, with its labels. The same words give
/// the same bytes in whatever order.
///
/// # Panics
/// If a label is 256 or more, or there are more than 65,535 different sets.
pub fn encode(mut words: Vec<(u64, Vec<usize>)>) -> Vec<u8> {
    words.sort();
    words.dedup_by_key(|word| word.0);
    let mut sets = vec![[0u8; SET]];
    let slot_count = words.len() * 5 / 4 + 2;
    let mut slots = vec![[0u8; SLOT]; slot_count];
    for (word, labels) in &words {
        let mut set = [0u8; SET];
        for label in labels {
            set[label / 8] |= 1 << (label % 8);
        }
        let class = sets.iter().position(|known| *known == set).unwrap_or_else(|| {
            sets.push(set);
            sets.len() - 1
        });
        let class = u16::try_from(class).expect("at most 65,535 sets");
        let mut at = slot(*word, slot_count);
        while slots[at][..4] != [0; 4] {
            at = (at + 1) % slot_count;
        }
        slots[at][..4].copy_from_slice(&mark(*word).to_le_bytes());
        slots[at][4..].copy_from_slice(&class.to_le_bytes());
    }
    let mut out = Vec::new();
    out.extend((sets.len() as u32).to_le_bytes());
    out.extend((slot_count as u32).to_le_bytes());
    sets.iter().for_each(|set| out.extend(set));
    slots.iter().for_each(|slot| out.extend(slot));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_words_take_their_labels_only() {
        let hash = |form| Word::new(form).lower;
        let bytes = encode(vec![(hash("said"), vec![3]), (hash("record"), vec![200, 5])]);
        let lexicon = Lexicon::open(&bytes).expect("a whole file");
        let class = |form| lexicon.class(&Word::new(form));
        let mut scores = vec![0; 256];
        scores[9] = 7;
        scores[200] = 1;
        assert_eq!(lexicon.only(class("Said")), Some(3));
        assert_eq!(lexicon.only(class("record")), None);
        assert_eq!(lexicon.best(class("record"), &scores), 200);
        assert_eq!((class("other"), lexicon.best(UNKNOWN, &scores)), (UNKNOWN, 9));
        assert!(Lexicon::open(&bytes[..bytes.len() - 1]).is_none());
    }
}
