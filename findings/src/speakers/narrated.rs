//! Whom "he" and "she" stand for where the report itself says so, outside quotation marks: the
//! subject of what was told last, and who spoke last, before those who only appear in somebody's
//! words.

use onrecord_article::{EntityId, EntityKind, MentionKind, Relation, Span, Upos};
use onrecord_language::PREDICATE_LINKS;

use super::Voice;
use super::addressee::is_listed;
use super::before::{is_she, may_be};
use super::framed::is_asked;
use super::mentions::by_name;
use super::resolve::Cast;
use crate::page::Page;
use crate::phrases::head_of;
use crate::statements::draft::Draft;

/// Mentions that are asked, the nearest first.
const BACK: usize = 48;
/// Statements whose contents are asked for a mention.
const STATEMENTS: usize = 12;
/// Statements back of which one may be what was asked in the same sentence.
const FEW: usize = 3;
/// Words before somebody who begins a sentence.
const OPENING: usize = 10;
/// Marks and words before the first pronoun of what somebody says.
const FIRST: usize = 3;
/// Sentences and paragraphs that are counted between a mention and the pronoun.
const FAR: usize = 20;

const SHE: &[&str] = &["she", "her", "herself"];
const HE: &[&str] = &["he", "him", "his", "himself"];

type Drafts = [(Draft, Option<usize>)];

/// What speaks for and against a candidate.
const SUBJECT: i32 = 30;
const SPEAKER: i32 = 6;
const BY_NAME: i32 = 8;
/// A noun that is not known to be somebody's.
const PERHAPS: i32 = 0;
const SAME_GENDER: i32 = 10;
const SOUND: i32 = 8;
/// The subject of a clause beside the main one.
const ASIDE: i32 = 18;
const TOLD_BY_OTHERS: i32 = -35;
const SENTENCE: i32 = -18;
const PARAGRAPH: i32 = -8;
const SPOKEN_OF: i32 = -30;
/// Who stands further back is left to other rules.
const LEAST: i32 = -100;

/// The person that a single "he" or "she" in the words of the report stands for.
pub(super) fn he_or_she(
    cast: &mut Cast,
    drafts: &Drafts,
    voices: &[Voice],
    source: Span,
) -> Option<EntityId> {
    if cast.page.quotation_at(source.start()).is_some() {
        return None;
    }
    let female = is_she(cast.page, source)?;
    let id = salient(cast, drafts, voices, source, Some(female), |_| Some(0))?;
    cast.learn_gender(id, female);
    Some(id)
}

