//! Findings as they are kept: the types of `article` with words in place of enums and plain
//! numbers in place of spans. Offsets are bytes of UTF-8 in the article's text, end exclusive.
//!
//! The serialized form of these types is what digests are made over: a new field must be skipped
//! when it is absent, or the digests of older stores no longer agree.

use onrecord_article as of;
use serde::{Deserialize, Serialize};

/// A range of bytes: first, and one past the last.
pub type Range = [u32; 2];

/// One or more ranges, in order.
pub type Ranges = Vec<Range>;

/// Where an article came from.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields of `Provenance`")]
pub struct ArticleRow {
    pub name: String,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub published: Option<String>,
    pub url: Option<String>,
    pub licence: String,
    pub authors: Vec<String>,
    pub language: Option<String>,
    pub dateline: Option<Range>,
    pub file: Option<String>,
    pub fetched: Option<String>,
    pub details: Details,
}

/// What else is known of where an article came from.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields of `Provenance`")]
pub struct Details {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence_words: Option<String>,
    /// Field and what said it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// Somebody or something the article speaks of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of `Entity`")]
pub struct EntityRow {
    pub name: String,
    /// Absent where the name comes from the table of countries.
    pub name_span: Option<Range>,
    pub kind: String,
    pub country: Option<String>,
    pub mentions: Vec<MentionRow>,
}

/// Start, end, start and end of the bare name, head token, kind (0 name, 1 nominal, 2 pronoun).
pub type MentionRow = [u32; 6];

/// Who said what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of `Statement`")]
pub struct StatementRow {
    pub source: Option<Ranges>,
    pub cue: Option<Ranges>,
    pub content: Ranges,
    /// Index among the entities.
    pub speaker: Option<u32>,
    pub addressee: Option<AddresseeRow>,
    pub form: String,
    pub polarity: String,
    pub modality: String,
    /// Index among the statements, smaller than the own one.
    pub within: Option<u32>,
    pub evidence: String,
    /// Thousandths.
    pub probability: u16,
}

/// Whom a statement addresses.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of `Addressee`")]
pub struct AddresseeRow {
    pub span: Option<Range>,
    pub entity: Option<u32>,
}

/// Who did what to whom.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of `Event`")]
pub struct EventRow {
    pub kind: String,
    pub mode: Option<String>,
    pub actors: Vec<ActorRow>,
    pub recipients: Vec<ActorRow>,
    pub place: Option<Range>,
    pub date: Option<WhenRow>,
    pub trigger: Ranges,
    pub polarity: String,
    pub modality: String,
    /// The statement that claims it, by index; absent: the outlet reports it.
    pub claimed: Option<u32>,
    pub evidence: String,
    pub probability: u16,
}

/// A participant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of `Actor`")]
pub struct ActorRow {
    pub span: Range,
    pub entity: Option<u32>,
    #[serde(default)]
    pub country: Option<String>,
    #[serde(default)]
    pub sector: Option<String>,
}

/// A date.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of `When`")]
pub struct WhenRow {
    pub span: Range,
    pub iso: Option<String>,
    pub precision: String,
}

/// A document, treaty or deal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of `Agreement`")]
pub struct AgreementRow {
    pub title: Range,
    pub parties: Vec<ActorRow>,
    pub term: Option<String>,
    pub subject: Option<Range>,
    /// Stage, the words that show it, and the statement that claims it, by index; absent: the
    /// outlet reports it.
    pub stages: Vec<(String, Ranges, Option<u32>)>,
    pub evidence: String,
    pub probability: u16,
}

/// What is to be done by a date.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of `Promise`")]
pub struct PromiseRow {
    pub content: Range,
    pub by: Vec<ActorRow>,
    pub due: WhenRow,
    pub trigger: Range,
    /// The agreement that holds it, by index.
    pub agreement: Option<u32>,
    /// The statement that claims it, by index; absent: the outlet reports it.
    pub claimed: Option<u32>,
    pub evidence: String,
    pub probability: u16,
}

/// All that one producer found in one article.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Rows {
    pub entities: Vec<EntityRow>,
    pub statements: Vec<StatementRow>,
    pub events: Vec<EventRow>,
    pub agreements: Vec<AgreementRow>,
    pub promises: Vec<PromiseRow>,
}

fn range(span: of::Span) -> Range {
    [span.start() as u32, span.end() as u32] // spans are u32 inside
}

