use std::fmt::Write;

/// Columns of the terminal that is drawn.
const COLUMNS: usize = 96;
/// Lines of the article, then lines of the list, that are drawn.
const ARTICLE_LINES: usize = 16;
const LIST_LINES: usize = 24;
const LINE_HEIGHT: usize = 19;
const CHARACTER_WIDTH: f64 = 8.4;

/// Draws the first lines of the article and of the list, as a terminal shows them.
pub(crate) fn draw() -> Result<(), String> {
    let width = COLUMNS.to_string();
    let bytes = crate::onrecord(&["demo", "--color", "always", "--width", &width])?;
    let text = String::from_utf8(bytes).map_err(|error| error.to_string())?;
    let lines: Vec<&str> = text.lines().collect();
    let list = lines.iter().position(|line| line.contains("Who said what")).unwrap_or(lines.len());
    let mut shown = vec!["\u{1b}[1m$ onrecord demo\u{1b}[0m"];
    shown.extend(lines.iter().take(ARTICLE_LINES.min(list)));
    shown.extend(["…", ""]);
    shown.extend(lines[list..].iter().take(LIST_LINES));
    if lines.len() > list + LIST_LINES {
        shown.push("…");
    }
    crate::write("docs/demo.svg", svg(&shown).as_bytes())
}

fn svg(lines: &[&str]) -> String {
    let height = lines.len() * LINE_HEIGHT + 32;
    let width = (COLUMNS as f64 * CHARACTER_WIDTH) as usize + 32;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"What onrecord demo prints\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16181d\"/>\n\
         <g font-family=\"ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace\" \
         font-size=\"14\" fill=\"#d8dbe0\">\n"
    );
    for (k, line) in lines.iter().enumerate() {
        let y = 30 + k * LINE_HEIGHT;
        let _ = write!(svg, "<text x=\"16\" y=\"{y}\">");
        let mut column = 0;
        for (style, words) in pieces(line) {
            // Browsers drop blanks at the ends and stretch what is left: those are places only.
            let blanks = words.len() - words.trim_start().len();
            let x = 16.0 + (column + blanks) as f64 * CHARACTER_WIDTH;
            column += words.chars().count();
            let words = words.trim();
            let length = words.chars().count() as f64 * CHARACTER_WIDTH;
            if !words.is_empty() {
                let words = escaped(words);
                let _ = write!(
                    svg,
                    "<tspan x=\"{x:.1}\" textLength=\"{length:.1}\"{style}>{words}</tspan>"
                );
            }
        }
        svg.push_str("</text>\n");
    }
    svg + "</g>\n</svg>\n"
}

/// The line in pieces of one style: SVG attributes, words.
fn pieces(line: &str) -> Vec<(String, &str)> {
    let mut pieces = Vec::new();
    let mut style = String::new();
    for (k, part) in line.split("\u{1b}[").enumerate() {
        let words = if k == 0 {
            part
        } else {
            let (codes, words) = part.split_once('m').unwrap_or(("", part));
            style = attributes(codes);
            words
        };
        if !words.is_empty() {
            pieces.push((style.clone(), words));
        }
    }
    pieces
}

/// SVG for an SGR sequence, as far as onrecord writes them.
fn attributes(codes: &str) -> String {
    let mut out = String::new();
    let (styles, color) = codes.split_once("38;5;").unwrap_or((codes, ""));
    for code in styles.split(';') {
        out.push_str(match code {
            "1" => " font-weight=\"bold\"",
            "3" => " font-style=\"italic\"",
            "4" => " text-decoration=\"underline\"",
            _ => "",
        });
    }
    // Of the 256 colors, those from 16 on are a cube with six steps a side.
    if let Some(cube) = color.parse::<usize>().ok().and_then(|n| n.checked_sub(16)) {
        let step = |n: usize| [0, 95, 135, 175, 215, 255][n % 6];
        let (red, green, blue) = (step(cube / 36), step(cube / 6), step(cube));
        let _ = write!(out, " fill=\"#{red:02x}{green:02x}{blue:02x}\"");
    }
    out
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
