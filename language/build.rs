//! Packs the models, so that the binary stays small; `src/built_in.rs` unpacks them.

use std::path::PathBuf;
use std::{env, fs, io};

/// Higher levels take much longer and save little.
const LEVEL: i32 = 9;

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    for name in ["tags", "parse", "names", "roles", "deep"] {
        let file = format!("en/{name}.bin");
        println!("cargo::rerun-if-changed={file}");
        let packed = zstd::bulk::compress(&fs::read(file)?, LEVEL)?;
        fs::write(out.join(format!("{name}.bin.zst")), packed)?;
    }
    Ok(())
}
