//! HTML pages: the report, and nothing else of the page, with the way back to its bytes.

mod breaks;
mod build;
mod choose;
mod clean;
mod head;
mod measure;
mod parse;
mod passages;
mod tag;
mod text;
mod tree;
mod words;

#[cfg(test)]
pub(crate) mod tests;

use std::ops::Range;

use onrecord_article::SourceMap;
pub use passages::Passage;

use crate::deadline::Deadline;

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

/// How a page is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Take {
    /// The report, chosen from the page.
    Report,
    /// All text, without choosing.
    All,
}

/// The text of a page; `None` where that takes too long.
pub(crate) fn page(html: &str, take: Take, deadline: Deadline) -> Option<Page> {
    let mut parsed = parse::parse(html);
    if deadline.is_over() {
        return None;
    }
    let (text, byline) = match take {
        Take::All => (text::text(&parsed.tree, &parsed.texts, tree::ROOT), None),
        Take::Report => match body(&mut parsed, deadline)? {
            Some(body) => (text::text(&body.tree, &parsed.texts, body.top), body.byline),
            None => (text::PageText::default(), None),
        },
    };
    Some(Page {
        text: text.text,
        map: text.map,
        captions: text.captions,
        byline,
        head: parsed.head,
        flattened: parsed.flattened,
    })
}

/// The body of a page, if it has one; `None` where the choice takes too long.
fn body(parsed: &mut parse::Parsed, deadline: Deadline) -> Option<Option<choose::Body>> {
    const TITLES: &[&str] =
        &["dc:title", "dcterms.title", "og:title", "title", "twitter:title", "parsely-title"];
    breaks::to_paragraphs(&mut parsed.tree, &parsed.texts);
    let title = parsed.head.meta_named(TITLES).or(parsed.head.title.as_deref());
    choose::choose(&parsed.tree, &parsed.texts, title, deadline)
}

/// All text of a part of a page.
pub(crate) fn whole(html: &str) -> String {
    let parsed = parse::parse(html);
    text::text(&parsed.tree, &parsed.texts, tree::ROOT).text
}

/// What became of each passage of a page.
pub(crate) fn passages(html: &str) -> Vec<Passage> {
    let mut parsed = parse::parse(html);
    let body = body(&mut parsed, Deadline::NEVER).flatten();
    passages::passages(&parsed, body.as_ref())
}
