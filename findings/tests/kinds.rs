//! `docs/events.md`, made from the types and the pattern files; `UPDATE_EXPECT=1` writes it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use onrecord_article::{EventKind, EventModality, Polarity, Quad};

const HEAD: &str = "\
# Kinds of events

What `events` in the output are, in the sixteen kinds of PLOVER (Halterman et al. 2023), in our own words. This page is made from the
types and from the pattern files in `findings/en/events` (`UPDATE_EXPECT=1 cargo test -p onrecord-findings --test kinds`).

An event keeps what was found: its kind, whether it is affirmed (`polarity`), whether it happened (`modality`), and who vouches for it
(`standing`). PLOVER codes no modality; `plover` is the label that is left when these are folded into one. Only an event that is
`reported`, `positive`, and `occurred` or `ongoing` is one the outlet vouches for.

| kind | class | meaning | modes | ways to say it | for example | planned | denied |
|---|---|---|---|---|---|---|---|
";

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn row(findings: &Path, kind: EventKind) -> String {
    let name = kind.as_str().to_lowercase();
    let file = text(&findings.join(format!("en/events/{name}.txt")));
    let (mut modes, mut patterns) = (BTreeSet::new(), 0);
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        let parts: Vec<&str> = line.splitn(3, '|').map(str::trim).collect();
        if let &[mode, _, triggers] = parts.as_slice() {
            modes.extend((mode != "-").then_some(mode));
            patterns += triggers.split(',').filter(|trigger| !trigger.trim().is_empty()).count();
        }
    }
    let cases = text(&findings.join(format!("cases/standing-{name}.md")));
    let example = cases.lines().find_map(|line| line.strip_prefix("    ")).unwrap_or_default();
    let class = match kind.quad() {
        Quad::VerbalCooperation => "cooperation in words",
        Quad::MaterialCooperation => "cooperation in deeds",
        Quad::VerbalConflict => "conflict in words",
        Quad::MaterialConflict => "conflict in deeds",
    };
    let label = |polarity, modality| kind.reduced(None, polarity, modality).as_str();
    format!(
        "| {} | {class} | {} | {} | {patterns} | {example} | {} | {} |",
        kind.as_str(),
        kind.meaning(),
        modes.into_iter().collect::<Vec<_>>().join(", "),
        label(Polarity::Positive, EventModality::Planned),
        label(Polarity::Negative, EventModality::Occurred),
    )
}

#[test]
fn the_page_of_the_kinds_is_up_to_date() {
    let findings = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut page = HEAD.to_owned();
    for &kind in EventKind::ALL {
        writeln!(page, "{}", row(findings, kind)).expect("a string takes all");
    }
    let path = findings.join("../docs/events.md");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &page).expect("the page can be written");
    }
    assert!(text(&path) == page, "docs/events.md is not what the files say: UPDATE_EXPECT=1");
}
