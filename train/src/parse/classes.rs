//! Classes of words that stand in like places, found by exchange: every word goes to the class
//! in which a class bigram model explains the text best (Martin, Liermann and Ney, 1998).

use std::collections::HashMap;

/// Counts of neighbors: (word, count), one side.
type Neighbors = Vec<Vec<(u32, u32)>>;

const ROUNDS: usize = 8;

/// The class of each word of `text`, from 1, for words seen at least `least` times. `text` is
/// sentences of words, as hashes.
pub(super) fn induce(text: &[Vec<u64>], least: usize, classes: usize) -> Vec<(u64, u16)> {
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for &word in text.iter().flatten() {
        *counts.entry(word).or_default() += 1;
    }
    let mut known: Vec<(u64, usize)> =
        counts.into_iter().filter(|&(_, count)| count >= least).collect();
    known.sort_unstable_by_key(|&(word, count)| (std::cmp::Reverse(count), word));
    let numbers: HashMap<u64, u32> =
        known.iter().enumerate().map(|(k, &(word, _))| (word, k as u32)).collect();
    // Behind the words stand two more: any rare word, and the border of a sentence; each is alone
    // in its class.
    let (rare, border) = (known.len() as u32, known.len() as u32 + 1);
    let mut pairs: HashMap<(u32, u32), u32> = HashMap::new();
    for sentence in text {
        let mut before = border;
        for word in sentence {
            let word = numbers.get(word).copied().unwrap_or(rare);
            *pairs.entry((before, word)).or_default() += 1;
            before = word;
        }
        *pairs.entry((before, border)).or_default() += 1;
    }
    let mut pairs: Vec<((u32, u32), u32)> = pairs.into_iter().collect();
    pairs.sort_unstable();
    let size = known.len() + 2;
    let (mut after, mut before): (Neighbors, Neighbors) = (vec![vec![]; size], vec![vec![]; size]);
    for &((a, b), count) in &pairs {
        after[a as usize].push((b, count));
        before[b as usize].push((a, count));
    }
    let mut of: Vec<u16> = (0..known.len()).map(|k| (k % classes) as u16).collect();
    of.extend([classes as u16, classes as u16 + 1]);
    exchange(&mut of, known.len(), classes, &after, &before);
    known.iter().zip(of).map(|(&(word, _), class)| (word, class + 1)).collect()
}

fn exchange(of: &mut [u16], words: usize, classes: usize, after: &Neighbors, before: &Neighbors) {
    let all = classes + 2;
    let mut pairs = vec![0i64; all * all];
    let mut totals = vec![0i64; all];
    for (a, list) in after.iter().enumerate() {
        for &(b, count) in list {
            pairs[of[a] as usize * all + of[b as usize] as usize] += i64::from(count);
            totals[of[a] as usize] += i64::from(count);
        }
    }
    let xlogx = |n: i64| if n > 0 { n as f64 * (n as f64).ln() } else { 0.0 };
    let grow = |n: i64, by: i64| xlogx(n + by) - xlogx(n);
    for _ in 0..ROUNDS {
        let mut moved = 0;
        for word in 0..words {
            let own = of[word] as usize;
            let right = by_class(&after[word], of, word);
            let left = by_class(&before[word], of, word);
            let own_pairs: i64 = after[word]
                .iter()
                .filter(|&&(b, _)| b as usize == word)
                .map(|&(_, count)| i64::from(count))
                .sum();
            let total: i64 = right.iter().map(|&(_, n)| n).sum::<i64>() + own_pairs;
            // Taken out of its class.
            for (list, swap) in [(&right, false), (&left, true)] {
                for &(class, n) in list {
                    let at = if swap { class * all + own } else { own * all + class };
                    pairs[at] -= n;
                }
            }
            pairs[own * all + own] -= own_pairs;
            totals[own] -= total;
            let mut best = (f64::MIN, own);
            for class in 0..classes {
                let mut gain = -2.0 * grow(totals[class], total);
                for &(other, n) in &right {
                    gain += grow(pairs[class * all + other], n);
                }
                for &(other, n) in &left {
                    gain += grow(pairs[other * all + class], n);
                }
                if own_pairs > 0 {
                    gain += grow(pairs[class * all + class], own_pairs);
                }
                if gain > best.0 {
                    best = (gain, class);
                }
            }
            let new = best.1;
            for &(class, n) in &right {
                pairs[new * all + class] += n;
            }
            for &(class, n) in &left {
                pairs[class * all + new] += n;
            }
            pairs[new * all + new] += own_pairs;
            totals[new] += total;
            moved += usize::from(new != own);
            of[word] = new as u16;
        }
        if moved * 50 < words {
            break;
        }
    }
}

/// Counts a class, without the word itself.
fn by_class(neighbors: &[(u32, u32)], of: &[u16], word: usize) -> Vec<(usize, i64)> {
    let mut counts: Vec<(usize, i64)> = neighbors
        .iter()
        .filter(|&&(other, _)| other as usize != word)
        .map(|&(other, count)| (of[other as usize] as usize, i64::from(count)))
        .collect();
    counts.sort_unstable();
    counts.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1 += later.1;
        }
        same
    });
    counts
}
