use std::fmt::Write;

use onrecord_record::escaped;

use super::{Entry, Page};

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">
<style>
:root { color-scheme: light dark; }
body { font: 1rem/1.5 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid; }
dt { font-weight: bold; }
dd { margin: 0 0 .5rem 1rem; }
ol.entries { list-style: none; padding: 0; }
ol.entries > li { margin: 1rem 0; break-inside: avoid; }
time { font-variant-numeric: tabular-nums; font-weight: bold; }
blockquote { margin: .25rem 0 .25rem 1rem; padding-left: .75rem; border-left: 3px solid #2a7ab0; }
.cite, .note, .id { font-size: .85rem; }
.id { overflow-wrap: anywhere; }
li > .note, li > .cite { margin: 0 0 0 1rem; }
</style>
";

/// One HTML file that needs no other: no script, no picture, nothing fetched.
pub fn html(page: &Page) -> String {
    let mut out = String::from(HEAD);
    let title = escaped(&page.title);
    // Writing to a string cannot fail, here and below.
    let _ = write!(out, "<title>{title}: on record</title>\n</head>\n<body>\n<h1>{title}</h1>\n");
    let _ = writeln!(out, "<p class=\"cite\">Made {}</p>\n<dl>", escaped(&page.made));
    for (what, list) in &page.facts {
        let _ = writeln!(out, "<dt>{}</dt><dd dir=\"auto\">{}</dd>", escaped(what), escaped(list));
    }
    out.push_str("</dl>\n");
    for section in &page.sections {
        let (heading, count) = (escaped(&section.heading), section.entries.len());
        let _ = writeln!(out, "<h2>{heading} ({count})</h2>\n<ol class=\"entries\">");
        for one in &section.entries {
            entry(&mut out, one);
        }
        out.push_str("</ol>\n");
    }
    out.push_str("<h2>Sources</h2>\n<ol>\n");
    for (at, source) in page.sources.iter().enumerate() {
        let title = escaped(&source.title);
        let title = match &source.url {
            Some(url) => format!("<a href=\"{}\" rel=\"noreferrer\">{title}</a>", escaped(url)),
            None => title,
        };
        let (about, id) = (escaped(&source.about), escaped(&source.id));
        let _ = writeln!(
            out,
            "<li id=\"source-{}\"><bdi>{title}</bdi>, <bdi>{about}</bdi><br>\
             <span class=\"id\">text {id}</span></li>",
            at + 1
        );
    }
    out.push_str("</ol>\n</body>\n</html>\n");
    out
}

fn entry(out: &mut String, one: &Entry) {
    let (date, lead) = (escaped(&one.date), escaped(&one.lead));
    let _ = writeln!(out, "<li><time>{date}</time> <bdi>{lead}</bdi>");
    if let Some(words) = &one.words {
        let _ = writeln!(out, "<blockquote dir=\"auto\">{}</blockquote>", escaped(words));
    }
    for note in &one.notes {
        let _ = writeln!(out, "<p class=\"note\" dir=\"auto\">{}</p>", escaped(note));
    }
    if !one.sources.is_empty() {
        out.push_str("<p class=\"cite\">");
        for source in &one.sources {
            let _ = write!(out, "<a href=\"#source-{source}\">[{source}]</a> ");
        }
        if let Some(link) = &one.link {
            let link = escaped(link);
            let _ = write!(out, "<a href=\"{link}\" rel=\"noreferrer\">these words there</a>");
        }
        out.push_str("</p>\n");
    }
    out.push_str("</li>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn text_is_never_markup(text: String) {
            let page = Page {
                title: text.clone(), facts: vec![(text.clone(), text.clone())],
                sections: Vec::new(), sources: Vec::new(), made: text,
            };
            let empty = Page {
                title: String::new(), facts: vec![(String::new(), String::new())],
                sections: Vec::new(), sources: Vec::new(), made: String::new(),
            };
            let marks = |page: &Page| html(page).matches(['<', '>', '"', '\'']).count();
            proptest::prop_assert_eq!(marks(&page), marks(&empty));
        }
    }
}
