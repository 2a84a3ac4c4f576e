use std::collections::HashSet;
use std::fs::OpenOptions;
use std::io::{Error, ErrorKind, Write};
use std::path::Path;

use super::{Chars, Group, by_article};
use crate::rows::Range;
use crate::{Hit, Query, Store, StoreError};

/// One `.txt` and one `.ann` an article; what exists is overwritten only with `force`, no link is
/// followed.
pub(super) fn write(
    store: &Store,
    query: &Query,
    folder: &Path,
    corrected: bool,
    force: bool,
) -> Result<u64, StoreError> {
    std::fs::create_dir_all(folder)?;
    let wanted = if corrected { Some(corrected_articles(store)?) } else { None };
    let mut count = 0;
    let mut names: HashSet<String> = HashSet::new();
    by_article(store, query, |group| {
        if wanted.as_ref().is_some_and(|wanted| !wanted.contains(&group.kept.id)) {
            return Ok(());
        }
        let mut name = file_name(&group.kept.about.name);
        if !names.insert(name.clone()) {
            name = format!("{name}-{}", group.kept.id);
            names.insert(name.clone());
        }
        new_file(&folder.join(format!("{name}.txt")), group.kept.article.text(), force)?;
        new_file(&folder.join(format!("{name}.ann")), &annotations(&group), force)?;
        count += group.hits.len() as u64;
        Ok(())
    })?;
    Ok(count)
}

fn corrected_articles(store: &Store) -> Result<HashSet<i64>, StoreError> {
    let mut select = store.db.prepare(
        "SELECT DISTINCT s.article_id FROM supersession AS p
         JOIN statement AS s ON s.id = p.statement_id",
    )?;
    let rows = select.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A name that stays in its folder on every system: letters, digits, `-`, `_`, `.` inside.
fn file_name(name: &str) -> String {
    let plain = name.chars().map(|c| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' => c,
        _ => '_',
    });
    let plain: String = plain.take(100).collect();
    if plain.is_empty() {
        "article".to_owned()
    } else {
        format!("a_{plain}").replacen("a_", "", usize::from(!reserved(&plain)))
    }
}

/// Names that mean a device on Windows.
fn reserved(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    matches!(name.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (name.len() == 4 && (name.starts_with("COM") || name.starts_with("LPT")))
}

/// A new file; with `force` in the place of an old one. Links are replaced, not followed.
fn new_file(path: &Path, text: &str, force: bool) -> Result<(), StoreError> {
    if force {
        let _ = std::fs::remove_file(path);
    }
    let mut file =
        OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| match error
            .kind()
        {
            ErrorKind::AlreadyExists => Error::new(
                error.kind(),
                format!("{} exists: export into an empty folder", path.display()),
            ),
            _ => error,
        })?;
    file.write_all(text.as_bytes())?;
    Ok(())
}

fn annotations(group: &Group<'_>) -> String {
    let mut page = Page {
        chars: Chars::of(&group.kept.article),
        group,
        out: String::new(),
        texts: 0,
        attributes: 0,
    };
    for (number, hit) in group.hits.iter().enumerate() {
        page.statement(number + 1, hit);
    }
    page.out
}

struct Page<'a> {
    chars: Chars<'a>,
    group: &'a Group<'a>,
    out: String,
    texts: usize,
    attributes: usize,
}

impl Page<'_> {
    /// An event `Statement` on the cue, or on the first piece of a quotation that stands alone.
    fn statement(&mut self, number: usize, hit: &Hit) {
        let first = hit.content.first().map(std::slice::from_ref).unwrap_or_default();
        let trigger = if hit.cue_spans.is_empty() { first } else { &hit.cue_spans };
        let Some(trigger) = self.text("Statement", trigger) else { return };
        let source = self.text("Source", &hit.source_spans);
        let content = self.text("Content", &hit.content);
        self.out.push_str(&format!("E{number}\tStatement:T{trigger}"));
        for (role, at) in [("Source", source), ("Content", content)] {
            if let Some(at) = at {
                self.out.push_str(&format!(" {role}:T{at}"));
            }
        }
        self.out.push('\n');
        for (name, value) in
            [("Form", &hit.form), ("Polarity", &hit.polarity), ("Modality", &hit.modality)]
        {
            self.attributes += 1;
            self.out.push_str(&format!("A{}\t{name} E{number} {value}\n", self.attributes));
        }
        if let Some(speaker) = &hit.speaker {
            let speaker = speaker.replace(['\n', '\t', '\r'], " ");
            self.out
                .push_str(&format!("#{number}\tAnnotatorNotes E{number}\tspeaker: {speaker}\n"));
        }
    }

    /// A text-bound annotation; brat wants no line feed inside a fragment.
    fn text(&mut self, kind: &str, spans: &[Range]) -> Option<usize> {
        let text = self.group.kept.article.text();
        let mut pieces: Vec<Range> = Vec::new();
        for &[start, end] in spans {
            let mut at = start;
            for piece in text.get(start as usize..end as usize)?.split('\n') {
                let length = piece.len() as u32; // a span is shorter than 4 GiB
                if !piece.trim().is_empty() {
                    pieces.push([at, at + length]);
                }
                at += length + 1;
            }
        }
        if pieces.is_empty() {
            return None;
        }
        self.texts += 1;
        let places: Vec<String> =
            self.chars.spans(&pieces).iter().map(|[start, end]| format!("{start} {end}")).collect();
        let words: Vec<&str> =
            pieces.iter().map(|&[start, end]| &text[start as usize..end as usize]).collect();
        self.out.push_str(&format!(
            "T{}\t{kind} {}\t{}\n",
            self.texts,
            places.join(";"),
            words.join(" ")
        ));
        Some(self.texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leaves_the_folder() {
        for name in ["../../etc/passwd", "/abs", "a\0b", "CON", "", "..", &"x".repeat(300)] {
            let safe = file_name(name);
            assert!(!safe.contains(['/', '\\', '\0', '.']) && !safe.is_empty(), "{safe}");
            assert!(safe.len() <= 102 && !reserved(&safe), "{safe}");
        }
        assert_eq!(file_name("2022-06-12_tehran"), "2022-06-12_tehran");
    }
}
