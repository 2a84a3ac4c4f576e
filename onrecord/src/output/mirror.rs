use onrecord_article::{
    Actor, Agreement, Article, Entity, EntityId, Event, Evidence, Fragments, OffsetUnit, Offsets,
    Precision, Promise, Span, Standing, Statement, StatementId,
};
use onrecord_findings::Findings;
use schemars::JsonSchema;
use serde::Serialize;

use super::{JsonOptions, Only, Selection, on_one_line, spaced};
use crate::Record;

/// Name and version of this form. Fields may be added under the same version; a field that
/// changes its meaning or goes makes a new one.
const SCHEMA: &str = "onrecord/1";

/// The JSON Schema of a record, as JSON.
pub fn schema() -> String {
    let mut schema = schemars::generate::SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Mirror>();
    schema.insert("title".into(), SCHEMA.into());
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// First and last offset, end exclusive.
type Offset = [usize; 2];

/// One article and what was found in it. All spans are `[first, last]`, end exclusive, counted
/// from the start of the article's text in the unit that `offsets` names; with `source`, in bytes of
/// what the text was taken from.
#[derive(Serialize, JsonSchema)]
pub(super) struct Mirror<'a> {
    /// Name and version of this form.
    #[schemars(extend("const" = SCHEMA))]
    schema: &'static str,
    /// The file's stem, or the record's id where a file holds many.
    name: &'a str,
    /// `sha256:` and the hash of the article's text in UTF-8.
    #[schemars(regex(pattern = "^sha256:[0-9a-f]{64}$"))]
    id: String,
    /// What offsets count: Unicode code points, UTF-8 bytes or UTF-16 code units of the text, or
    /// bytes of its source: of the file, in an archive of the record's body, unpacked, in JSON Lines
    /// of the line.
    #[schemars(extend("enum" = ["chars", "bytes", "utf16", "source"]))]
    offsets: &'static str,
    article: ArticleMirror<'a>,
    /// Who said what, in order of text; what is nested comes after what holds it.
    statements: Vec<StatementMirror<'a>>,
    /// Who did what to whom.
    events: Vec<EventMirror<'a>>,
    /// What was agreed, and how far it has come.
    agreements: Vec<AgreementMirror<'a>>,
    /// What is to be done by when, in order of text.
    promises: Vec<PromiseMirror<'a>>,
    /// Who and what the article speaks of.
    entities: Vec<EntityMirror>,
}

/// Where the text came from; `null` is unknown.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Article")]
struct ArticleMirror<'a> {
    title: Option<&'a str>,
    /// Who published it.
    outlet: Option<&'a str>,
    url: Option<&'a str>,
    /// ISO 8601, as precise as the source says.
    published: Option<&'a str>,
    /// BCP 47.
    language: Option<&'a str>,
    /// An SPDX identifier, the words or the address that grant the licence, or `unknown`.
    licence: String,
    /// The place that opens the report, as written.
    dateline: Option<String>,
    /// The place of the dateline by its fullest name.
    place: Option<String>,
    authors: &'a [String],
    /// When it was last changed: ISO 8601.
    modified: Option<&'a str>,
    /// When it was fetched: ISO 8601.
    fetched: Option<&'a str>,
    /// The part of the paper.
    section: Option<&'a str>,
    /// The file, as the user named it.
    file: Option<&'a str>,
    /// Byte in that file where the record that held the article begins.
    offset: Option<u64>,
    /// What had to be assumed to read it, one sentence each.
    notes: &'a [String],
    /// The whole text, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Statement")]
