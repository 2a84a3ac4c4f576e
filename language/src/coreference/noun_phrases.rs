//! The noun phrases and pronouns of an article: whatever may be mentioned.

use std::ops::Range;

use onrecord_article::{Number, Relation, Upos};

use super::Text;
use super::pronouns::{Pronoun, pronoun};
use crate::NameKind;
use crate::lexicon::{Head, lexicon};
use crate::phrases::key;

/// A noun phrase or pronoun.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// All of it: "one of the leading officials of the United States".
    pub(super) tokens: Range<usize>,
    /// Without what follows the head and belongs to it: "one".
    pub(super) core: Range<usize>,
    /// Its head.
    pub(super) head: usize,
    /// What kind of phrase.
    pub(super) what: What,
    /// The phrase that possesses it, by the number of its head: "Iran" in "Iran's president".
    pub(super) owner: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum What {
    /// Headed by the name with this number.
    Name(usize),
    /// Headed by a noun.
    Nominal,
    /// A pronoun.
    Pronoun(Pronoun),
}

/// All phrases, in the order of their heads; none longer than a sentence.
pub(super) fn phrases(text: &Text<'_>) -> Vec<Phrase> {
    let mut all = Vec::new();
    let mut names = 0;
    for sentence in text.analysis.sentences() {
        let first = all.len();
        let range = sentence.start as usize..sentence.end as usize;
        chunks(text, range, &mut names, &mut all);
        all[first..].sort_by_key(|phrase: &Phrase| phrase.head);
        extend(text, &mut all[first..]);
    }
    all.dedup_by_key(|phrase| phrase.head);
    all
}

/// Finds the phrases up to their heads.
fn chunks(text: &Text<'_>, sentence: Range<usize>, names: &mut usize, all: &mut Vec<Phrase>) {
    let mut at = sentence.start;
    while at < sentence.end {
        let start = at;
        while at < sentence.end && (at < name_end(text, *names, at) || belongs(text, start, at)) {
            at = name_end(text, *names, at).max(at + 1).min(sentence.end);
            while text.names.get(*names).is_some_and(|name| name.tokens.end as usize <= at) {
                *names += 1;
            }
        }
        if start < at {
            split(text, start..at, all);
        } else {
            if let Some(word) = pronoun(text, at) {
                let tokens = at..at + 1;
                all.push(Phrase {
                    core: tokens.clone(),
                    tokens,
                    head: at,
                    what: What::Pronoun(word),
                    owner: None,
                });
            }
            at += 1;
        }
    }
}

/// One past the name that holds a token, given the first name that ends after it; `at` if none.
fn name_end(text: &Text<'_>, names: usize, at: usize) -> usize {
    match text.names.get(names) {
        Some(name) if name.tokens.contains(&(at as u32)) => name.tokens.end as usize,
        _ => at,
    }
}

/// Whether a token goes on the run of nouns and their modifiers that starts at `start`.
fn belongs(text: &Text<'_>, start: usize, at: usize) -> bool {
    let upos = |at: usize| text.tokens.get(at).map(|token| token.upos);
    let nominal = |at| matches!(upos(at), Some(Upos::Noun | Upos::Propn));
    let word = text.word(at);
    match text.tokens[at].upos {
        Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num => true,
        Upos::Det => {
            at == start || upos(at - 1) == Some(Upos::Det) || possessive(text.word(at - 1))
        }
        Upos::Pron => {
            let owner = is_owner(word) || matches!(word, "this" | "that" | "these" | "those");
            at == start
                && owner
                && at + 1 < text.tokens.len()
                && belongs(text, at + 1, at + 1)
                && !matches!(upos(at + 1), Some(Upos::Det | Upos::Pron))
        }
        Upos::Part | Upos::Punct if possessive(word) => {
            at > start && upos(at - 1) != Some(Upos::Pron)
        }
        Upos::Punct => {
            matches!(word, "-" | "–") && at > start && text.adjoins(at) && text.adjoins(at + 1)
        }
        Upos::Adv => at > start && upos(at + 1) == Some(Upos::Adj),
        Upos::Verb => {
            at > start
                && matches!(upos(at - 1), Some(Upos::Det | Upos::Adj))
                && (nominal(at + 1) || upos(at + 1) == Some(Upos::Adj) && nominal(at + 2))
        }
        _ => false,
    }
}

fn possessive(word: &str) -> bool {
    matches!(word, "'s" | "’s" | "'" | "’")
}

fn is_owner(word: &str) -> bool {
    let owners = ["his", "her", "its", "their", "my", "our", "your", "whose"];
    owners.iter().any(|owner| owner.eq_ignore_ascii_case(word))
}

/// Cuts a run at possessives: "Iran" and "Iran's president" of "Iran's president".
fn split(text: &Text<'_>, run: Range<usize>, all: &mut Vec<Phrase>) {
    let mut owner = None;
    let mut from = run.start;
    for at in run.clone().chain([run.end]) {
        let cut = at == run.end || possessive(text.word(at)) && text.tokens[at].upos != Upos::Punct;
        if !cut {
            continue;
        }
        if from < at
            && let Some(head) = one(text, run.start, from..at, owner, all)
        {
            owner = Some(head);
        }
        from = at + 1;
    }
}

