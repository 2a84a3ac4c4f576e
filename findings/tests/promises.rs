//! `cases/promises.md`: what is promised by whom and for when, and what is no promise.

use std::path::Path;

use onrecord_article::{Actor, Article, Promise, Provenance};
use onrecord_findings::Findings;
use onrecord_language::Language;

/// Cases that come out as the page says. Raise it when more do.
const HOLD: usize = 26;
/// Changes of the models may move a few.
const SLACK: usize = 2;

/// One sentence of the page, the day of its report, and the lines under it.
struct Case<'a> {
    text: &'a str,
    published: Option<&'a str>,
    expected: Vec<&'a str>,
}

fn cases(page: &str) -> Vec<Case<'_>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    let mut published = None;
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            published = heading.split_once("published ").map(|(_, day)| day);
        }
        let Some(line) = line.strip_prefix("    ") else { continue };
        match (line.strip_prefix("-> "), cases.last_mut()) {
            (Some(promise), Some(case)) => case.expected.push(promise),
            _ => cases.push(Case { text: line, published, expected: Vec::new() }),
        }
    }
    cases
}

/// `Russia | to deliver four tankers within two years | within two years`
fn line(article: &Article, findings: &Findings, one: &Promise) -> String {
    let name = |actor: &Actor| match actor.entity {
        Some(id) => findings.name(article, id),
        None => article.text_of(actor.span),
    };
    let by: Vec<&str> = one.by.iter().map(name).collect();
    let content = article.text_of(one.content);
    let due = one.due.iso.as_deref().unwrap_or(article.text_of(one.due.span));
    format!("{} | {content} | {due}", by.join(", "))
}

#[test]
fn promises_come_out_as_the_page_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/promises.md");
    let page = std::fs::read_to_string(path).expect("the page of promises");
    let language = Language::english();
    let cases = cases(&page);
    let (mut hold, mut unmade, mut wrong) = (0, 0, String::new());
    for case in &cases {
        let published = case.published.map(str::to_owned);
        let provenance = Provenance { published, ..Provenance::default() };
        let article = Article::new(case.text.to_owned(), provenance).expect("a short text");
        let findings = onrecord_findings::find(&article, &language.analyze(&article));
        let promises = findings.promises.iter();
        let got: Vec<String> = promises.map(|one| line(&article, &findings, one)).collect();
        if got == case.expected {
            hold += 1;
        } else {
            wrong += &format!("{}\n  {:?}\n  {got:?}\n", case.text, case.expected);
        }
        unmade += usize::from(case.expected.is_empty() && !got.is_empty());
    }
    println!("{hold} of {} hold, {unmade} are no promises\n{wrong}", cases.len());
    assert!(hold + SLACK >= HOLD, "{hold} hold, {HOLD} did:\n{wrong}");
    assert_eq!(unmade, 0, "promises that nobody made:\n{wrong}");
}
