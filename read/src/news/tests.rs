use std::fs;
use std::path::{Path, PathBuf};

use crate::html::tests::corpus;
use crate::{Article, Input, Limits, ReadError, articles, encoding, html, kind, xml};

fn read(bytes: &[u8]) -> Vec<Result<Article, ReadError>> {
    let source = std::io::Cursor::new(bytes.to_vec());
    articles(source, Input::named("x"), Limits::default()).collect()
}

fn article(bytes: &str) -> Article {
    let mut all = read(bytes.as_bytes());
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0).unwrap()
}

#[test]
fn an_entry_leads_back_to_the_feed() {
    let feed = "<rss version='2.0'><channel><title>News</title><item><title>A &amp;amp; B</title>\
        <link>http://example.com/1</link><pubDate>Sat, 11 Jun 2022 10:00:00 +0430</pubDate>\
        <description>&lt;p&gt;“We &amp;amp; they resist,” he said.&lt;/p&gt;</description>\
        </item></channel></rss>";
    let article = article(feed);
    assert_eq!(article.text(), "“We & they resist,” he said.");
    let provenance = article.provenance();
    assert_eq!(provenance.title.as_deref(), Some("A & B"));
    assert_eq!(provenance.outlet.as_deref(), Some("News"));
    assert_eq!(provenance.published.as_deref(), Some("2022-06-11T10:00:00+04:30"));
    let said = article.find("& they").unwrap();
    let source = article.source_map().unwrap().source_of(said.range()).unwrap();
    assert_eq!(&feed[source], "&amp;amp; they");
}

