//! Phrases read off the tree: noun phrases, subjects, verb groups.

use std::ops::Range;

use onrecord_article::{Relation, Upos, VerbForm};

use crate::page::Page;

/// A phrase reaches at most this many tokens to either side of its head, and a token lies at most
/// this deep under it: keeps the time linear whatever the text.
const REACH: usize = 80;
const DEPTH: usize = 40;

/// The tokens under `token`, itself included, as far as they are one unbroken range.
pub(crate) fn subtree(page: &Page, token: usize) -> Range<usize> {
    let sentence = page.sentence(token);
    let first = sentence.start.max(token.saturating_sub(REACH));
    let last = sentence.end.min(token + REACH);
    let under = |mut at: usize| {
        for _ in 0..DEPTH {
            if at == token {
                return true;
            }
            match page.analysis.head(at) {
                Some(head) => at = head,
                None => return false,
            }
        }
        false
    };
    let (mut start, mut end) = (token, token + 1);
    while start > first && under(start - 1) {
        start -= 1;
    }
    while end < last && under(end) {
        end += 1;
    }
    start..end
}

/// The dependents of a token, in order of text.
pub(crate) fn children<'p>(page: &'p Page, token: usize) -> impl Iterator<Item = usize> + 'p {
    let sentence = page.sentence(token);
    let first = sentence.start.max(token.saturating_sub(REACH));
    let last = sentence.end.min(token + REACH);
    (first..last).filter(move |&child| page.analysis.head(child) == Some(token))
}

/// The noun phrase that a token heads: without marks at its ends, without a clause after a comma
/// ("the ministry, which met on Monday"), without a verb beside it.
pub(crate) fn noun_phrase(page: &Page, head: usize) -> Range<usize> {
    let all = subtree(page, head);
    let mut end = head + 1;
    for at in head + 1..all.end {
        if page.is_quote(at) && !page.is(at, "'") && !page.is(at, "’") {
            break;
        }
        if page.is(at, ",") {
            let next = at + 1;
            let clause = page.is_any(next, &["who", "which", "whose", "where", "whom", "when"])
                || page.verb_form(next) == VerbForm::Gerund;
            if clause || page.is_quote(next) {
                break;
            }
        }
        if page.is_any(at, &[";", ":", "—", "–", "―", "--"]) {
            break;
        }
        end = at + 1;
    }
    let start = (all.start..head)
        .rev()
        .find(|&at| page.is_mark(at) && !page.is_any(at, &["-", "&", ".", "/", "$", "#", "'"]))
        .map_or(all.start, |mark| mark + 1);
    let mut range = start..end;
    while range.end > head + 1 && page.is_mark(range.end - 1) {
        range.end -= 1;
    }
    skip_into(page, range, head)
}

/// Leaves out conjunctions and adverbs before the phrase itself: "But the minister".
fn skip_into(page: &Page, mut range: Range<usize>, head: usize) -> Range<usize> {
    while range.start < head && matches!(page.upos(range.start), Upos::Cconj | Upos::Sconj) {
        range.start += 1;
    }
    range
}

/// The token that heads a range: the one whose own head lies outside it.
pub(crate) fn head_of(page: &Page, tokens: Range<usize>) -> Option<usize> {
    let inside = tokens.clone();
    tokens
        .clone()
        .take(REACH)
        .find(|&at| {
            !page.is_mark(at) && page.analysis.head(at).is_none_or(|head| !inside.contains(&head))
        })
        .or((!tokens.is_empty()).then_some(tokens.start))
}

/// The subject of a verb: its own, or that of the verb it hangs on where it has none.
pub(crate) fn subject(page: &Page, verb: usize) -> Option<usize> {
    let mut at = verb;
    for _ in 0..5 {
        let own = children(page, at).find(|&child| page.relation(child).is_nsubj());
        if let Some(own) = own.filter(|&own| page.relation(own) != Relation::NsubjPass) {
            return Some(own);
        }
        if own.is_some() {
            return None;
        }
        let relation = page.relation(at);
        let head = page.analysis.head(at)?;
        match relation {
            Relation::Acl if !page.is_verb(head) => return Some(head),
            Relation::AclRelcl => return None,
            Relation::Conj
            | Relation::Advcl
            | Relation::Xcomp
            | Relation::Parataxis
            | Relation::Acl
            | Relation::Dep
            | Relation::Aux
            | Relation::Cop => at = head,
            _ => return None,
        }
    }
    None
}

/// Verbs that another one hangs on with "to": expected to say, declined to comment.
const BEFORE_TO: &[&str] = &[
    "expect",
    "plan",
    "decline",
    "refuse",
    "want",
    "go",
    "set",
    "hope",
    "intend",
    "continue",
    "seem",
    "appear",
    "begin",
    "start",
    "try",
    "have",
    "use",
    "due",
    "likely",
    "ready",
    "able",
    "schedule",
    "decide",
    "fail",
    "rush",
    "seek",
    "promise",
    "vow",
    "need",
    "ought",
    "unable",
    "willing",
    "unwilling",
    "reluctant",
    "quick",
    "prepare",
    "wish",
    "mean",
    "like",
];

