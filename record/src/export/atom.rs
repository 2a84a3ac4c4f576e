use std::io::Write;

use super::{escaped, statement_id};
use crate::{Query, Store, StoreError};

/// A feed of the statements, for feed readers.
pub(super) fn write(
    store: &Store,
    query: &Query,
    out: &mut (dyn Write + Send),
) -> Result<u64, StoreError> {
    let newest: Option<String> =
        store.db.query_row("SELECT max(added) FROM article", [], |row| row.get(0))?;
    let updated = newest.unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned());
    write!(
        out,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>On record</title>\n\
         <id>urn:onrecord:feed</id>\n<updated>{updated}</updated>\n\
         <author><name>onrecord</name></author>\n"
    )?;
    let count = store.for_each(query, |hit, kept| {
        let who = hit.speaker.as_deref().or(hit.source.as_deref()).unwrap_or("somebody");
        let where_from = hit.outlet.as_deref().unwrap_or(&hit.name);
        let id = format!("urn:{}", statement_id(kept, &hit));
        let title = escaped(&format!("{who}: {where_from}"));
        let (id, text) = (escaped(&id), escaped(&hit.text));
        writeln!(out, "<entry><title>{title}</title><id>{id}</id>")?;
        if let Some(link) = hit.link() {
            writeln!(out, "<link href=\"{}\"/>", escaped(&link))?;
        }
        let date = hit.published.as_deref().filter(|date| date.len() >= 10).map(|date| {
            if date.contains('T') { date.to_owned() } else { format!("{date}T00:00:00Z") }
        });
        let date = escaped(&date.unwrap_or_else(|| updated.clone()));
        writeln!(out, "<updated>{date}</updated><summary>{text}</summary></entry>")?;
        Ok(())
    })?;
    writeln!(out, "</feed>")?;
    Ok(count)
}
