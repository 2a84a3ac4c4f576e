//! Promises with a due date: who is to do what by when.
//!
//! Two forms: a word that binds and the clause under it ("**agreed** to open a consulate by March
//! 2023"), and what somebody says he **will** do. What is denied, asked, or hangs on a condition,
//! and what somebody says that another will do, is no promise.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use onrecord_article::{
    Actor, Agreement, AgreementId, Article, Entity, EntityKind, EventModality, Evidence, Form,
    Fragments, Modality, Polarity, Probability, Promise, Relation, Standing, Statement,
    StatementId, Upos,
};
use onrecord_language::Analysis;
use onrecord_language::lists::Lists;

use crate::events::{self, Cast, Claims, Heads, Tree};

static WORDS: LazyLock<Lists> = LazyLock::new(|| Lists::of(include_str!("../en/promises.txt")));

/// Tokens of one promise, at most; bounds the cost.
const LONGEST: usize = 60;

/// Finds the promises of an article.
pub(crate) fn find(
    article: &Article,
    analysis: &Analysis,
    statements: &[Statement],
    entities: &[Entity],
    agreements: &[Agreement],
) -> Vec<Promise> {
    let tree = Tree { article, analysis };
    let heads = Heads::new(entities);
    let claims = Claims::new(analysis, statements);
    let cast = Cast { tree, heads: &heads, entities, claims: &claims, statements };
    let published = article.provenance().published.as_deref().and_then(events::civil);
    let reader = Reader { cast, published, agreements };
    let mut promised = vec![false; analysis.tokens().len()];
    let mut promises = Vec::new();
    for bound in [true, false] {
        for at in 0..analysis.tokens().len() {
            let clauses = if bound { bound_clauses(tree, at) } else { announced(tree, at) };
            for verb in clauses {
                if !promised[verb]
                    && let Some(promise) = reader.promise(at, verb)
                {
                    promised[verb] = true;
                    promises.push(promise);
                }
            }
        }
    }
    promises.sort_by_key(|promise| promise.content.start());
    promises
}

/// The verbs of what a binding word promises: the clause under it, and those coordinated with it.
fn bound_clauses(tree: Tree<'_>, at: usize) -> Vec<usize> {
    let word = matches!(tree.upos(at), Upos::Verb | Upos::Noun | Upos::Adj);
    if !word || !WORDS.has("bind", tree.lemma(at)) {
        return Vec::new();
    }
    let under = tree.children(at).filter(|&child| child > at).find(|&child| {
        let clause = matches!(
            tree.relation(child),
            Relation::Xcomp | Relation::Ccomp | Relation::Acl | Relation::Advcl
        );
        clause && (tree.is_infinitive(child) || is_modal(tree, child))
    });
    let beside = |verb: usize| {
        let conjuncts = tree.children(verb).filter(move |&child| {
            tree.relation(child) == Relation::Conj && tree.upos(child) == Upos::Verb
        });
        std::iter::once(verb).chain(conjuncts)
    };
    under.into_iter().flat_map(beside).collect()
}

/// A verb with "will" or "shall".
fn announced(tree: Tree<'_>, at: usize) -> Vec<usize> {
    let deed = tree.upos(at) == Upos::Verb && is_modal(tree, at);
    if deed && !WORDS.has("state", tree.lemma(at)) { vec![at] } else { Vec::new() }
}

fn is_modal(tree: Tree<'_>, verb: usize) -> bool {
    modal(tree, verb).is_some()
}

/// The "will" of a verb; "would" is what it was when it was said.
fn modal(tree: Tree<'_>, verb: usize) -> Option<usize> {
    let lemma = |at: usize| tree.lemma(at).to_ascii_lowercase();
    tree.children(verb).find(|&child| {
        child < verb
            && tree.relation(child) == Relation::Aux
            && matches!(lemma(child).as_str(), "will" | "shall" | "'ll" | "would")
    })
}

/// What is needed to read one promise.
#[derive(Clone, Copy)]
struct Reader<'a> {
    cast: Cast<'a>,
    published: Option<Date>,
    agreements: &'a [Agreement],
}

