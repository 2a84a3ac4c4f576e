//! The pattern files of `findings/en/events`, parsed once. Their README describes the format.

use std::collections::HashMap;
use std::sync::LazyLock;

use onrecord_article::EventKind;
use onrecord_language::lists::{lines, word_classes};

/// The part a phrase plays in an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Actor,
    Recipient,
    Document,
    Place,
    /// Takes the phrase and gives it no part: "apologized **for** the delay".
    None,
}

/// What a pattern's head word is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Head {
    Verb,
    Noun,
    /// A participle or adjective before a noun: "**visiting** president".
    Modifier,
}

/// One slot of a frame: which phrase, which part, and whether it must be there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Slot {
    /// `subj`, `obj`, `iobj`, `poss`, `head` or a preposition.
    pub phrase: &'static str,
    pub part: Part,
    /// Look inside the phrase for its possessor or first name.
    pub inside: bool,
    pub required: bool,
}

/// A way to name a kind of event.
#[derive(Debug)]
pub(super) struct Pattern {
    pub kind: EventKind,
    pub mode: Option<&'static str>,
    pub frame: Vec<Slot>,
    pub head: Head,
    /// Particle or adverb: "pull **out**".
    pub particle: Option<&'static str>,
    pub preposition: Option<&'static str>,
    /// Lemmas of the object; empty if any or none will do.
    pub objects: Vec<&'static str>,
    /// Whether `objects` stand after the preposition: "engage **in talks**".
    pub objects_of_preposition: bool,
    /// Lemmas of the subject, where only some will do: `strike < @worker`.
    pub subjects: Vec<&'static str>,
    /// Lemmas that no subject may have: `kill !< @disaster`.
    pub other_subjects: Vec<&'static str>,
    /// The trigger as the file writes it.
    pub name: &'static str,
}

impl Pattern {
    /// How much the pattern demands; the most demanding one that matches wins.
    pub(super) fn demands(&self) -> usize {
        usize::from(self.particle.is_some())
            + usize::from(self.preposition.is_some())
            + 2 * usize::from(!self.objects.is_empty())
            + 3 * usize::from(!self.subjects.is_empty())
    }
}

/// Patterns by head and lemma, the most demanding first.
pub(super) struct Lexicon(HashMap<(Head, &'static str), Vec<Pattern>>);

impl Lexicon {
    pub(super) fn of(&self, head: Head, lemma: &str) -> &[Pattern] {
        // The map's keys are 'static; a lookup needs only equal words.
        self.0.get(&(head, lemma) as &dyn Key).map_or(&[], Vec::as_slice)
    }
}

/// Looks up `(Head, &'static str)` by a `(Head, &str)` of any lifetime.
trait Key {
    fn key(&self) -> (Head, &str);
}

impl Key for (Head, &str) {
    fn key(&self) -> (Head, &str) {
        (self.0, self.1)
    }
}

impl<'a> std::borrow::Borrow<dyn Key + 'a> for (Head, &'static str) {
    fn borrow(&self) -> &(dyn Key + 'a) {
        self
    }
}

impl std::hash::Hash for dyn Key + '_ {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl PartialEq for dyn Key + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for dyn Key + '_ {}

const FILES: [&str; 16] = [
    include_str!("../../en/events/consult.txt"),
    include_str!("../../en/events/agree.txt"),
    include_str!("../../en/events/support.txt"),
    include_str!("../../en/events/concede.txt"),
    include_str!("../../en/events/cooperate.txt"),
    include_str!("../../en/events/aid.txt"),
    include_str!("../../en/events/retreat.txt"),
    include_str!("../../en/events/request.txt"),
    include_str!("../../en/events/accuse.txt"),
    include_str!("../../en/events/reject.txt"),
    include_str!("../../en/events/threaten.txt"),
    include_str!("../../en/events/protest.txt"),
    include_str!("../../en/events/sanction.txt"),
    include_str!("../../en/events/mobilize.txt"),
    include_str!("../../en/events/coerce.txt"),
    include_str!("../../en/events/assault.txt"),
];

/// All patterns.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut map: HashMap<(Head, &'static str), Vec<Pattern>> = HashMap::new();
    for file in FILES {
        for (lemma, pattern) in parse(file) {
            map.entry((pattern.head, lemma)).or_default().push(pattern);
        }
    }
    for patterns in map.values_mut() {
        // Stable: of equal demands, the file's order decides.
        patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.demands()));
    }
    Lexicon(map)
});

static CLASSES: LazyLock<HashMap<&'static str, Vec<&'static str>>> =
    LazyLock::new(|| word_classes(include_str!("../../en/events/classes.txt")));

/// Whether a noun is a being or a body that can take part in an event: "prisoner", "delegation".
pub(crate) fn is_being(lemma: &str) -> bool {
    ["captive", "person", "official", "people", "worker", "troops", "envoy", "state", "authority"]
        .iter()
        .filter_map(|class| CLASSES.get(class))
        .flatten()
        .any(|word| word.eq_ignore_ascii_case(lemma))
}

