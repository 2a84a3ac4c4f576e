use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::failure::{Failure, Kind};

/// A file that tells what came of each document.
pub(super) struct Report(Option<BufWriter<File>>);

impl Report {
    /// A file that is there already is overwritten.
    pub(super) fn create(file: Option<&Path>) -> Result<Report, Failure> {
        let open = |file: &Path| {
            File::create(file).map_err(|error| {
                Failure::new(format!("cannot be written: {error}"), "name another file")
            })
        };
        Ok(Report(file.map(open).transpose()?.map(BufWriter::new)))
    }

    pub(super) fn none() -> Report {
        Report(None)
    }

    /// Errors of writing show when the report ends.
    pub(super) fn add(&mut self, label: &str, notes: &[String], failure: Option<&Failure>) {
        if let Some(file) = &mut self.0 {
            let outcome = match failure {
                None => "read",
                Some(failure) if failure.kind != Kind::Failed => "skipped",
                Some(_) => "failed",
            };
            let line = serde_json::json!({
                "input": label,
                "outcome": outcome,
                "why": failure.map(|failure| &failure.what),
                "advice": failure.and_then(|failure| failure.help.as_ref()),
                "remarks": notes,
            });
            let _ = writeln!(file, "{line}");
        }
    }

    pub(super) fn end(self) -> io::Result<()> {
        self.0.map_or(Ok(()), |mut file| file.flush())
    }
}
