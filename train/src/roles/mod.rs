//! Trains and scores the reading of statement roles.

use std::collections::HashMap;
use std::fs;
use std::hash::{BuildHasherDefault, Hasher};
use std::time::Instant;

use onrecord_article::Fragments;
use onrecord_findings::statements::{Linked, link};
use onrecord_language::fast::roles::decode::{self, STEPS};
use onrecord_language::fast::roles::label::{self, LABELS};
use onrecord_language::fast::roles::words::Words;
use onrecord_language::fast::roles::{Pass, Roles, decode_all, features, steps, transition};
use onrecord_language::linear::{self, Feature};
use onrecord_language::{Language, Reading, TokenRole};

use crate::crf::{self, Floats, Model, Options, Tokens, Window};
use crate::polnear::Marked;
use crate::statement_score::{self, Tallies};
use crate::{Folders, Outcome};

pub(crate) mod calibrate;
mod corpus;
pub(crate) mod examples;

use corpus::{Lexicon, Sample};

/// Articles are dealt out in so many parts; each is read by what is learned from the others.
const FOLDS: usize = 5;

/// Units of the model's integers: so many make a factor of e in odds.
const UNITS: f32 = 20.0;

/// So much is taken from the scores for no part, as far as it helps: a chain that was trained for
/// likelihood finds too little.
const BIASES: [i32; 7] = [0, 2, 4, 6, 8, 10, 12];

/// Of the sum of five scores, so much is no difference.
const WORTH: f64 = 1.0;

/// Features that are seen less often are left out.
const SELDOM: u8 = 3;

/// So many rows go into the model file: those with the strongest weights.
const KEPT: usize = 200_000;

const OPTIONS: Options =
    Options { epochs: 8, rate: 0.03, damping: 0.003, dropout: 0.7, averaged: 4, seeds: 4 };

fn load(folders: &Folders, part: &str) -> Result<Vec<Sample>, Box<dyn std::error::Error>> {
    let polnear = folders.corpus("polnear");
    let language = Language::english();
    corpus::read(&polnear, part, |article| language.analyze(article))
}

/// Trains the model and writes `roles.bin`, `cues.txt` and the probabilities of `findings`.
pub(crate) fn train(folders: &Folders) -> Outcome {
    let clock = Instant::now();
    let mut samples = load(folders, "train")?;
    let corpus = samples.len();
    // Ours come last: the parts that are held out are of the corpus.
    let language = Language::english();
    samples.extend(corpus::read_own(|article| language.analyze(article))?);
    println!("{} articles analyzed, {:.0?}", samples.len(), clock.elapsed());
    let lexicon = Lexicon::count(samples.iter());
    for fold in 0..FOLDS {
        let others = samples.iter().enumerate().filter(|(k, _)| k % FOLDS != fold);
        let lexicon = Lexicon::count(others.map(|(_, sample)| sample));
        samples.iter_mut().skip(fold).step_by(FOLDS).for_each(|sample| sample.set_cues(&lexicon));
    }
    let (tokens, names) = number(&samples);
    println!("{} features of {} tokens, {:.0?}", names.len(), tokens.steps.len(), clock.elapsed());
    let windows = windows(&samples);
    let all: Vec<&Window> = windows.iter().map(|(_, window)| window).collect();
    let ((bias, table), model) = rayon::join(
        || hold_out(&tokens, &windows, &samples, corpus),
        || crf::train(&tokens, &all, OPTIONS),
    );
    println!("trained, {:.0?}", clock.elapsed());
    let mut rows = rows(&model, &names, KEPT);
    if let Some((_, weights)) = rows.iter_mut().find(|(name, _)| *name == features::bias()) {
        weights[usize::from(label::NONE)] =
            weights[usize::from(label::NONE)].saturating_sub(i8::try_from(bias).unwrap_or(0));
    }
    let classes: Vec<String> = label::NAMES.iter().map(|&name| name.to_owned()).collect();
    let bytes = linear::encode(&classes, rows);
    fs::write(folders.model("roles.bin"), &bytes)?;
    fs::write(folders.model("cues.txt"), lexicon.to_text())?;
    fs::write(folders.model("../../findings/en/probability.txt"), table)?;
    println!("{} bytes, {:.0?}", bytes.len(), clock.elapsed());
    let mut dev = load(folders, "dev")?;
    dev.iter_mut().for_each(|sample| sample.set_cues(&lexicon));
    score_samples(&dev, &bytes)
}

