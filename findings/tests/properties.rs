//! What holds of the findings of any text whatever.

use onrecord_article::{Article, Provenance};
use onrecord_findings::{Findings, find};
use onrecord_language::Language;
use proptest::prelude::*;

fn language() -> &'static Language {
    static ENGLISH: std::sync::LazyLock<Language> = std::sync::LazyLock::new(Language::english);
    &ENGLISH
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let article = Article::new(text.to_owned(), Provenance::default()).expect("a short text");
    let analysis = language().analyze(&article);
    let found: Findings = find(&article, &analysis);
    for (k, one) in found.statements.iter().enumerate() {
        prop_assert!(one.within.is_none_or(|outer| (outer.0 as usize) < k));
        let parts = [one.source.as_ref(), one.cue.as_ref(), Some(&one.content)];
        for fragments in parts.into_iter().flatten() {
            let spans = fragments.spans();
            prop_assert!(spans.windows(2).all(|pair| pair[0].end() < pair[1].start()));
            for span in spans {
                prop_assert_eq!(article.span(span.range()), Some(*span));
            }
        }
        for id in one.speaker.into_iter().chain(one.addressee.and_then(|told| told.entity)) {
            prop_assert!((id.0 as usize) < found.entities.len());
        }
    }
    for promise in &found.promises {
        prop_assert!(!promise.by.is_empty());
        prop_assert!(promise.content.overlaps(promise.due.span));
        let held = promise.agreement.is_none_or(|id| (id.0 as usize) < found.agreements.len());
        prop_assert!(held);
    }
    for entity in &found.entities {
        prop_assert!(entity.mentions.is_sorted_by_key(|mention| mention.span.start()));
    }
    prop_assert_eq!(&find(&article, &analysis), &found);
    Ok(())
}

/// Pieces of news, marks and oddities, in any order.
fn news() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "“",
        "”",
        "\"",
        "‘",
        "’",
        "'",
        "«",
        "»",
        "„",
        "''",
        "``",
        ",",
        ".",
        ":",
        "?",
        "!",
        "—",
        "-",
        "(",
        ")",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\u{a0}",
        "said",
        "told",
        "asked",
        "called",
        "denied",
        "that",
        "to",
        "Maduro",
        "the president",
        "he",
        "she",
        "I",
        "you",
        "who",
        "Iran",
        "and",
        "We won",
        "not",
        "will",
        "Q:",
        "A:",
        "MR. HOLT:",
        "according to",
        "the term",
        "saying",
        "😀",
        "e\u{301}",
        "שלום",
        "名",
        "U.S.",
        "n't",
        "'s",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn findings_of_any_text_are_sound(text in "\\PC{0,300}") {
        check(&text)?;
    }

    #[test]
    fn findings_of_any_news_are_sound(text in news()) {
        check(&text)?;
    }
}

#[test]
fn many_marks_take_little_time() {
    for piece in ["“", "”", "\"", "' ", "‘a ", "“a ", "“a” ", "\"a\" said ", "“\n", "he said “"]
    {
        let start = std::time::Instant::now();
        check(&piece.repeat(20_000)).expect("sound");
        assert!(start.elapsed().as_secs() < 60, "{piece}");
    }
}
