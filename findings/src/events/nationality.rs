//! To which country somebody belongs: ISO 3166-1 alpha-3.

use onrecord_article::{Actor, Article, Entity, EntityKind, Span};
use onrecord_language::countries::{self, Called};

use super::sector::sector;
use super::syntax::Tree;
use super::whereabouts;

/// Says of each participant to which country it belongs and in which capacity it acts. Those
/// without a name ("six people", "the building") belong to the country of the `place` where it
/// happened, if nothing nearer says more.
pub(crate) fn describe(
    tree: Tree<'_>,
    entities: &[Entity],
    actors: &mut [Actor],
    place: Option<Span>,
) {
    let article = tree.article;
    for actor in actors {
        let there = || {
            let place = place.filter(|_| whereabouts::is_unnamed(tree, entities, *actor))?;
            named(article.text_of(place), true)
        };
        actor.country = country(article, entities, *actor)
            .or_else(|| whereabouts::around(tree, entities, *actor))
            .or_else(there);
        actor.sector = sector(article, entities, *actor);
    }
}

/// The country of a participant: of what it stands for, else the one its own words name, else the
/// one that another mention of it names. "Turkish President Erdogan" is `TUR` wherever he is
/// only "Erdogan"; "the Iranian nation" is `IRN`.
fn country(article: &Article, entities: &[Entity], actor: Actor) -> Option<&'static str> {
    let entity = actor.entity.and_then(|id| entities.get(id.0 as usize));
    let is_place = entity.is_some_and(|entity| entity.kind == EntityKind::Location);
    let words = || named(article.text_of(actor.span), is_place);
    let elsewhere = || {
        let mentions = entity.into_iter().flat_map(|entity| entity.mentions.iter().take(20));
        mentions.map(|mention| article.text_of(mention.span)).find_map(|text| named(text, is_place))
    };
    entity.and_then(|entity| entity.country).or_else(words).or_else(elsewhere)
}

/// Words that a phrase names a country with, at most.
const LONGEST: usize = 5;

/// The first country that words name: by its name, its people or its government, and by its
/// capital where they are a place and no paper or company of that city.
pub(super) fn named(words: &str, is_place: bool) -> Option<&'static str> {
    let starts = |c: char| !c.is_alphanumeric() && c != '.' && c != '\'' && c != '’';
    let pieces: Vec<(usize, &str)> = words
        .split(starts)
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - words.as_ptr() as usize, word))
        .take(40)
        .collect();
    (0..pieces.len()).find_map(|first| {
        (first..pieces.len().min(first + LONGEST)).rev().find_map(|last| {
            let (start, (end, word)) = (pieces[first].0, pieces[last]);
            let phrase = &words[start..end + word.len()];
            let phrase = phrase.trim_end_matches("'s").trim_end_matches("’s");
            let (country, called) = countries::find(phrase)?;
            let alone = first == 0 && last + 1 == pieces.len();
            let there = first.checked_sub(1).is_some_and(|before| is_where(pieces[before].1));
            (called != Called::Capital || is_place || alone || there).then_some(country.iso3)
        })
    })
}

/// "demonstrators **in** Yerevan"
fn is_where(word: &str) -> bool {
    matches!(word, "in" | "at" | "near" | "from" | "outside" | "inside" | "around")
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn words_name_countries() {
        assert_eq!(named("the Iranian nation", false), Some("IRN"));
        assert_eq!(named("U.S. President Donald Trump", false), Some("USA"));
        assert_eq!(named("South Korea's foreign minister", false), Some("KOR"));
        assert_eq!(named("Tehran", false), Some("IRN"));
        assert_eq!(named("a Washington Post reporter", false), None);
        assert_eq!(named("demonstrators in Yerevan", false), Some("ARM"));
        assert_eq!(named("the leaders", false), None);
    }
}
