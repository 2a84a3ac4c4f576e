//! Agreements across articles: the history of their stages, how long they run, and what was
//! promised without any report since that it was done.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::happenings::{Found, who};
use crate::reading::{agreement_sum, promise_sum};
use crate::words::fold;
use crate::{Query, Store, StoreError};

/// One document in many articles.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// As the first article calls it.
    pub title: String,
    /// Who made it.
    pub parties: String,
    /// ISO 8601 duration.
    pub term: Option<String>,
    /// The stages, by date of the article.
    pub history: Vec<StageAt>,
    /// The rows of `agreement` that tell of it.
    pub agreements: Vec<i64>,
}

/// A stage that an article tells of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StageAt {
    /// proposed, negotiating, signed, ...
    pub stage: String,
    /// Words that show it.
    pub words: String,
    /// `reported`, or who claims it.
    pub standing: String,
    /// When the article was published.
    pub published: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The article.
    pub article: i64,
}

impl Document {
    /// The day on which its term ends, counted from the first report that it was signed.
    pub fn ends(&self) -> Option<String> {
        let term: jiff::Span = self.term.as_deref()?.parse().ok()?;
        let signed = self.history.iter().find(|at| at.stage == "signed")?;
        let signed = date(signed.published.as_deref()?)?;
        signed.checked_add(term).ok().map(|end| end.to_string())
    }

    /// Whether its term has ended before `today` without a report that it was implemented.
    pub fn overdue(&self, today: &str) -> bool {
        self.ends().is_some_and(|end| end.as_str() < today) && !self.is_done()
    }

    /// Whether it was implemented, or given up.
    fn is_done(&self) -> bool {
        let done = |at: &StageAt| matches!(at.stage.as_str(), "implemented" | "withdrawn");
        self.history.iter().any(done)
    }
}

/// What somebody is to do by a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Due {
    /// Who is to do it.
    pub by: String,
    /// What, as written.
    pub what: String,
    /// The date as far as it could be resolved; else as written.
    pub due: String,
    /// Its last day, where it could be resolved.
    pub last: Option<String>,
    /// The document that holds it, by its place in [`Store::documents`].
    pub document: Option<usize>,
    /// `reported`, or who claims that it was promised.
    pub standing: String,
    /// When the article was published.
    pub published: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The article.
    pub article: i64,
    /// Whether a later article reports it, or that its document was carried out.
    pub done: bool,
    /// The rows of `event` that are planned in it.
    events: Vec<i64>,
}

impl Due {
    /// Whether its day has passed before `today` and nothing says that it was done.
    pub fn overdue(&self, today: &str) -> bool {
        !self.done && self.last.as_deref().is_some_and(|last| last < today)
    }
}

/// Something that was to be done by a day that has passed, and no article says that it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Promise {
    /// The event that was planned.
    pub event: Found,
    /// The last day of its date.
    pub due: String,
}

