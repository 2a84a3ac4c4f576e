//! Importing our own forms: JSON Lines with the text, and Parquet.

use std::io::BufRead;

use onrecord_article::{Article, OffsetUnit, Offsets};
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::{Field, RowAccessor};
use serde_json::Value;

use crate::export::{SCHEMA, TEXT_COLUMNS};
use crate::rows::{
    ActorRow, AddresseeRow, AgreementRow, ArticleRow, Details, EntityRow, EventRow, PromiseRow,
    Range, Ranges, Rows, StatementRow, WhenRow,
};
use crate::{Appended, Entry, Producer, Seen, Store, StoreError};

/// What an import did.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Imported {
    /// Articles that were not on record.
    pub new: usize,
    /// Articles that were, read again by this producer.
    pub reread: usize,
    /// Articles that were, with a reading by this producer.
    pub known: usize,
    /// Records that could not be imported, and why.
    pub failed: Vec<(usize, String)>,
}

/// Articles a transaction.
const BATCH: usize = 64;

impl Store {
    /// Takes JSON Lines of schema `onrecord/1` with texts, as `export --to jsonl` and
    /// `read --format jsonl --with-text` write them. A record that does not fit is listed, the
    /// others are taken.
    ///
    /// # Errors
    /// `Io` if the input breaks off; as [`Store::append`].
    pub fn import_jsonl(
        &mut self,
        input: &mut dyn BufRead,
        name: &str,
        producer: &Producer,
    ) -> Result<Imported, StoreError> {
        let mut imported = Imported::default();
        let mut batch = Vec::with_capacity(BATCH);
        let mut line = String::new();
        for position in 0.. {
            line.clear();
            if input.read_line(&mut line)? == 0 {
                break;
            }
            if line.trim().is_empty() {
                continue;
            }
            let seen = Seen { input: name.to_owned(), position };
            match entry(&line, seen) {
                Ok(entry) => batch.push(entry),
                Err(why) => imported.failed.push((position as usize + 1, why)),
            }
            if batch.len() == BATCH {
                self.take(&mut batch, producer, &mut imported)?;
            }
        }
        self.take(&mut batch, producer, &mut imported)?;
        Ok(imported)
    }

    /// Takes a Parquet file as `export --to parquet` writes it: statements only.
    ///
    /// # Errors
    /// `Parquet` if the file is none; `Import` if it has other columns; as [`Store::append`].
    pub fn import_parquet(
        &mut self,
        file: impl ChunkReader + 'static,
        name: &str,
        producer: &Producer,
    ) -> Result<Imported, StoreError> {
        let reader = SerializedFileReader::new(file)?;
        let mut imported = Imported::default();
        let mut batch = Vec::with_capacity(BATCH);
        let mut open: Option<Flat> = None;
        for (position, row) in reader.get_row_iter(None)?.enumerate() {
            let row = row?;
            let cell = |name: &str| -> Option<String> {
                let (_, field) = row.get_column_iter().find(|(own, _)| *own == name)?;
                match field {
                    Field::Str(text) => Some(text.clone()),
                    _ => None,
                }
            };
            if row.get_string(0).is_err() {
                return Err(StoreError::Import { position: 1, why: "no column `id`".into() });
            }
            if let Some(text) = cell(TEXT_COLUMNS[0])
                && let Some(done) = open.replace(Flat::new(text, position as u64, &cell))
            {
                done.finish(name, &mut batch, &mut imported);
            }
            match &mut open {
                Some(flat) => {
                    if let Err(why) = flat.add(&cell) {
                        imported.failed.push((position + 1, why));
                    }
                }
                None => imported.failed.push((position + 1, "no text comes before it".into())),
            }
            if batch.len() >= BATCH {
                self.take(&mut batch, producer, &mut imported)?;
            }
        }
        if let Some(done) = open {
            done.finish(name, &mut batch, &mut imported);
        }
        self.take(&mut batch, producer, &mut imported)?;
        Ok(imported)
    }

    fn take(
        &mut self,
        batch: &mut Vec<Entry>,
        producer: &Producer,
        imported: &mut Imported,
    ) -> Result<(), StoreError> {
        for appended in self.append(batch, producer)? {
            match appended {
                Appended::New { .. } => imported.new += 1,
                Appended::Reread { .. } => imported.reread += 1,
                Appended::Known { .. } => imported.known += 1,
            }
        }
        batch.clear();
        Ok(())
    }
}

/// The statements of one article, from flat rows.
struct Flat {
    about: ArticleRow,
    text: String,
    sha256: Option<String>,
    position: u64,
    rows: Rows,
}

