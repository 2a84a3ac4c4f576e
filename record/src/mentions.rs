//! Where entities are mentioned, and entities without a row, in few bytes.
//!
//! Numbers are LEB128, signed ones zigzag; all of it is packed with zstd. First, how many entities
//! there are; for each, how many mentions it has, doubled, plus one if it has no row. Then those
//! without a row. Then the mentions, a column after the other: whose it is (how far behind the next
//! entity not seen yet), its flags, and differences: start to the start before, end to start, bare
//! name to both, head to the head before.

use std::io::Read;

use crate::append::words_of;
use crate::rows::{EntityRow, MentionRow, Range, Rows};
use onrecord_article::Article;

/// What is kept packed of a reading's entities.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Mentions {
    /// The mentions of every entity, by number.
    pub(crate) mentions: Vec<Vec<MentionRow>>,
    /// Number and entity, without its mentions: those that have no row of their own.
    pub(crate) unlisted: Vec<(u32, EntityRow)>,
}

/// Kinds of entities that need one number.
const KINDS: [&str; 5] = ["person", "organization", "location", "group", "other"];
const OTHER_KIND: u64 = 7;
/// Flags of an entity, above its kind.
const COUNTRY: u64 = 8;
const SPAN: u64 = 16;
const FIRST: u64 = 32;
const WRITTEN: u64 = 64;
/// Flags of a mention, above its kind.
const LEFT: u64 = 4;
const RIGHT: u64 = 8;

/// What a reading finds is bounded by its text, and that by 4 GiB.
const MOST: u64 = 1 << 30;

/// Packs the mentions of all entities, and the entities that are not `listed`.
pub(crate) fn pack(article: &Article, rows: &Rows, listed: &[bool]) -> std::io::Result<Vec<u8>> {
    let mut out = Numbers(Vec::new());
    out.put(rows.entities.len() as u64);
    for (one, &listed) in rows.entities.iter().zip(listed) {
        out.put((one.mentions.len() as u64) << 1 | u64::from(!listed));
    }
    for (one, _) in rows.entities.iter().zip(listed).filter(|&(_, &listed)| !listed) {
        out.entity(article, one);
    }
    let mut order: Vec<(usize, &MentionRow)> = Vec::new();
    for (number, one) in rows.entities.iter().enumerate() {
        order.extend(one.mentions.iter().map(|mention| (number, mention)));
    }
    // Any order will do that keeps the order of each entity's own mentions.
    if rows.entities.iter().all(|one| one.mentions.is_sorted_by_key(|mention| mention[0])) {
        order.sort_by_key(|(number, mention)| (mention[0], *number));
    }
    let mut columns: [Numbers; 7] = Default::default();
    let (mut next, mut last) = (0i64, [0u32; 2]);
    for (number, &[start, end, name, name_end, head, kind]) in order {
        let number = number as i64;
        columns[0].put_signed(next - number);
        next = next.max(number + 1);
        let (left, right) = (name != start, name_end != end);
        columns[1]
            .put(u64::from(kind & 3) | if left { LEFT } else { 0 } | if right { RIGHT } else { 0 });
        columns[2].put_difference(start, last[0]);
        columns[3].put_difference(end, start);
        if left {
            columns[4].put_difference(name, start);
        }
        if right {
            columns[5].put_difference(end, name_end);
        }
        columns[6].put_difference(head, last[1]);
        last = [start, head];
    }
    for column in columns {
        out.0.extend(column.0);
    }
    zstd::bulk::compress(&out.0, 9)
}

