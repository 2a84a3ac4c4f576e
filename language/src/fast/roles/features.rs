//! The features of a token.
//!
//! Each template has a number of its own, mixed into the hash of what it looks at.

use super::context::{Context, NOWHERE};
use super::cues;
use super::words::{Word, Words};
use crate::linear::{Feature, mix};

/// Collects the features of a token.
#[derive(Debug)]
pub struct Features<'a> {
    template: u64,
    pub(super) out: &'a mut Vec<Feature>,
}

impl<'a> Features<'a> {
    pub(super) fn new(out: &'a mut Vec<Feature>) -> Features<'a> {
        Features { template: 0, out }
    }

    #[inline]
    pub(super) fn one(&mut self, a: u64) {
        self.template += 1;
        self.out.push(mix(self.template, a));
    }

    #[inline]
    pub(super) fn two(&mut self, a: u64, b: u64) {
        self.template += 1;
        self.out.push(mix(mix(self.template, a), b));
    }

    #[inline]
    pub(super) fn three(&mut self, a: u64, b: u64, c: u64) {
        self.template += 1;
        self.out.push(mix(mix(mix(self.template, a), b), c));
    }

    #[inline]
    pub(super) fn four(&mut self, a: u64, b: u64, c: u64, d: u64) {
        self.template += 1;
        self.out.push(mix(mix(mix(mix(self.template, a), b), c), d));
    }

    /// Leaves out templates, so that those after them keep their numbers.
    #[inline]
    pub(super) fn skip(&mut self, templates: u64) {
        self.template += templates;
    }
}

/// A text and all that its features look at.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub words: &'a Words,
    pub context: &'a Context,
}

const EDGE: Word = Word {
    lower: 1,
    lemma: 1,
    suffix: 1,
    tag: 255,
    upos: 255,
    shape: 0,
    cue: 0,
    relation: onrecord_article::Relation::Dep,
    head: 0,
    quote: 0,
    quotation: NOWHERE,
    comma: false,
    colon: false,
    that: false,
};

impl<'a> View<'a> {
    /// The word `by` tokens away, in the same paragraph.
    #[inline]
    pub(super) fn near(&self, at: usize, by: isize) -> &'a Word {
        let other = at.wrapping_add_signed(by);
        match self.words.words.get(other) {
            Some(word) if self.context.paragraph[other] == self.context.paragraph[at] => word,
            _ => &EDGE,
        }
    }

    #[inline]
    pub(super) fn at(&self, at: u32) -> &'a Word {
        self.words.words.get(at as usize).unwrap_or(&EDGE)
    }
}

/// Roughly how far: 0 to 4 exactly, then in growing steps.
#[inline]
pub(super) fn far(distance: u32) -> u64 {
    match distance {
        0..=4 => u64::from(distance),
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=49 => 9,
        _ => 10,
    }
}

/// The feature that every token has.
pub fn bias() -> Feature {
    mix(1, 0)
}

/// Collects the features of a token. The bias comes first.
pub fn of_token(view: View, at: usize, out: &mut Vec<Feature>) {
    let mut f = Features::new(out);
    f.one(0);
    words_around(view, at, &mut f);
    tags_around(view, at, &mut f);
    cues_around(view, at, &mut f);
    nearest_cues(view, at, &mut f);
    quotation(view, at, &mut f);
    place(view, at, &mut f);
    tree(view, at, &mut f);
    climbing(view, at, &mut f);
}

fn words_around(view: View, at: usize, f: &mut Features) {
    let [a, b, w, c, d] = [-2, -1, 0, 1, 2].map(|by| view.near(at, by));
    f.one(a.lower);
    f.one(b.lower);
    f.one(w.lower);
    f.one(c.lower);
    f.one(d.lower);
    f.one(b.lemma);
    f.one(w.lemma);
    f.one(c.lemma);
    f.two(b.lower, w.lower);
    f.two(w.lower, c.lower);
    f.two(a.lower, b.lower);
    f.two(c.lower, d.lower);
    f.two(b.lemma, c.lemma);
    f.one(w.suffix);
    f.two(w.shape.into(), u64::from(b.shape));
    f.one(view.near(at, 3).lower);
    f.one(view.near(at, -3).lower);
}

