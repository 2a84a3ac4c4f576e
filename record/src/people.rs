//! People across articles: links from an article's entities to people of the record, each scored
//! and explained. A link is never a merge: the last row counts, and every row can be taken back.

use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;
use crate::corrections::{self, Because, Corrected};
use crate::rows::EntityRow;
use crate::store::now;
use crate::words::fold;

/// Links from this score on are made; thousandths.
const ENOUGH: i64 = 600;

/// Somebody on record under some name.
struct Candidate {
    id: i64,
    country: Option<String>,
    /// From a gazetteer.
    known: bool,
}

/// Links the named entities of one reading; `ids` are their rows.
pub(crate) fn link(db: &Connection, entities: &[EntityRow], ids: &[i64]) -> Result<(), StoreError> {
    const NAME: u32 = 0;
    for (entity, &id) in entities.iter().zip(ids) {
        let named =
            entity.name_span.is_none() || entity.mentions.iter().any(|mention| mention[5] == NAME);
        let folded = fold(&entity.name);
        if !named
            || folded.is_empty()
            || !matches!(entity.kind.as_str(), "person" | "organization" | "location")
        {
            continue;
        }
        // A surname alone fits too many: it stays a mention, until its country speaks for it.
        let whole = entity.kind != "person" || folded.contains(' ');
        let best = candidates(db, &folded, &entity.kind)?
            .into_iter()
            .map(|candidate| (score(&candidate, entity, whole), candidate))
            .max_by_key(|((score, _), candidate)| (*score, std::cmp::Reverse(candidate.id)));
        let (person, score, reason) = match best {
            Some(((score, reason), candidate)) if score >= ENOUGH => (candidate.id, score, reason),
            _ if whole => (add(db, entity, &folded)?, 1000, "first article with this name"),
            _ => continue,
        };
        db.prepare_cached(
            "INSERT INTO identity (entity_id, person_id, score, reason) VALUES (?,?,?,?)",
        )?
        .execute(params![id, person, score, reason])?;
    }
    Ok(())
}

fn candidates(db: &Connection, folded: &str, kind: &str) -> Result<Vec<Candidate>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT p.id, p.country, p.key IS NOT NULL FROM person_name AS n
         JOIN person AS p ON p.id = n.person_id
         WHERE n.folded = ? AND p.kind = ? ORDER BY p.id LIMIT 32",
    )?;
    let rows = select.query_map([folded, kind], |row| {
        Ok(Candidate { id: row.get(0)?, country: row.get(1)?, known: row.get(2)? })
    })?;
    let mut found = rows.collect::<Result<Vec<_>, _>>()?;
    for candidate in &mut found {
        candidate.id = root(db, candidate.id)?;
    }
    Ok(found)
}

fn score(candidate: &Candidate, entity: &EntityRow, whole: bool) -> (i64, &'static str) {
    match (&candidate.country, &entity.country) {
        (Some(one), Some(other)) if one != other => (0, "another country"),
        (Some(_), Some(_)) if whole => (950, "same full name, same country"),
        (Some(_), Some(_)) => (650, "same short name, same country"),
        _ if whole && candidate.known => (900, "full name in the gazetteer"),
        _ if whole => (800, "same full name, no country said"),
        _ => (300, "same short name only"),
    }
}

fn add(db: &Connection, entity: &EntityRow, folded: &str) -> Result<i64, StoreError> {
    db.prepare_cached("INSERT INTO person (name, kind, country, added) VALUES (?,?,?,?)")?
        .execute(params![entity.name, entity.kind, entity.country, now()])?;
    let id = db.last_insert_rowid();
    name(db, id, &entity.name, folded)?;
    if let (true, Some((_, last))) = (entity.kind == "person", folded.rsplit_once(' ')) {
        let written = entity.name.rsplit(' ').next().unwrap_or(&entity.name);
        name(db, id, written, last)?;
    }
    Ok(id)
}

fn name(db: &Connection, id: i64, name: &str, folded: &str) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT OR IGNORE INTO person_name (person_id, folded, name) VALUES (?,?,?)",
    )?
    .execute(params![id, folded, name])?;
    Ok(())
}

/// The person a merged one is counted under.
pub(crate) fn root(db: &Connection, person: i64) -> Result<i64, StoreError> {
    let mut at = person;
    // `merge` refuses circles; the bound holds for a damaged store too.
    for _ in 0..64 {
        let next: Option<Option<i64>> = db
            .prepare_cached(
                "SELECT into_id FROM merge WHERE person_id = ? ORDER BY id DESC LIMIT 1",
            )?
            .query_row([at], |row| row.get(0))
            .optional()?;
        match next.flatten() {
            Some(into) => at = into,
            None => break,
        }
    }
    Ok(at)
}

fn exists(db: &Connection, person: i64) -> Result<(), StoreError> {
    match db.prepare_cached("SELECT 1 FROM person WHERE id = ?")?.exists([person])? {
        true => Ok(()),
        false => Err(StoreError::Unknown { what: "person", id: person.to_string() }),
    }
}

pub(crate) fn merge(
    db: &Connection,
    person: i64,
    into: i64,
    because: &Because,
) -> Result<Corrected, StoreError> {
    exists(db, person)?;
    exists(db, into)?;
    if root(db, into)? == person {
        return Err(StoreError::Refused(format!(
            "person {into} is counted under person {person} already"
        )));
    }
    record_merge(db, "merge", person, Some(into), because)
}

pub(crate) fn split(
    db: &Connection,
    person: i64,
    because: &Because,
) -> Result<Corrected, StoreError> {
    exists(db, person)?;
    if root(db, person)? == person {
        return Err(StoreError::Refused(format!("person {person} is not merged with another one")));
    }
    record_merge(db, "split", person, None, because)
}

fn record_merge(
    db: &Connection,
    kind: &str,
    person: i64,
    into: Option<i64>,
    because: &Because,
) -> Result<Corrected, StoreError> {
    let value = match into {
        Some(into) => format!("{person} into {into}"),
        None => person.to_string(),
    };
    let correction = corrections::insert(db, kind, None, Some(&value), because)?;
    db.prepare_cached("INSERT INTO merge (person_id, into_id, correction_id) VALUES (?,?,?)")?
        .execute(params![person, into, correction])?;
    Ok(Corrected { correction, statement: None })
}
