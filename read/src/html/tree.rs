//! The elements and texts of a page.

use onrecord_article::SourceMap;

use super::tag::Tag;

/// Index of a node in its [`Tree`].
pub(super) type Id = u32;
/// No node.
pub(super) const NONE: Id = u32::MAX;
/// The body.
pub(super) const ROOT: Id = 0;

/// A page. Texts and attributes lie one after another in `text`; nodes point into it.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
}

/// An element, or a text without markup in it.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) tag: Tag,
    pub(super) parent: Id,
    pub(super) first: Id,
    pub(super) last: Id,
    pub(super) before: Id,
    pub(super) after: Id,
    /// Of a text: its bytes in [`Texts::bytes`].
    pub(super) text: (u32, u32),
    pub(super) attributes: Attributes,
}

/// What is kept of the attributes of an element.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Attributes {
    /// Bytes in [`Texts::names`].
    pub(super) class: (u32, u32),
    /// Bytes in [`Texts::names`].
    pub(super) id: (u32, u32),
    flags: u16,
}

/// One thing that an attribute may say.
#[derive(Clone, Copy, Debug)]
#[repr(u16)]
pub(super) enum Flag {
    Hidden = 1,
    ModalDialog = 2,
    UnlikelyRole = 4,
    Author = 8,
    HashLink = 16,
    Layout = 32,
    DataTable = 64,
    Video = 128,
    AuthorName = 256,
    NamedDate = 512,
}

impl Attributes {
    pub(super) fn set(&mut self, flag: Flag) {
        self.flags |= flag as u16;
    }

    pub(super) fn has(&self, flag: Flag) -> bool {
        self.flags & flag as u16 != 0
    }
}

/// The texts of a page, decoded, with the way back to the page.
#[derive(Default, Debug)]
pub(super) struct Texts {
    /// All texts, in order.
    pub(super) bytes: String,
    /// Values of `class` and `id`.
    pub(super) names: String,
    /// From `bytes` to the page.
    pub(super) map: SourceMap,
}

impl Texts {
    pub(super) fn of(&self, node: &Node) -> &str {
        slice(&self.bytes, node.text)
    }

    pub(super) fn class(&self, node: &Node) -> &str {
        slice(&self.names, node.attributes.class)
    }

    pub(super) fn id(&self, node: &Node) -> &str {
        slice(&self.names, node.attributes.id)
    }
}

fn slice(text: &str, (start, end): (u32, u32)) -> &str {
    text.get(start as usize..end as usize).unwrap_or("")
}

impl Tree {
    pub(super) fn new() -> Tree {
        let mut tree = Tree { nodes: Vec::new() };
        tree.add(Tag::Body, Attributes::default());
        tree
    }

    /// A node that hangs nowhere yet.
    pub(super) fn add(&mut self, tag: Tag, attributes: Attributes) -> Id {
        let id = self.nodes.len() as Id; // documents over 4 GiB are refused before
        self.nodes.push(Node {
            tag,
            parent: NONE,
            first: NONE,
            last: NONE,
            before: NONE,
            after: NONE,
            text: (0, 0),
            attributes,
        });
        id
    }

    pub(super) fn get(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }

    pub(super) fn at(&mut self, id: Id) -> &mut Node {
        &mut self.nodes[id as usize]
    }

    pub(super) fn tag(&self, id: Id) -> Tag {
        self.get(id).tag
    }

    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        some(self.get(id).parent)
    }

    pub(super) fn append(&mut self, parent: Id, child: Id) {
        let last = self.get(parent).last;
        self.at(child).parent = parent;
        self.at(child).before = last;
        self.at(child).after = NONE;
        match some(last) {
            Some(last) => self.at(last).after = child,
            None => self.at(parent).first = child,
        }
        self.at(parent).last = child;
    }

    /// Hangs `new`, which hangs nowhere, before `next`.
    pub(super) fn insert_before(&mut self, next: Id, new: Id) {
        let (parent, before) = (self.get(next).parent, self.get(next).before);
        self.at(new).parent = parent;
        self.at(new).before = before;
        self.at(new).after = next;
        self.at(next).before = new;
        match some(before) {
            Some(before) => self.at(before).after = new,
            None => self.at(parent).first = new,
        }
    }

    /// Takes a node, with all it holds, out of the tree.
    pub(super) fn remove(&mut self, id: Id) {
        let (parent, before, after) = {
            let node = self.get(id);
            (node.parent, node.before, node.after)
        };
        if parent == NONE {
            return;
        }
        match some(before) {
            Some(before) => self.at(before).after = after,
            None => self.at(parent).first = after,
        }
        match some(after) {
            Some(after) => self.at(after).before = before,
            None => self.at(parent).last = before,
        }
        let node = self.at(id);
        (node.parent, node.before, node.after) = (NONE, NONE, NONE);
    }

    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(some(self.get(id).first), |&child| some(self.get(child).after))
    }

    /// Children that are elements.
    pub(super) fn elements(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        self.children(id).filter(|&child| self.tag(child) != Tag::Text)
    }

    /// Parent, grandparent and so on.
    pub(super) fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.parent(id), |&id| self.parent(id))
    }

    pub(super) fn is_within(&self, id: Id, tag: Tag) -> bool {
        self.ancestors(id).any(|ancestor| self.tag(ancestor) == tag)
    }

    /// The next node in order of text that is not inside `id`, within `top`.
    pub(super) fn next_outside(&self, id: Id, top: Id) -> Option<Id> {
        let mut at = id;
        while at != top {
            if let Some(after) = some(self.get(at).after) {
                return Some(after);
            }
            at = self.parent(at)?;
        }
        None
    }

    /// The next node in order of text, within `top`.
    pub(super) fn next(&self, id: Id, top: Id) -> Option<Id> {
        some(self.get(id).first).or_else(|| self.next_outside(id, top))
    }

    /// `top` and all below it, in order of text.
    pub(super) fn below(&self, top: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(Some(top), move |&id| self.next(id, top))
    }
}

pub(super) fn some(id: Id) -> Option<Id> {
    (id != NONE).then_some(id)
}
