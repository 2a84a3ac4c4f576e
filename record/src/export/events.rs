//! Events as PLOVER, POLECAT and GDELT have them. A field that cannot be filled stays empty; each
//! row keeps our id, the words that name the event, and who vouches for it.

use std::io::Write;

use serde_json::json;

use super::line;
use crate::{Found, Query, Store, StoreError};

/// PLOVER codes what is planned by what it promises, what is asked for as a request, and what is
/// not done as a refusal.
pub(crate) fn reduced<'a>(kind: &'a str, modality: &str) -> &'a str {
    match (modality, kind) {
        ("planned", "CONSULT" | "SUPPORT" | "COOPERATE" | "AID") => "AGREE",
        ("planned", "RETREAT") => "CONCEDE",
        _ => kind,
    }
}

/// Quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material
/// conflict.
fn quad(kind: &str) -> Option<u8> {
    onrecord_article::EventKind::from_name(kind).map(|kind| kind.quad() as u8)
}

pub(super) fn plover(
    store: &Store,
    query: &Query,
    out: &mut (dyn Write + Send),
) -> Result<u64, StoreError> {
    store.for_each_event(query, |event, kept| {
        let kind = reduced(&event.kind, &event.modality);
        let people = |names: &str| -> Vec<String> {
            names.split("; ").filter(|name| !name.is_empty()).map(str::to_owned).collect()
        };
        line(
            out,
            &json!({
                "id": event_id(&event, kept),
                "date": event.date, "date_published": kept.about.published,
                "event_type": kind, "event_mode": event.mode, "quad": quad(kind),
                "source": people(&event.actors), "target": people(&event.recipients),
                "location": event.place,
                "headline": kept.about.title, "publisher": kept.about.outlet, "url": kept.about.url,
                "onrecord": {
                    "type": event.kind, "modality": event.modality, "polarity": event.polarity,
                    "standing": event.standing, "claimed_by": event.claimed_by,
                    "trigger": event.trigger,
                },
            }),
        )
    })
}

fn event_id(event: &Found, kept: &crate::Kept) -> String {
    format!("onrecord:{}:e:{}", &super::article_id(kept)[7..23], event.number + 1)
}

/// POLECAT's columns, then ours.
const POLECAT: [&str; 44] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor ID",
    "Actor Name Raw",
    "Actor Name",
    "Wikipedia Actor",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Age",
    "Recipient ID",
    "Recipient Name Raw",
    "Recipient Name",
    "Wikipedia Recipient",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Age",
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
    "Headline",
    "Language",
    "Source URL",
    "Trigger",
    "Standing",
];

pub(super) fn polecat(
    store: &Store,
    query: &Query,
    out: &mut (dyn Write + Send),
) -> Result<u64, StoreError> {
    writeln!(out, "{}", POLECAT.join("\t"))?;
    store.for_each_event(query, |event, kept| {
        let kind = reduced(&event.kind, &event.modality);
        let about = &kept.about;
        let quad_code = quad(kind).map(|quad| quad.to_string());
        let row = Columns::new(&POLECAT)
            .set("Event ID", Some(&event_id(&event, kept)))
            .set("Event Date", event.date.as_deref().or(about.published.as_deref()))
            .set("Event Type", Some(kind))
            .set("Event Mode", event.mode.as_deref())
            .set("Quad Code", quad_code.as_deref())
            .set("Actor Name", Some(&event.actors))
            .set("Actor Country", event.actor_country.as_deref())
            .set("Recipient Name", Some(&event.recipients))
            .set("Recipient Country", event.recipient_country.as_deref())
            .set("Raw Placename", event.place.as_deref())
            .set("Source", about.outlet.as_deref())
            .set("Publication Date", about.published.as_deref())
            .set("Headline", about.title.as_deref())
            .set("Language", about.language.as_deref())
            .set("Source URL", about.url.as_deref())
            .set("Trigger", Some(&event.trigger))
            .set("Standing", Some(&standing(&event)));
        row.write(out)
    })
}

/// All of what must not be lost when a row is read as a fact.
fn standing(event: &Found) -> String {
    let by = event.claimed_by.as_deref().map(|name| format!(" by {name}")).unwrap_or_default();
    format!("{}{by}, {}, {}", event.standing, event.modality, event.polarity)
}

/// GDELT 2.0's 61 columns, then ours.
const GDELT: [&str; 64] = [
    "GlobalEventID",
    "Day",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_FullName",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_FullName",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_FullName",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
    "OnrecordID",
    "OnrecordTrigger",
    "OnrecordStanding",
];

/// The root of CAMEO that comes nearest.
fn root_code(kind: &str) -> &'static str {
    match kind {
        "AGREE" => "03",
        "CONSULT" => "04",
        "SUPPORT" => "05",
        "COOPERATE" => "06",
        "AID" => "07",
        "CONCEDE" | "RETREAT" => "08",
        "REQUEST" => "02",
        "ACCUSE" => "11",
        "REJECT" => "12",
        "THREATEN" => "13",
        "PROTEST" => "14",
        "MOBILIZE" => "15",
        "SANCTION" => "16",
        "COERCE" => "17",
        "ASSAULT" => "18",
        _ => "",
    }
}

pub(super) fn gdelt(
    store: &Store,
    query: &Query,
    out: &mut (dyn Write + Send),
) -> Result<u64, StoreError> {
    writeln!(out, "{}", GDELT.join("\t"))?;
    store.for_each_event(query, |event, kept| {
        let kind = reduced(&event.kind, &event.modality);
        let date = event.date.as_deref().or(kept.about.published.as_deref()).unwrap_or_default();
        let digits: String = date.chars().take(10).filter(char::is_ascii_digit).collect();
        let quad_class = quad(kind).map(|quad| quad.to_string());
        let row = Columns::new(&GDELT)
            .set("Day", digits.get(..8))
            .set("MonthYear", digits.get(..6))
            .set("Year", digits.get(..4))
            .set("Actor1Name", Some(&event.actors))
            .set("Actor1CountryCode", event.actor_country.as_deref())
            .set("Actor2Name", Some(&event.recipients))
            .set("Actor2CountryCode", event.recipient_country.as_deref())
            .set("EventRootCode", Some(root_code(kind)))
            .set("QuadClass", quad_class.as_deref())
            .set("NumArticles", Some("1"))
            .set("ActionGeo_FullName", event.place.as_deref())
            .set("SOURCEURL", kept.about.url.as_deref())
            .set("OnrecordID", Some(&event_id(&event, kept)))
            .set("OnrecordTrigger", Some(&event.trigger))
            .set("OnrecordStanding", Some(&standing(&event)));
        row.write(out)
    })
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
