use onrecord_article::{Event, EventKind, Standing};

use super::spaced;
use crate::Record;

/// What of a record is shown. Numbers stay those of the whole record.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Selection {
    /// One list only.
    pub only: Option<Only>,
    /// Events of one kind, or that PLOVER calls so.
    pub kind: Option<EventKind>,
    /// Events in which somebody takes part whose name, or words, contain this; case does not
    /// matter.
    pub actor: Option<String>,
    /// Events that stand like this.
    pub standing: Option<Vouched>,
}

/// One of the lists of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Only {
    /// Who said what.
    Statements,
    /// Who did what.
    Events,
    /// What was agreed.
    Agreements,
}

/// Who vouches for an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Vouched {
    /// The outlet.
    Reported,
    /// Whoever makes a statement.
    Claimed,
}

impl Selection {
    pub(super) fn shows(&self, list: Only) -> bool {
        self.only.is_none_or(|only| only == list)
    }

    pub(super) fn shows_event(&self, record: &Record, event: &Event) -> bool {
        let standing = match event.standing {
            Standing::Reported => Vouched::Reported,
            Standing::Claimed(_) => Vouched::Claimed,
        };
        self.kind.is_none_or(|kind| event.kind == kind || event.plover() == kind)
            && self.standing.is_none_or(|wanted| wanted == standing)
            && self.actor.as_deref().is_none_or(|wanted| takes_part(record, event, wanted))
    }
}

fn takes_part(record: &Record, event: &Event, wanted: &str) -> bool {
    let wanted = wanted.to_lowercase();
    event.actors.iter().chain(&event.recipients).any(|actor| {
        let name = actor.entity.map(|id| record.findings.name(&record.article, id));
        name.into_iter()
            .chain([record.article.text_of(actor.span)])
            .any(|words| spaced(words).to_lowercase().contains(&wanted))
    })
}
