//! One reading of an article: its rows, in every table without a gap.

use std::collections::BTreeMap;

use onrecord_article::Article;
use rusqlite::{Connection, params};

use crate::append::{json, words_of};
use crate::entry::Entry;
use crate::rows::{ActorRow, Range, Ranges, Rows, StatementRow};
use crate::terms::term;
use crate::words::{check_sum, quotation_key};
use crate::{StoreError, people};

/// Inserts what `entry` found. `at`: when, if not when the article was added.
pub(crate) fn insert(
    db: &Connection,
    entry: &Entry,
    article_id: i64,
    producer: i64,
    at: Option<&str>,
) -> Result<i64, StoreError> {
    let rows = &entry.rows;
    let listed = rows.listed();
    let next = |table: &str| -> Result<i64, StoreError> {
        let mut select =
            db.prepare_cached(&format!("SELECT coalesce(max(id), 0) + 1 FROM {table}"))?;
        Ok(select.query_row([], |row| row.get(0))?)
    };
    db.prepare_cached(
        "INSERT INTO reading (article_id, producer_id, at, entities, first_entity, entity_rows,
           first_statement, statements, first_event, events, first_agreement, agreements,
           first_promise, promises, mentions)
         VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    )?
    .execute(params![
        article_id,
        producer,
        at,
        rows.entities.len() as i64,
        next("entity_row")?,
        listed.iter().filter(|&&listed| listed).count() as i64,
        next("statement_row")?,
        rows.statements.len() as i64,
        next("event_row")?,
        rows.events.len() as i64,
        next("agreement")?,
        rows.agreements.len() as i64,
        next("promise_row")?,
        rows.promises.len() as i64,
        entry.mentions,
    ])?;
    let mut target = Target {
        db,
        article: &entry.article,
        rows,
        article_id,
        reading_id: db.last_insert_rowid(),
        entities: Vec::with_capacity(rows.entities.len()),
        statements: Vec::with_capacity(rows.statements.len()),
    };
    target.entities(&listed)?;
    let mentioned = Mentioned::new(rows);
    for (number, row) in rows.statements.iter().enumerate() {
        let id = target.statement(number, row, &mentioned)?;
        target.statements.push(id);
    }
    target.events()?;
    let agreements = target.agreements()?;
    target.promises(&agreements)?;
    Ok(target.reading_id)
}

const EVENT_ACTOR: &str = "INSERT INTO event_participant (event_id, place, entity_id, country,
    sector, start, length, recipient) VALUES (?,?,?,?,?,?,?,0)";
const EVENT_RECIPIENT: &str = "INSERT INTO event_participant (event_id, place, entity_id, country,
    sector, start, length, recipient) VALUES (?,?,?,?,?,?,?,1)";
const AGREEMENT_PARTY: &str =
    "INSERT INTO agreement_party (agreement_id, place, entity_id, country,
    sector, start, length) VALUES (?,?,?,?,?,?,?)";
const PROMISE_PARTY: &str = "INSERT INTO promise_party (promise_id, place, entity_id, country,
    sector, start, length) VALUES (?,?,?,?,?,?,?)";

/// Where the rows of one reading go.
struct Target<'a> {
    db: &'a Connection,
    article: &'a Article,
    rows: &'a Rows,
    article_id: i64,
    reading_id: i64,
    /// Row ids of the entities and statements, by number.
    entities: Vec<Option<i64>>,
    statements: Vec<i64>,
}

