//! What is taken out of a chosen body: forms, share buttons, lists of links, empty shells.

use super::choose::{LeftOut, Rules, weight};
use super::measure::{Measure, Measures};
use super::tag::Tag;
use super::tree::{Flag, Id, Texts, Tree, some};
use super::words::{Kind, Kinds};

/// An element to share is shorter than this.
const SHARE_CHARS: i64 = 500;

pub(super) fn clean(
    tree: &mut Tree,
    texts: &Texts,
    names: &[(Kinds, Kinds)],
    rules: Rules,
    top: Id,
    left_out: &mut LeftOut,
) {
    let mut measures = Measures::of(tree, texts, top);
    let mut data_tables = vec![false; tree.nodes.len()];
    for id in of_kind(tree, top, |tag| tag == Tag::Table) {
        if is_data_table(tree, id) {
            data_tables[id as usize] = true;
            measures.mark_data_table(tree, id);
        }
    }
    let mut cleaner = Cleaner { tree, texts, names, rules, top, measures, data_tables, left_out };
    cleaner.remove_doubtful("a form", |tag| matches!(tag, Tag::Form));
    cleaner.remove_doubtful("a form", |tag| matches!(tag, Tag::Fieldset));
    cleaner.remove_all("beside the text", |tag| {
        matches!(tag, Tag::Object | Tag::Embed | Tag::Footer | Tag::Link | Tag::Aside)
    });
    cleaner.remove_sharing();
    cleaner.remove_all("a form", |tag| {
        matches!(tag, Tag::Iframe | Tag::Input | Tag::Textarea | Tag::Select | Tag::Button)
    });
    cleaner.remove_bad_headings();
    cleaner.remove_doubtful("looks like layout", |tag| matches!(tag, Tag::Table));
    cleaner.remove_doubtful("looks like a list of links", |tag| matches!(tag, Tag::Ul));
    cleaner.remove_doubtful("more links or pictures than text", |tag| matches!(tag, Tag::Div));
}

struct Cleaner<'a> {
    tree: &'a mut Tree,
    texts: &'a Texts,
    names: &'a [(Kinds, Kinds)],
    rules: Rules,
    top: Id,
    measures: Measures,
    data_tables: Vec<bool>,
    left_out: &'a mut LeftOut,
}

/// The elements of a kind below `top`, last first, so that what is inside comes before what holds
/// it.
fn of_kind(tree: &Tree, top: Id, kind: impl Fn(Tag) -> bool) -> Vec<Id> {
    let mut found: Vec<Id> = tree.below(top).skip(1).filter(|&id| kind(tree.tag(id))).collect();
    found.reverse();
    found
}

