use std::collections::HashMap;

use onrecord_article::{
    Entity, EntityId, EntityKind, EntityName, Mention, MentionKind, Number, Relation, Span, Upos,
};

use super::Voice;
use super::mentions::{Mentions, by_name};
use crate::page::Page;
use crate::phrases::{head_of, noun_phrase};
use crate::statements::draft::Draft;

/// Those who are mentioned, and those added because they speak.
#[derive(Debug)]
pub(crate) struct Cast<'p, 'a> {
    pub(crate) page: &'p Page<'a>,
    pub(crate) mentions: Mentions,
    pub(crate) entities: Vec<Entity>,
    /// Who was added, by the lowercase words of the noun phrase.
    added: HashMap<String, EntityId>,
}

/// Mentions asked when an antecedent is looked for.
const BACK: usize = 24;

impl<'p, 'a> Cast<'p, 'a> {
    pub(crate) fn new(page: &'p Page<'a>) -> Cast<'p, 'a> {
        let entities = page.analysis.entities().to_vec();
        let mentions = Mentions::of(&entities);
        Cast { page, mentions, entities, added: HashMap::new() }
    }

    pub(crate) fn into_entities(self) -> Vec<Entity> {
        self.entities
    }

    /// Whom a noun phrase or pronoun stands for; `around` are the voices of the statement that
    /// holds it.
    pub(crate) fn entity_of(
        &mut self,
        page: &Page,
        span: Span,
        around: Option<Voice>,
    ) -> Option<EntityId> {
        let tokens = page.tokens_in(span);
        let first = tokens.start;
        if tokens.len() == 1 || page.is_any(first, &["we", "i"]) {
            if page.is_any(first, &["I", "me", "we", "us", "myself", "ourselves", "mine"]) {
                return around.and_then(|voice| voice.speaker).or_else(|| self.mentioned(span));
            }
            if page.is_any(first, &["you", "yourself"]) {
                let told = around.and_then(|voice| voice.addressee);
                return told.and_then(|told| told.entity);
            }
            if page.is_any(first, &["who", "which", "that", "whom"]) {
                return self.antecedent(page, first, around).or_else(|| self.mentioned(span));
            }
        }
        self.mentioned(span).or_else(|| self.pronoun(page, span)).or_else(|| self.add(page, span))
    }

    /// The entity whose mention the span is, or whose mention holds its head.
    fn mentioned(&self, span: Span) -> Option<EntityId> {
        let page = self.page;
        let tokens = page.tokens_in(span);
        let head = head_of(page, tokens.clone())?;
        let mut best: Option<((bool, bool, usize), EntityId)> = None;
        for (mention, id, _) in self.mentions.touching(span) {
            let whole = mention.span == span;
            let heads = mention.head as usize == head;
            let has_head = page.tokens_in(mention.span).contains(&head);
            let most = 2 * mention.span.len() > span.len();
            if !(whole || heads || has_head && most && span.contains(mention.span)) {
                continue;
            }
            let rank = (whole, heads, mention.span.len());
            if best.is_none_or(|(other, _)| rank > other) {
                best = Some((rank, *id));
            }
        }
        best.map(|(_, id)| id).or_else(|| self.named_inside(span))
    }

    /// A person named in the phrase in their own right: "spokesman John Kirby", not "a friend of
    /// John Kirby" or "John Kirby's friend".
    fn named_inside(&self, span: Span) -> Option<EntityId> {
        let page = self.page;
        let first = page.tokens_in(span).start;
        let fits = |mention: &Mention| {
            let tokens = page.tokens_in(mention.name);
            let before = tokens.start.checked_sub(1).filter(|&at| at >= first);
            let after = page.is_any(tokens.end, &["'s", "’s", "'", "’"]);
            let bound = before.is_some_and(|at| page.upos(at) == Upos::Adp);
            by_name(mention) && !bound && !after
        };
        let people = self
            .mentions
            .touching(span)
            .filter(|(m, _, kind)| *kind == EntityKind::Person && span.contains(m.name));
        people.filter(|(m, ..)| fits(m)).map(|(_, id, _)| *id).next()
    }

