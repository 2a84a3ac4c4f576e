//! What a page says of itself outside its text.

use super::parse::AttributeList;

/// The declarations of a page, as they stand in it.
#[derive(Default, Debug)]
pub(crate) struct Head {
    pub(crate) title: Option<String>,
    pub(crate) language: Option<String>,
    /// Name, property or itemprop, in lower case, and content.
    pub(crate) metas: Vec<(String, String)>,
    pub(crate) json_ld: Vec<String>,
    pub(crate) canonical: Option<String>,
    /// Addresses of `rel=license`.
    pub(crate) licences: Vec<String>,
    /// `datetime` of the first `<time>` that has one.
    pub(crate) time: Option<String>,
}

/// A page that declares more than this is not believed to mean it.
const MOST: usize = 1000;

impl Head {
    pub(super) fn title(&mut self, title: String) {
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.title.is_none() && !title.is_empty() {
            self.title = Some(title);
        }
    }

    pub(super) fn page(&mut self, attributes: &AttributeList) {
        if self.language.is_none() {
            self.language =
                attributes.get("lang").or_else(|| attributes.get("xml:lang")).map(str::to_owned);
        }
    }

    pub(super) fn meta(&mut self, attributes: &AttributeList) {
        let Some(content) = attributes.get("content") else { return };
        for key in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(names) = attributes.get(key)
                && self.metas.len() < MOST
            {
                for name in names.split_whitespace() {
                    self.metas.push((name.to_ascii_lowercase(), content.to_owned()));
                }
            }
        }
    }

    pub(super) fn link(&mut self, attributes: &AttributeList) {
        let (Some(rel), Some(href)) = (attributes.get("rel"), attributes.get("href")) else {
            return;
        };
        for rel in rel.split_whitespace() {
            if rel.eq_ignore_ascii_case("canonical") && self.canonical.is_none() {
                self.canonical = Some(href.to_owned());
            } else if is_licence(rel) && self.licences.len() < MOST {
                self.licences.push(href.to_owned());
            }
        }
    }

    pub(super) fn anchor(&mut self, attributes: &AttributeList) {
        if let (Some(rel), Some(href)) = (attributes.get("rel"), attributes.get("href"))
            && rel.split_whitespace().any(is_licence)
            && self.licences.len() < MOST
        {
            self.licences.push(href.to_owned());
        }
    }

    pub(super) fn time(&mut self, attributes: &AttributeList) {
        if self.time.is_none() {
            self.time = attributes.get("datetime").map(str::to_owned);
        }
    }

    /// The content of the first `<meta>` with one of these names, in the order of the names.
    pub(crate) fn meta_named(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            self.metas
                .iter()
                .find(|(known, content)| known == name && !content.trim().is_empty())
                .map(|(_, content)| content.trim())
        })
    }
}

fn is_licence(rel: &str) -> bool {
    rel.eq_ignore_ascii_case("license") || rel.eq_ignore_ascii_case("licence")
}
