//! Pronouns, and whom they may stand for.

use onrecord_article::{Relation, Upos};

use super::Text;
use crate::lexicon::Gender;

/// What a pronoun asks of its antecedent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Pronoun {
    /// I, me, my
    I,
    /// we, us, our
    We,
    /// you, your
    You,
    /// he or she
    Person(Gender),
    /// it, its
    It,
    /// they, them, their
    They,
    /// who, whom, whose, which: the phrase before it
    Relative,
    /// somebody, nobody, everyone, those: nobody named
    Someone,
}

/// The pronoun at a token, if it can be mentioned.
pub(super) fn pronoun(text: &Text<'_>, at: usize) -> Option<Pronoun> {
    let token = &text.tokens[at];
    let word = text.word(at);
    if !matches!(token.upos, Upos::Pron | Upos::Det | Upos::X) || word.len() > 10 {
        return None;
    }
    // "US" is no pronoun, "I" is always in capitals.
    let mut lower = [0u8; 10];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let capitals = word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    if capitals && !text.word_at(at + 1).bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None; // "WHO", not "WHO IS NEXT"
    }
    Some(match &*lower {
        b"i" | b"me" | b"my" | b"mine" | b"myself" => Pronoun::I,
        b"us" if word == "US" => return None,
        b"we" | b"us" | b"our" | b"ours" | b"ourselves" => Pronoun::We,
        b"you" | b"your" | b"yours" | b"yourself" => Pronoun::You,
        b"he" | b"him" | b"his" | b"himself" => Pronoun::Person(Gender::Male),
        b"she" | b"her" | b"hers" | b"herself" => Pronoun::Person(Gender::Female),
        b"it" if token.relation == Relation::Expl || impersonal(text, at) => return None,
        b"it" | b"its" | b"itself" => Pronoun::It,
        b"they" | b"them" | b"their" | b"theirs" | b"themselves" => Pronoun::They,
        b"who" | b"whom" | b"whose" => Pronoun::Relative,
        b"which" if token.upos == Upos::Pron => Pronoun::Relative,
        b"someone" | b"somebody" | b"everyone" | b"everybody" | b"nobody" | b"anyone"
        | b"anybody" | b"none" => Pronoun::Someone,
        b"those" | b"others" | b"many" | b"some" | b"most" | b"one" | b"both" | b"few" | b"all"
        | b"another" | b"several"
            if token.upos == Upos::Pron
                && (text.is_subject(at) || text.word_at(at + 1) == "of") =>
        {
            Pronoun::Someone
        }
        _ => return None,
    })
}

/// "It is clear that", "it seems", "it takes".
fn impersonal(text: &Text<'_>, at: usize) -> bool {
    let next = text.word_at(at + 1);
    if matches!(next, "seems" | "appears" | "seemed" | "appeared" | "turns" | "takes" | "took") {
        return true;
    }
    let is = matches!(next, "is" | "was" | "'s" | "’s" | "would" | "will" | "may" | "might");
    is && (at + 2..at + 9)
        .take_while(|&other| !matches!(text.word_at(other), "." | "," | ""))
        .any(|other| matches!(text.word_at(other), "that" | "to" | "if" | "whether"))
}
