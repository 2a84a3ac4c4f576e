//! Trains and scores names: `train names` writes `names.bin`.

mod chain;
pub(crate) mod corpora;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::time::Instant;

use onrecord_language::fast::names::{LABELS, Names, Scan, from_labels, scan_features};
use onrecord_language::{Language, Name};

use crate::perceptron::shuffled;
use crate::{Folders, Outcome};
use chain::{Chain, Trainer};
use corpora::Document;

/// Most features that the model keeps: 19.2 bytes each make 2 MB.
const MOST_FEATURES: usize = 100_000;
const LARGEST: f32 = 4.0;
/// How many of a hundred features are left out at each step: no word alone may decide.
const DROPOUT: u64 = 20;

pub(crate) fn train(folders: &Folders) -> Outcome {
    let language = Language::english();
    let news = retagged(corpora::polnear(folders, "train")?, &language);
    let web = retagged(corpora::gum(folders, "train")?, &language);
    let mut other = in_other_case(&news, 10);
    other.extend(in_other_case(&web, 5));
    let other = retagged(other, &language);
    let first = learn(&[(&news, 1.0), (&web, 1.0), (&other, 1.0)], 4);
    // EWT says which words are proper nouns but not of what: the first model says that.
    let mut mail = corpora::ewt(folders, "train")?;
    let names = Names::open(&first).ok_or("the model just made cannot be opened")?;
    for document in &mut mail {
        let found = names.find(document.article.text(), &document.tokens, &document.sentences);
        document.label_proper(&found);
    }
    let mail = retagged(mail, &language);
    let bytes = learn(&[(&news, 1.0), (&web, 1.0), (&mail, 0.5), (&other, 1.0)], 6);
    fs::write(folders.model("names.bin"), &bytes)?;
    println!("names.bin: {} bytes", bytes.len());
    measure(folders, &bytes)
}

fn retagged(mut documents: Vec<Document>, language: &Language) -> Vec<Document> {
    documents.iter_mut().for_each(|document| document.retag(language));
    documents
}

/// Every so many-th document in capitals, and the one after it without any.
fn in_other_case(documents: &[Document], every: usize) -> Vec<Document> {
    let upper = documents.iter().step_by(every).map(|document| document.in_case(true));
    let lower = documents.iter().skip(1).step_by(every).map(|document| document.in_case(false));
    upper.chain(lower).collect()
}

/// Trains twice: to find the features that matter, then those alone.
fn learn(corpora: &[(&[Document], f32)], rounds: u64) -> Vec<u8> {
    let (mut chains, features) = chains(corpora);
    println!("{} sentences, {} features", chains.len(), features.len());
    let first = run(&chains, features.len(), 3);
    let sizes = first.sizes();
    let mut order: Vec<usize> = (0..features.len()).collect();
    order.sort_by(|&a, &b| sizes[b].total_cmp(&sizes[a]).then(features[a].cmp(&features[b])));
    order.truncate(MOST_FEATURES);
    let kept: Vec<u64> = order.iter().map(|&row| features[row]).collect();
    let mut number = vec![u32::MAX; features.len()];
    for (new, &old) in order.iter().enumerate() {
        number[old] = new as u32;
    }
    for rows in chains.iter_mut().flat_map(|chain| &mut chain.rows) {
        rows.iter_mut().for_each(|row| *row = number[*row as usize]);
        rows.retain(|&row| row != u32::MAX);
    }
    run(&chains, kept.len(), rounds).encode(&kept, LARGEST)
}

fn run(chains: &[Chain], features: usize, rounds: u64) -> Trainer {
    let mut trainer = Trainer::new(features);
    for round in 0..rounds {
        let begun = Instant::now();
        for k in shuffled(chains.len(), round) {
            trainer.learn(&chains[k], round << 32 | k as u64, DROPOUT);
        }
        println!("round {round}: {:.1} s", begun.elapsed().as_secs_f32());
    }
    trainer
}

/// What is done with a token: its features, its place in the sentence, the sentence's number, the
/// document and its weight.
type Use<'a> = dyn FnMut(&[u64], usize, usize, &Document, f32) + 'a;