/// What [`pack`] packed; `None` if these are no such bytes, or not of this article.
pub(crate) fn unpack(packed: &[u8], article: &Article) -> Option<Mentions> {
    let mut bytes = Vec::new();
    let unpacked = zstd::stream::read::Decoder::new(packed).ok()?;
    unpacked.take(MOST).read_to_end(&mut bytes).ok()?;
    let mut from = Cursor(&bytes);
    let counts: Vec<u64> = from.list(|from| from.take())?;
    let all = counts.iter().try_fold(0u64, |sum, count| sum.checked_add(count >> 1))?;
    // Each mention takes five bytes or more.
    if all > bytes.len() as u64 {
        return None;
    }
    let mut unlisted: Vec<(u32, EntityRow)> = Vec::new();
    let mut first: Vec<usize> = Vec::new();
    for (number, _) in counts.iter().enumerate().filter(|(_, count)| *count & 1 == 1) {
        let (entity, by_mention) = from.entity(article)?;
        if by_mention {
            first.push(unlisted.len());
        }
        unlisted.push((number as u32, entity));
    }
    let mut next = 0i64;
    let owners = from.times(all, |from| {
        let number = next.checked_sub(from.take_signed()?)?;
        next = next.max(number.checked_add(1)?);
        usize::try_from(number).ok().filter(|&number| number < counts.len())
    })?;
    let flags = from.times(all, Cursor::take)?;
    let mut last = 0u32;
    let starts = from.times(all, |from| {
        last = from.take_difference(last)?;
        Some(last)
    })?;
    let mut mentions: Vec<Vec<MentionRow>> = vec![Vec::new(); counts.len()];
    let mut rows: Vec<MentionRow> = Vec::with_capacity(starts.len());
    for (&start, &flags) in starts.iter().zip(&flags) {
        let end = from.take_difference(start)?;
        rows.push([start, end, start, end, 0, (flags & 3) as u32]);
    }
    for (row, _) in rows.iter_mut().zip(&flags).filter(|(_, flags)| **flags & LEFT != 0) {
        row[2] = from.take_difference(row[0])?;
    }
    for (row, _) in rows.iter_mut().zip(&flags).filter(|(_, flags)| **flags & RIGHT != 0) {
        let right = from.take_signed()?;
        row[3] = u32::try_from(i64::from(row[1]).checked_sub(right)?).ok()?;
    }
    let mut head = 0u32;
    for (row, &owner) in rows.iter_mut().zip(&owners) {
        head = from.take_difference(head)?;
        row[4] = head;
        mentions[owner].push(*row);
    }
    let whole = from.0.is_empty()
        && mentions.iter().zip(&counts).all(|(own, count)| own.len() as u64 == count >> 1);
    for at in first {
        let (number, entity) = &mut unlisted[at];
        let mention = mentions[*number as usize].first()?;
        entity.name_span = Some([mention[2], mention[3]]);
        entity.name = words_of(article, &[[mention[2], mention[3]]]);
    }
    whole.then_some(Mentions { mentions, unlisted })
}

#[derive(Default)]
struct Numbers(Vec<u8>);

