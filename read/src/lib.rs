//! Bytes in, articles out. What comes from outside is hostile until it has passed here.
//!
//! Two steps, so that many threads can share one input: [`documents`] splits an input into
//! documents as they came, in order and no more than one in memory at a time; [`read`] makes the
//! article of one of them.
//!
//! ```
//! use onrecord_read::{Input, Limits, documents, read};
//!
//! let source = "TEHRAN — Maduro arrived.".as_bytes();
//! for raw in documents(source, Input::named("maduro"), Limits::default()) {
//!     let article = read(&raw?)?;
//!     let dateline = article.provenance().dateline.unwrap();
//!     assert_eq!(article.text_of(dateline), "TEHRAN");
//! }
//! # Ok::<(), onrecord_read::ReadError>(())
//! ```
//!
//! **Invariant**: never panics, never touches the network, takes time and memory linear in the
//! size of one document, and refuses a document over [`Limits::document_bytes`] without having
//! read all of it. The text of a plain-text document is the file's text, unchanged, so offsets
//! into it are offsets into the file.
//!
//! # What is read
//! What an input is shows in its bytes, never in its name; gzip and zstd are unpacked first.
//!
//! | input | documents | text |
//! |---|---|---|
//! | plain text in any encoding | one | as it is |
//! | HTML | one | the report, chosen by the scoring of Mozilla's Readability; an empty line between paragraphs |
//! | RSS of all versions, Atom, RDF, CDF, JSON Feed | one an entry | the content, or the summary, and a note says so |
//! | WARC, ARC | one an answer that is a page | as HTML or plain text |
//! | JSON Lines, a JSON list or object | one a record | `text` and the like; keys of trafilatura, newspaper4k, news-please, fundus, ninjs |
//! | Global Quotation Graph | one a quotation | the words before, the quotation, the words after; a note says that it is not anchored |
//! | NewsML-G2, NITF, Reuters-21578 | one an article | the body |
//!
//! Every text that is not the input itself has a [`SourceMap`] back to its bytes: to the file, or
//! in an archive to the body of the record, unpacked. Soft hyphens and spaces of no width are left
//! out of the text of pages; no-break spaces stay.
//!
//! # What is believed
//! The user ([`Options::said`]), JSON-LD, OpenGraph and other `meta`, the page itself (title,
//! byline, time), the feed or record, the archive's header, a licence sentence: the first that
//! says something, and `origins` tells which. A language that the words show beats a declared one.
//!
//! # Limits
//! Bytes of a document, packed or not: [`Limits::document_bytes`]; time: [`Limits::document_time`],
//! looked at between steps. Gzip in gzip, no deeper; no more
//! than 200 bytes from one after the first 10 MiB. Elements below 512 levels are left out and
//! their words kept, with a note. Heads of archive records: 1,000 lines of 64 KiB. Entities that a
//! document declares are not expanded. A panic in spite of all is [`ReadError::Defect`] for that
//! document, and the others are read.
#![deny(missing_docs)]

mod archive;
mod assemble;
mod boilerplate;
mod dates;
mod deadline;
mod encoding;
mod html;
mod kind;
mod language;
mod layers;
mod licence;
mod metadata;
mod news;
mod open;
mod text;
mod xml;

use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

pub use html::Passage;
use kind::Kind;
pub use news::links::{Link, Listing, listing};
use onrecord_article::{Article, Origin, Provenance, SourceMap, TextTooLong};
use thiserror::Error;

/// What is allowed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Most bytes of one document.
    pub document_bytes: usize,
    /// Most time for one document. Reading is linear and a hundred times faster than the default
    /// asks for: what takes longer is an attack, or a fault of ours.
    pub document_time: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { document_bytes: 64 << 20, document_time: Duration::from_secs(60) }
    }
}

/// How inputs are to be read; the defaults are right for most.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// What is allowed.
    pub limits: Limits,
    /// Keys of JSON records that go by other names: `("title", "headline")` reads the title from
    /// `headline`.
    pub keys: Vec<(String, String)>,
    /// What the user knows of the articles, believed before anything they say: field and value.
    /// Fields: `title`, `outlet`, `url`, `author`, `published`, `language`, `section`, `licence`.
    pub said: Vec<(String, String)>,
    /// Articles that are surely in another language are passed over; `None` reads them all.
    pub language: Option<String>,
}

