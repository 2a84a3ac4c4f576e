use std::collections::HashMap;
use std::path::PathBuf;

use super::*;

/// The folder of a corpus; `None`, with the reason printed, where it is not.
pub(crate) fn corpus(folder: &str) -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let shared = std::env::var_os("ONRECORD_SHARED").map_or(root, PathBuf::from);
    let folder = shared.join("corpora").join(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {} is not there", folder.display());
    None
}

fn grams(text: &str) -> HashMap<Vec<&str>, usize> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut grams = HashMap::new();
    for gram in words.windows(4.min(words.len().max(1))) {
        *grams.entry(gram.to_vec()).or_default() += 1;
    }
    grams
}

/// F1 of the runs of four words, in thousandths.
fn agreement(found: &str, expected: &str) -> usize {
    let (found, expected) = (grams(found), grams(expected));
    let shared: usize =
        found.iter().map(|(gram, n)| *n.min(expected.get(gram).unwrap_or(&0))).sum();
    let all = found.values().sum::<usize>() + expected.values().sum::<usize>();
    (shared * 2000).checked_div(all).unwrap_or(1000)
}

/// The words of every span, read again from the page: tags dropped, references decoded.
fn wrong_words(html: &str, page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut at = 0;
    for word in page.text.split_whitespace() {
        at += page.text[at..].find(word).unwrap();
        let source = page.map.source_of(at..at + word.len()).unwrap();
        at += word.len();
        let read = whole(&html[source.clone()]);
        if read != word {
            wrong.push(format!("{word:?} is {:?} at {source:?}", &html[source.clone()]));
        }
    }
    wrong
}

#[test]
fn readability_pages() {
    let Some(folder) = corpus("web/readability") else { return };
    let mut pages: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    let mut scores = Vec::new();
    let (mut words, mut wrong) = (0, 0);
    for page in &pages {
        let html = std::fs::read_to_string(page.join("source.html")).unwrap();
        let expected = std::fs::read_to_string(page.join("expected.html")).unwrap();
        let expected = whole(&expected);
        let found = super::page(&html, Take::Report, Deadline::NEVER).unwrap();
        let score = agreement(&found.text, &expected);
        let name = page.file_name().unwrap().to_string_lossy().into_owned();
        if score < 985 {
            println!("{score:4} {name}: {} of {} bytes", found.text.len(), expected.len());
        }
        if let Some(dump) = std::env::var_os("ONRECORD_DUMP") {
            std::fs::write(PathBuf::from(&dump).join(format!("{name}.found")), &found.text)
                .unwrap();
            std::fs::write(PathBuf::from(&dump).join(format!("{name}.want")), &expected).unwrap();
        }
        scores.push(score);
        words += found.text.split_whitespace().count();
        let differing = wrong_words(&html, &found);
        wrong += differing.len();
        for word in differing.iter().take(5) {
            println!("     {name}: {word}");
        }
    }
    let mean = scores.iter().sum::<usize>() / scores.len();
    let low = scores.iter().filter(|&&score| score < 500).count();
    println!("{} pages: mean {mean} thousandths, {low} under 500", scores.len());
    println!("{words} words, {wrong} not found at their place in the page");
    assert!(mean >= 950 && low <= 2);
    assert_eq!(wrong, 0);
}

#[test]
fn passages_tell_what_became_of_them() {
    let long = "They left, after talks, on Tuesday, with no date for another meeting.".repeat(8);
    let page = format!(
        "<!doctype html><title>Talks go on</title><body><div class=sidebar>Weather</div>\
        <nav>Home <b>World</b></nav><article><h1>Talks go on</h1>\
        <p>“We resist,” he said, <i>as before</i>, in the capital of the country on Monday.\
        <p>{long}<form><input> Subscribe</form></article><footer>About us</footer>"
    );
    let found: Vec<String> = passages(&page)
        .into_iter()
        .map(|passage| {
            let start: String = passage.words.chars().take(14).collect();
            format!("{start}: {}", passage.dropped.unwrap_or("kept"))
        })
        .collect();
    assert_eq!(
        found,
        [
            "Weather: named as part of the page, by its class or id",
            "Home World: outside the report",
            "Talks go on: repeats the title",
            "“We resist,” h: kept",
            "They left, aft: kept",
            "Subscribe: a form",
            "About us: outside the report",
        ]
    );
}
