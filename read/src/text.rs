//! What the words of a text say of itself: its place, its licence.

use std::ops::Range;

use onrecord_article::Licence;

use crate::licence;

/// What bytes that are no text look like, by their first ones.
pub(crate) fn binary(bytes: &[u8]) -> Option<&'static str> {
    const STARTS: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\xD0\xCF\x11\xE0", "an old office document"),
        (b"\x7FELF", "a program"),
        (b"MZ\x90\0", "a program"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x1F\x8B", "a compressed file"),
        (b"\x28\xB5\x2F\xFD", "a compressed file"),
        (b"SQLite format 3\0", "a database"),
        (b"\xFD7zXZ\0", "a compressed file"),
        (b"BZh", "a compressed file"),
        (b"7z\xBC\xAF\x27\x1C", "a compressed file"),
        (b"Rar!\x1A\x07", "a compressed file"),
        (b"{\\rtf", "a document in RTF"),
    ];
    if bytes.get(257..262) == Some(b"ustar") {
        return Some("a tar archive");
    }
    STARTS.iter().find(|(start, _)| bytes.starts_with(start)).map(|&(_, name)| name)
}

/// Whether a text, decoded by a guess, was no text: one in fifty of its first characters controls
/// something.
pub(crate) fn is_noise(text: &str) -> bool {
    let (mut all, mut odd) = (0, 0);
    for c in text.chars().take(4096) {
        all += 1;
        odd += usize::from(c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}'));
    }
    odd * 50 > all
}

/// The last sentence that grants a licence; such notices stand at the end of a text.
pub(crate) fn licence_sentence(text: &str) -> Option<Range<usize>> {
    let at = text.rfind("licensed under").or_else(|| text.rfind("Creative Commons"))?;
    let start = text[..at].rfind(['.', '\n', '!', '?']).map_or(0, |stop| stop + 1);
    let end = text[at..].find('\n').map_or(text.len(), |stop| at + stop);
    let closing = |c: char| c.is_whitespace() || "”’»\"')".contains(c);
    let start = end - text[start..end].trim_start_matches(closing).len();
    let sentence = text[start..end].trim_end();
    let names_one = sentence.len() <= 500 && licence::named_in(sentence) != Licence::Unknown;
    names_one.then_some(start..start + sentence.len())
}

/// "All Content by Mehr News Agency is licensed under": who publishes.
pub(crate) fn publisher(sentence: &str) -> Option<&str> {
    let (before, _) = sentence.split_once(" is licensed under")?;
    let (_, name) = before.split_once("ontent by ")?;
    let known = !name.is_empty() && name.len() <= 80 && name.starts_with(char::is_uppercase);
    known.then_some(name)
}

/// The place before the dash that opens a report: `TEHRAN — `, `WASHINGTON (AP) -- `,
/// `TEHRAN, Jun. 11 (MNA) – `. Looked for at the start of the first five lines with words.
pub(crate) fn dateline(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let mut lines = 0;
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start_matches(blank).len());
        if let Some(length) = dateline_place(&text[start..at + line.len()]) {
            return Some(start..start + length);
        }
        at += line.len();
        lines += usize::from(!line.trim_matches(blank).is_empty());
        if lines == 5 {
            break;
        }
    }
    None
}

/// Who wrote a report, by a line of their own among the first five: `By A. Smith and B. Jones`.
pub(crate) fn byline(text: &str) -> Option<Vec<String>> {
    let lines = text.lines().map(|line| line.trim_matches(blank)).filter(|line| !line.is_empty());
    let names = lines.take(5).find_map(|line| {
        let (by, names) = line.split_at_checked(3)?;
        by.eq_ignore_ascii_case("by ").then_some(names)
    })?;
    let names: Vec<&str> =
        names.split(" and ").flat_map(|name| name.split(", ")).map(str::trim).collect();
    let is_name = |name: &&str| {
        let words = name.split(' ').count();
        (2..=4).contains(&words)
            && name.split(' ').all(|word| word.starts_with(char::is_uppercase))
            && name.chars().all(|c| c.is_alphabetic() || " .'’-".contains(c))
    };
    let all = names.iter().all(is_name) && names.len() <= 5;
    all.then(|| names.into_iter().map(str::to_owned).collect())
}