impl From<Limits> for Options {
    fn from(limits: Limits) -> Options {
        Options { limits, ..Options::default() }
    }
}

/// Where an input comes from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Input {
    /// A short name: the file's stem.
    pub name: String,
    /// The file, as the user named it.
    pub file: Option<String>,
    /// What the server said, if it was fetched.
    pub web: Option<Web>,
}

impl Input {
    /// An input that is no file.
    pub fn named(name: &str) -> Input {
        Input { name: name.to_owned(), ..Input::default() }
    }
}

/// What a server said of what it sent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Web {
    /// The address that answered.
    pub url: String,
    /// The encoding that it named.
    pub charset: Option<String>,
    /// When it was asked: ISO 8601.
    pub fetched: Option<String>,
}

/// One document as it came.
#[derive(Clone, Debug)]
pub struct Raw {
    input: Input,
    bytes: Vec<u8>,
    known: Box<Known>,
}

/// What is known of a document before it is read, from the file that held it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub(crate) provenance: Provenance,
    pub(crate) kind: Option<Kind>,
    pub(crate) charset: Option<String>,
    /// From the bytes of the document to those of the input.
    pub(crate) map: Option<SourceMap>,
    pub(crate) options: Arc<Options>,
}

impl Raw {
    /// A document that is already in memory.
    pub fn new(input: Input, bytes: Vec<u8>) -> Raw {
        Raw { input, bytes, known: Box::default() }
    }

    /// Where it comes from.
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// An error with its place, if the file holds many documents.
    fn located(&self, error: ReadError) -> ReadError {
        let provenance = &self.known.provenance;
        let Some(offset) = provenance.offset else { return error };
        let record = provenance.url.clone().unwrap_or_else(|| provenance.name.clone());
        ReadError::Record { record, offset, error: Box::new(error) }
    }

    /// Adds what the server said, where the document itself is what it sent or a part of that.
    fn add_web(&mut self) {
        let Some(web) = &self.input.web else { return };
        let provenance = &mut self.known.provenance;
        if provenance.fetched.is_none() && web.fetched.is_some() {
            provenance.fetched.clone_from(&web.fetched);
            provenance.origins.push(Origin { field: "fetched", source: "http header" });
        }
        if provenance.offset.is_none() {
            provenance.url = Some(web.url.clone());
            provenance.origins.push(Origin { field: "url", source: "address" });
            self.known.charset.clone_from(&web.charset);
        }
    }
}

/// Why there is no article.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The input could not be read to its end.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The document is longer than [`Limits::document_bytes`].
    #[error("is longer than {limit} bytes, the most that one document may have")]
    TooLarge {
        /// The limit that was passed.
        limit: usize,
    },
    /// There are no bytes, or nothing but white space.
    #[error("is empty")]
    Empty,
    /// The bytes are not text.
    #[error("is not text: it looks like {looks_like}")]
    NotText {
        /// What the bytes look like.
        looks_like: &'static str,
    },
    /// The document is whole, but holds nothing to read: an answer that is no page, a picture.
    #[error("holds nothing to read: {why}")]
    Skipped {
        /// What it is.
        why: String,
    },
    /// It is written in another language than [`Options::language`].
    #[error("is passed over: it is written in {found}, not {wanted}")]
    OtherLanguage {
        /// The language that its words show.
        found: String,
        /// The one that was asked for.
        wanted: String,
    },
    /// The file is broken, or ends too early. What came before was read.
    #[error("is damaged at byte {offset}: {what}")]
    Damaged {
        /// Where in the file.
        offset: u64,
        /// What is wrong there.
        what: String,
    },
    /// A record of a file that holds many.
    #[error("record {record} (byte {offset}) {error}")]
    Record {
        /// Its id or address.
        record: String,
        /// Where it begins in the file.
        offset: u64,
        /// Why there is no article.
        error: Box<ReadError>,
    },
    /// It took longer than [`Limits::document_time`].
    #[error("takes longer than {} seconds to read", limit.as_secs())]
    TooSlow {
        /// The limit that was passed.
        limit: Duration,
    },
    /// Reading it failed in a way that it never should.
    #[error("made the reader fail")]
    Defect,
    /// Even an article has a limit.
    #[error(transparent)]
    TooLong(#[from] TextTooLong),
}

