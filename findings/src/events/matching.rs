//! Which pattern, if any, names an event at a token.

use onrecord_article::{Relation, Upos};

use super::patterns::{Head, LEXICON, Pattern};
use super::syntax::Tree;

/// A pattern that matches at a token, and the words that make it match.
#[derive(Debug)]
pub(super) struct Match {
    pub pattern: &'static Pattern,
    pub at: usize,
    /// Particle, object: the rest of the trigger.
    pub rest: Vec<usize>,
    /// The object of a light verb, or of the preposition.
    pub object: Option<usize>,
}

/// The patterns that match at a token, the most demanding first.
pub(super) fn matches(tree: Tree<'_>, at: usize) -> impl Iterator<Item = Match> + '_ {
    let head = match (tree.upos(at), tree.relation(at)) {
        (Upos::Verb | Upos::Adj, Relation::Amod) => Some(Head::Modifier),
        (Upos::Verb, _) => Some(Head::Verb),
        (Upos::Noun, _) => Some(Head::Noun),
        _ => None,
    };
    let patterns = head.map_or(&[][..], |head| {
        let lemma = match head {
            // The form, not the lemma: "visiting", "visited".
            Head::Modifier => modifier_form(tree, at),
            _ => tree.lemma(at),
        };
        LEXICON.of(head, lemma)
    });
    patterns.iter().filter_map(move |pattern| match_at(tree, at, pattern))
}

fn modifier_form<'a>(tree: Tree<'a>, at: usize) -> &'a str {
    // Present participles are listed by their form; the lemma tells them apart well enough.
    match tree.lemma(at) {
        "visit" | "visiting" => "visiting",
        other => other,
    }
}

fn match_at(tree: Tree<'_>, at: usize, pattern: &'static Pattern) -> Option<Match> {
    let mut rest = Vec::new();
    if let Some(particle) = pattern.particle {
        rest.push(particle_of(tree, at, particle)?);
    }
    let phrase = match pattern.preposition {
        Some(preposition) => {
            let phrase = governed(tree, at, preposition, pattern)?;
            Some(phrase)
        }
        None => None,
    };
    let object = if pattern.objects.is_empty() {
        None
    } else if pattern.objects_of_preposition {
        phrase
    } else {
        Some(listed_object(tree, at, pattern)?)
    };
    rest.extend(object);
    Some(Match { pattern, at, rest, object })
}

/// The particle: a dependent with this lemma, or the very next word.
fn particle_of(tree: Tree<'_>, at: usize, particle: &str) -> Option<usize> {
    let close = |child: usize| child > at && child <= at + 6;
    tree.children(at)
        .find(|&child| {
            close(child)
                && tree.lemma(child) == particle
                && !matches!(tree.relation(child), Relation::Mark | Relation::Punct)
        })
        .or_else(|| {
            let next = at + 1;
            let sentence = tree.analysis.sentence_of(at);
            (next < sentence.end as usize && tree.lemma(next) == particle).then_some(next)
        })
}

/// The phrase after a preposition that the trigger demands, with a listed head if it lists any.
fn governed(tree: Tree<'_>, at: usize, preposition: &str, pattern: &Pattern) -> Option<usize> {
    let listed = |phrase: &usize| {
        !pattern.objects_of_preposition
            || pattern.objects.iter().any(|&object| is_noun(tree, *phrase, object))
    };
    tree.phrases(at, preposition).find(listed).or_else(|| {
        // "called for": the parser may hang the preposition on the verb itself.
        let loose = particle_of(tree, at, preposition)?;
        (!pattern.objects_of_preposition).then_some(loose)
    })
}

fn listed_object(tree: Tree<'_>, at: usize, pattern: &Pattern) -> Option<usize> {
    let object = tree.object(at)?;
    tree.coordinated(object)
        .find(|&noun| pattern.objects.iter().any(|&listed| is_noun(tree, noun, listed)))
}

/// Whether a noun is the listed one. `joint-exercise` is an exercise with the modifier "joint".
fn is_noun(tree: Tree<'_>, noun: usize, listed: &str) -> bool {
    let lemma = tree.lemma(noun);
    if lemma.eq_ignore_ascii_case(listed) {
        return true;
    }
    // "thousands of troops", "a group of soldiers": what is counted is meant.
    if is_measure(lemma)
        && tree.phrases(noun, "of").any(|counted| tree.lemma(counted).eq_ignore_ascii_case(listed))
    {
        return true;
    }
    listed.split_once('-').is_some_and(|(modifier, head)| {
        lemma == head && tree.children(noun).any(|child| tree.lemma(child) == modifier)
    })
}

fn is_measure(lemma: &str) -> bool {
    matches!(
        lemma,
        "thousand"
            | "hundred"
            | "dozen"
            | "number"
            | "group"
            | "series"
            | "round"
            | "million"
            | "lot"
            | "batch"
            | "pair"
            | "tens"
            | "ten"
            | "some"
            | "all"
            | "most"
            | "several"
            | "many"
            | "one"
            | "two"
            | "three"
    )
}
