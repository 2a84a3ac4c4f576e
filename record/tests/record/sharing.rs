//! Several at once: whoever opens or adds waits for the others.

use std::path::Path;
use std::sync::Barrier;

use crate::sample::{self, producer, seen};
use onrecord_record::{Entry, Rows, Store};

fn at_once(count: usize, each: impl Fn(usize) + Sync) {
    let start = Barrier::new(count);
    std::thread::scope(|scope| {
        for number in 0..count {
            let (start, each) = (&start, &each);
            scope.spawn(move || {
                start.wait();
                each(number);
            });
        }
    });
}

/// Whoever finds an empty file makes the store. SQLite refuses the second one at once, without
/// waiting, so some used to be told that another process is writing.
#[test]
fn many_who_make_a_store_at_once_share_it() {
    for round in 0..40 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("news.onrecord");
        at_once(4, |number| {
            let opened = Store::open_or_create(&path);
            assert!(opened.is_ok(), "round {round}, {number}: {:?}", opened.err());
        });
        assert_eq!(Store::open(&path).unwrap().check().unwrap().damage, []);
    }
}

#[test]
fn writers_take_turns() {
    const EACH: usize = 60;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.onrecord");
    at_once(3, |writer| add(&path, writer, EACH));
    let store = Store::open(&path).unwrap();
    let articles: i64 =
        store.connection().query_row("SELECT count(*) FROM article", [], |row| row.get(0)).unwrap();
    assert_eq!(articles, 3 * EACH as i64);
    assert_eq!(store.check().unwrap().damage, []);
}

/// One transaction after the other, with nothing to do between them.
fn add(path: &Path, writer: usize, count: usize) {
    let mut store = Store::open_or_create(path).unwrap();
    for number in 0..count {
        let name = format!("{writer}-{number}");
        let text = format!("Writer {writer} said number {number}.");
        let article = sample::article(&name, "Example", "2022-06-17", &text);
        let entry = Entry::new(article, Rows::default(), text.as_bytes(), seen(&name)).unwrap();
        store.append(&[entry], &producer("1")).unwrap();
    }
}
