//! All that is on record of one person as one file, with citations: self-contained HTML, or
//! Markdown.
//!
//! What an article says is text in both: nothing of it is markup, and only http and https addresses
//! are links.

mod html;
mod markdown;

pub use html::html;
pub use markdown::markdown;

use std::collections::HashMap;

use onrecord_record::{Dossier, Happening, Hit, Store, StoreError};

use super::spaced;
use super::text::{sides, term_in_words, vouched};

/// A dossier before it has a form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// The person's name.
    pub title: String,
    /// Names, offices, titles: what they are, and the list.
    pub facts: Vec<(String, String)>,
    /// What is on record.
    pub sections: Vec<Section>,
    /// The articles that are cited; a citation is a number in this list, from 1.
    pub sources: Vec<Source>,
    /// The day the dossier was made, and from which store.
    pub made: String,
}

/// Entries of one kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section {
    /// What they are.
    pub heading: String,
    /// By date.
    pub entries: Vec<Entry>,
}

/// One statement, event or agreement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Day, month or year; "no date".
    pub date: String,
    /// Who, to whom, in which form; what happened.
    pub lead: String,
    /// The exact words.
    pub words: Option<String>,
    /// Who vouches for it, version by version.
    pub notes: Vec<String>,
    /// Articles, as numbers in the list of sources.
    pub sources: Vec<usize>,
    /// Address of the very words.
    pub link: Option<String>,
}

/// An article that is cited.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// Title, else name.
    pub title: String,
    /// Outlet, date, licence.
    pub about: String,
    /// Its address, if that is http or https.
    pub url: Option<String>,
    /// `sha256:...` of its text.
    pub id: String,
}

/// Fetches the words and articles of a dossier.
///
/// # Errors
/// `Damaged` if a text does not agree with its hash; `Sqlite`.
pub fn page(store: &Store, dossier: &Dossier, today: &str) -> Result<Page, StoreError> {
    let mut cited = Cited { store, numbers: HashMap::new(), sources: Vec::new() };
    let mut sections = Vec::new();
    for (heading, ids) in [
        ("Said", &dossier.said),
        ("Was told", &dossier.told),
        ("Was spoken of by others", &dossier.about),
    ] {
        let mut entries = Vec::new();
        for hit in store.statements(ids)? {
            let source = cited.number(hit.article)?;
            entries.push(statement(&hit, source));
        }
        sections.push(Section { heading: heading.to_owned(), entries });
    }
    let mut entries = Vec::new();
    for one in &dossier.happenings {
        entries.extend(happening(one, &mut cited)?);
    }
    sections.push(Section { heading: "Took part in".to_owned(), entries });
    let mut entries = Vec::new();
    for one in &dossier.documents {
        let mut notes = Vec::new();
        let mut sources = Vec::new();
        for at in &one.history {
            let source = cited.number(at.article)?;
            notes.push(format!(
                "{}, {}, {}: “{}” [{source}]",
                day(at.published.as_deref()),
                at.stage,
                spaced(&at.standing),
                spaced(&at.words)
            ));
            sources.push(source);
        }
        let term = one.term.as_deref().map(|term| format!(", for {}", term_in_words(term)));
        let ends = one.ends().map(|end| format!(", until {end}"));
        let overdue = if one.overdue(today) { ", overdue" } else { "" };
        entries.push(Entry {
            date: day(one.history.first().and_then(|at| at.published.as_deref())),
            lead: format!(
                "{}: {}{}{}{overdue}",
                spaced(&one.title),
                spaced(&one.parties.replace("; ", ", ")),
                term.unwrap_or_default(),
                ends.unwrap_or_default()
            ),
            words: None,
            notes,
            sources: Vec::new(),
            link: None,
        });
    }
    sections.push(Section { heading: "Agreements".to_owned(), entries });
    sections.retain(|section| !section.entries.is_empty());
    let person = &dossier.person;
    let called: Vec<String> =
        dossier.called.iter().map(|(words, count)| format!("{words} ({count})")).collect();
    let facts = [
        ("Names", person.names.join("; ")),
        ("Country", person.country.clone().unwrap_or_default()),
        ("Identifier", person.key.clone().unwrap_or_default()),
        ("Offices", person.offices.join("; ")),
        ("Called in the articles", called.join("; ")),
    ];
    let facts = facts.into_iter().filter(|(_, list)| !list.is_empty());
    Ok(Page {
        title: person.name.clone(),
        facts: facts.map(|(what, list)| (what.to_owned(), list)).collect(),
        sections,
        sources: cited.sources,
        made: format!("{today}, from {}", store.path().display()),
    })
}