fn ranges(fragments: &of::Fragments) -> Ranges {
    fragments.spans().iter().copied().map(range).collect()
}

fn actors(actors: &[of::Actor]) -> Vec<ActorRow> {
    actors
        .iter()
        .map(|actor| ActorRow {
            span: range(actor.span),
            entity: actor.entity.map(|id| id.0),
            country: actor.country.map(str::to_owned),
            sector: actor.sector.map(str::to_owned),
        })
        .collect()
}

impl ArticleRow {
    /// The provenance of an article.
    pub fn new(article: &of::Article) -> ArticleRow {
        let from = article.provenance();
        ArticleRow {
            name: from.name.clone(),
            title: from.title.clone(),
            outlet: from.outlet.clone(),
            published: from.published.clone(),
            url: from.url.clone(),
            licence: match &from.licence {
                of::Licence::Other(words) => format!("other: {words}"),
                licence => licence.to_string(),
            },
            authors: from.authors.clone(),
            language: from.language.clone(),
            dateline: from.dateline.map(range),
            file: from.file.clone(),
            fetched: from.fetched.clone(),
            details: Details {
                offset: from.offset,
                modified: from.modified.clone(),
                section: from.section.clone(),
                licence_words: from.licence_words.clone(),
                origins: from
                    .origins
                    .iter()
                    .map(|origin| (origin.field.to_owned(), origin.source.to_owned()))
                    .collect(),
                notes: from.notes.clone(),
            },
        }
    }

    /// Back to the type of `article`. A dateline that does not fit the text is dropped.
    ///
    /// # Errors
    /// [`of::TextTooLong`] if the text has 4 GiB or more.
    pub fn article(&self, text: String) -> Result<of::Article, of::TextTooLong> {
        let mut from = of::Provenance {
            name: self.name.clone(),
            file: self.file.clone(),
            url: self.url.clone(),
            title: self.title.clone(),
            outlet: self.outlet.clone(),
            authors: self.authors.clone(),
            published: self.published.clone(),
            fetched: self.fetched.clone(),
            language: self.language.clone(),
            licence: licence(&self.licence),
            offset: self.details.offset,
            modified: self.details.modified.clone(),
            section: self.details.section.clone(),
            licence_words: self.details.licence_words.clone(),
            notes: self.details.notes.clone(),
            ..of::Provenance::default()
        };
        let Some([start, end]) = self.dateline else { return of::Article::new(text, from) };
        let plain = of::Article::new(text, of::Provenance::default())?;
        from.dateline = plain.span(start as usize..end as usize);
        of::Article::new(plain.text().to_owned(), from)
    }
}

/// The licence that [`ArticleRow::licence`] writes this way.
pub fn licence(words: &str) -> of::Licence {
    match words.strip_prefix("other: ") {
        Some(other) => of::Licence::Other(other.to_owned()),
        None if words.is_empty() || words == "unknown" => of::Licence::Unknown,
        None => of::Licence::Spdx(words.to_owned()),
    }
}

impl Rows {
    /// The findings of one article.
    pub fn new(
        article: &of::Article,
        statements: &[of::Statement],
        events: &[of::Event],
        agreements: &[of::Agreement],
        promises: &[of::Promise],
        entities: &[of::Entity],
    ) -> Rows {
        Rows {
            entities: entities.iter().map(|entity| self::entity(article, entity)).collect(),
            statements: statements.iter().map(statement).collect(),
            events: events.iter().map(event).collect(),
            agreements: agreements.iter().map(agreement).collect(),
            promises: promises.iter().map(promise).collect(),
        }
    }

    /// Whether an entity gets a row: it is named, or it speaks, is addressed or takes part.
    pub(crate) fn listed(&self) -> Vec<bool> {
        const NAME: u32 = 0;
        let mut listed: Vec<bool> = self
            .entities
            .iter()
            .map(|one| one.name_span.is_none() || one.mentions.iter().any(|m| m[5] == NAME))
            .collect();
        let told = |row: &StatementRow| row.addressee.as_ref().and_then(|told| told.entity);
        let said = self.statements.iter().flat_map(|row| [row.speaker, told(row)]);
        let did = self.events.iter().flat_map(|row| row.actors.iter().chain(&row.recipients));
        let agreed = self.agreements.iter().flat_map(|row| &row.parties);
        let bound = self.promises.iter().flat_map(|row| &row.by);
        for number in said.chain(did.chain(agreed).chain(bound).map(|actor| actor.entity)).flatten()
        {
            listed[number as usize] = true; // checked: exists
        }
        listed
    }

