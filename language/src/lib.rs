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
mod built_in;
mod coreference;
pub mod countries;
pub mod deep;
pub mod fast;
mod lexicon;
pub mod linear;
pub mod lists;
mod models;
mod phrases;
pub mod quotes;
mod tree;

pub use analysis::{Analysis, Lemma, Name, NameKind, Reading, Role, Side, TokenRole};
pub use models::{ModelFile, models};

use std::ops::Range;

use onrecord_article::{Article, Morph, Relation, Span, Token, Upos, VerbForm};

use built_in::{NAMES, PARSE, ROLES, TAGS};
use deep::Deep;
use fast::bundle;
use fast::lemmas::{self, Lemmatizer};
use fast::lexicon::Lexicon;
use fast::morph::{self, Tagged};
use fast::names::Names;
use fast::parse::{self, Parser};
use fast::roles::Roles;
use fast::tags::Tagger;
use fast::verbs;
use fast::words::Words;
use fast::xpos::Xpos;
use linear::Linear;
use tree::Tree;

/// The models of one language. Those built in are unpacked once a program; share it between threads.
#[derive(Debug)]
pub struct Language {
    tagger: Option<Tagger<'static>>,
    lemmatizer: Option<Lemmatizer<'static>>,
    parser: Option<Parser<'static>>,
    names: Option<Names<'static>>,
    roles: Option<Roles<'static>>,
    deep: Option<Deep>,
}

/// What reads the statement roles. All else is read alike.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// A linear model: tens of thousands of words a second.
    Fast,
    /// A small encoder together with the linear model: finds more, takes several times as long.
    Deep,
}

/// Whether a given name is a woman's; `None` where it may be either's or is not known.
pub fn is_womans(given_name: &str) -> Option<bool> {
    match lexicon::lexicon().given_gender(given_name) {
        lexicon::Gender::Female => Some(true),
        lexicon::Gender::Male => Some(false),
        lexicon::Gender::Unknown => None,
    }
}

/// What stands before a noun phrase that only says what somebody is: "worked as **a governess**".
pub const PREDICATE_LINKS: &[&str] =
    &["as", "is", "was", "are", "were", "be", "been", "being", "became", "become"];

/// Whether a noun in the singular stands for people, or for a body or place of them: "pilot",
/// "council", "nation".
pub fn is_somebody(noun: &str) -> bool {
    lexicon::lexicon().head(noun).is_some_and(|(head, _)| head != lexicon::Head::Report)
}

impl Language {
    /// English, with the models built in.
    ///
    /// A model whose file is not of this version is left out, so that the trainer can run and
    /// write a new one; the tests see to it that none is.
    pub fn english() -> Language {
        let [model, lexicon, lemmas] = bundle::open(&TAGS).unwrap_or_default();
        let tagger = Linear::open(model).zip(Lexicon::open(lexicon));
        Language {
            tagger: tagger.and_then(|(model, lexicon)| Tagger::new(model, lexicon)),
            lemmatizer: Lemmatizer::open(lemmas),
            names: Names::open(&NAMES),
            parser: bundle::open(&PARSE).and_then(Parser::open),
            roles: Roles::open(&ROLES),
            deep: None,
        }
    }

    /// English, with statements read by `engine`. The deep one takes a moment to be unpacked.
    pub fn english_by(engine: Engine) -> Language {
        let fast = Language::english();
        match engine {
            Engine::Fast => fast,
            // As with the other models: the tests see to it that it opens.
            Engine::Deep => match Deep::english() {
                Some(deep) => fast.with_deep(deep),
                None => fast,
            },
        }
    }

    /// The same, with statements read with the encoder of `model`; see [`deep`].
    pub fn with_deep(mut self, model: Deep) -> Language {
        self.deep = Some(model);
        self
    }

    /// Names the models built in: the same name for the same bytes, so that a record can say what
    /// read a text.
    pub fn model(&self) -> String {
        let (engine, encoder) = match &self.deep {
            Some(deep) => ("deep", deep.hash()),
            None => ("fast", 0),
        };
        let hash = [&TAGS, &PARSE, &NAMES, &ROLES]
            .iter()
            .fold(0, |hash, file| linear::mix(hash, linear::hash_bytes(file)));
        format!("{engine}-{:016x}", linear::mix(hash, encoder))
    }

    /// Reads an article.
    pub fn analyze(&self, article: &Article) -> Analysis {
        let split = fast::tokens::split(article);
        let sentences = fast::sentences::split(article, &split.spans, &split.paragraphs);
        self.read(article, &split.spans, sentences, split.paragraphs)
    }

    /// Reads an article whose tokens and sentences are known, as from a treebank: each sentence
    /// is a range of tokens, and counts as a paragraph. For scoring stages apart.
    ///
    /// # Panics
    /// If the tokens are not of this article or not in order, or the sentences do not cover them.
    pub fn analyze_tokens(
        &self,
        article: &Article,
        tokens: &[Span],
        sentences: &[Range<u32>],
    ) -> Analysis {
        assert!(tokens.is_sorted_by(|a, b| a.end() <= b.start()), "tokens in order of text");
        let ends = sentences.iter().fold(0, |end, s| if s.start == end { s.end } else { u32::MAX });
        assert_eq!(ends as usize, tokens.len(), "sentences cover the tokens");
        self.read(article, tokens, sentences.to_vec(), sentences.to_vec())
    }

