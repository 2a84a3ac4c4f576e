//! Events across articles: what is the same, and where versions disagree.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rusqlite::ToSql;

use crate::reading::event_sum;
use crate::words::fold;
use crate::{Kept, Query, Store, StoreError, load};

/// An event that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the columns of `event`, see SCHEMA.md")]
pub struct Found {
    pub id: i64,
    pub article: i64,
    pub number: i64,
    pub kind: String,
    pub mode: Option<String>,
    pub actors: String,
    pub recipients: String,
    /// Country of the first actor that has one.
    pub actor_country: Option<String>,
    pub recipient_country: Option<String>,
    pub place: Option<String>,
    pub date: Option<String>,
    pub polarity: String,
    pub modality: String,
    /// reported or claimed.
    pub standing: String,
    /// Who claims it.
    pub claimed_by: Option<String>,
    pub trigger: String,
    pub published: Option<String>,
    pub outlet: Option<String>,
}

/// One event in many articles. Versions with another standing, polarity or modality stand beside
/// it, never inside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Happening {
    /// Kind of the event.
    pub kind: String,
    /// All who take part, folded and sorted.
    pub who: String,
    /// The versions, each with the events that tell it, earliest first.
    pub versions: Vec<Vec<Found>>,
}

impl Happening {
    /// Whether one version affirms what another one denies.
    pub fn disputed(&self) -> bool {
        let polarity = |wanted: &str| {
            self.versions.iter().any(|version| version.iter().any(|one| one.polarity == wanted))
        };
        polarity("positive") && polarity("negative")
    }

    /// The first telling of it: that with the earliest date.
    pub fn first(&self) -> Option<&Found> {
        self.versions
            .iter()
            .flatten()
            .min_by_key(|event| (day(event).is_none(), day(event), event.id))
    }
}

/// Days within which the same event may be told with different dates.
const WINDOW: i64 = 3;

impl Store {
    /// Gives each event to `each`, with its article; how many there were. Filters about words and
    /// speakers leave the events that such a statement claims.
    ///
    /// # Errors
    /// As [`Store::for_each`].
    pub fn for_each_event(
        &self,
        query: &Query,
        mut each: impl FnMut(Found, &Kept) -> Result<(), StoreError>,
    ) -> Result<u64, StoreError> {
        let (sql, values) = events_sql(self, query)?;
        let values: Vec<&dyn ToSql> = values.iter().map(|value| value as &dyn ToSql).collect();
        let mut select = self.db.prepare_cached(&sql)?;
        let mut rows = select.query(&values[..])?;
        let mut kept: Option<Kept> = None;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            let found = found(row)?;
            if kept.as_ref().is_none_or(|kept| kept.id != found.article) {
                kept = Some(load::article(&self.db, found.article)?);
            }
            if let Some(kept) = &kept {
                each(found, kept)?;
                count += 1;
            }
        }
        Ok(count)
    }

    /// The events of a query, grouped by kind, participants, place and date.
    ///
    /// # Errors
    /// As [`Store::for_each`].
    pub fn happenings(&self, query: &Query) -> Result<Vec<Happening>, StoreError> {
        let mut events = Vec::new();
        self.for_each_event(query, |event, _| {
            events.push(event);
            Ok(())
        })?;
        Ok(grouped(events))
    }

    /// The events with these rows that hold now.
    pub(crate) fn events_at(&self, ids: &[i64]) -> Result<Vec<Found>, StoreError> {
        let mut events = Vec::with_capacity(ids.len());
        for ids in ids.chunks(500) {
            let list: Vec<String> = ids.iter().map(i64::to_string).collect();
            let sql = format!("{EVENTS} AND e.id IN ({}) ORDER BY e.id", list.join(","));
            let mut select = self.db.prepare(&sql)?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                events.push(found(row)?);
            }
        }
        Ok(events)
    }
}

/// Events that tell of the same happening, in one group.
pub(crate) fn grouped(events: Vec<Found>) -> Vec<Happening> {
    let mut by_key: BTreeMap<(String, String), Vec<Found>> = BTreeMap::new();
    for event in events {
        by_key.entry((event.kind.clone(), who(&event))).or_default().push(event);
    }
    let mut happenings = Vec::new();
    for ((kind, who), mut events) in by_key {
        events.sort_by_key(|event| (day(event), event.id));
        let mut from = 0;
        for at in 1..=events.len() {
            let apart = at == events.len() || !same_time(&events[at - 1], &events[at]);
            if apart {
                let versions = versions(&events[from..at]);
                happenings.push(Happening { kind: kind.clone(), who: who.clone(), versions });
                from = at;
            }
        }
    }
    happenings
}

