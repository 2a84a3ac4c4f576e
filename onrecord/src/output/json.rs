//! JSON and JSON Lines; the fields are described by [`schema`](super::schema).

use super::JsonOptions;
use super::mirror::Mirror;
use crate::Record;

/// The record on one line, without a line feed at its end.
pub fn line(record: &Record, options: &JsonOptions) -> String {
    // Mirrors hold nothing that JSON cannot: strings, numbers, lists.
    serde_json::to_string(&Mirror::of(record, options)).unwrap_or_default()
}

/// The record on many lines.
pub fn pretty(record: &Record, options: &JsonOptions) -> String {
    serde_json::to_string_pretty(&Mirror::of(record, options)).unwrap_or_default()
}
