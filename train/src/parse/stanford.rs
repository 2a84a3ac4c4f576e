//! From the Stanford dependencies of the silver files (UD v1) to UD v2 as the English treebanks
//! have it: `cc` and commas go to the conjunct that follows, first names head their names, PPs of
//! predicates are obliques.

use onrecord_article::Relation;

use super::corpus::{Sentence, is_tree};
use crate::silver;

/// Trees of silver documents. A sentence that its parser could not analyze (`dep`) is left out.
pub(super) fn sentences(documents: &[silver::Document]) -> Vec<Sentence> {
    documents
        .iter()
        .flat_map(|document| &document.sentences)
        .filter(|s| s.tokens.iter().all(|token| token.relation != "dep"))
        .filter_map(|sentence| convert(&sentence.tokens))
        .collect()
}

fn convert(tokens: &[silver::Token]) -> Option<Sentence> {
    let root = tokens.len();
    let mut tree = Sentence {
        forms: tokens.iter().map(|token| form(&token.word).to_owned()).collect(),
        heads: tokens.iter().map(|token| token.head.unwrap_or(root) as u32).collect(),
        relations: Vec::new(),
        silver: true,
    };
    if !(2..=100).contains(&root) || !is_tree(&tree.heads) {
        return None;
    }
    tree.relations = (0..root).map(|at| relation(tokens, at)).collect();
    coordinate(&mut tree);
    for end in (0..root).rev() {
        head_name(tokens, &mut tree, end);
    }
    is_tree(&tree.heads).then_some(tree)
}

pub(super) fn form(word: &str) -> &str {
    match word {
        "-LRB-" => "(",
        "-RRB-" => ")",
        "``" | "''" => "\"",
        word => word,
    }
}

fn relation(tokens: &[silver::Token], at: usize) -> Relation {
    let token = &tokens[at];
    let Some(head) = token.head else { return Relation::Root };
    let has = |of: usize, name: &str| {
        tokens.iter().any(|other| other.head == Some(of) && other.relation == name)
    };
    let predicate =
        tokens[head].tag.starts_with(['V', 'J', 'R', 'M']) || (at < head && has(head, "cop"));
    match token.relation.as_str() {
        "dobj" => Relation::Obj,
        "nsubjpass" => Relation::NsubjPass,
        "csubjpass" => Relation::CsubjPass,
        "auxpass" => Relation::AuxPass,
        "neg" if token.tag == "DT" => Relation::Det,
        "neg" => Relation::Advmod,
        "mwe" => Relation::Fixed,
        "name" => Relation::Flat,
        "nmod:tmod" | "nmod:npmod" if predicate => Relation::OblUnmarked,
        "nmod:tmod" | "nmod:npmod" => Relation::NmodUnmarked,
        "nmod" if predicate => {
            let by = |other: &silver::Token| {
                other.head == Some(at) && other.relation == "case" && other.word == "by"
            };
            let agent = tokens[head].tag == "VBN" && tokens.iter().any(by);
            if agent { Relation::OblAgent } else { Relation::Obl }
        }
        "nmod" => Relation::Nmod,
        name => Relation::from_name(name).unwrap_or_default(),
    }
}

/// Hangs `cc`, and the commas before conjuncts, on the conjunct that follows.
fn coordinate(tree: &mut Sentence) {
    for at in 0..tree.len() {
        let head = tree.heads[at];
        if !matches!(tree.relations[at], Relation::Cc | Relation::Punct) || head as usize > at {
            continue;
        }
        let next = (at + 1..tree.len()).find(|&other| {
            tree.heads[other] == head
                && !matches!(tree.relations[other], Relation::Cc | Relation::Punct)
        });
        if let Some(next) = next
            && tree.relations[next] == Relation::Conj
        {
            tree.heads[at] = next as u32;
        }
    }
}

/// "Venezuelan President Nicolas Maduro": the last word heads the rest as compounds; here the
/// first name heads the last one (`flat`), and a title hangs on it (`nmod:desc`).
fn head_name(tokens: &[silver::Token], tree: &mut Sentence, end: usize) {
    let person = |at: usize| tokens[at].entity == "PERSON" && tokens[at].tag.starts_with("NNP");
    if !person(end) {
        return;
    }
    let part = |at: usize| tree.relations[at] == Relation::Compound && tree.heads[at] == end as u32;
    let mut first = end;
    while first > 0 && person(first - 1) && part(first - 1) {
        first -= 1;
    }
    let mut at = first;
    while at > 0 && part(at - 1) {
        at -= 1;
        if tokens[at].tag.starts_with("NN")
            && !person(at)
            && (tokens[at].entity == "O" || at + 1 == first)
        {
            tree.relations[at] = Relation::NmodDesc;
            break;
        }
    }
    if first == end {
        return;
    }
    for head in &mut tree.heads {
        if *head == end as u32 {
            *head = first as u32;
        }
    }
    (tree.heads[first], tree.relations[first]) = (tree.heads[end], tree.relations[end]);
    for at in first + 1..=end {
        (tree.heads[at], tree.relations[at]) = (first as u32, Relation::Flat);
    }
}
