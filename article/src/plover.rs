//! PLOVER's label of an event: its kind after the reduction of what has not happened.
//!
//! PLOVER codes no modality: a planned meeting is an AGREE, a planned attack a THREATEN. The
//! table is our own rendering of the manual's rules and of how its authors' data apply them.

use crate::{Event, EventKind, EventModality, Polarity, Quad};

impl Event {
    /// The PLOVER type: what is left of kind, polarity and modality in one label.
    ///
    /// ```
    /// # use onrecord_article::*;
    /// # let article = Article::new("Iran will meet France".into(), Provenance::default())?;
    /// # let event = |modality| Event {
    /// #     kind: EventKind::Consult, mode: None, actors: vec![], recipients: vec![], place: None,
    /// #     date: None, trigger: article.find("meet").unwrap().into(), polarity: Polarity::Positive,
    /// #     modality, standing: Standing::Reported,
    /// #     evidence: Evidence { by: "meet", probability: Probability::thousandths(900) },
    /// # };
    /// assert_eq!(event(EventModality::Occurred).plover(), EventKind::Consult);
    /// assert_eq!(event(EventModality::Planned).plover(), EventKind::Agree);
    /// # Ok::<(), TextTooLong>(())
    /// ```
    pub fn plover(&self) -> EventKind {
        self.kind.reduced(self.mode, self.polarity, self.modality)
    }
}

impl EventKind {
    /// The PLOVER type of an event of this kind that stands like this.
    ///
    /// What is signed is supported; what is asked for is a request; cooperation that lies ahead
    /// is agreed to, and refused where it is denied; conflict that lies ahead is a threat, and
    /// agreed to be left where it is denied.
    pub fn reduced(
        self,
        mode: Option<&str>,
        polarity: Polarity,
        modality: EventModality,
    ) -> EventKind {
        use EventKind::{
            Agree, Aid, Concede, Consult, Cooperate, Reject, Request, Retreat, Sanction, Support,
            Threaten,
        };
        let ahead = matches!(modality, EventModality::Planned | EventModality::Hypothetical);
        let negative = polarity == Polarity::Negative;
        let conflict = self.quad() == Quad::MaterialConflict;
        if self == Agree && mode == Some("sign") && !ahead && !negative {
            return Support;
        }
        if modality == EventModality::Requested && self.quad() != Quad::VerbalConflict {
            return Request;
        }
        match (self, negative, ahead) {
            (Consult | Support | Agree | Retreat | Concede, true, _) => Reject,
            (Cooperate | Aid, true, false) => Sanction,
            (Cooperate | Aid, true, true) => Reject,
            (Consult | Support | Cooperate | Aid | Retreat | Concede, false, true) => Agree,
            (_, true, _) if conflict => Agree,
            (_, false, true) if conflict => Threaten,
            (kind, _, _) => kind,
        }
    }
}
