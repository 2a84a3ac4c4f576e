use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use onrecord::Pipeline;
use onrecord::output::{JsonOptions, Selection};
use onrecord::read::{Input, Limits, Raw};

use super::args::{Format, LookArguments, ReadArguments, Unit};
use super::failure::{Failure, Kind, say};
use super::inputs::{Item, Source, items, sources};
use super::ordered::in_order;
use super::panics::{caught, keep_quiet};
use super::progress::Progress;
use super::report::Report;
use super::tally::Tally;
use super::terminal::look;
use super::write::{Form, Page, Sink};
use super::{DONE, INTERRUPTED, SOME_FAILED, WRONG_USE};

/// By Mehr News Agency, licensed under CC BY 4.0; the text says so itself.
const DEMO: &[u8] = include_bytes!("../../../testdata/cc-by-4.0/mehr-maduro-tehran.txt");

/// Reads the article that comes along.
pub(super) fn demo(arguments: &LookArguments) -> io::Result<u8> {
    let form = Form {
        format: Format::Text,
        json: JsonOptions::default(),
        look: look(arguments),
        selection: Selection::default(),
        to_folder: false,
    };
    let raw = Raw::new(Input::named("mehr-maduro-tehran"), DEMO.to_vec());
    let mut items = std::iter::once(Item { label: "demo".to_owned(), position: 0, raw: Ok(raw) });
    let progress = Progress::new(1, true, false);
    let (pipeline, sink) = (Pipeline::english(), Sink::stream(form.clone()));
    run(&pipeline, || items.next(), 1, form, sink, Report::none(), progress, true)
}

/// Reads the inputs.
pub(super) fn read(arguments: &ReadArguments) -> io::Result<u8> {
    if let Some(words) = wrong_use(arguments) {
        say(words);
        return Ok(WRONG_USE);
    }
    let form = Form {
        format: arguments.format,
        json: JsonOptions {
            offsets: arguments.offsets.into(),
            in_source: arguments.offsets == Unit::Source,
            with_text: arguments.with_text,
        },
        look: look(&arguments.look),
        selection: arguments.selection(),
        to_folder: arguments.out.is_some(),
    };
    let sources = sources(&arguments.inputs);
    if arguments.format == Format::Brat && arguments.out.is_none() && sources.len() > 1 {
        say("--format brat writes several articles only into a folder: add --out DIR");
        return Ok(WRONG_USE);
    }
    let sink = match &arguments.out {
        None => Sink::stream(form.clone()),
        Some(folder) => match Sink::folder(folder, arguments.force, form.clone()) {
            Ok(sink) => sink,
            Err(failure) => {
                complain(&Progress::new(0, true, false), "--out", &failure);
                return Ok(SOME_FAILED);
            }
        },
    };
    let records_elsewhere = arguments.out.is_some() || !io::stdout().is_terminal();
    let progress = Progress::new(sources.len(), arguments.quiet, records_elsewhere);
    let jobs = match arguments.jobs {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        jobs => jobs,
    };
    let jobs = jobs.min(sources_or_many(&sources));
    let limits = Limits { document_bytes: arguments.max_bytes, ..Limits::default() };
    let report = match Report::create(arguments.report.as_deref()) {
        Ok(report) => report,
        Err(failure) => {
            complain(&progress, "--report", &failure);
            return Ok(SOME_FAILED);
        }
    };
    let pipeline = arguments.engine.pipeline(&sources, arguments.quiet);
    let mut items = items(sources, arguments.known.options(limits));
    run(&pipeline, || items.next(), jobs, form, sink, report, progress, arguments.quiet)
}

/// More threads than files are of no use, but one file may hold many articles.
pub(super) fn sources_or_many(sources: &[Source]) -> usize {
    if sources.len() == 1 { 64 } else { sources.len().clamp(1, 256) }
}

