//! What always holds for spans, fragments, anchors and offsets, over arbitrary Unicode.

use onrecord_article::{Anchor, Article, Found, Fragments, OffsetUnit, Offsets, Provenance, Span};
use proptest::prelude::*;

fn article(text: &str) -> Article {
    Article::new(text.to_owned(), Provenance::default()).expect("short texts fit")
}

/// Text with what breaks offsets: emoji, right-to-left letters, combining marks, CRLF, NBSP.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-zA-Z ,.]{1,8}",
        1 => Just("😀👩‍👩‍👧".to_owned()),
        1 => Just("السلام".to_owned()),
        1 => Just("e\u{301}n\u{303}".to_owned()),
        1 => Just("\r\n".to_owned()),
        1 => Just("\u{a0}“”‘’«»—".to_owned()),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn text_and_span() -> impl Strategy<Value = (String, std::ops::Range<usize>)> {
    texts().prop_flat_map(|text| {
        let len = text.len();
        (Just(text), 0..=len, 0..=len).prop_map(|(text, a, b)| (text, a.min(b)..a.max(b)))
    })
}

proptest! {
    #[test]
    fn a_span_exists_exactly_for_whole_characters((text, range) in text_and_span()) {
        let article = article(&text);
        let whole = !range.is_empty() && text.get(range.clone()).is_some();
        let span = article.span(range.clone());
        prop_assert_eq!(span.is_some(), whole);
        if let Some(span) = span {
            prop_assert_eq!(span.range(), range.clone());
            prop_assert_eq!(article.text_of(span), &text[range]);
        }
    }

    #[test]
    fn spans_outside_the_text_do_not_exist(text in texts(), past in 1usize..9) {
        let article = article(&text);
        prop_assert_eq!(article.span(0..text.len() + past), None);
        let reversed = std::ops::Range { start: text.len() + past, end: 0 };
        prop_assert_eq!(article.span(reversed), None);
        prop_assert_eq!(article.span(usize::MAX - 1..usize::MAX), None);
    }

    #[test]
    fn trimming_leaves_no_white_space_at_the_ends((text, range) in text_and_span()) {
        let article = article(&text);
        if let Some(span) = article.span(range) {
            match article.trim(span) {
                Some(inner) => {
                    prop_assert!(span.contains(inner));
                    prop_assert_eq!(article.text_of(inner), article.text_of(span).trim());
                }
                None => prop_assert!(article.text_of(span).trim().is_empty()),
            }
        }
    }

    #[test]
    fn an_anchor_finds_its_own_words((text, range) in text_and_span()) {
        let article = article(&text);
        if let Some(span) = article.span(range) {
            let anchor = Anchor::new(&article, span);
            prop_assert_eq!(anchor.locate(&article), Found::Found(span));
        }
    }

    #[test]
    fn an_anchor_follows_its_words_when_text_is_put_before((text, range) in text_and_span(), before in "[a-z]{1,20} ") {
        let old = article(&text);
        let new = article(&format!("{before}{text}"));
        if let Some(span) = old.span(range) {
            let anchor = Anchor::new(&old, span);
            match anchor.locate(&new) {
                Found::Found(at) | Found::Moved(at) => prop_assert_eq!(new.text_of(at), old.text_of(span)),
                Found::Gone => prop_assert!(false, "the words are there"),
            }
        }
    }

    #[test]
    fn offsets_agree_with_counting(text in texts()) {
        for unit in [OffsetUnit::Bytes, OffsetUnit::Chars, OffsetUnit::Utf16] {
            let offsets = Offsets::new(&text, unit);
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            for byte in ends {
                let before = &text[..byte];
                let counted = match unit {
                    OffsetUnit::Bytes => before.len(),
                    OffsetUnit::Chars => before.chars().count(),
                    OffsetUnit::Utf16 => before.encode_utf16().count(),
                };
                prop_assert_eq!(offsets.from_byte(byte), counted);
                prop_assert_eq!(offsets.to_byte(counted), Some(byte));
            }
            prop_assert_eq!(offsets.to_byte(text.len() * 2 + 1), None);
        }
    }

    #[test]
    fn fragments_are_ordered_and_apart(ends in prop::collection::vec((0usize..200, 1usize..20), 0..12)) {
        let article = article(&"x".repeat(220));
        let spans: Vec<Span> =
            ends.iter().filter_map(|&(at, len)| article.span(at..at + len)).collect();
        match Fragments::new(spans.clone()) {
            None => prop_assert!(spans.is_empty()),
            Some(fragments) => {
                prop_assert!(fragments.spans().windows(2).all(|w| w[0].end() < w[1].start()));
                prop_assert!(spans.iter().all(|&span| fragments.contains(span)));
                let covered = |byte: usize| spans.iter().any(|s| s.range().contains(&byte));
                for fragment in fragments.spans() {
                    prop_assert!(fragment.range().all(covered), "no byte is invented");
                }
            }
        }
    }
}

#[test]
fn offsets_of_a_long_text_cross_every_checkpoint() {
    let text = "é😀x".repeat(1_000);
    let offsets = Offsets::new(&text, OffsetUnit::Utf16);
    let mut units = 0;
    for (byte, c) in text.char_indices() {
        assert_eq!(offsets.from_byte(byte), units);
        assert_eq!(offsets.to_byte(units), Some(byte));
        units += c.len_utf16();
    }
}

#[test]
fn the_middle_of_a_character_has_no_offset() {
    let offsets = Offsets::new("a😀b", OffsetUnit::Utf16);
    assert_eq!(offsets.to_byte(2), None, "between the surrogates");
}

#[test]
fn an_anchor_prefers_the_place_with_the_same_context() {
    let old = article("She said no. He said no.");
    let second = old.span(20..23).unwrap();
    assert_eq!(old.text_of(second), " no");
    let anchor = Anchor::new(&old, second);
    let new = article("Later: She said no. He said no.");
    let Found::Moved(at) = anchor.locate(&new) else { panic!("the words have moved") };
    assert_eq!(at.start(), 27);
}

#[test]
fn words_that_are_gone_are_gone() {
    let old = article("She resigned.");
    let anchor = Anchor::new(&old, old.find("resigned").unwrap());
    assert_eq!(anchor.locate(&article("She stays.")), Found::Gone);
    assert_eq!(anchor.locate(&article("")), Found::Gone);
}

#[test]
fn an_id_is_the_hash_of_the_text_alone() {
    let id = article("abc").id().to_string();
    assert_eq!(id, "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
