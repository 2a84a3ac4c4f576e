//! Records for people: the article with its statements marked, then the list of who said what.
//!
//! Nothing of an article or of a file name reaches a terminal as a control character: see
//! [`safe`].

mod document;
mod happening;
mod hit;
mod line;
mod list;
mod marks;
mod safe;

pub use document::{document, term_in_words};
pub use happening::{happening, sides, vouched};
pub use hit::{hit, place};
pub use line::{Lines, Style};
pub use safe::safe;

use onrecord_article::Licence;

use super::{Selection, on_one_line, spaced};
use crate::Record;

/// How a page looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// Whether to color and underline.
    pub color: bool,
    /// Columns to fill.
    pub width: usize,
}

impl Default for Look {
    /// Without color, 80 columns wide.
    fn default() -> Look {
        Look { color: false, width: 80 }
    }
}

/// The record as a page of text.
pub fn page(record: &Record, look: Look) -> String {
    page_of(record, look, &Selection::default())
}

/// The part of a record that a selection shows, as a page of text: without the article itself
/// where only one list is wanted.
pub fn page_of(record: &Record, look: Look, selection: &Selection) -> String {
    let mut lines = Lines::new(look);
    head(record, &mut lines);
    if selection.only.is_some() {
        list::findings(record, selection, &mut lines);
        return lines.finish();
    }
    if look.color {
        lines.add("source", Style::Source);
        lines.add("  ", Style::Plain);
        lines.add("cue", Style::Cue);
        lines.add("  ", Style::Plain);
        lines.add("content", Style::Content);
        lines.end();
        lines.end();
    }
    marks::article(record, &mut lines);
    list::findings(record, selection, &mut lines);
    lines.finish()
}

/// Title, and where the article came from.
fn head(record: &Record, lines: &mut Lines) {
    let from = record.article.provenance();
    let title = from.title.as_deref().map(spaced).filter(|title| !title.is_empty());
    lines.add(title.as_deref().unwrap_or(&from.name), Style::Strong);
    lines.end();
    let dateline = from.dateline.map(|span| on_one_line(&record.article, span));
    let licence = match &from.licence {
        Licence::Unknown => "licence unknown".to_owned(),
        licence => spaced(&licence.to_string()),
    };
    let known = [
        from.outlet.as_deref().map(spaced),
        dateline,
        from.published.as_deref().map(spaced),
        from.url.as_deref().map(spaced),
        Some(licence),
    ];
    let known: Vec<String> = known.into_iter().flatten().collect();
    lines.add(&known.join(", "), Style::Plain);
    lines.end();
    lines.end();
}
