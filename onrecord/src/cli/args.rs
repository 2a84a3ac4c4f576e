use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use onrecord::article::{EventKind, OffsetUnit};
use onrecord::output::{Only, Selection, Vouched};

use super::add::{ADD_HELP, AddArguments};
use super::agreements::{AGREEMENTS_HELP, AgreementsArguments};
use super::check::{CHECK_HELP, CheckArguments};
use super::correct::{CORRECT_HELP, CorrectArguments};
use super::dossier::{DOSSIER_HELP, DossierArguments};
use super::engines::EngineArgument;
use super::export::{EXPORT_HELP, ExportArguments};
use super::fetch::{FETCH_HELP, FetchArguments};
use super::import::{IMPORT_HELP, ImportArguments};
use super::retry::RetryArguments;
use super::search::{SEARCH_HELP, SearchArguments};
use super::status::StatusArguments;
use super::upgrade::UpgradeArguments;
use super::verify::{VERIFY_HELP, VerifyArguments};
use super::who::{WHO_HELP, WhoArguments};

/// Reads news reports and keeps a record of who said what, to whom, according to whom.
///
/// Every finding points at the exact words of the text it came from. Works offline: nothing leaves
/// this machine, and nothing is fetched but what you name by its web address.
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
  onrecord add reports/                            read them and keep what they say, in news.onrecord
  onrecord search sanctions --speaker Maduro       find what was said
  onrecord verify \"the only way is to resist\"     find out whether it was said in these words

Exit codes:
  0  everything was read
  1  some inputs failed; each is named on standard error, the others were read
  2  the command line was wrong; nothing was read
  3  and more: what a command says of itself, such as `onrecord check --help`
  6  no room to write to a store; what was committed is safe
  130  stopped by Ctrl-C

Environment:
  NO_COLOR        no color, unless --color always
  ONRECORD_STORE  the store, where --store names none";

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
    /// Show what was recognized in files: title, outlet, dates, language, licence, and from where
    Inspect(InspectArguments),
    /// Read articles and keep what they say in a store: one SQLite file, added to and never changed
    #[command(after_long_help = ADD_HELP)]
    Add(AddArguments),
    /// Find statements in a store: by words, speaker, outlet, date and more
    #[command(after_long_help = SEARCH_HELP)]
    Search(SearchArguments),
    /// Did anyone say this? Compares a quotation with what is on record, word by word
    #[command(after_long_help = VERIFY_HELP)]
    Verify(VerifyArguments),
    /// Show what is on record of one person: names, statements, meetings, agreements
    #[command(after_long_help = WHO_HELP)]
    Who(WhoArguments),
    /// Write all that is on record of one person as one file, with citations
    #[command(after_long_help = DOSSIER_HELP)]
    Dossier(DossierArguments),
    /// List agreements with the history of their stages, and what is overdue
    #[command(after_long_help = AGREEMENTS_HELP)]
    Agreements(AgreementsArguments),
    /// Show what a store holds, and what failed
    Status(StatusArguments),
    /// Read again what failed
    Retry(RetryArguments),
    /// Correct what is on record: another speaker, other words, no statement, one person or two
    #[command(after_long_help = CORRECT_HELP)]
    Correct(CorrectArguments),
    /// Write statements or events of a store in one of many forms
    #[command(after_long_help = EXPORT_HELP)]
    Export(ExportArguments),
    /// Take findings or people into a store: JSON Lines, Parquet, gazetteers
    #[command(after_long_help = IMPORT_HELP)]
    Import(ImportArguments),
    /// Check a store: what is damaged, and what is whole
    #[command(after_long_help = CHECK_HELP)]
    Check(CheckArguments),
    /// Make a store of an older onrecord one of this version
    Upgrade(UpgradeArguments),
    /// Poll feeds and news sitemaps, and keep the pages they name in a folder of WARC files
    #[command(after_long_help = FETCH_HELP)]
    Fetch(FetchArguments),
    /// Show what reads articles: engines and models, their sizes, scores and licences
    Engines,
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
  onrecord read 2022/ 2023/ --format jsonl --engine fast > all.jsonl
  onrecord read 'crawl/*.warc.gz' --format jsonl --report outcomes.jsonl > all.jsonl
  onrecord read https://example.org/news/report.html
  onrecord read report.txt --format jsonl | jq -r '.statements[] | [.speaker, .text.content[0]] | @tsv'
  onrecord read report.txt --only events --type consult --standing reported
  onrecord read report.txt --format jsonl --offsets utf16 --with-text    for JavaScript and Java";

