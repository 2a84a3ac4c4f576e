//! What the search for mentions asks of an article.

use std::ops::Range;

use onrecord_article::{Article, Number, Relation, Token, Upos};

use crate::lexicon::{Gender, Head, lexicon};
use crate::{Analysis, Name};

/// An article and its analysis.
pub(super) struct Text<'a> {
    pub(super) article: &'a Article,
    pub(super) analysis: &'a Analysis,
    pub(super) tokens: &'a [Token],
    pub(super) names: &'a [Name],
    /// Whether the analysis has trees.
    pub(super) trees: bool,
    /// The sentence of each token.
    pub(super) sentences: Vec<u32>,
    /// Whether each token stands between quotation marks.
    pub(super) quoted: Vec<bool>,
}

impl<'a> Text<'a> {
    pub(super) fn new(article: &'a Article, analysis: &'a Analysis) -> Text<'a> {
        let tokens = analysis.tokens();
        let mut sentences = vec![0; tokens.len()];
        for (number, sentence) in analysis.sentences().iter().enumerate() {
            sentences[sentence.start as usize..sentence.end as usize].fill(number as u32);
        }
        let trees =
            tokens.iter().any(|token| !matches!(token.relation, Relation::Root | Relation::Dep));
        let mut text = Text {
            article,
            analysis,
            tokens,
            names: analysis.names(),
            trees,
            sentences,
            quoted: Vec::new(),
        };
        text.quoted = text.quotations();
        text
    }

    pub(super) fn word(&self, at: usize) -> &'a str {
        self.article.text_of(self.tokens[at].span)
    }

    /// The word at a place that may lie beyond the last token, then empty.
    pub(super) fn word_at(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| self.article.text_of(token.span))
    }

    /// Whether no white space stands before a token.
    pub(super) fn adjoins(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        before.zip(self.tokens.get(at)).is_some_and(|(a, b)| a.span.end() == b.span.start())
    }

    /// The numbers of the names that share a token with a range.
    pub(super) fn names_in(&self, tokens: Range<usize>) -> Range<usize> {
        let start = self.names.partition_point(|name| name.tokens.end as usize <= tokens.start);
        let end = self.names.partition_point(|name| (name.tokens.start as usize) < tokens.end);
        start..end.max(start)
    }

    /// What a token heads as a noun.
    pub(super) fn head_noun(&self, at: usize) -> Option<(Head, Gender)> {
        let word = self.word(at);
        lexicon().head(self.analysis.lemma(at)).or_else(|| lexicon().head(word)).or_else(|| {
            // A tagger that takes "officials" for a name leaves the plural in its lemma.
            lexicon().head(word.strip_suffix('s')?)
        })
    }

    pub(super) fn is_plural(&self, at: usize) -> bool {
        match self.tokens[at].morph.number {
            Number::Plural => true,
            Number::Singular => false,
            Number::None => {
                let word = self.word(at);
                self.tokens[at].upos == Upos::Noun
                    && word.ends_with('s')
                    && self.analysis.lemma(at).len() < word.len()
            }
        }
    }

    /// Whether a token is the head of a subject; without trees: whether a verb follows it.
    pub(super) fn is_subject(&self, at: usize) -> bool {
        if self.trees {
            return self.tokens[at].relation.is_nsubj();
        }
        let next = self.tokens.get(at + 1).map(|token| token.upos);
        matches!(next, Some(Upos::Verb | Upos::Aux))
    }

    /// Which tokens stand in quotation marks; a paragraph starts outside.
    fn quotations(&self) -> Vec<bool> {
        let mut quoted = vec![false; self.tokens.len()];
        for paragraph in self.analysis.paragraphs() {
            let mut open = false;
            for at in paragraph.start as usize..paragraph.end as usize {
                match self.word(at) {
                    "“" | "«" | "``" | "„" => open = true,
                    "”" | "»" | "''" => open = false,
                    "\"" => open = !open,
                    _ => {}
                }
                quoted[at] = open;
            }
        }
        quoted
    }
}
