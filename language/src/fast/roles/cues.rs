//! How often a lemma is a cue, learned from the training articles.

use std::collections::HashMap;
use std::sync::LazyLock;

use onrecord_article::Upos;

/// Words of one kind share a score: the verb "report" is a cue more often than the noun.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Verbs and auxiliaries.
    Verb,
    /// Nouns and names.
    Noun,
    /// All others.
    Other,
}

impl Kind {
    /// The kind of a part of speech.
    pub fn of(upos: Upos) -> Kind {
        match upos {
            Upos::Verb | Upos::Aux => Kind::Verb,
            Upos::Noun | Upos::Propn => Kind::Noun,
            _ => Kind::Other,
        }
    }
}

/// From this score on, a word is taken for a likely cue.
pub const LIKELY: u8 = 5;

/// From this score on, a word is taken for a possible cue.
pub const POSSIBLE: u8 = 3;

/// Upper ends, in thousandths, of how often words of each score are part of a cue.
pub const STEPS: [u32; 9] = [10, 30, 70, 130, 220, 350, 520, 700, 850];

/// The score for being part of a cue `cue` times out of `all`, drawn towards seldom where there
/// is little to go by.
pub fn score(cue: u32, all: u32) -> u8 {
    let thousandths = (cue * 1000 + 40) / (all + 2);
    STEPS.iter().filter(|&&step| thousandths >= step).count() as u8
}

/// Scores of a lowercase lemma as a verb, a noun, another word.
pub fn scores(lemma: &str) -> [u8; 3] {
    LEXICON.get(lemma).copied().unwrap_or_default()
}

/// A line a lemma: the lemma, then its scores as a verb, a noun, another word.
static LEXICON: LazyLock<HashMap<&'static str, [u8; 3]>> = LazyLock::new(|| {
    let number = |text: Option<&str>| text.and_then(|n| n.parse().ok()).unwrap_or(0);
    include_str!("../../../en/cues.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut fields = line.split(' ');
            let lemma = fields.next().filter(|lemma| !lemma.is_empty())?;
            Some((lemma, [(); 3].map(|()| number(fields.next()))))
        })
        .collect()
});
