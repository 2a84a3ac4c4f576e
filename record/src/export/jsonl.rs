use std::collections::HashMap;
use std::io::Write;

use serde_json::{Value, json};

use super::{Chars, article_id, by_article, line, name};
use crate::append::words_of;
use crate::rows::{ActorRow, AgreementRow, EventRow, PromiseRow, Range, Rows, StatementRow};
use crate::{Kept, Query, Store, StoreError};

/// Name and version of the form, the same as that of `onrecord read --format jsonl`.
pub(crate) const SCHEMA: &str = "onrecord/1";

/// One article a line, with its text. Statements that the query leaves out, and what is claimed in
/// them, are not written.
pub(super) fn write(
    store: &Store,
    query: &Query,
    out: &mut (dyn Write + Send),
) -> Result<u64, StoreError> {
    let mut lines = 0;
    by_article(store, query, |group| {
        let Some((reading, rows)) = store.latest_rows(group.kept.id)? else { return Ok(()) };
        let wanted: Vec<i64> = group.hits.iter().map(|hit| hit.id).collect();
        let rows = corrected(store, reading, rows, &wanted)?;
        lines += 1;
        line(out, &article(group.kept, &rows))
    })?;
    Ok(lines)
}

/// Rows of a reading with corrections applied; what is not wanted is `None`.
pub(crate) struct Current {
    rows: Rows,
    wanted: Vec<bool>,
    /// Names of speakers that a correction gave, where the article has no such entity.
    speakers: HashMap<usize, String>,
}

fn corrected(
    store: &Store,
    reading: i64,
    mut rows: Rows,
    wanted: &[i64],
) -> Result<Current, StoreError> {
    let mut numbers: HashMap<i64, usize> = HashMap::new();
    let mut select = store
        .db
        .prepare_cached("SELECT id FROM statement_row WHERE id BETWEEN ? AND ? ORDER BY id")?;
    let range = crate::load::rows_of(&store.db, reading, crate::load::STATEMENTS)?;
    for (number, id) in select.query_map(range, |row| row.get(0))?.enumerate() {
        numbers.insert(id?, number);
    }
    let mut found = Current {
        wanted: vec![false; rows.statements.len()],
        rows: Rows::default(),
        speakers: HashMap::new(),
    };
    for &id in wanted {
        if let Some(&number) = numbers.get(&id) {
            found.wanted[number] = true;
            continue;
        }
        // A correction: it stands in the place of a statement of this reading, or of an older one.
        let place: Option<i64> = store
            .db
            .prepare_cached(
                "SELECT p.statement_id FROM supersession AS p
                 JOIN statement AS s ON s.id = p.statement_id
                 WHERE p.by_statement_id = ? AND s.reading_id = ? LIMIT 1",
            )?
            .query_row([id, reading], |row| row.get(0))
            .map(Some)
            .or_else(|error| match error {
                rusqlite::Error::QueryReturnedNoRows => Ok(None),
                error => Err(error),
            })?;
        let loaded = crate::load::statement(&store.db, id)?;
        let number = place.and_then(|place| numbers.get(&place).copied()).unwrap_or_else(|| {
            rows.statements.push(loaded.row.clone());
            found.wanted.push(false);
            rows.statements.len() - 1
        });
        found.wanted[number] = true;
        let own = &mut rows.statements[number];
        own.content = loaded.row.content;
        own.evidence = loaded.row.evidence;
        own.probability = loaded.row.probability;
        let entity =
            rows.entities.iter().position(|entity| Some(&entity.name) == loaded.speaker.as_ref());
        own.speaker = entity.map(|entity| entity as u32);
        if let (None, Some(speaker)) = (entity, loaded.speaker) {
            found.speakers.insert(number, speaker);
        }
    }
    found.rows = rows;
    Ok(found)
}

