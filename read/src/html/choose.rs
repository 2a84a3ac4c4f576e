//! Which part of a page is its report: after the scoring of Mozilla's Readability, over a tree
//! whose texts still know their bytes.

use super::clean;
use super::measure::Measures;
use super::tag::Tag;
use super::tree::{Attributes, Flag, Id, NONE, ROOT, Texts, Tree, some};
use super::words::{Kind, Kinds, kinds};
use crate::deadline::Deadline;

/// A body shorter than this is looked for again, with fewer parts left out.
const SHORT: i64 = 500;
/// How many candidates are compared.
const CANDIDATES: usize = 5;

/// What is left out and weighed on one attempt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub(super) strip_unlikely: bool,
    pub(super) weigh_names: bool,
    pub(super) clean: bool,
}

/// The chosen body.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) tree: Tree,
    /// Holds the body and nothing else; hangs nowhere.
    pub(super) top: Id,
    /// The byline that was taken out of the text.
    pub(super) byline: Option<String>,
    /// What was taken out of the page, and why.
    pub(super) left_out: LeftOut,
}

/// Elements with the reason for which they are left out.
pub(super) type LeftOut = Vec<(Id, &'static str)>;

/// Chooses the body of a page, if it has one; `title` is what the page says its title is. `None`
/// where the choice takes too long.
pub(super) fn choose(
    page: &Tree,
    texts: &Texts,
    title: Option<&str>,
    deadline: Deadline,
) -> Option<Option<Body>> {
    let names: Vec<(Kinds, Kinds)> =
        page.nodes.iter().map(|node| (kinds(texts.class(node)), kinds(texts.id(node)))).collect();
    let mut best: Option<(i64, Body)> = None;
    for (strip_unlikely, weigh_names, clean) in
        [(true, true, true), (false, true, true), (false, false, true), (false, false, false)]
    {
        if deadline.is_over() {
            return None;
        }
        let rules = Rules { strip_unlikely, weigh_names, clean };
        let mut attempt = Attempt {
            tree: page.clone(),
            texts,
            names: &names,
            rules,
            title,
            byline: None,
            left_out: Vec::new(),
        };
        let top = attempt.run();
        let length = Measures::of(&attempt.tree, texts, top).get(top).chars;
        let Attempt { tree, byline, left_out, .. } = attempt;
        let body = Body { tree, top, byline, left_out };
        if length >= SHORT {
            return Some(Some(body));
        }
        if best.as_ref().is_none_or(|(longest, _)| length > *longest) {
            best = Some((length, body));
        }
    }
    Some(best.filter(|(length, _)| *length > 0).map(|(_, body)| body))
}

struct Attempt<'a> {
    tree: Tree,
    texts: &'a Texts,
    names: &'a [(Kinds, Kinds)],
    rules: Rules,
    title: Option<&'a str>,
    byline: Option<String>,
    left_out: LeftOut,
}

/// Points of each node, in twelfths so that halves and thirds stay whole; `None` if it is no
/// candidate.
type Scores = Vec<Option<i64>>;

