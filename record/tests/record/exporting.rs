//! Every form holds what was asked for, and our own come back as they were.

use onrecord_record::{Because, Change, Format, GazetteerRow, Query, Rows, Store};
use serde_json::Value;

use crate::sample::{self, entry, producer, sample};

const ALL: [Format; 13] = [
    Format::Jsonl,
    Format::Csv,
    Format::Parquet,
    Format::WebAnnotation,
    Format::Ftm,
    Format::SchemaOrg,
    Format::Conllu,
    Format::Plover,
    Format::Polecat,
    Format::Gdelt,
    Format::Gexf,
    Format::Bibtex,
    Format::Atom,
];

fn empty() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_or_create(folder.path().join("news.onrecord")).unwrap();
    (folder, store)
}

/// The sample, and an article with characters of every size and of every trouble.
fn store() -> (tempfile::TempDir, Store) {
    let (folder, mut store) = empty();
    let text = "😀 Zoë “=HYPERLINK(\"x\") <script>&amp; 🙂” said\n=Zoë to é́.";
    let article = sample::article("trouble/../x", "=cmd|'/c'!A1", "2022-06-13", text);
    let people = [sample::entity(&article, "Zoë", onrecord_article::EntityKind::Person)];
    let content = "“=HYPERLINK(\"x\") <script>&amp; 🙂”";
    let said = sample::statement(
        &article,
        Some(0),
        "Zoë",
        "said\n",
        &[content],
        onrecord_article::Form::Direct,
        None,
    );
    let rows = Rows::new(&article, &[said], &[], &[], &[], &people);
    store.append(&[sample(), entry(article, rows)], &producer("1")).unwrap();
    (folder, store)
}

fn export(store: &Store, query: &Query, format: Format) -> (u64, Vec<u8>) {
    let mut out = Vec::new();
    let count = store.export(query, format, &mut out).unwrap();
    (count, out)
}

fn text(store: &Store, format: Format) -> String {
    String::from_utf8(export(store, &Query::default(), format).1).unwrap()
}

