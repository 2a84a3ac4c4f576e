//! Trains and scores the dependency parser.
//!
//! 1. Classes of words are induced from all text.
//! 2. Trees are tagged as the product tags them; the treebanks by taggers that did not see them.
//! 3. A first parser learns greedily from the treebanks, and parses the news. Where it agrees with
//!    the silver trees, the news are training data as well.
//! 4. A second one learns greedily from both. Its strongest features are kept, and learn on with
//!    a beam.

mod classes;
mod corpus;
mod examples;
mod learner;
mod oracle;
mod stanford;
mod table;

use std::time::Instant;

use examples::{Example, Source};
use learner::Learner;
use onrecord_article::Relation;
use onrecord_language::Language;
use onrecord_language::fast::bundle;
use onrecord_language::fast::parse::classes::{self as class_file, Classes};
use onrecord_language::fast::parse::{Action, Beam, Weights, parse, relation_names};
use onrecord_language::linear::Linear;

use crate::perceptron::shuffled;
use crate::{Folders, Outcome, conllu};

const DEV: [&str; 2] = ["ud/en_gum-dev.conllu", "ud/en_ewt-dev.conllu"];
/// Words seen as often get a class.
const LEAST: usize = 4;
const CLASSES: usize = 256;
/// Features that the model file keeps.
const ACTION_FEATURES: usize = 450_000;
const RELATION_FEATURES: usize = 250_000;

/// Rounds of the first parser, which judges the news.
const FIRST: usize = 3;
/// Greedy rounds of the second parser over treebanks and news, and over treebanks alone.
const MIXED: usize = 3;
const PURE: usize = 2;
/// Rounds with a beam, and how wide it is: wider than the product's, so that more can go wrong.
const BEAM: usize = 5;
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

    let report = |what: &str, actions: &dyn Weights, relations: &dyn Weights, width: usize| {
        let clock = Instant::now();
        let scores = [0, 1].map(|k| percent(&dev[k], actions, relations, width));
        let words: usize = dev.iter().flatten().map(|e| e.gold.len()).sum();
        eprintln!(
            "{what}: {:.2?} {:.2?}, {:.1} us/word, {:.0?}",
            scores[0],
            scores[1],
            clock.elapsed().as_micros() as f64 / words as f64,
            started.elapsed()
        );
    };
    let train = |learner: &mut Learner, news: &[Example], round: usize, beam: Option<usize>| {
        let mut search = Beam::default();
        for k in shuffled(gold.len() + news.len(), round as u64) {
            let example = gold.get(k).unwrap_or_else(|| &news[k - gold.len()]);
            match beam {
                None => learner.greedy(example, round > 0),
                Some(width) => learner.global(example, width, &mut search),
            }
        }
        let (actions, relations) = (learner.actions.averaged(), learner.relations.averaged());
        report(
            &format!("round {round}, {} {}", actions.len(), relations.len()),
            &actions,
            &relations,
            beam.unwrap_or(1),
        );
    };
    let mut learner = Learner::new();
    let mut teacher = Learner::new();
    for round in 0..FIRST {
        train(&mut teacher, &[], round, None);
    }
    let (actions, relations) = (teacher.actions.averaged(), teacher.relations.averaged());
    examples::agree(&mut news, &actions, &relations);
    eprintln!("agreed: {:.0?}", started.elapsed());
    for round in 0..MIXED {
        train(&mut learner, &news, round, None);
    }
    for round in 0..PURE {
        train(&mut learner, &[], 20 + round, None);
    }
    learner.actions = learner.actions.averaged().pruned(ACTION_FEATURES);
    learner.relations = learner.relations.averaged().pruned(RELATION_FEATURES);
    report("pruned", &learner.actions, &learner.relations, 1);
    for round in 0..BEAM {
        train(&mut learner, &[], 40 + round, Some(BEAM_WIDTH));
    }
    let actions = Action::ALL.map(|action| format!("{action:?}").to_lowercase());
    let relations: Vec<String> = relation_names().map(str::to_owned).collect();
    let actions = learner.actions.averaged().encode(&actions);
    let relations = learner.relations.averaged().encode(&relations);
    let open = |bytes| Linear::open(bytes).ok_or("a model was just written");
    for width in [1, 2, 3, 4, 8] {
        report(&format!("as bytes, {width}"), &open(&actions)?, &open(&relations)?, width);
    }
    let bytes = bundle::encode(&[&actions, &relations, &class_bytes]);
    eprintln!(
        "actions {} kB, relations {} kB, classes {} kB",
        actions.len() / 1000,
        relations.len() / 1000,
        class_bytes.len() / 1000
    );
    std::fs::write(folders.model("parse.bin"), bytes)?;
    Ok(())
}

/// Of all words, and of those that are no punctuation: the shares with the right head, and with
/// the right head and relation, in percent.
fn percent(
    examples: &[Example],
    actions: &dyn Weights,
    relations: &dyn Weights,
    width: usize,
) -> [f64; 4] {
    let mut beam = Beam::default();
    let (mut tree, mut arcs) = (Vec::new(), Vec::new());
    let mut tally = Tally::default();
    for example in examples {
        tree.clear();
        arcs.clear();
        parse(&example.rows, actions, relations, width, &mut beam, &mut tree);
        example.rows.whole(&tree, &mut arcs);
        for (token, &(head, relation)) in arcs.iter().enumerate() {
            let head = if head as usize == token { arcs.len() as u32 } else { head };
            let gold = (example.whole.heads[token], example.whole.relations[token]);
            tally.add((head, relation), gold);
        }
    }
    tally.percent()
}

#[derive(Default)]
struct Tally {
    right: [usize; 4],
    all: [usize; 2],
}

impl Tally {
    fn add(&mut self, found: (u32, Relation), gold: (u32, Relation)) {
        let arc = found.0 == gold.0;
        let both = found == gold;
        let word = gold.1 != Relation::Punct;
        for (count, one) in self.right.iter_mut().zip([arc, both, arc && word, both && word]) {
            *count += usize::from(one);
        }
        self.all[0] += 1;
        self.all[1] += usize::from(word);
    }

    fn percent(&self) -> [f64; 4] {
        [0, 1, 2, 3].map(|k| 100.0 * self.right[k] as f64 / self.all[k / 2].max(1) as f64)
    }
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
