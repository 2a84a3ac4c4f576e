//! Lines that belong to the page and not to the report.

use std::ops::Range;

/// How such lines begin.
const STARTS: &[&str] = &[
    "follow us on",
    "follow @",
    "(reporting by",
    "reporting by",
    "additional reporting by",
    "editing by",
    "(editing by",
    "writing by",
    "(writing by",
    "our standards:",
    "subscribe to",
    "sign up for",
    "sign up to",
    "click here",
    "read more:",
    "read also:",
    "also read:",
    "see also:",
    "related:",
    "share this",
    "copyright ©",
    "copyright (c)",
    "© ",
    "all rights reserved",
    "advertisement",
    "photo:",
    "photo by",
    "image:",
    "file photo",
    "this article was originally published",
    "this material may not be published",
    "download our app",
    "join our",
];

/// No such line is longer, in bytes.
const LONGEST: usize = 300;

/// The lines of a text that begin like one of them.
pub(crate) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        if words.len() <= LONGEST && STARTS.iter().any(|known| starts(words, known)) {
            found.push(start..start + words.len());
        }
        at += line.len();
    }
    found
}

fn starts(line: &str, known: &str) -> bool {
    line.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_page() {
        let text = "He signed it.\n\n  Follow us on Telegram\n(Reporting by A. Smith; editing by B)\nReporters said so.\n© 2024 Agency";
        let found: Vec<&str> = paragraphs(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(
            found,
            ["Follow us on Telegram", "(Reporting by A. Smith; editing by B)", "© 2024 Agency"]
        );
    }
}
