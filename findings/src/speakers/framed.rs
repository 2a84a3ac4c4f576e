//! The one addressed, where the words around a statement say so: "in a letter to X, she wrote",
//! "addressing X, he said", "X was told that".

use std::ops::Range;

use onrecord_article::{Relation, Span, Upos, VerbForm};

use super::addressee::is_listed;
use super::audience::{addressed, led_by, reached};
use super::nouns::{is_time, plain};
use crate::page::Page;
use crate::phrases::{
    children, noun_phrase, noun_phrase_after, noun_phrase_before, subject_phrase, verb_group,
};
use crate::statements::draft::Draft;
use crate::words::{is_spoken_to, saying};

/// How many tokens from the cue a frame may stand: keeps the time linear whatever the text.
const FAR: usize = 80;

/// "were" stands at most this far before "told by".
const APART: usize = 6;

/// The subject of a passive cue: `X was told that ...`.
pub(super) fn by_passive(page: &Page, draft: &Draft) -> Option<Span> {
    let cue = draft.cue_tokens(page);
    let verb = cue.clone().rev().find(|&at| page.is_verb(at))?;
    // "have been given **assurances** that", "was given to **understand** that"
    let message = cue.clone().any(|at| is_message(page, at) || page.is(at, "understand"));
    let hands = cue.clone().find(|&at| is_listed(page, at, "handing")).filter(|_| message);
    // "was offered **a credit** for rice", "had been requested **to post guards**"
    let content = page.tokens_in(draft.content.spans().last().copied()?);
    let after = content.start >= cue.end;
    let handed = is_listed(page, verb, "giving") && !page.is(content.start, "to");
    let ordered = is_listed(page, verb, "ordering") && page.is(content.start, "to");
    let addresses =
        is_spoken_to(page.lemma(verb)) || hands.is_some() || after && (handed || ordered);
    // "were on Monday **told by** the ministry"
    let passive = is_passive(page, cue.clone());
    let by =
        cue.len() == 1 && page.is(cue.end, "by") && draft.source_tokens(page).start == cue.end + 1;
    let mut near = page.sentence(verb).start.max(verb.saturating_sub(APART))..verb;
    if addresses && (passive || by && near.any(|at| is_be(page, at))) {
        let verb = hands.unwrap_or(verb);
        let group = verb_group(page, verb);
        // "were **each** promised"
        let each = |at: usize| {
            page.is_any(at, &["each", "both", "all"])
                && at.checked_sub(1).is_some_and(|before| page.upos(before) == Upos::Aux)
        };
        let subject = |&at: &usize| at < verb && page.relation(at).is_nsubj() && !each(at);
        let own = children(page, verb).filter(subject);
        // "AMMAN — The court **was told**": not what the dateline has.
        let dash = |from: usize| (from..group.start).any(|at| page.is_dash(at));
        let tree = own.last().map(|at| noun_phrase(page, at)).filter(|tree| !dash(tree.start));
        // "**Farmers** were on Monday told"
        let tree = tree.map(|tree| {
            let aux = |&at: &usize| page.upos(at) == Upos::Aux && page.upos(at - 1) != Upos::Pron;
            let end = (tree.start + 1..tree.end).find(aux).filter(|_| !passive);
            tree.start..end.unwrap_or(tree.end)
        });
        let before = || {
            let near = noun_phrase_before(page, group.start)?;
            // "were **yesterday** ordered"
            let apart = is_time(&plain(page.word(near.end - 1))) || each(near.start);
            // "were **on Monday** told"
            let on = near.start.checked_sub(1).filter(|&at| page.upos(at) == Upos::Adp);
            let before = on.map_or(near.start, |on| verb_group(page, on).start.min(on));
            if apart { noun_phrase_before(page, before) } else { Some(near) }
        };
        return page.span(tree.or_else(before)?);
    }
    let told =
        |verb: usize| children(page, verb).find(|&at| page.relation(at) == Relation::NsubjPass);
    // "was summoned and **told** that"
    let joined = page
        .analysis
        .head(verb)
        .filter(|_| page.relation(verb) == Relation::Conj && page.upos(cue.start) == Upos::Verb);
    let own = || told(verb).or_else(|| told(joined.filter(|_| draft.source.is_none())?));
    let asked = || {
        of_participle(page, draft, verb).filter(|_| addresses || is_listed(page, verb, "asking"))
    };
    let subject = addresses.then(own).flatten().or_else(asked)?;
    page.span(noun_phrase(page, subject))
}

