//! Names by a linear chain over BIO labels.
//!
//! A word is judged by itself, its neighbors, the run of capitalized words it stands in, the word
//! lists, and by how the same word is written elsewhere in the article.

mod seen;

use std::fmt;
use std::ops::Range;

use onrecord_article::{Token, Upos};

use crate::linear::{Feature, Linear, mix};
use crate::{Name, NameKind};
pub use seen::Scan;
use seen::{Case, PLACE_LIKE, Shape};

/// How many labels there are: outside, and beginning and inside of each kind.
pub const LABELS: usize = 9;

/// Names of the labels; a kind's beginning is odd, its inside the even number after it.
pub const LABEL_NAMES: [&str; LABELS] =
    ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-GRP", "I-GRP"];

const KINDS: [NameKind; 4] =
    [NameKind::Person, NameKind::Organization, NameKind::Location, NameKind::Group];

/// The label of the first (`begins`) or a later token of a name.
pub fn label(kind: NameKind, begins: bool) -> usize {
    let at = KINDS.iter().position(|&other| other == kind).unwrap_or(0); // all four are listed
    1 + 2 * at + usize::from(!begins)
}

/// Whether a label may follow another; `LABELS` stands for the start of a sentence.
pub fn may_follow(label: usize, before: usize) -> bool {
    let inside = label != 0 && label.is_multiple_of(2);
    !inside || before == label || before + 1 == label
}

/// The feature whose row holds the scores of the labels after `before`.
pub fn transition(before: usize) -> Feature {
    mix(0x7472_616e_7369, before as u64)
}

/// A trained model.
#[derive(Clone)]
pub struct Names<'a> {
    model: Linear<'a>,
    transitions: [[i32; LABELS]; LABELS + 1],
}

impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.model.fmt(f)
    }
}

impl<'a> Names<'a> {
    /// Opens a model file; `None` if it is not one for these labels.
    pub fn open(bytes: &'a [u8]) -> Option<Names<'a>> {
        let model = Linear::open(bytes)?;
        if model.classes() != LABEL_NAMES {
            return None;
        }
        let mut transitions = [[0; LABELS]; LABELS + 1];
        for (before, row) in transitions.iter_mut().enumerate() {
            model.add(transition(before), row);
            for (label, score) in row.iter_mut().enumerate() {
                if !may_follow(label, before) {
                    *score = FORBIDDEN;
                }
            }
        }
        Some(Names { model, transitions })
    }

    /// The names in an article whose tokens are tagged.
    pub fn find(&self, text: &str, tokens: &[Token], sentences: &[Range<u32>]) -> Vec<Name> {
        let scan = Scan::new(text, tokens, sentences);
        let mut names = Vec::new();
        let mut features = Vec::new();
        let mut path = Path::default();
        for (number, sentence) in sentences.iter().enumerate() {
            path.clear();
            for token in sentence.start as usize..sentence.end as usize {
                let mut scores = [0; LABELS];
                features.clear();
                scan_features(&scan, number, sentence, token, &mut features);
                self.model.add_all(&features, &mut scores);
                path.step(&scores, &self.transitions);
            }
            collect(sentence.start, path.best(), &mut names);
        }
        names
    }
}

/// Below any sum of weights, and far from overflow when summed over a sentence.
const FORBIDDEN: i32 = -1_000_000;

/// Viterbi over one sentence.
#[derive(Default)]
struct Path {
    /// For each token and label, the label before it on the best way there.
    back: Vec<[u8; LABELS]>,
    scores: [i64; LABELS],
    labels: Vec<u8>,
}

impl Path {
    fn clear(&mut self) {
        self.back.clear();
    }

    fn step(&mut self, emission: &[i32; LABELS], transitions: &[[i32; LABELS]; LABELS + 1]) {
        let mut back = [0u8; LABELS];
        let mut next = [0i64; LABELS];
        for label in 0..LABELS {
            let mut best = i64::MIN;
            if self.back.is_empty() {
                best = i64::from(transitions[LABELS][label]);
            } else {
                for before in 0..LABELS {
                    let score = self.scores[before] + i64::from(transitions[before][label]);
                    if score > best {
                        (best, back[label]) = (score, before as u8);
                    }
                }
            }
            next[label] = best + i64::from(emission[label]);
        }
        self.scores = next;
        self.back.push(back);
    }

