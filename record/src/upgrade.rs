//! Making a store of this version from one of schema 1. The old file stays beside it.

use std::path::{Path, PathBuf};

use onrecord_article::{Article, Provenance};
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, TransactionBehavior, params};
use serde::Deserialize;

use crate::rows::{EntityRow, MentionRow, Rows};
use crate::store::now;
use crate::terms::term;
use crate::{Store, StoreError, mentions, seal, store};

/// What [`Store::upgrade`] did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Upgraded {
    /// Nothing was to be done.
    AlreadyCurrent,
    /// The store was of an older schema; it lies here now.
    Was {
        /// Its version.
        schema: i64,
        /// Where the old file is kept.
        kept: PathBuf,
    },
}

/// Tables of schema 1, in the order of their seals.
const TABLES: [&str; 20] = [
    "producer",
    "article",
    "source",
    "input",
    "sighting",
    "refusal",
    "reading",
    "entity",
    "correction",
    "statement",
    "supersession",
    "event",
    "agreement",
    "participant",
    "person",
    "person_name",
    "person_office",
    "identity",
    "merge",
    "copy",
];

impl Store {
    /// Makes an older store one of this version. Its rows keep their numbers, and the file as it
    /// was is kept beside it.
    ///
    /// # Errors
    /// As [`Store::open`], but for `Older`; `Damaged` if the old store is not as it was written;
    /// `Refused` if a file stands where the old one is to be kept; `Io`.
    pub fn upgrade(path: impl AsRef<Path>) -> Result<Upgraded, StoreError> {
        let path = path.as_ref();
        match Store::open(path) {
            Ok(_) => Ok(Upgraded::AlreadyCurrent),
            Err(StoreError::Older { found: 1, .. }) => from_1(path),
            Err(error) => Err(error),
        }
    }
}

fn from_1(path: &Path) -> Result<Upgraded, StoreError> {
    let beside = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let (kept, fresh) = (beside(".schema-1"), beside(".upgrading"));
    if kept.exists() {
        let why = format!("{} exists: move it away first", kept.display());
        return Err(StoreError::Refused(why));
    }
    for rest in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(beside(&format!(".upgrading{rest}")));
    }
    let mut db = store::fresh(&fresh)?;
    db.execute("ATTACH ? AS old", [path.to_str()])?;
    db.pragma_update(Some("old"), "journal_mode", "delete")?; // leaves one file
    copy(&mut db)?;
    db.execute("DETACH old", [])?;
    db.pragma_update(None, "journal_mode", "delete")?;
    drop(db);
    let damage = Store::open(&fresh)?.check()?.damage;
    if let Some(damage) = damage.first() {
        let why = format!("its copy is not whole: {}: {}", damage.what, damage.why);
        return Err(StoreError::Refused(why));
    }
    // The name always leads to a whole store: a second name for the old file, then the new file
    // takes the first one.
    if std::fs::hard_link(path, &kept).is_err() {
        std::fs::copy(path, &kept)?;
    }
    for rest in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(beside(&format!(".upgrading{rest}")));
    }
    std::fs::rename(&fresh, path)?;
    Ok(Upgraded::Was { schema: 1, kept })
}

fn copy(db: &mut Connection) -> Result<(), StoreError> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("low_half", 1, flags, |of| {
        Ok(i64::from(of.get::<i64>(0)? as i32)) // check sums have 32 bits now
    })?;
    // Also keeps others from writing to the old one.
    let add = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    whole(&add)?;
    add.execute_batch(include_str!("upgrade/from_1.sql"))?;
    readings(&add)?;
    add.execute_batch(include_str!("upgrade/findings_1.sql"))?;
    seal::seal(&add, &now())?;
    add.commit()?;
    Ok(())
}

