//! Sentences: ranges of tokens within a paragraph.

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
        let mut start = paragraph.start;
        for next in paragraph.start + 1..=paragraph.end {
            let at = next as usize;
            if next == paragraph.end || next - start >= LONGEST as u32 || ends(article, spans, at) {
                sentences.push(start..next);
                start = next;
            }
        }
    }
    sentences
}

/// Whether a sentence ends before token `next`.
fn ends(article: &Article, spans: &[Span], next: usize) -> bool {
    let word = |at: usize| article.text_of(spans[at]);
    let closes = |at: usize| matches!(word(at), "\"" | "”" | "''" | "’" | "'" | ")" | "]" | "»");
    let final_mark = |at: usize| {
        matches!(word(at).chars().next_back(), Some('!' | '?' | '…'))
            || word(at).ends_with('.') && (word(at).len() == 1 || word(at).starts_with(".."))
    };
    let mut last = next - 1;
    if closes(last) && last > 0 && spans[last].start() == spans[last - 1].end() {
        last -= 1;
    }
    let opens = word(next)
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || "\"“‘'«([".contains(c));
    let glued = spans[next].start() == spans[next - 1].end();
    final_mark(last) && opens && !(glued && closes(next))
}
