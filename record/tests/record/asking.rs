//! Searching and verifying.

use onrecord_record::{Facet, Hit, Order, Query, Store, StoreError, Verdict};

use crate::corpus;
use crate::sample::{producer, sample, sample_of};

fn store_of(entries: &[onrecord_record::Entry]) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_or_create(folder.path().join("news.onrecord")).unwrap();
    for batch in entries.chunks(100) {
        store.append(batch, &producer("1")).unwrap();
    }
    (folder, store)
}

fn words(words: &str) -> Query {
    Query { words: Some(words.into()), ..Query::default() }
}

#[test]
fn words_phrases_prefixes_and_filters() {
    let (_folder, store) = store_of(&[sample()]);
    let found = |query: &Query| store.search(query, 0, 10).unwrap().len();
    for (asked, expected) in [
        ("pressures", 1),
        ("PRESSURES resist", 1),
        ("pressures Venezuela", 0),
        ("\"face these pressures\"", 1),
        ("“these face”", 0),
        ("press*", 1),
        ("the", 3),
        ("NEAR(\"", 0),
        ("text:resist OR *", 0),
    ] {
        assert_eq!(
            store.search(&words(asked), 0, 10).map_or(0, |hits| hits.len()),
            expected,
            "{asked}"
        );
    }
    assert!(matches!(store.search(&words(" * ”"), 0, 10), Err(StoreError::Refused(_))));
    let all = Query::default();
    assert_eq!(found(&all), 3);
    assert_eq!(found(&Query { speaker: Some("maduro".into()), ..all.clone() }), 2);
    assert_eq!(found(&Query { to: Some("Nicolás Maduro".into()), ..all.clone() }), 1);
    assert_eq!(found(&Query { about: Some("Iran".into()), ..all.clone() }), 1);
    assert_eq!(found(&Query { outlet: Some("example news".into()), ..all.clone() }), 3);
    assert_eq!(found(&Query { outlet: Some("other".into()), ..all.clone() }), 0);
    assert_eq!(found(&Query { since: Some("2022-06".into()), ..all.clone() }), 3);
    assert_eq!(found(&Query { since: Some("2022-07".into()), ..all.clone() }), 0);
    assert_eq!(found(&Query { until: Some("2022-06".into()), ..all.clone() }), 3);
    assert_eq!(found(&Query { until: Some("2022-05".into()), ..all.clone() }), 0);
    assert_eq!(found(&Query { form: Some("direct".into()), ..all.clone() }), 2);
    assert_eq!(found(&Query { kind: Some("aid".into()), ..all.clone() }), 1);
    assert_eq!(found(&Query { standing: Some("claimed".into()), ..all.clone() }), 1);
}

#[test]
fn hits_show_where_the_words_stand() {
    let (_folder, store) = store_of(&[sample()]);
    let hit = &store.search(&words("resist pressures"), 0, 1).unwrap()[0];
    let marked: Vec<&str> =
        hit.marks.iter().map(|&[start, end]| &hit.text[start as usize..end as usize]).collect();
    assert_eq!(marked, ["pressures", "resist"]);
    assert_eq!(hit.speaker.as_deref(), Some("Ali Khamenei"));
    assert_eq!(hit.url.as_deref(), Some("https://news.example/maduro"));
}

#[test]
fn pages_counts_and_facets_agree() {
    let (_folder, store) = store_of(&[sample()]);
    let query = Query { order: Order::Added, ..Query::default() };
    let pages: Vec<Hit> = (0..3).flat_map(|page| store.search(&query, page, 1).unwrap()).collect();
    assert_eq!(pages, store.search(&query, 0, 10).unwrap());
    assert_eq!(store.count(&query).unwrap(), 3);
    let speakers = store.facet(&query, Facet::Speaker, 10).unwrap();
    assert_eq!(speakers, [(Some("Nicolas Maduro".into()), 2), (Some("Ali Khamenei".into()), 1)]);
    assert_eq!(store.facet(&query, Facet::Month, 10).unwrap(), [(Some("2022-06".into()), 3)]);
}

