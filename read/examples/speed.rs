//! How fast files are read into articles, on one thread:
//! `cargo run -r -p onrecord-read --example speed -- FILE...`

use std::time::Instant;

use onrecord_read::{Input, Limits, articles};

fn main() -> std::io::Result<()> {
    let mut files = Vec::new();
    for file in std::env::args().skip(1) {
        files.push(std::fs::read(file)?);
    }
    let bytes: usize = files.iter().map(Vec::len).sum();
    let (mut best, mut read, mut text) = (f64::INFINITY, 0, 0);
    for _ in 0..5 {
        let copies = files.clone();
        (read, text) = (0, 0);
        let start = Instant::now();
        for file in copies {
            let source = std::io::Cursor::new(file);
            for article in articles(source, Input::named("x"), Limits::default()).flatten() {
                read += 1;
                text += article.text().len();
            }
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!(
        "{} files, {bytes} bytes: {read} articles, {text} bytes of text; best of 5: {:.1} MB/s",
        files.len(),
        bytes as f64 / best / 1e6
    );
    Ok(())
}
