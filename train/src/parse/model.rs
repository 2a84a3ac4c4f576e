//! What is learned: the weights that choose actions, and those that name arcs.

use std::time::Instant;

use onrecord_article::Relation;
use onrecord_language::fast::parse::{Action, Beam, Search, Weights, parse, relation_names};

use super::Example;
use super::table::Table;

/// Averaged weights.
pub(super) struct Model {
    pub(super) actions: Table,
    pub(super) relations: Table,
}

impl Model {
    /// The mean of two: what they have in common stays, and what each learned from the order of
    /// its examples counts half. Better than either.
    pub(super) fn mean([one, other]: [Model; 2]) -> Model {
        Model {
            actions: Table::mean(one.actions, &other.actions),
            relations: Table::mean(one.relations, &other.relations),
        }
    }

    /// Only the strongest features.
    pub(super) fn pruned(&self, actions: usize, relations: usize) -> Model {
        let (actions, relations) = (self.actions.pruned(actions), self.relations.pruned(relations));
        Model { actions, relations }
    }

    /// The model files of both.
    pub(super) fn encode(&self) -> [Vec<u8>; 2] {
        let actions = Action::ALL.map(|action| format!("{action:?}").to_lowercase());
        let relations: Vec<String> = relation_names().map(str::to_owned).collect();
        [self.actions.encode(&actions), self.relations.encode(&relations)]
    }

    /// Says how good it is.
    pub(super) fn report(&self, what: &str, dev: &[Vec<Example>], search: Search) {
        let (actions, relations) = (self.actions.len(), self.relations.len());
        report(
            &format!("{what}, {actions} {relations}"),
            dev,
            [&self.actions, &self.relations],
            search,
        );
    }
}

/// Says how good weights are: for each file the shares of [`Tally::percent`].
pub(super) fn report<W: Weights>(
    what: &str,
    dev: &[Vec<Example>],
    [actions, relations]: [&W; 2],
    search: Search,
) {
    let clock = Instant::now();
    let scores: Vec<[f64; 4]> =
        dev.iter().map(|examples| percent(examples, actions, relations, search)).collect();
    let words: usize = dev.iter().flatten().map(|example| example.gold.len()).sum();
    let time = clock.elapsed().as_micros() as f64 / words as f64;
    eprintln!("{what}: {scores:.2?}, {time:.1} us/word");
}

fn percent(
    examples: &[Example],
    actions: &impl Weights,
    relations: &impl Weights,
    search: Search,
) -> [f64; 4] {
    let mut beam = Beam::default();
    let (mut tree, mut arcs) = (Vec::new(), Vec::new());
    let mut tally = Tally::default();
    for example in examples {
        tree.clear();
        arcs.clear();
        parse(&example.rows, actions, relations, search, &mut beam, &mut tree);
        example.rows.whole(&tree, &mut arcs);
        for (token, &(head, relation)) in arcs.iter().enumerate() {
            let head = if head as usize == token { arcs.len() as u32 } else { head };
            let gold = (example.whole.heads[token], example.whole.relations[token]);
            tally.add((head, relation), gold);
        }
    }
    tally.percent()
}

#[derive(Default)]
pub(super) struct Tally {
    right: [usize; 4],
    all: [usize; 2],
}

impl Tally {
    pub(super) fn add(&mut self, found: (u32, Relation), gold: (u32, Relation)) {
        let arc = found.0 == gold.0;
        let both = found == gold;
        let word = gold.1 != Relation::Punct;
        for (count, one) in self.right.iter_mut().zip([arc, both, arc && word, both && word]) {
            *count += usize::from(one);
        }
        self.all[0] += 1;
        self.all[1] += usize::from(word);
    }

    /// Of all words, and of those that are no punctuation: the shares with the right head, and
    /// with the right head and relation, in percent.
    pub(super) fn percent(&self) -> [f64; 4] {
        [0, 1, 2, 3].map(|k| 100.0 * self.right[k] as f64 / self.all[k / 2].max(1) as f64)
    }
}
