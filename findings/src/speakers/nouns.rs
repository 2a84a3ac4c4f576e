//! What kind of being a noun speaks of, as far as it matters for who speaks.

/// Bodies: what they are called once their name is known.
const BODIES: &[&str] = &[
    "company",
    "firm",
    "chain",
    "start-up",
    "startup",
    "retailer",
    "maker",
    "manufacturer",
    "drugmaker",
    "carmaker",
    "automaker",
    "airline",
    "carrier",
    "lender",
    "bank",
    "insurer",
    "producer",
    "developer",
    "studio",
    "publisher",
    "utility",
    "group",
    "organization",
    "organisation",
    "charity",
    "operator",
    "business",
    "brand",
    "club",
    "supplier",
    "giant",
    "brewer",
    "exchange",
    "broker",
];

/// Bodies that are known by a word of their name: "the Fund", "the union".
const INSTITUTIONS: &[&str] = &[
    "fund",
    "union",
    "party",
    "ministry",
    "department",
    "agency",
    "court",
    "commission",
    "committee",
    "council",
    "cabinet",
    "government",
    "board",
    "bureau",
    "institute",
    "university",
    "school",
    "hospital",
    "federation",
    "association",
    "alliance",
    "coalition",
    "office",
    "police",
    "authority",
    "parliament",
    "foundation",
    "league",
    "embassy",
    "panel",
    "team",
    "administration",
    "service",
    "army",
    "military",
    "bank",
    "network",
    "society",
    "church",
    "museum",
    "trust",
    "corporation",
    "tribunal",
    "jury",
    "prosecution",
    "opposition",
];

/// Words of the press, and what the names of its agencies and papers end with.
const PRESS: &[&str] = &[
    "news",
    "press",
    "agency",
    "times",
    "post",
    "wire",
    "radio",
    "tv",
    "today",
    "bureau",
    "journal",
    "herald",
    "tribune",
    "newspaper",
    "paper",
    "magazine",
    "channel",
    "station",
    "website",
    "broadcaster",
    "outlet",
    "daily",
    "weekly",
    "informburo",
];

/// What can be written or shown, but is no "he" and no "she".
const THINGS: &[&str] = &[
    "report",
    "study",
    "statement",
    "letter",
    "article",
    "poll",
    "survey",
    "video",
    "note",
    "document",
    "post",
    "message",
    "book",
    "film",
    "paper",
    "banner",
    "sign",
    "review",
    "text",
    "data",
    "figures",
    "nobody",
    "everyone",
    "everybody",
];

/// What somebody who was named is called afterwards, whatever the office.
const PEOPLE: &[&str] = &[
    "man",
    "woman",
    "player",
    "striker",
    "goalkeeper",
    "keeper",
    "midfielder",
    "defender",
    "forward",
    "winger",
    "pitcher",
    "batsman",
    "bowler",
    "skipper",
    "champion",
    "runner",
    "cyclist",
    "boxer",
    "golfer",
    "swimmer",
    "singer",
    "rapper",
    "musician",
    "composer",
    "actor",
    "actress",
    "comedian",
    "host",
    "star",
    "artist",
    "painter",
    "sculptor",
    "author",
    "writer",
    "novelist",
    "poet",
    "playwright",
    "physicist",
    "chemist",
    "biologist",
    "historian",
    "economist",
    "philosopher",
    "mathematician",
    "astronomer",
    "engineer",
    "crofter",
    "herder",
    "shepherd",
    "beekeeper",
    "tailor",
    "carpenter",
    "cleric",
    "imam",
    "bishop",
    "priest",
    "rabbi",
    "monk",
    "nun",
    "veteran",
    "native",
    "laureate",
    "billionaire",
    "tycoon",
    "entrepreneur",
    "politician",
    "lawmaker",
    "republican",
    "democrat",
    "conservative",
    "pensioner",
    "grandmother",
    "grandfather",
    "teenager",
    "mother",
    "father",
];

/// Those who belong to somebody: "her husband".
const KIN: &[&str] = &[
    "husband",
    "wife",
    "widow",
    "widower",
    "sister",
    "brother",
    "mother",
    "father",
    "son",
    "daughter",
    "partner",
    "uncle",
    "aunt",
    "cousin",
    "grandmother",
    "grandfather",
    "client",
    "lawyer",
    "attorney",
    "solicitor",
    "agent",
    "coach",
    "trainer",
    "opponent",
    "counterpart",
];

fn is_in(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

/// "the company", "the union"
pub(super) fn is_body(word: &str) -> bool {
    is_in(BODIES, word) || is_in(INSTITUTIONS, word)
}

/// "the company": no word of its name.
pub(super) fn is_plain_body(word: &str) -> bool {
    is_in(BODIES, word)
}

/// A word that says of a name that it is no business.
pub(super) fn is_institution(word: &str) -> bool {
    is_in(INSTITUTIONS, word) && word != "bank" && word != "trust" && word != "corporation"
}

pub(super) fn is_press(word: &str) -> bool {
    is_in(PRESS, word)
}

pub(super) fn is_thing(word: &str) -> bool {
    is_in(THINGS, word)
}

/// "the player", "the 52-year-old"
pub(super) fn is_anyone(word: &str) -> bool {
    is_in(PEOPLE, word) || word.ends_with("-year-old")
}

pub(super) fn is_kin(word: &str) -> bool {
    is_in(KIN, word)
}

/// "Her Excellency"
pub(super) fn is_style(word: &str) -> bool {
    matches!(word, "excellency" | "majesty" | "highness" | "holiness" | "eminence")
}

/// The words for "he" and "she" that a phrase has: `true` for hers, `None` where it has none.
pub(super) fn is_female(word: &str) -> Option<bool> {
    match word {
        "mr" | "sir" | "lord" | "husband" | "brother" | "father" | "son" | "uncle" | "man"
        | "boy" | "king" | "prince" | "grandfather" | "chairman" | "spokesman" | "actor" => {
            Some(false)
        }
        "mrs" | "ms" | "miss" | "dame" | "lady" | "madame" | "wife" | "sister" | "mother"
        | "daughter" | "aunt" | "woman" | "girl" | "queen" | "princess" | "grandmother"
        | "chairwoman" | "spokeswoman" | "actress" | "widow" => Some(true),
        _ => None,
    }
}

/// No office has a longer name.
const LONGEST: usize = 40;

/// A word as offices are compared: in lowercase, "Gov." for governor, one word for both sexes.
pub(super) fn plain(word: &str) -> String {
    if word.len() > LONGEST {
        return String::new();
    }
    let word = word.trim_end_matches('.').to_lowercase();
    let same = match word.as_str() {
        "gov" => "governor",
        "sen" => "senator",
        "rep" | "congressman" | "congresswoman" => "representative",
        "gen" => "general",
        "col" => "colonel",
        "capt" => "captain",
        "prof" => "professor",
        "premier" => "minister",
        "spokeswoman" | "spokesperson" => "spokesman",
        "chairwoman" | "chairperson" | "chair" => "chairman",
        _ => return word,
    };
    same.to_owned()
}
