//! Trains and scores the dependency parser.
//!
//! 1. Classes of words are induced from all text.
//! 2. Trees are tagged as the product tags them; the treebanks by taggers that did not see them.
//! 3. A first parser learns greedily from the treebanks, and parses the news. Where it agrees with
//!    the silver trees, the news are training data as well.
//! 4. A second one learns greedily from both. Its strongest features are kept, and learn on with
//!    a beam.
//!
//! All of this is learned twice, in different orders, and the mean is kept, which is better than
//! either.

mod classes;
mod corpus;
mod examples;
mod learner;
mod model;
mod oracle;
mod stanford;
mod table;

use std::time::Instant;

use examples::{Example, Source};
use learner::Learner;
use model::{Model, Tally};
use onrecord_language::Language;
use onrecord_language::fast::bundle;
use onrecord_language::fast::parse::Search;
use onrecord_language::fast::parse::classes::{self as class_file, Classes};
use onrecord_language::linear::Linear;

use crate::perceptron::shuffled;
use crate::{Folders, Outcome, conllu};

const DEV: [&str; 2] = ["ud/en_gum-dev.conllu", "ud/en_ewt-dev.conllu"];
/// Words seen as often get a class.
const LEAST: usize = 4;
const CLASSES: usize = 256;
/// Features that the model file keeps.
const ACTION_FEATURES: usize = 600_000;
const RELATION_FEATURES: usize = 300_000;

/// Rounds of the first parser, which judges the news.
const FIRST: u64 = 3;
/// Greedy rounds of the second parser over treebanks and news, and over treebanks alone.
const MIXED: u64 = 3;
const PURE: u64 = 3;
/// Rounds with a beam, and how wide it is.
const BEAM: u64 = 8;
const BEAM_WIDTH: usize = 4;

/// Trains on the treebanks and the silver news, and writes `parse.bin`.
pub(crate) fn train(folders: &Folders) -> Outcome {
    let started = Instant::now();
    let source = Source::read(folders)?;
    let class_bytes = class_file::encode(&classes::induce(&source.text(), LEAST, CLASSES));
    eprintln!("classes: {:.0?}", started.elapsed());
    let known = Classes::open(&class_bytes).ok_or("a file was just written")?;
    let gold = source.gold(&known)?;
    let mut news = source.news(&known)?;
    let dev = DEV.map(|file| source.dev(folders, file, &known));
    let dev: Vec<Vec<Example>> = dev.into_iter().collect::<Result<_, _>>()?;
    eprintln!("{} gold, {} news: {:.0?}", gold.len(), news.len(), started.elapsed());

    let first = Model::mean(twice([0, 1], |seed| greedy(seed, &gold, &[], [FIRST, 0])));
    first.report("first", &dev, Search::wide(1));
    examples::agree(&mut news, &first);
    drop(first);
    eprintln!("{} news agreed: {:.0?}", news.len(), started.elapsed());
    let second = Model::mean(twice([10, 11], |seed| greedy(seed, &gold, &news, [MIXED, PURE])));
    second.report("second", &dev, Search::wide(1));
    let kept = second.pruned(ACTION_FEATURES, RELATION_FEATURES);
    drop(second);
    kept.report("kept", &dev, Search::wide(1));
    let model = Model::mean(twice([20, 21], |seed| beam(seed, &kept, &gold)));
    eprintln!("learned: {:.0?}", started.elapsed());
    for width in [1, 2, 4, 8] {
        model.report(&format!("exact, {width}"), &dev, Search::wide(width));
    }
    let [actions, relations] = model.encode();
    write(folders, &dev, [&actions, &relations, &class_bytes])
}

/// Writes the model file, and says how good it is.
fn write(folders: &Folders, dev: &[Vec<Example>], parts: [&[u8]; 3]) -> Outcome {
    let open = |bytes| Linear::open(bytes).ok_or("a model was just written");
    let (actions, relations) = (open(parts[0])?, open(parts[1])?);
    let wide = [1, 2, 4, 8].map(Search::wide);
    for search in wide.into_iter().chain([Search::PRODUCT]) {
        model::report(&format!("written, {search:?}"), dev, [&actions, &relations], search);
    }
    let [actions, relations, classes] = parts.map(|part| part.len() / 1000);
    eprintln!("actions {actions} kB, relations {relations} kB, classes {classes} kB");
    std::fs::write(folders.model("parse.bin"), bundle::encode(&parts))?;
    Ok(())
}

/// Learns twice, side by side.
fn twice(seeds: [u64; 2], learn: impl Fn(u64) -> Model + Sync) -> [Model; 2] {
    let learn = &learn;
    std::thread::scope(|scope| {
        seeds
            .map(|seed| scope.spawn(move || learn(seed)))
            .map(|thread| thread.join().expect("a learner does not panic"))
    })
}

/// One round over all examples, in an order that `seed` and `round` choose.
fn go_over(
    gold: &[Example],
    news: &[Example],
    seed: u64,
    round: u64,
    mut learn: impl FnMut(&Example),
) {
    for k in shuffled(gold.len() + news.len(), round + 1000 * seed) {
        learn(gold.get(k).unwrap_or_else(|| &news[k - gold.len()]));
    }
}

/// Learns without a beam: so many rounds over all, then so many over the treebanks alone.
fn greedy(seed: u64, gold: &[Example], news: &[Example], [mixed, pure]: [u64; 2]) -> Model {
    let mut learner = Learner::new(seed + 1);
    for round in 0..mixed {
        go_over(gold, news, seed, round, |example| learner.greedy(example, round > 0));
    }
    for round in 20..20 + pure {
        go_over(gold, &[], seed, round, |example| learner.greedy(example, true));
    }
    learner.averaged()
}

/// Learns on with a beam.
fn beam(seed: u64, from: &Model, gold: &[Example]) -> Model {
    let mut learner = Learner::from(from);
    for round in 40..40 + BEAM {
        go_over(gold, &[], seed, round, |example| learner.global(example, BEAM_WIDTH));
    }
    learner.averaged()
}

/// Scores what is built in, with gold tokens and sentences and the product's own tags.
pub(crate) fn score(folders: &Folders) -> Outcome {
    let language = Language::english();
    println!("trees, gold tokens    UAS    LAS  without punctuation: UAS    LAS");
    for file in DEV {
        let mut tally = Tally::default();
        for document in conllu::read(&folders.corpus(file))? {
            let raw = document.raw();
            let (article, spans) = raw.article();
            let analysis = language.analyze_tokens(&article, &spans, &raw.sentences);
            let gold = corpus::sentences(std::slice::from_ref(&document));
            for (sentence, gold) in raw.sentences.iter().zip(gold) {
                for (at, gold) in gold.heads.iter().zip(&gold.relations).enumerate() {
                    let token = sentence.start as usize + at;
                    let root = sentence.len() as u32;
                    let head = analysis.head(token);
                    let head = head.map_or(root, |head| head as u32 - sentence.start);
                    tally.add((head, analysis.tokens()[token].relation), (*gold.0, *gold.1));
                }
            }
        }
        let [uas, las, word_uas, word_las] = tally.percent();
        let name = file.trim_start_matches("ud/").trim_end_matches(".conllu");
        println!("{name:20} {uas:6.2} {las:6.2} {:21} {word_uas:6.2} {word_las:6.2}", "");
    }
    Ok(())
}
