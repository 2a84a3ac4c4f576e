//! All that is on record of one person: names, what was said by, to and about them, what they took
//! part in.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::happenings::grouped;
use crate::people::{members, person};
use crate::verify::COMMON;
use crate::words::fold;
use crate::{Document, Happening, Hit, Order, Person, Query, Store, StoreError, load};

/// What is on record of one person. Statements are rows, by date of publication.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dossier {
    /// Who it is.
    pub person: Person,
    /// Titles and descriptions as written, with how often: "President", "the Venezuelan leader".
    pub called: Vec<(String, usize)>,
    /// Statements by this person.
    pub said: Vec<i64>,
    /// Statements addressed to this person.
    pub told: Vec<i64>,
    /// Statements by others whose content mentions this person.
    pub about: Vec<i64>,
    /// What this person took part in, earliest first.
    pub happenings: Vec<Happening>,
    /// Agreements that this person is a party of.
    pub documents: Vec<Document>,
}

/// Readings in which titles are looked up: enough to know what somebody is called.
const READINGS: usize = 500;
/// Titles and descriptions that are listed.
const CALLED: usize = 12;

impl Store {
    /// Gathers what is on record of a person; `since` and `until` of the query bound the dates of
    /// publication, its other filters are left aside.
    ///
    /// # Errors
    /// `Unknown` if there is no such person; `Damaged`, `Sqlite`.
    pub fn dossier(&self, id: i64, query: &Query) -> Result<Dossier, StoreError> {
        let person = person(&self.db, id)?;
        let members = members(&self.db, id)?;
        let said = statements(&self.db, &members, "s.speaker_id", query)?;
        let told = statements(&self.db, &members, "s.addressee_id", query)?;
        let about = self.mentioning(&person.name, &said, query)?;
        let mut happenings =
            grouped(self.events_at(&taking_part(&self.db, &members, "event", query)?)?);
        happenings.sort_by_key(|one| one.first().map(|event| (event.date.clone(), event.id)));
        let agreements = taking_part(&self.db, &members, "agreement", query)?;
        let mut documents = if agreements.is_empty() { Vec::new() } else { self.documents()? };
        documents.retain(|document| document.agreements.iter().any(|id| agreements.contains(id)));
        let called = called(&self.db, &members, &person)?;
        Ok(Dossier { person, called, said, told, about, happenings, documents })
    }

    /// The statements with these rows that hold now, in the order given.
    ///
    /// # Errors
    /// `Damaged` if a text does not agree with its hash; `Sqlite`.
    pub fn statements(&self, ids: &[i64]) -> Result<Vec<Hit>, StoreError> {
        let mut by_id: HashMap<i64, Hit> = HashMap::with_capacity(ids.len());
        for ids in ids.chunks(500) {
            by_id.extend(self.hits(ids)?.into_iter().map(|hit| (hit.id, hit)));
        }
        Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
    }

    fn mentioning(&self, name: &str, said: &[i64], query: &Query) -> Result<Vec<i64>, StoreError> {
        let query = Query {
            about: Some(name.to_owned()),
            since: query.since.clone(),
            until: query.until.clone(),
            order: Order::Oldest,
            ..Query::default()
        };
        let mut ids = self.ids(&query)?;
        let own: std::collections::HashSet<i64> = said.iter().copied().collect();
        ids.retain(|id| !own.contains(id));
        Ok(ids)
    }
}

/// Entities of some people, with bounds on the date of the article. The index of an article's
/// reading leads to its statements and events.
fn entities(members: &[i64], join: &str, query: &Query) -> (String, Vec<String>) {
    let list: Vec<String> = members.iter().map(i64::to_string).collect();
    let mut sql = format!(
        "FROM current_identity AS i JOIN entity_row AS n ON n.id = i.entity_id
         JOIN reading AS r ON r.id = n.reading_id JOIN article AS a ON a.id = r.article_id
         {join} WHERE i.person_id IN ({})",
        list.join(",")
    );
    let mut values = Vec::new();
    for (condition, value) in
        [(" AND a.published >= ?", &query.since), (" AND a.published < ? || 'x'", &query.until)]
    {
        if let Some(value) = value {
            sql.push_str(condition);
            values.push(value.clone());
        }
    }
    (sql, values)
}

