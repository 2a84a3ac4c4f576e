//! Whom an article names, and what it says they are: "Foreign Minister Ann Lee", "Ann Lee, a
//! physicist at Delmar". Later "the minister" and "the physicist" go back to her.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use onrecord_article::{Entity, EntityId, EntityKind, Mention, MentionKind, Span, Upos, VerbForm};

use super::mentions::{Mentions, by_name};
use super::nouns::{is_calling, is_going, is_institution, is_press, plain};
use crate::page::Page;

/// Someone or something named at one place.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) id: EntityId,
    pub(super) kind: EntityKind,
    /// The bare name.
    pub(super) name: Span,
    /// Whether it is the subject of a verb.
    pub(super) subject: bool,
    /// What they are: "foreign", "minister".
    pub(super) core: Vec<String>,
    /// All words of the description.
    pub(super) words: Vec<String>,
}

/// All who are named, in order of text.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) all: Vec<Named>,
    ids: HashSet<EntityId>,
    /// What each is said to be.
    roles: HashMap<EntityId, Vec<String>>,
    /// The token of the age of each: "Ann Lee, 52,".
    ages: HashMap<EntityId, String>,
    /// The person named first, by the number in `all`.
    first: Option<usize>,
    /// Places and agencies that stand in a dateline and nowhere else.
    placed: HashSet<EntityId>,
}

/// A description reaches at most this many tokens from the name.
const FAR: usize = 14;
/// Names asked before a phrase, and after it.
const BACK: usize = 48;
const AHEAD: usize = 12;
/// Words kept of what somebody is said to be.
const ROLES: usize = 24;
/// "the young woman"
const CALLED: usize = 2;
/// Those named first stay in mind to the end of an article.
const FIRST: usize = 24;

impl Known {
    pub(super) fn of(page: &Page, mentions: &Mentions) -> Known {
        let mut known = Known::default();
        let lines = datelines(page);
        let mut elsewhere: HashSet<EntityId> = HashSet::new();
        for (mention, id, kind) in mentions.all() {
            if !names(page, mention, *kind) {
                continue;
            }
            if in_dateline(&lines, mention.name)
                || *kind == EntityKind::Person && by_place(page, mention)
            {
                known.placed.insert(*id);
                continue;
            }
            elsewhere.insert(*id);
            known.add(page, mention, *id, *kind);
        }
        known.placed.retain(|id| !elsewhere.contains(id));
        known
    }

    fn add(&mut self, page: &Page, mention: &Mention, id: EntityId, kind: EntityKind) {
        let name = match kind {
            EntityKind::Other => capitals(page, mention.head as usize, mention.span),
            _ => page.tokens_in(mention.name),
        };
        let Some(span) = page.span(name.clone()) else { return };
        if !is_real(page, &name, kind) {
            return;
        }
        let mut named = Named {
            id,
            kind,
            name: span,
            subject: page.relation(mention.head as usize).is_nsubj(),
            core: Vec::new(),
            words: Vec::new(),
        };
        for (tokens, core) in
            [before(page, name.start), after(page, name.end)].into_iter().flatten()
        {
            named.words.extend(tokens.map(|at| plain(page.word(at))));
            if named.words.windows(3).any(|three| three == ["head", "of", "state"]) {
                named.core.push("president".to_owned());
            }
            named.core.extend(core.map(|at| plain(page.word(at))));
        }
        let roles = self.roles.entry(id).or_default();
        let room = ROLES.saturating_sub(roles.len());
        let words = named.core.iter().filter(|word| word.starts_with(char::is_alphabetic));
        roles.extend(words.take(room).cloned());
        if let Some(age) = age(page, name.end) {
            self.ages.entry(id).or_insert(age.to_owned());
        }
        self.ids.insert(id);
        // "By Ann Lee" tells who writes, not of whom.
        let writes = name.start > 0 && page.is(name.start - 1, "by");
        if named.is_person() && !writes {
            self.first.get_or_insert(self.all.len());
        }
        self.all.push(named);
    }

