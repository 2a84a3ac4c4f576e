//! The word lists of `findings/en`, as data apart from the rules that use them.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a verb of saying does with the words around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Saying {
    /// It introduces quotations: say, add, warn.
    pub(crate) quotes: bool,
    /// Its object is the one addressed, outside the content: tell, thank.
    pub(crate) addresses: bool,
    /// Its object is addressed or spoken of, inside the content: urge, accuse.
    pub(crate) keeps: bool,
    /// It asks somebody to do something, which stays with whom it asks: ask, advise.
    pub(crate) requests: bool,
    /// It gives something a name: call, dub.
    pub(crate) labels: bool,
    /// It says that something is not so: deny.
    pub(crate) denies: bool,
    /// It says that nothing will be said: decline, refuse.
    pub(crate) declines: bool,
}

static SAYING: LazyLock<HashMap<&'static str, Saying>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for line in include_str!("../en/saying.txt").lines() {
        let Some((lemma, marks)) = line.split_once('\t') else { continue };
        let has = |mark: char| marks.contains(mark);
        words.insert(
            lemma,
            Saying {
                quotes: has('q'),
                addresses: has('a'),
                keeps: has('k'),
                requests: has('r'),
                labels: has('l'),
                denies: has('d'),
                declines: has('x'),
            },
        );
    }
    words
});

/// What is known of a verb of saying, by its lemma.
pub(crate) fn saying(lemma: &str) -> Option<Saying> {
    SAYING.get(lemma).copied()
}

/// Whether the object of a verb is spoken to: told, urged.
pub(crate) fn is_spoken_to(lemma: &str) -> bool {
    saying(lemma).is_some_and(|kind| kind.addresses || kind.keeps && kind.quotes)
}