/// The whole verb group of a verb: "did not immediately say", "is expected to announce",
/// "pointed out".
pub(crate) fn verb_group(page: &Page, verb: usize) -> Range<usize> {
    let sentence = page.sentence(verb);
    let mut start = verb;
    while start > sentence.start && verb - start < 12 {
        let before = start - 1;
        let joins = match page.upos(before) {
            Upos::Aux => true,
            Upos::Adv => !page.is_any(before, &["how", "why", "when", "where", "however", "so"]),
            Upos::Part if page.is_any(before, &["not", "n't", "n’t"]) => true,
            Upos::Part => {
                page.is(before, "to")
                    && before > sentence.start
                    && BEFORE_TO.contains(&page.lemma(before - 1))
            }
            Upos::Verb | Upos::Adj => {
                page.is(start, "to") && BEFORE_TO.contains(&page.lemma(before))
            }
            _ => false,
        };
        if !joins {
            break;
        }
        start = before;
    }
    let mut end = verb + 1;
    while end < sentence.end
        && (page.relation(end) == Relation::CompoundPrt
            || page.lemma(verb) == "point" && end == verb + 1 && page.is(end, "out"))
    {
        end += 1;
    }
    start..end
}

const PERSONAL: &[&str] = &["I", "you", "he", "she", "it", "we", "they"];

/// The noun phrase that ends where a verb group begins, read off the tags alone: for verbs to
/// which the tree gives no subject. An aside between commas is stepped over and belongs to it.
pub(crate) fn noun_phrase_before(page: &Page, end: usize) -> Option<Range<usize>> {
    let first = page.sentence(end).start.max(end.saturating_sub(REACH));
    let mut at = end;
    if at > first && page.is(at - 1, ",") {
        at = (first..at - 1).rev().take(REACH / 2).find(|&k| page.is(k, ","))?;
    }
    if at > first && page.is_any(at - 1, PERSONAL) {
        return Some(at - 1..end); // "at the bottom it reads"
    }
    let (mut start, mut noun) = (at, false);
    while start > first {
        let before = start - 1;
        if page.is_any(before, &["what", "who", "which", "that", "whom"]) {
            break;
        }
        let joins = match page.upos(before) {
            Upos::Noun | Upos::Propn | Upos::Pron => {
                noun = true;
                true
            }
            Upos::Det | Upos::Adj | Upos::Num => true,
            // "one of the leading officials"
            Upos::Verb => noun && before > first && page.upos(before - 1) == Upos::Det,
            Upos::Adp => page.is_any(before, &["of", "for", "in", "at", "from", "on", "with"]),
            Upos::Part | Upos::Punct => {
                page.is_any(before, &["'s", "’s", "'", "’", "-"]) && !page.is_any(before, &[","])
            }
            _ => false,
        };
        if !joins {
            break;
        }
        start = before;
    }
    while start < at && matches!(page.upos(start), Upos::Adp | Upos::Punct | Upos::Part) {
        start += 1;
    }
    let emphatic = ["himself", "herself", "itself", "themselves"];
    if noun && at == end && end > start + 1 && page.is_any(end - 1, &emphatic) {
        return Some(start..end - 1);
    }
    noun.then_some(start..end)
}

/// The subject phrase of a verb, by the tree or else by the tags.
pub(crate) fn subject_phrase(
    page: &Page,
    verb: usize,
    group: Range<usize>,
) -> Option<Range<usize>> {
    let by_tree = subject(page, verb).map(|head| noun_phrase(page, head));
    by_tree.filter(|phrase| !phrase.contains(&verb)).or_else(|| {
        let finite = page.verb_form(verb) != VerbForm::Gerund;
        let own = if finite { noun_phrase_before(page, group.start) } else { None };
        own.or_else(|| shared_subject(page, group.start))
    })
}

/// The subject of the nearest finite verb before: "thanked Iran and said", "left, saying".
fn shared_subject(page: &Page, before: usize) -> Option<Range<usize>> {
    let first = page.sentence(before).start.max(before.saturating_sub(REACH));
    let joined = before > first
        && (page.is_any(before - 1, &["and", ",", "but", "also"]) || page.is_quote(before - 1));
    let finite = |&at: &usize| {
        matches!(page.verb_form(at), VerbForm::Past | VerbForm::Present)
            && page.upos(at) == Upos::Verb
    };
    let verbs = (first..before).rev().filter(finite).take(4);
    // "stressed that his country considers it so, saying": not the country.
    let free = |phrase: &Range<usize>| {
        let before = phrase.start.checked_sub(1);
        before.is_none_or(|at| !page.is_any(at, &["that", "which", "who", "because", "if", "as"]))
    };
    let subject = |verb| noun_phrase_before(page, verb_group(page, verb).start).filter(free);
    joined.then(|| verbs.filter_map(subject).next())?
}

/// The noun phrase that begins at a token, read off the tags alone: after a verb that stands
/// before its subject. An apposition after a comma belongs to it.
pub(crate) fn noun_phrase_after(page: &Page, start: usize) -> Option<Range<usize>> {
    let last = page.paragraph(start).end.min(start + REACH / 2);
    let (mut end, mut noun) = (start, false);
    while end < last {
        let joins = match page.upos(end) {
            Upos::Noun | Upos::Propn => {
                noun = true;
                true
            }
            Upos::Pron => {
                noun = true;
                end == start
            }
            Upos::Det | Upos::Adj | Upos::Num => true,
            Upos::Adp => noun && page.is_any(end, &["of", "for", "in", "at", "from", "with"]),
            Upos::Part => page.is_owner_mark(end),
            Upos::Punct if page.is_any(end, &["'s", "’s", "'", "’", "-"]) => true,
            Upos::Punct if page.is(end, ",") => {
                noun && matches!(page.upos(end + 1), Upos::Det | Upos::Noun | Upos::Propn)
                    && !page.is_quote(end + 1)
            }
            _ => false,
        };
        if !joins {
            break;
        }
        end += 1;
    }
    while end > start && matches!(page.upos(end - 1), Upos::Adp | Upos::Punct | Upos::Det) {
        end -= 1;
    }
    noun.then_some(start..end)
}
