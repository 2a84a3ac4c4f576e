//! The models that are built in: packed by `build.rs`, and each unpacked once, when it is first
//! asked for.

use std::io::Read;
use std::sync::LazyLock;

/// The bytes of a model file.
pub(crate) type File = LazyLock<&'static [u8]>;

macro_rules! packed {
    ($name:literal) => {
        LazyLock::new(|| unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".zst"))))
    };
}

pub(crate) static TAGS: File = packed!("tags.bin");
pub(crate) static PARSE: File = packed!("parse.bin");
pub(crate) static NAMES: File = packed!("names.bin");
pub(crate) static ROLES: File = packed!("roles.bin");
pub(crate) static DEEP: File = packed!("deep.bin");

/// They last as long as the program. What cannot be unpacked is no model: it is left out.
fn unpacked(packed: &[u8]) -> &'static [u8] {
    let mut bytes = Vec::new();
    let size = zstd::bulk::Decompressor::upper_bound(packed).unwrap_or(0);
    bytes.reserve_exact(size);
    match zstd::Decoder::with_buffer(packed).and_then(|mut all| all.read_to_end(&mut bytes)) {
        Ok(_) => bytes.leak(),
        Err(_) => &[],
    }
}
