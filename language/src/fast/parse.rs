//! The dependency parser: an arc-hybrid transition parser with a beam. One linear model chooses
//! actions, another one names each arc when it is drawn. Punctuation marks take no part; they are
//! hung into the finished tree.

pub mod classes;
mod features;
mod marks;
mod memory;
mod rows;
mod state;

pub use features::{action_features, relation_features};
use onrecord_article::{Relation, Upos};
pub use rows::Rows;
pub use state::{Action, Node, Stacks, State};

use self::classes::Classes;
use self::memory::{Remembering, Seen};
use super::words::Word;
use crate::linear::{Feature, Linear};

/// Whatever gives a feature weights: the model file, or a table in training.
pub trait Weights {
    /// Adds the weights of one feature to the scores, one a class.
    fn add(&self, feature: Feature, scores: &mut [i32]);

    /// Adds the weights of many.
    fn add_all(&self, features: &[Feature], scores: &mut [i32]) {
        features.iter().for_each(|&feature| self.add(feature, scores));
    }
}

impl Weights for Linear<'_> {
    #[inline]
    fn add(&self, feature: Feature, scores: &mut [i32]) {
        Linear::add(self, feature, scores);
    }

    #[inline]
    fn add_all(&self, features: &[Feature], scores: &mut [i32]) {
        Linear::add_all(self, features, scores);
    }
}

/// How many ways the parser follows at once: more are slower and better.
pub const WIDTH: usize = 2;

/// The parser, as its model file has it.
#[derive(Debug)]
pub struct Parser<'a> {
    actions: Linear<'a>,
    relations: Linear<'a>,
    classes: Classes<'a>,
}

impl<'a> Parser<'a> {
    /// Puts the parts of the model file together. `None` if they are not for this version.
    pub fn open([actions, relations, classes]: [&'a [u8]; 3]) -> Option<Parser<'a>> {
        let (actions, relations) = (Linear::open(actions)?, Linear::open(relations)?);
        let known = relations.classes().iter().copied().eq(relation_names());
        let whole = known && actions.classes().len() == Action::ALL.len();
        whole.then_some(Parser { actions, relations, classes: Classes::open(classes)? })
    }

    /// Parses one sentence: one arc a word, in place of what `work` held before.
    pub fn parse<'w>(
        &self,
        words: &[Word],
        upos: impl Fn(usize) -> Upos,
        work: &'w mut Workspace,
    ) -> &'w [Arc] {
        work.rows.fill(words, upos, &self.classes);
        let Workspace { rows, beam, tree, arcs, seen } = work;
        tree.clear();
        arcs.clear();
        let actions = Remembering { model: &self.actions, seen };
        parse(rows, &actions, &self.relations, WIDTH, beam, tree);
        rows.whole(tree, arcs);
        arcs
    }
}

/// The classes of the model that names arcs.
pub fn relation_names() -> impl Iterator<Item = &'static str> {
    Relation::ALL.iter().map(|relation| relation.as_str())
}

/// The room a parser works in, kept from sentence to sentence.
#[derive(Debug, Default)]
pub struct Workspace {
    rows: Rows,
    beam: Beam,
    tree: Vec<Arc>,
    arcs: Vec<Arc>,
    seen: Seen,
}

/// Where a word hangs: the index of its head in the sentence (its own if it is the root).
pub type Arc = (u32, Relation);

/// The search: the best few ways to a tree, after every step.
#[derive(Debug, Default)]
pub struct Beam {
    stacks: Stacks,
    features: Vec<Feature>,
    steps: Vec<Step>,
    items: Vec<Item>,
    next: Vec<Item>,
    candidates: Vec<(i32, u32, Action)>,
}

/// One action taken: what it drew, and the step before it.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// What was done.
    pub action: Action,
    /// Head, dependent, and relation of the arc it drew; a shift draws none.
    pub arc: Option<(u32, u32, Relation)>,
    pub before: u32,
}

#[derive(Clone, Copy, Debug)]
struct Item {
    state: State,
    score: i32,
    last: u32,
}

const START: u32 = u32::MAX;

