//! How the parser learns: greedily with a dynamic oracle first, then with its beam.

use onrecord_article::Relation;
use onrecord_language::fast::parse::{
    Action, Beam, Rows, Search, Stacks, State, Step, View, Weights, action_features, action_scores,
    relation_features,
};
use onrecord_language::linear::mix;

use super::Example;
use super::model::Model;
use super::oracle::{Gold, UNKNOWN};
use super::table::Table;

/// What is right must score better by more than this, in steps of learning, or it is learned.
const MARGIN: i32 = 10;

pub(super) struct Learner {
    actions: Table,
    relations: Table,
    stacks: Stacks,
    beam: Beam,
    features: Vec<u64>,
    random: u64,
}

impl From<&Model> for Learner {
    /// Goes on from there, with the features that it has.
    fn from(model: &Model) -> Learner {
        let (actions, relations) = (model.actions.clone(), model.relations.clone());
        Learner { actions, relations, ..Learner::new(1) }
    }
}

impl Learner {
    pub(super) fn new(random: u64) -> Learner {
        Learner {
            actions: Table::new(3),
            relations: Table::new(Relation::ALL.len()),
            stacks: Stacks::default(),
            beam: Beam::default(),
            features: Vec::new(),
            random,
        }
    }

    /// What it has learned, averaged over all steps.
    pub(super) fn averaged(&self) -> Model {
        Model { actions: self.actions.averaged(), relations: self.relations.averaged() }
    }

    /// True nine times in ten.
    fn follows_guess(&mut self) -> bool {
        self.random = mix(self.random, 1);
        self.random % 10 < 9
    }

    pub(super) fn greedy(&mut self, example: &Example, explore: bool) {
        let gold = Gold::new(&example.heads);
        let rows = &example.rows;
        let mut state = self.stacks.start(rows.len() as u32);
        for _ in 0..2 * rows.len() {
            self.actions.tick();
            let possible = self.stacks.possible(&state);
            let scores = action_scores(
                rows,
                &View::of(&self.stacks, &state),
                &self.actions,
                &mut self.features,
            );
            let costs = gold.costs(&self.stacks, &state);
            let can = |a: &usize| possible[*a];
            let least = (0..3).filter(can).map(|a| costs[a]).min().expect("not the end");
            let guess = (0..3).rev().filter(can).max_by_key(|&a| scores[a]).expect("not the end");
            let right = (0..3)
                .rev()
                .filter(|a| can(a) && costs[*a] == least)
                .max_by_key(|&a| scores[a])
                .expect("not the end");
            let wrong =
                (0..3).rev().filter(|a| can(a) && costs[*a] > least).max_by_key(|&a| scores[a]);
            if let Some(wrong) = wrong
                && scores[wrong] >= scores[right] - MARGIN * self.actions.unit()
            {
                self.actions.learn(&self.features, right, wrong);
            }
            let follow = if explore && self.follows_guess() { guess } else { right };
            let action = Action::ALL[follow];
            let relation = self.name_arc(example, &state, action);
            state = self.stacks.take(&state, action, relation);
        }
    }

    /// Names the arc as the model does, and learns from it if the arc is right.
    fn name_arc(&mut self, example: &Example, state: &State, action: Action) -> Relation {
        let Some((head, dependent)) = self.stacks.arc(state, action) else {
            return Relation::Dep;
        };
        let rows = &example.rows;
        let token = dependent.token as usize;
        let gold = example.gold.relations[token];
        let right = example.gold.heads[token] == head.token
            && example.heads[token] != UNKNOWN
            && (!example.gold.silver || gold != Relation::Dep);
        if head.token as usize == rows.len() {
            return Relation::Root;
        }
        relation_features(rows, &head, &dependent, &mut self.features);
        let mut scores = [0; Relation::ALL.len()];
        self.relations.add_all(&self.features, &mut scores);
        scores[Relation::Root as usize] = i32::MIN;
        let best = |but: usize| {
            let others = (0..scores.len()).rev().filter(|&class| class != but);
            others.max_by_key(|&class| scores[class]).expect("many relations")
        };
        let guess = best(Relation::Root as usize);
        if right {
            self.relations.tick();
            let (gold, wrong) = (gold as usize, best(gold as usize));
            if scores[wrong] >= scores[gold].saturating_sub(MARGIN * self.relations.unit()) {
                self.relations.learn(&self.features, gold, wrong);
            }
        }
        Relation::ALL[guess]
    }
}

impl Learner {
    /// One sentence with a beam; where the gold way falls behind the most, both ways are learned
    /// from up to there (Huang, Fayong and Guo, 2012).
    pub(super) fn global(&mut self, example: &Example, width: usize) {
        let rows = &example.rows;
        let gold = self.gold_way(example);
        let beam = &mut self.beam;
        beam.start(rows);
        let (mut worst, mut at, mut guess) = (0, 0, Vec::new());
        for (k, &(_, score)) in gold.iter().enumerate() {
            beam.advance(rows, &self.actions, &self.relations, Search::wide(width));
            let behind = beam.best_score() - score;
            if behind >= worst {
                guess.clear();
                guess.extend(beam.best_steps());
                guess.reverse();
                (worst, at) = (behind, k + 1);
            }
        }
        self.actions.tick();
        let same = guess.iter().zip(&gold).all(|(a, (b, _))| a.action == b.action);
        if same {
            return;
        }
        let steps: Vec<Step> = gold[..at].iter().map(|(step, _)| *step).collect();
        self.learn_way(rows, &steps, &guess);
    }

    /// Adds to the weights along one way what it takes from the other, from where they part.
    fn learn_way(&mut self, rows: &Rows, right: &[Step], wrong: &[Step]) {
        let part = right.iter().zip(wrong).position(|(a, b)| a.action != b.action);
        let part = part.unwrap_or(right.len());
        for (steps, by) in [(right, 1), (wrong, -1)] {
            let mut state = self.stacks.start(rows.len() as u32);
            for (k, step) in steps.iter().enumerate() {
                if k >= part {
                    action_features(rows, &View::of(&self.stacks, &state), &mut self.features);
                    self.actions.change(&self.features, step.action as usize, by);
                }
                let relation = step.arc.map_or(Relation::Dep, |(.., relation)| relation);
                state = self.stacks.take(&state, step.action, relation);
            }
        }
    }

    /// The way to the gold tree that the model likes best, with its score after every step.
    fn gold_way(&mut self, example: &Example) -> Vec<(Step, i32)> {
        let gold = Gold::new(&example.heads);
        let rows = &example.rows;
        let mut state = self.stacks.start(rows.len() as u32);
        let mut total = 0;
        (0..2 * rows.len())
            .map(|_| {
                let possible = self.stacks.possible(&state);
                let scores = action_scores(
                    rows,
                    &View::of(&self.stacks, &state),
                    &self.actions,
                    &mut self.features,
                );
                let costs = gold.costs(&self.stacks, &state);
                let right = (0..3)
                    .filter(|&a| possible[a])
                    .min_by_key(|&a| (costs[a], -scores[a]))
                    .expect("not the end");
                total += scores[right];
                let action = Action::ALL[right];
                let relation = self.name_arc(example, &state, action);
                let arc = self.stacks.arc(&state, action);
                let arc = arc.map(|(head, dependent)| (head.token, dependent.token, relation));
                state = self.stacks.take(&state, action, relation);
                (Step { action, arc, before: 0 }, total)
            })
            .collect()
    }
}
