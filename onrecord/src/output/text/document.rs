use onrecord_record::Document;

use super::line::{Lines, Style};
use crate::output::spaced;

/// Draws one agreement with the history of its stages.
///
/// ```text
/// 20-year cooperation document: Iran, Venezuela; for P20Y, until 2042-06-12
///     2022-06-12 signed, reported, Mehr News Agency: “signed”
/// ```
pub fn document(lines: &mut Lines, one: &Document, today: &str) {
    lines.indent(2, 6);
    lines.add(&spaced(&one.title), Style::Form);
    lines.add(": ", Style::Plain);
    let parties = match one.parties.is_empty() {
        true => "(nobody named)".to_owned(),
        false => spaced(&one.parties.replace("; ", ", ")),
    };
    lines.add(&parties, Style::Speaker);
    if let Some(term) = &one.term {
        lines.add(&format!("; for {}", term_in_words(term)), Style::Plain);
    }
    if let Some(end) = one.ends() {
        lines.add(&format!(", until {end}"), Style::Plain);
    }
    if one.overdue(today) {
        lines.add(" OVERDUE", Style::Strong);
    }
    lines.end();
    for at in &one.history {
        let day = at.published.as_deref().map(|date| date.chars().take(10).collect::<String>());
        let outlet = at.outlet.as_deref().map(|name| format!(", {}", spaced(name)));
        lines.indent(6, 10);
        lines.add(&day.unwrap_or_else(|| "no date".to_owned()), Style::Plain);
        lines.add(&format!(" {}", at.stage), Style::Form);
        lines.add(
            &format!(
                ", {}{}: “{}”",
                spaced(&at.standing),
                outlet.unwrap_or_default(),
                spaced(&at.words)
            ),
            Style::Plain,
        );
        lines.end();
    }
}

/// `P20Y` is `20 years`; what is not so simple stays as it is.
pub fn term_in_words(term: &str) -> String {
    let unit = |letter| match letter {
        'Y' => Some("year"),
        'M' => Some("month"),
        'W' => Some("week"),
        'D' => Some("day"),
        _ => None,
    };
    let simple = term.strip_prefix('P').and_then(|rest| {
        let letter = rest.chars().last()?;
        let number: u32 = rest.strip_suffix(letter)?.parse().ok()?;
        Some(format!("{number} {}{}", unit(letter)?, if number == 1 { "" } else { "s" }))
    });
    simple.unwrap_or_else(|| spaced(term))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_read_well() {
        for (term, words) in [("P20Y", "20 years"), ("P1M", "1 month"), ("P1Y6M", "P1Y6M")] {
            assert_eq!(term_in_words(term), words);
        }
    }
}