impl Reader<'_> {
    /// The promise of a verb, made by the word at `at`, which may be the verb itself.
    fn promise(self, at: usize, verb: usize) -> Option<Promise> {
        let Cast { tree, claims, statements, .. } = self.cast;
        let bound = at != verb;
        let standing = events::standing(tree, claims, statements, at);
        if !self.is_meant(at, verb, standing) || events::is_conflict(tree, verb) {
            return None;
        }
        let content = content(tree, verb);
        let due = events::due(tree, content.clone(), self.published)?;
        let mut by = if bound { self.promisers(at) } else { self.announcers(verb, standing) };
        if by.is_empty() {
            return None;
        }
        events::describe(tree, self.cast.entities, &mut by, None);
        let word = if bound { at } else { modal(tree, verb)? };
        let rule = if bound { "bound to do it" } else { "will do it" };
        Some(Promise {
            content: tree.analysis.span(content)?,
            by,
            due,
            trigger: tree.token(word).span,
            agreement: self.agreement(at, verb),
            standing,
            evidence: Evidence { by: rule, probability: Probability::thousandths(750) },
        })
    }

    /// Whether it is affirmed and planned, and nobody denies or only imagines that it was said.
    fn is_meant(self, at: usize, verb: usize, standing: Standing) -> bool {
        let Cast { tree, claims, statements, .. } = self.cast;
        let year = self.published.map(|date| i32::from(date.year()));
        let deed = events::axes(tree, claims, verb, year);
        let reported = match standing {
            Standing::Claimed(id) => statements[id.0 as usize].form == Form::Indirect,
            Standing::Reported => false,
        };
        // "said it would open": what "will" was when it was said.
        let planned = deed.modality == EventModality::Planned
            || (reported && deed.modality == EventModality::Hypothetical && !is_open(tree, verb));
        let made = at == verb || {
            let word = events::axes(tree, claims, at, year);
            word.polarity == Polarity::Positive
                && matches!(word.modality, EventModality::Occurred | EventModality::Ongoing)
        };
        let mut holder = match standing {
            Standing::Claimed(id) => Some(id),
            Standing::Reported => claims.cue_of(at),
        };
        while let Some(StatementId(id)) = holder {
            let statement = &statements[id as usize]; // claims hold ids of this list
            let said = matches!(statement.modality, Modality::Asserted | Modality::Planned);
            if statement.polarity == Polarity::Negative || !said {
                return false;
            }
            holder = statement.within;
        }
        planned && made && deed.polarity == Polarity::Positive
    }

    /// Who is bound: the subject of the word, its possessor, or who says it.
    fn promisers(self, at: usize) -> Vec<Actor> {
        let tree = self.cast.tree;
        let agents = if tree.upos(at) == Upos::Noun && !tree.is_verbal(at) {
            // "Iran's pledge to", "made a pledge to"
            let owner = tree.child(at, &[Relation::NmodPoss]);
            let verb = tree.analysis.head(at).filter(|&head| tree.upos(head) == Upos::Verb);
            owner.or_else(|| tree.subject(verb?)).into_iter().collect()
        } else {
            tree.subject(at).into_iter().collect::<Vec<_>>()
        };
        let own = self.able(agents);
        // Two who say it together are two who are bound.
        match self.cast.speaks(at).filter(|_| own.len() < 2) {
            Some(speaker) => vec![speaker],
            None => own,
        }
    }

    /// Who says that he will do it: the subject, unless somebody else says it of him; the speaker,
    /// where what is to happen has no doer ("the flights will begin next month").
    fn announcers(self, verb: usize, standing: Standing) -> Vec<Actor> {
        let tree = self.cast.tree;
        let subject = tree.subject(verb);
        let able = self.able(subject.into_iter().collect());
        let Standing::Claimed(id) = standing else { return able };
        let statement = &self.cast.statements[id.0 as usize]; // as above
        let Some(speaker) = statement.speaker else { return Vec::new() };
        let country = |actor: &Actor| {
            let entity = actor.entity.and_then(|id| self.cast.entities.get(id.0 as usize));
            entity.and_then(|entity| entity.country)
        };
        let of = self.cast.entities[speaker.0 as usize].country; // ids come from this list
        let same =
            |actor: &Actor| actor.entity == Some(speaker) || (of.is_some() && country(actor) == of);
        match able.is_empty() {
            false => able.into_iter().filter(same).collect(),
            true => {
                let source = statement.source.as_ref().map(Fragments::cover);
                source.map(|span| Actor::new(span, Some(speaker))).into_iter().collect()
            }
        }
    }

    /// Those among some phrases who can bind themselves.
    fn able(self, phrases: Vec<usize>) -> Vec<Actor> {
        let people = phrases.into_iter().flat_map(|phrase| self.cast.people(phrase, false));
        people
            .filter(|actor| {
                let entity = actor.entity.and_then(|id| self.cast.entities.get(id.0 as usize));
                let tokens = self.cast.tree.analysis.tokens_in(actor.span);
                entity.is_some_and(|entity| entity.kind != EntityKind::Other)
                    || tokens.into_iter().any(|at| events::is_being(self.cast.tree.lemma(at)))
            })
            .collect()
    }

    /// The agreement that holds it: one whose document or stage stands above or before it in its
    /// sentence ("signed a **deal** to", "under the **accord**, Iran will").
    fn agreement(self, at: usize, verb: usize) -> Option<AgreementId> {
        let tree = self.cast.tree;
        let sentence = tree.analysis.sentence_of(verb);
        let start = (sentence.start as usize).max(at.saturating_sub(LONGEST));
        let before = start..at.max(verb);
        let named = |agreement: &Agreement| {
            let title = tree.analysis.tokens_in(agreement.title);
            let head = title.end.saturating_sub(1);
            before.contains(&head)
                || before.clone().any(|at| {
                    tree.upos(at) == Upos::Noun
                        && tree.lemma(at) == tree.lemma(head)
                        && tree.preposition(at).is_some_and(|case| {
                            matches!(case, "under" | "in" | "as" | "with" | "of")
                        })
                })
        };
        let at = self.agreements.iter().position(named)?;
        Some(AgreementId(at as u32)) // far fewer than bytes of text
    }
}

