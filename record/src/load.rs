//! Reading back what is kept, and checking it on the way.

use std::collections::HashMap;

use onrecord_article::Article;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::entry::{digest, hex};
use crate::mentions::Mentions;
use crate::rows::{
    ActorRow, AddresseeRow, AgreementRow, ArticleRow, Details, EntityRow, EventRow, PromiseRow,
    Ranges, Rows, StatementRow, WhenRow,
};
use crate::{Store, StoreError, mentions};

/// An article on record, its text checked against its hash.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its row.
    pub id: i64,
    /// Where it came from.
    pub about: ArticleRow,
    /// The text, and all that can be done with it.
    pub article: Article,
}

/// One statement that holds now, by itself.
#[derive(Clone, Debug)]
pub(crate) struct Loaded {
    pub(crate) article_id: i64,
    pub(crate) reading_id: i64,
    pub(crate) number: i64,
    pub(crate) row: StatementRow,
    pub(crate) speaker: Option<String>,
    pub(crate) within_id: Option<i64>,
    pub(crate) speaker_id: Option<i64>,
    pub(crate) addressee: Option<String>,
    pub(crate) addressee_id: Option<i64>,
}

impl Store {
    /// An article, by its row.
    ///
    /// # Errors
    /// `Unknown` if there is none; `Damaged` if its text or its provenance is not what was stored.
    pub fn article(&self, id: i64) -> Result<Kept, StoreError> {
        article(&self.db, id)
    }

    /// What the latest reading of an article found, and the row of that reading; corrections are
    /// not in it. `None` if the article was never read.
    ///
    /// # Errors
    /// `Sqlite`, `Damaged`.
    pub fn latest_rows(&self, article: i64) -> Result<Option<(i64, Rows)>, StoreError> {
        let reading: Option<i64> = self
            .db
            .prepare_cached("SELECT max(id) FROM reading WHERE article_id = ?")?
            .query_row([article], |row| row.get(0))?;
        reading.map(|id| Ok((id, rows(&self.db, id)?))).transpose()
    }

    /// The bytes an article was read from.
    ///
    /// # Errors
    /// `Unknown` if there is no such article; `Damaged` if the bytes are not what was stored.
    pub fn source(&self, id: i64) -> Result<Vec<u8>, StoreError> {
        source(&self.db, id)
    }
}

fn damaged(what: &'static str, id: i64, why: impl ToString) -> StoreError {
    StoreError::Damaged { what, id, why: why.to_string() }
}

pub(crate) fn article(db: &Connection, id: i64) -> Result<Kept, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT sha256, name, title, outlet, published, url, licence, authors, language,
           dateline_start, dateline_end,
           coalesce(file, (SELECT i.name FROM input AS i WHERE i.id = input_id)), fetched, text,
           check_sum, details, position, (SELECT word FROM term WHERE id = origins)
         FROM article WHERE id = ?",
    )?;
    let found = select
        .query_row([id], |row| {
            let dateline: (Option<u32>, Option<u32>) = (row.get(9)?, row.get(10)?);
            let authors: Option<String> = row.get(7)?;
            let details: Details = parsed_if(row, 15)?.unwrap_or_default();
            let position: Option<i64> = row.get(16)?;
            let about = ArticleRow {
                name: row.get(1)?,
                title: row.get(2)?,
                outlet: row.get(3)?,
                published: row.get(4)?,
                url: row.get(5)?,
                licence: row.get(6)?,
                authors: authors
                    .and_then(|json| serde_json::from_str(&json).ok())
                    .unwrap_or_default(),
                language: row.get(8)?,
                dateline: dateline.0.zip(dateline.1).map(|(start, end)| [start, end]),
                file: row.get(11)?,
                fetched: row.get(12)?,
                details: Details {
                    offset: position.map(i64::unsigned_abs),
                    origins: parsed_if(row, 17)?.unwrap_or_default(),
                    ..details
                },
            };
            Ok((about, row.get::<_, String>(0)?, row.get::<_, String>(13)?, row.get::<_, i64>(14)?))
        })
        .optional()
        .map_err(|error| damaged("article", id, error))?;
    let Some((about, sha256, text, digested)) = found else {
        return Err(StoreError::Unknown { what: "article", id: id.to_string() });
    };
    if digested != digest(&about) {
        return Err(damaged("article", id, "its provenance does not agree with its check sum"));
    }
    let article = about.article(text).map_err(|error| damaged("article", id, error))?;
    if hex(article.id().bytes()) != sha256 {
        return Err(damaged("article", id, "its text does not agree with its hash"));
    }
    Ok(Kept { id, about, article })
}

