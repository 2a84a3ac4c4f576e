//! The record: one append-only SQLite file that is searched, verified, corrected and exported.
//!
//! A [`Store`] takes what was found in an article, checks that every span fits the text, and keeps
//! it with the bytes it was read from. Nothing is changed or deleted afterwards: a newer reading
//! and a correction are rows more, and what holds now is a view. The schema is a documented
//! interface (`SCHEMA.md`): Datasette, DuckDB or `sqlite3` open the file as it is.
//!
//! ```
//! use onrecord_article::{Article, Provenance};
//! use onrecord_record::{Entry, Producer, Rows, Seen, Store};
//!
//! let folder = tempfile::tempdir()?;
//! let mut store = Store::open_or_create(folder.path().join("news.onrecord"))?;
//! let text = "“We resist,” he said.";
//! let article = Article::new(text.into(), Provenance::default())?;
//! let seen = Seen { input: "news.txt".into(), position: 0 };
//! let entry = Entry::new(article, Rows::default(), text.as_bytes(), seen)?;
//! let producer = Producer { version: "onrecord 0.1.0".into(), model: "none".into() };
//! assert!(store.append(std::slice::from_ref(&entry), &producer)?[0].is_new());
//! assert!(!store.append(&[entry], &producer)?[0].is_new());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Invariant**: rows are added, never changed or deleted; what [`Store::append`] acknowledged is
//! on disk; words that are served come from a text whose hash was checked.
//!
//! Useful for: keeping, finding and proving findings. Not useful for: finding anything; opening a
//! store links no model.
#![deny(missing_docs)]

mod alignment;
mod append;
mod check;
mod copies;
mod corrections;
mod documents;
mod dossier;
mod entry;
mod error;
mod export;
mod gazetteer;
mod happenings;
mod import;
mod load;
mod mentions;
mod people;
mod ranking;
mod reading;
mod refusals;
pub mod rows;
mod seal;
mod search;
mod status;
mod store;
mod terms;
mod upgrade;
mod verify;
mod wanted;
mod words;

pub use alignment::Step;
pub use append::{Appended, Met};
pub use check::{Checked, Damage};
pub use corrections::{Because, Change, Corrected, Correction};
pub use documents::{Document, Due, Promise, StageAt};
pub use dossier::Dossier;
pub use entry::{Entry, Producer, Seen};
pub use error::StoreError;
pub use export::{Format, escaped};
pub use gazetteer::{GazetteerRow, Unread, gazetteer};
pub use happenings::{Found, Happening};
pub use import::Imported;
pub use load::Kept;
pub use people::Person;
pub use refusals::Refusal;
pub use rows::Rows;
pub use search::{Facet, Hit, Mark, Order, Query};
pub use status::Status;
pub use store::{SCHEMA, SCHEMA_VERSION, Store};
pub use upgrade::Upgraded;
pub use verify::{Verdict, Verification, Version};
