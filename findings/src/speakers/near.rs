//! The one addressed, beside the cue itself: "told the council", "said on Monday to the strikers",
//! “...,” she scolded the press.

use std::ops::Range;

use onrecord_article::{Span, Upos, VerbForm};

use super::addressee::{is_listed, is_passing};
use super::audience::{addressed, aside, is_someone, leads_on, led_by, reached, someone};
use super::nouns::{is_month, is_press, is_time, plain};
use super::party::phrase;
use crate::page::Page;
use crate::statements::draft::Draft;
use crate::words::{is_spoken_to, saying};

/// After a quotation the one addressed stands at most this far from the cue.
const FAR: usize = 16;

/// Words for a place after the one addressed.
const PLACE: usize = 5;

/// Who is told by a word that is no noun.
pub(crate) const PERSONAL: &[&str] = &["him", "her", "them", "me", "us", "you"];

/// The one addressed, where the words for it stand beside the cue.
pub(super) fn near_cue(page: &Page, draft: &Draft) -> Option<Span> {
    if let Some(told) = draft.told {
        return Some(told);
    }
    let cue = draft.cue_tokens(page);
    let Some(verb) = cue.clone().rev().find(|&at| page.is_verb(at)) else {
        // "The company **thanks** residents for testing": a verb that was taken for a noun.
        let stem = page.word(cue.start).strip_suffix('s').filter(|_| cue.len() == 1);
        // "**orders** a boy to finish"
        let content = page.tokens_in(draft.content.first());
        if stem.is_some() && content.start == cue.end && draft.source.is_some() {
            return kept(page, draft, cue.start, content).or_else(|| after_noun(page, draft));
        }
        let next = cue.end..content.start;
        let told = stem.filter(|stem| is_spoken_to(stem) && !next.is_empty());
        return told.and_then(|_| someone(page, next)).or_else(|| after_noun(page, draft));
    };
    // "**interrupted her**: “...”"
    let last = cue.end - 1;
    if last > verb && page.is_any(last, PERSONAL) {
        return page.span(last..cue.end);
    }
    let content = page.tokens_in(draft.content.first());
    // "laid out for | **them**, in Ladin, why"
    let pieces = draft.content.spans().len();
    if pieces > 1 && content.len() == 1 && page.is_any(content.start, PERSONAL) {
        return page.span(content);
    }
    if content.start < cue.end {
        let limit = page.sentence(verb).end.min(cue.end + FAR);
        return after_quotation(page, draft, verb, cue.end..limit);
    }
    between(page, draft, verb, cue.end..content.start).or_else(|| kept(page, draft, verb, content))
}