fn tags_around(view: View, at: usize, f: &mut Features) {
    let [z, a, b, w, c, d, e] = [-3, -2, -1, 0, 1, 2, 3].map(|by| view.near(at, by));
    let tag = |word: &Word| u64::from(word.tag);
    f.one(tag(w));
    f.two(tag(b), tag(w));
    f.two(tag(w), tag(c));
    f.three(tag(a), tag(b), tag(w));
    f.three(tag(b), tag(w), tag(c));
    f.three(tag(w), tag(c), tag(d));
    f.four(tag(z), tag(a), tag(b), tag(w));
    f.four(tag(w), tag(c), tag(d), tag(e));
    f.two(w.lemma, tag(b));
    f.two(w.lemma, tag(c));
    f.two(tag(w), b.lower);
    f.two(tag(w), c.lower);
    f.three(w.shape.into(), b.shape.into(), tag(w));
    f.two(w.shape.into(), c.shape.into());
}

fn cues_around(view: View, at: usize, f: &mut Features) {
    let [x, a, b, w, c, d, y] = [-3, -2, -1, 0, 1, 2, 3].map(|by| view.near(at, by));
    let cue = |word: &Word| u64::from(word.cue);
    let upos = |word: &Word| u64::from(word.upos);
    f.one(cue(w));
    f.two(cue(w), u64::from(w.tag));
    f.two(cue(b), upos(w));
    f.two(cue(c), upos(w));
    f.two(cue(a), upos(w));
    f.two(cue(d), upos(w));
    f.two(cue(x), upos(w));
    f.two(cue(y), upos(w));
    f.three(cue(b), cue(w), cue(c));
    f.four(cue(w), cue(b), cue(c), w.quote.into());
    f.three(cue(b), w.lemma, cue(c));
    f.three(cue(b), upos(w), upos(c));
    f.three(cue(c), upos(w), upos(b));
}

/// What stands between a token and a cue: comma, mark, "that", colon, the end of a sentence.
#[inline]
pub(super) fn between(view: View, at: usize, cue: u32) -> u64 {
    let (from, to) = if (cue as usize) < at { (cue as usize, at) } else { (at, cue as usize) };
    let (before, after) = (view.context.passed[from], view.context.passed[to]);
    let mut code = 0;
    for k in 0..4 {
        code = code * 2 + u64::from(before[k] != after[k]);
    }
    let sentences = view.context.sentence[from].abs_diff(view.context.sentence[to]);
    code * 3 + u64::from(sentences.min(2))
}

fn nearest_cues(view: View, at: usize, f: &mut Features) {
    let w = view.near(at, 0);
    let mut codes = [0; 2];
    for side in 0..2 {
        let cue = view.context.likely[side][at];
        if cue == NOWHERE {
            f.two(w.quote.into(), u64::from(w.upos));
            f.skip(7);
            codes[side] = 99;
            continue;
        }
        f.skip(1);
        let other = view.at(cue);
        let distance = far((cue).abs_diff(at as u32));
        let between = between(view, at, cue);
        let score = u64::from(other.cue);
        let quotes = u64::from(w.quote & 7) * 8 + u64::from(other.quote & 7);
        codes[side] = (distance * 16 + score) * 64 + between;
        f.two(other.lemma, distance);
        f.three(distance, between, quotes);
        f.three(other.lemma, between, quotes);
        f.three(score, between, quotes);
        f.three(other.lemma, u64::from(other.tag), u64::from(w.tag));
        f.three(between, u64::from(w.tag), distance);
        f.three(other.lemma, w.lower, u64::from(distance < 4));
        let possible = view.context.possible[side][at];
        let near = view.at(possible);
        let gap = far(possible.abs_diff(at as u32));
        f.three(near.lemma, gap.min(7), u64::from(w.upos));
        f.three(u64::from(near.cue), gap, u64::from(w.tag));
    }
    let [left, right] = codes;
    f.two(left, right);
    f.three(left & 63, right & 63, w.quote.into());
    f.three(left / 1024, right / 1024, w.upos.into());
}