impl Store {
    /// The agreements on record, each with the history of its stages.
    ///
    /// # Errors
    /// `Damaged` if a row is not what was written; `Sqlite`.
    pub fn documents(&self) -> Result<Vec<Document>, StoreError> {
        let mut select = self.db.prepare(
            "SELECT g.title, g.parties, g.term, g.stages, a.published, a.outlet, a.id,
               g.reading_id, g.id, g.check_sum
             FROM current_agreement AS g JOIN article AS a ON a.id = g.article_id
             ORDER BY a.published IS NULL, a.published, g.id",
        )?;
        let mut documents: Vec<Document> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let (title, parties, term): (String, String, Option<String>) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            let (json, id): (String, i64) = (row.get(3)?, row.get(8)?);
            let sum = agreement_sum(&[Some(&title), Some(&parties), term.as_deref(), Some(&json)]);
            if sum != row.get::<_, i64>(9)? {
                let why = "its columns do not agree with their check sum".to_owned();
                return Err(StoreError::Damaged { what: "agreement", id, why });
            }
            let key = document_key(&title, &parties, term.as_deref());
            let at = *known.entry(key).or_insert_with(|| {
                let (history, agreements) = (Vec::new(), Vec::new());
                documents.push(Document { title, parties, term, history, agreements });
                documents.len() - 1
            });
            documents[at].agreements.push(id);
            type Stage = (String, String, Vec<[u32; 2]>, Option<u32>);
            let stages: Vec<Stage> = serde_json::from_str(&json).unwrap_or_default();
            let reading: i64 = row.get(7)?;
            for (stage, words, _, claimed) in stages {
                let standing = match claimed {
                    None => "reported".to_owned(),
                    Some(number) => claimed_by(self, reading, number)?,
                };
                documents[at].history.push(StageAt {
                    stage,
                    words,
                    standing,
                    published: row.get(4)?,
                    outlet: row.get(5)?,
                    article: row.get(6)?,
                });
            }
        }
        Ok(documents)
    }

    /// What was planned for a day before `today` (ISO 8601), and is not reported to have happened
    /// by any article since, between the same and of the same kind; the oldest first. What is
    /// planned in a promise is left to [`Store::promises`].
    ///
    /// # Errors
    /// As [`Store::for_each_event`].
    pub fn overdue(&self, query: &Query, today: &str) -> Result<Vec<Promise>, StoreError> {
        let promised: HashSet<i64> =
            self.due()?.into_iter().flat_map(|(due, _)| due.events).collect();
        let (told, planned) = self.told(query)?;
        let dated = planned.into_iter().filter_map(|event| {
            let due = event.date.as_deref().and_then(last_day)?;
            Some(Promise { event, due })
        });
        let mut planned: Vec<Promise> = dated
            .filter(|one| one.due.as_str() < today && !promised.contains(&one.event.id))
            .collect();
        let mut seen: HashSet<(String, String, String)> = HashSet::new();
        planned.sort_by_key(|promise| (promise.due.clone(), promise.event.id));
        planned.retain(|promise| {
            let (kind, who) = (promise.event.kind.clone(), who(&promise.event));
            !is_told(&told, &promise.event) && seen.insert((kind, who, promise.due.clone()))
        });
        Ok(planned)
    }

    /// What was promised for a day, each promise once, by its date. `documents`: those of
    /// [`Store::documents`].
    ///
    /// # Errors
    /// `Damaged` if a row is not what was written; `Sqlite`; as [`Store::for_each_event`].
    pub fn promises(&self, documents: &[Document]) -> Result<Vec<Due>, StoreError> {
        let (told, planned) = self.told(&Query::default())?;
        let mut all = Vec::new();
        let mut seen: HashSet<(String, String, String)> = HashSet::new();
        for (mut due, agreement) in self.due()? {
            due.document = agreement
                .and_then(|id| documents.iter().position(|one| one.agreements.contains(&id)));
            let carried_out = due.document.is_some_and(|at| documents[at].is_done());
            let happened =
                planned.iter().any(|event| due.events.contains(&event.id) && is_told(&told, event));
            due.done = carried_out || happened;
            if seen.insert((fold(&due.by), fold(&due.what), due.due.clone())) {
                all.push(due);
            }
        }
        all.sort_by_key(|due| (due.last.is_none(), due.last.clone()));
        Ok(all)
    }

    /// When an event of a kind was last reported between the same, and all that is planned.
    fn told(&self, query: &Query) -> Result<(Told, Vec<Found>), StoreError> {
        let mut told = Told::new();
        let mut planned: Vec<Found> = Vec::new();
        self.for_each_event(query, |event, _| {
            match (event.modality.as_str(), event.polarity.as_str()) {
                ("planned", "positive") => planned.push(event),
                ("occurred" | "ongoing" | "past", "positive") => {
                    let key = (event.kind.clone(), who(&event));
                    let at = event.published.unwrap_or_default();
                    let last = told.entry(key).or_default();
                    if *last < at {
                        *last = at;
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok((told, planned))
    }

    /// The promises that hold now, each with the row of the agreement that holds it.
    fn due(&self) -> Result<Vec<(Due, Option<i64>)>, StoreError> {
        let mut select = self.db.prepare(
            "SELECT m.id, m.by, m.text, m.due, m.due_words, m.trigger, m.standing, m.check_sum,
               m.agreement_id, a.published, a.outlet, a.id,
               (SELECT coalesce(s.speaker, s.source, 'somebody') FROM statement AS s
                 WHERE s.id = m.statement_id),
               (SELECT json_group_array(e.id) FROM event_row AS e
                 WHERE e.reading_id = m.reading_id AND e.start >= m.start AND e.start < m.end)
             FROM current_promise AS m JOIN article AS a ON a.id = m.article_id ORDER BY m.id",
        )?;
        let mut found = Vec::new();
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let (by, what): (String, String) = (row.get(1)?, row.get(2)?);
            let (iso, written): (Option<String>, String) = (row.get(3)?, row.get(4)?);
            let (trigger, standing): (String, String) = (row.get(5)?, row.get(6)?);
            let columns = [Some(&by), Some(&what), iso.as_ref(), Some(&written), Some(&trigger)];
            let [by_sum, what_sum, iso_sum, written_sum, trigger_sum] =
                columns.map(|column| column.map(String::as_str));
            let sum = promise_sum(&[
                by_sum,
                what_sum,
                iso_sum,
                written_sum,
                trigger_sum,
                Some(&standing),
            ]);
            if sum != row.get::<_, i64>(7)? {
                let why = "its columns do not agree with their check sum".to_owned();
                return Err(StoreError::Damaged { what: "promise", id: row.get(0)?, why });
            }
            let claimed: Option<String> = row.get(12)?;
            let events: String = row.get(13)?;
            let due = Due {
                last: iso.as_deref().and_then(last_day),
                due: iso.unwrap_or(written),
                by,
                what,
                document: None,
                standing: claimed.map_or(standing, |who| format!("claimed by {who}")),
                published: row.get(9)?,
                outlet: row.get(10)?,
                article: row.get(11)?,
                done: false,
                events: serde_json::from_str(&events).unwrap_or_default(),
            };
            found.push((due, row.get(8)?));
        }
        Ok(found)
    }
}

/// When an event was last reported, by kind and participants.
type Told = HashMap<(String, String), String>;

/// Whether a later article than the one that plans an event reports that it happened.
fn is_told(told: &Told, event: &Found) -> bool {
    let said = event.published.clone().unwrap_or_default();
    told.get(&(event.kind.clone(), who(event))).is_some_and(|at| *at > said)
}

fn date(words: &str) -> Option<Date> {
    words.get(..10)?.parse().ok()
}

/// The last day of a date of any precision: `2022-06` is `2022-06-30`, `2022-W23` its Sunday.
fn last_day(iso: &str) -> Option<String> {
    let day: Date = match iso.len() {
        8 if iso.get(4..6) == Some("-W") => {
            let (year, week) = (iso.get(..4)?.parse().ok()?, iso.get(6..)?.parse().ok()?);
            jiff::civil::ISOWeekDate::new(year, week, jiff::civil::Weekday::Sunday).ok()?.date()
        }
        4 => format!("{iso}-12-31").parse().ok()?,
        7 => format!("{iso}-01").parse::<Date>().ok()?.last_of_month(),
        _ => date(iso)?,
    };
    Some(day.to_string())
}

fn claimed_by(store: &Store, reading: i64, number: u32) -> Result<String, StoreError> {
    let speaker: Option<String> = store
        .db
        .prepare_cached(
            "SELECT max(coalesce(s.speaker, s.source)) FROM statement AS s
             WHERE s.id = (SELECT first_statement FROM reading WHERE id = ?) + ?",
        )?
        .query_row([reading, i64::from(number)], |row| row.get(0))?;
    Ok(format!("claimed by {}", speaker.unwrap_or_else(|| "somebody".to_owned())))
}

/// The same document: the same parties, and the same term or, without one, the same words.
fn document_key(title: &str, parties: &str, term: Option<&str>) -> String {
    let mut names: Vec<String> = parties.split("; ").map(fold).collect();
    names.sort();
    let title = fold(title);
    let name = if names.iter().all(String::is_empty) { title.clone() } else { String::new() };
    format!("{}|{}|{name}", names.join(","), term.unwrap_or(&title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_ends_on_its_last_day() {
        for (iso, day) in [
            ("2022", "2022-12-31"),
            ("2024-02", "2024-02-29"),
            ("2022-06-11", "2022-06-11"),
            ("2022-W24", "2022-06-19"),
        ] {
            assert_eq!(last_day(iso).as_deref(), Some(day));
        }
        assert_eq!(last_day("soon"), None);
    }
}
