//! Which pattern, if any, names an event at a token.

use onrecord_article::{Relation, Upos, VerbForm};

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
    let own = [Relation::Obj, Relation::Nsubj, Relation::NsubjPass, Relation::AuxPass];
    let clause = tree.child(at, &own).is_some();
    let modifier = at > 0
        && matches!(tree.upos(at - 1), Upos::Adp | Upos::Det | Upos::Sconj)
        && tree.child(at, &[Relation::Aux, Relation::Nsubj]).is_none()
        && tree.upos((at + 1).min(tree.analysis.tokens().len() - 1)) != Upos::Det;
    let head = match (tree.upos(at), tree.relation(at)) {
        (Upos::Verb, _) if modifier && tree.word(at) == "visiting" => Some(Head::Modifier),
        (Upos::Verb, _) if !clause && is_by_the_way(tree, at) => None,
        (Upos::Verb | Upos::Adj, Relation::Amod) if !clause => Some(Head::Modifier),
        (Upos::Verb, _) => Some(Head::Verb),
        _ if tree.is_verbal(at) => Some(Head::Verb),
        (Upos::Noun, _) => Some(Head::Noun),
        _ => None,
    };
    let patterns = head.map_or(&[][..], |head| listed(tree, at, head));
    patterns.iter().filter_map(move |pattern| match_at(tree, at, pattern))
}

/// A participle that only says which one is meant, "a lawyer **jailed** in May", or part of a
/// compound, "Armenian-**backed** militias".
fn is_by_the_way(tree: Tree<'_>, at: usize) -> bool {
    let compound = at > 0 && tree.word(at - 1) == "-";
    let rooted = |noun| tree.analysis.head(noun).is_some();
    let reduced = tree.relation(at) == Relation::Acl
        && tree.verb_form(at) == VerbForm::PastParticiple
        && tree.analysis.head(at).is_some_and(rooted)
        && tree.child(at, &[Relation::Aux, Relation::AuxPass]).is_none()
        && tree.phrases(at, "by").next().is_none()
        && !tree.analysis.head(at).is_some_and(|noun| there_is(tree, noun));
    compound || reduced
}

/// "**There were** ten soldiers killed": the participle is what the sentence tells.
fn there_is(tree: Tree<'_>, noun: usize) -> bool {
    let verb = tree.analysis.head(noun).filter(|&verb| tree.lemma(verb) == "be");
    verb.is_some_and(|verb| tree.child(verb, &[Relation::Expl]).is_some())
}

