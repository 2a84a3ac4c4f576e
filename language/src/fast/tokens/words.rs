//! Words: where one ends, and the parts it is made of.

use std::ops::Range;

use super::chars::{self, at, is_apostrophe, is_word};
use super::links;
use super::lists::{self, Abbreviation};

/// Whether a word begins with the mark at `at`: `'em`, `'90s`, `+44`, `#tag`, or a clitic by
/// itself (`'s` behind a closing quotation mark).
pub(super) fn begins(text: &str, at: usize, chunk: usize) -> bool {
    let Some(mark) = chars::at(text, at) else { return false };
    let next = at + mark.len_utf8();
    match mark {
        _ if is_apostrophe(mark) => {
            let word_end = chars::run(text, next, is_word);
            let word = &text[next..word_end];
            let decade = word.len() >= 2
                && word.len() <= 3
                && word.as_bytes()[..2].iter().all(u8::is_ascii_digit)
                && (word.len() == 2 || word.ends_with('s'));
            let short = ["em", "cause", "til", "cuz", "tis", "twas", "bout"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(word));
            // Not the closing mark of a short quotation: 'em'.
            let closed = chars::at(text, word_end).is_some_and(is_apostrophe);
            (decade || short || (at > chunk && is_clitic(word))) && !closed
        }
        '+' => at == chunk && chars::at(text, next).is_some_and(|c| c.is_ascii_digit()),
        '#' => at == chunk && chars::at(text, next).is_some_and(char::is_alphabetic),
        _ => false,
    }
}

