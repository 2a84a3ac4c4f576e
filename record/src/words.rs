//! Words as they are compared: without case, diacritics, quotation marks and spelling variants.
//! Stored text is never touched; this is for matching alone.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word, folded, and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Word {
    /// Lowercase, without diacritics, apostrophes and hyphens.
    pub(crate) folded: String,
    /// Bytes of the word as written.
    pub(crate) bytes: Range<usize>,
}

/// The words of a text. Apostrophes and hyphens inside a word do not split it: `don’t` and `don't`
/// are `dont`, `co-operate` and `cooperate` are one word.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut glue = false;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if c.is_alphanumeric() || is_combining_mark(c) {
            match words.last_mut() {
                Some(word) if word.bytes.end == at || glue => {
                    fold_into(&mut word.folded, c);
                    word.bytes.end = end;
                }
                _ => {
                    let mut folded = String::new();
                    fold_into(&mut folded, c);
                    words.push(Word { folded, bytes: at..end });
                }
            }
            glue = false;
        } else {
            let inside = words.last().is_some_and(|word| word.bytes.end == at);
            glue =
                inside && matches!(c, '\'' | '’' | '‘' | '-' | '\u{2010}' | '\u{2011}' | '\u{ad}');
        }
    }
    words.retain(|word| !word.folded.is_empty());
    words
}

fn fold_into(folded: &mut String, c: char) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
        return;
    }
    let plain = std::iter::once(c).nfkd().filter(|&c| !is_combining_mark(c));
    folded.extend(plain.flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()));
}

/// The folded words of a name, with single blanks.
pub(crate) fn fold(text: &str) -> String {
    let words: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
    words.join(" ")
}

/// One spelling for the British and the American form: `labour` and `labor` are `labor`.
/// Both sides of a comparison go through it, so a made-up form does no harm.
pub(crate) fn spelling(folded: &str) -> String {
    let swaps: [(&str, &str); 14] = [
        ("isation", "ization"),
        ("isations", "izations"),
        ("ise", "ize"),
        ("ises", "izes"),
        ("ised", "ized"),
        ("ising", "izing"),
        ("yse", "yze"),
        ("our", "or"),
        ("ours", "ors"),
        ("oured", "ored"),
        ("tre", "ter"),
        ("elled", "eled"),
        ("elling", "eling"),
        ("ence", "ense"),
    ];
    for (british, american) in swaps {
        match folded.strip_suffix(british) {
            Some(stem) if stem.len() >= 3 => return format!("{stem}{american}"),
            _ => {}
        }
    }
    folded.to_owned()
}

/// A hash that is the same on every machine and in every version: FNV-1a, then mixed.
pub(crate) fn hash<'a>(words: impl Iterator<Item = &'a str>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for word in words {
        for byte in word.bytes().chain(std::iter::once(b' ')) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    mix(hash)
}

/// The finalizer of SplitMix64: every bit of the input reaches every bit of the output.
pub(crate) fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// A hash over the columns of one row, absent ones too, of 32 bits, as each row has one. For
/// noticing damage when the row is shown; seals hold SHA-256.
pub(crate) fn check_sum(columns: &[Option<&str>]) -> i64 {
    i64::from(hash(columns.iter().map(|column| column.unwrap_or("\0"))) as i32)
}

/// Fewest words of a content that count as a quotation of its own.
const QUOTATION_WORDS: usize = 5;

/// The key that the same quotation has everywhere: its words, folded; 48 bits, which SQLite keeps in
/// six bytes. `None` for short ones, which different people say by chance.
pub(crate) fn quotation_key(text: &str) -> Option<i64> {
    let words = words(text);
    (words.len() >= QUOTATION_WORDS)
        .then(|| hash(words.iter().map(|word| word.folded.as_str())) as i64 >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn marks_case_and_diacritics_do_not_count() {
        assert_eq!(
            folded("“Don’t,” said José Nicolás — co-operate!"),
            ["dont", "said", "jose", "nicolas", "cooperate"]
        );
        assert_eq!(folded("don't 'quoted' a- -b"), ["dont", "quoted", "a", "b"]);
        assert_eq!(folded("…'’-"), Vec::<String>::new());
    }

    #[test]
    fn spelling_variants_agree() {
        for (british, american) in
            [("colour", "color"), ("organised", "organized"), ("defence", "defense")]
        {
            assert_eq!(spelling(british), spelling(american));
        }
        assert_ne!(spelling("four"), spelling("for"));
    }

    #[test]
    fn a_word_points_at_its_bytes() {
        let text = "“Résister, c’est vaincre”";
        let written: Vec<&str> = words(text).iter().map(|w| &text[w.bytes.clone()]).collect();
        assert_eq!(written, ["Résister", "c’est", "vaincre"]);
    }
}
