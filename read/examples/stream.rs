//! Reads files of any size, or standard input for `-`, as a stream, and tells what came of the
//! documents, how fast, and how much memory that took:
//! `cargo run -r -p onrecord-read --example stream -- FILE...`

use std::fs::File;
use std::io::{self, Read};
use std::time::Instant;

use onrecord_read::{Input, Limits, articles};

fn main() -> io::Result<()> {
    for name in std::env::args().skip(1) {
        let source: Box<dyn Read + Send> = match name.as_str() {
            "-" => Box::new(io::stdin()),
            file => Box::new(File::open(file)?),
        };
        let (mut read, mut skipped, mut failed, mut text) = (0, 0, 0, 0);
        let start = Instant::now();
        for article in articles(source, Input::named("x"), Limits::default()) {
            match article {
                Ok(article) => {
                    read += 1;
                    text += article.text().len();
                }
                Err(error) if error.is_skip() => skipped += 1,
                Err(error) => {
                    failed += 1;
                    eprintln!("{name} {error}");
                }
            }
        }
        println!(
            "{name}: {read} read ({text} bytes of text), {skipped} skipped, {failed} failed, {:.1} s",
            start.elapsed().as_secs_f64()
        );
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(most) = status.lines().find_map(|line| line.strip_prefix("VmHWM:")) {
        println!("most memory: {}", most.trim());
    }
    Ok(())
}
