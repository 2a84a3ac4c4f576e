use std::ops::Range;

use onrecord_article::{Article, Span};

use crate::page::Page;

/// A stretch of text in quotation marks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Quotation {
    /// From the opening mark to the closing one, both included; to the end of the paragraph if
    /// it is not closed there.
    pub(crate) span: Span,
    /// What stands between the marks.
    pub(crate) inside: Span,
    /// Whether its closing mark is in the paragraph.
    pub(crate) closed: bool,
    /// How many quotations hold it.
    pub(crate) depth: u16,
    /// Index of the paragraph.
    pub(crate) paragraph: u32,
    /// Index, among the quotations, of the one around it.
    pub(crate) parent: Option<u32>,
}

impl Quotation {
    /// Whether no other quotation that begins in `span` holds this one.
    pub(crate) fn parent_outside(&self, page: &Page, span: Span) -> bool {
        let parent = self.parent.and_then(|k| page.quotations.get(k as usize));
        parent.is_none_or(|parent| parent.span.start() < span.start())
    }
}

/// Marks that are still waiting for their partner, at most this many deep.
const DEEPEST: usize = 6;

/// All quotations of the paragraphs, in order of their opening marks.
///
/// Apostrophes, elisions (`'em`, `’90s`) and plural possessives (`States’ view`) are no marks. A
/// quotation never runs over the end of its paragraph: see [`super::runs_on`] for those that do.
pub(crate) fn quotations(article: &Article, paragraphs: &[Range<usize>]) -> Vec<Quotation> {
    let mut found = Vec::new();
    for (k, bytes) in paragraphs.iter().enumerate() {
        in_paragraph(article, bytes.clone(), k as u32, &mut found);
    }
    let mut around: Vec<u32> = Vec::new();
    for k in 0..found.len() {
        let holds = |&outer: &u32| found[outer as usize].span.contains(found[k].span);
        while around.last().is_some_and(|outer| !holds(outer)) {
            around.pop();
        }
        found[k].parent = around.last().copied();
        found[k].depth = around.len() as u16; // at most DEEPEST
        around.push(k as u32); // fewer quotations than bytes
    }
    found
}

/// A mark that opened and is not closed yet.
#[derive(Clone, Copy, Debug)]
struct Open {
    kind: Kind,
    at: usize,
    inside: usize,
    slot: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Double,
    Single,
    Angle,
    Low,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Act {
    Open(Kind),
    Close(Kind),
    /// A straight mark, which opens or closes.
    Either(Kind),
}

fn in_paragraph(article: &Article, bytes: Range<usize>, paragraph: u32, out: &mut Vec<Quotation>) {
    let Some(text) = article.text().get(bytes.clone()) else { return };
    let first = out.len();
    let mut slots: Vec<(Kind, Option<Quotation>)> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let last_single = text.rfind(['’', '\'']).unwrap_or(0);
    let mut skip_to = 0;
    for (at, mark) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        let (act, len) = match act_of(text, at, mark, &open, last_single) {
            Some(found) => found,
            None => continue,
        };
        skip_to = at + len;
        match act {
            Act::Open(kind) => {
                if open.len() == DEEPEST {
                    open.remove(0);
                }
                let slot = slots.len();
                slots.push((kind, None));
                open.push(Open { kind, at, inside: at + len, slot });
            }
            Act::Close(kind) => {
                let Some(k) = open.iter().rposition(|o| o.kind == kind) else { continue };
                let begun = open[k];
                // What was opened inside and never closed is taken for no quotation.
                open.truncate(k);
                let range = |from: usize, to: usize| bytes.start + from..bytes.start + to;
                let span = article.span(range(begun.at, at + len));
                let inside = article.span(range(begun.inside, at));
                if let (Some(span), Some(inside)) = (span, inside) {
                    let depth = open.len() as u16; // at most DEEPEST
                    slots[begun.slot].1 = Some(Quotation {
                        span,
                        inside,
                        closed: true,
                        depth,
                        paragraph,
                        parent: None,
                    });
                }
            }
            Act::Either(_) => {} // `act_of` has decided
        }
    }
    if let Some(begun) = left_open(&open, &mut slots) {
        let end = bytes.start + text.trim_end().len();
        let span = article.span(bytes.start + begun.at..end);
        let inside = article.span(bytes.start + begun.inside..end);
        if let (Some(span), Some(inside)) = (span, inside) {
            slots[begun.slot].1 =
                Some(Quotation { span, inside, closed: false, depth: 0, paragraph, parent: None });
        }
    }
    out.extend(slots.into_iter().filter_map(|(_, quotation)| quotation));
    out[first..].sort_by_key(|q| (q.span.start(), std::cmp::Reverse(q.span.end())));
}

/// The mark whose quotation runs on to the end of the paragraph. One after which marks of the same
/// kind opened and closed was a slip of the pen: what stands after it moves up by one level.
fn left_open(open: &[Open], slots: &mut [(Kind, Option<Quotation>)]) -> Option<Open> {
    for begun in open.iter().filter(|begun| begun.kind != Kind::Single) {
        let later = &mut slots[begun.slot + 1..];
        if !later.iter().any(|(kind, quotation)| *kind == begun.kind && quotation.is_some()) {
            return Some(*begun);
        }
        for quotation in later.iter_mut().filter_map(|(_, quotation)| quotation.as_mut()) {
            quotation.depth = quotation.depth.saturating_sub(1);
        }
    }
    None
}

