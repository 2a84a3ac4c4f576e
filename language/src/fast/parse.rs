//! The dependency parser: an arc-hybrid transition parser with a beam. One linear model chooses
//! actions, another one names each arc when it is drawn. Punctuation marks take no part; they are
//! hung into the finished tree.

pub mod classes;
mod features;
mod marks;
mod memory;
mod rows;
mod state;

pub use features::{View, action_features, relation_features};
use onrecord_article::{Relation, Upos};
pub use rows::Rows;
pub use state::{Action, Node, Stacks, State};

use self::classes::Classes;
use self::features::GROUPS;
use self::memory::Memo;
use super::words::Word;
use crate::linear::{Feature, Linear, mix};

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

/// How far a search goes: further is slower and better.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    /// How many ways it follows at once.
    pub width: usize,
    /// How far the score of a way may be below that of the best one.
    pub lag: i32,
}

impl Search {
    /// The one of the product, in the weights of its model.
    pub const PRODUCT: Search = Search { width: 4, lag: 2000 };

    /// So many ways, however far behind they are.
    pub const fn wide(width: usize) -> Search {
        Search { width, lag: i32::MAX }
    }
}

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
        let Workspace { rows, beam, tree, arcs } = work;
        tree.clear();
        arcs.clear();
        parse(rows, &self.actions, &self.relations, Search::PRODUCT, beam, tree);
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
    views: Memo<[i32; 3]>,
    groups: [Memo<[i32; 3]>; GROUPS.len()],
    names: Memo<Relation>,
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
        self.views.start();
        self.groups.iter_mut().for_each(Memo::start);
        self.names.start();
        self.items.clear();
        self.items.push(Item { state, score: 0, last: START });
    }

    /// Takes one action on every way, and keeps the best.
    pub fn advance(
        &mut self,
        rows: &Rows,
        actions: &(impl Weights + ?Sized),
        relations: &(impl Weights + ?Sized),
        search: Search,
    ) {
        self.candidates.clear();
        for k in 0..self.items.len() {
            let Item { state, score, .. } = self.items[k];
            let possible = self.stacks.possible(&state);
            let scores = self.scores(rows, &View::of(&self.stacks, &state), actions);
            for action in Action::ALL {
                if possible[action as usize] {
                    let score = score.saturating_add(scores[action as usize]);
                    self.candidates.push((score, k as u32, action));
                }
            }
        }
        // Stable: among equals the better way of before goes first.
        self.candidates.sort_by_key(|&(score, ..)| std::cmp::Reverse(score));
        self.candidates.truncate(search.width);
        let best = self.candidates.first().map_or(0, |&(score, ..)| score);
        let least = best.saturating_sub(search.lag);
        self.candidates.retain(|&(score, ..)| score >= least);
        self.next.clear();
        for &(score, k, action) in &self.candidates {
            let item = self.items[k as usize];
            let arc = self.stacks.arc(&item.state, action).map(|(head, dependent)| {
                let relation = self.names.get(mix(head.key, dependent.key), || {
                    best_relation(rows, &head, &dependent, relations, &mut self.features)
                });
                (head.token, dependent.token, relation)
            });
            let relation = arc.map_or(Relation::Dep, |(.., relation)| relation);
            self.steps.push(Step { action, arc, before: item.last });
            let state = self.stacks.take(&item.state, action, relation);
            self.next.push(Item { state, score, last: self.steps.len() as u32 - 1 });
        }
        std::mem::swap(&mut self.items, &mut self.next);
    }

    /// Scores of the three actions. What has been scored in this sentence is not scored again.
    fn scores(&mut self, rows: &Rows, view: &View, actions: &(impl Weights + ?Sized)) -> [i32; 3] {
        let Beam { features, views, groups, .. } = self;
        views.get(view.key(), || {
            let mut scores = [0; 3];
            for ((key, group), memo) in GROUPS.iter().zip(groups) {
                let found = memo.get(key(view), || {
                    features.clear();
                    group(rows, view, features);
                    let mut scores = [0; 3];
                    actions.add_all(features, &mut scores);
                    scores
                });
                scores.iter_mut().zip(found).for_each(|(score, found)| *score += found);
            }
            scores
        })
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
    view: &View,
    weights: &(impl Weights + ?Sized),
    features: &mut Vec<Feature>,
) -> [i32; 3] {
    let mut scores = [0; 3];
    action_features(rows, view, features);
    weights.add_all(features, &mut scores);
    scores
}

