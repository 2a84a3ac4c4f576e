//! The strings of a JSON document, with the place of each of their bytes in the document.

use onrecord_article::SourceMap;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::encoding;

/// Keys under which some programs keep the parts of one text: fundus writes
/// `{"summary": [...], "sections": [{"headline": [...], "paragraphs": [...]}]}`.
const PARTS: &[&str] = &["name", "value", "summary", "sections", "headline", "paragraphs"];
/// Parts lie no deeper.
const DEEPEST: usize = 6;

/// JSON that can be read, without the white space around it.
#[derive(Debug)]
pub(super) struct Document {
    text: String,
    /// From the text to the bytes of the input.
    map: SourceMap,
}

impl Document {
    /// Takes bytes in any encoding; surrogates that stand alone are read as U+FFFD.
    pub(super) fn read(bytes: &[u8]) -> Result<Document, serde_json::Error> {
        let decoded = encoding::decode(bytes, None);
        let all = decoded.text;
        let start = all.len() - all.trim_start_matches(blank).len();
        let mut text = all[start..].trim_end().to_owned();
        // Values as they are written may hold surrogates that stand alone; values that are read may
        // not.
        serde_json::from_str::<&RawValue>(&text)?;
        if text.contains("\\ud") || text.contains("\\uD") {
            text = without_lone_surrogates(&text).unwrap_or(text);
        }
        let mut map = SourceMap::default();
        map.push_verbatim(start, text.len());
        if let Some(decoded) = &decoded.map {
            map = map.over(decoded);
        }
        Ok(Document { text, map })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The byte of the input where a part of the text begins.
    pub(super) fn place(&self, part: &str) -> usize {
        let at = self.at(part);
        self.map.source_of(at..at + 1).map_or(0, |source| source.start)
    }

    /// Where a part, which must be a piece of this text, begins in it.
    fn at(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    /// The text of a value that is one string or the parts of one text, an empty line between two.
    pub(super) fn text_of(&self, value: &RawValue) -> (String, SourceMap) {
        let mut strings = Vec::new();
        collect(value.get(), 0, &mut strings);
        let (mut text, mut map) = (String::new(), SourceMap::default());
        for string in strings {
            let at = self.at(string);
            if !text.is_empty() {
                text.push_str("\n\n");
                map.push_unit(2, at..at);
            }
            unescape(string, at, &mut text, &mut map);
        }
        let map = map.over(&self.map);
        (text, map)
    }
}

fn blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// Whether a value holds no words.
pub(super) fn is_silent(value: &Value) -> bool {
    match value {
        Value::String(text) => text.trim().is_empty(),
        Value::Array(values) => values.iter().all(is_silent),
        Value::Object(object) => PARTS.iter().filter_map(|key| object.get(*key)).all(is_silent),
        _ => true,
    }
}

/// The strings of a value, as they are written, in order.
fn collect<'a>(json: &'a str, depth: usize, strings: &mut Vec<&'a str>) {
    if json.starts_with('"') {
        strings.push(json);
    } else if depth == DEEPEST {
    } else if let Ok(values) = serde_json::from_str::<Vec<&RawValue>>(json) {
        values.into_iter().for_each(|value| collect(value.get(), depth + 1, strings));
    } else if let Ok(values) =
        serde_json::from_str::<std::collections::HashMap<String, &'a RawValue>>(json)
    {
        let parts = PARTS.iter().filter_map(|key| values.get(*key));
        parts.for_each(|value| collect(value.get(), depth + 1, strings));
    }
}

/// Adds what a string of JSON says; `at` is the place of its first quotation mark.
fn unescape(string: &str, at: usize, text: &mut String, map: &mut SourceMap) {
    let end = string.len().saturating_sub(1);
    let mut from = 1;
    while let Some(escape) = string.get(from..end).and_then(|rest| rest.find('\\')) {
        let escape = from + escape;
        text.push_str(&string[from..escape]);
        map.push_verbatim(at + from, escape - from);
        let (character, length) = escaped(&string[escape..end]);
        text.push(character);
        map.push_unit(character.len_utf8(), at + escape..at + escape + length);
        from = (escape + length).min(end);
    }
    let rest = string.get(from..end).unwrap_or_default();
    text.push_str(rest);
    map.push_verbatim(at + from, rest.len());
}

/// The character that an escape at the start of `rest` means, and the length of the escape.
fn escaped(rest: &str) -> (char, usize) {
    let simple = match rest.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'u') => {
            let unit = |at: usize| u16::from_str_radix(rest.get(at..at + 4)?, 16).ok();
            let second = || rest.get(6..8).filter(|mark| *mark == "\\u").and_then(|_| unit(8));
            let units = [unit(2).unwrap_or(0xFFFD), second().unwrap_or(0)];
            return match char::decode_utf16(units).next() {
                Some(Ok(character)) => (character, if character as u32 > 0xFFFF { 12 } else { 6 }),
                _ => (char::REPLACEMENT_CHARACTER, 6),
            };
        }
        Some(&other) => char::from(other),
        None => '\\',
    };
    (simple, 2)
}

/// The text with `\ufffd` in the place of surrogates that stand alone; `None` if there are none.
fn without_lone_surrogates(text: &str) -> Option<String> {
    let mut mended = String::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(escape) = text[at..].find('\\') {
        at += escape;
        let (character, length) = escaped(&text[at..]);
        let lone = character == char::REPLACEMENT_CHARACTER && text[at..].starts_with("\\u");
        if lone && text.is_char_boundary(at + 6) {
            mended.push_str(&text[from..at]);
            mended.push_str("\\ufffd");
            from = at + 6;
        }
        at += length;
        while !text.is_char_boundary(at) {
            at += 1;
        }
        if at >= text.len() {
            break;
        }
    }
    (from > 0).then(|| mended + &text[from..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_know_their_places() {
        let json = r#" {"text":"A \u201cyes\u201d,\n\ud83d\ude00 \"é\" \ud800."}"#;
        let document = Document::read(json.as_bytes()).unwrap();
        let values: std::collections::HashMap<String, &RawValue> =
            serde_json::from_str(document.text()).unwrap();
        let (text, map) = document.text_of(values["text"]);
        assert_eq!(text, "A “yes”,\n😀 \"é\" \u{fffd}.");
        for (words, written) in [
            ("yes", "yes"),
            ("“", r"\u201c"),
            ("\n", r"\n"),
            ("😀", r"\ud83d\ude00"),
            ("\"é\"", r#"\"é\""#),
            ("\u{fffd}", r"\ud800"),
        ] {
            let at = text.find(words).unwrap();
            assert_eq!(&json[map.source_of(at..at + words.len()).unwrap()], written);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_string(words in ".{0,40}", before in " {0,3}") {
            let json = format!("{before}[{}]", serde_json::to_string(&words).unwrap());
            let document = Document::read(json.as_bytes()).unwrap();
            let values: Vec<&RawValue> = serde_json::from_str(document.text()).unwrap();
            let (text, map) = document.text_of(values[0]);
            proptest::prop_assert_eq!(map.text_len(), text.len());
            proptest::prop_assert_eq!(text, words);
        }

        #[test]
        fn any_escapes(inner in "(\\\\[u\"nd]|[0-9a-f]{1,4}|é){0,12}") {
            let _ = Document::read(format!("\"{inner}\"").as_bytes());
        }
    }
}
