//! What a store holds, in numbers.

use crate::{Store, StoreError};

/// Counts, of what holds now.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Status {
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes of all texts.
    pub text_bytes: u64,
    /// Texts on record.
    pub articles: u64,
    /// Of these, near-duplicates of an earlier one.
    pub copies: u64,
    /// How often a text was met.
    pub sightings: u64,
    /// Statements.
    pub statements: u64,
    /// Events.
    pub events: u64,
    /// Agreements.
    pub agreements: u64,
    /// People, organizations and places.
    pub people: u64,
    /// Corrections.
    pub corrections: u64,
    /// First and last day of publication.
    pub published: Option<(String, String)>,
    /// When the last article was added.
    pub last_added: Option<String>,
    /// Outlets with their articles, those with most first.
    pub outlets: Vec<(Option<String>, u64)>,
    /// Program, model and how many articles it read, in order of first use.
    pub producers: Vec<(String, String, u64)>,
}

/// Most outlets that are listed.
const OUTLETS: usize = 10;

impl Store {
    /// Counts what is on record.
    ///
    /// # Errors
    /// `Sqlite`.
    pub fn status(&self) -> Result<Status, StoreError> {
        let count = |sql: &str| -> Result<u64, StoreError> {
            let count: i64 = self.db.query_row(sql, [], |row| row.get(0))?;
            Ok(count.unsigned_abs())
        };
        let all = |table: &str| count(&format!("SELECT count(*) FROM {table}"));
        let published: (Option<String>, Option<String>) =
            self.db.query_row("SELECT min(published), max(published) FROM article", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let mut outlets = self.db.prepare(&format!(
            "SELECT outlet, count(*) FROM article GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {OUTLETS}"
        ))?;
        let outlets =
            outlets.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?;
        let mut producers = self.db.prepare(
            "SELECT p.version, p.model, count(r.id) FROM producer AS p
             LEFT JOIN reading AS r ON r.producer_id = p.id GROUP BY p.id ORDER BY p.id",
        )?;
        let producers = producers.query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?.unsigned_abs()))
        })?;
        Ok(Status {
            bytes: count(
                "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
            )?,
            text_bytes: count("SELECT coalesce(sum(octet_length(text)), 0) FROM article")?,
            articles: all("article")?,
            copies: all("copy")?,
            sightings: all("sighting")?,
            statements: all("current_statement")?,
            events: all("current_event")?,
            agreements: all("current_agreement")?,
            people: all("person")?,
            corrections: all("correction")?,
            published: published.0.zip(published.1),
            last_added: self
                .db
                .query_row("SELECT max(added) FROM article", [], |row| row.get(0))?,
            outlets: outlets.collect::<Result<_, _>>()?,
            producers: producers.collect::<Result<_, _>>()?,
        })
    }
}
