use unicode_width::UnicodeWidthChar;

use super::Look;
use super::safe::{isolated, shown, turns};

/// What a piece of text is. The colors have a contrast of at least 3.8 : 1 on black and on white;
/// whoever sees no colors sees weight, slant and underline.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// As the terminal has it.
    Plain,
    /// Titles and headings.
    Strong,
    /// Who says it, in the text.
    Source,
    /// What shows that somebody says it, in the text.
    Cue,
    /// What is said, in the text.
    Content,
    /// A speaker's name, in a list.
    Speaker,
    /// What kind of finding it is, in a list.
    Form,
    /// A word that was searched for.
    Mark,
    /// Words that one side of a comparison has alone.
    Added,
    /// Words that the other side has alone.
    Left,
}

impl Style {
    /// Parameters of the terminal's SGR sequence.
    fn sgr(self) -> &'static str {
        match self {
            Style::Plain => "",
            Style::Strong => "1",
            Style::Source => "1;4;38;5;32",
            Style::Cue => "3;4;38;5;166",
            Style::Content => "4;38;5;28",
            Style::Speaker => "1;38;5;32",
            Style::Form => "38;5;166",
            Style::Mark => "1;7",
            Style::Added => "1;4;38;5;28",
            Style::Left => "9;38;5;160",
        }
    }
}

/// Lines wrapped at a width, each piece in its style.
///
/// White space is one space; a word longer than a line is cut. Every line is closed in itself:
/// no style and no text direction runs over its end.
#[derive(Debug)]
pub struct Lines {
    look: Look,
    out: String,
    line: Vec<(char, Style)>,
    line_width: usize,
    word: Vec<(char, Style)>,
    word_width: usize,
    /// The style of the space before the word, if one stands there.
    space: Option<Style>,
    /// Columns before the first line of a passage, and before the others.
    indent: (usize, usize),
    fresh: bool,
}

impl Lines {
    /// No lines yet.
    pub fn new(look: Look) -> Lines {
        Lines {
            look: Look { width: look.width.max(20), ..look },
            out: String::new(),
            line: Vec::new(),
            line_width: 0,
            word: Vec::new(),
            word_width: 0,
            space: None,
            indent: (0, 0),
            fresh: true,
        }
    }

    /// Indents the lines of the next passage; [`end`](Lines::end) takes the indent back.
    pub fn indent(&mut self, first: usize, others: usize) {
        let most = self.look.width / 2;
        self.indent = (first.min(most), others.min(most));
    }

    /// Adds a piece.
    pub fn add(&mut self, text: &str, style: Style) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.place_word();
                self.space = self.space.or(Some(style));
                continue;
            }
            let c = shown(c);
            let width = c.width().unwrap_or(0);
            if self.word_width + width > self.look.width - self.indent.0.max(self.indent.1) {
                self.place_word();
                self.place_line();
            }
            self.word.push((c, style));
            self.word_width += width;
        }
    }

    /// Ends the passage.
    pub fn end(&mut self) {
        self.place_word();
        self.place_line();
        if self.fresh {
            self.out.push('\n');
        }
        self.space = None;
        self.fresh = true;
        self.indent = (0, 0);
    }

    /// All lines.
    pub fn finish(mut self) -> String {
        if !self.line.is_empty() || !self.word.is_empty() {
            self.end();
        }
        self.out
    }

    /// Columns of the line that is being filled.
    fn room(&self) -> usize {
        self.look.width - if self.fresh { self.indent.0 } else { self.indent.1 }
    }

    fn place_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let space = self.space.take();
        if !self.line.is_empty() {
            if self.line_width + usize::from(space.is_some()) + self.word_width > self.room() {
                self.place_line();
            } else if let Some(style) = space {
                self.line.push((' ', style));
                self.line_width += 1;
            }
        }
        self.line.append(&mut self.word);
        self.line_width += self.word_width;
        self.word_width = 0;
    }

    fn place_line(&mut self) {
        if self.line.is_empty() {
            return;
        }
        let indent = if self.fresh { self.indent.0 } else { self.indent.1 };
        self.out.extend(std::iter::repeat_n(' ', indent));
        let mut line = String::with_capacity(self.line.len() + 16);
        let mut style = Style::Plain;
        for &(c, own) in &self.line {
            if own != style && self.look.color {
                if style != Style::Plain {
                    line.push_str("\x1b[0m");
                }
                if own != Style::Plain {
                    line.push_str("\x1b[");
                    line.push_str(own.sgr());
                    line.push('m');
                }
                style = own;
            }
            line.push(c);
        }
        if style != Style::Plain {
            line.push_str("\x1b[0m");
        }
        if self.line.iter().any(|&(c, _)| turns(c)) {
            line = isolated(&line);
        }
        self.out.push_str(&line);
        self.out.push('\n');
        self.line.clear();
        self.line_width = 0;
        self.fresh = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(width: usize, text: &str) -> String {
        let mut lines = Lines::new(Look { color: false, width });
        lines.add(text, Style::Plain);
        lines.finish()
    }

    #[test]
    fn wraps() {
        assert_eq!(lines(20, "one two  three\nfour five six"), "one two three four\nfive six\n");
        assert_eq!(lines(20, &"x".repeat(45)), "xxxxxxxxxxxxxxxxxxxx\n".repeat(2) + "xxxxx\n");
        assert_eq!(lines(20, "東京東京東京東京東京東京"), "東京東京東京東京東京\n東京\n");
        assert_eq!(lines(20, ""), "");
    }

    #[test]
    fn styles_end_with_the_line() {
        let mut lines = Lines::new(Look { color: true, width: 20 });
        lines.add("he said", Style::Cue);
        lines.add(" that this is a long content", Style::Content);
        let out = lines.finish();
        for line in out.lines() {
            assert!(line.ends_with("\x1b[0m"), "{line:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_line_is_too_wide(text: String, width in 20..60usize) {
            for line in lines(width, &text).lines() {
                let columns: usize = line.chars().filter_map(UnicodeWidthChar::width).sum();
                proptest::prop_assert!(columns <= width);
            }
        }
    }
}
