use crate::Span;

/// One or more spans of one text, in order, none touching its neighbor's bytes.
///
/// The content of a statement is often in pieces: `“We came,” she said, “and we saw.”` has one
/// content in two fragments.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Fragments(Vec<Span>);

impl Fragments {
    /// Puts the spans in order and joins those that overlap or touch. `None` if there are none.
    pub fn new(mut spans: Vec<Span>) -> Option<Fragments> {
        spans.sort_unstable();
        let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match merged.last_mut() {
                Some(last) if span.start() <= last.end() => *last = last.cover(span),
                _ => merged.push(span),
            }
        }
        (!merged.is_empty()).then_some(Fragments(merged))
    }

    /// The spans, in order.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// The first span.
    pub fn first(&self) -> Span {
        self.0[0] // never empty: `new` is the only constructor besides `From<Span>`
    }

    /// The last span.
    pub fn last(&self) -> Span {
        self.0[self.0.len() - 1] // never empty, as above
    }

    /// The smallest span that covers all fragments and what lies between them.
    pub fn cover(&self) -> Span {
        self.first().cover(self.last())
    }

    /// Whether one of the fragments holds all of `span`.
    pub fn contains(&self, span: Span) -> bool {
        self.0.iter().any(|own| own.contains(span))
    }

    /// Whether one of the fragments shares a byte with `span`.
    pub fn overlaps(&self, span: Span) -> bool {
        self.0.iter().any(|own| own.overlaps(span))
    }
}

impl From<Span> for Fragments {
    fn from(span: Span) -> Fragments {
        Fragments(vec![span])
    }
}
