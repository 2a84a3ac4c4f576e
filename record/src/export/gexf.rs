use std::collections::BTreeMap;
use std::io::Write;

use super::escaped;
use crate::{Query, Store, StoreError};

/// Speakers, and whom they spoke to and about, with counts, for Gephi.
pub(super) fn write(
    store: &Store,
    query: &Query,
    out: &mut (dyn Write + Send),
) -> Result<u64, StoreError> {
    let mut nodes: BTreeMap<String, (usize, u64)> = BTreeMap::new();
    let mut edges: BTreeMap<(String, String, &'static str), u64> = BTreeMap::new();
    store.for_each(query, |hit, _| {
        let Some(speaker) = &hit.speaker else { return Ok(()) };
        nodes.entry(speaker.clone()).or_default().1 += 1;
        let about = hit.about.as_deref().unwrap_or_default().split("; ").filter(|n| !n.is_empty());
        let told = hit.addressee.as_deref().map(|name| (name, "to"));
        for (name, how) in about.map(|name| (name, "about")).chain(told) {
            if name != speaker {
                nodes.entry(name.to_owned()).or_default();
                *edges.entry((speaker.clone(), name.to_owned(), how)).or_default() += 1;
            }
        }
        Ok(())
    })?;
    for (number, (place, _)) in nodes.values_mut().enumerate() {
        *place = number;
    }
    write!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" \
         version=\"1.3\">\n<graph defaultedgetype=\"directed\">\n<attributes class=\"node\">\
         <attribute id=\"0\" title=\"statements\" type=\"integer\"/></attributes>\n<nodes>\n"
    )?;
    for (name, (id, count)) in &nodes {
        writeln!(
            out,
            "<node id=\"{id}\" label=\"{}\"><attvalues><attvalue for=\"0\" value=\"{count}\"/>\
             </attvalues></node>",
            escaped(name)
        )?;
    }
    writeln!(out, "</nodes>\n<edges>")?;
    for (id, ((from, to, how), count)) in edges.iter().enumerate() {
        let place = |name: &String| nodes.get(name).map_or(0, |node| node.0);
        writeln!(
            out,
            "<edge id=\"{id}\" source=\"{}\" target=\"{}\" label=\"{how}\" kind=\"{how}\" \
             weight=\"{count}\"/>",
            place(from),
            place(to)
        )?;
    }
    writeln!(out, "</edges>\n</graph>\n</gexf>")?;
    Ok(edges.len() as u64)
}
