/// What a number in an offset counts. Inside onrecord it is always UTF-8 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OffsetUnit {
    /// UTF-8 bytes, as in Rust and Go.
    Bytes,
    /// Unicode code points, as in Python and in W3C `TextPositionSelector`.
    Chars,
    /// UTF-16 code units, as in JavaScript, Java and UIMA.
    Utf16,
}

/// Converts byte offsets of one text into another unit, and back.
///
/// A checkpoint every 256 bytes keeps each conversion O(1); an ASCII text needs no table.
///
/// ```
/// use onrecord_article::{OffsetUnit, Offsets};
///
/// let text = "a😀b";
/// assert_eq!(Offsets::new(text, OffsetUnit::Chars).from_byte(5), 2);
/// assert_eq!(Offsets::new(text, OffsetUnit::Utf16).from_byte(5), 3);
/// assert_eq!(Offsets::new(text, OffsetUnit::Utf16).to_byte(3), Some(5));
/// ```
#[derive(Debug)]
pub struct Offsets<'a> {
    text: &'a str,
    unit: OffsetUnit,
    /// `checkpoints[k]` = units before the first character boundary at or after byte `k * STEP`.
    checkpoints: Vec<u32>,
}

/// Bytes between two checkpoints.
const STEP: usize = 256;

impl<'a> Offsets<'a> {
    /// Prepares conversions for `text`: one pass over it.
    pub fn new(text: &'a str, unit: OffsetUnit) -> Offsets<'a> {
        let mut checkpoints = Vec::new();
        if unit != OffsetUnit::Bytes && !text.is_ascii() {
            let mut units = 0u32;
            let mut from = 0;
            for at in (0..=text.len()).step_by(STEP) {
                let at = ceil_boundary(text, at);
                units += count(&text[from..at], unit);
                checkpoints.push(units);
                from = at;
            }
        }
        Offsets { text, unit, checkpoints }
    }

    /// The offset, in this unit, of byte `byte`.
    ///
    /// # Panics
    /// If `byte` is past the end of the text or inside a character.
    pub fn from_byte(&self, byte: usize) -> usize {
        if self.checkpoints.is_empty() {
            assert!(byte <= self.text.len(), "byte {byte} lies past the end of the text");
            return byte;
        }
        let k = byte / STEP;
        let from = ceil_boundary(self.text, k * STEP);
        if from > byte {
            // The checkpoint's boundary lies past a character that starts before it.
            return self.checkpoints[k] as usize
                - count(&self.text[byte..from], self.unit) as usize;
        }
        (self.checkpoints[k] + count(&self.text[from..byte], self.unit)) as usize
    }

    /// The byte at `offset` counted in this unit; `None` past the end or inside a character.
    pub fn to_byte(&self, offset: usize) -> Option<usize> {
        if self.checkpoints.is_empty() {
            return self.text.is_char_boundary(offset).then_some(offset);
        }
        let k =
            self.checkpoints.partition_point(|&units| units as usize <= offset).checked_sub(1)?;
        let mut byte = ceil_boundary(self.text, k * STEP);
        let mut units = self.checkpoints[k] as usize;
        for c in self.text[byte..].chars() {
            if units >= offset {
                break;
            }
            units += if self.unit == OffsetUnit::Utf16 { c.len_utf16() } else { 1 };
            byte += c.len_utf8();
        }
        (units == offset).then_some(byte)
    }
}

fn ceil_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) && at < text.len() {
        at += 1;
    }
    at
}

fn count(text: &str, unit: OffsetUnit) -> u32 {
    match unit {
        OffsetUnit::Bytes => text.len() as u32,
        OffsetUnit::Chars => text.chars().count() as u32,
        OffsetUnit::Utf16 => text.chars().map(char::len_utf16).sum::<usize>() as u32,
    }
}