#[test]
fn a_quotation_is_verified() {
    let (_folder, store) = store_of(&[sample()]);
    for (asked, speaker, expected) in [
        ("the only way to face these pressures is to resist", None, Verdict::Verbatim),
        ("\"THE ONLY WAY to face these pressures\"", Some("Khamenei"), Verdict::Verbatim),
        (
            "the only way to face these pressures is to resist",
            Some("Maduro"),
            Verdict::OtherSpeaker,
        ),
        ("the only way to face pressures is to resist", None, Verdict::Shortened),
        ("the only way is to resist", None, Verdict::Spliced),
        ("the only way to face these presures is to resist", None, Verdict::Altered),
        ("the only way to face these pressures is to surrender", None, Verdict::Altered),
        ("to resist is the only way to face these pressures", None, Verdict::Altered),
        ("the situation is better than a few years ago", None, Verdict::Verbatim),
        ("we shall fight on the beaches", None, Verdict::NotOnRecord),
    ] {
        let answer = store.verify(asked, speaker).unwrap();
        assert_eq!(answer.verdict, expected, "{asked} {speaker:?}: {answer:#?}");
    }
    assert!(matches!(store.verify("…", None), Err(StoreError::Refused(_))));
}

#[test]
fn copies_are_one_independent_source() {
    let twice = sample_of("copy", "Other News", "2022-06-13");
    let longer = format!("{} It was reported on Sunday.", crate::sample::TEXT);
    let article = crate::sample::article("longer", "Third", "2022-06-14", &longer);
    let rows = crate::sample::findings(&article);
    let copy = crate::sample::entry(article, rows);
    let (_folder, store) = store_of(&[sample(), twice, copy]);
    let answer = store.verify("the only way to face these pressures is to resist", None).unwrap();
    assert_eq!((answer.articles, answer.independent), (2, 1));
    assert_eq!(store.count(&Query { without_copies: true, ..Query::default() }).unwrap(), 3);
    let sightings: i64 = store
        .connection()
        .query_row("SELECT count(*) FROM sighting", [], |row| row.get(0))
        .unwrap();
    assert_eq!(sightings, 3);
}

/// A small generator, so that alterations are the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

/// A quotation changed in a known way, the speaker it is asked for, and the right verdicts.
fn alter(
    hit: &Hit,
    kind: usize,
    dice: &mut Dice,
) -> Option<(String, Option<String>, Vec<Verdict>)> {
    let mut words: Vec<&str> = hit.text.split_whitespace().collect();
    if words.len() < 8 || words.len() > 60 || words.contains(&"…") {
        return None;
    }
    let inner = 1 + dice.below(words.len() - 2);
    match kind {
        0 => Some((words.join(" ").to_uppercase(), None, vec![Verdict::Verbatim])),
        1 => {
            let long = words
                .iter()
                .position(|w| w.len() > 6 && w.chars().all(|c| c.is_ascii_lowercase()))?;
            let typo = format!("{}{}", &words[long][..3], &words[long][4..]);
            words[long] = &typo;
            Some((words.join(" "), None, vec![Verdict::Altered]))
        }
        2 => {
            if words[inner].len() < 2 || words[inner - 1] == words[inner] {
                return None;
            }
            words.remove(inner);
            Some((words.join(" "), None, vec![Verdict::Shortened, Verdict::Spliced]))
        }
        3 => {
            let cut = words.len() / 2;
            words.rotate_left(cut);
            Some((words.join(" "), None, vec![Verdict::Altered]))
        }
        _ => Some((words.join(" "), Some("Zebulon Quux".into()), vec![Verdict::OtherSpeaker])),
    }
}

#[test]
fn made_alterations_get_the_right_verdict() {
    let Some(entries) = corpus::polnear("train", 120) else { return };
    let (_folder, store) = store_of(&entries);
    let hits =
        store.search(&Query { order: Order::Added, ..Query::default() }, 0, 100_000).unwrap();
    let mut dice = Dice(7);
    let (mut right, mut all, mut by_kind) = (0, 0, [[0; 2]; 5]);
    while all < 500 {
        let kind = all % 5;
        let hit = &hits[dice.below(hits.len())];
        let Some((asked, speaker, expected)) = alter(hit, kind, &mut dice) else { continue };
        let answer = store.verify(&asked, speaker.as_deref()).unwrap();
        let good = expected.contains(&answer.verdict);
        if !good && std::env::var_os("SHOW_WRONG").is_some() {
            let nearest = answer.nearest.map(|at| &answer.versions[at].hit.text);
            println!("{kind} {:?}\n  {asked}\n  {}\n  {nearest:?}", answer.verdict, hit.text);
        }
        right += usize::from(good);
        by_kind[kind][usize::from(good)] += 1;
        all += 1;
    }
    println!("verify: {right} of {all} right; wrong, right by kind: {by_kind:?}");
    assert!(right * 100 >= all * 95, "{right} of {all}: {by_kind:?}");
}
