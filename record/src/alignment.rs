//! Word-by-word comparison of a quotation with the words on record.

use std::ops::Range;

use crate::words::{Word, spelling, words};

/// One step of the comparison. Ranges are bytes: `asked` of the quotation, `said` of the record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// The same word, but for case, diacritics and spelling variants.
    Same {
        /// In the quotation.
        asked: Range<usize>,
        /// On record.
        said: Range<usize>,
    },
    /// Another word, or a small error.
    Changed {
        /// In the quotation.
        asked: Range<usize>,
        /// On record.
        said: Range<usize>,
        /// One or two letters differ.
        typo: bool,
    },
    /// In the quotation, not on record.
    Added {
        /// In the quotation.
        asked: Range<usize>,
    },
    /// On record, left out in the middle of the quotation.
    Left {
        /// On record.
        said: Range<usize>,
    },
}

/// A comparison: the quotation against the part of the record that fits it best.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Alignment {
    pub(crate) steps: Vec<Step>,
    pub(crate) score: i32,
    pub(crate) same: usize,
    pub(crate) typos: usize,
    pub(crate) changed: usize,
    pub(crate) added: usize,
    pub(crate) left: usize,
}

const SAME: i32 = 20;
const TYPO: i32 = 12;
/// Less than leaving a word out on one side alone: at the end of a quotation, a word stands for a word.
const CHANGED: i32 = -6;
const ADDED: i32 = -7;
/// Leaving out words costs mostly once: a splice leaves out many.
const LEAVE: i32 = -7;
const LEAVE_MORE: i32 = -1;

/// Longest quotation, in words, that is compared; the rest is left unread.
pub(crate) const LONGEST: usize = 400;

/// Longest piece of record that one quotation is compared with.
const LONGEST_RECORD: usize = 4000;

/// Words ready to be compared.
pub(crate) struct Folded(Vec<(Word, String)>);

impl Folded {
    pub(crate) fn new(text: &str) -> Folded {
        let most = words(text).into_iter().take(LONGEST_RECORD);
        Folded(
            most.map(|word| {
                let plain = spelling(&word.folded);
                (word, plain)
            })
            .collect(),
        )
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn folded(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(word, _)| word.folded.as_str())
    }
}

/// The best way to lay `asked` along a part of `said`.
pub(crate) fn align(asked: &Folded, said: &Folded) -> Alignment {
    let (a, b) = (&asked.0[..asked.0.len().min(LONGEST)], &said.0);
    let width = b.len() + 1;
    // `on[i][j]`: best score of a[..i] against a part of b that ends at j; `skip`: the same, with
    // b[j-1] left out. What of b lies before and after costs nothing.
    let mut on = vec![0i32; (a.len() + 1) * width];
    let mut skip = vec![i32::MIN / 2; (a.len() + 1) * width];
    let mut pair = vec![0i8; (a.len() + 1) * width];
    for i in 1..=a.len() {
        on[i * width] = ADDED * i as i32;
        for j in 1..=b.len() {
            let (at, left, up, diagonal) =
                (i * width + j, i * width + j - 1, (i - 1) * width + j, (i - 1) * width + j - 1);
            let kind = compare(&a[i - 1].1, &b[j - 1].1);
            pair[at] = kind;
            let gain = match kind {
                2 => SAME,
                1 => TYPO,
                _ => CHANGED,
            };
            skip[at] = (on[left] + LEAVE).max(skip[left] + LEAVE_MORE);
            on[at] = (on[diagonal] + gain)
                .max(on[up] + ADDED)
                .max(skip[diagonal] + gain)
                .max(skip[up] + ADDED);
        }
    }
    trace(a, b, &on, &skip, &pair)
}

