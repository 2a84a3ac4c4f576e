//! Checking a store: what is damaged, and what is whole.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::copies::Signature;
use crate::people::{aliases, folded_names};
use crate::seal::{self, Sealed, TABLES};
use crate::search::in_article;
use crate::{Store, StoreError, load};

/// What [`Store::check`] found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Checked {
    /// Articles whose text, provenance and source agree with their hashes.
    pub whole_articles: usize,
    /// Statements whose every span was compared with the text.
    pub whole_statements: usize,
    /// What does not agree, each named.
    pub damage: Vec<Damage>,
}

/// Something that is not as it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Damage {
    /// "file", "schema", "article", "statement", "search index", "copies", or a table.
    pub what: String,
    /// What does not agree, and which rows.
    pub why: String,
}

/// Most findings of one kind that are listed.
const LISTED: usize = 100;

impl Store {
    /// Reads all of the store: the file's pages, the hashes of all rows, texts and sources, the
    /// spans of all findings, and the search index.
    ///
    /// Damage is not an error: it is listed.
    ///
    /// # Errors
    /// `Busy`; `Sqlite` if the file cannot be read at all.
    pub fn check(&self) -> Result<Checked, StoreError> {
        let db = &self.db;
        let mut checked = Checked::default();
        let mut note = |what: &str, why: String| {
            checked.damage.push(Damage { what: what.to_owned(), why });
        };
        for (what, found) in [
            ("file", pragma(db, "integrity_check", LISTED)),
            ("file", pragma(db, "foreign_key_check", LISTED)),
            ("seal", seals(db)),
            ("search index", search_index(db)),
            ("copies", bands(db)),
            ("people", names(db)),
        ] {
            match found {
                Ok(found) => found.into_iter().for_each(|why| note(what, why)),
                Err(error) => note(what, error.to_string()),
            }
        }
        match articles(db, &mut checked) {
            Ok(()) => {}
            Err(error) => {
                checked.damage.push(Damage { what: "article".into(), why: error.to_string() });
            }
        }
        Ok(checked)
    }
}

type Found = Result<Vec<String>, StoreError>;

fn pragma(db: &Connection, name: &str, most: usize) -> Found {
    let mut select = db.prepare(&format!("PRAGMA {name}"))?;
    let columns = select.column_count();
    let mut rows = select.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let words: Vec<String> = (0..columns)
            .map(|column| match row.get_ref(column) {
                Ok(rusqlite::types::ValueRef::Text(text)) => {
                    String::from_utf8_lossy(text).into_owned()
                }
                Ok(rusqlite::types::ValueRef::Integer(number)) => number.to_string(),
                _ => String::new(),
            })
            .collect();
        if words != ["ok"] && found.len() < most {
            found.push(format!("{name}: {}", words.join(" ")));
        }
    }
    Ok(found)
}

fn seals(db: &Connection) -> Found {
    let mut found = Vec::new();
    let mut select = db.prepare("SELECT id, at, rows, chain FROM seal ORDER BY id")?;
    let mut rows = select.query([])?;
    let mut before = String::new();
    let mut ends = [0i64; TABLES.len()];
    while let Some(row) = rows.next()? {
        let (id, at, json, chain): (i64, String, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        if seal::chain(&before, &at, &json) != chain {
            found.push(format!("seal {id} does not continue the one before it"));
        }
        before = chain;
        let sealed: Vec<Sealed> = serde_json::from_str(&json).unwrap_or_default();
        for (table, from, last, digest) in sealed {
            let Some(at) = TABLES.iter().position(|&(name, _)| name == table) else {
                found.push(format!("seal {id} names a table {table:?}"));
                continue;
            };
            if from != ends[at] + 1 {
                found.push(format!("{table} {}..{from}: no seal covers these rows", ends[at] + 1));
            }
            ends[at] = last;
            if last < from {
                continue;
            }
            match seal::hash(db, TABLES[at], from, last) {
                Ok(own) if own == digest => {}
                Ok(_) => found.push(format!("{table} {from}..={last}: a row was changed")),
                Err(error) => found.push(format!("{table} {from}..={last}: {error}")),
            }
        }
    }
    for ((table, key), end) in TABLES.iter().zip(ends) {
        let count = |sql: String| db.query_row(&sql, [], |row| row.get::<_, i64>(0));
        if count(format!("SELECT count(*) FROM {table} WHERE {key} > {end}"))? > 0 {
            found.push(format!("{table} after {end}: rows that no seal covers"));
        }
    }
    Ok(found)
}

/// SQLite compares the index with the statements word by word.
fn search_index(db: &Connection) -> Found {
    let check = "INSERT INTO statement_fts (statement_fts, rank) VALUES ('integrity-check', 1)";
    match db.execute(check, []) {
        Ok(_) => Ok(Vec::new()),
        Err(error) => Ok(vec![error.to_string()]),
    }
}

/// The bands of every article, made again from its text.
fn bands(db: &Connection) -> Found {
    let mut found = Vec::new();
    let mut texts = db.prepare("SELECT id, text FROM article ORDER BY id")?;
    let mut rows = texts.query([])?;
    let mut total = 0;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let signature = Signature::new(&row.get::<_, String>(1)?);
        total += signature.bands.len() as i64;
        let mut filed =
            db.prepare_cached("SELECT 1 FROM copy_band WHERE band = ? AND article_id = ?")?;
        for band in &signature.bands {
            if !filed.exists([*band, id])? {
                found.push(format!("article {id} is not filed under band {band}"));
            }
        }
    }
    let filed: i64 = db.query_row("SELECT count(*) FROM copy_band", [], |row| row.get(0))?;
    if filed != total {
        found.push(format!("{filed} bands are filed, the texts have {total}"));
    }
    found.truncate(LISTED);
    Ok(found)
}

