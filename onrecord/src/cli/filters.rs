use clap::Args;
use onrecord::article::EventKind;
use onrecord::record::Query;

/// Which statements: the filters that searching and exporting share.
#[derive(Args, Debug, Clone)]
pub(super) struct Filters {
    /// Said by somebody with these words in the name: --speaker Maduro
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// Whose content mentions somebody or some country: --about Iran
    #[arg(long, value_name = "NAME")]
    about: Option<String>,
    /// In this outlet
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// Published on this day or later: 2022-06-30, 2022-06 or 2022
    #[arg(long, value_name = "DATE", value_parser = date)]
    since: Option<String>,
    /// Published on this day, in this month or year, or earlier
    #[arg(long, value_name = "DATE", value_parser = date)]
    until: Option<String>,
    /// Whether the words are the speaker's own
    #[arg(long, value_parser = ["direct", "indirect", "mixed", "partial"])]
    form: Option<String>,
    /// Whether it was said at all
    #[arg(long, value_parser = ["asserted", "denied", "declined", "planned", "hypothetical", "asked"])]
    modality: Option<String>,
    /// That claim an event, or whose article reports one
    #[arg(long, value_parser = ["claimed", "reported"])]
    standing: Option<String>,
    /// Kind of that event: AID, CONSULT, SANCTION, ...
    #[arg(long, value_parser = kind)]
    kind: Option<String>,
    /// Leave out articles that nearly repeat an earlier one
    #[arg(long)]
    no_copies: bool,
}

impl Filters {
    pub(super) fn query(&self, words: Option<String>, to: Option<String>) -> Query {
        Query {
            words,
            speaker: self.speaker.clone(),
            to,
            about: self.about.clone(),
            outlet: self.outlet.clone(),
            since: self.since.clone(),
            until: self.until.clone(),
            form: self.form.clone(),
            modality: self.modality.clone(),
            standing: self.standing.clone(),
            kind: self.kind.clone(),
            without_copies: self.no_copies,
            ..Query::default()
        }
    }
}

pub(super) fn date(written: &str) -> Result<String, String> {
    let parts: Vec<&str> = written.split('-').collect();
    let lengths = [4, 2, 2];
    let fits = parts.len() <= 3
        && parts.iter().zip(lengths).all(|(part, length)| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
        });
    if fits {
        Ok(written.to_owned())
    } else {
        Err("write it as 2022-06-30, 2022-06 or 2022".into())
    }
}

fn kind(written: &str) -> Result<String, String> {
    let name = written.to_uppercase();
    if EventKind::from_name(&name).is_some() {
        return Ok(name);
    }
    let all: Vec<&str> = EventKind::ALL.iter().map(|kind| kind.as_str()).collect();
    Err(format!("the kinds are {}", all.join(", ")))
}
