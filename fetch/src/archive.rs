//! The folder: WARC files, and the journal that tells what is in them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::client::{Answer, FetchError, now};
use crate::journal::{Known, Line};
use crate::warc;

/// Its ending is none that is read in folders.
const JOURNAL: &str = "fetch.journal";
/// A file of the archive that is longer than this gets a successor.
const LONGEST: u64 = 1 << 30;

/// The folder, held by one run.
#[derive(Debug)]
pub(crate) struct Archive {
    folder: PathBuf,
    journal: File,
    pub(crate) known: Known,
    contact: Option<String>,
    open: Option<Open>,
}

/// The file that is being written.
#[derive(Debug)]
struct Open {
    name: String,
    file: File,
    bytes: u64,
}

impl Archive {
    /// Takes the folder, and makes whole what a run that was cut off left in it.
    pub(crate) fn open(folder: &Path, contact: Option<String>) -> Result<Archive, FetchError> {
        fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
        let path = folder.join(JOURNAL);
        let options = OpenOptions::new().read(true).append(true).create(true).open(&path);
        let mut journal = options.map_err(|error| failed(&path, error))?;
        if journal.try_lock().is_err() {
            return Err(FetchError::Taken(folder.display().to_string()));
        }
        let written = fs::read(&path).map_err(|error| failed(&path, error))?;
        let known = Known::read(&String::from_utf8_lossy(&written));
        if written.last().is_some_and(|&byte| byte != b'\n') {
            journal.write_all(b"\n").map_err(|error| failed(&path, error))?;
        }
        for (name, &bytes) in &known.whole {
            let path = folder.join(name);
            let length = fs::metadata(&path).map_or(bytes, |data| data.len());
            let mend = || match bytes {
                0 => fs::remove_file(&path),
                _ => OpenOptions::new().write(true).open(&path)?.set_len(bytes),
            };
            if length > bytes {
                mend().map_err(|error| failed(&path, error))?;
            }
        }
        Ok(Archive { folder: folder.to_owned(), journal, known, contact, open: None })
    }

    /// Adds lines to the journal, and to what is known.
    pub(crate) fn note(&mut self, lines: Vec<Line>) -> Result<(), FetchError> {
        let mut text = String::new();
        for line in &lines {
            // Strings and numbers are always JSON.
            text += &serde_json::to_string(line).unwrap_or_default();
            text.push('\n');
        }
        let path = self.folder.join(JOURNAL);
        self.journal.write_all(text.as_bytes()).map_err(|error| failed(&path, error))?;
        self.journal.sync_data().map_err(|error| failed(&path, error))?;
        for line in lines {
            self.known.add(line);
        }
        Ok(())
    }

    /// Keeps an answer: when this returns it is on disk, and the line for the journal says so.
    pub(crate) fn keep(&mut self, answer: &Answer) -> Result<Line, FetchError> {
        let mut open = match self.open.take() {
            Some(open) if open.bytes <= LONGEST => open,
            _ => self.begin(&answer.fetched)?,
        };
        let added = warc::response(answer).and_then(|record| open.add(&record));
        let bytes = added.map_err(|error| failed(&self.folder.join(&open.name), error))?;
        let line = Line::Written { file: open.name.clone(), bytes };
        self.open = Some(open);
        Ok(line)
    }

    /// A new file, with the record that tells about it.
    fn begin(&mut self, date: &str) -> Result<Open, FetchError> {
        let stamp: String = date.chars().filter(char::is_ascii_digit).collect();
        let mut number = 0;
        loop {
            let name = format!("onrecord-{stamp}-{number:03}.warc.gz");
            let path = self.folder.join(&name);
            number += 1;
            if path.exists() {
                continue;
            }
            self.note(vec![Line::Written { file: name.clone(), bytes: 0 }])?;
            let begin = || {
                let file = OpenOptions::new().append(true).create_new(true).open(&path)?;
                let mut open = Open { name: name.clone(), file, bytes: 0 };
                open.add(&warc::about(&name, self.contact.as_deref(), &now())?)?;
                Ok(open)
            };
            let open = begin().map_err(|error| failed(&path, error))?;
            self.note(vec![Line::Written { file: name, bytes: open.bytes }])?;
            return Ok(open);
        }
    }
}

impl Open {
    /// Adds a record and returns how many bytes the file has then.
    fn add(&mut self, record: &[u8]) -> io::Result<u64> {
        self.file.write_all(record)?;
        self.file.sync_data()?;
        self.bytes += record.len() as u64;
        Ok(self.bytes)
    }
}

fn failed(path: &Path, error: io::Error) -> FetchError {
    FetchError::Folder { path: path.display().to_string(), error }
}
