//! Whether an event is affirmed and whether it happened: read from the words around its trigger.
//!
//! Two sources: the words that hang on the trigger (auxiliaries, negation, adverbs), and the
//! operators above it ("**refused to** sign", "**called for** the withdrawal"), up to the first
//! clause that speaks for itself. When in doubt the event is not asserted.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use onrecord_article::{EventModality, Polarity, Relation, Upos, VerbForm};

use super::patterns::word_classes;
use super::syntax::Tree;

static OPERATORS: LazyLock<HashMap<&'static str, Vec<&'static str>>> =
    LazyLock::new(|| word_classes(include_str!("../../en/events/operators.txt")));

/// Whether a lemma is listed under a heading of `operators.txt`.
pub(super) fn is_operator(heading: &str, lemma: &str) -> bool {
    OPERATORS.get(heading).is_some_and(|words| words.contains(&lemma))
}

/// What the words around an event say of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Axes {
    pub polarity: Polarity,
    pub modality: EventModality,
}

impl Axes {
    const ASSERTED: Axes = Axes { polarity: Polarity::Positive, modality: EventModality::Occurred };

    fn negate(&mut self) {
        self.polarity = Polarity::Negative;
    }

    /// The innermost operator decides: "may have planned to sign" is planned.
    fn set(&mut self, modality: EventModality) {
        if self.modality == EventModality::Occurred || self.modality == EventModality::Ongoing {
            self.modality = modality;
        }
    }
}

/// Reads polarity and modality of the event that `trigger` heads. `year` is the year of the
/// report, if known.
pub(crate) fn axes(tree: Tree<'_>, trigger: usize, year: Option<i32>) -> Axes {
    let mut axes = Axes::ASSERTED;
    let mut at = trigger;
    let mut shared = false;
    loop {
        local(tree, at, shared, &mut axes);
        let Some(head) = tree.analysis.head(at) else { break };
        match step(tree, at, head, &mut axes) {
            Step::Up { shares } => shared = shares,
            Step::Stop => break,
        }
        at = head;
    }
    let sentence = tree.analysis.sentence_of(trigger);
    let sentence = sentence.start as usize..sentence.end as usize;
    conditions(tree, trigger, &mut axes);
    if is_question(tree, sentence.clone()) {
        axes.set(EventModality::Asked);
    }
    if is_of_another_time(tree, trigger, sentence, year) {
        axes.set(EventModality::Past);
    }
    if axes.modality == EventModality::Occurred && is_ongoing(tree, trigger) {
        axes.modality = EventModality::Ongoing;
    }
    axes
}

enum Step {
    /// The head has a say too. `shares`: only what coordination shares.
    Up {
        shares: bool,
    },
    Stop,
}

/// What the words that hang on `at` say. `shared`: `at` is the first of coordinated verbs and the
/// trigger a later one, which shares its auxiliaries.
fn local(tree: Tree<'_>, at: usize, shared: bool, axes: &mut Axes) {
    for child in tree.children(at) {
        let lemma = tree.lemma(child);
        match tree.relation(child) {
            Relation::Aux => auxiliary(lemma, axes),
            Relation::Advmod if !shared => {
                if is_negation(lemma) {
                    axes.negate();
                } else if is_operator("possible", lemma) {
                    axes.set(EventModality::Possible);
                }
            }
            Relation::Det if !shared && lemma == "no" => axes.negate(),
            Relation::Amod | Relation::Compound if !shared => adjective(lemma, axes),
            relation if !shared && (relation.is_nsubj() || relation == Relation::Obj) => {
                let none = |word: usize| {
                    matches!(tree.lemma(word), "no" | "nobody" | "none" | "neither" | "nothing")
                };
                if none(child)
                    || tree.children(child).any(|d| tree.relation(d) == Relation::Det && none(d))
                    || (tree.lemma(child) == "one" && child > 0 && tree.lemma(child - 1) == "no")
                {
                    axes.negate();
                }
            }
            _ => {}
        }
    }
}

fn auxiliary(lemma: &str, axes: &mut Axes) {
    match lemma {
        "will" | "shall" | "'ll" | "wo" => axes.set(EventModality::Planned),
        "would" | "'d" => axes.set(EventModality::Hypothetical),
        "may" | "might" | "could" | "can" => axes.set(EventModality::Possible),
        "must" | "should" | "ought" => axes.set(EventModality::Requested),
        _ => {}
    }
}

