//! PLOVER's label of an event: its kind after the reduction of what has not happened.
//!
//! PLOVER codes no modality: a planned meeting is an AGREE, a planned attack a THREATEN. The
//! table is our own rendering of the manual's rules.

use onrecord_article::{Event, EventKind, EventModality, Polarity, Quad};

/// The PLOVER type of an event.
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
/// use onrecord_findings::plover;
/// assert_eq!(plover(&event(EventModality::Occurred)), EventKind::Consult);
/// assert_eq!(plover(&event(EventModality::Planned)), EventKind::Agree);
/// # Ok::<(), TextTooLong>(())
/// ```
pub fn plover(event: &Event) -> EventKind {
    use EventKind::{Agree, Concede, Reject, Request, Sanction, Support, Threaten};
    let ahead = matches!(event.modality, EventModality::Planned | EventModality::Hypothetical);
    let negative = event.polarity == Polarity::Negative;
    let kind = match (event.kind, event.mode) {
        // Signing is support of what was signed; promising to sign agrees.
        (Agree, Some("sign")) if !ahead && !negative => return Support,
        (kind, _) => kind,
    };
    if event.modality == EventModality::Requested && kind.quad() != Quad::VerbalConflict {
        return Request;
    }
    match (kind, negative, ahead) {
        (EventKind::Consult | Support | Agree, true, _) => Reject,
        (EventKind::Consult | Support, false, true) => Agree,
        (EventKind::Cooperate | EventKind::Aid, true, false) => Sanction,
        (EventKind::Retreat | Concede, true, _) => Reject,
        (EventKind::Cooperate | EventKind::Aid, true, true) => Reject,
        (EventKind::Cooperate | EventKind::Aid | EventKind::Retreat | Concede, false, true) => {
            Agree
        }
        (kind, _, _) if kind.quad() == Quad::MaterialConflict => match (negative, ahead) {
            (true, _) => Agree,
            (false, true) => Threaten,
            (false, false) => kind,
        },
        (kind, _, _) => kind,
    }
}