impl Target<'_> {
    fn entities(&mut self, listed: &[bool]) -> Result<(), StoreError> {
        let mut insert = self.db.prepare_cached(
            "INSERT INTO entity_row (reading_id, number, name, start, length, kind, country,
               person_id, score, reason)
             VALUES (?,?,?,?,?,?,?,?,?,?)",
        )?;
        for (number, row) in self.rows.entities.iter().enumerate() {
            if !listed[number] {
                self.entities.push(None);
                continue;
            }
            let written =
                row.name_span.is_some_and(|span| words_of(self.article, &[span]) == row.name);
            let link = people::link(self.db, row)?;
            let reason = link.map(|link| term(self.db, link.reason)).transpose()?;
            insert.execute(params![
                self.reading_id,
                number as i64,
                (!written).then_some(&row.name),
                start(row.name_span.as_ref()),
                length(row.name_span.as_ref()),
                term(self.db, &row.kind)?,
                row.country,
                link.map(|link| link.person),
                link.map(|link| link.score),
                reason,
            ])?;
            self.entities.push(Some(self.db.last_insert_rowid()));
        }
        Ok(())
    }

    fn statement(
        &self,
        number: usize,
        row: &StatementRow,
        mentioned: &Mentioned,
    ) -> Result<i64, StoreError> {
        let text = words_of(self.article, &row.content);
        let addressee = row.addressee.as_ref();
        let addressee_words = addressee.and_then(|a| {
            self.name(a.entity).or_else(|| a.span.map(|span| words_of(self.article, &[span])))
        });
        let new = NewStatement {
            article_id: self.article_id,
            reading_id: self.reading_id,
            number: number as i64,
            speaker: self.name(row.speaker),
            source: row.source.as_ref().map(|spans| words_of(self.article, spans)),
            cue: row.cue.as_ref().map(|spans| words_of(self.article, spans)),
            addressee: addressee_words,
            about: mentioned.names(self.rows, &row.content),
            within_id: row.within.map(|outer| self.statements[outer as usize]), // checked: smaller
            speaker_id: self.entity(row.speaker),
            addressee_id: self.entity(addressee.and_then(|a| a.entity)),
            words_key: quotation_key(&text),
            text,
            row,
            correction_id: None,
        };
        new.insert(self.db)
    }

    fn events(&self) -> Result<(), StoreError> {
        let mut insert = self.db.prepare_cached(
            "INSERT INTO event_row (article_id, reading_id, number, kind, mode, polarity, modality,
               statement_id, start, length, place_start, place_length, date_start, date_length,
               pieces, date, precision, evidence, probability, check_sum)
             VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        )?;
        let term = |word: &str| term(self.db, word);
        for (number, row) in self.rows.events.iter().enumerate() {
            let date = row.date.as_ref();
            let (actors, recipients) = (self.names(&row.actors), self.names(&row.recipients));
            let place = row.place.map(|span| words_of(self.article, &[span]));
            let iso = date.and_then(|date| date.iso.as_deref());
            let trigger = words_of(self.article, &row.trigger);
            let sum = event_sum(&[
                Some(&row.kind),
                row.mode.as_deref(),
                Some(&actors),
                Some(&recipients),
                place.as_deref(),
                iso,
                Some(&row.polarity),
                Some(&row.modality),
                Some(standing(row.claimed)),
                Some(&trigger),
            ]);
            let at = date.map(|date| date.span);
            insert.execute(params![
                self.article_id,
                self.reading_id,
                number as i64,
                term(&row.kind)?,
                row.mode.as_deref().map(term).transpose()?,
                term(&row.polarity)?,
                term(&row.modality)?,
                row.claimed.map(|id| self.statements[id as usize]), // checked: exists
                start(row.trigger.first()),
                length(row.trigger.first()),
                start(row.place.as_ref()),
                length(row.place.as_ref()),
                start(at.as_ref()),
                length(at.as_ref()),
                pieces(&[("trigger", Some(&row.trigger))]),
                iso,
                date.map(|date| term(&date.precision)).transpose()?,
                term(&row.evidence)?,
                row.probability,
                sum,
            ])?;
            let event = self.db.last_insert_rowid();
            self.parties(EVENT_ACTOR, event, 0, &row.actors)?;
            self.parties(EVENT_RECIPIENT, event, row.actors.len(), &row.recipients)?;
        }
        Ok(())
    }

    /// The ids of the rows, in order.
    fn agreements(&self) -> Result<Vec<i64>, StoreError> {
        let mut ids = Vec::with_capacity(self.rows.agreements.len());
        let mut insert = self.db.prepare_cached(
            "INSERT INTO agreement (article_id, reading_id, number, title, parties, term, subject,
               stage, stages, title_span, subject_span, evidence, probability, check_sum)
             VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        )?;
        for (number, row) in self.rows.agreements.iter().enumerate() {
            let stages: Vec<(&str, String, &Ranges, Option<u32>)> = row
                .stages
                .iter()
                .map(|(stage, spans, claimed)| {
                    (stage.as_str(), words_of(self.article, spans), spans, *claimed)
                })
                .collect();
            let (title, parties) = (words_of(self.article, &[row.title]), self.names(&row.parties));
            let stages = json(&stages);
            let sum =
                agreement_sum(&[Some(&title), Some(&parties), row.term.as_deref(), Some(&stages)]);
            insert.execute(params![
                self.article_id,
                self.reading_id,
                number as i64,
                title,
                parties,
                row.term,
                row.subject.map(|span| words_of(self.article, &[span])),
                row.stages.last().map(|(stage, ..)| stage.clone()),
                stages,
                json(&row.title),
                row.subject.map(|span| json(&span)),
                row.evidence,
                row.probability,
                sum,
            ])?;
            let agreement = self.db.last_insert_rowid();
            self.parties(AGREEMENT_PARTY, agreement, 0, &row.parties)?;
            ids.push(agreement);
        }
        Ok(ids)
    }

    /// `agreements`: the rows that their agreements have.
    fn promises(&self, agreements: &[i64]) -> Result<(), StoreError> {
        let mut insert = self.db.prepare_cached(
            "INSERT INTO promise_row (article_id, reading_id, number, start, length, due_start,
               due_length, due, precision, trigger_start, trigger_length, agreement_id,
               statement_id, evidence, probability, check_sum)
             VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        )?;
        for (number, row) in self.rows.promises.iter().enumerate() {
            let sum = promise_sum(&[
                Some(&self.names(&row.by)),
                Some(&words_of(self.article, &[row.content])),
                row.due.iso.as_deref(),
                Some(&words_of(self.article, &[row.due.span])),
                Some(&words_of(self.article, &[row.trigger])),
                Some(standing(row.claimed)),
            ]);
            insert.execute(params![
                self.article_id,
                self.reading_id,
                number as i64,
                start(Some(&row.content)),
                length(Some(&row.content)),
                start(Some(&row.due.span)),
                length(Some(&row.due.span)),
                row.due.iso,
                term(self.db, &row.due.precision)?,
                start(Some(&row.trigger)),
                length(Some(&row.trigger)),
                row.agreement.map(|number| agreements[number as usize]), // checked: exists
                row.claimed.map(|id| self.statements[id as usize]),      // checked: exists
                term(self.db, &row.evidence)?,
                row.probability,
                sum,
            ])?;
            self.parties(PROMISE_PARTY, self.db.last_insert_rowid(), 0, &row.by)?;
        }
        Ok(())
    }

    /// Those who take part in something, at the places from `first` on.
    fn parties(
        &self,
        sql: &str,
        of: i64,
        first: usize,
        parties: &[ActorRow],
    ) -> Result<(), StoreError> {
        let mut insert = self.db.prepare_cached(sql)?;
        for (place, actor) in (first..).zip(parties) {
            insert.execute(params![
                of,
                place as i64,
                self.entity(actor.entity),
                actor.country,
                actor.sector,
                start(Some(&actor.span)),
                length(Some(&actor.span)),
            ])?;
        }
        Ok(())
    }

    fn entity(&self, number: Option<u32>) -> Option<i64> {
        number.and_then(|number| self.entities[number as usize]) // checked: exists
    }

    fn name(&self, entity: Option<u32>) -> Option<String> {
        entity.and_then(|number| self.rows.name(number)).map(str::to_owned)
    }

    fn actor(&self, actor: &ActorRow) -> String {
        self.name(actor.entity).unwrap_or_else(|| words_of(self.article, &[actor.span]))
    }

    fn names(&self, actors: &[ActorRow]) -> String {
        let mut names: Vec<String> = Vec::with_capacity(actors.len());
        for actor in actors {
            let name = self.actor(actor);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join("; ")
    }
}