/// `X learned from Y that`: the one who learns it, where Y is the source.
pub(super) fn by_hearing(page: &Page, draft: &Draft) -> Option<Span> {
    let cue = draft.cue_tokens(page);
    let verb = cue.clone().rev().find(|&at| page.is_verb(at))?;
    let from = draft.source_tokens(page).start.checked_sub(1)?;
    let heard = from >= cue.end && page.is(from, "from") && is_listed(page, verb, "hearing");
    let group = verb_group(page, verb);
    heard.then(|| page.span(subject_phrase(page, verb, group)?)).flatten()
}

/// `whom Lee told that`, `to whom Lee wrote that`: the pronoun of the clause.
pub(super) fn by_relative(page: &Page, draft: &Draft) -> Option<Span> {
    let cue = draft.cue_tokens(page);
    let verb = cue.clone().rev().find(|&at| page.is_verb(at))?;
    let source = draft.source_tokens(page);
    let start =
        if source.is_empty() || source.start > cue.start { cue.start } else { source.start };
    let whom = start.checked_sub(1).filter(|&at| page.is(at, "whom"))?;
    let to = whom > 0 && page.is_any(whom - 1, &["to", "before"]);
    (to || is_spoken_to(page.lemma(verb))).then(|| page.tokens()[whom].span)
}

/// `were told`, `have been warned`: whoever is named before it does not speak.
pub(crate) fn is_passive(page: &Page, mut cue: Range<usize>) -> bool {
    let last = cue.clone().rev().find(|&at| page.upos(at) == Upos::Verb);
    let participle = last.is_some_and(|at| page.verb_form(at) != VerbForm::Gerund);
    participle && cue.len() > 1 && last != Some(cue.start) && cue.any(|at| is_be(page, at))
}

fn is_be(page: &Page, at: usize) -> bool {
    page.upos(at) == Upos::Aux && page.lemma(at) == "be"
}

/// `Asked if`, `Pressed on` at the start of a sentence: whoever is named after it was asked.
pub(crate) fn is_asked(page: &Page, cue: Range<usize>) -> bool {
    let Some(verb) = cue.clone().next() else { return false };
    let opens =
        page.sentence(verb).start == verb && page.word(verb).starts_with(char::is_uppercase);
    let past = matches!(page.verb_form(verb), VerbForm::Past | VerbForm::PastParticiple)
        || page.word(verb).ends_with("ed");
    opens
        && past
        && (page.lemma(verb) == "ask"
            || is_listed(page, verb, "asking")
            || page.is_any(verb, ASKED_ABOUT))
}

/// `Told that ...,` at the start of a sentence.
pub(super) fn is_told(page: &Page, cue: Range<usize>) -> bool {
    let Some(verb) = cue.clone().next() else { return false };
    let opens = page.sentence(verb).start == verb && cue.len() == 1;
    let past = page.verb_form(verb) != VerbForm::Gerund && page.is_verb(verb);
    opens && past && is_spoken_to(page.lemma(verb))
}

const ASKED_ABOUT: &[&str] =
    &["asked", "pressed", "questioned", "prompted", "quizzed", "challenged", "queried"];

/// The subject of the clause that a participle stands before: `Asked whether it was safe, X
/// smiled`.
fn of_participle(page: &Page, draft: &Draft, verb: usize) -> Option<usize> {
    let opens = page.sentence(verb).start == verb;
    let bare = page.verb_form(verb) == VerbForm::PastParticiple
        || page.word(verb).chars().next().is_some_and(char::is_uppercase);
    let clause = page.analysis.head(verb).filter(|_| opens && bare)?;
    let who = |at: usize| page.is_any(at, &["who", "which", "that", "one"]);
    let said = |at: usize| draft.content.overlaps(page.tokens()[at].span);
    children(page, clause)
        .find(|&at| at > verb && !said(at) && page.relation(at).is_nsubj() && !who(at))
}

