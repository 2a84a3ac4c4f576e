use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use onrecord_article::SourceMap;

/// A decoded text, and what had to be assumed to decode it.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// From the text to the bytes; `None` where the bytes are the text.
    pub(crate) map: Option<SourceMap>,
    pub(crate) note: Option<String>,
    /// Nothing says that the encoding is this one, but what the bytes look like.
    pub(crate) guessed: bool,
}

/// UTF-8 if the bytes are UTF-8, then what the byte order mark, `declared` or the pattern of zeros
/// says, then what the bytes look like. UTF-8 is taken unchanged, byte order mark included.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let at = match std::str::from_utf8(bytes) {
        Ok(text) if utf16(bytes).is_none() && may_be_utf8(text, declared) => {
            return Decoded { text: text.to_owned(), map: None, note: None, guessed: false };
        }
        Ok(_) => 0,
        Err(error) => error.valid_up_to(),
    };
    let mut guessed = false;
    let (encoding, note) = if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        let note = (encoding == UTF_8).then(|| broken_utf8(at));
        (encoding, note)
    } else if let Some(encoding) = declared.filter(|&e| e != UTF_8 && fits(bytes, e)) {
        (encoding, None)
    } else if let Some(encoding) = utf16(bytes) {
        (encoding, Some(format!("has no byte order mark; read as {}", encoding.name())))
    } else if mostly_utf8(bytes) {
        (UTF_8, Some(broken_utf8(at)))
    } else {
        let encoding = guess(bytes);
        guessed = true;
        (encoding, Some(format!("is not UTF-8 (byte {at}); read as {}", encoding.name())))
    };
    let (text, map, lost) = if encoding == UTF_8 {
        let (text, map) = lossy(bytes);
        (text, map, false) // keeps the byte order mark, as valid UTF-8 does
    } else {
        with_map(bytes, encoding)
    };
    let note = match note {
        Some(note) if lost => Some(format!("{note}; bytes that do not fit are shown as U+FFFD")),
        None if lost => Some(format!("is broken {}: shown as U+FFFD there", encoding.name())),
        note => note,
    };
    Decoded { text, map: Some(map), note, guessed }
}

/// Whether bytes that are UTF-8 may be taken as UTF-8 although something else is declared: ASCII
/// may, unless its escapes mean something else; so may the rest, because hardly any other text is
/// UTF-8 by chance.
fn may_be_utf8(text: &str, declared: Option<&'static Encoding>) -> bool {
    declared.is_none_or(|e| e.is_ascii_compatible() || !text.is_ascii() || e.is_single_byte())
        && !(text.contains('\u{1b}') && declared.is_some_and(|e| !e.is_ascii_compatible()))
}

/// Whether a declared encoding can be meant: text that says "UTF-16" of itself in single bytes
/// cannot.
fn fits(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    !wide || utf16(bytes).is_some()
}

fn lossy(bytes: &[u8]) -> (String, SourceMap) {
    let (mut text, mut map, mut at) = (String::with_capacity(bytes.len()), SourceMap::default(), 0);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        map.push_verbatim(at, chunk.valid().len());
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            map.push_unit(3, at..at + chunk.invalid().len());
            at += chunk.invalid().len();
        }
    }
    (text, map)
}

/// Decodes byte by byte, to know which bytes gave which characters; ASCII goes in one step where
/// the encoding allows it. A byte order mark is left out.
fn with_map(bytes: &[u8], encoding: &'static Encoding) -> (String, SourceMap, bool) {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2);
    let mut map = SourceMap::default();
    let start = Encoding::for_bom(bytes).map_or(0, |(_, length)| length);
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut from, mut at, mut lost) = (start, start, false);
    while at < bytes.len() {
        if encoding.is_ascii_compatible() && from == at {
            let plain = Encoding::ascii_valid_up_to(&bytes[at..]);
            if plain > 0 {
                text.push_str(std::str::from_utf8(&bytes[at..at + plain]).unwrap_or_default());
                map.push_verbatim(at, plain);
                at += plain;
                from = at;
                continue;
            }
        }
        let last = at + 1 == bytes.len();
        let before = text.len();
        lost |= push(&mut decoder, &bytes[at..=at], last, &mut text);
        at += 1;
        if text.len() > before {
            map.push_unit(text.len() - before, from..at);
            from = at;
        }
    }
    (text, map, lost)
}

/// Decodes a byte; whether a character was lost.
fn push(
    decoder: &mut encoding_rs::Decoder,
    mut bytes: &[u8],
    last: bool,
    text: &mut String,
) -> bool {
    let mut lost = false;
    loop {
        text.reserve(16); // one byte gives three characters at most
        let (result, read) = decoder.decode_to_string_without_replacement(bytes, text, last);
        bytes = &bytes[read..];
        match result {
            DecoderResult::InputEmpty => return lost,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                lost = true;
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
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
        let decoded = decode(bytes, None);
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
                decode(&[first, second], None);
                decode(&[b'a', first, second, b'b', b'c', b'd', b'e', b'f', b'g'], None);
                decode(&[first, second], Some("shift_jis"));
            }
        }
    }

    #[test]
    fn every_word_leads_to_its_bytes() {
        let words = "He said “non” in Téhéran — naïve";
        for label in ["windows-1252", "utf-16le", "utf-16be", "gb18030"] {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            let bytes = match label {
                "utf-16le" => words.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                "utf-16be" => words.encode_utf16().flat_map(u16::to_be_bytes).collect(),
                _ => encoding.encode(words).0.into_owned(),
            };
            let decoded = decode(&bytes, Some(label));
            assert_eq!(decoded.text, words, "{label}");
            let map = decoded.map.unwrap();
            for word in words.split(' ') {
                let at = words.find(word).unwrap();
                let source = map.source_of(at..at + word.len()).unwrap();
                let (again, _) = encoding.decode_without_bom_handling(&bytes[source]);
                assert_eq!(again, word, "{label}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn text_and_map_are_of_one_length(bytes: Vec<u8>, label in 0..5usize) {
            let labels = ["shift_jis", "iso-2022-jp", "big5", "utf-16", "utf-8"];
            let decoded = decode(&bytes, Some(labels[label]));
            if let Some(map) = decoded.map {
                proptest::prop_assert_eq!(map.text_len(), decoded.text.len());
                let all = map.source_of(0..decoded.text.len()).unwrap_or_default();
                proptest::prop_assert!(all.end <= bytes.len());
            }
        }

        #[test]
        fn utf8_is_taken_unchanged(text in "[^\\x00]*") {
            let decoded = decode(text.as_bytes(), None);
            proptest::prop_assert_eq!(decoded.text, text);
            proptest::prop_assert_eq!(decoded.note, None);
        }
    }
}
