use super::super::rows::Rows;
use super::super::state::Node;
use super::{Sink, between, distance};
use crate::linear::Feature;

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
