//! Runs `cases/coreference.md`, and checks what holds for every text.

use onrecord_article::{Article, Entity, EntityKind, EntityName, Provenance};
use onrecord_language::Language;
use proptest::prelude::*;

const CASES: &str = include_str!("../cases/coreference.md");

struct Case {
    heading: &'static str,
    text: &'static str,
    /// The line, and whether it is found so far.
    wanted: Vec<(&'static str, bool)>,
}

fn cases() -> Vec<Case> {
    let sections = CASES.split("\n## ").skip(1);
    sections
        .map(|section| {
            let (heading, rest) = section.split_once('\n').expect("a heading is a line");
            let mut parts = rest.split("```");
            let text = parts.nth(1).expect("a text in a block").trim();
            let mut found = true;
            let mut wanted = Vec::new();
            for line in parts.next().expect("lines after the text").lines() {
                found &= !line.starts_with("Not yet");
                if let Some(line) = line.strip_prefix("- ") {
                    wanted.push((line, found));
                }
            }
            assert!(!wanted.is_empty(), "{heading}: nothing is expected");
            Case { heading, text, wanted }
        })
        .collect()
}

/// "Ali Khamenei (person, IRN): The Leader; he"
fn line(article: &Article, entity: &Entity) -> String {
    let name = match entity.name {
        EntityName::Written(span) => article.text_of(span),
        EntityName::Country(name) => name,
    };
    let country = entity.country.map_or(String::new(), |code| format!(", {code}"));
    let mentions: Vec<&str> =
        entity.mentions.iter().map(|mention| article.text_of(mention.span)).collect();
    format!("{name} ({}{country}): {}", entity.kind.as_str(), mentions.join("; "))
}

fn read(text: &str) -> Article {
    Article::new(text.to_owned(), Provenance::default()).expect("a small text")
}

#[test]
fn cases_are_read_as_written() {
    let language = Language::english();
    let mut wrong = String::new();
    for Case { heading, text, wanted } in cases() {
        let article = read(text);
        let analysis = language.analyze(&article);
        let lines: Vec<String> =
            analysis.entities().iter().map(|entity| line(&article, entity)).collect();
        for (wanted, found) in wanted {
            if lines.iter().any(|line| line == wanted) != found {
                let note = if found { "not found" } else { "found, but marked as not yet" };
                wrong.push_str(&format!("\n{heading}\n  {note}: {wanted}\n"));
                lines.iter().for_each(|line| wrong.push_str(&format!("    {line}\n")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn check(text: &str) {
    let language = Language::english();
    let article = read(text);
    let analysis = language.analyze(&article);
    let tokens = analysis.tokens().len();
    let mut end = 0;
    for name in analysis.names() {
        assert!(end <= name.tokens.start && name.tokens.start < name.tokens.end);
        end = name.tokens.end;
        assert!(end as usize <= tokens);
    }
    let mut heads = Vec::new();
    for entity in analysis.entities() {
        assert!(!entity.mentions.is_empty());
        assert!(entity.mentions.is_sorted_by_key(|mention| mention.span));
        for mention in &entity.mentions {
            assert!(mention.span.contains(mention.name), "the name is inside");
            let head = analysis.tokens()[mention.head as usize].span;
            assert!(mention.span.contains(head), "the head is inside");
            assert!(article.span(mention.span.range()).is_some(), "the span is in the text");
            heads.push(mention.head);
        }
        assert!(entity.kind != EntityKind::Location || !entity.mentions.is_empty());
    }
    heads.sort_unstable();
    let all = heads.len();
    heads.dedup();
    assert_eq!(all, heads.len(), "no token heads two mentions");
    let again = language.analyze(&article);
    assert_eq!(analysis.entities(), again.entities());
    assert_eq!(analysis.names(), again.names());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_keeps_the_invariants(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn words_of_the_trade_keep_the_invariants(words in prop::collection::vec(
        prop::sample::select(vec![
            "the", "The", "president", "of", "Iran", "’s", "his", "country", "who", ",", "said",
            "Maduro", "Nicolas", "Mr.", "(", ")", "MNA", "he", "“", "”", ".", "\n\n", "U.S.",
            "Ayatollah", "and", "people", "one", "I", "US", "us", "Washington", "it", "-", "is",
        ]), 0..60)) {
        check(&words.join(" "));
    }
}

#[test]
fn a_long_text_takes_no_more_than_its_share() {
    let text =
        "The president of Iran, Ali Reza, told his minister that he was ready. ".repeat(2000);
    let article = read(&text);
    let analysis = Language::english().analyze(&article);
    assert!(!analysis.entities().is_empty());
}