/// "told **the council** that", "said **to the visitors**, “...”", "offered **the choir** a room":
/// between the cue and the content.
fn between(page: &Page, draft: &Draft, verb: usize, tokens: Range<usize>) -> Option<Span> {
    let lemma = page.lemma(verb);
    let kind = saying(lemma).unwrap_or_default();
    let content = page.tokens_in(draft.content.first());
    if tokens.is_empty() {
        // "conveyed the shift **to her counterpart**"
        let wish = wished(page, content.clone());
        if wish.is_some() {
            return wish;
        }
        // "disclosed **this** to newsmen"
        let it = content.len() == 1 && page.is_any(content.start, &["it", "this", "that"]);
        let passed = (is_passing(lemma) || it) && page.is(content.end, "to");
        return passed.then(|| phrase(page, content.end + 1..page.sentence(verb).end)).flatten();
    }
    let towards = is_towards(page, tokens.start, verb);
    let whole = || phrase(page, tokens.clone());
    if (is_listed(page, verb, "giving") || kind.addresses) && !towards {
        return whole();
    }
    // "made clear to the board that"
    let clause = page.is_any(content.start, &["that", "whether"]) || page.is_quote(content.start);
    // "proposed **to the guest** carving a stamp"
    let clause = clause || page.verb_form(content.start) == VerbForm::Gerund;
    // "made **clear** to the ministry its wish to leave"
    let clause = clause || page.is(tokens.start - 1, "clear");
    // "had served notice **on Quito** that", "called **on the rebels** to lay down"
    let on = page.is_any(tokens.start, &["on", "upon"]);
    if on && (page.is(tokens.start - 1, "notice") || lemma == "call") {
        return someone(page, tokens.start + 1..tokens.end);
    }
    // "let **passengers** know that"
    if lemma == "let" && page.is(content.start - 1, "know") {
        return someone(page, tokens.start..content.start - 1);
    }
    // "wanted | to know from **the judge** on Monday how"
    if let Some(whom) = known_from(page, lemma, tokens.clone()) {
        return someone(page, whom);
    }
    // "refused to tell **the board** where"
    let tells = page.is(tokens.start, "to") && page.is_verb(tokens.start + 1);
    if tells && is_spoken_to(page.lemma(tokens.start + 1)) {
        return phrase(page, tokens.start + 2..tokens.end);
    }
    // "instructed **his parish** to pray"
    let ordered = is_listed(page, verb, "ordering") && page.is(content.start, "to");
    if ordered && !towards {
        return whole();
    }
    if towards && is_listed(page, verb, "replying") {
        return addressed(page, tokens.start + 1..tokens.end);
    }
    if towards && (kind.quotes || kind.addresses || clause || is_passing(lemma)) {
        return phrase(page, tokens.start + 1..tokens.end);
    }
    let led = page.is(tokens.start - 1, "to") && (kind.quotes || clause);
    if led {
        return whole();
    }
    // "laid out **for them** why"
    if page.is_any(tokens.start - 1, &["for", "before", "with"]) {
        return someone(page, tokens);
    }
    // "thinks **the country** is strong" is said of it, not to it.
    let opens = page.is_any(content.start, &["to", "how", "why", "if", "what", "for", "not"]);
    // "briefed **lawmakers** on the plan"
    let about = page.is_any(content.start, &["on", "about", "of", "against", "over"]);
    let opens = opens || about && is_listed(page, verb, "informing");
    let first = draft.source_tokens(page).end.max(tokens.start).min(tokens.end);
    let inverted = first > tokens.start;
    let speaks = clause || kind.quotes || kind.addresses;
    // "ratified **to the visitor** the wish", "opened up **to him** about": what is said follows.
    let close = |told: &Span| page.tokens_in(*told).end == tokens.end;
    let credits = is_listed(page, verb, "crediting");
    let to = page.is(tokens.start, "to") && !credits;
    let aimed = to.then(|| someone(page, tokens.start + 1..tokens.end)).flatten().filter(close);
    if aimed.is_some() {
        return aimed;
    }
    led_towards(page, verb, first..tokens.end)
        .filter(|_| speaks || opens)
        .or_else(|| object(page, lemma, tokens, clause || opens).filter(|_| !inverted))
}

/// "Her reply **to the council** was", "a warning **for drivers**": after a cue that is a noun.
fn after_noun(page: &Page, draft: &Draft) -> Option<Span> {
    let cue = draft.cue_tokens(page);
    let last = cue.end.checked_sub(1)?;
    // "The pope **to prisoners**: “...”"
    if page.is_mark(last) {
        let first = draft.source_tokens(page).start;
        let near = first..cue.start.min(first + FAR);
        let to = near.clone().find(|&at| page.is(at, "to") && at > first)?;
        let aimed = !near.clone().any(|at| page.is_verb(at)) && !leads_on(page, to - 1);
        return someone(page, to + 1..near.end).filter(|_| aimed);
    }
    let content = page.tokens_in(draft.content.first());
    let limit = match content.start >= cue.end {
        true => content.start,
        false => page.sentence(last).end,
    };
    let end = limit.min(cue.end + FAR);
    // "appeals to | **collectors** to look"
    if page.is_any(last, &["to", "on"]) && content.start == cue.end {
        return someone(page, content);
    }
    if page.is_any(last, &["to", "for"]) {
        return someone(page, cue.end..end);
    }
    // "gave **the council** his word that"
    let first = cue.start.saturating_sub(FAR).max(page.sentence(cue.start).start);
    let giver = (first..cue.start).rev().find(|&at| page.is_verb(at));
    // "repeated **to the envoy** his demand that"
    let given = giver.and_then(|verb| match () {
        () if is_passing(page.lemma(verb)) && page.is(verb + 1, "to") => {
            someone(page, verb + 2..cue.start)
        }
        () if is_listed(page, verb, "handing") => someone(page, verb + 1..cue.start),
        () => None,
    });
    if let Some(given) = given {
        return Some(given);
    }
    let leads = |at: usize| {
        let to = page.is_any(at, &["to", "for"]) && !page.is_verb(at + 1);
        (to && someone(page, at + 1..end).is_some()).then_some(at + 1)
    };
    let noun = page.upos(last) == Upos::Noun;
    let told = someone(page, led_by(page, cue.end..end, leads).filter(|_| noun)?..end)?;
    // "Her message to the women **at the top** was always the same"
    let rest = page.tokens_in(told).end;
    let copula = (rest..end).find(|&at| page.is_any(at, &["was", "is", ":"]));
    let place = page.is_any(rest, &["in", "at", "on", "from", "of", "with"]);
    let near = copula.filter(|&at| place && at - rest <= PLACE);
    let time =
        near.is_some_and(|at| is_time(&plain(page.word(at - 1))) || is_month(page.word(at - 1)));
    match near.filter(|&at| !time && page.is_noun(at - 1)) {
        Some(at) => page.span(page.tokens_in(told).start..at),
        None => Some(told),
    }
}