struct StatementMirror<'a> {
    #[schemars(regex(pattern = "^s[1-9][0-9]*$"))]
    id: String,
    /// Name of the one who says it.
    speaker: Option<String>,
    /// Who says it, as written; empty if nobody is named.
    source: Vec<Offset>,
    /// What shows that somebody says it; empty for a quotation that stands alone.
    cue: Vec<Offset>,
    /// What is said, in one or more pieces.
    #[schemars(length(min = 1))]
    content: Vec<Offset>,
    /// Whether the words are the speaker's own.
    #[schemars(extend("enum" = ["direct", "indirect", "mixed", "partial"]))]
    form: &'static str,
    /// Name of the one who is told, thanked or asked.
    addressee: Option<String>,
    /// The statement whose content holds this one.
    within: Option<String>,
    #[schemars(extend("enum" = ["positive", "negative"]))]
    polarity: &'static str,
    /// Whether it was said at all.
    #[schemars(extend("enum" =
        ["asserted", "denied", "declined", "planned", "hypothetical", "asked"]))]
    modality: &'static str,
    evidence: EvidenceMirror,
    /// The speaker, among the entities.
    speaker_id: Option<String>,
    /// The addressee, among the entities.
    addressee_id: Option<String>,
    /// The addressee, as written; empty if only "you" shows it.
    addressee_span: Vec<Offset>,
    /// The words under the spans above.
    text: StatementText<'a>,
}

#[derive(Serialize, JsonSchema)]
struct StatementText<'a> {
    source: Vec<&'a str>,
    cue: Vec<&'a str>,
    content: Vec<&'a str>,
}

/// Why a finding is here.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Evidence")]
struct EvidenceMirror {
    /// Name of the rule or model.
    by: &'static str,
    /// Calibrated: of the findings with 0.9, nine in ten are right.
    #[schemars(range(min = 0, max = 1))]
    p: f64,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Event")]
struct EventMirror<'a> {
    #[schemars(regex(pattern = "^e[1-9][0-9]*$"))]
    id: String,
    /// What was done, unreduced: one of PLOVER's sixteen kinds.
    r#type: &'static str,
    /// The label after PLOVER's reduction: a planned visit is an AGREE.
    plover: &'static str,
    /// Closer description.
    mode: Option<&'static str>,
    actors: Vec<ActorMirror>,
    recipients: Vec<ActorMirror>,
    /// Where, as written.
    place: Option<String>,
    /// ISO 8601, cut to its precision; `null` if it cannot be resolved.
    date: Option<&'a str>,
    #[schemars(extend("enum" = ["positive", "negative"]))]
    polarity: &'static str,
    /// Whether it happened.
    #[schemars(extend("enum" = ["occurred", "ongoing", "planned", "requested", "hypothetical",
        "possible", "past", "asked"]))]
    modality: &'static str,
    /// `reported` by the outlet in its own words, or the id of the statement that claims it.
    #[schemars(regex(pattern = "^(reported|s[1-9][0-9]*)$"))]
    standing: String,
    /// The words that name it.
    #[schemars(length(min = 1))]
    trigger: Vec<Offset>,
    evidence: EvidenceMirror,
    place_span: Vec<Offset>,
    /// The date, as written.
    date_span: Vec<Offset>,
    date_precision: Option<&'static str>,
    /// The words under the spans above.
    text: EventText<'a>,
}

#[derive(Serialize, JsonSchema)]
struct EventText<'a> {
    trigger: Vec<&'a str>,
    date: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Actor")]
