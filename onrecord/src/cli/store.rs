use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use onrecord::record::{Store, StoreError};

use super::failure::say;
use super::{NO_ROOM, SOME_FAILED};

/// Where records are kept if nobody says otherwise.
const DEFAULT: &str = "news.onrecord";

#[derive(Args, Debug, Clone)]
pub(super) struct StoreArgument {
    /// The store, one SQLite file [default: what ONRECORD_STORE names, else news.onrecord]
    #[arg(short, long, value_name = "FILE")]
    store: Option<PathBuf>,
}

impl StoreArgument {
    pub(super) fn path(&self) -> PathBuf {
        path_or_default(self.store.as_deref())
    }

    /// Opens the store to add to it; makes it where none is.
    pub(super) fn create(&self) -> Result<Store, StoreError> {
        survive_file_limits();
        Store::open_or_create(self.path())
    }

    /// Opens the store to change what holds in it.
    pub(super) fn open(&self) -> Result<Store, StoreError> {
        survive_file_limits();
        Store::open(self.path())
    }

    pub(super) fn read(&self) -> Result<Store, StoreError> {
        Store::open_to_read(self.path())
    }
}

/// The store as the one thing a command is about.
#[derive(Args, Debug, Clone)]
pub(super) struct StorePath {
    /// The store [default: what ONRECORD_STORE names, else news.onrecord]
    #[arg(value_name = "STORE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    option: StoreArgument,
}

impl StorePath {
    pub(super) fn path(&self) -> PathBuf {
        self.file.clone().unwrap_or_else(|| self.option.path())
    }
}

fn path_or_default(path: Option<&Path>) -> PathBuf {
    let named = || std::env::var_os("ONRECORD_STORE").filter(|name| !name.is_empty());
    path.map(Path::to_owned)
        .or_else(|| named().map(PathBuf::from))
        .unwrap_or_else(|| PathBuf::from(DEFAULT))
}

/// A file that reaches the limit on the size of files ends a process without a word, unless
/// somebody takes the signal; then the write fails, and we can say so.
fn survive_file_limits() {
    #[cfg(unix)]
    {
        let taken = std::sync::Arc::default();
        // Without it only the message is lost: what was committed is safe either way.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, taken);
    }
}

/// The exit code of a command; what went wrong is said on standard error.
pub(super) fn ended(done: Result<u8, StoreError>) -> io::Result<u8> {
    match done {
        Ok(code) => Ok(code),
        Err(StoreError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => Err(error),
        Err(error) => {
            say(&error.to_string());
            Ok(if matches!(error, StoreError::Full(_)) { NO_ROOM } else { SOME_FAILED })
        }
    }
}
