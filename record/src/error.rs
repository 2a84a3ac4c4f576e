use std::path::PathBuf;

use thiserror::Error;

/// Why a store could not do what was asked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file is not there.
    #[error("{0} does not exist: make it with `onrecord add`")]
    Missing(PathBuf),
    /// The file is something else.
    #[error("{0} is not a store of onrecord")]
    Foreign(PathBuf),
    /// The file has tables, views or triggers that a store does not have, or lacks some.
    #[error("{path} has another schema than a store of onrecord: {what}")]
    Schema {
        /// The file.
        path: PathBuf,
        /// The first difference.
        what: String,
    },
    /// The file was made by a newer program.
    #[error("{path} has schema {found}, this program knows {known}: use a newer onrecord")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The version that this program writes.
        known: i64,
    },
    /// The file was made by an older program.
    #[error("{path} has schema {found}, this program writes {known}: run `onrecord upgrade`")]
    Older {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The version that this program writes.
        known: i64,
    },
    /// The SQLite linked in has a known defect of its write-ahead log.
    #[error("SQLite {0} can lose commits; 3.51.3 or newer is needed")]
    OldSqlite(&'static str),
    /// Another process writes to the store and did not finish in time.
    #[error("another process is writing to the store; try again when it has finished")]
    Busy,
    /// The disk, or the limit on the size of files, is reached. Nothing that was acknowledged is lost.
    #[error(
        "no room to write the store: {0}; what was committed is safe, free some space and run again"
    )]
    Full(String),
    /// A finding points outside its article, or into the middle of a character.
    #[error("{what} {number} of {article} does not fit its text: {why}")]
    Unfit {
        /// Name of the article.
        article: String,
        /// "statement", "event", "agreement" or "entity".
        what: &'static str,
        /// Which one, from 0.
        number: usize,
        /// What does not fit.
        why: &'static str,
    },
    /// What is stored is not what was stored.
    #[error("{what} {id} is damaged: {why}; run `onrecord check`")]
    Damaged {
        /// "article", "statement" ...
        what: &'static str,
        /// Its row.
        id: i64,
        /// What does not agree.
        why: String,
    },
    /// Nothing has this id.
    #[error("no {what} {id} in this store")]
    Unknown {
        /// "statement", "person" ...
        what: &'static str,
        /// What was asked for.
        id: String,
    },
    /// What was asked makes no sense; the words say what to do.
    #[error("{0}")]
    Refused(String),
    /// A record that was to be imported cannot be read.
    #[error("record {position}: {why}")]
    Import {
        /// Of the record in its file, from 1.
        position: usize,
        /// What is wrong.
        why: String,
    },
    /// Anything else that SQLite reports.
    #[error("the store cannot be read or written: {0}")]
    Sqlite(#[source] rusqlite::Error),
    /// The output or the input file.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// A Parquet file.
    #[error(transparent)]
    Parquet(#[from] parquet::errors::ParquetError),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        use rusqlite::ffi::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
            Some(ErrorCode::DiskFull) => StoreError::Full(error.to_string()),
            // A limit on the size of files, and some full file systems, show as a failed write,
            // truncation or growth of the shared memory.
            Some(ErrorCode::SystemIoFailure)
                if error
                    .sqlite_error()
                    .is_some_and(|e| matches!(e.extended_code, 778 | 1546 | 4874 | 5386)) =>
            {
                StoreError::Full(error.to_string())
            }
            _ => StoreError::Sqlite(error),
        }
    }
}
