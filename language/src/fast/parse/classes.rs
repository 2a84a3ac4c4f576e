//! Classes of words that stand in like places, found in text without any marks.
//!
//! The file: for each word, in order of hash, the hash of its form cut to 4 bytes, then for each
//! word its class (2 bytes).

/// The class of each known word: a view of the bytes of a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Classes<'a> {
    hashes: &'a [[u8; 4]],
    classes: &'a [[u8; 2]],
}

impl<'a> Classes<'a> {
    /// Opens a file. `None` if it is not whole.
    pub fn open(bytes: &'a [u8]) -> Option<Classes<'a>> {
        let count = bytes.len() / 6;
        let (hashes, classes) = bytes.split_at_checked(count * 4)?;
        let (hashes, []) = hashes.as_chunks() else { return None };
        let (classes, []) = classes.as_chunks() else { return None };
        (hashes.len() == classes.len()).then_some(Classes { hashes, classes })
    }

    /// The class of a form in small letters; 0 if it is not known.
    pub fn of(&self, lower: u64) -> u16 {
        let key = (lower >> 32) as u32;
        let found = self.hashes.binary_search_by_key(&key, |hash| u32::from_le_bytes(*hash));
        found.map_or(0, |at| u16::from_le_bytes(self.classes[at])) // as many classes as hashes
    }
}

/// Writes a file. Of words with one hash, the first is kept.
pub fn encode(words: &[(u64, u16)]) -> Vec<u8> {
    let mut words: Vec<(u32, u16)> =
        words.iter().map(|&(lower, class)| ((lower >> 32) as u32, class)).collect();
    words.sort_by_key(|&(key, _)| key);
    words.dedup_by_key(|&mut (key, _)| key);
    let hashes = words.iter().flat_map(|(key, _)| key.to_le_bytes());
    hashes.chain(words.iter().flat_map(|(_, class)| class.to_le_bytes())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_come_back() {
        let words = [(5 << 32, 7), (1 << 40, 8), (3 << 32, 300)];
        let bytes = encode(&words);
        let classes = Classes::open(&bytes).expect("a whole file");
        assert!(words.iter().all(|&(word, class)| classes.of(word) == class));
        assert_eq!(classes.of(9 << 32), 0);
        assert!(Classes::open(&bytes[1..]).is_none());
    }
}
