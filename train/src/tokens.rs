//! Scores tokens and sentences from raw text, as the CoNLL 2017 and 2018 shared tasks do: a token
//! or sentence is right if it covers exactly the characters, white space aside, that a gold one
//! does. The words of a multiword token count, not the token.

use std::collections::HashSet;
use std::ops::Range;

use onrecord_language::Language;

use crate::conllu;
use crate::{Folders, Outcome};

/// Right, found, gold.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tally {
    right: usize,
    found: usize,
    gold: usize,
}

impl Tally {
    pub(crate) fn count<T: std::hash::Hash + Eq>(&mut self, found: &HashSet<T>, gold: &HashSet<T>) {
        self.right += found.intersection(gold).count();
        self.found += found.len();
        self.gold += gold.len();
    }

    pub(crate) fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.gold).max(1) as f64
    }
}

pub(crate) fn score(folders: &Folders) -> Outcome {
    let language = Language::english();
    println!("from raw text      tokens F1  sentences F1");
    for name in ["en_gum-dev", "en_ewt-dev"] {
        let (mut tokens, mut sentences) = (Tally::default(), Tally::default());
        for document in conllu::read(&folders.corpus(&format!("ud/{name}.conllu")))? {
            let raw = document.raw();
            let (article, gold) = raw.article();
            let analysis = language.analyze(&article);
            let found: Vec<_> = analysis.tokens().iter().map(|token| token.span).collect();
            let ranges = |spans: &[onrecord_article::Span]| -> Vec<Range<usize>> {
                spans.iter().map(|span| span.range()).collect()
            };
            let (found, gold) = (ranges(&found), ranges(&gold));
            if std::env::var_os("ONRECORD_SHOW_TOKENS").is_some() {
                show(&raw.text, &found, analysis.sentences(), &gold, &raw.sentences);
            }
            tokens.count(&found.iter().cloned().collect(), &gold.iter().cloned().collect());
            sentences.count(&spans(&found, analysis.sentences()), &spans(&gold, &raw.sentences));
        }
        println!("{name:18} {:8.2} {:12.2}", tokens.f1(), sentences.f1());
    }
    Ok(())
}

fn spans(tokens: &[Range<usize>], sentences: &[Range<u32>]) -> HashSet<Range<usize>> {
    sentences
        .iter()
        .map(|s| tokens[s.start as usize].start..tokens[s.end as usize - 1].end)
        .collect()
}

/// Prints tokens and sentence ends that differ, with their surroundings.
fn show(
    text: &str,
    found: &[Range<usize>],
    found_sentences: &[Range<u32>],
    gold: &[Range<usize>],
    gold_sentences: &[Range<u32>],
) {
    let around = |at: usize, before: usize, after: usize| {
        let from = text.floor_char_boundary(at.saturating_sub(before));
        let to = text.ceil_char_boundary((at + after).min(text.len()));
        format!("{}¦{}", &text[from..at], &text[at..to]).replace('\n', "⏎")
    };
    let set: HashSet<_> = gold.iter().collect();
    for token in found.iter().filter(|token| !set.contains(token)) {
        println!("TOKEN {:?} in {}", &text[token.clone()], around(token.start, 12, 24));
    }
    let ends = |tokens: &[Range<usize>], sentences: &[Range<u32>]| -> HashSet<usize> {
        sentences.iter().map(|s| tokens[s.end as usize - 1].end).collect()
    };
    let (found, gold) = (ends(found, found_sentences), ends(gold, gold_sentences));
    let mut sorted: Vec<_> = found.symmetric_difference(&gold).collect();
    sorted.sort();
    for &end in sorted {
        let kind = if gold.contains(&end) { "MISSED" } else { "EXTRA" };
        println!("{kind} {}", around(end, 30, 30));
    }
}
