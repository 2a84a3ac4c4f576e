//! An article made ready to be kept: everything that needs no database, so that it can be done on
//! many threads.

use onrecord_article::Article;
use sha2::{Digest, Sha256};

use crate::copies::Signature;
use crate::rows::{ActorRow, ArticleRow, Range, Rows};
use crate::{StoreError, mentions};

/// What made the findings: a program, its model and its rules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Producer {
    /// The program and its version: "onrecord 0.1.0".
    pub version: String,
    /// Hashes of the model and of the rules.
    pub model: String,
}

/// Where an article was met.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// The file, feed or stream.
    pub input: String,
    /// Of the record in it, from 0.
    pub position: u64,
}

/// An article, what was found in it, and the bytes it was read from; every span checked.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(crate) article: Article,
    pub(crate) about: ArticleRow,
    pub(crate) rows: Rows,
    pub(crate) source: Source,
    pub(crate) seen: Seen,
    pub(crate) signature: Signature,
    /// Where entities are mentioned, packed.
    pub(crate) mentions: Vec<u8>,
}

/// The bytes an article was read from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// They are the text.
    Same,
    /// Compressed with zstd.
    Packed { length: usize, sha256: String, bytes: Vec<u8> },
}

impl Entry {
    /// Checks the findings against the text, and packs the source.
    ///
    /// # Errors
    /// `Unfit` if a span does not lie on character boundaries of the text, an entity or statement
    /// that is named does not exist, or a statement lies within a later one; `Io` if packing fails.
    pub fn new(
        article: Article,
        rows: Rows,
        source: &[u8],
        seen: Seen,
    ) -> Result<Entry, StoreError> {
        let about = ArticleRow::new(&article);
        Fit { article: &article, rows: &rows }.check()?;
        let signature = Signature::new(article.text());
        let source = if source == article.text().as_bytes() {
            Source::Same
        } else {
            let bytes = zstd::bulk::compress(source, 3)?;
            Source::Packed { length: source.len(), sha256: hex(&Sha256::digest(source)), bytes }
        };
        let mentions = mentions::pack(&article, &rows, &rows.listed())?;
        Ok(Entry { article, about, rows, source, seen, signature, mentions })
    }

    /// The article.
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// What was found in it.
    pub fn rows(&self) -> &Rows {
        &self.rows
    }
}

/// The first 64 bits of SHA-256 over the serialized form.
pub(crate) fn digest(rows: &impl serde::Serialize) -> i64 {
    let json = serde_json::to_vec(rows).unwrap_or_default(); // strings and numbers: cannot fail
    let digest = Sha256::digest(&json);
    digest.iter().take(8).fold(0, |sum, &byte| sum << 8 | i64::from(byte))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Compares findings with the text they point into.
struct Fit<'a> {
    article: &'a Article,
    rows: &'a Rows,
}

type Why = Result<(), &'static str>;

impl Fit<'_> {
    fn check(&self) -> Result<(), StoreError> {
        self.each(
            "entity",
            self.rows.entities.iter().map(|entity| {
                self.spans(entity.name_span.iter())?;
                entity.mentions.iter().try_for_each(
                    |&[start, end, name_start, name_end, _, kind]| {
                        self.spans([[start, end], [name_start, name_end]].iter())?;
                        if kind > 2 { Err("a mention of an unknown kind") } else { Ok(()) }
                    },
                )
            }),
        )?;
        self.each(
            "statement",
            self.rows.statements.iter().enumerate().map(|(number, row)| {
                let spans = row.source.iter().chain(&row.cue).flatten().chain(&row.content);
                self.spans(spans)?;
                if row.content.is_empty() {
                    return Err("it has no content");
                }
                self.entity(row.speaker)?;
                if let Some(addressee) = &row.addressee {
                    self.spans(addressee.span.iter())?;
                    self.entity(addressee.entity)?;
                }
                match row.within {
                    Some(outer) if outer as usize >= number => {
                        Err("it lies within a later statement")
                    }
                    _ => Ok(()),
                }
            }),
        )?;
        self.each(
            "event",
            self.rows.events.iter().map(|row| {
                self.spans(row.trigger.iter().chain(&row.place))?;
                self.spans(row.date.iter().map(|date| &date.span))?;
                self.actors(row.actors.iter().chain(&row.recipients))?;
                self.claimed(row.claimed)
            }),
        )?;
        self.each(
            "agreement",
            self.rows.agreements.iter().map(|row| {
                self.spans(std::iter::once(&row.title).chain(&row.subject))?;
                self.spans(row.stages.iter().flat_map(|(_, words, _)| words))?;
                self.actors(row.parties.iter())?;
                row.stages.iter().try_for_each(|(.., claimed)| self.claimed(*claimed))
            }),
        )?;
        self.each(
            "promise",
            self.rows.promises.iter().map(|row| {
                self.spans([row.content, row.due.span, row.trigger].iter())?;
                self.actors(row.by.iter())?;
                let holders = self.rows.agreements.len();
                if row.agreement.is_some_and(|number| number as usize >= holders) {
                    return Err("its agreement is missing");
                }
                self.claimed(row.claimed)
            }),
        )
    }

    fn each(
        &self,
        what: &'static str,
        mut checks: impl Iterator<Item = Why>,
    ) -> Result<(), StoreError> {
        let unfit = |number, why| StoreError::Unfit {
            article: self.article.provenance().name.clone(),
            what,
            number,
            why,
        };
        checks.try_fold(0, |number, check| {
            check.map(|()| number + 1).map_err(|why| unfit(number, why))
        })?;
        Ok(())
    }

    fn spans<'r>(&self, mut spans: impl Iterator<Item = &'r Range>) -> Why {
        let fits =
            |&[start, end]: &Range| self.article.span(start as usize..end as usize).is_some();
        if spans.all(fits) { Ok(()) } else { Err("a span lies outside or cuts a character") }
    }

    fn claimed(&self, statement: Option<u32>) -> Why {
        match statement {
            Some(id) if id as usize >= self.rows.statements.len() => {
                Err("no such statement claims it")
            }
            _ => Ok(()),
        }
    }

    fn entity(&self, entity: Option<u32>) -> Why {
        match entity {
            Some(id) if id as usize >= self.rows.entities.len() => Err("it names no entity"),
            _ => Ok(()),
        }
    }

    fn actors<'r>(&self, mut actors: impl Iterator<Item = &'r ActorRow>) -> Why {
        actors.try_for_each(|actor| {
            self.spans(std::iter::once(&actor.span))?;
            self.entity(actor.entity)
        })
    }
}
