//! Words to pieces, as MiniLM's tokenizer cuts them: lowercase, without accents, each mark apart,
//! then the longest pieces of the vocabulary from the left.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The number of a piece: its line in the vocabulary.
pub type Piece = u32;

/// A word is at most so many pieces; the rest is left out.
pub const LONGEST_WORD: usize = 8;

/// Longer words, in characters, are not cut: they are unknown.
const LONGEST_KNOWN: usize = 100;

/// The pieces of a model.
#[derive(Debug)]
pub struct Vocabulary {
    pieces: HashMap<&'static str, Piece>,
    /// Begins a frame.
    pub start: Piece,
    /// Ends a frame.
    pub end: Piece,
    /// Stands before a paragraph.
    pub paragraph: Piece,
    unknown: Piece,
}

impl Vocabulary {
    /// Reads the lines of a vocabulary; `None` if one that is needed is missing.
    pub fn open(lines: &'static str) -> Option<Vocabulary> {
        let pieces: HashMap<_, _> = lines.lines().zip(0..).collect();
        Some(Vocabulary {
            start: *pieces.get("[CLS]")?,
            end: *pieces.get("[SEP]")?,
            paragraph: *pieces.get("[unused1]")?,
            unknown: *pieces.get("[UNK]")?,
            pieces,
        })
    }

    /// Adds the pieces of a word to `out`: at least one.
    pub fn cut(&self, word: &str, out: &mut Vec<Piece>) {
        let before = out.len();
        let mut rest = String::with_capacity(word.len());
        let plain = word.nfd().filter(|&c| !is_combining_mark(c) && !is_dropped(c));
        for c in plain.flat_map(char::to_lowercase) {
            if c.is_whitespace() {
                self.cut_plain(&mut rest, out);
            } else if is_mark(c) || is_ideograph(c) {
                self.cut_plain(&mut rest, out);
                rest.push(c);
                self.cut_plain(&mut rest, out);
            } else {
                rest.push(c);
            }
        }
        self.cut_plain(&mut rest, out);
        out.truncate(before + LONGEST_WORD);
        if out.len() == before {
            out.push(self.unknown);
        }
    }

    /// Cuts a word without marks, and empties it.
    fn cut_plain(&self, word: &mut String, out: &mut Vec<Piece>) {
        let before = out.len();
        let mut left = word.as_str();
        let mut key = String::new();
        if left.chars().count() > LONGEST_KNOWN {
            out.push(self.unknown);
            left = "";
        }
        while !left.is_empty() {
            let inner = if left.len() < word.len() { "##" } else { "" };
            let ends = left.char_indices().rev().map(|(at, c)| at + c.len_utf8());
            let found = ends.into_iter().find_map(|end| {
                key.clear();
                key.push_str(inner);
                key.push_str(&left[..end]);
                self.pieces.get(key.as_str()).map(|&piece| (piece, end))
            });
            match found {
                Some((piece, end)) => {
                    out.push(piece);
                    left = &left[end..];
                }
                None => {
                    out.truncate(before);
                    out.push(self.unknown);
                    break;
                }
            }
        }
        word.clear();
    }
}

/// What is no part of any text: control characters and what stands for damage.
fn is_dropped(c: char) -> bool {
    let joiner =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}');
    let other = matches!(c, '\u{ad}' | '\u{feff}' | '\u{fffd}' | '\u{e000}'..='\u{f8ff}');
    (c.is_control() && !c.is_whitespace()) || joiner || other
}

fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c,
            '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{37e}' | '\u{387}'
            | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}'
            | '\u{2053}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
            | '\u{3014}'..='\u{301f}' | '\u{ff01}'..='\u{ff03}' | '\u{ff05}'..='\u{ff0a}'
            | '\u{ff0c}'..='\u{ff0f}' | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}' | '\u{ff20}')
}

/// Characters that are words by themselves.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str =
        "[UNK]\n[CLS]\n[SEP]\n[unused1]\nun\n##able\n##a\n##b\nable\n,\n“\ncafe\n中";

    fn cut(word: &str) -> Vec<&'static str> {
        let mut out = Vec::new();
        Vocabulary::open(LINES).unwrap().cut(word, &mut out);
        out.iter().map(|&piece| LINES.lines().nth(piece as usize).unwrap()).collect()
    }

    #[test]
    fn the_longest_pieces_from_the_left() {
        assert_eq!(cut("Unable"), ["un", "##able"]);
        assert_eq!(cut("unab"), ["un", "##a", "##b"]);
        assert_eq!(cut("Café"), ["cafe"]);
        assert_eq!(cut("“able,"), ["“", "able", ","]);
        assert_eq!(cut("中中"), ["中", "中"]);
    }

    #[test]
    fn what_cannot_be_cut_is_unknown() {
        assert_eq!(cut("unx"), ["[UNK]"]);
        assert_eq!(cut("\u{200b}"), ["[UNK]"]);
        assert_eq!(cut(&"a".repeat(200)), ["[UNK]"]);
        assert_eq!(cut(&",".repeat(200)).len(), LONGEST_WORD);
    }

    /// `training/pieces.py` writes the file, with the vocabulary of the model that is built in.
    #[test]
    fn as_the_python_tokenizer_cuts() {
        let model = crate::deep::Deep::english().expect("it is built in").model;
        let mut out = Vec::new();
        let mut others = Vec::new();
        for line in include_str!("../../tests/pieces.txt").lines() {
            let mut columns = line.split('\t');
            let word = columns.next().unwrap_or_default();
            out.clear();
            model.vocabulary.cut(word, &mut out);
            let pieces = &model.vocabulary.pieces;
            if !columns.map(|piece| pieces.get(piece)).eq(out.iter().map(Some)) {
                others.push(line);
            }
        }
        assert!(others.is_empty(), "{} words are cut otherwise: {others:?}", others.len());
    }

    proptest::proptest! {
        #[test]
        fn any_word_is_one_to_eight_pieces(word in "\\PC{0,40}") {
            let count = cut(&word).len();
            assert!((1..=LONGEST_WORD).contains(&count));
        }
    }
}