    /// The stages, in order. Each one reads what the ones before it filled in.
    fn read(
        &self,
        article: &Article,
        spans: &[Span],
        sentences: Vec<Range<u32>>,
        paragraphs: Vec<Range<u32>>,
    ) -> Analysis {
        let mut analysis = Analysis { sentences, paragraphs, ..Analysis::default() };
        let mut words = Words::new(article, spans.iter().copied());
        self.tag(article, spans, &mut words, &mut analysis);
        self.lemmatize(article, &mut words, &mut analysis);
        self.parse(&words, &mut analysis);
        if let Some(names) = &self.names {
            analysis.names = names.find(article.text(), &analysis.tokens, &analysis.sentences);
        }
        analysis.entities = coreference::entities(article, &analysis);
        if let Some((deep, roles)) = self.deep.as_ref().zip(self.roles.as_ref()) {
            analysis.readings = deep.readings(article.text(), &analysis, roles);
        } else if let Some(roles) = &self.roles {
            analysis.readings = roles.readings(article.text(), &analysis);
        }
        analysis
    }

    /// Fills in the tokens, with universal and Penn tags.
    fn tag(&self, article: &Article, spans: &[Span], words: &mut Words, analysis: &mut Analysis) {
        // Fewer tokens than bytes, which fit in 32 bits.
        analysis.tokens.extend(spans.iter().enumerate().map(|(at, &span)| Token {
            span,
            upos: Upos::X,
            morph: Morph::default(),
            head: at as u32,
            relation: Relation::Root,
        }));
        if let Some(tagger) = &self.tagger {
            for sentence in &analysis.sentences {
                let tokens = sentence.start as usize..sentence.end as usize;
                let words = &mut words.all_mut()[tokens.clone()];
                let tokens = &mut analysis.tokens[tokens];
                tagger.tag(words, |at, upos| tokens[at].upos = upos);
                for at in 1..words.len() {
                    let [to, verb] = [words[at - 1].xpos, words[at].xpos];
                    let form = || article.text_of(tokens[at].span);
                    if (to.as_str(), verb.as_str()) == ("TO", "VB")
                        && let Some(noun) = verbs::no_infinitive(form())
                    {
                        [words[at - 1].xpos, words[at].xpos] = [Xpos::named("IN"), noun];
                        [tokens[at - 1].upos, tokens[at].upos] = [Upos::Adp, Upos::Noun];
                    }
                }
            }
        }
        analysis.xpos.extend(words.all().iter().map(|word| word.xpos));
    }

    /// Fills in heads and relations.
    fn parse(&self, words: &Words, analysis: &mut Analysis) {
        if let Some(parser) = &self.parser {
            let mut work = parse::Workspace::default();
            for sentence in &analysis.sentences {
                let tokens = sentence.start as usize..sentence.end as usize;
                let tokens = &mut analysis.tokens[tokens];
                let upos = |at: usize| tokens[at].upos;
                let arcs = parser.parse(words.sentence(sentence), upos, &mut work);
                for (token, &(head, relation)) in tokens.iter_mut().zip(arcs) {
                    token.head = sentence.start + head;
                    token.relation = relation;
                }
                for &(head, relation) in arcs {
                    let head = &mut tokens[head as usize];
                    if relation == Relation::AuxPass
                        && head.morph.verb_form == VerbForm::PastParticiple
                    {
                        head.morph.passive = true;
                    }
                }
            }
        }
        analysis.tree = Tree::new(&analysis.tokens);
    }

    /// Fills in lemmas and morphology.
    fn lemmatize(&self, article: &Article, words: &mut Words, analysis: &mut Analysis) {
        let mut lemma = String::new();
        for sentence in &analysis.sentences {
            let tokens = sentence.start as usize..sentence.end as usize;
            for at in tokens.clone() {
                let word = &mut words.all_mut()[at];
                let form = article.text_of(analysis.tokens[at].span);
                match &self.lemmatizer {
                    Some(lemmatizer) => {
                        let initial = at == tokens.start;
                        let group = lemmas::group(word.xpos, word.case, initial);
                        lemmatizer.lemma(form, group, &mut lemma);
                        verbs::mend(word.xpos, form, &mut lemma);
                    }
                    None => lemma = form.to_lowercase(),
                }
                word.lemma = linear::hash_bytes(lemma.as_bytes());
                analysis.lemmas.push(&lemma);
            }
            for at in tokens.clone() {
                analysis.tokens[at].morph = morph::morph(at - tokens.start, |other| {
                    let at = tokens.start + other;
                    let token = analysis.tokens[at];
                    Tagged {
                        form: article.text_of(token.span),
                        lemma: analysis.lemmas.of(at),
                        upos: token.upos,
                        xpos: analysis.xpos[at],
                    }
                });
            }
        }
    }
}
