//! Web and e-mail addresses.

use super::chars;

/// Where the address ends that begins at `at`, if one does. `chunk` is the start of the stretch
/// without blanks.
pub(super) fn end(text: &str, at: usize, chunk: usize) -> Option<usize> {
    let before = text[chunk..at].chars().next_back();
    if before.is_some_and(chars::is_word) {
        return None;
    }
    url(text, at).or_else(|| email(text, at))
}

fn url(text: &str, at: usize) -> Option<usize> {
    let rest = &text.as_bytes()[at..];
    let scheme =
        ["http://", "https://", "ftp://", "www.", "mailto:"].into_iter().find(|scheme| {
            rest.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme.as_bytes()))
        })?;
    let end = chars::run(text, at, |c| !matches!(c, '<' | '>' | '"' | '“' | '”' | '’' | '»'));
    trimmed(text, at, end).filter(|&end| end > at + scheme.len())
}

/// The longest local part and domain that are looked at.
const LONGEST: usize = 256;

fn email(text: &str, at: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[at..];
    let local = |b: &u8| b.is_ascii_alphanumeric() || b"._%+-".contains(b);
    let sign = bytes.iter().take(LONGEST).take_while(|b| local(b)).count();
    if sign == 0 || bytes.get(sign) != Some(&b'@') || !bytes[0].is_ascii_alphanumeric() {
        return None;
    }
    let domain = |b: &u8| b.is_ascii_alphanumeric() || b"._-".contains(b);
    let end = sign + 1 + bytes[sign + 1..].iter().take(LONGEST).take_while(|b| domain(b)).count();
    trimmed(text, at, at + end).filter(|&end| end > at + sign + 1)
}

/// Leaves out marks at the end that belong to the sentence, and a bracket that was opened before.
fn trimmed(text: &str, at: usize, end: usize) -> Option<usize> {
    let address = &text[at..end];
    let open = address.matches('(').count();
    let mut address = address;
    loop {
        let shorter = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ']', '…', '*']);
        let shorter = match open {
            0 => shorter.trim_end_matches(')'),
            _ => shorter,
        };
        if shorter.len() == address.len() {
            return (!address.is_empty()).then_some(at + address.len());
        }
        address = shorter;
    }
}

/// Whether a host name ends so; a path may follow it.
pub(super) fn is_top_level_domain(word: &str) -> bool {
    matches!(
        word,
        "com"
            | "org"
            | "net"
            | "edu"
            | "gov"
            | "mil"
            | "info"
            | "uk"
            | "ca"
            | "de"
            | "fr"
            | "ir"
            | "ly"
            | "tv"
            | "io"
            | "eu"
            | "au"
            | "cn"
            | "ru"
            | "jp"
            | "int"
    )
}
