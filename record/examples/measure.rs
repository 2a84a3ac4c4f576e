//! Measures the store on real articles: `cargo run -r -p onrecord-record --example measure -- WHAT`
//! where WHAT is `size`, `copies` or `million [FOLDER]`.

#[path = "../tests/record/corpus.rs"]
mod corpus;
#[path = "../tests/record/sample.rs"]
mod sample;

use std::time::{Duration, Instant};

use onrecord_article::Article;
use onrecord_record::{Appended, Entry, Hit, Order, Query, Rows, Seen, Store};

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("size") => size(),
        Some("copies") => copies(),
        Some("million") => million(arguments.next()),
        _ => Err("say what: size, copies or million".into()),
    }
}

fn size() -> Outcome {
    let Some(mut entries) = corpus::polnear("train", usize::MAX) else { return Ok(()) };
    entries.extend(corpus::polnear("dev", usize::MAX).unwrap_or_default());
    report("PolNeAR", &entries)?;
    let Some(texts) = reuters() else { return Ok(()) };
    let entries: Result<Vec<Entry>, _> =
        texts.iter().enumerate().map(|(n, text)| plain(n, text)).collect();
    report("Reuters, no findings", &entries?)
}

fn report(name: &str, entries: &[Entry]) -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("x.onrecord");
    let mut store = Store::open_or_create(&path)?;
    let start = Instant::now();
    for batch in entries.chunks(32) {
        store.append(batch, &sample::producer("1"))?;
    }
    let took = start.elapsed();
    let statements: i64 =
        store.connection().query_row("SELECT count(*) FROM statement", [], |row| row.get(0))?;
    store.connection().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    let text: usize = entries.iter().map(|entry| entry.article().text().len()).sum();
    let bytes = std::fs::metadata(&path)?.len();
    println!(
        "{name}: {} articles, {statements} statements in {took:.2?}: {:.0} articles/s, {:.0} \
         statements/s; {bytes} bytes for {text} bytes of text: {:.2}",
        entries.len(),
        entries.len() as f64 / took.as_secs_f64(),
        statements as f64 / took.as_secs_f64(),
        bytes as f64 / text as f64
    );
    let mut select = store
        .connection()
        .prepare("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 12")?;
    let parts =
        select.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
    let parts: Vec<String> = parts
        .map(|part| part.map(|(name, size)| format!("{name} {:.2}", size as f64 / text as f64)))
        .collect::<Result<_, _>>()?;
    println!("  bytes a byte of text: {}", parts.join(", "));
    drop(select);
    let start = Instant::now();
    let checked = store.check()?;
    println!("  check: {:.2?}, damage {}", start.elapsed(), checked.damage.len());
    Ok(())
}

fn plain(number: usize, text: &str) -> Result<Entry, onrecord_record::StoreError> {
    let article = sample::article(&format!("r{number}"), "Reuters", "1987-02-26", text);
    let seen = Seen { input: "reuters".into(), position: number as u64 };
    Entry::new(article, Rows::default(), text.as_bytes(), seen)
}

fn reuters() -> Option<Vec<String>> {
    let folder = corpus::folder("reuters")?;
    let mut texts = Vec::new();
    for part in 0..3 {
        let bytes = std::fs::read(folder.join(format!("reut2-00{part}.sgm"))).ok()?;
        let page = String::from_utf8_lossy(&bytes);
        for document in page.split("<BODY>").skip(1) {
            let body = document.split("</BODY>").next().unwrap_or_default();
            texts.push(body.replace("&lt;", "<").replace("&#3;", ""));
        }
    }
    Some(texts)
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

/// Copies with edits: of every twenty words, `edits` are replaced, dropped or doubled.
fn edited(text: &str, percent: usize, vocabulary: &[&str], dice: &mut Dice) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        if dice.below(100) >= percent {
            words.push(word);
            continue;
        }
        match dice.below(3) {
            0 => {}
            1 => words.extend([word, vocabulary[dice.below(vocabulary.len())]]),
            _ => words.push(vocabulary[dice.below(vocabulary.len())]),
        }
    }
    words.join(" ")
}

