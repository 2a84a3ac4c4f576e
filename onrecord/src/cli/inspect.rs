use std::fmt::Write;
use std::io;

use onrecord::article::{Article, Provenance};
use onrecord::output::text::safe;
use onrecord::read::{Limits, Passage, passages, read};

use super::args::InspectArguments;
use super::failure::{Failure, Kind, say};
use super::inputs::{items, sources};
use super::{DONE, SOME_FAILED};

/// Shows what was recognized in each document, without looking for statements.
pub(super) fn inspect(arguments: &InspectArguments) -> io::Result<u8> {
    let mut code = DONE;
    let options = arguments.known.options(Limits::default());
    for item in items(sources(&arguments.inputs), options) {
        let read = item.raw.and_then(|raw| {
            let article = read(&raw).map_err(Failure::from)?;
            Ok((article, passages(&raw)))
        });
        match read {
            Ok((article, passages)) => {
                let mut page = shown(&item.label, &article);
                page += &fates(&passages, arguments.paragraphs);
                super::print(page.as_bytes())?;
            }
            Err(failure) => {
                say(&format!("{} {}", item.label, failure.what));
                code = if failure.kind == Kind::Failed { SOME_FAILED } else { code };
            }
        }
    }
    Ok(code)
}

fn shown(label: &str, article: &Article) -> String {
    let p = article.provenance();
    let mut page = format!("{}\n", safe(label));
    let mut line = |field: &str, value: Option<&str>| {
        if let Some(value) = value {
            let origin = origin(p, field);
            // Writing to a string cannot fail.
            let _ = writeln!(page, "  {field:<10} {}{origin}", safe(value));
        }
    };
    let authors = p.authors.join("; ");
    let licence = p.licence.to_string();
    let record = p.offset.map(|offset| format!("byte {offset} of the file"));
    line("title", p.title.as_deref());
    line("outlet", p.outlet.as_deref());
    line("authors", Some(authors.as_str()).filter(|names| !names.is_empty()));
    line("published", p.published.as_deref());
    line("modified", p.modified.as_deref());
    line("url", p.url.as_deref());
    line("section", p.section.as_deref());
    line("language", p.language.as_deref());
    line("licence", Some(&licence));
    line("  by", p.licence_words.as_deref());
    line("fetched", p.fetched.as_deref());
    line("dateline", p.dateline.map(|place| article.text_of(place)));
    line("record", record.as_deref());
    for note in &p.notes {
        line("note", Some(note));
    }
    let paragraphs = article.text().lines().filter(|line| !line.trim().is_empty()).count();
    let bytes = article.text().len();
    line("text", Some(&format!("{bytes} bytes in {paragraphs} paragraphs")));
    for &span in article.boilerplate() {
        line("no report", Some(article.text_of(span)));
    }
    page
}

/// What became of the paragraphs of a page: all of them, or how many were dropped for which reason.
fn fates(passages: &[Passage], all: bool) -> String {
    let mut page = String::new();
    if all {
        for passage in passages {
            let mark = if passage.dropped.is_some() { '-' } else { '+' };
            let why = passage.dropped.map(|why| format!("  [{why}]")).unwrap_or_default();
            page += &format!("  {mark} {}{why}\n", safe(&start(&passage.words, 72)));
        }
        return page;
    }
    let mut reasons: Vec<(&str, Vec<&Passage>)> = Vec::new();
    for passage in passages {
        let Some(why) = passage.dropped else { continue };
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, passages)) => passages.push(passage),
            None => reasons.push((why, vec![passage])),
        }
    }
    reasons.sort_by_key(|(_, passages)| std::cmp::Reverse(passages.len()));
    for (why, passages) in reasons {
        let first = start(&passages[0].words, 32);
        let count = passages.len();
        page += &format!("  dropped    {count}: {why} (“{}”)\n", safe(&first));
    }
    page
}

/// The first characters of a text.
fn start(words: &str, most: usize) -> String {
    match words.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.to_owned(),
    }
}

/// Where a field was found.
fn origin(provenance: &Provenance, field: &str) -> String {
    let found = provenance.origins.iter().find(|origin| origin.field == field);
    found.map(|origin| format!("  [{}]", origin.source)).unwrap_or_default()
}
