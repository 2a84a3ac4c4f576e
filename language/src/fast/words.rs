//! What every stage asks of a word, hashed once: no later stage hashes strings again.

use std::ops::Range;

use onrecord_article::{Article, Span};

use super::xpos::Xpos;
use crate::linear::{hash_bytes, mix};

/// The words of an article, one a token.
#[derive(Debug, Default)]
pub struct Words(Vec<Word>);

/// One word, as hashes. In all of them curly quotation marks count as straight ones, dashes as
/// `--`, and soft hyphens as nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// As written.
    pub form: u64,
    /// In small letters, every digit a 0.
    pub lower: u64,
    /// The last one to four characters of `lower`.
    pub suffix: [u64; 4],
    /// The first three characters of `lower`.
    pub prefix: u64,
    /// Kinds of characters, runs made one: `Xx` of `Said`, `X.X.` of `U.S.`
    pub shape: u64,
    /// Base form; 0 until the lemmas are known.
    pub lemma: u64,
    /// Penn tag; [`Xpos::NONE`] until the tags are known.
    pub xpos: Xpos,
    /// How capitals are used.
    pub case: Case,
}

/// How capitals are used in a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Case {
    /// No letter at all.
    #[default]
    None,
    /// `said`
    Lower,
    /// `Said`
    Title,
    /// `SAID`, `U.S.`
    Upper,
    /// `McCain`, `iPhone`
    Mixed,
}

/// Longer words count as their beginning.
const LONGEST: usize = 64;

impl Words {
    /// Hashes the tokens of an article.
    pub fn new(article: &Article, spans: impl Iterator<Item = Span>) -> Words {
        Words(spans.map(|span| Word::new(article.text_of(span))).collect())
    }

    /// Hashes words that are in no article.
    pub fn of<'a>(forms: impl Iterator<Item = &'a str>) -> Words {
        Words(forms.map(Word::new).collect())
    }

    /// All words.
    pub fn all(&self) -> &[Word] {
        &self.0
    }

    /// All words, to fill in what is learned.
    pub fn all_mut(&mut self) -> &mut [Word] {
        &mut self.0
    }

    /// The words of a sentence.
    pub fn sentence(&self, sentence: &Range<u32>) -> &[Word] {
        &self.0[sentence.start as usize..sentence.end as usize]
    }
}

impl Word {
    /// Hashes one word.
    pub fn new(form: &str) -> Word {
        let mut letters = Letters::default();
        if form.len() <= LONGEST && form.is_ascii() && !form.starts_with(['-', '\'', '`']) {
            letters.bytes[..form.len()].copy_from_slice(form.as_bytes());
            letters.length = form.len();
        } else {
            letters.read(form);
        }
        let form = hash_bytes(letters.written());
        let (shape, case) = shape(letters.written());
        letters.lower();
        let lower = letters.written();
        let suffix = [1, 2, 3, 4].map(|length| hash_bytes(last(lower, length)));
        Word {
            form,
            lower: hash_bytes(lower),
            suffix,
            prefix: hash_bytes(first(lower, 3)),
            shape,
            case,
            ..Word::default()
        }
    }
}

/// The UTF-8 of a word in a place of fixed size.
struct Letters {
    bytes: [u8; LONGEST + 16],
    length: usize,
}

impl Default for Letters {
    fn default() -> Letters {
        Letters { bytes: [0; LONGEST + 16], length: 0 }
    }
}

