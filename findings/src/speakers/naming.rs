//! What those are called who have no name: by the fullest phrase that the article has for them.
//! "a retired colonel who served on the canal", "engineers in Delmar".

use std::collections::HashSet;
use std::ops::Range;

use onrecord_article::{
    Entity, EntityId, EntityKind, EntityName, MentionKind, Span, Upos, VerbForm,
};

use super::Voice;
use super::mentions::by_name;
use super::nouns::ANYBODY;
use super::party::is_means;
use super::resolve::Cast;
use crate::page::Page;
use crate::phrases::noun_phrase;
use crate::statements::draft::Draft;

/// A phrase of more tokens is no name for anybody.
const LONGEST: usize = 16;

/// What begins words that say when, why or what, and not who.
const ASIDE: &[&str] = &[
    "during",
    "for",
    "to",
    "on",
    "after",
    "before",
    "as",
    "by",
    "according",
    "why",
    "what",
    "how",
    "when",
    "where",
    "whether",
    "if",
];

/// The entities, those who speak or are spoken to and have no name called by their fullest phrase.
pub(super) fn name(
    page: &Page,
    cast: Cast,
    drafts: &[(Draft, Option<usize>)],
    voices: &[Voice],
) -> Vec<Entity> {
    let mut fullest: Vec<Option<Span>> = vec![None; cast.entities.len()];
    let mut limits: Vec<Vec<usize>> = vec![Vec::new(); cast.entities.len()];
    // The phrase that `words` begin with; no name of theirs reaches to what `follows`.
    let mut offer = |id: EntityId, words: Span, follows: [usize; 2]| {
        let tokens = page.tokens_in(words);
        let k = id.0 as usize;
        let (Some(best), Some(limits)) = (fullest.get_mut(k), limits.get_mut(k)) else { return };
        let Some(span) = phrase(page, tokens.clone()) else { return };
        if best.is_none_or(|best| span.len() > best.len()) {
            *best = Some(span);
        }
        limits.extend(follows.into_iter().filter(|&at| at >= tokens.end));
    };
    for ((draft, _), voice) in drafts.iter().zip(voices) {
        let content = page.tokens_in(draft.content.first()).start;
        let follows = [draft.cue_tokens(page).start, content];
        if let Some((id, source)) = voice.speaker.zip(draft.source) {
            // "Nurses **worry that** ...": neither the verb is a part of the name, whatever the tree
            // says, nor, as in "told an attaché **that it was closed**", what is said.
            offer(id, source, follows);
        }
        if let Some((id, told)) = voice.addressee.and_then(|told| told.entity.zip(told.span)) {
            offer(id, told, follows);
        }
    }
    let known = cast.known;
    let mut entities = cast.entities;
    let speaking: HashSet<EntityId> = voices.iter().filter_map(|voice| voice.speaker).collect();
    for (k, entity) in entities.iter_mut().enumerate() {
        let id = EntityId(k as u32); // fewer entities than bytes
        let called = entity.kind != EntityKind::Person && entity.mentions.iter().any(by_name);
        let named = known.has(id) || called || matches!(entity.name, EntityName::Country(_));
        let own = fullest[k];
        if let Some(own) = own.filter(|_| named) {
            whole(page, entity, own);
        }
        if named || own.is_none() && !speaking.contains(&id) {
            first_person(page, entity);
            continue;
        }
        // Those who are only told something are called by the words for that.
        let told = own.is_some() && !speaking.contains(&id);
        let tree =
            entity.mentions.first().filter(|mention| mention.kind != MentionKind::Pronoun && !told);
        let tree = tree.and_then(|mention| {
            let mut tokens = simple(page, mention.head as usize);
            let inside = |&&at: &&usize| tokens.start < at && at < tokens.end;
            tokens.end = limits[k].iter().find(inside).copied().unwrap_or(tokens.end);
            phrase(page, tokens).filter(|span| span.contains(mention.span))
        });
        let longer = |span: &Span| own.is_none_or(|own| span.len() > own.len());
        match tree.filter(longer).or(own) {
            Some(name) => entity.name = EntityName::Written(name),
            None => first_person(page, entity),
        }
    }
    entities
}

