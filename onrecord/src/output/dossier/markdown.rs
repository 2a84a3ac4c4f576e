use std::fmt::Write;

use super::Page;

/// The dossier in CommonMark.
pub fn markdown(page: &Page) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail, here and below.
    let _ = writeln!(out, "# {}\n\nMade {}\n", plain(&page.title), plain(&page.made));
    for (what, list) in &page.facts {
        let _ = writeln!(out, "* **{}:** {}", plain(what), plain(list));
    }
    for section in &page.sections {
        let _ = writeln!(out, "\n## {} ({})", plain(&section.heading), section.entries.len());
        for one in &section.entries {
            let cited: Vec<String> = one.sources.iter().map(|n| format!(" \\[{n}\\]")).collect();
            let _ =
                writeln!(out, "\n**{}** {}{}", plain(&one.date), plain(&one.lead), cited.concat());
            if let Some(link) = &one.link {
                let _ = writeln!(out, "[these words there](<{}>)", address(link));
            }
            if let Some(words) = &one.words {
                let _ = writeln!(out, "\n> {}", plain(words));
            }
            if !one.notes.is_empty() {
                out.push('\n');
            }
            for note in &one.notes {
                let _ = writeln!(out, "* {}", plain(note));
            }
        }
    }
    out.push_str("\n## Sources\n\n");
    for (at, source) in page.sources.iter().enumerate() {
        let title = plain(&source.title);
        let title = match &source.url {
            Some(url) => format!("[{title}](<{}>)", address(url)),
            None => title,
        };
        let _ = writeln!(out, "{}. {title}, {}  ", at + 1, plain(&source.about));
        let _ = writeln!(out, "   text {}", plain(&source.id));
    }
    out
}

/// Text that means nothing to Markdown or HTML, on one line.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut digits_only = true;
    for (at, c) in text.chars().enumerate() {
        let begins_list = match c {
            '-' | '+' => at == 0,
            '.' | ')' => at > 0 && digits_only,
            _ => false,
        };
        digits_only &= c.is_ascii_digit();
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c if begins_list => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// An address that ends where it ends.
fn address(url: &str) -> String {
    url.chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .map(|c| match c {
            '<' => "%3C".to_owned(),
            '>' => "%3E".to_owned(),
            '\\' => "%5C".to_owned(),
            c => c.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        assert_eq!(plain("*a* <b> [c](d)"), "\\*a\\* &lt;b&gt; \\[c\\](d)");
        assert_eq!(
            (plain("- a"), plain("12. a"), plain("3.5")),
            ("\\- a".into(), "12\\. a".into(), "3\\.5".into())
        );
        assert_eq!(address("https://x.example/a> <b"), "https://x.example/a%3E%3Cb");
    }
}
