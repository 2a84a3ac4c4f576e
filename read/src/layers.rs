//! Gzip and zstd, unpacked as they stream, with a watch on how much comes out of how little.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

/// A source with its first bytes looked at.
pub(crate) type Source = BufReader<Box<dyn Read + Send>>;

/// No file is packed more often.
const DEEPEST: usize = 2;
/// More than this much from one byte, over [`FREE`] bytes, is no text.
const RATIO: u64 = 200;
/// So much may come out of however little.
const FREE: u64 = 10 << 20;

/// Where in the packed file its members begin, for those that wait to be asked for.
pub(crate) type Members = std::sync::Arc<std::sync::Mutex<VecDeque<(u64, u64)>>>;

/// An input without its packing.
pub(crate) struct Unpacked {
    pub(crate) source: Source,
    /// Of a gzip file: (byte of the content, byte of the file) where each member begins.
    pub(crate) members: Option<Members>,
}

pub(crate) fn unpack(source: impl Read + Send + 'static) -> io::Result<Unpacked> {
    let mut source = buffered(Box::new(source));
    let mut members = None;
    for layer in 0..=DEEPEST {
        let start = source.fill_buf()?;
        let gzip = start.starts_with(b"\x1F\x8B") || start == b"\x1F";
        if !gzip && !start.starts_with(b"\x28\xB5\x2F\xFD") {
            break;
        }
        if layer == DEEPEST {
            return Err(io::Error::other("is packed more than twice"));
        }
        source = if gzip {
            let starts = Members::default();
            members = (layer == 0).then(|| starts.clone());
            buffered(Box::new(Gzip::new(source, starts)))
        } else {
            buffered(Box::new(Zstd::new(source)?))
        };
    }
    Ok(Unpacked { source, members })
}

fn buffered(source: Box<dyn Read + Send>) -> Source {
    BufReader::with_capacity(64 << 10, source)
}

/// The end of the content where the packed bytes end too early, and an error that says where.
fn cut(at: u64, what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, format!("{what} at byte {at} of the packed file"))
}

/// Counts the bytes that are taken.
struct Counted {
    source: Source,
    taken: u64,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.source.read(buffer)?;
        self.taken += n as u64;
        Ok(n)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.source.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.taken += n as u64;
        self.source.consume(n);
    }
}

enum Member {
    Between(Counted),
    Inside(Box<GzDecoder<Counted>>),
    Over,
}

/// The members of a gzip file, one after another.
struct Gzip {
    member: Member,
    out: u64,
    member_in: u64,
    member_out: u64,
    starts: Members,
}

impl Gzip {
    fn new(source: Source, starts: Members) -> Gzip {
        let member = Member::Between(Counted { source, taken: 0 });
        Gzip { member, out: 0, member_in: 0, member_out: 0, starts }
    }

    fn begin(&mut self, mut source: Counted) -> io::Result<bool> {
        // Padding of zeros may follow a member; anything else that is no member is damage.
        loop {
            let start = source.fill_buf()?;
            let zeros = start.iter().take_while(|&&b| b == 0).count();
            if zeros == 0 {
                break;
            }
            source.consume(zeros);
        }
        let start = source.fill_buf()?;
        if start.is_empty() {
            return Ok(false);
        }
        if start[0] != 0x1F {
            return Err(cut(source.taken, "no gzip member"));
        }
        self.member_in = source.taken;
        self.member_out = self.out;
        if let Ok(mut starts) = self.starts.lock() {
            starts.push_back((self.out, source.taken));
        }
        self.member = Member::Inside(Box::new(GzDecoder::new(source)));
        Ok(true)
    }
}

impl Read for Gzip {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.member, Member::Over) {
                Member::Over => return Ok(0),
                Member::Between(source) => {
                    if !self.begin(source)? {
                        return Ok(0);
                    }
                }
                Member::Inside(mut decoder) => match decoder.read(buffer) {
                    Ok(0) if !buffer.is_empty() => {
                        self.member = Member::Between(decoder.into_inner());
                    }
                    Ok(n) => {
                        self.out += n as u64;
                        let (packed, unpacked) =
                            (decoder.get_ref().taken - self.member_in, self.out - self.member_out);
                        if unpacked > FREE && unpacked / RATIO > packed {
                            return Err(io::Error::other(format!(
                                "{unpacked} bytes came out of {packed}: not unpacked further"
                            )));
                        }
                        self.member = Member::Inside(decoder);
                        return Ok(n);
                    }
                    Err(error) => {
                        let what = format!("gzip is broken ({error})");
                        return Err(cut(decoder.get_ref().taken, &what));
                    }
                },
            }
        }
    }
}

/// The frames of a zstd file, one after another.
struct Zstd {
    decoder: Option<Box<ZstdFrame>>,
    out: u64,
}

type ZstdFrame = ruzstd::decoding::StreamingDecoder<Counted, ruzstd::decoding::FrameDecoder>;

impl Zstd {
    fn new(source: Source) -> io::Result<Zstd> {
        Ok(Zstd { decoder: Some(Zstd::frame(Counted { source, taken: 0 })?), out: 0 })
    }

    fn frame(source: Counted) -> io::Result<Box<ZstdFrame>> {
        let at = source.taken;
        ruzstd::decoding::StreamingDecoder::new(source)
            .map(Box::new)
            .map_err(|error| cut(at, &format!("zstd is broken ({error})")))
    }
}

impl Read for Zstd {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(mut decoder) = self.decoder.take() {
            let n = decoder
                .read(buffer)
                .map_err(|e| cut(decoder.get_ref().taken, &format!("zstd is broken ({e})")))?;
            self.out += n as u64;
            let packed = decoder.get_ref().taken;
            if self.out > FREE && self.out / RATIO > packed {
                let out = self.out;
                return Err(io::Error::other(format!(
                    "{out} bytes came out of {packed}: not unpacked further"
                )));
            }
            if n > 0 || buffer.is_empty() {
                self.decoder = Some(decoder);
                return Ok(n);
            }
            let mut source = decoder.into_inner();
            if !source.fill_buf()?.is_empty() {
                self.decoder = Some(Zstd::frame(source)?);
            }
        }
        Ok(0)
    }
}

/// A body that came packed over HTTP, unpacked up to `limit` bytes.
pub(crate) fn inflate(body: &[u8], limit: usize) -> io::Result<Vec<u8>> {
    let unpacked = unpack(io::Cursor::new(body.to_vec()))?;
    let mut bytes = Vec::new();
    unpacked.source.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        return Err(io::Error::other(format!("is longer than {limit} bytes when unpacked")));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn all(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        unpack(io::Cursor::new(bytes))?.source.read_to_end(&mut out)?;
        Ok(out)
    }

    #[test]
    fn members_in_a_row_and_a_member_in_a_member() {
        let two = [gzip(b"one "), gzip(b"two")].concat();
        assert_eq!(all(two).unwrap(), b"one two");
        assert_eq!(all(gzip(&gzip(b"deep"))).unwrap(), b"deep");
        assert!(all(gzip(&gzip(&gzip(b"deeper")))).is_err());
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let error = all(gzip(&vec![0; 64 << 20])).map(|out| out.len()).unwrap_err();
        assert!(error.to_string().contains("not unpacked further"), "{error}");
    }

    #[test]
    fn every_cut_is_noticed() {
        let two = [gzip(b"one "), gzip(b"two")].concat();
        let first = gzip(b"one ").len();
        for length in 2..two.len() {
            let result = all(two[..length].to_vec());
            assert_eq!(result.is_ok(), length == first, "{length}");
        }
    }
}