fn rows(db: &Connection, sql: &str, values: &[String]) -> Result<Vec<i64>, StoreError> {
    let mut select = db.prepare(sql)?;
    let rows = select.query_map(rusqlite::params_from_iter(values), |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn statements(
    db: &Connection,
    members: &[i64],
    role: &str,
    query: &Query,
) -> Result<Vec<i64>, StoreError> {
    let join = format!(
        "JOIN current_statement AS s ON {role} = n.id AND
           (s.id BETWEEN r.first_statement AND r.first_statement + r.statements - 1
            OR s.id IN (SELECT id FROM statement_row
              WHERE reading_id = r.id AND correction_id IS NOT NULL))"
    );
    let (from, values) = entities(members, &join, query);
    let sql = format!("SELECT s.id {from} ORDER BY a.published IS NULL, a.published, s.id");
    rows(db, &sql, &values)
}

fn taking_part(
    db: &Connection,
    members: &[i64],
    what: &str,
    query: &Query,
) -> Result<Vec<i64>, StoreError> {
    let (parties, first, count) = match what {
        "event" => ("event_participant", "first_event", "events"),
        _ => ("agreement_party", "first_agreement", "agreements"),
    };
    let join = format!(
        "JOIN {parties} AS p ON p.entity_id = n.id
           AND p.{what}_id BETWEEN r.{first} AND r.{first} + r.{count} - 1
         JOIN current_{what} AS e ON e.id = p.{what}_id"
    );
    let (from, values) = entities(members, &join, query);
    rows(db, &format!("SELECT DISTINCT e.id {from} ORDER BY e.id"), &values)
}

/// Titles before the name, and noun phrases that stand for the person.
fn called(
    db: &Connection,
    members: &[i64],
    person: &Person,
) -> Result<Vec<(String, usize)>, StoreError> {
    const NAME: u32 = 0;
    const NOMINAL: u32 = 1;
    let (from, values) = entities(members, "", &Query::default());
    let sql = format!("SELECT n.id {from} ORDER BY n.id DESC LIMIT {READINGS}");
    // By the words in lowercase; as they were written last.
    let mut counts: HashMap<String, (String, usize)> = HashMap::new();
    for entity in rows(db, &sql, &values)? {
        let (article, reading, number): (i64, i64, u32) = db
            .prepare_cached(
                "SELECT r.article_id, r.id, n.number FROM entity_row AS n
                 JOIN reading AS r ON r.id = n.reading_id WHERE n.id = ?",
            )?
            .query_row([entity], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut packed = load::mentions(db, reading)?;
        let own = packed.mentions.get_mut(number as usize);
        let mentions = own.map(std::mem::take).unwrap_or_default();
        let kept = load::article(db, article)?;
        for [start, end, name, name_end, _, kind] in mentions {
            let (from, to) = match kind {
                NAME => (start, name),
                NOMINAL => (name.min(start), name_end.max(end)),
                _ => continue,
            };
            let words = kept.article.text().get(from as usize..to as usize).unwrap_or_default();
            let words: Vec<&str> = words.split_whitespace().collect();
            let words = words.join(" ");
            let words = words.trim_matches(|c: char| !c.is_alphanumeric());
            let words =
                ["the ", "The "].iter().find_map(|the| words.strip_prefix(the)).unwrap_or(words);
            let says = fold(words).split(' ').any(|word| !COMMON.contains(&word));
            let named = person.names.iter().any(|name| name == words);
            if says && words.len() > 2 && words.len() < 80 && !named {
                let own = counts.entry(words.to_lowercase()).or_default();
                *own = (words.to_owned(), own.1 + 1);
            }
        }
    }
    let mut called: Vec<(String, usize)> = counts.into_values().collect();
    called.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    called.truncate(CALLED);
    Ok(called)
}
