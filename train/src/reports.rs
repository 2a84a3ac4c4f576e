//! Reads the annotated reports of `testdata/cc0/reports`, whose README describes the format, and
//! writes them as texts with gold files for the record scorer.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::Outcome;
use crate::polnear::Marked;

mod check;
mod marked;

/// One annotated report.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub name: String,
    pub text: String,
    pub statements: BTreeMap<u32, Gold>,
}

/// One annotated statement. Spans are code points, end exclusive.
#[derive(Debug, Default)]
pub(crate) struct Gold {
    pub source: Vec<[usize; 2]>,
    pub cue: Vec<[usize; 2]>,
    pub content: Vec<[usize; 2]>,
    pub addressee: Vec<[usize; 2]>,
    pub speaker: String,
    /// Other names that would do as well.
    pub speakers: Vec<String>,
    pub spoken_to: Option<String>,
    pub form: String,
    /// Denied or declined.
    pub denied: bool,
    /// Two careful readers might disagree whether it is one.
    pub optional: bool,
    pub within: Option<u32>,
}

impl Gold {
    /// Its parts alone.
    pub(crate) fn marked(&self) -> Marked {
        let chars = |spans: &[[usize; 2]]| spans.iter().map(|&[from, to]| from..to).collect();
        let (source, cue) = (chars(&self.source), chars(&self.cue));
        Marked { source, cue, content: chars(&self.content) }
    }
}

/// Reads a file of reports.
///
/// # Errors
/// A line for every fault, with the report, what is wrong in it, and what to do.
pub(crate) fn parse(file: &str) -> Result<Vec<Report>, String> {
    let lines: Vec<&str> = file.lines().collect();
    let heads: Vec<usize> = (0..lines.len()).filter(|&k| lines[k].starts_with("== ")).collect();
    let mut reports = Vec::new();
    let mut faults = Vec::new();
    for (k, &head) in heads.iter().enumerate() {
        let end = heads.get(k + 1).copied().unwrap_or(lines.len());
        let filled = lines[head..end].iter().rposition(|line| !line.trim().is_empty());
        let end = filled.map_or(end, |last| head + last + 1); // without blank lines at the end
        let name = lines[head]["== ".len()..].trim();
        match marked::read(name, &lines[head + 1..end]) {
            Ok(mut report) => {
                nest(&mut report);
                faults.extend(check::faults(&report));
                reports.push(report);
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(reports) } else { Err(faults.join("\n")) }
}

/// A statement lies within the smallest other one whose content holds its cue.
fn nest(report: &mut Report) {
    let holds = |outer: &Gold, inner: &Gold| {
        let mark = inner.cue.first().or(inner.content.first());
        mark.is_some_and(|mark| outer.content.iter().any(|c| c[0] <= mark[0] && mark[1] <= c[1]))
    };
    let size = |gold: &Gold| gold.content.iter().map(|c| c[1] - c[0]).sum::<usize>();
    let within: Vec<(u32, Option<u32>)> = report
        .statements
        .iter()
        .map(|(&number, inner)| {
            let around = report
                .statements
                .iter()
                .filter(|&(&other, outer)| other != number && holds(outer, inner));
            (number, around.min_by_key(|(_, outer)| size(outer)).map(|(&other, _)| other))
        })
        .collect();
    for (number, outer) in within {
        report.statements.get_mut(&number).expect("its own key").within = outer;
    }
}

fn gold(report: &Report) -> Value {
    let statements: Vec<Value> = report
        .statements
        .iter()
        .map(|(number, gold)| {
            json!({
                "id": format!("s{number}"),
                "speaker": gold.speaker,
                "speakers": gold.speakers,
                "source": gold.source,
                "cue": gold.cue,
                "content": gold.content,
                "addressee": gold.spoken_to,
                "form": gold.form,
                "denied": gold.denied,
                "optional": gold.optional,
                "within": gold.within.map(|outer| format!("s{outer}")),
            })
        })
        .collect();
    json!({ "id": report.name, "statements": statements, "events": [], "agreements": [] })
}

/// Reads every report whose file name starts with `prefix`, in order of file name.
///
/// # Errors
/// If a file cannot be read, or as [`parse`] does.
pub(crate) fn read(prefix: &str) -> Result<Vec<Report>, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/cc0/reports");
    let mut files: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(|file| file.file_name());
    let mut reports = Vec::new();
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        if name.starts_with(prefix) && name.ends_with(".txt") {
            let file = fs::read_to_string(file.path())?;
            let read = parse(&file);
            reports.extend(read.map_err(|faults| format!("{name} is not well-formed:\n{faults}"))?);
        }
    }
    Ok(reports)
}

/// Writes every report whose file name starts with `prefix` as `NAME.txt` and `NAME.gold.json`.
pub(crate) fn export(prefix: &str, out: &Path) -> Outcome {
    fs::create_dir_all(out)?;
    for report in read(prefix)? {
        fs::write(out.join(format!("{}.txt", report.name)), &report.text)?;
        let file = out.join(format!("{}.gold.json", report.name));
        fs::write(file, serde_json::to_string_pretty(&gold(&report))?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
