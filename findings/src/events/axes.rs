//! Whether an event is affirmed and whether it happened: read from the words around its trigger.
//!
//! Two sources: the words that hang on the trigger (auxiliaries, negation, adverbs), and what
//! governs it ("**refused to** sign", "**if** they sign"), up to the first clause that speaks for
//! itself. When in doubt the event is not asserted: an infinitive that nothing makes actual lies
//! ahead, and a clause under a verb that nobody has listed is possible at most.

use onrecord_article::{EventModality, Polarity, Relation, Upos, VerbForm};

use super::Claims;
use super::circumstances::{conditions, is_question};
use super::operators::Operator;
use super::syntax::Tree;
use super::times::is_of_another_time;
use crate::words::saying;

/// What the words around an event say of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Axes {
    pub polarity: Polarity,
    pub modality: EventModality,
    /// Only what something else is done for: "flew to Rome to **help** the victims".
    pub purpose: bool,
}

impl Axes {
    pub(super) const ASSERTED: Axes =
        Axes { polarity: Polarity::Positive, modality: EventModality::Occurred, purpose: false };

    fn negate(&mut self) {
        self.polarity = Polarity::Negative;
    }

    /// The innermost operator decides: "may have planned to sign" is planned.
    fn set(&mut self, modality: EventModality) {
        if self.modality == EventModality::Occurred {
            self.modality = modality;
        }
    }
}

/// Reads polarity and modality of the event that `trigger` heads. `year` is the year of the
/// report, if known.
pub(crate) fn axes(tree: Tree<'_>, claims: &Claims, trigger: usize, year: Option<i32>) -> Axes {
    let mut axes = Axes::ASSERTED;
    if is_question(tree, trigger) {
        axes.set(EventModality::Asked);
    }
    let mut at = trigger;
    let mut speaks = Speaks::Whole;
    loop {
        local(tree, at, speaks, &mut axes);
        let Some(head) = tree.analysis.head(at) else {
            if tree.is_infinitive(at) {
                infinitive(tree, at, None, &mut axes); // "Iran to attack Israel"
            }
            break;
        };
        match step(tree, claims, at, head, &mut axes) {
            Some(next) => speaks = next,
            None => break,
        }
        at = head;
    }
    conditions(tree, trigger, &mut axes);
    if is_of_another_time(tree, trigger, year) {
        axes.set(EventModality::Past);
    }
    if axes.modality == EventModality::Occurred && is_ongoing(tree, trigger) {
        axes.modality = EventModality::Ongoing;
    }
    axes
}

/// What the words that hang on a step of the way up say of the event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Speaks {
    /// All of them count.
    Whole,
    /// Only auxiliaries: coordinated verbs share them.
    Auxiliaries,
    /// None: the coordinated clause has words of its own.
    Nothing,
}

/// What the words that hang on `at` say.
fn local(tree: Tree<'_>, at: usize, speaks: Speaks, axes: &mut Axes) {
    if speaks == Speaks::Nothing {
        return;
    }
    let whole = speaks == Speaks::Whole;
    if tree.is_verbal(at) {
        verb_group(tree, at, whole, axes);
    }
    for child in tree.children(at) {
        let lemma = tree.lemma(child);
        match tree.relation(child) {
            Relation::Aux | Relation::Cop => auxiliary(tree, child, axes),
            Relation::Advmod if whole => adverb(lemma, axes),
            Relation::Det if whole && lemma == "no" => axes.negate(),
            Relation::Amod | Relation::Compound if whole => adjective(lemma, axes),
            relation if whole && (relation.is_nsubj() || relation == Relation::Obj) => {
                if is_nobody(tree, child) {
                    axes.negate();
                } else if is_anybody(tree, child) && relation.is_nsubj() {
                    axes.set(EventModality::Hypothetical);
                }
            }
            _ => {}
        }
    }
}

/// Auxiliaries, negation and adverbs that stand before a verb, wherever the parser hung them.
fn verb_group(tree: Tree<'_>, verb: usize, whole: bool, axes: &mut Axes) {
    let start = tree.analysis.sentence_of(verb).start as usize;
    for at in (start..verb).rev().take(6) {
        match tree.upos(at) {
            Upos::Aux => auxiliary(tree, at, axes),
            Upos::Adv | Upos::Part if whole => adverb(tree.lemma(at), axes),
            Upos::Adv | Upos::Part => {}
            _ => break,
        }
    }
}

