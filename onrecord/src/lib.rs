//! Who said what, according to whom, and where exactly is it written.
//!
//! ```
//! use onrecord::Pipeline;
//!
//! let pipeline = Pipeline::english();
//! let record = pipeline.read("example", "“We resist,” Ali Khamenei said.".as_bytes())?;
//! for statement in &record.findings.statements {
//!     let content = statement.content.spans();
//!     assert!(content.iter().all(|&span| !record.article.text_of(span).is_empty()));
//! }
//! let line = onrecord::output::json::line(&record, &Default::default());
//! assert!(line.starts_with(r#"{"schema":"onrecord/1","name":"example""#));
//! # Ok::<(), onrecord::read::ReadError>(())
//! ```
//!
//! [`Pipeline`] loads the models once and reads any number of articles, from any number of
//! threads. [`output`] writes what was found: JSON Lines with a published schema, brat, CoNLL-U,
//! or for people.
//!
//! **Invariant**: the same bytes give the same record and the same output, for any number of
//! threads and on every machine.
//!
//! Useful for: programs that read news reports. Not useful for: only storing or querying records;
//! the types in [`article`] need no models.
#![deny(missing_docs)]

pub mod output;
mod pipeline;

pub use onrecord_article as article;
pub use onrecord_fetch as fetch;
pub use onrecord_findings as findings;
pub use onrecord_language as language;
pub use onrecord_read as read;
pub use onrecord_record as record;
pub use pipeline::{Pipeline, Record};
