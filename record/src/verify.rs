//! Did anyone say this? Finds the statements that a quotation may come from, and compares word by
//! word.

use std::collections::HashMap;

use rusqlite::OptionalExtension;

use crate::alignment::{Alignment, Folded, LONGEST, Step, align};
use crate::search::Hit;
use crate::words::{fold, words};
use crate::{Store, StoreError};

/// What the record says of a quotation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Verdict {
    /// These words, in this order, but for marks, case and spelling variants.
    Verbatim,
    /// These words, with one or two left out.
    Shortened,
    /// These words, with more left out between them, or from several statements.
    Spliced,
    /// Other words among them.
    Altered,
    /// On record, from somebody else.
    OtherSpeaker,
    /// Nothing on record comes near.
    NotOnRecord,
}

impl Verdict {
    /// As shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Verbatim => "verbatim",
            Verdict::Shortened => "shortened",
            Verdict::Spliced => "spliced",
            Verdict::Altered => "altered",
            Verdict::OtherSpeaker => "said by somebody else",
            Verdict::NotOnRecord => "not on record",
        }
    }
}

/// One statement on record that is near the quotation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// The statement.
    pub hit: Hit,
    /// How the quotation differs from it.
    pub verdict: Verdict,
    /// Share of the quotation's words that it has, in thousandths.
    pub agreement: u16,
    /// Word by word.
    pub steps: Vec<Step>,
    /// Whether the speaker is the one asked for; true if none was.
    pub speaker_fits: bool,
}

/// The answer to a quotation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verification {
    /// The verdict of the nearest version.
    pub verdict: Verdict,
    /// The nearest version, as an index among the versions.
    pub nearest: Option<usize>,
    /// All versions, earliest publication first; how the words drift.
    pub versions: Vec<Version>,
    /// How many articles carry one of the versions.
    pub articles: usize,
    /// The same, copies of one article counted once.
    pub independent: usize,
}

/// Candidates that are compared.
const CANDIDATES: usize = 256;
/// A word in more statements than this tells nothing.
const FREQUENT: usize = 20_000;
/// Statements that the words of one quotation may lead to, all together.
const POSTINGS: usize = 150_000;
/// Share of a quotation's words that a version must have, in thousandths.
const NEAR: usize = 600;

impl Store {
    /// Looks for a quotation, by `speaker` if one is given.
    ///
    /// # Errors
    /// `Refused` if the quotation has no words; `Damaged`, `Sqlite`.
    pub fn verify(
        &self,
        quotation: &str,
        speaker: Option<&str>,
    ) -> Result<Verification, StoreError> {
        let asked = Folded::new(quotation);
        if asked.len() == 0 {
            return Err(StoreError::Refused("a quotation needs at least one word".into()));
        }
        let mut versions: Vec<(i32, Version)> = Vec::new();
        let mut partial: Vec<Part> = Vec::new();
        for hit in self.hits(&self.candidates(quotation)?)? {
            let said = Folded::new(&hit.text);
            let alignment = align(&asked, &said);
            let fits = speaker.is_none_or(|speaker| speaks(&hit, speaker));
            match judge(&asked, &said, &alignment) {
                Some((verdict, agreement)) => {
                    let steps = alignment.steps;
                    let version = Version { hit, verdict, agreement, steps, speaker_fits: fits };
                    versions.push((alignment.score, version));
                }
                None => partial.extend(Part::new(hit, alignment, asked.len(), fits)),
            }
        }
        if versions.iter().all(|(_, version)| version.verdict == Verdict::Altered) {
            versions.extend(splice(partial, asked.len()));
        }
        Ok(answer(versions))
    }

