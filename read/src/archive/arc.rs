//! Records of an ARC file, the older form: a line with address, host, date, media type and
//! length, then so many bytes.

use super::records::Records;
use super::{Payload, Record};
use crate::{ReadError, dates};

/// `http://example.com/ 192.0.2.1 20080430204825 text/html 1234`: at least five parts, the last a
/// length; the address may hold spaces.
fn begins(line: &[u8]) -> bool {
    parts(line).is_some()
}

fn parts(line: &[u8]) -> Option<(String, String, String, u64)> {
    let line = std::str::from_utf8(line).ok()?;
    let mut words = line.rsplit(' ');
    let length = words.next()?.parse().ok()?;
    let media = words.next()?.to_ascii_lowercase();
    let date = [media.as_str()]
        .into_iter()
        .chain(words)
        .find(|word| word.len() == 14 && word.bytes().all(|b| b.is_ascii_digit()))?;
    let url = line.split(' ').next()?;
    let known = url.contains(':') && url.len() < line.len();
    known.then(|| (url.to_owned(), date.to_owned(), media.clone(), length))
}

pub(super) fn next(records: &mut Records) -> Result<Option<(u64, Record)>, ReadError> {
    let (at, first) = loop {
        let at = records.at();
        match records.line()? {
            None => return Ok(None),
            Some(line) if line.is_empty() => {}
            Some(line) => break (at, line),
        }
    };
    let Some((url, date, media, length)) = parts(&first) else {
        records.resume(begins);
        return Err(ReadError::Damaged { offset: at, what: "no record begins here".to_owned() });
    };
    let payload = if url.starts_with("filedesc:") {
        records.skip(length)?;
        Payload::None
    } else {
        match records.bytes(length) {
            Err(ReadError::Damaged { what, .. }) => {
                return Err(ReadError::Damaged { offset: at, what });
            }
            Err(error) => return Err(error),
            Ok(Err(error)) => {
                return Err(ReadError::Record { record: url, offset: at, error: Box::new(error) });
            }
            Ok(Ok(bytes)) if bytes.starts_with(b"HTTP/") => Payload::Http(bytes),
            Ok(Ok(bytes)) => Payload::Plain(bytes, media),
        }
    };
    let date = dates::iso(&format!("{}T{}Z", &date[..8], &date[8..]));
    Ok(Some((at, Record { id: url.clone(), url: Some(url), date, payload, altered: false })))
}
