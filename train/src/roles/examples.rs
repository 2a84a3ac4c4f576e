//! The examples that the deep engine learns from: the tokens of articles, where they stand, and
//! their labels, so that nothing outside has a tokenizer or an alignment of its own.

use std::error::Error;
use std::ops::Range;
use std::path::Path;
use std::{fs, io, iter, slice};

use onrecord_article::{Article, Provenance, Token};
use onrecord_language::Language;
use onrecord_language::fast::roles::label::Label;
use onrecord_language::fast::roles::words::Words;
use onrecord_language::fast::roles::{decode, steps};
use serde_json::{Value, json};

use super::corpus::{self, Sample};
use super::load;
use crate::{Folders, Outcome};

/// Texts without labels weigh so much beside those with them.
const WEIGHT: f64 = 0.5;

/// Writes a part of PolNeAR, a JSON line an article, or the texts of a folder, without labels. To those to
/// train on come our own reports, with the insides of their contents as articles of their own: the
/// product reads them so.
pub(crate) fn write(folders: &Folders, part: &str, out: &Path) -> Outcome {
    if !["train", "dev"].contains(&part) {
        return Ok(fs::write(out, unlabeled(Path::new(part))?)?);
    }
    let mut rows: String =
        load(folders, part)?.iter().flat_map(|sample| lines(sample, "polnear")).collect();
    if part == "train" {
        let language = Language::english();
        let own = corpus::read_own(|article| language.analyze(article))?;
        rows.extend(own.iter().flat_map(|sample| lines(sample, "own")));
    }
    Ok(fs::write(out, rows)?)
}

fn unlabeled(folder: &Path) -> Result<String, Box<dyn Error>> {
    let language = Language::english();
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    paths.sort();
    let mut rows = String::new();
    for path in paths {
        let article = Article::new(fs::read_to_string(&path)?, Provenance::default())?;
        let analysis = language.analyze(&article);
        let words = Words::of(article.text(), &analysis);
        let mut row = row(
            &path.file_stem().unwrap_or_default().to_string_lossy(),
            "news",
            article.text(),
            analysis.tokens(),
            &words,
        );
        row["discarded"] = json!(vec![false; words.words.len()]);
        row["labels"] = json!([]);
        row["weight"] = json!(WEIGHT);
        rows += &format!("{row}\n");
    }
    Ok(rows)
}

fn lines(sample: &Sample, set: &str) -> Vec<String> {
    let all = 0..sample.words.words.len();
    let whole = line(sample, set, &sample.words, all, &sample.labels);
    let inner = sample.insides.iter().map(|inside| {
        line(sample, set, &inside.words, inside.tokens.clone(), slice::from_ref(&inside.labels))
    });
    iter::once(whole).chain(inner).collect()
}

/// `range` is where the words stand among the tokens of the article.
fn line(
    sample: &Sample,
    set: &str,
    words: &Words,
    range: Range<usize>,
    labels: &[Vec<Label>],
) -> String {
    let tokens = &sample.analysis.tokens()[range.clone()];
    let mut row = row(&sample.report.id, set, &sample.report.text, tokens, words);
    row["discarded"] = json!(sample.discarded[range]);
    row["labels"] = json!(labels);
    format!("{row}\n")
}

fn row(id: &str, set: &str, text: &str, tokens: &[Token], words: &Words) -> Value {
    json!({
        "id": id,
        "set": set,
        "tokens": tokens.iter().map(|token| &text[token.span.range()]).collect::<Vec<_>>(),
        "sentences": words.sentences.iter().map(|s| s.start).collect::<Vec<_>>(),
        "windows": decode::windows(words).iter().map(|w| w.start).collect::<Vec<_>>(),
        "steps": steps(words),
        "shapes": words.words.iter().map(|word| word.shape).collect::<Vec<_>>(),
        "quotes": words.words.iter().map(|word| word.quote).collect::<Vec<_>>(),
    })
}
