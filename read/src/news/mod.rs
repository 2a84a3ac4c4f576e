//! Files that hold news as records: feeds, news documents in XML, JSON, the newswire of 1987.

pub(crate) mod feed;
pub(crate) mod json;
mod json_text;
pub(crate) mod links;
pub(crate) mod newsml;
pub(crate) mod reuters;

use onrecord_article::{Provenance, SourceMap};

use crate::kind::Kind;
use crate::metadata::Found;
use crate::{Input, Known, Raw, ReadError};

/// A report, as its record tells of it.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) name: String,
    pub(crate) offset: u64,
    pub(crate) title: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) section: Option<String>,
    pub(crate) licence: Option<String>,
    pub(crate) text: String,
    pub(crate) map: Option<SourceMap>,
    pub(crate) is_html: bool,
    pub(crate) notes: Vec<String>,
}

impl Report {
    /// The report as a document; without words there is nothing to read.
    pub(crate) fn document(self, input: &Input, source: &'static str) -> Result<Raw, ReadError> {
        let record = if self.name.is_empty() { format!("@{}", self.offset) } else { self.name };
        if self.text.trim().is_empty() {
            let why = "a record without text".to_owned();
            let error = Box::new(ReadError::Skipped { why });
            return Err(ReadError::Record { record, offset: self.offset, error });
        }
        let mut provenance = Provenance {
            name: format!("{}@{}", input.name, self.offset),
            offset: Some(self.offset),
            notes: self.notes,
            ..Provenance::default()
        };
        let mut found = Found { provenance: &mut provenance };
        found.text("title", self.title.as_deref(), source);
        found.text("outlet", self.outlet.as_deref(), source);
        let url = self.url.as_deref().filter(|url| crate::metadata::is_web(url));
        found.text("url", url, source);
        found.text("language", self.language.as_deref(), source);
        found.text("section", self.section.as_deref(), source);
        found.date("published", self.published.as_deref(), source);
        found.date("modified", self.modified.as_deref(), source);
        found.authors(self.authors, source);
        found.licence(self.licence.as_deref(), source);
        let kind = Some(if self.is_html { Kind::HtmlPart } else { Kind::Text });
        let known = Known {
            provenance,
            kind,
            charset: Some("utf-8".to_owned()),
            map: self.map,
            ..Known::default()
        };
        Ok(Raw { input: input.clone(), bytes: self.text.into_bytes(), known: Box::new(known) })
    }
}

#[cfg(test)]
mod tests;
