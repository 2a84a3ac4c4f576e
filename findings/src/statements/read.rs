//! The statements that the roles of the tokens show.

use onrecord_article::Fragments;
use onrecord_language::Analysis;

use super::draft::Draft;
use super::link::{Linked, link};
use super::probability::probability;

/// What is right less often, in thousandths, is left out: more false ones than true ones found.
const LEAST: u16 = 300;

/// One draft for each statement of each reading: the article's first, then those of the insides
/// of contents.
pub(crate) fn drafts(analysis: &Analysis) -> Vec<Draft> {
    let readings = analysis.readings().iter();
    readings
        .flat_map(|reading| {
            let by = if reading.within.is_some() { "inner roles" } else { "roles" };
            link(analysis, reading).into_iter().map(move |linked| draft(linked, by))
        })
        .filter(|draft| draft.probability >= LEAST)
        .collect()
}

fn draft(linked: Linked, by: &'static str) -> Draft {
    let probability = probability(&linked).in_thousandths();
    let cover = |part: Option<Fragments>| part.map(|part| part.cover());
    Draft {
        source: cover(linked.source),
        cue: cover(linked.cue),
        content: linked.content,
        told: None,
        inherits: false,
        verbatim: false,
        by,
        probability,
    }
}
