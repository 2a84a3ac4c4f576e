use std::collections::HashSet;

use onrecord::Pipeline;
use onrecord::output::{brat, conllu};
use serde_json::Value;

use crate::{SEED, folder, made, path, run, run_on, stderr, stdout};

#[test]
fn demo() {
    let output = run(&["demo"]);
    assert_eq!(output.status.code(), Some(0));
    let page = stdout(&output);
    assert!(page.contains("All Content by Mehr News Agency is licensed"), "attributed");
    assert!(page.contains("Who said what"));
}

#[test]
fn one_line_an_article() {
    let line = stdout(&run(&["read", SEED, "--format", "jsonl"]));
    assert_eq!(line.matches('\n').count(), 1);
    // Order and names of the fields are part of the form.
    let mut at = 0;
    for field in [
        "schema",
        "name",
        "id",
        "offsets",
        "article",
        "title",
        "outlet",
        "url",
        "published",
        "language",
        "licence",
        "dateline",
        "place",
        "statements",
        "events",
        "agreements",
        "entities",
    ] {
        at += line[at..].find(&format!("\"{field}\":")).unwrap_or_else(|| panic!("{field}"));
    }
    let record: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(record["schema"], "onrecord/1");
    assert_eq!(record["name"], "mehr-maduro-tehran");
    assert_eq!(record["article"]["licence"], "CC-BY-4.0");
    assert_eq!(record["article"]["outlet"], "Mehr News Agency");
    assert_eq!(record["article"]["dateline"], "TEHRAN");
    assert!(record["article"].get("text").is_none());
}

#[test]
fn json_is_one_list() {
    let files = folder(&[("a.txt", b"One."), ("b.txt", b"Two."), ("c.txt", b"")]);
    for (inputs, names) in [
        (vec!["a.txt", "b.txt"], vec!["a", "b"]),
        (vec!["a.txt"], vec!["a"]),
        (vec!["c.txt"], vec![]),
    ] {
        let inputs: Vec<String> = inputs.iter().map(|name| path(&files, name)).collect();
        let mut arguments = vec!["read", "--format", "json"];
        arguments.extend(inputs.iter().map(String::as_str));
        let list: Value = serde_json::from_str(&stdout(&run(&arguments))).unwrap();
        let found: Vec<&str> =
            list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(found, names);
    }
}

/// Checks an `.ann` file against its text, as brat would.
fn check_brat(text: &str, ann: &str) {
    let chars: Vec<char> = text.chars().collect();
    let mut known = HashSet::new();
    let mut named = Vec::new();
    for line in ann.lines() {
        let (id, rest) = line.split_once('\t').expect("an id");
        assert!(known.insert(id.to_owned()), "{id} twice");
        match &id[..1] {
            "T" => {
                let (place, words) = rest.split_once('\t').expect("words");
                let (_, places) = place.split_once(' ').expect("places");
                let pieces: Vec<String> = places
                    .split(';')
                    .map(|place| {
                        let (first, last) = place.split_once(' ').expect("two numbers");
                        chars[first.parse().unwrap()..last.parse().unwrap()].iter().collect()
                    })
                    .collect();
                assert_eq!(pieces.join(" "), words);
            }
            "E" => named.extend(rest.split(' ').map(|pair| {
                let (_, id) = pair.split_once(':').expect("a role and an id");
                id.to_owned()
            })),
            "A" => named.push(rest.split(' ').nth(1).expect("an id").to_owned()),
            "#" => {}
            other => panic!("a line that starts with {other}"),
        }
    }
    for id in named {
        assert!(known.contains(&id), "{id} is not there");
    }
}

#[test]
fn brat_of_a_made_record() {
    let ann = brat::annotations(&made::record());
    check_brat(made::TEXT, &ann);
    assert!(ann.contains("E1\tStatement:T1 Source:T3 Content:T2 Addressee:T4\n"), "{ann}");
    assert!(ann.contains(" Within:E1\n"), "{ann}");
    assert!(ann.contains("Content 9 23;51 83\t“We 😀 resist,” “and you said"), "{ann}");
}