/// A phrase that can stand for a name: no pronoun, without what is set beside it after a comma, and not long.
fn phrase(page: &Page, tokens: Range<usize>) -> Option<Span> {
    let several = tokens.clone().any(|at| page.is_any(at, &["and", "&"]));
    let clause = |at: &usize| {
        let comma = page.is(*at, ",")
            && (page.is_any(at + 1, &["who", "which", "whose", "where", "whom"])
                // "her mother, **a seamstress from Turda**", "the teacher, **34**"
                || !several && page.is_any(at + 1, &["a", "an", "one"])
                || page.upos(at + 1) == Upos::Num && (page.is_mark(at + 2) || at + 2 == tokens.end)
                || page.upos(at + 1) == Upos::Adv);
        comma
            || is_withheld(page, *at)
            || page.is(*at, "that") && page.upos(*at) == Upos::Sconj
            || by_means(page, *at)
            || page.is_dash(*at)
            || page.is_quote(*at) && !page.is_any(*at, &["'", "’"])
    };
    let start = tokens
        .clone()
        .find(|&at| page.upos(at) != Upos::Adp && !page.is_any(at, &["to", "according"]));
    let mut tokens = start.unwrap_or(tokens.start)..tokens.end;
    // "**Park Ji-won**, 28, a nurse": a name that was not taken for one.
    let capital = |&at: &usize| {
        let upos = page.upos(at);
        let name = matches!(upos, Upos::Propn | Upos::Noun | Upos::X);
        let joined = page.is(at, "-") || at > 0 && page.is(at - 1, "-");
        name && page.word(at).starts_with(char::is_uppercase) || joined
    };
    let name = tokens.clone().take_while(capital).count();
    if name > 1 && !several && page.is(tokens.start + name, ",") {
        tokens.end = tokens.end.min(tokens.start + name);
    }
    let end = tokens.clone().skip(1).find(clause).unwrap_or(tokens.end);
    tokens.end = end;
    while tokens.len() > 1 && page.is_any(tokens.end - 1, LEFT_OVER) {
        tokens.end -= 1;
    }
    let somebody = page.is_any(tokens.start, ANYBODY);
    let nouns = somebody || tokens.clone().any(|at| page.is_noun(at) || page.upos(at) == Upos::Adj);
    let who = page.is_any(tokens.start, &["who", "which", "that", "whom"]);
    if nouns && !who && tokens.len() <= LONGEST { page.span(tokens) } else { None }
}

/// "the local utility **in text messages**"
fn by_means(page: &Page, at: usize) -> bool {
    let lower = |&at: &usize| page.word(at).starts_with(char::is_lowercase);
    let mut words = (at + 1..at + 4).take_while(lower);
    page.is_any(at, &["in", "by"]) && words.any(|at| page.is_noun(at) && is_means(page, at))
}

/// What no name ends with.
const LEFT_OVER: &[&str] = &["'s", "’s", "'", "’", ",", "who", "that", "which"];

/// "an official **who was not authorized to speak**", "an aide **who would not be named**": why
/// there is no name is no part of what somebody is called.
fn is_withheld(page: &Page, who: usize) -> bool {
    let words = ["authorized", "authorised", "named", "identified", "condition", "anonymity"];
    page.is(who, "who") && (who + 1..who + 6).any(|at| page.is_any(at, &words))
}

/// The noun phrase of the tree as far as it says who it is: not the verb of the sentence, and
/// nothing of when and what for.
fn simple(page: &Page, head: usize) -> Range<usize> {
    let tokens = noun_phrase(page, head);
    let mut clause = false;
    let end = (head + 1..tokens.end).find(|&at| {
        clause |= page.is_any(at, &["who", "whom", "that", "whose"]);
        let finite = page.is_verb(at)
            && matches!(page.verb_form(at), VerbForm::Past | VerbForm::Present)
            && !clause;
        let of = page.is(at, "of") && page.verb_form(at + 1) == VerbForm::Gerund;
        let aside = (page.is_any(at, ASIDE) || by_means(page, at)) && !clause;
        finite || aside || of || page.is(at, ",")
    });
    tokens.start..end.unwrap_or(tokens.end)
}

/// "The Food and Agriculture Organization", where a part of it was taken for the name.
fn whole(page: &Page, entity: &mut Entity, own: Span) {
    let EntityName::Written(name) = entity.name else { return };
    let tokens = page.tokens_in(own);
    let capitals = tokens.clone().all(|at| {
        page.word(at).starts_with(char::is_uppercase) || page.is_any(at, &["and", "of", "for", "&"])
    });
    let body = entity.kind == EntityKind::Organization;
    let part = own.contains(name) && own.len() > name.len() + 4;
    if body && capitals && part && page.is(tokens.start, "the") {
        entity.name = EntityName::Written(own);
    }
}

/// I and we are called so: not "my" or "us".
fn first_person(page: &Page, entity: &mut Entity) {
    let EntityName::Written(name) = entity.name else { return };
    let first = page.tokens_in(name).start;
    let wanted = match () {
        () if page.is_any(first, &["my", "me", "mine", "myself"]) => "I",
        () if page.is_any(first, &["our", "us", "ours", "ourselves"]) => "we",
        () => return,
    };
    let pronoun = entity
        .mentions
        .iter()
        .filter(|mention| !by_name(mention))
        .find(|mention| page.is(page.tokens_in(mention.span).start, wanted));
    if let Some(mention) = pronoun {
        entity.name = EntityName::Written(mention.span);
    }
}