struct ActorMirror {
    name: String,
    /// The actor, among the entities.
    id: Option<String>,
    /// ISO 3166-1 alpha-3 code of the country it is or belongs to.
    country: Option<&'static str>,
    /// In which capacity it acts: one of PLOVER's codes, GOV, MIL, CVL and so on.
    sector: Option<&'static str>,
    /// As written here.
    span: Offset,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Agreement")]
struct AgreementMirror<'a> {
    #[schemars(regex(pattern = "^a[1-9][0-9]*$"))]
    id: String,
    /// Its name or description, as written.
    title: String,
    span: Vec<Offset>,
    parties: Vec<ActorMirror>,
    /// How long it runs: ISO 8601 duration.
    term: Option<&'a str>,
    /// What it is about, as written.
    subject: Option<String>,
    /// How far it has come: the last of `stages`.
    stage: Option<&'static str>,
    /// The words that show it.
    trigger: Vec<Offset>,
    /// Every stage that the article speaks of.
    stages: Vec<StageMirror>,
    evidence: EvidenceMirror,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Promise")]
struct PromiseMirror<'a> {
    #[schemars(regex(pattern = "^d[1-9][0-9]*$"))]
    id: String,
    /// What is to be done.
    #[schemars(length(min = 1))]
    content: Vec<Offset>,
    /// Who is to do it.
    by: Vec<ActorMirror>,
    /// By when: ISO 8601, cut to its precision; `null` if it cannot be resolved.
    due: Option<&'a str>,
    due_precision: &'static str,
    /// The date, as written.
    due_span: Vec<Offset>,
    /// The words that bind.
    #[schemars(length(min = 1))]
    trigger: Vec<Offset>,
    /// The agreement that holds it.
    agreement: Option<String>,
    /// `reported` by the outlet in its own words, or the id of the statement that claims it.
    #[schemars(regex(pattern = "^(reported|s[1-9][0-9]*)$"))]
    standing: String,
    evidence: EvidenceMirror,
    /// The words under the spans above.
    text: PromiseText<'a>,
}

#[derive(Serialize, JsonSchema)]
struct PromiseText<'a> {
    content: Vec<&'a str>,
    due: &'a str,
    trigger: Vec<&'a str>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Stage")]
struct StageMirror {
    #[schemars(extend("enum" = ["proposed", "negotiating", "signed", "ratified", "in force",
        "implemented", "breached", "withdrawn"]))]
    stage: &'static str,
    trigger: Vec<Offset>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Entity")]
struct EntityMirror {
    #[schemars(regex(pattern = "^p[1-9][0-9]*$"))]
    id: String,
    /// Its fullest name.
    name: String,
    #[schemars(extend("enum" = ["person", "organization", "location", "group", "other"]))]
    kind: &'static str,
    /// ISO 3166-1 alpha-3 code of the country it is or belongs to.
    country: Option<&'static str>,
    /// Where it is mentioned, in order of text.
    mentions: Vec<Offset>,
}

impl<'a> Mirror<'a> {
    pub(super) fn of(
        record: &'a Record,
        options: &JsonOptions,
        selection: &Selection,
    ) -> Mirror<'a> {
        let article = &record.article;
        let findings = &record.findings;
        let offsets = Offsets::new(article.text(), options.offsets);
        let view = View { article, findings, offsets, in_source: options.in_source };
        let shown = |event: &&Event| selection.shows_event(record, event);
        let events = findings.events.iter().enumerate().filter(|(_, event)| shown(event));
        Mirror {
            schema: SCHEMA,
            name: &article.provenance().name,
            id: article.id().to_string(),
            offsets: match options.offsets {
                _ if options.in_source => "source",
                OffsetUnit::Bytes => "bytes",
                OffsetUnit::Chars => "chars",
                OffsetUnit::Utf16 => "utf16",
            },
            article: view.article(options.with_text),
            statements: match selection.shows(Only::Statements) {
                true => numbered(&findings.statements, |n, one| view.statement(n, one)),
                false => Vec::new(),
            },
            events: match selection.shows(Only::Events) {
                true => events.map(|(index, one)| view.event(index + 1, one)).collect(),
                false => Vec::new(),
            },
            agreements: match selection.shows(Only::Agreements) {
                true => numbered(&findings.agreements, |n, one| view.agreement(n, one)),
                false => Vec::new(),
            },
            promises: match selection.shows(Only::Agreements) {
                true => numbered(&findings.promises, |n, one| view.promise(n, one)),
                false => Vec::new(),
            },
            entities: numbered(&findings.entities, |n, one| view.entity(n, one)),
        }
    }
}

