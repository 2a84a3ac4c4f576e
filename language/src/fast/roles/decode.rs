//! The best labels of a window of tokens, and by how much they are best: Viterbi's algorithm and
//! max-marginals, in integers.

use std::ops::Range;

use super::label::{LABELS, Label, NONE, may_follow, role};
use super::words::Words;

/// Scores of the labels of one token.
pub type Scores = [i32; LABELS];

/// No path: far below any score, far above the least number.
pub const NEVER: i32 = i32::MIN / 4;

/// Longer paragraphs are cut, at the end of a sentence if there is one: memory is bounded.
pub const LONGEST_WINDOW: u32 = 1000;

/// In how many ways a step from one token to the next is told apart; see [`step`].
pub const STEPS: usize = 7;

/// For each way, for each label before, the scores of the label after.
pub type Transitions = [[Scores; LABELS]; STEPS];

/// The way of the step to a token from the one before: what lies between.
pub fn step(words: &Words, at: usize, begins_window: bool, begins_sentence: bool) -> usize {
    let word = &words.words[at];
    let Some(before) = at.checked_sub(1).map(|before| &words.words[before]) else { return 6 };
    match () {
        () if begins_window => 6,
        () if begins_sentence => 1,
        () if word.quote & 3 == 1 => 2,
        () if before.quote & 3 == 2 => 3,
        () if before.comma => 4,
        () if word.quote & 3 == 2 => 5,
        () => 0,
    }
}

/// The windows that are read one by one: paragraphs, the long ones in parts.
pub fn windows(words: &Words) -> Vec<Range<u32>> {
    let mut windows = Vec::with_capacity(words.paragraphs.len());
    let mut sentence = 0;
    for paragraph in &words.paragraphs {
        let mut start = paragraph.start;
        while paragraph.end - start > LONGEST_WINDOW {
            let limit = start + LONGEST_WINDOW;
            let mut end = limit;
            while words.sentences.get(sentence).is_some_and(|s| s.end <= limit) {
                if words.sentences[sentence].end > start {
                    end = words.sentences[sentence].end;
                }
                sentence += 1;
            }
            windows.push(start..end);
            start = end;
        }
        if start < paragraph.end {
            windows.push(start..paragraph.end);
        }
    }
    windows
}

/// Room for the work on a window, kept from one to the next.
#[derive(Debug, Default)]
pub struct Room {
    forward: Vec<Scores>,
    backward: Vec<Scores>,
}

/// Finds the best labels for the tokens of one window, and their margins: how much better the
/// best labels score than the best ones that give the token another role.
///
/// `scores` and `steps` hold one entry a token, and so will `out`.
pub fn best(
    scores: &[Scores],
    steps: &[u8],
    transitions: &Transitions,
    room: &mut Room,
    mut out: impl FnMut(Label, u16),
) {
    let count = scores.len();
    if count == 0 {
        return;
    }
    let Room { forward, backward } = room;
    forward.clear();
    backward.clear();
    backward.resize(count, [0; LABELS]);
    let way = |at: usize| &transitions[usize::from(steps[at]) % STEPS];
    forward.push(sum(&scores[0], &way(0)[usize::from(NONE)]));
    for at in 1..count {
        let mut next = [NEVER; LABELS];
        for (before, row) in forward[at - 1].iter().zip(way(at)) {
            for (to, step) in next.iter_mut().zip(row) {
                *to = (*to).max(before + step);
            }
        }
        forward.push(sum(&next, &scores[at]));
    }
    for at in (1..count).rev() {
        let onward = sum(&backward[at], &scores[at]);
        for (to, row) in backward[at - 1].iter_mut().zip(way(at)) {
            *to = row.iter().zip(&onward).map(|(step, after)| step + after).fold(NEVER, i32::max);
        }
    }
    let mut before = NONE;
    let mut reached = 0;
    for at in 0..count {
        let through = sum(&forward[at], &backward[at]);
        // Of the labels on a best path, the first that goes on from the one chosen before.
        let own = |label: usize| {
            let row = &way(at)[usize::from(before)];
            reached + row[label] + scores[at][label] + backward[at][label]
        };
        let chosen = (0..LABELS).max_by_key(|&label| (own(label), LABELS - label)).unwrap_or(0);
        let total = own(chosen);
        reached = total - backward[at][chosen];
        let other = (0..LABELS)
            .filter(|&label| role(label as Label) != role(chosen as Label))
            .map(|label| through[label])
            .max()
            .unwrap_or(NEVER);
        before = chosen as Label;
        out(before, u16::try_from((total - other).max(0)).unwrap_or(u16::MAX));
    }
}

fn sum(a: &Scores, b: &Scores) -> Scores {
    std::array::from_fn(|k| (a[k] + b[k]).max(NEVER))
}

/// Transitions in which only what must not be is forbidden.
pub fn free_transitions() -> Transitions {
    let mut transitions = [[[0; LABELS]; LABELS]; STEPS];
    for (before, row) in transitions.iter_mut().flat_map(|way| way.iter_mut().enumerate()) {
        for (label, score) in row.iter_mut().enumerate() {
            if !may_follow(before as Label, label as Label) {
                *score = NEVER;
            }
        }
    }
    transitions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(scores: &[Scores]) -> Vec<(Label, u16)> {
        let mut out = Vec::new();
        let steps = vec![0; scores.len()];
        let mut room = Room::default();
        best(scores, &steps, &free_transitions(), &mut room, |label, margin| {
            out.push((label, margin));
        });
        out
    }

    fn scores(pairs: &[(usize, i32)]) -> Scores {
        let mut scores = [0; LABELS];
        pairs.iter().for_each(|&(label, score)| scores[label] = score);
        scores
    }

    #[test]
    fn parts_begin_before_they_go_on() {
        let cue = scores(&[(2, 50)]);
        assert_eq!(read(&[cue, cue]), [(1, 50), (2, 50)]);
    }

    #[test]
    fn margin_is_what_another_role_would_cost() {
        assert_eq!(read(&[scores(&[(1, 30), (3, 10)])]), [(1, 20)]);
        assert_eq!(read(&[scores(&[(7, 30), (9, 29)])]), [(7, 30)], "a side is no role");
    }

    #[test]
    fn nothing_to_read() {
        assert_eq!(read(&[]), []);
    }

    #[test]
    fn windows_of_long_paragraphs_end_with_sentences() {
        let sentences: Vec<_> = (0..50).map(|k| k * 90..(k + 1) * 90).collect();
        let words = Words { sentences, paragraphs: vec![0..4500, 4500..4500], ..Words::default() };
        let found = windows(&words);
        assert_eq!(found[0], 0..990);
        assert_eq!(found.last(), Some(&(3960..4500)));
        let whole: Vec<_> = std::iter::once(0..2500).collect();
        let one = Words { sentences: whole.clone(), paragraphs: whole, ..Words::default() };
        assert_eq!(windows(&one), [0..1000, 1000..2000, 2000..2500]);
    }

    proptest::proptest! {
        #[test]
        fn labels_follow_each_other(values in proptest::collection::vec(-99i32..99, 0..220)) {
            let scores: Vec<Scores> =
                values.chunks_exact(LABELS).map(|c| std::array::from_fn(|k| c[k])).collect();
            let mut before = NONE;
            for (label, _) in read(&scores) {
                assert!(may_follow(before, label));
                before = label;
            }
        }
    }
}
