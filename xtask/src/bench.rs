use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::root;

/// Each time is the least of so many runs.
const RUNS: usize = 5;

/// Measures the whole program with each engine and prints one row a figure. Times are also given as
/// ratios to a baseline measured in between: splitting the same texts at white space and counting
/// the words in a hash table.
pub(crate) fn measure() -> Result<(), String> {
    crate::cargo(&["build", "--release", "--quiet", "--package", "onrecord"])?;
    let binary = crate::binary();
    let seed = root().join("testdata/cc-by-4.0/mehr-maduro-tehran.txt");
    let size = std::fs::metadata(&binary).map_err(|error| error.to_string())?.len();
    println!("| what | figure | ratio to the baseline |\n|---|---|---|");
    println!("| size of the binary | {:.1} MB | |", size as f64 / 1e6);
    let models = root().join("language/en");
    let size = |name: &str| std::fs::metadata(models.join(name)).map_or(0, |file| file.len());
    let fast: u64 = ["tags.bin", "parse.bin", "names.bin", "roles.bin"].map(size).iter().sum();
    println!("| models of the fast engine | {:.1} MB | |", fast as f64 / 1e6);
    println!("| what the deep engine adds | {:.1} MB | |", size("deep.bin") as f64 / 1e6);

    let shared = std::env::var_os("ONRECORD_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| root().join("../shared"));
    let mut texts = texts_in(&shared.join("corpora/polnear/dev"));
    let corpus = if texts.is_empty() {
        eprintln!("no corpora in {}: reading the bundled article 50 times", shared.display());
        texts = vec![seed.clone(); 50];
        "the bundled article, 50 times"
    } else {
        "PolNeAR dev"
    };
    let words: usize = texts
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .map(|text| text.split_whitespace().count())
        .sum();
    let baseline = least(|| Ok(count_words(&texts)))?;
    println!("| read: {corpus}, {} texts, {words} words | | |", texts.len());
    for engine in ["deep", "fast"] {
        let start = least(|| timed(&binary, engine, 1, std::slice::from_ref(&seed)))?;
        println!(
            "| {engine}: start to end, one article of 594 words | {} ms | |",
            start.as_millis()
        );
        let whole = least(|| timed(&binary, engine, 1, &texts))?;
        let reading = whole.saturating_sub(start).max(Duration::from_micros(1));
        println!(
            "| {engine}: words a second, one thread | {:.0} | {:.0} times its time |",
            words as f64 / reading.as_secs_f64(),
            reading.as_secs_f64() / baseline.as_secs_f64()
        );
        let both = least(|| timed(&binary, engine, 2, &texts))?.saturating_sub(start);
        let gain = reading.as_secs_f64() / both.max(Duration::from_micros(1)).as_secs_f64();
        println!("| {engine}: gain of a second thread | {gain:.2} times | |");
        println!("| {engine}: most memory | {} | |", memory(&binary, engine, &texts)?);
    }
    Ok(())
}

fn least(mut run: impl FnMut() -> Result<Duration, String>) -> Result<Duration, String> {
    let mut best = run()?;
    for _ in 1..RUNS {
        best = best.min(run()?);
    }
    Ok(best)
}

fn texts_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut texts: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    texts.sort();
    texts
}

fn command(binary: &Path, engine: &str, jobs: u32, inputs: &[PathBuf]) -> Command {
    let mut command = Command::new(binary);
    command.args(["read", "--quiet", "--format", "jsonl", "--engine", engine]);
    command.args(["--jobs", &jobs.to_string()]).args(inputs);
    command.stdout(Stdio::null());
    command
}

fn timed(binary: &Path, engine: &str, jobs: u32, inputs: &[PathBuf]) -> Result<Duration, String> {
    let start = Instant::now();
    let status =
        command(binary, engine, jobs, inputs).status().map_err(|error| error.to_string())?;
    if status.success() {
        Ok(start.elapsed())
    } else {
        Err(format!("onrecord ended with {status}"))
    }
}

fn count_words(texts: &[PathBuf]) -> Duration {
    let start = Instant::now();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for text in texts.iter().filter_map(|path| std::fs::read_to_string(path).ok()) {
        for word in text.split_whitespace() {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
    }
    std::hint::black_box(counts.len());
    start.elapsed()
}

/// The most memory that the program held, as Linux counts it.
fn memory(binary: &Path, engine: &str, inputs: &[PathBuf]) -> Result<String, String> {
    let mut child =
        command(binary, engine, 1, inputs).spawn().map_err(|error| error.to_string())?;
    let status = format!("/proc/{}/status", child.id());
    let mut most = None;
    while child.try_wait().map_err(|error| error.to_string())?.is_none() {
        let now = std::fs::read_to_string(&status).unwrap_or_default();
        let line = now.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(kilobytes);
        std::thread::sleep(Duration::from_millis(2));
    }
    Ok(most.map_or("not known on this system".to_owned(), |kb: u64| format!("{} MB", kb / 1000)))
}
