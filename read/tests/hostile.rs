//! Input that breaks readers: each is read or refused, soon, and the program goes on.

use std::io::Read;
use std::time::{Duration, Instant};

use onrecord_article::Article;
use onrecord_read::{Input, Limits, ReadError, articles};

/// Generous, for slow machines: what is meant to be linear takes a tenth of it.
const SOON: Duration = Duration::from_secs(30);

fn read(source: impl Read + Send + 'static) -> Vec<Result<Article, ReadError>> {
    let start = Instant::now();
    let all = articles(source, Input::named("x"), Limits::default()).collect();
    assert!(start.elapsed() < SOON, "took {:?}", start.elapsed());
    all
}

fn text(bytes: Vec<u8>) -> Vec<Result<Article, ReadError>> {
    read(std::io::Cursor::new(bytes))
}

#[test]
fn a_million_levels_of_elements() {
    for element in
        ["div", "ul><li", "table><tr><td", "svg", "b", "p", "a", "blockquote", "template"]
    {
        let page = format!("<!doctype html>{}words", format!("<{element}>").repeat(1_000_000));
        let all = text(page.into_bytes());
        assert_eq!(all.len(), 1, "{element}");
    }
}

#[test]
fn a_million_end_tags() {
    let page = format!("<html>{}{}words", "<div>".repeat(500), "</b></table>".repeat(500_000));
    assert_eq!(text(page.into_bytes())[0].as_ref().unwrap().text(), "words");
}

#[test]
fn a_million_levels_of_feeds_and_json() {
    let feed = text("<rss>".repeat(1_000_000).into_bytes());
    assert!(matches!(&feed[..], [Err(error)] if error.is_skip()), "{feed:?}");
    assert_eq!(text("[".repeat(1_000_000).into_bytes()).len(), 1);
    assert_eq!(text("{\"a\":".repeat(1_000_000).into_bytes()).len(), 1);
}

#[test]
fn a_document_that_takes_too_long() {
    let limits = Limits { document_time: Duration::ZERO, ..Limits::default() };
    let page = std::io::Cursor::new("<!doctype html><p>He said yes.");
    let all: Vec<_> = articles(page, Input::named("x"), limits).collect();
    assert!(matches!(all[..], [Err(ReadError::TooSlow { .. })]), "{all:?}");
}

#[test]
fn a_line_without_end() {
    let all = read(std::io::repeat(b'a').take(1 << 30));
    assert!(matches!(all[..], [Err(ReadError::TooLarge { .. })]), "{all:?}");
}

#[test]
fn a_declaration_that_multiplies_itself() {
    let feed = "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><rss><channel><item>\
                <description>He said &b; to her.</description></item></channel></rss>";
    let all = text(feed.as_bytes().to_vec());
    assert_eq!(all[0].as_ref().unwrap().text(), "He said &b; to her.");
}

proptest::proptest! {
    #[test]
    fn any_bytes_have_an_outcome(bytes: Vec<u8>, start in 0..6usize) {
        let starts: [&[u8]; 6] =
            [b"", b"<html>", b"<rss>", b"WARC/1.0\r\n", b"{\"text\":\"", b"\x1f\x8b\x08\0"];
        for outcome in text([starts[start], &bytes].concat()) {
            let reason = outcome.as_ref().err().map(ReadError::reason);
            proptest::prop_assert!(!matches!(reason, Some(ReadError::Defect)));
        }
    }

    #[test]
    fn words_of_a_page_stand_at_their_place(words in proptest::collection::vec("[a-zäß“]{1,9}", 1..20)) {
        let page: String = words.iter().enumerate().map(|(n, word)| {
            ["<p>", " <b>", "</b>&nbsp;", "<br>\r\n", "&amp; ", "<td>"][n % 6].to_owned() + word
        }).collect();
        let page = format!("<!doctype html><body>{page}");
        let all = text(page.clone().into_bytes());
        let article = all[0].as_ref().unwrap();
        let map = article.source_map().unwrap();
        let mut at = 0;
        for word in article.text().split_whitespace() {
            at += article.text()[at..].find(word).unwrap();
            let source = map.source_of(at..at + word.len()).unwrap();
            proptest::prop_assert_eq!(page[source].replace("&amp;", "&"), word);
            at += word.len();
        }
    }
}