/// Shows each finding with its number, from 1.
fn numbered<'a, T, M>(list: &'a [T], show: impl Fn(usize, &'a T) -> M) -> Vec<M> {
    list.iter().enumerate().map(|(index, one)| show(index + 1, one)).collect()
}

fn entity_id(id: EntityId) -> String {
    format!("p{}", id.0 + 1)
}

fn statement_id(id: StatementId) -> String {
    format!("s{}", id.0 + 1)
}

/// What is needed to show a finding.
struct View<'a> {
    article: &'a Article,
    findings: &'a Findings,
    offsets: Offsets<'a>,
    in_source: bool,
}

impl<'a> View<'a> {
    fn span(&self, span: Span) -> Offset {
        if self.in_source {
            let text = span.range();
            let source =
                self.article.source_map().map_or(Some(text.clone()), |m| m.source_of(text));
            let source = source.unwrap_or_default(); // a map covers its text
            return [source.start, source.end];
        }
        [self.offsets.from_byte(span.start()), self.offsets.from_byte(span.end())]
    }

    fn spans(&self, fragments: Option<&Fragments>) -> Vec<Offset> {
        let spans = fragments.map_or(&[][..], Fragments::spans);
        spans.iter().map(|&span| self.span(span)).collect()
    }

    fn words(&self, fragments: Option<&Fragments>) -> Vec<&'a str> {
        let spans = fragments.map_or(&[][..], Fragments::spans);
        spans.iter().map(|&span| self.article.text_of(span)).collect()
    }

    fn name(&self, id: EntityId) -> String {
        spaced(self.findings.name(self.article, id))
    }

    fn article(&self, with_text: bool) -> ArticleMirror<'a> {
        let from = self.article.provenance();
        let at_dateline = |entity: &Entity| {
            let dateline = from.dateline?;
            entity.mentions.iter().any(|mention| mention.span.overlaps(dateline)).then_some(())
        };
        let place = self.findings.entities.iter().position(|e| at_dateline(e).is_some());
        ArticleMirror {
            title: from.title.as_deref(),
            outlet: from.outlet.as_deref(),
            url: from.url.as_deref(),
            published: from.published.as_deref(),
            language: from.language.as_deref(),
            licence: from.licence.to_string(),
            dateline: from.dateline.map(|span| on_one_line(self.article, span)),
            place: place.map(|index| self.name(EntityId(index as u32))), // ids are u32
            authors: &from.authors,
            modified: from.modified.as_deref(),
            fetched: from.fetched.as_deref(),
            section: from.section.as_deref(),
            file: from.file.as_deref(),
            offset: from.offset,
            notes: &from.notes,
            text: with_text.then(|| self.article.text()),
        }
    }

    fn statement(&self, number: usize, one: &'a Statement) -> StatementMirror<'a> {
        let (source, cue) = (one.source.as_ref(), one.cue.as_ref());
        let addressee = one.addressee;
        let told = addressee.and_then(|to| {
            let written = || to.span.map(|span| on_one_line(self.article, span));
            to.entity.map(|id| self.name(id)).or_else(written)
        });
        StatementMirror {
            id: format!("s{number}"),
            speaker: one.speaker.map(|id| self.name(id)),
            source: self.spans(source),
            cue: self.spans(cue),
            content: self.spans(Some(&one.content)),
            form: one.form.as_str(),
            addressee: told,
            within: one.within.map(statement_id),
            polarity: one.polarity.as_str(),
            modality: one.modality.as_str(),
            evidence: evidence(one.evidence),
            speaker_id: one.speaker.map(entity_id),
            addressee_id: addressee.and_then(|to| to.entity).map(entity_id),
            addressee_span: addressee
                .and_then(|to| to.span)
                .map(|span| self.span(span))
                .into_iter()
                .collect(),
            text: StatementText {
                source: self.words(source),
                cue: self.words(cue),
                content: self.words(Some(&one.content)),
            },
        }
    }

    fn event(&self, number: usize, one: &'a Event) -> EventMirror<'a> {
        let when = one.date.as_ref();
        EventMirror {
            id: format!("e{number}"),
            r#type: one.kind.as_str(),
            plover: one.plover().as_str(),
            mode: one.mode,
            actors: self.actors(&one.actors),
            recipients: self.actors(&one.recipients),
            place: one.place.map(|span| on_one_line(self.article, span)),
            date: when.and_then(|when| when.iso.as_deref()),
            polarity: one.polarity.as_str(),
            modality: one.modality.as_str(),
            standing: standing(one.standing),
            trigger: self.spans(Some(&one.trigger)),
            evidence: evidence(one.evidence),
            place_span: one.place.map(|span| self.span(span)).into_iter().collect(),
            date_span: when.map(|when| self.span(when.span)).into_iter().collect(),
            date_precision: when.map(|when| precision(when.precision)),
            text: EventText {
                trigger: self.words(Some(&one.trigger)),
                date: when.map(|when| self.article.text_of(when.span)),
            },
        }
    }

    fn actors(&self, actors: &[Actor]) -> Vec<ActorMirror> {
        let show = |actor: &Actor| ActorMirror {
            name: actor
                .entity
                .map_or_else(|| on_one_line(self.article, actor.span), |id| self.name(id)),
            id: actor.entity.map(entity_id),
            country: actor.country,
            sector: actor.sector,
            span: self.span(actor.span),
        };
        actors.iter().map(show).collect()
    }

    fn agreement(&self, number: usize, one: &'a Agreement) -> AgreementMirror<'a> {
        let last = one.stages.last();
        AgreementMirror {
            id: format!("a{number}"),
            title: on_one_line(self.article, one.title),
            span: vec![self.span(one.title)],
            parties: self.actors(&one.parties),
            term: one.term.as_deref(),
            subject: one.subject.map(|span| on_one_line(self.article, span)),
            stage: last.map(|mark| mark.stage.as_str()),
            trigger: self.spans(last.map(|mark| &mark.trigger)),
            stages: one
                .stages
                .iter()
                .map(|mark| StageMirror {
                    stage: mark.stage.as_str(),
                    trigger: self.spans(Some(&mark.trigger)),
                })
                .collect(),
            evidence: evidence(one.evidence),
        }
    }

    fn promise(&self, number: usize, one: &'a Promise) -> PromiseMirror<'a> {
        PromiseMirror {
            id: format!("d{number}"),
            content: vec![self.span(one.content)],
            by: self.actors(&one.by),
            due: one.due.iso.as_deref(),
            due_precision: precision(one.due.precision),
            due_span: vec![self.span(one.due.span)],
            trigger: vec![self.span(one.trigger)],
            agreement: one.agreement.map(|id| format!("a{}", id.0 + 1)),
            standing: standing(one.standing),
            evidence: evidence(one.evidence),
            text: PromiseText {
                content: vec![self.article.text_of(one.content)],
                due: self.article.text_of(one.due.span),
                trigger: vec![self.article.text_of(one.trigger)],
            },
        }
    }

    fn entity(&self, number: usize, one: &Entity) -> EntityMirror {
        EntityMirror {
            id: format!("p{number}"),
            name: self.name(EntityId(number as u32 - 1)), // numbers start at 1
            kind: one.kind.as_str(),
            country: one.country,
            mentions: one.mentions.iter().map(|mention| self.span(mention.span)).collect(),
        }
    }
}

fn standing(standing: Standing) -> String {
    match standing {
        Standing::Reported => "reported".to_owned(),
        Standing::Claimed(id) => statement_id(id),
    }
}

fn evidence(evidence: Evidence) -> EvidenceMirror {
    EvidenceMirror { by: evidence.by, p: evidence.probability.as_f64() }
}

fn precision(precision: Precision) -> &'static str {
    match precision {
        Precision::Day => "day",
        Precision::Week => "week",
        Precision::Month => "month",
        Precision::Year => "year",
        Precision::Vague => "vague",
    }
}