fn is_clitic(word: &str) -> bool {
    ["s", "m", "d", "re", "ve", "ll"].iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Where the word ends that begins at `start`, clitics included. The stretch without blanks ends
/// at `chunk_end`; `line` goes on to the end of the line, to see what follows.
pub(super) fn end(line: &str, chunk_end: usize, start: usize) -> usize {
    let text = &line[..chunk_end];
    let first = at(text, start).map_or(start, |c| start + c.len_utf8());
    let mut end = chars::run(text, first, is_word);
    let mut segment = start;
    while let Some(mark) = at(text, end) {
        let next = end + mark.len_utf8();
        let joined = match at(text, next) {
            Some(c) if is_word(c) => joins(text, start, segment, end, mark),
            _ => false,
        };
        if !joined {
            break;
        }
        segment = next;
        end = chars::run(text, next, is_word);
    }
    end = after_host(text, start, end);
    match at(text, end) {
        Some('$') if is_dollar_country(&text[start..end]) => end + 1,
        Some('(') if text[end..].starts_with("(s)") => end + 3,
        Some('.') if keeps_stop(line, chunk_end, start, end) => end + 1,
        _ => end,
    }
}

/// A word of more bytes takes no further parts: each part looks back at all before it.
const LONGEST: usize = 200;

/// Whether the mark between two word characters, at `end`, belongs to the word. `start` is where
/// the word begins, `segment` where its last part does.
fn joins(text: &str, start: usize, segment: usize, end: usize, mark: char) -> bool {
    if end - start > LONGEST {
        return false;
    }
    let (before, last) = (&text[start..end], &text[segment..end]);
    let after = end + mark.len_utf8();
    let next_end = || chars::run(text, after, is_word);
    let digits = || {
        last.as_bytes().last().is_some_and(u8::is_ascii_digit)
            && text.as_bytes().get(after).is_some_and(u8::is_ascii_digit)
    };
    match mark {
        '.' => !is_missing_space(last, &text[after..next_end()]),
        ',' | ':' => digits(),
        '/' => {
            (digits() && before.bytes().all(|b| b.is_ascii_digit() || b == b'/'))
                || is_slashed(before, &text[after..next_end()])
        }
        '&' => true,
        '*' | '@' => last.len() <= 3 && mark == '*',
        '-' => {
            lists::is_prefix(before)
                || (before.bytes().all(|b| b.is_ascii_digit() || b"-/+.".contains(&b))
                    && is_number_group(text, start))
        }
        // A backtick opens a quotation, unless a clitic follows.
        '`' => is_clitic(&text[after..next_end()]),
        _ => is_apostrophe(mark),
    }
}

/// `cold.The`: a full stop without the space behind it.
fn is_missing_space(before: &str, after: &str) -> bool {
    let mut next = after.chars();
    before.len() >= 2
        && before.chars().next_back().is_some_and(char::is_lowercase)
        && next.next().is_some_and(char::is_uppercase)
        && next.next().is_none_or(char::is_lowercase)
}

fn is_slashed(before: &str, after: &str) -> bool {
    [("w", "o"), ("w", "out"), ("s", "he"), ("n", "a"), ("b", "t"), ("c", "o"), ("a", "c")]
        .iter()
        .any(|(a, b)| a.eq_ignore_ascii_case(before) && b.eq_ignore_ascii_case(after))
}

/// `713-853-3989`, `345-9945`, `2015-11-11`; but `5-10` and `1998-2001` are ranges.
fn is_number_group(text: &str, start: usize) -> bool {
    // A number of more than 32 characters is none that people write.
    let number = text.as_bytes()[start..]
        .iter()
        .take(32)
        .take_while(|b| b.is_ascii_digit() || b"-/+.".contains(b));
    let (mut groups, mut length, mut first) = (0, 0, 0);
    for &b in number {
        if b == b'-' {
            groups += 1;
            first = if groups == 1 { length } else { first };
            length = 0;
        } else {
            length += 1;
        }
    }
    groups >= 2 || (length == 4 && first != 4 && first > 2)
}

/// A path behind a host name: `cra.org/resources`.
fn after_host(text: &str, start: usize, end: usize) -> usize {
    let word = &text[start..end];
    let host = at(text, end) == Some('/')
        && word.rsplit_once('.').is_some_and(|(_, domain)| links::is_top_level_domain(domain));
    if !host {
        return end;
    }
    let path = chars::run(text, end, |c| !matches!(c, '"' | '”' | '’' | ')' | ']' | '>' | ','));
    let path = text[end..path].trim_end_matches(['.', ';', ':', '!', '?', '/']);
    end + path.len()
}

fn is_dollar_country(word: &str) -> bool {
    matches!(word, "US" | "U" | "C" | "A" | "AU" | "CA" | "HK" | "NZ" | "S" | "NT" | "R")
}

/// Whether the full stop at `stop` belongs to the word before it.
fn keeps_stop(line: &str, chunk_end: usize, start: usize, stop: usize) -> bool {
    // The part behind a hyphen or apostrophe decides, a number before it does not: `D-Fla.`
    let word = line[start..stop].rsplit(['-', '\'', '’']).next().unwrap_or("");
    let word = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let chunk_next = at(&line[..chunk_end], stop + 1);
    if chunk_next == Some('.') {
        return false; // an ellipsis
    }
    let following = &line[chars::run(line, stop + 1, chars::is_blank)..];
    let next = following.chars().next();
    let letters = word.chars().filter(|&c| c != '.').count();
    let dotted = word.contains('.')
        && word.split('.').all(|part| {
            (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic())
        })
        && (letters <= 4 || word.split('.').all(|part| part.len() == 1));
    if dotted {
        return true;
    }
    if letters == 1 && word.chars().all(char::is_alphabetic) {
        let initial = word != "I" || next.is_some_and(char::is_uppercase);
        return initial && next.is_some_and(char::is_alphanumeric);
    }
    match lists::abbreviation(word) {
        Some(Abbreviation::Always) => word.chars().next().is_some_and(char::is_alphabetic),
        Some(Abbreviation::Inside) => {
            next.is_some_and(|c| c.is_lowercase() || matches!(c, ',' | ';' | ':' | ')' | '?' | '-'))
        }
        Some(Abbreviation::BeforeNumber) => next.is_some_and(|c| c.is_ascii_digit() || c == '#'),
        None => false,
    }
}

/// Hands out the tokens of a word: clitics, contractions, number and unit.
pub(super) fn parts(text: &str, word: Range<usize>, token: &mut impl FnMut(Range<usize>)) {
    // `shouldn't've` has two clitics; a third one stays with the word.
    let last = word.start + clitic_start(&text[word.clone()]);
    let stem = word.start + clitic_start(&text[word.start..last]);
    whole(text, word.start..stem, token);
    for clitic in [stem..last, last..word.end] {
        if !clitic.is_empty() {
            token(clitic);
        }
    }
}

/// Hands out the tokens of a word without clitics.
fn whole(text: &str, word: Range<usize>, token: &mut impl FnMut(Range<usize>)) {
    let form = &text[word.clone()];
    if form.is_empty() {
        return;
    }
    let unit = unit_start(form);
    let unit = unit.as_ref().map(std::slice::from_ref);
    match lists::contraction(form).or(unit) {
        None => token(word),
        Some(lengths) => {
            let mut at = word.start;
            for length in lengths {
                token(at..at + length);
                at += length;
            }
            if at < word.end {
                token(at..word.end);
            }
        }
    }
}

/// Where the clitic at the end of a word begins: 2 in `don't`, its length if there is none.
fn clitic_start(form: &str) -> usize {
    // The last apostrophe stands at most two characters before the end.
    let near = form.char_indices().rev().take(3).find(|&(_, c)| is_apostrophe(c));
    let Some((apostrophe, mark)) = near else { return form.len() };
    let (before, after) = (&form[..apostrophe], &form[apostrophe + mark.len_utf8()..]);
    let decade = before.ends_with('0') && before.bytes().all(|b| b.is_ascii_digit());
    if after.eq_ignore_ascii_case("t") && before.ends_with(['n', 'N']) {
        return before.len() - 1;
    }
    if is_clitic(after) && !(decade && after.eq_ignore_ascii_case("s")) {
        return apostrophe;
    }
    form.len()
}

/// Where the unit begins in `35mm`, `7:30pm`, `5p.m.`
fn unit_start(form: &str) -> Option<usize> {
    let bytes = form.as_bytes();
    if !bytes.first()?.is_ascii_digit() {
        return None;
    }
    let unit = bytes.iter().position(|b| !(b.is_ascii_digit() || b".,:".contains(b)))?;
    let word = &form[unit..];
    let clock =
        ["a.m", "p.m"].iter().any(|c| word.len() <= 4 && word.to_lowercase().starts_with(c));
    (clock || lists::is_unit(word)).then_some(unit)
}
