//! `search` and `verify`, on the article that comes along and a second one.

use serde_json::Value;

use crate::{SEED, folder, path, run, run_on, stderr, stdout};

pub(crate) fn store() -> (tempfile::TempDir, String) {
    let seed = std::fs::read(SEED).unwrap();
    let other = "CARACAS, June 13 — “The only way to face these pressures is to resist,” \
                 Ali Khamenei said on Saturday. President Nicolas Maduro said that Iran sent \
                 aid\u{1b}[31m to Venezuela.";
    let files = folder(&[("in/mehr.txt", &seed), ("in/other.txt", other.as_bytes())]);
    let store = path(&files, "news.onrecord");
    let output = run(&["add", &path(&files, "in"), "--store", &store, "--quiet"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    (files, store)
}

fn object(arguments: &[&str]) -> Value {
    let output = run(arguments);
    serde_json::from_str(&stdout(&output)).unwrap_or_else(|error| {
        panic!("{error}: {} {}", stdout(&output), stderr(&output));
    })
}

#[test]
fn statements_are_found_by_words_and_filters() {
    let (_files, store) = store();
    let find = |more: &[&str]| {
        let mut arguments = vec!["search", "--store", &store, "--json"];
        arguments.extend(more);
        object(&arguments)
    };
    let found = find(&["resist*"]);
    assert!(found["count"].as_u64().unwrap() >= 1, "{found}");
    for hit in found["hits"].as_array().unwrap() {
        let mark = &hit["marks"][0];
        let (from, to) = (mark[0].as_u64().unwrap(), mark[1].as_u64().unwrap());
        let text: Vec<char> = hit["text"].as_str().unwrap().chars().collect();
        let word: String = text[from as usize..to as usize].iter().collect();
        assert!(word.to_lowercase().starts_with("resist"), "{word}");
    }
    let all = find(&[])["count"].as_u64().unwrap();
    let by = find(&["--speaker", "Maduro"]);
    assert!(by["count"].as_u64().unwrap() < all);
    assert!(by["hits"][0]["speaker"].as_str().unwrap().contains("Maduro"));
    let first = find(&["--limit", "1"]);
    let second = find(&["--limit", "1", "--page", "2"]);
    assert_eq!(first["count"], second["count"]);
    assert_ne!(first["hits"][0]["id"], second["hits"][0]["id"]);
    let facets = find(&["--facets"]);
    assert!(facets["facets"]["speaker"][0]["count"].as_u64().unwrap() >= 2);
    assert_eq!(find(&["--since", "2999"])["count"], 0);
}

#[test]
fn hits_look_well_and_do_nothing_to_the_terminal() {
    let (_files, store) = store();
    let page = stdout(&run(&["search", "aid", "--store", &store, "--facets", "--width", "80"]));
    assert!(page.contains("By speaker"), "{page}");
    assert!(!page.contains('\u{1b}'), "{page}");
    assert!(page.lines().all(|line| line.chars().count() <= 82), "{page}");
    let color = stdout(&run(&["search", "resist", "--store", &store, "--color", "always"]));
    assert!(color.contains("\u{1b}[1;7mresist\u{1b}[0m"), "{color}");
    let none = run(&["search", "zebra", "--store", &store]);
    assert_eq!((none.status.code(), stdout(&none).as_str()), (Some(0), "nothing found\n"));
}

#[test]
fn hits_as_a_table() {
    let (_files, store) = store();
    let table = stdout(&run(&["search", "resist*", "--store", &store, "--csv"]));
    assert!(table.starts_with("id,published,outlet,"), "{table}");
    assert!(table.contains("content_codepoints"));
}

#[test]
fn a_wrong_filter_says_what_is_right() {
    for (option, value, says) in [
        ("--since", "June", "2022-06"),
        ("--kind", "PARTY", "CONSULT"),
        ("--form", "straight", "indirect"),
        ("--page", "0", "1.."),
    ] {
        let output = run(&["search", option, value]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(says), "{}", stderr(&output));
    }
}

#[test]
fn a_quotation_gets_its_verdict() {
    let (_files, store) = store();
    for (quotation, speaker, code, verdict) in [
        ("the only way to face these pressures is to resist", None, 0, "verbatim"),
        ("«THE ONLY WAY to face these pressures…", Some("Khamenei"), 0, "verbatim"),
        ("the only way to face pressures is to resist", None, 3, "shortened"),
        ("the only way is to resist", None, 3, "spliced"),
        ("the only way to face these pressures is to surrender", None, 3, "altered"),
        (
            "the only way to face these pressures is to resist",
            Some("Joe Biden"),
            4,
            "said by somebody else",
        ),
        ("we shall fight on the beaches", None, 5, "not on record"),
    ] {
        let mut arguments = vec!["verify", quotation, "--store", &store];
        arguments.extend(speaker.iter().flat_map(|name| ["--speaker", name]));
        let page = run(&arguments);
        assert_eq!(page.status.code(), Some(code), "{quotation}: {}", stdout(&page));
        assert!(stdout(&page).to_lowercase().starts_with(verdict), "{}", stdout(&page));
        arguments.push("--json");
        assert_eq!(object(&arguments)["verdict"], verdict);
    }
}

#[test]
fn what_differs_is_shown_word_by_word() {
    let (_files, store) = store();
    let quotation = "the only way to face these pressures is to surrender";
    let page = stdout(&run(&["verify", quotation, "--store", &store, "--width", "100"]));
    assert!(page.contains("[-resist-]{+surrender+}"), "{page}");
    assert!(page.contains("Other versions") || page.contains("1 version"), "{page}");
    let input = run_on(&["verify", "-", "--store", &store], "“…is to resist”".as_bytes());
    assert!(stdout(&input).starts_with("VERBATIM"), "{}", stdout(&input));
    let empty = run(&["verify", "…", "--store", &store]);
    assert_eq!(empty.status.code(), Some(1));
}

/// It used to say "the same words" below other words, without saying as which.
#[test]
fn the_same_words_are_shown_once() {
    let line = |day: &str| format!("“We shall resist all pressure,” Ali Khamenei said on {day}.");
    let texts = ["Monday", "Tuesday", "Friday"].map(line);
    let files = folder(&[
        ("in/a.txt", texts[0].as_bytes()),
        ("in/b.txt", texts[1].as_bytes()),
        ("in/c.txt", texts[2].as_bytes()),
    ]);
    let store = path(&files, "x.onrecord");
    run(&["add", &path(&files, "in"), "--store", &store]);
    let page = stdout(&run(&["verify", "we shall resist all pressure", "--store", &store]));
    assert_eq!(page.matches("resist all pressure").count(), 1, "{page}");
    let nearest = page.lines().find(|line| line.starts_with("  ")).unwrap();
    let id = nearest.split_whitespace().next().unwrap();
    assert_eq!(page.matches(&format!("(the same words as {id})")).count(), 2, "{page}");
}
