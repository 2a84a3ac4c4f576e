//! Adding: one transaction a batch, acknowledged when it is on disk.

use std::collections::HashSet;

use onrecord_article::{Article, ArticleId};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::copies::{SIMILAR, Signature};
use crate::entry::{Entry, Producer, Seen, Source, digest, hex};
use crate::rows::{Details, Range};
use crate::store::now;
use crate::terms::term;
use crate::{Refusal, Store, StoreError, corrections, reading, refusals, seal};

/// What became of an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Appended {
    /// A text that was not on record. `copy_of`: the article it nearly repeats.
    New {
        /// Its row.
        article: i64,
        /// The nearest earlier article, if this one is a near-duplicate.
        copy_of: Option<i64>,
    },
    /// A text on record, read by a producer that had not read it.
    Reread {
        /// Its row.
        article: i64,
    },
    /// A text on record that this producer has read: only a sighting is added.
    Known {
        /// Its row.
        article: i64,
    },
}

impl Appended {
    /// Whether the text was not on record.
    pub fn is_new(self) -> bool {
        matches!(self, Appended::New { .. })
    }
}

/// What one document of an input came to.
#[derive(Clone, Debug)]
pub enum Met {
    /// An article with its findings.
    Read(Box<Entry>),
    /// A text that this producer has read before: only where it was met is kept.
    Known(ArticleId, Seen),
    /// No article.
    Refused(Refusal),
}

impl Store {
    /// Adds entries in one transaction: all of them or none. What it returns is on disk.
    ///
    /// A text is known by its hash; one that `producer` has read already gets only a sighting.
    ///
    /// # Errors
    /// `Busy` if another process writes for longer than ten seconds; `Full` if there is no room;
    /// `Sqlite` otherwise. Nothing of the batch is kept then.
    pub fn append(
        &mut self,
        entries: &[Entry],
        producer: &Producer,
    ) -> Result<Vec<Appended>, StoreError> {
        let add = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let at = now();
        let producer = producer_id(&add, producer, &at)?;
        let appended = entries
            .iter()
            .map(|entry| append_one(&add, entry, producer, &at))
            .collect::<Result<Vec<_>, _>>()?;
        seal::seal(&add, &at)?;
        add.commit()?;
        Ok(appended)
    }

