use onrecord_article::{Article, Provenance};

use super::*;

fn tokens(text: &str) -> Vec<String> {
    let article = Article::new(text.to_owned(), Provenance::default()).expect("short");
    split(&article).spans.iter().map(|&span| article.text_of(span).to_owned()).collect()
}

/// The tokens of `text` are those of `expected`, which has a space between any two.
fn check(text: &str, expected: &str) {
    assert_eq!(tokens(text).join(" "), expected, "in {text:?}");
}

#[test]
fn clitics_and_contractions() {
    check("I don't, can't, won't.", "I do n't , ca n't , wo n't .");
    check("I DON’T, they’re", "I DO N’T , they ’re");
    check("Maduro's 20-year plan", "Maduro 's 20 - year plan");
    check("the leaders' summit", "the leaders ' summit");
    check("cannot gonna dont", "can not gon na do nt");
    check("shouldn't've", "should n't 've");
    check("“Time”'s cover", "“ Time ” 's cover");
    check("the 1960's, the '90s, 2016's best", "the 1960's , the '90s , 2016 's best");
    check("O'Connor's d'état at 5 o'clock", "O'Connor 's d'état at 5 o'clock");
}

#[test]
fn hyphens_split_except_behind_prefixes() {
    check("non-aligned anti-U.S. co-operation", "non-aligned anti-U.S. co-operation");
    check("state-of-the-art U.S.-led", "state - of - the - art U.S. - led");
    check("713-853-3989 345-9945 2015-11-11", "713-853-3989 345-9945 2015-11-11");
    check("5-10 1998-2001", "5 - 10 1998 - 2001");
    check("al-Qaeda -- he", "al - Qaeda -- he");
}

#[test]
fn full_stops() {
    check("Mr. Smith met Gen. Lee.", "Mr. Smith met Gen. Lee .");
    check("in the U.S. He left the U.S.", "in the U.S. He left the U.S.");
    check("George W. Bush", "George W. Bush");
    check("It was I. He", "It was I. He");
    check("Plan B.", "Plan B .");
    check("at 5 p.m. on Jan. 5", "at 5 p.m. on Jan. 5");
    check("No. 5 said no.", "No. 5 said no .");
    check("cats, dogs, etc., and", "cats , dogs , etc. , and");
    check("and so on, etc.", "and so on , etc .");
    check("Well... yes….", "Well ... yes ….");
    check("cold.The next", "cold . The next");
    check("Rep. Alan Grayson (D-Fla.)", "Rep. Alan Grayson ( D - Fla. )");
}

#[test]
fn numbers_money_units() {
    check("$3.5bn, US$40 and 35%", "$ 3.5 bn , US$ 40 and 35 %");
    check("1,000,000 at 7:30pm on 11/28/2000", "1,000,000 at 7:30 pm on 11/28/2000");
    check("35mm, 9th, 1980s, 5p.m.", "35 mm , 9th , 1980s , 5 p.m.");
}

#[test]
fn quotation_marks_of_all_kinds() {
    check("\"Yes,\" he said.", "\" Yes , \" he said .");
    check("“Yes,” ‘no’ «oui» ``x''", "“ Yes , ” ‘ no ’ « oui » `` x ''");
    check("‘It’s “fine,”’ she said", "‘ It ’s “ fine , ” ’ she said");
}

#[test]
fn addresses() {
    check("See http://a.org/x?y=1.", "See http://a.org/x?y=1 .");
    check("(mail a.b@c.com, now)", "( mail a.b@c.com , now )");
    check("and/or w/o www.x.com", "and / or w/o www.x.com");
    check("@POTUS #MAGA #1", "@ POTUS #MAGA # 1");
}

#[test]
fn datelines() {
    check("TEHRAN — The", "TEHRAN — The");
    check("WASHINGTON (AP) -- The", "WASHINGTON ( AP ) -- The");
    check("TEHRAN, Jun. 11 (MNA) – Iran", "TEHRAN , Jun. 11 ( MNA ) – Iran");
}

#[test]
fn blanks_are_in_no_token_and_odd_characters_are() {
    check("a\u{a0}b\u{200b}c\u{feff} d", "a b c d");
    check("co\u{ad}operate", "co\u{ad}operate");
    check("👍🏽 👩‍👩‍👧 🇮🇷🇻🇪", "👍🏽 👩‍👩‍👧 🇮🇷 🇻🇪");
    check("قال الرئيس: “نعم”.", "قال الرئيس : “ نعم ” .");
    check("", "");
    check("\r\n\t ", "");
}

#[test]
fn a_line_is_a_paragraph_and_two_spaces_are_not() {
    let article =
        Article::new("One  two.\r\n\r\nThree\nfour".into(), Provenance::default()).unwrap();
    assert_eq!(split(&article).paragraphs, [0..3, 3..4, 4..5]);
}
