//! From the tokens of a page to its tree.
//!
//! The tokenizer tells after each piece of text how many bytes of the page it has read; that is
//! where the offset map comes from. A piece that does not stand in the page as it is was a
//! character reference or a carriage return.

use std::convert::Infallible;

use html5gum::{Emitter, Error, State, Tokenizer};

use super::build::Builder;
use super::head::Head;
use super::tree::{Texts, Tree};

/// A page taken apart.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) tree: Tree,
    pub(super) texts: Texts,
    pub(super) head: Head,
    /// Elements below the deepest level that is kept; their texts are kept.
    pub(super) flattened: usize,
}

pub(super) fn parse(html: &str) -> Parsed {
    let mut reader = PageReader::new(html.as_bytes());
    let Ok(()) = Tokenizer::new_with_emitter(html, &mut reader).finish();
    reader.builder.text_ends(&reader.text);
    let PageReader { text, mut builder, .. } = reader;
    // The tokenizer splits the page only at ASCII characters.
    builder.texts.bytes = String::from_utf8(text).unwrap_or_default();
    Parsed {
        tree: builder.tree,
        texts: builder.texts,
        head: builder.head,
        flattened: builder.flattened,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TagKind {
    Start,
    End,
}

/// The token that is being read.
struct PageReader<'a> {
    page: &'a [u8],
    /// Bytes of the page read so far.
    position: usize,
    /// Where the last token or piece of text ended.
    token_end: usize,
    text: Vec<u8>,
    kind: TagKind,
    name: Vec<u8>,
    last_start: Vec<u8>,
    self_closing: bool,
    attributes: AttributeList,
    builder: Builder,
}

/// The attributes of the tag that is being read: one buffer, and where each name and value ends.
#[derive(Default, Debug)]
pub(super) struct AttributeList {
    bytes: Vec<u8>,
    ends: Vec<(usize, usize)>,
    open: bool,
}

impl AttributeList {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.open = false;
    }

    fn begin(&mut self) {
        self.ends.push((self.bytes.len(), self.bytes.len()));
        self.open = true;
    }

    fn push_name(&mut self, piece: &[u8]) {
        self.bytes.extend_from_slice(piece);
        if let Some(last) = self.ends.last_mut() {
            *last = (self.bytes.len(), self.bytes.len());
        }
    }

    fn push_value(&mut self, piece: &[u8]) {
        self.bytes.extend_from_slice(piece);
        if let Some(last) = self.ends.last_mut() {
            last.1 = self.bytes.len();
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|&(_, end)| end));
        starts
            .zip(&self.ends)
            .map(|(start, &(name, end))| (&self.bytes[start..name], &self.bytes[name..end]))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(known, _)| *known == name.as_bytes())
            .and_then(|(_, value)| std::str::from_utf8(value).ok())
    }
}

impl<'a> PageReader<'a> {
    fn new(page: &'a [u8]) -> PageReader<'a> {
        PageReader {
            page,
            position: 0,
            token_end: 0,
            text: Vec::with_capacity(page.len() / 2),
            kind: TagKind::Start,
            name: Vec::new(),
            last_start: Vec::new(),
            self_closing: false,
            attributes: AttributeList::default(),
            builder: Builder::new(),
        }
    }

    /// From where on the page `piece`, which ends at `position`, was read.
    fn map_piece(&mut self, piece: &[u8]) {
        let end = self.position.min(self.page.len());
        let map = &mut self.builder.texts.map;
        let read = &self.page[self.token_end.min(end)..end];
        if end >= piece.len() && &self.page[end - piece.len()..end] == piece {
            map.push_verbatim(end - piece.len(), piece.len());
        } else if piece == b"\n" && read.ends_with(b"\r") {
            map.push_unit(1, end - 1..end);
        } else {
            let reference = read.iter().rposition(|&b| b == b'&').unwrap_or(0);
            map.push_unit(piece.len(), self.token_end.min(end) + reference..end);
        }
    }
}

impl Emitter for &mut PageReader<'_> {
    type Token = Infallible;

    fn set_last_start_tag(&mut self, last_start_tag: Option<&[u8]>) {
        self.last_start.clear();
        self.last_start.extend_from_slice(last_start_tag.unwrap_or_default());
    }

    fn emit_eof(&mut self) {}

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn emit_string(&mut self, piece: &[u8]) {
        if piece.is_empty() || piece == b"\0" {
            return;
        }
        if self.builder.keeps_text() {
            self.map_piece(piece);
            self.text.extend_from_slice(piece);
        } else {
            self.builder.aside(piece);
        }
        self.token_end = self.position;
    }

    fn init_start_tag(&mut self) {
        self.name.clear();
        self.kind = TagKind::Start;
        self.self_closing = false;
        self.attributes.clear();
    }

    fn init_end_tag(&mut self) {
        self.name.clear();
        self.kind = TagKind::End;
        self.attributes.clear();
    }

    fn init_comment(&mut self) {}

    fn emit_current_tag(&mut self) -> Option<State> {
        let reader = &mut **self;
        reader.token_end = reader.position;
        reader.builder.text_ends(&reader.text);
        match reader.kind {
            TagKind::Start => {
                std::mem::swap(&mut reader.last_start, &mut reader.name);
                reader.builder.start(&reader.last_start, &reader.attributes, reader.self_closing)
            }
            TagKind::End => {
                reader.last_start.clear();
                reader.builder.end(&reader.name);
                None
            }
        }
    }

    fn emit_current_comment(&mut self) {
        self.token_end = self.position;
    }

    fn emit_current_doctype(&mut self) {
        self.token_end = self.position;
    }

    fn set_self_closing(&mut self) {
        self.self_closing = true;
    }

    fn set_force_quirks(&mut self) {}

    fn push_tag_name(&mut self, piece: &[u8]) {
        self.name.extend_from_slice(piece);
    }

    fn push_comment(&mut self, _: &[u8]) {}

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn init_doctype(&mut self) {}

    fn init_attribute(&mut self) {
        self.attributes.begin();
    }

    fn push_attribute_name(&mut self, piece: &[u8]) {
        self.attributes.push_name(piece);
    }

    fn push_attribute_value(&mut self, piece: &[u8]) {
        self.attributes.push_value(piece);
    }

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.kind == TagKind::End && !self.last_start.is_empty() && self.last_start == self.name
    }

    fn init_string(&mut self) {}

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }
}
