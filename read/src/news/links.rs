//! Where feeds and sitemaps lead: the addresses that they name, without a look at their texts.

use serde_json::Value;

use super::feed;
use crate::kind::{self, Format};
use crate::xml::{self, Element};
use crate::{Limits, dates, encoding, layers};

/// What a feed or a sitemap names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Listing {
    /// Pages.
    pub pages: Vec<Link>,
    /// Further sitemaps.
    pub sitemaps: Vec<Link>,
}

/// An address, as it is written: it may be relative.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The address.
    pub url: String,
    /// When what is there was published or last changed: ISO 8601.
    pub published: Option<String>,
}

/// The addresses in a feed (RSS, Atom, RDF, JSON Feed) or sitemap, packed or not; `None` for
/// anything else. `charset` is what the server says of the encoding.
pub fn listing(bytes: &[u8], charset: Option<&str>) -> Option<Listing> {
    let read = || {
        let bytes = layers::inflate(bytes, Limits::default().document_bytes).ok()?;
        match kind::format(&bytes[..bytes.len().min(4096)]) {
            Format::Json => json(&bytes),
            Format::Xml => {
                let declared = kind::declared_encoding(&bytes);
                let text = encoding::decode(&bytes, charset.or(declared.as_deref())).text;
                let root = xml::parse(&text);
                sitemap(&root, &text).or_else(|| entries(&root, &text))
            }
            _ => None,
        }
    };
    std::panic::catch_unwind(read).ok().flatten()
}

/// Whether a document is a sitemap or a list of them.
pub(crate) fn is_sitemap(root: &Element) -> bool {
    root.children.iter().any(|top| top.name == "urlset" || top.name == "sitemapindex")
}

fn sitemap(root: &Element, document: &str) -> Option<Listing> {
    if !is_sitemap(root) {
        return None;
    }
    let all = |name: &'static str| {
        let places = root.children.iter().flat_map(move |top| top.all(name));
        places.filter_map(|place| {
            let url = place.text_of("loc", document)?;
            let news = place.first("news").and_then(|n| n.text_of("publication_date", document));
            let published = news.or_else(|| place.text_of("lastmod", document));
            Some(Link { url, published: published.and_then(|date| dates::iso(&date)) })
        })
    };
    Some(Listing { pages: all("url").collect(), sitemaps: all("sitemap").collect() })
}

fn entries(root: &Element, document: &str) -> Option<Listing> {
    let entries = feed::feed(root, document)?.entries;
    let link = |entry: super::Report| {
        let published = entry.published.or(entry.modified).and_then(|date| dates::iso(&date));
        Some(Link { url: entry.url?, published })
    };
    Some(Listing { pages: entries.into_iter().filter_map(link).collect(), sitemaps: Vec::new() })
}

fn json(bytes: &[u8]) -> Option<Listing> {
    let feed: Value = serde_json::from_slice(bytes).ok()?;
    feed.get("version")?.as_str().filter(|version| version.contains("jsonfeed"))?;
    let text = |item: &Value, key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
    let link = |item: &Value| {
        let url = text(item, "url").or_else(|| text(item, "external_url"))?;
        let published = text(item, "date_published").and_then(|date| dates::iso(&date));
        Some(Link { url, published })
    };
    let pages = feed.get("items")?.as_array()?.iter().filter_map(link).collect();
    Some(Listing { pages, sitemaps: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(document: &str, pages: &[(&str, Option<&str>)], sitemaps: &[&str]) {
        let listing = listing(document.as_bytes(), None).unwrap();
        let found: Vec<_> =
            listing.pages.iter().map(|l| (l.url.as_str(), l.published.as_deref())).collect();
        assert_eq!(found, pages, "{document}");
        let found: Vec<&str> = listing.sitemaps.iter().map(|l| l.url.as_str()).collect();
        assert_eq!(found, sitemaps, "{document}");
    }

    #[test]
    fn feeds_and_sitemaps() {
        check(
            "<rss><channel><link>/</link><item><link>/a</link>\
             <pubDate>Sat, 11 Jun 2022 10:00:00 GMT</pubDate></item><item/></channel></rss>",
            &[("/a", Some("2022-06-11T10:00:00Z"))],
            &[],
        );
        check(
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='b?x=1&amp;y=2'/></entry></feed>",
            &[("b?x=1&y=2", None)],
            &[],
        );
        check(
            r#"{"version":"https://jsonfeed.org/version/1.1","items":[{"url":"/c"},{"id":"1"}]}"#,
            &[("/c", None)],
            &[],
        );
        check(
            "<?xml version='1.0'?><urlset xmlns:news='n'><url><loc> https://e.com/d </loc>\
             <lastmod>2022-06-12</lastmod><news:news><news:publication_date>2022-06-11\
             </news:publication_date></news:news></url></urlset>",
            &[("https://e.com/d", Some("2022-06-11"))],
            &[],
        );
        check(
            "<sitemapindex><sitemap><loc>https://e.com/s.xml</loc></sitemap></sitemapindex>",
            &[],
            &["https://e.com/s.xml"],
        );
    }

    #[test]
    fn anything_else() {
        for document in ["", "words", "<html><feed></html>", "{\"items\":[]}", "[1]", "WARC/1.0"] {
            assert_eq!(listing(document.as_bytes(), None), None, "{document}");
        }
    }
}