impl Numbers {
    fn put(&mut self, mut number: u64) {
        while number >= 128 {
            self.0.push(number as u8 | 128);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn put_signed(&mut self, number: i64) {
        self.put((number << 1 ^ number >> 63) as u64);
    }

    fn put_difference(&mut self, number: u32, from: u32) {
        self.put_signed(i64::from(number) - i64::from(from));
    }

    fn put_words(&mut self, words: &str) {
        self.put(words.len() as u64);
        self.0.extend_from_slice(words.as_bytes());
    }

    /// Flags, then what they do not say: another kind, country, span, name.
    fn entity(&mut self, article: &Article, one: &EntityRow) {
        let kind = KINDS.iter().position(|kind| *kind == one.kind);
        let first = one.mentions.first().map(|mention| [mention[2], mention[3]]);
        let by_text = one.name_span.is_some_and(|span| words_of(article, &[span]) == one.name);
        let by_mention = by_text && one.name_span == first;
        let mut flags = kind.map_or(OTHER_KIND, |kind| kind as u64);
        for (flag, set) in [
            (COUNTRY, one.country.is_some()),
            (SPAN, one.name_span.is_some() && !by_mention),
            (FIRST, by_mention),
            (WRITTEN, !by_text),
        ] {
            flags |= if set { flag } else { 0 };
        }
        self.put(flags);
        if kind.is_none() {
            self.put_words(&one.kind);
        }
        if let Some(country) = &one.country {
            self.put_words(country);
        }
        if let Some([start, end]) = one.name_span.filter(|_| !by_mention) {
            self.put(u64::from(start));
            self.put_difference(end, start);
        }
        if !by_text {
            self.put_words(&one.name);
        }
    }
}

struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn take(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Some(number);
            }
        }
        None
    }

    fn take_signed(&mut self) -> Option<i64> {
        let number = self.take()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    fn take_difference(&mut self, from: u32) -> Option<u32> {
        u32::try_from(i64::from(from).checked_add(self.take_signed()?)?).ok()
    }

    fn take_words(&mut self) -> Option<String> {
        let length = usize::try_from(self.take()?).ok()?;
        let (words, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(words.to_vec()).ok()
    }

    fn list<T>(&mut self, one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.take()?;
        // Each takes a byte or more.
        if length > self.0.len() as u64 { None } else { self.times(length, one) }
    }

    fn times<T>(
        &mut self,
        count: u64,
        mut one: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        (0..count).map(|_| one(self)).collect()
    }

    /// An entity, and whether its name is to be taken from its first mention.
    fn entity(&mut self, article: &Article) -> Option<(EntityRow, bool)> {
        let flags = self.take()?;
        let kind = match flags & 7 {
            OTHER_KIND => self.take_words()?,
            kind => (*KINDS.get(kind as usize)?).to_owned(),
        };
        let country = if flags & COUNTRY != 0 { Some(self.take_words()?) } else { None };
        let name_span: Option<Range> = if flags & SPAN != 0 {
            let start = u32::try_from(self.take()?).ok()?;
            Some([start, self.take_difference(start)?])
        } else {
            None
        };
        let name = match name_span {
            _ if flags & WRITTEN != 0 => self.take_words()?,
            Some(span) => words_of(article, &[span]),
            None => String::new(),
        };
        let entity = EntityRow { name, name_span, kind, country, mentions: Vec::new() };
        Some((entity, flags & FIRST != 0))
    }
}

#[cfg(test)]
mod tests {
    use onrecord_article::Provenance;
    use proptest::prelude::*;

    use super::*;

    fn article() -> Article {
        Article::new("“We resist,” he said — Nicolás left.".into(), Provenance::default()).unwrap()
    }

    fn entity() -> impl Strategy<Value = EntityRow> {
        let mention = prop_oneof![
            (0..40u32, 1..9u32, 0..3u32).prop_map(|(at, n, kind)| [
                at,
                at + n,
                at,
                at + n,
                at,
                kind
            ]),
            (any::<[u32; 5]>(), 0..3u32).prop_map(|([a, b, c, d, e], kind)| [a, b, c, d, e, kind]),
        ];
        let kind = prop_oneof![Just("person".to_owned()), Just("other".to_owned()), ".{0,5}"];
        let country = proptest::option::of("[A-Z]{3}");
        (".{0,8}", proptest::option::of([0..50u32, 0..50u32]), kind, country).prop_flat_map(
            move |(name, name_span, kind, country)| {
                let row = EntityRow { name, name_span, kind, country, mentions: Vec::new() };
                (proptest::collection::vec(mention.clone(), 0..6), any::<[bool; 3]>()).prop_map(
                    move |(mut mentions, [sorted, first, written])| {
                        if sorted {
                            mentions.sort_unstable();
                        }
                        let mut row = EntityRow { mentions, ..row.clone() };
                        if let (true, Some(mention)) = (first, row.mentions.first()) {
                            row.name_span = Some([mention[2], mention[3]]);
                        }
                        if let (true, Some(span)) = (written, row.name_span) {
                            row.name = words_of(&article(), &[span]);
                        }
                        row
                    },
                )
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_unpacked_is_what_was_packed(
            entities in proptest::collection::vec((entity(), any::<bool>()), 0..8)
        ) {
            let (entities, listed): (Vec<EntityRow>, Vec<bool>) = entities.into_iter().unzip();
            let rows = Rows { entities, ..Rows::default() };
            let packed = pack(&article(), &rows, &listed).unwrap();
            let found = unpack(&packed, &article()).unwrap();
            let mentions: Vec<_> = rows.entities.iter().map(|one| one.mentions.clone()).collect();
            prop_assert_eq!(found.mentions, mentions);
            let unlisted: Vec<(u32, EntityRow)> = (0..)
                .zip(&rows.entities)
                .zip(&listed)
                .filter(|&(_, &listed)| !listed)
                .map(|((number, one), _)| (number, EntityRow { mentions: Vec::new(), ..one.clone() }))
                .collect();
            prop_assert_eq!(found.unlisted, unlisted);
        }

        #[test]
        fn no_bytes_do_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = unpack(&bytes, &article());
            let _ = unpack(&zstd::bulk::compress(&bytes, 1).unwrap(), &article());
        }
    }
}
