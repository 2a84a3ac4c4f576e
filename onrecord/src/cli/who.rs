use std::io::{self, Write};

use clap::Args;
use onrecord::output::text::{self, Lines, Style};
use onrecord::record::{Dossier, Happening, Hit, Person, Query, Store, StoreError};
use serde_json::{Value, json};

use super::agreements::{document, today};
use super::args::LookArguments;
use super::failure::say;
use super::figures::grouped;
use super::search::object;
use super::store::StoreArgument;
use super::terminal::look;
use super::{DONE, SOME_FAILED};

pub(super) const WHO_HELP: &str = "\
NAME is a name on record, in any case and without diacritics if you like, or the number of a person.
Where several people have the name, they are listed with their numbers.

Which person of the record a name in an article stands for is a link with a score, never a merge: see
the table `identity` of the store. `onrecord correct` says that two people are one, or are not.

Examples:
  onrecord who \"Nicolas Maduro\"
  onrecord who Maduro --limit 50
  onrecord who 12 --json";

#[derive(Args, Debug)]
pub(super) struct WhoArguments {
    /// A name, or the number of a person
    #[arg(required = true, value_name = "NAME")]
    name: Vec<String>,
    /// Statements and events of each kind that are shown, the latest ones
    #[arg(long, default_value_t = 5, value_name = "N")]
    limit: usize,
    /// Write one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreArgument,
    #[command(flatten)]
    look: LookArguments,
}

/// Shows what is on record of one person.
pub(super) fn who(arguments: &WhoArguments) -> Result<u8, StoreError> {
    let store = arguments.store.read()?;
    let Some(person) = one_person(&store, &arguments.name.join(" "))? else {
        return Ok(SOME_FAILED);
    };
    let dossier = store.dossier(person.id, &Query::default())?;
    let latest = |ids: &[i64]| -> Result<Vec<Hit>, StoreError> {
        let from = ids.len().saturating_sub(arguments.limit);
        let ids: Vec<i64> = ids[from..].iter().rev().copied().collect();
        store.statements(&ids)
    };
    let [said, told, about] =
        [latest(&dossier.said)?, latest(&dossier.told)?, latest(&dossier.about)?];
    let page = match arguments.json {
        true => format!("{}\n", as_json(&dossier, &said, &told, &about)),
        false => {
            let mut lines = Lines::new(look(&arguments.look));
            head(&mut lines, &dossier);
            for (heading, hits, all) in [
                ("Said", &said, dossier.said.len()),
                ("Was told", &told, dossier.told.len()),
                ("Was spoken of", &about, dossier.about.len()),
            ] {
                section(&mut lines, heading, all, hits.len());
                for hit in hits {
                    text::hit(&mut lines, hit);
                }
            }
            let happenings = &dossier.happenings;
            let shown: Vec<&Happening> = happenings.iter().rev().take(arguments.limit).collect();
            section(&mut lines, "Took part in", happenings.len(), shown.len());
            for one in shown {
                text::happening(&mut lines, one);
            }
            section(&mut lines, "Agreements", dossier.documents.len(), dossier.documents.len());
            for one in &dossier.documents {
                text::document(&mut lines, one, &today());
            }
            lines.finish()
        }
    };
    let mut out = io::stdout().lock();
    out.write_all(page.as_bytes())?;
    out.flush()?;
    Ok(DONE)
}

/// The person that a name or number means; where it is not one, says what there is.
pub(super) fn one_person(store: &Store, name: &str) -> Result<Option<Person>, StoreError> {
    if let Ok(id) = name.trim().parse() {
        return store.person(id).map(Some);
    }
    let mut people = store.people(name)?;
    let folded = name.trim().to_lowercase();
    let exact: Vec<usize> =
        (0..people.len()).filter(|&at| people[at].name.to_lowercase() == folded).collect();
    match (people.len(), exact.as_slice()) {
        (0, _) => {
            say(&format!("nobody on record is called {name}: try a part of the name"));
            Ok(None)
        }
        (1, _) => Ok(people.pop()),
        (_, &[at]) => Ok(Some(people.swap_remove(at))),
        _ => {
            say(&format!("several on record are called {name}; name one by number:"));
            for person in people {
                let country = person.country.map(|c| format!(", {c}")).unwrap_or_default();
                say(&format!("  {:>6}  {} ({}{country})", person.id, person.name, person.kind));
            }
            Ok(None)
        }
    }
}

fn head(lines: &mut Lines, dossier: &Dossier) {
    let person = &dossier.person;
    lines.add(&person.name, Style::Strong);
    let known = [
        Some(format!("{} {}", person.kind, person.id)),
        person.country.clone(),
        person.key.clone(),
    ];
    let known: Vec<String> = known.into_iter().flatten().collect();
    lines.add(&format!(", {}", known.join(", ")), Style::Plain);
    lines.end();
    let called: Vec<String> =
        dossier.called.iter().map(|(words, count)| format!("{words} ({count})")).collect();
    for (what, list) in
        [("names: ", &person.names), ("offices: ", &person.offices), ("called: ", &called)]
    {
        if !list.is_empty() {
            lines.indent(2, 6);
            lines.add(what, Style::Form);
            lines.add(&list.join("; "), Style::Plain);
            lines.end();
        }
    }
}

fn section(lines: &mut Lines, heading: &str, all: usize, shown: usize) {
    if all == 0 {
        return;
    }
    lines.end();
    lines.add(heading, Style::Strong);
    let count = grouped(all as u64);
    let words = match shown < all {
        true => format!(" ({count}, the latest {shown})"),
        false => format!(" ({count})"),
    };
    lines.add(&words, Style::Plain);
    lines.end();
}

fn as_json(dossier: &Dossier, said: &[Hit], told: &[Hit], about: &[Hit]) -> Value {
    let p = &dossier.person;
    let list = |hits: &[Hit], all: usize| json!({ "count": all, "latest": hits.iter().map(object).collect::<Vec<_>>() });
    let called: Vec<Value> = dossier
        .called
        .iter()
        .map(|(words, count)| json!({ "words": words, "count": count }))
        .collect();
    let happenings: Vec<Value> = dossier.happenings.iter().map(happening).collect();
    let documents: Vec<Value> =
        dossier.documents.iter().map(|one| document(one, &today())).collect();
    json!({
        "person": {
            "id": p.id, "name": p.name, "kind": p.kind, "country": p.country, "key": p.key,
            "names": p.names, "offices": p.offices, "called": called,
        },
        "said": list(said, dossier.said.len()), "told": list(told, dossier.told.len()),
        "about": list(about, dossier.about.len()),
        "events": happenings, "agreements": documents,
    })
}

/// An event for programs: its versions, each with the tellings of it.
fn happening(one: &Happening) -> Value {
    let versions: Vec<Value> = one
        .versions
        .iter()
        .map(|version| {
            let tellings = version.iter().map(|event| {
                json!({
                    "id": event.id, "article": event.article, "actors": event.actors,
                    "recipients": event.recipients, "mode": event.mode, "place": event.place,
                    "date": event.date, "polarity": event.polarity, "modality": event.modality,
                    "standing": event.standing, "claimed_by": event.claimed_by,
                    "trigger": event.trigger, "published": event.published,
                    "outlet": event.outlet,
                })
            });
            tellings.collect()
        })
        .collect();
    json!({ "type": one.kind, "disputed": one.disputed(), "versions": versions })
}
