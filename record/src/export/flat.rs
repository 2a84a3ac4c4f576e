//! One row a statement, as CSV; and the cited articles, as BibTeX.

use std::collections::HashSet;
use std::io::Write;

use super::{Chars, article_id, statement_id};
use crate::{Hit, Kept, Query, Store, StoreError};

/// The columns of a statement, in every flat form.
pub(super) const COLUMNS: [&str; 22] = [
    "id",
    "published",
    "outlet",
    "title",
    "speaker",
    "text",
    "addressee",
    "about",
    "form",
    "polarity",
    "modality",
    "source",
    "cue",
    "content_codepoints",
    "source_codepoints",
    "cue_codepoints",
    "probability",
    "url",
    "link",
    "licence",
    "article",
    "sha256",
];

/// The values under [`COLUMNS`].
pub(super) fn values(hit: &Hit, kept: &Kept) -> [Option<String>; 22] {
    let chars = Chars::of(&kept.article);
    [
        Some(statement_id(kept, hit)),
        hit.published.clone(),
        hit.outlet.clone(),
        hit.title.clone(),
        hit.speaker.clone(),
        Some(hit.text.clone()),
        hit.addressee.clone(),
        hit.about.clone(),
        Some(hit.form.clone()),
        Some(hit.polarity.clone()),
        Some(hit.modality.clone()),
        hit.source.clone(),
        hit.cue.clone(),
        Some(chars.list(&hit.content)),
        Some(chars.list(&hit.source_spans)),
        Some(chars.list(&hit.cue_spans)),
        Some(format!("{}.{:03}", hit.probability / 1000, hit.probability % 1000)),
        hit.url.clone(),
        hit.link(),
        Some(hit.licence.clone()),
        Some(hit.name.clone()),
        Some(article_id(kept)),
    ]
}

pub(super) fn write(
    store: &Store,
    query: &Query,
    out: &mut (dyn Write + Send),
) -> Result<u64, StoreError> {
    header(out)?;
    store.for_each(query, |hit, kept| row(out, &hit, kept))
}

fn header(out: &mut (dyn Write + Send)) -> Result<(), StoreError> {
    write!(out, "{}\r\n", COLUMNS.join(","))?;
    Ok(())
}

fn row(out: &mut (dyn Write + Send), hit: &Hit, kept: &Kept) -> Result<(), StoreError> {
    let cells: Vec<String> =
        values(hit, kept).iter().map(|value| cell(value.as_deref().unwrap_or(""))).collect();
    write!(out, "{}\r\n", cells.join(","))?;
    Ok(())
}

impl Store {
    /// One page of hits as CSV: `limit` of them after the first `offset`; how many were written.
    ///
    /// # Errors
    /// As [`Store::search`]; `Io`.
    pub fn csv_page(
        &self,
        query: &Query,
        (offset, limit): (u64, u64),
        out: &mut (dyn Write + Send),
    ) -> Result<u64, StoreError> {
        header(out)?;
        let hits = self.search(query, offset, limit)?;
        for hit in &hits {
            row(out, hit, &self.article(hit.article)?)?;
        }
        Ok(hits.len() as u64)
    }
}

/// A cell that no spreadsheet takes for a formula: one that begins like a formula gets an
/// apostrophe in front.
fn cell(value: &str) -> String {
    let guard = if value.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    let value: String = value.chars().filter(|&c| c != '\0').collect();
    if guard.is_empty() && !value.contains(['"', ',', '\n', '\r', ';', '\'']) {
        return value;
    }
    format!("\"{guard}{}\"", value.replace('"', "\"\""))
}

/// One entry an article.
pub(super) fn bibtex(
    store: &Store,
    query: &Query,
    out: &mut (dyn Write + Send),
) -> Result<u64, StoreError> {
    let mut cited: HashSet<i64> = HashSet::new();
    store.for_each(query, |_, kept| {
        if !cited.insert(kept.id) {
            return Ok(());
        }
        let (about, id) = (&kept.about, article_id(kept));
        writeln!(out, "@article{{onrecord:{},", &id[7..19])?; // 7 for `sha256:`
        let authors = (!about.authors.is_empty()).then(|| about.authors.join(" and "));
        for (field, value) in [
            ("title", about.title.clone().or_else(|| Some(about.name.clone()))),
            ("author", authors),
            ("journal", about.outlet.clone()),
            ("date", about.published.clone()),
            ("url", about.url.clone()),
            ("urldate", about.fetched.clone()),
            ("note", Some(format!("Licence: {}. Text {id}", about.licence))),
        ] {
            if let Some(value) = value {
                writeln!(out, "  {field} = {{{}}},", tex(&value))?;
            }
        }
        writeln!(out, "}}\n")?;
        Ok(())
    })?;
    Ok(cited.len() as u64)
}

fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' | '}' | '\\' => out.push(' '),
            '&' | '%' | '#' | '_' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
        assert_eq!(cell("@SUM(A1)"), "\"'@SUM(A1)\"");
        assert_eq!(cell("he said \"no\""), "\"he said \"\"no\"\"\"");
        assert_eq!(cell("plain"), "plain");
    }
}