impl Flat {
    fn new(text: String, position: u64, cell: &dyn Fn(&str) -> Option<String>) -> Flat {
        let about = ArticleRow {
            name: cell("article").unwrap_or_default(),
            title: cell("title"),
            outlet: cell("outlet"),
            published: cell("published"),
            url: cell("url"),
            licence: cell("licence").unwrap_or_else(|| "unknown".to_owned()),
            ..ArticleRow::default()
        };
        Flat { about, text, sha256: cell("sha256"), position, rows: Rows::default() }
    }

    fn add(&mut self, cell: &dyn Fn(&str) -> Option<String>) -> Result<(), String> {
        let chars = Offsets::new(&self.text, OffsetUnit::Chars);
        let spans = |name: &str| -> Result<Ranges, String> {
            let list = cell(name).unwrap_or_default();
            list.split(';')
                .filter(|piece| !piece.is_empty())
                .map(|piece| {
                    let (start, end) = piece.split_once('-').ok_or("a span without `-`")?;
                    let at = |number: &str| {
                        number.parse().ok().and_then(|number: usize| chars.to_byte(number))
                    };
                    let [start, end] = [at(start), at(end)]
                        .map(|byte| byte.and_then(|byte| u32::try_from(byte).ok()));
                    start
                        .zip(end)
                        .map(|(start, end)| [start, end])
                        .ok_or_else(|| format!("the span {piece} lies outside its text"))
                })
                .collect()
        };
        let (content, source, cue) =
            (spans("content_codepoints")?, spans("source_codepoints")?, spans("cue_codepoints")?);
        let mut entity =
            |name: Option<String>| name.map(|name| named(&mut self.rows.entities, name));
        let (speaker, told) = (entity(cell("speaker")), entity(cell("addressee")));
        let probability = cell("probability").and_then(|p| p.parse::<f64>().ok()).unwrap_or(0.0);
        self.rows.statements.push(StatementRow {
            source: (!source.is_empty()).then_some(source),
            cue: (!cue.is_empty()).then_some(cue),
            content,
            speaker,
            addressee: told.map(|entity| AddresseeRow { span: None, entity: Some(entity) }),
            form: cell("form").unwrap_or_default(),
            polarity: cell("polarity").unwrap_or_default(),
            modality: cell("modality").unwrap_or_default(),
            within: None,
            evidence: "import".to_owned(),
            probability: (probability * 1000.0).round().clamp(0.0, 1000.0) as u16,
        });
        Ok(())
    }

    fn finish(self, name: &str, batch: &mut Vec<Entry>, imported: &mut Imported) {
        let seen = Seen { input: name.to_owned(), position: self.position };
        let failed = |why: String| (self.position as usize + 1, why);
        let source = self.text.clone();
        let made = self.about.article(self.text).map_err(|error| error.to_string());
        let made = made.and_then(|article| match self.sha256 {
            Some(sha256) if sha256 != article.id().to_string() => {
                Err("its text does not agree with its hash".to_owned())
            }
            _ => Entry::new(article, self.rows, source.as_bytes(), seen)
                .map_err(|error| error.to_string()),
        });
        match made {
            Ok(entry) => batch.push(entry),
            Err(why) => imported.failed.push(failed(why)),
        }
    }
}

/// The entity with this name; one more if there is none.
fn named(entities: &mut Vec<EntityRow>, name: String) -> u32 {
    let at = entities.iter().position(|entity| entity.name == name).unwrap_or_else(|| {
        entities.push(EntityRow {
            name,
            name_span: None,
            kind: "other".to_owned(),
            country: None,
            mentions: Vec::new(),
        });
        entities.len() - 1
    });
    at as u32 // an article has fewer than four billion names
}

