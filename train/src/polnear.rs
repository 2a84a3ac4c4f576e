//! PolNeAR: news reports with every statement marked, by one or several annotators.

use std::error::Error;
use std::fs;
use std::ops::Range;
use std::path::Path;

use serde_json::Value;

/// Fragments, as code points.
pub(crate) type Chars = Vec<Range<usize>>;

/// One statement as it is marked: code points, end exclusive.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Marked {
    pub source: Chars,
    pub cue: Chars,
    pub content: Chars,
}

/// One report.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    pub id: String,
    pub text: String,
    /// A list an annotator.
    pub annotations: Vec<Vec<Marked>>,
    /// What is no part of the report: code points.
    pub discard: Chars,
}

/// Reads `polnear/PART.jsonl` and the texts in `polnear/PART`.
///
/// # Errors
/// If a file cannot be read or a line is no report.
pub(crate) fn read(polnear: &Path, part: &str) -> Result<Vec<Report>, Box<dyn Error>> {
    let lines = fs::read_to_string(polnear.join(part).with_extension("jsonl"))?;
    lines.lines().map(|line| report(line, &polnear.join(part))).collect()
}

fn report(line: &str, texts: &Path) -> Result<Report, Box<dyn Error>> {
    let value: Value = serde_json::from_str(line)?;
    let id = value["id"].as_str().ok_or("a report without id")?.to_owned();
    let text = fs::read_to_string(texts.join(format!("{id}.txt")))?;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let annotations = list(&value["annotations"])
        .iter()
        .map(|annotator| list(annotator).iter().map(marked).collect())
        .collect();
    Ok(Report { id, text, annotations, discard: chars(&value["discard"]) })
}

/// A statement with its roles as lists of pairs.
pub(crate) fn marked(value: &Value) -> Marked {
    let [source, cue, content] = ["source", "cue", "content"].map(|role| chars(&value[role]));
    Marked { source, cue, content }
}

fn chars(value: &Value) -> Chars {
    let pair = |pair: &Value| {
        let number = |k: usize| pair[k].as_u64().map(|n| n as usize);
        Some(number(0)?..number(1)?)
    };
    value.as_array().map(|pairs| pairs.iter().filter_map(pair).collect()).unwrap_or_default()
}

/// From code points to bytes and back.
#[derive(Debug)]
pub(crate) struct Offsets(Vec<usize>);

impl Offsets {
    /// The byte of each code point, and of the end.
    pub(crate) fn of(text: &str) -> Offsets {
        Offsets(text.char_indices().map(|(at, _)| at).chain([text.len()]).collect())
    }

    /// Bytes of code points; what is outside the text is cut off.
    pub(crate) fn bytes(&self, chars: &Range<usize>) -> Range<usize> {
        let at = |k: usize| self.0[k.min(self.0.len() - 1)];
        at(chars.start)..at(chars.end)
    }

    /// Code points of bytes.
    pub(crate) fn chars(&self, bytes: Range<usize>) -> Range<usize> {
        let at = |byte: usize| self.0.partition_point(|&start| start < byte);
        at(bytes.start)..at(bytes.end)
    }
}
