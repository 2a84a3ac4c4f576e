//! What is said of inputs of many kinds: recognized, passed over, refused.

use std::net::TcpListener;

use serde_json::Value;

use crate::{folder, path, run, run_on, stderr, stdout};

const PERSIAN: &str = "رهبر انقلاب اسلامی در دیدار رئیس جمهور ونزوئلا تأکید کردند که مقاومت تنها راه \
    مقابله با فشارهای آمریکا است و دو کشور باید همکاری‌های خود را در همه زمینه‌ها گسترش دهند. ایشان \
    افزودند که تجربه موفق دو کشور نشان داد که تنها راه مقابله با این فشارها ایستادگی است و ملت‌ها باید \
    به توان داخلی خود تکیه کنند.";

fn page(title: &str) -> String {
    let words = "“We will not give in,” the president said on Monday, after talks in Tehran. ";
    format!(
        "<!doctype html><html lang=en><head><title>{title}</title>\
         <meta property=og:site_name content='Example News'></head><body>\
         <ul class=menu><li><a href=/>Home</a></ul><article><h1>{title}</h1><p>{}</p>\
         <figure><img><figcaption>A file photo.</figcaption></figure>\
         <p>Follow us on Telegram</p></article></body></html>",
        words.repeat(8)
    )
}

#[test]
fn what_was_recognized_in_a_page() {
    let files = folder(&[("page.html", page("Talks end").as_bytes())]);
    let file = path(&files, "page.html");
    let shown = stdout(&run(&["inspect", &file]));
    for line in [
        "title      Talks end  [title]",
        "outlet     Example News  [opengraph]",
        "language   en",
        "no report  Follow us on Telegram",
        "no report  A file photo.",
        "dropped    1: repeats the title (“Talks end”)",
    ] {
        assert!(shown.contains(line), "{line} in {shown}");
    }
    let all = stdout(&run(&["inspect", "--paragraphs", &file]));
    assert!(all.contains("  + “We will not give in,”"), "{all}");
    assert!(all.contains("  - Home  ["), "{all}");
}

#[test]
fn quotations_are_pointed_at_in_the_page() {
    let html = page("Talks end").replace("“", "&ldquo;").replace("”", "<!-- x -->&#8221;");
    let files = folder(&[("page.html", html.as_bytes())]);
    let output =
        run(&["read", &path(&files, "page.html"), "--format", "jsonl", "--offsets", "source"]);
    let record: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(record["offsets"], "source");
    let statements = record["statements"].as_array().unwrap();
    assert!(!statements.is_empty());
    for statement in statements {
        for (span, words) in [
            ("content", "&ldquo;We will not give in,<!-- x -->&#8221;"),
            ("source", "the president"),
        ] {
            let place = &statement[span][0];
            let at = |n: usize| place[n].as_u64().unwrap() as usize;
            assert_eq!(&html[at(0)..at(1)], words);
        }
        let caption = statement["text"]["content"][0].as_str().unwrap();
        assert!(!caption.contains("file photo"), "captions are no statements");
    }
}

#[test]
fn the_licence_with_the_words_that_say_so() {
    let shown = stdout(&run(&["inspect", crate::SEED]));
    assert!(shown.contains("licence    CC-BY-4.0  [licence sentence]"), "{shown}");
    assert!(
        shown.contains("by       All Content by Mehr News Agency is licensed under a"),
        "{shown}"
    );
}

#[test]
fn patterns_fit_files() {
    let files = folder(&[("a1.txt", b"One."), ("a2.txt", b"Two."), ("b.txt", b"Three.")]);
    let output = run(&["read", "--format", "jsonl", &path(&files, "a*.txt")]);
    assert_eq!(stdout(&output).lines().count(), 2, "{}", stderr(&output));
    let none = run(&["read", &path(&files, "c*.txt")]);
    assert_eq!(none.status.code(), Some(1));
    assert!(stderr(&none).contains("c*.txt fits no file"), "{}", stderr(&none));
}

#[test]
fn other_languages_are_counted() {
    let lines: String = [PERSIAN, PERSIAN, "“Yes,” she said."]
        .map(|text| serde_json::json!({ "text": text }).to_string() + "\n")
        .concat();
    let files = folder(&[("all.jsonl", lines.as_bytes()), ("one.txt", PERSIAN.as_bytes())]);
    let report = path(&files, "report");
    let output =
        run(&["read", &path(&files, "all.jsonl"), "--format", "jsonl", "--report", &report]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stdout(&output).lines().count(), 1);
    let messages = stderr(&output);
    assert_eq!(
        messages,
        "onrecord: 2 of 3 are in other languages (--any-language reads them too)\n"
    );
    let report = std::fs::read_to_string(report).unwrap();
    let outcomes: Vec<Value> =
        report.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<&str> = outcomes.iter().map(|one| one["outcome"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["skipped", "skipped", "read"]);
    assert!(outcomes[0]["why"].as_str().unwrap().contains("written in fa, not en"), "{report}");
    let forced = run(&["read", "--any-language", &path(&files, "one.txt")]);
    assert_eq!(forced.status.code(), Some(0), "{}", stderr(&forced));
}

#[test]
fn a_record_that_fails_is_named() {
    let line = "{\"url\":\"https://example.org/a\",\"text\":\"%PDF-1.7\"}\n{\"text\":\"Yes.\"}\n";
    let output = run_on(&["read", "-", "--format", "jsonl"], line.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let messages = stderr(&output);
    let expected =
        "standard input record https://example.org/a (byte 0) is not text: it looks like a PDF";
    assert!(messages.contains(expected), "{messages}");
    assert!(messages.ends_with("1 of 2 failed\n"), "{messages}");
}

#[test]
fn this_machine_is_never_asked() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().display().to_string();
    for host in ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]", "0"] {
        let url = format!("http://{host}:{port}/feed");
        let read = run(&["read", &url]);
        assert_eq!(read.status.code(), Some(1), "{url}");
        assert!(stderr(&read).starts_with(&format!("onrecord: {url} ")), "{}", stderr(&read));
        let fetch = run(&["fetch", &url, "--out", &folder, "--contact", "a@example.org"]);
        assert_eq!(fetch.status.code(), Some(1), "{url}");
        assert!(stderr(&fetch).contains(&format!("failed {url}: ")), "{}", stderr(&fetch));
    }
    assert!(listener.accept().is_err(), "nobody has knocked");
    let hidden = run(&["read", "http://localhost:8080/"]);
    assert!(stderr(&hidden).contains("not a public address"), "{}", stderr(&hidden));
}

#[test]
fn fetching_needs_a_contact() {
    let output = run(&["fetch", "https://example.org/feed", "--out", "/nowhere"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--contact"), "{}", stderr(&output));
}
