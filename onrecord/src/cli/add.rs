use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError, RwLock};

use clap::Args;
use onrecord::read::Limits;
use onrecord::record::{Entry, Met, Refusal, Seen, Store, StoreError};

use super::args::KnownArguments;
use super::engines::EngineArgument;
use super::failure::{Failure, Kind, say};
use super::inputs::{Item, STANDARD_INPUT, Source, bytes_of, counted_items, sources};
use super::keeper::Keeper;
use super::ordered::in_order;
use super::panics::{caught, keep_quiet};
use super::progress::Progress;
use super::read::{sources_or_many, stop_on_ctrl_c};
use super::store::StoreArgument;
use super::{DONE, INTERRUPTED, SOME_FAILED};

pub(super) const ADD_HELP: &str = "\
Every text is kept once, known by its SHA-256, with the bytes it was read from. Run the same command
again, after Ctrl-C or with more inputs, and only what is new is read.

When standard output is not a terminal, one line is written for each article, after it is on disk:
  committed ROW sha256:... new|reread|known INPUT

Examples:
  onrecord add reports/                                keep all articles of a folder
  onrecord add 2022/ --store maduro.onrecord           in a store of its own
  onrecord add reuters/ --meta outlet=Reuters --meta language=en
  onrecord add 'CC-NEWS-2022*.warc.gz' --jobs 8
  onrecord add https://en.mehrnews.com/news/187879     one page, or the articles of a feed
  onrecord add reports/ --json | tail -1               the numbers of the end report, for programs

Exit codes:
  0  everything was read and kept, or known before
  1  some inputs failed: `onrecord status` lists them, `onrecord retry` reads them again
  2  the command line was wrong
  6  no room to write; what was committed is safe: free some space and run the command again
  130  stopped by Ctrl-C; what was committed is safe";

#[derive(Args, Debug)]
pub(super) struct AddArguments {
    /// Files, folders (all articles in them, in order of name), patterns ('2024-*.warc.gz'), web
    /// addresses of pages and feeds, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    store: StoreArgument,
    #[command(flatten)]
    how: HowArguments,
}

/// How inputs are read and reported.
#[derive(Args, Debug)]
pub(super) struct HowArguments {
    #[command(flatten)]
    engine: EngineArgument,
    /// Articles read at the same time; 0 is one for each processor. The record is the same
    #[arg(short, long, default_value_t = 0, value_name = "N")]
    jobs: usize,
    /// Refuse documents with more bytes than this
    #[arg(long, default_value_t = 64 << 20, value_name = "N")]
    max_bytes: usize,
    /// Only errors on standard error, and no report at the end
    #[arg(short, long)]
    quiet: bool,
    /// Write JSON Lines: what became of each article, and the report at the end
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    known: KnownArguments,
}

/// Reads the inputs and keeps what they say.
pub(super) fn add(arguments: &AddArguments) -> Result<u8, StoreError> {
    let standard = arguments.inputs.iter().filter(|input| input.as_os_str() == "-").count();
    if standard > 1 {
        say("standard input can be read only once: give - once");
        return Ok(super::WRONG_USE);
    }
    let store = arguments.store.create()?;
    let added = run(store, sources(&arguments.inputs), &arguments.how)?;
    Ok(added.code)
}

/// What a run came to.
pub(super) struct Added {
    pub(super) code: u8,
    pub(super) store: Store,
    /// Names of inputs of which something failed.
    pub(super) failing: HashSet<String>,
    /// Whether all inputs were read to their ends.
    pub(super) whole: bool,
}

/// One document, read.
enum Read {
    Found(Met),
    Failed(Failure),
}

/// Reads all sources on many threads, and keeps what comes of them in order, a batch a
/// transaction.
pub(super) fn run(
    store: Store,
    sources: Vec<Source>,
    how: &HowArguments,
) -> Result<Added, StoreError> {
    let stop = stop_on_ctrl_c();
    keep_quiet();
    let pipeline = how.engine.pipeline(&sources, how.quiet);
    let producer = pipeline.producer();
    let known = RwLock::new(store.read_by(&producer)?);
    let read = Arc::default();
    let progress = Progress::of_bytes(bytes_of(&sources), Arc::clone(&read), how.quiet);
    let jobs = match how.jobs {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        jobs => jobs,
    };
    let jobs = jobs.min(sources_or_many(&sources));
    let limits = Limits { document_bytes: how.max_bytes, ..Limits::default() };
    let mut items = counted_items(sources, how.known.options(limits), read);
    let mut keeper = Keeper::new(store, producer, &known, progress, how.json);
    let work = |item: Item| {
        let seen = Seen { input: input_name(&item.label), position: item.position };
        let size = item.raw.as_ref().map_or(0, |raw| raw.bytes().len());
        let found = caught(|| {
            let raw = item.raw?;
            let article = onrecord::read::read(&raw)?;
            let id = article.id();
            if known.read().unwrap_or_else(PoisonError::into_inner).contains(id.bytes()) {
                return Ok(Met::Known(id, seen.clone()));
            }
            let record = pipeline.record(article);
            let rows = record.rows();
            Entry::new(record.article, rows, raw.bytes(), seen.clone())
                .map(|entry| Met::Read(Box::new(entry)))
                .map_err(|error| Failure::new(error.to_string(), "please report it"))
        });
        let read = match found {
            Ok(met) => Read::Found(met),
            Err(failure) => Read::Failed(failure),
        };
        (item.label, seen, size, read)
    };
    let mut broken = Ok(());
    let consume = |(label, seen, size, read)| {
        let kept = match read {
            Read::Found(met) => keeper.take(label, met, size),
            Read::Failed(failure) => keeper.refuse(&label, refusal(seen, &failure), &failure),
        };
        broken = kept;
        if broken.is_err() || stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    };
    let next = || if stop.load(Ordering::Relaxed) { None } else { items.next() };
    in_order(jobs, next, work, consume);
    let flushed = if broken.is_ok() { keeper.flush() } else { Ok(()) };
    let stopped = stop.load(Ordering::Relaxed);
    keeper.report(how.quiet, stopped)?;
    broken.and(flushed)?;
    let failed = keeper.failed() > 0;
    let code = if stopped {
        INTERRUPTED
    } else if failed {
        SOME_FAILED
    } else {
        DONE
    };
    let (store, failing) = keeper.end();
    Ok(Added { code, store, failing, whole: !stopped })
}

fn refusal(seen: Seen, failure: &Failure) -> Refusal {
    Refusal { seen, skipped: failure.kind != Kind::Failed, reason: failure.what.clone() }
}

/// How an input is called in the store: the same from whichever folder it is named.
fn input_name(label: &str) -> String {
    if label == STANDARD_INPUT || label.contains("://") {
        return label.to_owned();
    }
    std::path::absolute(label).map_or_else(|_| label.to_owned(), |path| path.display().to_string())
}
