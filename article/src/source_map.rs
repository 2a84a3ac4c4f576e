use std::ops::Range;

/// From the bytes of a text back to the bytes of the page or file it was taken from.
///
/// The map is a list of pieces in order of text and of source. A piece holds units that all have
/// the same size: `“` in UTF-8 taken from UTF-8 is three units of 1 byte from 1 byte, ASCII taken
/// from UTF-16 is 1 from 2, `&amp;` is one unit of 1 byte from 5 bytes, and a line break that
/// stands for markup is one unit from no bytes. Units are never split, so every answer covers
/// whole characters of the source.
///
/// ```
/// use onrecord_article::SourceMap;
///
/// let mut map = SourceMap::default(); // "<p>R&amp;D</p>" gave "R&D"
/// map.push_verbatim(3, 1);
/// map.push_unit(1, 4..9);
/// map.push_verbatim(9, 1);
/// assert_eq!(map.source_of(0..3), Some(3..10));
/// assert_eq!(map.source_of(1..2), Some(4..9));
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SourceMap {
    pieces: Vec<Piece>,
    text_len: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Piece {
    text: u32,
    source: u32,
    units: u32,
    text_unit: u32,
    source_unit: u32,
}

impl Piece {
    fn text_end(self) -> u32 {
        self.text + self.units * self.text_unit
    }

    fn source_end(self) -> u32 {
        self.source + self.units * self.source_unit
    }
}

impl SourceMap {
    /// The next `len` bytes of the text are the bytes of the source from `source` on.
    ///
    /// # Panics
    /// If text or source reach 4 GiB.
    pub fn push_verbatim(&mut self, source: usize, len: usize) {
        self.push(len, 1, source, 1);
    }

    /// The next `text_len` bytes of the text stand, as a whole, for this range of the source.
    ///
    /// # Panics
    /// If text or source reach 4 GiB.
    pub fn push_unit(&mut self, text_len: usize, source: Range<usize>) {
        self.push(1, text_len, source.start, source.len());
    }

    fn push(&mut self, units: usize, text_unit: usize, source: usize, source_unit: usize) {
        let fits = |n: usize| u32::try_from(n).expect("sources over 4 GiB are refused before");
        let _end = fits(self.text_len as usize + units * text_unit);
        let _end = fits(source + units * source_unit);
        if units == 0 || text_unit == 0 {
            return;
        }
        let next = Piece {
            text: self.text_len,
            source: fits(source),
            units: fits(units),
            text_unit: fits(text_unit),
            source_unit: fits(source_unit),
        };
        self.text_len = next.text_end();
        match self.pieces.last_mut() {
            Some(last)
                if last.text_unit == next.text_unit
                    && last.source_unit == next.source_unit
                    && last.source_end() == next.source =>
            {
                last.units += next.units;
            }
            _ => self.pieces.push(next),
        }
    }

    /// How many bytes of text the map covers.
    pub fn text_len(&self) -> usize {
        self.text_len as usize
    }

    /// The source bytes from the first unit that the range touches to the last one; markup between
    /// them is included. `None` if the range is empty or goes past the text.
    pub fn source_of(&self, text: Range<usize>) -> Option<Range<usize>> {
        if text.start >= text.end || text.end > self.text_len() {
            return None;
        }
        let (first, start) = self.unit_at(text.start);
        let (last, end) = self.unit_at(text.end - 1);
        let start = first.source + start * first.source_unit;
        let end = last.source + (end + 1) * last.source_unit;
        Some(start as usize..(end as usize).max(start as usize))
    }

    /// The piece, and the unit in it, that holds a byte of the text.
    fn unit_at(&self, byte: usize) -> (Piece, u32) {
        // The pieces cover the text without gaps from 0, and the caller keeps inside it.
        let k = self.pieces.partition_point(|piece| piece.text as usize <= byte) - 1;
        let piece = self.pieces[k];
        (piece, (byte as u32 - piece.text) / piece.text_unit)
    }

    /// The map through two steps: `self` leads from the text to a middle text, `first` from there
    /// to the source. Parts that `first` does not cover keep their place in the middle text.
    #[must_use]
    pub fn over(&self, first: &SourceMap) -> SourceMap {
        let mut whole = SourceMap::default();
        for piece in &self.pieces {
            let middle = piece.source as usize..piece.source_end() as usize;
            if middle.end > first.text_len() {
                whole.push(
                    piece.units as usize,
                    piece.text_unit as usize,
                    middle.start,
                    piece.source_unit as usize,
                );
            } else if piece.text_unit == 1 && piece.source_unit == 1 {
                first.copy_onto(middle, &mut whole);
            } else {
                for unit in 0..piece.units as usize {
                    let size = piece.source_unit as usize;
                    let from = middle.start + unit * size;
                    let source = first.source_of(from..from + size).unwrap_or_else(|| {
                        let at = first.source_of(from..from + 1).map_or(0, |range| range.start);
                        at..at
                    });
                    whole.push_unit(piece.text_unit as usize, source);
                }
            }
        }
        whole
    }

    /// Adds what this map says of `text` to the end of `whole`. Where the range cuts a unit, the
    /// part inside stands for the whole unit.
    fn copy_onto(&self, text: Range<usize>, whole: &mut SourceMap) {
        let mut at = text.start;
        while at < text.end {
            let (piece, unit) = self.unit_at(at);
            let unit_start = (piece.text + unit * piece.text_unit) as usize;
            let source = (piece.source + unit * piece.source_unit) as usize;
            let end = text.end.min(piece.text_end() as usize);
            let units = (end - unit_start) / piece.text_unit as usize;
            if unit_start == at && units > 0 {
                whole.push(units, piece.text_unit as usize, source, piece.source_unit as usize);
                at += units * piece.text_unit as usize;
            } else {
                let unit_end = end.min(unit_start + piece.text_unit as usize);
                whole.push_unit(unit_end - at, source..source + piece.source_unit as usize);
                at = unit_end;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_units_in_a_row_are_one_piece() {
        let mut map = SourceMap::default();
        for at in 0..100 {
            map.push_unit(1, at * 2..at * 2 + 2);
        }
        assert_eq!(map.pieces.len(), 1);
        assert_eq!(map.source_of(10..12), Some(20..24));
    }

    #[test]
    fn a_break_that_stands_for_markup_has_a_place_but_no_bytes() {
        let mut map = SourceMap::default();
        map.push_verbatim(3, 2);
        map.push_unit(1, 5..5);
        map.push_verbatim(12, 2);
        assert_eq!(map.source_of(2..3), Some(5..5));
        assert_eq!(map.source_of(1..4), Some(4..13));
        assert_eq!(map.source_of(0..6), None);
        assert_eq!(map.source_of(1..1), None);
    }

    #[test]
    fn two_steps_lead_to_the_source() {
        // windows-1252 "<b>caf\xe9</b>" -> UTF-8 "<b>café</b>" -> text "café"
        let mut decoded = SourceMap::default();
        decoded.push_verbatim(0, 6);
        decoded.push_unit(2, 6..7);
        decoded.push_verbatim(7, 4);
        let mut text = SourceMap::default();
        text.push_verbatim(3, 5);
        let whole = text.over(&decoded);
        assert_eq!(whole.source_of(0..5), Some(3..7));
        assert_eq!(whole.source_of(3..5), Some(6..7));
    }
}
