//! Names the rules and word lists that findings are made with, so that a record can say what read a
//! text: the same name for the same rules.

use std::path::{Path, PathBuf};

/// What decides what is found, beside the models.
const FOLDERS: [&str; 4] =
    ["../language/src", "../language/en", "../findings/src", "../findings/en"];

fn main() {
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={folder}");
        list(Path::new(folder), &mut files);
    }
    files.sort();
    // Apart from the workspace the folders are not there: the version names the rules then.
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    let mut take = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for path in files {
        let bytes = std::fs::read(&path).unwrap_or_default();
        take(path.to_string_lossy().replace('\\', "/").as_bytes());
        match std::str::from_utf8(&bytes) {
            Ok(text) if path.extension().is_some_and(|ending| ending == "rs") => {
                code(text).for_each(|line| take(line.as_bytes()));
            }
            _ => take(&bytes),
        }
    }
    println!("cargo::rustc-env=ONRECORD_RULES={:08x}", (hash ^ hash >> 32) as u32);
}

/// The lines that do something: no comments, and no tests, which end a file.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .take_while(|line| !line.starts_with("#[cfg(test)]"))
        .filter(|line| !line.trim_start().starts_with("//"))
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            list(&path, files);
        } else if name != "tests.rs" && !name.ends_with("_tests.rs") && !name.ends_with(".bin") {
            files.push(path); // models have names of their own
        }
    }
}
