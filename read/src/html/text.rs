//! From a part of a page to its text: white space as a browser shows it, an empty line between
//! paragraphs, and for every byte the bytes of the page it came from.

use std::ops::Range;

use onrecord_article::SourceMap;

use super::tag::Tag;
use super::tree::{Id, Texts, Tree, some};

/// The text of a part of a page.
#[derive(Default, Debug)]
pub(super) struct PageText {
    pub(super) text: String,
    /// From the text to the page.
    pub(super) map: SourceMap,
    /// Bytes of the text that are captions of pictures.
    pub(super) captions: Vec<Range<usize>>,
}

/// What has to stand before the next word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Tab,
    Line,
    Paragraph,
}

impl Gap {
    fn as_str(self) -> &'static str {
        match self {
            Gap::None => "",
            Gap::Space => " ",
            Gap::Tab => "\t",
            Gap::Line => "\n",
            Gap::Paragraph => "\n\n",
        }
    }
}

struct Writer<'a> {
    texts: &'a Texts,
    text: String,
    /// From the text to `texts.bytes`.
    map: SourceMap,
    gap: Gap,
    /// The white space that `gap` stands for, where it is nothing but one run of it.
    gap_at: Option<Range<usize>>,
}

/// The text of `top` and all below it.
pub(super) fn text(tree: &Tree, texts: &Texts, top: Id) -> PageText {
    let mut writer = Writer {
        texts,
        text: String::new(),
        map: SourceMap::default(),
        gap: Gap::None,
        gap_at: None,
    };
    let mut captions = Vec::new();
    let mut open: Vec<(Id, usize)> = Vec::new();
    let mut preformatted = 0;
    let mut next = Some(top);
    while let Some(id) = next {
        let node = tree.get(id);
        writer.widen(gap_around(node.tag));
        if node.tag == Tag::Text {
            let range = node.text.0 as usize..node.text.1 as usize;
            if preformatted > 0 { writer.lines(range) } else { writer.words(range) }
        }
        if let Some(first) = some(node.first).filter(|_| !node.tag.is_unread()) {
            preformatted += usize::from(node.tag == Tag::Pre);
            open.push((id, writer.text.len()));
            next = Some(first);
            continue;
        }
        let mut at = id;
        next = loop {
            if at == top {
                break None;
            }
            if let Some(after) = some(tree.get(at).after) {
                break Some(after);
            }
            let Some((parent, start)) = open.pop() else { break None };
            let tag = tree.tag(parent);
            preformatted -= usize::from(tag == Tag::Pre);
            if tag == Tag::Figcaption && start < writer.text.len() {
                let gap = writer.text.len() - writer.text[start..].trim_start().len();
                captions.push(gap..writer.text.len());
            }
            writer.widen(gap_around(tag));
            at = parent;
        };
    }
    PageText { map: writer.map.over(&texts.map), text: writer.text, captions }
}

fn gap_around(tag: Tag) -> Gap {
    match tag {
        Tag::Br | Tag::Li | Tag::Tr | Tag::Dt | Tag::Dd | Tag::Option => Gap::Line,
        Tag::Td | Tag::Th => Gap::Tab,
        _ if tag.is_block() => Gap::Paragraph,
        _ => Gap::None,
    }
}

impl Writer<'_> {
    fn widen(&mut self, gap: Gap) {
        if gap > self.gap {
            self.gap = gap;
            self.gap_at = None;
        }
    }

    fn close_gap(&mut self, at: usize) {
        if !self.text.is_empty() && self.gap != Gap::None {
            let gap = self.gap.as_str();
            let from = self.gap_at.take().unwrap_or(at..at);
            self.text.push_str(gap);
            self.map.push_unit(gap.len(), from);
        }
        self.gap = Gap::None;
        self.gap_at = None;
    }

    /// Text whose white space only parts words.
    fn words(&mut self, range: Range<usize>) {
        let texts = self.texts;
        let bytes = texts.bytes.as_bytes();
        let mut at = range.start;
        while at < range.end {
            let white = bytes[at].is_ascii_whitespace();
            let run = bytes[at..range.end]
                .iter()
                .position(|b| b.is_ascii_whitespace() != white)
                .map_or(range.end, |length| at + length);
            if white {
                if self.gap < Gap::Space {
                    self.gap = Gap::Space;
                    self.gap_at = Some(at..run);
                }
            } else {
                self.word(at..run);
            }
            at = run;
        }
    }

    /// A word, without the marks in it that show nothing.
    fn word(&mut self, range: Range<usize>) {
        let texts = self.texts;
        let Some(word) = texts.bytes.get(range.clone()) else { return };
        let mut at = range.start;
        let shown = word.split(is_invisible);
        for piece in shown {
            if !piece.is_empty() {
                self.close_gap(at);
                self.text.push_str(piece);
                self.map.push_verbatim(at, piece.len());
                at += piece.len();
            }
            at += texts.bytes[at..]
                .chars()
                .next()
                .filter(|&c| is_invisible(c))
                .map_or(0, char::len_utf8);
        }
    }

    /// Preformatted text: as it is, from the first to the last line with words.
    fn lines(&mut self, range: Range<usize>) {
        let texts = self.texts;
        let Some(text) = texts.bytes.get(range.clone()) else { return };
        let words = text.trim_end();
        let start = if self.gap > Gap::Space || self.text.is_empty() {
            words.len() - words.trim_start_matches('\n').len()
        } else {
            0
        };
        if !words[start..].trim().is_empty() {
            self.close_gap(range.start + start);
            self.text.push_str(&words[start..]);
            self.map.push_verbatim(range.start + start, words.len() - start);
        }
        let rest = &text[words.len()..];
        if !rest.is_empty() {
            self.widen(if rest.contains('\n') { Gap::Line } else { Gap::Space });
        }
    }
}

/// Soft hyphens and spaces of no width: they show nothing and part words for the eye of a
/// program.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}')
}
