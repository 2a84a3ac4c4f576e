//! `who`, `dossier` and `agreements`.

use serde_json::Value;

use crate::asking::store;
use crate::{path, run, stderr, stdout};

#[test]
fn a_person_is_shown_with_everything_on_record() {
    let (_files, store) = store();
    let page = stdout(&run(&["who", "nicolas", "maduro", "--store", &store, "--width", "80"]));
    for part in ["Nicolas Maduro, person", "names:", "Said (", "Was told (", "Took part in ("] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains('\u{1b}'), "{page}");
    let json: Value =
        serde_json::from_str(&stdout(&run(&["who", "Maduro", "--store", &store, "--json"])))
            .unwrap();
    assert_eq!(json["person"]["name"], "Nicolas Maduro");
    assert!(json["said"]["count"].as_u64().unwrap() >= 5);
    let id = json["person"]["id"].to_string();
    let by_number = run(&["who", &id, "--store", &store]);
    assert!(stdout(&by_number).starts_with("Nicolas Maduro"));
    for nobody in ["Zebulon Quux", "99999"] {
        let output = run(&["who", nobody, "--store", &store]);
        assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
        assert!(!stderr(&output).is_empty());
    }
}

#[test]
fn a_dossier_cites_each_word() {
    let (files, store) = store();
    let page = stdout(&run(&["dossier", "Maduro", "--store", &store]));
    assert!(page.starts_with("# Nicolas Maduro\n"), "{page}");
    assert!(page.contains("CC-BY-4.0") && page.contains("text sha256:"), "{page}");
    assert!(!page.contains('\u{1b}'));
    let out = path(&files, "maduro.html");
    let written = run(&["dossier", "Maduro", "--store", &store, "--out", &out]);
    assert_eq!(written.status.code(), Some(0), "{}", stderr(&written));
    let page = std::fs::read_to_string(&out).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.contains("<blockquote"), "{page}");
    for never in ["<script", "src=", "@import", "url(", "\u{1b}"] {
        assert!(!page.contains(never), "{never}");
    }
    let again = run(&["dossier", "Maduro", "--store", &store, "--out", &out]);
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("--force"), "{}", stderr(&again));
}

#[test]
fn agreements_have_a_history_and_a_term() {
    let (_files, store) = store();
    let page = stdout(&run(&["agreements", "--store", &store, "--party", "iran"]));
    assert!(page.contains("20-year") && page.contains("for 20 years"), "{page}");
    let json: Value = serde_json::from_str(&stdout(&run(&[
        "agreements",
        "--store",
        &store,
        "--on",
        "2050-01-01",
        "--json",
    ])))
    .unwrap();
    assert_eq!(json["on"], "2050-01-01");
    assert!(!json["agreements"][0]["history"].as_array().unwrap().is_empty(), "{json}");
    let wrong = run(&["agreements", "--on", "tomorrow"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn a_promise_is_kept_and_falls_due() {
    let folder = tempfile::tempdir().unwrap();
    let (text, store) = (folder.path().join("deal.txt"), folder.path().join("deal.onrecord"));
    let words = "Iran and Venezuela signed an agreement to build a refinery by 2025.\n";
    std::fs::write(&text, words).unwrap();
    let (text, store) = (text.to_str().unwrap(), store.to_str().unwrap());
    assert_eq!(run(&["add", text, "--store", store]).status.code(), Some(0));
    let page = |day: &str| stdout(&run(&["agreements", "--store", store, "--on", day]));
    let promised = "2025, Iran; Venezuela: “to build a refinery by 2025”";
    assert!(page("2025-12-31").contains(promised), "{}", page("2025-12-31"));
    assert!(!page("2025-12-31").contains("overdue"), "{}", page("2025-12-31"));
    assert!(page("2026-01-01").contains(", overdue"), "{}", page("2026-01-01"));
    let json = stdout(&run(&["agreements", "--store", store, "--on", "2026-01-01", "--json"]));
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["promises"][0]["agreement"], "agreement");
    assert_eq!(json["promises"][0]["overdue"], true);
}
