use std::ops::Range;

use onrecord_article::{Fragments, Span};

use crate::page::Page;

/// A statement in the making: spans may still move, the speaker is not yet known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Draft {
    pub(crate) source: Option<Span>,
    pub(crate) cue: Option<Span>,
    pub(crate) content: Fragments,
    /// The one addressed, where a rule has seen it.
    pub(crate) told: Option<Span>,
    /// Whether the speaker is that of the statement before: a quotation that stands alone.
    pub(crate) inherits: bool,
    /// Whether the words are the speaker's own although no marks stand around them: a turn in a
    /// transcript.
    pub(crate) verbatim: bool,
    /// The rule or model that found it.
    pub(crate) by: &'static str,
    /// How often that is right, in thousandths.
    pub(crate) probability: u16,
}

impl Draft {
    pub(crate) fn new(by: &'static str, probability: u16, content: Span) -> Draft {
        let content = Fragments::from(content);
        let (source, cue, told, inherits, verbatim) = (None, None, None, false, false);
        Draft { source, cue, content, told, inherits, verbatim, by, probability }
    }

    pub(crate) fn source(self, source: Option<Span>) -> Draft {
        Draft { source, ..self }
    }

    pub(crate) fn cue(self, cue: Option<Span>) -> Draft {
        Draft { cue, ..self }
    }

    /// Adds pieces to the content.
    pub(crate) fn extend(&mut self, more: &[Span]) {
        let all = self.content.spans().iter().chain(more).copied();
        if let Some(content) = Fragments::new(all.collect()) {
            self.content = content;
        }
    }

    /// Takes away the pieces that share a byte with a span; `false` if none would be left.
    pub(crate) fn remove(&mut self, span: Span) -> bool {
        let pieces = self.content.spans().iter().copied().filter(|piece| !piece.overlaps(span));
        let left = Fragments::new(pieces.collect());
        left.map(|content| self.content = content).is_some()
    }

    /// The tokens of the cue.
    pub(crate) fn cue_tokens(&self, page: &Page) -> Range<usize> {
        self.cue.map_or(0..0, |cue| page.tokens_in(cue))
    }

    /// The tokens of the source.
    pub(crate) fn source_tokens(&self, page: &Page) -> Range<usize> {
        self.source.map_or(0..0, |source| page.tokens_in(source))
    }
}

/// What the contents of some drafts cover, for questions by position.
#[derive(Debug, Default)]
pub(crate) struct Covered(Vec<Span>);

impl Covered {
    pub(crate) fn by(drafts: &[Draft]) -> Covered {
        Covered::of(drafts.iter().flat_map(|draft| draft.content.spans().iter().copied()))
    }

    pub(crate) fn of(spans: impl Iterator<Item = Span>) -> Covered {
        let mut spans: Vec<Span> = spans.collect();
        spans.sort_unstable();
        let mut joined: Vec<Span> = Vec::new();
        for span in spans {
            match joined.last_mut() {
                Some(last) if span.start() <= last.end() => *last = last.cover(span),
                _ => joined.push(span),
            }
        }
        Covered(joined)
    }

    /// How many bytes of a span are covered.
    pub(crate) fn bytes(&self, span: Span) -> usize {
        let from = self.0.partition_point(|own| own.end() <= span.start());
        self.0[from..]
            .iter()
            .take_while(|own| own.start() < span.end())
            .map(|own| own.end().min(span.end()) - own.start().max(span.start()))
            .sum()
    }

    /// Whether any of it is covered.
    pub(crate) fn touches(&self, span: Span) -> bool {
        let from = self.0.partition_point(|own| own.end() <= span.start());
        self.0.get(from).is_some_and(|own| own.overlaps(span))
    }
}

/// Which draft holds what, for questions by position: outermost contents only.
#[derive(Debug)]
pub(crate) struct Holders(Vec<(Span, usize)>);

impl Holders {
    pub(crate) fn of(drafts: &[Draft]) -> Holders {
        let mut spans: Vec<(Span, usize)> = Vec::new();
        for (k, draft) in drafts.iter().enumerate() {
            spans.extend(draft.content.spans().iter().map(|&span| (span, k)));
        }
        spans.sort_by_key(|(span, k)| (span.start(), std::cmp::Reverse(span.end()), *k));
        let mut outermost: Vec<(Span, usize)> = Vec::new();
        for (span, k) in spans {
            if outermost.last().is_none_or(|(last, _)| !last.contains(span)) {
                outermost.push((span, k));
            }
        }
        Holders(outermost)
    }

    /// The last content that begins before a byte.
    pub(crate) fn before(&self, byte: usize) -> Option<(Span, usize)> {
        let after = self.0.partition_point(|(span, _)| span.start() < byte);
        after.checked_sub(1).map(|k| self.0[k])
    }

    /// The contents that share a byte with a span, the last ones first; at most `n` are asked.
    pub(crate) fn touching(
        &self,
        span: Span,
        n: usize,
    ) -> impl Iterator<Item = (Span, usize)> + '_ {
        let to = self.0.partition_point(|(own, _)| own.start() < span.end());
        self.0[..to].iter().rev().take(n).filter(move |(own, _)| own.overlaps(span)).copied()
    }
}
