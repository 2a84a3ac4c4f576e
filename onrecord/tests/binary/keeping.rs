//! `add`, `status`, `retry`, `check` and `upgrade`.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::time::Instant;

use onrecord::record::Store;
use serde_json::Value;

use crate::{SEED, folder, onrecord, path, run, run_on, stderr, stdout};

fn report(output: &std::process::Output) -> Value {
    serde_json::from_str(stdout(output).lines().last().expect("a report")).unwrap()
}

#[test]
fn what_is_added_is_kept_once() {
    let seed = std::fs::read(SEED).unwrap();
    let files = folder(&[
        ("a/one.txt", &seed),
        ("a/same.txt", &seed),
        ("a/two.txt", b"\xe2\x80\x9cWe resist,\xe2\x80\x9d Ali Khamenei said."),
        ("a/empty.txt", b""),
    ]);
    let (input, store) = (path(&files, "a"), path(&files, "x.onrecord"));
    let first = run(&["add", &input, "--store", &store, "--meta", "outlet=Example", "--json"]);
    assert_eq!(first.status.code(), Some(1), "{}", stderr(&first));
    assert!(stderr(&first).contains("empty.txt is empty"));
    let said = report(&first);
    assert_eq!((&said["new"], &said["known"], &said["failed"]), (&2.into(), &1.into(), &1.into()));
    assert_eq!(said["reasons"]["is empty"], 1);
    let again = report(&run(&["add", &input, "--store", &store, "--json"]));
    assert_eq!((&again["new"], &again["known"]), (&0.into(), &3.into()));

    let status: Value =
        serde_json::from_str(&stdout(&run(&["status", "--store", &store, "--json"]))).unwrap();
    assert_eq!((&status["articles"], &status["sightings"]), (&2.into(), &3.into()));
    assert_eq!(status["refused"].as_array().unwrap().len(), 1, "noted once: {status}");
    assert_eq!(status["outlets"][0]["outlet"], "Example");
    let page = stdout(&run(&["status", "--store", &store]));
    assert!(page.contains("failed") && page.contains("empty.txt"), "{page}");
}

#[test]
fn each_article_is_acknowledged_after_it_is_on_disk() {
    let files = folder(&[("a.txt", b"\xe2\x80\x9cWe resist,\xe2\x80\x9d Ali Khamenei said.")]);
    let store = path(&files, "x.onrecord");
    let page = stdout(&run(&["add", &path(&files, "a.txt"), "--store", &store]));
    let line: Vec<&str> = page.lines().next().unwrap().split(' ').collect();
    assert_eq!((line[0], line[1], line[3]), ("committed", "1", "new"));
    let kept = Store::open_to_read(&store).unwrap().article(1).unwrap();
    assert_eq!(kept.article.id().to_string(), line[2]);
    assert!(page.contains("near-duplicate"), "{page}");
}

#[test]
fn what_failed_is_read_again_when_it_is_mended() {
    let files = folder(&[("a.txt", b""), ("b.txt", b"He said that it was late.")]);
    let (broken, store) = (path(&files, "a.txt"), path(&files, "x.onrecord"));
    let missing = path(&files, "missing.txt");
    run(&["add", &broken, &missing, &path(&files, "b.txt"), "--store", &store]);
    assert_eq!(run(&["retry", "--store", &store]).status.code(), Some(1));
    std::fs::write(&broken, "She said that it was early.").unwrap();
    std::fs::write(&missing, "It was found, she said.").unwrap();
    let mended = run(&["retry", "--store", &store, "--json"]);
    assert_eq!(mended.status.code(), Some(0), "{}", stderr(&mended));
    assert_eq!(report(&mended)["new"], 2);
    let page = stdout(&run(&["retry", "--store", &store]));
    assert!(page.contains("nothing failed"), "{page}");
    assert_eq!(run(&["check", &store]).status.code(), Some(0));
}