    /// He, she, they, it where the analysis left them open: the nearest name of the right kind.
    fn pronoun(&self, page: &Page, span: Span) -> Option<EntityId> {
        let tokens = page.tokens_in(span);
        if tokens.len() != 1 {
            return None;
        }
        let person = page.is_any(tokens.start, &["he", "she", "him", "her"]);
        let others = page.is_any(tokens.start, &["it", "they", "them"]);
        let fits = |kind: EntityKind| match kind {
            EntityKind::Person => person,
            _ => others,
        };
        if !person && !others {
            return None;
        }
        let quoted = page.quotation_at(span.start()).map(|q| q.span);
        let back = self.mentions.back_from(span.start(), BACK);
        // Names inside another one's words are no antecedents for the reporter's pronouns.
        let outside = |m: &Mention| quoted.is_some() || page.quotation_at(m.span.start()).is_none();
        back.filter(|(m, _, kind)| by_name(m) && fits(*kind) && outside(m))
            .map(|(_, id, _)| *id)
            .next()
    }

    /// The noun that a relative clause belongs to.
    fn antecedent(
        &mut self,
        page: &Page,
        pronoun: usize,
        around: Option<Voice>,
    ) -> Option<EntityId> {
        let verb = page.analysis.head(pronoun);
        let clause = verb.and_then(|verb| {
            let mut at = verb;
            for _ in 0..4 {
                if page.relation(at) == Relation::AclRelcl {
                    return page.analysis.head(at);
                }
                at = page.analysis.head(at)?;
            }
            None
        });
        let before = || {
            (pronoun.saturating_sub(2)..pronoun)
                .rev()
                .find(|&at| matches!(page.upos(at), Upos::Noun | Upos::Propn))
        };
        let noun = clause.filter(|&noun| noun < pronoun).or_else(before)?;
        let range = noun_phrase(page, noun);
        let span = page.span(range.start..range.end.min(pronoun).max(noun + 1))?;
        self.mentioned(span).or_else(|| match page.upos(noun) {
            Upos::Pron => self.entity_of(page, page.tokens()[noun].span, around),
            _ => self.add(page, span),
        })
    }

    /// Somebody who has no name: "critics", "one of the officials".
    fn add(&mut self, page: &Page, span: Span) -> Option<EntityId> {
        let tokens = page.tokens_in(span);
        let head = head_of(page, tokens.clone())?;
        if tokens.len() == 1 && page.upos(head) == Upos::Pron {
            return None;
        }
        let key = page.article.text_of(span).to_lowercase();
        let mention = Mention { span, name: span, head: head as u32, kind: MentionKind::Nominal };
        if let Some(&id) = self.added.get(&key) {
            if let Some(entity) = self.entities.get_mut(id.0 as usize)
                && let Err(at) = entity.mentions.binary_search_by_key(&span, |m| m.span)
            {
                entity.mentions.insert(at, mention);
            }
            return Some(id);
        }
        let id = EntityId(self.entities.len() as u32); // fewer entities than bytes
        let plural = page.tokens().get(head).is_some_and(|t| t.morph.number == Number::Plural);
        let kind = if plural { EntityKind::Group } else { EntityKind::Other };
        let name = EntityName::Written(span);
        self.entities.push(Entity { name, kind, country: None, mentions: vec![mention] });
        self.added.insert(key, id);
        Some(id)
    }
}

/// Who speaks: the one the source stands for; without source, the speaker before where the
/// quotation stands alone.
pub(crate) fn speaker(
    cast: &mut Cast,
    draft: &Draft,
    within: Option<usize>,
    voices: &[Voice],
) -> Option<EntityId> {
    let page = cast.page;
    let around = within.and_then(|k| voices.get(k)).copied();
    match draft.source {
        Some(source) => cast.entity_of(page, source, around),
        None if draft.inherits => {
            voices.iter().rev().find(|voice| voice.outermost).and_then(|voice| voice.speaker)
        }
        None => None,
    }
}
