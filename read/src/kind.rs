//! What a document is, by its first characters.

/// How the text of one document is to be taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// As it is.
    Text,
    /// A page, with more on it than the report.
    Html,
    /// The report and nothing else, in HTML.
    HtmlPart,
}

/// What an input is, as far as its first characters show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    Warc,
    Arc,
    Xml,
    Sgml,
    Json,
    Document,
}

/// Elements that begin pages and parts of pages.
const HTML: &[&str] = &[
    "!doctype html",
    "html",
    "head",
    "body",
    "title",
    "meta",
    "script",
    "style",
    "div",
    "p",
    "h1",
    "h2",
    "article",
    "section",
    "main",
    "table",
    "ul",
    "span",
    "a",
    "b",
    "br",
    "font",
    "center",
];

/// Elements at the root of a feed or a news document.
const XML: &[&str] = &[
    "rss",
    "feed",
    "rdf",
    "channel",
    "entry",
    "nitf",
    "newsitem",
    "newsmessage",
    "newsml",
    "packageitem",
    "urlset",
    "sitemapindex",
];

pub(crate) fn of_text(text: &str) -> Kind {
    let start = head(text);
    let Some(tag) = tag_at(start) else { return Kind::Text };
    if HTML.iter().any(|name| begins(tag, name)) { Kind::Html } else { Kind::Text }
}

/// Whether a text declares itself XML, or is a drawing.
pub(crate) fn is_other_xml(text: &str) -> bool {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    start.starts_with("<?xml ") || tag_at(head(start)).is_some_and(|tag| begins(tag, "svg"))
}

/// Whether a document that is no JSON was meant to be: it begins with a key.
pub(crate) fn begins_as_json(start: &[u8]) -> bool {
    let mut marks = start.iter().filter(|b| !b.is_ascii_whitespace());
    let first = marks.next();
    let first = if first == Some(&b'[') { marks.next() } else { first };
    first == Some(&b'{') && marks.next() == Some(&b'"')
}

pub(crate) fn format(start: &[u8]) -> Format {
    if start.starts_with(b"WARC/") {
        return Format::Warc;
    }
    if start.starts_with(b"filedesc://") {
        return Format::Arc;
    }
    let text = crate::encoding::decode(start, None).text;
    let text = head(&text);
    if text.starts_with(['{', '[']) {
        return Format::Json;
    }
    // Some copies of the files have a word before their first markup.
    if text.contains("<REUTERS ") && text.contains("NEWID=") {
        return Format::Sgml;
    }
    let Some(tag) = tag_at(text) else { return Format::Document };
    if begins(tag, "!doctype lewis") || begins(tag, "reuters") {
        return Format::Sgml;
    }
    let local = tag.split_once(':').filter(|(prefix, _)| prefix.len() < 8).map_or(tag, |(_, l)| l);
    if XML.iter().any(|name| begins(tag, name) || begins(local, name)) {
        return Format::Xml;
    }
    if begins(tag, "!doctype") && XML.iter().any(|name| begins(tag[8..].trim_start(), name)) {
        return Format::Xml;
    }
    Format::Document
}

/// The text from its first markup on: white space, comments and declarations of XML skipped.
fn head(text: &str) -> &str {
    let mut text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    loop {
        let end = if text.starts_with("<!--") {
            text.find("-->").map(|at| at + 3)
        } else if text.starts_with("<?") {
            text.find('>').map(|at| at + 1)
        } else {
            return text;
        };
        let Some(end) = end else { return "" };
        text = text[end..].trim_start();
    }
}

fn tag_at(text: &str) -> Option<&str> {
    text.strip_prefix('<')
}

/// Whether a tag has this name.
fn begins(tag: &str, name: &str) -> bool {
    tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && !tag[name.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == ':')
}

/// The encoding that a page or an XML document declares in its first bytes.
pub(crate) fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    if !start.trim_start().starts_with('<') {
        return None;
    }
    let value = |after: &str| -> Option<String> {
        let value = after.trim_start().strip_prefix('=')?.trim_start();
        let value = value.trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.:".contains(c));
        Some(value[..end.unwrap_or(value.len())].to_owned()).filter(|value| !value.is_empty())
    };
    let xml = start.trim_start().strip_prefix("<?xml").and_then(|declaration| {
        let declaration = &declaration[..declaration.find('>').unwrap_or(declaration.len())];
        value(declaration.split_once("encoding")?.1)
    });
    xml.or_else(|| {
        start.match_indices("<meta").find_map(|(at, _)| {
            let meta = &start[at..];
            let meta = &meta[..meta.find('>').unwrap_or(meta.len())];
            value(meta.split_once("charset")?.1)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognized_by_content() {
        for (start, format_is, kind) in [
            ("He said so.", Format::Document, Kind::Text),
            ("<3 is a heart", Format::Document, Kind::Text),
            ("<!DOCTYPE html><p>", Format::Document, Kind::Html),
            ("\n<!-- x --><HTML lang=en>", Format::Document, Kind::Html),
            ("<?xml version='1.0'?>\n<html xmlns='x'>", Format::Document, Kind::Html),
            ("<p>He said so.", Format::Document, Kind::Html),
            ("<?xml version='1.0'?><rss version='2.0'>", Format::Xml, Kind::Text),
            ("<rdf:RDF>", Format::Xml, Kind::Text),
            ("<feed xmlns='x'>", Format::Xml, Kind::Text),
            ("<!DOCTYPE nitf SYSTEM 'x'><nitf>", Format::Xml, Kind::Text),
            ("<!DOCTYPE lewis SYSTEM \"lewis.dtd\">", Format::Sgml, Kind::Text),
            ("WARC/1.0\r\n", Format::Warc, Kind::Text),
            ("{\"title\":", Format::Json, Kind::Text),
            ("", Format::Document, Kind::Text),
        ] {
            assert_eq!(format(start.as_bytes()), format_is, "{start}");
            assert_eq!(of_text(start), kind, "{start}");
        }
    }

    #[test]
    fn encodings_that_documents_declare() {
        let check = |start: &str, name: Option<&str>| {
            assert_eq!(declared_encoding(start.as_bytes()).as_deref(), name, "{start}");
        };
        check("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", Some("iso-8859-1"));
        check("<html><meta charset=windows-1252>", Some("windows-1252"));
        check("<meta http-equiv=content-type content='text/html; charset=gb2312'>", Some("gb2312"));
        check("He said charset=utf-8", None);
    }
}
