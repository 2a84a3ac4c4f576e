//! A query as SQL.

use std::fmt::Write as _;

use rusqlite::ToSql;

use crate::StoreError;
use crate::search::{Order, Query, in_article};
use crate::words::words;

/// The row of a hit, where words or names are asked for.
pub(crate) const ROW: &str = "statement_fts.rowid";

/// Statements by what the index of words says.
pub(crate) const SEARCHED: &str = "FROM statement_fts
  JOIN statement AS s ON s.id = statement_fts.rowid JOIN article AS a ON a.id = s.article_id";

/// Statements without it.
pub(crate) const LISTED: &str = "FROM statement AS s JOIN article AS a ON a.id = s.article_id";

pub(crate) struct Wanted {
    /// From `FROM` to the last condition.
    pub(crate) from: String,
    values: Vec<String>,
    /// Whether it searches the index of words.
    pub(crate) matches: bool,
    /// Whether the index of words alone decides: no other filter, and all statements hold.
    pub(crate) index_alone: bool,
    pub(crate) rank: Rank,
}

/// How hits are ranked: by the words that are said. Names choose and do not rank, unless there is
/// nothing else.
pub(crate) struct Rank {
    /// What the index of words is asked for.
    pub(crate) asked: String,
    /// Smaller is better.
    pub(crate) score: &'static str,
    /// Whether whatever `asked` finds is a hit.
    pub(crate) decides: bool,
}

impl Rank {
    fn new(query: &Query, matches: &[String]) -> Result<Rank, StoreError> {
        let all = matches.join(" AND ");
        let (Some(said), true) = (said(query)?, matches.len() > 1) else {
            return Ok(Rank { asked: all, score: "statement_fts.rank", decides: true });
        };
        // To rank, the index counts the rows of every word it is asked for. Of the names it gets no
        // more than the longest word, likely the rarest, so that it need not look at all rows that
        // have the words said.
        let mut rarest: Option<(&str, String)> = None;
        for (column, name) in names(query) {
            for term in terms(name) {
                let worth = |term: &str| (!term.ends_with('*'), term.len());
                if rarest.as_ref().is_none_or(|(_, best)| worth(&term) > worth(best)) {
                    rarest = Some((column, term));
                }
            }
        }
        let asked = match rarest {
            Some((column, term)) => format!("{said} AND {{{column}}} : ({term})"),
            None => said,
        };
        let decides = asked == all;
        Ok(Rank { asked, score: "bm25(statement_fts, 1.0, 0.0, 0.0, 0.0)", decides })
    }
}

impl Wanted {
    /// `holds`: the condition under which a statement holds.
    pub(crate) fn new(query: &Query, holds: &str) -> Result<Wanted, StoreError> {
        let mut matches: Vec<String> = said(query)?.into_iter().collect();
        for (column, asked) in names(query) {
            matches.push(format!("{{{column}}} : ({})", expression(asked)?));
        }
        let mut wanted = Wanted {
            from: format!("{} WHERE {holds}", if matches.is_empty() { LISTED } else { SEARCHED }),
            values: Vec::new(),
            matches: !matches.is_empty(),
            index_alone: false,
            rank: Rank::new(query, &matches)?,
        };
        if wanted.matches {
            wanted.also("statement_fts MATCH ?", matches.join(" AND "));
        }
        let before = wanted.from.len();
        wanted.filters(query);
        wanted.index_alone = wanted.matches && holds == "1" && wanted.from.len() == before;
        wanted.rank.decides &= wanted.index_alone;
        Ok(wanted)
    }

