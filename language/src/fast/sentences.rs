//! Sentences: ranges of tokens within a paragraph. Rules: the treebanks' own sentence ends leave
//! little else to learn once tokens keep the full stops of abbreviations.

use std::ops::Range;

use onrecord_article::{Article, Span};

/// A longer sentence is cut: later stages may take time that grows faster than its length.
pub(crate) const LONGEST: usize = 400;

/// Splits paragraphs into sentences.
pub(crate) fn split(
    article: &Article,
    spans: &[Span],
    paragraphs: &[Range<u32>],
) -> Vec<Range<u32>> {
    let mut sentences = Vec::new();
    for paragraph in paragraphs {
        let tokens = &spans[paragraph.start as usize..paragraph.end as usize];
        let mut start = 0;
        for next in 1..=tokens.len() {
            let cut = next - start >= LONGEST || next == tokens.len();
            if cut || ends(article, &tokens[start..], next - start) {
                sentences.push(paragraph.start + start as u32..paragraph.start + next as u32);
                start = next;
            }
        }
    }
    sentences
}

/// What the last words of a sentence may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    /// `.`
    Stop,
    /// `!`, `?`
    Loud,
    /// `...`
    Ellipsis,
    /// `p.m.`, `U.S.`, `Inc.`
    Abbreviation,
    /// Anything else.
    No,
}

/// Whether a sentence ends before token `next`, at least 1, of the tokens from its first one.
fn ends(article: &Article, tokens: &[Span], next: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |&span| article.text_of(span));
    let glued = |at: usize| at > 0 && tokens[at].start() == tokens[at - 1].end();
    let mut last = next - 1;
    // Closing marks, and a note: `resist.”`, `resist.) [25]`.
    let mut closed = false;
    while last > 0 && next - last <= 2 && closes(word(last)) && glued(last) {
        closed = true;
        last -= 1;
    }
    let (end, after) = (end(word(last)), word(next));
    if end == End::No || (glued(next) && !begins_glued(end, after)) {
        return false;
    }
    let first = after.chars().next().unwrap_or(' ');
    // `[25]` belongs to what it stands behind.
    if first == '[' && word(next + 1).starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    // `1.` at the start of a sentence is the number of what follows.
    if end == End::Stop && last == 1 && is_list_number(word(0)) {
        return false;
    }
    let capital = first.is_uppercase() || (!first.is_lowercase() && first.is_alphabetic());
    let opens =
        matches!(first, '"' | '“' | '‘' | '\'' | '«' | '(' | '[' | '`' | '•' | '*' | '¿' | '¡');
    match end {
        End::Stop if !closed => !is_inner_mark(first),
        End::Stop | End::Loud => {
            capital || opens || first.is_ascii_digit() || (!closed && !is_inner_mark(first))
        }
        End::Ellipsis => capital || opens,
        End::Abbreviation => is_starter(after) || (opens && closed),
        End::No => false,
    }
}

fn end(word: &str) -> End {
    match word.chars().next_back() {
        Some('.') if word.len() == 1 => End::Stop,
        Some('.' | '…') if word.starts_with(['.', '…']) => End::Ellipsis,
        Some('.') if !is_title(word) => End::Abbreviation,
        Some('!' | '?' | '‽') => End::Loud,
        Some('。' | '！' | '？' | '؟' | '۔' | '।') => End::Loud,
        _ => End::No,
    }
}

fn closes(word: &str) -> bool {
    matches!(word, "\"" | "”" | "''" | "’" | "'" | "’’" | ")" | "]" | "»" | "›" | "*")
}

/// Marks that go on with a sentence.
fn is_inner_mark(first: char) -> bool {
    matches!(first, ',' | ';' | ':' | ')' | ']' | '”' | '’' | '»' | '.' | '!' | '?' | '…')
}

/// Without a space a sentence begins only in `cold.The` and `said.“The`.
fn begins_glued(end: End, after: &str) -> bool {
    matches!(end, End::Stop | End::Loud)
        && after.chars().next().is_some_and(|c| c.is_uppercase() || matches!(c, '“' | '‘' | '«'))
}

