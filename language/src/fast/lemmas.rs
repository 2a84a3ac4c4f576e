//! Lemmas: for each tag, how the end of a word changes, from its longest known ending.
//!
//! A rule says what to cut from the end of the word, in small letters or as written, and what to
//! put there. It is found under the tag, the use of capitals, and an ending: first the whole word
//! (with its beginning marked), then shorter and shorter endings, last the empty one.
//!
//! | bytes | what |
//! |---|---|
//! | 4, 4 | number of rules, number of slots |
//! | 3 + n each | a rule: whether capitals stay (1), characters to cut (1), bytes to add (1), these |
//! | 6 each | a slot: half of a hash (4; 0 marks an empty slot), the rule (2) |

use super::words::Case;
use super::xpos::Xpos;
use crate::linear::{hash_bytes, mix};

/// The longest ending that is looked up, in characters.
pub const LONGEST_ENDING: usize = 7;

/// The longest word that has rules, in bytes.
const LONGEST: usize = 40;

const SLOT: usize = 6;

/// How a word becomes its lemma.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Rule<'a> {
    /// Whether capitals stay.
    pub keeps_case: bool,
    /// Characters to cut from the end.
    pub cut: u8,
    /// What to add there.
    pub add: &'a str,
}

impl Rule<'_> {
    /// Writes the lemma of a word.
    pub fn apply(&self, form: &str, lemma: &mut String) {
        lemma.clear();
        if self.keeps_case {
            lemma.push_str(form);
        } else {
            lowercase(form, lemma);
        }
        for _ in 0..self.cut {
            lemma.pop();
        }
        lemma.push_str(self.add);
        if lemma.is_empty() {
            lemma.push_str(form);
        }
    }
}

/// The rules of a language.
#[derive(Debug)]
pub struct Lemmatizer<'a> {
    rules: Vec<Rule<'a>>,
    slots: &'a [[u8; SLOT]],
}

impl<'a> Lemmatizer<'a> {
    /// Opens the bytes that [`encode`] wrote.
    pub fn open(bytes: &'a [u8]) -> Option<Lemmatizer<'a>> {
        let number =
            |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
        let (rule_count, slots) = (number(0)?, number(4)?);
        let mut at = 8;
        let mut rules = Vec::new();
        for _ in 0..rule_count {
            let head = bytes.get(at..at + 3)?;
            let add = bytes.get(at + 3..at + 3 + usize::from(head[2]))?;
            at += 3 + add.len();
            let add = std::str::from_utf8(add).ok()?;
            rules.push(Rule { keeps_case: head[0] == 1, cut: head[1], add });
        }
        let slot_bytes = bytes.get(at..)?;
        let whole = slot_bytes.len() == slots.checked_mul(SLOT)? && slots > 0;
        whole.then_some(Lemmatizer { rules, slots: slot_bytes.as_chunks().0 })
    }

    /// Writes the lemma of a word: its tag, its use of capitals, and whether it is the first of a
    /// sentence decide.
    pub fn lemma(&self, form: &str, group: u64, lemma: &mut String) {
        lemma.clear();
        if form.len() > LONGEST {
            return lemma.push_str(form);
        }
        let mut lower = String::with_capacity(LONGEST);
        lowercase(form, &mut lower);
        let rule = endings(&lower).find_map(|ending| self.find(key(group, ending)));
        match rule {
            Some(rule) => rule.apply(form, lemma),
            None => lemma.push_str(&lower),
        }
    }

    fn find(&self, key: u64) -> Option<&Rule<'a>> {
        let mark = mark(key);
        let mut slot = slot(key, self.slots.len());
        loop {
            let [a, b, c, d, e, f] = self.slots[slot];
            match u32::from_le_bytes([a, b, c, d]) {
                0 => return None,
                found if found == mark => {
                    return self.rules.get(usize::from(u16::from_le_bytes([e, f])));
                }
                // `encode` leaves slots empty: the loop ends.
                _ => slot = if slot + 1 == self.slots.len() { 0 } else { slot + 1 },
            }
        }
    }
}

fn lowercase(form: &str, out: &mut String) {
    if form.is_ascii() {
        out.push_str(form);
        out.make_ascii_lowercase();
    } else {
        out.push_str(&form.to_lowercase());
    }
}

/// What decides besides the ending.
pub fn group(xpos: Xpos, case: Case, initial: bool) -> u64 {
    u64::from(xpos.0) * 16 + case as u64 * 2 + u64::from(initial && case != Case::Lower)
}

/// An ending of a word in small letters: the whole of it, or its last characters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Ending<'a> {
    /// All of it.
    Whole(&'a str),
    /// The last characters.
    Last(&'a str),
}

/// The endings of a word in small letters, from the longest one.
pub fn endings(lower: &str) -> impl Iterator<Item = Ending<'_>> {
    let starts = lower.char_indices().rev().map(|(at, _)| at);
    let mut ends = [lower.len(); LONGEST_ENDING + 1];
    let mut count = 1;
    for (slot, start) in ends[1..].iter_mut().zip(starts) {
        *slot = start;
        count += 1;
    }
    let last = (0..count).rev().map(move |at| Ending::Last(&lower[ends[at]..]));
    std::iter::once(Ending::Whole(lower)).chain(last)
}

/// Where the rule for an ending is kept.
pub fn key(group: u64, ending: Ending<'_>) -> u64 {
    match ending {
        Ending::Whole(word) => mix(mix(group, 1), hash_bytes(word.as_bytes())),
        Ending::Last(last) => mix(mix(group, 2), hash_bytes(last.as_bytes())),
    }
}

fn mark(hash: u64) -> u32 {
    (hash as u32).max(1)
}

fn slot(hash: u64, slots: usize) -> usize {
    (((hash >> 32) * slots as u64) >> 32) as usize
}

/// Writes the rules, each under its [`key`]. The same rules give the same bytes in whatever order.
///
/// # Panics
/// If there are more than 65,535 different rules, or one adds more than 255 bytes.
pub fn encode(mut keyed: Vec<(u64, Rule<'_>)>) -> Vec<u8> {
    keyed.sort();
    keyed.dedup_by_key(|entry| entry.0);
    let mut rules: Vec<Rule<'_>> = keyed.iter().map(|entry| entry.1).collect();
    rules.sort();
    rules.dedup();
    let slot_count = keyed.len() * 5 / 4 + 2;
    let mut slots = vec![[0u8; SLOT]; slot_count];
    for (key, rule) in &keyed {
        let rule = rules.binary_search(rule).expect("rules has all of them");
        let rule = u16::try_from(rule).expect("at most 65,535 rules");
        let mut at = slot(*key, slot_count);
        while slots[at][..4] != [0; 4] {
            at = (at + 1) % slot_count;
        }
        slots[at][..4].copy_from_slice(&mark(*key).to_le_bytes());
        slots[at][4..].copy_from_slice(&rule.to_le_bytes());
    }
    let mut out = Vec::new();
    out.extend((rules.len() as u32).to_le_bytes());
    out.extend((slot_count as u32).to_le_bytes());
    for rule in &rules {
        let length = u8::try_from(rule.add.len()).expect("a rule adds at most 255 bytes");
        out.extend([u8::from(rule.keeps_case), rule.cut, length]);
        out.extend(rule.add.as_bytes());
    }
    slots.iter().for_each(|slot| out.extend(slot));
    out
}
