//! What is learned about a text: sentences, tokens, tags, trees, names, who is who, and the
//! statement roles of each token.
//!
//! ```ignore
//! # use onrecord_article::{Article, Provenance};
//! let language = onrecord_language::Language::english();
//! let article = Article::new("“We resist,” he said.".into(), Provenance::default())?;
//! let analysis = language.analyze(&article);
//! assert_eq!(analysis.sentences().len(), 1);
//! # Ok::<(), onrecord_article::TextTooLong>(())
//! ```
//!
//! **Invariant**: [`Language::analyze`] cannot fail, touches nothing outside its arguments, takes
//! time linear in the length of the text, and gives the same [`Analysis`] on every machine and
//! for any number of threads: all scores are integers.

mod analysis;
pub mod linear;

pub use analysis::{Analysis, Lemma, Name, NameKind, Reading, Role, Side, TokenRole};