impl ReadError {
    /// What can be done about it, if anything.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            ReadError::Io(error) => match error.kind() {
                io::ErrorKind::NotFound => Some("check the spelling of the path"),
                io::ErrorKind::PermissionDenied => Some("give yourself the right to read it"),
                _ => None,
            },
            ReadError::TooLarge { .. } => {
                Some("split it into one file an article, or raise the limit with --max-bytes")
            }
            ReadError::Empty => None,
            ReadError::NotText { .. } => Some("convert it to plain text first"),
            ReadError::Damaged { .. } => Some("fetch the file again; what came before was read"),
            ReadError::Record { error, .. } => error.help(),
            ReadError::Defect | ReadError::TooSlow { .. } => {
                Some("please report it, with the document")
            }
            ReadError::OtherLanguage { .. } => Some("read it with --any-language"),
            ReadError::Skipped { .. } | ReadError::TooLong(_) => None,
        }
    }
}

impl ReadError {
    /// Whether nothing is wrong: there is only nothing to read.
    pub fn is_skip(&self) -> bool {
        let reason = self.reason();
        matches!(reason, ReadError::Skipped { .. } | ReadError::OtherLanguage { .. })
    }

    /// Whether the only reason is the language.
    pub fn is_other_language(&self) -> bool {
        matches!(self.reason(), ReadError::OtherLanguage { .. })
    }

    /// What happened, without the record it happened in.
    pub fn reason(&self) -> &ReadError {
        match self {
            ReadError::Record { error, .. } => error.reason(),
            error => error,
        }
    }
}

/// The documents of one input, in order and one at a time. What the input is shows in its bytes,
/// not in its name: gzip and zstd are unpacked; a WARC or ARC file, a feed, JSON Lines and the
/// like hold many documents; anything else is one.
pub fn documents(
    source: impl Read + Send + 'static,
    input: Input,
    options: impl Into<Options>,
) -> impl Iterator<Item = Result<Raw, ReadError>> + Send {
    let options = options.into();
    let wishes = Arc::new(options.clone());
    std::iter::once_with(move || open::documents(source, input, options)).flatten().map(
        move |raw| {
            raw.map(|mut raw| {
                raw.known.options = wishes.clone();
                raw.add_web();
                raw
            })
        },
    )
}

/// The article of one document, recognized by its content.
///
/// # Errors
/// If the document is empty, is not text, or has 4 GiB of text or more.
pub fn read(raw: &Raw) -> Result<Article, ReadError> {
    let article = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| assemble::article(raw)));
    article.unwrap_or(Err(ReadError::Defect)).map_err(|error| raw.located(error))
}

/// What became of each passage of a document that is a page: kept, or dropped and why. Empty for
/// other documents, whose text is all theirs.
pub fn passages(raw: &Raw) -> Vec<Passage> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| assemble::passages(raw)))
        .unwrap_or_default()
}

/// The documents of one input, read: one outcome a document.
pub fn articles(
    source: impl Read + Send + 'static,
    input: Input,
    options: impl Into<Options>,
) -> impl Iterator<Item = Result<Article, ReadError>> + Send {
    documents(source, input, options).map(|raw| read(&raw?))
}

/// Whether files with this name are read when a folder is given. A file that is named itself is
/// always read.
pub fn is_read_in_folders(file_name: &str) -> bool {
    let lower = file_name.to_ascii_lowercase();
    let bare = [".gz", ".zst"].iter().find_map(|end| lower.strip_suffix(end)).unwrap_or(&lower);
    let extension = bare.rsplit_once('.').map_or("", |(_, extension)| extension);
    !file_name.starts_with('.')
        && matches!(
            extension,
            "txt"
                | "text"
                | "html"
                | "htm"
                | "xhtml"
                | "xml"
                | "rss"
                | "atom"
                | "rdf"
                | "json"
                | "jsonl"
                | "ndjson"
                | "sgm"
                | "sgml"
                | "warc"
                | "arc"
        )
}
