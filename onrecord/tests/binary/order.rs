use std::time::{Duration, Instant};

use crate::{SEED, folder, path, run, stdout};

/// Forty articles in three folders, of very different lengths.
fn articles() -> (tempfile::TempDir, Vec<String>) {
    let mut files = Vec::new();
    for k in 0..40usize {
        let sentence = format!("“We resist {k} times,” minister Number {k} said. ");
        let name = format!("{}/{:02}.txt", ["a", "b", "c/d"][k * 3 / 40], k);
        files.push((name, sentence.repeat(1 + (k * 7) % 13 * 4)));
    }
    let list: Vec<(&str, &[u8])> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    (folder(&list), files.iter().map(|(name, _)| name.clone()).collect())
}

#[test]
fn output_is_in_the_order_of_the_input() {
    let (folder, names) = articles();
    let root = folder.path().display().to_string();
    let one = stdout(&run(&["read", &root, "--format", "jsonl", "--jobs", "1"]));
    let stems: Vec<String> = one
        .lines()
        .map(|line| {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            record["name"].as_str().unwrap().to_owned()
        })
        .collect();
    let expected: Vec<&str> =
        names.iter().map(|name| &name[name.len() - 6..name.len() - 4]).collect();
    assert_eq!(stems, expected);

    for jobs in ["2", "7", "0"] {
        assert!(
            one == stdout(&run(&["read", &root, "--format", "jsonl", "--jobs", jobs])),
            "{jobs}"
        );
    }
    let text = stdout(&run(&["read", &root, "--jobs", "1"]));
    assert!(text == stdout(&run(&["read", &root, "--jobs", "5"])));

    let (last, first) = (path(&folder, &names[39]), path(&folder, &names[0]));
    let turned = stdout(&run(&["read", &last, &first, "--format", "jsonl"]));
    let records: Vec<&str> = turned.lines().collect();
    assert!(records[0].contains(r#""name":"39""#) && records[1].contains(r#""name":"00""#));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    use std::io::Read;
    let (folder, _) = articles();
    let root = folder.path().display().to_string();
    let mut child = crate::onrecord(&["read", &root, "--format", "jsonl"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut [0; 10]).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

#[test]
fn the_first_result_comes_at_once() {
    let least = (0..3)
        .map(|_| {
            let start = Instant::now();
            assert_eq!(run(&["read", SEED]).status.code(), Some(0));
            start.elapsed()
        })
        .min()
        .unwrap();
    assert!(least < Duration::from_secs(3), "{least:?}");
}
