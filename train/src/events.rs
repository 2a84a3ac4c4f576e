//! Scores events: kinds on two sets of sentences, and how often what nobody vouches for comes out
//! as a fact on our own minimal pairs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use onrecord_article::{
    Actor, Article, Event, EventKind, EventModality, Polarity, Provenance, Standing,
};
use onrecord_findings::{Findings, is_asserted};
use onrecord_language::{Language, countries};

use crate::{Folders, Outcome};

/// Prints all three scores.
pub(crate) fn score(folders: &Folders) -> Outcome {
    let language = Language::english();
    sentences(&language, &fs::read_to_string(folders.corpus("events/plv_train.tsv"))?);
    validation(&language, &fs::read_to_string(folders.corpus("events/petr2_gsr_validation.xml"))?);
    standing(&language)
}

fn read(language: &Language, text: &str) -> Option<(Article, Findings)> {
    let article = Article::new(text.to_owned(), Provenance::default()).ok()?;
    let analysis = language.analyze(&article);
    let findings = onrecord_findings::find(&article, &analysis);
    Some((article, findings))
}

/// Each event with its label, pattern and axes, for whoever works on the patterns.
fn shown(findings: &Findings) -> Vec<String> {
    let one = |event: &Event| {
        let standing = match event.standing {
            Standing::Reported => "",
            Standing::Claimed(_) => " claimed",
        };
        let (label, by) = (label(event.plover()), event.evidence.by);
        let negative = if event.polarity == Polarity::Negative { " not" } else { "" };
        format!("{label} “{by}”{negative} {}{standing}", event.modality.as_str())
    };
    findings.events.iter().map(one).collect()
}

/// PLOVER's label; CONCEDE and RETREAT are one, as in the set ("YIELD").
fn label(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Concede | EventKind::Retreat => "YIELD",
        other => other.as_str(),
    }
}

/// Right, predicted and gold labels.
#[derive(Clone, Copy, Default)]
struct Tally {
    right: usize,
    predicted: usize,
    gold: usize,
}

impl Tally {
    fn add(&mut self, predicted: &BTreeSet<&str>, gold: &BTreeSet<&str>) {
        self.right += predicted.intersection(gold).count();
        self.predicted += predicted.len();
        self.gold += gold.len();
    }

    fn print(self, name: &str) {
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let (p, r) = (share(self.right, self.predicted), share(self.right, self.gold));
        let f = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        println!("{name:28} P {p:5.1}  R {r:5.1}  F1 {f:5.1}  ({} gold)", self.gold);
    }
}

/// What the set says of a sentence.
#[derive(Default)]
struct Marked<'a> {
    labels: BTreeSet<&'a str>,
    /// The countries that the marked spans name, of each pair of source and target.
    sources: BTreeSet<&'static str>,
    targets: BTreeSet<&'static str>,
}

/// `plv_train.tsv`: one or more labels a sentence; a predicted label counts once.
fn sentences(language: &Language, table: &str) {
    let mut gold: BTreeMap<&str, Marked<'_>> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        if let [_, sentence, _, source, target, kind, ..] = columns[..] {
            let marked = gold.entry(sentence).or_default();
            marked.labels.insert(kind);
            marked.sources.extend(first_country(source));
            marked.targets.extend(first_country(target));
        }
    }
    let mut all = Tally::default();
    let (mut hit, mut read_any) = (0, 0);
    let (mut sources, mut targets) = ([0; 2], [0; 2]);
    let mut by_kind: BTreeMap<&str, Tally> = BTreeMap::new();
    for (sentence, marked) in &gold {
        let labels = &marked.labels;
        let Some((article, findings)) = read(language, sentence) else { continue };
        let predicted: BTreeSet<&str> =
            findings.events.iter().map(|event| label(event.plover())).collect();
        all.add(&predicted, labels);
        hit += usize::from(!predicted.is_disjoint(labels));
        read_any += usize::from(!predicted.is_empty());
        let of =
            |list: &[Actor]| -> Vec<&str> { list.iter().filter_map(|one| one.country).collect() };
        let acting: BTreeSet<&str> =
            findings.events.iter().flat_map(|event| of(&event.actors)).collect();
        // Who meets is an equal: the set has one of them as target.
        let undergoing: BTreeSet<&str> = findings
            .events
            .iter()
            .flat_map(|event| {
                let equals = if event.recipients.is_empty() { of(&event.actors) } else { vec![] };
                of(&event.recipients).into_iter().chain(equals)
            })
            .collect();
        for (named, found, tally) in
            [(&marked.sources, &acting, &mut sources), (&marked.targets, &undergoing, &mut targets)]
        {
            tally[0] += named.intersection(found).count();
            tally[1] += named.len();
            if std::env::var_os("SHOW").is_some() && !named.is_subset(found) {
                println!("country {named:?} not in {found:?}: {sentence}");
                for event in &findings.events {
                    let words = |list: &[Actor]| -> Vec<String> {
                        list.iter().map(|one| article.text_of(one.span).to_owned()).collect()
                    };
                    let (who, whom) = (words(&event.actors), words(&event.recipients));
                    println!("    {} {who:?} -> {whom:?}", event.evidence.by);
                }
            }
        }
        for &kind in labels.union(&predicted) {
            let only = |set: &BTreeSet<&'_ str>| set.contains(kind);
            let tally = by_kind.entry(kind).or_default();
            tally.right += usize::from(only(labels) && only(&predicted));
            tally.predicted += usize::from(only(&predicted));
            tally.gold += usize::from(only(labels));
        }
        if std::env::var_os("SHOW").is_some() {
            println!("{labels:?} got {:?}: {sentence}", shown(&findings));
        }
    }
    for (kind, tally) in by_kind {
        tally.print(&format!("  {kind}"));
    }
    all.print("sentences, event type");
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let (p, r) = (share(hit, read_any), share(hit, gold.len()));
    let f = 2.0 * p * r / (p + r);
    println!("{:28} P {p:5.1}  R {r:5.1}  F1 {f:5.1}  ({})", "  any label right", gold.len());
    for (name, [found, named]) in [("source country", sources), ("target country", targets)] {
        println!("{name:28} {found} of {named} ({:.1} %)", share(found, named));
    }
}

