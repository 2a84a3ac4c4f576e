//! XML as it comes: well-formed or not. Entities that a document declares are not expanded, and
//! nothing outside the document is ever read.

use std::ops::Range;

use onrecord_article::SourceMap;

/// Elements below this many levels are left out; their text is kept.
const DEEPEST: usize = 512;

/// An element, with all it holds.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// Its name in lower case, without prefix.
    pub(crate) name: String,
    /// The prefix of its name, in lower case.
    pub(crate) prefix: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Element>,
    /// Its own texts: where they stand in the document, and whether they are CDATA.
    pub(crate) texts: Vec<(Range<usize>, bool)>,
    /// All between its tags.
    pub(crate) inner: Range<usize>,
}

impl Element {
    /// The value of an attribute, by its name without prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    pub(crate) fn first(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The first element with this name below this one, in order of text.
    pub(crate) fn find(&self, name: &str) -> Option<&Element> {
        self.below().find(|element| element.name == name)
    }

    /// All elements below this one, in order of text.
    pub(crate) fn below(&self) -> impl Iterator<Item = &Element> {
        let mut stack: Vec<&Element> = self.children.iter().rev().collect();
        std::iter::from_fn(move || {
            let next = stack.pop()?;
            stack.extend(next.children.iter().rev());
            Some(next)
        })
    }

    /// Its own text, and from where in the document each byte is.
    pub(crate) fn mapped_text(&self, document: &str) -> (String, SourceMap) {
        let (mut text, mut map) = (String::new(), SourceMap::default());
        for (range, is_cdata) in &self.texts {
            let raw = &document[range.clone()];
            if *is_cdata {
                text.push_str(raw);
                map.push_verbatim(range.start, raw.len());
            } else {
                decode(raw, range.start, &mut text, &mut map);
            }
        }
        (text, map)
    }

    /// Its own text, trimmed.
    pub(crate) fn text(&self, document: &str) -> String {
        self.mapped_text(document).0.trim().to_owned()
    }

    /// The text of a child, if there is any.
    pub(crate) fn text_of(&self, name: &str, document: &str) -> Option<String> {
        self.all(name).map(|child| child.text(document)).find(|text| !text.is_empty())
    }
}

/// The document as one element without a name that holds the root.
pub(crate) fn parse(document: &str) -> Element {
    let mut open = vec![Element { inner: 0..document.len(), ..Element::default() }];
    let mut too_deep = 0usize;
    let mut at = 0;
    while at < document.len() {
        let rest = &document[at..];
        let Some(markup) = rest.find('<') else {
            text(&mut open, at..document.len(), false);
            break;
        };
        text(&mut open, at..at + markup, false);
        at += markup;
        let rest = &document[at..];
        if let Some(after) = rest.strip_prefix("<![CDATA[") {
            let length = after.find("]]>").unwrap_or(after.len());
            text(&mut open, at + 9..at + 9 + length, true);
            at = (at + 9 + length + 3).min(document.len());
        } else if rest.starts_with("<!--") {
            at += rest.find("-->").map_or(rest.len(), |end| end + 3);
        } else if rest.starts_with("<?") {
            at += rest.find('>').map_or(rest.len(), |end| end + 1);
        } else if rest.starts_with("<!") {
            at += declaration(rest);
        } else if let Some(after) = rest.strip_prefix("</") {
            let end = after.find('>').unwrap_or(after.len());
            close(&mut open, &mut too_deep, after[..end].trim(), at);
            at = (at + 2 + end + 1).min(document.len());
        } else if rest[1..].starts_with(|c: char| c.is_alphabetic() || c == '_') {
            let (mut element, length, is_empty) = tag(rest);
            at += length;
            element.inner = at..at;
            if is_empty {
                hang(&mut open, element);
            } else if open.len() >= DEEPEST {
                too_deep += 1;
            } else {
                open.push(element);
            }
        } else {
            text(&mut open, at..at + 1, false);
            at += 1;
        }
    }
    while open.len() > 1 {
        finish(&mut open, document.len());
    }
    open.pop().unwrap_or_default()
}

fn text(open: &mut [Element], range: Range<usize>, is_cdata: bool) {
    if !range.is_empty()
        && let Some(top) = open.last_mut()
    {
        top.texts.push((range, is_cdata));
    }
}

fn hang(open: &mut [Element], element: Element) {
    if let Some(top) = open.last_mut() {
        top.children.push(element);
    }
}

fn finish(open: &mut Vec<Element>, end: usize) {
    if let Some(mut element) = open.pop() {
        element.inner.end = end.max(element.inner.start);
        hang(open, element);
    }
}

/// An end tag closes the nearest open element of its name; one that fits none is left out.
fn close(open: &mut Vec<Element>, too_deep: &mut usize, name: &str, at: usize) {
    if *too_deep > 0 {
        *too_deep -= 1;
        return;
    }
    let (prefix, name) = qualified(name);
    let fits = |element: &Element| element.name == name && element.prefix == prefix;
    if let Some(depth) = open.iter().skip(1).rposition(fits) {
        while open.len() > depth + 1 {
            finish(open, at);
        }
    }
}

fn qualified(name: &str) -> (String, String) {
    let lower = name.to_ascii_lowercase();
    match lower.rsplit_once(':') {
        Some((prefix, local)) => (prefix.to_owned(), local.to_owned()),
        None => (String::new(), lower),
    }
}

