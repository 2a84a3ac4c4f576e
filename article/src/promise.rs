use crate::{Actor, AgreementId, Evidence, Fragments, Standing, When};

/// Something that somebody is bound or means to do by a date. Nothing that was denied, asked or
/// hung on a condition is one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Promise {
    /// What is to be done, as written: "to open a consulate by March 2023".
    pub content: Fragments,
    /// Who is to do it.
    pub by: Vec<Actor>,
    /// By when: the last day of this date. Symbolic where the article's date is not known.
    pub due: When,
    /// The words that bind: "agreed", "pledged", "will".
    pub trigger: Fragments,
    /// The agreement that holds it, if the article says so.
    pub agreement: Option<AgreementId>,
    /// Who vouches that it was promised.
    pub standing: Standing,
    /// Why it is here.
    pub evidence: Evidence,
}
