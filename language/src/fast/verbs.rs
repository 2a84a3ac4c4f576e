//! Verbs that are known to be verbs: what the endings of unknown words leave is held against them.

use std::sync::LazyLock;

use super::xpos::Xpos;
use crate::lexicon::lexicon;
use crate::lists::lines;
use crate::phrases::{HashedMap, key};

static VERBS: LazyLock<HashedMap<()>> = LazyLock::new(|| {
    let list = include_str!("../../en/wordnet_verbs.txt");
    lines(list).flat_map(str::split_whitespace).map(|verb| (key(verb), ())).collect()
});

static IRREGULAR: LazyLock<HashedMap<&str>> = LazyLock::new(|| {
    let list = include_str!("../../en/wordnet_irregular.txt");
    let pairs = lines(list).flat_map(str::split_whitespace).filter_map(|pair| pair.split_once(':'));
    pairs.map(|(form, verb)| (key(form), verb)).collect()
});

/// Whether a word, or its singular, is a verb too: "Show", "Roads".
pub(crate) fn is_verb(word: &str) -> bool {
    let known = |word: &str| VERBS.contains_key(&key(word));
    known(word) || word.strip_suffix('s').is_some_and(known)
}

/// Mends the lemma of an inflected verb: "tell" for "Told", and if it is no verb and a sibling is
/// one, that: "challenge" for "challeng", "shout" for "shoute", "bomb" for "bom".
pub(crate) fn mend(xpos: Xpos, form: &str, lemma: &mut String) {
    let known = |word: &str| VERBS.contains_key(&key(word));
    let past = matches!(xpos.as_str(), "VBD" | "VBN");
    if let Some(verb) = past.then(|| IRREGULAR.get(&key(form))).flatten() {
        lemma.clear();
        return lemma.push_str(verb);
    }
    if !(past || matches!(xpos.as_str(), "VBG" | "VBZ")) || known(lemma) {
        return;
    }
    let Some(last) = lemma.chars().last().filter(char::is_ascii_lowercase) else { return };
    let cut = &lemma[..lemma.len() - 1]; // the last character is one byte
    let siblings = match last {
        'e' => [cut.to_owned(), format!("{}y", cut.trim_end_matches('i'))],
        'm' => [format!("{lemma}b"), format!("{lemma}e")],
        'i' => [format!("{cut}y"), format!("{lemma}e")],
        _ => [format!("{lemma}e"), cut.to_owned()],
    };
    if let Some(verb) = siblings.into_iter().find(|verb| known(verb)) {
        *lemma = verb;
    }
}

/// The tag of a noun for somebody that was taken for a verb after "to", and is none: "said to
/// **newsmen**", "announced to **parliament**".
pub(crate) fn no_infinitive(form: &str) -> Option<Xpos> {
    let known = |word: &str| lexicon().head(word).is_some();
    if !form.bytes().all(|byte| byte.is_ascii_lowercase()) || VERBS.contains_key(&key(form)) {
        return None;
    }
    let one = form.strip_suffix("men").map(|stem| format!("{stem}man"));
    let one = one.or_else(|| form.strip_suffix('s').map(str::to_owned)).filter(|one| known(one));
    match one {
        Some(_) => Some(Xpos::named("NNS")),
        None if known(form) => Some(Xpos::named("NN")),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_verb_becomes_its_sibling() {
        let past = Xpos::from_name("VBD").expect("a tag");
        for (wrong, right) in [
            ("challeng", "challenge"),
            ("jok", "joke"),
            ("shoute", "shout"),
            ("addresse", "address"),
            ("bom", "bomb"),
            ("denie", "deny"),
            ("stopp", "stop"),
            ("say", "say"),
            ("blorg", "blorg"),
        ] {
            let mut lemma = wrong.to_owned();
            mend(past, "", &mut lemma);
            assert_eq!(lemma, right);
        }
        let noun = |form| no_infinitive(form).map(|tag| tag.as_str().to_owned());
        assert_eq!(noun("newsmen").as_deref(), Some("NNS"));
        assert_eq!(noun("parliament").as_deref(), Some("NN"));
        assert_eq!(noun("host"), None);
        let mut told = "toe".to_owned();
        mend(past, "Told", &mut told);
        assert_eq!(told, "tell");
    }
}
