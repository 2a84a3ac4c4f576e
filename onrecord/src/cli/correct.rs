use clap::{ArgGroup, Args};
use onrecord::output::text::safe;
use onrecord::record::{Because, Change, StoreError};

use super::DONE;
use super::failure::say;
use super::store::StoreArgument;

pub(super) const CORRECT_HELP: &str = "\
Nothing is overwritten: a correction is a row more, with who made it, when and why, and it holds for
later readings by newer versions of onrecord too. STATEMENT is the number that search, verify, who and
dossier show; people have numbers in `onrecord who`.

Examples:
  onrecord correct 12 --speaker \"Ebrahim Raisi\" --reason \"the video shows it\"
  onrecord correct 12 --content \"the words as the article has them\" --reason \"cut too short\"
  onrecord correct 12 --retract --reason \"a headline, no statement\"
  onrecord correct 12 --person 7 --reason \"another Maduro\"     the speaker is person 7
  onrecord correct 12 --person new --reason \"a namesake\"       the speaker is nobody on record yet
  onrecord correct --merge 9 --into 7 --reason \"one and the same\"
  onrecord correct --split 9 --reason \"two people after all\"
  onrecord correct --list
  onrecord export --corrections brat --out gold/               corrected articles, to train on";

#[derive(Args, Debug)]
#[command(group = ArgGroup::new("change").required(true)
    .args(["speaker", "content", "retract", "person", "merge", "split", "list"]))]
pub(super) struct CorrectArguments {
    /// The number of the statement that is wrong
    #[arg(value_name = "STATEMENT")]
    statement: Option<i64>,
    /// Who said it
    #[arg(long, value_name = "NAME", requires = "statement")]
    speaker: Option<String>,
    /// What was said: words of the article, as it has them
    #[arg(long, value_name = "WORDS", requires = "statement")]
    content: Option<String>,
    /// It is no statement
    #[arg(long, requires = "statement")]
    retract: bool,
    /// Which person the speaker is: a number, or new
    #[arg(long, value_name = "PERSON", requires = "statement", value_parser = person)]
    person: Option<Whom>,
    /// This person is the same as the one of --into
    #[arg(long, value_name = "PERSON", requires = "into")]
    merge: Option<i64>,
    /// The person that stays
    #[arg(long, value_name = "PERSON", requires = "merge")]
    into: Option<i64>,
    /// This person, merged before, is another one after all
    #[arg(long, value_name = "PERSON")]
    split: Option<i64>,
    /// List all corrections
    #[arg(long)]
    list: bool,
    /// Why
    #[arg(long, value_name = "WORDS", required_unless_present = "list")]
    reason: Option<String>,
    /// Who corrects [default: your user name]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    #[command(flatten)]
    store: StoreArgument,
}

#[derive(Debug, Clone, Copy)]
enum Whom {
    OnRecord(i64),
    New,
}

fn person(written: &str) -> Result<Whom, String> {
    match written {
        "new" => Ok(Whom::New),
        number => number.parse().map(Whom::OnRecord).map_err(|_| "give a number, or new".into()),
    }
}

/// Corrects the record.
pub(super) fn correct(arguments: &CorrectArguments) -> Result<u8, StoreError> {
    if arguments.list {
        return list(arguments);
    }
    let Some(change) = change(arguments) else {
        say("say what is wrong: see `onrecord correct --help`");
        return Ok(super::WRONG_USE);
    };
    let user = || std::env::var("USER").or_else(|_| std::env::var("USERNAME")).ok();
    let Some(by) = arguments.by.clone().or_else(user).filter(|name| !name.trim().is_empty()) else {
        say("say who corrects: --by NAME");
        return Ok(super::WRONG_USE);
    };
    let because = Because { by, reason: arguments.reason.clone().unwrap_or_default() };
    let mut store = arguments.store.open()?;
    let made = store.correct(&change, &because)?;
    let page = match made.statement {
        Some(new) => {
            let hit = store.hit(new)?;
            let who = hit.speaker.unwrap_or_else(|| "(nobody named)".to_owned());
            format!(
                "correction {}: statement {new} stands instead: {who}: {}",
                made.correction, hit.text
            )
        }
        None => format!("correction {} is on record", made.correction),
    };
    super::print(format!("{}\n", safe(&page.replace('\n', " "))).as_bytes())?;
    Ok(DONE)
}

fn change(arguments: &CorrectArguments) -> Option<Change> {
    if let (Some(person), Some(into)) = (arguments.merge, arguments.into) {
        return Some(Change::Merge { person, into });
    }
    if let Some(person) = arguments.split {
        return Some(Change::Split { person });
    }
    let statement = arguments.statement?;
    if let Some(name) = &arguments.speaker {
        return Some(Change::Speaker { statement, name: name.clone() });
    }
    if let Some(words) = &arguments.content {
        return Some(Change::Content { statement, words: words.clone() });
    }
    match arguments.person {
        Some(Whom::OnRecord(id)) => Some(Change::Identity { statement, person: Some(id) }),
        Some(Whom::New) => Some(Change::Identity { statement, person: None }),
        None => arguments.retract.then_some(Change::Retract { statement }),
    }
}

fn list(arguments: &CorrectArguments) -> Result<u8, StoreError> {
    let mut page = String::new();
    for made in arguments.store.read()?.corrections()? {
        let of = made.statement.map(|id| format!(" of statement {id}")).unwrap_or_default();
        let value = made.value.map(|value| format!(": {value}")).unwrap_or_default();
        let line = format!(
            "{} {} {}{of}{value} ({}: {})",
            made.id, made.at, made.kind, made.by, made.reason
        );
        page.push_str(&safe(&line.replace('\n', " ")));
        page.push('\n');
    }
    if page.is_empty() {
        page.push_str("nothing was corrected\n");
    }
    super::print(page.as_bytes())?;
    Ok(DONE)
}
