//! Sentences as the parser gets them, with tags that the product would give them.

use std::error::Error;

use onrecord_article::{Relation, Upos};
use onrecord_language::fast::bundle;
use onrecord_language::fast::lexicon::Lexicon;
use onrecord_language::fast::parse::classes::Classes;
use onrecord_language::fast::parse::{Beam, Rows, Search, parse};
use onrecord_language::fast::tags::Tagger;
use onrecord_language::fast::words::{Word, Words};
use onrecord_language::linear::Linear;

use super::corpus::{self, Sentence};
use super::model::Model;
use super::oracle::UNKNOWN;
use super::stanford;
use crate::conllu::{self, Document};
use crate::{Folders, silver, tags};

/// A sentence as the parser gets it, and its tree.
pub(super) struct Example {
    pub(super) rows: Rows,
    /// The tree of the words that are rows.
    pub(super) gold: Sentence,
    /// The tree of all words.
    pub(super) whole: Sentence,
    /// The gold heads, made projective.
    pub(super) heads: Vec<u32>,
}

/// What is learned from.
pub(super) struct Source {
    gold: Vec<Document>,
    silver: Vec<silver::Document>,
    tagger: Vec<u8>,
}

type Examples = Result<Vec<Example>, Box<dyn Error>>;

/// The treebanks are cut into as many parts; each is tagged by a tagger that learned from the
/// others.
const PARTS: usize = 3;
const TAGGER_ROUNDS: u64 = 4;

impl Source {
    pub(super) fn read(folders: &Folders) -> Result<Source, Box<dyn Error>> {
        let mut gold = conllu::read(&folders.corpus("ud/en_gum-train.conllu"))?;
        gold.extend(conllu::read(&folders.corpus("ud/en_ewt-train.conllu"))?);
        let silver = silver::read(&folders.corpus("polnear/train.corenlp.tsv.gz"))?;
        Ok(Source { gold, silver, tagger: std::fs::read(folders.model("tags.bin"))? })
    }

    /// All text, as the hashes of the words in small letters.
    pub(super) fn text(&self) -> Vec<Vec<u64>> {
        let lower = |form: &str| Word::new(form).lower;
        let gold = self.gold.iter().flat_map(|document| &document.sentences);
        let silver = self.silver.iter().flat_map(|document| &document.sentences);
        let gold = gold.map(|s| s.words.iter().map(|word| lower(&word.form)).collect());
        let silver = silver
            .map(|s| s.tokens.iter().map(|token| lower(stanford::form(&token.word))).collect());
        gold.chain(silver).collect()
    }

    pub(super) fn gold(&self, classes: &Classes<'_>) -> Examples {
        let mut examples = Vec::new();
        for part in 0..PARTS {
            let mut other = self.gold.clone();
            let mut own = Vec::new();
            let mut at = 0;
            other.retain_mut(|document| {
                at += 1;
                if at % PARTS == part {
                    own.push(std::mem::take(document));
                }
                at % PARTS != part
            });
            let [model, lexicon] = tags::learned(&other, TAGGER_ROUNDS)?;
            let tagger = open(&model, &lexicon)?;
            let sentences = corpus::sentences(&own);
            examples.extend(sentences.into_iter().map(|s| example(s, &tagger, classes)));
        }
        Ok(examples)
    }

    fn tagged(&self, sentences: Vec<Sentence>, classes: &Classes<'_>) -> Examples {
        let [model, lexicon, _] = bundle::open(&self.tagger).ok_or("tags.bin: not a model file")?;
        let tagger = open(model, lexicon)?;
        Ok(sentences.into_iter().map(|s| example(s, &tagger, classes)).collect())
    }

    pub(super) fn news(&self, classes: &Classes<'_>) -> Examples {
        self.tagged(stanford::sentences(&self.silver), classes)
    }

    pub(super) fn dev(&self, folders: &Folders, file: &str, classes: &Classes<'_>) -> Examples {
        let documents = conllu::read(&folders.corpus(file))?;
        self.tagged(corpus::sentences(&documents), classes)
    }
}

fn open<'a>(model: &'a [u8], lexicon: &'a [u8]) -> Result<Tagger<'a>, Box<dyn Error>> {
    let (model, lexicon) = Linear::open(model).zip(Lexicon::open(lexicon)).ok_or("no tagger")?;
    Ok(Tagger::new(model, lexicon).ok_or("labels name no tags")?)
}

fn example(gold: Sentence, tagger: &Tagger<'_>, classes: &Classes<'_>) -> Example {
    let mut words = Words::of(gold.forms.iter().map(String::as_str));
    let mut upos = vec![Upos::X; gold.len()];
    tagger.tag(words.all_mut(), |at, tag| upos[at] = tag);
    let mut rows = Rows::default();
    rows.fill(words.all(), |at| upos[at], classes);
    let whole = gold.clone();
    let gold = gold.only(rows.tokens());
    let mut heads = gold.heads.clone();
    corpus::make_projective(&mut heads);
    Example { rows, gold, whole, heads }
}

/// Keeps of silver trees what a parser agrees with.
pub(super) fn agree(news: &mut Vec<Example>, model: &Model) {
    let mut beam = Beam::default();
    let mut arcs = Vec::new();
    news.retain_mut(|example| {
        arcs.clear();
        let (actions, relations) = (&model.actions, &model.relations);
        parse(&example.rows, actions, relations, Search::wide(1), &mut beam, &mut arcs);
        let root = arcs.len() as u32;
        let mut agreed = 0;
        for (token, &(head, relation)) in arcs.iter().enumerate() {
            let head = if head as usize == token { root } else { head };
            if head != example.heads[token] {
                example.heads[token] = UNKNOWN;
            } else {
                agreed += 1;
            }
            if relation.universal() == example.gold.relations[token].universal() {
                example.gold.relations[token] = relation;
            } else {
                example.gold.relations[token] = Relation::Dep;
            }
        }
        agreed * 10 >= arcs.len() * 7
    });
}
