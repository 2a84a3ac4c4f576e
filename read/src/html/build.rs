//! Where each element of a page belongs: the part of HTML's tree construction that decides what
//! is text of what. An element below [`DEEPEST`] levels is left out, and its text is kept.

use html5gum::State;
use html5gum::emitters::naive_next_state;

use super::head::Head;
use super::parse::AttributeList;
use super::tag::Tag;
use super::tree::{Attributes, Flag, Id, ROOT, Texts, Tree};

/// As deep as browsers go.
const DEEPEST: usize = 512;

/// Where text goes that is no text of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sink {
    Page,
    Title,
    JsonLd,
    Nowhere,
}

pub(super) struct Builder {
    pub(super) tree: Tree,
    pub(super) texts: Texts,
    pub(super) head: Head,
    pub(super) flattened: usize,
    open: Vec<Id>,
    /// Elements that were opened below the deepest level.
    too_deep: usize,
    text_start: usize,
    sink: Sink,
    aside: Vec<u8>,
}

impl Builder {
    pub(super) fn new() -> Builder {
        Builder {
            tree: Tree::new(),
            texts: Texts::default(),
            head: Head::default(),
            flattened: 0,
            open: vec![ROOT],
            too_deep: 0,
            text_start: 0,
            sink: Sink::Page,
            aside: Vec::new(),
        }
    }

    pub(super) fn keeps_text(&self) -> bool {
        self.sink == Sink::Page
    }

    /// Text of a title or a script.
    pub(super) fn aside(&mut self, piece: &[u8]) {
        if self.sink != Sink::Nowhere {
            self.aside.extend_from_slice(piece);
        }
    }

    /// What was added to the texts since the last tag is a text of its own.
    pub(super) fn text_ends(&mut self, texts: &[u8]) {
        if self.text_start < texts.len() {
            let id = self.tree.add(Tag::Text, Attributes::default());
            self.tree.at(id).text = (self.text_start as u32, texts.len() as u32);
            let parent = self.top();
            self.tree.append(parent, id);
            self.text_start = texts.len();
        }
    }

    fn top(&self) -> Id {
        self.open.last().copied().unwrap_or(ROOT)
    }

    fn top_tag(&self) -> Tag {
        self.tree.tag(self.top())
    }

    pub(super) fn start(
        &mut self,
        name: &[u8],
        attributes: &AttributeList,
        self_closing: bool,
    ) -> Option<State> {
        let tag = Tag::from_name(name);
        match tag {
            Tag::Html | Tag::Head => self.head.page(attributes),
            Tag::Body => {
                self.head.page(attributes);
                self.tree.at(ROOT).attributes = keep(tag, attributes, &mut self.texts.names);
            }
            Tag::Meta => self.head.meta(attributes),
            Tag::Base => {}
            Tag::Link => self.head.link(attributes),
            _ => self.insert(tag, attributes, self_closing),
        }
        let next = naive_next_state(name);
        if next.is_some() {
            self.sink = match tag {
                Tag::Title if !self.in_foreign() => Sink::Title,
                Tag::Script if is_json_ld(attributes) => Sink::JsonLd,
                _ => Sink::Nowhere,
            };
        }
        next
    }

    fn in_foreign(&self) -> bool {
        self.open.iter().any(|&id| matches!(self.tree.tag(id), Tag::Svg | Tag::Math))
    }

    fn insert(&mut self, tag: Tag, attributes: &AttributeList, self_closing: bool) {
        if self.too_deep == 0 {
            self.close_implied(tag);
        }
        if tag == Tag::A {
            self.head.anchor(attributes);
        } else if tag == Tag::Time {
            self.head.time(attributes);
        }
        let kept = keep(tag, attributes, &mut self.texts.names);
        let leaf = tag.is_void() || (self_closing && self.in_foreign());
        if self.open.len() >= DEEPEST {
            self.flattened += 1;
            if !leaf {
                self.too_deep += 1;
                return;
            }
        }
        let id = self.tree.add(tag, kept);
        let parent = self.top();
        self.tree.append(parent, id);
        if !leaf {
            self.open.push(id);
        }
    }

    fn close_implied(&mut self, tag: Tag) {
        if tag.closes_paragraph() {
            self.pop_in_scope(|open| open == Tag::P, |open| open == Tag::Button);
        }
        match tag {
            Tag::Li => self.pop_item(|open| open == Tag::Li),
            Tag::Dd | Tag::Dt => self.pop_item(|open| matches!(open, Tag::Dd | Tag::Dt)),
            Tag::A | Tag::Button => {
                self.pop_in_scope(|open| open == tag, |_| false);
            }
            Tag::Option | Tag::Optgroup if self.top_tag() == Tag::Option => {
                self.open.pop();
            }
            _ if tag.is_heading() && self.top_tag().is_heading() => {
                self.open.pop();
            }
            _ if tag.is_table_part() => self.pop_to_table(tag),
            _ => {}
        }
    }

    /// A list item ends the one before it, unless a block lies between.
    fn pop_item(&mut self, is_item: impl Fn(Tag) -> bool) {
        for at in (1..self.open.len()).rev() {
            let open = self.tree.tag(self.open[at]);
            if is_item(open) {
                self.open.truncate(at);
                return;
            }
            if open.is_special() && !matches!(open, Tag::Address | Tag::Div | Tag::P) {
                return;
            }
        }
    }

