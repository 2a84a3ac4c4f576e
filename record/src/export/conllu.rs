use std::io::Write;

use super::{Group, article_id, by_article};
use crate::words::words;
use crate::{Query, Store, StoreError};

/// One word or mark a line, a paragraph a sentence, the statements in MISC: `Attribution=3:content`
/// is a word of the content of the article's third statement. The store keeps no analysis: the
/// columns of tags and trees are empty (`onrecord read --format conllu` has them).
pub(super) fn write(
    store: &Store,
    query: &Query,
    out: &mut (dyn Write + Send),
) -> Result<u64, StoreError> {
    let mut lines = 0;
    by_article(store, query, |group| {
        lines += article(&group, out)?;
        Ok(())
    })?;
    Ok(lines)
}

fn article(group: &Group<'_>, out: &mut (dyn Write + Send)) -> Result<u64, StoreError> {
    let text = group.kept.article.text();
    writeln!(out, "# newdoc id = {}", article_id(group.kept))?;
    writeln!(out, "# offsets = Unicode code points, end exclusive")?;
    let (mut at, mut lines, mut number) = (0, 0, 0);
    for paragraph in text.split_inclusive('\n') {
        let words = tokens(paragraph);
        if !words.is_empty() {
            number += 1;
            writeln!(out, "# sent_id = {}-{number}", &article_id(group.kept)[7..19])?;
            let shown: Vec<&str> = paragraph.split_whitespace().collect();
            writeln!(out, "# text = {}", shown.join(" "))?;
            let chars = super::Chars::of(&group.kept.article);
            for (n, word) in words.iter().enumerate() {
                let (start, end) = (at + word.start, at + word.end);
                let misc = misc(group, &chars, start as u32, end as u32);
                let form = &paragraph[word.clone()];
                writeln!(out, "{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}", n + 1)?;
                lines += 1;
            }
            writeln!(out)?;
        }
        at += paragraph.len();
    }
    Ok(lines)
}

/// Words, and every other visible character by itself.
fn tokens(paragraph: &str) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    let mut at = 0;
    let marks = |from: usize, to: usize, found: &mut Vec<std::ops::Range<usize>>| {
        let visible = paragraph[from..to]
            .char_indices()
            .filter(|(_, c)| !c.is_whitespace() && !c.is_control());
        found.extend(visible.map(|(i, c)| from + i..from + i + c.len_utf8()));
    };
    for word in words(paragraph) {
        marks(at, word.bytes.start, &mut found);
        at = word.bytes.end;
        found.push(word.bytes);
    }
    marks(at, paragraph.len(), &mut found);
    found
}

fn misc(group: &Group<'_>, chars: &super::Chars<'_>, start: u32, end: u32) -> String {
    let mut roles: Vec<String> = Vec::new();
    for (number, hit) in group.hits.iter().enumerate() {
        for (role, spans) in
            [("source", &hit.source_spans), ("cue", &hit.cue_spans), ("content", &hit.content)]
        {
            if spans.iter().any(|&[from, to]| from < end && start < to) {
                roles.push(format!("{}:{role}", number + 1));
            }
        }
    }
    let [from, to] = chars.span([start, end]);
    let place = format!("start_char={from}|end_char={to}");
    if roles.is_empty() { place } else { format!("Attribution={}|{place}", roles.join(",")) }
}
