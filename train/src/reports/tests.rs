use std::collections::{BTreeMap, BTreeSet};

use super::*;

fn one(marked: &str, lines: &str) -> Result<Report, String> {
    parse(&format!("== x\n{marked}\n{lines}\n")).map(|mut reports| reports.remove(0))
}

#[track_caller]
fn refused(marked: &str, lines: &str, why: &str) {
    let fault = one(marked, lines).unwrap_err();
    assert!(fault.contains(why), "`{fault}` does not say `{why}`");
}

#[test]
fn braces_become_spans_and_nesting() {
    let report = one(
        "{1s|Ann} {1q|said} {1c|{2s|Bo} {2q|knew} {2c|it}}.",
        "1: Ann | indirect\n2: Bo | indirect",
    )
    .unwrap();
    assert_eq!(report.text, "Ann said Bo knew it.");
    assert_eq!(report.statements[&1].content, [[9, 19]]);
    assert_eq!(report.statements[&2].within, Some(1));
}

#[test]
fn blank_lines_and_equals_signs_may_stand_in_a_text() {
    let report = one("A == B.\n\n{1s|Ann} {1q|said} {1c|so}.", "1: Ann | indirect").unwrap();
    assert_eq!(report.text, "A == B.\n\nAnn said so.");
}

#[test]
fn what_follows_the_form_is_read() {
    let report =
        one("{1s|Ann} {1q|denied} {1c|it}.", "1: Ann = a cook -> Bo | indirect not optional");
    let gold = &report.unwrap().statements[&1];
    assert_eq!((gold.speaker.as_str(), gold.spoken_to.as_deref()), ("Ann", Some("Bo")));
    assert_eq!(gold.speakers, ["a cook"]);
    assert!(gold.denied && gold.optional);
}

#[test]
fn ill_formed_notation_is_refused() {
    let line = "1: Ann | indirect";
    refused("{1s|Ann said.", "", "the brace 1s before “Ann said.” stays open");
    refused("Ann} said.", "", "closes nothing after “Ann”");
    refused("{1x|Ann} said.", line, "no part is called `1x`");
    refused("{s|Ann} said.", line, "`s` has no number");
    refused("{Ann} said.", line, "a brace without a bar");
    refused("Ann | Bo.", "", "a bar outside braces after “Ann ”");
    refused("{1s|Ann} said {1c|so}.", "", "statement 1 has no line");
    refused("Ann said so.", line, "describes nothing");
    refused("{1s|Ann} said {1c|so}.", &format!("{line}\n{line}"), "two lines for statement 1");
    refused("{1s|Ann} said {1c|so}.", "1: Ann", "no form");
    refused("{1s|Ann} said {1c|so}.", "1: Ann | oblique", "no such form");
    refused("{1s|Ann} said {1c|so}.", "1: Ann | indirect never", "`never`");
    refused("{1s|Ann} said {1c|so}.", "1:  | indirect", "nobody is named");
}

#[test]
fn ill_formed_statements_are_refused() {
    let line = "1: Ann | indirect";
    refused("{1s|Ann} {1q|said} so.", line, "no content");
    refused("{1s|Ann} {1q|said }{1c|so}.", line, "white space ends [said ]");
    refused("{1s|Ann} {1q|}{1c|so}.", line, "nothing stands in a brace");
    refused("{1s|Ann, a cook,} {1q|said} {1c|so}.", line, "a comma ends [Ann, a cook,]");
    refused("{1s|Ann} {1q|said} {1c|so.}", line, "the reporter's stop ends [so.]");
    refused("{1c|So {1q|said} so}.", line, "overlap at [said]");
    refused("{1s|Ann} {1q|said} and {1q|said} {1c|so}.", line, "two pieces of cue");
    refused("{1s|Ann} {1q|said} {1c|so}.", "1: - | indirect", "nobody speaks [Ann]");
    refused("{1s|Ann} {1q|said} {1c|“so”}.", line, "marks in the indirect");
    refused("“{1c|So},” {1s|Ann} {1q|said}.", "1: Ann | direct", "a quotation mark beside [So]");
    refused("{1c|“So,}” {1s|Ann} {1q|said}.", "1: Ann | direct", "a quotation mark beside");
}

#[test]
fn a_nested_statement_lies_inside_as_a_whole() {
    let lines = "1: Ann | indirect\n2: Bo | indirect";
    refused(
        "{1s|Ann} {1q|said} {1c|{2s|Bo} {2q|knew}} {2c|it}.",
        lines,
        "not all of it lies in the statement that holds its cue [it]",
    );
}

#[test]
fn stops_and_marks_that_belong_inside_are_kept() {
    let report = one("{1s|Ann} {1q|left} {1c|the U.S.}", "1: Ann | indirect");
    assert!(report.is_ok(), "{report:?}");
    let report = one("{1s|Ann} {1q|said} {1c|it was “so.”}", "1: Ann | mixed");
    assert!(report.is_ok(), "{report:?}");
    let lines = "1: Ann | direct\n2: Bo | indirect";
    let report = one("{1c|“{2s|Bo} {2q|knew} {2c|it}”}, {1s|Ann} {1q|said}.", lines);
    assert!(report.is_ok(), "{report:?}");
}

/// Every report of ours is well-formed, has a name of its own, and is met in one set only.
#[test]
fn our_own_reports_are_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/cc0/reports");
    let mut count = BTreeMap::new();
    let mut names = BTreeSet::new();
    let mut speakers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let Some((set, _)) = path.file_stem().and_then(|s| s.to_str()?.split_once('-')) else {
            continue;
        };
        let file = fs::read_to_string(&path).unwrap();
        for report in parse(&file).unwrap_or_else(|why| panic!("{}:\n{why}", path.display())) {
            *count.entry(set.to_owned()).or_insert(0) += 1;
            assert!(names.insert(report.name.clone()), "two reports called {}", report.name);
            for gold in report.statements.values().filter(|gold| is_full_name(&gold.speaker)) {
                speakers.entry(gold.speaker.clone()).or_default().insert(set.to_owned());
            }
        }
    }
    assert!(count["train"] >= 150 && count["test"] >= 50, "{count:?}");
    let shared = speakers.iter().find(|(_, sets)| sets.len() > 1);
    assert_eq!(shared, None, "a person of the training set in the test set");
}

/// Two words or more, all with capital letters, and no office: `Grace Wanjiru`.
fn is_full_name(speaker: &str) -> bool {
    let mut words = speaker.split(' ');
    speaker.contains(' ')
        && !speaker.starts_with("The ")
        && words.all(|word| word.starts_with(char::is_uppercase))
}
