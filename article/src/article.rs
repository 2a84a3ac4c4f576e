use std::fmt;
use std::ops::Range;

use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::{SourceMap, Span};

/// One news report: a text that never changes, and where it came from.
#[derive(Clone, Debug)]
pub struct Article {
    text: Box<str>,
    id: ArticleId,
    provenance: Provenance,
    boilerplate: Vec<Span>,
    source_map: Option<SourceMap>,
}

/// The text is longer than spans can point into.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("the text has {bytes} bytes; an article holds at most 4294967295: split it")]
pub struct TextTooLong {
    /// Length of the refused text, in bytes.
    pub bytes: usize,
}

impl Article {
    /// Takes the text as it is: no trimming, no normalizing.
    ///
    /// # Errors
    /// [`TextTooLong`] if the text has 4 GiB or more.
    pub fn new(text: String, provenance: Provenance) -> Result<Article, TextTooLong> {
        if u32::try_from(text.len()).is_err() {
            return Err(TextTooLong { bytes: text.len() });
        }
        let id = ArticleId(Sha256::digest(text.as_bytes()).into());
        let text = text.into_boxed_str();
        Ok(Article { text, id, provenance, boilerplate: Vec::new(), source_map: None })
    }

    /// Marks passages that belong to the page and not to the report: licence lines, "Follow us
    /// on", captions. They stay in the text. Ranges that are no spans are left out.
    #[must_use]
    pub fn with_boilerplate(mut self, bytes: impl IntoIterator<Item = Range<usize>>) -> Article {
        self.boilerplate = bytes.into_iter().filter_map(|range| self.span(range)).collect();
        self.boilerplate.sort();
        self
    }

    /// Says from which bytes of the source each byte of the text came.
    #[must_use]
    pub fn with_source_map(mut self, map: SourceMap) -> Article {
        self.source_map = Some(map);
        self
    }

    /// Marks the place of the dateline; nothing is marked if the range is no span.
    #[must_use]
    pub fn with_dateline(mut self, bytes: Range<usize>) -> Article {
        self.provenance.dateline = self.span(bytes);
        self
    }

    /// Passages that hold no statements, in order of text.
    pub fn boilerplate(&self) -> &[Span] {
        &self.boilerplate
    }

    /// The way back to the source bytes; `None` where the text is the source, unchanged.
    pub fn source_map(&self) -> Option<&SourceMap> {
        self.source_map.as_ref()
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// SHA-256 of the text.
    pub fn id(&self) -> ArticleId {
        self.id
    }

    /// Where the text came from.
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// The only way from numbers to a [`Span`]: `None` if the range of bytes is empty, reversed,
    /// outside the text, or cuts a character.
    pub fn span(&self, bytes: Range<usize>) -> Option<Span> {
        let Range { start, end } = bytes;
        let whole =
            start < end && self.text.is_char_boundary(start) && self.text.is_char_boundary(end);
        whole.then(|| Span::checked(start as u32, end as u32)) // fits: `new` bounds the length
    }

    /// The words under a span.
    ///
    /// # Panics
    /// If the span was made from another article and does not fit this one.
    pub fn text_of(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The first place where `words` stand, byte for byte; `None` also for no words.
    pub fn find(&self, words: &str) -> Option<Span> {
        let start = self.text.find(words)?;
        self.span(start..start + words.len())
    }

    /// The span without white space at its ends; `None` if it is all white space.
    pub fn trim(&self, span: Span) -> Option<Span> {
        let words = self.text_of(span);
        let start = span.end() - words.trim_start().len();
        let end = span.start() + words.trim_end().len();
        self.span(start..end)
    }

    /// All of the text; `None` if it is empty.
    pub fn whole(&self) -> Option<Span> {
        self.span(0..self.text.len())
    }
}

/// SHA-256 of an article's text, shown as `sha256:` and 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId([u8; 32]);

impl ArticleId {
    /// The 32 bytes of the hash.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Where an article came from. What is not known is `None`; the licence is then
/// [`Licence::Unknown`], never absent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Provenance {
    /// A short name: the file's stem, or the record's id.
    pub name: String,
    /// The file that held it, as the user named it.
    pub file: Option<String>,
    /// Byte in that file where the record that held it begins, if the file holds many; of a
    /// compressed file with a member a record, where the member begins.
    pub offset: Option<u64>,
    /// Address of the page.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published: ISO 8601, as precise as the source says.
    pub published: Option<String>,
    /// When it was last changed: ISO 8601.
    pub modified: Option<String>,
    /// When it was fetched: ISO 8601.
    pub fetched: Option<String>,
    /// BCP 47 tag of the language.
    pub language: Option<String>,
    /// The place of the dateline, as written ("TEHRAN").
    pub dateline: Option<Span>,
    /// The part of the paper: "Politics".
    pub section: Option<String>,
    /// Under which terms.
    pub licence: Licence,
    /// The words or the address that say so.
    pub licence_words: Option<String>,
    /// Where each field above was found, in order of the fields' names.
    pub origins: Vec<Origin>,
    /// What a reader should know of how the text was read: the encoding that was assumed, what
    /// was cut.
    pub notes: Vec<String>,
}

/// Where a field of the [`Provenance`] was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Origin {
    /// Name of the field: `title`.
    pub field: &'static str,
    /// What said it: `json-ld`, `opengraph`, `meta`, `byline`, `feed`, `warc header`, `user`.
    pub source: &'static str,
}

/// The terms under which a text may be used.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Licence {
    /// Nothing was said.
    #[default]
    Unknown,
    /// An SPDX identifier such as `CC-BY-4.0`.
    Spdx(String),
    /// Words or an address that name no SPDX licence.
    Other(String),
}

impl fmt::Display for Licence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Licence::Unknown => f.write_str("unknown"),
            Licence::Spdx(id) => f.write_str(id),
            Licence::Other(words) => f.write_str(words),
        }
    }
}
