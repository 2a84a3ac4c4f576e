//! What is added stays, is the same when read back, and is never overwritten.

use crate::sample::{self, findings, producer, sample, seen};
use onrecord_record::{Because, Change, Entry, Refusal, Rows, Store, StoreError, Upgraded};

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_or_create(folder.path().join("news.onrecord")).unwrap();
    (folder, store)
}

fn count(store: &Store, sql: &str) -> i64 {
    store.connection().query_row(sql, [], |row| row.get(0)).unwrap()
}

fn current(store: &Store) -> Vec<(i64, String, String)> {
    let sql = "SELECT id, coalesce(speaker, ''), text FROM current_statement ORDER BY number, id";
    let mut select = store.connection().prepare(sql).unwrap();
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

fn because() -> Because {
    Because { by: "An editor".into(), reason: "the video shows it".into() }
}

#[test]
fn what_is_read_back_is_what_was_added() {
    let (_folder, mut store) = store();
    let entry = sample();
    let rows = findings(entry.article());
    store.append(std::slice::from_ref(&entry), &producer("1")).unwrap();
    assert_eq!(store.latest_rows(1).unwrap().unwrap().1, rows);
    let kept = store.article(1).unwrap();
    assert_eq!(kept.article.text(), entry.article().text());
    assert_eq!(kept.article.provenance(), entry.article().provenance());
    assert_eq!(store.source(1).unwrap(), entry.article().text().as_bytes());
    assert_eq!(store.check().unwrap().damage, []);
}

#[test]
fn a_source_that_is_not_the_text_is_kept_packed() {
    let (_folder, mut store) = store();
    let html = "<p>“We resist,” he said.".repeat(50);
    let article = sample::article("page", "Example", "2022", "“We resist,” he said.");
    let entry = Entry::new(article, Rows::default(), html.as_bytes(), seen("page")).unwrap();
    store.append(&[entry], &producer("1")).unwrap();
    assert_eq!(store.source(1).unwrap(), html.as_bytes());
    assert!(count(&store, "SELECT length(bytes) FROM source") < 200);
}

#[test]
fn adding_again_adds_nothing() {
    let (_folder, mut store) = store();
    let producer = producer("1");
    assert!(!store.knows(sample().article().id(), &producer).unwrap());
    assert!(store.append(&[sample()], &producer).unwrap()[0].is_new());
    let rows = "SELECT (SELECT count(*) FROM statement) + (SELECT count(*) FROM sighting)";
    let before = count(&store, rows);
    assert!(!store.append(&[sample()], &producer).unwrap()[0].is_new());
    assert!(store.knows(sample().article().id(), &producer).unwrap());
    assert_eq!(count(&store, rows), before);
    assert_eq!(count(&store, "SELECT count(*) FROM seal"), 1);
}

#[test]
fn a_newer_reading_adds_and_the_older_one_stays() {
    let (_folder, mut store) = store();
    store.append(&[sample()], &producer("1")).unwrap();
    let article = sample().article().clone();
    let mut fewer = findings(&article);
    fewer.statements.truncate(1);
    fewer.events.clear();
    store.append(&[sample::entry(article, fewer)], &producer("2")).unwrap();
    assert_eq!(count(&store, "SELECT count(*) FROM article"), 1);
    assert_eq!(count(&store, "SELECT count(*) FROM statement"), 4);
    assert_eq!(current(&store).len(), 1);
    assert_eq!(count(&store, "SELECT count(*) FROM current_event"), 0);
}

#[test]
fn corrections_hold_and_survive_a_newer_reading() {
    let (_folder, mut store) = store();
    store.append(&[sample()], &producer("1")).unwrap();
    let speaker = Change::Speaker { statement: 1, name: "Ebrahim Raisi".into() };
    let made = store.correct(&speaker, &because()).unwrap();
    let content = Change::Content { statement: 2, words: "Iran came to the aid".into() };
    store.correct(&content, &because()).unwrap();
    store.correct(&Change::Retract { statement: 3 }, &because()).unwrap();
    let expected =
        [(made.statement.unwrap(), "Ebrahim Raisi".to_owned()), (5, "Nicolas Maduro".to_owned())];
    let ids = |store: &Store| -> Vec<(i64, String)> {
        current(store).into_iter().map(|(id, speaker, _)| (id, speaker)).collect()
    };
    assert_eq!(ids(&store), expected);
    assert_eq!(current(&store)[1].2, "Iran came to the aid");
    store.append(&[sample()], &producer("2")).unwrap();
    assert_eq!(ids(&store), expected);
    assert!(matches!(store.correct(&speaker, &because()), Err(StoreError::Refused(_))));
    assert_eq!(store.check().unwrap().damage, []);
}

#[test]
fn people_are_linked_across_articles_merged_and_split() {
    let (_folder, mut store) = store();
    let other =
        sample::article("b", "Other", "2022-06-13", "Nicolas Maduro left. N. Maduro slept.");
    let people = ["Nicolas Maduro", "N. Maduro"]
        .map(|name| sample::entity(&other, name, onrecord_article::EntityKind::Person));
    let rows = Rows::new(&other, &[], &[], &[], &[], &people);
    store.append(&[sample(), sample::entry(other, rows)], &producer("1")).unwrap();
    let named = "SELECT count(*) FROM current_identity AS i JOIN person AS p
        ON p.id = i.person_id WHERE p.name = 'Nicolas Maduro'";
    assert_eq!(count(&store, named), 2);
    let id = |name: &str| count(&store, &format!("SELECT id FROM person WHERE name = '{name}'"));
    let (person, into) = (id("N. Maduro"), id("Nicolas Maduro"));
    store.correct(&Change::Merge { person, into }, &because()).unwrap();
    let back = Change::Merge { person: into, into: person };
    assert!(matches!(store.correct(&back, &because()), Err(StoreError::Refused(_))));
    store.correct(&Change::Split { person }, &because()).unwrap();
    assert!(store.correct(&Change::Split { person }, &because()).is_err());
}

#[test]
fn rows_are_never_changed_or_deleted() {
    let (_folder, mut store) = store();
    store.append(&[sample()], &producer("1")).unwrap();
    for sql in ["UPDATE statement_row SET length = 1", "DELETE FROM article", "DELETE FROM seal"] {
        let error = store.connection().execute(sql, []).unwrap_err();
        assert!(error.to_string().contains("append-only"), "{sql}: {error}");
    }
}

#[test]
fn a_span_that_does_not_fit_is_refused() {
    let article = sample().article().clone();
    let fits = findings(&article);
    let refused = |change: &dyn Fn(&mut Rows)| {
        let mut rows = fits.clone();
        change(&mut rows);
        let entry = Entry::new(article.clone(), rows, b"", seen("x"));
        assert!(matches!(entry, Err(StoreError::Unfit { .. })), "{entry:?}");
    };
    refused(&|rows| rows.statements[0].content = vec![[0, 100_000]]);
    refused(&|rows| rows.statements[0].content = vec![[8, 9]]); // inside the dash
    refused(&|rows| rows.statements[0].content.clear());
    refused(&|rows| rows.statements[0].speaker = Some(99));
    refused(&|rows| rows.statements[1].within = Some(1));
    refused(&|rows| rows.events[1].claimed = Some(3));
    refused(&|rows| rows.agreements[0].title = [5, 5]);
    refused(&|rows| rows.entities[0].mentions[0][1] = 0);
}

#[test]
fn what_failed_is_noted() {
    let (_folder, mut store) = store();
    let refusal = Refusal { seen: seen("bad"), skipped: false, reason: "no text".into() };
    store.refuse(&[refusal]).unwrap();
    assert_eq!(count(&store, "SELECT count(*) FROM refusal WHERE outcome = 'failed'"), 1);
    assert_eq!(store.check().unwrap().damage, []);
}

#[test]
fn a_foreign_file_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    assert!(matches!(Store::open(&path), Err(StoreError::Missing(_))));
    std::fs::write(&path, "not a database, but long enough to look at".repeat(50)).unwrap();
    assert!(matches!(Store::open_or_create(&path), Err(StoreError::Foreign(_))));
    let path = folder.path().join("y.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(matches!(Store::open(&path), Err(StoreError::Foreign(_))));
}

#[test]
fn a_store_with_a_trigger_of_its_own_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.onrecord");
    drop(Store::open_or_create(&path).unwrap());
    let foreign = rusqlite::Connection::open(&path).unwrap();
    foreign.execute_batch("CREATE TRIGGER t AFTER INSERT ON article BEGIN SELECT 1; END").unwrap();
    drop(foreign);
    let error = Store::open(&path).unwrap_err();
    assert!(error.to_string().contains("unknown trigger t"), "{error}");
}

