//! The words for the one addressed: where they begin and how far they go.

use std::ops::Range;

use onrecord_article::{Relation, Span, Upos, VerbForm};

use super::addressee::is_listed;
use super::nouns::{ANYBODY, ends_in_age, is_month, is_newsman, is_time, plain};
use crate::page::Page;
use crate::phrases::{noun_phrase_after, subtree};
use crate::statements::draft::Draft;

/// What is a phrase of its own: "told me the road was closed".
const PERSONAL: &[&str] = &["me", "us", "him", "them", "you"];

/// "those waiting outside"
const THOSE: usize = 3;
/// No phrase for somebody is longer.
const LONGEST: usize = 16;

/// The noun phrase that begins a range.
pub(crate) fn phrase(page: &Page, tokens: Range<usize>) -> Option<Span> {
    // “the people with spanners”
    if page.is_quote(tokens.start) {
        let inside = tokens.start + 1..tokens.end.min(tokens.start + LONGEST);
        let close = inside.clone().find(|&at| page.is_quote(at)).unwrap_or(inside.end);
        let asks = page.is_any(inside.start, &["how", "what", "why", "when", "who", "which"]);
        let noun = !asks && (inside.start..close).any(|at| page.is_noun(at));
        return page.span(inside.start..close).filter(|_| noun);
    }
    if page.is_any(tokens.start, PERSONAL) && tokens.start < tokens.end {
        return page.span(tokens.start..tokens.start + 1);
    }
    // "offered **her** nine marks more": she, where nothing follows that is hers.
    let hers = |next: usize| {
        let bare = [Upos::Det, Upos::Adp, Upos::Sconj, Upos::Part, Upos::Punct, Upos::Aux];
        next < tokens.end && !bare.contains(&page.upos(next))
    };
    if !tokens.is_empty() && page.is(tokens.start, "her") && !hers(tokens.start + 1) {
        return page.span(tokens.start..tokens.start + 1);
    }
    let mut end = tokens.start;
    let (mut noun, mut any) = (false, false);
    for at in tokens.clone().take(LONGEST) {
        // "residents of low-lying areas"
        let after_of = at > tokens.start && page.is(at - 1, "of");
        let joins = match page.upos(at) {
            // "both of them", "those present"
            Upos::Det | Upos::Num if page.is(at + 1, "of") && at == tokens.start => {
                noun = true;
                true
            }
            Upos::Adj | Upos::Adv | Upos::Adp
                if (page.is_any(at - usize::from(at > 0), ANYBODY)
                    || at > tokens.start + 1
                        && page.is(at - 2, "those")
                        && page.is_verb(at - 1))
                    && (page.upos(at) == Upos::Adj
                        || page.is_mark(at + 1)
                        || at + 1 == tokens.end) =>
            {
                noun = true;
                true
            }
            Upos::Det | Upos::Adj => {
                // "her 12-year-**old** son"
                let joined =
                    at > tokens.start && (page.upos(at - 1) == Upos::Adj || page.is(at - 1, "-"));
                !noun || after_of || joined
            }
            Upos::Num => !noun || !page.is_noun(at - 1),
            // "warned both captains"
            Upos::Cconj if at == tokens.start && page.is(at, "both") => true,
            // "well-wishers"
            Upos::Adv if page.is(at + 1, "-") => true,
            // "told **the displaced** that"
            Upos::Verb
                if at == tokens.start + 1
                    && page.is(at - 1, "the")
                    && page.verb_form(at) == VerbForm::PastParticiple
                    && !page.is_noun(at + 1) =>
            {
                noun = true;
                true
            }
            // "nearly 300 guests", "more than 300 guests"
            Upos::Adv => {
                !noun
                    && !page.is(at, "when")
                    && matches!(
                        page.upos(at + 1),
                        Upos::Num | Upos::Det | Upos::Adp | Upos::Adj | Upos::Verb
                    )
                    && !matches!(page.verb_form(at + 1), VerbForm::Present | VerbForm::Infinitive)
            }
            Upos::Adp if page.is(at, "than") => !noun && page.upos(at + 1) == Upos::Num,
            // "told those **waiting outside** that"
            Upos::Verb if at > tokens.start && page.is(at - 1, "those") => {
                noun = true;
                true
            }
            // "cheering supporters", "a packed hall", "low-lying areas"
            Upos::Verb => {
                let visiting = at == tokens.start && page.upos(at + 1) == Upos::Adj;
                (page.is_noun(at + 1) || visiting)
                    && (at == tokens.start
                        || page.is_any(at - 1, &["-", "of"])
                        || !noun
                            && matches!(
                                page.upos(at - 1),
                                Upos::Det | Upos::Adj | Upos::Num | Upos::Adv
                            ))
            }
            // "her counterpart"
            Upos::Pron
                if page.is_any(at, OWNED)
                    && matches!(
                        page.upos(at + 1),
                        Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num
                    ) =>
            {
                true
            }
            Upos::Punct if page.is(at, ",") => {
                !noun
                    && at > tokens.start
                    && page.upos(at - 1) == Upos::Num
                    && page.upos(at + 1) == Upos::Num
            }
            // "to the miners **he** promised"
            Upos::Pron if noun && page.is_any(at, NOMINATIVE) => false,
            Upos::Noun | Upos::Propn | Upos::Pron => {
                noun = true;
                true
            }
            Upos::Part | Upos::Punct if page.is_any(at, &["'s", "’s", "'", "’", "-"]) => true,
            // "her father-**in**-law"
            Upos::Adp => {
                noun && (page.is(at, "of") || page.is(at - 1, "-") && page.is(at + 1, "-"))
            }
            // "the government **and** the rebels"
            Upos::Cconj => {
                let joins = noun && page.is(at, "and") && !opens_clause(page, at + 1);
                noun &= !joins;
                joins
            }
            _ => false,
        };
        let time = noun && at > tokens.start && page.relation(at) == Relation::OblUnmarked;
        let asks = page.is_any(at, &["that", "what", "how", "why", "whether", "who"]);
        if !joins || time || asks && page.word(at) != "WHO" {
            break;
        }
        any |= noun;
        end = at + 1;
    }
    let those = |end: usize| page.is_any(tokens.start, ANYBODY) && end <= tokens.start + THOSE;
    let whole = end.max(tokens.start + 1);
    while end > tokens.start
        && !those(end)
        && !ends_in_age(page, tokens.start, end)
        && !matches!(page.upos(end - 1), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
    {
        end -= 1;
    }
    // "told **a weekly** in Vienna", "the newly elected **executive**"
    let first = tokens.start;
    let bare = page.upos(first) == Upos::Det && page.upos(whole - 1) == Upos::Adj;
    if !any && bare && whole > first + 1 && !page.is_noun(whole) {
        return page.span(first..whole);
    }
    if any { page.span(tokens.start..end) } else { None }
}

/// What begins a clause.
const NOMINATIVE: &[&str] = &["he", "she", "they", "we", "i", "it"];

/// "told Lee **and left**", "told Lee **and he** left": no other one who is told.
fn opens_clause(page: &Page, at: usize) -> bool {
    page.is_verb(at) || page.is_any(at, NOMINATIVE) || page.is_any(at, &["then", "to"])
}

const OWNED: &[&str] = &["my", "your", "his", "her", "its", "our", "their"];

/// "told **staff, pupils and parents** that": the one addressed with those listed after a comma, if
/// nothing else stands before `end`.
pub(crate) fn listed(page: &Page, told: Span, end: usize) -> Option<Span> {
    let tokens = page.tokens_in(told);
    let joins = |at: usize| {
        page.is_noun(at)
            || matches!(page.upos(at), Upos::Det | Upos::Adj | Upos::Num)
            || page.is_any(at, &[",", "and", "or", "'s", "’s"])
            || page.is_any(at, OWNED)
    };
    let rest = tokens.end..end;
    let list = page.is(rest.start, ",") && rest.len() <= LONGEST && rest.clone().all(joins);
    let last = rest.rev().find(|&at| page.is_noun(at)).filter(|_| list)?;
    page.span(tokens.start..last + 1)
}

/// Where what is listed ends at the latest: before a mark that is no comma.
fn list_end(page: &Page, tokens: Range<usize>) -> usize {
    let apart = |&at: &usize| page.is_mark(at) && !page.is_any(at, &[",", "-", "'s", "’s"]);
    tokens.clone().find(apart).unwrap_or(tokens.end)
}

/// What leads on from a noun to where its people are from: "supporters in a baseball park".
const LINKS: &[&str] = &["in", "of", "from", "at", "near", "across", "on", "under", "for"];
/// What says where some are who are told something.
const PLACES: &[&str] = &["in", "at", "on", "outside", "near", "inside", "along"];

/// "told staff **in an email** that"
pub(super) fn is_means(page: &Page, noun: usize) -> bool {
    ["message", "talk", "medium"].iter().any(|heading| is_listed(page, noun, heading))
}

/// What leads on from a noun to what they do: "anyone who recognises him".
const WHO: &[&str] = &["who", "whom", "whose"];

/// The one addressed with what says where they are from or what they do, as far as the tree holds
/// it together: "a rally in Yuma", "anyone who recognises him". Those of the press are left as they
/// are: "told reporters in Geneva" says where it was told.
pub(super) fn wider(page: &Page, draft: &Draft, told: Span) -> Span {
    let tokens = page.tokens_in(told);
    let content = page.tokens_in(draft.content.first());
    let limit = match () {
        () if tokens.end <= content.start => content.start,
        () if tokens.start < content.end => content.end,
        () => page.sentence(tokens.start).end,
    };
    // “...,” Lee told **Costa, Brandt and Ortega**.
    let end = list_end(page, tokens.end..limit.max(tokens.end));
    let and = (tokens.end..end).any(|at| page.is_any(at, &["and", "or", "&"]));
    let list = if tokens.end < content.start { Some(limit) } else { and.then_some(end) };
    if let Some(all) = list.and_then(|end| listed(page, told, end)) {
        return all;
    }
    // "accused the neighbors **of theft**"
    let accuses = draft.cue_tokens(page).any(|at| page.lemma(at) == "accuse");
    if accuses && tokens.start == content.start && page.is(tokens.end, "of") {
        return told;
    }
    // "the 40 families **still living in the block**"
    let still = usize::from(page.is(tokens.end, "still"));
    let doing = page.verb_form(tokens.end + still) == VerbForm::Gerund;
    let end = tokens.end;
    let last = end.saturating_sub(1);
    if doing && tokens.start >= content.start && end < content.end {
        // "people planning to drive north **to wait**": what they are asked comes last.
        let infinitive =
            |&at: &usize| page.is(at, "to") && page.verb_form(at + 1) == VerbForm::Infinitive;
        let plain = |from: usize, to: usize| !(from..to).any(|at| page.is_mark(at));
        let asked = (end + 1..content.end).rev().find(infinitive);
        if let Some(asked) = asked.filter(|&asked| plain(end, asked)) {
            return page.span(tokens.start..asked).unwrap_or(told);
        }
    }
    // "told **guests at the dinner** that", but "told the widow at the funeral"
    let some = matches!(page.upos(tokens.start), Upos::Noun | Upos::Num | Upos::Adj)
        || page.is_any(tokens.start, &["a", "an", "some", "every", "all", "many"]);
    // "the man **in the video**", "readers **with small children**", "people **over 60**"
    let the = end > tokens.start + 1 && page.is(tokens.start, "the");
    let vague = (the && is_listed(page, last, "anybody") || page.is_any(last, ANYBODY))
        && page.is_any(end, &["in", "on", "at", "behind", "under", "next"])
        && page.upos(end + 1) == Upos::Det;
    let aged = page.is_any(end, &["over", "under", "aged"]) && page.upos(end + 1) == Upos::Num;
    let kind = some && (aged || page.is_any(end, &["with", "without"]));
    let online = page.is(end, "on") && page.upos(end + 1) != Upos::Det;
    let before = some && !online && end < content.start && page.is_any(end, PLACES);
    let press = tokens.clone().any(|at| is_newsman(&plain(page.word(at))));
    let mut reach = end;
    // "anyone **with an appointment**"
    let anyone = page.is(end, "with") && page.is_any(last, ANYBODY);
    let with = anyone || kind;
    // "asked by **a reporter** who had won": what is asked.
    let asks = tokens.start > 0 && page.is(tokens.start - 1, "by");
    if with || !asks && WHO.iter().any(|who| page.is(end, who)) {
        // "anyone who bought honey **to** keep the jar": what they are asked to do is not theirs.
        let inside = tokens.start >= content.start;
        let stop = |&at: &usize| {
            inside
                && page.is(at, "to")
                && page.is_verb(at + 1)
                && page.verb_form(at + 1) == VerbForm::Infinitive
                || page.is(at, ",")
        };
        reach = (end + 1..limit).find(stop).unwrap_or(limit).min(page.sentence(last).end);
    } else if page.is_any(end, &["close", "next", "loyal"]) && page.is(end + 1, "to")
        || page.is(end, "full") && page.is(end + 1, "of")
    {
        // "told people **close to him** that", "told a hall **full of students** that"
        let whom = |&at: &usize| page.is_noun(at) || page.upos(at) == Upos::Pron;
        reach = (end + 2..limit).find(whom).map_or(end, |at| at + 1);
    } else if (matches!(page.verb_form(end), VerbForm::PastParticiple | VerbForm::Gerund)
        // "the owners of houses **built before 1990**"
        || page.verb_form(end) == VerbForm::Past && page.upos(end + 1) == Upos::Adp)
        && (tokens.end < content.start
            || page.is_any(end + 1, &["between", "by", "in", "on", "since", "before"])
            || page.relation(end) == Relation::Acl
                && page.analysis.head(end).is_some_and(|head| tokens.contains(&head)))
    {
        // "reporters **held back by a rope**"
        reach = subtree(page, end).end.min(limit);
    } else if vague {
        let noun = noun_phrase_after(page, end + 1).filter(|noun| noun.end <= limit);
        let timed = |noun: &Range<usize>| is_time(&plain(page.word(noun.end - 1)));
        reach = noun.filter(|noun| !timed(noun)).map_or(end, |noun| noun.end);
    } else if (before
        || LINKS.iter().any(|link| page.is(end, link))
        // "told a forum **on skills**"
        || page.is(end, "on") && page.is_any(tokens.start, &["a", "an"]))
        && (!press || page.is_any(end, &["of", "from", "for"]))
        && !(page.is(tokens.start, "the")
            && !page.is(end, "of")
            && page.upos(end + 1) == Upos::Propn)
        && page.verb_form(end + 1) != VerbForm::Gerund
        && !page.word(end + 1).ends_with("ing")
    {
        let noun = page.analysis.head(end).filter(|&noun| noun < limit);
        let attached = noun.is_some_and(|noun| {
            let within = page.relation(noun) == Relation::Nmod
                && page.analysis.head(noun).is_some_and(|head| tokens.contains(&head));
            // "told a rally **in Yuma** that", whatever it hangs on.
            let place = page.is_any(tokens.start, &["a", "an"])
                && page.is_any(end, &["in", "near"])
                && noun == end + 1
                && page.upos(noun) == Upos::Propn
                && !is_month(page.word(noun));
            // "before supporters **in an old brewery**"
            let place = place
                || page.upos(tokens.start) == Upos::Noun
                    && page.is(end, "in")
                    && page.is_any(end + 1, &["a", "an"])
                    && !is_means(page, noun);
            // "told members on Friday"
            // "told analysts **on a call**"
            !is_time(&plain(page.word(noun)))
                && !is_month(page.word(noun))
                && !is_means(page, noun)
                && (within || place || before)
        });
        if let Some(noun) = noun.filter(|_| attached) {
            reach = subtree(page, noun).end.min(limit);
        }
    }
    let stop = (end..reach).find(|&at| page.is_mark(at) && !page.is(at, "-"));
    let mut reach = stop.unwrap_or(reach);
    // "those members who had **laughed**"
    let who = WHO.iter().any(|who| page.is(end, who));
    let closes = |at: usize| {
        page.is_noun(at) || page.upos(at) == Upos::Pron || who && at > end && page.is_verb(at)
    };
    while reach > end && !closes(reach - 1) {
        reach -= 1;
    }
    page.span(tokens.start..reach).unwrap_or(told)
}