/// What the mark at `at` does, and its length in bytes; `None` if it is no quotation mark.
fn act_of(
    text: &str,
    at: usize,
    mark: char,
    open: &[Open],
    last_single: usize,
) -> Option<(Act, usize)> {
    let len = mark.len_utf8();
    let is_open = |kind: Kind| open.iter().any(|o| o.kind == kind);
    let act = match mark {
        '“' if is_open(Kind::Low) => Act::Close(Kind::Low),
        '“' | '‟' => Act::Open(Kind::Double),
        '„' => Act::Open(Kind::Low),
        '”' if is_open(Kind::Low) && !is_open(Kind::Double) => Act::Close(Kind::Low),
        '”' => Act::Close(Kind::Double),
        '«' | '‹' => Act::Open(Kind::Angle),
        '»' | '›' => Act::Close(Kind::Angle),
        '"' | '＂' => Act::Either(Kind::Double),
        '`' if text[at..].starts_with("``") => return Some((Act::Open(Kind::Double), 2)),
        '\'' | '’' if text[at + len..].starts_with(mark) => {
            let act = straight(text, at, 2 * len, Kind::Double, is_open(Kind::Double))?;
            return Some((act, 2 * len));
        }
        '‘' if !elided(text, at + len) => Act::Open(Kind::Single),
        '’' | '\'' => single(text, at, len, is_open(Kind::Single), mark == '\'', last_single)?,
        _ => return None,
    };
    let act = match act {
        Act::Either(kind) => straight(text, at, len, kind, is_open(kind))?,
        sure => sure,
    };
    Some((act, len))
}

/// A straight double mark closes what is open; the white space around it can overrule.
fn straight(text: &str, at: usize, len: usize, kind: Kind, is_open: bool) -> Option<Act> {
    let (before, after) = around(text, at, len);
    let free_before =
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–'));
    let free_after = after.is_none_or(char::is_whitespace);
    Some(match (is_open, free_before, free_after) {
        (true, true, false) => Act::Open(kind), // the one before was never closed
        (true, ..) => Act::Close(kind),
        (false, false, true) => return None, // closes what was never opened
        (false, ..) => Act::Open(kind),
    })
}

/// A single mark that may be an apostrophe.
fn single(
    text: &str,
    at: usize,
    len: usize,
    is_open: bool,
    may_open: bool,
    last_single: usize,
) -> Option<Act> {
    let (before, after) = around(text, at, len);
    let word_before = before.is_some_and(char::is_alphanumeric);
    let word_after = after.is_some_and(char::is_alphanumeric);
    if word_before && word_after {
        return None; // don't
    }
    let free =
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '"' | '“'));
    if free && may_open && !is_open {
        let opens = after.is_some_and(|c| !c.is_whitespace()) && !elided(text, at + len);
        return (opens && last_single > at).then_some(Act::Open(Kind::Single));
    }
    if !is_open || free || word_after {
        return None;
    }
    // States’ view: the plural possessive inside a quotation whose own mark is still to come.
    let possessive = before == Some('s')
        && last_single > at
        && text[at + len..].trim_start().starts_with(char::is_lowercase)
        && after == Some(' ');
    (!possessive).then_some(Act::Close(Kind::Single))
}

fn around(text: &str, at: usize, len: usize) -> (Option<char>, Option<char>) {
    (text[..at].chars().next_back(), text[at + len..].chars().next())
}

/// Whether the word from `from` on is one that drops its first letters: ’em, ’90s, ’tis.
fn elided(text: &str, from: usize) -> bool {
    let rest = &text[from..];
    let word = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
    let closes = rest[word.len()..].starts_with(['’', '\'']);
    let year = word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with('s');
    word == "n" || !closes && (year || matches!(word, "em" | "tis" | "twas" | "til" | "cause"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_article::Provenance;

    /// Marks each quotation of a one-paragraph text with its depth: `0:“a”`.
    fn check(text: &str, expected: &[&str]) {
        let article = Article::new(text.into(), Provenance::default()).unwrap();
        let found: Vec<String> = quotations(&article, std::slice::from_ref(&(0..text.len())))
            .iter()
            .map(|q| {
                let end = if q.closed { "" } else { ".." };
                format!("{}:{}{end}", q.depth, article.text_of(q.span))
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn marks_pair() {
        check("“We resist,” he said, “and win.”", &["0:“We resist,”", "0:“and win.”"]);
        check("\"We resist,\" he said, \"and win.\"", &["0:\"We resist,\"", "0:\"and win.\""]);
        check("«Нет», сказал он", &["0:«Нет»"]);
        check("„So“, sagte er", &["0:„So“"]);
        check("``No,'' he said", &["0:``No,''"]);
        check("''No,'' he said", &["0:''No,''"]);
    }

    #[test]
    fn marks_nest() {
        check("“They call it ‘pressure’.”", &["0:“They call it ‘pressure’.”", "1:‘pressure’"]);
        check("\"They call it 'pressure'.\"", &["0:\"They call it 'pressure'.\"", "1:'pressure'"]);
        check("‘He said “no” to us,’ she said", &["0:‘He said “no” to us,’", "1:“no”"]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        check("the States’ view and the people's view don’t change", &[]);
        check("rock 'n' roll of the '90s and ’80s, get 'em", &[]);
        check("‘the States’ view’ it is", &["0:‘the States’ view’"]);
        check("'I don't know,' he said", &["0:'I don't know,'"]);
    }

    #[test]
    fn what_is_not_closed_runs_to_the_end() {
        check("He said, “We came.", &["0:“We came..."]);
        check("“We came, he said, “and we saw.”", &["0:“and we saw.”"]);
        check("5\" pipes", &[]);
        check("”“", &[]);
    }
}
