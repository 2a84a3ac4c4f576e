//! Adding: one transaction a batch, acknowledged when it is on disk.

use std::collections::HashSet;

use onrecord_article::{Article, ArticleId};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::copies::{SIMILAR, Signature};
use crate::entry::{Entry, Producer, Seen, Source, digest, hex};
use crate::rows::{ActorRow, EntityRow, Mentions, Range, Ranges, Rows, StatementRow};
use crate::store::now;
use crate::words::{check_sum, quotation_key};
use crate::{Refusal, Store, StoreError, corrections, people, refusals, seal};

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
                        sight(&add, id, seen, &at)?;
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
             WHERE a.sha256 = ? AND p.version = ? AND p.model = ?",
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
    sight(add, article, &entry.seen, at)?;
    let read = add
        .prepare_cached("SELECT 1 FROM reading WHERE article_id = ? AND producer_id = ?")?
        .exists(params![article, producer])?;
    if read {
        return Ok(Appended::Known { article });
    }
    let reading = insert_reading(add, entry, article, producer, at)?;
    insert_rows(add, entry, article, reading)?;
    if new {
        return Ok(Appended::New { article, copy_of });
    }
    corrections::carry_over(add, article, reading)?;
    Ok(Appended::Reread { article })
}

pub(crate) fn article_id(db: &Connection, id: ArticleId) -> Result<Option<i64>, StoreError> {
    let mut select = db.prepare_cached("SELECT id FROM article WHERE sha256 = ?")?;
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
    db.prepare_cached("INSERT OR IGNORE INTO input (name) VALUES (?)")?.execute([name])?;
    Ok(db
        .prepare_cached("SELECT id FROM input WHERE name = ?")?
        .query_row([name], |row| row.get(0))?)
}

fn sight(db: &Connection, article: i64, seen: &Seen, at: &str) -> Result<(), StoreError> {
    let input = input_id(db, &seen.input)?;
    db.prepare_cached(
        "INSERT OR IGNORE INTO sighting (article_id, input_id, position, seen) VALUES (?,?,?,?)",
    )?
    .execute(params![article, input, seen.position as i64, at])?;
    refusals::settle(db, input, seen.position, at)
}

fn insert_article(db: &Connection, entry: &Entry, at: &str) -> Result<i64, StoreError> {
    let (article, about) = (&entry.article, &entry.about);
    let authors = (!about.authors.is_empty()).then(|| json(&about.authors));
    let dateline = article.provenance().dateline.map(|span| article.text_of(span));
    db.prepare_cached(
        "INSERT INTO article (sha256, name, title, outlet, published, url, licence, authors,
           language, dateline, dateline_start, dateline_end, file, fetched, details, words, added, text,
           check_sum)
         VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
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
        about.file,
        about.fetched,
        json(&about.details),
        entry.signature.words as i64,
        at,
        article.text(),
        digest(about),
    ])?;
    let id = db.last_insert_rowid();
    let mut insert = db.prepare_cached(
        "INSERT INTO source (article_id, codec, length, sha256, bytes) VALUES (?,?,?,?,?)",
    )?;
    match &entry.source {
        Source::Same => insert.execute(params![
            id,
            "same",
            article.text().len() as i64,
            None::<String>,
            None::<Vec<u8>>
        ])?,
        Source::Packed { length, sha256, bytes } => {
            insert.execute(params![id, "zstd", *length as i64, sha256, bytes])?
        }
    };
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

/// Mentions, and entities without a row, packed.
fn packed_mentions(rows: &Rows) -> Result<Vec<u8>, StoreError> {
    let listed = rows.listed();
    let bare = |one: &EntityRow| EntityRow { mentions: Vec::new(), ..one.clone() };
    let packed = Mentions {
        mentions: rows.entities.iter().map(|one| one.mentions.clone()).collect(),
        unlisted: (0..)
            .zip(&rows.entities)
            .zip(&listed)
            .filter(|&(_, &listed)| !listed)
            .map(|((number, one), _)| (number, bare(one)))
            .collect(),
    };
    Ok(zstd::bulk::compress(json(&packed).as_bytes(), 9)?)
}