    /// Statements that share the rarest words of the quotation, or hold all of it.
    fn candidates(&self, quotation: &str) -> Result<Vec<i64>, StoreError> {
        let mut rare: Vec<String> = words(quotation)
            .into_iter()
            .take(LONGEST)
            // The index splits at apostrophes and hyphens; such words are no use as a whole.
            .filter(|word| quotation[word.bytes.clone()].chars().all(char::is_alphanumeric))
            .map(|word| word.folded)
            .filter(|word| !COMMON.contains(&word.as_str()))
            .collect();
        rare.sort_unstable_by_key(|word| (std::cmp::Reverse(word.len()), word.clone()));
        rare.dedup();
        let mut votes: HashMap<i64, u32> = HashMap::new();
        let (mut read, mut useful) = (0, 0);
        for word in &rare {
            if useful >= 12 || (read > POSTINGS && useful >= 3) {
                break;
            }
            let found = self.postings(&format!("{{text}} : \"{word}\""), FREQUENT + 1)?;
            read += found.len();
            if found.is_empty() || found.len() > FREQUENT {
                continue;
            }
            useful += 1;
            let weight = 20 - found.len().ilog2();
            for id in found {
                *votes.entry(id).or_default() += weight;
            }
        }
        let mut ranked: Vec<(u32, i64)> =
            votes.into_iter().map(|(id, votes)| (votes, id)).collect();
        let by_votes = |&(votes, id): &(u32, i64)| (std::cmp::Reverse(votes), id);
        if ranked.len() > CANDIDATES {
            ranked.select_nth_unstable_by_key(CANDIDATES, by_votes);
            ranked.truncate(CANDIDATES);
        }
        ranked.sort_unstable_by_key(by_votes);
        let mut ids: Vec<i64> = ranked.into_iter().map(|(_, id)| id).collect();
        if useful < 3 {
            ids.extend(self.short(quotation)?);
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    /// For quotations of common words alone: the whole phrase, else any three words of it.
    fn short(&self, quotation: &str) -> Result<Vec<i64>, StoreError> {
        let written: Vec<&str> =
            words(quotation).into_iter().map(|word| &quotation[word.bytes]).take(40).collect();
        let phrase = |words: &[&str]| format!("{{text}} : \"{}\"", words.join(" "));
        let mut ids = self.postings(&phrase(&written), CANDIDATES)?;
        if ids.is_empty() {
            for three in written.windows(3) {
                ids.extend(self.postings(&phrase(three), 64)?);
            }
        }
        Ok(ids)
    }

    fn postings(&self, expression: &str, most: usize) -> Result<Vec<i64>, StoreError> {
        let mut select = self.db.prepare_cached(
            "SELECT rowid FROM statement_fts WHERE statement_fts MATCH ? LIMIT ?",
        )?;
        let rows =
            select.query_map(rusqlite::params![expression, most as i64], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Name of the person that an entity's speaker is linked to, if one is.
    ///
    /// # Errors
    /// `Sqlite`.
    pub fn person_of_speaker(&self, statement: i64) -> Result<Option<i64>, StoreError> {
        let person: Option<i64> = self
            .db
            .prepare_cached(
                "SELECT i.person_id FROM statement AS s
                 JOIN current_identity AS i ON i.entity_id = s.speaker_id WHERE s.id = ?",
            )?
            .query_row([statement], |row| row.get(0))
            .optional()?;
        person.map(|person| crate::people::root(&self.db, person)).transpose()
    }
}

/// How near an alignment is; `None` if it is another statement.
fn judge(asked: &Folded, said: &Folded, found: &Alignment) -> Option<(Verdict, u16)> {
    let all = asked.len().min(LONGEST);
    let near = found.same + found.typos;
    let shared = shared(asked, said);
    // Clauses in another order do not align, but share their words.
    if near * 1000 < all * NEAR && !(shared * 1000 >= all * 850 && near * 1000 >= all * 300) {
        return None;
    }
    let agreement = (near.max(shared).min(all) * 1000 / all) as u16;
    let verdict = match (found.typos + found.changed + found.added, found.left) {
        (0, 0) => Verdict::Verbatim,
        (0, 1..=2) => Verdict::Shortened,
        (0, _) => Verdict::Spliced,
        _ => Verdict::Altered,
    };
    (verdict == Verdict::Verbatim || all > 2).then_some((verdict, agreement))
}

/// How many words of the quotation the record has, in any order.
fn shared(asked: &Folded, said: &Folded) -> usize {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in said.folded() {
        *counts.entry(word).or_default() += 1;
    }
    asked
        .folded()
        .filter(|word| match counts.get_mut(word) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        })
        .count()
}

/// A statement that has one unbroken piece of the quotation.
struct Part {
    hit: Hit,
    alignment: Alignment,
    /// Words of the quotation, by number.
    covers: std::ops::Range<usize>,
    fits: bool,
}

impl Part {
    fn new(hit: Hit, alignment: Alignment, all: usize, fits: bool) -> Option<Part> {
        let asked: Vec<bool> = alignment
            .steps
            .iter()
            .filter(|step| !matches!(step, Step::Left { .. }))
            .map(|step| matches!(step, Step::Same { .. }))
            .collect();
        let (mut best, mut start) = (0..0, 0);
        for (at, same) in asked.iter().chain([&false]).enumerate() {
            if !same {
                if at - start > best.len() {
                    best = start..at;
                }
                start = at + 1;
            }
        }
        (best.len() >= 3 && best.len() * 5 >= all).then_some(Part {
            hit,
            alignment,
            covers: best,
            fits,
        })
    }
}

/// Two statements of one article that together have nearly all of the quotation.
fn splice(mut parts: Vec<Part>, all: usize) -> Vec<(i32, Version)> {
    parts.sort_by_key(|part| (part.hit.article, part.covers.start, part.hit.id));
    for i in 0..parts.len() {
        for j in i + 1..parts.len() {
            let (one, other) = (&parts[i], &parts[j]);
            if one.hit.article != other.hit.article {
                break;
            }
            let both = one.covers.len() + other.covers.len();
            let apart =
                one.covers.end <= other.covers.start + 1 && one.covers.start < other.covers.start;
            if apart && both * 10 >= all * 9 {
                let agreement = (both.min(all) * 1000 / all) as u16;
                return [j, i]
                    .map(|at| parts.swap_remove(at))
                    .into_iter()
                    .map(|part| {
                        let version = Version {
                            hit: part.hit,
                            verdict: Verdict::Spliced,
                            agreement,
                            steps: part.alignment.steps,
                            speaker_fits: part.fits,
                        };
                        (part.alignment.score, version)
                    })
                    .collect();
            }
        }
    }
    Vec::new()
}

fn answer(versions: Vec<(i32, Version)>) -> Verification {
    let best = versions
        .iter()
        .map(|(score, version)| {
            let rank = (version.speaker_fits, *score, std::cmp::Reverse(version.verdict));
            (rank, std::cmp::Reverse(&version.hit.published), version.hit.id)
        })
        .max()
        .map(|(.., id)| id);
    let mut versions: Vec<Version> = versions.into_iter().map(|(_, version)| version).collect();
    let date = |hit: &Hit| (hit.published.is_none(), hit.published.clone(), hit.id);
    versions.sort_by_key(|version| date(&version.hit));
    let nearest = best.and_then(|id| versions.iter().position(|version| version.hit.id == id));
    let verdict = match nearest.map(|at| &versions[at]) {
        None => Verdict::NotOnRecord,
        Some(version) if !version.speaker_fits => Verdict::OtherSpeaker,
        Some(version) => version.verdict,
    };
    let distinct = |key: &dyn Fn(&Hit) -> i64| {
        let mut keys: Vec<i64> = versions.iter().map(|version| key(&version.hit)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.len()
    };
    let articles = distinct(&|hit| hit.article);
    let independent = distinct(&|hit| hit.copy_of.unwrap_or(hit.article));
    Verification { verdict, nearest, versions, articles, independent }
}

/// Whether a statement is by the one asked for: every word of the name asked for stands in the
/// speaker's name or in the source as written. A statement without a speaker is by nobody known.
fn speaks(hit: &Hit, speaker: &str) -> bool {
    let asked = fold(speaker);
    let known = format!(
        "{} {}",
        fold(hit.speaker.as_deref().unwrap_or_default()),
        fold(hit.source.as_deref().unwrap_or_default())
    );
    let last = asked.rsplit(' ').next().unwrap_or_default();
    let words: Vec<&str> = known.split(' ').collect();
    // "Nicolas Maduro Moros" asks for "Nicolas Maduro", too: the surname on record is among them.
    asked.split(' ').all(|word| words.contains(&word))
        || hit.speaker.as_deref().is_some_and(|name| {
            let name = fold(name);
            name.split(' ').all(|word| asked.split(' ').any(|own| own == word))
                && (name.contains(' ') || name == last)
        })
}

/// Words that tell nothing of which statement it is, or who.
pub(crate) const COMMON: [&str; 96] = [
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be",
    "because", "been", "being", "but", "by", "can", "could", "did", "do", "does", "for", "from",
    "get", "go", "going", "had", "has", "have", "he", "her", "here", "him", "his", "how", "i",
    "if", "in", "into", "is", "it", "its", "just", "like", "me", "more", "my", "no", "not", "now",
    "of", "on", "one", "or", "our", "out", "over", "people", "said", "say", "she", "so", "some",
    "than", "that", "the", "their", "them", "then", "there", "these", "they", "think", "this",
    "those", "to", "up", "us", "very", "was", "we", "well", "were", "what", "when", "which", "who",
    "why", "will", "with", "would", "you", "your", "yours",
];
