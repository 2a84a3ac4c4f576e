//! Events: who did what to whom, in which standing.
//!
//! A pattern (`findings/en/events`) finds a trigger and its participants in the tree; the words
//! around the trigger say whether it is affirmed and whether it happened; the statements say who
//! vouches for it. What somebody claims is never an event the outlet reports.

mod aims;
mod arguments;
mod axes;
mod circumstances;
mod dates;
mod deadlines;
mod identity;
mod matching;
mod nationality;
mod operators;
mod patterns;
mod sector;
mod syntax;
mod times;
mod whereabouts;

use onrecord_article::{
    Actor, Article, Entity, EntityKind, Event, EventModality, Evidence, Fragments, Modality,
    Polarity, Probability, Relation, Span, Standing, Statement, StatementId,
};
use onrecord_language::Analysis;

pub(crate) use arguments::{Cast, Heads};
pub(crate) use axes::axes;
pub(crate) use dates::{civil, small_number};
pub(crate) use deadlines::due;
pub(crate) use nationality::describe;
pub(crate) use patterns::is_being;
pub(crate) use syntax::Tree;

/// Which statement's content holds each token, the innermost one; and whose cue it stands in.
pub(crate) struct Claims {
    by_token: Vec<Option<StatementId>>,
    cues: Vec<Option<StatementId>>,
}

impl Claims {
    pub(crate) fn new(analysis: &Analysis, statements: &[Statement]) -> Claims {
        let mut by_token = vec![None; analysis.tokens().len()];
        let mut cues = by_token.clone();
        // A nested statement has a larger id than the one that holds it, so it is laid over it.
        for (number, statement) in statements.iter().enumerate() {
            let id = Some(StatementId(number as u32));
            for &span in statement.content.spans() {
                by_token[analysis.tokens_in(span)].fill(id);
            }
            for &span in statement.cue.iter().flat_map(Fragments::spans) {
                cues[analysis.tokens_in(span)].fill(id);
            }
        }
        Claims { by_token, cues }
    }

    pub(crate) fn of(&self, token: usize) -> Option<StatementId> {
        self.by_token[token]
    }

