//! Verbs that are known to be verbs: what the endings of unknown words leave is held against them.

use std::sync::LazyLock;

use super::xpos::Xpos;
use crate::phrases::{HashedMap, key};

static VERBS: LazyLock<HashedMap<()>> = LazyLock::new(|| {
    let list = include_str!("../../en/wordnet_verbs.txt");
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).map(|verb| (key(verb), ())).collect()
});

/// Mends the lemma of an inflected verb, if it is no verb and a sibling is one: "challenge" for
/// "challeng", "shout" for "shoute", "bomb" for "bom".
pub(crate) fn mend(xpos: Xpos, lemma: &mut String) {
    let known = |word: &str| VERBS.contains_key(&key(word));
    if !matches!(xpos.as_str(), "VBD" | "VBG" | "VBN" | "VBZ") || known(lemma) {
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
            mend(past, &mut lemma);
            assert_eq!(lemma, right);
        }
    }
}