/// Who a message is to, or who is addressed, in the sentence of the cue and not far from it; `within`
/// is the content that holds the statement.
pub(super) fn by_frame(page: &Page, draft: &Draft, within: Option<Range<usize>>) -> Option<Span> {
    let cue = draft.cue_tokens(page);
    let sentence = page.sentence((!cue.is_empty()).then_some(cue.start)?);
    let within = within.unwrap_or(sentence.clone());
    let first = sentence.start.max(within.start).max(cue.start.saturating_sub(FAR));
    let last = sentence.end.min(within.end).min(cue.end + FAR);
    let source = draft.source_tokens(page);
    let said = |at: usize| {
        let span = page.tokens()[at].span;
        draft.content.overlaps(span) || page.quotation_at(span.start()).is_some()
    };
    let near =
        (first..last).filter(|&at| !said(at) && (!cue.contains(&at) || is_message(page, at)));
    let mut frames = near.filter_map(|at| to_whom(page, draft, at, last).map(|told| (at, told)));
    frames
        .find(|&(at, told)| {
            let from = page.tokens_in(told).start;
            let inside = source.contains(&at);
            // "A note **to parents** said": what a message is called by.
            let fits = !inside || is_message(page, at);
            fits && !said(from)
                && (inside || !source.contains(&from))
                && is_own(page, draft, at, within.start)
        })
        .map(|(_, told)| told)
}

/// Whom one deals with in the sentence of some words that say `you`, or in the one before:
/// "**Sentencing Smith**, the judge said", "Lee **received Costa** on Sunday".
pub(super) fn dealt_with(page: &Page, draft: &Draft) -> Vec<Span> {
    let cue = draft.cue_tokens(page);
    let said = |at: usize| {
        let span = page.tokens()[at].span;
        draft.content.overlaps(span) || page.quotation_at(span.start()).is_some()
    };
    let words = page.tokens_in(draft.content.first());
    let at = if cue.is_empty() { words.start } else { cue.start };
    let (sentence, paragraph) = (page.sentence(at), page.paragraph(at));
    let first = page.tokens_in(draft.content.first()).start.min(sentence.start);
    let before = (first > paragraph.start).then(|| page.sentence(first - 1));
    let gerund = |at: usize| page.upos(at) == Upos::Verb && page.verb_form(at) == VerbForm::Gerund;
    let object = |at: usize, end: usize| addressed(page, at + 1..end);
    let own = sentence.clone().take(2 * FAR).filter(|&at| gerund(at) && !said(at));
    let own = own.filter(|at| !cue.contains(at)).filter_map(|at| object(at, sentence.end));
    let before = before.into_iter().flat_map(|sentence| {
        let end = sentence.end;
        let verbs = sentence.take(FAR).filter(|&at| page.is_verb(at) && !said(at));
        verbs.filter_map(move |at| match () {
            () if is_listed(page, at, "dealing") => {
                object(at, end).or_else(|| turned_to(page, at, end)).map(|whom| (at, whom))
            }
            () if is_listed(page, at, "turning") => turned_to(page, at, end).map(|whom| (at, whom)),
            () => None,
        })
    });
    // “Your country ...,” **he** replied whom she received: the one who deals with him, after those
    // who are dealt with.
    let before = before.flat_map(|(verb, whom)| {
        let own = children(page, verb).find(|&at| page.relation(at).is_nsubj());
        [Some(whom), own.and_then(|subject| page.span(noun_phrase(page, subject)))]
    });
    let before = before.flatten();
    own.chain(before).take(DEALT).collect()
}

/// Those of a sentence of whom it is asked.
const DEALT: usize = 4;

/// Whether a frame goes with the cue: no other clause stands before it, or between it and the cue.
///
/// What stands before `from` is another one's.
fn is_own(page: &Page, draft: &Draft, at: usize, from: usize) -> bool {
    let cue = draft.cue_tokens(page);
    let source = draft.source_tokens(page);
    let said = |at: &usize| draft.content.overlaps(page.tokens()[*at].span);
    let finite = |at: usize| {
        matches!(page.verb_form(at), VerbForm::Past | VerbForm::Present)
            && page.upos(at) == Upos::Verb
            && !source.contains(&at)
    };
    match () {
        () if at >= cue.start => !(cue.end..at.max(cue.end)).filter(|at| !said(at)).any(finite),
        // "Ann Lee, in a letter to the council, said"
        () if source.end <= at => true,
        () => {
            let start = page.sentence(at).start.max(at.saturating_sub(FAR)).max(from);
            !(start..at).filter(|at| !said(at)).any(finite)
        }
    }
}

