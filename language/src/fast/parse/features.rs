use super::rows::{Row, Rows};
use super::state::{Node, Stacks, State};
use crate::linear::{Feature, mix};

/// Distance between two words, in steps that matter.
fn distance(from: u32, to: u32) -> u64 {
    match to.abs_diff(from) {
        near @ 0..=5 => u64::from(near),
        6..=8 => 6,
        9..=14 => 7,
        _ => 8,
    }
}

/// What stands between two words: some comma, how many verbs, some conjunction.
fn between(left: &Row, right: &Row, upto: usize) -> u64 {
    let count = |k: usize| u64::from(right.before[k].wrapping_sub(left.before[k]));
    (0..upto).fold(0, |all, k| all << 2 | count(k).min(2))
}

/// Hashes templates, each under its own number.
struct Sink<'a> {
    out: &'a mut Vec<Feature>,
    template: u64,
}

impl Sink<'_> {
    #[inline(always)]
    fn one(&mut self, a: u64) {
        self.template += 1;
        self.out.push(mix(self.template, a));
    }

    #[inline(always)]
    fn two(&mut self, a: u64, b: u64) {
        self.template += 1;
        self.out.push(mix(mix(self.template, a), b));
    }

    #[inline(always)]
    fn three(&mut self, a: u64, b: u64, c: u64) {
        self.template += 1;
        self.out.push(mix(mix(mix(self.template, a), b), c));
    }

    #[inline(always)]
    fn four(&mut self, a: u64, b: u64, c: u64, d: u64) {
        self.template += 1;
        self.out.push(mix(mix(mix(mix(self.template, a), b), c), d));
    }
}

