//! From an input to its documents.

use std::io::{BufRead, Read};

use crate::kind::{self, Format};
use crate::layers::{self, Unpacked};
use crate::{Input, Limits, Options, Raw, ReadError, archive, encoding, news, xml};

type Documents = Box<dyn Iterator<Item = Result<Raw, ReadError>> + Send>;

/// How many bytes show what an input is.
const START: usize = 4096;

pub(crate) fn documents(
    source: impl Read + Send + 'static,
    input: Input,
    options: Options,
) -> Documents {
    match open(source, input, options) {
        Ok(documents) => {
            let mut documents = documents.peekable();
            let is_empty = documents.peek().is_none();
            let nothing = || ReadError::Skipped { why: "there is no article in it".to_owned() };
            Box::new(documents.chain(is_empty.then(nothing).map(Err)))
        }
        Err(error) => Box::new(std::iter::once(Err(error))),
    }
}

fn open(
    source: impl Read + Send + 'static,
    input: Input,
    options: Options,
) -> Result<Documents, ReadError> {
    let Unpacked { mut source, members } = layers::unpack(source)?;
    let start = source.fill_buf()?;
    let format = kind::format(&start[..start.len().min(START)]);
    let limits = options.limits;
    let lines = format == Format::Json && news::json::is_lines(start);
    Ok(match format {
        Format::Warc | Format::Arc => {
            let unpacked = Unpacked { source, members };
            Box::new(archive::documents(unpacked, input, options, format == Format::Arc))
        }
        Format::Json if lines => Box::new(news::json::lines(source, input, options)),
        Format::Json => {
            let bytes = whole(source, limits)?;
            let documents = news::json::whole(&bytes, &input, &options);
            // Text may well begin with a bracket.
            let is_text = matches!(documents[..], [Err(ReadError::Damaged { .. })]);
            if is_text && !kind::begins_as_json(&bytes) {
                one(input, bytes)
            } else {
                Box::new(documents.into_iter())
            }
        }
        Format::Xml | Format::Sgml => {
            let bytes = whole(source, limits)?;
            match news(&bytes, &input, format) {
                Some(documents) => Box::new(documents.into_iter()),
                None => one(input, bytes),
            }
        }
        Format::Document => one(input, whole(source, limits)?),
    })
}

fn one(input: Input, bytes: Vec<u8>) -> Documents {
    Box::new(std::iter::once(Ok(Raw::new(input, bytes))))
}

/// The reports of a document that holds many.
fn news(bytes: &[u8], input: &Input, format: Format) -> Option<Vec<Result<Raw, ReadError>>> {
    let declared = input.web.as_ref().and_then(|web| web.charset.clone());
    let declared = declared.or_else(|| kind::declared_encoding(bytes));
    let decoded = encoding::decode(bytes, declared.as_deref());
    let text = decoded.text;
    let (mut reports, source) = if format == Format::Sgml {
        (news::reuters::reports(&text), "reuters")
    } else {
        let root = xml::parse(&text);
        match news::newsml::reports(&root, &text) {
            Some(reports) => (reports, "newsml"),
            None if news::links::is_sitemap(&root) => {
                let why = "a sitemap, which only names pages: `onrecord fetch` keeps them";
                return Some(vec![Err(ReadError::Skipped { why: why.to_owned() })]);
            }
            None => (news::feed::feed(&root, &text)?.entries, "feed"),
        }
    };
    if let Some(last) = reports.last_mut()
        && !text.trim_end().ends_with('>')
    {
        last.notes.push("the file ends in the middle of its markup".to_owned());
    }
    for report in &mut reports {
        report.notes.extend(decoded.note.clone());
        if let (Some(map), Some(first)) = (&report.map, &decoded.map) {
            report.map = Some(map.over(first));
        }
    }
    Some(reports.into_iter().map(|report| report.document(input, source)).collect())
}

/// All bytes of a document, if they are not too many.
pub(crate) fn whole(source: impl Read, limits: Limits) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    let limit = limits.document_bytes;
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    source.take(most).read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        return Err(ReadError::TooLarge { limit });
    }
    Ok(bytes)
}
