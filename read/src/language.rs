//! In which language a text is written.

use whatlang::Lang;

/// Characters of text that are looked at: enough to be sure, few enough to cost nothing.
const SAMPLE: usize = 800;

/// The language of a text, as a BCP 47 tag; `None` where too few words tell.
pub(crate) fn of(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text.len() < 80 {
        return None;
    }
    let mut sample: String = text.chars().take(SAMPLE).collect();
    sample.retain(|c| !c.is_ascii_digit());
    if is_english(&sample) {
        return Some("en");
    }
    let info = whatlang::detect(&sample)?;
    // Short texts full of names look like many languages to a counter of letters.
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let ideographs = matches!(info.lang(), Lang::Cmn | Lang::Jpn | Lang::Kor);
    let enough = letters >= if ideographs { 60 } else { 200 };
    (info.is_reliable() && enough).then(|| tag(info.lang()))
}

/// Whether one word in eight is one that only English has so often.
fn is_english(sample: &str) -> bool {
    const WORDS: &[&str] = &[
        "the", "of", "and", "to", "that", "is", "was", "for", "with", "he", "she", "his", "her",
        "it", "they", "are", "were", "has", "have", "had", "by", "from", "said", "says", "we",
        "will", "would", "this", "which", "not", "but",
    ];
    let (mut all, mut known) = (0, 0);
    for word in sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        all += 1;
        known += usize::from(WORDS.iter().any(|english| word.eq_ignore_ascii_case(english)));
    }
    known * 8 >= all && all > 0
}

/// Whether two tags name one language: `en-US` is English.
pub(crate) fn is_same(a: &str, b: &str) -> bool {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    primary(a) == primary(b)
}

/// The tag of a language by its English name (`GERMAN`) or by a tag that it is already.
pub(crate) fn tag_of_name(name: &str) -> String {
    let name = name.trim();
    if name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("chinese")) {
        return "zh".to_owned();
    }
    let known = Lang::all().iter().find(|lang| lang.eng_name().eq_ignore_ascii_case(name));
    known.map_or_else(|| name.to_ascii_lowercase(), |&lang| tag(lang).to_owned())
}

fn tag(language: Lang) -> &'static str {
    match language {
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages() {
        let english = "The minister said on Tuesday that the two sides had agreed to continue \
                       the talks in the coming weeks, and that nothing was signed.";
        let german = "Der Minister sagte am Dienstag, dass die beiden Seiten vereinbart hätten, \
                      die Gespräche in den kommenden Wochen fortzusetzen. Unterzeichnet wurde \
                      nach seinen Angaben noch nichts, doch seien beide Delegationen mit dem \
                      bisherigen Verlauf der Verhandlungen zufrieden.";
        assert_eq!(of(english), Some("en"));
        assert_eq!(of(german), Some("de"));
        assert_eq!(of("Yes."), None);
        assert!(is_same("en-US", "en"));
        let names = ["ENGLISH", "German", "Persian", "Chinese", "en"].map(tag_of_name);
        assert_eq!(names, ["en", "de", "fa", "zh", "en"]);
    }
}
