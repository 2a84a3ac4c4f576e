//! Quotation marks: which tokens stand between which.
//!
//! Marks of all kinds: curly, straight, doubled single, low, single, angle. A mark that is
//! missing does no harm beyond its paragraph: an open quotation ends there, and where the next
//! paragraph begins with a mark it opens another one.

use std::ops::Range;

use onrecord_article::Token;

/// A stretch of text between quotation marks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quote {
    /// Its tokens, with the marks.
    pub tokens: Range<u32>,
    /// Whether it ends with a mark; if not, it runs to the end of its paragraph, or to the next
    /// opening mark of its kind.
    pub closed: bool,
    /// Whether its marks are single ones.
    pub single: bool,
    /// Index of the quotation around it.
    pub within: Option<u32>,
}

/// The quotations of a text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Quotes {
    /// In order of their first token.
    pub quotes: Vec<Quote>,
    /// For each token, the index of the outermost quotation that holds it, or [`Quotes::NONE`].
    outer: Vec<u32>,
    /// For each token, in how many quotations it stands.
    depth: Vec<u8>,
}

/// Deeper ones are not opened: the work for a mark is bounded.
const DEEPEST: usize = 4;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Opens(Kind),
    Closes(Kind),
    /// The same mark opens and closes.
    Either(Kind),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Double,
    Low,
    Single,
    Angle,
}

impl Quotes {
    const NONE: u32 = u32::MAX;

    /// Finds the quotations in tokens of `text`; `paragraphs` are ranges of them. Takes time
    /// linear in the tokens.
    pub fn find(text: &str, tokens: &[Token], paragraphs: &[Range<u32>]) -> Quotes {
        let mut found = Quotes {
            quotes: Vec::new(),
            outer: vec![Self::NONE; tokens.len()],
            depth: vec![0; tokens.len()],
        };
        let mut open: Vec<(Kind, usize)> = Vec::new();
        for paragraph in paragraphs {
            for at in paragraph.start as usize..(paragraph.end as usize).min(tokens.len()) {
                let closed = found.pass(text, tokens, paragraph, at, &mut open);
                let depth = open.len() + usize::from(closed);
                found.depth[at] = depth as u8; // at most DEEPEST + 1
                if let Some(&(_, quote)) = open.first() {
                    found.outer[at] = quote as u32; // fewer quotations than tokens
                } else if closed {
                    found.outer[at] = found.last_closed(at);
                }
            }
            for (_, quote) in open.drain(..) {
                found.quotes[quote].tokens.end = paragraph.end;
            }
        }
        found
    }

    /// The outermost quotation that holds a token.
    pub fn of(&self, token: usize) -> Option<&Quote> {
        self.quotes.get(*self.outer.get(token)? as usize)
    }

    /// The index of that quotation, or `u32::MAX`.
    pub(crate) fn index(&self, token: usize) -> u32 {
        self.outer.get(token).copied().unwrap_or(Self::NONE)
    }

    /// In how many quotations a token stands, marks counted as inside.
    pub fn depth(&self, token: usize) -> usize {
        self.depth.get(token).map_or(0, |&depth| usize::from(depth))
    }

    /// Whether a token is a mark at the edge of its outermost quotation, or stands inside it.
    pub fn place(&self, token: usize) -> Place {
        match self.of(token) {
            None => Place::Outside,
            Some(quote) if quote.tokens.start as usize == token => Place::Opening,
            Some(quote) if quote.closed && quote.tokens.end as usize == token + 1 => Place::Closing,
            Some(_) => Place::Inside,
        }
    }

    fn last_closed(&self, at: usize) -> u32 {
        let end = at as u32 + 1;
        let outermost = |quote: &Quote| quote.within.is_none() && quote.tokens.end == end;
        // Behind the outermost one stand only those inside it: each is passed over once.
        self.quotes.iter().rposition(outermost).map_or(Self::NONE, |quote| quote as u32)
    }

