//! In which capacity somebody acts: PLOVER's sectors, from the words of the mention.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::patterns::word_classes;

static SECTORS: LazyLock<HashMap<&'static str, Vec<&'static str>>> =
    LazyLock::new(|| word_classes(include_str!("../../en/events/sectors.txt")));

/// Sectors in the order in which they are tried: "opposition lawmakers" are OPP, not LEG.
const ORDER: [&str; 18] = [
    "OPP", "REB", "SPY", "JUD", "LEG", "COP", "MIL", "IGO", "NGO", "REF", "JRN", "MED", "EDU",
    "REL", "LAB", "BUS", "GOV", "CVL",
];

/// The sector that a mention's words show ("Venezuelan **President** Nicolas Maduro" is `GOV`),
/// as one of PLOVER's codes.
pub fn sector(words: &str) -> Option<&'static str> {
    let lower = words.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty())
        .collect();
    let listed = |list: &[&str]| {
        words.iter().any(|word| {
            list.contains(word) || word.strip_suffix('s').is_some_and(|one| list.contains(&one))
        })
    };
    ORDER.into_iter().find(|name| SECTORS.get(name).is_some_and(|list| listed(list)))
}

#[cfg(test)]
mod tests {
    use super::sector;

    #[test]
    fn offices_show_the_sector() {
        assert_eq!(sector("Venezuelan President Nicolas Maduro"), Some("GOV"));
        assert_eq!(sector("opposition lawmakers"), Some("OPP"));
        assert_eq!(sector("Israeli troops"), Some("MIL"));
        assert_eq!(sector("a court in Guyana"), Some("JUD"));
        assert_eq!(sector("Iran"), None);
    }
}
