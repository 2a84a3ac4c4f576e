//! From an input to its documents.

use std::io::{BufRead, Read};

use crate::kind::{self, Format};
use crate::layers::{self, Unpacked};
use crate::{Input, Limits, Options, Raw, ReadError, archive};

type Documents = Box<dyn Iterator<Item = Result<Raw, ReadError>> + Send>;

/// How many bytes show what an input is.
const START: usize = 4096;

pub(crate) fn documents(
    source: impl Read + Send + 'static,
    input: Input,
    options: Options,
) -> Documents {
    match open(source, input, options) {
        Ok(documents) => documents,
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
    Ok(match format {
        Format::Warc | Format::Arc => {
            let unpacked = Unpacked { source, members };
            Box::new(archive::documents(unpacked, input, options, format == Format::Arc))
        }
        Format::Json | Format::Xml | Format::Sgml | Format::Document => {
            let bytes = whole(source, limits)?;
            Box::new(std::iter::once(Ok(Raw::new(input, bytes))))
        }
    })
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
