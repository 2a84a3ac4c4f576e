use onrecord_article::Relation;

use crate::linear::mix;

/// A word with the dependents found so far.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Its index in the sentence.
    pub token: u32,
    /// The first and the last word under it, itself included.
    pub(super) span: (u32, u32),
    pub(super) left: [u32; 2],
    pub(super) right: [u32; 2],
    pub(super) left_relations: [u8; 2],
    pub(super) right_relations: [u8; 2],
    pub(super) left_count: u8,
    pub(super) right_count: u8,
    /// One bit a relation that some dependent has.
    pub(super) relations: u64,
    /// A hash of all of this: of the word, and of each dependent with what it covers.
    pub(super) key: u64,
}

const NO_RELATION: u8 = 255;

impl Node {
    pub(super) fn new(token: u32, none: u32) -> Node {
        Node {
            token,
            span: (token, token),
            left: [none; 2],
            right: [none; 2],
            left_relations: [NO_RELATION; 2],
            right_relations: [NO_RELATION; 2],
            left_count: 0,
            right_count: 0,
            relations: 0,
            key: u64::from(token),
        }
    }

    fn add_left(&mut self, dependent: &Node, relation: Relation) {
        self.span.0 = dependent.span.0;
        self.left = [dependent.token, self.left[0]];
        self.left_relations = [relation as u8, self.left_relations[0]];
        self.left_count = self.left_count.saturating_add(1);
        self.add(dependent, relation, 0);
    }

    fn add_right(&mut self, dependent: &Node, relation: Relation) {
        self.span.1 = dependent.span.1;
        self.right = [dependent.token, self.right[0]];
        self.right_relations = [relation as u8, self.right_relations[0]];
        self.right_count = self.right_count.saturating_add(1);
        self.add(dependent, relation, 1);
    }

    fn add(&mut self, dependent: &Node, relation: Relation, side: u64) {
        self.relations |= 1 << (relation as u8 & 63);
        let span = u64::from(dependent.span.0) << 32 | u64::from(dependent.span.1);
        let arc = u64::from(dependent.token) << 9 | (relation as u64) << 1 | side;
        self.key = mix(mix(self.key, span), arc);
    }
}

/// What the parser can do next (the arc-hybrid system). The root stands behind the last word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// The front word goes on the stack.
    Shift,
    /// The top of the stack becomes a dependent of the front word.
    Left,
    /// The top of the stack becomes a dependent of the one below.
    Right,
}

impl Action {
    /// All, in the order of their numbers.
    pub const ALL: [Action; 3] = [Action::Shift, Action::Left, Action::Right];
}

/// One place in the stack; stacks share what lies below.
#[derive(Clone, Copy, Debug)]
struct Cell {
    node: Node,
    below: u32,
}

const BOTTOM: u32 = u32::MAX;

/// A point on the way to a tree.
#[derive(Clone, Copy, Debug)]
pub struct State {
    top: u32,
    /// How many words are on the stack.
    pub depth: u32,
    /// The first word that is not on the stack.
    pub front: Node,
}

/// All stacks of one sentence.
#[derive(Debug, Default)]
pub struct Stacks {
    cells: Vec<Cell>,
    root: u32,
}

impl Stacks {
    /// Starts a sentence of `len` words.
    pub fn start(&mut self, len: u32) -> State {
        self.cells.clear();
        self.root = len;
        State { top: BOTTOM, depth: 0, front: Node::new(0, len + 1) }
    }

    fn none(&self) -> u32 {
        self.root + 1
    }

    fn cell(&self, at: u32) -> Option<&Cell> {
        self.cells.get(at as usize)
    }

    /// The top of the stack and the two words below it.
    pub(super) fn tops(&self, state: &State) -> [Node; 3] {
        let mut tops = [Node::new(self.none(), self.none()); 3];
        let mut at = state.top;
        for top in &mut tops {
            let Some(cell) = self.cell(at) else { break };
            (*top, at) = (cell.node, cell.below);
        }
        tops
    }

    /// The words on the stack, top first.
    pub fn stack(&self, state: &State) -> impl Iterator<Item = u32> + '_ {
        let mut at = state.top;
        std::iter::from_fn(move || {
            let cell = self.cell(at)?;
            at = cell.below;
            Some(cell.node.token)
        })
    }

    /// Which actions are possible, in the order of [`Action::ALL`]; none at the end. The root
    /// takes one word only, the last one left.
    pub fn possible(&self, state: &State) -> [bool; 3] {
        let more = state.front.token < self.root;
        [more, state.depth >= 1 && (more || state.depth == 1), state.depth >= 2]
    }

    /// The head and the dependent of the arc that an action draws; `None` for a shift.
    pub fn arc(&self, state: &State, action: Action) -> Option<(Node, Node)> {
        let top = self.cell(state.top)?;
        match action {
            Action::Shift => None,
            Action::Left => Some((state.front, top.node)),
            Action::Right => Some((self.cell(top.below)?.node, top.node)),
        }
    }

    /// Takes a possible action.
    pub fn take(&mut self, state: &State, action: Action, relation: Relation) -> State {
        let mut next = *state;
        match action {
            Action::Shift => {
                next.front = Node::new(state.front.token + 1, self.none());
                next.top = self.push(state.front, state.top);
                next.depth += 1;
            }
            Action::Left => {
                let Some(&top) = self.cell(state.top) else { return next };
                next.front.add_left(&top.node, relation);
                next.top = top.below;
                next.depth -= 1;
            }
            Action::Right => {
                let Some(&top) = self.cell(state.top) else { return next };
                let Some(&Cell { mut node, below }) = self.cell(top.below) else { return next };
                node.add_right(&top.node, relation);
                next.top = self.push(node, below);
                next.depth -= 1;
            }
        }
        next
    }

    fn push(&mut self, node: Node, below: u32) -> u32 {
        self.cells.push(Cell { node, below });
        self.cells.len() as u32 - 1
    }
}
