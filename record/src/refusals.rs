//! Inputs that gave no article: why, and whether they gave one later.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::append::input_id;
use crate::entry::Seen;
use crate::store::now;
use crate::{Store, StoreError, seal};

/// An input that gave no article.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// Where it was.
    pub seen: Seen,
    /// Left out on purpose ("no text", "not English"), rather than failed.
    pub skipped: bool,
    /// What happened, and what to do.
    pub reason: String,
}

/// A place whose last refusal still stands.
const OPEN: &str = "FROM refusal AS r JOIN input AS i ON i.id = r.input_id
    WHERE r.outcome <> 'read' AND NOT EXISTS (SELECT 1 FROM refusal AS later
      WHERE later.input_id = r.input_id AND later.position = r.position AND later.id > r.id)";

impl Store {
    /// Notes inputs that gave no article, and why. The same reason at the same place is noted once.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub fn refuse(&mut self, refusals: &[Refusal]) -> Result<(), StoreError> {
        let add = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let at = now();
        for refusal in refusals {
            insert(&add, refusal, &at)?;
        }
        seal::seal(&add, &at)?;
        add.commit()?;
        Ok(())
    }

    /// What gave no article so far, in the order in which it was noted; each with its time.
    ///
    /// # Errors
    /// `Sqlite`.
    pub fn refused(&self) -> Result<Vec<(Refusal, String)>, StoreError> {
        let mut select = self.db.prepare(&format!(
            "SELECT i.name, r.position, r.outcome, r.reason, r.at {OPEN} ORDER BY r.id"
        ))?;
        let rows = select.query_map([], |row| {
            let seen = Seen { input: row.get(0)?, position: row.get::<_, i64>(1)?.unsigned_abs() };
            let skipped = row.get::<_, String>(2)? == "skipped";
            Ok((Refusal { seen, skipped, reason: row.get(3)? }, row.get(4)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Notes that an input was read to its end, and that only the places in `failed` failed:
    /// what failed elsewhere in it has become something else.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub fn settle(&mut self, input: &str, failed: &[u64]) -> Result<(), StoreError> {
        let open: Vec<u64> = self
            .refused()?
            .into_iter()
            .filter(|(refusal, _)| refusal.seen.input == input && !refusal.skipped)
            .map(|(refusal, _)| refusal.seen.position)
            .filter(|position| !failed.contains(position))
            .collect();
        let add = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let at = now();
        let input = input_id(&add, input)?;
        for position in open {
            settle(&add, input, position, &at)?;
        }
        seal::seal(&add, &at)?;
        add.commit()?;
        Ok(())
    }
}

type Last = Option<(String, String)>;

fn last(db: &Connection, input: i64, position: u64) -> Result<Last, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT outcome, reason FROM refusal WHERE input_id = ? AND position = ?
         ORDER BY id DESC LIMIT 1",
    )?;
    Ok(select
        .query_row(params![input, position as i64], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

fn add(
    db: &Connection,
    (input, position): (i64, u64),
    (outcome, reason): (&str, &str),
    at: &str,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO refusal (input_id, position, outcome, reason, at) VALUES (?,?,?,?,?)",
    )?
    .execute(params![input, position as i64, outcome, reason, at])?;
    Ok(())
}

pub(crate) fn insert(db: &Connection, refusal: &Refusal, at: &str) -> Result<(), StoreError> {
    let outcome = if refusal.skipped { "skipped" } else { "failed" };
    let input = input_id(db, &refusal.seen.input)?;
    let position = refusal.seen.position;
    match last(db, input, position)? {
        Some((was, why)) if was == outcome && why == refusal.reason => Ok(()),
        _ => add(db, (input, position), (outcome, &refusal.reason), at),
    }
}

/// Notes that a place which gave no article has given one.
pub(crate) fn settle(
    db: &Connection,
    input: i64,
    position: u64,
    at: &str,
) -> Result<(), StoreError> {
    match last(db, input, position)? {
        Some((outcome, _)) if outcome != "read" => add(db, (input, position), ("read", ""), at),
        _ => Ok(()),
    }
}