impl Cleaner<'_> {
    fn remove(&mut self, id: Id, why: &'static str) {
        self.left_out.push((id, why));
        self.measures.remove(self.tree, id);
    }

    fn remove_all(&mut self, why: &'static str, kind: impl Fn(Tag) -> bool) {
        for id in of_kind(self.tree, self.top, kind) {
            self.remove(id, why);
        }
    }

    fn remove_sharing(&mut self) {
        let all: Vec<Id> = self.tree.below(self.top).skip(1).collect();
        for id in all.into_iter().rev() {
            let (class, by_id) = self.names.get(id as usize).copied().unwrap_or_default();
            if class.or(by_id).has(Kind::Share)
                && self.measures.get(id).chars < SHARE_CHARS
                && self.tree.parent(id) != Some(self.top)
            {
                self.remove(id, "to share it");
            }
        }
    }

    fn remove_bad_headings(&mut self) {
        for id in of_kind(self.tree, self.top, |tag| matches!(tag, Tag::H1 | Tag::H2)) {
            if weight(self.names, self.rules, id) < 0 {
                self.remove(id, "named as part of the page, by its class or id");
            }
        }
    }

    fn remove_doubtful(&mut self, why: &'static str, kind: impl Fn(Tag) -> bool) {
        if !self.rules.clean {
            return;
        }
        for id in of_kind(self.tree, self.top, kind) {
            if self.is_doubtful(id) {
                self.remove(id, why);
            }
        }
    }

    fn is_doubtful(&self, id: Id) -> bool {
        let tag = self.tree.tag(id);
        let measure = *self.measures.get(id);
        let in_data = self.tree.ancestors(id).any(|a| self.data_tables[a as usize]);
        if self.data_tables[id as usize] || in_data || measure.data_tables > 0 {
            return false;
        }
        if self.tree.is_within(id, Tag::Code) {
            return false;
        }
        let weight = weight(self.names, self.rules, id);
        if weight < 0 {
            return true;
        }
        if measure.commas >= 10 || measure.videos > 0 {
            return false;
        }
        let is_list =
            matches!(tag, Tag::Ul | Tag::Ol) || measure.list_chars * 10 > measure.chars * 9;
        self.is_advert(id, &measure)
            || (self.looks_empty(id, &measure, weight, is_list) && !self.is_gallery(id, is_list))
    }

    fn looks_empty(&self, id: Id, m: &Measure, weight: i64, is_list: bool) -> bool {
        let in_figure = self.tree.is_within(id, Tag::Figure);
        let density = m.link_density();
        let few_paragraphs = m.images > 1 && m.paragraphs * 2 < m.images;
        let bare_heading = m.heading_density() < 900
            && m.chars < 25
            && (m.images == 0 || m.images > 2)
            && density > 0;
        (!in_figure && few_paragraphs)
            || (!is_list && m.items - 100 > m.paragraphs)
            || m.inputs > m.paragraphs / 3
            || (!is_list && !in_figure && bare_heading)
            || (!is_list && weight < 25 && density > 200)
            || (weight >= 25 && density > 500)
            || (m.embeds == 1 && m.chars < 75)
            || m.embeds > 1
            || (m.images == 0 && m.textish_chars == 0)
    }

    /// A list of pictures, one an item.
    fn is_gallery(&self, id: Id, is_list: bool) -> bool {
        is_list && {
            let measure = self.measures.get(id);
            self.tree.elements(id).all(|child| self.tree.elements(child).nth(1).is_none())
                && measure.images == measure.items
                && measure.items > 0
        }
    }

    /// "Advertisement", "Loading…" and nothing else.
    fn is_advert(&self, id: Id, measure: &Measure) -> bool {
        if measure.chars == 0 || measure.chars > 20 {
            return false;
        }
        let text: String = self.tree.below(id).map(|id| self.texts.of(self.tree.get(id))).collect();
        let text = text.trim().trim_end_matches(['.', '…']).to_lowercase();
        matches!(
            text.as_str(),
            "ad" | "advertising"
                | "advertisement"
                | "pub"
                | "publicité"
                | "werb"
                | "werbung"
                | "广告"
                | "реклама"
                | "anuncio"
                | "loading"
                | "正在加载"
                | "загрузка"
                | "chargement"
                | "cargando"
        )
    }
}

/// Whether a table holds data and not the layout of the page.
fn is_data_table(tree: &Tree, table: Id) -> bool {
    let attributes = tree.get(table).attributes;
    if attributes.has(Flag::Layout) {
        return false;
    }
    if attributes.has(Flag::DataTable) {
        return true;
    }
    let (mut rows, mut columns, mut cells, mut tables) = (0, 0, 0, 0);
    for id in tree.below(table).skip(1) {
        match tree.tag(id) {
            Tag::Caption if some(tree.get(id).first).is_some() => return true,
            Tag::Col | Tag::Colgroup | Tag::Tfoot | Tag::Thead | Tag::Th => return true,
            Tag::Table => tables += 1,
            Tag::Tr => {
                rows += 1;
                cells = 0;
            }
            Tag::Td => {
                cells += 1;
                columns = columns.max(cells);
            }
            _ => {}
        }
    }
    if tables > 0 || columns <= 1 || rows <= 1 {
        return false;
    }
    rows >= 10 || columns > 4 || rows * columns > 10
}