#[test]
fn a_store_of_a_newer_program_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.onrecord");
    drop(Store::open_or_create(&path).unwrap());
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(Store::open(&path), Err(StoreError::Newer { found: 99, .. })));
}

/// A store as the schema before this one wrote it: two articles, a gazetteer, and corrections of
/// speaker, content and person.
#[test]
fn a_store_of_schema_1_is_made_one_of_this() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.onrecord");
    let packed = include_bytes!("../../../testdata/cc-by-4.0/schema-1.onrecord.zst");
    let old = zstd::stream::decode_all(&packed[..]).unwrap();
    std::fs::write(&path, &old).unwrap();
    assert!(matches!(Store::open(&path), Err(StoreError::Older { found: 1, .. })));
    let Upgraded::Was { schema: 1, kept } = Store::upgrade(&path).unwrap() else { panic!() };
    assert_eq!(std::fs::read(kept).unwrap(), old);
    assert_eq!(Store::upgrade(&path).unwrap(), Upgraded::AlreadyCurrent);
    let store = Store::open(&path).unwrap();
    assert_eq!(store.check().unwrap().damage, []);
    let was = rusqlite::Connection::open_in_memory().unwrap();
    was.execute("ATTACH ? AS old", [folder.path().join("old.onrecord.schema-1").to_str()]).unwrap();
    for (table, columns) in [
        (
            "statement",
            "id, number, speaker, text, source, cue, addressee, about, form, polarity,
            modality, within_id, content_spans, source_spans, cue_spans, addressee_span, evidence",
        ),
        (
            "event",
            "id, number, kind, mode, actors, recipients, place, date, date_words, precision,
            polarity, modality, standing, statement_id, trigger, trigger_spans, evidence",
        ),
        ("entity", "id, reading_id, number, name, name_start, name_end, kind, country"),
        ("current_statement", "id, speaker, text"),
        ("current_identity", "entity_id, person_id, score, reason"),
        ("person", "id, name, kind, country, key"),
        ("said", "id, published, outlet, speaker, text, title, url, licence"),
    ] {
        let all = |db: &rusqlite::Connection, schema: &str| -> Vec<String> {
            let sql = format!("SELECT json_array({columns}) FROM {schema}.{table} ORDER BY 1");
            let mut select = db.prepare(&sql).unwrap();
            let rows = select.query_map([], |row| row.get(0)).unwrap();
            rows.map(Result::unwrap).collect()
        };
        let (before, after) = (all(&was, "old"), all(store.connection(), "main"));
        assert!(!before.is_empty());
        assert_eq!(before, after, "{table}");
    }
    let person = store.people("Nicolás Maduro Moros").unwrap().remove(0);
    assert_eq!(person.names, ["Nicolas Maduro", "Nicolás Maduro Moros"]);
    assert_eq!(store.source(2).unwrap()[..5], *b"<html");
    let rows = store.latest_rows(1).unwrap().unwrap().1;
    let mentions: usize = rows.entities.iter().map(|entity| entity.mentions.len()).sum();
    assert!(mentions > 100, "{mentions}");
}
