//! HTML pages: the report, and nothing else of the page, with the way back to its bytes.

mod breaks;
mod build;
mod choose;
mod clean;
mod head;
mod measure;
mod parse;
mod tag;
mod text;
mod tree;
mod words;

#[cfg(test)]
pub(crate) mod tests;

use std::ops::Range;

use onrecord_article::SourceMap;

/// What a page holds.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) text: String,
    /// From the text to the page.
    pub(crate) map: SourceMap,
    /// Captions of pictures, in bytes of the text.
    pub(crate) captions: Vec<Range<usize>>,
    pub(crate) byline: Option<String>,
    pub(crate) head: head::Head,
    /// Elements that lay too deep and were left out; their text is kept.
    pub(crate) flattened: usize,
}

/// The report of a page.
pub(crate) fn page(html: &str) -> Page {
    let mut parsed = parse::parse(html);
    breaks::to_paragraphs(&mut parsed.tree, &parsed.texts);
    let body = choose::choose(&parsed.tree, &parsed.texts, parsed.head.title.as_deref());
    let (text, byline) = match body {
        Some(body) => (text::text(&body.tree, &parsed.texts, body.top), body.byline),
        None => (text::PageText::default(), None),
    };
    Page {
        text: text.text,
        map: text.map,
        captions: text.captions,
        byline,
        head: parsed.head,
        flattened: parsed.flattened,
    }
}

/// All text of a page or a part of one, without choosing.
pub(crate) fn whole(html: &str) -> Page {
    let parsed = parse::parse(html);
    let text = text::text(&parsed.tree, &parsed.texts, tree::ROOT);
    Page {
        text: text.text,
        map: text.map,
        captions: text.captions,
        byline: None,
        head: parsed.head,
        flattened: parsed.flattened,
    }
}
