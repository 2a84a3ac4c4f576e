//! Reading back what is kept, and checking it on the way.

use std::collections::HashMap;
use std::io::Read;

use onrecord_article::Article;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::entry::{digest, hex};
use crate::rows::{
    ActorRow, AddresseeRow, AgreementRow, ArticleRow, EntityRow, EventRow, Mentions, Ranges, Rows,
    StatementRow, WhenRow,
};
use crate::{Store, StoreError};

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
           dateline_start, dateline_end, file, fetched, text, check_sum, details FROM article WHERE id = ?",
    )?;
    let found = select
        .query_row([id], |row| {
            let dateline: (Option<u32>, Option<u32>) = (row.get(9)?, row.get(10)?);
            let authors: Option<String> = row.get(7)?;
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
                details: parsed(row, 15)?,
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
    type Found = (String, i64, Option<String>, Option<Vec<u8>>);
    let found: Option<Found> = db
        .prepare_cached("SELECT codec, length, sha256, bytes FROM source WHERE article_id = ?")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()
        .map_err(|error| damaged("source", id, error))?;
    let Some((codec, length, sha256, bytes)) = found else {
        return Err(StoreError::Unknown { what: "source of article", id: id.to_string() });
    };
    let length = usize::try_from(length).map_err(|_| damaged("source", id, "its length"))?;
    let bytes = match (codec.as_str(), bytes) {
        ("same", None) => article(db, id)?.article.text().as_bytes().to_vec(),
        ("zstd", Some(packed)) => {
            // The length bounds what is unpacked: a damaged one cannot ask for all of the memory.
            if length / 4096 > packed.len() * 64 + 1024 {
                return Err(damaged("source", id, "its length"));
            }
            zstd::bulk::decompress(&packed, length).map_err(|why| damaged("source", id, why))?
        }
        _ => return Err(damaged("source", id, "its codec")),
    };
    let agrees = sha256.is_none_or(|sha256| hex(&Sha256::digest(&bytes)) == sha256);
    if bytes.len() != length || !agrees {
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
    let statements = statements(db, reading, &numbers, &mut statement_numbers).map_err(broken)?;
    let events = events(db, reading, &numbers, &statement_numbers).map_err(broken)?;
    let agreements = agreements(db, reading, &numbers).map_err(broken)?;
    Ok(Rows { entities, statements, events, agreements })
}

/// Mentions of a reading, and its entities without a row.
pub(crate) fn mentions(db: &Connection, reading: i64) -> Result<Mentions, StoreError> {
    let packed: Vec<u8> = db
        .prepare_cached("SELECT mentions FROM reading WHERE id = ?")?
        .query_row([reading], |row| row.get(0))?;
    // What a reading finds is bounded by its text, and that by 4 GiB.
    const MOST: u64 = 1 << 30;
    let mut json = Vec::new();
    zstd::stream::read::Decoder::new(&packed[..])
        .and_then(|unpacked| unpacked.take(MOST).read_to_end(&mut json))
        .map_err(|why| damaged("reading", reading, why))?;
    serde_json::from_slice(&json).map_err(|error| damaged("reading", reading, error))
}

fn entities(
    db: &Connection,
    reading: i64,
    numbers: &mut HashMap<i64, u32>,
) -> Result<Vec<EntityRow>, StoreError> {
    let packed = mentions(db, reading)?;
    let mut all: Vec<(u32, EntityRow)> = packed.unlisted;
    let mut select = db.prepare_cached(
        "SELECT id, number, name, name_start, name_end, kind, country FROM entity
         WHERE reading_id = ?",
    )?;
    let rows = select.query_map([reading], |row| {
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
    reading: i64,
    entities: &HashMap<i64, u32>,
    numbers: &mut HashMap<i64, u32>,
) -> rusqlite::Result<Vec<StatementRow>> {
    let mut select = db.prepare_cached(
        "SELECT id, source_spans, cue_spans, content_spans, speaker_id, addressee_span,
           addressee_id, form, polarity, modality, within_id, evidence, probability, addressee
         FROM statement WHERE reading_id = ? AND correction_id IS NULL ORDER BY number",
    )?;
    let rows = select.query_map([reading], |row| {
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
    reading: i64,
    entities: &HashMap<i64, u32>,
    statements: &HashMap<i64, u32>,
) -> rusqlite::Result<Vec<EventRow>> {
    let mut select = db.prepare_cached(
        "SELECT id, kind, mode, place_span, date_span, date, precision, trigger_spans, polarity,
           modality, statement_id, evidence, probability
         FROM event WHERE reading_id = ? ORDER BY number",
    )?;
    let rows = select.query_map([reading], |row| {
        let id: i64 = row.get(0)?;
        let precision: Option<String> = row.get(6)?;
        let date = parsed_if(row, 4)?.zip(precision);
        let iso: Option<String> = row.get(5)?;
        Ok(EventRow {
            kind: row.get(1)?,
            mode: row.get(2)?,
            actors: participants(db, "event_id", id, "actor", entities)?,
            recipients: participants(db, "event_id", id, "recipient", entities)?,
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
    reading: i64,
    entities: &HashMap<i64, u32>,
) -> rusqlite::Result<Vec<AgreementRow>> {
    let mut select = db.prepare_cached(
        "SELECT id, title_span, term, subject_span, stages, evidence, probability
         FROM agreement WHERE reading_id = ? ORDER BY number",
    )?;
    let rows = select.query_map([reading], |row| {
        let stages: Vec<(String, String, Ranges, Option<u32>)> = parsed(row, 4)?;
        Ok(AgreementRow {
            title: parsed(row, 1)?,
            parties: participants(db, "agreement_id", row.get(0)?, "party", entities)?,
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

fn participants(
    db: &Connection,
    of: &str,
    id: i64,
    role: &str,
    entities: &HashMap<i64, u32>,
) -> rusqlite::Result<Vec<ActorRow>> {
    let mut select = db.prepare_cached(&format!(
        "SELECT start, end, entity_id, country, sector FROM participant WHERE {of} = ? AND role = ? ORDER BY id"
    ))?;
    let rows = select.query_map(rusqlite::params![id, role], |row| {
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