    fn filters(&mut self, query: &Query) {
        let equal = [
            ("a.outlet = ? COLLATE NOCASE", &query.outlet),
            ("a.published >= ?", &query.since),
            // A period ends after everything that begins like it: 2022-06 holds 2022-06-30.
            ("a.published < ? || 'x'", &query.until),
            ("s.form = ?", &query.form),
            ("s.modality = ?", &query.modality),
        ];
        for (condition, value) in equal {
            if let Some(value) = value {
                self.also(condition, value.clone());
            }
        }
        let of = match query.standing.as_deref() {
            Some("reported") => {
                "e.id IN (SELECT t.id FROM reading AS r JOIN event_row AS t
                   ON t.id BETWEEN r.first_event AND r.first_event + r.events - 1
                   WHERE r.id = s.reading_id AND t.statement_id IS NULL)"
            }
            _ => "e.statement_id = s.id",
        };
        if let Some(kind) = &query.kind {
            let condition = format!("EXISTS (SELECT 1 FROM event AS e WHERE {of} AND e.kind = ?)");
            self.also(&condition, kind.to_uppercase());
        } else if query.standing.is_some() {
            let _ = write!(self.from, " AND EXISTS (SELECT 1 FROM event AS e WHERE {of})");
        }
        if let Some(article) = query.article {
            let _ = write!(self.from, " AND {}", in_article(&article.to_string()));
        }
        if query.without_copies {
            self.from.push_str(
                " AND NOT EXISTS (SELECT 1 FROM copy AS c WHERE c.article_id = s.article_id)",
            );
        }
    }

    fn also(&mut self, condition: &str, value: String) {
        let _ = write!(self.from, " AND {condition}"); // writing to a String cannot fail
        self.values.push(value);
    }

    /// The rows of the hits, from `FROM` on; conditions on [`ROW`] may follow.
    pub(crate) fn rows(&self) -> &str {
        match self.index_alone {
            true => "FROM statement_fts WHERE statement_fts MATCH ?",
            false => &self.from,
        }
    }

    pub(crate) fn order(&self, order: Order) -> String {
        match (order, self.matches) {
            (Order::Relevance, true) => format!("{}, s.id", self.rank.score),
            (Order::Newest, _) => "a.published DESC, s.id".to_owned(),
            (Order::Oldest, _) => "a.published IS NULL, a.published, s.id".to_owned(),
            (Order::Relevance | Order::Added, _) => "s.article_id, s.id".to_owned(),
        }
    }

    pub(crate) fn values(&self) -> Vec<&dyn ToSql> {
        self.values.iter().map(|value| value as &dyn ToSql).collect()
    }
}

/// The words that must be said, as an expression of FTS5.
pub(crate) fn said(query: &Query) -> Result<Option<String>, StoreError> {
    let Some(asked) = &query.words else { return Ok(None) };
    Ok(Some(format!("{{text}} : ({})", expression(asked)?)))
}

/// Columns of the index of words, and the names asked for in them.
fn names(query: &Query) -> impl Iterator<Item = (&'static str, &str)> {
    [("speaker", &query.speaker), ("addressee", &query.to), ("about", &query.about)]
        .into_iter()
        .filter_map(|(column, asked)| Some((column, asked.as_deref()?)))
}

/// What was asked, as an expression of FTS5: words, "phrases" and prefix*; nothing else has a
/// meaning, so no input is an error of syntax.
fn expression(asked: &str) -> Result<String, StoreError> {
    let terms = terms(asked);
    if terms.is_empty() {
        return Err(StoreError::Refused(format!("“{asked}” holds no word to search for")));
    }
    Ok(terms.join(" AND "))
}

fn terms(asked: &str) -> Vec<String> {
    let mut terms: Vec<String> = Vec::new();
    let normal = asked.replace(['“', '”', '„', '«', '»'], "\"");
    for (number, part) in normal.split('"').enumerate() {
        if number % 2 == 1 {
            terms.extend(term(part, ""));
            continue;
        }
        for word in part.split_whitespace() {
            let star = if word.ends_with('*') { " *" } else { "" };
            terms.extend(term(word, star));
        }
    }
    terms
}

fn term(words_asked: &str, star: &str) -> Option<String> {
    let found = words(words_asked);
    (!found.is_empty()).then(|| {
        let kept: Vec<&str> = found.iter().map(|word| &words_asked[word.bytes.clone()]).collect();
        format!("\"{}\"{star}", kept.join(" "))
    })
}
