use std::process::Command;

use crate::{SEED, folder, root};

/// The lines of the code block after a marker.
fn block<'a>(readme: &'a str, marker: &str) -> Vec<&'a str> {
    let (_, rest) = readme.split_once(&format!("<!-- {marker} -->\n```sh\n")).expect("the marker");
    let (block, _) = rest.split_once("```").expect("the end of the block");
    block.lines().collect()
}

#[test]
fn commands_do_what_they_say() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    assert_eq!(block(&readme, "test"), ["cargo xtask test"]);
    let [install] = block(&readme, "install")[..] else { panic!("one line") };
    let (install, demo) = install.split_once(" && ").unwrap();
    assert_eq!(install, "cargo install --path onrecord --locked");

    let seed = std::fs::read(SEED).unwrap();
    let files = folder(&[("report.txt", &seed), ("reports/a.txt", &seed)]);
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_onrecord"));
    let path = format!(
        "{}:{}",
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let mut commands = block(&readme, "usage");
    commands.push(demo);
    commands.extend(block(&readme, "record"));
    for command in commands {
        let output = Command::new("bash")
            .args(["-c", command])
            .current_dir(files.path())
            .env("PATH", &path)
            .output()
            .unwrap();
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        if command.contains(" --out ") {
            continue; // what was written where is said on standard error, if at all
        }
        assert!(!output.stdout.is_empty(), "{command}");
        assert!(output.stderr.is_empty(), "{command}");
    }
}
