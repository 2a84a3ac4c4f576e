//! People across articles: links from an article's entities to people of the record, each scored
//! and explained. A link is never a merge: the last row counts, and every row can be taken back.

use rusqlite::{Connection, OptionalExtension, params};

use crate::corrections::{self, Because, Corrected};
use crate::gazetteer::GazetteerRow;
use crate::rows::EntityRow;
use crate::store::now;
use crate::words::fold;
use crate::{Store, StoreError, terms};

/// Links from this score on are made; thousandths.
const ENOUGH: i64 = 600;

/// Somebody on record under some name.
struct Candidate {
    id: i64,
    country: Option<String>,
    /// From a gazetteer.
    known: bool,
}

/// Who an entity stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) person: i64,
    pub(crate) score: i64,
    pub(crate) reason: &'static str,
}

/// Links a named entity to somebody on record, or to somebody new; `None` where its name is not
/// enough.
pub(crate) fn link(db: &Connection, entity: &EntityRow) -> Result<Option<Link>, StoreError> {
    const NAME: u32 = 0;
    let named =
        entity.name_span.is_none() || entity.mentions.iter().any(|mention| mention[5] == NAME);
    let folded = fold(&entity.name);
    if !named
        || folded.is_empty()
        || !matches!(entity.kind.as_str(), "person" | "organization" | "location")
    {
        return Ok(None);
    }
    // A surname alone fits too many: it stays a mention, until its country speaks for it.
    let whole = entity.kind != "person" || folded.contains(' ');
    let best = candidates(db, &folded, &entity.kind)?
        .into_iter()
        .map(|candidate| (score(&candidate, entity, whole), candidate))
        .max_by_key(|((score, _), candidate)| (*score, std::cmp::Reverse(candidate.id)));
    Ok(match best {
        Some(((score, reason), candidate)) if score >= ENOUGH => {
            Some(Link { person: candidate.id, score, reason })
        }
        _ if whole => {
            let person = add(db, entity)?;
            Some(Link { person, score: 1000, reason: "new name" })
        }
        _ => None,
    })
}

fn candidates(db: &Connection, folded: &str, kind: &str) -> Result<Vec<Candidate>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT p.id, p.country, p.key IS NOT NULL FROM person_name AS n
         JOIN person_row AS p ON p.id = n.person_id
         WHERE n.folded = ? AND p.kind = ? ORDER BY p.id LIMIT 32",
    )?;
    let rows = select.query_map(params![folded, terms::known(db, kind)?], |row| {
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
        _ if whole && candidate.known => (900, "gazetteer"),
        _ if whole => (800, "same full name"),
        _ => (300, "same short name only"),
    }
}

fn add(db: &Connection, entity: &EntityRow) -> Result<i64, StoreError> {
    db.prepare_cached("INSERT INTO person_row (name, kind, country) VALUES (?,?,?)")?
        .execute(params![entity.name, terms::term(db, &entity.kind)?, entity.country])?;
    let id = db.last_insert_rowid();
    file(db, id, &folded_names(&entity.name, &entity.kind, &[], false))?;
    Ok(id)
}

/// Files somebody under names.
fn file(db: &Connection, id: i64, names: &[String]) -> Result<(), StoreError> {
    let mut insert =
        db.prepare_cached("INSERT OR IGNORE INTO person_name (folded, person_id) VALUES (?,?)")?;
    for folded in names {
        insert.execute(params![folded, id])?;
    }
    Ok(())
}

