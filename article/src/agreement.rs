use crate::{Actor, Evidence, Fragments, Span, Standing};

/// Index of an agreement in the list it stands in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct AgreementId(pub u32);

/// A document, treaty, deal or roadmap between parties, and how far it has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Agreement {
    /// Its name or description: "20-year cooperation document".
    pub title: Span,
    /// Who made it.
    pub parties: Vec<Actor>,
    /// How long it runs: ISO 8601 duration (`P20Y`).
    pub term: Option<String>,
    /// What it is about, as written.
    pub subject: Option<Span>,
    /// Every stage the article speaks of; the last one is where it stands.
    pub stages: Vec<StageMark>,
    /// Why it is here.
    pub evidence: Evidence,
}

/// One stage, and the words that show it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StageMark {
    /// The stage.
    pub stage: Stage,
    /// The words.
    pub trigger: Fragments,
    /// Who vouches that it was reached.
    pub standing: Standing,
}

/// How far an agreement has come.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Stage {
    Proposed,
    Negotiating,
    Signed,
    Ratified,
    InForce,
    Implemented,
    Breached,
    Withdrawn,
}

impl Stage {
    /// Lowercase name, as in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Proposed => "proposed",
            Stage::Negotiating => "negotiating",
            Stage::Signed => "signed",
            Stage::Ratified => "ratified",
            Stage::InForce => "in force",
            Stage::Implemented => "implemented",
            Stage::Breached => "breached",
            Stage::Withdrawn => "withdrawn",
        }
    }
}
