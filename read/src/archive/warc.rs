//! Records of a WARC file (ISO 28500, versions 0.17 to 1.1).

use super::records::Records;
use super::{Payload, Record, digest};
use crate::ReadError;

/// No record's head has more lines.
const LINES: usize = 1000;

fn begins(line: &[u8]) -> bool {
    line.starts_with(b"WARC/")
}

/// The next record and where it begins. After an error the archive stands at the next record.
pub(super) fn next(records: &mut Records) -> Result<Option<(u64, Record)>, ReadError> {
    let (at, first) = loop {
        let at = records.at();
        match records.line()? {
            None => return Ok(None),
            Some(line) if line.is_empty() => {}
            Some(line) => break (at, line),
        }
    };
    if !begins(&first) {
        let error = ReadError::Damaged { offset: at, what: "no record begins here".to_owned() };
        records.resume(begins);
        return Err(error);
    }
    let head = head(records, at)?;
    let field = |name: &str| {
        head.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, v)| v.clone())
    };
    let length = field("Content-Length").and_then(|value| value.trim().parse::<u64>().ok());
    let Some(length) = length else {
        let what = "has no length that can be read".to_owned();
        records.resume(begins);
        return Err(ReadError::Damaged { offset: at, what });
    };
    let kind = field("WARC-Type").unwrap_or_default().to_ascii_lowercase();
    let media = field("Content-Type").unwrap_or_default().to_ascii_lowercase();
    let holds = matches!(kind.as_str(), "response" | "resource" | "conversion");
    let id = field("WARC-Record-ID").unwrap_or_default();
    let url = field("WARC-Target-URI")
        .map(|url| url.trim_matches(['<', '>']).to_owned())
        .filter(|url| !url.is_empty());
    let digest = field("WARC-Block-Digest");
    let mut altered = false;
    let payload = if !holds {
        records.skip(length).map_err(|error| starting_at(at, error))?;
        Payload::None
    } else {
        match records.bytes(length).map_err(|error| starting_at(at, error))? {
            Err(error) => {
                return Err(ReadError::Record {
                    record: url.unwrap_or(id),
                    offset: at,
                    error: Box::new(error),
                });
            }
            Ok(bytes) => {
                altered = digest.is_some_and(|named| !digest::fits(&named, &bytes));
                if media.starts_with("application/http") || bytes.starts_with(b"HTTP/") {
                    Payload::Http(bytes)
                } else {
                    Payload::Plain(bytes, media)
                }
            }
        }
    };
    end(records, at)?;
    Ok(Some((at, Record { id, url, date: field("WARC-Date"), payload, altered })))
}

fn starting_at(at: u64, error: ReadError) -> ReadError {
    match error {
        ReadError::Damaged { offset, what } => ReadError::Damaged {
            offset: at,
            what: format!("{what} (noticed at byte {offset} of the content)"),
        },
        error => error,
    }
}

fn head(records: &mut Records, at: u64) -> Result<Vec<(String, String)>, ReadError> {
    let mut head: Vec<(String, String)> = Vec::new();
    loop {
        let place = records.at();
        let line = records.line().map_err(|error| starting_at(at, error))?;
        let Some(line) = line else {
            let what = "ends in the head of a record".to_owned();
            return Err(ReadError::Damaged { offset: at, what });
        };
        if line.is_empty() {
            return Ok(head);
        }
        if begins(&line) || head.len() == LINES {
            records.keep(place, line);
            let what = "the head of a record does not end".to_owned();
            return Err(ReadError::Damaged { offset: at, what });
        }
        let text = String::from_utf8_lossy(&line);
        if text.starts_with([' ', '\t']) {
            if let Some((_, value)) = head.last_mut() {
                value.push(' ');
                value.push_str(text.trim());
            }
        } else if let Some((name, value)) = text.split_once(':') {
            head.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
}

/// Two empty lines end a record; some writers leave them out or add more. What stands there
/// instead is reported when the next record is asked for.
fn end(records: &mut Records, at: u64) -> Result<(), ReadError> {
    loop {
        let place = records.at();
        match records.line() {
            Ok(None) => return Ok(()),
            Ok(Some(line)) if line.is_empty() => {}
            Ok(Some(line)) => {
                records.keep(place, line);
                return Ok(());
            }
            Err(error) => return Err(starting_at(at, error)),
        }
    }
}