/// `letter to X`, `addressing X`, `asked by X`: the phrase for X.
fn to_whom(page: &Page, draft: &Draft, at: usize, end: usize) -> Option<Span> {
    let verb = page.is_verb(at);
    let opening = page.sentence(at).start == at && page.word(at).ends_with("ing");
    let gerund = verb && page.verb_form(at) == VerbForm::Gerund || opening;
    let next = at + 1..end;
    let after = |words: &'static [&'static str]| {
        let leads = |at: usize| {
            let from = at + 1;
            (page.is_any(at, words) && addressed(page, from..end).is_some()).then_some(from)
        };
        addressed(page, led_by(page, next.clone(), leads)?..end)
    };
    if verb || gerund {
        let shared = || {
            let (source, cue) = (draft.source_tokens(page), draft.cue_tokens(page));
            // "said as **he addressed** supporters"
            let while_he = at > 1
                && page.is_any(at - 1, &["he", "she", "they"])
                && page.is_any(at - 2, &["as", "while", "when"]);
            let finite = matches!(page.verb_form(at), VerbForm::Past | VerbForm::PastParticiple);
            // "apologized to passengers and praised": what it says itself is another statement.
            let speaks = saying(page.lemma(at)).is_some_and(|kind| kind.quotes);
            let goes_on = page.verb_form(cue.start) == VerbForm::Gerund;
            let before = source.end <= at && !source.is_empty() && at < cue.start;
            while_he || finite && before && (!speaks || goes_on)
        };
        return match () {
            // "a video **addressed to** the nation"
            () if page.is_any(at, &["addressed", "directed"]) && page.is(at + 1, "to") => {
                addressed(page, at + 2..end)
            }
            () if page.is(at + 1, "by") && is_asking(page, at) => asker(page, at + 2..end),
            () if !(gerund || shared()) => None,
            () if is_listed(page, at, "facing") => reached(page, next),
            // "taunted **the fugitives**, saying"
            () if !gerund && is_listed(page, at, "scolding") => addressed(page, next),
            () if is_listed(page, at, "turning") => turned_to(page, at, end),
            // "hit back **at critics**, saying"
            () if page.is_any(at + 1, &["back", "out"]) && page.is(at + 2, "at") => {
                addressed(page, at + 3..end)
            }
            // "said as he met **workers**"
            () if is_listed(page, at, "dealing") && !gerund => addressed(page, next),
            // "phoned **the fire brigade** to say"
            () if page.is(draft.cue_tokens(page).start, "to") && phones(page, at) => {
                addressed(page, next)
            }
            () => None,
        };
    }
    match () {
        // "**To his critics**, he said", "**Before the council**, she said"
        () if page.sentence(at).start == at && page.is_any(at, &["to", "before"]) => {
            addressed(page, next).filter(|_| !page.is_verb(at + 1))
        }
        () if page.upos(at) != Upos::Noun => None,
        // "a rally of **farmers**", "for the benefit of **those who laughed**"
        () if page.is(at + 1, "of") && (is_gathering(page, at) || page.is(at, "benefit")) => {
            addressed(page, at + 2..end)
        }
        // "at a hearing **before the panel**"
        () if page.is(at + 1, "before") && is_gathering(page, at) => addressed(page, at + 2..end),
        () if is_message(page, at) => {
            let sent = sent(page, at + 1);
            let strict = is_listed(page, at, "reply");
            let whom = |from: usize| {
                if strict { addressed(page, from..end) } else { reached(page, from..end) }
            };
            let leads = |at: usize| {
                let from = at + 1;
                (page.is_any(at, TO) && whom(from).is_some()).then_some(from)
            };
            let led = led_by(page, sent..end, leads).and_then(whom);
            led.or_else(|| handed(page, at))
        }
        () if is_listed(page, at, "talk") && is_set(page, at) => after(&["with", "to"]),
        () => None,
    }
}