    /// The name of an entity.
    pub fn name(&self, entity: u32) -> Option<&str> {
        self.entities.get(entity as usize).map(|entity| entity.name.as_str())
    }
}

fn entity(article: &of::Article, entity: &of::Entity) -> EntityRow {
    let (name, name_span) = match entity.name {
        of::EntityName::Written(span) => {
            let words: Vec<&str> = article.text_of(span).split_whitespace().collect();
            (words.join(" "), Some(range(span)))
        }
        of::EntityName::Country(name) => (name.to_owned(), None),
    };
    let mentions = entity.mentions.iter().map(|mention| {
        let [[start, end], [name_start, name_end]] = [range(mention.span), range(mention.name)];
        let kind = match mention.kind {
            of::MentionKind::Name => 0,
            of::MentionKind::Nominal => 1,
            of::MentionKind::Pronoun => 2,
        };
        [start, end, name_start, name_end, mention.head, kind]
    });
    EntityRow {
        name,
        name_span,
        kind: entity.kind.as_str().to_owned(),
        country: entity.country.map(str::to_owned),
        mentions: mentions.collect(),
    }
}

fn statement(statement: &of::Statement) -> StatementRow {
    StatementRow {
        source: statement.source.as_ref().map(ranges),
        cue: statement.cue.as_ref().map(ranges),
        content: ranges(&statement.content),
        speaker: statement.speaker.map(|id| id.0),
        addressee: statement.addressee.map(|addressee| AddresseeRow {
            span: addressee.span.map(range),
            entity: addressee.entity.map(|id| id.0),
        }),
        form: statement.form.as_str().to_owned(),
        polarity: statement.polarity.as_str().to_owned(),
        modality: statement.modality.as_str().to_owned(),
        within: statement.within.map(|id| id.0),
        evidence: statement.evidence.by.to_owned(),
        probability: statement.evidence.probability.in_thousandths(),
    }
}

fn event(event: &of::Event) -> EventRow {
    EventRow {
        kind: event.kind.as_str().to_owned(),
        mode: event.mode.map(str::to_owned),
        actors: actors(&event.actors),
        recipients: actors(&event.recipients),
        place: event.place.map(range),
        date: event.date.as_ref().map(when),
        trigger: ranges(&event.trigger),
        polarity: event.polarity.as_str().to_owned(),
        modality: event.modality.as_str().to_owned(),
        claimed: claimed(event.standing),
        evidence: event.evidence.by.to_owned(),
        probability: event.evidence.probability.in_thousandths(),
    }
}

fn claimed(standing: of::Standing) -> Option<u32> {
    match standing {
        of::Standing::Reported => None,
        of::Standing::Claimed(statement) => Some(statement.0),
    }
}

fn precision(precision: of::Precision) -> &'static str {
    match precision {
        of::Precision::Day => "day",
        of::Precision::Week => "week",
        of::Precision::Month => "month",
        of::Precision::Year => "year",
        of::Precision::Vague => "vague",
    }
}

fn agreement(agreement: &of::Agreement) -> AgreementRow {
    AgreementRow {
        title: range(agreement.title),
        parties: actors(&agreement.parties),
        term: agreement.term.clone(),
        subject: agreement.subject.map(range),
        stages: agreement
            .stages
            .iter()
            .map(|mark| {
                (mark.stage.as_str().to_owned(), ranges(&mark.trigger), claimed(mark.standing))
            })
            .collect(),
        evidence: agreement.evidence.by.to_owned(),
        probability: agreement.evidence.probability.in_thousandths(),
    }
}

fn promise(promise: &of::Promise) -> PromiseRow {
    PromiseRow {
        content: range(promise.content),
        by: actors(&promise.by),
        due: when(&promise.due),
        trigger: range(promise.trigger),
        agreement: promise.agreement.map(|id| id.0),
        claimed: claimed(promise.standing),
        evidence: promise.evidence.by.to_owned(),
        probability: promise.evidence.probability.in_thousandths(),
    }
}

fn when(date: &of::When) -> WhenRow {
    WhenRow {
        span: range(date.span),
        iso: date.iso.clone(),
        precision: precision(date.precision).to_owned(),
    }
}
