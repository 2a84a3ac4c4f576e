//! Corrections: rows that supersede, with who, when and why; they survive newer readings.

use rusqlite::{Connection, TransactionBehavior, params};

use crate::append::words_of;
use crate::load;
use crate::reading::{Mentioned, NewStatement};
use crate::rows::{Range, Ranges};
use crate::store::now;
use crate::words::quotation_key;
use crate::{Store, StoreError, people, seal};

/// What is wrong, and what is right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// Somebody else said it.
    Speaker {
        /// The statement.
        statement: i64,
        /// Who did.
        name: String,
    },
    /// Other words of the article were said.
    Content {
        /// The statement.
        statement: i64,
        /// The words, as the article has them.
        words: String,
    },
    /// It is no statement.
    Retract {
        /// The statement.
        statement: i64,
    },
    /// The speaker is another person than the one that the name was linked to.
    Identity {
        /// The statement.
        statement: i64,
        /// Who it is; `None`: somebody who is not on record yet.
        person: Option<i64>,
    },
    /// Two people on record are one.
    Merge {
        /// The one that goes.
        person: i64,
        /// The one that stays.
        into: i64,
    },
    /// A person that was merged is another one after all.
    Split {
        /// The one that was merged.
        person: i64,
    },
}

/// Who corrects, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Because {
    /// Name of the person.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// What a correction made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Corrected {
    /// Its row.
    pub correction: i64,
    /// The statement that stands instead, if one does.
    pub statement: Option<i64>,
}

impl Store {
    /// Corrects the record: a row more, nothing overwritten.
    ///
    /// # Errors
    /// `Unknown` if the statement or person does not exist; `Refused` if the statement was
    /// superseded before, the words do not stand in its article, or a merge would go in a circle.
    pub fn correct(&mut self, change: &Change, because: &Because) -> Result<Corrected, StoreError> {
        let add = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let corrected = match change {
            Change::Merge { person, into } => people::merge(&add, *person, *into, because)?,
            Change::Split { person } => people::split(&add, *person, because)?,
            Change::Retract { statement } => {
                holds(&add, *statement)?;
                let correction = insert(&add, "retract", Some(*statement), None, because)?;
                supersede(&add, *statement, None, correction)?;
                Corrected { correction, statement: None }
            }
            Change::Identity { statement, person } => {
                holds(&add, *statement)?;
                let entity = load::statement(&add, *statement)?.speaker_id.ok_or_else(|| {
                    StoreError::Refused(format!(
                        "statement {statement} has no speaker: give it one with --speaker"
                    ))
                })?;
                people::identify(&add, (*statement, entity), *person, because)?
            }
            Change::Speaker { statement, name } => {
                replace(&add, *statement, "speaker", name, because)?
            }
            Change::Content { statement, words } => {
                replace(&add, *statement, "content", words, because)?
            }
        };
        seal::seal(&add, &now())?;
        add.commit()?;
        Ok(corrected)
    }

