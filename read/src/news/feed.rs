//! RSS of all versions, Atom, RDF and CDF, well-formed or not.

use super::Report;
use crate::html;
use crate::xml::Element;

/// What a feed says of itself, and its entries.
#[derive(Debug, Default)]
pub(crate) struct Feed {
    #[cfg_attr(not(test), expect(dead_code, reason = "each entry carries it as its outlet"))]
    pub(crate) title: Option<String>,
    pub(crate) entries: Vec<Report>,
}

/// The feed in a document, if it is one.
pub(crate) fn feed(root: &Element, document: &str) -> Option<Feed> {
    let top = root
        .below()
        .find(|e| matches!(e.name.as_str(), "rss" | "feed" | "rdf" | "channel" | "entry"))?;
    let channel = if top.name == "feed" || top.name == "channel" {
        top
    } else {
        top.first("channel").unwrap_or(top)
    };
    let title = title(channel, document);
    let language = channel
        .text_of("language", document)
        .or_else(|| channel.attribute("lang").or(top.attribute("lang")).map(str::to_owned));
    let licence = licence(channel, document);
    let single = (top.name == "entry").then_some(top);
    let entries = single
        .into_iter()
        .chain(top.below().filter(|e| matches!(e.name.as_str(), "item" | "entry")))
        .map(|item| {
            let mut report = entry(item, document);
            report.outlet = title.clone();
            report.language = report.language.or_else(|| language.clone());
            report.licence = report.licence.or_else(|| licence.clone());
            report
        })
        .collect();
    Some(Feed { title, entries })
}

fn entry(item: &Element, document: &str) -> Report {
    let text = |names: &[&str]| names.iter().find_map(|name| item.text_of(name, document));
    let mut report = Report {
        name: text(&["guid", "id"]).unwrap_or_default(),
        offset: item.inner.start as u64,
        title: title(item, document),
        url: link(item, document),
        authors: authors(item, document),
        published: text(&["pubdate", "published", "issued", "created", "date"]),
        modified: text(&["updated", "modified"]),
        language: item.attribute("lang").map(str::to_owned).or_else(|| text(&["language"])),
        section: item.first("category").and_then(|category| {
            let term = category.attribute("term").map(str::to_owned);
            term.or_else(|| Some(category.text(document))).filter(|term| !term.is_empty())
        }),
        licence: licence(item, document),
        ..Report::default()
    };
    const CONTENT: &[&str] = &["encoded", "content", "body", "fullitem"];
    const SUMMARY: &[&str] = &["description", "summary", "abstract", "tagline"];
    let is_text = |child: &&Element| child.prefix != "media" && child.prefix != "itunes";
    let content = CONTENT.iter().find_map(|name| item.all(name).find(is_text));
    let summary = || SUMMARY.iter().find_map(|name| item.all(name).find(is_text));
    if let Some(body) = content.or_else(summary) {
        if content.is_none() {
            report.notes.push("the feed gives no more than a summary".to_owned());
        }
        fill(&mut report, body, document);
    }
    report
}

/// The words of a body: markup in the feed itself, markup that was escaped, or plain text.
fn fill(report: &mut Report, body: &Element, document: &str) {
    let kind = body.attribute("type").unwrap_or("").to_ascii_lowercase();
    let has_markup = !body.children.is_empty();
    if has_markup || kind == "xhtml" {
        report.text = document[body.inner.clone()].to_owned();
        let mut map = onrecord_article::SourceMap::default();
        map.push_verbatim(body.inner.start, body.inner.len());
        report.map = Some(map);
        report.is_html = true;
        return;
    }
    let (text, map) = body.mapped_text(document);
    report.is_html = kind != "text" && kind != "text/plain" && looks_like_html(&text);
    report.text = text;
    report.map = Some(map);
}

fn looks_like_html(text: &str) -> bool {
    (text.contains('<') && text.contains('>')) || text.contains('&')
}

/// A title, as the text that a reader would show.
fn title(element: &Element, document: &str) -> Option<String> {
    let rank = |e: &&Element| match e.prefix.as_str() {
        "" | "atom" | "rss" | "a" => 0,
        "dc" | "xhtml" => 1,
        "media" | "itunes" | "image" => 3,
        _ => 2,
    };
    let title = element.all("title").min_by_key(rank)?;
    let kind = title.attribute("type").unwrap_or("").to_ascii_lowercase();
    let markup = if title.children.is_empty() {
        let mut text = title.text(document);
        if title.attribute("mode") == Some("base64") || kind == "application/octet-stream" {
            text = base64(&text).unwrap_or(text);
        } else if kind == "text" || kind == "text/plain" {
            return Some(text);
        }
        text
    } else {
        document[title.inner.clone()].to_owned()
    };
    Some(if looks_like_html(&markup) { html::whole(&markup) } else { markup })
}

fn base64(text: &str) -> Option<String> {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0u32, 0);
    for byte in text.bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'=') {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    String::from_utf8(bytes).ok()
}

fn link(item: &Element, document: &str) -> Option<String> {
    let relation = |e: &&Element| e.attribute("rel").is_none_or(|rel| rel == "alternate");
    let href = item.all("link").filter(relation).find_map(|e| e.attribute("href"));
    href.or_else(|| item.attribute("href"))
        .map(str::to_owned)
        .or_else(|| item.text_of("link", document))
        .or_else(|| item.text_of("guid", document))
}

fn authors(item: &Element, document: &str) -> Vec<String> {
    item.children
        .iter()
        .filter(|e| e.name == "author" || e.name == "creator")
        .map(|e| e.text_of("name", document).unwrap_or_else(|| e.text(document)))
        .filter(|name| !name.is_empty())
        .collect()
}

fn licence(element: &Element, document: &str) -> Option<String> {
    let linked = element
        .all("link")
        .find(|e| e.attribute("rel") == Some("license"))
        .and_then(|e| e.attribute("href"));
    let named = element.all("license").find_map(|e| {
        e.attribute("resource").map(str::to_owned).or_else(|| Some(e.text(document)))
    });
    linked
        .map(str::to_owned)
        .or(named)
        .filter(|words| !words.is_empty())
        .or_else(|| element.text_of("rights", document))
        .or_else(|| element.text_of("copyright", document))
}
