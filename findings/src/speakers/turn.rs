//! Statements in turn: who speaks in the next one, and to whom, once those before it are known.

use std::ops::Range;

use onrecord_article::{Addressee, EntityId, Span};

use super::resolve::Cast;
use super::{Voice, addressee, before, epithets, partner, resolve, vocative};
use crate::page::Page;
use crate::statements::draft::Draft;

/// A question is answered at most this many statements later.
const ANSWER: usize = 4;

/// The statement whose turn it is.
pub(super) struct Turn<'a> {
    pub(super) page: &'a Page<'a>,
    pub(super) drafts: &'a [(Draft, Option<usize>)],
    /// Of the statements before it.
    pub(super) voices: &'a [Voice],
    pub(super) draft: &'a Draft,
    pub(super) within: Option<usize>,
}

impl Turn<'_> {
    pub(super) fn voice(&self, cast: &mut Cast) -> Voice {
        let speaker = resolve::speaker(cast, self.drafts, self.voices);
        let holding = self.within.and_then(|k| self.holding(k));
        let (speaker, told) = match addressee::written(self.page, self.draft, holding) {
            Some(span) => {
                let (speaker, told) = self.told(cast, span, speaker);
                (speaker, Some(told))
            }
            None => (speaker, None),
        };
        let addressee = self.called(cast, told, speaker).or(told);
        let addressee = addressee.or_else(|| self.unsaid(cast, speaker));
        Voice { speaker, addressee, outermost: self.within.is_none() }
    }

    /// Whom the words stand for that say who is told. What they tell of the speaker counts too: hardly
    /// anybody speaks to himself.
    fn told(
        &self,
        cast: &mut Cast,
        span: Span,
        speaker: Option<EntityId>,
    ) -> (Option<EntityId>, Addressee) {
        let &Turn { page, drafts, voices, draft, within } = self;
        let around = within.map(|k| voices[k]);
        let entity = addressee::whom(page, cast, span, around, speaker);
        let speaker = self.not_itself(span, entity, speaker).or(speaker);
        let outermost = within.is_none();
        // "replied to **the boy**"
        let again = |cast: &mut Cast| {
            epithets::described_again(cast, drafts, voices, span, entity, speaker)
        };
        let entity = if outermost { again(cast).or(entity) } else { entity };
        let entity = before::client(cast, drafts, voices, span).or(entity);
        let told = Addressee { span: Some(span), entity };
        let not_told = |cast: &mut Cast| partner::not_told(page, cast, draft, told, speaker);
        let speaker = if outermost { not_told(cast).or(speaker) } else { speaker };
        let told = partner::other_than(page, cast, told, speaker);
        let told = match (within, around) {
            (Some(k), Some(around)) => {
                partner::by_holder(page, cast, told, speaker, around, drafts[k].0.source)
            }
            _ => partner::by_turn(page, cast, drafts, voices, told, speaker),
        };
        (speaker, told)
    }

    /// “..., Basile,” he says **to his brother**: to Basile.
    fn called(
        &self,
        cast: &Cast,
        told: Option<Addressee>,
        speaker: Option<EntityId>,
    ) -> Option<Addressee> {
        let told = told.unwrap_or(Addressee { span: None, entity: None });
        if told.entity.is_some_and(|id| cast.is_named(id)) {
            return None;
        }
        let &Turn { page, drafts, voices, draft, .. } = self;
        let you = told.span.is_some() || partner::says_you(page, drafts, voices.len());
        let called = vocative::called(page, cast, draft, speaker, you)?;
        Some(Addressee { entity: Some(called), ..told })
    }

    /// Who is spoken to where no word says it.
    fn unsaid(&self, cast: &mut Cast, speaker: Option<EntityId>) -> Option<Addressee> {
        let &Turn { page, drafts, voices, draft, .. } = self;
        let at = voices.len();
        vocative::group(page, draft)
            .and_then(|span| cast.add(page, span))
            .or_else(|| partner::by_reply(page, cast, drafts, at, speaker))
            .or_else(|| partner::by_you(page, cast, drafts, at, voices, speaker))
            .map(|id| Addressee { span: None, entity: Some(id) })
    }

    /// "In its reply to the regulator, **it** blamed a supplier": the other one of those who spoke or
    /// were spoken to last.
    fn not_itself(
        &self,
        told: Span,
        entity: Option<EntityId>,
        speaker: Option<EntityId>,
    ) -> Option<EntityId> {
        let page = self.page;
        let source = self.draft.source_tokens(page);
        let it = source.len() == 1 && page.is_any(source.start, &["it", "they"]);
        let named = page.tokens_in(told).len() > 1;
        let same = it && named && entity.is_some() && entity == speaker;
        let last = self.voices.iter().rev().find(|voice| voice.outermost).filter(|_| same)?;
        let addressed = last.addressee.and_then(|told| told.entity);
        [last.speaker, addressed].into_iter().flatten().find(|&id| Some(id) != speaker)
    }

    /// The tokens of the piece of the holder's content that this statement's cue stands in.
    fn holding(&self, holder: usize) -> Option<Range<usize>> {
        let (holder, _) = self.drafts.get(holder)?;
        let cue = self.draft.cue?;
        let pieces = holder.content.spans();
        let piece = pieces.get(pieces.partition_point(|piece| piece.end() <= cue.start()))?;
        piece.overlaps(cue).then(|| self.page.tokens_in(*piece))
    }
}

/// Who was asked is known once the answer has its speaker: "Asked if it was safe, **she** smiled". The
/// answer is the last one with a voice.
pub(super) fn asked_before(
    page: &Page,
    cast: &mut Cast,
    drafts: &[(Draft, Option<usize>)],
    voices: &mut [Voice],
) {
    let Some(last) = voices.len().checked_sub(1) else { return };
    let (speaker, answer) = (voices[last].speaker, &drafts[last].0);
    for at in voices.len().saturating_sub(ANSWER)..voices.len() {
        let same = |told: &&mut Addressee| told.span.is_some() && told.span == answer.source;
        if let Some(told) = voices[at].addressee.as_mut().filter(same) {
            told.entity = speaker.or(told.entity);
        } else if voices[at].addressee.is_none() {
            let speaker = |answer: usize| voices.get(answer).and_then(|voice| voice.speaker);
            voices[at].addressee = addressee::by_answer(page, cast, drafts, at, speaker);
        }
    }
}
