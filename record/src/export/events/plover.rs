use std::io::Write;

use onrecord_article::EventKind;
use serde_json::{Value, json};

use super::{Participant, event_id, label, mode, participants};
use crate::export::line;
use crate::{Query, Store, StoreError};

/// PLOVER's JSON, one event a line, and under `onrecord` what its label leaves out.
pub(in crate::export) fn plover(
    store: &Store,
    query: &Query,
    out: &mut (dyn Write + Send),
) -> Result<u64, StoreError> {
    store.for_each_event(query, |event, kept| {
        let [actors, recipients] = participants(store, &event, kept)?;
        let about = &kept.about;
        let quad = EventKind::from_name(label(&event)).map(|kind| kind.quad() as u8);
        line(
            out,
            &json!({
                "id": event_id(&event, kept),
                "date": event.date.as_deref().or(about.published.as_deref()),
                "actor": actors.iter().map(person).collect::<Vec<_>>(),
                "recipient": recipients.iter().map(person).collect::<Vec<_>>(),
                "event": [label(&event)],
                "mode": mode(&event).into_iter().collect::<Vec<_>>(),
                "quad": quad,
                "event_loc": event.place,
                "event_text": event.trigger,
                "cite_info": {
                    "url": about.url, "title": about.title, "publication": about.outlet,
                    "date": about.published, "language": about.language, "license": about.licence,
                },
                "onrecord": {
                    "type": event.kind, "mode": event.mode, "modality": event.modality,
                    "polarity": event.polarity, "standing": event.standing,
                    "claimed_by": event.claimed_by, "date_found": event.date,
                },
            }),
        )
    })
}

fn person(one: &Participant) -> Value {
    json!({
        "entity_name": one.name, "raw_text": one.raw, "country": one.country, "sector": one.sector,
    })
}