pub(crate) fn source(db: &Connection, id: i64) -> Result<Vec<u8>, StoreError> {
    let packed: Option<bool> = db
        .prepare_cached("SELECT packed FROM article WHERE id = ?")?
        .query_row([id], |row| row.get(0))
        .optional()
        .map_err(|error| damaged("article", id, error))?;
    match packed {
        None => return Err(StoreError::Unknown { what: "article", id: id.to_string() }),
        Some(false) => return Ok(article(db, id)?.article.text().as_bytes().to_vec()),
        Some(true) => {}
    }
    let (length, sha256, packed): (i64, String, Vec<u8>) = db
        .prepare_cached("SELECT length, sha256, bytes FROM source WHERE article_id = ?")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .map_err(|error| damaged("source", id, error))?;
    let length = usize::try_from(length).map_err(|_| damaged("source", id, "its length"))?;
    // The length bounds what is unpacked: a damaged one cannot ask for all of the memory.
    if length / 4096 > packed.len() * 64 + 1024 {
        return Err(damaged("source", id, "its length"));
    }
    let bytes =
        zstd::bulk::decompress(&packed, length).map_err(|why| damaged("source", id, why))?;
    if bytes.len() != length || hex(&Sha256::digest(&bytes)) != sha256 {
        return Err(damaged("source", id, "its bytes do not agree with their hash"));
    }
    Ok(bytes)
}

/// A column that holds JSON.
fn parsed<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?;
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(
            column,
            rusqlite::types::Type::Text,
            Box::new(error),
        )
    })
}

fn parsed_if<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    match row.get_ref(column)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => parsed(row, column).map(Some),
    }
}

/// All that one reading found.
pub(crate) fn rows(db: &Connection, reading: i64) -> Result<Rows, StoreError> {
    let broken = |error: rusqlite::Error| damaged("reading", reading, error);
    let mut numbers: HashMap<i64, u32> = HashMap::new();
    let entities = entities(db, reading, &mut numbers)?;
    let mut statement_numbers: HashMap<i64, u32> = HashMap::new();
    let range = |columns| rows_of(db, reading, columns);
    let statements =
        statements(db, range(STATEMENTS)?, &numbers, &mut statement_numbers).map_err(broken)?;
    let events = events(db, range(EVENTS)?, &numbers, &statement_numbers).map_err(broken)?;
    let agreements = agreements(db, range(AGREEMENTS)?, &numbers).map_err(broken)?;
    let promises = promises(db, reading, &numbers, &statement_numbers)?;
    Ok(Rows { entities, statements, events, agreements, promises })
}

/// Mentions of a reading, and its entities without a row.
pub(crate) fn mentions(db: &Connection, reading: i64) -> Result<Mentions, StoreError> {
    let (of, packed): (i64, Vec<u8>) = db
        .prepare_cached("SELECT article_id, mentions FROM reading WHERE id = ?")?
        .query_row([reading], |row| Ok((row.get(0)?, row.get(1)?)))?;
    mentions::unpack(&packed, &article(db, of)?.article)
        .ok_or_else(|| damaged("reading", reading, "its mentions cannot be unpacked"))
}

/// The rows of a reading in a table, first and last; none, if last is before first.
pub(crate) fn rows_of(
    db: &Connection,
    reading: i64,
    columns: (&str, &str),
) -> Result<[i64; 2], StoreError> {
    let (first, count) = columns;
    let sql = format!("SELECT {first}, {first} + {count} - 1 FROM reading WHERE id = ?");
    let mut select = db.prepare_cached(&sql)?;
    Ok(select.query_row([reading], |row| Ok([row.get(0)?, row.get(1)?]))?)
}

/// Columns of `reading` that say which rows of a table are its own.
pub(crate) const ENTITIES: (&str, &str) = ("first_entity", "entity_rows");
pub(crate) const STATEMENTS: (&str, &str) = ("first_statement", "statements");
const EVENTS: (&str, &str) = ("first_event", "events");
const AGREEMENTS: (&str, &str) = ("first_agreement", "agreements");
const PROMISES: (&str, &str) = ("first_promise", "promises");