fn entry(line: &str, seen: Seen) -> Result<Entry, String> {
    let record: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    if record["schema"] != SCHEMA {
        return Err(format!("its schema is not {SCHEMA}"));
    }
    let about = &record["article"];
    let text = about["text"].as_str().ok_or("it has no text: write it with --with-text")?;
    let unit = match record["offsets"].as_str() {
        None | Some("chars") => OffsetUnit::Chars,
        Some("bytes") => OffsetUnit::Bytes,
        Some("utf16") => OffsetUnit::Utf16,
        Some(other) => return Err(format!("offsets in {other:?} are not known")),
    };
    let from = From { offsets: Offsets::new(text, unit) };
    let row = ArticleRow {
        name: words(&record["name"]).unwrap_or_default(),
        title: words(&about["title"]),
        outlet: words(&about["outlet"]),
        published: words(&about["published"]),
        url: words(&about["url"]),
        licence: words(&about["licence"]).unwrap_or_else(|| "unknown".to_owned()),
        authors: list(&about["authors"]).iter().filter_map(words).collect(),
        language: words(&about["language"]),
        dateline: from.range(&about["dateline_span"]).ok(),
        file: words(&about["file"]),
        fetched: words(&about["fetched"]),
        details: Details {
            offset: about["offset"].as_u64(),
            modified: words(&about["modified"]),
            section: words(&about["section"]),
            notes: list(&about["notes"]).iter().filter_map(words).collect(),
            ..Details::default()
        },
    };
    let article: Article = row.article(text.to_owned()).map_err(|error| error.to_string())?;
    if record["id"].as_str().is_some_and(|id| id != article.id().to_string()) {
        return Err("its text does not agree with its hash".to_owned());
    }
    let rows = from.rows(&record)?;
    Entry::new(article, rows, text.as_bytes(), seen).map_err(|error| error.to_string())
}

fn words(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// `s3` is 2.
fn number(value: &Value, letter: char) -> Option<u32> {
    let number: u32 = value.as_str()?.strip_prefix(letter)?.parse().ok()?;
    number.checked_sub(1)
}

/// Statements by the id they had, where some were left out of the file.
type Numbers = std::collections::HashMap<String, u32>;

struct From<'a> {
    offsets: Offsets<'a>,
}

