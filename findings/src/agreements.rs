//! Agreements: documents and deals between parties, and how far they have come.

use std::sync::LazyLock;

use onrecord_article::{
    Actor, Agreement, Article, Entity, EventModality, Evidence, Fragments, Polarity, Probability,
    Relation, Span, Stage, StageMark, Statement, Upos,
};
use onrecord_language::Analysis;
use onrecord_language::lists::Lists;

use crate::events::{self, Cast, Claims, Heads, Tree};

static WORDS: LazyLock<Lists> = LazyLock::new(|| Lists::of(include_str!("../en/agreements.txt")));

const STAGES: [(&str, Stage); 8] = [
    ("signed", Stage::Signed),
    ("ratified", Stage::Ratified),
    ("inforce", Stage::InForce),
    ("implemented", Stage::Implemented),
    ("breached", Stage::Breached),
    ("withdrawn", Stage::Withdrawn),
    ("negotiating", Stage::Negotiating),
    ("proposed", Stage::Proposed),
];

/// Earlier agreements that a later mention may continue; bounds the cost.
const WINDOW: usize = 40;

/// Finds the agreements of an article.
pub(crate) fn find(
    article: &Article,
    analysis: &Analysis,
    statements: &[Statement],
    entities: &[Entity],
) -> Vec<Agreement> {
    let tree = Tree { article, analysis };
    let heads = Heads::new(entities);
    let claims = Claims::new(analysis, statements);
    let cast = Cast { tree, heads: &heads, entities, claims: &claims, statements };
    let mut agreements: Vec<(usize, Agreement)> = Vec::new();
    for at in 0..analysis.tokens().len() {
        let noun = matches!(tree.upos(at), Upos::Noun | Upos::Propn);
        if !noun || !WORDS.has("document", &tree.lemma(at).to_lowercase()) {
            continue;
        }
        let Some((mark, governor)) = stage_of(tree, &claims, statements, at) else { continue };
        let Some(found) = agreement(article, cast, at, governor, mark) else { continue };
        let earlier = agreements
            .iter_mut()
            .rev()
            .take(WINDOW)
            .find(|(head, earlier)| is_same(article, tree, *head, earlier, at, &found));
        match earlier {
            Some((_, earlier)) => {
                earlier.stages.extend(found.stages);
                if earlier.parties.len() < found.parties.len() {
                    earlier.parties = found.parties;
                }
            }
            None => agreements.push((at, found)),
        }
    }
    agreements.into_iter().map(|(_, agreement)| agreement).collect()
}

/// The stage that the words above a document show, and the word that shows it.
fn stage_of(
    tree: Tree<'_>,
    claims: &Claims,
    statements: &[Statement],
    document: usize,
) -> Option<(StageMark, usize)> {
    let top = match tree.relation(document) {
        Relation::Conj => tree.analysis.head(document)?,
        _ => document,
    };
    let governor = tree.analysis.head(top)?;
    let related = match tree.relation(top) {
        Relation::Obj | Relation::NsubjPass => true,
        Relation::Acl | Relation::AclRelcl => false,
        Relation::Nsubj => is_into_force(tree, governor),
        _ => matches!(tree.preposition(top), Some("of" | "from" | "on" | "over")),
    };
    let stage = STAGES.iter().find(|(heading, stage)| {
        let listed = WORDS.has(heading, tree.lemma(governor));
        listed && (*stage != Stage::InForce || is_into_force(tree, governor))
    });
    let (_, mut stage) = *stage.filter(|_| related)?;
    let axes = events::axes(tree, claims, governor, None);
    if axes.polarity == Polarity::Negative {
        return None;
    }
    match axes.modality {
        EventModality::Occurred | EventModality::Ongoing | EventModality::Past => {}
        EventModality::Planned if stage != Stage::Proposed => stage = Stage::Negotiating,
        _ => stage = Stage::Proposed,
    }
    let standing = events::standing(tree, claims, statements, governor);
    let trigger = Fragments::from(tree.token(governor).span);
    Some((StageMark { stage, trigger, standing }, governor))
}

/// "entered into force", "takes effect", "came into force"
fn is_into_force(tree: Tree<'_>, verb: usize) -> bool {
    tree.children(verb).any(|child| matches!(tree.lemma(child), "force" | "effect"))
}

