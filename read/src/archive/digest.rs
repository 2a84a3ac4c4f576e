//! The digest that a record names of its own bytes.

use sha1::{Digest, Sha1};
use sha2::Sha256;

/// Whether bytes have the digest `sha1:` or `sha256:` and base 32 or hexadecimal digits; other
/// algorithms are believed.
pub(super) fn fits(named: &str, bytes: &[u8]) -> bool {
    let Some((algorithm, value)) = named.trim().split_once(':') else { return true };
    let own = match algorithm.to_ascii_lowercase().as_str() {
        "sha1" | "sha-1" => Sha1::digest(bytes).to_vec(),
        "sha256" | "sha-256" => Sha256::digest(bytes).to_vec(),
        _ => return true,
    };
    let value = value.trim_end_matches('=');
    let hex: String = own.iter().map(|byte| format!("{byte:02x}")).collect();
    value.eq_ignore_ascii_case(&base32(&own)) || value.eq_ignore_ascii_case(&hex)
}

/// Base 32 of RFC 4648, without padding.
fn base32(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut text, mut bits, mut count) = (String::new(), 0u32, 0);
    for &byte in bytes {
        bits = (bits << 8) | u32::from(byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            text.push(char::from(DIGITS[(bits >> count) as usize & 31]));
        }
    }
    if count > 0 {
        text.push(char::from(DIGITS[(bits << (5 - count)) as usize & 31]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests() {
        for (named, is_right) in [
            ("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", true),
            ("SHA1:a9993e364706816aba3e25717850c26c9cd0d89d", true),
            ("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", true),
            ("sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", false),
            ("sha1:", false),
            ("md5:anything", true),
            ("nothing", true),
        ] {
            assert_eq!(fits(named, b"abc"), is_right, "{named}");
        }
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(base32(b"f"), "MY");
    }
}