fn adjective(lemma: &str, axes: &mut Axes) {
    if is_operator("negative", lemma) {
        axes.negate();
    } else if is_operator("planned", lemma) {
        axes.set(EventModality::Planned);
    } else if is_operator("possible", lemma) {
        axes.set(EventModality::Possible);
    } else if is_operator("past", lemma) {
        axes.set(EventModality::Past);
    }
}

pub(super) fn is_negation(lemma: &str) -> bool {
    matches!(lemma, "not" | "n't" | "never" | "neither" | "nor" | "hardly" | "scarcely" | "no")
}

/// What the head of `at` says of it, and whether to look further up.
fn step(tree: Tree<'_>, at: usize, head: usize, axes: &mut Axes) -> Step {
    let relation = tree.relation(at);
    let finite = is_finite(tree, at);
    match relation {
        Relation::Conj if tree.upos(at) == tree.upos(head) || !finite => {
            // "will meet and sign" shares `will`; "met and will sign" does not reach back.
            let own = tree.children(at).any(|child| {
                matches!(tree.relation(child), Relation::Aux) || tree.relation(child).is_nsubj()
            });
            if own && tree.upos(at) == Upos::Verb { Step::Stop } else { Step::Up { shares: true } }
        }
        Relation::Xcomp | Relation::Ccomp | Relation::Csubj | Relation::Acl => {
            marked(tree, at, axes);
            operator(tree, head, at, axes);
            Step::Up { shares: false }
        }
        Relation::Advcl => {
            marked(tree, at, axes);
            if finite {
                return Step::Stop;
            }
            operator(tree, head, at, axes);
            Step::Up { shares: false }
        }
        Relation::Obj
        | Relation::Iobj
        | Relation::Obl
        | Relation::OblAgent
        | Relation::Nmod
        | Relation::NmodPoss
        | Relation::Nsubj
        | Relation::NsubjPass
        | Relation::Compound
            if tree.upos(at) != Upos::Verb || relation == Relation::Obl =>
        {
            ahead(tree, at, axes);
            operator(tree, head, at, axes);
            Step::Up { shares: false }
        }
        Relation::Amod => Step::Stop,
        _ => Step::Stop,
    }
}

/// Conjunctions before a clause: "**if** Russia attacks", "**without** meeting", "**to** sign".
fn marked(tree: Tree<'_>, at: usize, axes: &mut Axes) {
    for child in tree.children(at) {
        if !matches!(tree.relation(child), Relation::Mark | Relation::Case | Relation::Advmod) {
            continue;
        }
        match tree.lemma(child) {
            "if" | "unless" | "provided" | "lest" => axes.set(EventModality::Hypothetical),
            "whether" => axes.set(EventModality::Asked),
            "without" | "instead" | "rather" => axes.negate(),
            "before" | "until" | "till" => axes.set(EventModality::Planned),
            // "He came to sign the treaty": the purpose, not the deed.
            "to" if tree.relation(at) == Relation::Advcl => axes.set(EventModality::Planned),
            _ => {}
        }
    }
}

/// Prepositions before a noun: "**ahead of** the visit", "**before** the talks".
fn ahead(tree: Tree<'_>, at: usize, axes: &mut Axes) {
    let case = |lemma: &str| {
        tree.children(at)
            .any(|child| tree.relation(child) == Relation::Case && tree.lemma(child) == lemma)
    };
    if case("ahead") || case("before") || case("pending") || case("towards") {
        axes.set(EventModality::Planned);
    } else if case("without") || case("against") {
        axes.negate();
    } else if case("despite") {
        // taken for granted
    }
}

