use super::super::rows::Rows;
use super::super::state::{Node, Stacks, State};
use super::{Sink, between, distance};
use crate::linear::{Feature, mix};

/// What the choice of the next action looks at.
#[derive(Clone, Copy, Debug)]
pub struct View {
    top: Node,
    second: Node,
    third: Node,
    front: Node,
}

/// The features of a choice, in groups: each looks at a part of the view only, and says which.
pub(in crate::fast::parse) const GROUPS: [(Key, Group); 4] = [
    (View::front_key, front_features),
    (View::below_key, below_features),
    (View::row_key, row_features),
    (View::key, tree_features),
];

/// What a group looks at, as one number.
type Key = fn(&View) -> u64;
/// Adds the features of a group.
type Group = fn(&Rows, &View, &mut Vec<Feature>);

impl View {
    /// What is seen from a state.
    pub fn of(stacks: &Stacks, state: &State) -> View {
        let [top, second, third] = stacks.tops(state);
        View { top, second, third, front: state.front }
    }

    fn front_key(&self) -> u64 {
        mix(two(self.top.token, self.front.token), u64::from(self.front.span.0))
    }

    fn below_key(&self) -> u64 {
        mix(two(self.second.token, self.top.token), u64::from(self.top.span.0))
    }

    fn row_key(&self) -> u64 {
        let spans = two(self.front.span.0, self.top.span.0);
        let behind = two(self.third.token, self.second.token);
        mix(mix(two(self.top.token, self.front.token), behind), spans)
    }

    /// All of it.
    pub(in crate::fast::parse) fn key(&self) -> u64 {
        let behind = mix(u64::from(self.third.token), self.second.key);
        mix(mix(behind, self.top.key), self.front.key)
    }
}

fn two(a: u32, b: u32) -> u64 {
    u64::from(a) << 32 | u64::from(b)
}

/// All features that choose the next action.
pub fn action_features(rows: &Rows, view: &View, out: &mut Vec<Feature>) {
    out.clear();
    GROUPS.iter().for_each(|(_, group)| group(rows, view, out));
}

/// The top of the stack and the words at the front.
fn front_features(rows: &Rows, view: &View, out: &mut Vec<Feature>) {
    let front = view.front;
    let after = |k: u32| {
        let at = front.token + k;
        rows.row(if at < rows.root() { at } else { rows.none() })
    };
    let (s0, b0, b1, b2) = (rows.row(view.top.token), rows.row(front.token), after(1), after(2));
    let mut f = Sink { out, template: 100 };
    let (o, b3) = (rows.row(b0.ahead), after(3));
    let after_o = rows.row(if b0.ahead + 1 < rows.root() { b0.ahead + 1 } else { rows.none() });
    let before_b0 = rows.row(front.token.wrapping_sub(1));
    let after_s0 = rows.row(view.top.token + 1);
    let to_front = distance(view.top.token, front.token);
    // The gaps before the front word and behind it.
    let [above, behind] = [front.span.0, front.token + 1].map(|word| u64::from(rows.row(word).gap));
    f.one(s0.form);
    f.one(s0.tag);
    f.two(s0.form, s0.tag);
    f.one(b0.form);
    f.one(b0.tag);
    f.two(b0.form, b0.tag);
    f.one(b1.form);
    f.two(b1.form, b1.tag);
    f.one(b2.tag);
    f.one(b2.form);
    f.four(s0.form, s0.tag, b0.form, b0.tag);
    f.three(s0.form, s0.tag, b0.form);
    f.three(s0.form, b0.form, b0.tag);
    f.three(s0.form, s0.tag, b0.tag);
    f.three(s0.tag, b0.form, b0.tag);
    f.two(s0.form, b0.form);
    f.two(s0.tag, b0.tag);
    f.two(b0.tag, b1.tag);
    f.two(b0.form, b1.form);
    f.two(b0.form, b1.tag);
    f.two(b0.tag, b1.form);
    f.three(b0.tag, b1.tag, b2.tag);
    f.three(s0.tag, b0.tag, b1.tag);
    f.three(s0.form, b0.tag, b1.tag);
    f.three(s0.tag, b0.form, b1.tag);
    f.three(s0.tag, b0.tag, b1.form);
    f.two(s0.form, to_front);
    f.two(s0.tag, to_front);
    f.two(b0.form, to_front);
    f.two(b0.tag, to_front);
    f.three(s0.tag, b0.tag, to_front);
    f.three(s0.tag, b0.tag, between(s0, b0, 3));
    f.two(s0.form, above);
    f.two(b0.form, above);
    f.three(s0.tag, b0.tag, above);
    f.three(s0.form, b0.tag, above);
    f.three(s0.tag, b0.form, above);
    f.three(b0.tag, above, behind);
    f.four(s0.tag, b0.tag, above, behind);
    f.four(s0.tag, b0.tag, b1.tag, above << 8 | behind);
    f.one(s0.class);
    f.one(b0.class);
    f.one(b1.class);
    f.two(s0.class, b0.class);
    f.two(s0.class, b0.tag);
    f.two(s0.tag, b0.class);
    f.three(s0.class, b0.class, b1.class);
    f.two(b0.form, o.form);
    f.two(b0.form, o.tag);
    f.three(s0.class, b0.form, o.class);
    f.three(s0.tag, b0.form, o.tag);
    f.three(s0.tag, b0.form, o.class);
    f.three(s0.form, b0.form, o.tag);
    f.three(s0.class, b0.tag, o.class);
    f.three(s0.tag, b0.tag, o.class);
    f.four(s0.tag, b0.tag, o.tag, after_o.tag);
    f.four(b0.tag, b1.tag, b2.tag, b3.tag);
    f.four(s0.tag, b0.tag, b1.tag, b2.tag);
    f.four(s0.form, b0.tag, b1.tag, b2.tag);
    f.three(s0.tag, after_s0.tag, b0.tag);
    f.three(s0.tag, before_b0.tag, b0.tag);
}

