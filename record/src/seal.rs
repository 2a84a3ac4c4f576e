//! Seals: each transaction ends with the hashes of the rows it added, chained to those before, so
//! that a changed byte of any row is noticed.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::StoreError;
use crate::append::json;
use crate::entry::hex;

/// Every table whose rows are sealed, and the column that says which are new: it never falls. Not
/// `copy_band`, which follows from the texts, not `person_name`, which follows from the people, and
/// not the search index, which follows from the statements: `check` makes them again.
pub(crate) const TABLES: [(&str, &str); 24] = [
    ("term", "id"),
    ("producer", "id"),
    ("input", "id"),
    ("article", "id"),
    ("source", "article_id"),
    ("sighting", "id"),
    ("refusal", "id"),
    ("reading", "id"),
    ("person_row", "id"),
    ("person_alias", "person_id"),
    ("person_office", "person_id"),
    ("entity_row", "id"),
    ("correction", "id"),
    ("statement_row", "id"),
    ("supersession", "rowid"),
    ("event_row", "id"),
    ("event_participant", "event_id"),
    ("agreement", "id"),
    ("agreement_party", "agreement_id"),
    ("promise_row", "id"),
    ("promise_party", "promise_id"),
    ("identity", "id"),
    ("merge", "id"),
    ("copy", "article_id"),
];

/// Table, first row, last row, hash of all between; without new rows, last is first - 1 and the
/// hash empty. Every seal lists every table, so that the last one says where the next begins.
pub(crate) type Sealed = (String, i64, i64, String);

/// Seals all rows that are not sealed yet. The last step before a commit.
pub(crate) fn seal(db: &Connection, at: &str) -> Result<(), StoreError> {
    let before: Option<(String, String)> = db
        .prepare_cached("SELECT chain, rows FROM seal ORDER BY id DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (before, ends) = before.unwrap_or_default();
    let ends: Vec<Sealed> = serde_json::from_str(&ends).unwrap_or_default();
    let mut sealed: Vec<Sealed> = Vec::with_capacity(TABLES.len());
    let mut new = false;
    for (table, key) in TABLES {
        let from = ends.iter().find(|end| end.0 == table).map_or(1, |end| end.2 + 1);
        let last: Option<i64> = db
            .prepare_cached(&format!("SELECT max({key}) FROM {table}"))?
            .query_row([], |row| row.get(0))?;
        let last = last.unwrap_or(0).max(from - 1);
        let digest = if last >= from { hash(db, (table, key), from, last)? } else { String::new() };
        new |= last >= from;
        sealed.push((table.to_owned(), from, last, digest));
    }
    if !new {
        return Ok(());
    }
    let rows = json(&sealed);
    let chain = chain(&before, at, &rows);
    db.prepare_cached("INSERT INTO seal (at, rows, chain) VALUES (?,?,?)")?
        .execute(params![at, rows, chain])?;
    Ok(())
}

pub(crate) fn chain(before: &str, at: &str, rows: &str) -> String {
    hex(&Sha256::digest(format!("{before}\n{at}\n{rows}").as_bytes()))
}

/// SHA-256 over every column of the rows `from..=last`.
pub(crate) fn hash(
    db: &Connection,
    (table, key): (&str, &str),
    from: i64,
    last: i64,
) -> Result<String, StoreError> {
    let order = match table {
        "event_participant" | "agreement_party" | "promise_party" | "person_alias"
        | "person_office" => {
            format!("{key}, place")
        }
        _ => key.to_owned(),
    };
    let mut select = db.prepare_cached(&format!(
        "SELECT {key}, * FROM {table} WHERE {key} BETWEEN ? AND ? ORDER BY {order}"
    ))?;
    let columns = select.column_count();
    let mut rows = select.query([from, last])?;
    let mut digest = Sha256::new();
    let mut buffer: Vec<u8> = Vec::new();
    while let Some(row) = rows.next()? {
        buffer.clear();
        for column in 0..columns {
            write(&mut buffer, row.get_ref(column)?);
        }
        digest.update(&buffer);
    }
    Ok(hex(&digest.finalize()))
}

/// A type, a length and the bytes, so that no two rows look the same.
fn write(buffer: &mut Vec<u8>, value: ValueRef<'_>) {
    let (tag, bytes): (u8, &[u8]) = match &value {
        ValueRef::Null => (0, &[]),
        ValueRef::Integer(number) => (1, &number.to_le_bytes()),
        ValueRef::Real(number) => (2, &number.to_le_bytes()),
        ValueRef::Text(text) => (3, text),
        ValueRef::Blob(blob) => (4, blob),
    };
    buffer.push(tag);
    buffer.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    buffer.extend_from_slice(bytes);
}