    /// A row ends the row before it, a cell the cell before it.
    fn pop_to_table(&mut self, tag: Tag) {
        let holds = |open: Tag| match tag {
            Tag::Td | Tag::Th => {
                matches!(open, Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Table)
            }
            Tag::Tr => matches!(open, Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Table),
            _ => open == Tag::Table,
        };
        for at in (1..self.open.len()).rev() {
            let open = self.tree.tag(self.open[at]);
            if holds(open) {
                self.open.truncate(at + 1);
                return;
            }
            if matches!(open, Tag::Table | Tag::Template) {
                return;
            }
        }
    }

    /// Closes the nearest open element that fits, with all in it, unless a boundary lies between.
    fn pop_in_scope(&mut self, fits: impl Fn(Tag) -> bool, bounds: impl Fn(Tag) -> bool) {
        for at in (1..self.open.len()).rev() {
            let open = self.tree.tag(self.open[at]);
            if fits(open) {
                self.open.truncate(at);
                return;
            }
            if open.bounds_scope() || bounds(open) {
                return;
            }
        }
    }

    pub(super) fn end(&mut self, name: &[u8]) {
        self.end_aside();
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let tag = Tag::from_name(name);
        match tag {
            Tag::Body | Tag::Html | Tag::Head => {}
            Tag::Other => self.end_inline(tag),
            _ if tag.is_heading() => self.pop_in_scope(Tag::is_heading, |_| false),
            _ if tag.is_table_part() || tag == Tag::Table => self.end_table_part(tag),
            _ if tag.is_special() => self.pop_in_scope(|open| open == tag, |_| false),
            _ => self.end_inline(tag),
        }
    }

    /// `</tr>` and `</table>` end a cell that is still open; cells bound other end tags.
    fn end_table_part(&mut self, tag: Tag) {
        for at in (1..self.open.len()).rev() {
            let open = self.tree.tag(self.open[at]);
            if open == tag {
                self.open.truncate(at);
                return;
            }
            if matches!(open, Tag::Table | Tag::Template) {
                return;
            }
        }
    }

    fn end_inline(&mut self, tag: Tag) {
        for at in (1..self.open.len()).rev() {
            let open = self.tree.tag(self.open[at]);
            if open == tag {
                self.open.truncate(at);
                return;
            }
            if open.is_special() {
                return;
            }
        }
    }

    fn end_aside(&mut self) {
        let sink = std::mem::replace(&mut self.sink, Sink::Page);
        if sink != Sink::Page {
            let text = String::from_utf8_lossy(&self.aside).into_owned();
            match sink {
                Sink::Title => self.head.title(text),
                Sink::JsonLd => self.head.json_ld.push(text),
                Sink::Page | Sink::Nowhere => {}
            }
            self.aside.clear();
        }
    }
}

fn is_json_ld(attributes: &AttributeList) -> bool {
    attributes
        .get("type")
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
}

/// The attributes that decide what is read.
fn keep(tag: Tag, attributes: &AttributeList, names: &mut String) -> Attributes {
    let mut kept = Attributes::default();
    let (mut modal, mut dialog, mut hidden, mut fallback) = (false, false, false, false);
    for (name, value) in attributes.iter() {
        let Ok(value) = std::str::from_utf8(value) else { continue };
        match name {
            b"class" => {
                kept.class = add(names, value);
                fallback = value.contains("fallback-image");
            }
            b"id" => kept.id = add(names, value),
            b"hidden" => kept.set(Flag::Hidden),
            b"style" if is_invisible(value) => kept.set(Flag::Hidden),
            b"aria-hidden" => hidden = value == "true",
            b"aria-modal" => modal = value == "true",
            b"role" => {
                dialog = value == "dialog";
                match value {
                    "menu" | "menubar" | "complementary" | "navigation" | "alert"
                    | "alertdialog" | "dialog" => kept.set(Flag::UnlikelyRole),
                    "presentation" => kept.set(Flag::Layout),
                    _ => {}
                }
            }
            b"rel" if value == "author" => kept.set(Flag::Author),
            b"itemprop" if value.contains("author") => kept.set(Flag::Author),
            b"itemprop" if value.contains("name") => kept.set(Flag::AuthorName),
            b"itemprop" if value.starts_with("date") => kept.set(Flag::NamedDate),
            b"href" if value.starts_with('#') => kept.set(Flag::HashLink),
            b"summary" => kept.set(Flag::DataTable),
            b"datatable" if value == "0" => kept.set(Flag::Layout),
            b"src" | b"data" | b"data-src"
                if matches!(tag, Tag::Iframe | Tag::Embed | Tag::Object) && is_video(value) =>
            {
                kept.set(Flag::Video);
            }
            _ => {}
        }
    }
    if hidden && !fallback {
        kept.set(Flag::Hidden);
    }
    if modal && dialog {
        kept.set(Flag::ModalDialog);
    }
    kept
}

fn add(names: &mut String, value: &str) -> (u32, u32) {
    let start = names.len() as u32;
    names.push_str(value);
    (start, names.len() as u32)
}

fn is_invisible(style: &str) -> bool {
    let style: String =
        style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}

fn is_video(address: &str) -> bool {
    [
        "dailymotion.com",
        "youtube.com",
        "youtube-nocookie.com",
        "player.vimeo.com",
        "v.qq.com",
        "bilibili.com",
        "live.bilibili.com",
        "archive.org",
        "upload.wikimedia.org",
        "player.twitch.tv",
    ]
    .iter()
    .any(|host| address.contains(host))
}