impl Letters {
    fn written(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    fn push(&mut self, c: char) {
        // A character has at most 4 bytes, and `length` never passes LONGEST + 4 before this.
        self.length += c.encode_utf8(&mut self.bytes[self.length..]).len();
    }

    fn read(&mut self, form: &str) {
        if form.starts_with("--") && form.len() <= 3 {
            return "--".chars().for_each(|c| self.push(c));
        }
        for c in form.chars() {
            match c {
                '\u{ad}' => {}
                '’' | '‘' | '`' | '´' | 'ʼ' => self.push('\''),
                '“' | '”' | '„' | '‟' | '«' | '»' => self.push('"'),
                '–' | '—' | '―' => {
                    self.push('-');
                    self.push('-');
                }
                '…' => "...".chars().for_each(|c| self.push(c)),
                c => self.push(c),
            }
            if self.length >= LONGEST {
                return;
            }
        }
        if self.written() == b"''" || self.written() == b"``" {
            self.length = 0;
            self.push('"');
        }
    }

    fn lower(&mut self) {
        if self.written().is_ascii() {
            for b in &mut self.bytes[..self.length] {
                *b = if b.is_ascii_digit() { b'0' } else { b.to_ascii_lowercase() };
            }
            return;
        }
        let old = std::mem::take(self);
        // Whole characters were written, so this is UTF-8.
        for c in std::str::from_utf8(old.written()).unwrap_or("").chars() {
            for lower in c.to_lowercase() {
                self.push(if lower.is_numeric() { '0' } else { lower });
            }
            if self.length >= LONGEST {
                return;
            }
        }
    }
}

/// The last characters of some UTF-8.
fn last(bytes: &[u8], count: usize) -> &[u8] {
    let starts = (0..bytes.len()).rev().filter(|&at| is_start(bytes[at]));
    let from = starts.take(count).last().unwrap_or(0);
    &bytes[from..]
}

/// The first characters of some UTF-8.
fn first(bytes: &[u8], count: usize) -> &[u8] {
    let end = (1..bytes.len()).filter(|&at| is_start(bytes[at])).nth(count - 1);
    &bytes[..end.unwrap_or(bytes.len())]
}

fn is_start(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

fn shape(bytes: &[u8]) -> (u64, Case) {
    let (mut hash, mut before, mut kinds) = (0, 0, 0);
    let (mut upper, mut small, mut first_upper) = (0, 0, false);
    let text = std::str::from_utf8(bytes).unwrap_or(""); // whole characters were written
    for (at, c) in text.chars().enumerate() {
        let kind = if c.is_uppercase() {
            upper += 1;
            first_upper |= at == 0;
            u64::from(b'X')
        } else if c.is_alphabetic() {
            small += 1;
            u64::from(b'x')
        } else if c.is_numeric() {
            u64::from(b'0')
        } else {
            u64::from(c)
        };
        if kind != before && kinds < 8 {
            hash = mix(hash, kind);
            kinds += 1;
            before = kind;
        }
    }
    let case = match (upper, small) {
        (0, 0) => Case::None,
        (0, _) => Case::Lower,
        (_, 0) => Case::Upper,
        (1, _) if first_upper => Case::Title,
        _ => Case::Mixed,
    };
    (hash, case)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_differ_in_shape_alone_are_one_word() {
        for (one, other) in [("’s", "'s"), ("“", "\""), ("''", "\""), ("—", "--"), ("…", "...")]
        {
            assert_eq!(Word::new(one).form, Word::new(other).form, "{one} {other}");
        }
        assert_eq!(Word::new("co\u{ad}op").form, Word::new("coop").form);
        assert_eq!(Word::new("1998").lower, Word::new("2016").lower);
        assert_ne!(Word::new("1998").form, Word::new("2016").form);
    }

    #[test]
    fn affixes_are_of_characters_not_bytes() {
        assert_eq!(Word::new("Mérida").prefix, hash_bytes("mér".as_bytes()));
        assert_eq!(Word::new("café").suffix[1], hash_bytes("fé".as_bytes()));
        assert_eq!(Word::new("a").suffix, [hash_bytes(b"a"); 4]);
    }

    #[test]
    fn case_and_shape() {
        let case = |form| Word::new(form).case;
        assert_eq!(case("said"), Case::Lower);
        assert_eq!(case("Said"), Case::Title);
        assert_eq!(case("U.S."), Case::Upper);
        assert_eq!(case("McCain"), Case::Mixed);
        assert_eq!(case("35"), Case::None);
        assert_eq!(Word::new("Said").shape, Word::new("Tehran").shape);
        assert_ne!(Word::new("Said").shape, Word::new("said").shape);
    }

    #[test]
    fn words_of_any_length() {
        let long = "ß".repeat(1000);
        assert_eq!(Word::new(&long).form, Word::new(&"ß".repeat(2000)).form);
        Word::new(&"İ".repeat(1000));
        Word::new("");
    }
}
