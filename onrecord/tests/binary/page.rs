use onrecord::output::text::{Look, page};

use crate::{SEED, made, run, stdout};

#[test]
fn plain_page() {
    let page = page(&made::record(), Look { color: false, width: 50 });
    assert_eq!(
        page,
        "\
made
TEHRAN, licence unknown

TEHRAN — “We 😀 resist,” Ali Khamenei told Maduro,
“and you said that we are many.”

\u{2068}Critics denied␛[31m it.\u{202e} رهبر\u{202c}\u{2069}

Who said what (2)
  s1 Ali Khamenei -> Maduro: direct, “We 😀
      resist,” … “and you said that we are many.”
      s2 Maduro: indirect, that we are many

Who did what (1)
  e1 Maduro -> TEHRAN · consult, visit “many” ·
      TEHRAN · planned, claimed by Maduro in s2

What was promised (1)
  d1 Maduro: “many” · due 2022-06 · claimed by
      Maduro in s2
"
    );
}

/// The page without its SGR sequences; panics on any other control character.
fn without_color(page: &str) -> String {
    let mut plain = String::new();
    for (k, part) in page.split("\u{1b}[").enumerate() {
        let words = if k == 0 { part } else { part.split_once('m').expect("only colors").1 };
        assert!(!words.chars().any(|c| c.is_control() && c != '\n'), "{words:?}");
        plain.push_str(words);
    }
    plain
}

#[test]
fn color_adds_only_color() {
    let record = made::record();
    let colored = page(&record, Look { color: true, width: 50 });
    let plain = page(&record, Look { color: false, width: 50 });
    assert_eq!(without_color(&colored).replace("source cue content\n\n", ""), plain);
    for marked in ["4;38;5;32mAli Khamenei", "4;38;5;166mtold", "4;38;5;28m“We 😀 resist,”"] {
        assert!(colored.contains(marked), "{marked} in {colored:?}");
    }
    // What is nested stands out in the content that holds it.
    assert!(colored.contains("4;38;5;166msaid"), "{colored:?}");
}

#[test]
fn color_where_it_is_wanted() {
    assert!(!stdout(&run(&["demo"])).contains('\u{1b}'), "not into a pipe");
    assert!(!stdout(&run(&["demo", "--color", "never"])).contains('\u{1b}'));
    let colored = stdout(&run(&["read", SEED, "--color", "always"]));
    assert!(colored.contains('\u{1b}'));
    without_color(&colored);
}