    /// Those without a name, "a woman in a scarf", who are named by the same noun afterwards: "the
    /// woman, **Ann Lee**, said"; each with the one who is named.
    pub(super) fn introduced(
        &self,
        page: &Page,
        entities: &[Entity],
    ) -> HashMap<EntityId, EntityId> {
        let called = self.all.iter().filter(|named| named.is_person()).filter_map(|named| {
            let [the, words @ ..] = named.words.as_slice() else { return None };
            let noun = named.core.last().filter(|_| the == "the" && words.len() <= CALLED)?;
            Some((noun.as_str(), named))
        });
        let mut called: Vec<(&str, &Named)> = called.collect();
        called.sort_by_key(|(noun, named)| (*noun, named.name.start()));
        let nameless = entities.iter().enumerate().filter_map(|(k, entity)| {
            let first = entity.mentions.first().filter(|it| it.kind == MentionKind::Nominal)?;
            let words = page.tokens_in(first.span);
            // "**Kenya's** agriculture secretary"
            let new = page.is_any(words.start, &["a", "an"])
                || words.clone().any(|at| page.is_genitive(at));
            let id = EntityId(k as u32); // fewer entities than bytes
            let noun = plain(page.word(first.head as usize));
            let from = called.partition_point(|(other, named)| {
                (*other, named.name.start()) < (noun.as_str(), first.span.end())
            });
            let (other, named) = called.get(from).filter(|_| new && !self.has(id))?;
            (*other == noun).then_some((id, named.id))
        });
        nameless.collect()
    }

    /// The person named first: whom the article is about.
    pub(super) fn first_person(&self) -> Option<&Named> {
        self.first.and_then(|at| self.all.get(at))
    }

    /// The only person who is named before a byte.
    pub(super) fn sole(&self, byte: usize) -> Option<EntityId> {
        let to = self.all.partition_point(|named| named.name.start() < byte);
        let mut people = self.all[..to].iter().rev().take(BACK).filter(|named| named.is_person());
        let only = people.next()?.id;
        people.all(|named| named.id == only).then_some(only)
    }

    /// The nouns and adjectives by which an article introduces somebody.
    pub(super) fn roles(&self, id: EntityId) -> &[String] {
        self.roles.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    /// How old somebody is said to be.
    pub(super) fn age(&self, id: EntityId) -> Option<&str> {
        self.ages.get(&id).map(String::as_str)
    }

    /// Whether the article calls them by a name.
    pub(super) fn has(&self, id: EntityId) -> bool {
        self.ids.contains(&id)
    }

    /// Whether an entity is only the place or agency of a dateline.
    pub(super) fn is_placed(&self, id: EntityId) -> bool {
        self.placed.contains(&id)
    }

    /// Those named before a byte, the nearest first, then the first of the article.
    pub(super) fn before(&self, byte: usize) -> impl Iterator<Item = &Named> {
        let to = self.all.partition_point(|named| named.name.start() < byte);
        let first = &self.all[..to.min(FIRST)];
        self.all[..to].iter().rev().take(BACK).chain(first)
    }

    /// Those named after a byte.
    pub(super) fn after(&self, byte: usize) -> impl Iterator<Item = &Named> {
        let from = self.all.partition_point(|named| named.name.start() < byte);
        self.all[from..].iter().take(AHEAD)
    }
}

impl Named {
    pub(super) fn is_person(&self) -> bool {
        self.kind == EntityKind::Person
    }

    /// An organization that is no news agency and no paper.
    pub(super) fn is_body(&self, page: &Page) -> bool {
        let last = page.tokens_in(self.name).end.saturating_sub(1);
        !self.is_person() && !is_press(&plain(page.word(last)))
    }

    /// A business, not a union or a ministry.
    pub(super) fn is_business(&self, page: &Page) -> bool {
        self.is_body(page) && !self.is_institution(page)
    }

