//! Exports: each form one file, all with the filters of [`Query`], streamed, never capped.
//!
//! Offsets in every form but the store itself count Unicode code points, as Python and the W3C
//! `TextPositionSelector` do; where a form has a header, it says so.

mod atom;
mod brat;
mod conllu;
mod events;
mod flat;
mod ftm;
mod gexf;
mod jsonl;
mod parquet;
mod web;

use std::io::Write;
use std::path::Path;

use onrecord_article::{Article, OffsetUnit, Offsets};

use crate::rows::{Range, Rows};
use crate::{Hit, Order, Query, Store, StoreError};

pub(crate) use jsonl::SCHEMA;
pub(crate) use parquet::TEXT_COLUMNS;

/// A form that findings are exported in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Our own: one article a line, with its text; `onrecord import` takes it.
    Jsonl,
    /// One row a statement.
    Csv,
    /// One row a statement, columnar; `onrecord import` takes it.
    Parquet,
    /// W3C Web Annotation, one annotation a line.
    WebAnnotation,
    /// FollowTheMoney entities, one a line.
    Ftm,
    /// schema.org Quotation and Claim, one a line.
    SchemaOrg,
    /// brat standoff: a folder of .txt and .ann.
    Brat,
    /// CoNLL-U: one token a line.
    Conllu,
    /// Events as PLOVER, one JSON object a line.
    Plover,
    /// Events in POLECAT's columns, tab-separated.
    Polecat,
    /// Events in GDELT 2.0's columns, tab-separated.
    Gdelt,
    /// Who spoke to and about whom, as a network.
    Gexf,
    /// The cited articles, for bibliographies.
    Bibtex,
    /// A feed of the statements.
    Atom,
}

impl Store {
    /// Writes what the query finds; how many rows, lines or entries were written.
    ///
    /// # Errors
    /// `Refused` for [`Format::Brat`], which needs a folder: [`Store::export_brat`]; `Damaged` if
    /// a text does not agree with its hash; `Io`, `Parquet` or `Sqlite`.
    pub fn export(
        &self,
        query: &Query,
        format: Format,
        out: &mut (dyn Write + Send),
    ) -> Result<u64, StoreError> {
        let query = Query { order: Order::Added, ..query.clone() };
        match format {
            Format::Jsonl => jsonl::write(self, &query, out),
            Format::Csv => flat::write(self, &query, out),
            Format::Parquet => parquet::write(self, &query, out),
            Format::WebAnnotation => web::annotations(self, &query, out),
            Format::SchemaOrg => web::schema_org(self, &query, out),
            Format::Ftm => ftm::write(self, &query, out),
            Format::Conllu => conllu::write(self, &query, out),
            Format::Plover => events::plover(self, &query, out),
            Format::Polecat => events::polecat(self, &query, out),
            Format::Gdelt => events::gdelt(self, &query, out),
            Format::Gexf => gexf::write(self, &query, out),
            Format::Bibtex => flat::bibtex(self, &query, out),
            Format::Atom => atom::write(self, &query, out),
            Format::Brat => {
                Err(StoreError::Refused("brat needs a folder: one .txt and .ann an article".into()))
            }
        }
    }

    /// Writes `NAME.txt` and `NAME.ann` an article into a folder; how many statements.
    ///
    /// With `corrected`, only articles with corrections: training data. With `force`, files that
    /// are there are overwritten.
    ///
    /// # Errors
    /// `Io` if a file exists already and `force` is not given; as [`Store::export`].
    pub fn export_brat(
        &self,
        query: &Query,
        folder: &Path,
        corrected: bool,
        force: bool,
    ) -> Result<u64, StoreError> {
        let query = Query { order: Order::Added, ..query.clone() };
        brat::write(self, &query, folder, corrected, force)
    }
}

/// An article with the statements that were asked for.
pub(crate) struct Group<'a> {
    pub(crate) kept: &'a crate::Kept,
    pub(crate) hits: &'a [crate::Hit],
}

