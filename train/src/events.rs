//! Scores events: kinds, and the countries of who takes part, on two sets of sentences. How events
//! stand is a test of `findings`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use onrecord_article::{Actor, Article, Event, EventKind, Polarity, Provenance, Standing};
use onrecord_findings::Findings;
use onrecord_language::{Language, countries};

use crate::{Folders, Outcome};

/// Prints both scores.
pub(crate) fn score(folders: &Folders) -> Outcome {
    let language = Language::english();
    sentences(&language, &fs::read_to_string(folders.corpus("events/plv_train.tsv"))?);
    validation(&language, &fs::read_to_string(folders.corpus("events/petr2_gsr_validation.xml"))?);
    Ok(())
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
        let acting = countries_of(&findings.events, |event| &event.actors);
        let undergoing = countries_of(&findings.events, |event| &event.recipients);
        for (what, named, found, tally) in [
            ("source", &marked.sources, &acting, &mut sources),
            ("target", &marked.targets, &undergoing, &mut targets),
        ] {
            tally[0] += named.intersection(found).count();
            tally[1] += named.len();
            if std::env::var_os("SHOW").is_some() && !named.is_subset(found) {
                println!("{what} {named:?} not in {found:?}: {sentence}");
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

/// The countries of those who play a part. Who meets is an equal, the visitor and the host as
/// well, and so are all who act where nobody undergoes: the set has one of them as target.
fn countries_of(events: &[Event], part: fn(&Event) -> &[Actor]) -> BTreeSet<&'static str> {
    let all = |event: &Event| -> Vec<Actor> {
        let equals = event.kind == EventKind::Consult || event.recipients.is_empty();
        if equals { [&event.actors[..], &event.recipients].concat() } else { part(event).to_vec() }
    };
    events.iter().flat_map(all).filter_map(|actor| actor.country).collect()
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

/// PETRARCH's validation records: CAMEO codes mapped to PLOVER's kinds. The codes are that
/// program's own output, without modality: "will meet" is coded as a meeting, "wants to help" as an
/// intention. So the labels are compared twice: as PLOVER reduces them, and with either the reduced
/// or the plain kind of an event taken for right.
fn validation(language: &Language, file: &str) {
    let (mut reduced, mut either) = (Tally::default(), Tally::default());
    let (mut hit, mut read_any, mut coded) = (0, 0, 0);
    for (text, labels) in records(file) {
        let Some((_, findings)) = read(language, &text) else { continue };
        let kinds =
            || findings.events.iter().map(|event| (label(event.plover()), label(event.kind)));
        let predicted: BTreeSet<&str> = kinds().map(|(plover, _)| plover).collect();
        reduced.add(&predicted, &labels);
        let nearest: BTreeSet<&str> = kinds()
            .map(|(plover, kind)| if labels.contains(kind) { kind } else { plover })
            .collect();
        either.add(&nearest, &labels);
        hit += usize::from(!nearest.is_disjoint(&labels));
        read_any += usize::from(!nearest.is_empty());
        coded += usize::from(!labels.is_empty());
        if std::env::var_os("SHOW").is_some() && nearest != labels {
            println!("{labels:?} got {:?}: {text}", shown(&findings));
        }
    }
    reduced.print("validation records, PLOVER");
    either.print("  reduced or plain kind");
    Tally { right: hit, predicted: read_any, gold: coded }.print("  any label right");
}

/// The records with their labels, each text once. Left out: records without a text, and those whose
/// only codes have no kind in PLOVER (01, 02).
fn records(file: &str) -> BTreeMap<String, BTreeSet<&'static str>> {
    let mut gold: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for record in file.split("<Sentence ").skip(1) {
        let Some(text) = between(record, "<Text>", "</Text>") else { continue };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let codes: Vec<&str> = record
            .split("eventcode=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let labels: BTreeSet<&str> = codes.iter().filter_map(|code| cameo(code)).collect();
        if !text.is_empty() && (codes.is_empty() || !labels.is_empty()) {
            gold.entry(text).or_default().extend(labels);
        }
    }
    gold
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let from = text.find(start)? + start.len();
    let to = text[from..].find(end)?;
    Some(&text[from..from + to])
}

/// The PLOVER kind of a CAMEO code, as PLOVER's authors map them (2021); CONCEDE and RETREAT are
/// one, as in the other set. Statements and appeals (01, 02) have none.
fn cameo(code: &str) -> Option<&'static str> {
    Some(match (code.get(..2)?, code) {
        ("03", _) => "AGREE",
        ("04", _) => "CONSULT",
        ("05", _) => "SUPPORT",
        ("06", _) => "COOPERATE",
        ("07", _) => "AID",
        ("08", _) => "YIELD",
        ("09" | "11", _) => "ACCUSE",
        ("10", _) => "REQUEST",
        ("12", _) => "REJECT",
        ("13", _) => "THREATEN",
        ("14", _) => "PROTEST",
        ("15", _) => "MOBILIZE",
        (_, "1712" | "175") => "ASSAULT",
        (_, "163" | "191" | "192") | ("17", _) => "COERCE",
        ("16", _) => "SANCTION",
        ("18" | "19" | "20", _) => "ASSAULT",
        _ => return None,
    })
}
