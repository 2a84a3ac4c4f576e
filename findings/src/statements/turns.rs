//! Turns of transcripts and interviews: a label, a colon, and what was said, without marks.
//!
//! Finds: `MR. EARNEST: Good morning.`, `"LEE: No.`, `Q: ... A: ...`, `Q Mr. President, ...`. A turn goes on
//! over the paragraphs that have no label of their own. Not: a single label in an article that
//! has no other, unless a quotation follows it.

use std::ops::Range;

use onrecord_article::{Fragments, Span, Upos};
use onrecord_language::NameKind;

use super::draft::Draft;
use crate::page::Page;

/// A label has at most this many tokens.
const LONGEST: usize = 9;
/// How a turn was found.
const TURN: &str = "turn";
/// A transcript has at least this many labels.
const LABELS: usize = 3;

/// A label at the start of a paragraph.
#[derive(Clone, Copy, Debug)]
struct Label {
    source: Span,
    cue: Option<Span>,
    /// First token of what is said.
    said: usize,
    paragraph: usize,
}

/// Adds the turns, in place of whatever else was found with the label as its cue.
pub(crate) fn add(page: &Page, drafts: &mut Vec<Draft>) {
    let labels = labels(page);
    if labels.len() < LABELS {
        return;
    }
    let paragraphs = page.analysis.paragraphs();
    let mut found: Vec<Draft> = Vec::new();
    for (k, label) in labels.iter().enumerate() {
        let next = labels.get(k + 1).map(|next| next.paragraph);
        let last = next.unwrap_or_else(|| trailing(page, label.paragraph));
        let mut spans: Vec<Span> = Vec::new();
        for paragraph in label.paragraph..last {
            let range = &paragraphs[paragraph];
            let start =
                if paragraph == label.paragraph { label.said } else { range.start as usize };
            let said = start..range.end as usize;
            if !is_stage_direction(page, said.clone()) {
                spans.extend(page.span(said));
            }
        }
        let Some(content) = Fragments::new(spans) else { continue };
        let mut draft = Draft::new(TURN, 930, content.first());
        draft.content = content;
        draft.verbatim = true;
        found.push(draft.source(Some(label.source)).cue(label.cue));
    }
    keep_inside(&labels, drafts);
    drafts.extend(found);
}

/// What the roles made of a turn's own label goes; what stands inside a turn stays, without what it
/// holds of others.
pub(crate) fn stay_inside(page: &Page, drafts: &mut Vec<Draft>) {
    let labels = labels(page);
    if labels.len() >= LABELS {
        keep_inside(&labels, drafts);
    }
}

fn keep_inside(labels: &[Label], drafts: &mut Vec<Draft>) {
    let own: Vec<Span> = labels.iter().map(|label| label.source).collect();
    let turn = |byte: usize| own.partition_point(|label| label.start() <= byte);
    drafts.retain_mut(|draft| {
        if draft.by == TURN {
            return true;
        }
        let at = turn(draft.cue.unwrap_or(draft.content.first()).start());
        let spans = draft.content.spans().iter().copied();
        let foreign: Vec<Span> = spans.filter(|span| turn(span.start()) != at).collect();
        if foreign.into_iter().any(|span| !draft.remove(span)) {
            return false;
        }
        let touches = |span: Span| {
            let from = own.partition_point(|label| label.end() <= span.start());
            own.get(from).is_some_and(|label| label.overlaps(span))
        };
        !draft.source.is_some_and(touches)
            && !draft.content.spans().iter().any(|&span| touches(span))
    });
}

fn labels(page: &Page) -> Vec<Label> {
    let paragraphs = 0..page.analysis.paragraphs().len();
    paragraphs.filter_map(|paragraph| label(page, paragraph)).collect()
}

/// The turn of the last label ends with its paragraph.
fn trailing(_page: &Page, paragraph: usize) -> usize {
    paragraph + 1
}

fn label(page: &Page, paragraph: usize) -> Option<Label> {
    let range = page.analysis.paragraphs().get(paragraph)?;
    let mut tokens = range.start as usize..range.end as usize;
    // A transcript that is quoted has a mark before each label.
    tokens.start += usize::from(page.is_quote(tokens.start) && tokens.len() > 1);
    letter(page, tokens.clone(), paragraph).or_else(|| named(page, tokens, paragraph))
}

/// `Q:`, `A.`, `Q ` and their like.
fn letter(page: &Page, tokens: Range<usize>, paragraph: usize) -> Option<Label> {
    let first = tokens.start;
    let word = page.word(first);
    let source = page.tokens().get(first)?.span;
    let long = page.is_any(first, &["question", "answer"]);
    let stem = word.trim_end_matches(['.', ':']);
    if !(long || matches!(stem, "Q" | "A")) {
        return None;
    }
    let source = page.article.span(source.start()..source.start() + stem.len())?;
    let marked = page.is_any(first + 1, &[":", ".", ">", ")"]);
    let glued = stem.len() < word.len();
    let bare = stem == "Q" && !marked && !glued;
    let said = if marked { first + 2 } else { first + 1 };
    let end = page.tokens()[first].span.end();
    let cue = match (marked, glued) {
        (true, _) => page.tokens().get(first + 1).map(|token| token.span),
        (false, true) => page.article.span(source.end()..end),
        (false, false) => None,
    };
    let fits = said < tokens.end && (marked || glued || bare);
    fits.then_some(Label { source, cue, said, paragraph })
}

/// `MR. EARNEST:`, `Ann Lee:`, `THE PRESIDENT:`; nothing but names and titles before the colon.
fn named(page: &Page, tokens: Range<usize>, paragraph: usize) -> Option<Label> {
    let colon = tokens.clone().take(LONGEST + 1).find(|&at| page.is(at, ":"))?;
    let label = tokens.start..colon;
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let fits = label.clone().all(|at| {
        let word = page.word(at);
        capital(word)
            || page.is_mark(at) && !page.is_quote(at)
            || matches!(
                word,
                "of" | "the" | "de" | "van" | "von" | "bin" | "al" | "and" | "'s" | "’s"
            )
    });
    // `NEW DELHI: ...` is a dateline.
    let names = page.analysis.names();
    let name = names.binary_search_by_key(&label.start, |name| name.tokens.start as usize);
    if name.is_ok_and(|at| names[at].kind == NameKind::Location) {
        return None;
    }
    let all_capitals = label.clone().all(|at| !page.word(at).contains(char::is_lowercase));
    let words = label.clone().filter(|&at| !page.is_mark(at)).count();
    let name = label.clone().any(|at| page.upos(at) == Upos::Propn);
    let plain = fits && words > 0 && (all_capitals || name && words <= 5);
    let said = colon + 1;
    let quoted = said < tokens.end && page.is_quote(said);
    (plain && said < tokens.end && !quoted).then_some(())?;
    let source = page.span(label)?;
    let cue = page.tokens().get(colon).map(|token| token.span);
    Some(Label { source, cue, said, paragraph })
}

/// `(Laughter.)`, `[Applause]`
fn is_stage_direction(page: &Page, mut tokens: Range<usize>) -> bool {
    tokens.start += usize::from(tokens.start < tokens.end && page.is_quote(tokens.start));
    page.is_any(tokens.start, &["(", "["])
        && tokens.end > tokens.start
        && (page.is_any(tokens.end - 1, &[")", "]"])
            || tokens.len() > 1 && page.is_any(tokens.end - 2, &[")", "]"]))
}