/// "expressed | his condolences **to the families** of the dead": a noun for what one feels towards
/// somebody opens the content.
fn wished(page: &Page, content: Range<usize>) -> Option<Span> {
    let near = content.start..content.end.min(content.start + 6);
    let to = near.clone().find(|&at| page.is(at, "to"))?;
    let noun = to.checked_sub(1).filter(|&at| at >= near.start)?;
    let first = (near.start..noun).all(|at| page.upos(at) != Upos::Adp && !page.is_verb(at));
    let told = someone(page, to + 1..content.end)?;
    (first && is_listed(page, noun, "wish")).then_some(told)
}

/// The person who is the whole object of a verb: "notified **both parties** that".
fn object(page: &Page, lemma: &str, tokens: Range<usize>, clause: bool) -> Option<Span> {
    let kind = saying(lemma).unwrap_or_default();
    let of = kind.labels || kind.keeps && !kind.quotes || matches!(lemma, "cite" | "quote");
    let whom = || if kind.requests { reached(page, tokens.clone()) } else { None };
    let told = someone(page, tokens.clone()).or_else(whom).filter(|_| !of && clause)?;
    // "alerted its donors **on Thursday** that"
    let mut rest = page.tokens_in(told).end;
    while rest < tokens.end {
        rest = if page.is_mark(rest) { rest + 1 } else { aside(page, rest, tokens.end)? };
    }
    Some(told)
}

/// "testified **before the committee** that", "said on Monday **to the strikers**": people after a
/// preposition that goes with the verb.
fn led_towards(page: &Page, verb: usize, tokens: Range<usize>) -> Option<Span> {
    let leads = |at: usize| {
        let from = match () {
            () if page.is(at, "to") => at + 1,
            () if page.is(at, "before") => at + 1,
            // "translated **for him**"
            () if page.is(at, "for") && is_listed(page, verb, "explaining") => at + 1,
            () if page.is(at, "at") && is_listed(page, verb, "shouting") => at + 1,
            () if page.is(at, "in") && is_listed(page, verb, "entrusting") => at + 1,
            // "whispered **into his guest's ear**"
            () if page.is(at, "into") => at + 1,
            // "hissed at **him**", but not "said at the court"
            () if page.is(at, "at") && page.is_any(at + 1, PERSONAL) => at + 1,
            () if page.is_any(at, &["of", "from"]) && asks(page, verb) => at + 1,
            () if page.is(at, "in") && page.is(at + 1, "front") && page.is(at + 2, "of") => at + 3,
            () => return None,
        };
        if page.is(at, "into") {
            return ear_of(page, from..tokens.end).is_some().then_some(from);
        }
        let told = someone(page, from..tokens.end)?;
        let next = page.tokens_in(told).end;
        // "said before the meeting"
        if page.is(at, "before") && is_listed(page, next - 1, "gathering") {
            return None;
        }
        // "said before the minister left"
        let clause = page.is(at, "before") && page.is_verb(next);
        (!clause && !page.is_verb(from) || page.is_noun(from + 1)).then_some(from)
    };
    let from = led_by(page, tokens.clone(), leads)?;
    ear_of(page, from..tokens.end).or_else(|| someone(page, from..tokens.end))
}

/// What follows "to know from" after "wanted".
fn known_from(page: &Page, lemma: &str, tokens: Range<usize>) -> Option<Range<usize>> {
    let first = tokens.start;
    let knows = lemma == "want" && page.is(first + 1, "know") && page.is(first + 2, "from");
    knows.then_some(first + 3..tokens.end)
}

/// "inquired **of the brewer**", "wanted to know **from the brewer**"
fn asks(page: &Page, verb: usize) -> bool {
    let wants = verb > 1 && page.is(verb - 1, "to") && page.lemma(verb - 2) == "want";
    is_listed(page, verb, "asking") || wants && page.lemma(verb) == "know"
}

/// "into **his guest**'s ear"
fn ear_of(page: &Page, tokens: Range<usize>) -> Option<Span> {
    let near = tokens.start..tokens.end.min(tokens.start + 8);
    let ear = near.clone().find(|&at| page.is(at, "ear"))?;
    let owner = near.start..ear.checked_sub(1).filter(|&at| page.is_genitive(at))?;
    someone(page, owner)
}