fn parse(file: &'static str) -> Vec<(&'static str, Pattern)> {
    let mut lines = lines(file);
    let kind = lines
        .next()
        .and_then(|line| line.strip_prefix("kind "))
        .and_then(EventKind::from_name)
        .expect("a pattern file starts with its kind");
    let mut out = Vec::new();
    for line in lines {
        let [mode, frame, triggers] = line.splitn(3, '|').map(str::trim).collect::<Vec<_>>()[..]
        else {
            panic!("a line has mode, frame and triggers: {line}");
        };
        let mode = (mode != "-").then_some(mode);
        for trigger in triggers.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            // A trailing hyphen switches a trigger off.
            if let Some((lemma, pattern)) = parse_trigger(kind, mode, frame, trigger) {
                out.push((lemma, pattern));
            }
        }
    }
    out
}

fn parse_trigger(
    kind: EventKind,
    mode: Option<&'static str>,
    frame: &'static str,
    trigger: &'static str,
) -> Option<(&'static str, Pattern)> {
    let (head, rest) = match trigger.split_once(':') {
        Some(("n", rest)) => (Head::Noun, rest),
        Some(("a", rest)) => (Head::Modifier, rest),
        _ => (Head::Verb, trigger),
    };
    let mut words = rest.split_whitespace();
    let lemma = words.next()?;
    let mut pattern = Pattern {
        kind,
        mode,
        frame: parse_frame(frame),
        head,
        particle: None,
        preposition: None,
        objects: Vec::new(),
        objects_of_preposition: false,
        subjects: Vec::new(),
        other_subjects: Vec::new(),
        name: trigger,
    };
    while let Some(word) = words.next() {
        if let Some(preposition) = word.strip_prefix('~') {
            pattern.preposition = Some(preposition);
        } else if word == "+" {
            pattern.objects_of_preposition = pattern.preposition.is_some();
            pattern.objects = listed(words.next().unwrap_or_default());
        } else if word == "<" {
            pattern.subjects = listed(words.next().unwrap_or_default());
        } else if word == "!<" {
            pattern.other_subjects = listed(words.next().unwrap_or_default());
        } else if word.ends_with('-') {
            return None;
        } else {
            pattern.particle = Some(word);
        }
    }
    (!lemma.ends_with('-')).then_some((lemma, pattern))
}

/// `talk/@meeting`: words, and classes of words.
fn listed(words: &'static str) -> Vec<&'static str> {
    let mut out = Vec::new();
    for word in words.split('/') {
        match word.strip_prefix('@') {
            Some(class) => {
                let class = CLASSES.get(class);
                out.extend(class.expect("classes.txt has every class that is named"));
            }
            None => out.push(word),
        }
    }
    out
}

fn parse_frame(frame: &'static str) -> Vec<Slot> {
    let slot = |slot: &'static str| {
        let (phrase, part) = slot.split_once('=').expect("a slot is phrase=part");
        let (phrase, inside) = match phrase.strip_suffix(">R") {
            Some(phrase) => (phrase, true),
            None => (phrase, false),
        };
        let part_name = part.trim_end_matches('!');
        let part = match part_name {
            "A" => Part::Actor,
            "R" => Part::Recipient,
            "D" => Part::Document,
            "P" => Part::Place,
            "-" => Part::None,
            _ => panic!("no part is called {part_name}"),
        };
        Slot { phrase, part, inside, required: slot.ends_with('!') }
    };
    // `obj>R` stands for `obj>R=R`.
    frame
        .split_whitespace()
        .map(|text| if text.contains('=') { slot(text) } else { inside_slot(text) })
        .collect()
}

fn inside_slot(text: &'static str) -> Slot {
    let phrase = text.strip_suffix(">R").expect("a slot without `=` ends in `>R`");
    Slot { phrase, part: Part::Recipient, inside: true, required: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read() {
        let kinds: std::collections::BTreeSet<EventKind> =
            FILES.iter().flat_map(|file| parse(file)).map(|(_, pattern)| pattern.kind).collect();
        assert_eq!(kinds.len(), EventKind::ALL.len());
    }

    #[test]
    fn the_most_demanding_pattern_comes_first() {
        let pay = LEXICON.of(Head::Verb, "pay");
        assert!(pay.iter().any(|pattern| pattern.objects.contains(&"visit")));
        let withdraw = LEXICON.of(Head::Verb, "withdraw");
        assert!(withdraw.windows(2).all(|pair| pair[0].demands() >= pair[1].demands()));
        assert!(LEXICON.of(Head::Noun, "no-such-word").is_empty());
    }

    #[test]
    fn frames_have_required_and_inner_slots() {
        let frame = parse_frame("subj=A obj>R on=R!");
        assert_eq!(frame.len(), 3);
        assert!(frame[1].inside && frame[1].part == Part::Recipient);
        assert!(frame[2].required && frame[2].phrase == "on");
    }
}
