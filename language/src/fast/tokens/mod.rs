//! Tokens and paragraphs, after the conventions of the English treebanks of Universal
//! Dependencies: `don't` is `do` + `n't`, `Maduro's` is `Maduro` + `'s`, `cannot` is `can` +
//! `not`, `20-year` is `20` + `-` + `year`, but `non-aligned`, `713-853-3989`, `U.S.` and
//! `11/28/2000` are one token each.
//!
//! **Invariant**: every character that is not blank is in exactly one token; no token holds a
//! blank one. Each character is looked at a bounded number of times.

mod chars;
mod links;
mod lists;
mod marks;
mod words;

use std::ops::Range;

use onrecord_article::{Article, Span};

/// Where the tokens stand, and which of them make a paragraph.
#[derive(Debug, Default)]
pub(crate) struct Split {
    pub(crate) spans: Vec<Span>,
    pub(crate) paragraphs: Vec<Range<u32>>,
}

/// Splits a text into tokens. A line is a paragraph.
pub(crate) fn split(article: &Article) -> Split {
    let text = article.text();
    let mut split = Split { spans: Vec::with_capacity(text.len() / 5), paragraphs: Vec::new() };
    let mut paragraph = 0;
    let mut at = 0;
    while at < text.len() {
        let line_end = chars::run(text, at, |c| !chars::is_newline(c));
        line(&text[..line_end], at, &mut |token: Range<usize>| {
            // Ends come from character positions and no token is empty.
            split.spans.extend(article.span(token));
        });
        let end = split.spans.len() as u32; // fewer tokens than bytes, which fit in 32 bits
        if end > paragraph {
            split.paragraphs.push(paragraph..end);
            paragraph = end;
        }
        at = chars::run(text, line_end, chars::is_newline);
    }
    split
}

/// Tokens of the line from `at` to the end of `text`.
fn line(text: &str, mut at: usize, token: &mut impl FnMut(Range<usize>)) {
    loop {
        at = chars::run(text, at, chars::is_blank);
        if at == text.len() {
            return;
        }
        let end = chars::run(text, at, |c| !chars::is_blank(c));
        chunk(text, at..end, token);
        at = end;
    }
}

/// Tokens of a stretch without blanks; `text` goes on to the end of the line.
fn chunk(text: &str, chunk: Range<usize>, token: &mut impl FnMut(Range<usize>)) {
    let whole = &text[..chunk.end];
    let may_link = whole[chunk.clone()].bytes().any(|b| matches!(b, b'@' | b'/'));
    let mut at = chunk.start;
    while let Some(c) = chars::at(whole, at) {
        let start = at;
        at = if let Some(end) = may_link.then(|| links::end(whole, at, chunk.start)).flatten() {
            end
        } else if chars::is_word(c) || words::begins(whole, at, chunk.start) {
            let end = words::end(text, chunk.end, at);
            words::parts(whole, at..end, token);
            at = end;
            continue;
        } else {
            marks::end(whole, at, chunk.start)
        };
        token(start..at);
    }
}

#[cfg(test)]
mod tests;
