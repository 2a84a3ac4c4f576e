use std::fs;
use std::path::Path;

use crate::html::tests::corpus;
use crate::{Input, Limits, ReadError, articles, documents};

/// Titles or addresses of what was read, and the errors.
fn outcomes(bytes: Vec<u8>) -> (Vec<String>, Vec<ReadError>) {
    let input = Input::named("x");
    let (mut read, mut errors) = (Vec::new(), Vec::new());
    for outcome in documents(std::io::Cursor::new(bytes), input, Limits::default()) {
        match outcome {
            Ok(raw) => read.push(format!(
                "{} {}",
                raw.known.provenance.url.clone().unwrap_or_default(),
                raw.bytes().len()
            )),
            Err(error) => errors.push(error),
        }
    }
    (read, errors)
}

fn damage(errors: &[ReadError]) -> usize {
    errors.iter().filter(|error| !error.is_skip()).count()
}

fn record(url: &str, body: &str) -> String {
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}");
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x>\r\nWARC-Target-URI: {url}\r\n\
         WARC-Date: 2024-06-11T10:00:00Z\r\nContent-Type: application/http\r\n\
         Content-Length: {}\r\n\r\n{answer}\r\n\r\n",
        answer.len()
    )
}

#[test]
fn what_comes_after_a_broken_record_is_read() {
    let broken =
        record("http://example.com/2", "two").replace("Content-Length: ", "Content-Length: -");
    let whole = [
        record("http://example.com/1", "<p>one"),
        broken,
        "garbage\r\n\r\n".to_owned(),
        record("http://example.com/3", "<p>three"),
    ];
    let (read, errors) = outcomes(whole.concat().into_bytes());
    assert_eq!(read, ["http://example.com/1 6", "http://example.com/3 8"]);
    let at = whole[0].len() as u64;
    assert!(
        matches!(&errors[..], [ReadError::Damaged { offset, .. }] if *offset == at),
        "{errors:?}"
    );
}

#[test]
fn a_record_has_its_place_and_its_page() {
    let text = "<html lang=en><title>Talks</title><p>“We resist,” he said in Tehran. ".to_owned();
    let whole = [record("http://example.com/1", "x"), record("http://example.com/2", &text)];
    let at = whole[0].len() as u64;
    let bytes = whole.concat().into_bytes();
    let read: Vec<_> =
        articles(std::io::Cursor::new(bytes), Input::named("x"), Limits::default()).collect();
    let article = read[1].as_ref().unwrap();
    let provenance = article.provenance();
    assert_eq!(article.text(), "“We resist,” he said in Tehran.");
    assert_eq!(provenance.offset, Some(at));
    assert_eq!(provenance.url.as_deref(), Some("http://example.com/2"));
    assert_eq!(provenance.title.as_deref(), Some("Talks"));
    assert_eq!(provenance.fetched.as_deref(), Some("2024-06-11T10:00:00Z"));
}

#[test]
fn altered_bytes_are_noticed() {
    let page = |digest: &str| {
        let body = "<p>He said yes.";
        format!(
            "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nWARC-Block-Digest: {digest}\r\n\
             Content-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
    };
    for (digest, notes) in [("md5:x", 0), ("sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 1)] {
        let source = std::io::Cursor::new(page(digest).into_bytes());
        let all: Vec<_> = articles(source, Input::named("x"), Limits::default()).collect();
        let [Ok(article)] = &all[..] else { panic!("{all:?}") };
        assert_eq!(article.provenance().notes.len(), notes, "{digest}");
    }
}

#[test]
fn files_of_the_corpus() {
    let Some(folder) = corpus("web/warc") else { return };
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    for name in names {
        let bytes = fs::read(folder.join(&name)).unwrap();
        let (read, errors) = outcomes(bytes.clone());
        let source = std::io::Cursor::new(bytes);
        let altered = articles(source, Input::named("x"), Limits::default())
            .flatten()
            .filter(|a| a.provenance().notes.iter().any(|note| note.contains("digest")))
            .count();
        println!(
            "{name}: {} read, {} skipped, {altered} altered, damage {:?}",
            read.len(),
            errors.len() - damage(&errors),
            errors.iter().filter(|e| !e.is_skip()).map(ToString::to_string).collect::<Vec<_>>()
        );
        // `bad.arc` is an ARC file whose only record has a line no reader can take.
        let broken =
            ["-trunc.", "bad.arc", "space-in-url.arc"].iter().any(|word| name.contains(word));
        assert_eq!(damage(&errors) > 0, broken, "{name}");
    }
}

/// Where the records of an archive end, by reading it whole.
fn boundaries(file: &Path) -> Vec<u64> {
    let bytes = fs::read(file).unwrap();
    let starts = |pattern: &[u8]| -> Vec<u64> {
        (0..bytes.len())
            .filter(|&at| bytes[at..].starts_with(pattern))
            .map(|at| at as u64)
            .collect()
    };
    let mut all = if file.extension().is_some_and(|e| e == "gz") {
        starts(b"\x1F\x8B\x08")
    } else {
        starts(b"WARC/1.0\r\n")
    };
    all.push(bytes.len() as u64);
    all
}

#[test]
fn every_cut_is_reported_and_what_came_before_is_kept() {
    let Some(folder) = corpus("web/warc") else { return };
    for name in ["example.warc.gz", "example.warc"] {
        let file = folder.join(name);
        let bytes = fs::read(&file).unwrap();
        let ends = boundaries(&file);
        let (mut cuts, mut silent, mut lost) = (0, 0, 0);
        for length in "WARC/".len()..bytes.len() {
            // A record in plain text is whole once its body is: the empty lines after it part.
            let at_end = ends.iter().any(|&end| {
                let end = end as usize;
                let tail = if name.ends_with("gz") { 0 } else { 4 };
                length <= end && length + tail >= end
            });
            let (read, errors) = outcomes(bytes[..length].to_vec());
            let whole = ends.iter().filter(|&&end| end as usize <= length).count();
            let before: usize = outcomes_before(&bytes, &ends, whole);
            lost += usize::from(read.len() + errors.len() < before);
            if !at_end {
                cuts += 1;
                silent += usize::from(damage(&errors) == 0);
            }
        }
        println!("{name}: {cuts} cuts, {silent} silent, {lost} with records lost");
        assert_eq!((silent, lost), (0, 0), "{name}");
    }
}

/// Outcomes of the records that end before the cut.
fn outcomes_before(bytes: &[u8], ends: &[u64], whole: usize) -> usize {
    use std::sync::{Mutex, PoisonError};
    static KNOWN: Mutex<Vec<(usize, usize, usize)>> = Mutex::new(Vec::new());
    let end = if whole == 0 { 0 } else { ends[whole - 1] as usize };
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((.., n)) = known.iter().find(|(l, e, _)| (*l, *e) == (bytes.len(), end)) {
        return *n;
    }
    let (read, errors) = if end == 0 { (vec![], vec![]) } else { outcomes(bytes[..end].to_vec()) };
    known.push((bytes.len(), end, read.len() + errors.len()));
    read.len() + errors.len()
}

#[test]
fn an_archive_without_pages_has_an_outcome() {
    let only = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n";
    let (read, errors) = outcomes(only.as_bytes().to_vec());
    assert!(read.is_empty());
    assert!(matches!(&errors[..], [error] if error.is_skip()), "{errors:?}");
}
