use std::ops::Range;

use onrecord_article::{Article, Number, Relation, Span, Token, Upos, VerbForm};
use onrecord_language::Analysis;

use crate::statements::quotations::{Quotation, quotations};

/// An article under study: its text, its analysis, and its quotations, each indexed by position.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    pub(crate) article: &'a Article,
    pub(crate) analysis: &'a Analysis,
    /// In order of their opening marks.
    pub(crate) quotations: Vec<Quotation>,
}

impl<'a> Page<'a> {
    pub(crate) fn new(article: &'a Article, analysis: &'a Analysis) -> Page<'a> {
        let bytes: Vec<Range<usize>> = analysis
            .paragraphs()
            .iter()
            .filter_map(|p| analysis.span(p.start as usize..p.end as usize))
            .map(Span::range)
            .collect();
        let quotations = quotations(article, &bytes);
        Page { article, analysis, quotations }
    }

    pub(crate) fn tokens(&self) -> &'a [Token] {
        self.analysis.tokens()
    }

    /// The words of a token; empty beyond the last one.
    pub(crate) fn word(&self, token: usize) -> &'a str {
        self.tokens().get(token).map_or("", |t| self.article.text_of(t.span))
    }

    /// Whether a token is this word, in any case of ASCII letters.
    pub(crate) fn is(&self, token: usize, word: &str) -> bool {
        self.word(token).eq_ignore_ascii_case(word)
    }

    /// Whether a token is one of these words, in any case of ASCII letters.
    pub(crate) fn is_any(&self, token: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(token, word))
    }

    pub(crate) fn lemma(&self, token: usize) -> &'a str {
        if token < self.tokens().len() { self.analysis.lemma(token) } else { "" }
    }

    /// The part of speech; `X` beyond the last token.
    pub(crate) fn upos(&self, token: usize) -> Upos {
        self.tokens().get(token).map_or(Upos::X, |t| t.upos)
    }

    pub(crate) fn relation(&self, token: usize) -> Relation {
        self.tokens().get(token).map_or(Relation::Dep, |t| t.relation)
    }

    pub(crate) fn verb_form(&self, token: usize) -> VerbForm {
        self.tokens().get(token).map_or(VerbForm::None, |t| t.morph.verb_form)
    }

    pub(crate) fn span(&self, tokens: Range<usize>) -> Option<Span> {
        self.analysis.span(tokens)
    }

    pub(crate) fn tokens_in(&self, span: Span) -> Range<usize> {
        self.analysis.tokens_in(span)
    }

    /// The tokens of the paragraph that holds a token.
    pub(crate) fn paragraph(&self, token: usize) -> Range<usize> {
        let range = self.analysis.paragraph_of(token);
        range.start as usize..range.end as usize
    }

    /// The tokens of the sentence that holds a token.
    pub(crate) fn sentence(&self, token: usize) -> Range<usize> {
        let range = self.analysis.sentence_of(token);
        range.start as usize..range.end as usize
    }

    /// Whether a token has no letter and no digit.
    pub(crate) fn is_mark(&self, token: usize) -> bool {
        !self.word(token).contains(char::is_alphanumeric)
    }

    /// Whether a token ends a sentence: `.`, `!`, `?`, `…`.
    pub(crate) fn is_stop(&self, token: usize) -> bool {
        matches!(self.word(token), "." | "!" | "?" | "…" | "...")
    }

    /// Whether a token is a quotation mark of any kind, or an apostrophe.
    pub(crate) fn is_quote(&self, token: usize) -> bool {
        let word = self.word(token);
        !word.is_empty() && word.chars().all(is_quote_mark)
    }

    /// Whether the token is a verb or auxiliary.
    pub(crate) fn is_verb(&self, token: usize) -> bool {
        matches!(self.upos(token), Upos::Verb | Upos::Aux)
    }

    /// "Lee**'s**"
    pub(crate) fn is_genitive(&self, token: usize) -> bool {
        self.is_any(token, &["'s", "’s"])
    }

    /// "Lee**'s**", "the nurses**'**": an apostrophe alone may be a quotation mark, too.
    pub(crate) fn is_owner_mark(&self, token: usize) -> bool {
        self.is_genitive(token) || self.is_any(token, &["'", "’"])
    }

    /// Whether a token is a dash that sets words apart.
    pub(crate) fn is_dash(&self, token: usize) -> bool {
        matches!(self.word(token), "—" | "–" | "―" | "--")
    }

    /// Whether the token is a noun or a name.
    pub(crate) fn is_noun(&self, token: usize) -> bool {
        matches!(self.upos(token), Upos::Noun | Upos::Propn)
    }

    /// Whether the token is a plural.
    pub(crate) fn is_plural(&self, token: usize) -> bool {
        self.tokens().get(token).is_some_and(|it| it.morph.number == Number::Plural)
    }

    /// The quotations that hold a byte, from the innermost to the outermost.
    pub(crate) fn quotations_at(&self, byte: usize) -> impl Iterator<Item = &Quotation> {
        let after = self.quotations.partition_point(|q| q.span.start() <= byte);
        let last = after.checked_sub(1).and_then(|k| self.quotations.get(k));
        let parent = |q: &&Quotation| q.parent.and_then(|k| self.quotations.get(k as usize));
        std::iter::successors(last, parent).filter(move |q| byte < q.span.end())
    }

    /// The outermost quotation that holds a byte.
    pub(crate) fn quotation_at(&self, byte: usize) -> Option<&Quotation> {
        self.quotations_at(byte).last()
    }

    /// The quotations that begin inside a span, in order.
    pub(crate) fn quotations_in(&self, span: Span) -> &[Quotation] {
        let from = self.quotations.partition_point(|q| q.span.start() < span.start());
        let to = self.quotations.partition_point(|q| q.span.start() < span.end());
        &self.quotations[from..to.max(from)]
    }
}

/// Whether a character opens or closes quotations.
pub(crate) fn is_quote_mark(c: char) -> bool {
    matches!(
        c,
        '“' | '”'
            | '"'
            | '‘'
            | '’'
            | '\''
            | '«'
            | '»'
            | '‹'
            | '›'
            | '„'
            | '‟'
            | '‚'
            | '`'
            | '＂'
    )
}
