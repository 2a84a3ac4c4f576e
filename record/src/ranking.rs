//! Which rows come first where the best match does.

use rusqlite::ToSql;

use crate::append::json;
use crate::wanted::{ROW, Wanted};
use crate::{Store, StoreError};

/// Most statements that are ranked: ranking looks up the length of each, and where a word stands in
/// more, its rank says little.
const RANKED: usize = 10_000;

impl Store {
    /// The rows of one page. Of very many hits the latest ones come first, ranked among
    /// themselves; then the others, latest first.
    pub(crate) fn best(
        &self,
        wanted: &Wanted,
        offset: u64,
        limit: u64,
    ) -> Result<Vec<i64>, StoreError> {
        let rows = wanted.rows();
        let hits = |rest: &str| self.numbers(&format!("SELECT {ROW} {rows}{rest}"), wanted);
        // Upwards the index skips what one of several words lacks; downwards it reads everything.
        let mut found = hits(&format!(" ORDER BY {ROW} LIMIT {}", RANKED + 1))?;
        let mut before = 0;
        if found.len() > RANKED {
            let last = hits(&format!(" ORDER BY {ROW} DESC LIMIT 1 OFFSET {RANKED}"))?;
            before = last.first().copied().unwrap_or(0);
            found = hits(&format!(" AND {ROW} > {before} ORDER BY {ROW}"))?;
        }
        let mut page = Vec::new();
        if offset < RANKED as u64 {
            page = self.ranked(wanted, &found, (offset, limit))?;
        }
        let left = limit.saturating_sub(page.len() as u64);
        if before > 0 && left > 0 {
            let offset = offset.saturating_sub(RANKED as u64);
            page.extend(hits(&format!(
                " AND {ROW} <= {before} ORDER BY {ROW} DESC LIMIT {left} OFFSET {offset}"
            ))?);
        }
        Ok(page)
    }

    /// A page of the hits `found`, best first.
    fn ranked(
        &self,
        wanted: &Wanted,
        found: &[i64],
        (offset, limit): (u64, u64),
    ) -> Result<Vec<i64>, StoreError> {
        let (Some(first), Some(last)) = (found.first(), found.last()) else {
            return Ok(Vec::new());
        };
        let rank = &wanted.rank;
        // The plus: as a list of rows to look up, each would be a search of its own.
        let among = match rank.decides {
            true => "",
            false => "AND +rowid IN (SELECT value FROM json_each(?4))",
        };
        let mut select = self.db.prepare_cached(&format!(
            "SELECT rowid FROM statement_fts WHERE statement_fts MATCH ?1
               AND rowid BETWEEN ?2 AND ?3 {among}
             ORDER BY {}, rowid LIMIT {limit} OFFSET {offset}",
            rank.score
        ))?;
        let mut values: Vec<&dyn ToSql> = vec![&rank.asked, first, last];
        let list = (!rank.decides).then(|| json(&found));
        values.extend(list.as_ref().map(|list| list as &dyn ToSql));
        let rows = select.query_map(&values[..], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub(crate) fn numbers(&self, sql: &str, wanted: &Wanted) -> Result<Vec<i64>, StoreError> {
        let mut select = self.db.prepare_cached(sql)?;
        let rows = select.query_map(&wanted.values()[..], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