/// The scores of one sample's tokens.
fn scores(model: &Model, tokens: &Tokens, samples: &[Sample], k: usize) -> Vec<Floats> {
    let start: usize = samples[..k].iter().map(Sample::token_count).sum();
    let words = &samples[k].words;
    (start..start + words.words.len()).map(|token| model.scores(tokens, token)).collect()
}

/// Decodes scores; `bias` is taken from those for no part at all.
fn decode(model: &Model, words: &Words, floats: &[Floats], bias: i32) -> Pass {
    let mut scores: Vec<_> = floats.iter().map(|row| row.map(units)).collect();
    scores.iter_mut().for_each(|row| row[usize::from(label::NONE)] -= bias);
    let mut transitions = decode::free_transitions();
    for (way, from) in transitions.iter_mut().zip(&model.steps) {
        for (row, from) in way.iter_mut().zip(from) {
            row.iter_mut().zip(from).for_each(|(to, &score)| *to += units(score));
        }
    }
    let mut room = decode::Room::default();
    decode_all(words, scores, |scores, steps, out| {
        decode::best(scores, steps, &transitions, &mut room, out);
    })
}

/// Reads one fold of the corpus, which comes first, by what is learned from the others: returns
/// the least bias that scores nearly best, as a model of more articles needs less, and the table
/// of probabilities at that bias.
fn hold_out(
    tokens: &Tokens,
    windows: &[(usize, Window)],
    samples: &[Sample],
    corpus: usize,
) -> (i32, String) {
    let others: Vec<&Window> = windows
        .iter()
        .filter(|(k, _)| k % FOLDS != 0 || *k >= corpus)
        .map(|(_, window)| window)
        .collect();
    let model = crf::train(tokens, &others, OPTIONS);
    let held: Vec<usize> = (0..corpus).step_by(FOLDS).collect();
    let floats: Vec<Vec<Floats>> =
        held.iter().map(|&k| scores(&model, tokens, samples, k)).collect();
    let mut found: Vec<(f64, i32, String)> = Vec::new();
    for bias in BIASES {
        let mut tallies = Tallies::new();
        let mut cases = Vec::new();
        for (&k, floats) in held.iter().zip(&floats) {
            let sample = &samples[k];
            let linked = linked(sample, &decode(&model, &sample.words, floats, bias));
            let marked: Vec<Marked> = linked.iter().map(|one| marked(sample, one)).collect();
            statement_score::score(&sample.report, &marked, &mut tallies);
            let right = statement_score::right(&sample.report, &marked);
            cases.extend(linked.iter().zip(right).map(|(one, right)| calibrate::Case {
                margin: one.margin,
                own_source: one.source.is_some() && !one.inherited,
                right,
            }));
        }
        let of = |name: &str| name.starts_with("span") || name.starts_with("statement");
        let total = tallies.iter().filter(|((_, name), _)| of(name)).map(|(_, t)| t.row()[2]).sum();
        println!("held out, bias {bias}: {total:.1} for five scores");
        found.push((total, bias, calibrate::table(&cases)));
    }
    let best = found.iter().map(|one| one.0).fold(f64::MIN, f64::max);
    let nearly = found.into_iter().find(|one| one.0 >= best - WORTH);
    nearly.map(|(_, bias, table)| (bias, table)).unwrap_or_default()
}

fn units(score: f32) -> i32 {
    (score * UNITS).round() as i32
}

/// All windows with the numbers of their articles, tokens counted over all articles.
fn windows(samples: &[Sample]) -> Vec<(usize, Window)> {
    let mut start = 0;
    let mut windows = Vec::new();
    for (k, sample) in samples.iter().enumerate() {
        for (range, gold, weight) in sample.windows() {
            let tokens = start + range.start..start + range.end;
            windows.push((k, Window { tokens, gold, weight }));
        }
        start += sample.token_count();
    }
    windows
}