fn agreement(
    article: &Article,
    cast: Cast<'_>,
    at: usize,
    governor: usize,
    mark: StageMark,
) -> Option<Agreement> {
    let tree = cast.tree;
    let phrase = cast.noun_phrase(at);
    let first = phrase.clone().find(|&word| {
        !matches!(tree.relation(word), Relation::Det | Relation::NmodPoss | Relation::Punct)
            && tree.upos(word) != Upos::Det
    })?;
    let title = tree.analysis.span(first..at + 1)?;
    let mut parties = parties(cast, at, governor);
    events::describe(tree, cast.entities, &mut parties, None);
    if parties.is_empty() {
        return None;
    }
    let subject = ["on", "for", "about"]
        .iter()
        .flat_map(|case| tree.phrases(at, case))
        .next()
        .or_else(|| tree.child(at, &[Relation::Compound]))
        .and_then(|head| tree.analysis.span(cast.noun_phrase(head)));
    Some(Agreement {
        title,
        parties,
        term: term(article.text_of(title)),
        subject,
        stages: vec![mark],
        evidence: Evidence {
            by: "agreement named under a stage word",
            probability: Probability::thousandths(750),
        },
    })
}

/// `between A and B`; else the subject and whoever it is made `with`; else the possessors.
fn parties(cast: Cast<'_>, at: usize, governor: usize) -> Vec<Actor> {
    let tree = cast.tree;
    let named = |phrases: Vec<usize>| -> Vec<Actor> {
        let mut out: Vec<Actor> = Vec::new();
        for head in phrases.into_iter().flat_map(|phrase| tree.coordinated(phrase)) {
            if let Some(actor) = cast.actor(head)
                && !out.contains(&actor)
            {
                out.push(actor);
            }
        }
        out
    };
    let between: Vec<usize> =
        [at, governor].iter().flat_map(|&word| tree.phrases(word, "between")).collect();
    if !between.is_empty() {
        return named(between);
    }
    let subject = if tree.is_passive(governor) {
        tree.phrases(governor, "by").collect()
    } else if tree.upos(governor) == Upos::Verb {
        tree.subject(governor).into_iter().filter(|&subject| subject != at).collect()
    } else {
        Vec::new()
    };
    let with = [at, governor].into_iter().flat_map(|word| tree.phrases(word, "with"));
    let all: Vec<usize> = subject.into_iter().chain(with).collect();
    if !all.is_empty() {
        return named(all);
    }
    named(
        tree.children(at)
            .filter(|&child| {
                tree.relation(child) == Relation::NmodPoss
                    || (matches!(tree.relation(child), Relation::Amod | Relation::Compound)
                        && cast.heads.of(child).is_some())
            })
            .collect(),
    )
}

/// ISO 8601 duration in a title: "20-year cooperation document" runs `P20Y`.
fn term(title: &str) -> Option<String> {
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    words.windows(2).find_map(|pair| {
        let count = events::small_number(pair[0])?;
        let unit = match pair[1].trim_end_matches('s') {
            "year" => 'Y',
            "month" => 'M',
            "week" => 'W',
            "day" => 'D',
            _ => return None,
        };
        Some(format!("P{count}{unit}"))
    })
}

/// Whether a later mention names the same agreement: the same noun, and no word in its title that
/// the other lacks.
fn is_same(
    article: &Article,
    tree: Tree<'_>,
    head: usize,
    earlier: &Agreement,
    at: usize,
    later: &Agreement,
) -> bool {
    let words = |span: Span| -> Vec<&str> { article.text_of(span).split_whitespace().collect() };
    let (old, new) = (words(earlier.title), words(later.title));
    tree.lemma(head) == tree.lemma(at) && new.iter().all(|word| old.contains(word))
}

#[cfg(test)]
mod tests {
    use super::term;

    #[test]
    fn terms_are_durations() {
        assert_eq!(term("20-year cooperation document").as_deref(), Some("P20Y"));
        assert_eq!(term("five-year deal").as_deref(), Some("P5Y"));
        assert_eq!(term("cooperation document"), None);
    }
}