fn auxiliary(tree: Tree<'_>, at: usize, axes: &mut Axes) {
    match tree.lemma(at).to_ascii_lowercase().as_str() {
        "will" | "shall" | "'ll" | "wo" => axes.set(EventModality::Planned),
        "would" | "'d" => axes.set(EventModality::Hypothetical),
        "may" | "might" | "could" | "can" | "ca" => axes.set(EventModality::Possible),
        "must" | "should" | "ought" => axes.set(EventModality::Requested),
        _ => {}
    }
}

fn adverb(lemma: &str, axes: &mut Axes) {
    if is_negation(lemma) {
        axes.negate();
    } else if Operator::Possible.lists(lemma) {
        axes.set(EventModality::Possible);
    }
}

fn adjective(lemma: &str, axes: &mut Axes) {
    if Operator::Negative.lists(lemma) {
        axes.negate();
    } else if Operator::Planned.lists(lemma) {
        axes.set(EventModality::Planned);
    } else if Operator::Possible.lists(lemma) {
        axes.set(EventModality::Possible);
    } else if Operator::Past.lists(lemma) {
        axes.set(EventModality::Past);
    }
}

fn is_negation(lemma: &str) -> bool {
    matches!(lemma, "not" | "n't" | "never" | "neither" | "nor" | "hardly" | "scarcely" | "no")
}

/// "nobody", "no one", "none of them", "neither side", "no country"
pub(super) fn is_nobody(tree: Tree<'_>, phrase: usize) -> bool {
    let none = |at: usize| {
        matches!(
            tree.lemma(at).to_ascii_lowercase().as_str(),
            "no" | "nobody" | "none" | "neither" | "nothing"
        )
    };
    none(phrase)
        || tree.children(phrase).any(|d| d < phrase && none(d))
        || (tree.lemma(phrase) == "one" && phrase > 0 && none(phrase - 1))
}

/// "anyone who attacks", "those who enter", "any ship that": nobody in particular.
fn is_anybody(tree: Tree<'_>, phrase: usize) -> bool {
    let any = |at: usize| {
        let lemma = tree.lemma(at).to_ascii_lowercase();
        matches!(lemma.as_str(), "any" | "anyone" | "anybody" | "whoever" | "anything")
    };
    any(phrase) || tree.children(phrase).any(|d| tree.relation(d) == Relation::Det && any(d))
}

/// What the head of `at` says of it; `None` where the way up ends.
fn step(
    tree: Tree<'_>,
    claims: &Claims,
    at: usize,
    head: usize,
    axes: &mut Axes,
) -> Option<Speaks> {
    // Whoever says it vouches for it in the statement; the verb of saying adds nothing.
    let claimed = claims.of(at).is_some() && claims.of(at) != claims.of(head);
    let relation = tree.relation(at);
    if tree.is_infinitive(at) && !matches!(relation, Relation::Conj | Relation::Parataxis) {
        infinitive(tree, at, Some(head), axes);
        return Some(Speaks::Whole);
    }
    match relation {
        Relation::Conj => Some(coordinated(tree, at, head)),
        Relation::Xcomp | Relation::Ccomp | Relation::Csubj | Relation::CsubjPass => {
            marked(tree, at, axes);
            complement(tree, head, at, claimed, axes);
            Some(Speaks::Whole)
        }
        Relation::Acl if tree.is_nominal(head) => {
            marked(tree, at, axes);
            if tree.child(at, &[Relation::Mark, Relation::Case]).is_some() {
                complement(tree, head, at, claimed, axes);
                return Some(Speaks::Whole);
            }
            if is_anybody(tree, head) {
                axes.set(EventModality::Hypothetical);
            }
            None // "troops guarding the gate": said by the way
        }
        Relation::AclRelcl => {
            let those = matches!(tree.lemma(head), "those" | "whoever" | "whatever");
            if is_anybody(tree, head) || (those && tree.verb_form(at) == VerbForm::Present) {
                axes.set(EventModality::Hypothetical);
            }
            None
        }
        Relation::Advcl | Relation::AdvclRelcl | Relation::Acl => adverbial(tree, at, head, axes),
        Relation::Obj
        | Relation::Iobj
        | Relation::Obl
        | Relation::OblAgent
        | Relation::Nmod
        | Relation::NmodPoss
        | Relation::NmodDesc
        | Relation::Nsubj
        | Relation::NsubjPass
        | Relation::Compound
        | Relation::Appos => {
            ahead(tree, at, axes);
            governed(tree, head, at, axes);
            Some(Speaks::Whole)
        }
        Relation::Parataxis if !claimed && saying(tree.lemma(head)).is_some() => {
            axes.set(EventModality::Possible);
            None
        }
        _ => None,
    }
}

