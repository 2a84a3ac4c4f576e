use std::path::Path;
use std::process::Command;

use crate::{binary, cargo, root};

/// What is installed, from PyPI. followthemoney builds PyICU, which needs the headers of ICU.
const PACKAGES: [&str; 3] = ["datasette", "followthemoney", "jsonschema"];

/// Opens a store with Datasette, and validates exports with `ftm` and with a JSON schema.
pub(crate) fn check() -> Result<(), String> {
    cargo(&["build", "--release", "--quiet", "--package", "onrecord"])?;
    let target = binary();
    let folder = target.parent().and_then(Path::parent).unwrap_or(&target).join("interop");
    let python = folder.join("bin/python");
    if !python.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    }
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES))?;
    run(Command::new(&python)
        .arg(root().join("xtask/interop/check.py"))
        .arg(&target)
        .arg(root().join("testdata/cc-by-4.0"))
        .arg(root().join("docs/web-annotation.schema.json")))
}

fn run(command: &mut Command) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{command:?} ended with {status}")),
        Err(error) => Err(format!("{command:?} cannot be run: {error}")),
    }
}
