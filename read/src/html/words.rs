//! What the names of classes and ids say about an element, as Mozilla's Readability has it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// A set of [`Kind`]s.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Kinds(u8);

/// What a word in a class or an id speaks for.
#[derive(Clone, Copy, Debug)]
#[repr(u8)]
pub(super) enum Kind {
    Unlikely = 1,
    Maybe = 2,
    Positive = 4,
    Negative = 8,
    Byline = 16,
    Share = 32,
}

impl Kinds {
    pub(super) fn has(self, kind: Kind) -> bool {
        self.0 & kind as u8 != 0
    }

    pub(super) fn or(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// 25 points for and 25 against.
    pub(super) fn weight(self) -> i32 {
        25 * (i32::from(self.has(Kind::Positive)) - i32::from(self.has(Kind::Negative)))
    }
}

const WORDS: &[(Kind, &[&str])] = &[
    (
        Kind::Unlikely,
        &[
            "-ad-",
            "ai2html",
            "banner",
            "breadcrumbs",
            "combx",
            "comment",
            "community",
            "cover-wrap",
            "disqus",
            "extra",
            "footer",
            "gdpr",
            "header",
            "legends",
            "menu",
            "related",
            "remark",
            "replies",
            "rss",
            "shoutbox",
            "sidebar",
            "skyscraper",
            "social",
            "sponsor",
            "supplemental",
            "ad-break",
            "agegate",
            "pagination",
            "pager",
            "popup",
            "yom-remote",
        ],
    ),
    (Kind::Maybe, &["and", "article", "body", "column", "content", "main", "mathjax", "shadow"]),
    (
        Kind::Positive,
        &[
            "article",
            "body",
            "content",
            "entry",
            "hentry",
            "h-entry",
            "main",
            "page",
            "pagination",
            "post",
            "text",
            "blog",
            "story",
        ],
    ),
    (
        Kind::Negative,
        &[
            "-ad-",
            "hidden",
            "banner",
            "combx",
            "comment",
            "com-",
            "contact",
            "footer",
            "gdpr",
            "masthead",
            "media",
            "meta",
            "outbrain",
            "promo",
            "related",
            "scroll",
            "share",
            "shoutbox",
            "sidebar",
            "skyscraper",
            "sponsor",
            "shopping",
            "tags",
            "widget",
        ],
    ),
    (Kind::Byline, &["byline", "author", "dateline", "writtenby", "p-author"]),
    (Kind::Share, &["share", "sharedaddy"]),
];

static FINDER: LazyLock<(AhoCorasick, Vec<Kind>)> = LazyLock::new(|| {
    let words = WORDS.iter().flat_map(|(kind, words)| words.iter().map(move |word| (*word, *kind)));
    let (words, kinds): (Vec<&str>, Vec<Kind>) = words.unzip();
    let finder = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .build(words)
        .expect("a hundred short words build");
    (finder, kinds)
});

/// What one attribute says.
pub(super) fn kinds(name: &str) -> Kinds {
    if name.is_empty() {
        return Kinds::default();
    }
    let (finder, kinds) = &*FINDER;
    let mut found = 0;
    for hit in finder.find_overlapping_iter(name) {
        let kind = kinds[hit.pattern().as_usize()];
        if !matches!(kind, Kind::Share) || stands_alone(name, hit.range()) {
            found |= kind as u8;
        }
    }
    if name.split(' ').any(|class| class.eq_ignore_ascii_case("hid")) {
        found |= Kind::Negative as u8;
    }
    Kinds(found)
}

fn stands_alone(name: &str, range: std::ops::Range<usize>) -> bool {
    let bytes = name.as_bytes();
    let bounds = |byte: Option<&u8>| byte.is_none_or(|b| !b.is_ascii_alphanumeric());
    bounds(range.start.checked_sub(1).and_then(|at| bytes.get(at))) && bounds(bytes.get(range.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_classes() {
        assert!(kinds("site-Header").has(Kind::Unlikely));
        assert!(kinds("article-header").has(Kind::Maybe));
        assert_eq!(kinds("post-content").weight(), 25);
        assert_eq!(kinds("comment-body").weight(), 0);
        assert_eq!(kinds("hid").weight(), -25);
        assert_eq!(kinds("hide").weight(), 0);
        assert!(kinds("a share_b").has(Kind::Share));
        assert!(!kinds("shareholders").has(Kind::Share));
    }
}
