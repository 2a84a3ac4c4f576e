//! Frames: what the encoder reads at once. Whole paragraphs as long as they fit; a paragraph that
//! does not is cut where a sentence begins, and where one of these is too long as well, between
//! tokens.

use std::ops::Range;

use super::wordpiece::{LONGEST_WORD, Piece, Vocabulary};
use crate::fast::roles::decode;
use crate::fast::roles::words::Words;

/// A frame holds so many pieces, without those that begin and end it. Longer ones, as in training,
/// take longer and read no better.
pub const FRAME: usize = 192;

/// What the encoder is asked about one piece.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Input {
    pub piece: Piece,
    /// [`shape`](crate::fast::roles::words::Word::shape) of the word.
    pub shape: u8,
    /// [`quote`](crate::fast::roles::words::Word::quote) of the word.
    pub quote: u8,
}

/// What the encoder reads at once.
#[derive(Debug, Default)]
pub struct Frame {
    pub inputs: Vec<Input>,
    /// The tokens it scores.
    pub tokens: Range<usize>,
    /// For each of these, where its first piece stands.
    pub places: Vec<usize>,
}

/// Cuts a text. `written` is each token as it stands there.
pub fn frames<'a>(
    words: &Words,
    written: impl Fn(usize) -> &'a str,
    vocabulary: &Vocabulary,
) -> Vec<Frame> {
    let count = words.words.len();
    let mut pieces = Vec::with_capacity(count + count / 4);
    let mut ends = Vec::with_capacity(count + 1);
    ends.push(0);
    for token in 0..count {
        vocabulary.cut(written(token), &mut pieces);
        ends.push(pieces.len());
    }
    let size = |token: usize| ends[token + 1] - ends[token];
    let mut begins = vec![false; count];
    let mut units = Vec::new();
    for window in decode::windows(words) {
        begins[window.start as usize] = true;
        cut(window.start as usize..window.end as usize, words, size, &mut units);
    }
    let mut frames: Vec<Frame> = Vec::new();
    for unit in units {
        let all = ends[unit.end] - ends[unit.start] + usize::from(begins[unit.start]);
        match frames.last_mut() {
            // One piece begins the frame; the one that ends it is added below.
            Some(frame) if frame.inputs.len() - 1 + all <= FRAME => frame.tokens.end = unit.end,
            _ => {
                let first = Input { piece: vocabulary.start, shape: 0, quote: 0 };
                frames.push(Frame {
                    inputs: vec![first],
                    tokens: unit.clone(),
                    places: Vec::new(),
                });
            }
        }
        let Some(frame) = frames.last_mut() else { continue };
        for token in unit {
            if begins[token] {
                frame.inputs.push(Input { piece: vocabulary.paragraph, shape: 0, quote: 0 });
            }
            frame.places.push(frame.inputs.len());
            let word = &words.words[token];
            frame.inputs.extend(pieces[ends[token]..ends[token + 1]].iter().map(|&piece| Input {
                piece,
                shape: word.shape,
                quote: word.quote,
            }));
        }
    }
    for frame in &mut frames {
        frame.inputs.push(Input { piece: vocabulary.end, shape: 0, quote: 0 });
    }
    frames
}

/// Cuts a window into units that fit into a frame.
fn cut(
    window: Range<usize>,
    words: &Words,
    size: impl Fn(usize) -> usize,
    units: &mut Vec<Range<usize>>,
) {
    const { assert!(LONGEST_WORD < FRAME, "a token fits into a frame") };
    let mut sentence = words.sentences.partition_point(|s| (s.start as usize) <= window.start);
    let (mut since, mut sentence_start, mut used) = (window.start, None, 1);
    let mut at = window.start;
    while at < window.end {
        while words.sentences.get(sentence).is_some_and(|s| (s.start as usize) <= at) {
            let start = words.sentences[sentence].start as usize;
            if start > since {
                sentence_start = Some(start);
            }
            sentence += 1;
        }
        if used + size(at) > FRAME {
            let to = sentence_start.take().unwrap_or(at);
            units.push(since..to);
            (since, at, used) = (to, to, 0);
            sentence = words.sentences.partition_point(|s| (s.start as usize) <= to);
            continue;
        }
        used += size(at);
        at += 1;
    }
    if since < window.end {
        units.push(since..window.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fast::roles::words::Word;

    fn ranges(ends: &[u32]) -> Vec<Range<u32>> {
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts.zip(ends).map(|(start, &end)| start..end).collect()
    }

    fn of(count: usize, sentences: &[u32], paragraphs: &[u32]) -> Vec<Frame> {
        let vocabulary = Vocabulary::open("[UNK]\n[CLS]\n[SEP]\n[unused1]\na").unwrap();
        let words = Words {
            words: vec![Word::default(); count],
            sentences: ranges(sentences),
            paragraphs: ranges(paragraphs),
            ..Words::default()
        };
        frames(&words, |_| "a", &vocabulary)
    }

    #[test]
    fn whole_paragraphs_as_long_as_they_fit() {
        let found = of(250, &[80, 160, 250], &[80, 160, 250]);
        let tokens: Vec<_> = found.iter().map(|frame| frame.tokens.clone()).collect();
        assert_eq!(tokens, [0..160, 160..250]);
        assert_eq!(found[0].places[..2], [2, 3], "after what begins the frame and the paragraph");
        assert_eq!(found[0].inputs.len(), 164);
    }

    #[test]
    fn long_paragraphs_end_with_sentences() {
        let tokens = |sentences: &[u32]| -> Vec<_> {
            of(400, sentences, &[400]).into_iter().map(|frame| frame.tokens).collect()
        };
        assert_eq!(tokens(&[150, 190, 300, 400]), [0..190, 190..300, 300..400]);
        assert_eq!(tokens(&[400]), [0..191, 191..383, 383..400]);
    }

    proptest::proptest! {
        #[test]
        fn frames_hold_every_token_once(
            cuts in proptest::collection::btree_set(1u32..900, 0..40),
            every in 1usize..5,
        ) {
            let mut sentences: Vec<u32> = cuts.into_iter().collect();
            sentences.push(900);
            let mut paragraphs: Vec<u32> = sentences.iter().copied().step_by(every).collect();
            if paragraphs.last() != Some(&900) {
                paragraphs.push(900);
            }
            let mut next = 0;
            for frame in of(900, &sentences, &paragraphs) {
                assert_eq!(frame.tokens.start, next);
                assert_eq!(frame.places.len(), frame.tokens.len());
                assert!(frame.inputs.len() <= FRAME + 2);
                next = frame.tokens.end;
            }
            assert_eq!(next, 900);
        }
    }
}
