use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A decoded text, and what had to be assumed to decode it.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) note: Option<String>,
}

/// UTF-8 if the bytes are UTF-8, then what the byte order mark or the pattern of zeros says, then
/// what the bytes look like. UTF-8 is taken unchanged, byte order mark included.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    let at = match std::str::from_utf8(bytes) {
        Ok(text) if utf16(bytes).is_none() => {
            return Decoded { text: text.to_owned(), note: None };
        }
        Ok(_) => 0,
        Err(error) => error.valid_up_to(),
    };
    let (encoding, note) = if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        let note = (encoding == UTF_8).then(|| broken_utf8(at));
        (encoding, note)
    } else if let Some(encoding) = utf16(bytes) {
        (encoding, Some(format!("has no byte order mark; read as {}", encoding.name())))
    } else if mostly_utf8(bytes) {
        (UTF_8, Some(broken_utf8(at)))
    } else {
        let encoding = guess(bytes);
        (encoding, Some(format!("is not UTF-8 (byte {at}); read as {}", encoding.name())))
    };
    let (text, lost) = if encoding == UTF_8 {
        (String::from_utf8_lossy(bytes), false) // keeps the byte order mark, as valid UTF-8 does
    } else {
        let (text, lost) = encoding.decode_with_bom_removal(bytes);
        (text, lost)
    };
    let note = match note {
        Some(note) if lost => Some(format!("{note}; bytes that do not fit are shown as U+FFFD")),
        None if lost => Some(format!("is broken {}: shown as U+FFFD there", encoding.name())),
        note => note,
    };
    Decoded { text: Cow::into_owned(text), note }
}

fn broken_utf8(at: usize) -> String {
    format!("is broken UTF-8 from byte {at} on; what does not fit is shown as U+FFFD")
}

/// UTF-16 by its byte order mark or by its zeros: in Latin text every second byte is 0.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding != UTF_8).then_some(encoding);
    }
    let (pairs, _) = bytes[..bytes.len().min(4096)].as_chunks::<2>();
    let zeros = |side: usize| pairs.iter().filter(|pair| pair[side] == 0).count();
    let many = |n: usize| pairs.len() >= 4 && n * 10 >= pairs.len() * 7;
    let (high_first, low_first) = (zeros(0), zeros(1));
    if many(high_first) && low_first * 10 < pairs.len() {
        Some(UTF_16BE)
    } else if many(low_first) && high_first * 10 < pairs.len() {
        Some(UTF_16LE)
    } else {
        None
    }
}

/// Whether whole characters beyond ASCII outnumber the breaks four to one.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut breaks) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        breaks += usize::from(!chunk.invalid().is_empty());
    }
    whole >= 4 * breaks
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, note: &str) {
        let decoded = decode(bytes);
        assert_eq!(decoded.text, text);
        assert_eq!(decoded.note.unwrap_or_default(), note);
    }

    #[test]
    fn encodings() {
        check("“Ja”, sagt sie.".as_bytes(), "“Ja”, sagt sie.", "");
        check(b"\xEF\xBB\xBFHi", "\u{feff}Hi", "");
        check(b"\xFF\xFEH\0i\0", "Hi", "");
        check(b"\xFE\xFF\0H\0i", "Hi", "");
        check(b"H\0e\0l\0l\0o\0", "Hello", "has no byte order mark; read as UTF-16LE");
        check(
            b"He said, \x93We resist,\x94 in T\xE9h\xE9ran.",
            "He said, “We resist,” in Téhéran.",
            "is not UTF-8 (byte 9); read as windows-1252",
        );
        check(
            b"\xE2\x80\x9CWe resist,\xE2\x80\x9D he said. \xE2\x80\x9CYes.\xE2\x80\x9D \xFF",
            "“We resist,” he said. “Yes.” \u{fffd}",
            "is broken UTF-8 from byte 37 on; what does not fit is shown as U+FFFD",
        );
    }

    #[test]
    fn every_pair_of_bytes_is_decoded() {
        for first in 0..=255u8 {
            for second in 0..=255u8 {
                decode(&[first, second]);
                decode(&[b'a', first, second, b'b', b'c', b'd', b'e', b'f', b'g']);
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn utf8_is_taken_unchanged(text in "[^\\x00]*") {
            let decoded = decode(text.as_bytes());
            proptest::prop_assert_eq!(decoded.text, text);
            proptest::prop_assert_eq!(decoded.note, None);
        }
    }
}
