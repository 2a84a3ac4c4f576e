use std::fs;

use super::{root, run, run_on, stderr, stdout};

#[test]
fn engines_lists_every_model_with_a_score_of_the_record() {
    let out = stdout(&run(&["engines"]));
    let scores = fs::read_to_string(root().join("SCORES.md")).expect("it is there");
    for model in onrecord::language::models() {
        assert!(out.contains(model.name) && out.contains(model.score), "{}", model.name);
        let number = model.score.split(' ').find(|word| word.contains('.')).unwrap_or_default();
        assert!(scores.contains(number), "{}: {number} is not in SCORES.md", model.name);
    }
    assert!(out.contains("signed deep-") && out.contains("signed fast-"));
}

#[test]
fn each_engine_reads() {
    let text = "“We will not leave,” Marta Oliveira said.".as_bytes();
    for engine in ["deep", "fast"] {
        let out = run_on(&["read", "-", "--engine", engine], text);
        assert!(stdout(&out).contains("Marta Oliveira"), "{engine}");
        assert_eq!(stderr(&out), "");
    }
    assert_eq!(run_on(&["read", "-", "--engine", "slow"], text).status.code(), Some(2));
}

#[test]
fn a_bulk_is_read_by_the_fast_engine_and_says_so() {
    let folder = tempfile::tempdir().expect("room for files");
    for k in 0..=3_000 {
        fs::write(folder.path().join(format!("{k}.txt")), "He spoke.").expect("room for a file");
    }
    let path = folder.path().to_str().expect("a plain path");
    let said = stderr(&run(&["read", path, "--format", "jsonl"]));
    assert!(said.contains("fast engine") && said.contains("--engine deep"), "{said}");
    let said = stderr(&run(&["read", path, "--format", "jsonl", "--quiet"]));
    assert_eq!(said, "");
}
