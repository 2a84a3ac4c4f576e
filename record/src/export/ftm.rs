//! FollowTheMoney. A statement is an Event with the article as proof; its content is never made a
//! relation. Names that stand for no known person stay Mentions.

use std::collections::HashSet;
use std::io::Write;

use serde_json::{Value, json};

use super::{Group, article_id, by_article, line, statement_id};
use crate::{Hit, Query, Store, StoreError, people};

pub(super) fn write(
    store: &Store,
    query: &Query,
    out: &mut (dyn Write + Send),
) -> Result<u64, StoreError> {
    let mut known: HashSet<i64> = HashSet::new();
    by_article(store, query, |group| {
        line(out, &article(&group))?;
        let mut mentioned: HashSet<String> = HashSet::new();
        for hit in group.hits {
            let speaker = speaker(store, &group, hit, &mut known, &mut mentioned, out)?;
            line(out, &statement(&group, hit, speaker.as_deref()))?;
        }
        Ok(())
    })
}

fn id(kind: &str, rest: &str) -> String {
    format!("onrecord-{kind}-{rest}")
}

fn article_key(group: &Group<'_>) -> String {
    id("article", &article_id(group.kept)[7..39]) // 7 for `sha256:`
}

fn texts<'a>(values: impl IntoIterator<Item = Option<&'a str>>) -> Vec<&'a str> {
    values.into_iter().flatten().collect()
}

fn entity(id: &str, schema: &str, properties: &[(&str, Vec<&str>)]) -> Value {
    let properties: serde_json::Map<String, Value> = properties
        .iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(name, values)| ((*name).to_owned(), json!(values)))
        .collect();
    json!({ "id": id, "schema": schema, "properties": properties })
}

fn article(group: &Group<'_>) -> Value {
    let about = &group.kept.about;
    let key = article_key(group);
    let file = format!("{}.txt", &article_id(group.kept)[7..19]);
    entity(
        &key,
        "Article",
        &[
            ("title", texts([about.title.as_deref().or(Some(&about.name))])),
            ("fileName", vec![&file]),
            ("sourceUrl", texts([about.url.as_deref().filter(|url| url.starts_with("http"))])),
            ("publisher", texts([about.outlet.as_deref()])),
            ("publishedAt", texts([about.published.as_deref()])),
            ("author", about.authors.iter().map(String::as_str).collect()),
            ("contentHash", vec![]),
            ("bodyText", vec![group.kept.article.text()]),
            ("processingAgent", vec!["onrecord"]),
        ],
    )
}

/// The speaker's entity, written when it first comes up; `None` if nobody is named.
fn speaker(
    store: &Store,
    group: &Group<'_>,
    hit: &Hit,
    known: &mut HashSet<i64>,
    mentioned: &mut HashSet<String>,
    out: &mut (dyn Write + Send),
) -> Result<Option<String>, StoreError> {
    let Some(name) = &hit.speaker else { return Ok(None) };
    if let Some(person) = store.person_of_speaker(hit.id)? {
        let own = people::person(&store.db, person)?;
        let key = id("person", &person.to_string());
        if known.insert(person) {
            let schema = match own.kind.as_str() {
                "person" => "Person",
                "organization" => "Organization",
                _ => "LegalEntity",
            };
            let names: Vec<&str> = own.names.iter().map(String::as_str).collect();
            line(
                out,
                &entity(
                    &key,
                    schema,
                    &[
                        ("name", vec![&own.name]),
                        ("alias", names),
                        (
                            "wikidataId",
                            texts([own.key.as_deref().filter(|key| key.starts_with('Q'))]),
                        ),
                    ],
                ),
            )?;
        }
        return Ok(Some(key));
    }
    if mentioned.insert(name.clone()) {
        let article = article_key(group);
        let key = id("mention", &format!("{}-{}", &article_id(group.kept)[7..23], mentioned.len()));
        line(
            out,
            &entity(
                &key,
                "Mention",
                &[
                    ("document", vec![&article]),
                    ("name", vec![name]),
                    ("detectedSchema", vec!["LegalEntity"]),
                ],
            ),
        )?;
    }
    Ok(None)
}

fn statement(group: &Group<'_>, hit: &Hit, speaker: Option<&str>) -> Value {
    let article = article_key(group);
    let who = hit.speaker.as_deref().or(hit.source.as_deref()).unwrap_or("somebody");
    let when = hit.published.as_deref().map(|date| format!(" on {date}")).unwrap_or_default();
    let name = format!("Statement: {who}{when}");
    let record = statement_id(group.kept, hit);
    let link = hit.link();
    let key = id("statement", &record["onrecord:".len()..].replace([':', ','], "-"));
    entity(
        &key,
        "Event",
        &[
            ("name", vec![&name]),
            ("summary", vec![&hit.text]),
            ("date", texts([hit.published.as_deref()])),
            ("involved", texts([speaker])),
            ("proof", vec![&article]),
            ("recordId", vec![&record]),
            ("sourceUrl", texts([link.as_deref()])),
            ("publisher", texts([hit.outlet.as_deref()])),
            ("keywords", vec!["attributed", &hit.form, &hit.modality]),
        ],
    )
}
