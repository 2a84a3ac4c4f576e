use crate::{SEED, run, stdout};

fn read(arguments: &[&str]) -> String {
    stdout(&run(&[&["read", SEED], arguments].concat()))
}

#[test]
fn one_list_and_nothing_else() {
    let page = read(&["--only", "events"]);
    assert!(page.contains("Who did what") && !page.contains("Who said what"), "{page}");
    assert!(page.contains("claimed by Nicolas Maduro in s"), "{page}");
    let page = read(&["--only", "agreements"]);
    assert!(page.contains("20-year cooperation document") && page.contains("signed"), "{page}");
    assert!(!page.contains("Who did what"), "{page}");
}

#[test]
fn events_by_type_actor_and_standing() {
    let line = read(&["--type", "aid", "--format", "jsonl"]);
    assert!(line.contains(r#""type":"AID""#) && !line.contains(r#""type":"CONSULT""#), "{line}");
    let line = read(&["--standing", "reported", "--format", "jsonl"]);
    assert!(line.contains(r#""standing":"reported""#), "{line}");
    assert!(!line.contains(r#""type":"AID""#), "aid is claimed: {line}");
    let all = read(&["--format", "jsonl"]);
    let none = read(&["--actor", "Nobody of that name", "--format", "jsonl"]);
    assert!(none.contains(r#""events":[]"#) && none.len() < all.len());
}

#[test]
fn selections_go_with_text_and_json() {
    let output = run(&["read", SEED, "--only", "events", "--format", "brat"]);
    assert_eq!(output.status.code(), Some(2));
    let output = run(&["read", SEED, "--type", "PARTY"]);
    assert_eq!(output.status.code(), Some(2));
}