fn entities(
    db: &Connection,
    reading: i64,
    numbers: &mut HashMap<i64, u32>,
) -> Result<Vec<EntityRow>, StoreError> {
    let packed = self::mentions(db, reading)?;
    let mut all: Vec<(u32, EntityRow)> = packed.unlisted;
    let mut select = db.prepare_cached(
        "SELECT id, number, name, name_start, name_end, kind, country FROM entity
         WHERE id BETWEEN ? AND ?",
    )?;
    let rows = select.query_map(rows_of(db, reading, ENTITIES)?, |row| {
        let number: u32 = row.get(1)?;
        numbers.insert(row.get(0)?, number);
        let name_span: (Option<u32>, Option<u32>) = (row.get(3)?, row.get(4)?);
        Ok((
            number,
            EntityRow {
                name: row.get(2)?,
                name_span: name_span.0.zip(name_span.1).map(|(start, end)| [start, end]),
                kind: row.get(5)?,
                country: row.get(6)?,
                mentions: Vec::new(),
            },
        ))
    })?;
    for row in rows {
        all.push(row?);
    }
    all.sort_unstable_by_key(|(number, _)| *number);
    let whole = all.len() == packed.mentions.len()
        && all.iter().zip(0..).all(|((number, _), place)| *number == place);
    if !whole {
        return Err(damaged("reading", reading, "its entities and its mentions do not agree"));
    }
    let with = |((_, one), mentions): ((u32, EntityRow), _)| EntityRow { mentions, ..one };
    Ok(all.into_iter().zip(packed.mentions).map(with).collect())
}

fn statements(
    db: &Connection,
    range: [i64; 2],
    entities: &HashMap<i64, u32>,
    numbers: &mut HashMap<i64, u32>,
) -> rusqlite::Result<Vec<StatementRow>> {
    let mut select = db.prepare_cached(
        "SELECT id, source_spans, cue_spans, content_spans, speaker_id, addressee_span,
           addressee_id, form, polarity, modality, within_id, evidence, probability, addressee
         FROM statement WHERE id BETWEEN ? AND ? ORDER BY id",
    )?;
    let rows = select.query_map(range, |row| {
        numbers.insert(row.get(0)?, numbers.len() as u32);
        let within: Option<i64> = row.get(10)?;
        Ok(StatementRow {
            source: parsed_if(row, 1)?,
            cue: parsed_if(row, 2)?,
            content: parsed(row, 3)?,
            speaker: number(entities, row.get(4)?, 4)?,
            addressee: addressee(parsed_if(row, 5)?, number(entities, row.get(6)?, 6)?),
            form: row.get(7)?,
            polarity: row.get(8)?,
            modality: row.get(9)?,
            within: number(numbers, within, 10)?,
            evidence: row.get(11)?,
            probability: row.get(12)?,
        })
    })?;
    rows.collect()
}

fn addressee(span: Option<[u32; 2]>, entity: Option<u32>) -> Option<AddresseeRow> {
    (span.is_some() || entity.is_some()).then_some(AddresseeRow { span, entity })
}

/// The number of a row of this reading; a row of another reading is damage.
fn number(
    numbers: &HashMap<i64, u32>,
    id: Option<i64>,
    column: usize,
) -> rusqlite::Result<Option<u32>> {
    let Some(id) = id else { return Ok(None) };
    match numbers.get(&id) {
        Some(&number) => Ok(Some(number)),
        None => Err(rusqlite::Error::IntegralValueOutOfRange(column, id)),
    }
}

fn events(
    db: &Connection,
    range: [i64; 2],
    entities: &HashMap<i64, u32>,
    statements: &HashMap<i64, u32>,
) -> rusqlite::Result<Vec<EventRow>> {
    let mut select = db.prepare_cached(
        "SELECT id, kind, mode, place_span, date_span, date, precision, trigger_spans, polarity,
           modality, statement_id, evidence, probability
         FROM event WHERE id BETWEEN ? AND ? ORDER BY id",
    )?;
    let rows = select.query_map(range, |row| {
        let id: i64 = row.get(0)?;
        let precision: Option<String> = row.get(6)?;
        let date = parsed_if(row, 4)?.zip(precision);
        let iso: Option<String> = row.get(5)?;
        Ok(EventRow {
            kind: row.get(1)?,
            mode: row.get(2)?,
            actors: participants(db, ACTORS, id, entities)?,
            recipients: participants(db, RECIPIENTS, id, entities)?,
            place: parsed_if(row, 3)?,
            date: date.map(|(span, precision)| WhenRow { span, iso, precision }),
            trigger: parsed(row, 7)?,
            polarity: row.get(8)?,
            modality: row.get(9)?,
            claimed: number(statements, row.get(10)?, 10)?,
            evidence: row.get(11)?,
            probability: row.get(12)?,
        })
    })?;
    rows.collect()
}