fn article(kept: &Kept, current: &Current) -> Value {
    let view = View { kept, chars: Chars::of(&kept.article), current };
    let (rows, about) = (&current.rows, &kept.about);
    let kept_claim = |claimed: Option<u32>| {
        claimed.is_none_or(|id| current.wanted.get(id as usize).copied().unwrap_or(false))
    };
    json!({
        "schema": SCHEMA,
        "name": about.name,
        "id": article_id(kept),
        "offsets": "chars",
        "article": {
            "title": about.title, "outlet": about.outlet, "url": about.url,
            "published": about.published, "language": about.language, "licence": about.licence,
            "dateline": about.dateline.map(|span| words_of(&kept.article, &[span])),
            "dateline_span": about.dateline.map(|span| view.chars.span(span)),
            "authors": about.authors, "modified": about.details.modified,
            "fetched": about.fetched, "section": about.details.section, "file": about.file,
            "offset": about.details.offset, "notes": about.details.notes,
            "text": kept.article.text(),
        },
        "statements": view.each(&rows.statements, |n, row| {
            current.wanted[n].then(|| view.statement(n, row))
        }),
        "events": view.each(&rows.events, |n, row| {
            kept_claim(row.claimed).then(|| view.event(n, row))
        }),
        "agreements": view.each(&rows.agreements, |n, row| {
            row.stages.iter().all(|stage| kept_claim(stage.2)).then(|| view.agreement(n, row))
        }),
        "promises": view.each(&rows.promises, |n, row| {
            kept_claim(row.claimed).then(|| view.promise(n, row))
        }),
        "entities": view.each(&rows.entities, |n, row| Some(json!({
            "id": format!("p{}", n + 1), "name": row.name, "kind": row.kind,
            "country": row.country,
            "mentions": row.mentions.iter().map(|m| view.chars.span([m[0], m[1]]))
                .collect::<Vec<_>>(),
            "names": row.mentions.iter().map(|m| view.chars.span([m[2], m[3]]))
                .collect::<Vec<_>>(),
            "mention_kinds": row.mentions.iter().map(|m| m[5]).collect::<Vec<_>>(),
            "heads": row.mentions.iter().map(|m| m[4]).collect::<Vec<_>>(),
            "name_span": row.name_span.map(|span| view.chars.span(span)),
        }))),
    })
}

struct View<'a> {
    kept: &'a Kept,
    chars: Chars<'a>,
    current: &'a Current,
}

fn evidence(by: &str, probability: u16) -> Value {
    json!({ "by": by, "p": f64::from(probability) / 1000.0 })
}

fn entity_id(entity: Option<u32>) -> Option<String> {
    entity.map(|id| format!("p{}", id + 1))
}

