//! Trains the models of `language` from corpora, and scores them on development files.
//!
//! ```text
//! cargo run -r -p onrecord-train -- train all
//! cargo run -r -p onrecord-train -- score tags
//! ```

use std::error::Error;
use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};

mod conllu;
mod coreference;
mod crf;
mod events;
mod lemmas;
mod names;
mod news;
mod parse;
mod perceptron;
mod polnear;
mod reports;
mod roles;
mod silver;
mod statement_score;
mod statements;
mod tags;
mod tokens;

/// What a trainer or scorer returns: it reads files, and says what went wrong.
type Outcome = Result<(), Box<dyn Error>>;

#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    /// The folder that holds ud, uner and polnear
    #[arg(long, global = true)]
    corpora: Option<PathBuf>,
    /// The folder that model files are written to
    #[arg(long, global = true, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../language/en"))]
    models: PathBuf,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Train a model and write its file
    #[command(subcommand)]
    Train(Model),
    /// Score what is built in on the development files
    #[command(subcommand)]
    Score(Scorer),
    /// Write our own annotated reports as texts and gold files
    Reports {
        /// Files whose names start so: `test` or `train`
        #[arg(long, default_value = "test")]
        set: String,
        /// Folder to write to
        #[arg(long)]
        out: PathBuf,
    },
    /// Write the examples that the deep engine learns from: tokens with their labels
    Examples {
        /// The part of PolNeAR: `train` or `dev`; or a folder of texts without labels
        part: String,
        /// File to write, a JSON line an article
        #[arg(long)]
        out: PathBuf,
    },
    /// Measure the speed of the stages on one thread
    Bench,
}

#[derive(Subcommand, Clone, Copy)]
enum Model {
    /// Tags, morphology, lemmas
    Tags,
    /// The dependency parser
    Parse,
    /// Names
    Names,
    /// Statement roles
    Roles,
    /// Everything, in order
    All,
}

#[derive(Subcommand, Clone)]
enum Scorer {
    /// Tokens and sentences from raw text
    Tokens,
    /// Tokens, sentences, tags, lemmas
    Tags,
    /// Dependency trees
    Parse,
    /// Names
    Names,
    /// Statement roles
    Roles,
    /// Who is who
    Coreference,
    /// What the whole program finds, in the conventions of PolNeAR
    Statements {
        /// With statements read by the deep engine, with the model of this file
        #[arg(long)]
        deep: Option<PathBuf>,
        /// Also write it here, a JSON line an article
        #[arg(long)]
        write: Option<PathBuf>,
    },
    /// Events, and what comes out as a fact
    Events,
    /// Everything
    All,
}

/// Where corpora are read from and models are written to.
#[derive(Debug)]
pub(crate) struct Folders {
    corpora: PathBuf,
    models: PathBuf,
}

impl Folders {
    /// A file of the corpora: `ud/en_gum-dev.conllu`.
    pub(crate) fn corpus(&self, name: &str) -> PathBuf {
        self.corpora.join(name)
    }

    /// A model file: `tags.bin`.
    pub(crate) fn model(&self, name: &str) -> PathBuf {
        self.models.join(name)
    }
}

/// `--corpora`, or `$ONRECORD_SHARED/corpora`, or `shared/corpora` beside the workspace.
fn corpora(given: Option<PathBuf>) -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    given.unwrap_or_else(|| {
        std::env::var_os("ONRECORD_SHARED").map_or_else(beside, PathBuf::from).join("corpora")
    })
}

fn main() -> Outcome {
    let arguments = Arguments::parse();
    let folders = Folders { corpora: corpora(arguments.corpora), models: arguments.models };
    match arguments.task {
        Task::Train(model) => train(model, &folders),
        Task::Score(scorer) => score(scorer, &folders),
        Task::Reports { set, out } => reports::export(&set, &out),
        Task::Examples { part, out } => roles::examples::write(&folders, &part, &out),
        Task::Bench => tags::bench(&folders),
    }
}

fn train(model: Model, folders: &Folders) -> Outcome {
    match model {
        Model::Tags => tags::train(folders),
        Model::Parse => parse::train(folders),
        Model::Names => names::train(folders),
        Model::Roles => roles::train(folders),
        // Later models read what earlier ones write, which is built into the program: see
        // MODEL_CARD.md for the order of commands.
        Model::All => [Model::Tags, Model::Parse, Model::Names, Model::Roles]
            .into_iter()
            .try_for_each(|model| train(model, folders)),
    }
}

fn score(scorer: Scorer, folders: &Folders) -> Outcome {
    match scorer {
        Scorer::Tokens => tokens::score(folders),
        Scorer::Tags => tags::score(folders),
        Scorer::Parse => parse::score(folders),
        Scorer::Names => names::score(folders),
        Scorer::Coreference => coreference::score(folders),
        Scorer::Roles => roles::score(folders),
        Scorer::Statements { deep, write } => {
            statements::score(folders, deep.as_deref(), write.as_deref())
        }
        Scorer::Events => events::score(folders),
        Scorer::All => [
            Scorer::Tags,
            Scorer::Parse,
            Scorer::Names,
            Scorer::Coreference,
            Scorer::Roles,
            Scorer::Statements { deep: None, write: None },
            Scorer::Events,
        ]
        .into_iter()
        .try_for_each(|scorer| score(scorer, folders)),
    }
}
