//! How much of what an element holds: counted once from the leaves up, and kept up to date when
//! elements are removed.

use super::tag::Tag;
use super::tree::{Flag, Id, Texts, Tree};

/// Counts over an element and all below it.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Measure {
    /// Characters, each run of white space as one.
    pub(super) chars: i64,
    /// Tenths of characters in links; a link inside the page counts three tenths.
    pub(super) link_tenths: i64,
    pub(super) commas: i64,
    pub(super) paragraphs: i64,
    pub(super) images: i64,
    pub(super) items: i64,
    pub(super) inputs: i64,
    pub(super) embeds: i64,
    pub(super) videos: i64,
    pub(super) data_tables: i64,
    /// Characters in lists, those in lists in lists twice.
    pub(super) list_chars: i64,
    pub(super) heading_chars: i64,
    /// Characters in elements that usually hold text.
    pub(super) textish_chars: i64,
    /// Breaks and rules.
    pub(super) breaks: i64,
    /// Elements that make a `div` more than a paragraph.
    pub(super) dividers: i64,
    /// Elements that are no part of a line of text.
    pub(super) blocks: i64,
}

macro_rules! each_count {
    ($do:ident) => {
        $do!(
            chars,
            link_tenths,
            commas,
            paragraphs,
            images,
            items,
            inputs,
            embeds,
            videos,
            data_tables,
            list_chars,
            heading_chars,
            textish_chars,
            breaks,
            dividers,
            blocks
        )
    };
}

impl Measure {
    const fn nothing() -> Measure {
        macro_rules! zero { ($($count:ident),+) => { Measure { $($count: 0),+ } } }
        each_count!(zero)
    }

    fn add(&mut self, other: &Measure) {
        macro_rules! add { ($($count:ident),+) => { $(self.$count += other.$count;)+ } }
        each_count!(add);
    }

    fn subtract(&mut self, other: &Measure) {
        macro_rules! subtract { ($($count:ident),+) => { $(self.$count -= other.$count;)+ } }
        each_count!(subtract);
    }

    /// Thousandths of the text that are links.
    pub(super) fn link_density(&self) -> i64 {
        if self.chars == 0 { 0 } else { self.link_tenths * 100 / self.chars }
    }

    /// Thousandths of the text that are headings.
    pub(super) fn heading_density(&self) -> i64 {
        if self.chars == 0 { 0 } else { self.heading_chars * 1000 / self.chars }
    }

    /// What a node of this kind adds to the counts of what it is in, given the counts of what it
    /// holds.
    fn lifted(mut self, tree: &Tree, id: Id) -> Measure {
        let node = tree.get(id);
        match node.tag {
            Tag::A => {
                let tenths = if node.attributes.has(Flag::HashLink) { 3 } else { 10 };
                self.link_tenths = self.chars * tenths;
            }
            Tag::P => self.paragraphs += 1,
            Tag::Img => self.images += 1,
            Tag::Li => self.items += 1,
            Tag::Input => self.inputs += 1,
            Tag::Br | Tag::Hr => self.breaks += 1,
            Tag::Object | Tag::Embed | Tag::Iframe => {
                self.embeds += 1;
                self.videos += i64::from(node.attributes.has(Flag::Video));
            }
            Tag::Ul | Tag::Ol => self.list_chars += self.chars,
            tag if tag.is_heading() => self.heading_chars += self.chars,
            _ => {}
        }
        if node.tag.divides() {
            self.dividers += 1;
        }
        let in_line = matches!(node.tag, Tag::A | Tag::Del | Tag::Ins) && self.blocks == 0;
        if !node.tag.is_phrasing() && !in_line {
            self.blocks += 1;
        }
        if matches!(node.tag, Tag::Span | Tag::Li | Tag::Td) || node.tag.divides() {
            self.textish_chars += self.chars;
        }
        self
    }
}

/// The counts of every node of a tree.
#[derive(Debug)]
pub(super) struct Measures(Vec<Measure>);

impl Measures {
    pub(super) fn of(tree: &Tree, texts: &Texts, top: Id) -> Measures {
        let mut measures = Measures(vec![Measure::default(); tree.nodes.len()]);
        let order: Vec<Id> = tree.below(top).collect();
        for &id in order.iter().rev() {
            let node = tree.get(id);
            if node.tag == Tag::Text {
                let (chars, commas) = count(texts.of(node));
                let measure = &mut measures.0[id as usize];
                (measure.chars, measure.commas) = (chars, commas);
            }
            if id != top
                && let Some(parent) = tree.parent(id)
            {
                let lifted = measures.get(id).lifted(tree, id);
                measures.0[parent as usize].add(&lifted);
            }
        }
        measures
    }

    /// The counts of what is inside a node; nothing for a node that came later.
    pub(super) fn get(&self, id: Id) -> &Measure {
        const NOTHING: &Measure = &Measure::nothing();
        self.0.get(id as usize).unwrap_or(NOTHING)
    }

    pub(super) fn mark_data_table(&mut self, tree: &Tree, id: Id) {
        for ancestor in tree.ancestors(id) {
            self.0[ancestor as usize].data_tables += 1;
        }
    }

    /// Takes a node out of the tree and out of the counts of its ancestors. Counts that a text
    /// adds twice or not at all on its way up (links, lists, headings) are taken out as they are
    /// below the node: an ancestor in a link keeps a little too much, as it should be rare.
    pub(super) fn remove(&mut self, tree: &mut Tree, id: Id) {
        let gone = self.get(id).lifted(tree, id);
        for ancestor in tree.ancestors(id) {
            self.0[ancestor as usize].subtract(&gone);
        }
        tree.remove(id);
    }
}

/// Characters, with runs of white space as one and none for nothing but white space; commas.
fn count(text: &str) -> (i64, i64) {
    let (mut chars, mut commas, mut words, mut in_space) = (0, 0, 0, false);
    for &byte in text.as_bytes() {
        if byte.is_ascii_whitespace() {
            chars += i64::from(!in_space);
            in_space = true;
        } else {
            in_space = false;
            words += 1;
            chars += i64::from(byte & 0xC0 != 0x80);
            commas += i64::from(byte == b',');
        }
    }
    if words == 0 {
        return (0, 0);
    }
    if !text.is_ascii() {
        commas += text
            .chars()
            .filter(|c| matches!(c, '،' | '，' | '﹐' | '︐' | '︑' | '⹁' | '⸴' | '⸲' | '、'))
            .count() as i64;
    }
    (chars, commas)
}
