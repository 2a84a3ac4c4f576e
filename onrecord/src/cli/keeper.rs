use std::collections::{BTreeMap, HashSet};
use std::io::{self, IsTerminal, Write};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use onrecord::article::ArticleId;
use onrecord::output::text::safe;
use onrecord::record::{Appended, Met, Producer, Refusal, Store, StoreError};
use serde_json::json;

use super::failure::{Failure, Kind};
use super::figures::{counted, grouped};
use super::progress::Progress;

/// A batch is one transaction: whichever of these comes first ends it.
const BATCH: usize = 128;
const BATCH_BYTES: usize = 16 << 20;
const BATCH_TIME: Duration = Duration::from_secs(1);
/// Most reasons of failures that the report lists.
const REASONS: usize = 8;

/// Keeps what was read, and counts what became of it.
pub(super) struct Keeper<'a> {
    store: Store,
    producer: Producer,
    /// Texts that need not be read again.
    known: &'a RwLock<HashSet<[u8; 32]>>,
    progress: Progress,
    batch: Vec<Met>,
    labels: Vec<String>,
    bytes: usize,
    since: Instant,
    lines: Lines,
    counts: Counts,
    failing: HashSet<String>,
    start: Instant,
    storing: Duration,
}

/// How each article is acknowledged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    None,
    Words,
    Json,
}

#[derive(Default)]
struct Counts {
    all: u64,
    new: u64,
    reread: u64,
    known: u64,
    copies: u64,
    skipped: u64,
    failed: u64,
    statements: u64,
    events: u64,
    agreements: u64,
    reasons: BTreeMap<String, u64>,
}

impl<'a> Keeper<'a> {
    pub(super) fn new(
        store: Store,
        producer: Producer,
        known: &'a RwLock<HashSet<[u8; 32]>>,
        progress: Progress,
        json: bool,
    ) -> Keeper<'a> {
        let lines = match json {
            true => Lines::Json,
            false if io::stdout().is_terminal() => Lines::None,
            false => Lines::Words,
        };
        Keeper {
            store,
            producer,
            known,
            progress,
            batch: Vec::new(),
            labels: Vec::new(),
            bytes: 0,
            since: Instant::now(),
            lines,
            counts: Counts::default(),
            failing: HashSet::new(),
            start: Instant::now(),
            storing: Duration::ZERO,
        }
    }

    /// Takes one document that was read; commits when the batch is full.
    pub(super) fn take(&mut self, label: String, met: Met, size: usize) -> Result<(), StoreError> {
        if self.batch.is_empty() {
            self.since = Instant::now();
        }
        self.batch.push(met);
        self.labels.push(label);
        self.bytes += size;
        let full = self.batch.len() >= BATCH
            || self.bytes >= BATCH_BYTES
            || self.since.elapsed() >= BATCH_TIME;
        if full { self.flush() } else { Ok(()) }
    }

    /// Takes one document that gave no article.
    pub(super) fn refuse(
        &mut self,
        label: &str,
        refusal: Refusal,
        failure: &Failure,
    ) -> Result<(), StoreError> {
        if failure.kind == Kind::Failed {
            let help = failure.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
            self.progress.say(&format!("{label} {}{help}", failure.what));
            self.failing.insert(refusal.seen.input.clone());
        }
        self.take(label.to_owned(), Met::Refused(refusal), 0)
    }

    /// Commits what waits, then acknowledges it.
    pub(super) fn flush(&mut self) -> Result<(), StoreError> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let start = Instant::now();
        let kept = self.store.keep(&self.batch, &self.producer)?;
        self.storing += start.elapsed();
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let mut out = io::stdout().lock();
        for ((met, appended), label) in self.batch.iter().zip(&kept).zip(&self.labels) {
            self.counts.add(met, *appended);
            let id = match met {
                Met::Read(entry) => entry.article().id(),
                Met::Known(id, _) => *id,
                Met::Refused(_) => continue,
            };
            known.insert(*id.bytes());
            if let Some(appended) = appended {
                self.lines.acknowledge(&mut out, id, *appended, label)?;
            }
        }
        out.flush()?;
        self.progress.set(self.counts.all, self.counts.failed);
        self.batch.clear();
        self.labels.clear();
        self.bytes = 0;
        Ok(())
    }

    pub(super) fn failed(&self) -> u64 {
        self.counts.failed
    }

    /// The store, and the inputs of which something failed.
    pub(super) fn end(self) -> (Store, HashSet<String>) {
        (self.store, self.failing)
    }

    /// Says what the run came to.
    pub(super) fn report(&self, quiet: bool, stopped: bool) -> io::Result<()> {
        self.progress.end();
        let seconds = self.start.elapsed().as_secs_f64().max(0.001);
        let storing = self.storing.as_secs_f64();
        let mut out = io::stdout().lock();
        if self.lines == Lines::Json {
            let c = &self.counts;
            let report = json!({
                "store": self.store.path().display().to_string(), "read": c.all, "new": c.new,
                "reread": c.reread, "known": c.known, "near_duplicates": c.copies,
                "failed": c.failed, "nothing_to_read": c.skipped, "statements": c.statements,
                "events": c.events, "agreements": c.agreements, "reasons": c.reasons,
                "seconds": seconds, "seconds_storing": storing, "stopped": stopped,
            });
            writeln!(out, "{report}")?;
        } else if !quiet {
            let words = self.counts.words(&self.store.path().display().to_string());
            out.write_all(words.as_bytes())?;
            writeln!(
                out,
                "  in {seconds:.1} s, {:.0} a second, {:.0} % of the time storing",
                self.counts.all as f64 / seconds,
                100.0 * storing / seconds
            )?;
            if stopped {
                writeln!(out, "  stopped: run the same command again to go on")?;
            }
        }
        out.flush()
    }
}

