use onrecord_article::{Article, Morph, Provenance, Relation, Upos};

use super::*;

/// Tokens are words and single marks; a line is a paragraph.
fn find(text: &str) -> (Article, Vec<Token>, Quotes) {
    let article = Article::new(text.to_owned(), Provenance::default()).expect("short");
    let (mut tokens, mut paragraphs) = (Vec::new(), vec![]);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let first = tokens.len() as u32;
        let mut start = None;
        for (k, c) in line.char_indices().chain([(line.len(), ' ')]) {
            if !c.is_alphanumeric()
                && let Some(from) = start.take()
            {
                tokens.push(at + from..at + k);
            }
            if c.is_alphanumeric() {
                start.get_or_insert(k);
            } else if !c.is_whitespace() {
                tokens.push(at + k..at + k + c.len_utf8());
            }
        }
        paragraphs.push(first..tokens.len() as u32);
        at += line.len();
    }
    let tokens: Vec<Token> = tokens
        .into_iter()
        .enumerate()
        .map(|(k, bytes)| Token {
            span: article.span(bytes).expect("a word"),
            upos: Upos::X,
            morph: Morph::default(),
            head: k as u32,
            relation: Relation::Root,
        })
        .collect();
    let quotes = Quotes::find(text, &tokens, &paragraphs);
    (article, tokens, quotes)
}

fn check(text: &str, expect: &[&str]) {
    let (article, tokens, quotes) = find(text);
    let shown: Vec<String> = quotes
        .quotes
        .iter()
        .map(|quote| {
            let (first, last) = (quote.tokens.start as usize, quote.tokens.end as usize - 1);
            let words = article.text_of(tokens[first].span.cover(tokens[last].span));
            format!("{words}{}", if quote.closed { "" } else { " ..." })
        })
        .collect();
    assert_eq!(shown, expect, "{text}");
}

#[test]
fn curly_straight_low_and_angle() {
    check("“We,” he said, “go.”", &["“We,”", "“go.”"]);
    check("\"We,\" he said, \"go.\"", &["\"We,\"", "\"go.\""]);
    check("„Wir“, sagte er, «nous» aussi", &["„Wir“", "«nous»"]);
}

#[test]
fn single_marks_are_not_apostrophes() {
    check("called it ‘maximum pressure’ in the states’ view", &["‘maximum pressure’"]);
    check("the '90s and the boys' room", &[]);
    check("a 'new era' began", &["'new era'"]);
}

#[test]
fn quotation_in_a_quotation() {
    check("“They called it ‘our’ war,” he said", &["“They called it ‘our’ war,”", "‘our’"]);
}

#[test]
fn unclosed_quotation_ends_with_its_paragraph() {
    check("He said: “One.\n“Two.\n“Three.” So.", &["“One. ...", "“Two. ...", "“Three.”"]);
}

#[test]
fn lost_end_does_not_turn_the_rest_inside_out() {
    check("“One, he said. “Two,” she said", &["“One, he said. ...", "“Two,”"]);
    check("\"One, he said. \"Two,\" she said", &["\"One, he said. ...", "\"Two,\""]);
}

#[test]
fn stray_closing_marks_close_nothing() {
    check("5 ” and 6” so”", &[]);
    check("a 5\" gun, \"yes\"", &["\"yes\""]);
}

#[test]
fn places_of_tokens() {
    let (_, _, quotes) = find("He “is” here");
    let places: Vec<Place> = (0..5).map(|token| quotes.place(token)).collect();
    use Place::*;
    assert_eq!(places, [Outside, Opening, Inside, Closing, Outside]);
}

#[test]
fn a_hundred_thousand_marks_take_linear_time() {
    for mark in ["“", "\"", "'", "‘", "”", "“ ‘ « "] {
        let (_, tokens, quotes) = find(&mark.repeat(100_000));
        assert!(quotes.quotes.len() <= tokens.len());
    }
}

proptest::proptest! {
    #[test]
    fn quotations_lie_in_the_text_and_in_each_other(text in "[ab \n“”\"'‘’«»„.,]{0,60}") {
        let (_, tokens, quotes) = find(&text);
        for (k, quote) in quotes.quotes.iter().enumerate() {
            assert!(quote.tokens.start < quote.tokens.end);
            assert!(quote.tokens.end as usize <= tokens.len());
            if let Some(outer) = quote.within {
                assert!((outer as usize) < k);
                assert!(quotes.quotes[outer as usize].tokens.start < quote.tokens.start);
                assert!(quotes.quotes[outer as usize].tokens.end >= quote.tokens.end);
            }
        }
        for token in 0..tokens.len() {
            let inside = quotes.of(token).is_some_and(|quote| quote.tokens.contains(&(token as u32)));
            assert_eq!(inside, quotes.of(token).is_some());
        }
    }
}