fn insert_reading(
    db: &Connection,
    entry: &Entry,
    article: i64,
    producer: i64,
    at: &str,
) -> Result<i64, StoreError> {
    let rows = &entry.rows;
    db.prepare_cached(
        "INSERT INTO reading (article_id, producer_id, at, statements, events, agreements,
           entities, mentions)
         VALUES (?,?,?,?,?,?,?,?)",
    )?
    .execute(params![
        article,
        producer,
        at,
        rows.statements.len() as i64,
        rows.events.len() as i64,
        rows.agreements.len() as i64,
        rows.entities.len() as i64,
        packed_mentions(rows)?,
    ])?;
    Ok(db.last_insert_rowid())
}

/// Where the rows of one reading go.
struct Target<'a> {
    db: &'a Connection,
    article: &'a Article,
    rows: &'a Rows,
    article_id: i64,
    reading_id: i64,
    /// Row ids of the entities and statements, by number.
    entities: Vec<Option<i64>>,
    statements: Vec<i64>,
}

fn insert_rows(
    db: &Connection,
    entry: &Entry,
    article_id: i64,
    reading_id: i64,
) -> Result<(), StoreError> {
    let mut target = Target {
        db,
        article: &entry.article,
        rows: &entry.rows,
        article_id,
        reading_id,
        entities: Vec::with_capacity(entry.rows.entities.len()),
        statements: Vec::with_capacity(entry.rows.statements.len()),
    };
    target.entities()?;
    people::link(db, &entry.rows.entities, &target.entities)?;
    let mentioned = Mentioned::new(&entry.rows);
    for (number, row) in entry.rows.statements.iter().enumerate() {
        let id = target.statement(number, row, &mentioned)?;
        target.statements.push(id);
    }
    target.events()?;
    target.agreements()
}