/// "accused **the minister** of fraud", "urged **Iran** to stop": at the start of the content.
fn kept(page: &Page, draft: &Draft, verb: usize, content: Range<usize>) -> Option<Span> {
    let lemma = page.lemma(verb);
    let kind = saying(lemma).unwrap_or_default();
    let cue = draft.cue_tokens(page);
    // "congratulated **the winners**"
    let all = |told: Span| page.tokens_in(told).end >= content.end;
    let whole = kind.addresses && !kind.quotes && phrase(page, content.clone()).is_some_and(all);
    let keeps = whole
        || (kind.keeps || kind.requests) && kind.quotes
        || is_listed(page, verb, "urging")
        || lemma == "call" && page.is_any(cue.end - 1, &["on", "upon"])
        || is_listed(page, verb, "pleading") && page.is_any(cue.end - 1, &["to", "with"]);
    // "wishes | to inform **passengers** that"
    let to = page.is(content.start, "to") && is_spoken_to(page.lemma(content.start + 1));
    if to && is_listed(page, verb, "wishing") {
        return phrase(page, content.start + 2..content.end);
    }
    // "wanted | to know from **Boone** if"
    if let Some(whom) = known_from(page, lemma, content.clone()) {
        return someone(page, whom);
    }
    // "asked **for** benches"
    let open = page.is_any(cue.end - 1, &["for", "about", "after", "over"]);
    // "ordered **on Sunday** the department to explain"
    let mut at = cue.end;
    while at < content.start {
        at = aside(page, at, content.start).unwrap_or(content.end);
    }
    if open || !keeps || content.start != at {
        return None;
    }
    // "accused two **of** the owners **of** lying"
    let ofs = || content.clone().filter(|&at| lemma == "accuse" && page.is(at, "of"));
    let of = ofs().find(|&at| page.verb_form(at + 1) == VerbForm::Gerund).or_else(|| ofs().next());
    let told = phrase(page, content.start..of.unwrap_or(content.end))?;
    // "challenged **the law**", "ordered **a review**"
    let end = page.tokens_in(told).end;
    let bare = end >= content.end;
    if lemma == "request" && !page.is(end, "to") {
        return None;
    }
    // "challenged **exporters** to find new markets"
    let infinitive = page.is(end, "to") && page.verb_form(end + 1) == VerbForm::Infinitive;
    (whole
        || !bare && !is_listed(page, verb, "demanding")
        || infinitive && !page.is(end + 1, "be")
        || is_someone(page, page.tokens_in(told)))
    .then_some(told)
}

/// `to X`; also `at X` where somebody shouts.
pub(crate) fn is_aimed(page: &Page, verb: usize, at: usize) -> bool {
    is_towards(page, at, verb) && !page.is(at, "with")
}

/// `to X`, `with X`; also `at X` where somebody shouts.
fn is_towards(page: &Page, at: usize, verb: usize) -> bool {
    page.is_any(at, &["to", "with"]) || page.is(at, "at") && is_listed(page, verb, "shouting")
}

/// “...,” the minister explained **to journalists**, stated **for our paper**, scolded **the
/// press**; the source may stand between.
fn after_quotation(page: &Page, draft: &Draft, verb: usize, tokens: Range<usize>) -> Option<Span> {
    let lemma = page.lemma(verb);
    let kind = saying(lemma).unwrap_or_default();
    let source = draft.source_tokens(page);
    let inverted = source.start == tokens.start;
    let at = if inverted { source.end } else { tokens.start };
    if kind.addresses {
        return phrase(page, tokens);
    }
    let someone_at = !page.is_verb(at + 1) || page.is_noun(at + 2);
    if is_towards(page, at, verb) && is_listed(page, verb, "replying") {
        return addressed(page, at + 1..tokens.end);
    }
    if kind.quotes && is_towards(page, at, verb) && !page.is(at, "with") && someone_at {
        return phrase(page, at + 1..tokens.end);
    }
    if kind.quotes && page.is(at, "for") {
        let told = phrase(page, at + 1..tokens.end)?;
        let mut words = page.tokens_in(told);
        return words.any(|token| is_press(&plain(page.word(token)))).then_some(told);
    }
    let scolds = is_listed(page, verb, "scolding") || kind.quotes && !kind.labels;
    let direct = || someone(page, at..tokens.end).filter(|_| scolds && !inverted);
    direct().or_else(|| led_towards(page, verb, at..tokens.end))
}