fn trace(
    a: &[(Word, String)],
    b: &[(Word, String)],
    on: &[i32],
    skip: &[i32],
    pair: &[i8],
) -> Alignment {
    let width = b.len() + 1;
    let (mut i, mut j) = (a.len(), 0);
    for end in 1..=b.len() {
        if on[i * width + end] > on[i * width + j] {
            j = end;
        }
    }
    let mut found = Alignment {
        steps: Vec::new(),
        score: on[i * width + j],
        same: 0,
        typos: 0,
        changed: 0,
        added: 0,
        left: 0,
    };
    let mut skipping = false;
    while i > 0 {
        let at = i * width + j;
        if skipping {
            let left = at - 1; // a skip cell has a column before it
            found.steps.push(Step::Left { said: b[j - 1].0.bytes.clone() });
            found.left += 1;
            skipping = skip[at] != on[left] + LEAVE;
            j -= 1;
            continue;
        }
        let asked = a[i - 1].0.bytes.clone();
        let up = at - width;
        let gain = match pair[at] {
            2 => SAME,
            1 => TYPO,
            _ => CHANGED,
        };
        if j > 0 && (on[at] == on[up - 1] + gain || on[at] == skip[up - 1] + gain) {
            let said = b[j - 1].0.bytes.clone();
            skipping = on[at] != on[up - 1] + gain;
            match pair[at] {
                2 => {
                    found.same += 1;
                    found.steps.push(Step::Same { asked, said });
                }
                kind => {
                    found.typos += usize::from(kind == 1);
                    found.changed += usize::from(kind != 1);
                    found.steps.push(Step::Changed { asked, said, typo: kind == 1 });
                }
            }
            (i, j) = (i - 1, j - 1);
        } else {
            skipping = j > 0 && on[at] != on[up] + ADDED;
            found.added += 1;
            found.steps.push(Step::Added { asked });
            i -= 1;
        }
    }
    found.steps.reverse();
    found
}

/// 2: the same; 1: a small error; 0: another word.
fn compare(a: &str, b: &str) -> i8 {
    if a == b {
        return 2;
    }
    let (short, long) = if a.len() < b.len() { (a.len(), b.len()) } else { (b.len(), a.len()) };
    let most = match short {
        0..4 => return 0,
        4..8 => 1,
        _ => 2,
    };
    if long - short > most || a.bytes().any(|c| c.is_ascii_digit()) {
        return 0; // another number is another claim
    }
    i8::from(distance(a.as_bytes(), b.as_bytes()) <= most)
}

/// Edit distance, with two neighbors swapped as one edit.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(asked: &str, said: &str) -> String {
        let alignment = align(&Folded::new(asked), &Folded::new(said));
        let steps = alignment.steps.iter().map(|step| match step {
            Step::Same { said: at, .. } => said[at.clone()].to_owned(),
            Step::Changed { asked: new, said: old, .. } => {
                format!("[{}>{}]", &said[old.clone()], &asked[new.clone()])
            }
            Step::Added { asked: at } => format!("+{}", &asked[at.clone()]),
            Step::Left { said: at } => format!("-{}", &said[at.clone()]),
        });
        steps.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_compared_one_by_one() {
        let said = "“The only way to face these pressures is to resist,”";
        for (asked, expected) in [
            ("the only way to face these pressures", "The only way to face these pressures"),
            ("the only way to face presures", "The only way to face -these [pressures>presures]"),
            ("only way is to resist", "only way -to -face -these -pressures is to resist"),
            (
                "the only way to face these demands is to resist",
                "The only way to face these [pressures>demands] is to resist",
            ),
            ("the only good way to face", "The only +good way to face"),
        ] {
            assert_eq!(shown(asked, said), expected);
        }
    }

    #[test]
    fn another_number_is_another_word() {
        assert_eq!(compare("2015", "2016"), 0);
        assert_eq!(compare("pressure", "presure"), 1);
        assert_eq!(compare("form", "from"), 1);
        assert_eq!(compare("war", "way"), 0);
    }

    #[test]
    fn nothing_and_anything_can_be_compared() {
        for (asked, said) in [("", ""), ("a", ""), ("", "a"), ("…", "a b"), ("x y z", "a b c")] {
            let _ = shown(asked, said);
        }
    }
}
