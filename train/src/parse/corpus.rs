//! Trees to learn from.

use onrecord_article::Relation;

use crate::conllu;

/// One sentence with its tree.
#[derive(Clone, Debug, Default)]
pub(super) struct Sentence {
    pub(super) forms: Vec<String>,
    /// Index of the head; the number of words for the root.
    pub(super) heads: Vec<u32>,
    pub(super) relations: Vec<Relation>,
    /// Made by another parser, by other conventions.
    pub(super) silver: bool,
}

impl Sentence {
    pub(super) fn len(&self) -> usize {
        self.forms.len()
    }

    /// The tree of some of the words, in order of text; what hangs on another one hangs on the
    /// next of them above.
    pub(super) fn only(&self, kept: &[u32]) -> Sentence {
        let root = kept.len() as u32;
        let mut numbers = vec![None; self.len()];
        for (number, &token) in kept.iter().enumerate() {
            numbers[token as usize] = Some(number as u32);
        }
        let head = |&token: &u32| {
            let mut at = self.heads[token as usize];
            while let Some(number) = numbers.get(at as usize) {
                match number {
                    Some(number) => return *number,
                    None => at = self.heads[at as usize],
                }
            }
            root
        };
        let mut heads: Vec<u32> = kept.iter().map(head).collect();
        // If the root is not kept, all that hung on it hangs on the first of these.
        if let Some(first) = heads.iter().position(|&head| head == root) {
            for head in heads[first + 1..].iter_mut().filter(|head| **head == root) {
                *head = first as u32;
            }
        }
        Sentence {
            forms: kept.iter().map(|&token| self.forms[token as usize].clone()).collect(),
            heads,
            relations: kept.iter().map(|&token| self.relations[token as usize]).collect(),
            silver: self.silver,
        }
    }
}

/// A relation's name as the model knows it: old subtypes go to their current names.
fn relation(name: &str) -> Relation {
    let name = match name {
        "obl:tmod" | "obl:npmod" => "obl:unmarked",
        "nmod:tmod" | "nmod:npmod" => "nmod:unmarked",
        name => name,
    };
    let base = || Relation::from_name(name.split(':').next().unwrap_or(name));
    Relation::from_name(name).or_else(base).unwrap_or_default()
}

/// The trees of a treebank.
pub(super) fn sentences(documents: &[conllu::Document]) -> Vec<Sentence> {
    documents.iter().flat_map(|document| &document.sentences).map(sentence).collect()
}

fn sentence(sentence: &conllu::Sentence) -> Sentence {
    let words = &sentence.words;
    let root = words.len();
    Sentence {
        forms: words.iter().map(|word| word.form.clone()).collect(),
        heads: words.iter().map(|word| word.head.unwrap_or(root) as u32).collect(),
        relations: words.iter().map(|word| relation(&word.deprel)).collect(),
        silver: false,
    }
}

/// Lifts arcs that cross others until none does: the shortest first.
pub(super) fn make_projective(heads: &mut [u32]) {
    while let Some(token) = shortest_crossed(heads) {
        let head = heads[token] as usize;
        heads[token] = heads[head];
    }
}

fn shortest_crossed(heads: &[u32]) -> Option<usize> {
    let root = heads.len() as u32;
    let projective = |token: usize| {
        let (low, high) = (heads[token].min(token as u32), heads[token].max(token as u32));
        (low + 1..high).all(|between| {
            let mut at = between;
            // No cycle: the loop ends at the root.
            while at != heads[token] && at != root {
                at = heads[at as usize];
            }
            at == heads[token]
        })
    };
    (0..heads.len())
        .filter(|&token| heads[token] != root && !projective(token))
        .min_by_key(|&token| heads[token].abs_diff(token as u32))
}

/// Whether every word leads to the one root.
pub(super) fn is_tree(heads: &[u32]) -> bool {
    let root = heads.len() as u32;
    let reaches = |token: usize| {
        let mut at = token as u32;
        for _ in 0..=heads.len() {
            if at == root {
                return true;
            }
            at = heads[at as usize];
        }
        false
    };
    heads.iter().filter(|&&head| head == root).count() == 1 && (0..heads.len()).all(reaches)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hung_on_a_word_left_out_hangs_on_the_next_above() {
        let sentence = Sentence {
            forms: ["a", ",", "b", "c"].map(str::to_owned).to_vec(),
            heads: vec![1, 2, 4, 2],
            relations: vec![Relation::Nsubj, Relation::Punct, Relation::Root, Relation::Obj],
            silver: false,
        };
        let only = sentence.only(&[0, 2, 3]);
        assert_eq!(only.heads, [1, 3, 1]);
        assert_eq!(only.relations, [Relation::Nsubj, Relation::Root, Relation::Obj]);
        // Without the root, the first that hung on it takes its place.
        assert_eq!(sentence.only(&[0, 3]).heads, [2, 0]);
    }
}
