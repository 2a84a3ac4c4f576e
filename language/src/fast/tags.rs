//! Parts of speech: universal and Penn tags together, from left to right, each decision final.
//!
//! The model file `tags.bin` is a [`bundle`](super::bundle) of a linear model, whose classes are
//! pairs such as `VERB VBD`, the lexicon of the tags that each known word takes, and the rules of
//! [`lemmas`](super::lemmas).

use onrecord_article::Upos;

use super::lexicon::Lexicon;
use super::words::Word;
use super::xpos::Xpos;
use crate::linear::{Feature, Linear, mix};

/// How many features a decision has.
pub const FEATURES: usize = 34;

/// Assigns tags.
#[derive(Debug)]
pub struct Tagger<'a> {
    model: Linear<'a>,
    lexicon: Lexicon<'a>,
    labels: Vec<(Upos, Xpos)>,
}

impl<'a> Tagger<'a> {
    /// Puts the parts of the model file together. `None` if a class names no tags.
    pub fn new(model: Linear<'a>, lexicon: Lexicon<'a>) -> Option<Tagger<'a>> {
        let labels = model.classes().iter().map(|class| label(class)).collect::<Option<_>>()?;
        Some(Tagger { model, lexicon, labels })
    }

    /// Tags one sentence. Fills in `xpos` of the words and hands out the universal tags.
    pub fn tag(&self, words: &mut [Word], mut upos: impl FnMut(usize, Upos)) {
        self.decide(
            words,
            |_| Xpos::NONE,
            |words, at, label| {
                let (universal, xpos) = self.labels[label];
                words[at].xpos = xpos;
                upos(at, universal);
            },
        );
    }

    /// The labels of one sentence, of which some Penn tags are known; [`Xpos::NONE`] where not.
    pub fn complete(&self, words: &mut [Word], known: impl Fn(usize) -> Xpos) -> Vec<usize> {
        let mut labels = Vec::with_capacity(words.len());
        self.decide(words, known, |_, _, label| labels.push(label));
        labels
    }

    /// The best label with a Penn tag; `None` if the tag is not known or no label has it.
    fn best_of(&self, known: Xpos, scores: &[i32]) -> Option<usize> {
        if known == Xpos::NONE {
            return None;
        }
        let better = |best: usize, label: usize| match scores[label] > scores[best] {
            true => label,
            false => best,
        };
        (0..scores.len()).filter(|&label| self.labels[label].1 == known).reduce(better)
    }

    fn decide(
        &self,
        words: &mut [Word],
        known: impl Fn(usize) -> Xpos,
        mut decided: impl FnMut(&mut [Word], usize, usize),
    ) {
        let mut scores = vec![0; self.labels.len()];
        let mut features = [0; FEATURES];
        let classes: Vec<u16> = words.iter().map(|word| self.lexicon.class(word)).collect();
        let mut before = [NO_LABEL; 2];
        for at in 0..words.len() {
            let label = match self.lexicon.only(classes[at]) {
                Some(label) => label,
                None => {
                    read(words, &classes, at, before, &mut features);
                    scores.fill(0);
                    self.model.add_all(&features, &mut scores);
                    let any = || self.lexicon.best(classes[at], &scores);
                    self.best_of(known(at), &scores).unwrap_or_else(any)
                }
            };
            decided(words, at, label);
            before = [label as u16, before[0]]; // at most 256 labels
        }
    }
}

/// The tags that a class of the model names: `VERB VBD`.
fn label(class: &str) -> Option<(Upos, Xpos)> {
    let (upos, xpos) = class.split_once(' ')?;
    Some((Upos::from_name(upos)?, Xpos::from_name(xpos)?))
}

/// The label before the first word.
pub const NO_LABEL: u16 = u16::MAX;

/// Reads the features of the decision on word `at` of a sentence; `classes` are the words'
/// classes in the lexicon, `before` the labels of the last two words, the nearer one first.
pub fn read(
    words: &[Word],
    classes: &[u16],
    at: usize,
    before: [u16; 2],
    features: &mut [Feature; FEATURES],
) {
    const OUTSIDE: Word = Word {
        form: 1,
        lower: 1,
        suffix: [1; 4],
        prefix: 1,
        shape: 1,
        lemma: 1,
        xpos: Xpos::NONE,
        case: super::words::Case::None,
    };
    let word = |by: isize| {
        at.checked_add_signed(by).and_then(|at| words.get(at)).copied().unwrap_or(OUTSIDE)
    };
    let class = |by: isize| {
        let class = at.checked_add_signed(by).and_then(|at| classes.get(at));
        u64::from(class.copied().unwrap_or(u16::MAX))
    };
    let [tag, tag2] = before.map(u64::from);
    let (w2, w1, w, n1, n2) = (word(-2), word(-1), word(0), word(1), word(2));
    let (c1, c, d1, d2) = (class(-1), class(0), class(1), class(2));
    let initial = u64::from(at == 0);
    let case = w.case as u64 * 2 + initial;
    let two = |a: u64, b: u64| mix(mix(17, a), b);
    let three = |a: u64, b: u64, c: u64| mix(two(a, b), c);
    let values: [u64; FEATURES] = [
        w.lower,
        w.form,
        two(w.suffix[0], case),
        w.suffix[1],
        w.suffix[2],
        w.suffix[3],
        w.prefix,
        two(w.shape, initial),
        two(w.suffix[2], case),
        w1.lower,
        n1.lower,
        w2.lower,
        n2.lower,
        tag,
        two(tag, tag2),
        two(tag, w.lower),
        two(w1.lower, w.lower),
        two(w.lower, n1.lower),
        n1.suffix[2],
        w1.suffix[2],
        two(tag, w.suffix[2]),
        three(w1.shape, w.shape, n1.shape),
        two(c, tag),
        two(c, d1),
        three(tag, c, d1),
        d1,
        two(d1, d2),
        three(tag, tag2, c),
        three(c1, c, d1),
        two(tag2, w.lower),
        two(w.shape, n1.shape),
        two(w1.lower, n1.lower),
        two(n1.lower, n2.lower),
        two(n1.suffix[1], c),
    ];
    for (template, (feature, value)) in features.iter_mut().zip(values).enumerate() {
        *feature = mix(template as u64 + 1, value);
    }
}
