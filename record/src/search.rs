//! Searching statements: words, phrases and prefixes, with filters that every export shares.

use std::collections::HashMap;

use rusqlite::{Row, ToSql};

use crate::append::words_of;
use crate::load::{self, Kept};
use crate::reading::statement_sum;
use crate::rows::{Range, Ranges};
use crate::wanted::{LISTED, ROW, SEARCHED, Wanted, said};
use crate::{Store, StoreError};

/// Which statements are asked for. What is `None` filters nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// Words that all must be said: `sanctions "maximum pressure" resist*`.
    pub words: Option<String>,
    /// Words of the speaker's name.
    pub speaker: Option<String>,
    /// Words of the addressee's name.
    pub to: Option<String>,
    /// Words of a name that the content mentions.
    pub about: Option<String>,
    /// The outlet, in any case.
    pub outlet: Option<String>,
    /// Published on this day or later: ISO 8601, cut as you like (`2022-06`).
    pub since: Option<String>,
    /// Published in this period or earlier.
    pub until: Option<String>,
    /// direct, indirect, mixed, partial.
    pub form: Option<String>,
    /// asserted, denied, declined, planned, hypothetical, asked.
    pub modality: Option<String>,
    /// `claimed`: an event is claimed in it; `reported`: its article reports one.
    pub standing: Option<String>,
    /// Kind of that event: AID, CONSULT, ...
    pub kind: Option<String>,
    /// One article, by its row.
    pub article: Option<i64>,
    /// In which order.
    pub order: Order,
    /// Leave out the articles that repeat an earlier one.
    pub without_copies: bool,
}

/// In which order hits come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Order {
    /// Best match first (BM25 of the words that are said; of the names, if nothing else is asked
    /// for); as they were added where neither is. Of more than ten thousand hits, a page of a search
    /// ranks the latest ten thousand, and they come first.
    #[default]
    Relevance,
    /// Latest publication first.
    Newest,
    /// Earliest publication first.
    Oldest,
    /// As they were added, article by article.
    Added,
}

/// A statement that was found, with where it stands. Its words come from a text whose hash was
/// checked.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the columns of `statement` and `article`, see SCHEMA.md")]
pub struct Hit {
    pub id: i64,
    pub article: i64,
    pub name: String,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub published: Option<String>,
    pub url: Option<String>,
    pub licence: String,
    pub speaker: Option<String>,
    pub addressee: Option<String>,
    pub about: Option<String>,
    pub source: Option<String>,
    pub cue: Option<String>,
    /// What is said.
    pub text: String,
    /// Bytes of `text` that match the words asked for.
    pub marks: Ranges,
    pub form: String,
    pub polarity: String,
    pub modality: String,
    pub probability: u16,
    /// Bytes of the article's text.
    pub content: Ranges,
    pub source_spans: Ranges,
    pub cue_spans: Ranges,
    pub words_key: Option<i64>,
    /// The first article of the group of near-duplicates that this one belongs to.
    pub copy_of: Option<i64>,
}

/// What hits are counted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Facet {
    /// By speaker.
    Speaker,
    /// By outlet.
    Outlet,
    /// By month of publication.
    Month,
    /// By form.
    Form,
}

impl Facet {
    fn column(self) -> &'static str {
        match self {
            Facet::Speaker => "s.speaker",
            Facet::Outlet => "a.outlet",
            Facet::Month => "substr(a.published, 1, 7)",
            Facet::Form => "s.form",
        }
    }
}

impl Store {
    /// One page of hits: `limit` of them after the first `offset`.
    ///
    /// # Errors
    /// `Refused` if the words hold nothing to search for; `Damaged` if a text that is to be shown
    /// does not agree with its hash; `Sqlite`.
    pub fn search(&self, query: &Query, offset: u64, limit: u64) -> Result<Vec<Hit>, StoreError> {
        let wanted = Wanted::new(query, self.holds()?)?;
        // Which rows first: only those of the page are looked up in words.
        let ids = match query.order {
            Order::Relevance if wanted.matches => self.best(&wanted, offset, limit)?,
            order => {
                let order = wanted.order(order);
                let from = &wanted.from;
                let page = format!("{from} ORDER BY {order} LIMIT {limit} OFFSET {offset}");
                self.numbers(&format!("SELECT s.id {page}"), &wanted)?
            }
        };
        let mut hits: HashMap<i64, Hit> = HashMap::new();
        for ids in ids.chunks(1000) {
            self.shown(query, ids, |hit| {
                hits.insert(hit.id, hit);
            })?;
        }
        Ok(ids.iter().filter_map(|id| hits.remove(id)).collect())
    }