/// "will meet and **sign**" shares `will`; "met and **will sign**" does not reach back; both stand
/// under what governs the first.
fn coordinated(tree: Tree<'_>, at: usize, head: usize) -> Speaks {
    let own = tree.is_verbal(at)
        && tree
            .children(at)
            .any(|child| tree.relation(child) == Relation::Aux || tree.relation(child).is_nsubj());
    match (own, tree.is_verbal(at) == tree.is_verbal(head)) {
        (true, _) => Speaks::Nothing,
        // "has signed and **is** ready": a tensed verb beside one in another form.
        (false, true) if tree.is_verbal(at) && tree.verb_form(at) != tree.verb_form(head) => {
            Speaks::Nothing
        }
        (false, true) => Speaks::Auxiliaries,
        (false, false) => Speaks::Whole,
    }
}

/// "to sign": not done, unless what governs it says so. What stands right before `to` is surer
/// than what the parser found.
fn infinitive(tree: Tree<'_>, at: usize, head: Option<usize>, axes: &mut Axes) {
    marked(tree, at, axes);
    let before = tree.word_before_to(at).filter(|&word| listed(tree.lemma(word)));
    let Some(governor) = before.or(head) else {
        axes.set(EventModality::Planned);
        return;
    };
    let lemma = tree.lemma(governor);
    let past = !matches!(
        tree.verb_form(governor),
        VerbForm::Present | VerbForm::None | VerbForm::Infinitive
    );
    if before.is_none() && !listed(lemma) && lemma != "have" {
        axes.set(EventModality::Planned); // "came to sign": the purpose, not the deed
        axes.purpose = true;
    } else if Operator::Negative.lists(lemma) {
        axes.negate();
    } else if Operator::Actual.lists(lemma) || (lemma == "have" && past) {
        // "was forced to resign", "had to resign"
    } else if lemma == "have" || (is_wish(lemma) && is_of_another(tree, at, governor)) {
        axes.set(EventModality::Requested);
    } else {
        axes.set(modality_of(lemma).unwrap_or(EventModality::Planned));
    }
}

/// "**wants** Iran to stop": what somebody wishes another to do is asked for, not planned.
fn is_wish(lemma: &str) -> bool {
    matches!(lemma, "want" | "wish" | "desire" | "need" | "like" | "prefer")
}

fn is_of_another(tree: Tree<'_>, infinitive: usize, governor: usize) -> bool {
    tree.child(governor, &[Relation::Obj, Relation::Iobj]).is_some()
        || tree.own_subject(infinitive).is_some()
}

fn listed(lemma: &str) -> bool {
    Operator::Negative.lists(lemma) || Operator::Actual.lists(lemma) || modality_of(lemma).is_some()
}

/// What a governor that is neither actual nor negative makes of an event.
fn modality_of(lemma: &str) -> Option<EventModality> {
    [
        (Operator::Planned, EventModality::Planned),
        (Operator::Requested, EventModality::Requested),
        (Operator::Hypothetical, EventModality::Hypothetical),
        (Operator::Possible, EventModality::Possible),
    ]
    .into_iter()
    .find_map(|(operator, modality)| operator.lists(lemma).then_some(modality))
}

/// A clause that completes a verb, an adjective or a noun: "denied **attacking**", "said that he
/// **attacked**", "accused **of attacking**".
fn complement(tree: Tree<'_>, head: usize, under: usize, claimed: bool, axes: &mut Axes) {
    let lemma = tree.lemma(head);
    let finite = is_finite(tree, under);
    if Operator::Negative.lists(lemma) {
        axes.negate();
    } else if Operator::Actual.lists(lemma) || Operator::Factive.lists(lemma) {
    } else if let Some(modality) =
        modality_of(lemma).filter(|&modality| !claimed || modality != EventModality::Possible)
    {
        axes.set(modality);
    } else if claimed {
    } else if tree.relation(under) == Relation::Ccomp && (finite || saying(lemma).is_some()) {
        // A clause under a verb of saying or thinking that no statement has claimed: somebody
        // vouches for it, but not the outlet.
        axes.set(EventModality::Possible);
    } else if tree.relation(under) == Relation::Acl {
        axes.set(EventModality::Possible); // "on charges of killing"
    }
}

