use std::io::IsTerminal;

use onrecord::output::text::Look;

use super::args::{Color, LookArguments};

/// Lines wider than this are hard to read.
const MOST_COLUMNS: u16 = 100;

/// How the text format looks on this standard output.
pub(super) fn look(arguments: &LookArguments) -> Look {
    let terminal = std::io::stdout().is_terminal();
    let color = match arguments.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
            let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
            terminal && !set("NO_COLOR") && !dumb
        }
    };
    let columns = || {
        let (columns, _) = terminal.then(terminal_size::terminal_size).flatten()?;
        Some(columns.0.min(MOST_COLUMNS))
    };
    let width = arguments.width.or_else(columns).unwrap_or(80);
    Look { color, width: usize::from(width) }
}
