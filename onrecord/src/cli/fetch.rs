use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Args;
use onrecord::fetch::{Counts, Settings, What};
use onrecord::output::text::safe;

use super::failure::say;
use super::{DONE, INTERRUPTED, SOME_FAILED};

pub(super) const FETCH_HELP: &str = "\
Every address ends in one line on standard output: polled, kept, left out, or failed, and why.
The same command goes on where the last run ended: what is kept is not asked for again, feeds are
asked only for what has changed, and what failed is tried again, three times at most.

robots.txt is obeyed (RFC 9309). A server gets one request at a time, with a pause between two.
Only public addresses are reached; https is tried before http.

Examples:
  onrecord fetch https://example.org/news.rss --out crawl/ --contact desk@example.com
  onrecord read crawl/ --format jsonl > all.jsonl

Exit codes: 0 all feeds and pages answered, 1 some did not, 130 stopped by Ctrl-C.";

#[derive(Args, Debug)]
pub(super) struct FetchArguments {
    /// Addresses of feeds (RSS, Atom, JSON Feed) and news sitemaps
    #[arg(required = true, value_name = "FEED")]
    feeds: Vec<String>,
    /// The folder for the WARC files and the journal; it is made if it is not there
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    /// How whoever runs the servers can reach you: an address of mail or of a page. It is sent
    /// with every request
    #[arg(long, value_name = "ADDRESS", env = "ONRECORD_CONTACT")]
    contact: String,
    /// Seconds between two requests to one server; its robots.txt may ask for more
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0, value_parser = seconds)]
    delay: f64,
    /// Most seconds for one request
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0, value_parser = seconds)]
    timeout: f64,
    /// Refuse answers with more bytes than this
    #[arg(long, value_name = "N", default_value_t = 16 << 20)]
    max_bytes: usize,
    /// Most pages in this run; the others wait for the next one
    #[arg(long, value_name = "N")]
    max_pages: Option<usize>,
    /// Leave out pages that were published before this date: 2024-06-11
    #[arg(long, value_name = "DATE", value_parser = date)]
    since: Option<String>,
    /// Servers that are asked at the same time
    #[arg(short, long, value_name = "N", default_value_t = 8)]
    jobs: usize,
    /// Only failures, on standard error
    #[arg(short, long)]
    quiet: bool,
}

fn seconds(written: &str) -> Result<f64, String> {
    let seconds: f64 = written.parse().map_err(|_| "give a number of seconds".to_owned())?;
    let fits = (0.1..=3600.0).contains(&seconds);
    if fits { Ok(seconds) } else { Err("give 0.1 to 3600 seconds".to_owned()) }
}

fn date(written: &str) -> Result<String, String> {
    let digits = |range| -> bool {
        let part: Option<&str> = written.get(range);
        part.is_some_and(|part| part.bytes().all(|b| b.is_ascii_digit()))
    };
    let parted = written.len() == 10 && &written[4..5] == "-" && &written[7..8] == "-";
    if written.is_ascii() && parted && digits(0..4) && digits(5..7) && digits(8..10) {
        Ok(written.to_owned())
    } else {
        Err("give a date as 2024-06-11".to_owned())
    }
}

/// Polls the feeds and keeps their pages.
pub(super) fn fetch(arguments: &FetchArguments) -> io::Result<u8> {
    let stop = Arc::new(AtomicBool::new(false));
    stop_on_ctrl_c(stop.clone());
    let settings = Settings {
        contact: Some(arguments.contact.clone()),
        delay: Duration::from_secs_f64(arguments.delay),
        timeout: Duration::from_secs_f64(arguments.timeout),
        most_bytes: arguments.max_bytes,
        jobs: arguments.jobs,
        most_pages: arguments.max_pages.unwrap_or(usize::MAX),
        since: arguments.since.clone(),
        stop: stop.clone(),
        ..Settings::default()
    };
    let counts = onrecord::fetch::fetch(&arguments.feeds, &arguments.out, &settings, &|outcome| {
        match outcome.what {
            What::Failed(_) => say(&outcome.to_string()),
            _ if arguments.quiet => {}
            // Who reads the lines may leave; what is fetched is kept all the same.
            _ => drop(writeln!(io::stdout().lock(), "{}", safe(&outcome.to_string()))),
        }
    });
    match counts {
        Ok(counts) => {
            if !arguments.quiet {
                say(&summed(counts));
            }
            Ok(if stop.load(Ordering::Relaxed) {
                INTERRUPTED
            } else if counts.failed > 0 {
                SOME_FAILED
            } else {
                DONE
            })
        }
        Err(error) => {
            say(&error.to_string());
            Ok(SOME_FAILED)
        }
    }
}

fn summed(counts: Counts) -> String {
    let Counts { polled, kept, left_out, failed, waiting } = counts;
    let mut words = format!("{polled} feeds polled, {kept} pages kept, {left_out} left out");
    if failed > 0 {
        words += &format!(", {failed} failed");
    }
    if waiting > 0 {
        words += &format!(", {waiting} waiting for the next run");
    }
    words
}

/// The first Ctrl-C ends the run after the requests that are under way, the second at once.
fn stop_on_ctrl_c(stop: Arc<AtomicBool>) {
    // Without a handler Ctrl-C ends the run at once; the journal allows for that.
    let _ = ctrlc::set_handler(move || {
        if stop.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED.into());
        }
        say("stopping after the requests under way; Ctrl-C again stops at once");
    });
}
