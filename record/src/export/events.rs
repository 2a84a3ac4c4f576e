//! Events as PLOVER, POLECAT and GDELT have them. A field that cannot be filled stays empty; each
//! row keeps our id, the source's address, the words that name the event, and who vouches for it.
//!
//! The label in these forms is PLOVER's reduction ([`EventKind::reduced`]); what was found before
//! it stands beside it.

mod gdelt;
mod plover;
mod polecat;

pub(super) use gdelt::gdelt;
pub(super) use plover::plover;
pub(super) use polecat::polecat;

use std::io::Write;

use onrecord_article::{EventKind, EventModality, Polarity};

use crate::{Found, Kept, Store, StoreError};

/// PLOVER's label of what was found; the kind itself where a word is not ours.
pub(crate) fn reduced<'a>(
    kind: &'a str,
    mode: Option<&str>,
    polarity: &str,
    modality: &str,
) -> &'a str {
    let polarity = if polarity == "negative" { Polarity::Negative } else { Polarity::Positive };
    match (EventKind::from_name(kind), EventModality::from_name(modality)) {
        (Some(known), Some(modality)) => known.reduced(mode, polarity, modality).as_str(),
        _ => kind,
    }
}

fn label(event: &Found) -> &str {
    reduced(&event.kind, event.mode.as_deref(), &event.polarity, &event.modality)
}

/// A mode says more about a kind; it says nothing of the kind another one was reduced to.
fn mode(event: &Found) -> Option<&str> {
    event.mode.as_deref().filter(|_| label(event) == event.kind)
}

fn event_id(event: &Found, kept: &Kept) -> String {
    format!("onrecord:{}:e:{}", &super::article_id(kept)[7..23], event.number + 1)
}

/// All of what must not be lost when a row is read as a fact.
fn standing(event: &Found) -> String {
    let by = event.claimed_by.as_deref().map(|name| format!(" by {name}")).unwrap_or_default();
    format!("{}{by}, {}, {}", event.standing, event.modality, event.polarity)
}

/// Somebody who takes part in an event.
struct Participant {
    /// By the fullest name.
    name: String,
    /// As written.
    raw: String,
    country: Option<String>,
    sector: Option<String>,
}

/// Actors, then recipients, each in order.
fn participants(
    store: &Store,
    event: &Found,
    kept: &Kept,
) -> Result<[Vec<Participant>; 2], StoreError> {
    let mut select = store.db.prepare_cached(
        "SELECT p.role, p.name, p.start, p.end, coalesce(p.country, n.country), p.sector
         FROM participant AS p LEFT JOIN entity_row AS n ON n.id = p.entity_id
         WHERE p.event_id = ? ORDER BY p.place",
    )?;
    let mut rows = select.query([event.id])?;
    let mut both = [Vec::new(), Vec::new()];
    while let Some(row) = rows.next()? {
        let role: String = row.get(0)?;
        let span = [row.get(2)?, row.get(3)?];
        both[usize::from(role == "recipient")].push(Participant {
            name: row.get(1)?,
            raw: crate::append::words_of(&kept.article, &[span]),
            country: row.get(4)?,
            sector: row.get(5)?,
        });
    }
    Ok(both)
}

/// What participants have in common a column, "; " between them, each once.
fn joined<'p>(
    people: &'p [Participant],
    part: impl Fn(&'p Participant) -> Option<&'p str>,
) -> Option<String> {
    let mut all: Vec<&str> = Vec::new();
    for one in people.iter().filter_map(part) {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    (!all.is_empty()).then(|| all.join("; "))
}

/// One row of a table with many columns of which few are known.
struct Columns<'a> {
    names: &'a [&'a str],
    values: Vec<String>,
}

impl<'a> Columns<'a> {
    fn new(names: &'a [&'a str]) -> Columns<'a> {
        Columns { names, values: vec![String::new(); names.len()] }
    }

    fn set(mut self, name: &str, value: Option<&str>) -> Columns<'a> {
        let at = self.names.iter().position(|own| *own == name);
        debug_assert!(at.is_some(), "no column {name}");
        if let (Some(at), Some(value)) = (at, value) {
            let plain = value.replace(['\t', '\n', '\r'], " ");
            // What begins like a formula is one to a spreadsheet, in this form too.
            let guard = if plain.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
            self.values[at] = format!("{guard}{plain}");
        }
        self
    }

    fn write(self, out: &mut (dyn Write + Send)) -> Result<(), StoreError> {
        writeln!(out, "{}", self.values.join("\t"))?;
        Ok(())
    }
}
