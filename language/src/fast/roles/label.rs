use crate::{Role, Side};

/// How many labels there are.
pub const LABELS: usize = 11;

/// Label of a token: 0 is none; then begin and inside of a cue, of a source whose cue stands to
/// the left, to the right, of a content whose cue stands to the left, to the right.
pub type Label = u8;

/// No part of a statement.
pub const NONE: Label = 0;

/// Names, in order, for the model file.
pub const NAMES: [&str; LABELS] = [
    "O",
    "B-cue",
    "I-cue",
    "B-source<",
    "I-source<",
    "B-source>",
    "I-source>",
    "B-content<",
    "I-content<",
    "B-content>",
    "I-content>",
];

/// The label of a token that begins a part, or goes on with it.
pub fn label(role: Role, side: Side, begins: bool) -> Label {
    let begin = match (role, side) {
        (Role::None, _) => return NONE,
        (Role::Cue, _) => 1,
        (Role::Source, Side::Left) => 3,
        (Role::Source, Side::Right) => 5,
        (Role::Content, Side::Left) => 7,
        (Role::Content, Side::Right) => 9,
    };
    begin + u8::from(!begins)
}

/// Which part a label stands for.
#[inline]
pub fn role(label: Label) -> Role {
    match label {
        1 | 2 => Role::Cue,
        3..=6 => Role::Source,
        7..=10 => Role::Content,
        _ => Role::None,
    }
}

/// On which side of the part its cue stands.
#[inline]
pub fn side(label: Label) -> Side {
    if matches!(label, 5 | 6 | 9 | 10) { Side::Right } else { Side::Left }
}

/// Whether a label begins a part.
#[inline]
pub fn begins(label: Label) -> bool {
    label % 2 == 1
}

/// Whether `label` may follow `before`: a part goes on only where it has begun.
#[inline]
pub const fn may_follow(before: Label, label: Label) -> bool {
    label == NONE || label % 2 == 1 || before == label || before + 1 == label
}