/// Whether a name follows the abbreviation: `Gen. Lee`.
fn is_title(word: &str) -> bool {
    matches!(
        word,
        "Mr."
            | "Mrs."
            | "Ms."
            | "Dr."
            | "Prof."
            | "Sen."
            | "Sens."
            | "Rep."
            | "Reps."
            | "Gov."
            | "Govs."
            | "Gen."
            | "Col."
            | "Lt."
            | "Capt."
            | "Cmdr."
            | "Maj."
            | "Sgt."
            | "Cpl."
            | "Adm."
            | "Brig."
            | "Rev."
            | "Hon."
            | "Pres."
            | "Supt."
            | "St."
            | "Ft."
            | "Mt."
            | "vs."
            | "v."
            | "e.g."
            | "i.e."
            | "Messrs."
    )
}

/// Words that begin a sentence behind an abbreviation more often than they go on with it.
fn is_starter(word: &str) -> bool {
    matches!(
        word,
        "The"
            | "He"
            | "She"
            | "It"
            | "They"
            | "We"
            | "In"
            | "But"
            | "And"
            | "This"
            | "That"
            | "These"
            | "Those"
            | "There"
            | "His"
            | "Her"
            | "Its"
            | "Their"
            | "Our"
            | "My"
            | "If"
            | "When"
            | "While"
            | "As"
            | "At"
            | "On"
            | "For"
            | "However"
            | "What"
            | "Why"
            | "How"
            | "So"
            | "Then"
            | "Now"
            | "After"
            | "Before"
            | "Since"
            | "Some"
            | "Many"
            | "Most"
            | "Not"
            | "You"
            | "An"
            | "With"
            | "From"
            | "By"
            | "To"
            | "One"
            | "No"
            | "Or"
            | "Yet"
            | "Meanwhile"
            | "Although"
            | "Because"
            | "According"
            | "Asked"
            | "Under"
    )
}

fn is_list_number(word: &str) -> bool {
    word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit())
        || (word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use onrecord_article::Provenance;

    use super::*;
    use crate::fast::tokens;

    /// The sentences of `text` are those of `expected`, a line each.
    fn check(text: &str, expected: &[&str]) {
        let article = Article::new(text.to_owned(), Provenance::default()).expect("short");
        let tokens = tokens::split(&article);
        let found: Vec<&str> = split(&article, &tokens.spans, &tokens.paragraphs)
            .iter()
            .map(|s| {
                let (first, last) =
                    (tokens.spans[s.start as usize], tokens.spans[s.end as usize - 1]);
                &text[first.start()..last.end()]
            })
            .collect();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn full_stops_and_abbreviations() {
        check("He left. She stayed.", &["He left.", "She stayed."]);
        check("Mr. Smith met Gen. Lee. He left.", &["Mr. Smith met Gen. Lee.", "He left."]);
        check("George W. Bush left.", &["George W. Bush left."]);
        check("It is in the U.S. The rest is not.", &["It is in the U.S.", "The rest is not."]);
        check(
            "The U.S. Senate met at 5 p.m. on Jan. 5.",
            &["The U.S. Senate met at 5 p.m. on Jan. 5."],
        );
        check("i left. she stayed", &["i left.", "she stayed"]);
        check("1. Be kind. 2. Be quick.", &["1. Be kind.", "2. Be quick."]);
    }

    #[test]
    fn quotation_marks_end_with_the_sentence() {
        check("“We resist.” He left.", &["“We resist.”", "He left."]);
        check("“Why?” he asked. “Go!” “No.”", &["“Why?” he asked.", "“Go!”", "“No.”"]);
        check("\"We resist.\" \"We do.\"", &["\"We resist.\"", "\"We do.\""]);
        check("“‘We resist.’” He left.", &["“‘We resist.’”", "He left."]);
        check("(He left.) She stayed.", &["(He left.)", "She stayed."]);
        check("He said: “Go. Now.” She went.", &["He said: “Go.", "Now.”", "She went."]);
    }

    #[test]
    fn other_ends() {
        check("Well... maybe. Yes… No!", &["Well... maybe.", "Yes…", "No!"]);
        check("He resigned. [25] She did too.", &["He resigned. [25] She did too."]);
        check("One line\nTwo lines", &["One line", "Two lines"]);
        check("It was cold.The wind blew.", &["It was cold.", "The wind blew."]);
        check("TEHRAN — Iran said so. It did.", &["TEHRAN — Iran said so.", "It did."]);
    }

    #[test]
    fn a_sentence_without_end_is_cut() {
        let text = "word ".repeat(1000);
        let article = Article::new(text, Provenance::default()).expect("short");
        let tokens = tokens::split(&article);
        let sentences = split(&article, &tokens.spans, &tokens.paragraphs);
        assert_eq!(sentences, [0..400, 400..800, 800..1000]);
    }
}
