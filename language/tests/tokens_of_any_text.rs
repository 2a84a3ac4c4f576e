//! What holds of tokens, sentences and paragraphs of any text.

use std::time::{Duration, Instant};

use onrecord_article::{Article, Provenance};
use onrecord_language::{Analysis, Language};
use proptest::prelude::*;

fn article(text: &str) -> Article {
    Article::new(text.to_owned(), Provenance::default()).expect("short")
}

/// Characters that may stand between tokens.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || "\u{200b}\u{feff}\u{2060}\u{200e}\u{200f}".contains(c)
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2066}'..='\u{2069}').contains(&c)
}

fn check(text: &str, analysis: &Analysis) {
    let mut end = 0;
    for token in analysis.tokens() {
        let words = text.get(token.span.range()).expect("on character boundaries");
        assert!(token.span.start() >= end, "in order");
        assert!(!words.chars().any(is_blank), "no blank in {words:?}");
        assert!(text[end..token.span.start()].chars().all(is_blank), "nothing left out");
        end = token.span.end();
    }
    assert!(text[end..].chars().all(is_blank), "nothing left out at the end");
    for ranges in [analysis.sentences(), analysis.paragraphs()] {
        let mut next = 0;
        for range in ranges {
            assert!(range.start == next && range.end > next, "ranges cover the tokens");
            next = range.end;
        }
        assert_eq!(next as usize, analysis.tokens().len());
    }
    for sentence in analysis.sentences() {
        assert!(sentence.len() <= 400);
        let paragraph = analysis.paragraph_of(sentence.start as usize);
        assert!(sentence.end <= paragraph.end, "a sentence in one paragraph");
    }
}

/// Text made of what trips tokenizers.
fn tricky() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(" "),
        Just("\n"),
        Just("\r\n"),
        Just("\u{a0}"),
        Just("\u{ad}"),
        Just("'"),
        Just("’"),
        Just("\""),
        Just("“"),
        Just("”"),
        Just("."),
        Just("..."),
        Just("-"),
        Just("--"),
        Just("—"),
        Just("n't"),
        Just("'s"),
        Just("don't"),
        Just("U.S."),
        Just("Mr."),
        Just("5"),
        Just("1,000"),
        Just("@"),
        Just("http://"),
        Just("a@b.c"),
        Just("/"),
        Just("#"),
        Just("$"),
        Just("👩‍👩‍👧"),
        Just("🇮🇷"),
        Just("\u{301}"),
        Just("\u{200d}"),
        Just("نعم"),
        Just("ß"),
        Just("İ"),
        Just("(s)"),
        Just("cannot"),
        Just("gonna"),
        Just("co-"),
        Just(":)"),
        Just("[...]"),
        Just("35mm"),
        Just("A"),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn of_arbitrary_text(text in any::<String>()) {
        let language = Language::english();
        check(&text, &language.analyze(&article(&text)));
    }

    #[test]
    fn of_tricky_text(text in tricky()) {
        let language = Language::english();
        let one = language.analyze(&article(&text));
        check(&text, &one);
        let other = Language::english().analyze(&article(&text));
        prop_assert_eq!(one.tokens(), other.tokens());
        prop_assert_eq!(one.sentences(), other.sentences());
    }
}

#[test]
fn the_models_built_in_are_of_this_version() {
    let text = "Officials said they were told.";
    let analysis = Language::english().analyze(&article(text));
    let tags: Vec<&str> = (0..analysis.tokens().len()).map(|at| analysis.xpos(at)).collect();
    assert_eq!(tags, ["NNS", "VBD", "PRP", "VBD", "VBN", "."]);
    let lemmas: Vec<&str> = (0..tags.len()).map(|at| analysis.lemma(at)).collect();
    assert_eq!(lemmas, ["official", "say", "they", "be", "tell", "."]);
    assert!(analysis.tokens()[4].morph.passive && !analysis.tokens()[1].morph.passive);
}

/// Tokens and tags of a repeated piece: quadratic steps would take hours.
#[test]
fn long_texts_without_structure_take_linear_time() {
    let language = Language::english();
    for piece in [
        ".", "\"", "“", "'", "a", "a.", "a'", "'s", "1-", "1/", "a-", "-", "(", "@", "a@",
        "http://", "www.", "a.com/", "((", "\u{301}", "🇮🇷", "\u{200d}", "👩‍", "non-", "[", "a b",
        "\u{a0}", ". ",
    ] {
        let text = piece.repeat(60_000);
        let started = Instant::now();
        check(&text, &language.analyze(&article(&text)));
        let took = started.elapsed();
        assert!(took < Duration::from_secs(60), "{piece:?} took {took:?}");
    }
}
