//! Whom a description stands for: "the minister" is the one who was introduced as a minister,
//! "her sister" the one who was introduced as her sister, "the company" the one named last.

use std::ops::Range;

use onrecord_article::{EntityId, EntityKind, Number, Span, Upos, VerbForm};
use onrecord_language::countries::{self, Called};

use super::named::{Known, Named};
use super::nouns::{
    ends_in_age, is_anyone, is_body, is_female, is_kin, is_plain_body, is_press, is_rank, is_sort,
    is_special, is_style, is_thing, plain,
};
use crate::page::Page;

/// What a noun phrase asks of the one it stands for.
#[derive(Debug)]
pub(super) struct Wanted {
    /// Its noun: "minister".
    pub(super) head: String,
    /// All its words after the article.
    words: Vec<String>,
    /// Somebody's: "her sister".
    owned: bool,
    /// Where it begins: byte, and token; and the token of its noun.
    start: usize,
    first: usize,
    noun: usize,
}

/// "the old man" has as many words after the article; "the man in the tower" has more, and is
/// somebody else than the one named.
const MODIFIERS: usize = 3;
/// Words of a plain description, "-" and all: "the 52-year-old official".
const LONG: usize = 8;
/// Tokens before a phrase in which its noun is looked for.
const REACH: usize = 400;

impl Wanted {
    /// Reads a phrase that goes back to somebody: "the Venezuelan president", "his wife".
    pub(super) fn of(page: &Page, span: Span) -> Option<Wanted> {
        let tokens = page.tokens_in(span);
        let first = tokens.start;
        let owned = page.is_any(first, &["his", "her", "its", "their"]);
        if tokens.len() < 2 || !owned && !page.is(first, "the") {
            return None;
        }
        let run = run(page, first + 1..tokens.end);
        let head = run.clone().next_back()?;
        let (noun, word) = (head, plain(page.word(head)));
        let age = ends_in_age(page, first + 1, head + 1);
        let word = if age { "x-year-old".to_owned() } else { word };
        let of = |word| page.is(head + 1, "of") && page.is(head + 2, word);
        let prime = word == "pm" || word == "head" && of("government");
        let head = match word.as_str() {
            "head" if of("State") => "president".to_owned(),
            _ if prime => "minister".to_owned(),
            _ => word,
        };
        let words = (first + 1..tokens.end.min(first + 12)).map(|at| plain(page.word(at)));
        let prime = prime.then(|| "prime".to_owned());
        let words: Vec<String> = words.chain(prime).collect();
        Some(Wanted { head, words, owned, start: span.start(), first, noun })
    }

    /// Reads how somebody is called to his face: "Mr. President".
    pub(super) fn called(page: &Page, tokens: Range<usize>) -> Option<Wanted> {
        let words: Vec<String> = tokens.clone().map(|at| plain(page.word(at))).collect();
        let head = words.last()?.clone();
        let (first, start) = (tokens.start, page.tokens().get(tokens.start)?.span.start());
        let noun = tokens.end - 1;
        Some(Wanted { head, words, owned: true, start, first, noun })
    }

    /// The person or body meant.
    pub(super) fn find(&self, page: &Page, known: &Known) -> Option<EntityId> {
        if is_thing(&self.head) {
            return None;
        }
        if is_style(&self.head) {
            let people = || known.before(self.start).filter(|named| named.is_person());
            let styled = || people().find(|named| named.words.contains(&self.head));
            return styled().or_else(|| people().next()).map(|named| named.id);
        }
        let found = self.described(known).or_else(|| {
            // "the 48-year-old crane operator"
            let body = is_body(&self.head) && self.age(page).is_none();
            if body { self.body(page, known) } else { self.anyone(page, known) }
        });
        found.map(|named| named.id)
    }

