//! Statements, events and agreements: everything that is reasoned from an analysis.
//!
//! ```ignore
//! let findings = onrecord_findings::find(&article, &language.analyze(&article));
//! for statement in &findings.statements {
//!     let words = statement.content.spans().iter().map(|&span| article.text_of(span));
//!     assert!(words.count() > 0);
//! }
//! ```
//!
//! **Invariant**: [`find`] cannot fail, depends on nothing but its arguments, and takes time
//! linear in the length of the text. It does not know which model read the roles.

mod agreements;
mod events;
mod page;
mod phrases;
mod promises;
mod speakers;
pub mod statements;
mod words;

pub use events::is_asserted;
use onrecord_article::{Agreement, Article, Entity, EntityName, Event, Promise, Statement};
use onrecord_language::Analysis;

/// What was found in one article.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Findings {
    /// Who said what, in order of text; what is nested comes after what holds it. A statement's
    /// id is its index.
    pub statements: Vec<Statement>,
    /// Who did what to whom.
    pub events: Vec<Event>,
    /// What was agreed, and how far it has come.
    pub agreements: Vec<Agreement>,
    /// What is to be done by when, in order of text.
    pub promises: Vec<Promise>,
    /// The analysis's entities, and after them those who only speak: "critics", "a source".
    /// An [`EntityId`](onrecord_article::EntityId) is an index into this list.
    pub entities: Vec<Entity>,
}

impl Findings {
    /// The name of an entity, as it is shown.
    pub fn name<'a>(&'a self, article: &'a Article, id: onrecord_article::EntityId) -> &'a str {
        match self.entities.get(id.0 as usize).map(|entity| entity.name) {
            Some(EntityName::Written(span)) => article.text_of(span),
            Some(EntityName::Country(name)) => name,
            None => "",
        }
    }
}

/// Finds who said what, who did what, and what was agreed.
pub fn find(article: &Article, analysis: &Analysis) -> Findings {
    let page = page::Page::new(article, analysis);
    let (statements, entities) = statements::find(&page);
    let events = events::find(article, analysis, &statements, &entities);
    let agreements = agreements::find(article, analysis, &statements, &entities);
    let promises = promises::find(article, analysis, &statements, &entities, &agreements);
    Findings { statements, events, agreements, promises, entities }
}
