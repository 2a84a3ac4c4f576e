//! The examples that the deep engine learns from: the tokens of articles, where they stand, and
//! their labels, so that nothing outside has a tokenizer or an alignment of its own.

use std::fs;
use std::path::Path;

use onrecord_language::fast::roles::words::Words;
use onrecord_language::fast::roles::{decode, steps};
use serde_json::{Value, json};

use super::{Sample, load};
use crate::{Folders, Outcome};

/// Writes a part of PolNeAR, a JSON line an article.
pub(crate) fn write(folders: &Folders, part: &str, out: &Path) -> Outcome {
    let lines: String = load(folders, part)?.iter().map(line).collect();
    Ok(fs::write(out, lines)?)
}

fn line(sample: &Sample) -> String {
    let Words { words, sentences, .. } = &sample.words;
    let tokens = sample.analysis.tokens();
    let written = |token: &onrecord_article::Token| &sample.report.text[token.span.range()];
    let example: Value = json!({
        "id": sample.report.id,
        "tokens": tokens.iter().map(written).collect::<Vec<_>>(),
        "sentences": sentences.iter().map(|s| s.start).collect::<Vec<_>>(),
        "windows": decode::windows(&sample.words).iter().map(|w| w.start).collect::<Vec<_>>(),
        "steps": steps(&sample.words),
        "shapes": words.iter().map(|word| word.shape).collect::<Vec<_>>(),
        "quotes": words.iter().map(|word| word.quote).collect::<Vec<_>>(),
        "discarded": sample.discarded,
        "labels": sample.labels,
    });
    format!("{example}\n")
}
