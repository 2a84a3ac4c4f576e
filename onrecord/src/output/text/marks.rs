use onrecord_article::Fragments;

use super::line::{Lines, Style};
use crate::Record;

/// A part of a statement; of two that overlap the later one shows, so that what is nested in a
/// content stands out in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Content,
    Source,
    Cue,
}

/// Draws the article's text, with the parts of its statements marked.
pub(super) fn article(record: &Record, lines: &mut Lines) {
    let text = record.article.text();
    let mut pieces = pieces(record).into_iter().peekable();
    let mut at = 0;
    let mut blank_before = false;
    for paragraph in text.split_inclusive('\n') {
        let end = at + paragraph.len();
        if paragraph.trim().is_empty() {
            blank_before = at > 0;
            at = end;
            continue;
        }
        if std::mem::take(&mut blank_before) {
            lines.end();
        }
        while at < end {
            while pieces.next_if(|piece| piece.end <= at).is_some() {}
            let (stop, style) = match pieces.peek() {
                Some(piece) if piece.start <= at => (piece.end.min(end), piece.style),
                Some(piece) => (piece.start.min(end), Style::Plain),
                None => (end, Style::Plain),
            };
            lines.add(&text[at..stop], style);
            at = stop;
        }
        lines.end();
    }
}

/// A stretch of the text in one style; bytes.
struct Piece {
    start: usize,
    end: usize,
    style: Style,
}

/// The marked stretches, in order, none overlapping another.
fn pieces(record: &Record) -> Vec<Piece> {
    // Each end of each span, in order of text, with what it changes.
    let mut ends: Vec<(usize, Part, i32)> = Vec::new();
    for statement in &record.findings.statements {
        let parts = [
            (Part::Content, Some(&statement.content)),
            (Part::Source, statement.source.as_ref()),
            (Part::Cue, statement.cue.as_ref()),
        ];
        for (part, fragments) in parts {
            for span in fragments.map_or(&[][..], Fragments::spans) {
                ends.push((span.start(), part, 1));
                ends.push((span.end(), part, -1));
            }
        }
    }
    ends.sort_unstable();
    let mut open = [0; 3];
    let mut pieces = Vec::new();
    for (k, &(at, part, change)) in ends.iter().enumerate() {
        open[part as usize] += change;
        let Some(&(next, ..)) = ends.get(k + 1) else { break };
        let style = [(Part::Cue, Style::Cue), (Part::Source, Style::Source)]
            .into_iter()
            .chain([(Part::Content, Style::Content)])
            .find(|&(part, _)| open[part as usize] > 0);
        if let (Some((_, style)), true) = (style, at < next) {
            pieces.push(Piece { start: at, end: next, style });
        }
    }
    pieces
}