    /// Keeps whatever documents came to, in one transaction: all of them or none. What it returns
    /// is on disk; `None` stands for what was refused.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub fn keep(
        &mut self,
        batch: &[Met],
        producer: &Producer,
    ) -> Result<Vec<Option<Appended>>, StoreError> {
        let add = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let at = now();
        let producer = producer_id(&add, producer, &at)?;
        let mut kept = Vec::with_capacity(batch.len());
        for met in batch {
            kept.push(match met {
                Met::Read(entry) => Some(append_one(&add, entry, producer, &at)?),
                Met::Known(article, seen) => match article_id(&add, *article)? {
                    Some(id) => {
                        sight(&add, id, seen, Some(&at), &at)?;
                        Some(Appended::Known { article: id })
                    }
                    None => None,
                },
                Met::Refused(refusal) => {
                    refusals::insert(&add, refusal, &at)?;
                    None
                }
            });
        }
        seal::seal(&add, &at)?;
        add.commit()?;
        Ok(kept)
    }

    /// Whether this producer has read this text already, so that reading it again is no use.
    ///
    /// # Errors
    /// `Sqlite`.
    pub fn knows(&self, article: ArticleId, producer: &Producer) -> Result<bool, StoreError> {
        let mut select = self.db.prepare_cached(
            "SELECT 1 FROM article AS a JOIN reading AS r ON r.article_id = a.id
             JOIN producer AS p ON p.id = r.producer_id
             WHERE substr(a.sha256, 1, 24) = substr(?1, 1, 24) AND a.sha256 = ?1
               AND p.version = ?2 AND p.model = ?3",
        )?;
        Ok(select.exists(params![hex(article.bytes()), producer.version, producer.model])?)
    }

    /// The hashes of all texts that this producer has read.
    ///
    /// # Errors
    /// `Sqlite`.
    pub fn read_by(&self, producer: &Producer) -> Result<HashSet<[u8; 32]>, StoreError> {
        let mut select = self.db.prepare(
            "SELECT unhex(a.sha256) FROM reading AS r JOIN article AS a ON a.id = r.article_id
             JOIN producer AS p ON p.id = r.producer_id WHERE p.version = ? AND p.model = ?",
        )?;
        let rows = select.query_map(params![producer.version, producer.model], |row| {
            row.get::<_, [u8; 32]>(0)
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn append_one(
    add: &Transaction<'_>,
    entry: &Entry,
    producer: i64,
    at: &str,
) -> Result<Appended, StoreError> {
    let (article, new, copy_of) = match article_id(add, entry.article.id())? {
        Some(id) => (id, false, None),
        None => {
            let id = insert_article(add, entry, at)?;
            (id, true, file_copy(add, id, &entry.signature)?)
        }
    };
    if new {
        sight(add, article, &entry.seen, None, at)?;
    } else {
        sight(add, article, &entry.seen, Some(at), at)?;
    }
    let read = add
        .prepare_cached("SELECT 1 FROM reading WHERE article_id = ? AND producer_id = ?")?
        .exists(params![article, producer])?;
    if read {
        return Ok(Appended::Known { article });
    }
    let later = (!new).then_some(at);
    let reading = reading::insert(add, entry, article, producer, later)?;
    if new {
        return Ok(Appended::New { article, copy_of });
    }
    corrections::carry_over(add, article, reading)?;
    Ok(Appended::Reread { article })
}

pub(crate) fn article_id(db: &Connection, id: ArticleId) -> Result<Option<i64>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT id FROM article WHERE substr(sha256, 1, 24) = substr(?1, 1, 24) AND sha256 = ?1",
    )?;
    Ok(select.query_row([hex(id.bytes())], |row| row.get(0)).optional()?)
}

pub(crate) fn producer_id(
    db: &Connection,
    producer: &Producer,
    at: &str,
) -> Result<i64, StoreError> {
    db.prepare_cached(
        "INSERT OR IGNORE INTO producer (version, model, first_used) VALUES (?,?,?)",
    )?
    .execute(params![producer.version, producer.model, at])?;
    Ok(db
        .prepare_cached("SELECT id FROM producer WHERE version = ? AND model = ?")?
        .query_row(params![producer.version, producer.model], |row| row.get(0))?)
}

pub(crate) fn input_id(db: &Connection, name: &str) -> Result<i64, StoreError> {
    let known: Option<i64> = db
        .prepare_cached(
            "SELECT id FROM input WHERE substr(name, -24) = substr(?1, -24) AND name = ?1",
        )?
        .query_row([name], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    db.prepare_cached("INSERT INTO input (name) VALUES (?)")?.execute([name])?;
    Ok(db.last_insert_rowid())
}

/// `seen` is absent where that is when the article was added.
fn sight(
    db: &Connection,
    article: i64,
    at: &Seen,
    seen: Option<&str>,
    now: &str,
) -> Result<(), StoreError> {
    let input = input_id(db, &at.input)?;
    db.prepare_cached(
        "INSERT OR IGNORE INTO sighting (input_id, position, article_id, seen) VALUES (?,?,?,?)",
    )?
    .execute(params![input, at.position as i64, article, seen])?;
    refusals::settle(db, input, at.position, now)
}

fn insert_article(db: &Connection, entry: &Entry, at: &str) -> Result<i64, StoreError> {
    let (article, about) = (&entry.article, &entry.about);
    let authors = (!about.authors.is_empty()).then(|| json(&about.authors));
    let dateline = article.provenance().dateline.map(|span| article.text_of(span));
    let input = match &about.file {
        Some(file) if *file == entry.seen.input => Some(input_id(db, file)?),
        _ => None,
    };
    let Details { offset, origins, .. } = &about.details;
    let origins = match origins.is_empty() {
        true => None,
        false => Some(term(db, &json(origins))?),
    };
    let rest = Details { offset: None, origins: Vec::new(), ..about.details.clone() };
    db.prepare_cached(
        "INSERT INTO article (sha256, name, title, outlet, published, url, licence, authors,
           language, dateline, dateline_start, dateline_end, input_id, file, fetched, position,
           origins, details, words, packed, added, check_sum, text)
         VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    )?
    .execute(params![
        hex(article.id().bytes()),
        about.name,
        about.title,
        about.outlet,
        about.published,
        about.url,
        about.licence,
        authors,
        about.language,
        dateline,
        about.dateline.map(|[start, _]| start),
        about.dateline.map(|[_, end]| end),
        input,
        about.file.as_ref().filter(|_| input.is_none()),
        about.fetched,
        offset.map(|offset| offset as i64),
        origins,
        (rest != Details::default()).then(|| json(&rest)),
        entry.signature.words as i64,
        matches!(entry.source, Source::Packed { .. }),
        at,
        digest(about),
        article.text(),
    ])?;
    let id = db.last_insert_rowid();
    if let Source::Packed { length, sha256, bytes } = &entry.source {
        db.prepare_cached(
            "INSERT INTO source (article_id, length, sha256, bytes) VALUES (?,?,?,?)",
        )?
        .execute(params![id, *length as i64, sha256, bytes])?;
    }
    Ok(id)
}

/// Most candidates that are compared word by word.
const CANDIDATES: usize = 8;

/// Files an article under its bands, and links it to the most similar earlier one.
fn file_copy(
    db: &Connection,
    article: i64,
    signature: &Signature,
) -> Result<Option<i64>, StoreError> {
    let mut votes: Vec<i64> = Vec::new();
    {
        // The earliest articles of a band stand for its group, however large it grows.
        let mut select = db.prepare_cached(
            "SELECT article_id FROM copy_band WHERE band = ? ORDER BY article_id LIMIT 64",
        )?;
        for band in &signature.bands {
            let rows = select.query_map([band], |row| row.get(0))?;
            votes.extend(rows.collect::<Result<Vec<i64>, _>>()?);
        }
        let mut insert =
            db.prepare_cached("INSERT INTO copy_band (band, article_id) VALUES (?,?)")?;
        for band in &signature.bands {
            insert.execute(params![band, article])?;
        }
    }
    votes.sort_unstable();
    let mut counted: Vec<(usize, i64)> =
        votes.chunk_by(|a, b| a == b).map(|same| (same.len(), same[0])).collect();
    counted.sort_by_key(|&(count, id)| (std::cmp::Reverse(count), id));
    let mut nearest: Option<(u32, i64)> = None;
    for &(_, id) in counted.iter().take(CANDIDATES) {
        let text: String = db
            .prepare_cached("SELECT text FROM article WHERE id = ?")?
            .query_row([id], |row| row.get(0))?;
        let similarity = signature.similarity(&Signature::new(&text));
        if similarity >= SIMILAR && nearest.is_none_or(|(best, _)| similarity > best) {
            nearest = Some((similarity, id));
        }
    }
    let Some((similarity, nearest)) = nearest else { return Ok(None) };
    db.prepare_cached(
        "INSERT INTO copy (article_id, leader_id, nearest_id, similarity)
         VALUES (?1, coalesce((SELECT leader_id FROM copy WHERE article_id = ?2), ?2), ?2, ?3)",
    )?
    .execute(params![article, nearest, similarity])?;
    Ok(Some(nearest))
}

/// The words under the spans; pieces are joined by [`GAP`].
pub(crate) fn words_of(article: &Article, spans: &[Range]) -> String {
    let pieces: Vec<&str> = spans
        .iter()
        .filter_map(|&[start, end]| article.text().get(start as usize..end as usize))
        .collect();
    pieces.join(GAP)
}

/// Stands between the pieces of what is said in pieces.
pub(crate) const GAP: &str = " … ";

pub(crate) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default() // strings and numbers: cannot fail
}