#[test]
fn standard_input_is_kept_too() {
    let files = folder(&[]);
    let store = path(&files, "x.onrecord");
    let added = run_on(&["add", "-", "--store", &store, "--json"], "“No,” she said.".as_bytes());
    assert_eq!(report(&added)["new"], 1);
    assert_eq!(run(&["add", "-", "-", "--store", &store]).status.code(), Some(2));
}

#[test]
fn only_stores_are_opened() {
    let files = folder(&[("x.db", &[b'x'; 4096])]);
    for command in ["status", "retry"] {
        let output = run(&[command, "--store", &path(&files, "none.onrecord")]);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains("does not exist"), "{}", stderr(&output));
    }
    let output = run(&["add", SEED, "--store", &path(&files, "x.db")]);
    assert!(stderr(&output).contains("is not a store"), "{}", stderr(&output));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_damaged_store_is_noticed() {
    let files = folder(&[]);
    let store = path(&files, "x.onrecord");
    run(&["add", SEED, "--store", &store]);
    let whole = run(&["check", &store]);
    assert_eq!(whole.status.code(), Some(0), "{}", stdout(&whole));
    assert!(stdout(&whole).contains("whole, 1 article"));
    assert_eq!(run(&["upgrade", &store]).status.code(), Some(0));
    let mut bytes = std::fs::read(&store).unwrap();
    let word = b"Venezuela";
    let at = bytes.windows(word.len()).rposition(|window| window == word).unwrap();
    bytes[at] = b'W';
    std::fs::write(&store, bytes).unwrap();
    let damaged = run(&["check", &store, "--json"]);
    assert_eq!(damaged.status.code(), Some(3));
    let page: Value = serde_json::from_str(&stdout(&damaged)).unwrap();
    assert_eq!(page["whole"], false);
    assert!(stdout(&run(&["check", &store])).contains("DAMAGED"));
}

/// Many short articles of made-up words.
pub(crate) fn many(count: usize) -> tempfile::TempDir {
    let texts: Vec<(String, String)> = (0..count)
        .map(|k| {
            let text = format!(
                "TEHRAN — “We shall resist {k} times,” minister Number{k} Name{k} said on Friday. \
                 He added that the year {k} was better than the year {}.",
                k * 7 + 1
            );
            (format!("in/{k:04}.txt"), text)
        })
        .collect();
    let list: Vec<(&str, &[u8])> =
        texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    folder(&list)
}