/// A row of the table `statement`, and of its search index.
pub(crate) struct NewStatement<'a> {
    pub(crate) article_id: i64,
    pub(crate) reading_id: i64,
    pub(crate) number: i64,
    pub(crate) speaker: Option<String>,
    pub(crate) text: String,
    pub(crate) source: Option<String>,
    pub(crate) cue: Option<String>,
    pub(crate) addressee: Option<String>,
    pub(crate) about: Option<String>,
    pub(crate) within_id: Option<i64>,
    pub(crate) speaker_id: Option<i64>,
    pub(crate) addressee_id: Option<i64>,
    pub(crate) words_key: Option<i64>,
    pub(crate) row: &'a StatementRow,
    pub(crate) correction_id: Option<i64>,
}

impl NewStatement<'_> {
    pub(crate) fn insert(&self, db: &Connection) -> Result<i64, StoreError> {
        let row = self.row;
        let (content, source, cue) =
            (json(&row.content), row.source.as_ref().map(json), row.cue.as_ref().map(json));
        let sum = statement_sum(&[
            self.speaker.as_deref(),
            Some(&self.text),
            self.source.as_deref(),
            self.cue.as_deref(),
            self.addressee.as_deref(),
            self.about.as_deref(),
            Some(&row.form),
            Some(&row.polarity),
            Some(&row.modality),
            Some(&content),
            source.as_deref(),
            cue.as_deref(),
            Some(&row.probability.to_string()),
        ]);
        let told = row.addressee.as_ref().and_then(|told| told.span);
        let (by, with) = (row.source.as_ref(), row.cue.as_ref());
        db.prepare_cached(
            "INSERT INTO statement_row (article_id, reading_id, number, start, length, source_start,
               source_length, cue_start, cue_length, addressee_start, addressee_length, pieces,
               speaker_id, addressee_id, speaker, about, form, polarity, modality, within_id,
               evidence, probability, words_key, correction_id, check_sum)
             VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        )?
        .execute(params![
            self.article_id,
            self.reading_id,
            self.number,
            start(row.content.first()),
            length(row.content.first()),
            start(by.and_then(|spans| spans.first())),
            length(by.and_then(|spans| spans.first())),
            start(with.and_then(|spans| spans.first())),
            length(with.and_then(|spans| spans.first())),
            start(told.as_ref()),
            length(told.as_ref()),
            pieces(&[("content", Some(&row.content)), ("source", by), ("cue", with)]),
            self.speaker_id,
            self.addressee_id,
            self.speaker.as_ref().filter(|_| self.speaker_id.is_none()),
            self.about,
            term(db, &row.form)?,
            term(db, &row.polarity)?,
            term(db, &row.modality)?,
            self.within_id,
            term(db, &row.evidence)?,
            row.probability,
            self.words_key,
            self.correction_id,
            sum,
        ])?;
        let id = db.last_insert_rowid();
        db.prepare_cached(
            "INSERT INTO statement_fts (rowid, text, speaker, addressee, about)
             VALUES (?,?,?,?,?)",
        )?
        .execute(params![id, self.text, self.speaker, self.addressee, self.about])?;
        Ok(id)
    }
}

