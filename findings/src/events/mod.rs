//! Events: who did what to whom, in which standing.
//!
//! A pattern (`findings/en/events`) finds a trigger and its participants in the tree; the words
//! around the trigger say whether it is affirmed and whether it happened; the statements say who
//! vouches for it. What somebody claims is never an event the outlet reports.

mod arguments;
mod axes;
mod circumstances;
mod dates;
mod matching;
mod operators;
mod patterns;
mod plover;
mod sector;
mod syntax;
mod times;

use onrecord_article::{
    Actor, Article, Entity, EntityKind, Event, EventModality, Evidence, Fragments, Modality,
    Polarity, Probability, Relation, Span, Standing, Statement, StatementId,
};
use onrecord_language::Analysis;

pub(crate) use arguments::{Cast, Heads};
pub(crate) use axes::axes;
pub(crate) use dates::small_number;
pub(crate) use patterns::word_classes;
pub use plover::plover;
pub use sector::sector;
pub(crate) use syntax::Tree;

/// Which statement's content holds each token: the innermost one.
pub(crate) struct Claims {
    by_token: Vec<Option<StatementId>>,
}

impl Claims {
    pub(crate) fn new(analysis: &Analysis, statements: &[Statement]) -> Claims {
        let mut by_token = vec![None; analysis.tokens().len()];
        // A nested statement has a larger id than the one that holds it, so it is laid over it.
        for (number, statement) in statements.iter().enumerate() {
            for &span in statement.content.spans() {
                by_token[analysis.tokens_in(span)].fill(Some(StatementId(number as u32)));
            }
        }
        Claims { by_token }
    }

    pub(crate) fn of(&self, token: usize) -> Option<StatementId> {
        self.by_token[token]
    }
}

/// Finds the events of an article.
pub(crate) fn find(
    article: &Article,
    analysis: &Analysis,
    statements: &[Statement],
    entities: &[Entity],
) -> Vec<Event> {
    let tree = Tree { article, analysis };
    let heads = Heads::new(entities);
    let cast = Cast { tree, heads: &heads, entities };
    let claims = Claims::new(analysis, statements);
    let published = article.provenance().published.as_deref().and_then(dates::civil);
    let mut taken = vec![false; analysis.tokens().len()];
    let mut events: Vec<(usize, Event)> = Vec::new();
    for nouns in [false, true] {
        for at in 0..analysis.tokens().len() {
            let is_noun = tree.upos(at) == onrecord_article::Upos::Noun && !tree.is_verbal(at);
            if is_noun != nouns || taken[at] {
                continue;
            }
            let Some((found, mut event)) = event_at(cast, at, published) else { continue };
            taken[at] = true;
            found.rest.iter().for_each(|&word| taken[word] = true);
            stand(tree, &claims, statements, &mut event, &found);
            if nouns && repeats(&events, &event) {
                continue;
            }
            events.push((at, event));
        }
    }
    events.sort_by_key(|&(at, _)| at);
    events.into_iter().map(|(_, event)| event).collect()
}

/// The event that a token triggers, standing as reported until the statements are asked.
fn event_at(
    cast: Cast<'_>,
    at: usize,
    published: Option<jiff::civil::Date>,
) -> Option<(matching::Match, Event)> {
    let tree = cast.tree;
    let (found, filled) = matching::matches(tree, at).find_map(|found| {
        let filled = cast.fill(found.pattern, found.at, found.object)?;
        Some((found, filled))
    })?;
    let nominal = found.pattern.head == patterns::Head::Noun;
    if nominal && filled.actors.is_empty() && filled.recipients.is_empty() {
        return None; // "the meeting": named before, or of no one
    }
    let axes = axes::axes(tree, at, published.map(|date| i32::from(date.year())));
    if axes.purpose {
        return None;
    }
    let trigger = std::iter::once(at).chain(found.rest.iter().copied());
    let spans = trigger.map(|word| tree.token(word).span).collect();
    let event = Event {
        kind: found.pattern.kind,
        mode: found.pattern.mode,
        actors: filled.actors,
        recipients: filled.recipients,
        place: place(cast, at),
        date: dates::of_event(tree, at, axes.modality, published),
        trigger: Fragments::new(spans)?,
        polarity: axes.polarity,
        modality: axes.modality,
        standing: Standing::Reported,
        evidence: evidence(found.pattern),
    };
    Some((found, event))
}