/// All columns of [`Found`]; conditions may follow.
const EVENTS: &str = "SELECT e.id, e.article_id, e.number, e.kind, e.mode, e.actors, e.recipients,
    (SELECT coalesce(p.country, n.country) AS c FROM event_participant AS p
     LEFT JOIN entity_row AS n ON n.id = p.entity_id
     WHERE p.event_id = e.id AND p.recipient = 0 AND c IS NOT NULL ORDER BY p.place LIMIT 1),
    (SELECT coalesce(p.country, n.country) AS c FROM event_participant AS p
     LEFT JOIN entity_row AS n ON n.id = p.entity_id
     WHERE p.event_id = e.id AND p.recipient = 1 AND c IS NOT NULL ORDER BY p.place LIMIT 1),
    e.place, e.date, e.polarity, e.modality, e.standing,
    (SELECT coalesce(s.speaker, s.source) FROM statement AS s WHERE s.id = e.statement_id),
    e.trigger, a.published, a.outlet, e.check_sum
  FROM current_event AS e JOIN article AS a ON a.id = e.article_id WHERE 1";

fn events_sql(store: &Store, query: &Query) -> Result<(String, Vec<String>), StoreError> {
    let mut sql = EVENTS.to_owned();
    let mut values = Vec::new();
    for (condition, value) in [
        (" AND e.kind = upper(?)", &query.kind),
        (" AND e.standing = ?", &query.standing),
        (" AND a.outlet = ? COLLATE NOCASE", &query.outlet),
        (" AND a.published >= ?", &query.since),
        (" AND a.published < ? || 'x'", &query.until),
    ] {
        if let Some(value) = value {
            sql.push_str(condition);
            values.push(value.clone());
        }
    }
    if let Some(article) = query.article {
        let _ = write!(sql, " AND e.article_id = {article}"); // writing to a String
    }
    let stated = Query { kind: None, standing: None, ..query.clone() };
    let by_statement = [&query.words, &query.speaker, &query.to, &query.about, &query.form];
    if by_statement.iter().any(|filter| filter.is_some()) {
        let mut ids: Vec<String> = Vec::new();
        store.for_each(&stated, |hit, _| {
            ids.push(hit.id.to_string());
            Ok(())
        })?;
        let _ = write!(sql, " AND e.statement_id IN ({})", ids.join(","));
    }
    sql.push_str(" ORDER BY e.article_id, e.id");
    Ok((sql, values))
}

fn found(row: &rusqlite::Row<'_>) -> Result<Found, StoreError> {
    let words = |column: usize| -> rusqlite::Result<Option<&str>> {
        Ok(row.get_ref(column)?.as_str_or_null()?)
    };
    let sum = event_sum(&[
        words(3)?,
        words(4)?,
        words(5)?,
        words(6)?,
        words(9)?,
        words(10)?,
        words(11)?,
        words(12)?,
        words(13)?,
        words(15)?,
    ]);
    if sum != row.get::<_, i64>(18)? {
        let why = "its columns do not agree with their check sum".to_owned();
        return Err(StoreError::Damaged { what: "event", id: row.get(0)?, why });
    }
    Ok(Found {
        id: row.get(0)?,
        article: row.get(1)?,
        number: row.get(2)?,
        kind: row.get(3)?,
        mode: row.get(4)?,
        actors: row.get(5)?,
        recipients: row.get(6)?,
        actor_country: row.get(7)?,
        recipient_country: row.get(8)?,
        place: row.get(9)?,
        date: row.get(10)?,
        polarity: row.get(11)?,
        modality: row.get(12)?,
        standing: row.get(13)?,
        claimed_by: row.get(14)?,
        trigger: row.get(15)?,
        published: row.get(16)?,
        outlet: row.get(17)?,
    })
}

/// Who takes part, folded: in a meeting all are equals, else who did it to whom.
pub(crate) fn who(event: &Found) -> String {
    let side = |names: &str| {
        let mut names: Vec<String> =
            names.split("; ").map(fold).filter(|n| !n.is_empty()).collect();
        names.sort();
        names.dedup();
        names.join(", ")
    };
    match event.kind.as_str() {
        "CONSULT" => side(&format!("{}; {}", event.actors, event.recipients)),
        _ => format!("{} -> {}", side(&event.actors), side(&event.recipients)),
    }
}

/// Day of an event, counted from some day: its own date, else that of its article.
pub(crate) fn day(event: &Found) -> Option<i64> {
    let date = event.date.as_deref().or(event.published.as_deref())?;
    let date: jiff::civil::Date = date.get(..10)?.parse().ok()?;
    let start = jiff::civil::date(1970, 1, 1);
    Some(i64::from((date - start).get_days()))
}

fn same_time(one: &Found, other: &Found) -> bool {
    match (day(one), day(other)) {
        (Some(one), Some(other)) => (other - one).abs() <= WINDOW,
        (None, None) => one.article == other.article,
        _ => false,
    }
}

/// Apart by standing, polarity, modality and place.
fn versions(events: &[Found]) -> Vec<Vec<Found>> {
    let mut versions: BTreeMap<(String, String, String, String), Vec<Found>> = BTreeMap::new();
    for event in events {
        let key = (
            event.standing.clone(),
            event.polarity.clone(),
            event.modality.clone(),
            event.place.as_deref().map(fold).unwrap_or_default(),
        );
        versions.entry(key).or_default().push(event.clone());
    }
    versions.into_values().collect()
}