/// The names somebody is filed under: all of them, folded; a person who was met in an article by
/// the surname alone, too.
pub(crate) fn folded_names(
    name: &str,
    kind: &str,
    aliases: &[String],
    from_gazetteer: bool,
) -> Vec<String> {
    let mut names = vec![fold(name)];
    names.extend(aliases.iter().map(|alias| fold(alias)));
    if let (true, false, Some((_, last))) =
        (kind == "person", from_gazetteer, names[0].rsplit_once(' '))
    {
        names.push(last.to_owned());
    }
    names.sort();
    names.dedup();
    names
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
    match db.prepare_cached("SELECT 1 FROM person_row WHERE id = ?")?.exists([person])? {
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

/// Says which person the speaker of a statement is; a new one for `None`.
pub(crate) fn identify(
    db: &Connection,
    (statement, entity): (i64, i64),
    person: Option<i64>,
    because: &Because,
) -> Result<Corrected, StoreError> {
    let person = match person {
        Some(person) => {
            exists(db, person)?;
            person
        }
        None => {
            let (name, kind, country): (String, String, Option<String>) = db
                .prepare_cached("SELECT name, kind, country FROM entity WHERE id = ?")?
                .query_row([entity], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let (name_span, mentions) = (None, Vec::new());
            add(db, &EntityRow { name, name_span, kind, country, mentions })?
        }
    };
    let value = person.to_string();
    let correction = corrections::insert(db, "identity", Some(statement), Some(&value), because)?;
    relink(db, entity, person, correction)?;
    Ok(Corrected { correction, statement: None })
}

/// Links an entity to a person because a correction says so.
pub(crate) fn relink(
    db: &Connection,
    entity: i64,
    person: i64,
    correction: i64,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO identity (entity_id, person_id, score, reason, correction_id)
         VALUES (?,?,1000,'correction',?)",
    )?
    .execute(params![entity, person, correction])?;
    Ok(())
}

/// Somebody on record, as shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The row.
    pub id: i64,
    /// Under which name it was first met.
    pub name: String,
    /// person, organization, location.
    pub kind: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Identifier in a gazetteer.
    pub key: Option<String>,
    /// All names, those of people merged into it too.
    pub names: Vec<String>,
    /// Offices from the gazetteer, with their dates.
    pub offices: Vec<String>,
}

/// One person, with the names of those merged into it.
pub(crate) fn person(db: &Connection, id: i64) -> Result<Person, StoreError> {
    let found = db
        .prepare_cached("SELECT name, kind, country, key FROM person WHERE id = ?")?
        .query_row([id], |row| {
            Ok(Person {
                id,
                name: row.get(0)?,
                kind: row.get(1)?,
                country: row.get(2)?,
                key: row.get(3)?,
                names: Vec::new(),
                offices: Vec::new(),
            })
        })
        .optional()?;
    let Some(mut person) = found else {
        return Err(StoreError::Unknown { what: "person", id: id.to_string() });
    };
    for id in members(db, id)? {
        for name in names(db, id)? {
            if !person.names.contains(&name) {
                person.names.push(name);
            }
        }
        let mut select = db.prepare_cached(
            "SELECT office || ' (' || coalesce(since, '?') || '–' || coalesce(until, '') || ')'
             FROM person_office WHERE person_id = ? ORDER BY since",
        )?;
        for office in select.query_map([id], |row| row.get::<_, String>(0))? {
            person.offices.push(office?);
        }
    }
    Ok(person)
}

/// Further names, from a gazetteer.
pub(crate) fn aliases(db: &Connection, id: i64) -> Result<Vec<String>, StoreError> {
    let mut select =
        db.prepare_cached("SELECT name FROM person_alias WHERE person_id = ? ORDER BY place")?;
    let rows = select.query_map([id], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The names of one person, as written, sorted; the surname of one met in an article among them.
fn names(db: &Connection, id: i64) -> Result<Vec<String>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT name, kind = 'person' AND key IS NULL FROM person WHERE id = ?1
         UNION ALL SELECT name, 0 FROM person_alias WHERE person_id = ?1",
    )?;
    let rows = select.query_map([id], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    let mut names = Vec::new();
    for row in rows {
        let (name, met): (String, bool) = row?;
        let surname = name.rsplit_once(' ').map(|(_, last)| last.to_owned());
        names.extend(surname.filter(|_| met));
        names.push(name);
    }
    names.sort();
    Ok(names)
}

/// The person and all that are counted under it.
pub(crate) fn members(db: &Connection, id: i64) -> Result<Vec<i64>, StoreError> {
    let mut members = vec![id];
    let mut at = 0;
    while let Some(&into) = members.get(at) {
        let mut select = db.prepare_cached(
            "SELECT m.person_id FROM merge AS m WHERE m.into_id = ?1 AND m.id =
               (SELECT max(id) FROM merge WHERE person_id = m.person_id)",
        )?;
        let rows = select.query_map([into], |row| row.get(0))?;
        for member in rows {
            let member: i64 = member?;
            if !members.contains(&member) {
                members.push(member);
            }
        }
        at += 1;
    }
    Ok(members)
}

impl Store {
    /// People on record whose names have all the words asked for, those with most mentions first.
    ///
    /// # Errors
    /// `Sqlite`.
    pub fn people(&self, asked: &str) -> Result<Vec<Person>, StoreError> {
        let folded = fold(asked);
        let mut select = self.db.prepare_cached(
            "SELECT p.person_id,
               (SELECT count(*) FROM entity_row AS e WHERE e.person_id = p.person_id) AS mentions
             FROM (SELECT DISTINCT person_id FROM person_name AS n
               WHERE n.folded = ?1 OR (' ' || n.folded || ' ') LIKE '% ' || ?1 || ' %') AS p
             ORDER BY mentions DESC, p.person_id LIMIT 50",
        )?;
        let ids: Vec<i64> =
            select.query_map([&folded], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut people: Vec<Person> = Vec::new();
        for id in ids {
            let id = root(&self.db, id)?;
            if people.iter().all(|person| person.id != id) {
                people.push(person(&self.db, id)?);
            }
        }
        Ok(people)
    }

    /// One person, by row; who was merged into another one is that other one.
    ///
    /// # Errors
    /// `Unknown` if there is none; `Sqlite`.
    pub fn person(&self, id: i64) -> Result<Person, StoreError> {
        person(&self.db, root(&self.db, id)?)
    }

    /// The statements by a person that hold now, as rows, earliest publication first.
    ///
    /// # Errors
    /// `Sqlite`.
    pub fn said_by(&self, person: i64) -> Result<Vec<i64>, StoreError> {
        let mut ids: Vec<(Option<String>, i64)> = Vec::new();
        for member in members(&self.db, person)? {
            let mut select = self.db.prepare_cached(
                "SELECT a.published, s.id FROM current_identity AS i
                 JOIN entity_row AS n ON n.id = i.entity_id
                 JOIN reading AS r ON r.id = n.reading_id
                 JOIN current_statement AS s ON s.speaker_id = n.id AND
                   (s.id BETWEEN r.first_statement AND r.first_statement + r.statements - 1
                    OR s.id IN (SELECT id FROM statement_row
                      WHERE reading_id = r.id AND correction_id IS NOT NULL))
                 JOIN article AS a ON a.id = s.article_id WHERE i.person_id = ?",
            )?;
            let rows = select.query_map([member], |row| Ok((row.get(0)?, row.get(1)?)))?;
            ids.extend(rows.collect::<Result<Vec<_>, _>>()?);
        }
        ids.sort();
        Ok(ids.into_iter().map(|(_, id)| id).collect())
    }

    /// Adds people from a gazetteer; those whose key is known are left as they are. How many were
    /// added.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub fn add_people(&mut self, rows: &[GazetteerRow]) -> Result<usize, StoreError> {
        let add = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let mut added = 0;
        for row in rows {
            let Some(main) = row.names.first() else { continue };
            let kind = terms::term(&add, &row.kind)?;
            let new = add
                .prepare_cached(
                    "INSERT OR IGNORE INTO person_row (name, kind, country, key) VALUES (?,?,?,?)",
                )?
                .execute(params![main, kind, row.country, row.key])?;
            if new == 0 {
                continue;
            }
            added += 1;
            let id = add.last_insert_rowid();
            let aliases = &row.names[1..];
            for (place, alias) in aliases.iter().enumerate() {
                add.prepare_cached(
                    "INSERT INTO person_alias (person_id, place, name) VALUES (?,?,?)",
                )?
                .execute(params![id, place as i64, alias])?;
            }
            file(&add, id, &folded_names(main, &row.kind, aliases, true))?;
            for (place, (office, since, until)) in row.offices.iter().enumerate() {
                add.prepare_cached(
                    "INSERT INTO person_office (person_id, place, office, since, until)
                     VALUES (?,?,?,?,?)",
                )?
                .execute(params![id, place as i64, office, since, until])?;
            }
        }
        crate::seal::seal(&add, &now())?;
        add.commit()?;
        Ok(added)
    }
}