fn quotation(view: View, at: usize, f: &mut Features) {
    let [a, b, w, c, d] = [-2, -1, 0, 1, 2].map(|by| view.near(at, by));
    let quote = |word: &Word| u64::from(word.quote);
    f.two(quote(w), u64::from(w.tag));
    f.three(quote(b), quote(w), quote(c));
    f.two(quote(w), b.lower);
    f.two(quote(w), c.lower);
    f.two(quote(w), w.lemma);
    f.four(quote(a), quote(b), quote(c), quote(d));
    let Some(quote) = view.words.quotes.of(at) else {
        // Outside: the marks on either side, and how far.
        f.three(b.lower, c.lower, u64::from(w.upos));
        f.skip(9);
        return;
    };
    f.skip(1);
    let (open, end) = (quote.tokens.start as usize, quote.tokens.end as usize);
    let (before, after) = (view.near(open, -1), view.near(end - 1, 1));
    let next = view.near(end - 1, 2);
    let last = view.near(end - 1, -1);
    let length = far((end - open) as u32);
    f.three(before.lower, w.quote.into(), length);
    f.three(after.lower, last.lower, w.quote.into());
    f.three(before.tag.into(), after.tag.into(), length);
    f.three(after.lemma, next.lemma, w.quote.into());
    let left = view.context.likely[0][open];
    let right = view.context.likely[1][end - 1];
    let reach = |cue: u32, from: usize| {
        if cue == NOWHERE {
            99
        } else {
            far(cue.abs_diff(from as u32)) * 64 + between(view, from, cue)
        }
    };
    let (near, next) = (reach(left, open), reach(right, end - 1));
    f.two(near, next);
    f.two(view.at(left).lemma, near);
    f.two(view.at(right).lemma, next);
    let first = view.near(open, 1);
    f.four(u64::from(first.shape & 1), last.lower, length, w.quote.into());
    f.three(near & 63, next & 63, u64::from(w.tag));
}

fn place(view: View, at: usize, f: &mut Features) {
    let w = view.near(at, 0);
    let context = view.context;
    let number = context.sentence[at] as usize;
    let sentence = &view.words.sentences[number];
    let paragraph = &view.words.paragraphs[context.paragraph[at] as usize];
    let from_start = far(at as u32 - sentence.start.min(at as u32));
    let to_end = far((sentence.end - 1).saturating_sub(at as u32));
    let first = view.at(sentence.start);
    let last = view.at(sentence.end - 1);
    f.two(from_start, u64::from(w.quote));
    f.two(to_end, u64::from(w.quote));
    f.two(from_start, u64::from(w.tag));
    f.two(to_end, u64::from(w.tag));
    f.two(first.lower, w.quote.into());
    let strongest = u64::from(context.strongest[number]);
    f.three(strongest, from_start, w.upos.into());
    f.two(strongest, w.quote.into());
    f.two(last.lower, first.quote.into());
    let alone =
        u64::from(sentence.start == paragraph.start) * 2 + u64::from(sentence.end == paragraph.end);
    let order = u64::from(context.paragraph[at].min(3));
    f.three(alone, order, w.quote.into());
    f.three(order, u64::from(w.cue), u64::from(w.tag));
    let neighbor = |k: usize| u64::from(context.strongest.get(k).copied().unwrap_or(10));
    f.four(alone, neighbor(number.wrapping_sub(1)), strongest, neighbor(number + 1));
    // The last word of the paragraph before, and the first one of this one.
    let before = paragraph.start.checked_sub(1).map_or(&EDGE, |last| view.at(last));
    let opening = view.at(paragraph.start);
    f.three(before.quote.into(), opening.quote.into(), w.quote.into());
    f.four(before.quote.into(), opening.quote.into(), strongest, alone);
}

