use std::path::PathBuf;

use clap::{Args, ValueEnum};
use onrecord::output::dossier;
use onrecord::record::{Query, StoreError};

use super::agreements::today;
use super::failure::say;
use super::store::StoreArgument;
use super::who::one_person;
use super::write::create;
use super::{DONE, SOME_FAILED};

pub(super) const DOSSIER_HELP: &str = "\
Everything that was said by, to and about the person, the events and agreements it took part in, each
with the exact words and a citation: outlet, date, licence, address and the hash of the text.

Examples:
  onrecord dossier \"Nicolas Maduro\" --out maduro.html
  onrecord dossier Maduro --since 2022-06 > maduro.md
  onrecord dossier 12 --form html --out 12.html --force";

#[derive(Args, Debug)]
pub(super) struct DossierArguments {
    /// A name, or the number of a person
    #[arg(required = true, value_name = "NAME")]
    name: Vec<String>,
    /// Published on this day or later: 2022-06-30, 2022-06 or 2022
    #[arg(long, value_name = "DATE", value_parser = super::filters::date)]
    since: Option<String>,
    /// Published on this day, in this month or year, or earlier
    #[arg(long, value_name = "DATE", value_parser = super::filters::date)]
    until: Option<String>,
    /// HTML or Markdown [default: what the name of --out ends with, else markdown]
    #[arg(long, value_enum)]
    form: Option<Form>,
    /// Write it into this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// With --out: overwrite a file that is there
    #[arg(long, requires = "out")]
    force: bool,
    #[command(flatten)]
    store: StoreArgument,
}

#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One file that needs no other, to be read in a browser or printed
    Html,
    /// Text with headings, to be edited
    Markdown,
}

/// Writes all that is on record of one person.
pub(super) fn dossier(arguments: &DossierArguments) -> Result<u8, StoreError> {
    let store = arguments.store.read()?;
    let Some(person) = one_person(&store, &arguments.name.join(" "))? else {
        return Ok(SOME_FAILED);
    };
    let query = Query {
        since: arguments.since.clone(),
        until: arguments.until.clone(),
        ..Query::default()
    };
    let dossier = store.dossier(person.id, &query)?;
    let page = dossier::page(&store, &dossier, &today())?;
    let by_name = arguments.out.as_ref().and_then(|path| path.extension()).is_some_and(|ending| {
        ending.eq_ignore_ascii_case("html") || ending.eq_ignore_ascii_case("htm")
    });
    let form = arguments.form.unwrap_or(if by_name { Form::Html } else { Form::Markdown });
    let page = match form {
        Form::Html => dossier::html(&page),
        Form::Markdown => dossier::markdown(&page),
    };
    let Some(path) = &arguments.out else {
        return Ok(super::print(page.as_bytes())?);
    };
    match create(path, arguments.force, page.as_bytes()) {
        Ok(()) => Ok(DONE),
        Err(failure) => {
            let help = failure.help.map(|help| format!(" ({help})")).unwrap_or_default();
            say(&format!("the dossier {}{help}", failure.what));
            Ok(SOME_FAILED)
        }
    }
}
