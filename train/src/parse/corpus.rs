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
