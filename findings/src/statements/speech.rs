//! Quotations that are speech, told from scare quotes, titles of works and nicknames.

use super::quotations::Quotation;
use crate::page::Page;

/// Words from which a quotation counts as speech whatever stands around it.
const LONG: usize = 7;

/// Whether the quotation is something somebody said, not a word held at arm's length (a “deal”),
/// a title (“War and Peace”) or a nickname (goes by the name “Shorty”).
pub(crate) fn is_speech(page: &Page, q: &Quotation) -> bool {
    let words: Vec<&str> = page
        .tokens_in(q.inside)
        .filter(|&at| !page.is_mark(at))
        .take(LONG)
        .map(|at| page.word(at))
        .collect();
    let inside = page.article.text_of(q.inside).trim_end();
    let sentence = inside.ends_with(['.', '!', '?', '…', ',', '—', '–', '-']);
    let upper = |word: &str| word.starts_with(|c: char| !c.is_lowercase());
    let capitals = words.iter().filter(|word| upper(word)).count();
    let titled = words.len() > 1
        && words.len() < LONG
        && 2 * capitals > words.len()
        && !inside.ends_with(['.', '!', '?']);
    match words.len() {
        0 => false,
        LONG.. => true,
        _ if titled => false,
        1 => sentence && !inside.ends_with(',') && upper(words[0]),
        2 | 3 => sentence && upper(words[0]),
        _ => sentence || upper(words[0]),
    }
}