/// Measured on the development sentences: patterns that demand an object or a preposition are
/// right more often than bare verbs, and bare verbs more often than nouns.
fn evidence(pattern: &'static patterns::Pattern) -> Evidence {
    let thousandths = match (pattern.head, pattern.demands()) {
        (patterns::Head::Noun, _) => 600,
        (_, 0) => 700,
        _ => 800,
    };
    Evidence { by: pattern.name, probability: Probability::thousandths(thousandths) }
}

/// Who vouches for the event, and what the claiming statement does to it.
fn stand(
    tree: Tree<'_>,
    claims: &Claims,
    statements: &[Statement],
    event: &mut Event,
    found: &matching::Match,
) {
    event.standing = standing(tree, claims, statements, found.at);
    if is_asserted(event) && circumstances::is_attributed(tree, found.at) {
        event.modality = EventModality::Possible;
    }
    if let Standing::Claimed(id) = event.standing {
        let statement = &statements[id.0 as usize]; // claims hold ids of this list
        if statement.polarity == Polarity::Negative || statement.modality == Modality::Denied {
            event.polarity = Polarity::Negative;
        }
        // "said it would leave" is what "it will leave" was when it was said.
        if event.modality == EventModality::Hypothetical
            && statement.form == onrecord_article::Form::Indirect
            && !circumstances::is_conditional(tree, found.at)
        {
            event.modality = EventModality::Planned;
        }
    }
}

/// Who vouches for what the word at `at` names.
pub(crate) fn standing(
    tree: Tree<'_>,
    claims: &Claims,
    statements: &[Statement],
    at: usize,
) -> Standing {
    match claims.of(at) {
        Some(id) if !taken_for_granted(tree, &statements[id.0 as usize], at) => {
            Standing::Claimed(id)
        }
        _ => Standing::Reported,
    }
}

/// "Welcoming **the signing of the document**": what an attitude is about is no claim of its
/// holder, if it is named in the outlet's words as a definite noun right under the cue.
fn taken_for_granted(tree: Tree<'_>, statement: &Statement, at: usize) -> bool {
    let indirect = statement.form == onrecord_article::Form::Indirect;
    let nominal = tree.upos(at) == onrecord_article::Upos::Noun
        && tree.child(at, &[Relation::Det]).is_some_and(|det| tree.lemma(det) == "the");
    let Some(cue) = statement.cue.as_ref().filter(|_| indirect && nominal) else { return false };
    let tokens = tree.analysis.tokens_in(cue.cover());
    let coordinated = |at: usize| {
        if tree.relation(at) == Relation::Conj { tree.analysis.head(at) } else { Some(at) }
    };
    coordinated(at).and_then(|at| tree.analysis.head(at)).is_some_and(|head| {
        tokens.contains(&head) && operators::Operator::Factive.lists(tree.lemma(head))
    })
}

/// Whether a noun only names again what has been found: same kind, and nobody new takes part.
fn repeats(events: &[(usize, Event)], event: &Event) -> bool {
    // A window bounds the cost; reports name an event again soon or in full.
    events.iter().rev().take(40).any(|(_, earlier)| {
        let known = |actor: &Actor| {
            earlier
                .actors
                .iter()
                .chain(&earlier.recipients)
                .any(|&other| arguments::same(other, *actor))
        };
        earlier.kind == event.kind
            && earlier.polarity == event.polarity
            && event.actors.iter().chain(&event.recipients).all(known)
    })
}

/// The place named with `in` or `at` at the trigger, if a location is named there.
fn place(cast: Cast<'_>, at: usize) -> Option<Span> {
    ["in", "at"].iter().flat_map(|case| cast.tree.phrases(at, case)).find_map(|phrase| {
        let (id, span) = cast.heads.of(phrase)?;
        (cast.entities[id.0 as usize].kind == EntityKind::Location).then_some(span) // as above
    })
}

/// Whether the outlet vouches that the event happened: what must never be said of anything else.
pub fn is_asserted(event: &Event) -> bool {
    event.standing == Standing::Reported
        && event.polarity == Polarity::Positive
        && matches!(event.modality, EventModality::Occurred | EventModality::Ongoing)
}
