//! Whom a pronoun stands for: the best of the last mentions that agree with it.

use onrecord_article::{EntityKind, MentionKind, Relation, Upos};

use super::entities::{Growing, Past, nameless};
use super::linking::Linker;
use super::noun_phrases::What;
use super::pronouns::Pronoun;
use crate::lexicon::Gender;

/// The entity of the pronoun that is phrase `k`, old or new.
pub(super) fn pronoun(linker: &mut Linker<'_>, k: usize, pronoun: Pronoun) -> usize {
    let found = match pronoun {
        Pronoun::I | Pronoun::We | Pronoun::You => return speaking(linker, k, pronoun),
        Pronoun::Relative => antecedent(linker, k),
        Pronoun::Someone => None,
        Pronoun::Person(_) | Pronoun::It | Pronoun::They => best(linker, k, pronoun),
    };
    found.unwrap_or_else(|| start(linker, k, pronoun))
}

fn start(linker: &mut Linker<'_>, k: usize, pronoun: Pronoun) -> usize {
    let (kind, plural, gender) = match pronoun {
        Pronoun::Person(gender) => (EntityKind::Person, false, gender),
        Pronoun::I | Pronoun::You | Pronoun::Relative => {
            (EntityKind::Person, false, Gender::Unknown)
        }
        Pronoun::We | Pronoun::They | Pronoun::Someone => {
            (EntityKind::Group, true, Gender::Unknown)
        }
        Pronoun::It => (EntityKind::Other, false, Gender::Unknown),
    };
    let span = linker.text.tokens[linker.phrases[k].head].span;
    linker.entities.start(Growing { plural, gender, ..nameless(span, kind) })
}

/// I, we and you stand for whoever speaks or listens, which is found elsewhere: each has one
/// entity of its own.
fn speaking(linker: &mut Linker<'_>, k: usize, pronoun: Pronoun) -> usize {
    let number = match pronoun {
        Pronoun::I => 0,
        Pronoun::We => 1,
        _ => 2,
    };
    if let Some(entity) = linker.speaking[number] {
        return entity;
    }
    let entity = start(linker, k, pronoun);
    linker.speaking[number] = Some(entity);
    entity
}

/// What a relative pronoun follows: by the tree, or the phrase right before it.
fn antecedent(linker: &Linker<'_>, k: usize) -> Option<usize> {
    let text = linker.text;
    let at = linker.phrases[k].head;
    let sentence = text.sentences[at];
    // The verb of the relative clause is at most a few steps up.
    let mut verb = at;
    for _ in 0..4 {
        let token = &text.tokens[verb];
        if token.relation == Relation::AclRelcl {
            let noun = token.head as usize;
            if noun < at
                && let Some(entity) = linker.entities.of_head(noun)
            {
                return Some(entity);
            }
            break;
        }
        verb = token.head as usize;
    }
    let comma = at.checked_sub(1).is_some_and(|before| text.word(before) == ",");
    let end = if comma { at - 1 } else { at };
    let who = text.word(at).to_ascii_lowercase().starts_with("who");
    let near = (k.saturating_sub(10)..k).filter(|&other| {
        let phrase = &linker.phrases[other];
        phrase.tokens.end == end && text.sentences[phrase.head] == sentence
    });
    let entities = near.filter_map(|other| linker.entities.of_head(linker.phrases[other].head));
    let human = |entity: usize| {
        matches!(linker.entities.all[entity].kind, EntityKind::Person | EntityKind::Group)
    };
    let entities: Vec<usize> = entities.collect();
    entities.iter().copied().find(|&entity| human(entity) == who).or(entities.last().copied())
}

fn best(linker: &mut Linker<'_>, k: usize, pronoun: Pronoun) -> Option<usize> {
    if let Some(entity) = ahead(linker, k, pronoun) {
        return Some(entity);
    }
    let mut scores: Vec<(i32, usize)> = Vec::new();
    let speaker = speaker(linker, k);
    for (order, past) in linker.entities.recent().enumerate() {
        if speaker == Some(past.entity) {
            continue;
        }
        if let Some(score) = score(linker, k, pronoun, past, order as i32) {
            match scores.iter_mut().find(|(_, entity)| *entity == past.entity) {
                Some((best, _)) => *best = (*best).max(score),
                None => scores.push((score, past.entity)),
            }
        }
    }
    // The first, and so the latest, of equal ones.
    scores.into_iter().reduce(|a, b| if b.0 > a.0 { b } else { a }).map(|(_, entity)| entity)
}

/// Who says the quotation in which a pronoun stands, where his name follows in the sentence:
/// "“He knows better,” Obama said."
fn speaker(linker: &mut Linker<'_>, k: usize) -> Option<usize> {
    let text = linker.text;
    let at = linker.phrases[k].head;
    if !text.quoted[at] {
        return None;
    }
    let near = k + 1..linker.phrases.len().min(k + 12);
    let name =
        near.take_while(|&other| text.sentences[linker.phrases[other].head] == text.sentences[at]);
    let name = name.into_iter().find(|&other| {
        let head = linker.phrases[other].head;
        let next = text.tokens.get(head + 1).map(|token| token.upos);
        let before = text.tokens[linker.phrases[other].tokens.start.saturating_sub(1)].upos;
        !text.quoted[head] && (next == Some(Upos::Verb) || before == Upos::Verb)
    })?;
    linker.name_ahead(name)
}

