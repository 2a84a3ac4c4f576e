//! How fast files are read into articles, on one thread:
//! `cargo run -r -p onrecord-read --example speed -- FILE...`

use std::time::{Duration, Instant};

use onrecord_read::{Input, Limits, articles};

const RUNS: usize = 20;

/// Time that this thread has worked, where the system tells (Linux); else time that has passed. A
/// busy machine makes the second longer, not the first.
struct Clock(Option<u64>, Instant);

impl Clock {
    fn start() -> Clock {
        Clock(worked(), Instant::now())
    }

    fn elapsed(&self) -> Duration {
        match (self.0, worked()) {
            (Some(start), Some(end)) => Duration::from_nanos(end - start),
            _ => self.1.elapsed(),
        }
    }
}

/// Nanoseconds.
fn worked() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok()
}

fn main() -> std::io::Result<()> {
    let mut files = Vec::new();
    for file in std::env::args().skip(1) {
        files.push(std::fs::read(file)?);
    }
    let bytes: usize = files.iter().map(Vec::len).sum();
    let (mut read, mut text) = (0, 0);
    let start = Clock::start();
    for _ in 0..RUNS {
        (read, text) = (0, 0);
        for file in &files {
            let source = std::io::Cursor::new(file.clone());
            for article in articles(source, Input::named("x"), Limits::default()).flatten() {
                read += 1;
                text += article.text().len();
            }
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} files, {bytes} bytes: {read} articles, {text} bytes of text; {:.1} MB/s over {RUNS} runs",
        files.len(),
        (bytes * RUNS) as f64 / seconds / 1e6
    );
    Ok(())
}
