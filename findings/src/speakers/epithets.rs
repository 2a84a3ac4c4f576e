//! What somebody who was just told of is called next: "the 52-year-old", "the Tunisian", "the envoy"
//! for an ambassador, "the nurse" for one whose work was not said.

use onrecord_article::{EntityId, EntityKind, Span};
use onrecord_language::countries::{self, Called};

use super::Voice;
use super::addressee::is_listed;
use super::described::{Wanted, gender};
use super::narrated::salient;
use super::nouns::{is_calling, stands_for};
use super::resolve::Cast;
use crate::page::Page;
use crate::statements::draft::Draft;

/// What speaks for somebody: their age, country or kind of work was said, or nothing of the sort.
const SAID: i32 = 60;
const UNSAID: i32 = 0;
const FIRST: i32 = 12;
/// So that a sentence or two between them are too many.
const DOUBTFUL: i32 = -105;

/// "counterpart", "visitor": one of two who talk.
pub(super) fn is_side(page: &Page, noun: usize) -> bool {
    !page.is_plural(noun) && is_listed(page, noun, "side")
}

/// "her opposite number"
const SIDE: usize = 3;

/// The person named before whom the words of a source describe, where nobody was introduced by
/// the same noun; `but` is somebody else.
pub(super) fn described_again(
    cast: &mut Cast,
    drafts: &[(Draft, Option<usize>)],
    voices: &[Voice],
    source: Span,
    found: Option<EntityId>,
    but: Option<EntityId>,
) -> Option<EntityId> {
    let page = cast.page;
    let wanted = Wanted::of(page, source).filter(|wanted| wanted.is_plain(page, source))?;
    let named = found.is_some_and(|id| cast.is_named(id));
    if wanted.is_introduced(page) || named && wanted.is_said_of(&cast.known) {
        return None;
    }
    let female = gender(page, source).or_else(|| self_called(page, drafts, voices.len()));
    let age = wanted.age(page);
    let country = match countries::find(&wanted.head) {
        Some((country, Called::People)) => Some(country.iso3),
        _ => None,
    };
    let person = found.and_then(|id| cast.kind(id)) == Some(EntityKind::Person);
    let anyone = wanted.is_anyone() || age.is_some();
    // There is more than one minister.
    let office = ["politician", "official"].iter().any(|kind| stands_for(kind, &wanted.head));
    let human = person || wanted.is_somebody(page);
    let sole = cast
        .known
        .sole(source.start())
        .filter(|_| wanted.is_somebody(page) && (!office || wanted.is_former()));
    if !anyone && country.is_none() && (named || !human && sole.is_none()) {
        return None;
    }
    let found = salient(cast, drafts, voices, source, female, |id| {
        if Some(id) == but {
            return None;
        }
        if !cast.is_named(id) {
            // "A spokesman denied it. **The official** said"
            let noun = cast.noun(id)?;
            return stands_for(&wanted.head, &noun).then_some(SAID);
        }
        let roles = cast.known.roles(id);
        let called = roles.iter().any(|role| stands_for(&wanted.head, role));
        if let Some(age) = age {
            let role = if called { SAID } else { UNSAID };
            // Ages are told of whom the article is about.
            let first = cast.known.first_person().is_some_and(|first| first.id == id);
            let role = if first { role + FIRST } else { role };
            return Some(role + agreement(cast.known.age(id), age)?);
        }
        if let Some(country) = country {
            return agreement(cast.country(id), country);
        }
        if called {
            return Some(SAID);
        }
        // "the singer" may be one whose work was not said; "the judge" is somebody else.
        let other = !wanted.is_plain_person() && roles.iter().any(|role| is_calling(role));
        if sole == Some(id) && roles.is_empty() && !anyone {
            return Some(UNSAID);
        }
        // "the farmer" is the one of whom was told last, if nothing was said of what he does.
        let fits = anyone && !other || human && !office && !named && roles.is_empty();
        fits.then_some(if anyone { UNSAID } else { DOUBTFUL })
    })?;
    // Who was "the Finn" is not "the Tunisian" later.
    if let Some(country) = country {
        cast.learn_country(found, country);
    }
    Some(found)
}

/// "**her visitor** agreed", "retorted **her counterpart**": the other party of a talk, and not she.
pub(super) fn other_side(
    cast: &Cast,
    drafts: &[(Draft, Option<usize>)],
    voices: &[Voice],
    source: Span,
    found: Option<EntityId>,
) -> Option<EntityId> {
    let page = cast.page;
    let tokens = page.tokens_in(source);
    let last = tokens.end.saturating_sub(1);
    let side = page.is_any(tokens.start, &["his", "her"]) && is_side(page, last);
    let named = found.is_some_and(|id| cast.is_named(id));
    if !side || named || tokens.len() > SIDE {
        return None;
    }
    let owner = page.is(tokens.start, "her");
    let owner = salient(cast, drafts, voices, source, Some(owner), |_| Some(0))?;
    salient(cast, drafts, voices, source, None, |id| {
        (id != owner && cast.is_named(id)).then_some(0)
    })
}

/// "the Indian said **he** was lucky": whether who speaks is "she", if it is not said word by word.
fn self_called(page: &Page, drafts: &[(Draft, Option<usize>)], at: usize) -> Option<bool> {
    let (draft, _) = drafts.get(at)?;
    let words = page.tokens_in(draft.content.first());
    let first = words.start + usize::from(page.is(words.start, "that"));
    let told = page.quotation_at(page.tokens().get(first)?.span.start()).is_none();
    let person = told && page.is_any(first, &["he", "she"]);
    person.then(|| page.is(first, "she"))
}

/// What it says for somebody that something like what is wanted was said of them; `None` if it was
/// something else.
fn agreement<T: PartialEq>(said: Option<T>, wanted: T) -> Option<i32> {
    match said {
        Some(said) => (said == wanted).then_some(SAID),
        None => Some(UNSAID),
    }
}
