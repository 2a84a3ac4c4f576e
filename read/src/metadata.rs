//! What a page says of its report. Where several say different things, the first of these is
//! believed: JSON-LD, OpenGraph and other `meta`, what stands on the page (title, byline, time),
//! then the feed or the archive that held it.

use onrecord_article::{Licence, Origin, Provenance};
use serde_json::Value;

use crate::html::Page;
use crate::{dates, licence};

pub(crate) fn of_page(page: &Page, provenance: &mut Provenance) {
    let values = page.head.json_ld.iter().filter_map(|text| serde_json::from_str(text.trim()).ok());
    let values: Vec<Value> = values.collect();
    let mut found = Found { provenance };
    if let Some(mut report) = values.iter().find_map(|value| report_in(value, 0)) {
        for key in ["author", "publisher"] {
            if let Some(value) = report.get_mut(key) {
                follow(value, &values);
            }
        }
        found.json_ld(&report);
    }
    found.metas(page);
    found.page(page);
}

/// What the user knows; an unknown field is left out.
pub(crate) fn said_by_user(said: &[(String, String)], provenance: &mut Provenance) {
    let mut found = Found { provenance };
    for (field, value) in said {
        let value = Some(value.as_str());
        // What was found before gives way.
        found.provenance.origins.retain(|origin| {
            let name = if field == "author" { "authors" } else { field.as_str() };
            origin.field != name
        });
        match field.as_str() {
            "title" => found.text("title", value, "user"),
            "outlet" => found.text("outlet", value, "user"),
            "url" => found.text("url", value, "user"),
            "language" => found.text("language", value, "user"),
            "section" => found.text("section", value, "user"),
            "published" => found.date("published", value, "user"),
            "author" => found.authors(value.map(str::to_owned).into_iter().collect(), "user"),
            "licence" | "license" => found.licence(value, "user"),
            _ => {}
        }
    }
}

/// The first `NewsArticle` or the like.
fn report_in(value: &Value, depth: usize) -> Option<Value> {
    const KINDS: &[&str] = &["Article", "BlogPosting", "Report"];
    if depth > 8 {
        return None;
    }
    match value {
        Value::Array(values) => values.iter().find_map(|value| report_in(value, depth + 1)),
        Value::Object(object) => {
            let kinds = object.get("@type").cloned().unwrap_or(Value::Null);
            let is_report = texts(kinds.into_list())
                .iter()
                .any(|kind| KINDS.iter().any(|known| kind.ends_with(known)));
            if is_report { Some(value.clone()) } else { None }
        }
        _ => None,
    }
    .or_else(|| report_in(value.get("@graph")?, depth + 1))
    .or_else(|| report_in(value.get("mainEntity")?, depth + 1))
}

/// Puts what an `{"@id": ...}` refers to in its place: authors and publishers are often written
/// down apart.
fn follow(value: &mut Value, all: &[Value]) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| follow(value, all)),
        Value::Object(object) if !object.contains_key("name") => {
            let id = object.get("@id").and_then(Value::as_str);
            let node = id.and_then(|id| all.iter().find_map(|value| node_in(value, id)));
            if let Some(node) = node {
                *value = node;
            }
        }
        _ => {}
    }
}

fn node_in(value: &Value, id: &str) -> Option<Value> {
    let nodes = match value {
        Value::Array(nodes) => nodes,
        value => value.get("@graph")?.as_array()?,
    };
    let named = |node: &&Value| node.get("name").is_some();
    nodes.iter().filter(named).find(|node| node.get("@id") == Some(&Value::from(id))).cloned()
}

trait IntoList {
    fn into_list(self) -> Vec<Value>;
}

impl IntoList for Value {
    fn into_list(self) -> Vec<Value> {
        match self {
            Value::Array(values) => values,
            value => vec![value],
        }
    }
}

