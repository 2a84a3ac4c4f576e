use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use onrecord::read::{Input, Options, Raw, documents, is_read_in_folders};

use super::failure::Failure;
use super::web::{self, is_web};

/// What standard input is called in messages.
pub(super) const STANDARD_INPUT: &str = "standard input";

/// A file to read, standard input, or the reason why there is none.
#[derive(Debug)]
pub(super) enum Source {
    File(PathBuf),
    StandardInput,
    Web(String),
    Failed(PathBuf, Failure),
}

/// One document, or why there is none, and what to call it in messages.
pub(super) struct Item {
    pub(super) label: String,
    /// Of the document in its input, from 0.
    pub(super) position: u64,
    pub(super) raw: Result<Raw, Failure>,
}

/// All files that the inputs name, in order: a folder is the articles in it and in its folders,
/// in order of name; a pattern is all that fits it.
pub(super) fn sources(inputs: &[PathBuf]) -> Vec<Source> {
    let mut sources = Vec::new();
    for input in inputs {
        if input.as_os_str() == "-" {
            sources.push(Source::StandardInput);
        } else if let Some(url) = input.to_str().filter(|input| is_web(input)) {
            sources.push(Source::Web(url.to_owned()));
        } else if let Some(fitting) = fitting(input) {
            sources.extend(fitting);
        } else if input.is_dir() {
            let before = sources.len();
            walk(input, &mut sources);
            if sources.len() == before {
                sources.push(Source::Failed(
                    input.clone(),
                    Failure::new(
                        "is a folder without articles",
                        "name the files themselves if they have other extensions than .txt",
                    ),
                ));
            }
        } else {
            sources.push(Source::File(input.clone()));
        }
    }
    sources
}

/// The files and folders that fit a pattern; `None` if the input is none, or is itself a file.
fn fitting(input: &Path) -> Option<Vec<Source>> {
    let pattern = input.to_str().filter(|input| input.contains(['*', '?', '[']))?;
    if input.exists() {
        return None;
    }
    let all: Vec<PathBuf> = glob::glob(pattern).ok()?.filter_map(Result::ok).collect();
    if all.is_empty() {
        let failure = Failure::new("fits no file", "check the pattern");
        return Some(vec![Source::Failed(input.to_owned(), failure)]);
    }
    Some(sources(&all))
}

/// Adds the articles of a folder. Links to folders are not followed: they may lead back.
fn walk(folder: &Path, sources: &mut Vec<Source>) {
    // Paths still to look at, the next one last.
    let mut next = vec![(folder.to_owned(), true)];
    while let Some((path, is_folder)) = next.pop() {
        if !is_folder {
            sources.push(Source::File(path));
            continue;
        }
        match entries(&path) {
            Ok(mut entries) => {
                entries.sort();
                next.extend(entries.into_iter().rev());
            }
            Err(error) => sources.push(Source::Failed(
                path,
                Failure::new(format!("cannot be listed: {error}"), "give yourself the right to"),
            )),
        }
    }
}

/// What is read in a folder: its folders and articles, each with whether it is a folder.
fn entries(folder: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let kind = entry.file_type()?;
        if kind.is_dir() && !name.starts_with('.') {
            entries.push((entry.path(), true));
        } else if !kind.is_dir() && is_read_in_folders(&name) && !entry.path().is_dir() {
            entries.push((entry.path(), false));
        }
    }
    Ok(entries)
}

/// Bytes of all files; `None` if they are not known beforehand.
pub(super) fn bytes_of(sources: &[Source]) -> Option<u64> {
    sources.iter().map(Source::bytes).sum()
}

impl Source {
    /// How large it is; `None` if that is not known beforehand.
    pub(super) fn bytes(&self) -> Option<u64> {
        match self {
            Source::File(path) => Some(fs::metadata(path).map_or(0, |file| file.len())),
            Source::Failed(..) => Some(0),
            Source::StandardInput | Source::Web(_) => None,
        }
    }
}

/// The documents of all sources, one after the other, each read when its turn comes.
pub(super) fn items(sources: Vec<Source>, options: Options) -> impl Iterator<Item = Item> + Send {
    counted_items(sources, options, Arc::default())
}

/// The same, and how many bytes of them were read so far.
pub(super) fn counted_items(
    sources: Vec<Source>,
    options: Options,
    read: Arc<AtomicU64>,
) -> impl Iterator<Item = Item> + Send {
    let counted = move |bytes| Counted { bytes, read: read.clone() };
    sources.into_iter().flat_map(move |source| match source {
        Source::StandardInput => {
            let options = options.clone();
            all(STANDARD_INPUT, io::stdin(), Input::named("stdin"), options)
        }
        Source::Web(url) => match web::open(&url) {
            Ok((answer, input)) => all(&url, answer, input, options.clone()),
            Err(failure) => one(Item { label: url, position: 0, raw: Err(failure) }),
        },
        Source::Failed(path, failure) => {
            one(Item { label: path.display().to_string(), position: 0, raw: Err(failure) })
        }
        Source::File(path) => {
            let label = path.display().to_string();
            match File::open(&path) {
                Ok(file) => {
                    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                    let input = Input { name, file: Some(label.clone()), web: None };
                    all(&label, counted(file), input, options.clone())
                }
                Err(error) => {
                    let raw = Err(onrecord::read::ReadError::Io(error).into());
                    one(Item { label, position: 0, raw })
                }
            }
        }
    })
}

type Items = Box<dyn Iterator<Item = Item> + Send>;

fn one(item: Item) -> Items {
    Box::new(std::iter::once(item))
}

fn all(
    label: &str,
    bytes: impl io::Read + Send + 'static,
    input: Input,
    options: Options,
) -> Items {
    let label = label.to_owned();
    Box::new((0..).zip(documents(bytes, input, options)).map(move |(position, raw)| Item {
        label: label.clone(),
        position,
        raw: raw.map_err(Failure::from),
    }))
}

/// A file that adds what is read of it to a sum over all files.
struct Counted {
    bytes: File,
    read: Arc<AtomicU64>,
}

impl io::Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.bytes.read(buffer)?;
        self.read.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}