    /// All corrections, the first one first.
    ///
    /// # Errors
    /// `Sqlite`.
    pub fn corrections(&self) -> Result<Vec<Correction>, StoreError> {
        let mut select = self.db.prepare(
            "SELECT id, kind, statement_id, value, by, at, reason FROM correction ORDER BY id",
        )?;
        let rows = select.query_map([], |row| {
            Ok(Correction {
                id: row.get(0)?,
                kind: row.get(1)?,
                statement: row.get(2)?,
                value: row.get(3)?,
                by: row.get(4)?,
                at: row.get(5)?,
                reason: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// A correction on record.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the columns of `correction`, see SCHEMA.md")]
pub struct Correction {
    pub id: i64,
    pub kind: String,
    pub statement: Option<i64>,
    pub value: Option<String>,
    pub by: String,
    pub at: String,
    pub reason: String,
}

fn holds(db: &Connection, statement: i64) -> Result<(), StoreError> {
    load::statement(db, statement)?;
    let current =
        db.prepare_cached("SELECT 1 FROM current_statement WHERE id = ?")?.exists([statement])?;
    if current {
        return Ok(());
    }
    Err(StoreError::Refused(format!(
        "statement {statement} was superseded: correct the one that stands instead"
    )))
}

pub(crate) fn insert(
    db: &Connection,
    kind: &str,
    statement: Option<i64>,
    value: Option<&str>,
    because: &Because,
) -> Result<i64, StoreError> {
    db.prepare_cached(
        "INSERT INTO correction (kind, statement_id, value, by, at, reason) VALUES (?,?,?,?,?,?)",
    )?
    .execute(params![kind, statement, value, because.by, now(), because.reason])?;
    Ok(db.last_insert_rowid())
}

fn supersede(
    db: &Connection,
    statement: i64,
    by: Option<i64>,
    correction: i64,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT OR IGNORE INTO supersession (statement_id, by_statement_id, correction_id)
         VALUES (?,?,?)",
    )?
    .execute(params![statement, by, correction])?;
    Ok(())
}

/// A copy of a statement with another speaker or content.
fn replace(
    db: &Connection,
    statement: i64,
    kind: &str,
    value: &str,
    because: &Because,
) -> Result<Corrected, StoreError> {
    holds(db, statement)?;
    let mut old = load::statement(db, statement)?;
    let kept = load::article(db, old.article_id)?;
    let rows = load::rows(db, old.reading_id)?;
    let (mut speaker, mut speaker_id) = (old.speaker.take(), old.speaker_id);
    if kind == "speaker" {
        let [first, last] = load::rows_of(db, old.reading_id, load::ENTITIES)?;
        speaker_id = db
            .prepare_cached("SELECT min(id) FROM entity WHERE id BETWEEN ? AND ? AND name = ?")?
            .query_row(params![first, last, value], |row| row.get(0))?;
        speaker = Some(value.to_owned());
    } else {
        let near = old.row.content[0][0] as usize; // checked when it was added: never empty
        old.row.content = vec![nearest(kept.article.text(), value, near).ok_or_else(|| {
            StoreError::Refused(format!("the article does not have the words “{value}”"))
        })?];
    }
    let correction = insert(db, kind, Some(statement), Some(value), because)?;
    let words = |spans: &Option<Ranges>| spans.as_ref().map(|s| words_of(&kept.article, s));
    let text = words_of(&kept.article, &old.row.content);
    old.row.evidence = "correction".to_owned();
    old.row.probability = 1000;
    let new = NewStatement {
        article_id: old.article_id,
        reading_id: old.reading_id,
        number: old.number,
        speaker,
        source: words(&old.row.source),
        cue: words(&old.row.cue),
        addressee: old.addressee,
        about: Mentioned::new(&rows).names(&rows, &old.row.content),
        within_id: old.within_id,
        speaker_id,
        addressee_id: old.addressee_id,
        words_key: quotation_key(&text),
        text,
        row: &old.row,
        correction_id: Some(correction),
    }
    .insert(db)?;
    supersede(db, statement, Some(new), correction)?;
    Ok(Corrected { correction, statement: Some(new) })
}

fn nearest(text: &str, words: &str, near: usize) -> Option<Range> {
    let words = words.trim();
    let at = (!words.is_empty()).then(|| {
        text.match_indices(words).map(|(at, _)| at).min_by_key(|at| at.abs_diff(near))
    })??;
    Some([at as u32, (at + words.len()) as u32]) // the text is shorter than 4 GiB
}

/// Applies the corrections of an article to a newer reading of it: a statement whose content is
/// mostly that of a corrected one is superseded the same way.
pub(crate) fn carry_over(db: &Connection, article: i64, reading: i64) -> Result<(), StoreError> {
    carry_identities(db, article, reading)?;
    let mut select = db.prepare_cached(
        "SELECT s.content_spans, p.by_statement_id, p.correction_id
         FROM supersession AS p JOIN statement AS s ON s.id = p.statement_id
         WHERE s.article_id = ? ORDER BY p.correction_id, s.id",
    )?;
    let corrected: Vec<(String, Option<i64>, i64)> = select
        .query_map([article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    if corrected.is_empty() {
        return Ok(());
    }
    let mut select =
        db.prepare_cached("SELECT id, content_spans FROM statement WHERE id BETWEEN ? AND ?")?;
    let fresh: Vec<(i64, String)> = select
        .query_map(load::rows_of(db, reading, load::STATEMENTS)?, |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    for (spans, by, correction) in &corrected {
        for (id, own) in &fresh {
            if mostly_same(&parse(spans), &parse(own)) {
                supersede(db, *id, *by, *correction)?;
            }
        }
    }
    Ok(())
}

/// Who the speaker of a statement was said to be, the speaker of the same statement is.
fn carry_identities(db: &Connection, article: i64, reading: i64) -> Result<(), StoreError> {
    let mut select = db.prepare_cached(
        "SELECT s.content_spans, i.person_id, i.correction_id FROM identity AS i
         JOIN correction AS c ON c.id = i.correction_id
         JOIN statement AS s ON s.id = c.statement_id AND s.speaker_id = i.entity_id
         WHERE s.article_id = ? ORDER BY i.id",
    )?;
    let said: Vec<(String, i64, i64)> = select
        .query_map([article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    if said.is_empty() {
        return Ok(());
    }
    let mut select = db.prepare_cached(
        "SELECT content_spans, speaker_id FROM statement
         WHERE id BETWEEN ? AND ? AND speaker_id IS NOT NULL",
    )?;
    let fresh: Vec<(String, i64)> = select
        .query_map(load::rows_of(db, reading, load::STATEMENTS)?, |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    for (spans, person, correction) in &said {
        for (own, entity) in &fresh {
            if mostly_same(&parse(spans), &parse(own)) {
                people::relink(db, *entity, *person, *correction)?;
            }
        }
    }
    Ok(())
}

fn parse(spans: &str) -> Ranges {
    serde_json::from_str(spans).unwrap_or_default()
}

/// Whether two contents share at least half of the bytes that either has.
fn mostly_same(one: &[Range], other: &[Range]) -> bool {
    let length = |spans: &[Range]| spans.iter().map(|[start, end]| end - start).sum::<u32>();
    let shared: u32 = one
        .iter()
        .flat_map(|a| other.iter().map(move |b| b[1].min(a[1]).saturating_sub(b[0].max(a[0]))))
        .sum();
    shared * 2 >= length(one) + length(other) - shared
}
