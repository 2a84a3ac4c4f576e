use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use onrecord::record::{Imported, Producer, Store, StoreError};

use super::failure::say;
use super::figures::{counted, grouped};
use super::store::StoreArgument;
use super::{DONE, SOME_FAILED};

pub(super) const IMPORT_HELP: &str = "\
Takes what `onrecord export --to jsonl`, `onrecord read --format jsonl --with-text` and `onrecord
export --to parquet` write; which of them it is shows in the file. Parquet holds statements only.
Every text is compared with its hash, every span with its text; what does not fit is named, the rest
is taken. Texts that are known with findings of the same producer are not taken twice.

--people takes a gazetteer instead: names and offices by which people of the record are known.
  CSV with a header: key, name, aliases (\"; \" between them), kind, country, office, since, until;
  one row an office. Or the JSON of the Wikidata Query Service with variables of these names.

Examples:
  onrecord import 2022.jsonl
  onrecord import part-*.parquet --store 2022.onrecord
  onrecord import --people presidents.csv";

#[derive(Args, Debug)]
pub(super) struct ImportArguments {
    /// Files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The files are gazetteers
    #[arg(long)]
    people: bool,
    /// What the findings were made by [default: what this onrecord is, marked as imported]
    #[arg(long, value_name = "NAME", conflicts_with = "people")]
    producer: Option<String>,
    #[command(flatten)]
    store: StoreArgument,
}

/// Failures of one file that are named.
const LISTED: usize = 20;

/// Takes over findings or people.
pub(super) fn import(arguments: &ImportArguments) -> Result<u8, StoreError> {
    let mut store = arguments.store.create()?;
    let producer = Producer {
        version: concat!("onrecord ", env!("CARGO_PKG_VERSION")).to_owned(),
        model: arguments.producer.clone().unwrap_or_else(|| "imported".to_owned()),
    };
    let mut code = DONE;
    for path in &arguments.files {
        let label = path.display().to_string();
        let taken = match arguments.people {
            true => people(&mut store, path),
            false => findings(&mut store, path, &producer),
        };
        match taken {
            Ok((words, failed)) => {
                super::print(format!("{label}: {words}\n").as_bytes())?;
                for (position, why) in failed.iter().take(LISTED) {
                    say(&format!("{label} record {position}: {why}"));
                }
                if !failed.is_empty() {
                    code = SOME_FAILED;
                }
            }
            Err(
                error @ (StoreError::Io(_) | StoreError::Parquet(_) | StoreError::Import { .. }),
            ) => {
                say(&format!("{label}: {error}"));
                code = SOME_FAILED;
            }
            Err(error) => return Err(error),
        }
    }
    std::io::stdout().flush()?;
    Ok(code)
}

type Taken = (String, Vec<(usize, String)>);

fn findings(store: &mut Store, path: &Path, producer: &Producer) -> Result<Taken, StoreError> {
    let mut bytes = BufReader::new(File::open(path)?);
    let name = std::path::absolute(path)?.display().to_string();
    let parquet = bytes.fill_buf()?.starts_with(b"PAR1");
    let imported = match parquet {
        true => store.import_parquet(File::open(path)?, &name, producer)?,
        false => store.import_jsonl(&mut bytes, &name, producer)?,
    };
    let Imported { new, reread, known, failed } = imported;
    let words = format!(
        "{} new, {} with findings of another producer, {} known, {} failed",
        counted(new as u64, "article"),
        grouped(reread as u64),
        grouped(known as u64),
        grouped(failed.len() as u64)
    );
    Ok((words, failed))
}

fn people(store: &mut Store, path: &Path) -> Result<Taken, StoreError> {
    const MOST: u64 = 1 << 30;
    let mut text = String::new();
    File::open(path)?.take(MOST).read_to_string(&mut text)?;
    let (rows, failed) = onrecord::record::gazetteer(&text)?;
    let added = store.add_people(&rows)?;
    let words = format!(
        "{} added, {} known, {} failed",
        counted(added as u64, "entry"),
        grouped((rows.len() - added) as u64),
        grouped(failed.len() as u64)
    );
    Ok((words, failed))
}