    pub(crate) fn cue_of(&self, token: usize) -> Option<StatementId> {
        self.cues[token]
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
    let claims = Claims::new(analysis, statements);
    let cast = Cast { tree, heads: &heads, entities, claims: &claims, statements };
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
            if repeats(&events, &event, nouns) {
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
    // "the meeting, which the president attended": named before.
    let named_before = found.pattern.mode == Some("multilateral")
        && found.object.is_some_and(|object| {
            tree.children(object).all(|child| {
                !matches!(
                    tree.relation(child),
                    Relation::Amod | Relation::Compound | Relation::Nmod
                )
            }) && tree.child(object, &[Relation::Det]).is_some_and(|det| tree.lemma(det) == "the")
        });
    if named_before {
        return None;
    }
    let nominal = found.pattern.head == patterns::Head::Noun;
    if nominal && filled.actors.is_empty() && filled.recipients.is_empty() {
        return None; // "the meeting": named before, or of no one
    }
    let axes = match found.pattern.head {
        patterns::Head::Modifier => axes::Axes::ASSERTED, // "visiting president"
        _ => axes::axes(tree, cast.claims, at, published.map(|date| i32::from(date.year()))),
    };
    if axes.purpose || (axes.polarity == Polarity::Negative && is_background(tree, at)) {
        return None;
    }
    let trigger = std::iter::once(at).chain(found.rest.iter().copied());
    let spans = trigger.map(|word| tree.token(word).span).collect();
    let (mut actors, mut recipients) = (filled.actors, filled.recipients);
    if recipients.is_empty() && found.pattern.head == patterns::Head::Verb {
        recipients = cast.aimed_at(found.pattern.kind, at, found.object, &actors);
    }
    let there = named_place(cast, at);
    describe(tree, cast.entities, &mut actors, there);
    describe(tree, cast.entities, &mut recipients, there);
    let event = Event {
        kind: found.pattern.kind,
        mode: found.pattern.mode,
        actors,
        recipients,
        place: there.or_else(|| dateline(cast, at)),
        date: dates::of_event(tree, at, axes.modality, published),
        trigger: Fragments::new(spans)?,
        polarity: axes.polarity,
        modality: axes.modality,
        standing: Standing::Reported,
        evidence: evidence(found.pattern),
    };
    Some((found, event))
}

/// "when no country was helping": what nobody did, said by the way.
fn is_background(tree: Tree<'_>, at: usize) -> bool {
    let nobody = tree.own_subject(at).is_some_and(|subject| axes::is_nobody(tree, subject));
    let start = tree.analysis.sentence_of(at).start as usize;
    nobody
        && (start..at)
            .rev()
            .take(20)
            .any(|at| matches!(tree.word(at), "when" | "while" | "because" | "although"))
}

/// The share of events whose type the development sentences have: they label one event each, so
/// it is low. Patterns that demand an object are right most often, nouns least.
fn evidence(pattern: &'static patterns::Pattern) -> Evidence {
    let thousandths = match pattern.head {
        patterns::Head::Noun => 350,
        _ if !pattern.objects.is_empty() => 730,
        _ => 640,
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

/// Whether what a verb names would be an act of conflict.
pub(crate) fn is_conflict(tree: Tree<'_>, verb: usize) -> bool {
    matching::matches(tree, verb)
        .next()
        .is_some_and(|found| found.pattern.kind.quad() == onrecord_article::Quad::MaterialConflict)
}

/// Whether it only names again what has been found: a noun of the same kind in which nobody new
/// takes part, or a verb in the same statement with the same participants.
fn repeats(events: &[(usize, Event)], event: &Event, noun: bool) -> bool {
    // A window bounds the cost; reports name an event again soon or in full.
    events.iter().rev().take(40).any(|(_, earlier)| {
        let knows = |list: &[Actor], actor: &Actor| {
            list.iter().any(|&other| arguments::same(other, *actor))
        };
        let alike = earlier.kind == event.kind && earlier.polarity == event.polarity;
        if noun {
            let all =
                || earlier.actors.iter().chain(&earlier.recipients).copied().collect::<Vec<_>>();
            return alike
                && event.actors.iter().chain(&event.recipients).all(|actor| knows(&all(), actor));
        }
        let full = !event.actors.is_empty() && !event.recipients.is_empty();
        alike
            && full
            && earlier.modality == event.modality
            && earlier.standing == event.standing
            && earlier.standing != Standing::Reported
            && event.actors.iter().all(|actor| knows(&earlier.actors, actor))
            && event.recipients.iter().all(|actor| knows(&earlier.recipients, actor))
    })
}

/// The place named with `in` or `at` at the trigger, if a location is named there.
fn named_place(cast: Cast<'_>, at: usize) -> Option<Span> {
    ["in", "at"].iter().flat_map(|case| cast.tree.phrases(at, case)).find_map(|phrase| {
        let (id, span) = cast.heads.of(phrase)?;
        (cast.entities[id.0 as usize].kind == EntityKind::Location).then_some(span) // as above
    })
}

/// The dateline, for what the sentence after it tells: "**TEHRAN** — The two leaders met".
fn dateline(cast: Cast<'_>, at: usize) -> Option<Span> {
    let span = cast.tree.article.provenance().dateline?;
    let tokens = cast.tree.analysis.tokens_in(span);
    let lead =
        cast.tree.analysis.sentence_of(tokens.end.min(cast.tree.analysis.tokens().len() - 1));
    (lead.contains(&(at as u32)) && cast.claims.of(at).is_none()).then_some(span)
}

/// Whether the outlet vouches that the event happened: what must never be said of anything else.
pub fn is_asserted(event: &Event) -> bool {
    event.standing == Standing::Reported
        && event.polarity == Polarity::Positive
        && matches!(event.modality, EventModality::Occurred | EventModality::Ongoing)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use onrecord_article::Provenance;
    use onrecord_language::Language;

    use super::*;

    /// `cargo test -r -p onrecord-findings --lib -- --ignored --nocapture share_of_the_time`
    #[test]
    #[ignore = "measures time"]
    fn share_of_the_time() {
        let path = "../testdata/cc-by-4.0/mehr-maduro-tehran.txt";
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let text = std::fs::read_to_string(path).expect("the report");
        let language = Language::english();
        let article = Article::new(text, Provenance::default()).expect("a short text");
        let (mut all, mut events) = (0, 0);
        for _ in 0..200 {
            let start = Instant::now();
            let analysis = language.analyze(&article);
            let findings = crate::find(&article, &analysis);
            all += start.elapsed().as_micros();
            let start = Instant::now();
            let found = find(&article, &analysis, &findings.statements, &findings.entities);
            let agreements = crate::agreements::find(
                &article,
                &analysis,
                &findings.statements,
                &findings.entities,
            );
            events += start.elapsed().as_micros();
            assert_eq!(
                (found.len(), agreements.len()),
                (findings.events.len(), findings.agreements.len())
            );
        }
        println!("events and agreements: {events} of {all} microseconds");
        assert!(events * 5 < all, "{events} of {all} microseconds");
    }
}
