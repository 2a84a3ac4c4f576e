//! All of a page, passage by passage, with what became of each.

use std::collections::HashMap;

use super::choose::Body;
use super::parse::Parsed;
use super::tag::Tag;
use super::tree::{Id, ROOT, some};

/// A passage of a page: a paragraph, or as much of it as had one fate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passage {
    /// Its words, parted by single blanks.
    pub words: String,
    /// Why it is not in the text; `None` if it is.
    pub dropped: Option<&'static str>,
}

/// The passages of a page whose `body` was chosen, in order.
pub(super) fn passages(page: &Parsed, body: Option<&Body>) -> Vec<Passage> {
    // The body's tree keeps the numbers that texts and elements have on the page.
    let kept: Vec<Id> = body.map_or_else(Vec::new, |body| body.tree.below(body.top).collect());
    let mut is_kept = vec![false; page.tree.nodes.len()];
    for id in kept {
        if let Some(kept) = is_kept.get_mut(id as usize) {
            *kept = true;
        }
    }
    let reasons: HashMap<Id, &'static str> =
        body.map_or_else(HashMap::new, |body| body.left_out.iter().copied().collect());
    let mut passages: Vec<Passage> = Vec::new();
    let mut goes_on = false;
    let mut open: Vec<(Id, Option<&'static str>)> = vec![(ROOT, None)];
    for id in page.tree.below(ROOT).skip(1) {
        let parent = page.tree.parent(id);
        while open.len() > 1 && open.last().map(|&(top, _)| top) != parent {
            let closed = open.pop();
            goes_on &= closed.is_none_or(|(id, _)| !parts(page.tree.tag(id)));
        }
        let held = open.last().and_then(|&(_, why)| why);
        let why = held.or_else(|| reasons.get(&id).copied());
        let node = page.tree.get(id);
        if node.tag == Tag::Text {
            let words: Vec<&str> = page.texts.of(node).split_whitespace().collect();
            if words.is_empty() {
                continue;
            }
            let kept = is_kept[id as usize];
            let dropped = if kept { None } else { Some(why.unwrap_or("outside the report")) };
            let words = words.join(" ");
            match passages.last_mut().filter(|last| goes_on && last.dropped == dropped) {
                Some(last) => last.words = format!("{} {words}", last.words),
                None => passages.push(Passage { words, dropped }),
            }
            goes_on = true;
        } else {
            goes_on &= !parts(node.tag);
            if some(node.first).is_some() {
                open.push((id, why));
            }
        }
    }
    passages.retain(|passage| passage.dropped != Some("not shown"));
    passages
}

fn parts(tag: Tag) -> bool {
    tag.is_block() || matches!(tag, Tag::Td | Tag::Th | Tag::Option | Tag::Button)
}
