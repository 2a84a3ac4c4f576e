//! Which hits come first, and that no page lacks one.

use onrecord_article::{Article, EntityKind, Form};
use onrecord_record::{Entry, Query, Rows, Store};

use crate::sample::{article, entity, entry, producer, statement};

const SPEAKERS: [&str; 3] = ["Ali Khamenei", "the old minister of the interior", "Maduro"];
const WORDS: [&str; 8] =
    ["we", "resist", "sanctions", "Maduro", "of", "pressure", "sanction", "the"];

/// What each statement of an article says: its words by number, and its speaker.
fn said(number: usize) -> (String, &'static str) {
    let mut state = number as u64 + 1;
    let mut below = |n: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as usize) % n
    };
    let count = 2 + below(12);
    let words: Vec<&str> = (0..count).map(|_| WORDS[below(WORDS.len())]).collect();
    (format!("“no {number} {}”", words.join(" ")), SPEAKERS[below(SPEAKERS.len())])
}

/// An article with `count` statements, numbered from `first` on.
fn report(first: usize, count: usize) -> Entry {
    let lines: Vec<(String, &str)> = (first..first + count).map(said).collect();
    let text: Vec<String> = lines.iter().map(|(words, by)| format!("{words} said {by}.")).collect();
    let name = format!("r{first}");
    let article: Article = article(&name, "Example", "2022-06-17", &text.join(" "));
    let spoken: Vec<&str> =
        SPEAKERS.into_iter().filter(|by| article.text().contains(&format!("said {by}"))).collect();
    let entities: Vec<_> =
        spoken.iter().map(|name| entity(&article, name, EntityKind::Person)).collect();
    let statements: Vec<_> = lines
        .iter()
        .map(|(words, by)| {
            let by_number = spoken.iter().position(|name| name == by).map(|at| at as u32);
            statement(&article, by_number, "nobody", "nothing", &[words], Form::Direct, None)
        })
        .collect();
    let rows = Rows::new(&article, &statements, &[], &[], &[], &entities);
    entry(article, rows)
}

fn store(articles: usize, each: usize) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_or_create(folder.path().join("news.onrecord")).unwrap();
    let entries: Vec<Entry> = (0..articles).map(|n| report(n * each, each)).collect();
    for batch in entries.chunks(32) {
        store.append(batch, &producer("1")).unwrap();
    }
    (folder, store)
}

fn rows(store: &Store, query: &Query, offset: u64, limit: u64) -> Vec<i64> {
    store.search(query, offset, limit).unwrap().into_iter().map(|hit| hit.id).collect()
}

/// A name leaves out what others said, and the rest stays in order.
#[test]
fn names_choose_and_words_rank() {
    let (_folder, store) = store(40, 20);
    for words in ["resist", "resist sanctions", "\"resist sanctions\"", "sanction*", "the of"] {
        let asked = Query { words: Some(words.into()), ..Query::default() };
        let all = store.search(&asked, 0, 1000).unwrap();
        assert!(all.len() > 10, "{words}: {}", all.len());
        for speaker in ["Khamenei", "the minister of the interior", "\"old minister\"", "madur*"] {
            let name = speaker.trim_matches(['"', '*']).to_lowercase();
            let last = name.rsplit(' ').next().unwrap();
            let expected: Vec<i64> = all
                .iter()
                .filter(|hit| hit.speaker.as_ref().unwrap().to_lowercase().contains(last))
                .map(|hit| hit.id)
                .collect();
            let by = Query { speaker: Some(speaker.into()), ..asked.clone() };
            assert_eq!(rows(&store, &by, 0, 1000), expected, "{words} by {speaker}");
            let since = Query { since: Some("2022".into()), ..by.clone() };
            assert_eq!(rows(&store, &since, 0, 1000), expected, "{words} by {speaker} since 2022");
            let paged: Vec<i64> = (0..4).flat_map(|page| rows(&store, &by, page * 7, 7)).collect();
            assert_eq!(paged, expected[..expected.len().min(28)], "{words} by {speaker}, paged");
        }
    }
}

/// Ten thousand hits are ranked; those before them follow, latest first.
#[test]
fn every_hit_is_on_one_page() {
    let (_folder, store) = store(105, 100);
    // What is said begins with "no".
    let common = Query { words: Some("no".into()), ..Query::default() };
    for query in [
        Query { words: Some("n*".into()), ..Query::default() },
        Query { speaker: Some("minister".into()), ..common.clone() },
        Query { since: Some("2022".into()), ..common.clone() },
        common,
    ] {
        let all = store.count(&query).unwrap();
        assert!(all > 10_000 || query.speaker.is_some(), "{query:?}: {all}");
        let mut found: Vec<i64> = Vec::new();
        for page in 0..all.div_ceil(900) {
            found.extend(rows(&store, &query, page * 900, 900));
        }
        let many = found.get(10_000..).unwrap_or_default();
        assert!(many.is_sorted_by(|one, next| one > next), "{query:?}");
        found.sort_unstable();
        found.dedup();
        assert_eq!(found.len() as u64, all, "{query:?}");
    }
}