/// The two words at the top of the stack.
fn below_features(rows: &Rows, view: &View, out: &mut Vec<Feature>) {
    let (s0, s1) = (rows.row(view.top.token), rows.row(view.second.token));
    let mut f = Sink { out, template: 200 };
    let before_s0 = rows.row(view.top.token.wrapping_sub(1));
    let after_s1 = rows.row(view.second.token + 1);
    let to_top = distance(view.second.token, view.top.token);
    let below = u64::from(rows.row(view.top.span.0).gap);
    f.one(s1.form);
    f.one(s1.tag);
    f.two(s1.form, s1.tag);
    f.four(s1.form, s1.tag, s0.form, s0.tag);
    f.three(s1.form, s0.form, s0.tag);
    f.three(s1.form, s1.tag, s0.tag);
    f.three(s1.tag, s0.form, s0.tag);
    f.two(s1.form, s0.form);
    f.two(s1.tag, s0.tag);
    f.three(s1.tag, s0.tag, to_top);
    f.three(s1.form, s0.tag, to_top);
    f.three(s1.tag, s0.tag, between(s1, s0, 3));
    f.three(s1.tag, s0.tag, below);
    f.three(s1.form, s0.tag, below);
    f.three(s1.tag, s0.form, below);
    f.one(s1.class);
    f.two(s1.class, s0.class);
    f.two(s1.class, s0.tag);
    f.two(s1.tag, s0.class);
    f.three(s1.tag, after_s1.tag, s0.tag);
    f.three(s1.tag, before_s0.tag, s0.tag);
}

/// Words of the stack and of the front, one beside the other.
fn row_features(rows: &Rows, view: &View, out: &mut Vec<Feature>) {
    let row = |token: u32| rows.row(token);
    let front = view.front;
    let next = front.token + 1;
    let b1 = row(if next < rows.root() { next } else { rows.none() });
    let (s0, s1, s2, b0) =
        (row(view.top.token), row(view.second.token), row(view.third.token), row(front.token));
    let o = row(b0.ahead);
    let b2 = row(if next + 1 < rows.root() { next + 1 } else { rows.none() });
    let mut f = Sink { out, template: 400 };
    // The gaps on both sides of the top of the stack.
    let [below, above] = [view.top.span.0, front.span.0].map(|word| u64::from(row(word).gap));
    f.one(s2.tag);
    f.two(s1.tag, b0.tag);
    f.two(s1.form, b0.form);
    f.three(s1.tag, s0.tag, b0.tag);
    f.three(s1.form, s0.tag, b0.tag);
    f.three(s1.tag, s0.form, b0.tag);
    f.three(s1.tag, s0.tag, b0.form);
    f.three(s2.tag, s1.tag, s0.tag);
    f.four(s1.tag, s0.tag, b0.tag, b1.tag);
    f.four(s2.tag, s1.tag, s0.tag, b0.tag);
    f.four(s1.tag, s0.tag, b0.tag, between(s1, s0, 1));
    f.three(s0.tag, above, below);
    f.four(s1.tag, s0.tag, b0.tag, above << 8 | below);
    f.three(s1.class, s0.class, b0.class);
    f.three(s1.tag, s0.shape, b0.tag);
    f.three(s1.shape, s0.shape, b0.shape);
    f.three(s1.class, b0.form, o.class);
    f.three(s1.tag, b0.form, o.class);
    f.three(s1.form, b0.form, o.tag);
    f.four(s1.tag, s0.tag, b0.form, o.tag);
    f.four(s1.tag, s0.tag, b0.tag, o.tag);
    f.three(s1.form, s0.form, b0.form);
    f.three(s1.class, s0.class, b0.form);
    f.three(s1.form, s0.tag, b0.form);
    f.four(s2.tag, s1.tag, s0.tag, b0.form);
    f.three(s2.form, s0.tag, b0.tag);
    f.three(s2.form, s1.tag, s0.tag);
    f.three(s2.tag, s1.tag, s0.form);
    f.four(s2.tag, s1.tag, s0.tag, between(s2, s0, 1));
    let upos = u64::from_le_bytes([s2, s1, s0, b0, b1, b2, o, o].map(|row| row.upos));
    f.one(upos);
    f.one(upos & 0xffff_ffff_ff00);
    f.one(upos & 0xffff_ffff);
    f.two(s0.form, upos & 0xff_ffff_0000_ff00);
    f.two(b0.form, upos & 0xff_ff00_ffff_ff00);
}

