use std::ops::Range;

use onrecord_article::{Relation, Token, Upos};

use super::cues;
use crate::fast::xpos::Xpos;
use crate::linear::{hash_bytes, mix};
use crate::quotes::{Place, Quotes};
use crate::{Analysis, NameKind};

/// What the features ask about a token, worked out once.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// Hash of the lowercase form.
    pub lower: u64,
    /// Hash of the lemma and whether it is a verb.
    pub lemma: u64,
    /// Hash of the last three letters.
    pub suffix: u64,
    /// Penn tag, and whether it is a passive participle.
    pub tag: u8,
    pub upos: u8,
    /// Letters, digits, capitals, marks; whether it is in a name of a person, of anything else.
    pub shape: u8,
    /// How often this lemma is a cue: 0 never, 9 nearly always.
    pub cue: u8,
    pub relation: Relation,
    /// Index of the head; its own if it is a root.
    pub head: u32,
    /// Where it stands towards its quotation, and of which kind that is.
    pub quote: u8,
    /// Index of its quotation, or `u32::MAX`.
    pub quotation: u32,
    pub comma: bool,
    pub colon: bool,
    pub that: bool,
}

const PERSON: u8 = 64;
const OTHER_NAME: u8 = 128;

/// A text, or the inside of a content read as if it were one: words, and where they belong.
/// All indexes count from the first of the words.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub words: Vec<Word>,
    pub sentences: Vec<Range<u32>>,
    pub paragraphs: Vec<Range<u32>>,
    pub quotes: Quotes,
}

/// Lowercase form of each lemma, hashed, and its cue score as a verb, noun and other word.
struct Lemmas(Vec<(u64, [u8; 3])>);

impl Words {
    /// The words of a whole article.
    pub fn of(text: &str, analysis: &Analysis) -> Words {
        let (lemmas, lemma_of) = analysis.lemmas.words();
        let lemmas = Lemmas(
            lemmas
                .iter()
                .map(|lemma| (hash_lower(lemma), cues::scores(&lemma.to_lowercase())))
                .collect(),
        );
        let mut words: Vec<Word> = Vec::with_capacity(analysis.tokens.len());
        let tags = analysis.tokens.iter().zip(&analysis.xpos);
        for ((token, xpos), lemma) in tags.zip(lemma_of) {
            let written = &text[token.span.range()];
            let kind = cues::Kind::of(token.upos);
            let (lemma, scores) = lemmas.0[lemma.0 as usize];
            let verb = kind == cues::Kind::Verb;
            words.push(Word {
                lower: hash_lower(written),
                lemma: mix(lemma, u64::from(verb)),
                suffix: suffix(written),
                tag: tag(token, *xpos),
                upos: token.upos as u8,
                shape: shape(written),
                cue: scores[kind as usize],
                relation: token.relation,
                head: token.head,
                quote: 0,
                quotation: u32::MAX,
                comma: written == ",",
                colon: matches!(written, ":" | "—" | "--" | "–" | "―"),
                that: matches!(written, "that" | "That"),
            });
        }
        for name in &analysis.names {
            let bit = if name.kind == NameKind::Person { PERSON } else { OTHER_NAME };
            let tokens = name.tokens.start as usize..name.tokens.end as usize;
            words[tokens].iter_mut().for_each(|word| word.shape |= bit);
        }
        let quotes = Quotes::find(text, &analysis.tokens, &analysis.paragraphs);
        set_quotes(&mut words, &quotes);
        Words {
            words,
            sentences: analysis.sentences.clone(),
            paragraphs: analysis.paragraphs.clone(),
            quotes,
        }
    }

    /// The words of a part, as if they were all: what points out of them points nowhere.
    pub fn inside(&self, text: &str, analysis: &Analysis, part: Range<u32>) -> Words {
        let (start, end) = (part.start as usize, part.end as usize);
        let mut words = self.words[start..end].to_vec();
        for (k, word) in words.iter_mut().enumerate() {
            word.head = match word.head.checked_sub(part.start) {
                Some(head) if head < part.end - part.start => head,
                _ => k as u32,
            };
        }
        let cut = |ranges: &[Range<u32>]| {
            let first = ranges.partition_point(|range| range.end <= part.start);
            ranges[first..]
                .iter()
                .take_while(|range| range.start < part.end)
                .map(|range| {
                    range.start.max(part.start) - part.start..range.end.min(part.end) - part.start
                })
                .collect::<Vec<_>>()
        };
        let paragraphs = cut(&analysis.paragraphs);
        let quotes = Quotes::find(text, &analysis.tokens[start..end], &paragraphs);
        set_quotes(&mut words, &quotes);
        Words { words, sentences: cut(&analysis.sentences), paragraphs, quotes }
    }
}

/// The Penn tag, of which there are fewer than 64, and what of the universal one it leaves open.
fn tag(token: &Token, xpos: Xpos) -> u8 {
    let other = matches!(token.upos, Upos::Aux | Upos::Sconj | Upos::Pron);
    (xpos.0 & 63) * 4 + u8::from(token.morph.passive) * 2 + u8::from(other)
}

fn set_quotes(words: &mut [Word], quotes: &Quotes) {
    for (at, word) in words.iter_mut().enumerate() {
        let code = match quotes.place(at) {
            Place::Outside => 0,
            Place::Opening => 1,
            Place::Closing => 2,
            Place::Inside => 3,
        };
        let Some(quote) = quotes.of(at) else {
            (word.quote, word.quotation) = (0, u32::MAX);
            continue;
        };
        word.quote = code
            + 4 * u8::from(!quote.closed)
            + 8 * u8::from(quote.single)
            + 16 * u8::from(quotes.depth(at) > 1);
        word.quotation = quotes.index(at);
    }
}

/// Hash of the lowercase form; a word of digits is all zeros.
fn hash_lower(written: &str) -> u64 {
    let mut buffer = [0u8; 32];
    let short = written.is_ascii() && written.len() <= buffer.len();
    if !short {
        return hash_bytes(written.to_lowercase().as_bytes());
    }
    let lower = &mut buffer[..written.len()];
    for (to, from) in lower.iter_mut().zip(written.bytes()) {
        *to = if from.is_ascii_digit() { b'0' } else { from.to_ascii_lowercase() };
    }
    hash_bytes(lower)
}

fn suffix(written: &str) -> u64 {
    let from = written.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    hash_lower(&written[from..])
}

fn shape(written: &str) -> u8 {
    let mut chars = written.chars();
    let Some(first) = chars.next() else { return 0 };
    let rest = chars.clone().next().is_some();
    let upper = first.is_uppercase();
    let all_upper = upper && rest && !chars.clone().any(char::is_lowercase);
    let digits = written.chars().any(|c| c.is_ascii_digit());
    let letters = written.chars().any(char::is_alphabetic);
    u8::from(upper)
        + 2 * u8::from(all_upper)
        + 4 * u8::from(digits)
        + 8 * u8::from(letters)
        + 16 * u8::from(rest)
        + 32 * u8::from(written.contains(['-', '\'', '’', '.']))
}
