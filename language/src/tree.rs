use std::ops::Range;

use onrecord_article::Token;

/// The trees of an article turned downwards, so that looking at the dependents of a word costs
/// only what is found.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// The first dependent of each token, or [`NONE`].
    first: Vec<u32>,
    /// The next dependent of the same head, or [`NONE`].
    next: Vec<u32>,
    /// The first and the last token under each token, itself included.
    under: Vec<(u32, u32)>,
}

const NONE: u32 = u32::MAX;

impl Tree {
    /// Reads the heads of the tokens, which lead to roots without a circle.
    pub(crate) fn new(tokens: &[Token]) -> Tree {
        let mut tree = Tree {
            first: vec![NONE; tokens.len()],
            next: vec![NONE; tokens.len()],
            under: (0..tokens.len() as u32).map(|at| (at, at)).collect(),
        };
        let mut waiting = vec![0u32; tokens.len()];
        for (at, token) in tokens.iter().enumerate().rev() {
            let head = token.head as usize;
            if head != at {
                tree.next[at] = tree.first[head];
                tree.first[head] = at as u32;
                waiting[head] += 1;
            }
        }
        // From the leaves up: a token is done when all its dependents are.
        let mut done: Vec<usize> = (0..tokens.len()).filter(|&at| waiting[at] == 0).collect();
        while let Some(at) = done.pop() {
            let head = tokens[at].head as usize;
            if head != at {
                let (start, end) = tree.under[at];
                let over = &mut tree.under[head];
                *over = (over.0.min(start), over.1.max(end));
                waiting[head] -= 1;
                if waiting[head] == 0 {
                    done.push(head);
                }
            }
        }
        tree
    }

    /// The dependents of a token, in order of text.
    pub(crate) fn children(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = self.first[token];
        std::iter::from_fn(move || {
            let child = (at != NONE).then_some(at as usize)?;
            at = self.next[child];
            Some(child)
        })
    }

    /// From the first to the last token under a token.
    pub(crate) fn under(&self, token: usize) -> Range<usize> {
        let (start, end) = self.under[token];
        start as usize..end as usize + 1
    }
}
