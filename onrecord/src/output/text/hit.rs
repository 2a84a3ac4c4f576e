use onrecord_record::Hit;

use super::line::{Lines, Style};
use crate::output::spaced;

/// Draws one statement on record: who says it, what is said with the words that were searched for
/// marked, and where it stands.
///
/// ```text
/// 12 Ali Khamenei -> Nicolas Maduro: direct
///     “The only way to face these pressures is to resist,”
///     2022-06-12, Mehr News Agency, “Leader meets president”, CC-BY-4.0
///     https://en.mehrnews.com/...
/// ```
pub fn hit(lines: &mut Lines, hit: &Hit) {
    lines.indent(0, 4);
    lines.add(&format!("{} ", hit.id), Style::Plain);
    let nobody = || "(nobody named)".to_owned();
    let speaker = hit.speaker.as_deref().or(hit.source.as_deref()).map_or_else(nobody, spaced);
    lines.add(&speaker, Style::Speaker);
    if let Some(to) = &hit.addressee {
        lines.add(" -> ", Style::Plain);
        lines.add(&spaced(to), Style::Speaker);
    }
    lines.add(": ", Style::Plain);
    lines.add(&hit.form, Style::Form);
    if hit.modality != "asserted" {
        lines.add(&format!(", {}", hit.modality), Style::Form);
    } else if hit.polarity == "negative" {
        lines.add(", negative", Style::Form);
    }
    lines.end();
    lines.indent(4, 4);
    marked(lines, &hit.text, &hit.marks);
    lines.end();
    place(lines, hit);
}

/// Draws where a statement stands.
pub fn place(lines: &mut Lines, hit: &Hit) {
    let day = hit.published.as_deref().map(|date| date.chars().take(10).collect::<String>());
    let known = [
        Some(day.unwrap_or_else(|| "no date".to_owned())),
        hit.outlet.as_deref().map(spaced),
        Some(format!("“{}”", spaced(hit.title.as_deref().unwrap_or(&hit.name)))),
        Some(match hit.licence.as_str() {
            "unknown" => "licence unknown".to_owned(),
            licence => spaced(licence),
        }),
    ];
    let known: Vec<String> = known.into_iter().flatten().collect();
    lines.indent(4, 4);
    lines.add(&known.join(", "), Style::Plain);
    lines.end();
    if let Some(url) = &hit.url {
        lines.indent(4, 4);
        lines.add(&spaced(url), Style::Plain);
        lines.end();
    }
}

fn marked(lines: &mut Lines, text: &str, marks: &[[u32; 2]]) {
    let mut at = 0;
    for &[start, end] in marks {
        let (start, end) = (start as usize, end as usize);
        // Marks lie on the boundaries of words; others would mark nothing.
        if let (Some(before), Some(word)) = (text.get(at..start), text.get(start..end)) {
            lines.add(before, Style::Plain);
            lines.add(word, Style::Mark);
            at = end;
        }
    }
    lines.add(&text[at..], Style::Plain);
}
