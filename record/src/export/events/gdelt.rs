use std::io::Write;

use super::{Columns, Participant, event_id, joined, label, mode, participants, standing};
use crate::{Query, Store, StoreError};

/// GDELT 2.0's 61 columns, then ours.
const COLUMNS: [&str; 64] = [
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

/// The root of CAMEO that comes nearest to a PLOVER type.
fn root_code(kind: &str, mode: Option<&str>) -> Option<&'static str> {
    Some(match (kind, mode) {
        ("AGREE", _) => "03",
        ("CONSULT", _) => "04",
        ("SUPPORT", _) => "05",
        ("COOPERATE", _) => "06",
        ("AID", _) => "07",
        ("CONCEDE" | "RETREAT", _) => "08",
        ("ACCUSE", Some("investigate")) => "09",
        ("REQUEST", _) => "10",
        ("ACCUSE", _) => "11",
        ("REJECT", _) => "12",
        ("THREATEN", _) => "13",
        ("PROTEST", _) => "14",
        ("MOBILIZE", _) => "15",
        ("SANCTION", _) => "16",
        ("COERCE", _) => "17",
        ("ASSAULT", _) => "18",
        _ => return None,
    })
}

/// CAMEO's classes and not PLOVER's: concessions are deeds there, protests words.
fn quad_class(root: &str) -> &'static str {
    match root {
        "03" | "04" | "05" => "1",
        "06" | "07" | "08" => "2",
        "09" | "10" | "11" | "12" | "13" | "14" => "3",
        _ => "4",
    }
}

/// CAMEO's code of a sector, where it has one.
fn actor_type(sector: &str) -> Option<&'static str> {
    Some(match sector {
        "GOV" => "GOV",
        "MIL" => "MIL",
        "COP" => "COP",
        "JUD" => "JUD",
        "LEG" => "LEG",
        "OPP" => "OPP",
        "REB" => "REB",
        "SPY" => "SPY",
        "BUS" => "BUS",
        "CVL" => "CVL",
        "EDU" => "EDU",
        "JRN" | "MED" => "MED",
        "LAB" => "LAB",
        "REF" => "REF",
        "IGO" => "IGO",
        "NGO" => "NGO",
        _ => return None,
    })
}

/// Events in GDELT 2.0's columns, tab-separated.
pub(in crate::export) fn gdelt(
    store: &Store,
    query: &Query,
    out: &mut (dyn Write + Send),
) -> Result<u64, StoreError> {
    writeln!(out, "{}", COLUMNS.join("\t"))?;
    store.for_each_event(query, |event, kept| {
        let root = root_code(label(&event), mode(&event));
        let date = event.date.as_deref().or(kept.about.published.as_deref()).unwrap_or_default();
        // A week, `2022-W23`, is no date that fits in.
        let digits: String = match date.contains('W') {
            true => date.chars().take(4).collect(),
            false => date.chars().take(10).filter(char::is_ascii_digit).collect(),
        };
        let [actors, recipients] = participants(store, &event, kept)?;
        // Whoever meets is an equal: GDELT has two sides.
        let (one, other) = match (actors.as_slice(), recipients.as_slice()) {
            ([first, rest @ ..], []) if !rest.is_empty() => (std::slice::from_ref(first), rest),
            sides => sides,
        };
        let row = Columns::new(&COLUMNS)
            .set("Day", digits.get(..8))
            .set("MonthYear", digits.get(..6))
            .set("Year", digits.get(..4))
            .set("EventRootCode", root)
            .set("QuadClass", root.map(quad_class))
            .set("NumArticles", Some("1"))
            .set("ActionGeo_FullName", event.place.as_deref())
            .set("SOURCEURL", kept.about.url.as_deref())
            .set("OnrecordID", Some(&event_id(&event, kept)))
            .set("OnrecordTrigger", Some(&event.trigger))
            .set("OnrecordStanding", Some(&standing(&event)));
        side(side(row, "Actor1", one), "Actor2", other).write(out)
    })
}

/// The columns of one side: the first participant's codes, everybody's names.
fn side<'a>(row: Columns<'a>, side: &str, people: &[Participant]) -> Columns<'a> {
    let country = people.iter().find_map(|one| one.country.as_deref());
    let first = people.first();
    let kind = first.and_then(|one| one.sector.as_deref()).and_then(actor_type);
    let code = format!("{}{}", country.unwrap_or_default(), kind.unwrap_or_default());
    row.set(&format!("{side}Code"), Some(&code).filter(|code| !code.is_empty()).map(String::as_str))
        .set(&format!("{side}Name"), joined(people, |one| Some(&one.name)).as_deref())
        .set(&format!("{side}CountryCode"), country)
        .set(&format!("{side}Type1Code"), kind)
}
