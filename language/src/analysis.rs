use std::collections::HashMap;
use std::ops::Range;

use crate::fast::xpos::Xpos;
use crate::tree::Tree;
use onrecord_article::{Entity, Relation, Span, Token};

/// All that is known about one article's language. Token indexes count over the whole article;
/// ranges of tokens are half open.
#[derive(Debug, Default)]
pub struct Analysis {
    pub(crate) tokens: Vec<Token>,
    pub(crate) xpos: Vec<Xpos>,
    pub(crate) lemmas: Lemmas,
    /// Made when the heads are known.
    pub(crate) tree: Tree,
    pub(crate) sentences: Vec<Range<u32>>,
    pub(crate) paragraphs: Vec<Range<u32>>,
    pub(crate) names: Vec<Name>,
    pub(crate) entities: Vec<Entity>,
    pub(crate) readings: Vec<Reading>,
}

impl Analysis {
    /// An analysis made elsewhere, of a treebank for one: lemmas are empty, nothing is read.
    /// Sentences and paragraphs must each cover the tokens, in order.
    pub fn from_tokens(
        tokens: Vec<Token>,
        sentences: Vec<Range<u32>>,
        paragraphs: Vec<Range<u32>>,
    ) -> Analysis {
        let mut lemmas = Lemmas::default();
        tokens.iter().for_each(|_| lemmas.push(""));
        Analysis { tokens, lemmas, sentences, paragraphs, ..Analysis::default() }
    }

    /// The same with these lemmas, one a token, and these names.
    pub fn with_words<'a>(
        mut self,
        lemmas: impl IntoIterator<Item = &'a str>,
        names: Vec<Name>,
    ) -> Analysis {
        self.lemmas = Lemmas::default();
        lemmas.into_iter().for_each(|lemma| self.lemmas.push(lemma));
        self.names = names;
        self
    }

    /// The same with these readings.
    pub fn with_readings(mut self, readings: Vec<Reading>) -> Analysis {
        self.readings = readings;
        self
    }

    /// The tokens, in order of text.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Base form of a token, lowercase unless it is a name: "said" is `say`.
    pub fn lemma(&self, token: usize) -> &str {
        self.lemmas.of(token)
    }

    /// Penn tag of a token: `VBD`.
    pub fn xpos(&self, token: usize) -> &'static str {
        self.xpos[token].as_str()
    }

    /// Sentences as ranges of tokens; they cover all tokens, in order.
    pub fn sentences(&self) -> &[Range<u32>] {
        &self.sentences
    }

    /// Paragraphs as ranges of tokens; a sentence never runs over the end of one.
    pub fn paragraphs(&self) -> &[Range<u32>] {
        &self.paragraphs
    }

    /// The sentence that holds a token.
    pub fn sentence_of(&self, token: usize) -> Range<u32> {
        containing(&self.sentences, token)
    }

    /// The paragraph that holds a token.
    pub fn paragraph_of(&self, token: usize) -> Range<u32> {
        containing(&self.paragraphs, token)
    }

    /// Names found, in order, none overlapping another.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// Who and what the article speaks of, each with all its mentions.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// Statement roles: the reading of the whole article first, then readings of the insides of
    /// contents, each after the one that holds it.
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// Head of a token; `None` for the root of a sentence.
    pub fn head(&self, token: usize) -> Option<usize> {
        let head = self.tokens[token].head as usize;
        (head != token).then_some(head)
    }

    /// The dependents of a token, in order of text.
    pub fn children(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        self.tree.children(token)
    }

    /// The dependents of a token with one of these relations.
    pub fn children_by<'a>(
        &'a self,
        token: usize,
        relations: &'a [Relation],
    ) -> impl Iterator<Item = usize> + 'a {
        self.children(token).filter(|&child| relations.contains(&self.tokens[child].relation))
    }

    /// The tokens under `token`, itself included, as the range from the first to the last.
    /// Trees are projective, so the range holds nothing else.
    pub fn subtree(&self, token: usize) -> Range<usize> {
        self.tree.under(token)
    }

    /// The span from the first to the last token of a range; `None` if the range is empty.
    pub fn span(&self, tokens: Range<usize>) -> Option<Span> {
        let tokens = self.tokens.get(tokens)?;
        Some(tokens.first()?.span.cover(tokens.last()?.span))
    }

    /// The tokens that share a byte with a span.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|token| token.span.end() <= span.start());
        let end = self.tokens.partition_point(|token| token.span.start() < span.end());
        start..end.max(start)
    }
}

/// Ranges are in order and cover every token, so the last one that starts at or before it holds it.
fn containing(ranges: &[Range<u32>], token: usize) -> Range<u32> {
    let after = ranges.partition_point(|range| range.start as usize <= token);
    after.checked_sub(1).map_or(0..0, |k| ranges[k].clone())
}

/// A lemma of one analysis, as a number: equal numbers are equal words.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Lemma(pub u32);

/// The lemma of each token; every different word is kept once.
#[derive(Debug, Default)]
pub(crate) struct Lemmas {
    words: Vec<Box<str>>,
    numbers: HashMap<Box<str>, Lemma>,
    of: Vec<Lemma>,
}

impl Lemmas {
    /// Adds the lemma of the next token.
    pub(crate) fn push(&mut self, word: &str) {
        let lemma = match self.numbers.get(word) {
            Some(&lemma) => lemma,
            None => {
                let lemma = Lemma(self.words.len() as u32); // fewer words than bytes of text
                self.words.push(word.into());
                self.numbers.insert(word.into(), lemma);
                lemma
            }
        };
        self.of.push(lemma);
    }

    pub(crate) fn of(&self, token: usize) -> &str {
        &self.words[self.of[token].0 as usize]
    }

    /// Every different lemma, and the number of each token's among them.
    pub(crate) fn words(&self) -> (&[Box<str>], &[Lemma]) {
        (&self.words, &self.of)
    }
}

/// A name: which tokens, and of what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// The bare name, without title: "Nicolas Maduro".
    pub tokens: Range<u32>,
    /// Of what.
    pub kind: NameKind,
}

/// What a name names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NameKind {
    /// A human being.
    Person,
    /// A company, agency, party, newspaper.
    Organization,
    /// A country, city, region, building.
    Location,
    /// A nationality, faith or party as people or as an adjective: "Venezuelan", "Democrats".
    Group,
}

/// Statement roles of a stretch of tokens, read by itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The tokens that were read.
    pub tokens: Range<u32>,
    /// Index, among the readings, of the one whose content this is; `None` for the whole article.
    pub within: Option<usize>,
    /// The role of each of the tokens.
    pub roles: Vec<TokenRole>,
}

/// The part a token plays in a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TokenRole {
    /// Which part.
    pub role: Role,
    /// Whether it is the first token of its part.
    pub begins: bool,
    /// On which side of it the cue stands.
    pub cue: Side,
    /// How much better the best reading scores than the best one in which this token has another
    /// role, in the model's units, cut to 65,535.
    pub margin: u16,
}

/// A part of a statement.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Role {
    /// None.
    #[default]
    None,
    /// Who says it.
    Source,
    /// What shows that it is said.
    Cue,
    /// What is said.
    Content,
}

/// A side, in order of text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Side {
    /// Before.
    #[default]
    Left,
    /// After.
    Right,
}
