use onrecord_article::Licence;

/// The licence that a text or an address names, by the words of Creative Commons: "a Creative
/// Commons Attribution 4.0 International License", `CC BY-SA 4.0`,
/// `creativecommons.org/licenses/by/4.0/`.
pub(crate) fn named_in(words: &str) -> Licence {
    let lower = words.to_ascii_lowercase();
    address(&lower).or_else(|| full_name(&lower)).or_else(|| short_name(&lower)).map_or_else(
        || if lower.contains("public domain") { other("public domain") } else { Licence::Unknown },
        Licence::Spdx,
    )
}

fn other(words: &str) -> Licence {
    Licence::Other(words.to_owned())
}

/// `creativecommons.org/licenses/by-sa/4.0`, `creativecommons.org/publicdomain/zero/1.0`.
fn address(lower: &str) -> Option<String> {
    let (_, path) = lower.split_once("creativecommons.org/")?;
    let mut parts = path.split('/');
    match (parts.next()?, parts.next()?) {
        ("publicdomain", "zero") => Some("CC0-1.0".to_owned()),
        ("licenses", kind) => spdx(kind, parts.next().unwrap_or("")),
        _ => None,
    }
}

/// "Creative Commons Attribution-ShareAlike 4.0 International".
fn full_name(lower: &str) -> Option<String> {
    let (_, rest) = lower.split_once("creative commons ")?;
    let rest = rest.strip_prefix("attribution")?;
    let version_at = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
    let (conditions, version) = rest.split_at(version_at);
    let mut kind = "by".to_owned();
    if conditions.len() < 60 {
        let has = |word: &str| conditions.replace(['-', ' '], "").contains(word);
        for (word, part) in [("noncommercial", "-nc"), ("sharealike", "-sa"), ("noderiv", "-nd")] {
            if has(word) {
                kind.push_str(part);
            }
        }
    }
    spdx(&kind, version)
}

/// `CC BY 4.0`, `CC-BY-NC-SA 3.0`, `CC0`.
fn short_name(lower: &str) -> Option<String> {
    if lower.split(|c: char| !c.is_alphanumeric()).any(|word| word == "cc0") {
        return Some("CC0-1.0".to_owned());
    }
    let at = lower.find("cc by").or_else(|| lower.find("cc-by"))?;
    let rest = &lower[at + 3..];
    let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '-').unwrap_or(rest.len());
    spdx(rest[..end].trim_end_matches('-'), rest[end..].trim_start())
}

/// The SPDX name, if there is such a licence and version.
fn spdx(kind: &str, version: &str) -> Option<String> {
    let kind = match kind.trim_end_matches('-') {
        kind @ ("by" | "by-sa" | "by-nc" | "by-nd" | "by-nc-sa" | "by-nc-nd") => kind,
        _ => return None,
    };
    let version =
        ["1.0", "2.0", "2.5", "3.0", "4.0"].into_iter().find(|v| version.starts_with(v))?;
    Some(format!("CC-{}-{version}", kind.to_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences() {
        for (words, id) in [
            (
                "All Content by Mehr News Agency is licensed under a Creative Commons \
                 Attribution 4.0 International License.",
                "CC-BY-4.0",
            ),
            ("Creative Commons Attribution-ShareAlike 3.0 Unported", "CC-BY-SA-3.0"),
            ("a Creative Commons Attribution-NonCommercial-NoDerivatives 4.0", "CC-BY-NC-ND-4.0"),
            ("Photo: A. Smith, CC BY-SA 2.0", "CC-BY-SA-2.0"),
            ("(CC-BY-NC-SA 4.0)", "CC-BY-NC-SA-4.0"),
            ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
            ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
            ("CC0", "CC0-1.0"),
            ("This work is in the public domain.", "public domain"),
            ("All rights reserved.", "unknown"),
            ("He wrote to the CC by post.", "unknown"),
            ("Creative Commons Attribution was founded", "unknown"),
        ] {
            assert_eq!(named_in(words).to_string(), id, "{words}");
        }
    }
}