fn day(date: Option<&str>) -> String {
    date.map_or_else(|| "no date".to_owned(), |date| date.chars().take(10).collect())
}

fn statement(hit: &Hit, source: usize) -> Entry {
    let who = hit.speaker.as_deref().or(hit.source.as_deref()).unwrap_or("(nobody named)");
    let to = hit.addressee.as_deref().map(|to| format!(" to {}", spaced(to))).unwrap_or_default();
    let modality = match hit.modality.as_str() {
        "asserted" => String::new(),
        modality => format!(", {modality}"),
    };
    Entry {
        date: day(hit.published.as_deref()),
        lead: format!("{}{to}, {}{modality}, statement {}", spaced(who), hit.form, hit.id),
        words: Some(spaced(&hit.text)),
        notes: Vec::new(),
        sources: vec![source],
        link: hit.link(),
    }
}

fn happening(one: &Happening, cited: &mut Cited<'_>) -> Result<Option<Entry>, StoreError> {
    let Some(first) = one.first() else { return Ok(None) };
    let mode = first.mode.as_deref().map(|mode| format!(" ({mode})")).unwrap_or_default();
    let place = first.place.as_deref().map(|p| format!(", {}", spaced(p))).unwrap_or_default();
    let disputed = if one.disputed() { ", DISPUTED" } else { "" };
    let mut notes = Vec::new();
    for version in &one.versions {
        let Some(event) = version.first() else { continue };
        let mut numbers = Vec::new();
        for telling in version {
            let number = cited.number(telling.article)?;
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        let list: Vec<String> = numbers.iter().map(|number| format!("[{number}]")).collect();
        notes.push(format!("{} {}", vouched(event), list.join(" ")));
    }
    Ok(Some(Entry {
        date: day(first.date.as_deref()),
        lead: format!("{}{mode}: {}{place}{disputed}", first.kind, sides(first)),
        words: None,
        notes,
        sources: Vec::new(),
        link: None,
    }))
}

/// Articles, numbered as they come up.
struct Cited<'a> {
    store: &'a Store,
    numbers: HashMap<i64, usize>,
    sources: Vec<Source>,
}

impl Cited<'_> {
    fn number(&mut self, article: i64) -> Result<usize, StoreError> {
        if let Some(&number) = self.numbers.get(&article) {
            return Ok(number);
        }
        let kept = self.store.article(article)?;
        let about = &kept.about;
        let licence = match about.licence.as_str() {
            "unknown" => "licence unknown".to_owned(),
            licence => format!("licence {}", spaced(licence)),
        };
        let known = [
            about.outlet.as_deref().map(spaced),
            Some(day(about.published.as_deref())),
            Some(licence),
        ];
        let known: Vec<String> = known.into_iter().flatten().collect();
        let web = |url: &&String| url.starts_with("http://") || url.starts_with("https://");
        self.sources.push(Source {
            title: spaced(about.title.as_deref().unwrap_or(&about.name)),
            about: known.join(", "),
            url: about.url.as_ref().filter(web).cloned(),
            id: kept.article.id().to_string(),
        });
        self.numbers.insert(article, self.sources.len());
        Ok(self.sources.len())
    }
}