impl Lines {
    fn acknowledge(
        self,
        out: &mut impl Write,
        id: ArticleId,
        appended: Appended,
        label: &str,
    ) -> io::Result<()> {
        let (row, what) = match appended {
            Appended::New { article, .. } => (article, "new"),
            Appended::Reread { article } => (article, "reread"),
            Appended::Known { article } => (article, "known"),
        };
        match self {
            Lines::None => Ok(()),
            Lines::Words => writeln!(out, "committed {row} {id} {what} {}", safe(label)),
            Lines::Json => writeln!(
                out,
                "{}",
                json!({ "committed": row, "id": id.to_string(), "what": what, "input": label })
            ),
        }
    }
}

impl Counts {
    fn add(&mut self, met: &Met, appended: Option<Appended>) {
        self.all += 1;
        match (met, appended) {
            (Met::Refused(refusal), _) if refusal.skipped => self.skipped += 1,
            (Met::Refused(refusal), _) => {
                self.failed += 1;
                *self.reasons.entry(refusal.reason.clone()).or_default() += 1;
            }
            (_, Some(Appended::New { copy_of, .. })) => {
                self.new += 1;
                self.copies += u64::from(copy_of.is_some());
            }
            (_, Some(Appended::Reread { .. })) => self.reread += 1,
            (_, _) => self.known += 1,
        }
        if let (Met::Read(entry), Some(Appended::New { .. } | Appended::Reread { .. })) =
            (met, appended)
        {
            let rows = entry.rows();
            self.statements += rows.statements.len() as u64;
            self.events += rows.events.len() as u64;
            self.agreements += rows.agreements.len() as u64;
        }
    }

    fn words(&self, store: &str) -> String {
        let mut page = format!("{}: {}\n", safe(store), counted(self.all, "document"));
        let mut line = |what: &str, number: u64, more: String| {
            let more = if more.is_empty() { more } else { format!("   {more}") };
            page.push_str(&format!("  {what:<16}{:>9}{more}\n", grouped(number)));
        };
        let found = [
            counted(self.statements, "statement"),
            counted(self.events, "event"),
            counted(self.agreements, "agreement"),
        ];
        line("new", self.new, found.join(", "));
        line("near-duplicate", self.copies, "of the new ones repeat an earlier article".into());
        line("known", self.known, String::new());
        if self.reread > 0 {
            line("read again", self.reread, "by this version of onrecord".into());
        }
        if self.skipped > 0 {
            line("nothing to read", self.skipped, String::new());
        }
        let retry = if self.failed > 0 { "`onrecord retry` reads them again" } else { "" };
        line("failed", self.failed, retry.into());
        let mut reasons: Vec<(&String, &u64)> = self.reasons.iter().collect();
        reasons.sort_by_key(|&(reason, count)| (std::cmp::Reverse(count), reason));
        for (reason, count) in reasons.into_iter().take(REASONS) {
            page.push_str(&format!("    {:>9} {}\n", grouped(*count), safe(reason)));
        }
        page
    }
}