fn operator(tree: Tree<'_>, head: usize, under: usize, axes: &mut Axes) {
    let lemma = tree.lemma(head);
    let clause = matches!(
        tree.relation(under),
        Relation::Xcomp | Relation::Ccomp | Relation::Acl | Relation::Advcl | Relation::Csubj
    );
    // "was accused of attacking", "call for the release", but "met to discuss" is about `met`.
    let governs = clause
        || matches!(tree.relation(under), Relation::Obj | Relation::NsubjPass)
        || tree.preposition(under).is_some_and(|case| {
            matches!(case, "for" | "of" | "from" | "to" | "on" | "with" | "in" | "about" | "over")
        });
    if !governs {
        return;
    }
    if is_operator("negative", lemma) {
        axes.negate();
    } else if is_operator("actual", lemma) {
    } else if is_operator("planned", lemma) && (clause || lemma != "go") {
        axes.set(EventModality::Planned);
    } else if is_operator("requested", lemma) {
        axes.set(EventModality::Requested);
    } else if is_operator("possible", lemma) {
        axes.set(EventModality::Possible);
    } else if tree.relation(under) == Relation::Ccomp && tree.upos(head) == Upos::Verb {
        // A clause under a verb of saying or thinking that no statement has claimed: somebody
        // vouches for it, but not the outlet.
        axes.set(EventModality::Possible);
    }
}

/// A condition or a time that hangs on the trigger's own clause: "**If** X attacks, Y will react".
fn conditions(tree: Tree<'_>, trigger: usize, axes: &mut Axes) {
    let conditional = tree.children(trigger).any(|clause| {
        tree.relation(clause) == Relation::Advcl
            && tree.children(clause).any(|mark| {
                matches!(tree.relation(mark), Relation::Mark | Relation::Advmod)
                    && matches!(tree.lemma(mark), "if" | "unless" | "provided")
            })
    });
    if conditional
        && matches!(
            axes.modality,
            EventModality::Planned | EventModality::Occurred | EventModality::Possible
        )
    {
        axes.modality = EventModality::Hypothetical;
    }
}

/// Whether a verb has a tense of its own: an auxiliary, a subject, or a tensed form.
fn is_finite(tree: Tree<'_>, at: usize) -> bool {
    matches!(tree.token(at).morph.verb_form, VerbForm::Past | VerbForm::Present)
        || tree.own_subject(at).is_some()
}

fn is_question(tree: Tree<'_>, sentence: Range<usize>) -> bool {
    sentence.rev().take(3).any(|at| tree.lemma(at) == "?")
}

fn is_ongoing(tree: Tree<'_>, trigger: usize) -> bool {
    tree.token(trigger).morph.verb_form == VerbForm::Gerund
        && tree.children(trigger).any(|child| {
            tree.relation(child) == Relation::Aux
                && tree.lemma(child) == "be"
                && tree.token(child).morph.verb_form == VerbForm::Present
        })
}

/// "In 1990 Iraq invaded Kuwait", "had met four years earlier", "decades ago".
fn is_of_another_time(
    tree: Tree<'_>,
    trigger: usize,
    sentence: Range<usize>,
    report: Option<i32>,
) -> bool {
    let clause = clause_of(tree, trigger);
    sentence.clone().any(|at| {
        let lemma = tree.lemma(at);
        if lemma == "ago" || lemma == "earlier" {
            return at > sentence.start
                && clause_of(tree, at) == clause
                && tree
                    .children(at)
                    .chain(tree.analysis.head(at))
                    .chain([at - 1])
                    .any(|unit| matches!(tree.lemma(unit), "year" | "decade" | "century"));
        }
        year_named(tree, at).is_some_and(|year| {
            clause_of(tree, at) == clause && report.is_none_or(|report| year + 1 < report)
        })
    })
}

/// A year given as a date: "in 1990", "May 1990", not "1,990 troops".
fn year_named(tree: Tree<'_>, at: usize) -> Option<i32> {
    let number = tree.lemma(at);
    let year: i32 = number.parse().ok().filter(|_| number.len() == 4)?;
    let dated = (1000..2100).contains(&year)
        && tree.upos(at) == Upos::Num
        && !tree.analysis.head(at).is_some_and(|head| {
            tree.relation(at) == Relation::Nummod && tree.upos(head) == Upos::Noun
        });
    dated.then_some(year)
}

/// The verb of the clause that a word stands in.
fn clause_of(tree: Tree<'_>, at: usize) -> usize {
    std::iter::successors(Some(at), |&up| tree.analysis.head(up))
        .find(|&up| tree.upos(up) == Upos::Verb || tree.analysis.head(up).is_none())
        .unwrap_or(at)
}