    /// "the Consumer Safety **Board**"
    pub(super) fn is_institution(&self, page: &Page) -> bool {
        page.tokens_in(self.name).any(|at| is_institution(&plain(page.word(at))))
    }
}

/// "Ann Lee, **52**,"
fn age<'p>(page: &'p Page, name: usize) -> Option<&'p str> {
    let at = name + 1;
    let word = page.word(at);
    let number = (1..=3).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    let closed =
        page.is_mark(at + 1) || page.is_stop(at + 1) || page.is_any(at + 1, &["and", "who"]);
    (page.is_any(name, &[",", "("]) && number && closed).then_some(word)
}

/// People and organizations by name; also what has capitals but was not taken for a name.
fn names(page: &Page, mention: &Mention, kind: EntityKind) -> bool {
    let head = mention.head as usize;
    let capital = page.word(head).starts_with(char::is_uppercase);
    match kind {
        EntityKind::Other => {
            let first = page.tokens_in(mention.span).start;
            // "**Queues** formed"
            let opens = first == head && page.sentence(head).start == head && page.is_plural(head);
            mention.kind == MentionKind::Nominal
                && !opens
                && page.upos(head) == Upos::Propn
                && capital
                && !matches!(page.upos(first), Upos::Det | Upos::Pron)
        }
        _ => by_name(mention),
    }
}

/// The last words with capitals: "drugmaker **Rheinpharm**".
fn capitals(page: &Page, head: usize, span: Span) -> Range<usize> {
    let first = page.tokens_in(span).start;
    let capital = |&at: &usize| page.word(at).starts_with(char::is_uppercase);
    let start = (first..head).rev().take_while(capital).last().unwrap_or(head);
    start..head + 1
}

/// Whether a name names: not "the President", "Head of State".
fn is_real(page: &Page, name: &Range<usize>, kind: EntityKind) -> bool {
    let titled = || {
        let before = name.start.checked_sub(1);
        let article = before.is_some_and(|at| page.is_any(at, &["the", "a", "an"]));
        let of = name.len() == 1 && page.is(name.end, "of");
        article || of || name.clone().any(|at| page.is(at, "of"))
    };
    match kind {
        // "Mr. **Speaker**"
        EntityKind::Person => {
            !(titled() || name.len() == 1 && is_calling(&plain(page.word(name.start))))
        }
        EntityKind::Organization | EntityKind::Other => true,
        _ => false,
    }
}

/// "left the road near Bathurst", "travelled to Dornod": a place, even where it was taken for a
/// person.
fn by_place(page: &Page, mention: &Mention) -> bool {
    let tokens = page.tokens_in(mention.span);
    let Some(before) = tokens.start.checked_sub(1) else { return false };
    let owner = page.is_owner_mark(tokens.end);
    let single = tokens.len() == 1 && !owner;
    let places = ["city", "town", "village", "province", "region", "district", "port"];
    let of = before > 0 && page.is(before, "of") && page.is_any(before - 1, &places);
    single && (of || page.is_any(before, &["in", "near", "at", "around", "outside", "across"]))
        || !owner && page.is_any(before, &["near", "outside", "across"])
        || single && page.is(before, "to") && before > 0 && is_going(page.lemma(before - 1))
}

/// `RAWALPINDI:`, `NIAMEY (Sahel Bureau) –` at the start of the first paragraphs.
fn datelines(page: &Page) -> Vec<Span> {
    let paragraphs = page.analysis.paragraphs().iter().take(4);
    let line = |range: Range<usize>| {
        let end = range
            .clone()
            .take(FAR + 6)
            .find(|&at| page.is_any(at, &[":", "—", "–", "-", "--", "―"]) && page.is_mark(at))?;
        let capital = page.word(range.start).starts_with(char::is_uppercase);
        let plain = (range.start..end).all(|at| !page.is_verb(at) && page.upos(at) != Upos::Pron);
        (capital && plain && end > range.start && range.end > end + 4).then_some(())?;
        page.span(range.start..end)
    };
    paragraphs.filter_map(|range| line(range.start as usize..range.end as usize)).collect()
}

fn in_dateline(lines: &[Span], name: Span) -> bool {
    lines.iter().any(|line| line.contains(name))
}

/// What holds an office together: "minister **for** trade Ann Lee".
const BETWEEN: &[&str] = &["of", "for", "in", "at", "to", "on"];

