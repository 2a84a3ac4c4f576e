//! Bytes of an archive by lines and by lengths, with the place of each.

use std::io::{BufRead, Read};

use crate::layers::Source;
use crate::{Limits, ReadError};

/// No line of a head is longer, and no head has more bytes.
const HEAD: u64 = 64 << 10;

/// An archive that is read from its start to its end.
pub(crate) struct Records {
    source: Source,
    at: u64,
    pub(crate) limits: Limits,
    /// Nothing more can be read.
    over: bool,
    /// A line that was read and belongs to the next record.
    kept: Option<(u64, Vec<u8>)>,
}

impl Records {
    pub(crate) fn new(source: Source, limits: Limits) -> Records {
        Records { source, at: 0, limits, over: false, kept: None }
    }

    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    /// Byte of the content where the next line begins.
    pub(super) fn at(&self) -> u64 {
        self.kept.as_ref().map_or(self.at, |&(at, _)| at)
    }

    /// Damage at the place reached.
    pub(super) fn damage(&self, what: impl Into<String>) -> ReadError {
        ReadError::Damaged { offset: self.at(), what: what.into() }
    }

    fn broken(&mut self, error: &std::io::Error) -> ReadError {
        self.over = true;
        self.damage(error.to_string())
    }

    /// The next line, without its end; `None` at the end of the archive.
    pub(crate) fn line(&mut self) -> Result<Option<Vec<u8>>, ReadError> {
        if let Some((_, line)) = self.kept.take() {
            return Ok(Some(line));
        }
        let mut line = Vec::new();
        let read = (&mut self.source).take(HEAD).read_until(b'\n', &mut line);
        self.at += line.len() as u64;
        match read {
            Err(error) => Err(self.broken(&error)),
            Ok(0) => {
                self.over = true;
                Ok(None)
            }
            Ok(_) => {
                let words =
                    line.len() - line.iter().rev().take_while(|b| b"\r\n".contains(b)).count();
                line.truncate(words);
                Ok(Some(line))
            }
        }
    }

    /// The line will be read again.
    pub(super) fn keep(&mut self, at: u64, line: Vec<u8>) {
        self.kept = Some((at, line));
    }

    /// The next `length` bytes; no more than a document may have are kept in memory.
    pub(super) fn bytes(&mut self, length: u64) -> Result<Result<Vec<u8>, ReadError>, ReadError> {
        let limit = self.limits.document_bytes;
        if length > limit as u64 {
            self.skip(length)?;
            return Ok(Err(ReadError::TooLarge { limit }));
        }
        let mut bytes = Vec::new();
        let read = (&mut self.source).take(length).read_to_end(&mut bytes);
        self.at += bytes.len() as u64;
        match read {
            Err(error) => Err(self.broken(&error)),
            Ok(n) if (n as u64) < length => {
                self.over = true;
                Err(self.damage(format!("ends {} bytes too early", length - n as u64)))
            }
            Ok(_) => Ok(Ok(bytes)),
        }
    }

    pub(super) fn skip(&mut self, length: u64) -> Result<(), ReadError> {
        let skipped = std::io::copy(&mut (&mut self.source).take(length), &mut std::io::sink());
        match skipped {
            Err(error) => Err(self.broken(&error)),
            Ok(n) => {
                self.at += n;
                if n < length {
                    self.over = true;
                    return Err(self.damage(format!("ends {} bytes too early", length - n)));
                }
                Ok(())
            }
        }
    }

    /// Goes on to the next line that begins a record.
    pub(super) fn resume(&mut self, begins: impl Fn(&[u8]) -> bool) {
        while !self.over {
            let at = self.at();
            match self.line() {
                Ok(Some(line)) if begins(&line) => {
                    self.keep(at, line);
                    return;
                }
                Ok(Some(_)) => {}
                Ok(None) | Err(_) => return,
            }
        }
    }
}
