//! The parts of a paragraph that are likely to stand exactly so.
//!
//! The best labels of a paragraph are seldom all right: where a part begins and ends is often a
//! choice of several. So each part is weighed by itself, by the chance that it begins and ends just
//! there, whatever stands around it (forward and backward, Rabiner 1989). The best labels say where
//! there is a part; of the parts there that exclude each other, the likeliest is taken, which is
//! expected to score most (Goodman 1996).
//!
//! **Invariant**: powers come from a table and sums have one order, so every machine finds the same.

use std::sync::LazyLock;

use crate::Role;
use crate::fast::roles::decode::{self, NEVER, STEPS, Scores, Transitions};
use crate::fast::roles::label::{LABELS, Label, NONE, begins, role};

/// A less likely content is left out: where it ends would be a guess.
const LEAST_CONTENT: f64 = 0.38;

/// Parts that begin with less of a chance are not looked at. So at most 50 begin somewhere and
/// reach beyond a token, and the work is linear.
const SLIGHT: f64 = 0.02;

/// Powers of e to -k / 20: scores are twentieths.
static POWERS: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let step = 0.951_229_424_500_714;
    std::iter::successors(Some(1.0), |power| Some(power * step)).take(800).collect()
});

type Chances = [f64; LABELS];

/// A search for parts with these transitions.
pub(super) struct Search<'a> {
    transitions: &'a Transitions,
    /// How likely each label is after each other one, up to a factor.
    ways: [[Chances; LABELS]; STEPS],
}

/// Room for the work on a window, kept from one to the next.
#[derive(Default)]
pub(super) struct Room {
    best: decode::Room,
    /// How likely each label is by the scores of its token, up to a factor that makes the products
    /// of `forward` and `backward` chances: for each token they sum to 1.
    own: Vec<Chances>,
    forward: Vec<Chances>,
    backward: Vec<Chances>,
}

/// Tokens with the label that they begin with, and the chance that they are a part.
#[derive(Clone, Debug)]
struct Part {
    start: usize,
    end: usize,
    label: Label,
    chance: f64,
}