/// Whether "would" hangs on something: "would open it if they paid".
fn is_open(tree: Tree<'_>, verb: usize) -> bool {
    let sentence = tree.analysis.sentence_of(verb);
    let start = (sentence.start as usize).max(verb.saturating_sub(LONGEST));
    (start..(sentence.end as usize).min(verb + LONGEST))
        .any(|at| matches!(tree.word(at), "if" | "If" | "unless" | "Unless" | "otherwise"))
}

/// The clause of a verb with its "to" or "will", without what is coordinated with it.
fn content(tree: Tree<'_>, verb: usize) -> Range<usize> {
    let under = tree.analysis.subtree(verb);
    let opens =
        |at: &usize| matches!(tree.word(*at), "to" | "will" | "shall" | "would" | "'ll" | "’ll");
    let group = |at: &usize| {
        matches!(tree.upos(*at), Upos::Aux | Upos::Part | Upos::Adv) && *at >= under.start
    };
    let start = (0..verb).rev().take_while(group).filter(opens).last().unwrap_or(verb);
    let next = tree.children(verb).find(|&child| {
        child > verb && tree.relation(child) == Relation::Conj && tree.upos(child) == Upos::Verb
    });
    let end = next.map_or(under.end, |next| tree.analysis.subtree(next).start.max(verb + 1));
    // "later than the switch in 1972": what it is compared with is not promised.
    let than = (verb + 1..end).find(|&at| tree.word(at) == "than").unwrap_or(end);
    let mut end = end.min(than).min(start + LONGEST).max(verb + 1);
    while end > verb + 1 && matches!(tree.upos(end - 1), Upos::Punct | Upos::Cconj) {
        end -= 1;
    }
    start..end
}
