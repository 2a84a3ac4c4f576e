use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use onrecord::article::OffsetUnit;

/// Reads news reports and keeps a record of who said what, to whom, according to whom.
///
/// Every finding points at the exact words of the text it came from. Works offline: nothing is
/// downloaded and nothing leaves this machine.
#[derive(Parser, Debug)]
#[command(name = "onrecord", version, after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  onrecord demo                                    see what it does, on an article that comes along
  onrecord read report.txt                         read an article
  onrecord read reports/ --format jsonl > all.jsonl    read all articles of a folder, for programs
  curl -s https://example.org/report.txt | onrecord read -
  onrecord read reports/ --format brat --out annotated/    for the brat annotation tool

Exit codes:
  0  everything was read
  1  some inputs failed; each is named on standard error, the others were read
  2  the command line was wrong; nothing was read
  130  stopped by Ctrl-C

Environment:
  NO_COLOR  no color, unless --color always";

#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// Read an article that comes along, and show what was found
    ///
    /// The article: “Leader of the Islamic Revolution meets the president of Venezuela”, by Mehr
    /// News Agency, licensed under CC BY 4.0.
    Demo(LookArguments),
    /// Read articles: files, folders, or - for standard input
    #[command(after_long_help = READ_EXAMPLES)]
    Read(ReadArguments),
    /// Print the JSON Schema of --format jsonl
    Schema,
    /// Print a script that completes commands and options in your shell
    ///
    /// For bash: onrecord completions bash > ~/.local/share/bash-completion/completions/onrecord
    Completions {
        /// Your shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    ///
    /// To read it: onrecord man | man -l -
    Man,
}

const READ_EXAMPLES: &str = "\
Examples:
  onrecord read report.txt
  onrecord read - < report.txt
  onrecord read 2022/ 2023/ --format jsonl --jobs 8 > all.jsonl
  onrecord read report.txt --format jsonl | jq -r '.statements[] | [.speaker, .text.content[0]] | @tsv'
  onrecord read report.txt --format jsonl --offsets utf16 --with-text    for JavaScript and Java";

#[derive(Args, Debug)]
pub(super) struct ReadArguments {
    /// Files, folders (all articles in them, in order of name), or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,
    /// How to write what was found
    #[arg(short, long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
    /// What offsets count, in JSON
    #[arg(long, value_enum, default_value_t = Unit::Chars)]
    pub(super) offsets: Unit,
    /// Put the article's text into the JSON, as article.text
    #[arg(long)]
    pub(super) with_text: bool,
    /// Write files into this folder instead of standard output: NAME.txt and NAME.ann an article
    #[arg(short, long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// With --out: overwrite files that are there
    #[arg(long, requires = "out")]
    pub(super) force: bool,
    /// Articles read at the same time; 0 is one for each processor. The output is the same
    #[arg(short, long, default_value_t = 0, value_name = "N")]
    pub(super) jobs: usize,
    /// Refuse documents with more bytes than this
    #[arg(long, default_value_t = 64 << 20, value_name = "N")]
    pub(super) max_bytes: usize,
    /// Only errors on standard error: no progress, no remarks
    #[arg(short, long)]
    pub(super) quiet: bool,
    #[command(flatten)]
    pub(super) look: LookArguments,
}

#[derive(Args, Debug, Clone, Copy)]
pub(super) struct LookArguments {
    /// Whether the text format is colored and underlined
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(super) color: Color,
    /// Columns of the text format [default: those of the terminal, at most 100; 80 elsewhere]
    #[arg(long, value_name = "COLUMNS")]
    pub(super) width: Option<u16>,
}

#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// For people: the article, and the list of who said what
    Text,
    /// One article a line; `onrecord schema` describes it
    Jsonl,
    /// One list of all articles, on many lines
    Json,
    /// Standoff annotations for brat: with --out a folder, without it the .ann of a single input
    Brat,
    /// A token a line, as Universal Dependencies does
    Conllu,
}

#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Unicode code points, as in Python
    Chars,
    /// UTF-8 bytes, as in Rust and Go
    Bytes,
    /// UTF-16 code units, as in JavaScript and Java
    Utf16,
}

impl From<Unit> for OffsetUnit {
    fn from(unit: Unit) -> OffsetUnit {
        match unit {
            Unit::Chars => OffsetUnit::Chars,
            Unit::Bytes => OffsetUnit::Bytes,
            Unit::Utf16 => OffsetUnit::Utf16,
        }
    }
}

#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Color {
    /// In a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}
