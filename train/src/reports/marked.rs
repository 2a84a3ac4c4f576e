//! The notation of a report: braces in its text, a line for every statement after it.

use super::{Gold, Report};

/// The forms that a line may name.
const FORMS: [&str; 4] = ["direct", "indirect", "mixed", "partial"];

/// One statement's line, such as `2: Salim Haddad -> Grace Wanjiru | indirect not`.
fn is_line(line: &str) -> bool {
    line.split_once(':')
        .is_some_and(|(n, _)| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Reads what follows `== name`.
///
/// # Errors
/// What is wrong, where, and what to do; every fault on its own line.
pub(super) fn read(name: &str, body: &[&str]) -> Result<Report, String> {
    let mut report = Report { name: name.to_owned(), ..Report::default() };
    let text_lines = body.iter().rposition(|line| !is_line(line)).map_or(0, |at| at + 1);
    let mut faults = Vec::new();
    if let Err(fault) = unmark(&body[..text_lines].join("\n"), &mut report) {
        return Err(format!("{name}: {fault}"));
    }
    let mut described = Vec::new();
    for line in &body[text_lines..] {
        match describe(line, &mut report) {
            Ok(number) if described.contains(&number) => {
                faults.push(format!("{name}: two lines for statement {number}: keep one"));
            }
            Ok(number) => described.push(number),
            Err(fault) => faults.push(format!("{name}: {fault}")),
        }
    }
    for number in report.statements.keys().filter(|number| !described.contains(number)) {
        faults.push(format!(
            "{name}: statement {number} has no line: add `{number}: SPEAKER | FORM`"
        ));
    }
    if faults.is_empty() { Ok(report) } else { Err(faults.join("\n")) }
}

/// The last words before a place, to find it by.
fn near(text: &str) -> String {
    let from = text.char_indices().rev().nth(24).map_or(0, |(at, _)| at);
    text[from..].replace('\n', " ")
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
                let label = rest.split_once('|').filter(|(label, _)| !label.contains(['{', '}']));
                let (label, after) = label.ok_or_else(|| {
                    let place = near(&report.text);
                    format!("a brace without a bar after “{place}”: write `{{1s|words}}`")
                })?;
                let (numbers, role) = read_label(label)?;
                open.push((numbers, role, at));
                rest = after;
            }
            '}' => {
                let (numbers, role, from) = open.pop().ok_or_else(|| {
                    format!("a brace closes nothing after “{}”: take it out", near(&report.text))
                })?;
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
            '|' => {
                let place = near(&report.text);
                return Err(format!("a bar outside braces after “{place}”: take it out"));
            }
            _ => {
                report.text.push(c);
                at += 1;
            }
        }
    }
    let Some((numbers, role, from)) = open.pop() else { return Ok(()) };
    let words: String = report.text.chars().skip(from).take(24).collect();
    let number = numbers.first().copied().unwrap_or_default();
    Err(format!("the brace {number}{role} before “{words}” stays open: close it"))
}

/// `1,2s`: the numbers of statements, and the part that the words play in them.
fn read_label(label: &str) -> Result<(Vec<u32>, char), String> {
    let part = label.chars().last().filter(|part| "sqca".contains(*part)).ok_or_else(|| {
        format!("no part is called `{label}`: end it in s, q, c or a, for source, cue, content, addressee")
    })?;
    let numbers: Result<Vec<u32>, _> =
        label[..label.len() - 1].split(',').map(str::parse).collect();
    match numbers {
        Ok(numbers) => Ok((numbers, part)),
        Err(_) => Err(format!("`{label}` has no number: write `1{part}` or `1,2{part}`")),
    }
}

/// `2: Salim Haddad = the minister -> Grace Wanjiru | indirect not`
fn describe(line: &str, report: &mut Report) -> Result<u32, String> {
    let (number, rest) = line.split_once(':').ok_or(format!("no colon in `{line}`"))?;
    let number: u32 = number.parse().map_err(|_| format!("the number is too long in `{line}`"))?;
    let gold = report.statements.get_mut(&number).ok_or_else(|| {
        format!(
            "the line `{line}` describes nothing: mark its words `{{{number}c|...}}` or drop it"
        )
    })?;
    let (people, form) =
        rest.split_once('|').ok_or(format!("no form in `{line}`: end it in `| indirect`"))?;
    let (speaker, to) = match people.split_once("->") {
        Some((speaker, to)) => (speaker.trim(), Some(to.trim())),
        None => (people.trim(), None),
    };
    let (speaker, others) = match speaker.split_once(" = ") {
        Some((speaker, others)) => (speaker, others.split(" = ").map(str::to_owned).collect()),
        None => (speaker, Vec::new()),
    };
    if speaker.is_empty() || to.is_some_and(str::is_empty) {
        return Err(format!("nobody is named in `{line}`: write a name, or `-` for nobody"));
    }
    set_form(form, line, gold)?;
    gold.speaker = speaker.to_owned();
    gold.speakers = others;
    gold.spoken_to = to.map(str::to_owned);
    Ok(number)
}

/// `indirect`, `indirect not`, `partial optional`
fn set_form(form: &str, line: &str, gold: &mut Gold) -> Result<(), String> {
    let mut words = form.split_whitespace();
    let first = words.next().filter(|first| FORMS.contains(first));
    let first = first.ok_or_else(|| {
        format!("no such form in `{line}`: it is direct, indirect, mixed or partial")
    })?;
    first.clone_into(&mut gold.form);
    for word in words {
        match word {
            "not" => gold.denied = true,
            "optional" => gold.optional = true,
            _ => {
                return Err(format!(
                    "`{word}` in `{line}` means nothing: only `not` and `optional` follow a form"
                ));
            }
        }
    }
    Ok(())
}