    /// Takes one token into account; whether it closes a quotation.
    fn pass(
        &mut self,
        text: &str,
        tokens: &[Token],
        paragraph: &Range<u32>,
        at: usize,
        open: &mut Vec<(Kind, usize)>,
    ) -> bool {
        let Some(mark) = mark(&text[tokens[at].span.range()]) else { return false };
        let blank_before = at == paragraph.start as usize
            || tokens[at - 1].span.end() < tokens[at].span.start()
            || text[..tokens[at].span.start()].ends_with(['(', '[', '—', '–', '-', '“', '"', '‘']);
        let next = tokens.get(at + 1).filter(|_| at + 1 < paragraph.end as usize);
        let blank_after = next.is_none_or(|next| next.span.start() > tokens[at].span.end());
        let next = next.map_or("", |next| &text[next.span.range()]);
        let word_after = !blank_after && next.starts_with(char::is_alphanumeric);
        let is_open = |kind| open.iter().rposition(|&(other, _)| closes(kind, other));
        match mark {
            Mark::Opens(Kind::Single) if !word_after && blank_after => false,
            // „so“: the mark that opens elsewhere closes here.
            Mark::Opens(Kind::Double) if open.last().is_some_and(|last| last.0 == Kind::Low) => {
                self.close(open, open.len() - 1, at)
            }
            Mark::Opens(kind) => self.open(open, kind, at),
            Mark::Closes(Kind::Single) if word_after => false,
            Mark::Closes(kind) => is_open(kind).is_some_and(|k| self.close(open, k, at)),
            Mark::Either(kind) => match is_open(kind) {
                Some(_) if blank_before && !blank_after && kind == Kind::Double => {
                    self.open(open, kind, at)
                }
                Some(k) => self.close(open, k, at),
                None if !blank_before && blank_after => false,
                None if kind == Kind::Single && !(blank_before && word_after) => false,
                None if kind == Kind::Single && next.starts_with(|c: char| c.is_ascii_digit()) => {
                    false
                }
                None => self.open(open, kind, at),
            },
        }
    }

    /// Opens a quotation; one of the same kind that is still open has lost its end.
    fn open(&mut self, open: &mut Vec<(Kind, usize)>, kind: Kind, at: usize) -> bool {
        if let Some(k) = open.iter().position(|&(other, _)| other == kind) {
            for (_, quote) in open.drain(k..) {
                self.quotes[quote].tokens.end = at as u32;
            }
        }
        if open.len() < DEEPEST {
            let within = open.last().map(|&(_, quote)| quote as u32);
            let tokens = at as u32..at as u32 + 1;
            open.push((kind, self.quotes.len()));
            self.quotes.push(Quote { tokens, closed: false, single: kind == Kind::Single, within });
        }
        false
    }

    fn close(&mut self, open: &mut Vec<(Kind, usize)>, k: usize, at: usize) -> bool {
        for (_, quote) in open.drain(k + 1..) {
            self.quotes[quote].tokens.end = at as u32;
        }
        if let Some((_, quote)) = open.pop() {
            self.quotes[quote].tokens.end = at as u32 + 1;
            self.quotes[quote].closed = true;
        }
        true
    }
}

/// Where a token stands towards its outermost quotation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Place {
    /// In none.
    Outside,
    /// It is the mark that opens it.
    Opening,
    /// Between the marks.
    Inside,
    /// It is the mark that closes it.
    Closing,
}

fn closes(mark: Kind, opened: Kind) -> bool {
    mark == opened || (mark == Kind::Double && opened == Kind::Low)
}

fn mark(word: &str) -> Option<Mark> {
    Some(match word {
        "“" | "``" => Mark::Opens(Kind::Double),
        "”" => Mark::Closes(Kind::Double),
        "\"" | "''" | "＂" | "’’" | "‘‘" => Mark::Either(Kind::Double),
        "„" => Mark::Opens(Kind::Low),
        "‘" | "`" | "‚" => Mark::Opens(Kind::Single),
        "’" => Mark::Closes(Kind::Single),
        "'" => Mark::Either(Kind::Single),
        "«" | "‹" => Mark::Opens(Kind::Angle),
        "»" | "›" => Mark::Closes(Kind::Angle),
        _ => return None,
    })
}

/// Whether a word is a quotation mark of any kind.
pub fn is_mark(word: &str) -> bool {
    mark(word).is_some()
}

#[cfg(test)]
#[path = "quotes_tests.rs"]
mod tests;