/// The first country that a phrase names by its name, its people or its government.
fn first_country(phrase: &str) -> Option<&'static str> {
    let words: Vec<&str> = phrase.split_whitespace().collect();
    (0..words.len()).find_map(|first| {
        (first..words.len().min(first + 5)).rev().find_map(|last| {
            let phrase = words[first..=last].join(" ");
            let phrase = phrase.trim_end_matches([',', ')']).trim_end_matches("'s");
            countries::find(phrase).map(|(country, _)| country.iso3)
        })
    })
}

/// PETRARCH's validation records: CAMEO codes mapped to PLOVER's kinds.
fn validation(language: &Language, file: &str) {
    let mut all = Tally::default();
    let mut gold: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for record in file.split("<Sentence ").skip(1) {
        let Some(text) = between(record, "<Text>", "</Text>") else { continue };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let labels = gold.entry(text).or_default();
        labels.extend(
            record
                .split("eventcode=\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .filter_map(cameo),
        );
    }
    for (text, labels) in &gold {
        let Some((_, findings)) = read(language, text) else { continue };
        let predicted: BTreeSet<&str> =
            findings.events.iter().map(|event| event.plover().as_str()).collect();
        all.add(&predicted, labels);
        if std::env::var_os("SHOW").is_some() && &predicted != labels {
            println!("{labels:?} got {:?}: {text}", shown(&findings));
        }
    }
    all.print("validation records");
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let from = text.find(start)? + start.len();
    let to = text[from..].find(end)?;
    Some(&text[from..from + to])
}

/// The PLOVER kind of a CAMEO code; statements and appeals (01, 02) have none.
fn cameo(code: &str) -> Option<&'static str> {
    Some(match (code.get(..2)?, code) {
        ("03", _) => "AGREE",
        ("04", _) => "CONSULT",
        ("05", _) => "SUPPORT",
        ("06", _) => "COOPERATE",
        ("07", _) => "AID",
        ("08", "080" | "081" | "082" | "083" | "0811" | "0812") => "CONCEDE",
        ("08", _) => "RETREAT",
        ("09" | "11", _) => "ACCUSE",
        ("10", _) => "REQUEST",
        ("12", _) => "REJECT",
        ("13", _) => "THREATEN",
        ("14", _) => "PROTEST",
        ("15", _) => "MOBILIZE",
        ("16", _) => "SANCTION",
        ("17", _) => "COERCE",
        ("18" | "19" | "20", _) => "ASSAULT",
        _ => return None,
    })
}

/// Our own minimal pairs, `findings/cases/standing-*.md`: per heading, how many come out right,
/// and how many that nobody vouches for come out as facts.
fn standing(language: &Language) -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../findings/cases");
    let mut rows: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for &kind in EventKind::ALL {
        let file = folder.join(format!("standing-{}.md", kind.as_str().to_lowercase()));
        let text = fs::read_to_string(&file)?;
        let mut heading = "";
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("## ") {
                heading = name;
            } else if let Some(sentence) = line.strip_prefix("    ") {
                let Some((_, findings)) = read(language, sentence) else { continue };
                let of_kind = || findings.events.iter().filter(|event| event.kind == kind);
                let asserted = of_kind().any(is_asserted);
                let right = of_kind().any(|event| stands(event, heading));
                let row = rows.entry(heading.to_owned()).or_default();
                row[0] += 1;
                row[1] += usize::from(right);
                row[2] += usize::from(asserted);
                if std::env::var_os("SHOW").is_some()
                    && (!right || asserted != (heading == "reported"))
                {
                    println!("{} {heading}: {sentence} {:?}", kind.as_str(), shown(&findings));
                }
            }
        }
    }
    let (mut pairs, mut facts) = (0, 0);
    for (heading, [cases, right, asserted]) in &rows {
        println!(
            "standing {heading:14} {right:3} of {cases:3} right, {asserted:3} come out as facts"
        );
        if heading != "reported" {
            pairs += cases;
            facts += asserted;
        }
    }
    println!(
        "false facts {facts} of {pairs} ({:.1} %)",
        100.0 * facts as f64 / pairs.max(1) as f64
    );
    Ok(())
}

/// Whether an event stands as its heading says.
fn stands(event: &Event, heading: &str) -> bool {
    match heading {
        "reported" => is_asserted(event),
        "claimed" => matches!(event.standing, Standing::Claimed(_)),
        "negated" => event.polarity == Polarity::Negative,
        "planned" => event.modality == EventModality::Planned,
        "hypothetical" => event.modality == EventModality::Hypothetical,
        "possible" => event.modality == EventModality::Possible,
        "past" => event.modality == EventModality::Past,
        "asked" => event.modality == EventModality::Asked,
        _ => false,
    }
}