/// Where a place begins, in bytes of the text.
fn start(span: Option<&Range>) -> Option<u32> {
    span.map(|[start, _]| *start)
}

fn length(span: Option<&Range>) -> Option<u32> {
    span.map(|[start, end]| end - start)
}

/// As the views say it.
fn standing(claimed: Option<u32>) -> &'static str {
    if claimed.is_some() { "claimed" } else { "reported" }
}

/// Those that are in pieces, as JSON.
fn pieces(parts: &[(&str, Option<&Ranges>)]) -> Option<String> {
    let many: BTreeMap<&str, &Ranges> = parts
        .iter()
        .filter_map(|&(name, spans)| Some((name, spans.filter(|spans| spans.len() > 1)?)))
        .collect();
    (!many.is_empty()).then(|| json(&many))
}

/// Over speaker, text, source, cue, addressee, about, form, polarity, modality, the spans of
/// content, source and cue, and probability.
pub(crate) fn statement_sum(columns: &[Option<&str>; 13]) -> i64 {
    check_sum(columns)
}

/// Over kind, mode, actors, recipients, place, date, polarity, modality, standing, trigger.
pub(crate) fn event_sum(columns: &[Option<&str>; 10]) -> i64 {
    check_sum(columns)
}

/// Over who, what, when (resolved, as written), trigger, standing.
pub(crate) fn promise_sum(columns: &[Option<&str>; 6]) -> i64 {
    check_sum(columns)
}

/// Over title, parties, term, stages.
pub(crate) fn agreement_sum(columns: &[Option<&str>; 4]) -> i64 {
    check_sum(columns)
}

/// Who is mentioned where, by name or noun: sorted by start.
pub(crate) struct Mentioned(Vec<(Range, u32)>);

impl Mentioned {
    pub(crate) fn new(rows: &Rows) -> Mentioned {
        const PRONOUN: u32 = 2;
        let mut all: Vec<(Range, u32)> = Vec::new();
        for (number, entity) in rows.entities.iter().enumerate() {
            if entity.kind == "other" {
                continue;
            }
            let mentions = entity.mentions.iter().filter(|mention| mention[5] != PRONOUN);
            all.extend(mentions.map(|mention| ([mention[2], mention[3]], number as u32)));
        }
        all.sort_unstable();
        Mentioned(all)
    }

    /// The names of those mentioned inside `spans`, each once, in order of text.
    pub(crate) fn names(&self, rows: &Rows, spans: &[Range]) -> Option<String> {
        let mut names: Vec<&str> = Vec::new();
        for &[start, end] in spans {
            let from = self.0.partition_point(|&([at, _], _)| at < start);
            let inside = self.0[from..].iter().take_while(|&&([at, _], _)| at < end);
            for &(_, entity) in inside.filter(|&&([_, to], _)| to <= end) {
                let name = rows.name(entity).unwrap_or_default();
                if !name.is_empty() && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        (!names.is_empty()).then(|| names.join("; "))
    }
}