/// How well an earlier mention fits; `None` if it cannot be.
fn score(linker: &Linker<'_>, k: usize, pronoun: Pronoun, past: &Past, order: i32) -> Option<i32> {
    let text = linker.text;
    let at = linker.phrases[k].head;
    let entity = &linker.entities.all[past.entity];
    let far = text.sentences[at].checked_sub(past.sentence)? as i32;
    // He and she are neither I nor you.
    if linker.speaking.contains(&Some(past.entity)) {
        return None;
    }
    if matches!(pronoun, Pronoun::Person(_)) && (past.predicate || is_anybody(linker, past)) {
        return None;
    }
    let agreement = agrees(entity, pronoun, past)?;
    let reach = if matches!(pronoun, Pronoun::Person(_)) { 6 } else { 3 };
    if far > reach || far == 0 && in_one_clause(linker, at, past) {
        return None;
    }
    let mut score = 100 - 22 * far - 2 * order + agreement;
    if past.subject {
        score += 25;
    }
    score += match past.how {
        MentionKind::Name => 8,
        MentionKind::Pronoun => 10,
        MentionKind::Nominal => 0,
    };
    score += 3 * (entity.mentions.len().min(8) as i32);
    if past.quoted != text.quoted[at] {
        // Who speaks does not call himself "he".
        score -= if text.quoted[at] && past.subject && far == 0 { 40 } else { 12 };
    }
    Some(score)
}

/// "how **one** adds what one does not see": nobody who is "he" or "she" later.
fn is_anybody(linker: &Linker<'_>, past: &Past) -> bool {
    let word = linker.text.word(past.head);
    matches!(word, "one" | "someone" | "somebody" | "anyone" | "anybody" | "nobody")
        && linker.text.word_at(past.head + 1) != "of"
}

/// How well kind, number and gender agree; `None` if they do not.
fn agrees(entity: &Growing, pronoun: Pronoun, past: &Past) -> Option<i32> {
    match pronoun {
        Pronoun::Person(gender) => {
            if entity.kind != EntityKind::Person || entity.plural {
                return None;
            }
            match entity.gender {
                Gender::Unknown if past.how == MentionKind::Nominal => Some(-5),
                Gender::Unknown => Some(0),
                other => (other == gender).then_some(15),
            }
        }
        Pronoun::They => match entity.kind {
            EntityKind::Group => Some(15),
            _ if entity.plural => Some(15),
            EntityKind::Organization => Some(-10),
            _ => None,
        },
        Pronoun::It => match entity.kind {
            EntityKind::Organization if !entity.plural => Some(10),
            EntityKind::Location if !entity.plural => Some(5),
            EntityKind::Other if !entity.plural => Some(0),
            _ => None,
        },
        _ => None,
    }
}

/// "He told him": subject and object of one verb are two; "-self" and possessives are free.
fn in_one_clause(linker: &Linker<'_>, at: usize, past: &Past) -> bool {
    let text = linker.text;
    let word = text.word(at);
    let owner = text.tokens[at].relation == Relation::NmodPoss;
    if owner || word.ends_with("self") || word.ends_with("selves") {
        return false;
    }
    let argument = |relation: Relation| {
        relation.is_nsubj() || matches!(relation, Relation::Obj | Relation::Iobj | Relation::Obl)
    };
    let (one, other) = (&text.tokens[at], &text.tokens[past.head]);
    one.head == other.head && argument(one.relation) && argument(other.relation)
}

/// "Referring to his talks in Tehran, Maduro noted": the subject of the sentence, where the
/// pronoun stands in what comes before it.
fn ahead(linker: &mut Linker<'_>, k: usize, pronoun: Pronoun) -> Option<usize> {
    let text = linker.text;
    let at = linker.phrases[k].head;
    if text.quoted[at] || !text.trees {
        return None;
    }
    let sentence = text.sentences[at];
    let near = k + 1..linker.phrases.len().min(k + 16);
    let subject = near
        .take_while(|&other| text.sentences[linker.phrases[other].head] == sentence)
        .find(|&other| {
            let head = linker.phrases[other].head;
            let verb = text.tokens[head].head as usize;
            text.tokens[head].relation.is_nsubj()
                && text.tokens[verb].relation == Relation::Root
                && under_front(linker, at, verb)
        })?;
    if !matches!(linker.phrases[subject].what, What::Name(_)) {
        return None;
    }
    let entity = linker.name_ahead(subject)?;
    let past = Past {
        entity,
        head: linker.phrases[subject].head,
        sentence,
        subject: true,
        quoted: false,
        predicate: false,
        how: MentionKind::Name,
    };
    agrees(&linker.entities.all[entity], pronoun, &past).map(|_| entity)
}

/// Whether a token hangs, over a clause or an adjunct, from the verb that comes after it.
fn under_front(linker: &Linker<'_>, mut at: usize, verb: usize) -> bool {
    let text = linker.text;
    // Real chains are short; a longer one is left alone.
    for _ in 0..12 {
        let token = &text.tokens[at];
        let head = token.head as usize;
        if head == verb {
            return matches!(token.relation, Relation::Advcl | Relation::Obl);
        }
        if head == at {
            return false;
        }
        at = head;
    }
    false
}