/// Length of `<!DOCTYPE ...>`, with what it declares in brackets.
fn declaration(rest: &str) -> usize {
    let mut brackets = 0i32;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'[' => brackets += 1,
            b']' => brackets -= 1,
            b'>' if brackets <= 0 => return at + 1,
            _ => {}
        }
    }
    rest.find('>').map_or(rest.len(), |end| end + 1)
}

/// A start tag, its length, and whether it is empty.
fn tag(rest: &str) -> (Element, usize, bool) {
    let bytes = rest.as_bytes();
    let name_end = rest[1..]
        .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
        .map_or(rest.len(), |end| end + 1);
    let (prefix, name) = qualified(&rest[1..name_end]);
    let mut element = Element { name, prefix, ..Element::default() };
    let mut at = name_end;
    loop {
        at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        match bytes.get(at) {
            None => return (element, rest.len(), false),
            Some(b'>') => return (element, at + 1, false),
            Some(b'/') if bytes.get(at + 1) == Some(&b'>') => return (element, at + 2, true),
            Some(b'<') => return (element, at, false), // the tag was never closed
            Some(b'/' | b'=' | b'"' | b'\'') => {
                at += 1;
                continue;
            }
            Some(_) => {}
        }
        let end = bytes[at..].iter().position(|b| b.is_ascii_whitespace() || b"=>/<".contains(b));
        let end = end.map_or(rest.len(), |end| at + end);
        let name = &rest[at..end];
        at = end + bytes[end..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let mut value = "";
        if bytes.get(at) == Some(&b'=') {
            at += 1;
            at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
            let quote = bytes.get(at).copied().filter(|b| b"\"'".contains(b));
            let from = at + usize::from(quote.is_some());
            let length = match quote {
                Some(quote) => bytes[from..].iter().position(|&b| b == quote),
                None => bytes[from..]
                    .iter()
                    .position(|b| b.is_ascii_whitespace() || *b == b'>')
                    .map(|end| end - usize::from(bytes[from..from + end].ends_with(b"/"))),
            };
            let length = length.unwrap_or(rest.len() - from);
            value = &rest[from..from + length];
            at = (from + length + usize::from(quote.is_some())).min(rest.len());
        }
        let (mut decoded, mut unused) = (String::new(), SourceMap::default());
        decode(value, 0, &mut decoded, &mut unused);
        element.attributes.push((qualified(name).1, decoded));
    }
}

/// Character references and the names that XML and HTML know; anything else stays as written.
fn decode(raw: &str, start: usize, text: &mut String, map: &mut SourceMap) {
    let mut at = 0;
    while let Some(found) = raw[at..].find('&') {
        let from = at + found;
        text.push_str(&raw[at..from]);
        map.push_verbatim(start + at, found);
        let end = raw[from..].bytes().take(34).position(|b| b == b';').map(|end| from + end + 1);
        let character = end.and_then(|end| reference(&raw[from + 1..end - 1]));
        match (character, end) {
            (Some(decoded), Some(end)) => {
                text.push_str(&decoded);
                map.push_unit(decoded.len(), start + from..start + end);
                at = end;
            }
            _ => {
                text.push('&');
                map.push_verbatim(start + from, 1);
                at = from + 1;
            }
        }
    }
    text.push_str(&raw[at..]);
    map.push_verbatim(start + at, raw.len() - at);
}

fn reference(name: &str) -> Option<String> {
    let known = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ if name.starts_with('#') => {
            let code = match name.strip_prefix("#x").or_else(|| name.strip_prefix("#X")) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => name[1..].parse().ok()?,
            };
            let code = if (0x80..0xA0).contains(&code) { return windows(code) } else { code };
            char::from_u32(code).filter(|&c| c != '\0')?
        }
        _ if name.bytes().all(|b| b.is_ascii_alphanumeric()) => {
            // The names of HTML: read as HTML reads them.
            let shown = crate::html::whole(&format!("x&{name};x"));
            let inner = shown.strip_prefix('x')?.strip_suffix('x')?;
            return (!inner.starts_with('&') && !inner.is_empty()).then(|| inner.to_owned());
        }
        _ => return None,
    };
    Some(known.to_string())
}

/// References to control characters mean what windows-1252 has there.
fn windows(code: u32) -> Option<String> {
    let byte = [u8::try_from(code).ok()?];
    Some(encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_documents_are_read_as_far_as_they_go() {
        let document = "<rss><channel><title>A &amp; B &nbsp;&undeclared; < C</title><item>\
                        <title><![CDATA[<b>x</b>]]></title><p:link a='1' b=2/></wrong></item><item>";
        let root = parse(document);
        let channel = root.find("channel").unwrap();
        assert_eq!(channel.text_of("title", document).unwrap(), "A & B \u{a0}&undeclared; < C");
        assert_eq!(channel.all("item").count(), 2);
        let item = channel.first("item").unwrap();
        assert_eq!(item.text_of("title", document).unwrap(), "<b>x</b>");
        assert_eq!(item.first("link").unwrap().attribute("b"), Some("2"));
    }

    #[test]
    fn a_million_levels() {
        assert!(parse(&"<a>".repeat(1_000_000)).find("a").is_some());
    }

    proptest::proptest! {
        #[test]
        fn any_text(document in "([<>/&;a='\"! \\[\\]?-]|<!\\[CDATA\\[|&#1;|é){0,60}") {
            let root = parse(&document);
            for element in root.below() {
                let (text, map) = element.mapped_text(&document);
                proptest::prop_assert_eq!(text.len(), map.text_len());
            }
        }
    }
}