/// "has sent **parents** a letter": before a message.
fn handed(page: &Page, message: usize) -> Option<Span> {
    let first = page.sentence(message).start.max(message.saturating_sub(HANDED));
    let verb = (first..message).rev().find(|&at| page.is_verb(at))?;
    let told = addressed(page, verb + 1..message).filter(|_| is_listed(page, verb, "handing"))?;
    let rest = page.tokens_in(told).end..message;
    let whole = rest.clone().all(|at| matches!(page.upos(at), Upos::Det | Upos::Adj));
    (whole && !rest.is_empty()).then_some(told)
}

/// Tokens from a verb to what is handed over.
const HANDED: usize = 8;

/// After what says of a message that it was sent: "a letter **she sent** to", "a note**, dated** May 4, to".
fn sent(page: &Page, mut at: usize) -> usize {
    at += usize::from(page.is(at, ",") && page.is_verb(at + 1));
    at += usize::from(page.upos(at) == Upos::Pron && page.is_verb(at + 1));
    at + usize::from(page.is_verb(at))
}

/// "turning **to the judge**", "raising a glass **to his guest**", "standing **in front of the
/// graduates**", "looking down **at the driver**".
fn turned_to(page: &Page, verb: usize, end: usize) -> Option<Span> {
    // "went to the camp and said", but "came up to him and said"
    if page.is_any(verb, GOES) && !matches!(page.upos(verb + 1), Upos::Adv | Upos::Adp) {
        return None;
    }
    if page.is_any(verb, GOES) && page.is(verb + 1, "to") {
        return None;
    }
    let looks = is_listed(page, verb, "looking");
    let strict = is_listed(page, verb, "replying");
    let whom = |from: usize| {
        if strict { addressed(page, from..end) } else { reached(page, from..end) }
    };
    let leads = |at: usize| {
        let from = match () {
            () if page.is(at, "in") && page.is(at + 1, "front") && page.is(at + 2, "of") => at + 3,
            () if page.is_any(at, TOWARDS) || looks && page.is(at, "at") => at + 1,
            () => return None,
        };
        whom(from).is_some().then_some(from)
    };
    // What is raised or read: "a glass of wine".
    let object = noun_phrase_after(page, verb + 1).filter(|_| page.upos(verb + 1) == Upos::Det);
    let start = object.map_or(verb + 1, |object| object.end);
    whom(led_by(page, start..end, leads)?)
}

/// "called", "phoned": to say something.
fn phones(page: &Page, verb: usize) -> bool {
    let calls =
        ["call", "phone", "telephone", "ring", "contact", "text", "email", "radio", "message"];
    calls.contains(&page.lemma(verb))
}

const GOES: &[&str] = &["go", "goes", "went", "going", "come", "comes", "came", "coming"];
const TO: &[&str] = &["to", "before", "for"];
const TOWARDS: &[&str] = &["to", "before", "with"];

/// "asked by **a reporter** who had won": without what is asked.
fn asker(page: &Page, tokens: Range<usize>) -> Option<Span> {
    let question = |&at: &usize| page.is_any(at, &["who", "what", "whom"]);
    let end = tokens.clone().take(FAR).find(question).unwrap_or(tokens.end);
    addressed(page, tokens.start..end)
}

/// `asked by X`, `pressed by X`
fn is_asking(page: &Page, at: usize) -> bool {
    is_listed(page, at, "asking") || page.is_any(at, ASKED_ABOUT)
}

fn is_message(page: &Page, at: usize) -> bool {
    page.upos(at) == Upos::Noun && is_listed(page, at, "message")
}

/// `at a rally of X`
fn is_gathering(page: &Page, at: usize) -> bool {
    is_listed(page, at, "gathering")
        && (at.saturating_sub(4)..at).any(|at| page.is_any(at, &["at", "before", "to"]))
}

/// `In a telephone conversation with X`, `said in an interview with X`
fn is_set(page: &Page, talk: usize) -> bool {
    (talk.saturating_sub(5)..talk).any(|at| page.is_any(at, &["in", "during", "on", "over", "at"]))
}