impl Target<'_> {
    fn entities(&mut self) -> Result<(), StoreError> {
        let mut insert = self.db.prepare_cached(
            "INSERT INTO entity (reading_id, number, name, name_start, name_end, kind, country)
             VALUES (?,?,?,?,?,?,?)",
        )?;
        let listed = self.rows.listed();
        for (number, row) in self.rows.entities.iter().enumerate() {
            if !listed[number] {
                self.entities.push(None);
                continue;
            }
            insert.execute(params![
                self.reading_id,
                number as i64,
                row.name,
                row.name_span.map(|[start, _]| start),
                row.name_span.map(|[_, end]| end),
                row.kind,
                row.country,
            ])?;
            self.entities.push(Some(self.db.last_insert_rowid()));
        }
        Ok(())
    }

    fn statement(
        &self,
        number: usize,
        row: &StatementRow,
        mentioned: &Mentioned,
    ) -> Result<i64, StoreError> {
        let text = words_of(self.article, &row.content);
        let addressee = row.addressee.as_ref();
        let addressee_words = addressee.and_then(|a| {
            self.name(a.entity).or_else(|| a.span.map(|span| words_of(self.article, &[span])))
        });
        let new = NewStatement {
            article_id: self.article_id,
            reading_id: self.reading_id,
            number: number as i64,
            speaker: self.name(row.speaker),
            source: row.source.as_ref().map(|spans| words_of(self.article, spans)),
            cue: row.cue.as_ref().map(|spans| words_of(self.article, spans)),
            addressee: addressee_words,
            about: mentioned.names(self.rows, &row.content),
            within_id: row.within.map(|outer| self.statements[outer as usize]), // checked: smaller
            speaker_id: self.entity(row.speaker),
            addressee_id: self.entity(addressee.and_then(|a| a.entity)),
            words_key: quotation_key(&text),
            text,
            row,
            correction_id: None,
        };
        new.insert(self.db)
    }

    fn events(&self) -> Result<(), StoreError> {
        let mut insert = self.db.prepare_cached(
            "INSERT INTO event (article_id, reading_id, number, kind, mode, actors, recipients, place,
               date, date_words, precision, polarity, modality, standing, statement_id, trigger,
               trigger_spans, place_span, date_span, evidence, probability, check_sum)
             VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        )?;
        for (number, row) in self.rows.events.iter().enumerate() {
            let date = row.date.as_ref();
            let (actors, recipients) = (self.names(&row.actors), self.names(&row.recipients));
            let place = row.place.map(|span| words_of(self.article, &[span]));
            let iso = date.and_then(|date| date.iso.as_deref());
            let standing = if row.claimed.is_some() { "claimed" } else { "reported" };
            let trigger = words_of(self.article, &row.trigger);
            let sum = event_sum(&[
                Some(&row.kind),
                row.mode.as_deref(),
                Some(&actors),
                Some(&recipients),
                place.as_deref(),
                iso,
                Some(&row.polarity),
                Some(&row.modality),
                Some(standing),
                Some(&trigger),
            ]);
            insert.execute(params![
                self.article_id,
                self.reading_id,
                number as i64,
                row.kind,
                row.mode,
                actors,
                recipients,
                place,
                iso,
                date.map(|date| words_of(self.article, &[date.span])),
                date.map(|date| date.precision.clone()),
                row.polarity,
                row.modality,
                standing,
                row.claimed.map(|id| self.statements[id as usize]), // checked: exists
                trigger,
                json(&row.trigger),
                row.place.map(|span| json(&span)),
                date.map(|date| json(&date.span)),
                row.evidence,
                row.probability,
                sum,
            ])?;
            let event = self.db.last_insert_rowid();
            self.participants(Some(event), None, "actor", &row.actors)?;
            self.participants(Some(event), None, "recipient", &row.recipients)?;
        }
        Ok(())
    }

    fn agreements(&self) -> Result<(), StoreError> {
        let mut insert = self.db.prepare_cached(
            "INSERT INTO agreement (article_id, reading_id, number, title, parties, term, subject,
               stage, stages, title_span, subject_span, evidence, probability, check_sum)
             VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        )?;
        for (number, row) in self.rows.agreements.iter().enumerate() {
            let stages: Vec<(&str, String, &Ranges, Option<u32>)> = row
                .stages
                .iter()
                .map(|(stage, spans, claimed)| {
                    (stage.as_str(), words_of(self.article, spans), spans, *claimed)
                })
                .collect();
            let (title, parties) = (words_of(self.article, &[row.title]), self.names(&row.parties));
            let stages = json(&stages);
            let sum =
                agreement_sum(&[Some(&title), Some(&parties), row.term.as_deref(), Some(&stages)]);
            insert.execute(params![
                self.article_id,
                self.reading_id,
                number as i64,
                title,
                parties,
                row.term,
                row.subject.map(|span| words_of(self.article, &[span])),
                row.stages.last().map(|(stage, ..)| stage.clone()),
                stages,
                json(&row.title),
                row.subject.map(|span| json(&span)),
                row.evidence,
                row.probability,
                sum,
            ])?;
            let agreement = self.db.last_insert_rowid();
            self.participants(None, Some(agreement), "party", &row.parties)?;
        }
        Ok(())
    }

    fn participants(
        &self,
        event: Option<i64>,
        agreement: Option<i64>,
        role: &str,
        actors: &[ActorRow],
    ) -> Result<(), StoreError> {
        let mut insert = self.db.prepare_cached(
            "INSERT INTO participant (event_id, agreement_id, role, name, entity_id, country, sector,
               start, end)
             VALUES (?,?,?,?,?,?,?,?,?)",
        )?;
        for actor in actors {
            let [start, end] = actor.span;
            let name = self.actor(actor);
            insert.execute(params![
                event,
                agreement,
                role,
                name,
                self.entity(actor.entity),
                actor.country,
                actor.sector,
                start,
                end
            ])?;
        }
        Ok(())
    }

    fn entity(&self, number: Option<u32>) -> Option<i64> {
        number.and_then(|number| self.entities[number as usize]) // checked: exists
    }

    fn name(&self, entity: Option<u32>) -> Option<String> {
        entity.and_then(|number| self.rows.name(number)).map(str::to_owned)
    }

    fn actor(&self, actor: &ActorRow) -> String {
        self.name(actor.entity).unwrap_or_else(|| words_of(self.article, &[actor.span]))
    }

    fn names(&self, actors: &[ActorRow]) -> String {
        let mut names: Vec<String> = Vec::with_capacity(actors.len());
        for actor in actors {
            let name = self.actor(actor);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join("; ")
    }
}

