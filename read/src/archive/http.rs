//! An HTTP answer as a crawler kept it.

use crate::{Limits, ReadError, layers};

/// The body of an answer, unpacked.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) bytes: Vec<u8>,
    pub(super) media: String,
    pub(super) charset: Option<String>,
    pub(super) language: Option<String>,
    pub(super) notes: Vec<String>,
    pub(super) status: Option<u16>,
}

pub(super) fn page(answer: &[u8], limits: Limits) -> Result<Page, ReadError> {
    let (head, body) = split(answer);
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
    let field = |name: &str| {
        head.lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(known, _)| known.trim().eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim().to_ascii_lowercase())
    };
    let mut notes = Vec::new();
    let mut bytes = body.to_vec();
    if field("transfer-encoding").is_some_and(|value| value.contains("chunked")) {
        match unchunk(body, limits.document_bytes) {
            Some(whole) => bytes = whole,
            // Some crawlers keep the head of a chunked answer with a body that is not.
            None => notes.push("says that it is chunked and is not".to_owned()),
        }
    }
    if field("content-encoding").is_some_and(|value| value != "identity")
        || bytes.starts_with(b"\x1F\x8B")
    {
        match layers::inflate(&bytes, limits.document_bytes) {
            Ok(unpacked) => bytes = unpacked,
            Err(error) => {
                return Err(ReadError::Damaged { offset: 0, what: format!("its body {error}") });
            }
        }
    }
    let media = field("content-type").unwrap_or_default();
    let charset = media.split_once("charset=").map(|(_, rest)| {
        rest.split(';').next().unwrap_or(rest).trim_matches(['"', '\'', ' ']).to_owned()
    });
    let language = field("content-language").and_then(|l| l.split(',').next().map(str::to_owned));
    Ok(Page { bytes, media, charset, language, notes, status })
}

/// Pages that were found and hold text; the rest is passed over, with the reason.
pub(super) fn readable(page: Page) -> Result<Page, ReadError> {
    let skip = |why: String| Err(ReadError::Skipped { why });
    if let Some(status) = page.status
        && !(200..300).contains(&status)
    {
        return skip(format!("the server answered {status}"));
    }
    if page.bytes.is_empty() {
        return skip("an empty body".to_owned());
    }
    let media = page.media.split(';').next().unwrap_or("").trim();
    let text = media.is_empty()
        || media == "text/html"
        || media == "text/plain"
        || media == "application/xhtml+xml"
        || media == "no-type"
        || media == "unknown";
    if !text {
        return skip(format!("it is {media}"));
    }
    Ok(page)
}

/// Head and body: an empty line parts them.
fn split(answer: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in answer.split_inclusive(|&b| b == b'\n') {
        at += line.len();
        if line == b"\r\n" || line == b"\n" {
            return (&answer[..at], &answer[at..]);
        }
    }
    (answer, &[])
}

/// The chunks of a body, joined; `None` if it has none. A last chunk that is cut is kept.
fn unchunk(body: &[u8], limit: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = body;
    loop {
        let end = rest.iter().take(100).position(|&b| b == b'\n');
        let Some(end) = end else { return (!bytes.is_empty()).then_some(bytes) };
        let line = std::str::from_utf8(&rest[..end]).ok()?.trim();
        let digits = line.split(';').next().unwrap_or("").trim();
        let length = usize::from_str_radix(digits, 16).ok()?;
        rest = &rest[end + 1..];
        if length == 0 || bytes.len() >= limit {
            return Some(bytes);
        }
        let length = length.min(rest.len());
        bytes.extend_from_slice(&rest[..length]);
        rest = &rest[length..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks() {
        assert_eq!(unchunk(b"4\r\nWiki\r\n5\r\npedia\r\n0\r\n\r\n", 99).unwrap(), b"Wikipedia");
        assert_eq!(unchunk(b"4\r\nWi", 99).unwrap(), b"Wi");
        assert_eq!(unchunk(b"<html>\n", 99), None);
        assert_eq!(unchunk(b"ffffffffffffffffffff\r\nx", 99), None);
    }
}
