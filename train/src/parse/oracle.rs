//! What an action costs: how many gold arcs can no longer be drawn after it (Goldberg and Nivre,
//! 2013, for the arc-hybrid system).

use onrecord_language::fast::parse::{Stacks, State};

/// The head of a word that the tree says nothing about: every arc is as good as another.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// The gold tree, with its dependents at hand.
pub(super) struct Gold<'a> {
    pub(super) heads: &'a [u32],
    /// The last dependent of each word, and of the root; 0 if it has none.
    last: Vec<u32>,
}

impl Gold<'_> {
    pub(super) fn new(heads: &[u32]) -> Gold<'_> {
        let mut last = vec![0; heads.len() + 1];
        for (token, &head) in heads.iter().enumerate() {
            if head != UNKNOWN {
                last[head as usize] = token as u32;
            }
        }
        Gold { heads, last }
    }

    fn dependents_from(&self, head: u32, from: u32) -> i32 {
        let end = self.last[head as usize] + 1;
        (from..end).filter(|&token| self.heads[token as usize] == head).count() as i32
    }

    /// Cost of each action, in the order of `Action::ALL`; for impossible ones it means nothing.
    pub(super) fn costs(&self, stacks: &Stacks, state: &State) -> [i32; 3] {
        let front = state.front.token;
        let root = self.heads.len() as u32;
        let mut stack = stacks.stack(state);
        let top = stack.next();
        let second = stack.next();
        let mut shift = 0;
        if front < root {
            let head = self.heads[front as usize];
            for token in stacks.stack(state) {
                shift += i32::from(self.heads[token as usize] == front);
                shift += i32::from(head == token && Some(token) != top);
            }
        }
        let Some(top) = top else { return [shift, 0, 0] };
        let head = self.heads[top as usize];
        let lost = self.dependents_from(top, front);
        let left = lost + i32::from(Some(head) == second || (head > front && head <= root));
        let right = lost + i32::from(head >= front && head <= root);
        [shift, left, right]
    }
}