impl View<'_> {
    fn each<T>(&self, rows: &[T], show: impl Fn(usize, &T) -> Option<Value>) -> Vec<Value> {
        rows.iter().enumerate().filter_map(|(number, row)| show(number, row)).collect()
    }

    fn pieces(&self, spans: &[Range]) -> Vec<String> {
        spans.iter().map(|&span| words_of(&self.kept.article, &[span])).collect()
    }

    fn name(&self, entity: Option<u32>) -> Option<&str> {
        name(&self.current.rows, entity)
    }

    fn spans(&self, spans: Option<&Vec<Range>>) -> Vec<[usize; 2]> {
        spans.map(|spans| self.chars.spans(spans)).unwrap_or_default()
    }

    fn span(&self, span: Option<Range>) -> Vec<[usize; 2]> {
        span.iter().map(|&span| self.chars.span(span)).collect()
    }

    fn statement(&self, number: usize, row: &StatementRow) -> Value {
        let addressee = row.addressee.as_ref();
        let entity = addressee.and_then(|a| a.entity);
        let span = addressee.and_then(|a| a.span);
        let told = self
            .name(entity)
            .map(str::to_owned)
            .or_else(|| span.map(|span| words_of(&self.kept.article, &[span])));
        let speaker = self.current.speakers.get(&number).map(String::as_str);
        let outer =
            row.within.filter(|&id| self.current.wanted.get(id as usize).copied().unwrap_or(false));
        json!({
            "id": format!("s{}", number + 1),
            "speaker": speaker.or_else(|| self.name(row.speaker)),
            "source": self.spans(row.source.as_ref()),
            "cue": self.spans(row.cue.as_ref()),
            "content": self.chars.spans(&row.content),
            "form": row.form, "addressee": told,
            "within": outer.map(|id| format!("s{}", id + 1)),
            "polarity": row.polarity, "modality": row.modality,
            "evidence": evidence(&row.evidence, row.probability),
            "speaker_id": entity_id(row.speaker), "addressee_id": entity_id(entity),
            "addressee_span": self.span(span),
            "text": {
                "source": row.source.as_ref().map(|s| self.pieces(s)).unwrap_or_default(),
                "cue": row.cue.as_ref().map(|s| self.pieces(s)).unwrap_or_default(),
                "content": self.pieces(&row.content),
            },
        })
    }

    fn event(&self, number: usize, row: &EventRow) -> Value {
        let date = row.date.as_ref();
        json!({
            "id": format!("e{}", number + 1),
            "type": row.kind, "plover": super::events::reduced(&row.kind, row.mode.as_deref(), &row.polarity, &row.modality),
            "mode": row.mode, "actors": self.actors(&row.actors),
            "recipients": self.actors(&row.recipients),
            "place": row.place.map(|span| words_of(&self.kept.article, &[span])),
            "date": date.and_then(|date| date.iso.clone()),
            "polarity": row.polarity, "modality": row.modality,
            "standing": row.claimed.map_or("reported".to_owned(), |id| format!("s{}", id + 1)),
            "trigger": self.chars.spans(&row.trigger),
            "evidence": evidence(&row.evidence, row.probability),
            "place_span": self.span(row.place),
            "date_span": self.span(date.map(|date| date.span)),
            "date_precision": date.map(|date| date.precision.clone()),
            "text": {
                "trigger": self.pieces(&row.trigger),
                "date": date.map(|date| words_of(&self.kept.article, &[date.span])),
            },
        })
    }

    fn actors(&self, actors: &[ActorRow]) -> Vec<Value> {
        let show = |actor: &ActorRow| {
            let written = words_of(&self.kept.article, &[actor.span]);
            json!({
                "name": self.name(actor.entity).map_or(written, str::to_owned),
                "id": entity_id(actor.entity), "country": actor.country, "sector": actor.sector,
                "span": self.chars.span(actor.span),
            })
        };
        actors.iter().map(show).collect()
    }

    fn promise(&self, number: usize, row: &PromiseRow) -> Value {
        let words = |span| words_of(&self.kept.article, &[span]);
        json!({
            "id": format!("d{}", number + 1),
            "content": [self.chars.span(row.content)], "by": self.actors(&row.by),
            "due": row.due.iso, "due_precision": row.due.precision,
            "due_span": [self.chars.span(row.due.span)],
            "trigger": [self.chars.span(row.trigger)],
            "agreement": row.agreement.map(|id| format!("a{}", id + 1)),
            "standing": row.claimed.map_or("reported".to_owned(), |id| format!("s{}", id + 1)),
            "evidence": evidence(&row.evidence, row.probability),
            "text": {
                "content": [words(row.content)], "due": words(row.due.span),
                "trigger": [words(row.trigger)],
            },
        })
    }

    fn agreement(&self, number: usize, row: &AgreementRow) -> Value {
        let last = row.stages.last();
        json!({
            "id": format!("a{}", number + 1),
            "title": words_of(&self.kept.article, &[row.title]),
            "span": [self.chars.span(row.title)],
            "parties": self.actors(&row.parties), "term": row.term,
            "subject": row.subject.map(|span| words_of(&self.kept.article, &[span])),
            "subject_span": self.span(row.subject),
            "stage": last.map(|stage| stage.0.clone()),
            "trigger": self.spans(last.map(|stage| &stage.1)),
            "stages": row.stages.iter().map(|(stage, trigger, claimed)| json!({
                "stage": stage, "trigger": self.chars.spans(trigger),
                "standing": claimed.map_or("reported".to_owned(), |id| format!("s{}", id + 1)),
            })).collect::<Vec<_>>(),
            "evidence": evidence(&row.evidence, row.probability),
        })
    }
}