fn agreements(
    db: &Connection,
    range: [i64; 2],
    entities: &HashMap<i64, u32>,
) -> rusqlite::Result<Vec<AgreementRow>> {
    let mut select = db.prepare_cached(
        "SELECT id, title_span, term, subject_span, stages, evidence, probability
         FROM agreement WHERE id BETWEEN ? AND ? ORDER BY id",
    )?;
    let rows = select.query_map(range, |row| {
        let stages: Vec<(String, String, Ranges, Option<u32>)> = parsed(row, 4)?;
        Ok(AgreementRow {
            title: parsed(row, 1)?,
            parties: participants(db, PARTIES, row.get(0)?, entities)?,
            term: row.get(2)?,
            subject: parsed_if(row, 3)?,
            stages: stages
                .into_iter()
                .map(|(stage, _, spans, claimed)| (stage, spans, claimed))
                .collect(),
            evidence: row.get(5)?,
            probability: row.get(6)?,
        })
    })?;
    rows.collect()
}

fn promises(
    db: &Connection,
    reading: i64,
    entities: &HashMap<i64, u32>,
    statements: &HashMap<i64, u32>,
) -> Result<Vec<PromiseRow>, StoreError> {
    let [first, last] = rows_of(db, reading, AGREEMENTS)?;
    let agreements: HashMap<i64, u32> = (first..=last).zip(0..).collect();
    let mut select = db.prepare_cached(
        "SELECT id, start, start + length, due_start, due_start + due_length, due,
           (SELECT word FROM term WHERE id = precision), trigger_start,
           trigger_start + trigger_length, agreement_id, statement_id,
           (SELECT word FROM term WHERE id = evidence), probability
         FROM promise_row WHERE id BETWEEN ? AND ? ORDER BY id",
    )?;
    let rows = select.query_map(rows_of(db, reading, PROMISES)?, |row| {
        Ok(PromiseRow {
            content: [row.get(1)?, row.get(2)?],
            by: participants(db, PROMISERS, row.get(0)?, entities)?,
            due: WhenRow {
                span: [row.get(3)?, row.get(4)?],
                iso: row.get(5)?,
                precision: row.get(6)?,
            },
            trigger: [row.get(7)?, row.get(8)?],
            agreement: number(&agreements, row.get(9)?, 9)?,
            claimed: number(statements, row.get(10)?, 10)?,
            evidence: row.get(11)?,
            probability: row.get(12)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

const PROMISERS: &str = "SELECT start, start + length, entity_id, country, sector
    FROM promise_party WHERE promise_id = ? ORDER BY place";
const ACTORS: &str = "SELECT start, start + length, entity_id, country, sector
    FROM event_participant WHERE event_id = ? AND recipient = 0 ORDER BY place";
const RECIPIENTS: &str = "SELECT start, start + length, entity_id, country, sector
    FROM event_participant WHERE event_id = ? AND recipient = 1 ORDER BY place";
const PARTIES: &str = "SELECT start, start + length, entity_id, country, sector
    FROM agreement_party WHERE agreement_id = ? ORDER BY place";

fn participants(
    db: &Connection,
    sql: &str,
    id: i64,
    entities: &HashMap<i64, u32>,
) -> rusqlite::Result<Vec<ActorRow>> {
    let mut select = db.prepare_cached(sql)?;
    let rows = select.query_map([id], |row| {
        Ok(ActorRow {
            span: [row.get(0)?, row.get(1)?],
            entity: number(entities, row.get(2)?, 2)?,
            country: row.get(3)?,
            sector: row.get(4)?,
        })
    })?;
    rows.collect()
}

/// A statement by its row, whether it holds or not.
pub(crate) fn statement(db: &Connection, id: i64) -> Result<Loaded, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT article_id, reading_id, number, speaker, within_id, speaker_id, source_spans,
           cue_spans, content_spans, addressee_span, form, polarity, modality, evidence,
           probability, addressee, addressee_id
         FROM statement WHERE id = ?",
    )?;
    let found = select
        .query_row([id], |row| {
            Ok(Loaded {
                article_id: row.get(0)?,
                reading_id: row.get(1)?,
                number: row.get(2)?,
                speaker: row.get(3)?,
                within_id: row.get(4)?,
                speaker_id: row.get(5)?,
                addressee: row.get(15)?,
                addressee_id: row.get(16)?,
                row: StatementRow {
                    source: parsed_if(row, 6)?,
                    cue: parsed_if(row, 7)?,
                    content: parsed(row, 8)?,
                    speaker: None,
                    addressee: addressee(parsed_if(row, 9)?, None),
                    form: row.get(10)?,
                    polarity: row.get(11)?,
                    modality: row.get(12)?,
                    within: None,
                    evidence: row.get(13)?,
                    probability: row.get(14)?,
                },
            })
        })
        .optional()
        .map_err(|error| damaged("statement", id, error))?;
    found.ok_or(StoreError::Unknown { what: "statement", id: id.to_string() })
}