fn lines(store: &Store, format: Format) -> Vec<Value> {
    text(store, format).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_form_is_written_and_filtered() {
    let (_folder, store) = store();
    let nobody = Query { speaker: Some("Nobody".into()), ..Query::default() };
    for format in ALL {
        let (count, bytes) = export(&store, &Query::default(), format);
        assert!(count > 0 && !bytes.is_empty(), "{format:?}");
        assert_eq!(export(&store, &nobody, format).0, 0, "{format:?}");
        assert_eq!(export(&store, &Query::default(), format).1, bytes, "{format:?}: not the same");
    }
}

#[test]
fn json_lines_come_back_as_they_were() {
    let (_folder, store) = store();
    let exported = text(&store, Format::Jsonl);
    let (_other, mut other) = empty();
    let imported = other.import_jsonl(&mut exported.as_bytes(), "file", &producer("1")).unwrap();
    assert_eq!((imported.new, imported.failed.len()), (2, 0), "{imported:?}");
    assert_eq!(text(&other, Format::Jsonl), exported);
    assert_eq!(other.latest_rows(1).unwrap(), store.latest_rows(1).unwrap());
    assert_eq!(other.check().unwrap().damage, []);
    let again = other.import_jsonl(&mut exported.as_bytes(), "file", &producer("1")).unwrap();
    assert_eq!((again.new, again.known), (0, 2));
}

#[test]
fn a_line_that_does_not_fit_is_named_and_the_others_are_taken() {
    let (_folder, store) = store();
    let exported = text(&store, Format::Jsonl);
    let line = exported.lines().next().unwrap();
    let broken = [
        "{".to_owned(),
        line.replacen("\"offsets\":\"chars\"", "\"offsets\":\"miles\"", 1),
        line.replacen("TEHRAN", "Tehran", 5),
        line.replacen("onrecord/1", "onrecord/9", 1),
        line.replacen("\"standing\":\"s2\"", "\"standing\":\"s77\"", 1),
        line.replacen("\"standing\":\"s2\"", "\"standing\":null", 1),
    ];
    let input = format!("{}\n\n{line}\n", broken.join("\n"));
    let (_other, mut other) = empty();
    let imported = other.import_jsonl(&mut input.as_bytes(), "file", &producer("1")).unwrap();
    assert_eq!(imported.failed.len(), broken.len(), "{:?}", imported.failed);
    assert_eq!(imported.new, 1);
}

#[test]
fn parquet_comes_back_with_its_statements() {
    let (folder, store) = store();
    let (count, bytes) = export(&store, &Query::default(), Format::Parquet);
    let path = folder.path().join("x.parquet");
    std::fs::write(&path, bytes).unwrap();
    let (_other, mut other) = empty();
    let file = std::fs::File::open(&path).unwrap();
    let imported = other.import_parquet(file, "x.parquet", &producer("1")).unwrap();
    assert_eq!((imported.new, imported.failed.len()), (2, 0), "{imported:?}");
    let all = Query::default();
    assert_eq!(other.count(&all).unwrap(), count);
    // Mentions are not in a flat table, so what a statement is about does not come back.
    let flat = |store: &Store| -> Vec<_> {
        let hits = store.search(&all, 0, 100).unwrap().into_iter();
        hits.map(|hit| (hit.text, hit.speaker, hit.cue, hit.addressee, hit.outlet)).collect()
    };
    assert_eq!(flat(&other), flat(&store));
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    let (_folder, store) = store();
    let csv = text(&store, Format::Csv);
    assert!(csv.contains("\"'=cmd|'/c'!A1\""), "{csv}");
    assert!(csv.starts_with("id,published,"));
    assert!(csv.lines().next().unwrap().contains("content_codepoints"));
}

#[test]
fn annotations_point_at_code_points_and_quote_the_words() {
    let (_folder, store) = store();
    for annotation in lines(&store, Format::WebAnnotation) {
        for target in annotation["target"].as_array().unwrap() {
            let [position, quote] = [&target["selector"][0], &target["selector"][1]];
            let (start, end) = (position["start"].as_u64(), position["end"].as_u64());
            let length = end.unwrap() - start.unwrap();
            let exact = quote["exact"].as_str().unwrap();
            assert_eq!(exact.chars().count() as u64, length);
            assert!(quote["prefix"].as_str().unwrap().chars().count() <= 32);
        }
    }
}

#[test]
fn unresolved_names_stay_mentions() {
    let (_folder, store) = store();
    let entities = lines(&store, Format::Ftm);
    let of = |schema: &str| entities.iter().filter(|e| e["schema"] == schema).count();
    assert_eq!((of("Article"), of("Person"), of("Mention"), of("Event")), (2, 2, 1, 4));
    for event in entities.iter().filter(|e| e["schema"] == "Event") {
        assert_eq!(event["properties"]["proof"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn a_claim_is_never_exported_as_reported() {
    let (_folder, store) = store();
    let events = lines(&store, Format::Plover);
    let aid = events.iter().find(|event| event["event"][0] == "AID").unwrap();
    assert_eq!(aid["onrecord"]["standing"], "claimed");
    assert_eq!(aid["onrecord"]["claimed_by"], "Nicolas Maduro");
    for format in [Format::Polecat, Format::Gdelt] {
        let table = text(&store, format);
        let columns: Vec<usize> = table.lines().map(|l| l.split('\t').count()).collect();
        assert!(columns.windows(2).all(|pair| pair[0] == pair[1]), "{columns:?}");
        assert!(table.contains("claimed by Nicolas Maduro"));
    }
}

#[test]
fn markup_in_the_text_stays_text() {
    let (_folder, store) = store();
    for format in [Format::Atom, Format::Gexf] {
        let page = text(&store, format);
        assert!(!page.contains("<script"), "{page}");
    }
}

#[test]
fn brat_goes_into_a_folder_and_overwrites_nothing() {
    let (folder, mut store) = store();
    let out = folder.path().join("brat");
    let all = Query::default();
    assert_eq!(store.export_brat(&all, &out, false, false).unwrap(), 4);
    let text = std::fs::read_to_string(out.join("maduro.txt")).unwrap();
    let chars: Vec<char> = text.chars().collect();
    let page = std::fs::read_to_string(out.join("maduro.ann")).unwrap();
    for line in page.lines().filter(|line| line.starts_with('T')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (_, places) = fields[1].split_once(' ').unwrap();
        let words: Vec<String> = places
            .split(';')
            .map(|place| {
                let (start, end) = place.split_once(' ').unwrap();
                chars[start.parse().unwrap()..end.parse().unwrap()].iter().collect()
            })
            .collect();
        assert_eq!(words.join(" "), fields[2]);
    }
    assert!(store.export_brat(&all, &out, false, false).is_err());
    let because = Because { by: "An editor".into(), reason: "no statement".into() };
    store.correct(&Change::Retract { statement: 1 }, &because).unwrap();
    assert_eq!(store.export_brat(&all, &folder.path().join("gold"), true, false).unwrap(), 2);
}

#[test]
fn a_correction_is_exported_in_place_of_what_it_corrects() {
    let (_folder, mut store) = store();
    let because = Because { by: "An editor".into(), reason: "the video".into() };
    let speaker = Change::Speaker { statement: 2, name: "Ebrahim Raisi".into() };
    store.correct(&speaker, &because).unwrap();
    let article = &lines(&store, Format::Jsonl)[0];
    let statements = article["statements"].as_array().unwrap();
    assert_eq!(statements.len(), 3);
    assert_eq!(statements[1]["speaker"], "Ebrahim Raisi");
    assert_eq!(statements[1]["evidence"]["by"], "correction");
}

#[test]
fn events_and_documents_are_one_across_articles() {
    let (_folder, mut store) = store();
    let longer = format!("{} It was reported on Sunday.", sample::TEXT);
    let article = sample::article("later", "Other News", "2022-06-14", &longer);
    let mut rows = sample::findings(&article);
    rows.events[0].polarity = "negative".into();
    store.append(&[entry(article, rows)], &producer("1")).unwrap();
    let happenings = store.happenings(&Query::default()).unwrap();
    let meeting = happenings.iter().find(|one| one.kind == "CONSULT").unwrap();
    assert_eq!(meeting.versions.len(), 2);
    assert!(meeting.disputed());
    let aid = happenings.iter().find(|one| one.kind == "AID").unwrap();
    assert_eq!((aid.versions.len(), aid.versions[0].len(), aid.disputed()), (1, 2, false));
    let documents = store.documents().unwrap();
    assert_eq!((documents.len(), documents[0].history.len()), (1, 2));
    assert_eq!(documents[0].history[0].standing, "reported");
}

#[test]
fn people_of_a_gazetteer_are_known() {
    let (_folder, mut store) = empty();
    let row = GazetteerRow {
        key: "Q20089".into(),
        names: vec!["Nicolás Maduro".into(), "Maduro".into()],
        kind: "person".into(),
        country: Some("VEN".into()),
        offices: vec![("President of Venezuela".into(), Some("2013".into()), None)],
    };
    assert_eq!(store.add_people(std::slice::from_ref(&row)).unwrap(), 1);
    assert_eq!(store.add_people(&[row]).unwrap(), 0);
    store.append(&[sample()], &producer("1")).unwrap();
    let found = store.people("maduro").unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].key.as_deref(), Some("Q20089"));
    assert_eq!(store.said_by(found[0].id).unwrap().len(), 2);
    assert_eq!(store.check().unwrap().damage, []);
}

#[test]
fn a_plan_without_a_report_that_it_was_done_is_overdue() {
    let (_folder, mut store) = empty();
    let planned = |name: &str, published: &str, modality: &str, date: Option<&str>| {
        let text = format!("{} That is from {name}.", sample::TEXT);
        let article = sample::article(name, "Example", published, &text);
        let mut rows = sample::findings(&article);
        rows.events[0].modality = modality.into();
        rows.events[0].date = date.map(|iso| onrecord_record::rows::WhenRow {
            span: [0, 6],
            iso: Some(iso.into()),
            precision: "month".into(),
        });
        rows.events.truncate(1);
        entry(article, rows)
    };
    store
        .append(&[planned("a", "2022-06-12", "planned", Some("2022-07"))], &producer("1"))
        .unwrap();
    let overdue = |store: &Store, today: &str| -> Vec<String> {
        let found = store.overdue(&Query::default(), today).unwrap();
        found.into_iter().map(|promise| promise.due).collect()
    };
    assert!(overdue(&store, "2022-07-20").is_empty());
    assert_eq!(overdue(&store, "2022-08-01"), ["2022-07-31"]);
    let documents = store.documents().unwrap();
    assert_eq!(documents[0].ends().as_deref(), Some("2042-06-12"));
    assert!(!documents[0].overdue("2042-06-12") && documents[0].overdue("2042-06-13"));
    store.append(&[planned("b", "2022-07-15", "occurred", None)], &producer("1")).unwrap();
    assert!(overdue(&store, "2022-08-01").is_empty());
}

#[test]
fn a_dossier_holds_what_a_person_said_was_told_and_did() {
    let (_folder, mut store) = empty();
    store.append(&[sample()], &producer("1")).unwrap();
    let maduro = store.people("Nicolas Maduro").unwrap()[0].id;
    let dossier = store.dossier(maduro, &Query::default()).unwrap();
    assert_eq!((dossier.said.len(), dossier.told.len(), dossier.happenings.len()), (2, 1, 1));
    assert_eq!(
        store.statements(&dossier.told).unwrap()[0].speaker.as_deref(),
        Some("Ali Khamenei")
    );
    let iran = store.people("Iran").unwrap()[0].id;
    let dossier = store.dossier(iran, &Query::default()).unwrap();
    assert_eq!((dossier.about.len(), dossier.documents.len()), (1, 1));
    let later = Query { since: Some("2023".into()), ..Query::default() };
    assert_eq!(store.dossier(maduro, &later).unwrap().said, [] as [i64; 0]);
}

#[test]
fn a_promise_is_overdue_until_its_event_or_document_is_reported() {
    let (_folder, mut store) = empty();
    let told = |name: &str, published: &str, stage: &str, modality: &str, promised: bool| {
        let text = format!("{} That is from {name}.", sample::TEXT);
        let article = sample::article(name, "Example", published, &text);
        let mut rows = sample::findings(&article);
        rows.agreements[0].stages[0].0 = stage.into();
        rows.events.truncate(1);
        rows.events[0].modality = modality.into();
        let trigger = rows.events[0].trigger[0];
        if promised {
            let by = rows.agreements[0].parties.clone();
            rows.promises.push(onrecord_record::rows::PromiseRow {
                content: trigger,
                by,
                due: onrecord_record::rows::WhenRow {
                    span: trigger,
                    iso: Some("2022-W28".into()),
                    precision: "week".into(),
                },
                trigger,
                agreement: Some(0),
                claimed: Some(0),
                evidence: "bound to do it".into(),
                probability: 750,
            });
        }
        entry(article, rows)
    };
    let due = |store: &Store, today: &str| -> Vec<(String, bool)> {
        let documents = store.documents().unwrap();
        let found = store.promises(&documents).unwrap();
        found.into_iter().map(|one| (one.by.clone(), one.overdue(today))).collect()
    };
    let promised = told("a", "2022-06-12", "signed", "planned", true);
    store.append(&[promised], &producer("1")).unwrap();
    let both = || "Iran; Venezuela".to_owned();
    assert_eq!(due(&store, "2022-07-17"), [(both(), false)]);
    assert_eq!(due(&store, "2022-07-18"), [(both(), true)]);
    let documents = store.documents().unwrap();
    let one = &store.promises(&documents).unwrap()[0];
    assert_eq!((one.document, one.standing.as_str()), (Some(0), "claimed by Ali Khamenei"));
    // What goes out comes in again, word by word.
    let out = export(&store, &Query::default(), Format::Jsonl).1;
    let line: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(line["promises"][0]["due"], "2022-W28");
    assert_eq!(line["promises"][0]["agreement"], "a1");
    assert_eq!(store.check().unwrap().damage, []);
    // The event that was planned in it is reported, or its document carried out.
    let happened = told("b", "2022-07-15", "signed", "occurred", false);
    store.append(&[happened], &producer("1")).unwrap();
    assert_eq!(due(&store, "2022-08-01"), [(both(), false)]);
}