/// The patterns of a word: by its lemma, else by a lemma that its form could have, so that a verb
/// whose lemma was guessed wrongly ("bombed" as "bom") is found all the same.
fn listed(tree: Tree<'_>, at: usize, head: Head) -> &'static [Pattern] {
    if head == Head::Modifier {
        // The form, not the lemma: "visiting" president, "visited" country.
        return LEXICON.of(head, &tree.word(at).to_ascii_lowercase());
    }
    let found = LEXICON.of(head, tree.lemma(at));
    if !found.is_empty() {
        return found;
    }
    let form = tree.word(at).to_ascii_lowercase();
    base_forms(&form)
        .into_iter()
        .map(|base| LEXICON.of(head, &base))
        .find(|p| !p.is_empty())
        .unwrap_or(&[])
}

/// Past forms that are nothing but verbs.
const IRREGULAR: [(&str, &str); 20] = [
    ("withdrew", "withdraw"),
    ("withdrawn", "withdraw"),
    ("met", "meet"),
    ("held", "hold"),
    ("sent", "send"),
    ("gave", "give"),
    ("given", "give"),
    ("fought", "fight"),
    ("struck", "strike"),
    ("sought", "seek"),
    ("overthrew", "overthrow"),
    ("overthrown", "overthrow"),
    ("forbade", "forbid"),
    ("spoke", "speak"),
    ("swore", "swear"),
    ("hung", "hang"),
    ("shot", "shoot"),
    ("took", "take"),
    ("broke", "break"),
    ("blew", "blow"),
];

/// What a form could be a form of: "bombed" of "bombed", "bombe", "bomb", "bom"; "talks" of "talk".
fn base_forms(form: &str) -> Vec<String> {
    let mut bases = vec![form.to_owned()];
    if let Some(&(_, base)) = IRREGULAR.iter().find(|(past, _)| *past == form) {
        bases.push(base.to_owned());
    }
    for ending in ["ing", "ed", "es", "s"] {
        let Some(stem) = form.strip_suffix(ending).filter(|stem| stem.len() > 2) else { continue };
        bases.push(format!("{stem}e"));
        bases.push(stem.to_owned());
        if let Some(stem) = stem.strip_suffix('i') {
            bases.push(format!("{stem}y"));
        }
        let mut letters = stem.chars().rev();
        if let (Some(last), Some(before)) = (letters.next(), letters.next())
            && last == before
        {
            bases.push(stem[..stem.len() - last.len_utf8()].to_owned());
        }
    }
    bases
}

fn match_at(tree: Tree<'_>, at: usize, pattern: &'static Pattern) -> Option<Match> {
    let mut rest = Vec::new();
    if !has_subject(tree, at, pattern) {
        return None;
    }
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

/// Whether the one who acts is of the kind that the pattern asks for.
fn has_subject(tree: Tree<'_>, at: usize, pattern: &Pattern) -> bool {
    if pattern.subjects.is_empty() && pattern.other_subjects.is_empty() {
        return true;
    }
    let listed = |list: &[&str]| {
        let agents = tree.agents(at).into_iter();
        agents
            .flat_map(|agent| tree.coordinated(agent))
            .any(|noun| list.iter().any(|&word| is_noun(tree, noun, word)))
    };
    (pattern.subjects.is_empty() || listed(&pattern.subjects)) && !listed(&pattern.other_subjects)
}

/// The particle: a dependent with this lemma, or the very next word.
fn particle_of(tree: Tree<'_>, at: usize, particle: &str) -> Option<usize> {
    let close = |child: usize| child > at && child <= at + 6;
    tree.children(at)
        .find(|&child| {
            close(child)
                && tree.lemma(child) == particle
                && tree.word(child - 1) != "to"
                && !matches!(tree.relation(child), Relation::Mark | Relation::Punct)
        })
        .or_else(|| {
            let next = at + 1;
            let sentence = tree.analysis.sentence_of(at);
            let begins = matches!(particle, "in" | "on" | "to" | "at" | "over" | "for" | "with")
                && tree.relation(next.min(sentence.end as usize - 1)) == Relation::Case;
            let follows = next < sentence.end as usize && tree.lemma(next) == particle;
            (follows && !begins).then_some(next)
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
        let end = tree.analysis.sentence_of(at).end as usize;
        let loose = (at + 1..end.min(at + 5)).find(|&near| {
            tree.word(near) == preposition
                && (near == at + 1 || tree.analysis.head(near) == Some(at))
        })?;
        (!pattern.objects_of_preposition).then_some(loose)
    })
}

fn listed_object(tree: Tree<'_>, at: usize, pattern: &Pattern) -> Option<usize> {
    let is_listed = |noun: usize| pattern.objects.iter().any(|&listed| is_noun(tree, noun, listed));
    let object = tree.object(at);
    object.and_then(|object| tree.coordinated(object).find(|&noun| is_listed(noun))).or_else(|| {
        match tree.is_passive(at) {
            true => near_subject(tree, at, is_listed),
            false => near_object(tree, at, is_listed),
        }
    })
}

/// The first listed noun after a verb that can be its object, whatever the parser made of it:
/// nothing stands between but what may stand in a noun phrase, or one more such phrase.
fn near_object(tree: Tree<'_>, verb: usize, is_listed: impl Fn(usize) -> bool) -> Option<usize> {
    let end = (tree.analysis.sentence_of(verb).end as usize).min(verb + 10);
    let mut phrases = 0;
    for at in verb + 1..end {
        match tree.upos(at) {
            Upos::Noun | Upos::Propn => {
                let ends = at + 1 >= end || !matches!(tree.upos(at + 1), Upos::Noun | Upos::Propn);
                if ends && is_listed(at) {
                    return Some(at);
                }
                if ends && tree.word(at + 1) != "'s" && tree.word(at + 1) != "-" {
                    phrases += 1;
                }
            }
            Upos::Det | Upos::Pron if phrases > 1 => return None,
            Upos::Det | Upos::Pron | Upos::Adj | Upos::Num | Upos::Sym | Upos::Part => {}
            Upos::Adv | Upos::X => {}
            Upos::Punct if matches!(tree.word(at), "-" | "–" | "“" | "\"" | "‘" | "'" | "’") =>
                {}
            Upos::Verb if tree.word(at - 1) == "-" => {} // "long-standing sanctions"
            Upos::Verb
                if matches!(tree.verb_form(at), VerbForm::Gerund | VerbForm::PastParticiple)
                    && tree.relation(at) == Relation::Amod => {}
            Upos::Adp if at == verb + 1 && pattern_particle(tree.word(at)) => {}
            Upos::Adp if tree.word(at) == "of" && is_measure(tree.lemma(at - 1)) => {}
            _ => return None,
        }
    }
    None
}

/// The same before a passive: "**sanctions** and pressures were imposed".
fn near_subject(tree: Tree<'_>, verb: usize, is_listed: impl Fn(usize) -> bool) -> Option<usize> {
    let start = tree.analysis.sentence_of(verb).start as usize;
    (start..verb)
        .rev()
        .take(10)
        .take_while(|&at| {
            let phrase = matches!(
                tree.upos(at),
                Upos::Noun | Upos::Propn | Upos::Adj | Upos::Cconj | Upos::Adv | Upos::Aux
            );
            phrase || tree.upos(at) == Upos::Part
        })
        .find(|&at| matches!(tree.upos(at), Upos::Noun | Upos::Propn) && is_listed(at))
}

/// Words that belong to the verb and do not begin a phrase: "shut **down** the paper".
fn pattern_particle(word: &str) -> bool {
    matches!(word, "out" | "off" | "up" | "down" | "back" | "away" | "over")
}

/// Whether a noun is the listed one. `joint-exercise` is an exercise with the modifier "joint".
fn is_noun(tree: Tree<'_>, noun: usize, listed: &str) -> bool {
    let lemma = tree.lemma(noun);
    if is_figure_of_speech(tree, noun) {
        return false;
    }
    let is = |lemma: &str| {
        lemma.eq_ignore_ascii_case(listed)
            || lemma.strip_suffix('s').is_some_and(|one| one.eq_ignore_ascii_case(listed))
            || lemma.strip_suffix("ies").is_some_and(|stem| listed.strip_suffix('y') == Some(stem))
    };
    if is(lemma) {
        return true;
    }
    // "thousands of troops", "a group of soldiers": what is counted is meant.
    if is_measure(lemma) && tree.phrases(noun, "of").any(|counted| is(tree.lemma(counted))) {
        return true;
    }
    // "received **President** Maduro", "called King Salman": the office before a name.
    if tree.upos(noun) == Upos::Propn
        && tree.children(noun).any(|child| {
            child < noun
                && matches!(
                    tree.relation(child),
                    Relation::Compound | Relation::NmodDesc | Relation::Flat | Relation::Appos
                )
                && is(tree.lemma(child))
        })
    {
        return true;
    }
    listed.split_once('-').is_some_and(|(modifier, head)| {
        lemma == head && tree.children(noun).any(|child| tree.lemma(child) == modifier)
    })
}

/// "trade war", "charm offensive", "multidimensional war": nobody is hurt.
fn is_figure_of_speech(tree: Tree<'_>, noun: usize) -> bool {
    let warlike = matches!(
        tree.lemma(noun),
        "war" | "offensive" | "attack" | "campaign" | "battle" | "assault" | "operation" | "blitz"
    );
    let start = tree.analysis.sentence_of(noun).start as usize;
    warlike
        && (start..noun)
            .rev()
            .take(4)
            .take_while(|&at| {
                matches!(tree.upos(at), Upos::Adj | Upos::Noun | Upos::Cconj | Upos::Punct)
            })
            .any(|at| {
                matches!(
                    tree.lemma(at).to_ascii_lowercase().as_str(),
                    "trade"
                        | "economic"
                        | "hybrid"
                        | "price"
                        | "culture"
                        | "cultural"
                        | "legal"
                        | "psychological"
                        | "propaganda"
                        | "soft"
                        | "multidimensional"
                        | "media"
                        | "information"
                        | "tariff"
                        | "currency"
                        | "charm"
                        | "verbal"
                        | "election"
                        | "advertising"
                        | "diplomatic"
                        | "political"
                        | "presidential"
                        | "marketing"
                        | "financial"
                        | "disinformation"
                        | "vaccination"
                        | "awareness"
                )
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
            | "state"
            | "wave"
            | "string"
            | "set"
            | "score"
            | "shipment"
            | "amount"
            | "type"
            | "kind"
            | "form"
            | "ton"
            | "package"
            | "billion"
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
