//! WARC and ARC files: the pages of a crawl, one after another.
//!
//! A record that is broken is reported with its place, and reading goes on at the next line that
//! begins a record. Nothing is kept but the record at hand.

mod arc;
mod digest;
mod http;
mod records;
mod warc;

use std::sync::PoisonError;

use onrecord_article::Origin;

use crate::layers::Unpacked;
use crate::{Input, Known, Options, Raw, ReadError};

pub(crate) use records::Records;

/// One record, whatever the archive.
#[derive(Debug)]
struct Record {
    id: String,
    url: Option<String>,
    date: Option<String>,
    payload: Payload,
    /// Its bytes do not have the digest that it names.
    altered: bool,
}

#[derive(Debug)]
enum Payload {
    /// An answer of a server, with its head.
    Http(Vec<u8>),
    /// The bytes themselves, and their media type.
    Plain(Vec<u8>, String),
    /// Nothing that was published: requests, notes of the crawler.
    None,
}

/// The documents of an archive.
pub(crate) fn documents(
    unpacked: Unpacked,
    input: Input,
    options: Options,
    is_arc: bool,
) -> impl Iterator<Item = Result<Raw, ReadError>> + Send {
    let members = unpacked.members;
    let mut records = Records::new(unpacked.source, options.limits);
    let mut finished = false;
    std::iter::from_fn(move || {
        while !finished {
            let next = if is_arc { arc::next(&mut records) } else { warc::next(&mut records) };
            let (at, record) = match next {
                Ok(Some(found)) => found,
                Ok(None) => return None,
                Err(error) => {
                    finished = records.is_over();
                    return Some(Err(error));
                }
            };
            let offset = members.as_ref().map_or(at, |members| {
                let mut starts = members.lock().unwrap_or_else(PoisonError::into_inner);
                while starts.get(1).is_some_and(|&(content, _)| content <= at) {
                    starts.pop_front();
                }
                starts.front().filter(|&&(content, _)| content == at).map_or(at, |&(_, file)| file)
            });
            if let Some(document) = document(record, offset, &input, &options) {
                return Some(document);
            }
        }
        None
    })
}

fn document(
    record: Record,
    offset: u64,
    input: &Input,
    options: &Options,
) -> Option<Result<Raw, ReadError>> {
    let name = record.url.clone().unwrap_or_else(|| record.id.clone());
    let failed = |error| {
        let error = match error {
            // What unpacks a body does not know where the record is.
            ReadError::Damaged { what, .. } => ReadError::Damaged { offset, what },
            error => error,
        };
        Some(Err(ReadError::Record { record: name.clone(), offset, error: Box::new(error) }))
    };
    let page = match record.payload {
        Payload::None => return None,
        Payload::Plain(bytes, media) => Ok(http::Page { bytes, media, ..http::Page::default() }),
        Payload::Http(bytes) => http::page(&bytes, options.limits),
    };
    let page = match page.and_then(http::readable) {
        Ok(page) => page,
        Err(error) => return failed(error),
    };
    let mut known = Known { charset: page.charset, ..Known::default() };
    let provenance = &mut known.provenance;
    provenance.name = format!("{}@{offset}", input.name);
    provenance.offset = Some(offset);
    provenance.notes = page.notes;
    if record.altered {
        provenance
            .notes
            .push("its bytes are not those that were archived: the digest differs".to_owned());
    }
    if record.url.is_some() {
        provenance.url = record.url;
        provenance.origins.push(Origin { field: "url", source: "warc header" });
    }
    if record.date.is_some() {
        provenance.fetched = record.date;
        provenance.origins.push(Origin { field: "fetched", source: "warc header" });
    }
    if page.language.is_some() {
        provenance.language = page.language;
        provenance.origins.push(Origin { field: "language", source: "http header" });
    }
    Some(Ok(Raw { input: input.clone(), bytes: page.bytes, known: Box::new(known) }))
}

#[cfg(test)]
mod tests;
