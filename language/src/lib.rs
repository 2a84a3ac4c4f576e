//! What is learned about a text: sentences, tokens, tags, trees, names, who is who, and the
//! statement roles of each token.
//!
//! ```
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
pub mod countries;
pub mod fast;
mod lexicon;
pub mod linear;
mod phrases;

pub use analysis::{Analysis, Lemma, Name, NameKind, Reading, Role, Side, TokenRole};

use std::ops::Range;

use onrecord_article::{Article, Span, Token};

/// Everything that is known about a language. Opening it takes no time worth saving; share it.
#[derive(Debug)]
pub struct Language {}

impl Language {
    /// English, with the models built in.
    pub fn english() -> Language {
        Language {}
    }

    /// Reads an article.
    pub fn analyze(&self, article: &Article) -> Analysis {
        let split = fast::tokens::split(article);
        let sentences = fast::sentences::split(article, &split.spans, &split.paragraphs);
        self.read(article, &split.spans, sentences, split.paragraphs)
    }

    /// Reads an article whose tokens and sentences are known, as from a treebank: each sentence
    /// is a range of tokens, each is its own paragraph. For scoring stages apart.
    ///
    /// # Panics
    /// If the spans are not of this article, or not in order.
    pub fn analyze_tokens(
        &self,
        article: &Article,
        tokens: &[Span],
        sentences: &[Range<u32>],
    ) -> Analysis {
        assert!(tokens.is_sorted_by(|a, b| a.end() <= b.start()), "tokens in order of text");
        self.read(article, tokens, sentences.to_vec(), sentences.to_vec())
    }

    fn read(
        &self,
        article: &Article,
        spans: &[Span],
        sentences: Vec<Range<u32>>,
        paragraphs: Vec<Range<u32>>,
    ) -> Analysis {
        let mut analysis = Analysis { sentences, paragraphs, ..Analysis::default() };
        for (at, &span) in spans.iter().enumerate() {
            // Fewer tokens than bytes, which fit in 32 bits.
            analysis.tokens.push(Token {
                span,
                upos: Default::default(),
                morph: Default::default(),
                head: at as u32,
                relation: onrecord_article::Relation::Root,
            });
            analysis.lemmas.push(&article.text_of(span).to_lowercase());
        }
        analysis
    }
}
