//! Kinds of characters.

/// White space, and invisible marks that stand between words: these are in no token.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{200e}' | '\u{200f}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || (c.is_control() && !c.is_whitespace())
}

/// A character that ends a line.
pub(super) fn is_newline(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A letter, a digit, or what clings to one: accents, vowel signs, the soft hyphen.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    c.is_alphanumeric() || c == '\u{ad}' || is_extend(c)
}

/// A character that belongs to the one before it.
pub(super) fn is_extend(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'
        | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e8}'
        | '\u{900}'..='\u{963}' | '\u{981}'..='\u{dff}' | '\u{e31}'..='\u{e4e}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200c}'..='\u{200d}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

/// An apostrophe, straight or curly.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '´' | 'ʼ' | '\u{ff07}')
}

/// The first character at or after a byte.
pub(super) fn at(text: &str, byte: usize) -> Option<char> {
    text.get(byte..).and_then(|rest| rest.chars().next())
}

/// The end of the run of characters like this, from a byte on.
pub(super) fn run(text: &str, from: usize, like: impl Fn(char) -> bool) -> usize {
    let rest = &text[from..];
    from + rest.find(|c| !like(c)).unwrap_or(rest.len())
}
