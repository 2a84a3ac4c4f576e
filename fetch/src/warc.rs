//! Answers as records of a WARC file (ISO 28500, version 1.1), each packed on its own.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::client::Answer;

/// The first record of a file: who wrote it.
pub(crate) fn about(file: &str, contact: Option<&str>, date: &str) -> io::Result<Vec<u8>> {
    let mut body = format!(
        "software: onrecord/{}\r\nformat: WARC File Format 1.1\r\nrobots: obey\r\n",
        env!("CARGO_PKG_VERSION")
    );
    if let Some(contact) = contact {
        body += &format!("operator: {}\r\n", one_line(contact));
    }
    let head = [("WARC-Type", "warcinfo"), ("WARC-Date", date), ("WARC-Filename", file)];
    record(&head, "application/warc-fields", body.as_bytes())
}

/// An answer, its head as sent but for what is true no longer: the body is in one piece now.
pub(crate) fn response(answer: &Answer) -> io::Result<Vec<u8>> {
    let mut body = format!("HTTP/1.1 {}\r\n", answer.status).into_bytes();
    for (name, value) in &answer.head {
        if name != "transfer-encoding" && name != "content-length" {
            write!(body, "{name}: {}\r\n", one_line(value))?;
        }
    }
    write!(body, "content-length: {}\r\n\r\n", answer.body.len())?;
    body.extend_from_slice(&answer.body);
    let digest = sha256(&answer.body);
    let head = [
        ("WARC-Type", "response"),
        ("WARC-Date", answer.fetched.as_str()),
        ("WARC-Target-URI", answer.url.as_str()),
        ("WARC-Payload-Digest", digest.as_str()),
    ];
    record(&head, "application/http;msgtype=response", &body)
}

fn record(head: &[(&str, &str)], media: &str, body: &[u8]) -> io::Result<Vec<u8>> {
    let mut text = "WARC/1.1\r\n".to_owned();
    for (name, value) in head {
        text += &format!("{name}: {}\r\n", one_line(value));
    }
    let id = name(text.as_bytes(), body);
    text += &format!("WARC-Block-Digest: {}\r\n", sha256(body));
    text += &format!("WARC-Record-ID: <urn:uuid:{id}>\r\nContent-Type: {media}\r\n");
    text += &format!("Content-Length: {}\r\n\r\n", body.len());
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(text.as_bytes())?;
    packed.write_all(body)?;
    packed.write_all(b"\r\n\r\n")?;
    packed.finish()
}

/// A UUID (RFC 9562, version 8) off what the record says.
fn name(head: &[u8], body: &[u8]) -> String {
    let mut bytes: [u8; 32] = Sha256::new().chain_update(head).chain_update(body).finalize().into();
    bytes[6] = bytes[6] & 0x0F | 0x80;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let hex = hex(&bytes[..16]);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

fn sha256(bytes: &[u8]) -> String {
    format!("sha256:{}", hex(&Sha256::digest(bytes)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Nothing in a value can begin a line of its own.
fn one_line(value: &str) -> String {
    value.replace(['\r', '\n', '\0'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_read::{Input, Limits, articles};

    #[test]
    fn what_is_written_is_read() {
        let answer = Answer {
            url: "https://example.com/a".to_owned(),
            status: 200,
            head: vec![
                ("content-type".to_owned(), "text/html; charset=windows-1252".to_owned()),
                ("transfer-encoding".to_owned(), "chunked".to_owned()),
                ("x-odd".to_owned(), "a\r\n\r\nWARC/1.1".to_owned()),
            ],
            body: b"<html><p>\x93We resist,\x94 he said.".to_vec(),
            fetched: "2024-06-11T10:00:00Z".to_owned(),
        };
        let file = [about("a.warc.gz", Some("a@b.c\r\nx"), &answer.fetched).unwrap(), {
            response(&answer).unwrap()
        }]
        .concat();
        let source = std::io::Cursor::new(file);
        let all: Vec<_> = articles(source, Input::named("x"), Limits::default()).collect();
        let [Ok(article)] = &all[..] else { panic!("{all:?}") };
        assert_eq!(article.text(), "“We resist,” he said.");
        assert!(article.provenance().notes.is_empty());
        assert_eq!(article.provenance().url.as_deref(), Some("https://example.com/a"));
        assert_eq!(article.provenance().fetched.as_deref(), Some("2024-06-11T10:00:00Z"));
    }
}
