use crate::{Article, ArticleId, Span};

/// Characters of context kept on each side of an anchored passage, as Hypothesis does.
pub const CONTEXT_CHARS: usize = 32;

/// A passage that can be found again when the page has changed: its words, what stands around
/// them, and where they stood (W3C Web Annotation: `TextQuoteSelector` + `TextPositionSelector`).
///
/// The only type that copies text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Anchor {
    /// The words themselves.
    pub exact: String,
    /// Up to [`CONTEXT_CHARS`] characters before them.
    pub prefix: String,
    /// Up to [`CONTEXT_CHARS`] characters after them.
    pub suffix: String,
    /// First byte of the passage in the article it was made from.
    pub position: usize,
    /// The article it was made from.
    pub article: ArticleId,
}

/// Where an [`Anchor`] stands in an article.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// At the same place.
    Found(Span),
    /// The words stand elsewhere: where the context fits best, and among equals nearest to the
    /// old place.
    Moved(Span),
    /// The words are not in the text.
    Gone,
}

impl Anchor {
    /// Copies the words of `span` and their surroundings.
    pub fn new(article: &Article, span: Span) -> Anchor {
        let text = article.text();
        let prefix_at = text[..span.start()]
            .char_indices()
            .rev()
            .take(CONTEXT_CHARS)
            .last()
            .map_or(span.start(), |(at, _)| at);
        Anchor {
            exact: article.text_of(span).to_owned(),
            prefix: text[prefix_at..span.start()].to_owned(),
            suffix: text[span.end()..].chars().take(CONTEXT_CHARS).collect(),
            position: span.start(),
            article: article.id(),
        }
    }

    /// Looks for the passage in an article: the one it was made from, or another version.
    pub fn locate(&self, article: &Article) -> Found {
        let text = article.text();
        let end = self.position + self.exact.len();
        if text.get(self.position..end) == Some(self.exact.as_str())
            && (article.id() == self.article || self.context(text, self.position) > 0)
        {
            return article.span(self.position..end).map_or(Found::Gone, Found::Found);
        }
        text.match_indices(self.exact.as_str())
            .map(|(at, _)| at)
            .max_by_key(|&at| {
                (self.context(text, at), std::cmp::Reverse(at.abs_diff(self.position)))
            })
            .and_then(|at| article.span(at..at + self.exact.len()))
            .map_or(Found::Gone, Found::Moved)
    }

    /// How many characters of the context agree, counted outwards from the words at `at`.
    fn context(&self, text: &str, at: usize) -> usize {
        let before = text[..at].chars().rev().zip(self.prefix.chars().rev());
        let after = text[at + self.exact.len()..].chars().zip(self.suffix.chars());
        before.take_while(|(a, b)| a == b).count() + after.take_while(|(a, b)| a == b).count()
    }
}
