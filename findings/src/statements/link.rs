//! Roles of tokens put together into statements.
//!
//! A source and a content know on which side their cue stands, so each goes to the nearest cue
//! there. Of the statements of a second human annotator, 97 in 100 come back from their roles
//! in this way.

use std::ops::Range;

use onrecord_article::Fragments;
use onrecord_language::{Analysis, Reading, Role, Side};

/// One statement as its roles show it: nothing resolved, nothing nested.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Linked {
    /// Who says it; absent in "it was said that".
    pub source: Option<Fragments>,
    /// What shows that it is said; absent for a content with no cue within reach.
    pub cue: Option<Fragments>,
    /// What is said.
    pub content: Fragments,
    /// The tokens of the source; empty if there is none.
    pub source_tokens: Range<u32>,
    /// The tokens of the cue; empty if there is none.
    pub cue_tokens: Range<u32>,
    /// The tokens of the content, a range a fragment, in order.
    pub content_tokens: Vec<Range<u32>>,
    /// Whether the source is that of the cue before: "she said ... and added ...".
    pub inherited: bool,
    /// Margin of the part that is least sure: the mean of its tokens' margins.
    pub margin: u16,
}

/// Over the end of a sentence a source may be so many tokens behind its cue: ends are guessed.
const CLOSE: u32 = 2;

/// A run of tokens with one role.
#[derive(Clone, Debug)]
struct Run {
    tokens: Range<u32>,
    role: Role,
    cue: Side,
    /// Sum of the margins of the tokens.
    margins: u64,
    sentence: u32,
    paragraph: u32,
}

/// Puts the roles of one reading together, in order of content. Takes time linear in the tokens,
/// but for one binary search a part.
pub fn link(analysis: &Analysis, reading: &Reading) -> Vec<Linked> {
    let runs = runs(analysis, reading);
    let of = |role| runs.iter().filter(move |run| run.role == role);
    let cues: Vec<&Run> = of(Role::Cue).collect();
    let mut sources: Vec<Option<&Run>> = vec![None; cues.len()];
    for source in of(Role::Source) {
        let Some(cue) = cue_of_source(&cues, source) else { continue };
        let nearer = sources[cue]
            .is_none_or(|other| gap(&cues[cue].tokens, source) < gap(&cues[cue].tokens, other));
        if nearer {
            sources[cue] = Some(source);
        }
    }
    let contents: Vec<&Run> = of(Role::Content).collect();
    let (mut of_cue, alone) = contents_of_cues(&cues, &contents);
    let mut linked = Vec::new();
    let mut last: Option<(usize, &Run)> = None;
    for (k, cue) in cues.iter().enumerate() {
        let own = sources[k];
        let before = last
            .filter(|&(of, _)| cues[of].sentence == cue.sentence)
            .map(|(_, source)| source)
            .filter(|_| own.is_none());
        if let Some(source) = own.or(before) {
            last = Some((k, source));
        }
        let contents = std::mem::take(&mut of_cue[k]);
        linked.extend(statement(analysis, own.or(before), Some(cue), &contents, before.is_some()));
    }
    for group in alone {
        linked.extend(statement(analysis, None, None, &group, false));
    }
    linked.sort_by_key(|one| (one.content_tokens[0].start, one.cue_tokens.start));
    linked
}

fn runs(analysis: &Analysis, reading: &Reading) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let (mut sentence, mut paragraph) = (0, 0);
    for (token, role) in reading.tokens.clone().zip(&reading.roles) {
        let passed = |ranges: &[Range<u32>], at: &mut u32| {
            while ranges.get(*at as usize).is_some_and(|range| range.end <= token) {
                *at += 1;
            }
            *at
        };
        let sentence = passed(analysis.sentences(), &mut sentence);
        let paragraph = passed(analysis.paragraphs(), &mut paragraph);
        if role.role == Role::None {
            continue;
        }
        match runs.last_mut() {
            Some(run)
                if !role.begins
                    && run.role == role.role
                    && run.tokens.end == token
                    && run.paragraph == paragraph =>
            {
                run.tokens.end += 1;
                run.margins += u64::from(role.margin);
            }
            _ => runs.push(Run {
                tokens: token..token + 1,
                role: role.role,
                cue: role.cue,
                margins: role.margin.into(),
                sentence,
                paragraph,
            }),
        }
    }
    runs
}

/// The nearest cue on the labeled side, within a paragraph; else the nearest one in the sentence.
fn cue_of_source(cues: &[&Run], source: &Run) -> Option<usize> {
    let (before, after) = neighbors(cues, source);
    let (labeled, other) = sided(source.cue, before, after);
    // "said Ann Lee": a source after its cue is in its sentence, or right behind it.
    let near = |cue: usize| match source.cue {
        Side::Left => {
            cues[cue].sentence == source.sentence || gap(&cues[cue].tokens, source) <= CLOSE
        }
        Side::Right => cues[cue].paragraph == source.paragraph,
    };
    labeled.filter(|&cue| near(cue)).or(other.filter(|&cue| cues[cue].sentence == source.sentence))
}