type Described = (Range<usize>, Range<usize>);

/// "Foreign Minister **Ann Lee**", "the governor of Delmar, **Ann Lee**"
fn before(page: &Page, name: usize) -> Option<Described> {
    let first = page.sentence(name).start.max(name.saturating_sub(FAR));
    // "the president, **Dr.** Ann Lee"
    let styled = name > first + 1
        && page.is(name - 2, ",")
        && page.word(name - 1).ends_with('.')
        && page.word(name - 1).starts_with(char::is_uppercase);
    let name = if styled { name - 1 } else { name };
    let comma = name > first && page.is(name - 1, ",");
    // "the administrative court in **Hamburg**"
    if name > first && page.upos(name - 1) == Upos::Adp {
        return None;
    }
    let end = if comma { name - 1 } else { name };
    // "a post by **Minister** Ann Lee", "the office of **Minister** Ann Lee",
    // but "minister of defense **Gen.** Lee"
    let title = name.checked_sub(1).map(|at| page.word(at)).filter(|word| word.len() > 3);
    let title = title.filter(|word| !word.ends_with('.') && !comma);
    let calling = title.is_some_and(|word| is_calling(&plain(word)));
    let leads = |at: usize| !calling && (comma || page.is_any(at, BETWEEN));
    let mut start = end;
    while start > first {
        let at = start - 1;
        let goes_on = match page.upos(at) {
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Part => true,
            Upos::Adp => leads(at),
            Upos::Punct | Upos::Sym => page.is_any(at, &["-", "(", ")", "&", "."]),
            Upos::Det | Upos::Pron => {
                start = at;
                // "Minister of the Interior Ann Lee"
                if at > first && page.is_any(at - 1, &["of", "for"]) {
                    true
                } else {
                    break;
                }
            }
            _ => false,
        };
        if !goes_on {
            break;
        }
        start = at;
    }
    let determined = matches!(page.upos(start), Upos::Det | Upos::Pron);
    while start < end && page.upos(start) == Upos::Adp {
        start += 1;
    }
    let core = core(page, start..end);
    // "**Iran's** envoy, Ann Lee"
    let owned = start < core.start && is_calling(&plain(page.word(core.end.saturating_sub(1))));
    if start == end || comma && !(determined || owned && page.is_genitive(core.start - 1)) {
        return None;
    }
    Some((start..end, core))
}

/// "**Ann Lee**, a physicist at Delmar,", "**Ann Lee** is the mayor"
fn after(page: &Page, name: usize) -> Option<Described> {
    let last = page.sentence(name.saturating_sub(1)).end.min(name + FAR);
    let set_off = page.is_any(name, &[",", "("]);
    let copula = page.is_any(name, &["is", "was"]) && page.is_any(name + 1, &["a", "an", "the"]);
    if !(set_off || copula) || name + 1 >= last {
        return None;
    }
    let start = name + 1;
    let end = (start..last)
        .find(|&at| {
            page.is_verb(at)
                || page.is_any(at, &[",", ")", ";", ".", "who", "which", "whose", "that"])
                || page.is_quote(at)
        })
        .unwrap_or(last);
    let core = core(page, start..end);
    // "Turning to Ann Lee, **the mayor** said": a subject of its own.
    let subject = page.verb_form(end) == VerbForm::Past && set_off;
    let closed =
        !subject && core.end < end || page.is_mark(end) || page.is_any(end, &["who", "whose"]);
    (closed && !core.is_empty()).then_some((start..end, core))
}

/// The nouns of a description before its first preposition.
fn core(page: &Page, tokens: Range<usize>) -> Range<usize> {
    let end = tokens.clone().find(|&at| page.upos(at) == Upos::Adp || page.is(at, "("));
    let end = end.unwrap_or(tokens.end);
    // "the captain's **widow**" is no captain.
    let owned = (tokens.start..end).rev().find(|&at| page.is_genitive(at));
    let start = owned.map_or(tokens.start, |at| at + 1);
    start.max(end.saturating_sub(4))..end
}
