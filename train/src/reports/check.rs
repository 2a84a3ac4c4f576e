//! The conventions that an annotated report must keep.

use super::{Gold, Report};

/// What may stand before a quotation, and what after it.
const OPENING: [char; 7] = ['“', '‘', '«', '„', '‹', '"', '\''];
const CLOSING: [char; 7] = ['”', '’', '»', '›', '“', '"', '\''];

/// Words that end in a full stop of their own.
const SHORT: [&str; 9] = ["Inc.", "Ltd.", "Co.", "Jr.", "Sr.", "St.", "No.", "etc.", "Me."];

/// A piece of a statement: code points, end exclusive.
type Piece = [usize; 2];

/// What is wrong with a report: a line a fault, each with the statement, its words and the way out.
pub(super) fn faults(report: &Report) -> Vec<String> {
    let text: Vec<char> = report.text.chars().collect();
    let mut found = Vec::new();
    for (number, gold) in &report.statements {
        let mut fault = |what: &str, piece: Option<Piece>, mend: &str| {
            let words: String = piece.map_or_else(String::new, |p| shown(&text, p));
            found.push(format!("{}: statement {number}: {what}{words}: {mend}", report.name));
        };
        if gold.content.is_empty() {
            fault("no content", None, "mark its words with `c`, or take the statement out");
        }
        for (part, list) in [("source", &gold.source), ("cue", &gold.cue)] {
            if list.len() > 1 {
                fault(&format!("two pieces of {part}"), Some(list[1]), "mark one piece only");
            }
        }
        if !gold.source.is_empty() && gold.speaker == "-" {
            fault("nobody speaks", Some(gold.source[0]), "name the speaker in its line");
        }
        for &piece in parts(gold).chain(&gold.addressee) {
            if let Some(what) = edge(&text, piece) {
                fault(what, Some(piece), "leave it outside the brace");
            }
        }
        for &piece in gold.source.iter().chain(&gold.addressee) {
            if piece[0] < piece[1] && text[piece[1] - 1] == ',' {
                fault("a comma ends", Some(piece), "leave it outside the brace");
            }
        }
        if let Some(piece) = overlap(gold) {
            fault("two parts of one statement overlap at", Some(piece), "mark them apart");
        }
        for &piece in &gold.content {
            if gold.form != "direct" && ends_in_stop(&text, piece) {
                fault("the reporter's stop ends", Some(piece), "leave it outside the brace");
            }
            if gold.form == "indirect" && has_marks(&text, piece) {
                fault("marks in the indirect", Some(piece), "call it mixed, partial or direct");
            }
            if mark_outside(&text, piece) && !quoted_around(report, *number, piece) {
                fault("a quotation mark beside", Some(piece), "take it into the brace");
            }
        }
        if let Some(piece) = outside_holder(report, gold) {
            fault(
                "not all of it lies in the statement that holds its cue",
                Some(piece),
                "mark it inside, or the cue outside",
            );
        }
    }
    found
}

fn parts(gold: &Gold) -> impl Iterator<Item = &Piece> {
    gold.source.iter().chain(&gold.cue).chain(&gold.content)
}

fn shown(text: &[char], piece: Piece) -> String {
    let words: String = text[piece[0]..piece[1]].iter().collect();
    let (head, cut) = match words.char_indices().nth(40) {
        Some((at, _)) => (&words[..at], "…"),
        None => (words.as_str(), ""),
    };
    format!(" [{}{cut}]", head.replace('\n', " "))
}

/// White space at an end, or nothing in between.
fn edge(text: &[char], [from, to]: Piece) -> Option<&'static str> {
    match text[from..to] {
        [] => Some("nothing stands in a brace"),
        [first, ..] if first.is_whitespace() => Some("white space begins"),
        [.., last] if last.is_whitespace() => Some("white space ends"),
        _ => None,
    }
}

/// The first part that shares a code point with another part of the same statement.
fn overlap(gold: &Gold) -> Option<Piece> {
    let mut pieces: Vec<Piece> = parts(gold).copied().collect();
    pieces.sort_unstable();
    pieces.windows(2).find(|two| two[1][0] < two[0][1]).map(|two| two[1])
}

/// A full stop or comma at the end that is the reporter's: not within quotation marks, and not of
/// a word like `U.S.`.
fn ends_in_stop(text: &[char], [from, to]: Piece) -> bool {
    let last = text[from..to].last();
    let word = text[from..to].rsplit(|c| c.is_whitespace()).next().unwrap_or_default();
    let word: String = word.iter().collect();
    let inner = word.strip_suffix('.').is_some_and(|stem| {
        stem.contains('.') || stem.chars().filter(|c| c.is_alphabetic()).count() == 1
    });
    match last {
        Some('.') => !inner && !SHORT.contains(&word.as_str()),
        Some(',' | ';') => true,
        _ => false,
    }
}

/// Double quotation marks of any kind.
fn has_marks(text: &[char], [from, to]: Piece) -> bool {
    text[from..to].iter().any(|c| ['“', '”', '„', '«', '»', '"'].contains(c))
}

/// A quotation mark that belongs to the words of the piece stands directly beside it.
fn mark_outside(text: &[char], [from, to]: Piece) -> bool {
    let opens = |at: usize| {
        OPENING.contains(&text[at]) && (at == 0 || !text[at - 1].is_alphanumeric()) // no apostrophe
    };
    let closes = |at: usize| {
        CLOSING.contains(&text[at]) && text.get(at + 1).is_none_or(|c| !c.is_alphanumeric())
    };
    from > 0 && opens(from - 1) && text[from - 1] != text[from]
        || to < text.len() && closes(to) && to > from
}

/// Another statement's content holds the piece and the marks beside it.
fn quoted_around(report: &Report, number: u32, [from, to]: Piece) -> bool {
    let others = report.statements.iter().filter(|&(&other, _)| other != number);
    others.flat_map(|(_, other)| &other.content).any(|c| c[0] <= from && to <= c[1])
}

/// A piece of a nested statement that does not lie in its holder's content.
fn outside_holder(report: &Report, gold: &Gold) -> Option<Piece> {
    let holder = &report.statements[&gold.within?];
    let inside =
        |piece: &Piece| holder.content.iter().any(|c| c[0] <= piece[0] && piece[1] <= c[1]);
    parts(gold).copied().find(|piece| !inside(piece))
}
