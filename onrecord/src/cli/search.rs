use std::io::{self, BufWriter, Write};

use clap::{Args, ValueEnum};
use onrecord::output::text::{self, Lines, Style, safe};
use onrecord::record::{Facet, Hit, Order, Query, Store, StoreError};
use serde_json::{Value, json};

use super::DONE;
use super::args::LookArguments;
use super::figures::{counted, grouped};
use super::filters::Filters;
use super::store::StoreArgument;
use super::terminal::look;

pub(super) const SEARCH_HELP: &str = "\
WORDS must all be said, in any order; \"in quotation marks\" they must follow each other, and resist*
finds everything that begins like it. Case and diacritics do not count. Without WORDS, the filters
alone decide.

Examples:
  onrecord search sanctions --speaker Maduro
  onrecord search '\"maximum pressure\" resist*' --since 2022-06 --outlet \"Mehr News Agency\"
  onrecord search --speaker Maduro --to Khamenei --form direct
  onrecord search --standing claimed --kind AID        what somebody claims was given
  onrecord search sanctions --facets --limit 0         only the counts, by speaker, outlet and month
  onrecord search sanctions --csv > hits.csv           offsets count Unicode code points

To take along everything that is found, in one of many forms, see onrecord export.";

#[derive(Args, Debug)]
pub(super) struct SearchArguments {
    /// What must be said
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    #[command(flatten)]
    filters: Filters,
    /// Said to somebody with these words in the name
    #[arg(long, visible_alias = "addressee", value_name = "NAME")]
    to: Option<String>,
    /// Which come first [default: best match with WORDS, else newest]
    #[arg(long, value_enum)]
    sort: Option<Sort>,
    /// Hits a page
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: u32,
    /// Which page
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    page: u32,
    /// Count by speaker, outlet, month and form, too
    #[arg(long)]
    facets: bool,
    /// Write one JSON object
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Write CSV
    #[arg(long, conflicts_with = "facets")]
    csv: bool,
    #[command(flatten)]
    store: StoreArgument,
    #[command(flatten)]
    look: LookArguments,
}

#[derive(ValueEnum, Debug, Clone, Copy)]
enum Sort {
    Best,
    Newest,
    Oldest,
}

/// Most values of a facet that are listed.
const VALUES: u32 = 10;

/// Finds statements.
pub(super) fn search(arguments: &SearchArguments) -> Result<u8, StoreError> {
    let store = arguments.store.read()?;
    let query = query(arguments);
    let limit = u64::from(arguments.limit);
    let offset = limit * u64::from(arguments.page - 1);
    let mut out = BufWriter::new(io::stdout());
    if arguments.csv {
        store.csv_page(&query, (offset, limit), &mut out)?;
        out.flush()?;
        return Ok(DONE);
    }
    let hits = if limit == 0 { Vec::new() } else { store.search(&query, offset, limit)? };
    let all = store.count(&query)?;
    let facets = if arguments.facets { facets(&store, &query)? } else { Vec::new() };
    if arguments.json {
        let list: Vec<Value> = hits.iter().map(object).collect();
        let counts: serde_json::Map<String, Value> = facets
            .into_iter()
            .map(|(name, values)| {
                let list = values.into_iter().map(|(v, n)| json!({ "value": v, "count": n }));
                (name.to_owned(), list.collect())
            })
            .collect();
        let page = json!({ "count": all, "offset": offset, "hits": list, "facets": counts });
        writeln!(out, "{page}")?;
    } else {
        let mut lines = Lines::new(look(&arguments.look));
        draw(&mut lines, &hits, all, offset, arguments);
        draw_facets(&mut lines, &facets);
        out.write_all(lines.finish().as_bytes())?;
    }
    out.flush()?;
    Ok(DONE)
}

fn query(arguments: &SearchArguments) -> Query {
    let words = arguments.words.join(" ");
    let words = (!words.trim().is_empty()).then_some(words);
    let order = match arguments.sort {
        Some(Sort::Newest) => Order::Newest,
        Some(Sort::Oldest) => Order::Oldest,
        Some(Sort::Best) => Order::Relevance,
        None if words.is_some() => Order::Relevance,
        None => Order::Newest,
    };
    Query { order, ..arguments.filters.query(words, arguments.to.clone()) }
}

type Counts = Vec<(&'static str, Vec<(Option<String>, u64)>)>;

fn facets(store: &Store, query: &Query) -> Result<Counts, StoreError> {
    [
        ("speaker", Facet::Speaker),
        ("outlet", Facet::Outlet),
        ("month", Facet::Month),
        ("form", Facet::Form),
    ]
    .into_iter()
    .map(|(name, facet)| Ok((name, store.facet(query, facet, VALUES)?)))
    .collect()
}

fn draw(lines: &mut Lines, hits: &[Hit], all: u64, offset: u64, arguments: &SearchArguments) {
    let found = match (all, hits.len()) {
        (0, _) => "nothing found".to_owned(),
        (_, 0) if arguments.limit == 0 => counted(all, "statement"),
        (_, 0) => format!("{}, none on this page", counted(all, "statement")),
        (_, shown) => format!(
            "{}, {} to {}",
            counted(all, "statement"),
            grouped(offset + 1),
            grouped(offset + shown as u64)
        ),
    };
    lines.add(&found, Style::Strong);
    lines.end();
    for hit in hits {
        lines.end();
        text::hit(lines, hit);
    }
    if !hits.is_empty() && offset + (hits.len() as u64) < all {
        lines.end();
        lines.add(&format!("more: --page {}", arguments.page + 1), Style::Plain);
        lines.end();
    }
}

fn draw_facets(lines: &mut Lines, facets: &Counts) {
    for (name, values) in facets {
        lines.end();
        lines.add(&format!("By {name}"), Style::Strong);
        lines.end();
        for (value, count) in values {
            let value = value.as_deref().unwrap_or("(not known)");
            let count = grouped(*count);
            lines.indent(9usize.saturating_sub(count.len()), 10);
            lines.add(&count, Style::Plain);
            lines.add(" ", Style::Plain);
            lines.add(&safe(value), Style::Plain);
            lines.end();
        }
    }
}

/// A hit for programs. `marks` are ranges of code points in `text`.
pub(super) fn object(hit: &Hit) -> Value {
    let chars = |byte: u32| hit.text.get(..byte as usize).map_or(0, |words| words.chars().count());
    let marks: Vec<[usize; 2]> =
        hit.marks.iter().map(|&[start, end]| [chars(start), chars(end)]).collect();
    json!({
        "id": hit.id, "speaker": hit.speaker, "text": hit.text, "marks": marks,
        "addressee": hit.addressee, "about": hit.about, "source": hit.source, "cue": hit.cue,
        "form": hit.form, "polarity": hit.polarity, "modality": hit.modality,
        "p": f64::from(hit.probability) / 1000.0, "published": hit.published,
        "outlet": hit.outlet, "title": hit.title, "url": hit.url, "link": hit.link(),
        "licence": hit.licence, "article": hit.article, "name": hit.name, "copy_of": hit.copy_of,
    })
}
