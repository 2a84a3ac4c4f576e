//! Who said what: from the roles of tokens to statements.
//!
//! The roles give most of the drafts; each rule adds what roles cannot show and touches only
//! what is not yet held by a statement. Then edges are put right and what lies within what.

mod beside;
mod clauses;
mod dashes;
mod deeds;
pub(crate) mod draft;
mod edges;
mod floating;
mod form;
mod headlines;
mod link;
mod nest;
mod probability;
pub(crate) mod quotations;
mod read;
mod resumed;
mod runs_on;
mod sources;
mod speech;
mod stance;
mod terms;
mod told;
mod turns;

use onrecord_article::{Entity, Evidence, Probability, Statement, StatementId};

pub use link::{Linked, link};

use self::draft::Covered;
use crate::page::Page;
use crate::speakers;

/// The statements of an article, and its entities with those added who only speak.
pub(crate) fn find(page: &Page) -> (Vec<Statement>, Vec<Entity>) {
    let mut drafts = edges::settle(page, read::drafts(page.analysis));
    deeds::leave_out(page, &mut drafts);
    resumed::give_back(page, &mut drafts);
    told::take_out(page, &mut drafts);
    turns::add(page, &mut drafts);
    dashes::add(page, &mut drafts);
    beside::add(page, &mut drafts);
    headlines::add(page, &mut drafts);
    floating::go_on(page, &mut drafts);
    runs_on::extend(page, &mut drafts);
    floating::add(page, &mut drafts);
    terms::add(page, &mut drafts);
    sources::complete(page, &mut drafts);
    clauses::add(page, &mut drafts);
    turns::stay_inside(page, &mut drafts);
    // Captions and licence notices are part of the page, not of the report.
    let notices = Covered::of(page.article.boilerplate().iter().copied());
    drafts.retain(|draft| {
        let first = draft.content.first();
        notices.bytes(first) < first.len()
    });
    let drafts = nest::nest(edges::settle(page, drafts));
    let (voices, entities) = speakers::speakers(page, &drafts);
    let statements = drafts.into_iter().zip(voices).map(|((draft, within), voice)| {
        let (polarity, modality) = stance::stance(page, &draft);
        let form = form::form(page, &draft);
        Statement {
            source: draft.source.map(Into::into),
            cue: draft.cue.map(Into::into),
            content: draft.content,
            speaker: voice.speaker,
            addressee: voice.addressee,
            form,
            polarity,
            modality,
            within: within.map(|k| StatementId(k as u32)), // fewer statements than bytes
            evidence: Evidence {
                by: draft.by,
                probability: Probability::thousandths(draft.probability),
            },
        }
    });
    (statements.collect(), entities)
}
