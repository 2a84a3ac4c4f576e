//! Punctuation marks, symbols, emoji.

use super::chars::{self, at, is_extend};

const EMOTICONS: &[&str] = &[
    ":-)", ":-(", ";-)", ":'(", ":-D", ":-P", ":-/", ":)", ":(", ";)", ":D", ":P", ":p", "=)",
    "=(", "<3", ";-(", ":o)", "^_^",
];

/// Where the mark ends that begins at `start`, in a stretch without blanks that begins at `chunk`.
pub(super) fn end(text: &str, start: usize, chunk: usize) -> usize {
    let Some(mark) = at(text, start) else { return text.len() };
    let next = start + mark.len_utf8();
    if let Some(face) = emoticon(text, start, chunk) {
        return start + face;
    }
    match mark {
        '.' | '…' => chars::run(text, next, |c| matches!(c, '.' | '…')),
        '!' | '?' => chars::run(text, next, |c| matches!(c, '!' | '?')),
        '-' | '=' | '*' | '_' | '+' | '~' | '#' | '>' | '<' | '—' | '–' | '―' | '|' | '•' => {
            chars::run(text, next, |c| c == mark)
        }
        '[' if text[start..].starts_with("[...]") => start + 5,
        // Two single marks that stand for a double one.
        '\'' | '`' | '’' | '‘' | ',' if at(text, next) == Some(mark) => next + mark.len_utf8(),
        '\u{1f1e6}'..='\u{1f1ff}' => flag(text, next),
        _ => emoji(text, next),
    }
}

fn emoticon(text: &str, start: usize, chunk: usize) -> Option<usize> {
    let before = text[chunk..start].chars().next_back();
    if !matches!(text.as_bytes()[start], b':' | b';' | b'=' | b'<' | b'^')
        || before.is_some_and(|c| c.is_ascii_digit() || c == '(')
    {
        return None;
    }
    let face = EMOTICONS.iter().find(|face| text[start..].starts_with(**face))?;
    let after = at(text, start + face.len());
    after.is_none_or(|c| !c.is_alphanumeric()).then_some(face.len())
}

/// Two regional letters make a flag.
fn flag(text: &str, second: usize) -> usize {
    match at(text, second) {
        Some(c @ '\u{1f1e6}'..='\u{1f1ff}') => second + c.len_utf8(),
        _ => second,
    }
}

/// Whatever clings to the character before `next`; a zero width joiner also brings another one.
fn emoji(text: &str, mut next: usize) -> usize {
    while let Some(c) = at(text, next).filter(|&c| is_extend(c)) {
        next += c.len_utf8();
        let joined = at(text, next).filter(|&c| !c.is_ascii() && !chars::is_blank(c));
        if let ('\u{200d}', Some(c)) = (c, joined) {
            next += c.len_utf8();
        }
    }
    next
}