fn copies() -> Outcome {
    let Some(texts) = reuters() else { return Ok(()) };
    // Shorter notices ("Qtly div 5 cts") repeat each other by form.
    let originals: Vec<&String> =
        texts.iter().filter(|text| text.split_whitespace().count() >= 50).collect();
    let vocabulary: Vec<&str> =
        originals.iter().take(200).flat_map(|text| text.split_whitespace()).collect();
    let mut dice = Dice(11);
    let folder = tempfile::tempdir()?;
    let mut store = Store::open_or_create(folder.path().join("x.onrecord"))?;
    let producer = sample::producer("1");
    let mut rows: Vec<i64> = Vec::new();
    let (mut natural, mut unlike) = (0, 0);
    for (number, text) in originals.iter().enumerate() {
        let appended = store.append(&[plain(number, text)?], &producer)?[0];
        let (Appended::New { article, .. }
        | Appended::Known { article }
        | Appended::Reread { article }) = appended;
        if let Appended::New { copy_of: Some(of), .. } = appended {
            natural += 1;
            unlike += usize::from(!alike(text, store.article(of)?.article.text()));
        }
        rows.push(article);
    }
    let pairs = originals.len() * (originals.len() - 1) / 2;
    println!(
        "{} originals: {natural} have a near-duplicate among themselves, {unlike} of them share \
         less than half of their words in order ({:.6} % of {pairs} pairs)",
        originals.len(),
        unlike as f64 * 100.0 / pairs as f64
    );
    for percent in [0, 5, 10, 20] {
        let (mut found, mut made, mut wrong) = (0, 0, 0);
        for (number, text) in originals.iter().enumerate().step_by(3) {
            let copy = format!("{} ", edited(text, percent, &vocabulary, &mut dice));
            let id = 10_000 * (percent + 1) + number;
            made += 1;
            match store.append(&[plain(id, &copy)?], &producer)?[0] {
                Appended::New { copy_of: Some(of), .. } => {
                    let leader = |id: i64| -> Result<i64, rusqlite::Error> {
                        store.connection().query_row(
                            "SELECT coalesce((SELECT leader_id FROM copy WHERE article_id = ?1), ?1)",
                            [id],
                            |row| row.get(0),
                        )
                    };
                    let own = leader(of)? == leader(rows[number])?;
                    found += usize::from(own);
                    wrong += usize::from(!own && !alike(&copy, store.article(of)?.article.text()));
                }
                Appended::New { .. } => {}
                _ => found += 1,
            }
        }
        println!("edits {percent} %: {found} of {made} found, {wrong} false");
    }
    Ok(())
}

/// Whether the longer text has at least half of the shorter one's words in the same order.
fn alike(one: &str, other: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) =
        (one.split_whitespace().collect(), other.split_whitespace().collect());
    let mut row = vec![0usize; b.len() + 1];
    for word in &a {
        let mut diagonal = 0;
        for j in 1..=b.len() {
            let up = row[j];
            row[j] = if *word == b[j - 1] { diagonal + 1 } else { up.max(row[j - 1]) };
            diagonal = up;
        }
    }
    row[b.len()] * 2 >= a.len().min(b.len())
}