    /// Gives every hit to `each`, with its article, without holding them; how many there were.
    ///
    /// # Errors
    /// As [`Store::search`], and whatever `each` returns.
    pub fn for_each(
        &self,
        query: &Query,
        each: impl FnMut(Hit, &Kept) -> Result<(), StoreError>,
    ) -> Result<u64, StoreError> {
        let wanted = Wanted::new(query, self.holds()?)?;
        let marked = if query.words.is_some() { MARKED } else { "NULL" };
        let order = wanted.order(query.order);
        let sql = format!("SELECT {COLUMNS}, {marked} {} ORDER BY {order}", wanted.from);
        self.read(&sql, &wanted.values(), each)
    }

    /// How many hits there are.
    ///
    /// # Errors
    /// As [`Store::search`].
    pub fn count(&self, query: &Query) -> Result<u64, StoreError> {
        let wanted = Wanted::new(query, self.holds()?)?;
        let sql = format!("SELECT count(*) {}", wanted.rows());
        let count: i64 =
            self.db.prepare_cached(&sql)?.query_row(&wanted.values()[..], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// The `most` most frequent values of a facet, with their counts.
    ///
    /// # Errors
    /// As [`Store::search`].
    pub fn facet(
        &self,
        query: &Query,
        facet: Facet,
        most: u32,
    ) -> Result<Vec<(Option<String>, u64)>, StoreError> {
        let wanted = Wanted::new(query, self.holds()?)?;
        let (column, from) = (facet.column(), &wanted.from);
        let sql = format!(
            "SELECT {column}, count(*) {from} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {most}"
        );
        let mut select = self.db.prepare_cached(&sql)?;
        let rows = select.query_map(&wanted.values()[..], |row| {
            Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One statement that holds now.
    ///
    /// # Errors
    /// `Unknown` if there is none; as [`Store::search`].
    pub fn hit(&self, id: i64) -> Result<Hit, StoreError> {
        self.hits(&[id])?.pop().ok_or(StoreError::Unknown { what: "statement", id: id.to_string() })
    }

    /// The rows of all hits, in order.
    pub(crate) fn ids(&self, query: &Query) -> Result<Vec<i64>, StoreError> {
        let wanted = Wanted::new(query, self.holds()?)?;
        let sql = format!("SELECT s.id {} ORDER BY {}", wanted.from, wanted.order(query.order));
        self.numbers(&sql, &wanted)
    }

    /// The statements with these rows that hold now, in order of rows.
    pub(crate) fn hits(&self, ids: &[i64]) -> Result<Vec<Hit>, StoreError> {
        let holds = self.holds()?;
        let sql = format!(
            "SELECT {COLUMNS}, NULL {LISTED} WHERE s.id IN ({}) AND {holds} ORDER BY s.id",
            list(ids)
        );
        let mut hits = Vec::new();
        self.read(&sql, &[], |hit, _| {
            hits.push(hit);
            Ok(())
        })?;
        Ok(hits)
    }

    /// Some hits of a query, known by their rows, with marks.
    fn shown(
        &self,
        query: &Query,
        ids: &[i64],
        mut each: impl FnMut(Hit),
    ) -> Result<(), StoreError> {
        let each = |hit, _: &Kept| {
            each(hit);
            Ok(())
        };
        let list = list(ids);
        match said(query)? {
            // Names leave no marks.
            Some(said) => {
                // What begins like a prefix is gathered anew for every row that is looked up.
                let plus = if said.contains('*') { "+" } else { "" };
                let sql = format!(
                    "SELECT {COLUMNS}, {MARKED} {SEARCHED}
                     WHERE statement_fts MATCH ? AND {plus}{ROW} IN ({list})"
                );
                self.read(&sql, &[&said], each)?;
            }
            None => {
                let sql = format!("SELECT {COLUMNS}, NULL {LISTED} WHERE s.id IN ({list})");
                self.read(&sql, &[], each)?;
            }
        }
        Ok(())
    }

    /// The condition under which a statement holds. Where every article was read once and nothing
    /// was corrected, all do.
    fn holds(&self) -> Result<&'static str, StoreError> {
        // Rows are never deleted, so the last row is the count.
        let all: bool = self
            .db
            .prepare_cached(
                "SELECT NOT EXISTS (SELECT 1 FROM supersession)
                   AND (SELECT max(id) FROM reading) IS (SELECT max(id) FROM article)",
            )?
            .query_row([], |row| row.get(0))?;
        Ok(if all { "1" } else { HOLDS })
    }

    fn read(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        mut each: impl FnMut(Hit, &Kept) -> Result<(), StoreError>,
    ) -> Result<u64, StoreError> {
        let mut select = self.db.prepare_cached(sql)?;
        let mut rows = select.query(values)?;
        let mut articles: HashMap<i64, Kept> = HashMap::new();
        let mut count = 0;
        while let Some(row) = rows.next()? {
            let hit = hit(row)?;
            if !articles.contains_key(&hit.article) {
                if articles.len() >= CHECKED_ARTICLES {
                    articles.clear();
                }
                articles.insert(hit.article, load::article(&self.db, hit.article)?);
            }
            let kept = &articles[&hit.article]; // inserted above
            each(proven(hit, kept)?, kept)?;
            count += 1;
        }
        Ok(count)
    }
}

/// What tells where the words asked for stand in a hit.
const MARKED: &str = "highlight(statement_fts, 0, char(2), char(3))";

fn list(ids: &[i64]) -> String {
    let list: Vec<String> = ids.iter().map(i64::to_string).collect();
    list.join(",")
}

/// How many articles are remembered as checked.
const CHECKED_ARTICLES: usize = 256;

/// A hit whose words are those of the article.
fn proven(hit: Hit, kept: &Kept) -> Result<Hit, StoreError> {
    let words = |spans: &Ranges| (!spans.is_empty()).then(|| words_of(&kept.article, spans));
    let agrees = hit.text == words_of(&kept.article, &hit.content)
        && hit.source == words(&hit.source_spans)
        && hit.cue == words(&hit.cue_spans);
    if agrees {
        return Ok(hit);
    }
    let why = format!("its words are not those of article {}", kept.id);
    Err(StoreError::Damaged { what: "statement", id: hit.id, why })
}

const COLUMNS: &str =
    "s.id, s.article_id, a.name, a.title, a.outlet, a.published, a.url, a.licence,
  s.speaker, s.addressee, s.about, s.source, s.cue, s.text, s.form, s.polarity, s.modality,
  s.probability, s.content_spans, s.source_spans, s.cue_spans, s.words_key, s.check_sum,
  (SELECT leader_id FROM copy WHERE copy.article_id = s.article_id)";

/// The condition that a statement `s` is one of an article. Those of a reading are rows without a
/// gap; corrections have an index of their own.
pub(crate) fn in_article(article: &str) -> String {
    format!(
        "s.id IN (SELECT t.id FROM reading AS r JOIN statement_row AS t
             ON t.id BETWEEN r.first_statement AND r.first_statement + r.statements - 1
             WHERE r.article_id = {article}
           UNION ALL SELECT t.id FROM reading AS r JOIN statement_row AS t
             ON t.reading_id = r.id AND t.correction_id IS NOT NULL
             WHERE r.article_id = {article})"
    )
}

/// The condition of the view `current_statement`, written out for the planner.
const HOLDS: &str = "(s.correction_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM reading AS r
    WHERE r.article_id = s.article_id AND r.id > s.reading_id))
  AND NOT EXISTS (SELECT 1 FROM supersession AS p WHERE p.statement_id = s.id)";

fn hit(row: &Row<'_>) -> Result<Hit, StoreError> {
    let spans = |column: usize| -> rusqlite::Result<Ranges> {
        let json: Option<String> = row.get(column)?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    };
    let text: String = row.get(13)?;
    agrees(row)?;
    let marked: Option<String> = row.get(24)?;
    Ok(Hit {
        id: row.get(0)?,
        article: row.get(1)?,
        name: row.get(2)?,
        title: row.get(3)?,
        outlet: row.get(4)?,
        published: row.get(5)?,
        url: row.get(6)?,
        licence: row.get(7)?,
        speaker: row.get(8)?,
        addressee: row.get(9)?,
        about: row.get(10)?,
        source: row.get(11)?,
        cue: row.get(12)?,
        marks: marked.map(|marked| marks(&text, &marked)).unwrap_or_default(),
        text,
        form: row.get(14)?,
        polarity: row.get(15)?,
        modality: row.get(16)?,
        probability: row.get(17)?,
        content: spans(18)?,
        source_spans: spans(19)?,
        cue_spans: spans(20)?,
        words_key: row.get(21)?,
        copy_of: row.get(23)?,
    })
}

/// Whether a row's columns are those that were written.
fn agrees(row: &Row<'_>) -> Result<(), StoreError> {
    let words = |column: usize| -> rusqlite::Result<Option<&str>> {
        Ok(row.get_ref(column)?.as_str_or_null()?)
    };
    let probability = row.get::<_, i64>(17)?.to_string();
    let sum = statement_sum(&[
        words(8)?,
        words(13)?,
        words(11)?,
        words(12)?,
        words(9)?,
        words(10)?,
        words(14)?,
        words(15)?,
        words(16)?,
        words(18)?,
        words(19)?,
        words(20)?,
        Some(&probability),
    ]);
    if sum == row.get::<_, i64>(22)? {
        return Ok(());
    }
    let why = "its columns do not agree with their check sum".to_owned();
    Err(StoreError::Damaged { what: "statement", id: row.get(0)?, why })
}

/// Where the marks of `highlight` stand in the text without them.
fn marks(text: &str, marked: &str) -> Ranges {
    let mut marks = Ranges::new();
    let (mut at, mut open) = (0u32, None);
    for c in marked.chars() {
        match c {
            '\u{2}' => open = Some(at),
            '\u{3}' => marks.extend(open.take().map(|start| [start, at])),
            _ => at += c.len_utf8() as u32,
        }
    }
    // A text with such characters of its own goes without marks.
    if at as usize == text.len() { marks } else { Ranges::new() }
}

/// Bytes of one text, for those who show marks.
pub type Mark = Range;
