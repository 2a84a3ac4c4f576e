//! From the bytes of one document to its article.

use std::ops::Range;

use onrecord_article::{Article, Origin, Provenance, SourceMap};

use crate::deadline::Deadline;
use crate::encoding::{self, Decoded};
use crate::html::{Passage, Take};
use crate::kind::{self, Kind};
use crate::{Options, Raw, ReadError, boilerplate, html, language, licence, metadata, text};

pub(crate) fn article(raw: &Raw) -> Result<Article, ReadError> {
    if let Some(looks_like) = text::binary(raw.bytes()) {
        return Err(ReadError::NotText { looks_like });
    }
    let known = &raw.known;
    let limit = known.options.limits.document_time;
    let deadline = Deadline::after(limit);
    let declared = known.charset.clone().or_else(|| kind::declared_encoding(raw.bytes()));
    let Decoded { text, map, note, guessed } = encoding::decode(raw.bytes(), declared.as_deref());
    if guessed && text::is_noise(&text) {
        return Err(ReadError::NotText { looks_like: "data of another kind" });
    }
    if is_blank(&text) {
        return Err(ReadError::Empty);
    }
    let mut provenance = known.provenance.clone();
    if provenance.name.is_empty() {
        provenance.name.clone_from(&raw.input().name);
    }
    provenance.file.clone_from(&raw.input().file);
    provenance.notes.extend(note);
    let kind = known.kind.unwrap_or_else(|| kind::of_text(&text));
    let (text, map, mut marked) = match kind {
        Kind::Text if known.kind.is_none() && kind::is_other_xml(&text) => {
            let why = "XML that is no page, no feed and no news document".to_owned();
            return Err(ReadError::Skipped { why });
        }
        Kind::Text => (text, map, Vec::new()),
        Kind::Html | Kind::HtmlPart => {
            let take = if kind == Kind::Html { Take::Report } else { Take::All };
            let slow = || ReadError::TooSlow { limit };
            let mut page = html::page(&text, take, deadline).ok_or_else(slow)?;
            if is_blank(&page.text) {
                page = html::page(&text, Take::All, deadline).ok_or_else(slow)?;
            }
            if is_blank(&page.text) {
                return Err(ReadError::Skipped { why: "a page without text".to_owned() });
            }
            metadata::of_page(&page, &mut provenance);
            if page.flattened > 0 {
                let note = format!("{} elements lie deeper than 512 levels", page.flattened);
                provenance.notes.push(note);
            }
            let map = map.map_or(page.map.clone(), |decoded| page.map.over(&decoded));
            (page.text, Some(map), page.captions)
        }
    };
    let map = match (map, &known.map) {
        (Some(map), Some(first)) => Some(map.over(first)),
        (None, first) => first.clone(),
        (map, None) => map,
    };
    marked.extend(boilerplate::paragraphs(&text));
    finish(text, map, marked, provenance, &known.options)
}

/// The passages of a page, kept and dropped.
pub(crate) fn passages(raw: &Raw) -> Vec<Passage> {
    let (known, bytes) = (&raw.known, raw.bytes());
    let declared = known.charset.clone().or_else(|| kind::declared_encoding(bytes));
    let text = encoding::decode(bytes, declared.as_deref()).text;
    match known.kind.unwrap_or_else(|| kind::of_text(&text)) {
        Kind::Html => html::passages(&text),
        Kind::Text | Kind::HtmlPart => Vec::new(),
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '\0'))
}

/// Adds what the words themselves say: licence, publisher, place, language.
fn finish(
    text: String,
    map: Option<SourceMap>,
    mut marked: Vec<Range<usize>>,
    mut provenance: Provenance,
    options: &Options,
) -> Result<Article, ReadError> {
    if let Some(range) = text::licence_sentence(&text) {
        let sentence = &text[range.clone()];
        if provenance.licence_words.is_none() {
            provenance.licence = licence::named_in(sentence);
            provenance.licence_words = Some(sentence.to_owned());
            provenance.origins.push(Origin { field: "licence", source: "licence sentence" });
        }
        if provenance.outlet.is_none()
            && let Some(name) = text::publisher(sentence)
        {
            provenance.outlet = Some(name.to_owned());
            provenance.origins.push(Origin { field: "outlet", source: "licence sentence" });
        }
        marked.push(range);
    }
    if provenance.authors.is_empty()
        && let Some(names) = text::byline(&text)
    {
        provenance.authors = names;
        provenance.origins.push(Origin { field: "authors", source: "byline" });
    }
    if let Some(language) = language::of(&text)
        && provenance.language.as_deref().is_none_or(|said| !language::is_same(said, language))
    {
        provenance.language = Some(language.to_owned());
        provenance.origins.retain(|origin| origin.field != "language");
        provenance.origins.push(Origin { field: "language", source: "detected" });
    }
    if let (Some(wanted), Some(found)) = (&options.language, &provenance.language)
        && !language::is_same(wanted, found)
        && language::of(&text).is_some_and(|sure| language::is_same(sure, found))
    {
        return Err(ReadError::OtherLanguage { found: found.clone(), wanted: wanted.clone() });
    }
    metadata::said_by_user(&options.said, &mut provenance);
    provenance.origins.sort();
    let dateline = text::dateline(&text);
    let mut article = Article::new(text, provenance)?.with_boilerplate(marked);
    if let Some(map) = map {
        article = article.with_source_map(map);
    }
    Ok(match dateline {
        Some(place) => article.with_dateline(place),
        None => article,
    })
}
