//! Trains and scores tags, morphology and lemmas.

use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

use onrecord_language::Language;
use onrecord_language::fast::bundle;
use onrecord_language::fast::lexicon::{self, Lexicon};
use onrecord_language::fast::tags::{self, FEATURES, NO_LABEL, Tagger};
use onrecord_language::fast::words::{Word, Words};
use onrecord_language::fast::xpos::Xpos;
use onrecord_language::linear::{Feature, Linear, mix};

use crate::conllu::{self, Document};
use crate::perceptron::{Keep, Perceptron, shuffled};
use crate::{Folders, Outcome, lemmas, news};

const TRAIN: [&str; 2] = ["ud/en_ewt-train.conllu", "ud/en_gum-train.conllu"];
const DEV: [&str; 2] = ["ud/en_gum-dev.conllu", "ud/en_ewt-dev.conllu"];

/// A word that occurs as often takes the labels that it took.
const KNOWN: u32 = 12;
const ROUNDS: u64 = 9;
/// Features left out while learning, in 100.
const DROPPED: u64 = 20;
/// Each round reads one of so many parts of the news.
const NEWS_PARTS: usize = 3;

/// A sentence to learn from: its words, and the label of each.
pub(crate) struct Example {
    pub(crate) words: Vec<Word>,
    pub(crate) labels: Vec<usize>,
}

/// Trains on the treebanks and on news, and writes `tags.bin`.
///
/// The news have automatic Penn tags only: a first model, of the treebanks, completes them.
pub(crate) fn train(folders: &Folders) -> Outcome {
    let documents = read(folders, &TRAIN)?;
    let names = label_names(&documents);
    let gold = examples(&documents, &names);
    let dev = read(folders, &DEV[..1])?;
    let (first, first_lexicon) = learn(&gold, &[], &names, 4)?;
    let tagger = tagger(&first, &first_lexicon)?;
    report(&tagger, &dev);
    let news = news::examples(folders, &tagger)?;
    let (model, lexicon) = learn(&gold, &news, &names, ROUNDS)?;
    report(&self::tagger(&model, &lexicon)?, &dev);
    let lemmas = lemmas::train(&documents);
    let sizes = [&model, &lexicon, &lemmas].map(|part| part.len() / 1000);
    eprintln!("{} labels; model, lexicon, lemmas: {sizes:?} kB", names.len());
    std::fs::write(folders.model("tags.bin"), bundle::encode(&[&model, &lexicon, &lemmas]))?;
    Ok(())
}

fn tagger<'a>(model: &'a [u8], lexicon: &'a [u8]) -> Result<Tagger<'a>, &'static str> {
    let parts = Linear::open(model).zip(Lexicon::open(lexicon));
    parts.and_then(|(model, lexicon)| Tagger::new(model, lexicon)).ok_or("not a tagger's model")
}

fn report(tagger: &Tagger<'_>, dev: &[Document]) {
    let (right, all) = accuracy(tagger, dev);
    eprintln!("GUM dev: UPOS {:.2}", 100.0 * right as f64 / all as f64);
}

fn read(folders: &Folders, files: &[&str]) -> Result<Vec<Document>, std::io::Error> {
    let mut documents = Vec::new();
    for file in files {
        documents.extend(conllu::read(&folders.corpus(file))?);
    }
    Ok(documents)
}

/// A tagger that learned from these documents alone: its model and its lexicon.
pub(crate) fn learned(
    documents: &[Document],
    rounds: u64,
) -> Result<[Vec<u8>; 2], Box<dyn std::error::Error>> {
    let names = label_names(documents);
    let examples = examples(documents, &names);
    let (model, lexicon) = learn(&examples, &[], &names, rounds)?;
    Ok([model, lexicon])
}

/// The pairs of tags that are not mere slips, as `VERB VBD`.
fn label_names(documents: &[Document]) -> Vec<String> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for word in documents.iter().flat_map(|d| &d.sentences).flat_map(|s| &s.words) {
        if Xpos::from_name(&word.xpos).is_some_and(|tag| tag != Xpos::NONE) {
            *counts.entry(format!("{} {}", word.upos, word.xpos)).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= 4).map(|(name, _)| name).collect()
}

fn examples(documents: &[Document], names: &[String]) -> Vec<Example> {
    let numbers: HashMap<&str, usize> =
        names.iter().enumerate().map(|(number, name)| (name.as_str(), number)).collect();
    let label = |word: &conllu::Word| {
        let name = format!("{} {}", word.upos, word.xpos);
        // A rare pair counts as the first one with the same universal tag.
        let fallback = || names.iter().position(|n| n.starts_with(&word.upos)).unwrap_or(0);
        numbers.get(name.as_str()).copied().unwrap_or_else(fallback)
    };
    documents
        .iter()
        .flat_map(|document| &document.sentences)
        .map(|sentence| Example {
            words: sentence.words.iter().map(|word| Word::new(&word.form)).collect(),
            labels: sentence.words.iter().map(label).collect(),
        })
        .collect()
}