fn wrong_use(arguments: &ReadArguments) -> Option<&'static str> {
    let json = matches!(arguments.format, Format::Json | Format::Jsonl);
    let text_or_json = json || arguments.format == Format::Text;
    let selects = arguments.selection() != Selection::default();
    if selects && !text_or_json {
        Some("--only, --type, --actor and --standing go with --format text, jsonl or json")
    } else if !json && arguments.with_text {
        Some("--with-text goes with --format jsonl or json")
    } else if !json && arguments.offsets != Unit::Chars {
        Some("--offsets goes with --format jsonl or json; the other forms count code points")
    } else if arguments.inputs.iter().filter(|input| input.as_os_str() == "-").count() > 1 {
        Some("standard input can be read only once: give - once")
    } else {
        None
    }
}

/// What came of one item.
struct Outcome {
    label: String,
    /// Its file holds many documents.
    of_many: bool,
    notes: Vec<String>,
    page: Result<Page, Failure>,
}

/// Reads all items, writes their pages in order, and says what failed.
#[expect(clippy::too_many_arguments, reason = "one caller for people, one for programs")]
fn run(
    pipeline: &Pipeline,
    mut next: impl FnMut() -> Option<Item> + Send,
    jobs: usize,
    form: Form,
    mut sink: Sink,
    mut report: Report,
    mut progress: Progress,
    quiet: bool,
) -> io::Result<u8> {
    let stop = stop_on_ctrl_c();
    keep_quiet();
    let live = io::stdout().is_terminal();
    let work = |item: Item| {
        let (mut notes, mut label, mut of_many) = (Vec::new(), item.label, false);
        let page = caught(|| {
            let record = pipeline.read_raw(&item.raw?)?;
            let provenance = record.article.provenance();
            notes.clone_from(&provenance.notes);
            if let Some(offset) = provenance.offset {
                of_many = true;
                label = format!("{label} (byte {offset})");
            }
            Ok(form.page(&record))
        });
        Outcome { label, of_many, notes, page }
    };
    let mut tally = Tally::default();
    let mut broken = Ok(());
    let consume = |outcome: Outcome| {
        tally.all += 1;
        if outcome.of_many && !outcome.notes.is_empty() {
            tally.remark();
        } else if !quiet {
            for note in &outcome.notes {
                progress.say(&format!("{} {note}", outcome.label));
            }
        }
        report.add(&outcome.label, &outcome.notes, outcome.page.as_ref().err());
        let put = match outcome.page {
            Ok(page) => sink.put(&page).and_then(|done| {
                if live {
                    sink.flush()?;
                }
                Ok(done)
            }),
            Err(failure) => Ok(Err(failure)),
        };
        match put {
            Ok(Ok(())) => progress.step(false),
            Ok(Err(failure)) => {
                tally.add(failure.kind);
                let failed = failure.kind == Kind::Failed;
                progress.step(failed);
                if failed || (!failure.of_many && !quiet) {
                    complain(&progress, &outcome.label, &failure);
                }
            }
            Err(error) => {
                broken = Err(error);
                return ControlFlow::Break(());
            }
        }
        if stop.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    in_order(jobs, || if stop.load(Ordering::Relaxed) { None } else { next() }, work, consume);
    progress.end();
    broken?;
    sink.end()?;
    if stop.load(Ordering::Relaxed) {
        say(&format!("stopped after {} articles", tally.all));
        return Ok(INTERRUPTED);
    }
    report.end()?;
    tally.tell(quiet);
    Ok(if tally.failed > 0 { SOME_FAILED } else { DONE })
}

/// One message: where, what happened, what to do.
fn complain(progress: &Progress, label: &str, failure: &Failure) {
    let help = failure.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    progress.say(&format!("{label} {}{help}", failure.what));
}

/// Set by the first Ctrl-C: the run ends after the articles that are being read. Where that takes
/// long, because one is huge or standard input is silent, it ends all the same.
pub(super) fn stop_on_ctrl_c() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&stop);
    // Without a handler Ctrl-C ends the run at once: no reason not to read.
    let _ = ctrlc::set_handler(move || {
        if set.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED.into());
        }
        std::thread::spawn(|| {
            std::thread::sleep(Duration::from_millis(1500));
            std::process::exit(INTERRUPTED.into());
        });
    });
    stop
}
