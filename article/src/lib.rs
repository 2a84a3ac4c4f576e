//! The text of a news report, and what can be said about it.
//!
//! An [`Article`] is one immutable text. Everything else points into it: a [`Span`] is a range of
//! its bytes that always lies on character boundaries, and a [`Token`], a [`Mention`], a
//! [`Statement`] or an [`Event`] holds spans, never copies. The one type that copies text is
//! [`Anchor`], made at the edge to find the same words again in another version of the page.
//!
//! ```
//! use onrecord_article::{Anchor, Article, Found, Provenance};
//!
//! let article = Article::new("“We resist,” he said.".into(), Provenance::default())?;
//! let said = article.find("he said").unwrap();
//! assert_eq!(article.text_of(said), "he said");
//!
//! let anchor = Anchor::new(&article, said);
//! let later = Article::new("Update: “We resist,” he said.".into(), Provenance::default())?;
//! assert!(matches!(anchor.locate(&later), Found::Moved(_)));
//! # Ok::<(), onrecord_article::TextTooLong>(())
//! ```
//!
//! Useful for: anybody who reads or stores findings. Not useful for: reading files (`read`),
//! finding anything (`language`, `findings`), serializing (`record`, `onrecord`).
#![deny(missing_docs)]

mod agreement;
mod anchor;
mod article;
mod entity;
mod event;
mod fragments;
mod offsets;
mod plover;
mod promise;
mod source_map;
mod span;
mod statement;
mod token;

pub use agreement::{Agreement, AgreementId, Stage, StageMark};
pub use anchor::{Anchor, CONTEXT_CHARS, Found};
pub use article::{Article, ArticleId, Licence, Origin, Provenance, TextTooLong};
pub use entity::{Entity, EntityId, EntityKind, EntityName, Mention, MentionKind};
pub use event::{Actor, Event, EventId, EventKind, EventModality, Precision, Quad, Standing, When};
pub use fragments::Fragments;
pub use offsets::{OffsetUnit, Offsets};
pub use promise::Promise;
pub use source_map::SourceMap;
pub use span::Span;
pub use statement::{
    Addressee, Evidence, Form, Modality, Polarity, Probability, Statement, StatementId,
};
pub use token::{Morph, Number, Person, Relation, Token, Upos, VerbForm};
