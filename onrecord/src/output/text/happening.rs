use onrecord_record::{Found, Happening};

use super::line::{Lines, Style};
use crate::output::spaced;

/// Draws one event that articles tell of: what happened, then who vouches for each version of it.
///
/// ```text
/// 2022-06-11 CONSULT visit: Nicolas Maduro, Ali Khamenei; Tehran
///     occurred, reported by Mehr News Agency, 2022-06-12: “met”
///     denied, claimed by a spokesman, Example News, 2022-06-13: “met”
/// ```
pub fn happening(lines: &mut Lines, one: &Happening) {
    let Some(first) = one.first() else { return };
    lines.indent(2, 6);
    lines.add(first.date.as_deref().unwrap_or("no date"), Style::Plain);
    lines.add(" ", Style::Plain);
    lines.add(&first.kind, Style::Form);
    if let Some(mode) = &first.mode {
        lines.add(&format!(" {}", spaced(mode)), Style::Form);
    }
    lines.add(": ", Style::Plain);
    lines.add(&sides(first), Style::Speaker);
    if let Some(place) = &first.place {
        lines.add(&format!("; {}", spaced(place)), Style::Plain);
    }
    if one.disputed() {
        lines.add(" DISPUTED", Style::Strong);
    }
    lines.end();
    for version in &one.versions {
        let Some(event) = version.first() else { continue };
        lines.indent(6, 10);
        lines.add(&vouched(event), Style::Plain);
        if version.len() > 1 {
            lines.add(&format!("; and {} more", version.len() - 1), Style::Plain);
        }
        lines.end();
    }
}

/// `Iran -> Venezuela`; who did it is not always known.
pub fn sides(event: &Found) -> String {
    let side = |names: &str| spaced(&names.replace("; ", ", "));
    let actors = match event.actors.is_empty() {
        true => "(nobody named)".to_owned(),
        false => side(&event.actors),
    };
    match event.recipients.is_empty() {
        true => actors,
        false => format!("{actors} -> {}", side(&event.recipients)),
    }
}

/// `occurred, reported by Mehr News Agency, 2022-06-12: “met”`
pub fn vouched(event: &Found) -> String {
    let not = if event.polarity == "negative" { "denied, " } else { "" };
    let outlet = event.outlet.as_deref().map(spaced);
    let by = match (event.standing.as_str(), &event.claimed_by) {
        ("claimed", Some(who)) => format!("claimed by {}", spaced(who)),
        ("claimed", None) => "claimed by somebody".to_owned(),
        _ => "reported".to_owned(),
    };
    let day = event.published.as_deref().map(|date| date.chars().take(10).collect::<String>());
    let known: Vec<String> = [Some(by), outlet, day].into_iter().flatten().collect();
    format!("{not}{}, {}: “{}”", event.modality, known.join(", "), spaced(&event.trigger))
}
