//! Two line breaks in a row stand for a paragraph.

use super::tag::Tag;
use super::tree::{Attributes, Id, NONE, ROOT, Texts, Tree, some};

/// Puts what follows a run of two or more `<br>` into a paragraph of its own.
pub(super) fn to_paragraphs(tree: &mut Tree, texts: &Texts) {
    let breaks: Vec<Id> = tree.below(ROOT).filter(|&id| tree.tag(id) == Tag::Br).collect();
    for id in breaks {
        if tree.get(id).parent == NONE || !remove_following_breaks(tree, texts, id) {
            continue;
        }
        let paragraph = tree.add(Tag::P, Attributes::default());
        tree.insert_before(id, paragraph);
        tree.remove(id);
        let mut next = some(tree.get(paragraph).after);
        while let Some(id) = next {
            if !is_in_line(tree, id) || (tree.tag(id) == Tag::Br && break_follows(tree, texts, id))
            {
                break;
            }
            next = some(tree.get(id).after);
            tree.remove(id);
            tree.append(paragraph, id);
        }
        if let Some(parent) = tree.parent(paragraph)
            && tree.tag(parent) == Tag::P
        {
            tree.at(parent).tag = Tag::Div;
        }
    }
}

fn is_in_line(tree: &Tree, id: Id) -> bool {
    let tag = tree.tag(id);
    tag.is_phrasing()
        || (matches!(tag, Tag::A | Tag::Del | Tag::Ins)
            && tree.children(id).all(|child| tree.tag(child).is_phrasing()))
}

/// The next sibling that is not white space.
fn next_element(tree: &Tree, texts: &Texts, id: Id) -> Option<Id> {
    let mut next = some(tree.get(id).after);
    while let Some(id) = next
        && tree.tag(id) == Tag::Text
        && texts.of(tree.get(id)).bytes().all(|b| b.is_ascii_whitespace())
    {
        next = some(tree.get(id).after);
    }
    next
}

fn break_follows(tree: &Tree, texts: &Texts, id: Id) -> bool {
    next_element(tree, texts, id).is_some_and(|next| tree.tag(next) == Tag::Br)
}

fn remove_following_breaks(tree: &mut Tree, texts: &Texts, id: Id) -> bool {
    let mut removed = false;
    while let Some(next) = next_element(tree, texts, id)
        && tree.tag(next) == Tag::Br
    {
        tree.remove(next);
        removed = true;
    }
    removed
}
