use std::borrow::Cow;

/// Text that cannot act on a terminal. Control characters become their pictures (ESC is `␛`),
/// those without one U+FFFD. Text that could reorder its neighbors, by letters written from right
/// to left or by directional controls, is isolated, its controls balanced.
///
/// ```
/// use onrecord::output::text::safe;
///
/// assert_eq!(safe("a\u{1b}[31m"), "a␛[31m");
/// assert_eq!(safe("a\u{202e}b"), "\u{2068}a\u{202e}b\u{202c}\u{2069}");
/// ```
pub fn safe(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| shown(c) == c && !turns(c)) {
        return Cow::Borrowed(text);
    }
    let shown: String = text.chars().map(shown).collect();
    Cow::Owned(if shown.chars().any(turns) { isolated(&shown) } else { shown })
}

/// What stands for a character on a terminal.
pub(super) fn shown(c: char) -> char {
    match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{e0000}'..='\u{e007f}' => '\u{fffd}',
        c => c,
    }
}

/// Whether a character can change the direction of what stands beside it.
pub(super) fn turns(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'
        | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One line in an isolate of its own. Embeddings and isolates left open are closed, in the order
/// that closes what is inside first; closers without opener go.
pub(super) fn isolated(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut open = Vec::new();
    out.push('\u{2068}');
    for c in line.chars() {
        match c {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' => open.push('\u{202c}'),
            '\u{2066}'..='\u{2068}' => open.push('\u{2069}'),
            '\u{202c}' | '\u{2069}' if open.last() == Some(&c) => {
                open.pop();
            }
            '\u{202c}' | '\u{2069}' => continue,
            _ => {}
        }
        out.push(c);
    }
    out.extend(open.into_iter().rev());
    out.push('\u{2069}');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn nothing_acts_on_the_terminal(text: String) {
            let out = safe(&text);
            proptest::prop_assert!(!out.chars().any(char::is_control));
            let count = |set: &[char]| out.chars().filter(|c| set.contains(c)).count();
            proptest::prop_assert_eq!(
                count(&['\u{2066}', '\u{2067}', '\u{2068}']),
                count(&['\u{2069}'])
            );
        }
    }

    #[test]
    fn persian_is_isolated_and_unchanged() {
        assert_eq!(safe("رهبر"), "\u{2068}رهبر\u{2069}");
    }
}