#[test]
fn records_of_many_programs() {
    for (record, title, outlet) in [
        (r#"{"title":"T","text":"He left.","sitename":"S","date":"2022-06-11"}"#, "T", "S"),
        (r#"{"title":"T","maintext":"He left.","source_domain":"s.com"}"#, "T", "s.com"),
        (r#"{"headline":"T","body_html":"<p>He left.","publisher":{"name":"S"}}"#, "T", "S"),
        (r#"[{"title":"T","plaintext":"He left.","publisher":"S"}]"#, "T", "S"),
        (r#"{"title":"T","body":"He left.","hostname":"S"}"#, "T", "S"),
        (
            r#"{"headlines":[{"value":"T"}],"bodies":[{"value":"<p>He left.</p>"}],"source":"S"}"#,
            "T",
            "S",
        ),
        (
            r#"{"title":"T","body":{"summary":[],"sections":[{"headline":[],"paragraphs":["He left."]}]},"publisher":"S"}"#,
            "T",
            "S",
        ),
        (
            r#"{"version":"https://jsonfeed.org/version/1","title":"S","items":[{"title":"T","content_html":"<p>He left."}]}"#,
            "T",
            "S",
        ),
    ] {
        let article = article(record);
        assert_eq!(article.text(), "He left.", "{record}");
        assert_eq!(article.provenance().title.as_deref(), Some(title), "{record}");
        assert_eq!(article.provenance().outlet.as_deref(), Some(outlet), "{record}");
    }
}

#[test]
fn words_of_a_record_lead_back_to_the_file() {
    let file = "[\n {\"text\": \"One.\"},\n {\"content_html\": \"<p>\\u201cWe &amp; they,\\u201d he said.\"}]";
    let all = read(file.as_bytes());
    let article = all[1].as_ref().unwrap();
    assert_eq!(article.text(), "“We & they,” he said.");
    assert_eq!(article.provenance().offset, Some(file.find("{\"content").unwrap() as u64));
    let map = article.source_map().unwrap();
    for (words, written) in [("“We", "\\u201cWe"), ("& they", "&amp; they"), ("said", "said")] {
        let source = map.source_of(article.find(words).unwrap().range()).unwrap();
        assert_eq!(&file[source], written);
    }
}

#[test]
fn parts_of_a_text_are_paragraphs() {
    let record =
        r#"{"body":{"summary":["A."],"sections":[{"headline":["B"],"paragraphs":["C.","D."]}]}}"#;
    let article = article(record);
    assert_eq!(article.text(), "A.\n\nB\n\nC.\n\nD.");
    let source = article.source_map().unwrap().source_of(article.find("D.").unwrap().range());
    assert_eq!(&record[source.unwrap()], "D.");
}

#[test]
fn surrogates_that_stand_alone_cost_no_record() {
    assert_eq!(
        article(r#"{"text":"He \ud83d left \udca9."}"#).text(),
        "He \u{fffd} left \u{fffd}."
    );
}

#[test]
fn a_broken_line_does_not_stop_the_others() {
    let lines = "{\"text\":\"One.\"}\n{\"text\":\n\n{\"text\":\"Three.\"}\n";
    let all = read(lines.as_bytes());
    assert_eq!(all.len(), 3);
    assert!(all[0].is_ok() && all[1].is_err() && all[2].is_ok(), "{all:?}");
}

#[test]
fn a_quotation_of_the_graph() {
    let line = r#"{"date":"2020-01-01","url":"http://example.com/a","title":"T","lang":"ENGLISH","quotes":[{"pre":"Mr. Smith said","quote":"we go","post":"on Monday."}]}"#;
    let article = article(line);
    assert_eq!(article.text(), "Mr. Smith said “we go” on Monday.");
    assert!(article.provenance().notes[0].contains("not anchored"));
}

#[test]
fn what_is_broken_is_not_taken_for_text() {
    for (start, reason) in [
        ("{\"title\":\"T\",\"text\":\"He said", "is no JSON"),
        ("[{\"text\":\"He said.\"", "is no JSON"),
        ("<rss><channel></channel></rss>", "no article in it"),
        ("[]", "no article in it"),
        ("<?xml version='1.0'?><catalog><book>He said.</book></catalog>", "XML that is no page"),
        ("<svg xmlns='x'><text>He said.</text></svg>", "XML that is no page"),
        ("<urlset><url><loc>/a</loc></url></urlset>", "a sitemap"),
    ] {
        let all = read(start.as_bytes());
        let [Err(error)] = &all[..] else { panic!("{start}: {all:?}") };
        assert!(error.to_string().contains(reason), "{start}: {error}");
    }
    assert_eq!(article("[He said] yes.").text(), "[He said] yes.");
    assert_eq!(article("{sic} yes.").text(), "{sic} yes.");
    let cut = "<rss><channel><item><description>He said.</description></item><item><title>B";
    let all = read(cut.as_bytes());
    assert_eq!(all.len(), 2, "{all:?}");
}

#[test]
fn nitf() {
    let document = "<?xml version='1.0'?><nitf><head><docdata><date.issue norm='20061119T173000-0500'/>\
        <doc-id id-string='n1'/></docdata></head><body><body.head><hedline><hl1>Talks</hl1></hedline>\
        <byline>By A. Smith</byline></body.head><body.content><p>He left.</p><p>She stayed.</p>\
        </body.content></body></nitf>";
    let article = article(document);
    assert_eq!(article.text(), "He left.\n\nShe stayed.");
    let provenance = article.provenance();
    assert_eq!(provenance.title.as_deref(), Some("Talks"));
    assert_eq!(provenance.authors, ["A. Smith"]);
    assert_eq!(provenance.published.as_deref(), Some("2006-11-19T17:30:00-05:00"));
}

#[test]
fn reuters() {
    let Some(folder) = corpus("reuters") else { return };
    let bytes = fs::read(folder.join("reut2-000.sgm")).unwrap();
    let all = read(&bytes);
    assert_eq!(all.len(), 1000, "{:?}", all[0].as_ref().map(|a| a.text().get(..200)));
    let failed = all.iter().filter(|a| a.as_ref().is_err_and(|e| !e.is_skip())).count();
    assert_eq!(failed, 0);
    let article = all[0].as_ref().unwrap();
    assert!(article.text().starts_with("Showers continued throughout"));
    assert_eq!(article.provenance().title.as_deref(), Some("BAHIA COCOA REVIEW"));
    assert_eq!(article.provenance().published.as_deref(), Some("1987-02-26T15:01:01"));
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "xml") {
            found.push(path);
        }
    }
    found.sort();
}

/// `'...'` or `"..."` after `==`, as Python writes it; `None` for what is no plain literal.
fn literal(after: &str) -> Option<String> {
    let after = after.trim_start().strip_prefix("==")?.trim_start();
    let after = after.strip_prefix('u').unwrap_or(after);
    let quote = after.chars().next().filter(|c| "'\"".contains(*c))?;
    let end = after[1..].find(quote)?;
    let rest = after[end + 2..].trim();
    (rest.is_empty() || rest.starts_with("and ")).then(|| after[1..=end].replace("\\n", "\n"))
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a title is what a reader shows of the expected one, which is text or HTML.
fn is_shown(found: &str, expected: &str) -> bool {
    words(found) == words(expected) || words(found) == words(&html::whole(expected))
}

/// Whether a feed is read as its comment says: entries are there, titles are the same.
fn as_expected(bytes: &[u8]) -> Option<bool> {
    let comment = encoding::decode(bytes, kind::declared_encoding(bytes).as_deref()).text;
    let field = |name: &str| {
        let line = comment.lines().find_map(|line| line.trim().strip_prefix(name))?;
        Some(line.trim().to_owned())
    };
    let expect = field("Expect:")?;
    let header = field("Header:").unwrap_or_default().to_ascii_lowercase();
    let charset =
        header.split_once("charset=").map(|(_, c)| c.trim_matches(['"', '\'']).to_owned());
    let declared = charset.or_else(|| kind::declared_encoding(bytes));
    let document = encoding::decode(bytes, declared.as_deref()).text;
    let feed = super::feed::feed(&xml::parse(&document), &document).unwrap_or_default();
    let mut right = true;
    for (at, _) in expect.match_indices("entries[") {
        let index: usize = expect[at + 8..].split(']').next()?.parse().unwrap_or(0);
        right &= feed.entries.len() > index;
        let rest = &expect[at..];
        let title = ["entries[0]['title']", "entries[0].title"]
            .iter()
            .find_map(|start| literal(rest.strip_prefix(start)?));
        if let Some(title) = title {
            let found = feed.entries.first().and_then(|e| e.title.clone()).unwrap_or_default();
            right &= is_shown(&found, &title);
        }
    }
    if let Some(at) = expect.find("len(entries)")
        && let Some(n) = expect[at + 12..].trim().strip_prefix("==")
    {
        right &= n.split_whitespace().next()?.parse() == Ok(feed.entries.len());
    }
    if let Some(title) = expect.find("feed['title']").and_then(|at| literal(&expect[at + 13..])) {
        right &= is_shown(&feed.title.clone().unwrap_or_default(), &title);
    }
    if !right {
        println!("      {expect}");
    }
    Some(right)
}

#[test]
fn feeds_of_the_corpus() {
    let Some(folder) = corpus("web/feeds") else { return };
    for (name, at_least) in [("wellformed", 97), ("illformed", 100), ("encoding", 90)] {
        let mut all = Vec::new();
        files(&folder.join(name), &mut all);
        let (mut right, mut tried) = (0, 0);
        for file in &all {
            let bytes = fs::read(file).unwrap();
            let _outcomes = read(&bytes);
            if let Some(is_right) = as_expected(&bytes) {
                tried += 1;
                right += usize::from(is_right);
                if !is_right {
                    println!("not as expected: {}", file.display());
                }
            }
        }
        println!("{name}: {right} of {tried} as expected ({} files)", all.len());
        assert!(right * 100 >= tried * at_least, "{name}");
    }
}
