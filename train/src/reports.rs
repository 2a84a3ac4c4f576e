//! Reads the annotated reports of `testdata/cc0/reports`, whose README describes the format, and
//! writes them as texts with gold files for the record scorer.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::Outcome;

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
    pub spoken_to: Option<String>,
    pub form: String,
    pub within: Option<u32>,
}

/// Reads a file of reports.
///
/// # Errors
/// A message that names the report and what is wrong in it.
pub(crate) fn parse(file: &str) -> Result<Vec<Report>, String> {
    file.split("== ").skip(1).map(|block| parse_report(block.trim_end())).collect()
}

fn parse_report(block: &str) -> Result<Report, String> {
    let (name, body) = block.split_once('\n').ok_or("a report needs a text")?;
    let mut report = Report { name: name.trim().to_owned(), ..Report::default() };
    let is_line = |line: &&str| {
        let number = line.split(':').next().unwrap_or_default();
        !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
    };
    let lines: Vec<&str> = body.lines().collect();
    let text_lines = lines.iter().rposition(|line| !is_line(line)).map_or(0, |at| at + 1);
    unmark(&lines[..text_lines].join("\n"), &mut report).map_err(|why| format!("{name}: {why}"))?;
    for line in &lines[text_lines..] {
        describe(line, &mut report).map_err(|why| format!("{name}: {why}"))?;
    }
    let bare = report.statements.iter().find(|(_, gold)| gold.form.is_empty());
    if let Some((number, _)) = bare {
        return Err(format!("{name}: statement {number} has no line"));
    }
    nest(&mut report);
    Ok(report)
}

/// Takes the braces out of the text and notes what they mark.
fn unmark(marked: &str, report: &mut Report) -> Result<(), String> {
    let mut open: Vec<(Vec<u32>, char, usize)> = Vec::new();
    let mut at = 0; // code points written so far
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '{' => {
                let (label, after) = rest.split_once('|').ok_or("a brace without a bar")?;
                let role = label.chars().last().filter(|role| "sqca".contains(*role));
                let role = role.ok_or_else(|| format!("no role is called {label}"))?;
                let numbers: Result<Vec<u32>, _> =
                    label[..label.len() - 1].split(',').map(str::parse).collect();
                open.push((numbers.map_err(|_| format!("no number: {label}"))?, role, at));
                rest = after;
            }
            '}' => {
                let (numbers, role, from) = open.pop().ok_or("a brace closes nothing")?;
                for number in numbers {
                    let gold = report.statements.entry(number).or_default();
                    let list = match role {
                        's' => &mut gold.source,
                        'q' => &mut gold.cue,
                        'c' => &mut gold.content,
                        _ => &mut gold.addressee,
                    };
                    list.push([from, at]);
                }
            }
            '|' => return Err("a bar outside braces".into()),
            _ => {
                report.text.push(c);
                at += 1;
            }
        }
    }
    if open.is_empty() { Ok(()) } else { Err("a brace stays open".into()) }
}

/// `2: Salim Haddad -> Grace Wanjiru | indirect not`
fn describe(line: &str, report: &mut Report) -> Result<(), String> {
    let (number, rest) = line.split_once(':').ok_or("a line without a colon")?;
    let number = number.parse().map_err(|_| format!("no number: {line}"))?;
    let gold = report.statements.get_mut(&number).ok_or(format!("no statement {number}"))?;
    let (people, form) = rest.split_once('|').ok_or(format!("no form: {line}"))?;
    match people.split_once("->") {
        Some((speaker, to)) => {
            gold.speaker = speaker.trim().to_owned();
            gold.spoken_to = Some(to.trim().to_owned());
        }
        None => gold.speaker = people.trim().to_owned(),
    }
    gold.form = form.trim().to_owned();
    Ok(())
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
                "source": gold.source,
                "cue": gold.cue,
                "content": gold.content,
                "addressee": gold.spoken_to,
                "form": gold.form,
                "within": gold.within.map(|outer| format!("s{outer}")),
            })
        })
        .collect();
    json!({ "id": report.name, "statements": statements, "events": [], "agreements": [] })
}

/// Writes every report whose file name starts with `prefix` as `NAME.txt` and `NAME.gold.json`.
pub(crate) fn export(prefix: &str, out: &Path) -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/cc0/reports");
    fs::create_dir_all(out)?;
    let mut files: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(|file| file.file_name());
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        if name.starts_with(prefix) && name.ends_with(".txt") {
            for report in parse(&fs::read_to_string(file.path())?)? {
                fs::write(out.join(format!("{}.txt", report.name)), &report.text)?;
                let file = out.join(format!("{}.gold.json", report.name));
                fs::write(file, serde_json::to_string_pretty(&gold(&report))?)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_become_spans_and_nesting() {
        let file = "== x\n{1s|Ann} {1q|said} {1c|{2s|Bo} {2q|knew} {2c|it}}.\n1: Ann | indirect\n2: Bo | indirect\n";
        let reports = parse(file).unwrap();
        assert_eq!(reports[0].text, "Ann said Bo knew it.");
        assert_eq!(reports[0].statements[&1].content, [[9, 19]]);
        assert_eq!(reports[0].statements[&2].within, Some(1));
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(parse("== x\n{1s|Ann said.\n").unwrap_err().contains("stays open"));
        assert!(parse("== x\n{1s|Ann} said.\n").unwrap_err().contains("has no line"));
    }

    #[test]
    fn our_own_reports_are_whole() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/cc0/reports");
        let mut count = 0;
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|e| e == "txt") {
                count += parse(&fs::read_to_string(path).unwrap()).unwrap().len();
            }
        }
        assert!(count >= 25, "{count} reports");
    }
}