/// What hangs on the words.
fn tree_features(rows: &Rows, view: &View, out: &mut Vec<Feature>) {
    let row = |token: u32| rows.row(token);
    let View { top, second, front, .. } = *view;
    let (s0, s1, b0) = (row(top.token), row(second.token), row(front.token));
    let (s0l, s0r, s1l, s1r, b0l) = (
        row(top.left[0]),
        row(top.right[0]),
        row(second.left[0]),
        row(second.right[0]),
        row(front.left[0]),
    );
    let (s0l2, s0r2, s1r2, b0l2) =
        (row(top.left[1]), row(top.right[1]), row(second.right[1]), row(front.left[1]));
    let s2 = row(view.third.token);
    let mut f = Sink { out, template: 500 };
    let counts =
        |node: &Node| u64::from(node.left_count.min(4)) << 4 | u64::from(node.right_count.min(4));
    f.three(s0.tag, s0l.tag, b0.tag);
    f.three(s0.tag, s0r.tag, b0.tag);
    f.three(s0.tag, b0.tag, b0l.tag);
    f.three(s1.tag, s1r.tag, s0.tag);
    f.three(s1.tag, s1l.tag, s0.tag);
    f.three(s1.tag, s0.tag, s0l.tag);
    f.three(s1.tag, s0.tag, s0r.tag);
    f.three(s0.tag, s0l.tag, s0l2.tag);
    f.three(s0.tag, s0r.tag, s0r2.tag);
    f.three(s1.tag, s1r.tag, s1r2.tag);
    f.three(b0.tag, b0l.tag, b0l2.tag);
    f.two(s0.form, s0l.form);
    f.two(s0.form, s0r.form);
    f.two(s1.form, s1r.form);
    f.two(b0.form, b0l.form);
    f.three(s0.tag, s0l.form, b0.tag);
    f.three(s1.tag, s0.tag, s0l.form);
    f.three(s1.form, s0.tag, s0l.form);
    f.three(s1.tag, s0.tag, s0r.form);
    f.three(s1.tag, s1r.form, s0.tag);
    f.two(s0.form, counts(&top));
    f.two(s0.tag, counts(&top));
    f.two(s1.form, counts(&second));
    f.two(s1.tag, counts(&second));
    f.two(b0.form, u64::from(front.left_count));
    f.two(b0.tag, u64::from(front.left_count));
    f.two(s0.tag, top.relations);
    f.two(s1.tag, second.relations);
    f.two(b0.tag, front.relations);
    f.three(s0.form, top.relations, b0.tag);
    f.three(s1.form, second.relations, s0.tag);
    f.two(s0.tag, relations(&top));
    f.two(s1.tag, relations(&second));
    f.three(s1.tag, u64::from(second.right_relations[0]), s0.tag);
    f.three(s0.tag, u64::from(top.left_relations[0]), b0.tag);
    f.four(s1.tag, s0.tag, u64::from(top.left_relations[0]), u64::from(top.right_relations[0]));
    f.three(s1.class, s0.class, s0l.form);
    f.three(s1.class, s0.tag, s0l.form);
    f.four(s2.tag, s1.tag, s0.tag, s0l.form);
    f.three(s2.class, s1.class, s0l.form);
    f.three(s2.form, s0.tag, s0l.form);
    f.four(s1.tag, s0.tag, s0l.form, b0.tag);
    f.four(s1.tag, second.relations, s0.tag, b0.tag);
    f.three(s1.tag, second.relations, s0.tag);
    f.three(s1.class, second.relations, s0.tag);
    f.three(s0.tag, top.relations, b0.tag);
    f.three(s0.class, top.relations, b0.tag);
    f.three(b0.tag, front.relations, s0.tag);
    f.three(b0.form, front.relations, s0.tag);
    f.four(s1.tag, s0.tag, top.relations, b0.tag);
    f.four(s0.tag, top.relations, b0.tag, u64::from(row(front.span.0).gap));
}

fn relations(node: &Node) -> u64 {
    u64::from_le_bytes([
        node.left_relations[0],
        node.left_relations[1],
        node.right_relations[0],
        node.right_relations[1],
        0,
        0,
        0,
        0,
    ])
}