#[derive(Args, Debug)]
pub(super) struct ReadArguments {
    /// Files, folders (all articles in them, in order of name), patterns ('2024-*.warc.gz'), web
    /// addresses of pages and feeds, or - for standard input
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
    /// One list instead of all
    #[arg(long, value_enum, value_name = "LIST")]
    pub(super) only: Option<List>,
    /// Events of this kind, or that PLOVER calls so: AGREE, CONSULT, SUPPORT, CONCEDE, COOPERATE, AID,
    /// RETREAT, REQUEST, ACCUSE, REJECT, THREATEN, PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT
    #[arg(long = "type", value_name = "KIND", value_parser = event_kind)]
    pub(super) kind: Option<EventKind>,
    /// Events in which somebody with this in their name takes part
    #[arg(long, value_name = "NAME")]
    pub(super) actor: Option<String>,
    /// Events that the outlet reports, or that somebody claims
    #[arg(long, value_enum, value_name = "STANDING")]
    pub(super) standing: Option<Vouching>,
    /// Write files into this folder instead of standard output: NAME.txt and NAME.ann an article
    #[arg(short, long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// With --out: overwrite files that are there
    #[arg(long, requires = "out")]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) engine: EngineArgument,
    /// Articles read at the same time; 0 is one for each processor. The output is the same
    #[arg(short, long, default_value_t = 0, value_name = "N")]
    pub(super) jobs: usize,
    /// Refuse documents with more bytes than this
    #[arg(long, default_value_t = 64 << 20, value_name = "N")]
    pub(super) max_bytes: usize,
    /// Only errors on standard error: no progress, no remarks
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// Write what came of each document into this file, one JSON line each
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
    #[command(flatten)]
    pub(super) known: KnownArguments,
    #[command(flatten)]
    pub(super) look: LookArguments,
}

/// The lists that --only chooses from.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// Who said what
    Statements,
    /// Who did what
    Events,
    /// What was agreed
    Agreements,
}

/// What --standing chooses from.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vouching {
    /// The outlet says it in its own words
    Reported,
    /// It is claimed in a statement
    Claimed,
}

fn event_kind(name: &str) -> Result<EventKind, String> {
    EventKind::from_name(&name.to_uppercase()).ok_or_else(|| {
        let all: Vec<&str> = EventKind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("the kinds are {}", all.join(", "))
    })
}

impl ReadArguments {
    pub(super) fn selection(&self) -> Selection {
        Selection {
            only: self.only.map(|list| match list {
                List::Statements => Only::Statements,
                List::Events => Only::Events,
                List::Agreements => Only::Agreements,
            }),
            kind: self.kind,
            actor: self.actor.clone(),
            standing: self.standing.map(|standing| match standing {
                Vouching::Reported => Vouched::Reported,
                Vouching::Claimed => Vouched::Claimed,
            }),
        }
    }
}

#[derive(Args, Debug)]
pub(super) struct InspectArguments {
    /// Files, folders, patterns, web addresses, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,
    /// List every paragraph of a page: those that were kept, and those that were dropped and why
    #[arg(short, long)]
    pub(super) paragraphs: bool,
    #[command(flatten)]
    pub(super) known: KnownArguments,
}

/// What the user knows of the articles.
#[derive(Args, Debug, Clone)]
pub(super) struct KnownArguments {
    /// The licence of all articles, whatever they say: an SPDX name, an address or words
    #[arg(long, visible_alias = "license", value_name = "WORDS")]
    pub(super) licence: Option<String>,
    /// What you know of all articles: title, outlet, url, author, published, language, section
    #[arg(long, value_name = "FIELD=VALUE", value_parser = pair)]
    pub(super) meta: Vec<(String, String)>,
    /// A key of JSON records that goes by another name: --map title=headline
    #[arg(long, value_name = "FIELD=KEY", value_parser = pair)]
    pub(super) map: Vec<(String, String)>,
    /// Read articles in other languages too
    #[arg(long)]
    pub(super) any_language: bool,
}

impl KnownArguments {
    pub(super) fn options(&self, limits: onrecord::read::Limits) -> onrecord::read::Options {
        let licence = self.licence.iter().map(|words| ("licence".to_owned(), words.clone()));
        onrecord::read::Options {
            limits,
            keys: self.map.clone(),
            said: self.meta.iter().cloned().chain(licence).collect(),
            language: (!self.any_language).then(|| "en".to_owned()),
        }
    }
}

fn pair(written: &str) -> Result<(String, String), String> {
    match written.split_once('=') {
        Some((field, value)) if !field.is_empty() && !value.is_empty() => {
            Ok((field.to_owned(), value.to_owned()))
        }
        _ => Err("give a name, =, and a value".to_owned()),
    }
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
    /// Bytes of the page, feed or file that the text was taken from
    Source,
}

impl From<Unit> for OffsetUnit {
    fn from(unit: Unit) -> OffsetUnit {
        match unit {
            Unit::Chars => OffsetUnit::Chars,
            Unit::Bytes | Unit::Source => OffsetUnit::Bytes,
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
