//! JSON and JSON Lines; the fields are described by [`schema`](super::schema).

use super::mirror::Mirror;
use super::{JsonOptions, Selection};
use crate::Record;

/// The record on one line, without a line feed at its end.
pub fn line(record: &Record, options: &JsonOptions) -> String {
    line_of(record, options, &Selection::default())
}

/// The part of a record that a selection shows, on one line; lists that it leaves out are empty.
pub fn line_of(record: &Record, options: &JsonOptions, selection: &Selection) -> String {
    // Mirrors hold nothing that JSON cannot: strings, numbers, lists.
    serde_json::to_string(&Mirror::of(record, options, selection)).unwrap_or_default()
}

/// The record on many lines.
pub fn pretty(record: &Record, options: &JsonOptions) -> String {
    pretty_of(record, options, &Selection::default())
}

/// The part of a record that a selection shows, on many lines.
pub fn pretty_of(record: &Record, options: &JsonOptions, selection: &Selection) -> String {
    serde_json::to_string_pretty(&Mirror::of(record, options, selection)).unwrap_or_default()
}