/// Gives the hits of one article at a time.
pub(crate) fn by_article(
    store: &Store,
    query: &Query,
    mut each: impl FnMut(Group<'_>) -> Result<(), StoreError>,
) -> Result<u64, StoreError> {
    let mut held: Option<(crate::Kept, Vec<crate::Hit>)> = None;
    let count = store.for_each(query, |hit, kept| {
        match &mut held {
            Some((own, hits)) if own.id == kept.id => hits.push(hit),
            _ => {
                if let Some((kept, hits)) = held.replace((kept.clone(), vec![hit])) {
                    each(Group { kept: &kept, hits: &hits })?;
                }
            }
        }
        Ok(())
    })?;
    if let Some((kept, hits)) = held {
        each(Group { kept: &kept, hits: &hits })?;
    }
    Ok(count)
}

/// Offsets in code points.
pub(crate) struct Chars<'a>(Offsets<'a>);

impl<'a> Chars<'a> {
    pub(crate) fn of(article: &'a Article) -> Chars<'a> {
        Chars(Offsets::new(article.text(), OffsetUnit::Chars))
    }

    pub(crate) fn span(&self, [start, end]: Range) -> [usize; 2] {
        [self.0.from_byte(start as usize), self.0.from_byte(end as usize)]
    }

    pub(crate) fn spans(&self, spans: &[Range]) -> Vec<[usize; 2]> {
        spans.iter().map(|&span| self.span(span)).collect()
    }

    /// `12-40;45-60`, for forms that have no lists.
    pub(crate) fn list(&self, spans: &[Range]) -> String {
        let list: Vec<String> =
            self.spans(spans).iter().map(|[start, end]| format!("{start}-{end}")).collect();
        list.join(";")
    }
}

/// `sha256:...` of an article.
pub(crate) fn article_id(kept: &crate::Kept) -> String {
    kept.article.id().to_string()
}

/// An id that is the same in every export: of the article's text and the place of the content.
pub(crate) fn statement_id(kept: &crate::Kept, hit: &crate::Hit) -> String {
    let id = article_id(kept);
    let spans: Vec<String> =
        hit.content.iter().map(|[start, end]| format!("{start}-{end}")).collect();
    format!("onrecord:{}:s:{}", &id[7..23], spans.join(",")) // 7 for `sha256:`, then 16 digits
}

impl Hit {
    /// The address of the very words: `#:~:text=[prefix-,]start[,end]`.
    pub fn link(&self) -> Option<String> {
        let url = self.url.as_deref().filter(|url| url.starts_with("http"))?;
        let [start, end] = *self.content.first()?;
        let words = self.text.get(..(end - start) as usize)?.trim();
        const WHOLE: usize = 300;
        let parts: Vec<&str> = words.split_whitespace().collect();
        let text = if words.chars().count() <= WHOLE || parts.len() < 12 {
            percent(words)
        } else {
            format!(
                "{},{}",
                percent(&parts[..5].join(" ")),
                percent(&parts[parts.len() - 5..].join(" "))
            )
        };
        let join = if url.contains('#') { ":~:text=" } else { "#:~:text=" };
        Some(format!("{url}{join}{text}"))
    }
}

/// Percent-encoded, with the characters that text fragments give a meaning to.
fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Text that is no markup, in XML and in HTML, in an element or an attribute; characters that XML
/// cannot hold are left out.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' => {}
            '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

/// One JSON value a line.
pub(crate) fn line(
    out: &mut (dyn Write + Send),
    value: &serde_json::Value,
) -> Result<(), StoreError> {
    serde_json::to_writer(&mut *out, value).map_err(std::io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}

/// The name of an entity of these rows.
pub(crate) fn name(rows: &Rows, entity: Option<u32>) -> Option<&str> {
    entity.and_then(|id| rows.name(id))
}