/// The person told of or quoted last before a source, of that gender where one is asked for.
/// `fits` says what speaks for somebody besides, and leaves out whom it cannot be.
pub(super) fn salient(
    cast: &Cast,
    drafts: &Drafts,
    voices: &[Voice],
    source: Span,
    female: Option<bool>,
    fits: impl Fn(EntityId) -> Option<i32>,
) -> Option<EntityId> {
    let page = cast.page;
    let at = page.tokens_in(source).start;
    let own = drafts.get(voices.len()).map(|(draft, _)| draft);
    let asker = asker(page, drafts, voices, source);
    let own_source = own.filter(|own| own.source == Some(source));
    let replies = own_source
        .is_some_and(|own| own.cue_tokens(page).any(|at| is_listed(page, at, "replying to")));
    // “...,” he answered **her**. “...,” she retorted: who replies is not the one who spoke to him.
    let last = voices.iter().rev().find(|voice| voice.outermost).filter(|_| replies);
    let last = last.filter(|voice| voice.addressee.is_some_and(|told| told.entity.is_some()));
    let asker = asker.or_else(|| last.and_then(|voice| voice.speaker));
    let spoken_of = female.map_or_else(Vec::new, |female| spoken_of(cast, own, female));
    let mut best: Option<(i32, EntityId)> = None;
    let mut offer = |id: EntityId, span: Span, head: usize, subject: i32, bonus: i32| {
        let Some(fit) = fits(id).filter(|_| Some(id) != asker) else { return };
        let fit = if spoken_of.contains(&id) { fit + SPOKEN_OF } else { fit };
        let told = told(cast, drafts, voices, span, own);
        let gender = match female {
            Some(_) if cast.is_female(id) == female => SAME_GENDER,
            Some(female) => {
                cast.sounds_female(id).map_or(0, |it| if it == female { SOUND } else { -SOUND })
            }
            None => 0,
        };
        let score = told
            + distance(page, head, at)
            + fit
            + bonus
            + gender
            + match told {
                0 => subject,
                _ if page.quotation_at(span.start()).is_none() => subject / 2,
                _ => 0,
            };
        if score > LEAST && best.is_none_or(|(other, _)| score > other) {
            best = Some((score, id));
        }
    };
    let near = voices.iter().zip(drafts).rev().take(STATEMENTS);
    for (voice, (draft, _)) in near.filter(|(voice, _)| voice.outermost) {
        let Some((id, written)) = voice.speaker.zip(draft.source) else { continue };
        let Some(head) = head_of(page, page.tokens_in(written)) else { continue };
        if written.end() <= source.start() && may_be(cast, id, written, female) {
            let thing = cast.kind(id) == Some(EntityKind::Other)
                && page.upos(head) == Upos::Noun
                && !page.word(head).starts_with(char::is_uppercase);
            let subject = if is_aside(page, head) { ASIDE } else { SUBJECT };
            offer(id, written, head, subject, if thing { PERHAPS } else { SPEAKER });
        }
    }
    for (mention, id, kind) in cast.mentions.back_from(source.start(), BACK) {
        let id = cast.settled(*id);
        // "The envoy called it timely. **He** added": who was introduced as an ambassador.
        let id = match mention.kind {
            MentionKind::Nominal if !cast.is_named(id) => {
                cast.described(mention.span, None).unwrap_or(id)
            }
            _ => id,
        };
        let head = mention.head as usize;
        let pronoun = mention.kind == MentionKind::Pronoun;
        let agrees = match female {
            _ if !pronoun => may_be(cast, id, mention.span, female),
            Some(true) => page.is_any(head, SHE),
            Some(false) => page.is_any(head, HE),
            None => page.is_any(head, SHE) || page.is_any(head, HE),
        };
        let person = *kind == EntityKind::Person && !cast.known.is_placed(id);
        let quoted = cast.is_quoted(id) || pronoun && cast.is_open(id);
        let gender = female.is_none_or(|female| cast.may_be_female(id, female));
        let said_of = mention.kind == MentionKind::Nominal && is_said_of(page, mention.span);
        if agrees && person && !quoted && gender && !said_of {
            let subject = match () {
                () if is_aside(page, head) => ASIDE,
                () if is_subject(page, head) || opens(page, mention.span) => SUBJECT,
                () => 0,
            };
            offer(id, mention.span, head, subject, if by_name(mention) { BY_NAME } else { 0 });
        }
    }
    best.map(|(_, id)| id)
}

/// "Asked **by a reporter** why, she sighed": who asks is not the one who answers in the sentence.
pub(super) fn asker(
    page: &Page,
    drafts: &Drafts,
    voices: &[Voice],
    source: Span,
) -> Option<EntityId> {
    let sentence = page.sentence(page.tokens_in(source).start);
    let mut near = voices.iter().zip(drafts).rev().take(FEW);
    near.find_map(|(voice, (draft, _))| {
        let cue = draft.cue_tokens(page);
        let asked = sentence.contains(&cue.start) && is_asked(page, cue);
        voice.speaker.filter(|_| asked && draft.source.is_some_and(|by| by != source))
    })
}

/// Whether a noun says what somebody is: "lost her job as **coach**", "is **one** of the best".
fn is_said_of(page: &Page, noun: Span) -> bool {
    let first = page.tokens_in(noun).start;
    first > 0 && page.is_any(first - 1, PREDICATE_LINKS)
}