/// Texts, and the names of objects.
fn texts(values: Vec<Value>) -> Vec<String> {
    let text = |value: &Value| value.as_str().map(tidy).filter(|text| !text.is_empty());
    values
        .iter()
        .filter_map(|value| text(value).or_else(|| value.get("name").and_then(text)))
        .collect()
}

fn tidy(text: &str) -> String {
    let text = if text.contains('&') { crate::html::whole(text) } else { text.to_owned() };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Fields that are filled once, each with its origin.
pub(crate) struct Found<'a> {
    pub(crate) provenance: &'a mut Provenance,
}

impl Found<'_> {
    fn origin(&mut self, field: &'static str, source: &'static str) {
        self.provenance.origins.retain(|origin| origin.field != field);
        self.provenance.origins.push(Origin { field, source });
    }

    /// Whether something on the page has said it already; what the archive said gives way.
    fn is_said(&self, field: &str) -> bool {
        const OUTSIDE: &[&str] = &["feed", "warc header", "http header", "address"];
        self.provenance
            .origins
            .iter()
            .any(|origin| origin.field == field && !OUTSIDE.contains(&origin.source))
    }

    pub(crate) fn text(&mut self, field: &'static str, value: Option<&str>, source: &'static str) {
        let Some(value) = value.map(tidy).filter(|value| !value.is_empty()) else { return };
        if self.is_said(field) {
            return;
        }
        let p = &mut *self.provenance;
        let place = match field {
            "title" => &mut p.title,
            "outlet" => &mut p.outlet,
            "url" => &mut p.url,
            "language" => &mut p.language,
            "section" => &mut p.section,
            _ => return,
        };
        *place = Some(value);
        self.origin(field, source);
    }

    pub(crate) fn date(&mut self, field: &'static str, value: Option<&str>, source: &'static str) {
        let Some(value) = value.and_then(dates::iso) else { return };
        if self.is_said(field) {
            return;
        }
        match field {
            "published" => self.provenance.published = Some(value),
            "modified" => self.provenance.modified = Some(value),
            _ => return,
        }
        self.origin(field, source);
    }

    pub(crate) fn authors(&mut self, names: Vec<String>, source: &'static str) {
        let names: Vec<String> = names
            .iter()
            .map(|name| tidy(name))
            .map(|name| name.strip_prefix("By ").map_or(name.clone(), str::to_owned))
            .filter(|name| !name.is_empty() && !name.starts_with("http"))
            .collect();
        if names.is_empty() || self.is_said("authors") {
            return;
        }
        self.provenance.authors = names;
        self.origin("authors", source);
    }

    pub(crate) fn licence(&mut self, words: Option<&str>, source: &'static str) {
        let Some(words) = words.map(str::trim).filter(|words| !words.is_empty()) else { return };
        if self.is_said("licence") {
            return;
        }
        self.provenance.licence = match licence::named_in(words) {
            Licence::Unknown => Licence::Other(words.to_owned()),
            known => known,
        };
        self.provenance.licence_words = Some(words.to_owned());
        self.origin("licence", source);
    }

    fn json_ld(&mut self, report: &Value) {
        let list = |key: &str| texts(report.get(key).cloned().unwrap_or(Value::Null).into_list());
        let first = |key: &str| list(key).into_iter().next();
        let source = "json-ld";
        self.text("title", first("headline").or_else(|| first("name")).as_deref(), source);
        self.text("outlet", first("publisher").as_deref(), source);
        self.text("section", first("articleSection").as_deref(), source);
        self.text("language", first("inLanguage").as_deref(), source);
        self.date("published", first("datePublished").as_deref(), source);
        self.date("modified", first("dateModified").as_deref(), source);
        self.authors(list("author"), source);
        let licence = first("license")
            .or_else(|| report.get("license")?.get("url")?.as_str().map(str::to_owned));
        self.licence(licence.as_deref(), source);
    }

    fn metas(&mut self, page: &Page) {
        let head = &page.head;
        let meta = |names: &[&str]| head.meta_named(names);
        self.text("title", meta(&["og:title"]), "opengraph");
        self.text("title", meta(&["twitter:title", "dc.title", "dcterms.title"]), "meta");
        self.text("outlet", meta(&["og:site_name"]), "opengraph");
        self.text("outlet", meta(&["application-name", "publisher", "dc.publisher"]), "meta");
        self.text("section", meta(&["article:section", "section"]), "meta");
        self.text("url", head.canonical.as_deref().filter(|url| is_web(url)), "canonical link");
        self.text("url", meta(&["og:url"]).filter(|url| is_web(url)), "opengraph");
        const PUBLISHED: &[&str] = &[
            "article:published_time",
            "datepublished",
            "parsely-pub-date",
            "pubdate",
            "publishdate",
            "publish-date",
            "date",
            "dc.date.issued",
            "dc.date",
            "dcterms.created",
            "sailthru.date",
        ];
        self.date("published", meta(PUBLISHED), "meta");
        self.date(
            "modified",
            meta(&["article:modified_time", "og:updated_time", "datemodified", "lastmod"]),
            "meta",
        );
        let authors = meta(&["author", "article:author", "parsely-author", "dc.creator", "byl"]);
        self.authors(authors.map(str::to_owned).into_iter().collect(), "meta");
        self.licence(head.licences.first().map(String::as_str), "rel=license");
        self.licence(meta(&["license", "dc.rights", "dcterms.license", "dcterms.rights"]), "meta");
        self.text("language", head.language.as_deref(), "html lang");
        self.text("language", meta(&["content-language", "og:locale", "language"]), "meta");
    }

    fn page(&mut self, page: &Page) {
        let outlet = self.provenance.outlet.clone().unwrap_or_default();
        let title = page.head.title.as_deref().map(|title| without_outlet(title, &outlet));
        self.text("title", title, "title");
        self.authors(page.byline.clone().into_iter().collect(), "byline");
        self.date("published", page.head.time.as_deref(), "time");
    }
}

