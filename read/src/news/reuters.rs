//! Reuters-21578: the newswire of 1987, in SGML with a record an article.

use super::Report;
use crate::xml::{self, Element};

/// The articles of a file; `at` is where the text begins.
pub(crate) fn reports(document: &str) -> Vec<Report> {
    let root = xml::parse(document);
    let all: Vec<&Element> = root.below().filter(|e| e.name == "reuters").collect();
    all.into_iter().map(|article| report(article, document)).collect()
}

fn report(article: &Element, document: &str) -> Report {
    let text = article.first("text");
    let body = text.and_then(|text| text.first("body"));
    // Articles without a body have their words in the text itself.
    let source = body.or(text);
    let (words, map) = source.map(|e| e.mapped_text(document)).unwrap_or_default();
    let (words, map) = without_end(words, map);
    Report {
        name: article.attribute("newid").unwrap_or_default().to_owned(),
        offset: article.inner.start as u64,
        title: text.and_then(|text| text.text_of("title", document)),
        outlet: Some("Reuters".to_owned()),
        authors: text.and_then(|text| text.text_of("author", document)).into_iter().collect(),
        published: article.text_of("date", document),
        language: Some("en".to_owned()),
        text: words,
        map: Some(map),
        ..Report::default()
    }
}

/// The wire ends each article with its own name and a control character.
fn without_end(
    words: String,
    map: onrecord_article::SourceMap,
) -> (String, onrecord_article::SourceMap) {
    let end = words.trim_end_matches(|c: char| c.is_whitespace() || c.is_control());
    let end = end.strip_suffix("REUTER").or_else(|| end.strip_suffix("Reuter")).unwrap_or(end);
    let end = end.trim_end();
    let mut kept = onrecord_article::SourceMap::default();
    kept.push_verbatim(0, end.len());
    (end.to_owned(), kept.over(&map))
}
