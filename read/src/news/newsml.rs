//! News documents of the IPTC: NITF and NewsML-G2.

use super::Report;
use crate::xml::Element;

/// The reports in a document, if it is one of these.
pub(crate) fn reports(root: &Element, document: &str) -> Option<Vec<Report>> {
    let items: Vec<&Element> =
        root.below().filter(|e| e.name == "newsitem" || e.name == "nitf").collect();
    if items.is_empty() {
        return None;
    }
    // A NewsML item may carry its text as NITF; the item says more than what it carries.
    let nested = |e: &&&Element| e.name == "nitf" && items.iter().any(|i| holds(i, e));
    let own = items.iter().filter(|e| !nested(e));
    Some(own.map(|item| report(item, document)).collect())
}

fn holds(outer: &Element, inner: &Element) -> bool {
    outer.name == "newsitem"
        && outer.inner.start < inner.inner.start
        && inner.inner.end <= outer.inner.end
}

fn report(item: &Element, document: &str) -> Report {
    let text = |name: &str| item.find(name).map(|e| words(e, document)).filter(|t| !t.is_empty());
    let value =
        |name: &str, key: &str| item.find(name).and_then(|e| e.attribute(key)).map(str::to_owned);
    let body =
        ["body.content", "body", "inlinexml", "inlinedata"].iter().find_map(|name| item.find(name));
    let language = item.attribute("lang").map(str::to_owned).or_else(|| value("language", "tag"));
    let mut report = Report {
        name: item
            .attribute("guid")
            .map(str::to_owned)
            .or_else(|| value("doc-id", "id-string"))
            .unwrap_or_default(),
        offset: item.inner.start as u64,
        title: text("hl1").or_else(|| text("headline")).or_else(|| text("title")),
        outlet: value("doc.copyright", "holder")
            .or_else(|| text("copyrightholder"))
            .or_else(|| text("provider")),
        authors: item
            .below()
            .filter(|e| e.name == "byline" || e.name == "by")
            .map(|e| words(e, document))
            .filter(|name| !name.is_empty())
            .take(1)
            .collect(),
        published: value("date.issue", "norm")
            .or_else(|| text("firstcreated"))
            .or_else(|| text("contentcreated"))
            .or_else(|| text("versioncreated")),
        modified: text("versioncreated"),
        language,
        licence: text("usageterms").or_else(|| text("copyrightnotice")),
        is_html: true,
        ..Report::default()
    };
    if let Some(body) = body {
        let mut map = onrecord_article::SourceMap::default();
        map.push_verbatim(body.inner.start, body.inner.len());
        report.text = document[body.inner.clone()].to_owned();
        report.map = Some(map);
    }
    report
}

/// The text of an element and all below it.
fn words(element: &Element, document: &str) -> String {
    crate::html::whole(&document[element.inner.clone()]).replace("\n\n", " ")
}
