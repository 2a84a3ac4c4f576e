use onrecord::Record;
use onrecord::article::{Actor, Event, EventKind, EventModality};
use onrecord::article::{
    Addressee, Article, Entity, EntityId, EntityKind, EntityName, Evidence, Form, Fragments,
    Mention, MentionKind, Modality, Polarity, Precision, Probability, Promise, Provenance,
    Standing, Statement, StatementId, When,
};
use onrecord::findings::Findings;
use onrecord::language::Language;

pub(crate) const TEXT: &str = "TEHRAN — “We 😀 resist,” Ali Khamenei told Maduro,\r\n“and you \
    said that we are many.”\n\nCritics denied\u{1b}[31m it.\u{202e} رهبر";

/// A record whose findings do not depend on any model: two statements, one inside the other, and
/// an event that the inner one claims.
pub(crate) fn record() -> Record {
    let from = Provenance { name: "made".into(), ..Provenance::default() };
    let article = Article::new(TEXT.into(), from).unwrap().with_dateline(0..6);
    let span = |words: &str| article.find(words).unwrap();
    let pieces = |all: &[&str]| Fragments::new(all.iter().map(|w| span(w)).collect()).unwrap();
    let evidence = Evidence { by: "made", probability: Probability::thousandths(970) };
    let mention =
        |words| Mention { span: span(words), name: span(words), head: 0, kind: MentionKind::Name };
    let entity = |words, kind| Entity {
        name: EntityName::Written(span(words)),
        kind,
        country: None,
        mentions: vec![mention(words)],
    };
    let outer = Statement {
        source: Some(pieces(&["Ali Khamenei"])),
        cue: Some(pieces(&["told"])),
        content: pieces(&["“We 😀 resist,”", "“and you said that we are many.”"]),
        speaker: Some(EntityId(0)),
        addressee: Some(Addressee { span: Some(span("Maduro")), entity: Some(EntityId(1)) }),
        form: Form::Direct,
        polarity: Polarity::Positive,
        modality: Modality::Asserted,
        within: None,
        evidence,
    };
    let inner = Statement {
        source: Some(pieces(&["you"])),
        cue: Some(pieces(&["said"])),
        content: pieces(&["that we are many"]),
        speaker: Some(EntityId(1)),
        addressee: None,
        form: Form::Indirect,
        within: Some(StatementId(0)),
        ..outer.clone()
    };
    let event = Event {
        kind: EventKind::Consult,
        mode: Some("visit"),
        actors: vec![Actor::new(span("Maduro"), Some(EntityId(1)))],
        recipients: vec![Actor::new(span("TEHRAN"), None)],
        place: Some(span("TEHRAN")),
        date: None,
        trigger: pieces(&["many"]),
        polarity: Polarity::Positive,
        modality: EventModality::Planned,
        standing: Standing::Claimed(StatementId(1)),
        evidence,
    };
    let promise = Promise {
        content: span("many"),
        by: vec![Actor::new(span("Maduro"), Some(EntityId(1)))],
        due: When { span: span("many"), iso: Some("2022-06".into()), precision: Precision::Month },
        trigger: span("many"),
        agreement: None,
        standing: Standing::Claimed(StatementId(1)),
        evidence,
    };
    let findings = Findings {
        statements: vec![outer, inner],
        events: vec![event],
        agreements: Vec::new(),
        promises: vec![promise],
        entities: vec![
            entity("Ali Khamenei", EntityKind::Person),
            entity("Maduro", EntityKind::Person),
        ],
    };
    let analysis = Language::english().analyze(&article);
    Record { article, analysis, findings }
}
