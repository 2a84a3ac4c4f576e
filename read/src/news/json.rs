//! JSON: a feed, a list of records, or a record a line, by the keys of the programs that write
//! such files (trafilatura, newspaper4k, news-please, fundus), of ninjs, and of GDELT's Global
//! Quotation Graph.

use std::collections::HashMap;
use std::io::BufRead;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::Report;
use super::json_text::{self, Document};
use crate::layers::Source;
use crate::{Input, Options, Raw, ReadError, language};

type Record = Map<String, Value>;

/// Whether the first line is a record of its own.
pub(crate) fn is_lines(start: &[u8]) -> bool {
    let line = start.split(|&b| b == b'\n').next().unwrap_or(start);
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    line.len() == start.len() && start.len() >= 2048 // one long line: as likely a record as not
        || serde_json::from_slice::<HashMap<String, &RawValue>>(line).is_ok()
}

/// The records of JSON Lines, one at a time.
pub(crate) fn lines(
    source: Source,
    input: Input,
    options: Options,
) -> impl Iterator<Item = Result<Raw, ReadError>> + Send {
    let mut source = source;
    let mut at = 0u64;
    let mut over = false;
    let next_line = move || -> Option<Result<(u64, Vec<u8>), ReadError>> {
        if over {
            return None;
        }
        let limit = options.limits.document_bytes as u64;
        let mut line = Vec::new();
        let read = std::io::Read::take(&mut source, limit + 1).read_until(b'\n', &mut line);
        let start = at;
        at += line.len() as u64;
        match read {
            Err(error) => {
                over = true;
                Some(Err(ReadError::Damaged { offset: at, what: error.to_string() }))
            }
            Ok(0) => None,
            Ok(n) if n as u64 > limit => {
                over = source.skip_until(b'\n').map(|skipped| at += skipped as u64).is_err();
                Some(Err(record_error(start, ReadError::TooLarge { limit: limit as usize })))
            }
            Ok(_) => Some(Ok((start, line))),
        }
    };
    let keys = options.keys;
    std::iter::from_fn(next_line)
        .filter(|line| !matches!(line, Ok((_, l)) if l.iter().all(u8::is_ascii_whitespace)))
        .flat_map(move |line| match line {
            Err(error) => vec![Err(error)],
            Ok((at, line)) => match Document::read(&line) {
                Ok(document) if document.text().starts_with('{') => {
                    let whole = Part { document: &document, json: document.text(), offset: at };
                    documents(&whole, &input, &keys)
                }
                Ok(_) => vec![Err(record_error(at, skipped("a line that is no record")))],
                Err(error) => vec![Err(record_error(at, broken(at, &error)))],
            },
        })
}

/// The records of one JSON document.
pub(crate) fn whole(bytes: &[u8], input: &Input, options: &Options) -> Vec<Result<Raw, ReadError>> {
    let document = match Document::read(bytes) {
        Ok(document) => document,
        Err(error) => return vec![Err(broken(0, &error))],
    };
    let records: Vec<&str> = match serde_json::from_str::<Vec<&RawValue>>(document.text()) {
        Ok(values) => values.into_iter().map(RawValue::get).collect(),
        Err(_) => vec![document.text()],
    };
    records
        .into_iter()
        .flat_map(|json| {
            let offset = document.place(json) as u64;
            if json.starts_with('{') {
                documents(&Part { document: &document, json, offset }, input, &options.keys)
            } else {
                vec![Err(record_error(offset, skipped("an entry that is no record")))]
            }
        })
        .collect()
}

/// A record in a document; its texts know their places there.
#[derive(Clone, Copy)]
struct Part<'a> {
    document: &'a Document,
    json: &'a str,
    /// Of the record, in the input.
    offset: u64,
}

impl<'a> Part<'a> {
    /// The value of a key, as it is written.
    fn raw(self, key: &str) -> Option<&'a RawValue> {
        let values: HashMap<String, &'a RawValue> = serde_json::from_str(self.json).ok()?;
        values.get(key).copied()
    }

    fn record(self) -> Record {
        serde_json::from_str(self.json).unwrap_or_default() // it was looked at before
    }
}

fn skipped(why: &str) -> ReadError {
    ReadError::Skipped { why: why.to_owned() }
}

fn broken(at: u64, error: &serde_json::Error) -> ReadError {
    ReadError::Damaged { offset: at, what: format!("is no JSON ({error})") }
}

fn record_error(offset: u64, error: ReadError) -> ReadError {
    ReadError::Record { record: format!("@{offset}"), offset, error: Box::new(error) }
}

