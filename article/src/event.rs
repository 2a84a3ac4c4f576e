use crate::{EntityId, Evidence, Fragments, Polarity, Span, StatementId};

/// Index of an event in the list it stands in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct EventId(pub u32);

/// Who did what to whom. Never a bare fact: [`Standing`] says who vouches for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// What was done, unreduced: a planned visit is a `Consult` whose modality is `Planned`.
    pub kind: EventKind,
    /// Closer description, from the kind's list ("visit", "phone"); one of PLOVER's mode names.
    pub mode: Option<&'static str>,
    /// Who did it; in a meeting, all who met.
    pub actors: Vec<Actor>,
    /// To whom it was done.
    pub recipients: Vec<Actor>,
    /// Where, as written.
    pub place: Option<Span>,
    /// When.
    pub date: Option<When>,
    /// The words that name it.
    pub trigger: Fragments,
    /// Whether it is affirmed or denied.
    pub polarity: Polarity,
    /// Whether it happened.
    pub modality: EventModality,
    /// Who vouches for it.
    pub standing: Standing,
    /// Why it is here.
    pub evidence: Evidence,
}

/// Who vouches for an event. There is no default: whoever makes an event must know.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Standing {
    /// The outlet reports it in its own words.
    Reported,
    /// It is claimed in the content of this statement.
    Claimed(StatementId),
}

/// A participant of an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Actor {
    /// As written at this place.
    pub span: Span,
    /// Whom it stands for.
    pub entity: Option<EntityId>,
    /// ISO 3166-1 alpha-3 code of the country it is or belongs to.
    pub country: Option<&'static str>,
    /// In which capacity it acts, as one of PLOVER's codes: GOV, MIL, CVL and so on.
    pub sector: Option<&'static str>,
}

impl Actor {
    /// A participant of whom neither country nor sector is known.
    pub fn new(span: Span, entity: Option<EntityId>) -> Actor {
        Actor { span, entity, country: None, sector: None }
    }
}

/// Whether something happened.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EventModality {
    /// It did.
    Occurred,
    /// It is happening.
    Ongoing,
    /// Somebody means to do it.
    Planned,
    /// Somebody asks, demands or proposes that it be done.
    Requested,
    /// It would happen under a condition.
    Hypothetical,
    /// It may have happened, or may happen.
    Possible,
    /// It happened in another time than the report is about.
    Past,
    /// Somebody asks whether it happened.
    Asked,
}

impl EventModality {
    /// All of them.
    pub const ALL: &[EventModality] = &[
        EventModality::Occurred,
        EventModality::Ongoing,
        EventModality::Planned,
        EventModality::Requested,
        EventModality::Hypothetical,
        EventModality::Possible,
        EventModality::Past,
        EventModality::Asked,
    ];

    /// The modality with this name, if there is one.
    pub fn from_name(name: &str) -> Option<EventModality> {
        EventModality::ALL.iter().copied().find(|modality| modality.as_str() == name)
    }

    /// Lowercase name, as in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            EventModality::Occurred => "occurred",
            EventModality::Ongoing => "ongoing",
            EventModality::Planned => "planned",
            EventModality::Requested => "requested",
            EventModality::Hypothetical => "hypothetical",
            EventModality::Possible => "possible",
            EventModality::Past => "past",
            EventModality::Asked => "asked",
        }
    }
}

/// A date or time, as written and as far as it could be resolved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct When {
    /// As written: "late on Saturday".
    pub span: Span,
    /// ISO 8601 date, cut to its precision (`2022-06`), where the article's date allows it.
    pub iso: Option<String>,
    /// How exact it is.
    pub precision: Precision,
}

/// How exact a date is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Precision {
    Day,
    Week,
    Month,
    Year,
    /// "recently", "soon"
    Vague,
}

macro_rules! kinds {
    ($($variant:ident $name:literal $quad:ident $doc:literal),+ $(,)?) => {
        /// The sixteen kinds of PLOVER (Halterman et al. 2023), in our own words.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub enum EventKind { $(#[doc = $doc] $variant),+ }

        impl EventKind {
            /// All kinds, in PLOVER's order.
            pub const ALL: &[EventKind] = &[$(EventKind::$variant),+];

            /// PLOVER's name.
            pub fn as_str(self) -> &'static str {
                match self { $(EventKind::$variant => $name),+ }
            }

            /// The kind with this name, if there is one.
            pub fn from_name(name: &str) -> Option<EventKind> {
                match name { $($name => Some(EventKind::$variant),)+ _ => None }
            }

            /// What it means, in one line.
            pub fn meaning(self) -> &'static str {
                match self { $(EventKind::$variant => $doc),+ }
            }

            /// Cooperation or conflict, in words or in deeds.
            pub fn quad(self) -> Quad {
                match self { $(EventKind::$variant => Quad::$quad),+ }
            }
        }
    };
}

kinds! {
    Agree "AGREE" VerbalCooperation "Willing, promising or planning to cooperate.",
    Consult "CONSULT" VerbalCooperation "Meeting, visit, talks, call.",
    Support "SUPPORT" VerbalCooperation "Praise, endorsement, recognition, signing.",
    Concede "CONCEDE" VerbalCooperation "Apology, easing, pardon, declared ceasefire.",
    Cooperate "COOPERATE" MaterialCooperation "Working together in deed: trade, joint exercise.",
    Aid "AID" MaterialCooperation "Help given one way: money, arms, asylum, rescue.",
    Retreat "RETREAT" MaterialCooperation "Withdrawal, release, disarming, resignation.",
    Request "REQUEST" VerbalConflict "Request, demand, order.",
    Accuse "ACCUSE" VerbalConflict "Disapproval, allegation, lawsuit, investigation.",
    Reject "REJECT" VerbalConflict "Refusal, veto, cancellation.",
    Threaten "THREATEN" VerbalConflict "Coercive warning.",
    Protest "PROTEST" MaterialConflict "Collective civilian action.",
    Sanction "SANCTION" MaterialConflict "Relations or aid cut, expulsion, conviction.",
    Mobilize "MOBILIZE" MaterialConflict "Forces moved or readied.",
    Coerce "COERCE" MaterialConflict "Repression short of violence: arrest, seizure, curfew.",
    Assault "ASSAULT" MaterialConflict "Physical violence.",
}

/// Cooperation or conflict, in words or in deeds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Quad {
    VerbalCooperation = 1,
    MaterialCooperation = 2,
    VerbalConflict = 3,
    MaterialConflict = 4,
}