fn blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// Length in bytes of the place, if `line` starts with a dateline.
fn dateline_place(line: &str) -> Option<usize> {
    let dash = [" — ", " – ", " -- ", " - ", "— ", "– "]
        .iter()
        .filter_map(|dash| line.find(dash))
        .min()
        .filter(|&dash| dash <= 80)?;
    let opening = &line[..dash];
    let place =
        opening.find([',', '(', '/', ';']).map_or(opening, |end| &opening[..end]).trim_end();
    let letters = place.chars().filter(|c| c.is_alphabetic()).count();
    let shouted = !place.chars().any(char::is_lowercase);
    let agency =
        opening.ends_with(')') && place.split(' ').all(|w| w.starts_with(char::is_uppercase));
    let plain =
        place.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-'));
    (letters >= 2 && plain && (shouted || agency)).then_some(place.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Input, Raw, ReadError};
    use onrecord_article::Article;

    #[test]
    fn datelines() {
        for (text, place) in [
            ("TEHRAN — The Leader met", Some("TEHRAN")),
            ("\u{feff}TEHRAN — The Leader met", Some("TEHRAN")),
            ("WASHINGTON (AP) -- The Senate", Some("WASHINGTON")),
            ("Headline here\n\nTEHRAN, Jun. 11 (MNA) – Iran’s", Some("TEHRAN")),
            ("Tehran, June 12 (IRNA) – Iran’s", Some("Tehran")),
            ("UNITED NATIONS - The Council", Some("UNITED NATIONS")),
            ("He came — and went.", None),
            ("A — B", None),
            ("", None),
            (" — ", None),
            ("IT 3 — 1", None),
        ] {
            assert_eq!(dateline(text).map(|range| &text[range]), place, "{text}");
        }
    }

    #[test]
    fn bylines() {
        for (text, names) in [
            (
                "Talks end\n\nBy A. Smith and Béa Jones-Ray\n\nTEHRAN — They",
                "A. Smith; Béa Jones-Ray",
            ),
            ("BY JOHN SMITH\nWords", "JOHN SMITH"),
            ("By Tuesday the talks had ended.", ""),
            ("By the time he left, it was over", ""),
            ("By Monday\nNothing", ""),
            ("By", ""),
        ] {
            assert_eq!(byline(text).unwrap_or_default().join("; "), names, "{text}");
        }
    }

    fn document(bytes: &[u8]) -> Result<Article, ReadError> {
        crate::read(&Raw::new(Input::named("x"), bytes.to_vec()))
    }

    #[test]
    fn seed_article() {
        let bytes = include_bytes!("../../testdata/cc-by-4.0/mehr-maduro-tehran.txt");
        let article = document(bytes).unwrap();
        assert_eq!(article.text().as_bytes(), bytes);
        let provenance = article.provenance();
        assert_eq!(provenance.dateline.map(|span| article.text_of(span)), Some("TEHRAN"));
        assert_eq!(provenance.licence.to_string(), "CC-BY-4.0");
        assert_eq!(provenance.outlet.as_deref(), Some("Mehr News Agency"));
        assert!(provenance.notes.is_empty());
        let [notice] = article.boilerplate() else { panic!("one notice") };
        assert!(article.text_of(*notice).starts_with("All Content"));
    }

    #[test]
    fn refused() {
        assert!(matches!(document(b""), Err(ReadError::Empty)));
        assert!(matches!(document(b" \n\xEF\xBB\xBF"), Err(ReadError::Empty)));
        assert!(matches!(document(&[0; 100]), Err(ReadError::Empty)));
        let noise: Vec<u8> =
            (0..5000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for bytes in [&b"%PDF-1.7 ..."[..], b"{\\rtf1\\ansi Yes.}", &noise] {
            assert!(matches!(document(bytes), Err(ReadError::NotText { .. })));
        }
    }

    #[test]
    fn over_the_limit() {
        let limits = crate::Limits { document_bytes: 10, ..crate::Limits::default() };
        let mut documents = crate::documents(std::io::repeat(b'a'), Input::named("x"), limits);
        assert!(matches!(documents.next(), Some(Err(ReadError::TooLarge { limit: 10 }))));
        assert!(documents.next().is_none());
    }

    proptest::proptest! {
        #[test]
        fn any_bytes(bytes: Vec<u8>) {
            if let Ok(article) = document(&bytes) {
                proptest::prop_assert!(!article.text().is_empty());
            }
        }
    }
}
