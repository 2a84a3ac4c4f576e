//! Real articles, where the corpora are at hand: `ONRECORD_SHARED`, else `../shared` beside the
//! workspace. Nothing of them is kept.

use std::path::PathBuf;

use onrecord_article::{Article, EntityKind, Fragments, OffsetUnit, Offsets, Span, Statement};
use onrecord_record::{Entry, Rows, Seen};

use crate::sample;

pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("ONRECORD_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("corpora").join(name);
    if folder.exists() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not at hand", folder.display());
    None
}

/// PolNeAR's articles, their annotated statements as findings; sources with a name are speakers.
pub(crate) fn polnear(part: &str, most: usize) -> Option<Vec<Entry>> {
    let folder = folder("polnear")?;
    let lines = std::fs::read_to_string(folder.join(format!("{part}.jsonl"))).unwrap();
    let entries = lines.lines().take(most).filter_map(|line| {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = record["id"].as_str().unwrap();
        let text = std::fs::read_to_string(folder.join(part).join(format!("{id}.txt"))).ok()?;
        let outlet = record["outlet"].as_str().unwrap_or("");
        let date = record["date"].as_str().unwrap_or("");
        let article = sample::article(id, outlet, date, &text);
        let rows = annotated(&article, &record["annotations"][0]);
        let seen = Seen { input: format!("{id}.txt"), position: 0 };
        Some(Entry::new(article, rows, text.as_bytes(), seen).unwrap())
    });
    Some(entries.collect())
}

fn annotated(article: &Article, statements: &serde_json::Value) -> Rows {
    let chars = Offsets::new(article.text(), OffsetUnit::Chars);
    let spans = |value: &serde_json::Value| -> Option<Fragments> {
        let pairs = value.as_array()?.iter().filter_map(|pair| {
            let at = |n: usize| chars.to_byte(pair[n].as_u64()? as usize);
            article.span(at(0)?..at(1)?)
        });
        Fragments::new(pairs.collect::<Vec<Span>>())
    };
    let mut entities = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut found: Vec<Statement> = Vec::new();
    for value in statements.as_array().into_iter().flatten() {
        let Some(content) = spans(&value["content"]) else { continue };
        let source = spans(&value["source"]);
        let name = source.as_ref().map(|source| article.text_of(source.first()));
        let named = name.filter(|name| name.starts_with(char::is_uppercase) && name.len() > 4);
        let speaker = named.map(|name| {
            let at = names.iter().position(|known| known == name).unwrap_or_else(|| {
                names.push(name.to_owned());
                entities.push(sample::entity(article, name, EntityKind::Person));
                names.len() - 1
            });
            onrecord_article::EntityId(at as u32)
        });
        let mut statement = sample::statement(
            article,
            None,
            "\u{0}",
            "\u{0}",
            &[],
            onrecord_article::Form::Indirect,
            Some(content),
        );
        statement.source = source;
        statement.cue = spans(&value["cue"]);
        statement.speaker = speaker;
        found.push(statement);
    }
    Rows::new(article, &found, &[], &[], &[], &entities)
}