/// A clause that says when, why or on which condition.
fn adverbial(tree: Tree<'_>, at: usize, head: usize, axes: &mut Axes) -> Option<Speaks> {
    marked(tree, at, axes);
    let mark = tree.child(at, &[Relation::Mark, Relation::Case]).map(|mark| tree.lemma(mark));
    if is_finite(tree, at) {
        // "will object when he **meets** her" is as much ahead as what it hangs on.
        let open = matches!(mark, Some("when" | "once" | "after" | "as" | "while" | "until"))
            && tree.verb_form(at) == VerbForm::Present;
        return open.then_some(Speaks::Auxiliaries);
    }
    let completes = mark.is_some_and(|mark| {
        matches!(
            mark,
            "of" | "for" | "from" | "against" | "about" | "with" | "to" | "at" | "on" | "into"
        )
    });
    if completes {
        let lemma = tree.lemma(head);
        if Operator::Negative.lists(lemma) {
            axes.negate();
        } else if !Operator::Actual.lists(lemma) && !Operator::Factive.lists(lemma) {
            axes.set(modality_of(lemma).unwrap_or(EventModality::Possible));
        }
    }
    Some(Speaks::Whole)
}

/// Conjunctions before a clause: "**if** Russia attacks", "**without** meeting".
fn marked(tree: Tree<'_>, at: usize, axes: &mut Axes) {
    for child in tree.children(at) {
        if !matches!(tree.relation(child), Relation::Mark | Relation::Case | Relation::Advmod) {
            continue;
        }
        match tree.lemma(child).to_ascii_lowercase().as_str() {
            "if" | "unless" | "provided" | "lest" => axes.set(EventModality::Hypothetical),
            "whether" => axes.set(EventModality::Asked),
            // "against" what has a tense of its own belongs to something else.
            "against" if is_finite(tree, at) => {}
            "without" | "instead" | "rather" | "against" => axes.negate(),
            "before" | "until" | "till" => axes.set(EventModality::Planned),
            _ => {}
        }
    }
}

/// Prepositions before a noun: "**ahead of** the visit", "**before** the talks".
fn ahead(tree: Tree<'_>, at: usize, axes: &mut Axes) {
    for child in tree.children(at).filter(|&child| tree.relation(child) == Relation::Case) {
        match tree.lemma(child).to_ascii_lowercase().as_str() {
            "ahead" | "before" | "pending" | "towards" | "until" => {
                axes.set(EventModality::Planned);
            }
            "without" | "against" | "instead" => axes.negate(),
            _ => {}
        }
    }
}

/// A noun under a word: "called for **the release**", "the threat of **an attack**".
fn governed(tree: Tree<'_>, head: usize, under: usize, axes: &mut Axes) {
    let relation = tree.relation(under);
    let subject = relation == Relation::Nsubj;
    let reaches = matches!(relation, Relation::Obj | Relation::NsubjPass | Relation::Compound)
        || (subject && tree.upos(head) == Upos::Adj)
        || tree.preposition(under).is_some_and(|case| {
            matches!(
                case,
                "for"
                    | "of"
                    | "from"
                    | "to"
                    | "on"
                    | "with"
                    | "about"
                    | "over"
                    | "against"
                    | "into"
            )
        });
    let lemma = tree.lemma(head);
    let negative = Operator::Negative.lists(lemma);
    if !reaches && (!subject || !negative) {
        return;
    }
    if negative {
        axes.negate();
    } else if Operator::Actual.lists(lemma) || Operator::Factive.lists(lemma) {
    } else if lemma != "go"
        && let Some(modality) = modality_of(lemma)
    {
        axes.set(modality);
    }
}

/// Whether a verb has a tense of its own: an auxiliary, a subject, or a tensed form.
fn is_finite(tree: Tree<'_>, at: usize) -> bool {
    matches!(tree.verb_form(at), VerbForm::Past | VerbForm::Present)
        || tree.own_subject(at).is_some()
}

fn is_ongoing(tree: Tree<'_>, trigger: usize) -> bool {
    tree.verb_form(trigger) == VerbForm::Gerund
        && tree.children(trigger).any(|child| {
            tree.relation(child) == Relation::Aux
                && tree.lemma(child) == "be"
                && tree.verb_form(child) == VerbForm::Present
        })
}
