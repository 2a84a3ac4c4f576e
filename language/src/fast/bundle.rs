//! Several parts in one model file: the magic `ORBU`, version 1, the number of parts, the length
//! of each (all 4 bytes, little endian), then the parts.

const MAGIC: &[u8; 4] = b"ORBU";

/// The parts of a file. `None` if it is not whole.
pub fn open<const N: usize>(bytes: &[u8]) -> Option<[&[u8]; N]> {
    let number =
        |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
    if bytes.get(..4)? != MAGIC || number(4)? != 1 || number(8)? != N {
        return None;
    }
    let mut rest = bytes.get(12 + 4 * N..)?;
    let mut parts = [&bytes[..0]; N];
    for (at, part) in parts.iter_mut().enumerate() {
        (*part, rest) = rest.split_at_checked(number(12 + 4 * at)?)?;
    }
    rest.is_empty().then_some(parts)
}

/// Writes a file of several parts, each shorter than 4 GiB.
pub fn encode(parts: &[&[u8]]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(1u32.to_le_bytes());
    out.extend((parts.len() as u32).to_le_bytes());
    parts.iter().for_each(|part| out.extend((part.len() as u32).to_le_bytes()));
    parts.iter().for_each(|part| out.extend(*part));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_back() {
        let bytes = encode(&[b"one", b"", b"three"]);
        assert_eq!(open(&bytes), Some([&b"one"[..], b"", b"three"]));
        assert_eq!(open::<2>(&bytes), None);
        assert_eq!(open::<3>(&bytes[..bytes.len() - 1]), None);
    }
}
