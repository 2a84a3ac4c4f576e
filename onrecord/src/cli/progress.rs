use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::failure;

/// A bar on standard error, where somebody looks at it and has to wait.
#[derive(Debug)]
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    failed: usize,
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
        Progress { bar, failed: 0 }
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
