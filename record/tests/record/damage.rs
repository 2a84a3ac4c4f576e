//! A damaged store is noticed, or says what it said before; never something else.

use std::path::Path;

use onrecord_record::{Order, Query, Store};

use crate::sample::{producer, sample, sample_of};

/// Everything that readers are shown, and everything that is kept.
fn content(store: &Store) -> Result<String, onrecord_record::StoreError> {
    let query = Query { order: Order::Added, ..Query::default() };
    let mut page = format!("{:?}", store.search(&query, 0, 100)?);
    store.for_each_event(&query, |event, _| {
        page.push_str(&format!("{event:?}"));
        Ok(())
    })?;
    page.push_str(&format!("{:?}", store.documents()?));
    for article in 1..=2 {
        let kept = store.article(article)?;
        page.push_str(&format!("{:?}{}", kept.about, kept.article.text()));
        page.push_str(&format!("{:?}", store.source(article)?));
        page.push_str(&format!("{:?}", store.latest_rows(article)?));
    }
    Ok(page)
}

/// The statements, as far as they are served at all.
fn shown(store: &Store) -> Vec<String> {
    let hits = (0..10).filter_map(|page| {
        let query = Query { order: Order::Added, ..Query::default() };
        store.search(&query, page, 1).ok()
    });
    hits.flatten()
        .map(|hit| format!("{:?} {:?} {} {:?}", hit.speaker, hit.addressee, hit.text, hit.outlet))
        .collect()
}

/// `ONRECORD_FLIPS=1000` for the whole experiment.
#[test]
fn a_flipped_bit_is_noticed_or_changes_nothing() {
    let flips: u64 =
        std::env::var("ONRECORD_FLIPS").ok().and_then(|n| n.parse().ok()).unwrap_or(50);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.onrecord");
    let mut store = Store::open_or_create(&path).unwrap();
    let later = sample_of("other", "Other News", "2022-06-13");
    let mut rows = later.rows().clone();
    rows.statements.truncate(2);
    rows.events.truncate(1);
    let article = crate::sample::article(
        "other",
        "Other News",
        "2022-06-13",
        &format!("{} And so on.", crate::sample::TEXT),
    );
    store.append(&[sample(), crate::sample::entry(article, rows)], &producer("1")).unwrap();
    store.connection().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    let (whole, whole_shown) = (content(&store).unwrap(), shown(&store));
    drop(store);
    let bytes = std::fs::read(&path).unwrap();
    let damaged = folder.path().join("damaged.onrecord");
    let (mut noticed, mut refused) = (0, 0);
    let mut state = 9u64;
    for flip in 0..flips {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let bit = (state >> 20) as usize % (bytes.len() * 8);
        let mut copy = bytes.clone();
        copy[bit / 8] ^= 1 << (bit % 8);
        std::fs::write(&damaged, &copy).unwrap();
        match opened(&damaged) {
            None => refused += 1,
            Some((seen, found, now)) => {
                for one in seen {
                    assert!(whole_shown.contains(&one), "flip {flip}, bit {bit}: {one}");
                }
                noticed += usize::from(found);
                let unchanged = now.as_ref() == Some(&whole);
                assert!(
                    found || unchanged,
                    "flip {flip}, bit {bit} of {}: not noticed",
                    bytes.len()
                );
            }
        }
    }
    println!(
        "{flips} flips: {refused} stores not opened, {noticed} noticed by check, others unchanged"
    );
}

/// What is shown, whether check finds damage, and the content; `None` if it does not open.
fn opened(path: &Path) -> Option<(Vec<String>, bool, Option<String>)> {
    for rest in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{rest}", path.display()));
    }
    let store = Store::open(path).ok()?;
    let seen = shown(&store);
    let checked = store.check();
    let found = checked.map_or(true, |checked| !checked.damage.is_empty());
    let now = content(&store).ok();
    Some((seen, found, now))
}
