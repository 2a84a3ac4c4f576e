use onrecord_article::{
    Actor, Agreement, Event, EventModality, Fragments, Modality, Polarity, Promise, Standing,
    Statement,
};

use super::line::{Lines, Style};
use crate::Record;
use crate::output::{Only, Selection, on_one_line, spaced};

/// Columns by which a nested statement stands further in.
const STEP: usize = 4;

/// The lists below the article.
pub(super) fn findings(record: &Record, selection: &Selection, lines: &mut Lines) {
    let found = &record.findings;
    if selection.shows(Only::Statements) {
        heading(lines, "Who said what", found.statements.len());
        for (index, depth) in by_holder(&found.statements) {
            lines.indent(2 + depth * STEP, 6 + depth * STEP);
            statement(record, index, lines);
        }
    }
    let shown = |(_, event): &(usize, &Event)| selection.shows_event(record, event);
    let events: Vec<(usize, &Event)> = found.events.iter().enumerate().filter(shown).collect();
    let asked = selection.only == Some(Only::Events);
    if selection.shows(Only::Events) && (asked || !events.is_empty()) {
        heading(lines, "Who did what", events.len());
        for (index, one) in events {
            lines.indent(2, 6);
            event(record, index, one, lines);
        }
    }
    let asked = selection.only == Some(Only::Agreements);
    if selection.shows(Only::Agreements) && (asked || !found.agreements.is_empty()) {
        heading(lines, "What was agreed", found.agreements.len());
        for (index, one) in found.agreements.iter().enumerate() {
            lines.indent(2, 6);
            agreement(record, index, one, lines);
        }
    }
    if selection.shows(Only::Agreements) && !found.promises.is_empty() {
        heading(lines, "What was promised", found.promises.len());
        for (index, one) in found.promises.iter().enumerate() {
            lines.indent(2, 6);
            promise(record, index, one, lines);
        }
    }
}

fn heading(lines: &mut Lines, words: &str, count: usize) {
    lines.end();
    lines.add(words, Style::Strong);
    let count = if count == 0 { " (nothing found)".to_owned() } else { format!(" ({count})") };
    lines.add(&count, Style::Plain);
    lines.end();
}

/// Statements with their depth: each one is followed by those it holds.
fn by_holder(statements: &[Statement]) -> Vec<(usize, usize)> {
    let mut held = vec![Vec::new(); statements.len()];
    let mut outermost = Vec::new();
    for (index, statement) in statements.iter().enumerate() {
        match statement.within.and_then(|holder| held.get_mut(holder.0 as usize)) {
            Some(list) => list.push(index),
            None => outermost.push(index),
        }
    }
    let mut order = Vec::with_capacity(statements.len());
    // A holder has a smaller id, so the walk ends.
    let mut next: Vec<(usize, usize)> = outermost.into_iter().rev().map(|at| (at, 0)).collect();
    while let Some((index, depth)) = next.pop() {
        order.push((index, depth));
        next.extend(held[index].iter().rev().map(|&inner| (inner, depth + 1)));
    }
    order
}

fn words(record: &Record, fragments: &Fragments) -> String {
    let pieces: Vec<String> =
        fragments.spans().iter().map(|&span| on_one_line(&record.article, span)).collect();
    pieces.join(" … ")
}

/// `s4 Ali Khamenei -> Nicolas Maduro: direct, “Your resistance ...`
fn statement(record: &Record, index: usize, lines: &mut Lines) {
    let one = &record.findings.statements[index];
    let name = |id| spaced(record.findings.name(&record.article, id));
    let speaker = one.speaker.map(name).filter(|name| !name.is_empty());
    let speaker = speaker
        .or_else(|| one.source.as_ref().map(|source| words(record, source)))
        .unwrap_or_else(|| "(nobody named)".to_owned());
    lines.add(&format!("s{} ", index + 1), Style::Plain);
    lines.add(&speaker, Style::Speaker);
    if let Some(to) = one.addressee {
        let written = || to.span.map(|span| on_one_line(&record.article, span));
        if let Some(told) = to.entity.map(name).or_else(written) {
            lines.add(" -> ", Style::Plain);
            lines.add(&told, Style::Speaker);
        }
    }
    lines.add(": ", Style::Plain);
    lines.add(one.form.as_str(), Style::Form);
    if one.modality != Modality::Asserted {
        lines.add(&format!(", {}", one.modality.as_str()), Style::Form);
    } else if one.polarity == Polarity::Negative {
        lines.add(", negative", Style::Form);
    }
    lines.add(", ", Style::Plain);
    lines.add(&words(record, &one.content), Style::Plain);
    lines.end();
}

