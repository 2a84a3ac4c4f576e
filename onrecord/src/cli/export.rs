use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use onrecord::output::brat;
use onrecord::record::{Format, Query, Store, StoreError};

use super::failure::say;
use super::figures::counted;
use super::filters::Filters;
use super::store::StoreArgument;
use super::write::create;
use super::{DONE, SOME_FAILED, WRONG_USE};

pub(super) const EXPORT_HELP: &str = "\
Everything that the filters let through is written, in the order in which it was added, however much
it is; how many rows is said at the end, on standard error. Offsets count Unicode code points, end
exclusive; forms with a header or a schema say so there.

  jsonl          one article a line with its text and all findings; onrecord import takes it
  csv            one row a statement
  parquet        the same in columns, with the texts; onrecord import takes it
  webannotation  W3C Web Annotation: position and words of each statement, one a line
  ftm            FollowTheMoney: articles, statements as events with proof, people, mentions
  schemaorg      schema.org Quotation and Claim, one a line
  brat           a folder with NAME.txt and NAME.ann an article: needs --out
  conllu         one word a line, statements in the last column
  plover         events in PLOVER's categories, one JSON object a line
  polecat        events in POLECAT's columns, tab-separated
  gdelt          events in the columns of GDELT 2.0, tab-separated
  gexf           who spoke to and about whom, a network for Gephi
  bibtex         the cited articles
  atom           the statements as a feed

Examples:
  onrecord export --to csv --speaker Maduro > maduro.csv
  onrecord export --to parquet --since 2022 --out 2022.parquet
  onrecord export sanctions --to ftm | ftm validate
  onrecord export --corrections brat --out gold/        articles with corrections, to train on";

#[derive(Args, Debug)]
pub(super) struct ExportArguments {
    /// What must be said, as for onrecord search
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// The form
    #[arg(long, value_enum, value_name = "FORM", required_unless_present = "corrections")]
    to: Option<Form>,
    /// Only articles with corrections, with these applied: training data
    #[arg(long, value_name = "FORM", value_parser = ["brat"], conflicts_with = "to")]
    corrections: Option<String>,
    /// Write into this file, or for brat this folder, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// With --out: overwrite a file that is there
    #[arg(long, requires = "out")]
    force: bool,
    #[command(flatten)]
    filters: Filters,
    /// Said to somebody with these words in the name
    #[arg(long, value_name = "NAME")]
    addressee: Option<String>,
    #[command(flatten)]
    store: StoreArgument,
}

#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
#[value(rename_all = "lower")]
enum Form {
    Jsonl,
    Csv,
    Parquet,
    WebAnnotation,
    Ftm,
    SchemaOrg,
    Brat,
    Conllu,
    Plover,
    Polecat,
    Gdelt,
    Gexf,
    Bibtex,
    Atom,
}

impl Form {
    fn format(self) -> Format {
        match self {
            Form::Jsonl => Format::Jsonl,
            Form::Csv => Format::Csv,
            Form::Parquet => Format::Parquet,
            Form::WebAnnotation => Format::WebAnnotation,
            Form::Ftm => Format::Ftm,
            Form::SchemaOrg => Format::SchemaOrg,
            Form::Brat => Format::Brat,
            Form::Conllu => Format::Conllu,
            Form::Plover => Format::Plover,
            Form::Polecat => Format::Polecat,
            Form::Gdelt => Format::Gdelt,
            Form::Gexf => Format::Gexf,
            Form::Bibtex => Format::Bibtex,
            Form::Atom => Format::Atom,
        }
    }

    /// What is counted.
    fn row(self) -> &'static str {
        match self {
            Form::Jsonl | Form::Bibtex => "article",
            Form::Conllu => "word",
            Form::Plover | Form::Polecat | Form::Gdelt => "event",
            Form::Gexf => "edge",
            _ => "statement",
        }
    }
}

/// Writes what the filters let through.
pub(super) fn export(arguments: &ExportArguments) -> Result<u8, StoreError> {
    let store = arguments.store.read()?;
    let words = arguments.words.join(" ");
    let words = (!words.trim().is_empty()).then_some(words);
    let query = arguments.filters.query(words, arguments.addressee.clone());
    let form = arguments.to.unwrap_or(Form::Brat);
    if form == Form::Brat {
        let Some(folder) = &arguments.out else {
            say("brat is a folder of files: add --out DIR");
            return Ok(WRONG_USE);
        };
        return to_folder(&store, &query, folder, arguments);
    }
    let written = match &arguments.out {
        Some(path) => match to_file(&store, &query, form, path, arguments.force)? {
            Some(count) => count,
            None => return Ok(SOME_FAILED),
        },
        None if form == Form::Parquet && io::stdout().is_terminal() => {
            say("Parquet is no text: add --out FILE");
            return Ok(WRONG_USE);
        }
        None => {
            let mut out = BufWriter::new(io::stdout());
            let count = store.export(&query, form.format(), &mut out)?;
            out.flush()?;
            count
        }
    };
    say(&format!("{} written", counted(written, form.row())));
    Ok(DONE)
}

fn to_folder(
    store: &Store,
    query: &Query,
    folder: &Path,
    arguments: &ExportArguments,
) -> Result<u8, StoreError> {
    std::fs::create_dir_all(folder)?;
    if let Err(failure) =
        create(&folder.join("annotation.conf"), arguments.force, brat::CONFIGURATION.as_bytes())
    {
        let help = failure.help.map(|help| format!(" ({help})")).unwrap_or_default();
        say(&format!("annotation.conf {}{help}", failure.what));
        return Ok(SOME_FAILED);
    }
    let corrected = arguments.corrections.is_some();
    let written = store.export_brat(query, folder, corrected, arguments.force)?;
    say(&format!("{} written into {}", counted(written, "statement"), folder.display()));
    Ok(DONE)
}

/// Writes beside the file first: a file with that name is whole, or not there. A link is replaced,
/// not followed.
fn to_file(
    store: &Store,
    query: &Query,
    form: Form,
    path: &Path,
    force: bool,
) -> Result<Option<u64>, StoreError> {
    if !force && path.symlink_metadata().is_ok() {
        say(&format!("{} is there already (name another file, or add --force)", path.display()));
        return Ok(None);
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let done = new_file(&part).and_then(|file| {
        let mut out = BufWriter::new(file);
        let count = store.export(query, form.format(), &mut out)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        std::fs::rename(&part, path)?;
        Ok(count)
    });
    if done.is_err() {
        // Half a file is of no use; that it cannot be removed either changes nothing.
        let _ = std::fs::remove_file(&part);
    }
    done.map(Some)
}

fn new_file(path: &Path) -> Result<File, StoreError> {
    Ok(OpenOptions::new().write(true).create_new(true).open(path)?)
}
