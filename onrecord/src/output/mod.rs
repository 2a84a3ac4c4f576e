//! Records as others read them. Serialized forms exist only here, in mirrors of the types of
//! [`article`](crate::article).

pub mod brat;
pub mod conllu;
pub mod dossier;
pub mod json;
mod mirror;
mod selection;
pub mod text;

pub use mirror::schema;
pub use selection::{Only, Selection, Vouched};

use onrecord_article::{Article, OffsetUnit, Span};

/// What goes into the JSON forms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct JsonOptions {
    /// What offsets count.
    pub offsets: OffsetUnit,
    /// Whether offsets are bytes of the page, feed or file that the text was taken from, whatever
    /// [`offsets`](JsonOptions::offsets) says.
    pub in_source: bool,
    /// Whether the article's text goes along.
    pub with_text: bool,
}

impl Default for JsonOptions {
    /// Code points, without the text.
    fn default() -> JsonOptions {
        JsonOptions { offsets: OffsetUnit::Chars, in_source: false, with_text: false }
    }
}

/// Words of the article on one line: every run of white space is one space.
fn on_one_line(article: &Article, span: Span) -> String {
    spaced(article.text_of(span))
}

fn spaced(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