/// The head of a subject, or of what is set beside one: "The editor, **Ann Lee**, was asked".
fn is_subject(page: &Page, head: usize) -> bool {
    let subject = |at: usize| page.relation(at).is_nsubj();
    let beside = page.relation(head) == Relation::Appos;
    subject(head) || beside && page.analysis.head(head).is_some_and(subject)
}

/// The subject of a clause beside the main one: "after **his agent** had agreed".
fn is_aside(page: &Page, head: usize) -> bool {
    let verb = page.analysis.head(head).filter(|_| page.relation(head).is_nsubj());
    verb.is_some_and(|verb| {
        matches!(page.relation(verb), Relation::Advcl | Relation::Acl | Relation::AclRelcl)
    })
}

/// Whether a mention begins a sentence, with nothing but a description before it: "The arbitrator,
/// retired judge **Ann Lee**, had".
fn opens(page: &Page, mention: Span) -> bool {
    let at = page.tokens_in(mention).start;
    let first = page.sentence(at).start;
    let front = page.upos(first) == Upos::Adp || page.upos(first) == Upos::Sconj;
    at - first <= OPENING && (at == first || !front) && !(first..at).any(|at| page.is_verb(at))
}

/// What it takes from a mention that it stands in somebody's words, and more if those are the very
/// words whose speaker is looked for.
fn told(cast: &Cast, drafts: &Drafts, voices: &[Voice], mention: Span, own: Option<&Draft>) -> i32 {
    let holds = |draft: &Draft| draft.content.spans().iter().any(|said| said.contains(mention));
    if own.is_some_and(holds) {
        return 2 * TOLD_BY_OTHERS;
    }
    let quoted = cast.page.quotation_at(mention.start()).is_some();
    let near = voices.iter().zip(drafts).rev().take(STATEMENTS);
    let said = || near.into_iter().any(|(voice, (draft, _))| voice.outermost && holds(draft));
    if quoted || said() { TOLD_BY_OTHERS } else { 0 }
}

/// “**She** is kind,” he said: those of whom the words of a statement speak by the other pronoun, where
/// nothing else says whether they are he or she.
fn spoken_of(cast: &Cast, own: Option<&Draft>, female: bool) -> Vec<EntityId> {
    let other = if female { HE } else { SHE };
    let Some(own) = own else { return Vec::new() };
    let words = cast.page.tokens_in(own.content.first());
    let inside = cast.mentions.touching(own.content.first());
    let pronouns = inside.filter(|(m, ..)| {
        let at = m.head as usize;
        let first = m.kind == MentionKind::Pronoun && at <= words.start + FIRST;
        first && cast.page.is_any(at, other) && cast.page.relation(at).is_nsubj()
    });
    pronouns.map(|(_, id, _)| *id).filter(|&id| cast.is_female(id).is_none()).collect()
}

/// How far a mention is: sentences of the report, those between quotation marks left out, and
/// paragraphs.
fn distance(page: &Page, head: usize, at: usize) -> i32 {
    let number = |ranges: &[std::ops::Range<u32>], token: usize| {
        ranges.partition_point(|range| range.end as usize <= token)
    };
    let sentences = page.analysis.sentences();
    let (from, to) = (number(sentences, head), number(sentences, at));
    let between = sentences.get(from + 1..to).unwrap_or_default().iter().take(FAR);
    let told = between.filter(|range| {
        let first = page.tokens()[range.start as usize].span;
        page.quotation_at(first.start()).is_none() && !page.is_quote(range.start as usize)
    });
    let sentences = told.count() + usize::from(from != to);
    let paragraphs = page.analysis.paragraphs();
    let paragraphs = number(paragraphs, at) - number(paragraphs, head).min(number(paragraphs, at));
    sentences as i32 * SENTENCE + paragraphs.min(FAR) as i32 * PARAGRAPH
}
