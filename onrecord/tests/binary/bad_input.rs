use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{folder, path, run, run_on, shared, stderr, stdout};

fn names(output: &std::process::Output) -> Vec<String> {
    let name = |line: &str| {
        let record: Value = serde_json::from_str(line).unwrap();
        record["name"].as_str().unwrap().to_owned()
    };
    stdout(output).lines().map(name).collect()
}

#[test]
fn each_bad_input_costs_one_message() {
    let files = folder(&[
        ("empty.txt", b""),
        ("blank.txt", b" \n\n\t"),
        ("good.txt", "“Yes,” she said.".as_bytes()),
        ("latin.txt", b"He said, \x93We resist,\x94 in T\xE9h\xE9ran."),
        ("paper.txt", b"%PDF-1.7\n\xFF\xFE"),
        ("photos/one.jpg", b"\xFF\xD8\xFF"),
    ]);
    let inputs: Vec<String> =
        ["empty.txt", "missing.txt", "blank.txt", "latin.txt", "photos", "paper.txt", "good.txt"]
            .iter()
            .map(|name| path(&files, name))
            .collect();
    let mut arguments = vec!["read", "--format", "jsonl"];
    arguments.extend(inputs.iter().map(String::as_str));
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(names(&output), ["latin", "good"], "the others are read");
    let messages = stderr(&output);
    for (name, words) in [
        ("empty.txt", "is empty"),
        ("missing.txt", "cannot be read: No such file"),
        ("blank.txt", "is empty"),
        ("latin.txt", "is not UTF-8 (byte 9); read as windows-1252"),
        ("photos", "is a folder without articles"),
        ("paper.txt", "is not text: it looks like a PDF"),
    ] {
        let lines: Vec<&str> = messages.lines().filter(|line| line.contains(name)).collect();
        assert_eq!(lines.len(), 1, "{name} in {messages}");
        assert!(lines[0].contains(words), "{}", lines[0]);
    }
    assert!(messages.ends_with("5 of 7 failed\n"), "{messages}");

    let latin = path(&files, "latin.txt");
    let quiet = run(&["read", "--quiet", &latin]);
    assert_eq!((quiet.status.code(), stderr(&quiet).as_str()), (Some(0), ""));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let files = folder(&[("locked.txt", b"No."), ("open.txt", b"Yes.")]);
    let locked = path(&files, "locked.txt");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o0)).unwrap();
    if std::fs::read(&locked).is_ok() {
        eprintln!("left out: this user may read everything");
        return;
    }
    let output = run(&["read", &locked, &path(&files, "open.txt"), "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(names(&output), ["open"]);
    assert!(stderr(&output).contains("give yourself the right"));
}

#[test]
fn a_line_over_the_limit() {
    let start = Instant::now();
    let output = run_on(&["read", "-"], &vec![b'a'; 70 << 20]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("longer than 67108864 bytes"), "{}", stderr(&output));
    assert!(start.elapsed() < Duration::from_secs(20));

    let files = folder(&[("a.txt", b"0123456789"), ("b.txt", b"012345678")]);
    let folder = files.path().display().to_string();
    let output = run(&["read", &folder, "--max-bytes", "9", "--format", "jsonl"]);
    assert_eq!(names(&output), ["b"]);
}

#[test]
fn quotation_marks_that_go_nowhere() {
    for text in [
        "“".repeat(20_000),
        "\"' ".repeat(10_000),
        "“He said “that ".repeat(1_000),
        "“He came. ".to_owned() + &"She went, they said, \n\n“".repeat(2_000),
        "a".repeat(300_000),
        "\u{301}".repeat(50_000),
        "\0\u{1b}]0;title\u{7}".repeat(2_000),
    ] {
        let start = Instant::now();
        let output = run_on(&["read", "-", "--format", "jsonl"], text.as_bytes());
        let shown: String = text.chars().take(20).collect();
        assert_eq!(output.status.code(), Some(0), "{shown:?}: {}", stderr(&output));
        assert_eq!(names(&output), ["stdin"]);
        assert!(start.elapsed() < Duration::from_secs(30), "{shown:?}");
    }
}

#[test]
fn strings_that_break_programs() {
    let Some(list) = shared("corpora/web/strings/blns.json") else { return };
    let strings: Vec<String> = serde_json::from_slice(&std::fs::read(list).unwrap()).unwrap();
    let named: Vec<(String, &str)> = strings
        .iter()
        .enumerate()
        .map(|(k, words)| (format!("{k:04}.txt"), words.as_str()))
        .collect();
    let list: Vec<(&str, &[u8])> =
        named.iter().map(|(name, words)| (name.as_str(), words.as_bytes())).collect();
    let files = folder(&list);
    let root = files.path().display().to_string();
    for format in ["jsonl", "text", "brat", "conllu"] {
        let out = path(&files, &format!("out-{format}"));
        let mut arguments = vec!["read", &root, "--format", format];
        if format == "brat" {
            arguments.extend(["--out", &out]);
        }
        let output = run(&arguments);
        // Some of the strings are white space, some are pages without text.
        let nothing = |line: &&str| line.ends_with("is empty") || line.contains("holds nothing");
        let messages = stderr(&output);
        for line in messages.lines().filter(|line| !line.starts_with("onrecord: /")) {
            assert!(line.ends_with("failed") || line.ends_with("held nothing to read"), "{line}");
        }
        for line in messages.lines().filter(|line| line.starts_with("onrecord: /")) {
            assert!(nothing(&line), "{line}");
        }
        if format == "jsonl" {
            let without = messages.lines().filter(nothing).count();
            assert_eq!(names(&output).len() + without, strings.len());
        }
        if format == "text" {
            let control = |c: char| c.is_control() && c != '\n';
            assert!(!stdout(&output).chars().any(control));
        }
    }
}