    /// The one introduced by the same noun: the nearest before, or the next one after.
    fn described<'k>(&self, known: &'k Known) -> Option<&'k Named> {
        let fits = |named: &&Named| {
            named.core.contains(&self.head)
                && named.is_person() != is_body(&self.head)
                && self.same_office(named)
        };
        let shared =
            |named: &Named| self.words.iter().filter(|word| named.words.contains(word)).count();
        let before = known.before(self.start).filter(fits).map(|named| (shared(named), named));
        // The first, and so the nearest, of equal ones.
        let best = before.reduce(|a, b| if b.0 > a.0 { b } else { a }).map(|(_, named)| named);
        best.or_else(|| known.after(self.start).find(fits))
    }

    /// Whoever holds an office of the kind: a deputy speaker is called "Mr. Speaker" too.
    pub(super) fn any_office(&self, known: &Known) -> Option<EntityId> {
        let fits = |named: &&Named| named.is_person() && named.core.contains(&self.head);
        let found =
            known.before(self.start).find(fits).or_else(|| known.after(self.start).find(fits));
        found.map(|named| named.id)
    }

    /// "the president" is no vice president, "the foreign minister" no minister of finance.
    fn same_office(&self, named: &Named) -> bool {
        let wanted = self.words.iter().all(|word| !is_special(word) || named.words.contains(word));
        let given = named.words.iter().all(|word| !is_rank(word) || self.words.contains(word));
        wanted && given
    }

    /// "the Fund" has its name from its word, "the company" is the last one named.
    fn body<'k>(&self, page: &Page, known: &'k Known) -> Option<&'k Named> {
        // "the agency" may be another one than that of the news.
        let agency = self.head == "agency" && !self.words.iter().any(|word| word == "news");
        if self.owned || is_press(&self.head) && !agency {
            return None;
        }
        let bodies = || known.before(self.start).filter(|named| named.is_body(page));
        let called = |named: &&Named| {
            let mut name = page.tokens_in(named.name).map(|at| plain(page.word(at)));
            name.any(|word| word == self.head) && !self.is_another(page, named.name)
        };
        bodies().find(called).or_else(|| {
            let businesses = || bodies().filter(|named| named.is_business(page));
            let last = || businesses().find(|named| named.subject).or_else(|| businesses().next());
            let sort = |word: &String| is_sort(word);
            let agency = || bodies().find(|named| named.kind == EntityKind::Organization);
            match self.head.as_str() {
                "agency" => agency(),
                "regulator" | "watchdog" => bodies().find(|named| named.is_institution(page)),
                // "the **central** bank" is not the last firm.
                head if is_plain_body(head) && !self.words.iter().any(sort) => last(),
                _ => None,
            }
        })
    }

    /// Whether what stands before the noun makes it another body than one with this name: "the
    /// **interior** ministry" is no Ministry of Water, "the **ruling** party" no Green Party.
    pub(super) fn is_another(&self, page: &Page, name: Span) -> bool {
        let own =
            |word: &str| page.tokens_in(name).any(|at| plain(page.word(at)).starts_with(word));
        (self.first + 1..self.noun).any(|at| {
            let word = plain(page.word(at));
            let noun = page.upos(at) == Upos::Noun && page.upos(at + 1) == Upos::Noun;
            (noun || is_sort(&word)) && !own(&word)
        })
    }

    /// "the player", "the 52-year-old", "the Ethiopian": the person whom the article is about, its
    /// first, or the next one where none is named before.
    fn anyone<'k>(&self, page: &Page, known: &'k Known) -> Option<&'k Named> {
        let age = self.head.ends_with("-year-old");
        let native = !self.head.ends_with('s')
            && matches!(countries::find(&self.head), Some((_, Called::People)));
        let known_before = self.words.len() <= MODIFIERS && !self.is_introduced(page);
        if self.owned || !(age || (native || is_anyone(&self.head)) && known_before) {
            return None;
        }
        let first = known.first_person()?;
        (first.name.start() < self.start || age).then_some(first)
    }

    /// Whether nothing but the noun and what stands before it says who it is: not "the head of the
    /// mission".
    pub(super) fn is_plain(&self, page: &Page, span: Span) -> bool {
        let tokens = page.tokens_in(span);
        let run = run(page, tokens.start + 1..tokens.end);
        // "the 44-year-old **father of three**"
        let age = self.age(page).is_some();
        // "the member **from Assam**"
        let seat = page.is_any(run.end, &["for", "from"]) && page.upos(run.end + 1) == Upos::Propn;
        let closed = age || seat || run.end == tokens.end || page.is(run.end, ",");
        let owner = run.clone().any(|at| page.is_owner_mark(at));
        !self.owned
            && !owner
            && closed
            && run.len() <= LONG
            && !is_thing(&self.head)
            // "the 48-year-old crane **operator**"
            && (!is_body(&self.head) || age)
    }

    /// Whether somebody was introduced by the same noun.
    pub(super) fn is_said_of(&self, known: &Known) -> bool {
        self.described(known).is_some()
    }

    /// "the player", "the 52-year-old"
    pub(super) fn is_anyone(&self) -> bool {
        is_anyone(&self.head)
    }

    /// The country whose people it names: "the Turkmen leader".
    pub(super) fn country(&self) -> Option<&'static str> {
        let mut words = self.words.iter().take(MODIFIERS);
        words.find_map(|word| match countries::find(&capitalized(word)) {
            Some((country, Called::People)) => Some(country.iso3),
            _ => None,
        })
    }

    pub(super) fn is_head_of_state(&self) -> bool {
        self.words.windows(3).any(|three| three == ["head", "of", "state"])
    }

    /// "the former deputy governor"
    pub(super) fn is_former(&self) -> bool {
        self.words.iter().any(|word| word == "former")
    }

    /// A noun for one person.
    pub(super) fn is_somebody(&self, page: &Page) -> bool {
        let number = page.tokens().get(self.noun).map(|token| token.morph.number);
        let one = number.is_some_and(|it| it != Number::Plural) && !is_body(&self.head);
        one && onrecord_language::is_somebody(&self.head)
    }

    /// "the young man": whatever they do.
    pub(super) fn is_plain_person(&self) -> bool {
        ["man", "woman", "boy", "girl", "teenager"].contains(&self.head.as_str())
    }

    /// The age that a phrase gives: "52" of "the 52-year-old official".
    pub(super) fn age<'p>(&self, page: &'p Page) -> Option<&'p str> {
        let year = (self.first + 2..self.first + LONG).find(|&at| page.is(at, "year"))?;
        let age = (self.first + 1..year).map(|at| page.word(at));
        age.into_iter().find(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// Whether somebody without name was called so before: "a herder".
    pub(super) fn is_introduced(&self, page: &Page) -> bool {
        let end = self.first;
        (end.saturating_sub(REACH)..end).any(|at| {
            let definite = at > 0 && page.is_any(at - 1, &["the", "old", "young"]);
            page.upos(at) == Upos::Noun && !definite && plain(page.word(at)) == self.head
        })
    }

    /// Whether the one meant may be named a sentence later: "her husband said", "the governor
    /// announced".
    pub(super) fn is_person(&self) -> bool {
        !is_body(&self.head) && !is_thing(&self.head)
    }

    pub(super) fn is_kin(&self) -> bool {
        is_kin(&self.head)
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The nouns and adjectives that begin a range.
fn run(page: &Page, tokens: Range<usize>) -> Range<usize> {
    let joins = |&at: &usize| {
        // "the **convicted** man"
        let participle = page.upos(at) == Upos::Verb
            && matches!(page.verb_form(at), VerbForm::PastParticiple | VerbForm::Gerund)
            && (page.upos(at + 1) == Upos::Noun || at + 1 == tokens.end);
        participle
            || matches!(page.upos(at), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num)
            || page.is(at, "-")
            || page.is_genitive(at)
            || page.is_any(at, &["'", "’"]) && page.is_noun(at + 1)
    };
    let end = tokens.clone().take_while(joins).last().map_or(tokens.start, |last| last + 1);
    tokens.start..end
}

/// Whether the words of a phrase say that it is a woman's (`true`) or a man's.
pub(super) fn gender(page: &Page, span: Span) -> Option<bool> {
    page.tokens_in(span).take(12).find_map(|at| is_female(page.word(at)))
}