/// Sentences as rows of features; features seen once are left out.
fn chains(corpora: &[(&[Document], f32)]) -> (Vec<Chain>, Vec<u64>) {
    let mut count: HashMap<u64, u32> = HashMap::new();
    let each = |use_it: &mut Use<'_>| {
        let mut features = Vec::new();
        for &(documents, weight) in corpora {
            for document in documents {
                let scan =
                    Scan::new(document.article.text(), &document.tokens, &document.sentences);
                for (number, sentence) in document.sentences.iter().enumerate() {
                    for token in sentence.start as usize..sentence.end as usize {
                        features.clear();
                        scan_features(&scan, number, sentence, token, &mut features);
                        use_it(&features, number, token, document, weight);
                    }
                }
            }
        }
    };
    each(&mut |features, _, _, _, _| {
        features.iter().for_each(|&f| *count.entry(f).or_default() += 1)
    });
    let mut kept: Vec<u64> = count.iter().filter(|&(_, &n)| n >= 2).map(|(&f, _)| f).collect();
    kept.sort_unstable();
    let rows: HashMap<u64, u32> = kept.iter().enumerate().map(|(k, &f)| (f, k as u32)).collect();
    let mut chains: Vec<Chain> = Vec::new();
    each(&mut |features, number, token, document, weight| {
        if document.sentences[number].start as usize == token {
            chains.push(Chain { rows: Vec::new(), labels: Vec::new(), weight });
        }
        let chain = chains.last_mut().expect("a sentence starts with its first token");
        chain.rows.push(features.iter().filter_map(|f| rows.get(f).copied()).collect());
        chain.labels.push(document.labels[token]);
    });
    (chains, kept)
}

pub(crate) fn score(folders: &Folders) -> Outcome {
    let bytes = fs::read(folders.model("names.bin"))?;
    measure(folders, &bytes)
}

fn measure(folders: &Folders, bytes: &[u8]) -> Outcome {
    let names = Names::open(bytes).ok_or("names.bin is no model of names")?;
    let language = Language::english();
    for (title, documents) in [
        ("UNER EWT dev", corpora::uner(folders)?),
        ("PolNeAR dev (silver)", corpora::polnear(folders, "dev")?),
        ("GUM dev (derived)", corpora::gum(folders, "dev")?),
    ] {
        table(title, &names, &retagged(documents, &language));
    }
    Ok(())
}

/// Exact spans with the right kind, of people, organizations and places; groups by themselves.
fn table(title: &str, names: &Names<'_>, documents: &[Document]) {
    let mut counts: BTreeMap<String, [u32; 3]> = BTreeMap::new();
    let begun = Instant::now();
    let mut words = 0;
    let mut boundaries = [0u32; 3];
    for document in documents {
        let found = names.find(document.article.text(), &document.tokens, &document.sentences);
        words += document.tokens.len();
        let gold: Vec<Name> = document
            .sentences
            .iter()
            .flat_map(|s| from_labels(s.start, &document.labels[s.start as usize..s.end as usize]))
            .collect();
        for (list, other, column) in [(&gold, &found, 0), (&found, &gold, 1)] {
            for name in list {
                let kind = format!("{:?}", name.kind);
                counts.entry(kind.clone()).or_default()[column] += 1;
                boundaries[column] += 1;
                if column == 1 && other.iter().any(|gold| gold.tokens == name.tokens) {
                    boundaries[2] += 1;
                }
                if column == 1 && other.contains(name) {
                    counts.entry(kind).or_default()[2] += 1;
                }
            }
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "\n{title}: {words} words, {:.2} µs a word with scoring",
        seconds * 1e6 / words as f64
    );
    let mut all = [0; 3];
    for (kind, count) in &counts {
        if kind != "Group" {
            (0..3).for_each(|k| all[k] += count[k]);
        }
        print(kind, count);
    }
    print("PER/ORG/LOC", &all);
    print("any kind, with groups", &boundaries);
    const { assert!(LABELS == 9) };
}

fn print(what: &str, &[gold, found, right]: &[u32; 3]) {
    let share = |of: u32| 100.0 * f64::from(right) / f64::from(of.max(1));
    let f1 = 200.0 * f64::from(right) / f64::from((gold + found).max(1));
    println!(
        "{what:>22}: precision {:.1} recall {:.1} F1 {f1:.1} ({right} of {gold} gold, {found} found)",
        share(found),
        share(gold)
    );
}
