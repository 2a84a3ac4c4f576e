//! Articles with findings, made without a language model.
#![allow(dead_code, reason = "each test uses its own part")]

use onrecord_article::{
    Actor, Agreement, Article, Entity, EntityId, EntityKind, EntityName, Event, EventKind,
    EventModality, Evidence, Form, Fragments, Licence, Mention, MentionKind, Modality, Polarity,
    Probability, Provenance, Span, Stage, StageMark, Standing, Statement, StatementId,
};
use onrecord_record::{Entry, Producer, Rows, Seen};

pub(crate) const TEXT: &str = "TEHRAN — Nicolas Maduro met Ali Khamenei in Tehran. “The only way to face \
    these pressures is to resist,” Ali Khamenei told Nicolas Maduro. Nicolas Maduro said that Iran \
    came to the aid of Venezuela when no country was helping. “The situation is better,” he added, \
    “than a few years ago.” Iran and Venezuela signed a 20-year cooperation document.";

pub(crate) fn producer(version: &str) -> Producer {
    Producer { version: version.into(), model: "test".into() }
}

/// An article by an outlet, without findings.
pub(crate) fn article(name: &str, outlet: &str, published: &str, text: &str) -> Article {
    let from = Provenance {
        name: name.into(),
        title: Some(format!("Title of {name}")),
        url: Some(format!("https://news.example/{name}")),
        outlet: Some(outlet.into()),
        published: Some(published.into()),
        licence: Licence::Spdx("CC-BY-4.0".into()),
        ..Provenance::default()
    };
    Article::new(text.into(), from).unwrap()
}

pub(crate) fn seen(name: &str) -> Seen {
    Seen { input: format!("{name}.txt"), position: 0 }
}

pub(crate) fn entry(article: Article, rows: Rows) -> Entry {
    let source = article.text().as_bytes().to_vec();
    let seen = seen(&article.provenance().name);
    Entry::new(article, rows, &source, seen).unwrap()
}

/// The sample article with all kinds of findings.
pub(crate) fn sample() -> Entry {
    sample_of("maduro", "Example News", "2022-06-12")
}

pub(crate) fn sample_of(name: &str, outlet: &str, published: &str) -> Entry {
    let article = article(name, outlet, published, TEXT);
    let rows = findings(&article);
    entry(article, rows)
}

pub(crate) const EVIDENCE: Evidence =
    Evidence { by: "test", probability: Probability::thousandths(900) };

/// Every place where a name stands.
pub(crate) fn entity(article: &Article, name: &str, kind: EntityKind) -> Entity {
    let mentions: Vec<Mention> = article
        .text()
        .match_indices(name)
        .map(|(at, _)| article.span(at..at + name.len()).unwrap())
        .map(|span| Mention { span, name: span, head: 0, kind: MentionKind::Name })
        .collect();
    Entity { name: EntityName::Written(mentions[0].span), kind, country: None, mentions }
}

pub(crate) fn statement(
    article: &Article,
    speaker: Option<u32>,
    source: &str,
    cue: &str,
    content: &[&str],
    form: Form,
    exactly: Option<Fragments>,
) -> Statement {
    let spans: Vec<Span> = content.iter().map(|words| article.find(words).unwrap()).collect();
    let content = exactly.or_else(|| Fragments::new(spans)).unwrap();
    Statement {
        source: article.find(source).map(Fragments::from),
        cue: article.find(cue).map(Fragments::from),
        content,
        speaker: speaker.map(EntityId),
        addressee: None,
        form,
        polarity: Polarity::Positive,
        modality: Modality::Asserted,
        within: None,
        evidence: EVIDENCE,
    }
}

pub(crate) fn findings(article: &Article) -> Rows {
    let people = ["Nicolas Maduro", "Ali Khamenei"];
    let mut entities: Vec<Entity> =
        people.iter().map(|name| entity(article, name, EntityKind::Person)).collect();
    entities.extend(
        ["Iran", "Venezuela"].iter().map(|name| entity(article, name, EntityKind::Location)),
    );
    let only = "“The only way to face these pressures is to resist,”";
    let aid = "that Iran came to the aid of Venezuela when no country was helping";
    let better = ["“The situation is better,”", "“than a few years ago.”"];
    let mut first =
        statement(article, Some(1), "Ali Khamenei", "told", &[only], Form::Direct, None);
    first.addressee = Some(onrecord_article::Addressee {
        span: article.find("Nicolas Maduro"),
        entity: Some(EntityId(0)),
    });
    let statements = [
        first,
        statement(article, Some(0), "Nicolas Maduro", "said", &[aid], Form::Indirect, None),
        statement(article, Some(0), "he", "added", &better, Form::Direct, None),
    ];
    let actor = |words: &str, id| Actor::new(article.find(words).unwrap(), Some(EntityId(id)));
    let event = |kind, trigger: &str, standing| Event {
        kind,
        mode: None,
        actors: vec![actor("Iran", 2)],
        recipients: vec![actor("Venezuela", 3)],
        place: article.find("Tehran"),
        date: None,
        trigger: article.find(trigger).unwrap().into(),
        polarity: Polarity::Positive,
        modality: EventModality::Occurred,
        standing,
        evidence: EVIDENCE,
    };
    let mut meeting = event(EventKind::Consult, "met", Standing::Reported);
    meeting.mode = Some("meet");
    meeting.actors = vec![actor("Nicolas Maduro", 0), actor("Ali Khamenei", 1)];
    meeting.recipients.clear();
    let aid = event(EventKind::Aid, "came to the aid", Standing::Claimed(StatementId(1)));
    let agreement = Agreement {
        title: article.find("20-year cooperation document").unwrap(),
        parties: vec![actor("Iran", 2), actor("Venezuela", 3)],
        term: Some("P20Y".into()),
        subject: article.find("cooperation"),
        stages: vec![StageMark {
            stage: Stage::Signed,
            trigger: article.find("signed").unwrap().into(),
            standing: Standing::Reported,
        }],
        evidence: EVIDENCE,
    };
    Rows::new(article, &statements, &[meeting, aid], &[agreement], &[], &entities)
}
