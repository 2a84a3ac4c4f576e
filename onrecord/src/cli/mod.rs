mod add;
mod agreements;
mod args;
mod check;
mod completions;
mod correct;
mod dossier;
mod engines;
mod export;
mod failure;
mod fetch;
mod figures;
mod filters;
mod import;
mod inputs;
mod inspect;
mod keeper;
mod ordered;
mod panics;
mod progress;
mod read;
mod report;
mod retry;
mod search;
mod status;
mod store;
mod tally;
mod terminal;
mod upgrade;
mod verify;
mod web;
mod who;
mod write;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Arguments, Command};

/// Everything was read.
const DONE: u8 = 0;
/// Some inputs failed; each was named.
const SOME_FAILED: u8 = 1;
/// The command line asked for something that does not exist.
const WRONG_USE: u8 = 2;
/// The store is not as it was written.
const DAMAGED: u8 = 3;
/// A quotation is on record in other words.
const CHANGED: u8 = 3;
/// A quotation is on record from somebody else.
const OTHER_SPEAKER: u8 = 4;
/// A quotation is not on record.
const NOT_ON_RECORD: u8 = 5;
/// No room to write; what was committed is safe.
const NO_ROOM: u8 = 6;
/// Stopped by Ctrl-C.
const INTERRUPTED: u8 = 130;

/// Does what the command line says.
pub(crate) fn run() -> ExitCode {
    let matches = Arguments::command().get_matches();
    let arguments = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments,
        Err(error) => error.format(&mut Arguments::command()).exit(),
    };
    let done = match arguments.command {
        Command::Demo(look) => read::demo(&look),
        Command::Read(arguments) => read::read(&arguments),
        Command::Inspect(arguments) => inspect::inspect(&arguments),
        Command::Add(arguments) => store::ended(add::add(&arguments)),
        Command::Search(arguments) => store::ended(search::search(&arguments)),
        Command::Verify(arguments) => store::ended(verify::verify(&arguments)),
        Command::Who(arguments) => store::ended(who::who(&arguments)),
        Command::Dossier(arguments) => store::ended(dossier::dossier(&arguments)),
        Command::Agreements(arguments) => store::ended(agreements::agreements(&arguments)),
        Command::Status(arguments) => store::ended(status::status(&arguments)),
        Command::Correct(arguments) => store::ended(correct::correct(&arguments)),
        Command::Export(arguments) => store::ended(export::export(&arguments)),
        Command::Import(arguments) => store::ended(import::import(&arguments)),
        Command::Check(arguments) => store::ended(check::check(&arguments)),
        Command::Upgrade(arguments) => store::ended(upgrade::upgrade(&arguments)),
        Command::Retry(arguments) => store::ended(retry::retry(&arguments)),
        Command::Fetch(arguments) => fetch::fetch(&arguments),
        Command::Engines => print(engines::list().as_bytes()),
        Command::Schema => print(onrecord::output::schema().as_bytes()),
        Command::Completions { shell } => print(&completions::script(shell)),
        Command::Man => completions::man_page().and_then(|page| print(&page)),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        // The reader of our output has seen enough: `| head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(DONE),
        Err(error) => {
            failure::say(&format!("cannot write the output: {error}"));
            ExitCode::from(SOME_FAILED)
        }
    }
}

fn print(bytes: &[u8]) -> io::Result<u8> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(DONE)
}
