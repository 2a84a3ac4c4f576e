//! What kind of being a noun speaks of, as far as it matters for who speaks.

use std::collections::HashMap;
use std::sync::LazyLock;

use onrecord_language::lists::Lists;

use crate::page::Page;

static NOUNS: LazyLock<Lists> = LazyLock::new(|| Lists::of(include_str!("../../en/nouns.txt")));

/// What each word may stand for, and the words that others stand for, by the number of the line.
static KINDRED: LazyLock<[HashMap<String, Vec<usize>>; 2]> = LazyLock::new(|| {
    let mut kinds = [HashMap::new(), HashMap::new()];
    for (number, line) in include_str!("../../en/kindred.txt").lines().enumerate() {
        let Some((general, special)) = line.split_once(" = ") else { continue };
        for (words, kinds) in [general, special].into_iter().zip(&mut kinds) {
            for word in words.split(' ') {
                kinds.entry(plain(word)).or_insert_with(Vec::new).push(number);
            }
        }
    }
    kinds
});

/// Whether a noun may stand for somebody who was introduced by another one: "envoy" for an
/// ambassador.
pub(super) fn stands_for(general: &str, special: &str) -> bool {
    let kinds = |side: usize, word| KINDRED[side].get(word).map(Vec::as_slice).unwrap_or_default();
    kinds(0, general).iter().any(|kind| kinds(1, special).contains(kind))
}

/// Whether a word says what somebody does.
pub(super) fn is_calling(word: &str) -> bool {
    KINDRED.iter().any(|kinds| kinds.contains_key(word))
}

/// "the company", "the union"
pub(super) fn is_body(word: &str) -> bool {
    NOUNS.has("body", word) || NOUNS.has("institution", word)
}

/// "the company": no word of its name.
pub(super) fn is_plain_body(word: &str) -> bool {
    NOUNS.has("body", word)
}

/// "the **head** of the union": speaks for a body.
pub(super) fn leads(word: &str) -> bool {
    NOUNS.has("leads", word)
}

/// "the **interior** ministry": another body than one without that word.
pub(super) fn is_sort(word: &str) -> bool {
    NOUNS.has("sort", word)
}

/// "the **deputy** minister": another office, whose holder is always called so.
pub(super) fn is_rank(word: &str) -> bool {
    NOUNS.has("rank", word)
}

/// "the **finance** minister": another office, whose holder is "the minister" as well.
pub(super) fn is_special(word: &str) -> bool {
    is_rank(word) || NOUNS.has("special", word)
}

/// A word that says of a name that it is no business.
pub(super) fn is_institution(word: &str) -> bool {
    NOUNS.has("institution", word) && word != "bank" && word != "trust" && word != "corporation"
}

pub(super) fn is_press(word: &str) -> bool {
    NOUNS.has("press", word)
}

/// "told reporters", "told a news conference"
pub(super) fn is_newsman(word: &str) -> bool {
    NOUNS.has("newsman", word)
}

pub(super) fn is_month(word: &str) -> bool {
    NOUNS.has("month", &plain(word))
}

/// "on Monday", "last week"
pub(super) fn is_time(word: &str) -> bool {
    NOUNS.has("time", word)
}

/// Verbs that lead somewhere, by their lemmas: "travelled to"
pub(super) fn is_going(lemma: &str) -> bool {
    NOUNS.has("going", lemma)
}

pub(super) fn is_thing(word: &str) -> bool {
    NOUNS.has("thing", word)
}

/// Those of whom nothing is said but what follows: "**anyone** who saw it".
pub(super) const ANYBODY: &[&str] = &["anyone", "everyone", "anybody", "everybody", "those"];

/// "the 52-**year-old**", of three tokens before `end` that begin at `first` or after it.
pub(super) fn ends_in_age(page: &Page, first: usize, end: usize) -> bool {
    end >= first + 3 && page.is(end - 1, "old") && page.is(end - 3, "year")
}

/// "the player", "the 52-year-old"
pub(super) fn is_anyone(word: &str) -> bool {
    NOUNS.has("person", word) || word.ends_with("-year-old")
}

pub(super) fn is_kin(word: &str) -> bool {
    NOUNS.has("kin", word)
}

/// "Her Excellency"
pub(super) fn is_style(word: &str) -> bool {
    matches!(word, "excellency" | "majesty" | "highness" | "holiness" | "eminence")
}

/// The words for "he" and "she" that a phrase has: `true` for hers, `None` where it has none.
pub(super) fn is_female(word: &str) -> Option<bool> {
    if word.len() > LONGEST {
        return None;
    }
    let word = word.trim_end_matches('.').to_lowercase();
    let female = NOUNS.has("woman", &word);
    (female || NOUNS.has("man", &word)).then_some(female)
}

/// No office has a longer name.
const LONGEST: usize = 40;

/// A word as offices are compared: in lowercase, "Gov." for governor, one word for both sexes.
pub(super) fn plain(word: &str) -> String {
    if word.len() > LONGEST {
        return String::new();
    }
    let word = word.trim_end_matches('.').to_lowercase();
    let same = match word.as_str() {
        "gov" => "governor",
        "sen" => "senator",
        "rep" | "congressman" | "congresswoman" => "representative",
        "gen" => "general",
        "col" => "colonel",
        "capt" => "captain",
        "prof" => "professor",
        "cllr" | "councillor" => "councilor",
        "insp" => "inspector",
        "supt" => "superintendent",
        "sgt" => "sergeant",
        "lt" => "lieutenant",
        "amb" => "ambassador",
        "adm" => "admiral",
        "premier" => "minister",
        "spokeswoman" | "spokesperson" => "spokesman",
        "chairwoman" | "chairperson" | "chair" => "chairman",
        _ => return word,
    };
    same.to_owned()
}
