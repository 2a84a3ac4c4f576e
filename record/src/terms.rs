//! Words that stand in many rows, as numbers.

use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;

/// The number of a word; one more if it has none.
pub(crate) fn term(db: &Connection, word: &str) -> Result<i64, StoreError> {
    if let Some(id) = known(db, word)? {
        return Ok(id);
    }
    db.prepare_cached("INSERT INTO term (word) VALUES (?)")?.execute([word])?;
    Ok(db.last_insert_rowid())
}

/// The number of a word, if it has one.
pub(crate) fn known(db: &Connection, word: &str) -> Result<Option<i64>, StoreError> {
    let mut select = db.prepare_cached("SELECT id FROM term WHERE word = ?")?;
    Ok(select.query_row([word], |row| row.get(0)).optional()?)
}