/// The features that choose the next action.
pub fn action_features(rows: &Rows, stacks: &Stacks, state: &State, out: &mut Vec<Feature>) {
    out.clear();
    let row = |token: u32| rows.row(token);
    let [top, second, third] = stacks.tops(state);
    let front = state.front;
    let after = |k: u32| {
        let at = front.token + k;
        row(if at < rows.root() { at } else { rows.none() })
    };
    let (s0, s1, s2, b0, b1, b2) =
        (row(top.token), row(second.token), row(third.token), row(front.token), after(1), after(2));
    let (s0l, s0r, s1l, s1r, b0l) = (
        row(top.left[0]),
        row(top.right[0]),
        row(second.left[0]),
        row(second.right[0]),
        row(front.left[0]),
    );
    let (s0l2, s0r2, s1r2, b0l2) =
        (row(top.left[1]), row(top.right[1]), row(second.right[1]), row(front.left[1]));
    let mut f = Sink { out, template: 100 };

    f.one(s0.form);
    f.one(s0.tag);
    f.two(s0.form, s0.tag);
    f.one(s1.form);
    f.one(s1.tag);
    f.two(s1.form, s1.tag);
    f.one(b0.form);
    f.one(b0.tag);
    f.two(b0.form, b0.tag);
    f.one(b1.form);
    f.two(b1.form, b1.tag);
    f.one(b2.tag);
    f.one(b2.form);
    f.one(s2.tag);

    f.four(s0.form, s0.tag, b0.form, b0.tag);
    f.three(s0.form, s0.tag, b0.form);
    f.three(s0.form, b0.form, b0.tag);
    f.three(s0.form, s0.tag, b0.tag);
    f.three(s0.tag, b0.form, b0.tag);
    f.two(s0.form, b0.form);
    f.two(s0.tag, b0.tag);
    f.four(s1.form, s1.tag, s0.form, s0.tag);
    f.three(s1.form, s0.form, s0.tag);
    f.three(s1.form, s1.tag, s0.tag);
    f.three(s1.tag, s0.form, s0.tag);
    f.two(s1.form, s0.form);
    f.two(s1.tag, s0.tag);
    f.two(s1.tag, b0.tag);
    f.two(s1.form, b0.form);
    f.two(b0.tag, b1.tag);
    f.two(b0.form, b1.form);
    f.two(b0.form, b1.tag);
    f.two(b0.tag, b1.form);

    f.three(b0.tag, b1.tag, b2.tag);
    f.three(s0.tag, b0.tag, b1.tag);
    f.three(s1.tag, s0.tag, b0.tag);
    f.three(s1.form, s0.tag, b0.tag);
    f.three(s1.tag, s0.form, b0.tag);
    f.three(s1.tag, s0.tag, b0.form);
    f.three(s2.tag, s1.tag, s0.tag);
    f.four(s1.tag, s0.tag, b0.tag, b1.tag);
    f.four(s2.tag, s1.tag, s0.tag, b0.tag);
    f.three(s0.form, b0.tag, b1.tag);
    f.three(s0.tag, b0.form, b1.tag);
    f.three(s0.tag, b0.tag, b1.form);

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

    let counts =
        |node: &Node| u64::from(node.left_count.min(4)) << 4 | u64::from(node.right_count.min(4));
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

    let to_front = distance(top.token, front.token);
    let to_top = distance(second.token, top.token);
    f.two(s0.form, to_front);
    f.two(s0.tag, to_front);
    f.two(b0.form, to_front);
    f.two(b0.tag, to_front);
    f.three(s0.tag, b0.tag, to_front);
    f.three(s1.tag, s0.tag, to_top);
    f.three(s1.form, s0.tag, to_top);
    f.three(s0.tag, b0.tag, between(s0, b0, 3));
    f.three(s1.tag, s0.tag, between(s1, s0, 3));
    f.four(s1.tag, s0.tag, b0.tag, between(s1, s0, 1));

    // The gaps on both sides of the top of the stack, and the one behind the front word.
    let [below, above, behind] =
        [top.span.0, front.span.0, front.token + 1].map(|word| u64::from(row(word).gap));
    f.two(s0.form, above);
    f.two(b0.form, above);
    f.three(s0.tag, b0.tag, above);
    f.three(s0.form, b0.tag, above);
    f.three(s0.tag, b0.form, above);
    f.three(s1.tag, s0.tag, below);
    f.three(s1.form, s0.tag, below);
    f.three(s1.tag, s0.form, below);
    f.three(s0.tag, above, below);
    f.three(b0.tag, above, behind);
    f.four(s0.tag, b0.tag, above, behind);
    f.four(s1.tag, s0.tag, b0.tag, above << 8 | below);
    f.four(s0.tag, b0.tag, b1.tag, above << 8 | behind);

    f.one(s0.class);
    f.one(s1.class);
    f.one(b0.class);
    f.one(b1.class);
    f.two(s0.class, b0.class);
    f.two(s1.class, s0.class);
    f.two(s0.class, b0.tag);
    f.two(s0.tag, b0.class);
    f.two(s1.class, s0.tag);
    f.two(s1.tag, s0.class);
    f.three(s1.class, s0.class, s0l.form);
    f.three(s1.class, s0.tag, s0l.form);
    f.three(s1.class, s0.class, b0.class);
    f.three(s0.class, b0.class, b1.class);
    f.three(s1.tag, s0.shape, b0.tag);
    f.three(s1.shape, s0.shape, b0.shape);
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

/// The features that choose the relation of an arc.
pub fn relation_features(rows: &Rows, head: &Node, dependent: &Node, out: &mut Vec<Feature>) {
    out.clear();
    let row = |token: u32| rows.row(token);
    let next = |token: u32, step: i32| match token.checked_add_signed(step) {
        Some(at) if at < rows.root() => row(at),
        _ => row(rows.none()),
    };
    let (h, d) = (row(head.token), row(dependent.token));
    let side = u64::from(head.token > dependent.token);
    let (dl, dl2, dr) = (row(dependent.left[0]), row(dependent.left[1]), row(dependent.right[0]));
    let far = distance(head.token, dependent.token) << 1 | side;
    let marks = if side == 1 { between(d, h, 1) } else { between(h, d, 1) };
    let mut f = Sink { out, template: 300 };
    // The gaps around the dependent.
    let gaps = [dependent.span.0, dependent.span.1 + 1].map(|word| row(word).gap);
    let gaps = u64::from(u16::from_le_bytes(gaps)) << 1 | side;
    f.two(d.form, gaps);
    f.three(h.tag, d.tag, gaps);
    f.three(h.form, d.tag, gaps);
    f.three(h.tag, d.form, gaps);
    f.two(d.form, side);
    f.two(d.tag, side);
    f.three(d.form, d.tag, side);
    f.two(h.form, side);
    f.two(h.tag, side);
    f.three(h.form, h.tag, side);
    f.three(h.form, d.form, side);
    f.three(h.tag, d.tag, side);
    f.four(h.form, h.tag, d.tag, side);
    f.four(h.tag, d.form, d.tag, side);
    f.two(d.class, side);
    f.two(h.class, side);
    f.three(h.class, d.class, side);
    f.three(h.class, d.tag, side);
    f.three(h.tag, d.class, side);
    f.three(h.tag, d.shape, side);
    f.two(d.shape, side);
    f.three(h.tag, d.tag, far);
    f.three(h.tag, d.tag, marks << 1 | side);
    f.two(d.tag, far);
    let first = u64::from(dependent.left_relations[0]);
    f.three(d.tag, dl.form, side);
    f.four(h.tag, d.tag, dl.form, side);
    f.four(h.form, d.tag, dl.form, side);
    f.four(h.class, d.tag, dl.form, side);
    f.four(h.tag, d.class, dl.form, side);
    f.four(h.tag, d.tag, first, side);
    f.four(h.tag, d.tag, dl.tag, dl2.tag);
    f.three(h.tag, d.tag, dl2.form);
    f.three(d.form, dl.form, side);
    f.four(h.tag, d.tag, dr.tag, side);
    f.three(d.tag, dr.form, side);
    f.three(h.tag, dependent.relations, side);
    f.three(d.tag, dependent.relations, side);
    f.four(h.tag, d.tag, dependent.relations, side);
    f.four(h.form, d.tag, dependent.relations, side);
    let siblings = if side == 1 { head.left_relations } else { head.right_relations };
    f.four(h.tag, d.tag, u64::from(siblings[0]), side);
    f.four(h.form, d.tag, u64::from(siblings[0]), side);
    f.four(h.tag, d.tag, head.relations, side);
    f.four(h.form, d.tag, head.relations, side);
    f.three(d.form, head.relations, side);
    f.three(h.tag, head.relations, d.class);
    f.three(d.tag, next(dependent.token, -1).tag, side);
    f.three(d.tag, next(dependent.token, 1).tag, side);
    f.three(d.form, next(dependent.token, 1).form, side);
    f.three(d.form, next(dependent.token, -1).form, side);
    f.four(h.tag, d.tag, next(head.token, 1).tag, side);
    f.four(h.tag, d.tag, next(head.token, -1).tag, side);
    f.three(h.form, h.tag, next(head.token, 1).form);
}