#[test]
fn brat_into_a_folder() {
    let files =
        folder(&[("in/a.txt", "“We resist,” he said.\n“Yes.”".as_bytes()), ("in/b/a.txt", b"No.")]);
    let (input, out) = (path(&files, "in"), path(&files, "out"));
    let arguments = ["read", &input, "--format", "brat", "--out", &out];
    assert_eq!(run(&arguments).status.code(), Some(0));
    let read = |name: &str| std::fs::read_to_string(files.path().join("out").join(name)).unwrap();
    check_brat(&read("a.txt"), &read("a.ann"));
    assert_eq!(read("a-2.txt"), "No.");
    assert!(read("annotation.conf").contains("[events]"));

    let again = run(&arguments);
    assert_eq!(again.status.code(), Some(1), "never overwrites by itself");
    assert!(stderr(&again).contains("--force"));
    assert_eq!(run(&[&arguments[..], &["--force"]].concat()).status.code(), Some(0));
}

#[test]
fn brat_of_one_input() {
    let ann = stdout(&run(&["read", SEED, "--format", "brat"]));
    check_brat(&std::fs::read_to_string(SEED).unwrap(), &ann);
    assert_eq!(run(&["read", SEED, SEED, "--format", "brat"]).status.code(), Some(2));
}

#[test]
fn conllu_is_valid() {
    let text = std::fs::read_to_string(SEED).unwrap() + "\n\nA 😀 b\u{a0}c.\r\n“No” …";
    let record = Pipeline::english().read("seed", text.as_bytes()).unwrap();
    let document = conllu::document(&record);
    let chars: Vec<char> = text.chars().collect();
    let mut seen = 0;
    for sentence in document.split_terminator("\n\n") {
        let mut rebuilt = String::new();
        let mut heads = Vec::new();
        for line in sentence.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 10, "{line}");
            assert!(columns.iter().all(|column| !column.is_empty()), "{line}");
            heads.push(columns[6].parse::<usize>().unwrap());
            assert_eq!(columns[0], heads.len().to_string());
            assert_eq!(columns[6] == "0", columns[7] == "root", "{line}");
            rebuilt.push_str(columns[1]);
            if !columns[9].contains("SpaceAfter=No") {
                rebuilt.push(' ');
            }
            let (_, range) = columns[9].split_once("TokenRange=").unwrap();
            let (first, last) = range.split_once(':').unwrap();
            let word: String =
                chars[first.parse().unwrap()..last.parse().unwrap()].iter().collect();
            assert_eq!(word, columns[1]);
            seen += 1;
        }
        assert!(heads.iter().all(|&head| head <= heads.len()));
        let text = sentence.lines().find_map(|line| line.strip_prefix("# text = ")).unwrap();
        assert_eq!(text, rebuilt.trim_end());
    }
    assert_eq!(seen, record.analysis.tokens().len());
}

#[test]
fn standard_input() {
    let output = run_on(&["read", "-", "--format", "jsonl", "--with-text"], "Hi — 😀.".as_bytes());
    let record: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(record["name"], "stdin");
    assert_eq!(record["article"]["text"], "Hi — 😀.");
    assert_eq!(run(&["read", "-", "-"]).status.code(), Some(2));
}

#[test]
fn help_completions_and_manual() {
    for (arguments, words) in [
        (&["--help"][..], "Exit codes:"),
        (&["read", "--help"], "Examples:"),
        (&["completions", "bash"], "onrecord"),
        (&["completions", "zsh"], "--format"),
        (&["man"], ".TH onrecord 1"),
        (&["man"], "utf16"),
        (&["schema"], "onrecord/1"),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        let text = stdout(&output);
        assert!(text.contains(words), "{words} in {arguments:?}: {text}");
    }
}

#[test]
fn wrong_use() {
    for arguments in [
        &[][..],
        &["read"],
        &["read", SEED, "--format", "xml"],
        &["read", SEED, "--with-text"],
        &["read", SEED, "--offsets", "bytes"],
        &["read", SEED, "--force"],
        &["write"],
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}
