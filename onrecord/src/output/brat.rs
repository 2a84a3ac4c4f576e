//! brat standoff: `name.txt` is the article's text, `name.ann` what was found in it.
//!
//! A statement is an event `Statement` whose trigger is its cue (or, for a quotation that stands
//! alone, the first piece of its content), with the arguments `Source`, `Content`, `Addressee`
//! and `Within`, the attributes `Form`, `Polarity` and `Modality`, and its speaker as a note.
//! Offsets count code points; annotations are cut at line ends, as brat wants them.

use std::collections::BTreeMap;
use std::fmt::Write;

use onrecord_article::{Article, Fragments, OffsetUnit, Offsets, Span, Standing};

use super::{on_one_line, spaced};
use crate::Record;

/// `annotation.conf` of a folder with such annotations.
pub const CONFIGURATION: &str = include_str!("brat.conf");

/// The `.ann` file of a record.
pub fn annotations(record: &Record) -> String {
    let article = &record.article;
    let mut ann = Ann {
        article,
        offsets: Offsets::new(article.text(), OffsetUnit::Chars),
        bounds: BTreeMap::new(),
        lines: String::new(),
        attributes: 0,
        notes: 0,
    };
    let statements = record.findings.statements.len();
    for (index, statement) in record.findings.statements.iter().enumerate() {
        let first = Fragments::from(statement.content.first());
        let trigger = statement.cue.as_ref().unwrap_or(&first);
        let Some(trigger) = ann.bound("Statement", trigger) else { continue };
        let content = ann.bound("Content", &statement.content);
        let source = statement.source.as_ref().and_then(|source| ann.bound("Source", source));
        let to = statement.addressee.and_then(|to| to.span);
        let to = to.and_then(|span| ann.bound("Addressee", &span.into()));
        let id = index + 1;
        let mut line = format!("E{id}\tStatement:T{trigger}");
        for (role, bound) in [("Source", source), ("Content", content), ("Addressee", to)] {
            if let Some(bound) = bound {
                let _ = write!(line, " {role}:T{bound}");
            }
        }
        if let Some(outer) = statement.within {
            let _ = write!(line, " Within:E{}", outer.0 + 1);
        }
        ann.line(&line);
        ann.attribute("Form", id, statement.form.as_str());
        ann.attribute("Polarity", id, statement.polarity.as_str());
        ann.attribute("Modality", id, statement.modality.as_str());
        if let Some(speaker) = statement.speaker {
            let name = spaced(record.findings.name(article, speaker));
            ann.note(id, &format!("speaker: {name}"));
        }
    }
    for (index, event) in record.findings.events.iter().enumerate() {
        let Some(trigger) = ann.bound(event.kind.as_str(), &event.trigger) else { continue };
        let id = statements + index + 1;
        let mut line = format!("E{id}\t{}:T{trigger}", event.kind.as_str());
        for (role, actors) in [("Actor", &event.actors), ("Recipient", &event.recipients)] {
            for (k, actor) in actors.iter().enumerate() {
                let Some(bound) = ann.bound("Participant", &actor.span.into()) else { continue };
                let number = if k == 0 { String::new() } else { (k + 1).to_string() };
                let _ = write!(line, " {role}{number}:T{bound}");
            }
        }
        if let Standing::Claimed(statement) = event.standing {
            let _ = write!(line, " ClaimedIn:E{}", statement.0 + 1);
        }
        ann.line(&line);
        ann.attribute("Polarity", id, event.polarity.as_str());
        ann.attribute("Occurrence", id, event.modality.as_str());
    }
    for agreement in &record.findings.agreements {
        ann.bound("Agreement", &agreement.title.into());
    }
    ann.lines
}

struct Ann<'a> {
    article: &'a Article,
    offsets: Offsets<'a>,
    /// Text bounds already written, by type and place.
    bounds: BTreeMap<(&'static str, Vec<Span>), usize>,
    lines: String,
    attributes: usize,
    notes: usize,
}

impl Ann<'_> {
    fn line(&mut self, line: &str) {
        self.lines.push_str(line);
        self.lines.push('\n');
    }

    /// Writes a text bound, once; `None` if there is only white space under the spans.
    fn bound(&mut self, kind: &'static str, fragments: &Fragments) -> Option<usize> {
        let spans: Vec<Span> =
            fragments.spans().iter().flat_map(|&span| lines_of(self.article, span)).collect();
        if spans.is_empty() {
            return None;
        }
        let next = self.bounds.len() + 1;
        let key = (kind, spans);
        if let Some(&number) = self.bounds.get(&key) {
            return Some(number);
        }
        let places: Vec<String> = key
            .1
            .iter()
            .map(|&span| {
                let first = self.offsets.from_byte(span.start());
                format!("{first} {}", self.offsets.from_byte(span.end()))
            })
            .collect();
        let words: Vec<&str> = key.1.iter().map(|&span| self.article.text_of(span)).collect();
        self.line(&format!("T{next}\t{kind} {}\t{}", places.join(";"), words.join(" ")));
        self.bounds.insert(key, next);
        Some(next)
    }

    fn attribute(&mut self, name: &str, event: usize, value: &str) {
        self.attributes += 1;
        self.line(&format!("A{}\t{name} E{event} {value}", self.attributes));
    }

    fn note(&mut self, event: usize, words: &str) {
        self.notes += 1;
        self.line(&format!("#{}\tAnnotatorNotes E{event}\t{words}", self.notes));
    }
}

/// The parts of a span on each of its lines, without white space at their ends.
fn lines_of(article: &Article, span: Span) -> Vec<Span> {
    let mut at = span.start();
    let mut lines = Vec::new();
    for line in
        article.text_of(span).split_inclusive(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
    {
        lines.extend(article.span(at..at + line.len()).and_then(|line| article.trim(line)));
        at += line.len();
    }
    lines
}

/// A file name for a record: its name without what a file system or a shell could misread.
pub fn file_stem(record: &Record) -> String {
    let name = on_one_line_name(record);
    let safe = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
    let stem: String = name.chars().map(safe).take(100).collect();
    let stem = stem.trim_start_matches('.');
    if stem.is_empty() { "article".to_owned() } else { stem.to_owned() }
}

fn on_one_line_name(record: &Record) -> String {
    let name = spaced(&record.article.provenance().name);
    if name.is_empty() {
        record.article.whole().map(|span| on_one_line(&record.article, span)).unwrap_or_default()
    } else {
        name
    }
}
