use std::path::Path;
use std::process::Command;

use crate::root;

/// Which of our crates each crate may name.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("onrecord-article", &[]),
    ("onrecord-read", &["onrecord-article"]),
    ("onrecord-fetch", &["onrecord-read"]),
    ("onrecord-language", &["onrecord-article"]),
    ("onrecord-findings", &["onrecord-article", "onrecord-language"]),
    ("onrecord-record", &["onrecord-article"]),
    (
        "onrecord",
        &[
            "onrecord-article",
            "onrecord-read",
            "onrecord-fetch",
            "onrecord-language",
            "onrecord-findings",
            "onrecord-record",
        ],
    ),
    (
        "onrecord-train",
        &[
            "onrecord-article",
            "onrecord-read",
            "onrecord-language",
            "onrecord-findings",
            "onrecord-record",
            "onrecord",
        ],
    ),
    ("xtask", &[]),
];

/// Crates that only compute, and what they may not do.
const PURE: &[&str] = &["article", "language", "findings"];
const PURE_WITHOUT_CRATES: &[&str] = &["serde", "serde_json", "rayon", "tokio", "ureq"];
const PURE_WITHOUT_WORDS: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "println!",
    "eprintln!",
    "SystemTime",
    "Instant::now",
    "thread::spawn",
];

/// Hand-written files are no longer than this.
const MOST_LINES: usize = 1000;
const NAMES_OF_NOTHING: &[&str] =
    &["utils", "util", "helpers", "helper", "common", "manager", "engine", "misc"];

/// Licences whose texts may lie in `testdata/`.
const TESTDATA: &[&str] = &["cc-by-4.0", "cc0", "cc0-1.0", "own"];
/// Endings of corpus files, which are never ours to give away.
const CORPORA: &[&str] = &["conllu", "sgm", "iob2", "warc", "tsv.gz", "ann"];

/// Checks all rules and lists every breach.
pub(crate) fn check() -> Result<(), String> {
    let files = files()?;
    let mut breaches = dependencies()?;
    for file in &files {
        let path = root().join(file);
        let bytes = std::fs::read(&path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        breaches.extend(name(file));
        breaches.extend(place(file));
        if file.ends_with(".rs") {
            breaches.extend(length(file, &text));
            breaches.extend(purity(file, &text));
        }
        if file.ends_with(".md") {
            breaches.extend(links(file, &text));
        }
        if file.starts_with("language/en/") && file.ends_with(".bin") {
            breaches.extend(model(file, &bytes));
        }
    }
    if breaches.is_empty() {
        println!("tidy: {} files, nothing to say", files.len());
        return Ok(());
    }
    Err(format!("{}\ntidy: {} breaches", breaches.join("\n"), breaches.len()))
}

/// Files that git knows or would add.
fn files() -> Result<Vec<String>, String> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .map_err(|error| format!("git cannot be run: {error}"))?;
    let list = String::from_utf8_lossy(&output.stdout);
    let mut files: Vec<String> =
        list.lines().filter(|file| root().join(file).is_file()).map(str::to_owned).collect();
    files.sort();
    files.dedup();
    Ok(files)
}

fn dependencies() -> Result<Vec<String>, String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root())
        .output()
        .map_err(|error| format!("cargo cannot be run: {error}"))?;
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let none = Vec::new();
    let list = |value: &serde_json::Value| value.as_array().unwrap_or(&none).clone();
    let mut breaches = Vec::new();
    for package in list(&metadata["packages"]) {
        let name = package["name"].as_str().unwrap_or_default().to_owned();
        let Some((_, allowed)) = MAY_NAME.iter().find(|(known, _)| *known == name) else {
            breaches.push(format!("{name}: a crate that ARCHITECTURE.md and tidy do not know"));
            continue;
        };
        let pure = PURE.iter().any(|pure| name == format!("onrecord-{pure}"));
        for dependency in list(&package["dependencies"]) {
            let other = dependency["name"].as_str().unwrap_or_default();
            let shipped = dependency["kind"].is_null(); // tests and build scripts have a kind
            if !dependency["path"].is_null() && shipped && !allowed.contains(&other) {
                breaches.push(format!("{name}: may not name {other}"));
            }
            if pure && shipped && PURE_WITHOUT_CRATES.contains(&other) {
                breaches.push(format!("{name}: only computes, so not {other}"));
            }
        }
    }
    Ok(breaches)
}

fn name(file: &str) -> Option<String> {
    let stem = Path::new(file).file_stem()?.to_str()?;
    let empty = stem.split(['_', '-']).find(|part| NAMES_OF_NOTHING.contains(part))?;
    Some(format!("{file}: `{empty}` says nothing; name the file after its idea"))
}

/// Texts lie only where their licence stands.
fn place(file: &str) -> Option<String> {
    if let Some(rest) = file.strip_prefix("testdata/") {
        let folder = rest.split('/').next()?;
        return (!TESTDATA.contains(&folder))
            .then(|| format!("{file}: testdata/ has one folder a licence: {TESTDATA:?}"));
    }
    if file.starts_with("fuzz/") {
        return None; // seeds for fuzzing, written by hand
    }
    let corpus = CORPORA.iter().find(|ending| file.ends_with(&format!(".{ending}")))?;
    Some(format!("{file}: *.{corpus} looks like a corpus; corpora never enter the repository"))
}

fn length(file: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > MOST_LINES).then(|| format!("{file}: {lines} lines; split it after its ideas"))
}

/// What must not happen in the crates that only compute. Tests may.
fn purity(file: &str, text: &str) -> Vec<String> {
    if !PURE.iter().any(|pure| file.starts_with(&format!("{pure}/src/"))) {
        return Vec::new();
    }
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let breach = |line: &str| {
        let word = PURE_WITHOUT_WORDS.iter().find(|word| line.contains(*word))?;
        Some(format!("{file}: {word} in a crate that only computes"))
    };
    lines.filter_map(breach).collect()
}

/// Links to files must lead somewhere.
fn links(file: &str, text: &str) -> Vec<String> {
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    let mut breaches = Vec::new();
    for rest in text.split("](").skip(1) {
        let target = rest.split([')', ' ', '\n']).next().unwrap_or_default();
        let target = target.split('#').next().unwrap_or_default();
        let elsewhere =
            target.is_empty() || target.contains("://") || target.starts_with("mailto:");
        if !elsewhere && !root().join(folder).join(target).exists() {
            breaches.push(format!("{file}: the link to {target} leads nowhere"));
        }
    }
    breaches
}

/// A model file says what it is and has its entry in the model card.
fn model(file: &str, bytes: &[u8]) -> Vec<String> {
    let mut breaches = Vec::new();
    let magic = bytes
        .get(..4)
        .is_some_and(|magic| magic.starts_with(b"OR") && magic.iter().all(u8::is_ascii_uppercase));
    if !magic {
        breaches.push(format!("{file}: does not start with a magic such as ORLM"));
    }
    let card = std::fs::read_to_string(root().join("MODEL_CARD.md")).unwrap_or_default();
    let name = file.rsplit('/').next().unwrap_or(file);
    if !card.contains(name) {
        breaches.push(format!("{file}: MODEL_CARD.md does not speak of it"));
    }
    breaches
}