/// A row of the table `statement`, and of its search index.
pub(crate) struct NewStatement<'a> {
    pub(crate) article_id: i64,
    pub(crate) reading_id: i64,
    pub(crate) number: i64,
    pub(crate) speaker: Option<String>,
    pub(crate) text: String,
    pub(crate) source: Option<String>,
    pub(crate) cue: Option<String>,
    pub(crate) addressee: Option<String>,
    pub(crate) about: Option<String>,
    pub(crate) within_id: Option<i64>,
    pub(crate) speaker_id: Option<i64>,
    pub(crate) addressee_id: Option<i64>,
    pub(crate) words_key: Option<i64>,
    pub(crate) row: &'a StatementRow,
    pub(crate) correction_id: Option<i64>,
}

impl NewStatement<'_> {
    pub(crate) fn insert(&self, db: &Connection) -> Result<i64, StoreError> {
        let row = self.row;
        let (content, source, cue) =
            (json(&row.content), row.source.as_ref().map(json), row.cue.as_ref().map(json));
        let sum = statement_sum(&[
            self.speaker.as_deref(),
            Some(&self.text),
            self.source.as_deref(),
            self.cue.as_deref(),
            self.addressee.as_deref(),
            self.about.as_deref(),
            Some(&row.form),
            Some(&row.polarity),
            Some(&row.modality),
            Some(&content),
            source.as_deref(),
            cue.as_deref(),
            Some(&row.probability.to_string()),
        ]);
        db.prepare_cached(
            "INSERT INTO statement (article_id, reading_id, number, speaker, text, source, cue,
               addressee, about, form, polarity, modality, within_id, speaker_id, addressee_id,
               content_spans, source_spans, cue_spans, addressee_span, evidence, probability,
               words_key, correction_id, check_sum)
             VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        )?
        .execute(params![
            self.article_id,
            self.reading_id,
            self.number,
            self.speaker,
            self.text,
            self.source,
            self.cue,
            self.addressee,
            self.about,
            row.form,
            row.polarity,
            row.modality,
            self.within_id,
            self.speaker_id,
            self.addressee_id,
            content,
            source,
            cue,
            row.addressee.as_ref().and_then(|a| a.span).map(|span| json(&span)),
            row.evidence,
            row.probability,
            self.words_key,
            self.correction_id,
            sum,
        ])?;
        let id = db.last_insert_rowid();
        db.prepare_cached(
            "INSERT INTO statement_fts (rowid, text, speaker, addressee, about)
             VALUES (?,?,?,?,?)",
        )?
        .execute(params![id, self.text, self.speaker, self.addressee, self.about])?;
        Ok(id)
    }
}

/// Over speaker, text, source, cue, addressee, about, form, polarity, modality, the spans of
/// content, source and cue, and probability.
pub(crate) fn statement_sum(columns: &[Option<&str>; 13]) -> i64 {
    check_sum(columns)
}

/// Over kind, mode, actors, recipients, place, date, polarity, modality, standing, trigger.
pub(crate) fn event_sum(columns: &[Option<&str>; 10]) -> i64 {
    check_sum(columns)
}

/// Over title, parties, term, stages.
pub(crate) fn agreement_sum(columns: &[Option<&str>; 4]) -> i64 {
    check_sum(columns)
}

/// Who is mentioned where, by name or noun: sorted by start.
pub(crate) struct Mentioned(Vec<(Range, u32)>);

impl Mentioned {
    pub(crate) fn new(rows: &Rows) -> Mentioned {
        const PRONOUN: u32 = 2;
        let mut all: Vec<(Range, u32)> = Vec::new();
        for (number, entity) in rows.entities.iter().enumerate() {
            if entity.kind == "other" {
                continue;
            }
            let mentions = entity.mentions.iter().filter(|mention| mention[5] != PRONOUN);
            all.extend(mentions.map(|mention| ([mention[2], mention[3]], number as u32)));
        }
        all.sort_unstable();
        Mentioned(all)
    }

    /// The names of those mentioned inside `spans`, each once, in order of text.
    pub(crate) fn names(&self, rows: &Rows, spans: &[Range]) -> Option<String> {
        let mut names: Vec<&str> = Vec::new();
        for &[start, end] in spans {
            let from = self.0.partition_point(|&([at, _], _)| at < start);
            let inside = self.0[from..].iter().take_while(|&&([at, _], _)| at < end);
            for &(_, entity) in inside.filter(|&&([_, to], _)| to <= end) {
                let name = rows.name(entity).unwrap_or_default();
                if !name.is_empty() && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        (!names.is_empty()).then(|| names.join("; "))
    }
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