impl Beam {
    /// Starts a sentence.
    pub fn start(&mut self, rows: &Rows) {
        let state = self.stacks.start(rows.len() as u32);
        self.steps.clear();
        self.items.clear();
        self.items.push(Item { state, score: 0, last: START });
    }

    /// Takes one action on every way, and keeps the `width` best.
    pub fn advance(
        &mut self,
        rows: &Rows,
        actions: &(impl Weights + ?Sized),
        relations: &(impl Weights + ?Sized),
        width: usize,
    ) {
        self.candidates.clear();
        for (k, item) in self.items.iter().enumerate() {
            let possible = self.stacks.possible(&item.state);
            let scores =
                action_scores(rows, &self.stacks, &item.state, actions, &mut self.features);
            for action in Action::ALL {
                if possible[action as usize] {
                    let score = item.score.saturating_add(scores[action as usize]);
                    self.candidates.push((score, k as u32, action));
                }
            }
        }
        // Stable: among equals the better way of before goes first.
        self.candidates.sort_by_key(|&(score, ..)| std::cmp::Reverse(score));
        self.candidates.truncate(width);
        self.next.clear();
        for &(score, k, action) in &self.candidates {
            let item = self.items[k as usize];
            let arc = self.stacks.arc(&item.state, action).map(|(head, dependent)| {
                let relation =
                    best_relation(rows, &head, &dependent, relations, &mut self.features);
                (head.token, dependent.token, relation)
            });
            let relation = arc.map_or(Relation::Dep, |(.., relation)| relation);
            self.steps.push(Step { action, arc, before: item.last });
            let state = self.stacks.take(&item.state, action, relation);
            self.next.push(Item { state, score, last: self.steps.len() as u32 - 1 });
        }
        std::mem::swap(&mut self.items, &mut self.next);
    }

    /// The score of the best way.
    pub fn best_score(&self) -> i32 {
        self.items.first().map_or(0, |item| item.score)
    }

    /// The steps of the best way, last first.
    pub fn best_steps(&self) -> impl Iterator<Item = Step> + '_ {
        let mut at = self.items.first().map_or(START, |item| item.last);
        std::iter::from_fn(move || {
            let step = *self.steps.get(at as usize)?;
            at = step.before;
            Some(step)
        })
    }
}

/// The best relation for an arc; never `root`, which only the root gives.
pub fn best_relation(
    rows: &Rows,
    head: &Node,
    dependent: &Node,
    weights: &(impl Weights + ?Sized),
    features: &mut Vec<Feature>,
) -> Relation {
    if head.token as usize == rows.len() {
        return Relation::Root;
    }
    let mut scores = [0i32; Relation::ALL.len()];
    relation_features(rows, head, dependent, features);
    weights.add_all(features, &mut scores);
    scores[Relation::Root as usize] = i32::MIN;
    let mut best = 0;
    for (class, &score) in scores.iter().enumerate() {
        if score > scores[best] {
            best = class;
        }
    }
    Relation::ALL[best]
}

/// Scores of the three actions in a state.
pub fn action_scores(
    rows: &Rows,
    stacks: &Stacks,
    state: &State,
    weights: &(impl Weights + ?Sized),
    features: &mut Vec<Feature>,
) -> [i32; 3] {
    let mut scores = [0; 3];
    action_features(rows, stacks, state, features);
    weights.add_all(features, &mut scores);
    scores
}

/// Parses the words of one sentence: one arc a word, appended to `arcs`. The arcs are a projective tree with
/// one root, whatever the weights are.
pub fn parse(
    rows: &Rows,
    actions: &(impl Weights + ?Sized),
    relations: &(impl Weights + ?Sized),
    width: usize,
    beam: &mut Beam,
    arcs: &mut Vec<Arc>,
) {
    let len = rows.len();
    beam.start(rows);
    // Each word is shifted once and gets one head.
    for _ in 0..2 * len {
        beam.advance(rows, actions, relations, width);
    }
    let base = arcs.len();
    arcs.extend((0..len as u32).map(|token| (token, Relation::Root)));
    for (head, dependent, relation) in beam.best_steps().filter_map(|step| step.arc) {
        if (head as usize) < len {
            arcs[base + dependent as usize] = (head, relation);
        }
    }
}