#[derive(Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// Numbers the features of all tokens; those seen seldom are left out.
fn number(samples: &[Sample]) -> (Tokens, Vec<Feature>) {
    const BITS: u32 = 27;
    let mut seen = vec![0u8; 1 << BITS];
    let mut out = Vec::new();
    for view in samples.iter().flat_map(Sample::views) {
        for at in 0..view.words.words.len() {
            out.clear();
            features::of_token(view, at, &mut out);
            for feature in &out {
                let count = &mut seen[(feature >> (64 - BITS)) as usize];
                *count = count.saturating_add(1);
            }
        }
    }
    let mut numbers: HashMap<Feature, u32, BuildHasherDefault<Identity>> = HashMap::default();
    let mut names = Vec::new();
    let mut tokens = Tokens { offsets: vec![0], ..Tokens::default() };
    for view in samples.iter().flat_map(Sample::views) {
        tokens.steps.extend(steps(view.words));
        for at in 0..view.words.words.len() {
            out.clear();
            features::of_token(view, at, &mut out);
            for &feature in &out {
                if seen[(feature >> (64 - BITS)) as usize] >= SELDOM {
                    let number = *numbers.entry(feature).or_insert_with(|| {
                        names.push(feature);
                        names.len() as u32 - 1
                    });
                    tokens.features.push(number);
                }
            }
            tokens.offsets.push(tokens.features.len());
        }
    }
    tokens.feature_count = names.len();
    (tokens, names)
}

/// The strongest rows of a model in integers, and its transitions.
fn rows(model: &Model, names: &[Feature], keep: usize) -> Vec<(Feature, Vec<i8>)> {
    let strength = |row: &Floats| row.iter().fold(0f32, |most, weight| most.max(weight.abs()));
    let mut strengths: Vec<f32> = model.weights.iter().map(strength).collect();
    strengths.sort_by(|a, b| b.total_cmp(a));
    let least = strengths.get(keep).copied().unwrap_or(0.0);
    println!("strongest {:?}, weakest kept {least}", strengths.first());
    let round = |row: &Floats| row.iter().map(|&w| units(w).clamp(-127, 127) as i8).collect();
    let mut rows: Vec<(Feature, Vec<i8>)> = model
        .weights
        .iter()
        .zip(names)
        .filter(|(row, _)| strength(row) > least)
        .map(|(row, &name)| (name, round(row)))
        .collect();
    for step in 0..STEPS {
        for before in 0..LABELS {
            rows.push((transition(step, before), round(&model.steps[step][before])));
        }
    }
    rows
}

fn score_samples(samples: &[Sample], bytes: &[u8]) -> Outcome {
    let roles = Roles::open(bytes).ok_or("no model of roles")?;
    let mut tallies = Tallies::new();
    let (mut words, mut spent) = (0, 0.0);
    for sample in samples {
        let begun = cpu();
        let pass = roles.read(&sample.words);
        spent += cpu() - begun;
        words += sample.words.words.len();
        statement_score::score(&sample.report, &predicted(sample, &pass), &mut tallies);
    }
    println!("{:.2} µs a word", spent / words as f64 * 1e6);
    statement_score::print(&tallies);
    Ok(())
}

/// Processor seconds of this thread.
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

fn predicted(sample: &Sample, pass: &Pass) -> Vec<Marked> {
    linked(sample, pass).iter().map(|one| marked(sample, one)).collect()
}

fn linked(sample: &Sample, pass: &Pass) -> Vec<Linked> {
    let roles = pass.labels.iter().zip(&pass.margins).map(|(&label, &margin)| TokenRole {
        role: label::role(label),
        begins: label::begins(label),
        cue: label::side(label),
        margin,
    });
    let tokens = 0..pass.labels.len() as u32;
    link(&sample.analysis, &Reading { tokens, within: None, roles: roles.collect() })
}

fn marked(sample: &Sample, one: &Linked) -> Marked {
    let chars = |part: Option<&Fragments>| {
        let spans = part.iter().flat_map(|part| part.spans());
        spans.map(|span| sample.offsets.chars(span.range())).collect()
    };
    Marked {
        source: chars(one.source.as_ref()),
        cue: chars(one.cue.as_ref()),
        content: chars(Some(&one.content)),
    }
}

/// Scores gold roles after linking, and the model that is built in.
pub(crate) fn score(folders: &Folders) -> Outcome {
    let samples = load(folders, "dev")?;
    let mut tallies = Tallies::new();
    for sample in &samples {
        let first = sample.labels[0].clone();
        let margins = vec![0; first.len()];
        let pass = Pass { labels: first, margins, ..Pass::default() };
        statement_score::score(&sample.report, &predicted(sample, &pass), &mut tallies);
    }
    println!("from the first annotator's roles");
    statement_score::print(&tallies);
    Ok(())
}