/// The names people are filed under, made again.
fn names(db: &Connection) -> Found {
    let mut found = Vec::new();
    let mut people =
        db.prepare("SELECT id, name, kind, key IS NOT NULL FROM person ORDER BY id")?;
    let mut rows = people.query([])?;
    let mut total = 0;
    while let Some(row) = rows.next()? {
        let (id, name, kind, known): (i64, String, String, bool) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let aliases: Vec<String> = match known {
            false => Vec::new(),
            true => aliases(db, id)?,
        };
        let names = folded_names(&name, &kind, &aliases, known);
        total += names.len() as i64;
        let mut filed =
            db.prepare_cached("SELECT 1 FROM person_name WHERE folded = ? AND person_id = ?")?;
        for folded in names {
            if !filed.exists(rusqlite::params![folded, id])? {
                found.push(format!("person {id} is not filed under {folded:?}"));
            }
        }
    }
    let filed: i64 = db.query_row("SELECT count(*) FROM person_name", [], |row| row.get(0))?;
    if filed != total {
        found.push(format!("{filed} names are filed, people have {total}"));
    }
    found.truncate(LISTED);
    Ok(found)
}

fn articles(db: &Connection, checked: &mut Checked) -> Result<(), StoreError> {
    let ids: Vec<i64> = db
        .prepare("SELECT id FROM article ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut damaged: BTreeSet<i64> = BTreeSet::new();
    for id in ids {
        let mut fails = |error: StoreError| {
            checked.damage.push(Damage { what: "article".into(), why: error.to_string() });
            damaged.insert(id);
        };
        let kept = load::article(db, id);
        if let Err(error) = load::source(db, id) {
            fails(error);
        }
        match kept.and_then(|kept| statements(db, &kept)) {
            Ok(whole) => checked.whole_statements += whole,
            Err(error) => fails(error),
        }
        if !damaged.contains(&id) {
            checked.whole_articles += 1;
        }
    }
    Ok(())
}

/// Compares the words of each statement with the text under its spans.
fn statements(db: &Connection, kept: &load::Kept) -> Result<usize, StoreError> {
    let mut select = db.prepare_cached(&format!(
        "SELECT id, text, source, cue FROM statement AS s WHERE {}",
        in_article("?1")
    ))?;
    let mut rows = select.query([kept.id])?;
    let mut whole = 0;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let statement = load::statement(db, id)?;
        let words = |spans: &Option<crate::rows::Ranges>| {
            spans.as_ref().map(|spans| crate::append::words_of(&kept.article, spans))
        };
        let agrees = row.get::<_, String>(1)?
            == crate::append::words_of(&kept.article, &statement.row.content)
            && row.get::<_, Option<String>>(2)? == words(&statement.row.source)
            && row.get::<_, Option<String>>(3)? == words(&statement.row.cue);
        if !agrees {
            return Err(StoreError::Damaged {
                what: "statement",
                id,
                why: format!("its words are not those of article {}", kept.id),
            });
        }
        whole += 1;
    }
    Ok(whole)
}