/// Whether the old store is as it was written: its tables are tables, its pages are whole, and its
/// rows agree with their seals.
fn whole(db: &Connection) -> Result<(), StoreError> {
    let damaged =
        |id, why: &str| StoreError::Damaged { what: "store of schema 1", id, why: why.to_owned() };
    let list = TABLES.map(|table| format!("'{table}'")).join(",");
    let sql =
        format!("SELECT count(*) FROM old.sqlite_schema WHERE type = 'table' AND name IN ({list})");
    let tables: u32 = db.query_row(&sql, [], |row| row.get(0))?;
    if tables as usize != TABLES.len() {
        return Err(damaged(0, "it has other tables"));
    }
    let found: String = db.query_row("PRAGMA old.integrity_check(1)", [], |row| row.get(0))?;
    if found != "ok" {
        return Err(damaged(0, &found));
    }
    let mut select = db.prepare("SELECT id, at, rows, chain FROM old.seal ORDER BY id")?;
    let mut rows = select.query([])?;
    let mut before = String::new();
    while let Some(row) = rows.next()? {
        let (id, at, json, chain): (i64, String, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let sealed: Vec<seal::Sealed> = serde_json::from_str(&json).unwrap_or_default();
        if seal::chain(&before, &at, &json) != chain || sealed.len() != TABLES.len() {
            return Err(damaged(id, "a seal does not continue the one before it"));
        }
        for (&table, (name, from, last, digest)) in TABLES.iter().zip(&sealed) {
            let old = format!("old.{table}");
            let agrees = table == name
                && (last < from || seal::hash(db, (&old, "rowid"), *from, *last)? == *digest);
            if !agrees {
                return Err(damaged(id, &format!("a row of {table} was changed")));
            }
        }
        before = chain;
    }
    Ok(())
}

/// What schema 1 kept packed of a reading's entities, as JSON.
#[derive(Deserialize)]
struct Packed {
    mentions: Vec<Vec<MentionRow>>,
    unlisted: Vec<(u32, EntityRow)>,
}

/// Readings and their entities, with the links that were made when they were read.
fn readings(db: &Connection) -> Result<(), StoreError> {
    let mut select = db.prepare(
        "SELECT r.id, r.article_id, r.producer_id, nullif(r.at, a.added), r.mentions, a.text,
           (SELECT coalesce(min(id), 0) FROM old.entity WHERE reading_id = r.id),
           (SELECT count(*) FROM old.entity WHERE reading_id = r.id),
           (SELECT coalesce(min(id), 0) FROM old.statement
             WHERE reading_id = r.id AND correction_id IS NULL), r.statements,
           (SELECT coalesce(min(id), 0) FROM old.event WHERE reading_id = r.id), r.events,
           (SELECT coalesce(min(id), 0) FROM old.agreement WHERE reading_id = r.id), r.agreements
         FROM old.reading AS r JOIN old.article AS a ON a.id = r.article_id ORDER BY r.id",
    )?;
    let mut insert = db.prepare(
        "INSERT INTO reading (id, article_id, producer_id, at, entities, first_entity, entity_rows,
           first_statement, statements, first_event, events, first_agreement, agreements,
           first_promise, promises, mentions)
         VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,0,0,?)",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let reading: i64 = row.get(0)?;
        let unreadable = |why: String| StoreError::Damaged { what: "reading", id: reading, why };
        let json = zstd::stream::decode_all(&row.get::<_, Vec<u8>>(4)?[..])?;
        let packed: Packed =
            serde_json::from_slice(&json).map_err(|error| unreadable(error.to_string()))?;
        let article = Article::new(row.get(5)?, Provenance::default())
            .map_err(|error| unreadable(error.to_string()))?;
        let kept = entities(db, reading)?;
        let mut all: Vec<(u32, Option<i64>, EntityRow)> =
            kept.into_iter().map(|(id, number, one)| (number, Some(id), one)).collect();
        all.extend(packed.unlisted.into_iter().map(|(number, one)| (number, None, one)));
        all.sort_unstable_by_key(|(number, ..)| *number);
        if all.len() != packed.mentions.len() {
            return Err(unreadable("its entities and its mentions do not agree".to_owned()));
        }
        for ((.., one), mentions) in all.iter_mut().zip(packed.mentions) {
            one.mentions = mentions;
        }
        let listed: Vec<bool> = all.iter().map(|(_, id, _)| id.is_some()).collect();
        let entities = all.iter().map(|(.., one)| one.clone()).collect();
        let found = Rows { entities, ..Rows::default() };
        let number = |column: usize| row.get::<_, i64>(column);
        insert.execute(params![
            reading,
            number(1)?,
            number(2)?,
            row.get::<_, Option<String>>(3)?,
            all.len() as i64,
            number(6)?,
            number(7)?,
            number(8)?,
            number(9)?,
            number(10)?,
            number(11)?,
            number(12)?,
            number(13)?,
            mentions::pack(&article, &found, &listed)?,
        ])?;
        for (number, id, one) in &all {
            if let Some(id) = id {
                entity(db, &article, (reading, *number, *id), one)?;
            }
        }
    }
    Ok(())
}

/// Row, number and entity, of one reading of the old store.
fn entities(db: &Connection, reading: i64) -> Result<Vec<(i64, u32, EntityRow)>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT id, number, name, name_start, name_end, kind, country FROM old.entity
         WHERE reading_id = ? ORDER BY id",
    )?;
    let rows = select.query_map([reading], |row| {
        let span: (Option<u32>, Option<u32>) = (row.get(3)?, row.get(4)?);
        let entity = EntityRow {
            name: row.get(2)?,
            name_span: span.0.zip(span.1).map(|(start, end)| [start, end]),
            kind: row.get(5)?,
            country: row.get(6)?,
            mentions: Vec::new(),
        };
        Ok((row.get(0)?, row.get(1)?, entity))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn entity(
    db: &Connection,
    article: &Article,
    (reading, number, id): (i64, u32, i64),
    one: &EntityRow,
) -> Result<(), StoreError> {
    let written =
        one.name_span.is_some_and(|span| crate::append::words_of(article, &[span]) == one.name);
    db.prepare_cached(
        "INSERT INTO entity_row (id, reading_id, number, name, start, length, kind, country,
           person_id, score, reason)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, i.person_id, i.score,
           (SELECT id FROM term WHERE word = i.reason)
         FROM (SELECT 1) LEFT JOIN
           (SELECT person_id, score, reason FROM old.identity
            WHERE entity_id = ?1 AND correction_id IS NULL ORDER BY id LIMIT 1) AS i",
    )?
    .execute(params![
        id,
        reading,
        number,
        (!written).then_some(&one.name),
        one.name_span.map(|[start, _]| start),
        one.name_span.map(|[start, end]| end - start),
        term(db, &one.kind)?,
        one.country,
    ])?;
    Ok(())
}
