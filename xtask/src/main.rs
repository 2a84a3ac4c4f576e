//! The chores of the house: `cargo xtask test`, `tidy`, `schema`, `picture`, `interop`, `bench`.

mod bench;
mod interop;
mod picture;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const HELP: &str = "\
cargo xtask test      all tests
cargo xtask tidy      check the rules of the house that no compiler knows
cargo xtask schema    write docs/onrecord-1.schema.json from the types
cargo xtask picture   write docs/demo.svg from what `onrecord demo` prints
cargo xtask interop   open stores and exports with Datasette, ftm and a JSON schema, from PyPI
cargo xtask bench     measure speed, memory and size, and print the table of BENCHMARKS.md";

fn main() -> ExitCode {
    let task = std::env::args().nth(1).unwrap_or_default();
    let done = match task.as_str() {
        "test" => cargo(&["test", "--workspace", "--locked", "--quiet"]),
        "tidy" => tidy::check(),
        "schema" => schema(),
        "picture" => picture::draw(),
        "interop" => interop::check(),
        "bench" => bench::measure(),
        _ => Err(HELP.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("{words}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

fn cargo(arguments: &[&str]) -> Result<(), String> {
    let status = Command::new(env!("CARGO")).args(arguments).current_dir(root()).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("cargo {} ended with {status}", arguments.join(" "))),
        Err(error) => Err(format!("cargo cannot be run: {error}")),
    }
}

/// What `onrecord` prints, built for release.
fn onrecord(arguments: &[&str]) -> Result<Vec<u8>, String> {
    cargo(&["build", "--release", "--quiet", "--package", "onrecord"])?;
    let output = Command::new(binary()).args(arguments).output().map_err(|e| e.to_string())?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(format!("onrecord ended with {}", output.status))
    }
}

fn binary() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target.unwrap_or_else(|| root().join("target")).join("release/onrecord")
}

fn write(path: &str, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(root().join(path), bytes).map_err(|error| format!("{path}: {error}"))
}

fn schema() -> Result<(), String> {
    write("docs/onrecord-1.schema.json", &onrecord(&["schema"])?)
}
