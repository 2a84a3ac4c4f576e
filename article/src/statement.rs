use crate::{EntityId, Fragments, Span};

/// Index of a statement in the list it stands in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct StatementId(pub u32);

/// Who said what: one source, one cue, one content.
///
/// The conventions are those of the PolNeAR corpus (Newell, Margolin and Ruths, LREC 2018), with
/// nesting, addressee and speaker added: the content keeps its quotation marks and the words
/// `that` and `to`, and leaves out the full stop that ends an indirect one; the cue is the whole
/// verb group, noun or "according to", or the colon where that is all; the source is the full
/// noun phrase, without a trailing comma, and may be absent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    /// Who says it, as written.
    pub source: Option<Fragments>,
    /// What shows that somebody says it. Absent only for a quotation that stands alone.
    pub cue: Option<Fragments>,
    /// What is said.
    pub content: Fragments,
    /// Whom the source stands for.
    pub speaker: Option<EntityId>,
    /// The one who is told, thanked or asked.
    pub addressee: Option<Addressee>,
    /// Whether the words are the speaker's own.
    pub form: Form,
    /// Whether the cue affirms or denies that it was said.
    pub polarity: Polarity,
    /// Whether it was said at all.
    pub modality: Modality,
    /// The statement whose content holds this one; always a smaller id, so there are no cycles.
    pub within: Option<StatementId>,
    /// Why it is here.
    pub evidence: Evidence,
}

/// Whom a statement addresses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Addressee {
    /// As written; absent where only "you" inside the quotation shows it.
    pub span: Option<Span>,
    /// Whom it stands for.
    pub entity: Option<EntityId>,
}

/// Whether the words are the speaker's own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Form {
    /// All in quotation marks.
    Direct,
    /// None in quotation marks.
    Indirect,
    /// Some in quotation marks, within an indirect clause.
    Mixed,
    /// A quoted term or phrase that is no clause: the Americans called it ‘maximum pressure’.
    Partial,
}

impl Form {
    /// Lowercase name, as in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Form::Direct => "direct",
            Form::Indirect => "indirect",
            Form::Mixed => "mixed",
            Form::Partial => "partial",
        }
    }
}

/// Whether something is affirmed or denied.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Polarity {
    /// She said.
    #[default]
    Positive,
    /// She did not say; she denied.
    Negative,
}

impl Polarity {
    /// Lowercase name, as in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Polarity::Positive => "positive",
            Polarity::Negative => "negative",
        }
    }
}

/// Whether the act of saying took place.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Modality {
    /// He said.
    #[default]
    Asserted,
    /// He denied that.
    Denied,
    /// He declined to say, would not comment on.
    Declined,
    /// He will say, is expected to announce.
    Planned,
    /// He would say, might argue, if he says.
    Hypothetical,
    /// Did he say?
    Asked,
}

impl Modality {
    /// Lowercase name, as in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Modality::Asserted => "asserted",
            Modality::Denied => "denied",
            Modality::Declined => "declined",
            Modality::Planned => "planned",
            Modality::Hypothetical => "hypothetical",
            Modality::Asked => "asked",
        }
    }
}

/// Why a finding is here: the rule or model that decided, and how often it is right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Evidence {
    /// Name of the rule or model.
    pub by: &'static str,
    /// Calibrated: of the findings with 0.9, nine in ten are right.
    pub probability: Probability,
}

/// A probability in thousandths, so that it is the same on every machine.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Probability(u16);

impl Probability {
    /// From thousandths; more than 1000 is taken as 1000.
    pub const fn thousandths(n: u16) -> Probability {
        Probability(if n > 1000 { 1000 } else { n })
    }

    /// In thousandths, 0 to 1000.
    pub const fn in_thousandths(self) -> u16 {
        self.0
    }

    /// Between 0 and 1.
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}