/// Every acknowledged article is there and whole, nothing is there by half, and going on gives
/// what one run would have given.
pub(crate) fn survives(store: &str, input: &str, acknowledged: &[String], all: i64) {
    if std::path::Path::new(store).exists()
        && std::fs::metadata(store).unwrap().len() > 0
        && !acknowledged.is_empty()
    {
        let open = Store::open(store).unwrap();
        let mut kept = Vec::new();
        for line in acknowledged {
            let row: i64 = line.split(' ').nth(1).unwrap().parse().unwrap();
            let article = open.article(row).unwrap();
            assert_eq!(article.article.id().to_string(), line.split(' ').nth(2).unwrap());
            assert!(open.source(row).is_ok());
            assert!(open.latest_rows(row).unwrap().is_some(), "read by half");
            kept.push(row);
        }
        assert_eq!(open.check().unwrap().damage, []);
    }
    let output = run(&["add", input, "--store", store]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let open = Store::open(store).unwrap();
    let count = |table: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        open.connection().query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!((count("article"), count("reading"), count("sighting")), (all, all, all));
    assert_eq!(open.check().unwrap().damage, []);
}

pub(crate) fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// `ONRECORD_KILLS=200` for the whole experiment.
#[test]
fn a_killed_run_loses_nothing_that_it_acknowledged() {
    const ARTICLES: usize = 400;
    let files = many(ARTICLES);
    let input = path(&files, "in");
    let (mut acknowledged, mut killed) = (0, 0);
    let kills = number("ONRECORD_KILLS", 10);
    let begun = Instant::now();
    let store = path(&files, "whole.onrecord");
    let output = onrecord(&["add", &input, "--store", &store, "--quiet"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let whole = begun.elapsed();
    for k in 0..kills {
        let store = path(&files, &format!("{k}.onrecord"));
        let mut child = onrecord(&["add", &input, "--store", &store])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let read = std::thread::spawn(move || {
            let whole = lines.map_while(Result::ok);
            whole.filter(|line| line.starts_with("committed ")).collect::<Vec<_>>()
        });
        std::thread::sleep(whole * (k * 7919 % 1000) as u32 / 1000);
        killed += u64::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        let lines = read.join().unwrap();
        acknowledged += lines.len();
        survives(&store, &input, &lines, ARTICLES as i64);
        std::fs::remove_file(&store).unwrap();
    }
    println!("{kills} kills, {killed} before the end, {acknowledged} acknowledged, none lost");
    assert!(acknowledged > 0, "all were killed before their first commit");
}

/// A limit on the size of files makes one write after the other fail. `ONRECORD_LIMITS=200` for
/// the whole experiment.
#[cfg(unix)]
#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    const ARTICLES: usize = 160; // more than one batch
    let files = many(ARTICLES);
    let input = path(&files, "in");
    let limits = number("ONRECORD_LIMITS", 8);
    let (mut full, mut after, mut acknowledged) = (0, 0, 0);
    for k in 0..limits {
        let store = path(&files, &format!("{k}.onrecord"));
        let blocks = 1 + k * 420 / limits; // of 1024 bytes
        let command = format!("ulimit -f {blocks}; exec \"$0\" add '{input}' --store '{store}'");
        let output = std::process::Command::new("bash")
            .args(["-c", &command, env!("CARGO_BIN_EXE_onrecord")])
            .output()
            .unwrap();
        if output.status.code() != Some(0) {
            assert_eq!(output.status.code(), Some(6), "{blocks}: {}", stderr(&output));
            assert!(stderr(&output).contains("no room"), "{}", stderr(&output));
            full += 1;
            after += usize::from(stdout(&output).contains("committed "));
        }
        let lines: Vec<String> = stdout(&output)
            .lines()
            .filter(|line| line.starts_with("committed "))
            .map(str::to_owned)
            .collect();
        acknowledged += lines.len();
        survives(&store, &input, &lines, ARTICLES as i64);
    }
    println!(
        "{limits} limits, {full} reached, {after} of them after a commit, {acknowledged} \
         acknowledged, none lost"
    );
    assert!(full > 0);
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_between_articles() {
    let files = many(300);
    let (input, store) = (path(&files, "in"), path(&files, "x.onrecord"));
    let child = onrecord(&["add", &input, "--store", &store])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    let kill = format!("kill -INT {}", child.id());
    std::process::Command::new("bash").args(["-c", &kill]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    let page = stdout(&output);
    if output.status.code() == Some(130) {
        assert!(page.contains("stopped"), "{page}");
    }
    let lines: Vec<String> =
        page.lines().filter(|line| line.starts_with("committed ")).map(str::to_owned).collect();
    survives(&store, &input, &lines, 300);
}

#[test]
fn two_writers_share_a_store() {
    let files = many(60);
    let (input, store) = (path(&files, "in"), path(&files, "x.onrecord"));
    let start = || {
        onrecord(&["add", &input, "--store", &store, "--quiet"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let (one, other) = (start(), start());
    for child in [one, other] {
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
    survives(&store, &input, &[], 60);
}

#[test]
fn a_reader_of_acknowledgements_may_leave() {
    let files = many(50);
    let (input, store) = (path(&files, "in"), path(&files, "x.onrecord"));
    let mut child = onrecord(&["add", &input, "--store", &store])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let _ = std::io::stdout().flush();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    survives(&store, &input, &[], 50);
}
