use crate::{Actor, AgreementId, Evidence, Span, Standing, When};

/// Something that somebody is bound or means to do by a date. Nothing that was denied, asked or
/// hung on a condition is one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Promise {
    /// What is to be done, as written: "to open a consulate by March 2023".
    pub content: Span,
    /// Who is to do it.
    pub by: Vec<Actor>,
    /// By when: the last day of this date. Symbolic where the article's date is not known.
    pub due: When,
    /// The word that binds: "agreed", "pledged", "will".
    pub trigger: Span,
    /// The agreement that holds it, if the article says so.
    pub agreement: Option<AgreementId>,
    /// Who vouches that it was promised.
    pub standing: Standing,
    /// Why it is here.
    pub evidence: Evidence,
}