impl From<'_> {
    fn range(&self, value: &Value) -> Result<Range, String> {
        let at = |n: usize| {
            let byte = self.offsets.to_byte(value.get(n)?.as_u64()? as usize)?;
            u32::try_from(byte).ok()
        };
        at(0)
            .zip(at(1))
            .map(|(start, end)| [start, end])
            .ok_or_else(|| format!("the span {value} lies outside its text"))
    }

    fn ranges(&self, value: &Value) -> Result<Ranges, String> {
        list(value).iter().map(|span| self.range(span)).collect()
    }

    fn first(&self, value: &Value) -> Result<Option<Range>, String> {
        list(value).first().map(|span| self.range(span)).transpose()
    }

    fn rows(&self, record: &Value) -> Result<Rows, String> {
        let mut rows = Rows::default();
        for value in list(&record["entities"]) {
            rows.entities.push(self.entity(value)?);
        }
        let ids = list(&record["statements"]).iter().zip(0..);
        let numbers: Numbers =
            ids.filter_map(|(value, n)| Some((words(&value["id"])?, n))).collect();
        for value in list(&record["statements"]) {
            let row = self.statement(value, &mut rows.entities, &numbers)?;
            rows.statements.push(row);
        }
        for value in list(&record["events"]) {
            rows.events.push(self.event(value, &numbers)?);
        }
        for value in list(&record["agreements"]) {
            rows.agreements.push(self.agreement(value, &numbers)?);
        }
        for value in list(&record["promises"]) {
            rows.promises.push(self.promise(value, &numbers)?);
        }
        Ok(rows)
    }

    fn entity(&self, value: &Value) -> Result<EntityRow, String> {
        let mut mentions = Vec::new();
        for (n, span) in list(&value["mentions"]).iter().enumerate() {
            let [start, end] = self.range(span)?;
            let name = value["names"].get(n).map_or(Ok([start, end]), |name| self.range(name))?;
            let plain = |field: &str| {
                value[field].get(n).and_then(Value::as_u64).unwrap_or(0).min(u64::from(u32::MAX))
            };
            let (head, kind) = (plain("heads") as u32, plain("mention_kinds") as u32);
            mentions.push([start, end, name[0], name[1], head, kind]);
        }
        Ok(EntityRow {
            name: words(&value["name"]).ok_or("an entity has no name")?,
            name_span: self.range(&value["name_span"]).ok(),
            kind: words(&value["kind"]).unwrap_or_else(|| "other".to_owned()),
            country: words(&value["country"]),
            mentions,
        })
    }

    fn statement(
        &self,
        value: &Value,
        entities: &mut Vec<EntityRow>,
        numbers: &Numbers,
    ) -> Result<StatementRow, String> {
        let mut who = |id: &str, name: &str| {
            let named = |name| self::named(entities, name);
            number(&value[id], 'p').or_else(|| words(&value[name]).map(named))
        };
        let some = |ranges: Ranges| (!ranges.is_empty()).then_some(ranges);
        let speaker = who("speaker_id", "speaker");
        let span = self.first(&value["addressee_span"])?;
        let told = number(&value["addressee_id"], 'p');
        let told =
            if span.is_some() { told } else { told.or_else(|| who("addressee_id", "addressee")) };
        let addressee =
            (span.is_some() || told.is_some()).then_some(AddresseeRow { span, entity: told });
        Ok(StatementRow {
            source: some(self.ranges(&value["source"])?),
            cue: some(self.ranges(&value["cue"])?),
            content: self.ranges(&value["content"])?,
            speaker,
            addressee,
            form: words(&value["form"]).ok_or("a statement has no form")?,
            polarity: words(&value["polarity"]).unwrap_or_else(|| "positive".to_owned()),
            modality: words(&value["modality"]).unwrap_or_else(|| "asserted".to_owned()),
            within: value["within"].as_str().and_then(|id| numbers.get(id).copied()),
            evidence: words(&value["evidence"]["by"]).unwrap_or_else(|| "import".to_owned()),
            probability: probability(value),
        })
    }

    fn event(&self, value: &Value, numbers: &Numbers) -> Result<EventRow, String> {
        let precision = words(&value["date_precision"]);
        let date = self.first(&value["date_span"])?.zip(precision);
        Ok(EventRow {
            kind: words(&value["type"]).ok_or("an event has no type")?,
            mode: words(&value["mode"]),
            actors: self.actors(&value["actors"])?,
            recipients: self.actors(&value["recipients"])?,
            place: self.first(&value["place_span"])?,
            date: date.map(|(span, precision)| WhenRow {
                span,
                iso: words(&value["date"]),
                precision,
            }),
            trigger: self.ranges(&value["trigger"])?,
            polarity: words(&value["polarity"]).unwrap_or_else(|| "positive".to_owned()),
            modality: words(&value["modality"]).ok_or("an event has no modality")?,
            claimed: claimed(&value["standing"], numbers)?,
            evidence: words(&value["evidence"]["by"]).unwrap_or_else(|| "import".to_owned()),
            probability: probability(value),
        })
    }

    fn actors(&self, value: &Value) -> Result<Vec<ActorRow>, String> {
        let actor = |value: &Value| {
            Ok(ActorRow {
                span: self.range(&value["span"])?,
                entity: number(&value["id"], 'p'),
                country: words(&value["country"]),
                sector: words(&value["sector"]),
            })
        };
        list(value).iter().map(actor).collect()
    }

    fn promise(&self, value: &Value, numbers: &Numbers) -> Result<PromiseRow, String> {
        let span = |name: &str| {
            self.first(&value[name])?.ok_or_else(|| format!("a promise has no {name}"))
        };
        let precision = words(&value["due_precision"]).ok_or("a promise has no due_precision")?;
        Ok(PromiseRow {
            content: span("content")?,
            by: self.actors(&value["by"])?,
            due: WhenRow { span: span("due_span")?, iso: words(&value["due"]), precision },
            trigger: span("trigger")?,
            agreement: number(&value["agreement"], 'a'),
            claimed: claimed(&value["standing"], numbers)?,
            evidence: words(&value["evidence"]["by"]).unwrap_or_else(|| "import".to_owned()),
            probability: probability(value),
        })
    }

    fn agreement(&self, value: &Value, numbers: &Numbers) -> Result<AgreementRow, String> {
        let mut stages = Vec::new();
        for stage in list(&value["stages"]) {
            let standing = claimed(&stage["standing"], numbers);
            // Older files do not say who vouches for a stage: the outlet.
            let standing = if stage["standing"].is_null() { None } else { standing? };
            let name = words(&stage["stage"]).ok_or("a stage has no name")?;
            stages.push((name, self.ranges(&stage["trigger"])?, standing));
        }
        Ok(AgreementRow {
            title: self.first(&value["span"])?.ok_or("an agreement has no title")?,
            parties: self.actors(&value["parties"])?,
            term: words(&value["term"]),
            subject: self.first(&value["subject_span"])?,
            stages,
            evidence: words(&value["evidence"]["by"]).unwrap_or_else(|| "import".to_owned()),
            probability: probability(value),
        })
    }
}

/// `reported` is `None`; there is no default, so that no claim becomes a report.
fn claimed(standing: &Value, numbers: &Numbers) -> Result<Option<u32>, String> {
    match standing.as_str() {
        Some("reported") => Ok(None),
        Some(id) => numbers.get(id).copied().map(Some).ok_or_else(|| format!("no statement {id}")),
        None => Err("an event does not say who vouches for it".to_owned()),
    }
}

fn probability(value: &Value) -> u16 {
    let p = value["evidence"]["p"].as_f64().unwrap_or(0.0);
    (p * 1000.0).round().clamp(0.0, 1000.0) as u16
}
