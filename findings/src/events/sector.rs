//! In which capacity somebody acts: PLOVER's sectors, from the words of the mention.

use std::collections::HashMap;
use std::sync::LazyLock;

use onrecord_article::{Actor, Article, Entity, EntityKind};
use onrecord_language::lists::word_classes;

static SECTORS: LazyLock<HashMap<&'static str, Vec<&'static str>>> =
    LazyLock::new(|| word_classes(include_str!("../../en/events/sectors.txt")));

/// Sectors in the order in which they are tried: "opposition lawmakers" are OPP, not LEG.
const ORDER: [&str; 18] = [
    "OPP", "REB", "SPY", "JUD", "LEG", "COP", "MIL", "IGO", "NGO", "REF", "JRN", "MED", "EDU",
    "REL", "LAB", "BUS", "GOV", "CVL",
];

/// In which capacity a participant acts, as one of PLOVER's codes: by its own words ("Venezuelan
/// **President** Nicolas Maduro" is `GOV`), by those of its other mentions, and a country that
/// acts is its government.
pub(super) fn sector(article: &Article, entities: &[Entity], actor: Actor) -> Option<&'static str> {
    let entity = actor.entity.and_then(|id| entities.get(id.0 as usize));
    let elsewhere = || {
        let mentions = entity.into_iter().flat_map(|entity| entity.mentions.iter().take(20));
        mentions.map(|mention| article.text_of(mention.span)).find_map(shown_by)
    };
    let government = || {
        let place = entity.filter(|entity| entity.kind == EntityKind::Location);
        place.and_then(|entity| entity.country).map(|_| "GOV")
    };
    shown_by(article.text_of(actor.span)).or_else(elsewhere).or_else(government)
}

/// The sector that words show.
fn shown_by(words: &str) -> Option<&'static str> {
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
    use super::shown_by;

    #[test]
    fn offices_show_the_sector() {
        assert_eq!(shown_by("Venezuelan President Nicolas Maduro"), Some("GOV"));
        assert_eq!(shown_by("opposition lawmakers"), Some("OPP"));
        assert_eq!(shown_by("Israeli troops"), Some("MIL"));
        assert_eq!(shown_by("a court in Guyana"), Some("JUD"));
        assert_eq!(shown_by("Iran"), None);
    }
}
