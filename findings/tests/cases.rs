//! `cases/*.md` are the manual of the findings and their tests: a heading, prose, a block of text,
//! and what is found in it, one statement an indented line.
//!
//! The lines say what should be found. Not all of it is yet: the test asks that no fewer cases
//! hold than did, prints those that do not, and asks to raise the count when more do.
//! `UPDATE_EXPECT=1 cargo test -p onrecord-findings` writes what is found over what was expected:
//! look at the difference, and keep of it what is right.

use std::fmt::Write as _;
use std::path::Path;

use onrecord_article::{Article, Fragments, Provenance, Statement};
use onrecord_findings::{Findings, find};
use onrecord_language::Language;

/// How many of the cases hold.
const HOLD: usize = 231;
/// They may be fewer by this many before the test fails: a better model loses a few others.
const SLACK: usize = 3;

/// One case of a file, with the lines between which its expected findings stand.
struct Case {
    heading: String,
    text: String,
    expected: Vec<String>,
    /// Line after the block of text.
    from: usize,
    /// First line that belongs to what follows.
    to: usize,
}

fn cases(page: &str) -> Vec<Case> {
    let lines: Vec<&str> = page.lines().collect();
    let mut found = Vec::new();
    let mut heading = String::new();
    let mut at = 0;
    while at < lines.len() {
        if let Some(words) = lines[at].strip_prefix('#') {
            heading = words.trim_start_matches('#').trim().to_owned();
        }
        if lines[at] != "```text" {
            at += 1;
            continue;
        }
        let end = (at + 1..lines.len()).find(|&k| lines[k] == "```").expect("the block ends");
        let text = lines[at + 1..end].join("\n");
        let to = (end + 1..lines.len())
            .find(|&k| !lines[k].is_empty() && !lines[k].starts_with("    "))
            .unwrap_or(lines.len());
        let expected = lines[end + 1..to].iter().filter_map(|line| line.strip_prefix("    "));
        let expected = expected.map(str::to_owned).collect();
        found.push(Case { heading: heading.clone(), text, expected, from: end + 1, to });
        at = to;
    }
    found
}

fn article(text: &str) -> Article {
    Article::new(text.to_owned(), Provenance::default()).expect("a short text")
}

fn words(article: &Article, part: &Fragments) -> String {
    let spans = part.spans().iter().map(|&span| article.text_of(span).replace('\n', " ¶ "));
    spans.collect::<Vec<_>>().join(" … ")
}

/// `s1: speaker -> addressee | form | source | cue | content | within | polarity modality`
fn line(article: &Article, findings: &Findings, k: usize, one: &Statement) -> String {
    let name = |id| findings.name(article, id);
    let part = |part: &Option<Fragments>| {
        part.as_ref().map_or("-".to_owned(), |part| words(article, part))
    };
    let mut out = format!("s{}: {}", k + 1, one.speaker.map_or("-", name));
    if let Some(told) = one.addressee {
        let written = told.span.map_or("you", |span| article.text_of(span));
        let _ = write!(out, " -> {}", told.entity.map_or(written, name));
    }
    let _ = write!(out, " | {} | {} | {}", one.form.as_str(), part(&one.source), part(&one.cue));
    let _ = write!(out, " | {}", words(article, &one.content));
    let within = one.within.map_or("-".to_owned(), |id| format!("s{}", id.0 + 1));
    let _ = write!(out, " | {within} | {} {}", one.polarity.as_str(), one.modality.as_str());
    out
}

fn findings(language: &Language, text: &str) -> Vec<String> {
    let article = article(text);
    let findings = find(&article, &language.analyze(&article));
    let statements = findings.statements.iter().enumerate();
    statements.map(|(k, one)| line(&article, &findings, k, one)).collect()
}

fn updating() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some()
}

fn rewrite(path: &Path, page: &str, found: &[(Case, Vec<String>)]) {
    let lines: Vec<&str> = page.lines().collect();
    let mut out = String::new();
    let mut at = 0;
    for (case, got) in found {
        lines[at..case.from].iter().for_each(|line| out.extend([line, "\n"]));
        out.push('\n');
        got.iter().for_each(|line| out.extend(["    ", line, "\n"]));
        if case.to < lines.len() {
            out.push('\n');
        }
        at = case.to;
    }
    lines[at..].iter().for_each(|line| out.extend([line, "\n"]));
    std::fs::write(path, out).expect("the cases can be written");
}

fn pages() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let entries = std::fs::read_dir(folder).expect("the cases are there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "md"));
    paths.sort();
    paths
}

#[test]
fn cases_hold() {
    let language = Language::english();
    let (mut wrong, mut count, mut hold) = (String::new(), 0, 0);
    for path in pages() {
        let page = std::fs::read_to_string(&path).expect("a page of cases");
        let found: Vec<(Case, Vec<String>)> = cases(&page)
            .into_iter()
            .map(|case| {
                let got = findings(&language, &case.text);
                (case, got)
            })
            .collect();
        count += found.len();
        if updating() && !found.is_empty() {
            rewrite(&path, &page, &found);
        }
        for (case, got) in &found {
            if *got == case.expected {
                hold += 1;
                continue;
            }
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            let _ = writeln!(wrong, "{file}: {}\n  expected", case.heading);
            case.expected.iter().for_each(|line| wrong.extend(["    ", line, "\n"]));
            wrong.push_str("  found\n");
            got.iter().for_each(|line| wrong.extend(["    ", line, "\n"]));
        }
    }
    println!("{hold} of {count} cases hold; the others:\n{wrong}");
    assert!(count >= 120, "{count} cases");
    assert!(hold + SLACK >= HOLD, "{hold} cases hold, {HOLD} did:\n{wrong}");
}

#[test]
fn the_mehr_report_is_read_no_worse() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/cc-by-4.0");
    let text = std::fs::read_to_string(root.join("mehr-maduro-tehran.txt")).expect("the report");
    let snapshot = root.join("mehr-maduro-tehran.findings.txt");
    let mut got = findings(&Language::english(), &text).join("\n");
    got.push('\n');
    if updating() {
        std::fs::write(&snapshot, &got).expect("the snapshot can be written");
    }
    let expected = std::fs::read_to_string(&snapshot).expect("the snapshot");
    // Numbers and speakers change as more is found; the words of a statement stay.
    let words = |line: &str| {
        let parts: Vec<&str> = line.split(" | ").collect();
        parts.get(2..5).map(|parts| parts.join(" | "))
    };
    let found: Vec<Option<String>> = got.lines().map(words).collect();
    let gone: Vec<&str> = expected.lines().filter(|line| !found.contains(&words(line))).collect();
    assert!(gone.is_empty(), "no longer found:\n{}", gone.join("\n"));
}
