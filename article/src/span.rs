use std::fmt;
use std::ops::Range;

/// A non-empty range of bytes of one article's text, on character boundaries at both ends.
///
/// Numbers become a span only through [`Article::span`](crate::Article::span), which checks them;
/// spans of the same article can then be joined and compared without further checks. A span does
/// not remember its article: use it with the article it was made from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The caller has checked that both ends are character boundaries and `start < end`.
    pub(crate) fn checked(start: u32, end: u32) -> Span {
        debug_assert!(start < end);
        Span { start, end }
    }

    /// First byte, inclusive.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Last byte, exclusive.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The byte range.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Length in bytes, at least 1.
    #[expect(clippy::len_without_is_empty, reason = "a span is never empty")]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether every byte of `other` lies in `self`.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The part from the start of `self` to the start of `other`, if any lies there.
    pub fn before(self, other: Span) -> Option<Span> {
        let end = self.end.min(other.start);
        (self.start < end).then_some(Span { start: self.start, end })
    }

    /// The part from the end of `other` to the end of `self`, if any lies there.
    pub fn after(self, other: Span) -> Option<Span> {
        let start = self.start.max(other.end);
        (start < self.end).then_some(Span { start, end: self.end })
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
