use onrecord_article::{Entity, EntityId, EntityKind, Mention, MentionKind, Span};

/// The mentions of all entities, by position.
#[derive(Debug)]
pub(crate) struct Mentions {
    all: Vec<(Mention, EntityId, EntityKind)>,
    /// For each mention the furthest end of those up to it.
    reach: Vec<usize>,
}

impl Mentions {
    pub(crate) fn of(entities: &[Entity]) -> Mentions {
        let mut all: Vec<(Mention, EntityId, EntityKind)> = Vec::new();
        for (k, entity) in entities.iter().enumerate() {
            let id = EntityId(k as u32); // fewer entities than bytes
            all.extend(entity.mentions.iter().map(|&mention| (mention, id, entity.kind)));
        }
        all.sort_by_key(|(m, id, _)| (m.span.start(), std::cmp::Reverse(m.span.end()), *id));
        let ends = all.iter().scan(0, |end: &mut usize, (m, ..)| {
            *end = m.span.end().max(*end);
            Some(*end)
        });
        let reach = ends.collect();
        Mentions { all, reach }
    }

    /// All mentions, in order of text.
    pub(crate) fn all(&self) -> &[(Mention, EntityId, EntityKind)] {
        &self.all
    }

    /// The mentions that share a byte with a span.
    pub(crate) fn touching(
        &self,
        span: Span,
    ) -> impl Iterator<Item = &(Mention, EntityId, EntityKind)> {
        let from = self.reach.partition_point(|&end| end <= span.start());
        let to = self.all.partition_point(|(m, ..)| m.span.start() < span.end());
        self.all[from..to.max(from)].iter().filter(move |(m, ..)| m.span.overlaps(span))
    }

    /// The nearest mentions that end before a byte, going back; at most `n` are asked.
    pub(crate) fn back_from(
        &self,
        byte: usize,
        n: usize,
    ) -> impl Iterator<Item = &(Mention, EntityId, EntityKind)> {
        let to = self.all.partition_point(|(m, ..)| m.span.start() < byte);
        self.all[..to].iter().rev().take(n).filter(move |(m, ..)| m.span.end() <= byte)
    }
}

/// Whether a mention is one by name.
pub(crate) fn by_name(mention: &Mention) -> bool {
    mention.kind == MentionKind::Name
}
