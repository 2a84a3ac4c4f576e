use std::io::Write;

use onrecord::output::text::safe;
use onrecord::read::ReadError;

/// What one input came to instead of a record: what happened, and what can be done.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) what: String,
    pub(super) help: Option<String>,
    pub(super) kind: Kind,
    /// Its file holds many documents.
    pub(super) of_many: bool,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Failed,
    /// Nothing is wrong, there is only nothing to read.
    Skipped,
    /// Written in a language that is not asked for: counted.
    OtherLanguage,
}

impl Failure {
    pub(super) fn new(what: impl Into<String>, help: impl Into<String>) -> Failure {
        Failure { what: what.into(), help: Some(help.into()), kind: Kind::Failed, of_many: false }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Failure {
        let kind = if error.is_other_language() {
            Kind::OtherLanguage
        } else if error.is_skip() {
            Kind::Skipped
        } else {
            Kind::Failed
        };
        let of_many = matches!(error, ReadError::Record { .. });
        Failure { what: error.to_string(), help: error.help().map(str::to_owned), kind, of_many }
    }
}

/// One line on standard error. An error of standard error has nowhere to go.
pub(super) fn say(words: &str) {
    let _ = writeln!(std::io::stderr().lock(), "onrecord: {}", safe(words));
}