fn tree(view: View, at: usize, f: &mut Features) {
    let w = view.near(at, 0);
    let head = view.at(w.head);
    let grand = view.at(head.head);
    let relation = w.relation as u64;
    let side = u64::from(w.head < at as u32) + 2 * u64::from(w.head == at as u32);
    f.two(relation, w.tag.into());
    f.three(relation, head.lemma, side);
    f.three(relation, head.cue.into(), side);
    f.three(relation, head.tag.into(), w.tag.into());
    f.four(relation, head.relation as u64, grand.lemma, side);
    f.four(relation, head.relation as u64, grand.cue.into(), head.cue.into());
    f.two(w.lower, head.lemma);
    let children = u64::from(view.context.children[at]);
    f.two(children, w.lemma);
    f.two(children, w.cue.into());
    f.two(children, w.tag.into());
    f.three(children & 0x3c7, u64::from(w.cue), relation);
    let above = u64::from(view.context.children.get(w.head as usize).copied().unwrap_or(0));
    f.three(above, relation, side);
    f.three(above & 0x3c7, head.cue.into(), relation);
    let subject = view.context.subject[at];
    if subject == NOWHERE {
        f.skip(3);
    } else {
        let who = view.at(subject);
        f.two(w.lemma, u64::from(who.tag) * 64 + u64::from(who.shape));
        f.three(w.cue.into(), who.tag.into(), who.shape.into());
        f.two(who.lemma, w.cue.into());
    }
    // The subject of the head: of "has" in "has said", or of the verb that a word depends on.
    let subject = view.at(view.context.subject.get(w.head as usize).copied().unwrap_or(NOWHERE));
    f.three(subject.tag.into(), head.cue.into(), relation);
}

fn climbing(view: View, at: usize, f: &mut Features) {
    let w = view.near(at, 0);
    let phrase = view.context.phrase[at];
    let top = view.at(phrase);
    let governor = view.at(top.head);
    let relation = top.relation as u64;
    let here = (at as u32).cmp(&phrase) as i8 as u64;
    let side = u64::from(top.head < phrase);
    f.four(relation, governor.lemma, side, here);
    f.four(relation, governor.cue.into(), side, here);
    f.four(relation, governor.cue.into(), side, u64::from(w.tag));
    f.four(relation, governor.cue.into(), u64::from(top.tag), u64::from(top.shape));
    f.three(relation, top.lemma, u64::from(governor.cue >= cues::LIKELY));
    f.four(
        relation,
        governor.cue.into(),
        u64::from(view.context.children.get(top.head as usize).copied().unwrap_or(0) & 0x3c7),
        here,
    );
    let clause = view.context.clause[at];
    let verb = view.at(clause);
    let governor = view.at(verb.head);
    let side = u64::from(verb.head < clause) * 2 + u64::from(verb.head < at as u32);
    let relation = verb.relation as u64;
    f.four(relation, governor.lemma, side, 0);
    f.four(relation, governor.cue.into(), side, u64::from(w.quote));
    f.four(relation, governor.cue.into(), side, u64::from(w.tag));
    f.four(relation, governor.cue.into(), verb.tag.into(), u64::from(verb.cue));
    let (cue, under) = view.context.above[at];
    if cue == NOWHERE {
        f.two(w.upos.into(), w.quote.into());
        return;
    }
    f.skip(1);
    let (cue_word, under_word) = (view.at(cue), view.at(under));
    let side = u64::from(cue < at as u32) * 2 + u64::from(under == at as u32);
    let relation = under_word.relation as u64;
    let between = between(view, at, cue);
    f.three(relation, cue_word.lemma, side);
    f.three(relation, u64::from(cue_word.cue), side * 64 + between);
    f.four(relation, u64::from(cue_word.cue), side, u64::from(w.tag));
    f.four(relation, u64::from(cue_word.tag), side, u64::from(w.upos));
    f.three(relation, w.relation as u64, side * 16 + u64::from(cue_word.cue));
}
