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
#![deny(missing_docs)]

mod encoding;
mod licence;
mod text;

use std::io::{self, Read};

use onrecord_article::{Article, TextTooLong};
use thiserror::Error;

/// What is allowed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Most bytes of one document.
    pub document_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { document_bytes: 64 << 20 }
    }
}

/// Where an input comes from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Input {
    /// A short name: the file's stem.
    pub name: String,
    /// The file, as the user named it.
    pub file: Option<String>,
}

impl Input {
    /// An input that is no file.
    pub fn named(name: &str) -> Input {
        Input { name: name.to_owned(), file: None }
    }
}

/// One document as it came.
#[derive(Clone, Debug)]
pub struct Raw {
    input: Input,
    bytes: Vec<u8>,
}

impl Raw {
    /// A document that is already in memory.
    pub fn new(input: Input, bytes: Vec<u8>) -> Raw {
        Raw { input, bytes }
    }

    /// Where it comes from.
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
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
            ReadError::TooLong(_) => None,
        }
    }
}

/// The documents of one input, in order. A plain text is one document.
pub fn documents(
    source: impl Read + Send,
    input: Input,
    limits: Limits,
) -> impl Iterator<Item = Result<Raw, ReadError>> + Send {
    std::iter::once_with(move || {
        let mut bytes = Vec::new();
        let limit = limits.document_bytes;
        let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        source.take(most).read_to_end(&mut bytes)?;
        if bytes.len() > limit {
            return Err(ReadError::TooLarge { limit });
        }
        Ok(Raw { input, bytes })
    })
}

/// The article of one document, recognized by its content.
///
/// # Errors
/// If the document is empty, is not text, or has 4 GiB of text or more.
pub fn read(raw: &Raw) -> Result<Article, ReadError> {
    text::read(raw)
}

/// Whether files with this name are read when a folder is given. A file that is named itself is
/// always read.
pub fn is_read_in_folders(file_name: &str) -> bool {
    let extension = file_name.rsplit_once('.').map_or("", |(_, extension)| extension);
    !file_name.starts_with('.') && ["txt", "text"].iter().any(|e| extension.eq_ignore_ascii_case(e))
}