/// Parses the words of one sentence: one arc a word, appended to `arcs`. The arcs are a projective tree with
/// one root, whatever the weights are.
pub fn parse(
    rows: &Rows,
    actions: &(impl Weights + ?Sized),
    relations: &(impl Weights + ?Sized),
    search: Search,
    beam: &mut Beam,
    arcs: &mut Vec<Arc>,
) {
    let len = rows.len();
    beam.start(rows);
    // Each word is shifted once and gets one head.
    for _ in 0..2 * len {
        beam.advance(rows, actions, relations, search);
    }
    let base = arcs.len();
    arcs.extend((0..len as u32).map(|token| (token, Relation::Root)));
    for (head, dependent, relation) in beam.best_steps().filter_map(|step| step.arc) {
        if (head as usize) < len {
            arcs[base + dependent as usize] = (head, relation);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fast::words::Words;

    /// Weights that know nothing.
    struct Random;

    impl Weights for Random {
        fn add(&self, feature: Feature, scores: &mut [i32]) {
            for (class, score) in scores.iter_mut().enumerate() {
                *score += (mix(feature, class as u64) % 201) as i32 - 100;
            }
        }
    }

    /// A sentence of so many words with tags of all kinds.
    fn sentence(len: u64) -> Rows {
        let forms: Vec<String> = (0..len).map(|at| format!("w{}", mix(len, at) % 7)).collect();
        let words = Words::of(forms.iter().map(String::as_str));
        let tags = [Upos::Noun, Upos::Verb, Upos::Adp, Upos::Det, Upos::Cconj];
        let tag = |at: usize| tags[mix(at as u64, len) as usize % tags.len()];
        let mut rows = Rows::default();
        rows.fill(words.all(), tag, &Classes::default());
        rows
    }

    fn found(rows: &Rows, search: Search, beam: &mut Beam) -> Vec<Arc> {
        let mut arcs = Vec::new();
        parse(rows, &Random, &Random, search, beam, &mut arcs);
        arcs
    }

    /// The best action again and again, each time scored anew.
    fn greedy(rows: &Rows) -> Vec<Arc> {
        let (mut stacks, mut features) = (Stacks::default(), Vec::new());
        let mut state = stacks.start(rows.len() as u32);
        let mut arcs: Vec<Arc> =
            (0..rows.len() as u32).map(|token| (token, Relation::Root)).collect();
        for _ in 0..2 * rows.len() {
            let possible = stacks.possible(&state);
            let scores = action_scores(rows, &View::of(&stacks, &state), &Random, &mut features);
            let best = (0..3).filter(|&k| possible[k]).rev().max_by_key(|&k| scores[k]);
            let action = Action::ALL[best.expect("not the end")];
            let mut relation = Relation::Dep;
            if let Some((head, dependent)) = stacks.arc(&state, action) {
                relation = best_relation(rows, &head, &dependent, &Random, &mut features);
                if (head.token as usize) < rows.len() {
                    arcs[dependent.token as usize] = (head.token, relation);
                }
            }
            state = stacks.take(&state, action, relation);
        }
        arcs
    }

    #[test]
    fn what_is_remembered_changes_nothing() {
        let mut used = Beam::default();
        for len in 1..40 {
            let rows = sentence(len);
            for width in [1, 4] {
                let search = Search::wide(width);
                let arcs = found(&rows, search, &mut used);
                assert_eq!(arcs, found(&rows, search, &mut Beam::default()));
                assert!(width > 1 || arcs == greedy(&rows), "{len} words");
            }
        }
    }

    #[test]
    fn arcs_are_a_tree_whatever_the_weights() {
        for len in 1..40 {
            for lag in [0, 100, i32::MAX] {
                let arcs = found(&sentence(len), Search { width: 4, lag }, &mut Beam::default());
                let roots = (0..).zip(&arcs).filter(|&(at, &(head, _))| head == at).count();
                assert_eq!(roots, 1);
                for mut at in 0..arcs.len() {
                    for _ in 0..arcs.len() {
                        at = arcs[at].0 as usize;
                    }
                    assert_eq!(arcs[at].0 as usize, at, "every way up ends at the root");
                }
            }
        }
    }
}
