use std::io::Write;

use onrecord_article::EventKind;

use super::{Columns, event_id, joined, label, mode, participants, standing};
use crate::{Query, Store, StoreError};

/// POLECAT's 40 columns, then ours.
const COLUMNS: [&str; 43] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
    "Source URL",
    "Trigger",
    "Standing",
];

/// Events in POLECAT's columns, tab-separated.
pub(in crate::export) fn polecat(
    store: &Store,
    query: &Query,
    out: &mut (dyn Write + Send),
) -> Result<u64, StoreError> {
    writeln!(out, "{}", COLUMNS.join("\t"))?;
    store.for_each_event(query, |event, kept| {
        let about = &kept.about;
        let [actors, recipients] = participants(store, &event, kept)?;
        let quad = EventKind::from_name(label(&event)).map(|kind| (kind.quad() as u8).to_string());
        let intensity = intensity(label(&event), mode(&event)).map(|score| score.to_string());
        let mut row = Columns::new(&COLUMNS)
            .set("Event ID", Some(&event_id(&event, kept)))
            .set("Event Date", event.date.as_deref().or(about.published.as_deref()))
            .set("Event Type", Some(label(&event)))
            .set("Event Mode", mode(&event))
            .set("Intensity", intensity.as_deref())
            .set("Quad Code", quad.as_deref())
            .set("Raw Placename", event.place.as_deref())
            .set("Source", about.outlet.as_deref())
            .set("Publication Date", about.published.as_deref())
            .set("Language", about.language.as_deref())
            .set("Version", Some(concat!("onrecord ", env!("CARGO_PKG_VERSION"))))
            .set("Source URL", about.url.as_deref())
            .set("Trigger", Some(&event.trigger))
            .set("Standing", Some(&standing(&event)));
        for (side, people) in [("Actor", &actors), ("Recipient", &recipients)] {
            let sectors = joined(people, |one| one.sector.as_deref());
            let primary = sectors.as_deref().and_then(|all| all.split("; ").next());
            let countries = joined(people, |one| one.country.as_deref());
            row = row
                .set(&format!("{side} Name"), joined(people, |one| Some(&one.name)).as_deref())
                .set(&format!("{side} Country"), countries.as_deref())
                .set(&format!("Primary {side} Sector"), primary)
                .set(&format!("{side} Sectors"), sectors.as_deref())
                .set(&format!("{side} Name Raw"), joined(people, |one| Some(&one.raw)).as_deref());
        }
        row.write(out)
    })
}

/// PLOVER's score of a type, from -10, conflict, to 10, cooperation.
fn intensity(kind: &str, mode: Option<&str>) -> Option<f32> {
    Some(match (kind, mode) {
        ("CONSULT", Some("visit" | "multilateral")) => 4.0,
        ("CONSULT", Some("phone")) => 1.5,
        ("CONSULT", Some("third-party")) => 1.0,
        ("AGREE" | "CONSULT", _) => 2.5,
        ("SUPPORT", _) => 5.0,
        ("CONCEDE", _) => 4.5,
        ("COOPERATE", _) => 9.5,
        ("AID", _) => 10.0,
        ("RETREAT", _) => 6.5,
        ("REQUEST", _) => 0.0,
        ("ACCUSE", Some("disapprove") | None) | ("REJECT", _) => -2.0,
        ("ACCUSE" | "THREATEN", _) => -3.5,
        ("PROTEST", _) => -5.0,
        ("MOBILIZE", _) => -5.5,
        ("SANCTION", _) => -6.0,
        ("COERCE", _) => -7.0,
        ("ASSAULT", _) => -9.0,
        _ => return None,
    })
}