/// One phrase that starts at `start` and whose own words are `own`; returns its head.
fn one(
    text: &Text<'_>,
    mut start: usize,
    mut own: Range<usize>,
    mut owner: Option<usize>,
    all: &mut Vec<Phrase>,
) -> Option<usize> {
    // "in a way that one of the officials said": a pronoun by its tag, none by its tree.
    if own.len() > 1 && start == own.start && text.tokens[start].relation == Relation::Mark {
        start += 1;
        own.start += 1;
    }
    if let Some(word) = pronoun(text, own.start)
        && (is_owner(text.word(own.start)) || own.len() == 1)
    {
        let tokens = own.start..own.start + 1;
        let pronoun = What::Pronoun(word);
        all.push(Phrase {
            core: tokens.clone(),
            tokens,
            head: own.start,
            what: pronoun,
            owner: None,
        });
        if own.len() == 1 {
            return Some(own.start);
        }
        owner = Some(own.start);
    }
    while own.end > own.start + 1 && !heads(text, own.end - 1) && !stands_alone(text, own.end - 1) {
        own.end -= 1;
    }
    let head = own.end - 1;
    if !heads(text, head) && !stands_alone(text, head) {
        return None;
    }
    let inside = text.names_in(own.clone());
    let named = inside.clone().find(|&name| text.names[name].tokens.contains(&(head as u32)));
    for name in inside {
        let Range { start, end } = text.names[name].tokens;
        let tokens = start as usize..end as usize;
        if Some(name) != named && text.names[name].kind != NameKind::Group {
            let head = tokens.end - 1;
            let what = What::Name(name);
            all.push(Phrase { core: tokens.clone(), tokens, head, what, owner: None });
        }
    }
    let tokens = match named {
        Some(name) if text.names[name].kind == NameKind::Person => {
            titled(text, start, text.names[name].tokens.start as usize)..own.end
        }
        _ => start..own.end,
    };
    if tokens.start > own.start {
        owner = None;
    }
    let what = named.map_or(What::Nominal, What::Name);
    all.push(Phrase { core: tokens.clone(), tokens, head, what, owner });
    Some(head)
}

/// Whether a word can head a noun phrase.
fn heads(text: &Text<'_>, at: usize) -> bool {
    matches!(text.tokens[at].upos, Upos::Noun | Upos::Propn)
        || text.names_in(at..at + 1).next().is_some()
}

/// "one", "many", "the poor": heads without a noun, where what follows shows it.
fn stands_alone(text: &Text<'_>, at: usize) -> bool {
    let next = text.tokens.get(at + 1).map(|token| token.upos);
    let subject = text.is_subject(at) || matches!(next, Some(Upos::Verb | Upos::Aux));
    let listed = text.head_noun(at).is_some();
    listed && (subject || text.word_at(at + 1) == "of")
        || text.tokens[at].upos == Upos::Adj
            && text.tokens[at].relation.is_nsubj()
            && text.tokens[at].morph.number != Number::Singular
}

/// Where a person's phrase starts that may reach back to `start`: the name at `name` takes titles
/// before it and all that modifies those, or articles and adjectives, but no other nouns.
fn titled(text: &Text<'_>, start: usize, name: usize) -> usize {
    if start == name {
        return name;
    }
    let last = name - 1;
    let word = text.word(last).trim_end_matches('.');
    let titles = lexicon().title(word).is_some()
        || text.head_noun(last).is_some_and(|(head, _)| head == Head::Person);
    let plain = |at: usize| {
        matches!(text.tokens[at].upos, Upos::Det | Upos::Adj | Upos::Pron)
            || text.names_in(at..at + 1).any(|name| text.names[name].kind == NameKind::Group)
    };
    if titles {
        start
    } else {
        (start..name).rev().take_while(|&at| plain(at)).last().unwrap_or(name)
    }
}

/// Adds what follows the heads: "of the Islamic Revolution".
fn extend(text: &Text<'_>, phrases: &mut [Phrase]) {
    // From the last: what an inner phrase takes, the outer takes with it.
    for k in (0..phrases.len()).rev() {
        let Phrase { head, what, .. } = phrases[k];
        if matches!(what, What::Pronoun(_)) && text.word_at(head + 1) != "of" {
            continue;
        }
        let person = match what {
            What::Name(name) => text.names[name].kind == NameKind::Person,
            _ => false,
        };
        // At most a few phrases: each step takes in a whole one.
        for _ in 0..4 {
            let end = phrases[k].tokens.end;
            let Some(next) = after(phrases, k, end) else { break };
            let other = &phrases[next];
            let between = text.word_at(end);
            let of = between == "of" && !person && end + 1 == other.tokens.start;
            let link = text.tokens.get(end).is_some_and(|token| token.upos == Upos::Adp);
            let token = &text.tokens[other.head];
            let attached = link
                && end + 1 == other.tokens.start
                && token.relation.universal() == Relation::Nmod
                && token.head as usize == head;
            if !of && !attached {
                break;
            }
            phrases[k].tokens.end = other.tokens.end;
        }
    }
}

/// The widest phrase that starts right after the word at `end`.
fn after(phrases: &[Phrase], k: usize, end: usize) -> Option<usize> {
    let starts = |phrase: &Phrase| phrase.tokens.start == end + 1;
    // Heads are in order, so it is among the next few.
    let near = k + 1..phrases.len().min(k + 10);
    near.filter(|&other| starts(&phrases[other])).max_by_key(|&other| phrases[other].tokens.end)
}

/// The key of a word as an office or role is compared: "Gov." is "governor".
pub(super) fn role_key(word: &str) -> u64 {
    let word = word.trim_end_matches('.').to_lowercase();
    key(match word.as_str() {
        "gov" => "governor",
        "sen" | "sens" => "senator",
        "rep" | "reps" | "congressman" | "congresswoman" => "representative",
        "gen" => "general",
        "adm" => "admiral",
        "capt" => "captain",
        "col" => "colonel",
        "lt" => "lieutenant",
        "sgt" => "sergeant",
        "dr" => "doctor",
        "prof" => "professor",
        "premier" => "minister",
        "spokeswoman" | "spokesperson" => "spokesman",
        "chairwoman" | "chairperson" | "chair" => "chairman",
        other => other,
    })
}