impl<'a> Search<'a> {
    pub(super) fn new(transitions: &'a Transitions) -> Search<'a> {
        let most = transitions.as_flattened().as_flattened().iter().max().copied().unwrap_or(0);
        let chance = |score| if score > NEVER / 2 { power(score, most) } else { 0.0 };
        Search { transitions, ways: transitions.map(|way| way.map(|row| row.map(chance))) }
    }

    /// Finds the likely parts of one window: the label of each token, and its margin among the best
    /// labels, or 0 if these give the token another role.
    ///
    /// `scores` and `steps` hold one entry a token, and so will `out`.
    pub(super) fn likely(
        &self,
        scores: &[Scores],
        steps: &[u8],
        room: &mut Room,
        mut out: impl FnMut(Label, u16),
    ) {
        let mut best = Vec::with_capacity(scores.len());
        decode::best(scores, steps, self.transitions, &mut room.best, |label, margin| {
            best.push((label, margin))
        });
        self.weigh(scores, steps, room);
        let mut parts = self.parts(steps, room);
        parts.sort_by(|a, b| b.chance.total_cmp(&a.chance).then(a.start.cmp(&b.start)));
        let mut labels = vec![NONE; scores.len()];
        for part in parts {
            let tokens = part.start..part.end;
            let own = role(part.label);
            let known = best[tokens.clone()].iter().any(|&(label, _)| role(label) == own);
            let likely = own != Role::Content || part.chance > LEAST_CONTENT;
            if known && likely && labels[tokens.clone()].iter().all(|&label| label == NONE) {
                labels[tokens].fill(part.label + 1);
                labels[part.start] = part.label;
            }
        }
        for (at, &label) in labels.iter().enumerate() {
            let (found, margin) = best[at];
            out(label, if role(found) == role(label) { margin } else { 0 });
        }
    }

    fn way(&self, step: u8) -> &[Chances; LABELS] {
        &self.ways[usize::from(step) % STEPS]
    }

    /// Makes the chances of all tokens and labels.
    fn weigh(&self, scores: &[Scores], steps: &[u8], room: &mut Room) {
        let Room { own, forward, backward, .. } = room;
        own.clear();
        forward.clear();
        backward.clear();
        backward.resize(scores.len(), [1.0; LABELS]);
        for (at, scores) in scores.iter().enumerate() {
            let most = scores.iter().max().copied().unwrap_or(0);
            let mut likely = scores.map(|score| power(score, most));
            let way = self.way(steps[at]);
            let mut reached = match forward.last() {
                None => way[usize::from(NONE)],
                Some(before) => {
                    let mut reached = [0.0; LABELS];
                    for (before, row) in before.iter().zip(way) {
                        reached.iter_mut().zip(row).for_each(|(to, step)| *to += before * step);
                    }
                    reached
                }
            };
            reached.iter_mut().zip(&likely).for_each(|(to, likely)| *to *= likely);
            let share = reached.iter().sum::<f64>().recip(); // no part is always possible
            reached.iter_mut().chain(&mut likely).for_each(|chance| *chance *= share);
            forward.push(reached);
            own.push(likely);
        }
        for at in (1..scores.len()).rev() {
            let onward: Chances = std::array::from_fn(|k| backward[at][k] * own[at][k]);
            for (to, row) in backward[at - 1].iter_mut().zip(self.way(steps[at])) {
                *to = row.iter().zip(&onward).map(|(step, after)| step * after).sum();
            }
        }
    }

    /// All parts with more than a slight chance; on whichever side the cue is, they are one.
    fn parts(&self, steps: &[u8], room: &Room) -> Vec<Part> {
        let mut parts = Vec::new();
        for start in 0..room.own.len() {
            for label in (0..LABELS as Label).filter(|&label| begins(label)) {
                self.parts_from(start, label, steps, room, &mut parts);
            }
        }
        parts.sort_by_key(|part| (part.start, part.end, role(part.label) as u8));
        parts.dedup_by(|other, part| {
            let same = (part.start, part.end, role(part.label))
                == (other.start, other.end, role(other.label));
            if same {
                let label = if other.chance > part.chance { other.label } else { part.label };
                *part = Part { label, chance: part.chance + other.chance, ..*part };
            }
            same
        });
        parts
    }

    /// The parts that begin with this token and label.
    fn parts_from(
        &self,
        start: usize,
        label: Label,
        steps: &[u8],
        room: &Room,
        parts: &mut Vec<Part>,
    ) {
        let (mut last, inside) = (usize::from(label), usize::from(label) + 1);
        let mut reached = room.forward[start][last];
        for at in start..room.own.len() {
            let here = reached * room.backward[at][last];
            if here < SLIGHT {
                break;
            }
            let (mut goes_on, mut further) = (0.0, 0.0);
            if let Some(own) = room.own.get(at + 1) {
                goes_on = reached * self.way(steps[at + 1])[last][inside] * own[inside];
                further = goes_on * room.backward[at + 1][inside];
            }
            if here - further > SLIGHT {
                parts.push(Part { start, end: at + 1, label, chance: here - further });
            }
            (last, reached) = (inside, goes_on);
        }
    }
}

/// e to the power of how far a score lies below the greatest, or the least power there is.
fn power(score: i32, most: i32) -> f64 {
    let below = usize::try_from(most.saturating_sub(score)).unwrap_or(0);
    POWERS[below.min(POWERS.len() - 1)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fast::roles::decode::free_transitions;
    use crate::fast::roles::label::may_follow;

    fn read(scores: &[Scores]) -> Vec<(Label, u16)> {
        let transitions = free_transitions();
        let mut out = Vec::new();
        let steps = vec![0; scores.len()];
        Search::new(&transitions).likely(scores, &steps, &mut Room::default(), |label, margin| {
            out.push((label, margin));
        });
        out
    }

    fn labels(scores: &[Scores]) -> Vec<Label> {
        read(scores).into_iter().map(|(label, _)| label).collect()
    }

    fn scores(pairs: &[(usize, i32)]) -> Scores {
        let mut scores = [-200; LABELS];
        pairs.iter().for_each(|&(label, score)| scores[label] = score);
        scores
    }

    /// The chances of all parts, from all ways to label the tokens.
    fn counted(scores: &[Scores]) -> Vec<(usize, usize, Role, f64)> {
        let mut ways: Vec<(Vec<usize>, f64)> = vec![(Vec::new(), 1.0)];
        for scores in scores {
            let longer = |(labels, weight): &(Vec<usize>, f64)| {
                let before = labels.last().copied().unwrap_or(0);
                let (labels, weight) = (labels.clone(), *weight);
                (0..LABELS).filter(move |&k| may_follow(before as Label, k as Label)).map(
                    move |k| {
                        (
                            [&labels[..], &[k]].concat(),
                            weight * f64::exp(f64::from(scores[k]) / 20.0),
                        )
                    },
                )
            };
            ways = ways.iter().flat_map(longer).collect();
        }
        let whole: f64 = ways.iter().map(|(_, weight)| weight).sum();
        let mut parts: Vec<(usize, usize, Role, f64)> = Vec::new();
        for (labels, weight) in ways {
            for start in 0..labels.len() {
                if labels[start] % 2 == 0 {
                    continue;
                }
                let goes_on = |&&label: &&usize| label == labels[start] + 1;
                let end = start + 1 + labels[start + 1..].iter().take_while(goes_on).count();
                let own = role(labels[start] as Label);
                match parts.iter_mut().find(|part| (part.0, part.1, part.2) == (start, end, own)) {
                    Some(part) => part.3 += weight / whole,
                    None => parts.push((start, end, own, weight / whole)),
                }
            }
        }
        parts
    }

    #[test]
    fn the_likeliest_end_counts() {
        // The best labels end after the second token; more ways together end after the first.
        let begin = scores(&[(7, 0)]);
        let second = scores(&[(8, 10), (0, 0), (1, 1), (3, 1), (5, 1)]);
        assert_eq!(labels(&[begin, second]), [7, 0]);
        assert_eq!(labels(&[begin, scores(&[(8, 10), (0, 0)])]), [7, 8]);
    }

    #[test]
    fn contents_that_may_end_anywhere_are_left_out() {
        let inside = scores(&[(8, 0), (0, 5)]);
        let end = scores(&[(0, 0)]);
        assert_eq!(labels(&[scores(&[(7, 0)]), inside, inside, inside, end]), [0; 5]);
        let source = scores(&[(4, 0), (0, 5)]);
        assert_eq!(labels(&[scores(&[(3, 0)]), source, source, end]), [3, 0, 0, 0]);
    }

    #[test]
    fn sides_are_one() {
        let either = scores(&[(7, 0), (9, 0), (0, -9)]);
        assert_eq!(labels(&[either]), [7]);
    }

    #[test]
    fn margins_are_those_of_the_best_labels() {
        assert_eq!(read(&[scores(&[(1, 30), (0, 10)])]), [(1, 20)]);
        assert_eq!(read(&[]), []);
    }

    proptest! {
        #[test]
        fn chances_are_those_of_all_ways(values in proptest::collection::vec(-60i32..60, 11..45)) {
            let scores: Vec<Scores> =
                values.chunks_exact(LABELS).map(|c| std::array::from_fn(|k| c[k])).collect();
            let transitions = free_transitions();
            let (search, mut room) = (Search::new(&transitions), Room::default());
            let steps = vec![0; scores.len()];
            search.weigh(&scores, &steps, &mut room);
            let counted = counted(&scores);
            for part in search.parts(&steps, &room) {
                let same = |one: &&(usize, usize, Role, f64)| {
                    (one.0, one.1, one.2) == (part.start, part.end, role(part.label))
                };
                let chance = counted.iter().find(same).map_or(0.0, |one| one.3);
                // A side of a slight chance is not looked at.
                prop_assert!(part.chance < chance + 1e-6 && part.chance > chance - SLIGHT);
            }
        }

        #[test]
        fn labels_follow_each_other(values in proptest::collection::vec(-9999i32..9999, 0..660)) {
            let scores: Vec<Scores> =
                values.chunks_exact(LABELS).map(|c| std::array::from_fn(|k| c[k])).collect();
            let mut before = NONE;
            for label in labels(&scores) {
                prop_assert!(may_follow(before, label));
                before = label;
            }
        }
    }
}