fn million(folder: Option<String>) -> Outcome {
    let Some(base) = corpus::polnear("train", usize::MAX) else { return Ok(()) };
    let temporary = tempfile::tempdir()?;
    let folder = folder.map_or(temporary.path().to_owned(), std::path::PathBuf::from);
    let path = folder.join("million.onrecord");
    let fresh = !path.exists();
    let mut store = Store::open_or_create(&path)?;
    if fresh {
        let start = Instant::now();
        let storing = fill(&mut store, &base)?;
        println!("filled in {:.1?}, of it {storing:.1?} storing", start.elapsed());
        store.connection().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    }
    let (statements, text): (i64, i64) = store.connection().query_row(
        "SELECT (SELECT count(*) FROM statement), (SELECT sum(length(CAST(text AS BLOB))) FROM article)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let bytes = std::fs::metadata(&path)?.len();
    println!(
        "{statements} statements, {bytes} bytes for {text} of text: {:.2}",
        bytes as f64 / text as f64
    );
    ask(&store)
}

/// Variants of real articles: words of at least four small letters are replaced by others of the
/// same length, so that all spans stay where they are.
fn fill(store: &mut Store, base: &[Entry]) -> Result<Duration, Box<dyn std::error::Error>> {
    let mut by_length: Vec<Vec<String>> = vec![Vec::new(); 32];
    for entry in base {
        for word in entry.article().text().split(|c: char| !c.is_ascii_lowercase()) {
            if (4..32).contains(&word.len()) {
                by_length[word.len()].push(word.to_owned());
            }
        }
    }
    let mut dice = Dice(3);
    let (mut storing, mut statements, mut round) = (Duration::ZERO, 0, 0);
    let producer = sample::producer("1");
    while statements < 1_000_000 {
        for chunk in base.chunks(64) {
            let mut batch = Vec::new();
            for entry in chunk {
                let article = varied(entry.article(), &by_length, &mut dice, round);
                let rows = entry.rows().clone();
                statements += rows.statements.len();
                let text = article.text().to_owned();
                let seen = Seen { input: article.provenance().name.clone(), position: 0 };
                batch.push(Entry::new(article, rows, text.as_bytes(), seen)?);
            }
            let start = Instant::now();
            store.append(&batch, &producer)?;
            storing += start.elapsed();
        }
        round += 1;
    }
    Ok(storing)
}

fn varied(article: &Article, by_length: &[Vec<String>], dice: &mut Dice, round: usize) -> Article {
    let mut text = String::with_capacity(article.text().len());
    for piece in article.text().split_inclusive(|c: char| !c.is_ascii_alphabetic()) {
        let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
        let small = (4..32).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase());
        if small && round > 0 && dice.below(5) == 0 {
            let same = &by_length[word.len()];
            text.push_str(&same[dice.below(same.len())]);
        } else {
            text.push_str(word);
        }
        text.push_str(&piece[word.len()..]);
    }
    let from = article.provenance();
    sample::article(
        &format!("{}-{round}", from.name),
        from.outlet.as_deref().unwrap_or(""),
        from.published.as_deref().unwrap_or(""),
        &text,
    )
}

fn ask(store: &Store) -> Outcome {
    let hits = store.search(&Query { order: Order::Added, ..Query::default() }, 5_000, 20_000)?;
    let mut dice = Dice(5);
    let with_speaker: Vec<&Hit> = hits
        .iter()
        .filter(|hit| hit.speaker.is_some() && hit.text.split_whitespace().count() > 8)
        .collect();
    let word = |hit: &Hit, dice: &mut Dice| -> Option<String> {
        let words: Vec<&str> = hit
            .text
            .split_whitespace()
            .filter(|w| w.len() > 3 && w.bytes().all(|b| b.is_ascii_alphabetic()))
            .collect();
        words.get(dice.below(words.len())).map(|w| (*w).to_owned())
    };
    let mut filtered = Vec::new();
    let mut bare = Vec::new();
    let mut verified = Vec::new();
    for _ in 0..500 {
        let hit = with_speaker[dice.below(with_speaker.len())];
        let Some(words) = word(hit, &mut dice) else { continue };
        let query = Query { words: Some(words), ..Query::default() };
        let by = Query { speaker: hit.speaker.clone(), ..query.clone() };
        filtered.push(timed(|| store.search(&by, 0, 20).map(drop))?);
        bare.push(timed(|| store.search(&query, 0, 20).map(drop))?);
        let mut quoted: Vec<&str> = hit.text.split_whitespace().take(40).collect();
        quoted.remove(1 + dice.below(quoted.len() - 2));
        verified.push(timed(|| store.verify(&quoted.join(" "), None).map(drop))?);
    }
    for (what, mut times) in
        [("search, word and speaker", filtered), ("search, one word", bare), ("verify", verified)]
    {
        times.sort();
        let at = |share: usize| times[(times.len() - 1) * share / 100];
        println!("{what}: p50 {:.1?}, p99 {:.1?} of {}", at(50), at(99), times.len());
    }
    Ok(())
}

fn timed(
    work: impl FnOnce() -> Result<(), onrecord_record::StoreError>,
) -> Result<Duration, onrecord_record::StoreError> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}
