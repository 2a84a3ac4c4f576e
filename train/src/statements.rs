//! Scores the statements that the product finds, in the conventions of PolNeAR.

use std::error::Error;
use std::fs;
use std::path::Path;

use onrecord_article::{Article, Fragments, Provenance};
use onrecord_language::Language;
use onrecord_language::deep::Deep;
use serde_json::json;

use crate::polnear::{self, Chars, Marked, Offsets, Report};
use crate::roles::calibrate;
use crate::statement_score::{self, Tallies};
use crate::{Folders, Outcome};

/// Reads the development articles and scores what is found, with `deep` by the model of that file. Where `write` is given, the
/// statements are written there, a JSON line an article.
pub(crate) fn score(folders: &Folders, deep: Option<&Path>, write: Option<&Path>) -> Outcome {
    let mut language = Language::english();
    if let Some(path) = deep {
        let bytes = fs::read(path)?.leak(); // the model lasts as long as the program
        let model = Deep::open(bytes).ok_or("no model of the deep engine")?;
        language = language.with_deep(model);
    }
    let reports = polnear::read(&folders.corpus("polnear"), "dev")?;
    let mut tallies = Tallies::new();
    let mut cases = Vec::new();
    let mut lines = String::new();
    for report in &reports {
        let (marked, probabilities) = find(&language, report)?;
        statement_score::score(report, &marked, &mut tallies);
        let right = statement_score::right(report, &marked);
        cases.extend(probabilities.into_iter().zip(right));
        lines += &line(report, &marked);
    }
    println!("{} articles", reports.len());
    statement_score::print(&tallies);
    println!("expected calibration error {:.1} %", calibrate::error(&cases));
    if let Some(path) = write {
        fs::write(path, lines)?;
    }
    Ok(())
}

/// The statements of a report in the corpus's conventions, with their probabilities.
fn find(language: &Language, report: &Report) -> Result<(Vec<Marked>, Vec<f64>), Box<dyn Error>> {
    let article = Article::new(report.text.clone(), Provenance::default())?;
    let findings = onrecord_findings::find(&article, &language.analyze(&article));
    let offsets = Offsets::of(&report.text);
    let mut found: Vec<(Marked, f64)> = Vec::new();
    let mut speaker = None;
    for one in findings.statements.iter().filter(|one| one.within.is_none()) {
        let content = chars(&offsets, &one.content);
        if one.cue.is_none() {
            // A quotation that stands alone goes on with its speaker's last statement.
            if let Some((last, _)) = found.last_mut().filter(|_| one.speaker == speaker) {
                last.content.extend(content);
            }
            continue;
        }
        speaker = one.speaker;
        let source = one.source.as_ref().map(|source| with_comma(&article, source));
        let source = source.map_or(Vec::new(), |source| chars(&offsets, &source));
        let cue = one.cue.as_ref().map(|cue| with_mark(&article, cue, ':'));
        let cue = cue.map_or(Vec::new(), |cue| chars(&offsets, &cue));
        found.push((Marked { source, cue, content }, one.evidence.probability.as_f64()));
    }
    Ok(found.into_iter().unzip())
}

/// PolNeAR keeps the comma that closes a source with an apposition: "Ann Lee, the mayor,".
fn with_comma(article: &Article, source: &Fragments) -> Fragments {
    let inside = article.text_of(source.last()).contains(", ");
    if inside { with_mark(article, source, ',') } else { source.clone() }
}

/// A part with the mark that follows it, if it is this one. PolNeAR also keeps the colon that closes
/// a cue: "said:".
fn with_mark(article: &Article, part: &Fragments, mark: char) -> Fragments {
    let span = part.last();
    let end = span.end() + usize::from(article.text()[span.end()..].starts_with(mark));
    let whole = article.span(span.start()..end).unwrap_or(span);
    Fragments::new([part.spans(), &[whole]].concat()).unwrap_or_else(|| part.clone())
}

fn chars(offsets: &Offsets, part: &Fragments) -> Chars {
    part.spans().iter().map(|span| offsets.chars(span.range())).collect()
}

fn line(report: &Report, marked: &[Marked]) -> String {
    let pairs = |chars: &Chars| chars.iter().map(|c| json!([c.start, c.end])).collect::<Vec<_>>();
    let one = |one: &Marked| json!({"source": pairs(&one.source), "cue": pairs(&one.cue), "content": pairs(&one.content)});
    let statements: Vec<_> = marked.iter().map(one).collect();
    format!("{}\n", json!({"id": report.id, "statements": statements}))
}
