use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use onrecord::Record;
use onrecord::output::text::Look;
use onrecord::output::{JsonOptions, Selection, brat, conllu, json, text};

use super::args::Format;
use super::failure::{Failure, Kind};

/// How records become bytes: done by the threads that read them.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub(super) format: Format,
    pub(super) json: JsonOptions,
    pub(super) look: Look,
    pub(super) selection: Selection,
    pub(super) to_folder: bool,
}

/// One record, ready to be written.
#[derive(Debug)]
pub(super) struct Page {
    /// File name without extension.
    stem: String,
    /// The article's text, where it is written too.
    source: Option<String>,
    body: String,
}

impl Form {
    pub(super) fn page(&self, record: &Record) -> Page {
        let body = match self.format {
            Format::Text => text::page_of(record, self.look, &self.selection),
            Format::Jsonl => json::line_of(record, &self.json, &self.selection) + "\n",
            Format::Json => json::pretty_of(record, &self.json, &self.selection),
            Format::Brat => brat::annotations(record),
            Format::Conllu => conllu::document(record),
        };
        let with_source = self.to_folder && self.format == Format::Brat;
        Page {
            stem: if self.to_folder { brat::file_stem(record) } else { String::new() },
            source: with_source.then(|| record.article.text().to_owned()),
            body,
        }
    }

    fn extension(&self) -> &'static str {
        match self.format {
            Format::Text => "txt",
            Format::Jsonl => "jsonl",
            Format::Json => "json",
            Format::Brat => "ann",
            Format::Conllu => "conllu",
        }
    }
}

/// Where pages go.
pub(super) enum Sink {
    Stream { out: BufWriter<io::StdoutLock<'static>>, pages: usize, form: Form },
    Folder { folder: PathBuf, force: bool, taken: HashSet<String>, form: Form },
}

impl Sink {
    pub(super) fn stream(form: Form) -> Sink {
        Sink::Stream { out: BufWriter::new(io::stdout().lock()), pages: 0, form }
    }

    /// Makes the folder, and what brat needs in it.
    pub(super) fn folder(folder: &Path, force: bool, form: Form) -> Result<Sink, Failure> {
        let whole = |error: io::Error| {
            Failure::new(
                format!("{} cannot be made: {error}", folder.display()),
                "choose another folder with --out",
            )
        };
        fs::create_dir_all(folder).map_err(whole)?;
        if form.format == Format::Brat {
            let path = folder.join("annotation.conf");
            if !path.exists() || force {
                create(&path, true, brat::CONFIGURATION.as_bytes())?;
            }
        }
        Ok(Sink::Folder { folder: folder.to_owned(), force, taken: HashSet::new(), form })
    }

    /// Writes one page. The outer error ends the run, the inner one is this page's.
    pub(super) fn put(&mut self, page: &Page) -> io::Result<Result<(), Failure>> {
        match self {
            Sink::Stream { out, pages, form } => {
                if *pages > 0 || form.format == Format::Json {
                    out.write_all(between(form, *pages))?;
                }
                *pages += 1;
                out.write_all(page.body.as_bytes())?;
                Ok(Ok(()))
            }
            Sink::Folder { folder, force, taken, form } => {
                let stem = free(&page.stem, taken);
                let path = |extension| folder.join(format!("{stem}.{extension}"));
                let source = page
                    .source
                    .as_ref()
                    .map_or(Ok(()), |source| create(&path("txt"), *force, source.as_bytes()));
                Ok(source
                    .and_then(|()| create(&path(form.extension()), *force, page.body.as_bytes())))
            }
        }
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        match self {
            Sink::Stream { out, .. } => out.flush(),
            Sink::Folder { .. } => Ok(()),
        }
    }

    /// Writes what stands after the last page.
    pub(super) fn end(mut self) -> io::Result<()> {
        if let Sink::Stream { out, pages, form } = &mut self
            && form.format == Format::Json
        {
            out.write_all(if *pages == 0 { b"[]\n" } else { b"\n]\n" })?;
        }
        self.flush()
    }
}

/// What stands before a page.
fn between(form: &Form, pages: usize) -> &'static [u8] {
    match (form.format, pages) {
        (Format::Json, 0) => b"[\n",
        (Format::Json, _) => b",\n",
        (Format::Text, _) => b"\n\n",
        _ => b"",
    }
}

/// The name, or the name with the first number that makes it new.
fn free(stem: &str, taken: &mut HashSet<String>) -> String {
    let mut name = stem.to_owned();
    let mut number = 2;
    // Names differ on every file system only if they differ in lowercase.
    while !taken.insert(name.to_lowercase()) {
        name = format!("{stem}-{number}");
        number += 1;
    }
    name
}

/// Writes a new file; with `force` in the place of an old one. Links are replaced, not followed.
pub(super) fn create(path: &Path, force: bool, bytes: &[u8]) -> Result<(), Failure> {
    if force {
        let _ = fs::remove_file(path);
    }
    let file: io::Result<File> = OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(bytes)).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::new(
            format!("cannot be written: {} is there already", path.display()),
            "choose another place with --out, or overwrite with --force",
        ),
        _ => Failure {
            what: format!("cannot be written to {}: {error}", path.display()),
            help: None,
            kind: Kind::Failed,
            of_many: false,
        },
    })
}
