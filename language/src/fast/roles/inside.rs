//! Readings: of a whole article, and of the insides of its contents.

use std::ops::Range;

use super::words::Words;
use super::{Pass, Roles, cues, label};
use crate::quotes::is_mark;
use crate::{Analysis, Reading, Role, Side, TokenRole};

/// Somebody says that somebody says that somebody says something: no deeper.
const DEEPEST: usize = 3;

/// Shorter contents hold no statement.
const SHORTEST: u32 = 4;

/// An inner cue and its parts count only with this margin or more, in the model's units: the
/// annotations that the model learned from have no inner statements, and a false one does more
/// harm than a missing one.
const SURE: u16 = 30;

impl Roles<'_> {
    /// Reads an article and the insides of its contents.
    pub fn readings(&self, text: &str, analysis: &Analysis) -> Vec<Reading> {
        readings(text, analysis, |parts| parts.iter().map(|part| self.read(&part.words)).collect())
    }
}

/// What is read by itself: an article, or the inside of a content.
#[derive(Debug)]
pub struct Part {
    /// The number of its first token.
    pub start: u32,
    pub words: Words,
}

/// Reads an article, then the insides of contents: each reading stands after the one whose content
/// it reads. `read` gives a pass for each part. Takes time linear in the tokens: no content is read
/// more than `DEEPEST` times.
pub fn readings(
    text: &str,
    analysis: &Analysis,
    read: impl Fn(&[Part]) -> Vec<Pass>,
) -> Vec<Reading> {
    let mut parts = vec![Part { start: 0, words: Words::of(text, analysis) }];
    let mut readings: Vec<Reading> =
        read(&parts).into_iter().map(|pass| reading(0, None, pass)).collect();
    let whole = parts.remove(0).words;
    let mut level = 0..readings.len();
    for _ in 0..DEEPEST {
        let mut holders = Vec::new();
        for holder in level {
            for content in contents(&readings[holder]) {
                let Some(part) = inside(text, analysis, &whole, content) else { continue };
                let words = whole.inside(text, analysis, part.clone());
                parts.push(Part { start: part.start, words });
                holders.push(holder);
            }
        }
        if parts.is_empty() {
            break;
        }
        level = readings.len()..readings.len();
        for ((part, holder), pass) in parts.iter().zip(holders).zip(read(&parts)) {
            let mut inner = reading(part.start, Some(holder), pass);
            keep_sure(&mut inner.roles);
            if inner.roles.iter().any(|role| role.role == Role::Content) {
                readings.push(inner);
            }
        }
        level.end = readings.len();
        parts.clear();
    }
    readings
}

fn reading(start: u32, within: Option<usize>, pass: Pass) -> Reading {
    let role = |(&label, &margin): (&label::Label, &u16)| TokenRole {
        role: label::role(label),
        begins: label::begins(label),
        cue: label::side(label),
        margin,
    };
    Reading {
        tokens: start..start + pass.labels.len() as u32, // as many as there are tokens
        within,
        roles: pass.labels.iter().zip(&pass.margins).map(role).collect(),
    }
}

/// The runs of tokens with one part each, counted from the first of the roles.
fn runs(roles: &[TokenRole]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, role) in roles.iter().enumerate().filter(|(_, role)| role.role != Role::None) {
        match runs.last_mut() {
            Some(run) if run.end == at && !role.begins && roles[at - 1].role == role.role => {
                run.end += 1;
            }
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

fn contents(reading: &Reading) -> Vec<Range<u32>> {
    let start = reading.tokens.start;
    runs(&reading.roles)
        .into_iter()
        .filter(|run| reading.roles[run.start].role == Role::Content)
        .map(|run| start + run.start as u32..start + run.end as u32)
        .collect()
}

/// The part of a content that may hold statements: without the marks around it and the word that
/// joins it to its cue. `None` if it is too short or has no likely cue.
pub fn inside(
    text: &str,
    analysis: &Analysis,
    words: &Words,
    content: Range<u32>,
) -> Option<Range<u32>> {
    let written = |at: u32| &text[analysis.tokens[at as usize].span.range()];
    let mut part = content;
    while part.start < part.end
        && (is_mark(written(part.start)) || words.words[part.start as usize].that)
    {
        part.start += 1;
    }
    while part.start < part.end && is_mark(written(part.end - 1)) {
        part.end -= 1;
    }
    let inner = &words.words[part.start as usize..part.end as usize];
    let likely = inner.iter().any(|word| word.cue >= cues::LIKELY);
    (likely && part.end - part.start >= SHORTEST).then_some(part)
}

/// Takes away cues that are not sure, and the sources and contents that lean on them.
fn keep_sure(roles: &mut [TokenRole]) {
    let runs = runs(roles);
    let least = |run: &Range<usize>| roles[run.clone()].iter().map(|role| role.margin).min();
    let is_cue = |run: &Range<usize>| roles[run.start].role == Role::Cue;
    let sure: Vec<bool> = runs.iter().map(|run| least(run) >= Some(SURE)).collect();
    let mut keep = Vec::with_capacity(runs.len());
    let mut last = None;
    let mut following: Vec<Option<usize>> = vec![None; runs.len()];
    for k in (0..runs.len()).rev() {
        following[k] = last;
        if is_cue(&runs[k]) {
            last = Some(k);
        }
    }
    let mut previous = None;
    for (k, run) in runs.iter().enumerate() {
        let cue = match (is_cue(run), roles[run.start].cue) {
            (true, _) => Some(k),
            (false, Side::Left) => previous.or(following[k]),
            (false, Side::Right) => following[k].or(previous),
        };
        keep.push(cue.is_some_and(|cue| sure[cue]));
        if is_cue(run) {
            previous = Some(k);
        }
    }
    for (run, _) in runs.iter().zip(keep).filter(|(_, keep)| !keep) {
        roles[run.clone()].fill(TokenRole::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(parts: &[(Role, Side, u16)]) -> Vec<TokenRole> {
        let one = |&(role, cue, margin)| TokenRole { role, begins: true, cue, margin };
        parts.iter().map(one).collect()
    }

    #[test]
    fn what_leans_on_an_unsure_cue_goes_with_it() {
        use Role::{Content, Cue, Source};
        use Side::{Left, Right};
        let mut read = roles(&[
            (Source, Right, 90),
            (Cue, Left, SURE),
            (Content, Left, 90),
            (Source, Right, 90),
            (Cue, Left, SURE - 1),
            (Content, Left, 90),
        ]);
        keep_sure(&mut read);
        let left: Vec<Role> = read.iter().map(|role| role.role).collect();
        assert_eq!(left, [Source, Cue, Content, Role::None, Role::None, Role::None]);
    }
}