impl Attempt<'_> {
    fn run(&mut self) -> Id {
        let to_score = self.prepare();
        let measures = Measures::of(&self.tree, self.texts, ROOT);
        let mut scores: Scores = vec![None; self.tree.nodes.len()];
        let mut candidates = Vec::new();
        for id in to_score {
            self.score(id, &measures, &mut scores, &mut candidates);
        }
        for &id in &candidates {
            let density = measures.get(id).link_density().min(1000);
            if let Some(score) = &mut scores[id as usize] {
                *score = *score * (1000 - density) / 1000;
            }
        }
        let top = self.top_candidate(&candidates, &mut scores);
        let article = self.with_siblings(top, &measures, &scores);
        let left_out = &mut self.left_out;
        clean::clean(&mut self.tree, self.texts, self.names, self.rules, article, left_out);
        article
    }

    fn kinds(&self, id: Id) -> Kinds {
        self.names.get(id as usize).map_or_else(Kinds::default, |(class, id)| class.or(*id))
    }

    fn weight(&self, id: Id) -> i64 {
        weight(self.names, self.rules, id)
    }

    /// Leaves out what is not read, makes paragraphs of bare lines, and lists what is to be
    /// scored.
    fn prepare(&mut self) -> Vec<Id> {
        let measures = Measures::of(&self.tree, self.texts, ROOT);
        let mut to_score = Vec::new();
        let mut title_to_remove = true;
        let mut next = Some(ROOT);
        while let Some(id) = next {
            let tag = self.tree.tag(id);
            if id != ROOT
                && let Some(why) = self.left_out_for(id, &measures, &mut title_to_remove)
            {
                self.left_out.push((id, why));
                next = self.tree.next_outside(id, ROOT);
                self.tree.remove(id);
                continue;
            }
            match tag {
                Tag::Section
                | Tag::H2
                | Tag::H3
                | Tag::H4
                | Tag::H5
                | Tag::H6
                | Tag::P
                | Tag::Td
                | Tag::Pre => to_score.push(id),
                Tag::Div => {
                    let measure = *measures.get(id);
                    let wrapped = measure.blocks > 0 && self.wrap_lines(id, &measures);
                    if let Some(p) = self.only_paragraph(id)
                        && measure.link_density() < 250
                    {
                        self.tree.remove(p);
                        self.tree.insert_before(id, p);
                        self.tree.remove(id);
                        to_score.push(p);
                        next = self.tree.next(p, ROOT);
                        continue;
                    } else if measure.dividers == 0 && !wrapped {
                        self.tree.at(id).tag = Tag::P;
                        to_score.push(id);
                    }
                }
                _ => {}
            }
            next = self.tree.next(id, ROOT);
        }
        to_score
    }

    /// Why an element is left out before anything is scored.
    fn left_out_for(
        &mut self,
        id: Id,
        measures: &Measures,
        title_to_remove: &mut bool,
    ) -> Option<&'static str> {
        let node = self.tree.get(id);
        let tag = node.tag;
        if tag == Tag::Text {
            return None;
        }
        let attributes = node.attributes;
        if tag.is_unread() || attributes.has(Flag::Hidden) || attributes.has(Flag::ModalDialog) {
            return Some("not shown");
        }
        let measure = measures.get(id);
        let kinds = self.kinds(id);
        if self.byline.is_none()
            && (attributes.has(Flag::Author) || kinds.has(Kind::Byline))
            && measure.chars > 0
            && measure.chars < 100
        {
            self.byline = Some(self.byline_of(id));
            return Some("byline");
        }
        if *title_to_remove && matches!(tag, Tag::H1 | Tag::H2) && self.repeats_title(id) {
            *title_to_remove = false;
            return Some("repeats the title");
        }
        if self.rules.strip_unlikely {
            if kinds.has(Kind::Unlikely)
                && !kinds.has(Kind::Maybe)
                && tag != Tag::A
                && !self.tree.is_within(id, Tag::Table)
                && !self.tree.is_within(id, Tag::Code)
            {
                return Some("named as part of the page, by its class or id");
            }
            if attributes.has(Flag::UnlikelyRole) {
                return Some("named as part of the page, by its role");
            }
        }
        let may_be_empty = matches!(tag, Tag::Div | Tag::Section | Tag::Header) || tag.is_heading();
        let is_empty = may_be_empty
            && measure.chars == 0
            && self.tree.elements(id).count() as i64 == measure.breaks;
        is_empty.then_some("empty")
    }

    fn text(&self, id: Id) -> String {
        let texts = self.tree.below(id).map(|id| self.texts.of(self.tree.get(id)));
        texts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }

    fn byline_of(&self, id: Id) -> String {
        let name = self
            .tree
            .below(id)
            .find(|&below| self.tree.get(below).attributes.has(Flag::AuthorName));
        self.text(name.unwrap_or(id))
    }

    /// Whether three quarters of a heading stand in the title.
    fn repeats_title(&self, id: Id) -> bool {
        let Some(title) = self.title else { return false };
        let heading = self.text(id).to_lowercase();
        let title = title.to_lowercase();
        let words = |text: &str| -> Vec<String> {
            text.split(|c: char| !c.is_alphanumeric() && c != '_')
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let (title, heading) = (words(&title), words(&heading));
        if title.is_empty() || heading.is_empty() || heading.len() > 200 {
            return false;
        }
        let length = |words: &[&String]| {
            words.iter().map(|word| word.chars().count()).sum::<usize>()
                + words.len().saturating_sub(1)
        };
        let all: Vec<&String> = heading.iter().collect();
        let new: Vec<&String> = heading.iter().filter(|word| !title.contains(word)).collect();
        length(&new) * 4 < length(&all)
    }

    /// Whether a node is part of a line of text.
    fn is_in_line(&self, id: Id, measures: &Measures) -> bool {
        let tag = self.tree.tag(id);
        tag.is_phrasing()
            || (matches!(tag, Tag::A | Tag::Del | Tag::Ins)
                && self.measure(id, measures).is_none_or(|m| m.blocks == 0))
    }

    fn measure<'m>(&self, id: Id, measures: &'m Measures) -> Option<&'m super::measure::Measure> {
        ((id as usize) < self.names.len()).then(|| measures.get(id))
    }

    fn is_blank(&self, id: Id) -> bool {
        let node = self.tree.get(id);
        match node.tag {
            Tag::Text => self.texts.of(node).bytes().all(|b| b.is_ascii_whitespace()),
            tag => tag == Tag::Br,
        }
    }

    /// Puts lines that stand bare between the blocks of `div` into paragraphs.
    fn wrap_lines(&mut self, div: Id, measures: &Measures) -> bool {
        let mut wrapped = false;
        let mut paragraph = NONE;
        let mut next = some(self.tree.get(div).first);
        while let Some(child) = next {
            next = some(self.tree.get(child).after);
            if !self.is_in_line(child, measures) {
                self.trim_end(paragraph);
                paragraph = NONE;
            } else if paragraph != NONE {
                self.tree.remove(child);
                self.tree.append(paragraph, child);
            } else if !self.is_blank(child) {
                paragraph = self.tree.add(Tag::P, Attributes::default());
                self.tree.insert_before(child, paragraph);
                self.tree.remove(child);
                self.tree.append(paragraph, child);
                wrapped = true;
            }
        }
        self.trim_end(paragraph);
        wrapped
    }

    fn trim_end(&mut self, paragraph: Id) {
        while let Some(last) = some(paragraph).and_then(|p| some(self.tree.get(p).last))
            && self.is_blank(last)
        {
            self.tree.remove(last);
        }
    }

    /// The paragraph that is all that `div` holds.
    fn only_paragraph(&self, div: Id) -> Option<Id> {
        let mut elements = self.tree.elements(div);
        let only = elements.next().filter(|_| elements.next().is_none())?;
        let bare = self.tree.children(div).all(|child| child == only || self.is_blank(child));
        (self.tree.tag(only) == Tag::P && bare).then_some(only)
    }

    fn score(&self, id: Id, measures: &Measures, scores: &mut Scores, candidates: &mut Vec<Id>) {
        let measure = measures.get(id);
        if measure.chars < 25 {
            return;
        }
        let points = 2 + measure.commas + (measure.chars / 100).min(3);
        for (level, ancestor) in self.tree.ancestors(id).take(5).enumerate() {
            let score = &mut scores[ancestor as usize];
            if score.is_none() {
                *score = Some(self.first_score(ancestor));
                candidates.push(ancestor);
            }
            let share = match level {
                0 => 12,
                1 => 6,
                level => 12 / (3 * level as i64).max(1),
            };
            *score = score.map(|score| score + points * share);
        }
    }

    fn first_score(&self, id: Id) -> i64 {
        let points = match self.tree.tag(id) {
            Tag::Div => 5,
            Tag::Pre | Tag::Td | Tag::Blockquote => 3,
            Tag::Address | Tag::Ol | Tag::Ul | Tag::Dl | Tag::Dd | Tag::Dt | Tag::Li => -3,
            Tag::Form => -3,
            Tag::Th => -5,
            tag if tag.is_heading() => -5,
            _ => 0,
        };
        12 * (points + self.weight(id))
    }

    fn top_candidate(&mut self, candidates: &[Id], scores: &mut Scores) -> Id {
        let mut ranked: Vec<Id> = candidates.to_vec();
        let of = |scores: &Scores, id: Id| scores.get(id as usize).copied().flatten();
        ranked.sort_by_key(|&id| std::cmp::Reverse(of(scores, id))); // stable: ties as in text
        ranked.truncate(CANDIDATES);
        let Some(&top) = ranked.first().filter(|&&top| top != ROOT) else {
            return self.whole_body();
        };
        let top_score = of(scores, top).unwrap_or(0);
        let top = self.shared_ancestor(top, top_score, &ranked, scores);
        let score = *scores[top as usize].get_or_insert(0);
        let top = self.better_ancestor(top, score, scores);
        let top = self.out_of_only_children(top);
        if scores[top as usize].is_none() {
            scores[top as usize] = Some(self.first_score(top));
        }
        top
    }

    /// All of the page, in an element of its own.
    fn whole_body(&mut self) -> Id {
        let top = self.tree.add(Tag::Div, Attributes::default());
        let children: Vec<Id> = self.tree.children(ROOT).collect();
        for child in children {
            self.tree.remove(child);
            self.tree.append(top, child);
        }
        self.tree.append(ROOT, top);
        top
    }

    /// The nearest ancestor that the best candidate shares with three others as good.
    fn shared_ancestor(&self, top: Id, top_score: i64, ranked: &[Id], scores: &Scores) -> Id {
        let good: Vec<Id> = ranked[1..]
            .iter()
            .copied()
            .filter(|&id| scores[id as usize].unwrap_or(0) * 4 >= top_score * 3)
            .collect();
        if good.len() < 3 {
            return top;
        }
        let shared = self.tree.ancestors(top).take_while(|&id| id != ROOT).find(|&id| {
            good.iter().filter(|&&other| self.tree.ancestors(other).any(|a| a == id)).count() >= 3
        });
        shared.unwrap_or(top)
    }

    /// An ancestor with more points, if the points do not fall off below it.
    fn better_ancestor(&self, top: Id, score: i64, scores: &Scores) -> Id {
        let mut last = score;
        for ancestor in self.tree.ancestors(top).take_while(|&id| id != ROOT) {
            let Some(score_here) = scores.get(ancestor as usize).copied().flatten() else {
                continue;
            };
            if score_here * 3 < score {
                return top;
            }
            if score_here > last {
                return ancestor;
            }
            last = score_here;
        }
        top
    }

    fn out_of_only_children(&self, top: Id) -> Id {
        let mut top = top;
        while let Some(parent) = self.tree.parent(top)
            && parent != ROOT
            && self.tree.elements(parent).count() == 1
        {
            top = parent;
        }
        top
    }

    /// The best candidate with the siblings that read like it.
    fn with_siblings(&mut self, top: Id, measures: &Measures, scores: &Scores) -> Id {
        let score = scores.get(top as usize).copied().flatten().unwrap_or(0);
        let threshold = (12 * 10).max(score / 5);
        let Some(parent) = self.tree.parent(top) else { return top };
        let class = self.texts.class(self.tree.get(top)).to_owned();
        let chosen: Vec<Id> = self
            .tree
            .elements(parent)
            .filter(|&sibling| {
                sibling == top || {
                    let same =
                        !class.is_empty() && self.texts.class(self.tree.get(sibling)) == class;
                    let bonus = if same { score / 5 } else { 0 };
                    let own = scores.get(sibling as usize).copied().flatten();
                    own.is_some_and(|own| own + bonus >= threshold)
                        || self.is_loose_paragraph(sibling, measures)
                }
            })
            .collect();
        let article = self.tree.add(Tag::Div, Attributes::default());
        for id in chosen {
            self.tree.remove(id);
            if !matches!(
                self.tree.tag(id),
                Tag::Div | Tag::Article | Tag::Section | Tag::P | Tag::Ol | Tag::Ul
            ) {
                self.tree.at(id).tag = Tag::Div;
            }
            self.tree.append(article, id);
        }
        article
    }

    fn is_loose_paragraph(&self, id: Id, measures: &Measures) -> bool {
        if self.tree.tag(id) != Tag::P {
            return false;
        }
        let measure = measures.get(id);
        let density = measure.link_density();
        if measure.chars > 80 {
            density < 250
        } else {
            measure.chars > 0 && density == 0 && {
                let text = self.text(id);
                text.ends_with('.') || text.contains(". ")
            }
        }
    }
}

pub(super) fn weight(names: &[(Kinds, Kinds)], rules: Rules, id: Id) -> i64 {
    match names.get(id as usize) {
        Some((class, id)) if rules.weigh_names => i64::from(class.weight() + id.weight()),
        _ => 0,
    }
}
