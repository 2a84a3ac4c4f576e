//! The examples that the deep engine learns from: the tokens of articles, where they stand, and
//! their labels, so that nothing outside has a tokenizer or an alignment of its own.

use std::ops::Range;
use std::path::Path;
use std::{fs, iter, slice};

use onrecord_language::Language;
use onrecord_language::fast::roles::label::Label;
use onrecord_language::fast::roles::words::Words;
use onrecord_language::fast::roles::{decode, steps};
use serde_json::{Value, json};

use super::corpus::{self, Sample};
use super::load;
use crate::{Folders, Outcome};

/// Writes a part of PolNeAR, a JSON line an article. To those to train on come our own reports, with
/// the insides of their contents as articles of their own: the product reads them so.
pub(crate) fn write(folders: &Folders, part: &str, out: &Path) -> Outcome {
    let mut samples = load(folders, part)?;
    if part == "train" {
        let language = Language::english();
        samples.extend(corpus::read_own(|article| language.analyze(article))?);
    }
    let lines: String = samples.iter().flat_map(lines).collect();
    Ok(fs::write(out, lines)?)
}

fn lines(sample: &Sample) -> Vec<String> {
    let all = 0..sample.words.words.len();
    let whole = line(sample, &sample.words, all, &sample.labels);
    let inner = sample.insides.iter().map(|inside| {
        line(sample, &inside.words, inside.tokens.clone(), slice::from_ref(&inside.labels))
    });
    iter::once(whole).chain(inner).collect()
}

/// `range` is where the words stand among the tokens of the article.
fn line(sample: &Sample, words: &Words, range: Range<usize>, labels: &[Vec<Label>]) -> String {
    let tokens = &sample.analysis.tokens()[range.clone()];
    let written = |token: &onrecord_article::Token| &sample.report.text[token.span.range()];
    let example: Value = json!({
        "id": sample.report.id,
        "tokens": tokens.iter().map(written).collect::<Vec<_>>(),
        "sentences": words.sentences.iter().map(|s| s.start).collect::<Vec<_>>(),
        "windows": decode::windows(words).iter().map(|w| w.start).collect::<Vec<_>>(),
        "steps": steps(words),
        "shapes": words.words.iter().map(|word| word.shape).collect::<Vec<_>>(),
        "quotes": words.words.iter().map(|word| word.quote).collect::<Vec<_>>(),
        "discarded": sample.discarded[range],
        "labels": labels,
    });
    format!("{example}\n")
}