/// The contents of each cue, in order, and the contents that no cue reaches, in groups.
///
/// A content may stand one paragraph away from its cue, or from the content of that cue which
/// lies between: a quotation can run over any number of paragraphs.
fn contents_of_cues<'a>(
    cues: &[&'a Run],
    contents: &[&'a Run],
) -> (Vec<Vec<&'a Run>>, Vec<Vec<&'a Run>>) {
    let mut cue_of: Vec<Option<usize>> = vec![None; contents.len()];
    // How far the contents of a cue reach to the left and right, as paragraphs.
    let mut reach: Vec<(u32, u32)> =
        cues.iter().map(|cue| (cue.paragraph, cue.paragraph)).collect();
    for (k, content) in contents.iter().enumerate() {
        let (before, after) = neighbors(cues, content);
        let near = |cue: &usize| reach[*cue].1 + 1 >= content.paragraph;
        let same = |cue: &usize| cues[*cue].sentence == content.sentence;
        cue_of[k] = match content.cue {
            Side::Left => before.filter(near).or(after.filter(same)),
            Side::Right => after.filter(same).or(before
                .filter(same)
                .filter(|_| after.is_none_or(|cue| cues[cue].paragraph != content.paragraph))),
        };
        if let Some(cue) = cue_of[k] {
            reach[cue].1 = reach[cue].1.max(content.paragraph);
        }
    }
    for (k, content) in contents.iter().enumerate().rev() {
        if cue_of[k].is_none() && content.cue == Side::Right {
            let (_, after) = neighbors(cues, content);
            cue_of[k] = after.filter(|&cue| reach[cue].0 <= content.paragraph + 1);
        }
        if let Some(cue) = cue_of[k] {
            reach[cue].0 = reach[cue].0.min(content.paragraph);
        }
    }
    let mut of_cue = vec![Vec::new(); cues.len()];
    let mut alone: Vec<Vec<&Run>> = Vec::new();
    for (content, cue) in contents.iter().zip(cue_of) {
        match cue {
            Some(cue) => of_cue[cue].push(*content),
            None => match alone.last_mut() {
                Some(group)
                    if group.last().is_some_and(|last| {
                        last.sentence == content.sentence || last.tokens.end == content.tokens.start
                    }) =>
                {
                    group.push(content);
                }
                _ => alone.push(vec![content]),
            },
        }
    }
    (of_cue, alone)
}

/// The last cue before a run and the first one after it.
fn neighbors(cues: &[&Run], run: &Run) -> (Option<usize>, Option<usize>) {
    let after = cues.partition_point(|cue| cue.tokens.start < run.tokens.start);
    (after.checked_sub(1), (after < cues.len()).then_some(after))
}

fn sided<T>(side: Side, before: T, after: T) -> (T, T) {
    match side {
        Side::Left => (before, after),
        Side::Right => (after, before),
    }
}

/// Tokens between two runs.
fn gap(cue: &Range<u32>, run: &Run) -> u32 {
    run.tokens.start.saturating_sub(cue.end).max(cue.start.saturating_sub(run.tokens.end))
}

/// `None` if there is no content: a cue alone says nothing.
fn statement(
    analysis: &Analysis,
    source: Option<&Run>,
    cue: Option<&Run>,
    contents: &[&Run],
    inherited: bool,
) -> Option<Linked> {
    let span = |run: &&Run| analysis.span(run.tokens.start as usize..run.tokens.end as usize);
    let part = |run: Option<&Run>| run.and_then(|run| span(&run)).map(Fragments::from);
    let tokens = |run: Option<&Run>| run.map_or(0..0, |run| run.tokens.clone());
    Some(Linked {
        source: part(source),
        cue: part(cue),
        content: Fragments::new(contents.iter().filter_map(span).collect())?,
        source_tokens: tokens(source),
        cue_tokens: tokens(cue),
        content_tokens: contents.iter().map(|run| run.tokens.clone()).collect(),
        inherited,
        margin: [Some(mean(contents)), source.map(|run| mean(&[run])), cue.map(|run| mean(&[run]))]
            .into_iter()
            .flatten()
            .min()?,
    })
}

/// Mean of the margins of the tokens of some runs.
fn mean(runs: &[&Run]) -> u16 {
    let tokens = runs.iter().map(|run| u64::from(run.tokens.end - run.tokens.start)).sum::<u64>();
    let margins = runs.iter().map(|run| run.margins).sum::<u64>();
    (margins / tokens.max(1)) as u16 // a mean of numbers of 16 bits
}

#[cfg(test)]
#[path = "link_tests.rs"]
mod tests;