fn actors(record: &Record, actors: &[Actor]) -> String {
    let name = |actor: &Actor| {
        let written = || on_one_line(&record.article, actor.span);
        actor.entity.map_or_else(written, |id| spaced(record.findings.name(&record.article, id)))
    };
    actors.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// `e8 Iran -> Venezuela · aid “came … aid” · Tehran · claimed by Nicolas Maduro in s19`
fn event(record: &Record, index: usize, one: &Event, lines: &mut Lines) {
    lines.add(&format!("e{} ", index + 1), Style::Plain);
    let (who, whom) = (actors(record, &one.actors), actors(record, &one.recipients));
    let nobody = if whom.is_empty() { "(nobody named)" } else { "(somebody)" };
    match who.is_empty() {
        true => lines.add(nobody, Style::Plain),
        false => lines.add(&who, Style::Speaker),
    }
    if !whom.is_empty() {
        lines.add(" -> ", Style::Plain);
        lines.add(&whom, Style::Speaker);
    }
    lines.add(" · ", Style::Plain);
    lines.add(&one.kind.as_str().to_lowercase(), Style::Form);
    if let Some(mode) = one.mode {
        lines.add(&format!(", {mode}"), Style::Form);
    }
    lines.add(&format!(" “{}”", words(record, &one.trigger)), Style::Plain);
    let date = one.date.as_ref().map(|when| when.span);
    for span in one.place.into_iter().chain(date) {
        lines.add(&format!(" · {}", on_one_line(&record.article, span)), Style::Plain);
    }
    let happened = match (one.polarity, one.modality) {
        (Polarity::Positive, EventModality::Occurred) => String::new(),
        (Polarity::Positive, modality) => format!("{}, ", modality.as_str()),
        (Polarity::Negative, EventModality::Occurred) => "not done, ".to_owned(),
        (Polarity::Negative, modality) => format!("not {}, ", modality.as_str()),
    };
    lines.add(&format!(" · {happened}{}", vouched(record, one.standing)), Style::Plain);
    lines.end();
}

/// "reported", "claimed by Nicolas Maduro in s19"
fn vouched(record: &Record, standing: Standing) -> String {
    let Standing::Claimed(id) = standing else { return "reported".to_owned() };
    let statement = record.findings.statements.get(id.0 as usize);
    let speaker = statement.and_then(|one| one.speaker);
    let by = speaker.map(|id| spaced(record.findings.name(&record.article, id)));
    match by.filter(|name| !name.is_empty()) {
        Some(name) => format!("claimed by {name} in s{}", id.0 + 1),
        None => format!("claimed in s{}", id.0 + 1),
    }
}

/// `a1 20-year cooperation document: Iran, Venezuela; for P20Y; signed`
fn agreement(record: &Record, index: usize, one: &Agreement, lines: &mut Lines) {
    lines.add(&format!("a{} ", index + 1), Style::Plain);
    lines.add(&on_one_line(&record.article, one.title), Style::Form);
    if !one.parties.is_empty() {
        lines.add(": ", Style::Plain);
        lines.add(&actors(record, &one.parties), Style::Speaker);
    }
    if let Some(term) = &one.term {
        lines.add(&format!("; for {term}"), Style::Plain);
    }
    if let Some(mark) = one.stages.last() {
        lines.add(&format!("; {}", mark.stage.as_str()), Style::Plain);
        if mark.standing != Standing::Reported {
            lines.add(&format!(", {}", vouched(record, mark.standing)), Style::Plain);
        }
    }
    lines.end();
}

/// `d1 Iran: “to open a consulate by March 2023” · due 2023-03 · in a1 · reported`
fn promise(record: &Record, index: usize, one: &Promise, lines: &mut Lines) {
    lines.add(&format!("d{} ", index + 1), Style::Plain);
    lines.add(&actors(record, &one.by), Style::Speaker);
    lines.add(": ", Style::Plain);
    lines.add(&format!("“{}”", on_one_line(&record.article, one.content)), Style::Plain);
    let written = || on_one_line(&record.article, one.due.span);
    lines.add(" · due ", Style::Plain);
    lines.add(&one.due.iso.clone().unwrap_or_else(written), Style::Form);
    if let Some(id) = one.agreement {
        lines.add(&format!(" · in a{}", id.0 + 1), Style::Plain);
    }
    lines.add(&format!(" · {}", vouched(record, one.standing)), Style::Plain);
    lines.end();
}
