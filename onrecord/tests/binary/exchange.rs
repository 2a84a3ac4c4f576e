//! `correct`, `export` and `import`.

use serde_json::Value;

use crate::asking::store;
use crate::{folder, path, run, stderr, stdout};

fn first_statement(store: &str) -> (String, String) {
    let page = stdout(&run(&["search", "pressures", "--store", store, "--json", "--limit", "1"]));
    let page: Value = serde_json::from_str(&page).unwrap();
    let hit = &page["hits"][0];
    (hit["id"].to_string(), hit["text"].as_str().unwrap().to_owned())
}

#[test]
fn a_correction_stands_instead_and_says_who_and_why() {
    let (files, store) = store();
    let (id, text) = first_statement(&store);
    let made = run(&[
        "correct",
        &id,
        "--speaker",
        "Ebrahim Raisi",
        "--reason",
        "the video",
        "--by",
        "An editor",
        "--store",
        &store,
    ]);
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    assert!(stdout(&made).contains("stands instead: Ebrahim Raisi"), "{}", stdout(&made));
    let quoted = text.replace(['“', '”'], "");
    let verified = run(&["verify", &quoted, "--speaker", "Raisi", "--store", &store]);
    assert_eq!(verified.status.code(), Some(0), "{}", stdout(&verified));
    let list = stdout(&run(&["correct", "--list", "--store", &store]));
    assert!(list.contains("An editor: the video"), "{list}");
    let again =
        run(&["correct", &id, "--retract", "--reason", "no", "--by", "x", "--store", &store]);
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("superseded"), "{}", stderr(&again));
    let gold = path(&files, "gold");
    let out = run(&["export", "--corrections", "brat", "--out", &gold, "--store", &store]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let annotated = std::fs::read_dir(&gold).unwrap().count();
    assert_eq!(annotated, 3, "the configuration, and one article in two files");
    assert_eq!(run(&["check", &store]).status.code(), Some(0));
}

#[test]
fn a_namesake_becomes_a_person_of_its_own() {
    let (_files, store) = store();
    let person = |name: &str| -> Value {
        let page = stdout(&run(&["who", name, "--store", &store, "--json"]));
        serde_json::from_str(&page).unwrap()
    };
    let before = person("Nicolas Maduro");
    let id = before["said"]["latest"][0]["id"].to_string();
    let because = ["--reason", "a namesake", "--by", "An editor", "--store", &store];
    let mut arguments = vec!["correct", &id, "--person", "new"];
    arguments.extend(because);
    assert_eq!(run(&arguments).status.code(), Some(0));
    let output = run(&["who", "Nicolas Maduro", "--store", &store]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("name one by number"), "{}", stderr(&output));
    let people: Vec<String> = stderr(&output)
        .lines()
        .skip(1)
        .filter_map(|line| line.split_whitespace().nth(1).map(str::to_owned))
        .collect();
    let mut arguments = vec!["correct", "--merge", &people[1], "--into", &people[0]];
    arguments.extend(because);
    assert_eq!(run(&arguments).status.code(), Some(0));
    assert_eq!(person("Nicolas Maduro")["said"]["count"], before["said"]["count"]);
}

#[test]
fn a_correction_needs_to_say_what_and_why() {
    for arguments in [
        &["correct", "1"][..],
        &["correct", "1", "--retract"],
        &["correct", "--retract", "--reason", "x"],
        &["correct", "--merge", "1", "--reason", "x"],
        &["correct", "1", "--retract", "--speaker", "A", "--reason", "x"],
    ] {
        assert_eq!(run(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn every_form_says_how_much_it_wrote() {
    let (files, store) = store();
    for form in [
        "jsonl",
        "csv",
        "parquet",
        "webannotation",
        "ftm",
        "schemaorg",
        "conllu",
        "plover",
        "polecat",
        "gdelt",
        "gexf",
        "bibtex",
        "atom",
    ] {
        let out = path(&files, form);
        let written = run(&["export", "--to", form, "--out", &out, "--store", &store]);
        assert_eq!(written.status.code(), Some(0), "{form}: {}", stderr(&written));
        assert!(stderr(&written).ends_with(" written\n"), "{}", stderr(&written));
        let streamed = run(&["export", "--to", form, "--store", &store]);
        assert_eq!(streamed.stdout, std::fs::read(&out).unwrap(), "{form}");
        let again = run(&["export", "--to", form, "--out", &out, "--store", &store]);
        assert_eq!(again.status.code(), Some(1));
        assert!(stderr(&again).contains("--force"));
    }
    let rest = std::fs::read_dir(files.path()).unwrap().flatten();
    assert!(rest.into_iter().all(|file| !file.file_name().to_string_lossy().contains(".part")));
    assert_eq!(run(&["export", "--to", "brat", "--store", &store]).status.code(), Some(2));
    let some = run(&["export", "--to", "csv", "--addressee", "Maduro", "--store", &store]);
    let all = run(&["export", "--to", "csv", "--store", &store]);
    assert!(some.stdout.len() < all.stdout.len());
}

#[test]
fn what_is_exported_can_be_imported() {
    let (files, store) = store();
    let other = path(&files, "other.onrecord");
    let (lines, table) = (path(&files, "all.jsonl"), path(&files, "all.parquet"));
    run(&["export", "--to", "jsonl", "--out", &lines, "--store", &store]);
    run(&["export", "--to", "parquet", "--out", &table, "--store", &store]);
    let taken = run(&["import", &lines, "--store", &other]);
    assert_eq!(taken.status.code(), Some(0), "{}", stderr(&taken));
    assert!(stdout(&taken).contains("2 articles new"), "{}", stdout(&taken));
    assert!(stdout(&run(&["import", &lines, "--store", &other])).contains("2 known"));
    let back = run(&["export", "--to", "jsonl", "--store", &other]);
    assert_eq!(back.stdout, std::fs::read(&lines).unwrap());
    let flat = path(&files, "flat.onrecord");
    let taken = run(&["import", &table, "--store", &flat]);
    assert!(stdout(&taken).contains("2 articles new"), "{}{}", stdout(&taken), stderr(&taken));
    std::fs::write(&lines, "{}\n").unwrap();
    let broken = run(&["import", &lines, "--store", &other]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(stderr(&broken).contains("record 1: its schema"), "{}", stderr(&broken));
    assert_eq!(run(&["check", &other]).status.code(), Some(0));
}

#[test]
fn a_gazetteer_gives_people_offices() {
    let table = "key,name,aliases,country,office,since\n\
        Q20089,Nicolás Maduro,Nicolas Maduro,VEN,President of Venezuela,2013-04-19\n";
    let files = folder(&[("people.csv", table.as_bytes())]);
    let store = path(&files, "x.onrecord");
    let people = path(&files, "people.csv");
    let taken = run(&["import", "--people", &people, "--store", &store]);
    assert!(stdout(&taken).contains("1 entry added"), "{}{}", stdout(&taken), stderr(&taken));
    run(&["add", crate::SEED, "--store", &store]);
    let page = stdout(&run(&["who", "maduro", "--store", &store]));
    assert!(
        page.contains("President of Venezuela (2013-04-19") && page.contains("Q20089"),
        "{page}"
    );
    assert!(page.contains("Said ("), "{page}");
}
