//! The whole program, as its users run it, and its output forms.

mod asking;
mod bad_input;
mod engines;
mod exchange;
#[cfg(target_os = "linux")]
mod faults;
mod forms;
mod keeping;
mod made;
mod offsets;
mod order;
mod outcomes;
mod page;
mod people;
mod readme;
mod schema;
mod selecting;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The program, away from the environment of whoever runs the tests.
fn onrecord(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command.args(arguments).env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    onrecord(arguments).output().expect("the program starts")
}

fn run_on(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = onrecord(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // An error is a program that did not want all of it.
    let _ = child.stdin.take().expect("it is piped").write_all(input);
    child.wait_with_output().expect("the program ends")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("the output is UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it has one")).expect("a folder can be made");
        std::fs::write(path, bytes).expect("a file can be written");
    }
    folder
}

fn path(folder: &tempfile::TempDir, name: &str) -> String {
    folder.path().join(name).display().to_string()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

/// The folder of the corpora; says why a test is left out where there is none.
fn shared(path: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("ONRECORD_SHARED").map(PathBuf::from);
    let path = shared.unwrap_or_else(|| root().join("../shared")).join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("left out: {} is not there", path.display());
    None
}

const SEED: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/cc-by-4.0/mehr-maduro-tehran.txt");