    /// The best labels, in order of text.
    fn best(&mut self) -> &[u8] {
        self.labels.clear();
        let Some(last) = (0..LABELS).max_by_key(|&label| (self.scores[label], LABELS - label))
        else {
            return &self.labels;
        };
        let mut label = last as u8;
        for back in self.back.iter().rev() {
            self.labels.push(label);
            label = back[usize::from(label)];
        }
        self.labels.reverse();
        &self.labels
    }
}

/// Makes names of the labels of a sentence.
fn collect(first: u32, labels: &[u8], names: &mut Vec<Name>) {
    let mut at = 0;
    while at < labels.len() {
        let label = labels[at];
        let start = at;
        at += 1;
        if label == 0 {
            continue;
        }
        let kind = (label - 1) / 2;
        let inside = 2 * kind + 2;
        while at < labels.len() && labels[at] == inside {
            at += 1;
        }
        names.push(Name {
            tokens: first + start as u32..first + at as u32,
            kind: KINDS[usize::from(kind)],
        });
    }
}

/// The names that a sequence of labels spells.
pub fn from_labels(first: u32, labels: &[u8]) -> Vec<Name> {
    let mut names = Vec::new();
    collect(first, labels, &mut names);
    names
}

/// All features of the token, of the sentence with this number, for trainer and model alike.
pub fn scan_features(
    scan: &Scan<'_>,
    number: usize,
    sentence: &Range<u32>,
    token: usize,
    out: &mut Vec<Feature>,
) {
    let case = scan.case(number);
    let (start, end) = (sentence.start as usize, sentence.end as usize);
    let inside = |at: usize| (start..end).contains(&at);
    // A word beside the sentence counts as a mark of its own.
    let word = |at: usize| if inside(at) { scan.word(at) } else { 1 };
    let shape = |at: usize| {
        if inside(at) { scan.shape(at) as u64 + 16 * case as u64 } else { 15 }
    };
    let tag = |at: usize| if inside(at) { scan.upos(at) as u64 + 1 } else { 0 };
    let lists = |at: usize| if inside(at) { u64::from(scan.lists(at)) } else { 0 };
    let mut put = |template: u64, value: u64| out.push(mix(template, value));
    let (before, after) = (token.wrapping_sub(1), token + 1);
    let here = word(token);

    put(1, 0);
    put(2, here);
    put(3, word(before));
    put(4, word(after));
    put(5, mix(shape(before), shape(token)));
    put(6, mix(shape(token), shape(after)));
    put(7, mix(tag(before), tag(token)));
    put(8, mix(tag(token), tag(after)));
    put(9, mix(lists(token), shape(token)));
    let plain = case == Case::Mixed
        && matches!(scan.shape(token), Shape::Lower | Shape::Mark | Shape::Number)
        && lists(token) & PLACE_LIKE == 0;
    put(10, mix(here, word(before)));
    put(11, mix(here, word(after)));
    put(12, mix(here, shape(before)));
    put(13, mix(here, shape(after)));
    if plain {
        return;
    }
    put(14, word(token.wrapping_sub(2)));
    put(15, word(token + 2));
    put(16, mix(word(before), shape(token)));
    put(17, mix(word(after), shape(token)));
    put(18, mix(lists(token), lists(before)));
    put(19, mix(lists(token), lists(after)));
    put(20, mix(mix(shape(before), shape(token)), shape(after)));
    put(21, mix(mix(tag(before), tag(token)), tag(after)));
    let seen = u64::from(scan.seen(token));
    put(22, mix(seen, shape(token)));
    put(23, mix(seen, lists(token)));
    for (length, hash) in scan.endings(token) {
        put(24 + length, hash);
    }
    let position = u64::from(token == start);
    put(32, mix(position, mix(shape(token), lists(token))));
    put(33, mix(position, here));
    if let Some(run) = scan.run(token) {
        let (first, last) = (run.start as usize, run.end as usize - 1);
        let length = (last + 1 - first).min(5) as u64;
        let place = mix(((token - first).min(4)) as u64, length);
        put(34, place);
        put(35, mix(place, lists(token)));
        put(36, mix(1, word(last)));
        put(37, mix(2, word(first)));
        put(38, word(first.wrapping_sub(1)));
        put(39, word(last + 1));
        put(40, mix(lists(last), lists(first)));
        put(41, mix(tag(last), mix(tag(last + 1), length)));
        put(42, mix(word(first.wrapping_sub(1)), length));
        put(43, mix(lists(first.wrapping_sub(1)), mix(lists(token), length)));
        put(44, mix(word(last + 1), length));
    }
    if scan.upos(token) == Upos::Propn {
        put(45, mix(here, 7));
    }
}