fn documents(part: &Part, input: &Input, keys: &[(String, String)]) -> Vec<Result<Raw, ReadError>> {
    let record = part.record();
    if record.get("version").and_then(Value::as_str).is_some_and(|v| v.contains("jsonfeed"))
        && let Some(items) = part.raw("items")
        && let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(items.get())
    {
        let title = text(&record, &["title"]);
        let entries = items.into_iter().map(RawValue::get).filter(|item| item.starts_with('{'));
        return entries
            .map(|json| {
                let offset = part.offset
                    + (part.document.place(json) - part.document.place(part.json)) as u64;
                let mut report = report(Part { json, offset, ..*part }, keys);
                report.outlet = title.clone();
                report.document(input, "feed")
            })
            .collect();
    }
    if let Some(Value::Array(quotes)) = record.get("quotes") {
        let all = quotes.iter().filter_map(Value::as_object);
        return all
            .map(|quote| quotation(&record, quote, part.offset).document(input, "gqg"))
            .collect();
    }
    vec![report(*part, keys).document(input, "json")]
}

/// The first of these keys that says something.
fn text(record: &Record, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| words(record.get(*key)?))
}

fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Object(object) => ["name", "value"].iter().find_map(|key| words(object.get(*key)?)),
        Value::Array(values) => values.first().and_then(words),
        _ => None,
    }
}

fn list(record: &Record, keys: &[&str]) -> Vec<String> {
    let Some(value) = keys.iter().find_map(|key| record.get(*key)) else { return Vec::new() };
    match value {
        Value::Array(values) => values.iter().filter_map(words).collect(),
        value => {
            let names = words(value).unwrap_or_default();
            names.split(';').map(|name| name.trim().to_owned()).filter(|n| !n.is_empty()).collect()
        }
    }
}

fn report(part: Part, keys: &[(String, String)]) -> Report {
    let record = &part.record();
    let named = |field: &str| keys.iter().find(|(name, _)| name == field).map(|(_, key)| &key[..]);
    let of = |field: &str, known: &[&str]| {
        named(field).and_then(|key| text(record, &[key])).or_else(|| text(record, known))
    };
    let mut report = Report {
        name: text(record, &["id", "uri", "guid", "doc_id", "filename"]).unwrap_or_default(),
        offset: part.offset,
        title: of("title", &["title", "headline", "headlines"]),
        outlet: of(
            "outlet",
            &[
                "sitename",
                "site_name",
                "outlet",
                "publisher",
                "hostname",
                "source_domain",
                "source",
            ],
        ),
        url: of("url", &["url", "link", "canonical_link", "source_url", "external_url", "source"]),
        authors: named("author")
            .map(|key| list(record, &[key]))
            .unwrap_or_else(|| list(record, &["authors", "author", "byline"])),
        published: of(
            "published",
            &[
                "date",
                "published",
                "publish_date",
                "date_publish",
                "publishing_date",
                "date_published",
                "firstcreated",
                "versioncreated",
                "pubDate",
            ],
        ),
        modified: of("modified", &["date_modify", "date_modified", "modified", "versioncreated"]),
        language: of("language", &["language", "lang", "meta_lang"]),
        section: of("section", &["section", "category", "categories"]),
        licence: of("licence", &["license", "licence", "usageterms", "copyrightnotice"]),
        ..Report::default()
    };
    fill(&mut report, part, record, named("text"));
    report
}

/// The words of a record, and whether they are HTML.
fn fill(report: &mut Report, part: Part, record: &Record, named: Option<&str>) {
    const TEXT: &[&str] =
        &["text", "maintext", "plaintext", "content_text", "body_text", "raw_text"];
    const EITHER: &[&str] = &["content", "bodies", "body"];
    const HTML: &[&str] = &["content_html", "body_html", "body_xhtml", "html"];
    let says = |key: &&str| record.get(*key).is_some_and(|value| !json_text::is_silent(value));
    let all = named.into_iter().chain(TEXT.iter().chain(EITHER).chain(HTML).copied());
    let Some(key) = all.into_iter().find(says) else { return };
    let Some(raw) = part.raw(key) else { return };
    let (text, map) = part.document.text_of(raw);
    let either = named == Some(key) || EITHER.contains(&key);
    report.is_html = HTML.contains(&key) || (either && text.contains("</"));
    report.text = text;
    report.map = Some(map);
}

/// A quotation with the words around it. It is a piece of an article whose text is not here.
fn quotation(page: &Record, quote: &Record, at: u64) -> Report {
    let part = |key: &str| text(quote, &[key]).unwrap_or_default();
    let (before, said, after) = (part("pre"), part("quote"), part("post"));
    Report {
        offset: at,
        title: text(page, &["title"]),
        url: text(page, &["url"]),
        published: text(page, &["date"]),
        language: text(page, &["lang"]).map(|name| language::tag_of_name(&name)),
        text: if said.is_empty() {
            String::new()
        } else {
            format!("{} “{}” {}", before.trim(), said.trim(), after.trim()).trim().to_owned()
        },
        notes: vec!["a passage, not anchored in its page".to_owned()],
        ..Report::default()
    }
}
