//! W3C Web Annotation, and schema.org Quotation and Claim.

use std::io::Write;

use onrecord_article::Anchor;
use serde_json::{Value, json};

use super::{Chars, line, statement_id};
use crate::{Hit, Kept, Query, Store, StoreError};

/// Where the words stand: by position (code points), and by the words around them.
pub(super) fn target(hit: &Hit, kept: &Kept) -> Vec<Value> {
    let chars = Chars::of(&kept.article);
    let source = hit.url.clone().unwrap_or_else(|| super::article_id(kept));
    let spans = hit.content.iter().filter_map(|&span| {
        let [start, end] = span;
        Some((span, kept.article.span(start as usize..end as usize)?))
    });
    spans
        .map(|(range, span)| {
            let anchor = Anchor::new(&kept.article, span);
            let [start, end] = chars.span(range);
            json!({
                "source": source,
                "selector": [
                    { "type": "TextPositionSelector", "start": start, "end": end },
                    {
                        "type": "TextQuoteSelector", "exact": anchor.exact,
                        "prefix": anchor.prefix, "suffix": anchor.suffix,
                    },
                ],
            })
        })
        .collect()
}

pub(super) fn annotations(
    store: &Store,
    query: &Query,
    out: &mut (dyn Write + Send),
) -> Result<u64, StoreError> {
    store.for_each(query, |hit, kept| {
        let mut bodies = vec![json!({
            "type": "TextualBody", "purpose": "tagging", "value": format!("form: {}", hit.form),
        })];
        for (what, value) in [("speaker", &hit.speaker), ("addressee", &hit.addressee)] {
            bodies.extend(value.as_ref().map(|value| {
                json!({
                    "type": "TextualBody", "purpose": "identifying", "value": value,
                    "format": "text/plain", "rdfs:label": what,
                })
            }));
        }
        line(
            out,
            &json!({
                "@context": ["http://www.w3.org/ns/anno.jsonld",
                    { "rdfs": "http://www.w3.org/2000/01/rdf-schema#" }],
                "id": format!("urn:{}", statement_id(kept, &hit)),
                "type": "Annotation",
                "motivation": "describing",
                "body": bodies,
                "target": target(&hit, kept),
            }),
        )
    })
}

/// A quotation, and the claim that a fact-checker may start from; never a rating.
pub(super) fn schema_org(
    store: &Store,
    query: &Query,
    out: &mut (dyn Write + Send),
) -> Result<u64, StoreError> {
    store.for_each(query, |hit, kept| {
        let article = json!({
            "@type": "NewsArticle", "headline": hit.title, "url": hit.url,
            "datePublished": hit.published, "license": hit.licence,
            "publisher": hit.outlet.as_ref().map(|name| json!({
                "@type": "Organization", "name": name })),
        });
        let speaker = hit
            .speaker
            .as_ref()
            .or(hit.source.as_ref())
            .map(|name| json!({ "@type": "Thing", "name": name }));
        let id = format!("urn:{}", statement_id(kept, &hit));
        let direct = hit.form == "direct";
        let mut value = json!({
            "@context": "https://schema.org",
            "@id": id,
            "@type": if direct { "Quotation" } else { "Claim" },
            "text": hit.text,
            "url": hit.link(),
        });
        value[if direct { "spokenByCharacter" } else { "author" }] = json!(speaker);
        value[if direct { "isPartOf" } else { "appearance" }] = article;
        line(out, &value)
    })
}