/// `Talks end - Example News` without the name of the outlet, where that is known.
fn without_outlet<'a>(title: &'a str, outlet: &str) -> &'a str {
    const BETWEEN: &[&str] = &[" - ", " | ", " – ", " — ", " :: ", " » "];
    let is_outlet = |part: &str| part.trim().eq_ignore_ascii_case(outlet.trim());
    let parted = BETWEEN.iter().find_map(|mark| {
        let (words, name) = title.rsplit_once(mark)?;
        (is_outlet(name) && !words.trim().is_empty()).then_some(words)
    });
    parted.unwrap_or(title)
}

/// Addresses of other kinds (`javascript:`) lead nowhere.
pub(crate) fn is_web(url: &str) -> bool {
    let lower = url.trim().get(..8).unwrap_or(url).to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use crate::{Input, Raw, read};

    #[test]
    fn titles_without_the_outlet() {
        assert_eq!(super::without_outlet("A - B | example news", "Example News"), "A - B");
        assert_eq!(super::without_outlet("A - B", "Example News"), "A - B");
        assert_eq!(super::without_outlet("A - B", ""), "A - B");
    }

    #[test]
    fn authors_that_are_written_down_apart() {
        let page = r##"<!doctype html><script type="application/ld+json">{"@graph":[
            {"@type":"WebSite","name":"Site","@id":"#site"},
            {"@type":"Person","name":"A. Smith","@id":"#a"},
            {"@type":"NewsArticle","headline":"Talks","author":[{"@id":"#a"},{"name":"B. Jones"}],
             "publisher":{"@id":"#site"},"license":"https://creativecommons.org/licenses/by/4.0/"}
            ]}</script><p>“We resist,” he said."##;
        let article = read(&Raw::new(Input::named("x"), page.as_bytes().to_vec())).unwrap();
        let provenance = article.provenance();
        assert_eq!(provenance.authors, ["A. Smith", "B. Jones"]);
        assert_eq!(provenance.outlet.as_deref(), Some("Site"));
        assert_eq!(provenance.licence.to_string(), "CC-BY-4.0");
    }
}
