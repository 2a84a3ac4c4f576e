//! Gazetteers: people with their names, offices and dates, from CSV or the JSON of the Wikidata
//! Query Service.

use serde_json::Value;

use crate::StoreError;

/// A row of a gazetteer.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct GazetteerRow {
    /// Its identifier: `Q20089`.
    pub key: String,
    /// Names, the main one first.
    pub names: Vec<String>,
    /// person, organization or location.
    pub kind: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Office, since, until.
    pub offices: Vec<(String, Option<String>, Option<String>)>,
}

/// Rows that could not be read: their number, from 1, and why.
pub type Unread = Vec<(usize, String)>;

/// Reads a gazetteer. Rows with the same key are one entry: each adds its names and its office.
///
/// # Errors
/// `Import` if it is neither CSV with the columns `key` and `name`, nor JSON with
/// `results.bindings`.
pub fn gazetteer(text: &str) -> Result<(Vec<GazetteerRow>, Unread), StoreError> {
    let text = text.trim_start_matches('\u{feff}');
    let wrong = |why: &str| StoreError::Import { position: 1, why: why.to_owned() };
    let mut all = Gathered::default();
    if text.trim_start().starts_with('{') {
        let page: Value =
            serde_json::from_str(text).map_err(|error| wrong(&format!("no JSON: {error}")))?;
        let rows = page["results"]["bindings"].as_array();
        let rows = rows.ok_or_else(|| wrong("no results.bindings in the JSON"))?;
        for (number, row) in rows.iter().enumerate() {
            all.add(number + 1, |name| {
                let value = row[name]["value"].as_str().filter(|value| !value.is_empty())?;
                // Wikidata names its items by address.
                Some(value.rsplit_once("/entity/").map_or(value, |(_, id)| id).to_owned())
            });
        }
    } else {
        let mut records = csv(text);
        let header = records.next().unwrap_or_default();
        let column = |name: &str| header.iter().position(|own| own.trim() == name);
        if column("key").is_none() || column("name").is_none() {
            return Err(wrong("its first line must name the columns, among them key and name"));
        }
        for (number, record) in records.enumerate() {
            all.add(number + 1, |name| {
                let value = record.get(column(name)?)?.trim();
                (!value.is_empty()).then(|| value.to_owned())
            });
        }
    }
    Ok((all.rows, all.unread))
}

#[derive(Default)]
struct Gathered {
    rows: Vec<GazetteerRow>,
    at: std::collections::HashMap<String, usize>,
    unread: Unread,
}

impl Gathered {
    fn add(&mut self, number: usize, cell: impl Fn(&str) -> Option<String>) {
        let (Some(key), Some(name)) = (cell("key"), cell("name")) else {
            self.unread.push((number, "it has no key or no name".to_owned()));
            return;
        };
        let kind = cell("kind").unwrap_or_else(|| "person".to_owned());
        if !matches!(kind.as_str(), "person" | "organization" | "location") {
            let why = format!("{kind:?} is no kind: person, organization or location");
            self.unread.push((number, why));
            return;
        }
        let at = *self.at.entry(key.clone()).or_insert_with(|| {
            self.rows.push(GazetteerRow { key, kind, ..GazetteerRow::default() });
            self.rows.len() - 1
        });
        let row = &mut self.rows[at];
        let aliases = cell("aliases").unwrap_or_default();
        let names = std::iter::once(name.as_str()).chain(aliases.split("; "));
        for name in names.map(str::trim).filter(|name| !name.is_empty()) {
            if !row.names.iter().any(|own| own == name) {
                row.names.push(name.to_owned());
            }
        }
        row.country = row.country.take().or_else(|| cell("country"));
        if let Some(office) = cell("office") {
            let day = |name| cell(name).map(|date| date.chars().take(10).collect::<String>());
            let office = (office, day("since"), day("until"));
            if !row.offices.contains(&office) {
                row.offices.push(office);
            }
        }
    }
}

/// The records of a CSV file: commas between cells, quoted cells may hold anything.
fn csv(text: &str) -> impl Iterator<Item = Vec<String>> + '_ {
    let mut rest = text;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let (record, after) = record(rest);
            rest = after;
            if record.iter().any(|cell| !cell.is_empty()) {
                return Some(record);
            }
        }
        None
    })
}

fn record(text: &str) -> (Vec<String>, &str) {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' if quoted && chars.next_if(|&(_, next)| next == '"').is_some() => cell.push('"'),
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                cells.push(cell.trim_end_matches('\r').to_owned());
                return (cells, &text[at + 1..]);
            }
            c => cell.push(c),
        }
    }
    cells.push(cell);
    (cells, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_with_one_key_are_one_entry() {
        let page = "key,name,aliases,country,office,since,until\r\n\
            Q1,\"Maduro, Nicolás\",Nicolas Maduro; Maduro,VEN,President of Venezuela,2013-04-19,\r\n\
            Q1,\"Maduro, Nicolás\",,VEN,\"Minister, \"\"foreign\"\"\",2006,2012\r\n,nobody,,,,,\r\n";
        let (rows, unread) = gazetteer(page).unwrap();
        assert_eq!((rows.len(), unread.len()), (1, 1));
        assert_eq!(rows[0].names, ["Maduro, Nicolás", "Nicolas Maduro", "Maduro"]);
        assert_eq!(rows[0].offices[1].0, "Minister, \"foreign\"");
        assert_eq!(rows[0].offices[0].1.as_deref(), Some("2013-04-19"));
    }

    #[test]
    fn wikidata_names_items_by_address() {
        let page = r#"{"results": {"bindings": [{"key": {"value":
            "http://www.wikidata.org/entity/Q20089"}, "name": {"value": "Nicolás Maduro"},
            "since": {"value": "2013-04-19T00:00:00Z"}, "office": {"value": "President"}}]}}"#;
        let (rows, _) = gazetteer(page).unwrap();
        assert_eq!(rows[0].key, "Q20089");
        assert_eq!(rows[0].offices[0].1.as_deref(), Some("2013-04-19"));
    }

    #[test]
    fn what_is_no_gazetteer_is_refused() {
        for page in ["", "a,b\n1,2", "{", "{}"] {
            assert!(gazetteer(page).is_err(), "{page}");
        }
    }
}