/// The labels of each frequent word.
fn known_words(examples: &[Example]) -> Vec<(u64, Vec<usize>)> {
    let mut counts: BTreeMap<u64, BTreeMap<usize, u32>> = BTreeMap::new();
    for example in examples {
        for (word, &label) in example.words.iter().zip(&example.labels) {
            *counts.entry(word.lower).or_default().entry(label).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .filter_map(|(word, labels)| {
            let all: u32 = labels.values().sum();
            let kept = labels.iter().filter(|&(_, &count)| count * 1000 >= all);
            (all >= KNOWN).then(|| (word, kept.map(|(&label, _)| label).collect()))
        })
        .collect()
}

/// Learns a model and its lexicon. Of the news, each round reads the next part.
fn learn(
    gold: &[Example],
    news: &[Example],
    names: &[String],
    rounds: u64,
) -> Result<(Vec<u8>, Vec<u8>), &'static str> {
    let lexicon_bytes = lexicon::encode(known_words(gold));
    let lexicon = Lexicon::open(&lexicon_bytes).ok_or("a lexicon was just written")?;
    let mut model = Perceptron::new(names.to_vec());
    let part = news.len().div_ceil(NEWS_PARTS).max(1);
    for round in 0..rounds {
        let started = Instant::now();
        let part = news.chunks(part).nth(round as usize % NEWS_PARTS).unwrap_or_default();
        let examples: Vec<&Example> = gold.iter().chain(part).collect();
        let (mut wrong, mut all) = (0, 0);
        for example in shuffled(examples.len(), round).into_iter().map(|k| examples[k]) {
            wrong += learn_from(&mut model, &lexicon, example);
            all += example.labels.len();
        }
        let seconds = started.elapsed().as_secs_f64();
        eprintln!(
            "round {round}: {wrong} of {all} wrong, {} features, {seconds:.0} s",
            model.len()
        );
    }
    let keep = Keep { updates: 6, weight: 4, ..Keep::default() };
    Ok((model.finish(&keep), lexicon_bytes))
}

/// One sentence; how many of its labels were wrong.
fn learn_from(model: &mut Perceptron, lexicon: &Lexicon<'_>, example: &Example) -> usize {
    let mut scores = vec![0; model.classes().len()];
    let mut features = [0; FEATURES];
    let classes: Vec<u16> = example.words.iter().map(|word| lexicon.class(word)).collect();
    let mut before = [NO_LABEL; 2];
    let mut wrong = 0;
    for (at, &gold) in example.labels.iter().enumerate() {
        let label = lexicon.only(classes[at]).unwrap_or_else(|| {
            tags::read(&example.words, &classes, at, before, &mut features);
            let kept = kept(&features, model.steps());
            model.scores(&kept, &mut scores);
            let label = lexicon.best(classes[at], &scores);
            model.update(&kept, gold, label);
            label
        });
        wrong += usize::from(label != gold);
        before = [label as u16, before[0]];
    }
    wrong
}

/// Leaves out some features at random, so that no word is known by one of them alone.
fn kept(features: &[Feature], step: u32) -> Vec<Feature> {
    let stays = |feature: &Feature| mix(*feature, u64::from(step)) % 100 >= DROPPED;
    features.iter().copied().filter(stays).collect()
}

/// How many words of gold sentences get their universal tag, of how many.
fn accuracy(tagger: &Tagger<'_>, documents: &[Document]) -> (usize, usize) {
    let (mut right, mut all) = (0, 0);
    for sentence in documents.iter().flat_map(|document| &document.sentences) {
        let mut words = Words::of(sentence.words.iter().map(|word| word.form.as_str()));
        tagger.tag(words.all_mut(), |at, upos| {
            right += usize::from(upos.as_str() == sentence.words[at].upos);
        });
        all += sentence.words.len();
    }
    (right, all)
}

/// Scores what is built in, with gold tokens and from raw text.
pub(crate) fn score(folders: &Folders) -> Outcome {
    crate::tokens::score(folders)?;
    let language = Language::english();
    println!("with gold tokens      UPOS   XPOS  lemma  passive F1");
    for file in DEV {
        let (mut words, mut upos, mut xpos, mut lemma) = (0, 0, 0, 0);
        let (mut passive, mut passive_gold, mut passive_found) = (0, 0, 0);
        for document in conllu::read(&folders.corpus(file))? {
            let raw = document.raw();
            let (article, spans) = raw.article();
            let analysis = language.analyze_tokens(&article, &spans, &raw.sentences);
            let gold = document.sentences.iter().flat_map(|sentence| &sentence.words);
            for (at, gold) in gold.enumerate() {
                let token = analysis.tokens()[at];
                words += 1;
                upos += usize::from(token.upos.as_str() == gold.upos);
                xpos += usize::from(analysis.xpos(at) == gold.xpos);
                lemma += usize::from(gold.lemma == "_" || analysis.lemma(at) == gold.lemma);
                let voice = gold.feat("Voice") == Some("Pass");
                passive += usize::from(voice && token.morph.passive);
                passive_gold += usize::from(voice);
                passive_found += usize::from(token.morph.passive);
            }
        }
        let share = |right: usize| 100.0 * right as f64 / words as f64;
        println!(
            "{:20} {:6.2} {:6.2} {:6.2} {:6.2}",
            file.trim_start_matches("ud/").trim_end_matches(".conllu"),
            share(upos),
            share(xpos),
            share(lemma),
            200.0 * passive as f64 / (passive_gold + passive_found) as f64
        );
    }
    Ok(())
}

/// Measures words a second of the whole analysis on one thread.
pub(crate) fn bench(folders: &Folders) -> Outcome {
    let language = Language::english();
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folders.corpus("polnear/dev"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            texts.push(std::fs::read_to_string(path)?);
        }
    }
    texts.sort();
    let mut articles = Vec::new();
    for text in texts {
        articles.push(onrecord_article::Article::new(text, Default::default())?);
    }
    for _ in 0..3 {
        let started = Instant::now();
        let words: usize = articles.iter().map(|a| language.analyze(a).tokens().len()).sum();
        let seconds = started.elapsed().as_secs_f64();
        println!("{words} tokens, {:.2} µs a token", seconds * 1e6 / words as f64);
    }
    Ok(())
}
