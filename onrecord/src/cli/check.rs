use std::io::Write;

use clap::Args;
use onrecord::output::text::safe;
use onrecord::record::{Checked, Damage, Store, StoreError};
use serde_json::json;

use super::figures::counted;
use super::store::StorePath;
use super::{DAMAGED, DONE};

pub(super) const CHECK_HELP: &str = "\
Reads all of the store: the pages of the file, the hashes of all rows, texts and sources, the span of
every statement, and the search index. Says what is damaged and what is whole. Nothing is changed.

Exit codes:
  0  everything is as it was written
  1  the store could not be opened for another reason than damage
  3  something is damaged; each is named

What is damaged can be read again from its file: make a new store with `onrecord add`, and take over
what is whole with `onrecord export --to jsonl` and `onrecord import`.";

#[derive(Args, Debug)]
pub(super) struct CheckArguments {
    #[command(flatten)]
    store: StorePath,
    /// Write it as one JSON object
    #[arg(long)]
    json: bool,
}

/// Compares everything in a store with its hashes.
pub(super) fn check(arguments: &CheckArguments) -> Result<u8, StoreError> {
    let path = arguments.store.path();
    let checked = match Store::open(&path).and_then(|store| store.check()) {
        Ok(checked) => checked,
        Err(error @ (StoreError::Damaged { .. } | StoreError::Sqlite(_))) => Checked {
            damage: vec![Damage { what: "file".to_owned(), why: error.to_string() }],
            ..Checked::default()
        },
        Err(error @ StoreError::Schema { .. }) => Checked {
            damage: vec![Damage { what: "schema".to_owned(), why: error.to_string() }],
            ..Checked::default()
        },
        Err(error) => return Err(error),
    };
    let path = path.display().to_string();
    let page = if arguments.json { object(&path, &checked) } else { shown(&path, &checked) };
    let mut out = std::io::stdout().lock();
    out.write_all(page.as_bytes())?;
    out.flush()?;
    Ok(if checked.damage.is_empty() { DONE } else { DAMAGED })
}

fn shown(path: &str, checked: &Checked) -> String {
    let whole = format!(
        "{} and {}",
        counted(checked.whole_articles as u64, "article"),
        counted(checked.whole_statements as u64, "statement")
    );
    let path = safe(path);
    if checked.damage.is_empty() {
        return format!("{path}: whole, {whole} as they were written\n");
    }
    let mut page = format!("{path}: DAMAGED, {whole} are whole\n");
    for damage in &checked.damage {
        page.push_str(&format!("  {}: {}\n", safe(&damage.what), safe(&damage.why)));
    }
    page
}

fn object(path: &str, checked: &Checked) -> String {
    let damage: Vec<_> = checked
        .damage
        .iter()
        .map(|damage| json!({ "what": damage.what, "why": damage.why }))
        .collect();
    let page = json!({
        "store": path, "whole": damage.is_empty(), "whole_articles": checked.whole_articles,
        "whole_statements": checked.whole_statements, "damage": damage,
    });
    format!("{page}\n")
}
