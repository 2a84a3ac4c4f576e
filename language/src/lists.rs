//! Words under headings, as data apart from the rules that use them: `name = word word ...`, a line each; what
//! follows a `#` is a remark.

use std::collections::HashMap;

/// Words under headings.
///
/// ```
/// let lists = onrecord_language::lists::Lists::of("firm = maker lender # before its name");
/// assert!(lists.has("firm", "lender"));
/// ```
#[derive(Debug)]
pub struct Lists(HashMap<&'static str, Vec<&'static str>>);

impl Lists {
    /// The lists of a file.
    pub fn of(file: &'static str) -> Lists {
        Lists(word_classes(file))
    }

    /// Whether a word stands under a heading.
    pub fn has(&self, heading: &str, word: &str) -> bool {
        self.0.get(heading).is_some_and(|words| words.contains(&word))
    }
}

/// The words under each heading of a file, in their order.
pub fn word_classes(file: &'static str) -> HashMap<&'static str, Vec<&'static str>> {
    lines(file)
        .filter_map(|line| line.split_once('='))
        .map(|(name, words)| (name.trim(), words.split_whitespace().collect()))
        .collect()
}

/// The lines of a file that hold something, without remarks.
pub fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter(|line| !line.is_empty())
}
