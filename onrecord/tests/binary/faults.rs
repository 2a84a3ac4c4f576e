//! Every call that writes to a store fails once in turn.

use std::path::PathBuf;
use std::process::Command;

use crate::keeping::{many, number, survives};
use crate::{onrecord, path, stderr, stdout};

/// A library that makes one call fail; `None` where there is no C compiler for it.
fn failing(folder: &tempfile::TempDir) -> Option<PathBuf> {
    let library = folder.path().join("failing.so");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults/failing.c");
    let made = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .args([&library, &PathBuf::from(source)])
        .arg("-ldl")
        .status();
    if made.is_ok_and(|status| status.success()) {
        return Some(library);
    }
    eprintln!("skipped: no C compiler at hand");
    None
}

/// `ONRECORD_FAULTS=all` for every call; else some of them.
#[test]
fn whichever_write_fails_nothing_that_was_acknowledged_is_lost() {
    const FIRST: usize = 4;
    const ARTICLES: usize = 12;
    let files = many(ARTICLES);
    let Some(library) = failing(&files) else { return };
    let input = path(&files, "in");
    let all = std::env::var("ONRECORD_FAULTS").is_ok_and(|value| value == "all");
    let step = if all { 1 } else { number("ONRECORD_FAULTS", 23) as usize };
    let before = path(&files, "before.onrecord");
    let first: Vec<String> = (0..FIRST).map(|k| format!("{input}/{k:04}.txt")).collect();
    let mut add = vec!["add"];
    add.extend(first.iter().map(String::as_str));
    add.extend(["--store", &before]);
    let earlier = committed(&onrecord(&add).output().unwrap());
    assert_eq!(earlier.len(), FIRST);
    // A store that is begun, and one with articles in it; a full disk, and a broken one.
    for (begun, broken) in [(false, false), (true, false), (true, true)] {
        let (mut failed, mut refused, mut acknowledged) = (0, 0, 0);
        for at in (1..).step_by(step) {
            let (store, mark) = (path(&files, "x.onrecord"), path(&files, "mark"));
            for rest in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{store}{rest}"));
            }
            let _ = std::fs::remove_file(&mark);
            if begun {
                std::fs::copy(&before, &store).unwrap();
            }
            let mut command = onrecord(&["add", &input, "--store", &store]);
            command.env("LD_PRELOAD", &library).env("FAIL_IN", "x.onrecord");
            command.env("FAIL_AT", at.to_string()).env("FAIL_MARK", &mark);
            if broken {
                command.env("FAIL_BROKEN", "1");
            }
            let output = command.output().unwrap();
            if !std::path::Path::new(&mark).exists() {
                assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
                break;
            }
            failed += 1;
            refused += usize::from(output.status.code() != Some(0));
            assert_ne!(output.status.code(), Some(101), "call {at}: {}", stderr(&output));
            let mut lines = committed(&output);
            acknowledged += lines.len();
            if begun {
                lines.extend(earlier.iter().cloned());
            }
            survives(&store, &input, &lines, ARTICLES as i64);
        }
        println!(
            "begun {begun}, broken {broken}: {failed} calls failed, {refused} runs said so, \
             {acknowledged} acknowledged, none lost"
        );
        assert!(failed > 2);
    }
}

fn committed(output: &std::process::Output) -> Vec<String> {
    let page = stdout(output);
    page.lines().filter(|line| line.starts_with("committed ")).map(str::to_owned).collect()
}
