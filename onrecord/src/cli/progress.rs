use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::failure;
use super::figures::grouped;

/// A bar on standard error, where somebody looks at it and has to wait.
#[derive(Debug)]
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    failed: usize,
    /// Bytes read so far, and since when.
    read: Option<(Arc<AtomicU64>, Instant)>,
}

impl Progress {
    /// Shows a bar only in a terminal, for several files, when the records go elsewhere.
    pub(super) fn new(files: usize, quiet: bool, records_elsewhere: bool) -> Progress {
        let shown = !quiet && files > 1 && records_elsewhere && std::io::stderr().is_terminal();
        let bar = shown.then(|| {
            let bar = ProgressBar::new(files as u64);
            let style = "{bar:30} {pos}/{len} read, {per_sec}, {eta} left{msg}";
            if let Ok(style) = ProgressStyle::with_template(style) {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Progress { bar, failed: 0, read: None }
    }

    /// Shows how far the bytes of all inputs are read; only how many documents, if nobody knows
    /// how many bytes there are.
    pub(super) fn of_bytes(bytes: Option<u64>, read: Arc<AtomicU64>, quiet: bool) -> Progress {
        let shown = !quiet && std::io::stderr().is_terminal();
        let bar = shown.then(|| {
            let bar = bytes.map_or_else(ProgressBar::no_length, ProgressBar::new);
            let style = match bytes {
                Some(_) => "{bar:24} {percent:>3} %  {msg}  {eta} left",
                None => "{spinner} {msg}",
            };
            if let Ok(style) = ProgressStyle::with_template(style) {
                bar.set_style(style);
            }
            bar.set_message("0 read");
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Progress { bar, failed: 0, read: Some((read, Instant::now())) }
    }

    /// So many documents are done.
    pub(super) fn set(&mut self, done: u64, failed: u64) {
        if let (Some(bar), Some((read, start))) = (&self.bar, &self.read) {
            let rate = done as f64 / start.elapsed().as_secs_f64().max(0.001);
            let failed = if failed > 0 { format!(", {failed} failed") } else { String::new() };
            bar.set_position(read.load(Ordering::Relaxed));
            bar.set_message(format!("{} read, {rate:.0}/s{failed}", grouped(done)));
        }
    }

    /// One more is done.
    pub(super) fn step(&mut self, failed: bool) {
        self.failed += usize::from(failed);
        if let Some(bar) = &self.bar {
            if failed {
                bar.set_message(format!(", {} failed", self.failed));
            }
            bar.inc(1);
        }
    }

    /// Writes a line on standard error, above the bar.
    pub(super) fn say(&self, words: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| failure::say(words)),
            None => failure::say(words),
        }
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
