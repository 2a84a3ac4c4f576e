//! What was asked for and what came of it, one JSON line each: where the next run goes on.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::client::Conditions;

/// Pages that failed so often are not asked for again.
const MOST_TRIES: u32 = 3;

/// One line. A later line about the same address takes the place of an earlier one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Line {
    /// A feed or sitemap was polled.
    Feed {
        url: String,
        at: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        etag: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last_modified: Option<String>,
    },
    /// A feed names a page.
    Named { url: String, by: String },
    /// A page is in the archive.
    Kept { url: String, at: String, status: u16 },
    /// A page was asked for and is not kept.
    Left { url: String, at: String, why: String, again: bool },
    /// The archive's file is whole up to this byte.
    Written { file: String, bytes: u64 },
}

/// What the lines say together.
#[derive(Debug, Default)]
pub(crate) struct Known {
    feeds: HashMap<String, Conditions>,
    /// In the order in which they were named.
    named: Vec<String>,
    seen: HashSet<String>,
    done: HashSet<String>,
    tries: HashMap<String, u32>,
    /// Bytes of each file of the archive that are surely whole.
    pub(crate) whole: HashMap<String, u64>,
}

impl Known {
    /// Takes the lines of a journal. One that was cut off in the middle is as good as not written.
    pub(crate) fn read(journal: &str) -> Known {
        let mut known = Known::default();
        for line in journal.lines().filter_map(|line| serde_json::from_str(line).ok()) {
            known.add(line);
        }
        known
    }

    pub(crate) fn add(&mut self, line: Line) {
        match line {
            Line::Feed { url, etag, last_modified, .. } => {
                self.feeds.insert(url, Conditions { etag, last_modified });
            }
            Line::Named { url, .. } => {
                if self.seen.insert(url.clone()) {
                    self.named.push(url);
                }
            }
            Line::Kept { url, .. } => {
                self.done.insert(url);
            }
            Line::Left { url, again, .. } => {
                let tries = self.tries.entry(url.clone()).or_default();
                *tries += 1;
                if !again || *tries >= MOST_TRIES {
                    self.done.insert(url);
                }
            }
            Line::Written { file, bytes } => {
                self.whole.insert(file, bytes);
            }
        }
    }

    pub(crate) fn conditions(&self, feed: &str) -> Conditions {
        self.feeds.get(feed).cloned().unwrap_or_default()
    }

    pub(crate) fn is_named(&self, url: &str) -> bool {
        self.seen.contains(url)
    }

    /// Pages that were named and neither kept nor given up.
    pub(crate) fn wanted(&self) -> Vec<String> {
        self.named.iter().filter(|url| !self.done.contains(*url)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_to_do() {
        let journal = r#"{"feed":{"url":"f","at":"t","etag":"\"1\""}}
{"named":{"url":"a","by":"f"}}
{"named":{"url":"b","by":"f"}}
{"named":{"url":"c","by":"f"}}
{"named":{"url":"a","by":"g"}}
{"kept":{"url":"a","at":"t","status":200}}
{"left":{"url":"b","at":"t","why":"404","again":false}}
{"left":{"url":"c","at":"t","why":"busy","again":true}}
{"written":{"file":"x","bytes":10}}
{"written":{"file":"x","byt"#;
        let mut known = Known::read(journal);
        assert_eq!(known.conditions("f").etag.as_deref(), Some("\"1\""));
        assert_eq!(known.wanted(), ["c"]);
        assert_eq!(known.whole["x"], 10);
        for _ in 0..2 {
            let (url, at, why) = ("c".to_owned(), "t".to_owned(), "busy".to_owned());
            known.add(Line::Left { url, at, why, again: true });
        }
        assert!(known.wanted().is_empty());
    }
}
