use std::io::Write;

use onrecord::output::text::safe;
use onrecord::read::ReadError;

/// What one input came to instead of a record: what happened, and what can be done.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) what: String,
    pub(super) help: Option<String>,
}

impl Failure {
    pub(super) fn new(what: impl Into<String>, help: impl Into<String>) -> Failure {
        Failure { what: what.into(), help: Some(help.into()) }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Failure {
        Failure { what: error.to_string(), help: error.help().map(str::to_owned) }
    }
}

/// One line on standard error. An error of standard error has nowhere to go.
pub(super) fn say(words: &str) {
    let _ = writeln!(std::io::stderr().lock(), "onrecord: {}", safe(words));
}
