//! Morphology, from tags and the words around.

use onrecord_article::{Morph, Number, Person, Upos, VerbForm};

use super::xpos::Xpos;

/// What is known of a word when its morphology is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tagged<'a> {
    pub(crate) form: &'a str,
    pub(crate) lemma: &'a str,
    pub(crate) upos: Upos,
    pub(crate) xpos: Xpos,
}

/// How far before a participle its auxiliary is looked for.
const REACH: usize = 8;

/// The morphology of word `at` of a sentence.
pub(crate) fn morph<'a>(at: usize, word: impl Fn(usize) -> Tagged<'a>) -> Morph {
    let this = word(at);
    let verb_form = match this.xpos.as_str() {
        "VB" => VerbForm::Infinitive,
        "VBP" | "VBZ" => VerbForm::Present,
        "VBD" => VerbForm::Past,
        "VBN" => VerbForm::PastParticiple,
        "VBG" => VerbForm::Gerund,
        "MD" => VerbForm::Modal,
        _ => VerbForm::None,
    };
    let verb_form = match this.upos {
        Upos::Verb | Upos::Aux => verb_form,
        _ => VerbForm::None,
    };
    let (person, number) = match this.xpos.as_str() {
        "NN" | "NNP" => (Person::None, Number::Singular),
        "NNS" | "NNPS" => (Person::None, Number::Plural),
        "PRP" | "PRP$" => pronoun(this.form),
        "VBZ" => (Person::Third, Number::Singular),
        "DT" => match this.lemma {
            "this" | "that" if this.form.len() == 4 => (Person::None, Number::Singular),
            "this" | "that" | "these" | "those" => (Person::None, Number::Plural),
            _ => Default::default(),
        },
        _ => Default::default(),
    };
    let passive =
        verb_form == VerbForm::PastParticiple && this.upos == Upos::Verb && is_passive(at, word);
    Morph { verb_form, number, person, passive }
}

fn pronoun(form: &str) -> (Person, Number) {
    use {Number::*, Person::*};
    let is = |forms: &[&str]| forms.iter().any(|known| known.eq_ignore_ascii_case(form));
    if is(&["I", "me", "my", "mine", "myself"]) {
        (First, Singular)
    } else if is(&["we", "us", "our", "ours", "ourselves"]) {
        (First, Plural)
    } else if is(&["yourselves"]) {
        (Second, Plural)
    } else if is(&["you", "your", "yours", "yourself"]) {
        (Second, Number::None)
    } else if is(&["they", "them", "their", "theirs", "themselves"]) {
        (Third, Plural)
    } else if is(&["he", "him", "his", "himself", "she", "her", "hers", "herself"])
        || is(&["it", "its", "itself", "oneself"])
    {
        (Third, Singular)
    } else {
        (Person::None, Number::None)
    }
}

/// Whether the participle is passive: the nearest auxiliary before it is not `have`. A participle
/// without one, as in "the document signed in Tehran", is passive.
fn is_passive<'a>(at: usize, word: impl Fn(usize) -> Tagged<'a>) -> bool {
    for before in (at.saturating_sub(REACH)..at).rev().map(word) {
        match before.upos {
            Upos::Aux => return before.lemma != "have",
            Upos::Verb if before.lemma == "get" || before.lemma == "have" => return true,
            Upos::Adv | Upos::Part | Upos::Pron => {}
            _ => return true,
        }
    }
    true
}
