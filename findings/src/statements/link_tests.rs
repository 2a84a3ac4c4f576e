use onrecord_article::{Article, Morph, Provenance, Relation, Token, Upos};
use onrecord_language::TokenRole;

use super::*;

/// Words parted by blanks; `/` + role marks one: `S<` a source whose cue stands before it, `C>` a
/// content whose cue stands after it, `Q` a cue; `+` before the role begins another part; `|`
/// ends a sentence, `¶` a paragraph.
fn check(marked: &str, expect: &[&str]) {
    let mut text = String::new();
    let (mut words, mut roles) = (Vec::new(), Vec::new());
    let (mut sentences, mut paragraphs) = (vec![0u32], vec![0u32]);
    for word in marked.split(' ') {
        let at = words.len() as u32;
        match word {
            "|" => sentences.push(at),
            "¶" => {
                sentences.push(at);
                paragraphs.push(at);
                text.push('\n');
            }
            _ => {
                let (word, mark) = word.rsplit_once('/').unwrap_or((word, ""));
                words.push(text.len()..text.len() + word.len());
                text.push_str(word);
                text.push(' ');
                let (begins, mark) = mark.strip_prefix('+').map_or((false, mark), |m| (true, m));
                let role = match mark.as_bytes().first() {
                    Some(b'S') => Role::Source,
                    Some(b'Q') => Role::Cue,
                    Some(b'C') => Role::Content,
                    _ => Role::None,
                };
                let cue = if mark.ends_with('>') { Side::Right } else { Side::Left };
                roles.push(TokenRole { role, begins, cue, margin: 9 });
            }
        }
    }
    let all = words.len() as u32;
    let article = Article::new(text, Provenance::default()).expect("short");
    let tokens = words.into_iter().enumerate().map(|(k, bytes)| Token {
        span: article.span(bytes).expect("a word"),
        upos: Upos::X,
        morph: Morph::default(),
        head: k as u32,
        relation: Relation::Root,
    });
    let ends = |starts: &[u32]| {
        starts.iter().zip(starts[1..].iter().chain([&all])).map(|(&a, &b)| a..b).collect()
    };
    let analysis = Analysis::from_tokens(tokens.collect(), ends(&sentences), ends(&paragraphs));
    let reading = Reading { tokens: 0..all, within: None, roles };
    let words = |part: &Option<Fragments>| {
        let spans = part.iter().flat_map(|part| part.spans());
        spans.map(|&span| article.text_of(span)).collect::<Vec<_>>().join(" .. ")
    };
    let found: Vec<String> = link(&analysis, &reading)
        .into_iter()
        .map(|one| {
            let content = words(&Some(one.content));
            format!("{} | {} | {}", words(&one.source), words(&one.cue), content)
        })
        .collect();
    assert_eq!(found, expect, "{marked}");
}

#[test]
fn source_cue_content_in_order() {
    check("She/S> said/Q it/C< rained/C< .", &["She | said | it rained"]);
}

#[test]
fn content_before_cue_before_source() {
    check("“/C> Rain/C> ,/C> ”/C> said/Q Ann/S< Lee/S< .", &["Ann Lee | said | “ Rain , ”"]);
}

#[test]
fn content_split_by_its_cue() {
    check(
        "“We/C> came/C> ,”/C> she/S> said/Q ,/O “and/C< saw/C< .”/C<",
        &["she | said | “We came ,” .. “and saw .”"],
    );
}

#[test]
fn second_cue_inherits_the_source_of_its_sentence_only() {
    check("He/S> said/Q yes/C< and/O added/Q no/C< .", &["He | said | yes", "He | added | no"]);
    check(
        "He/S> said/Q yes/C< . | Officials added/Q no/C< .",
        &["He | said | yes", " | added | no"],
    );
}

#[test]
fn labeled_side_beats_nearness() {
    check(
        "He/S> said/Q yes/C< ,/O no/C> ,/O says/Q she/S< .",
        &["He | said | yes", "she | says | no"],
    );
}

#[test]
fn side_without_a_cue_falls_back_to_the_other_one_of_the_sentence() {
    check("She/S< said/Q rain/C> .", &["She | said | rain"]);
}

#[test]
fn quotation_over_paragraphs_belongs_to_one_statement() {
    check(
        "She/S> said/Q :/O “One/+C< ¶ “Two/+C< ¶ “Three”/+C<",
        &["She | said | “One .. “Two .. “Three”"],
    );
    check(
        "“One/+C> ¶ “Two/+C> ¶ “Three”/+C> said/Q Ann/S<",
        &["Ann | said | “One .. “Two .. “Three”"],
    );
}

#[test]
fn cue_two_paragraphs_away_is_out_of_reach() {
    check("She/S> said/Q so ¶ Nothing ¶ “Three”/C<", &[" |  | “Three”"]);
}

#[test]
fn cue_without_content_is_no_statement() {
    check("She/S> spoke/Q .", &[]);
}

#[test]
fn nothing_read_nothing_linked() {
    check("It rained .", &[]);
}
