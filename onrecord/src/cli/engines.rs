use std::fmt::Write;

use clap::{Args, ValueEnum};
use onrecord::Pipeline;
use onrecord::language::{Engine, models};

use super::failure::say;
use super::inputs::Source;

/// What a bulk is: more files than this, or more bytes in them.
const BULK_FILES: usize = 3_000;
const BULK_BYTES: u64 = 30 << 20;

/// What reads the statements.
#[derive(Args, Debug, Clone, Copy)]
pub(super) struct EngineArgument {
    /// What reads the statements; `onrecord engines` tells them apart [default: deep, and fast for
    /// more than 3,000 files or 30 MB]
    #[arg(long, value_enum, value_name = "ENGINE")]
    engine: Option<EngineName>,
}

/// An engine, as it is called on the command line.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum EngineName {
    /// Finds more: a small encoder beside the linear model
    Deep,
    /// Many times as quick: a linear model
    Fast,
}

impl EngineArgument {
    /// The pipeline with the engine that was asked for, or else the one that suits the sources.
    pub(super) fn pipeline(self, sources: &[Source], quiet: bool) -> Pipeline {
        let engine = match self.engine {
            Some(EngineName::Deep) => Engine::Deep,
            Some(EngineName::Fast) => Engine::Fast,
            None if is_bulk(sources) => {
                if !quiet {
                    say(
                        "so much is read by the fast engine; --engine deep finds more and takes longer",
                    );
                }
                Engine::Fast
            }
            None => Engine::Deep,
        };
        Pipeline::english_by(engine)
    }
}

fn is_bulk(sources: &[Source]) -> bool {
    sources.len() > BULK_FILES || sources.iter().filter_map(Source::bytes).sum::<u64>() > BULK_BYTES
}

/// The engines and all models that are built in.
pub(super) fn list() -> String {
    let mut out = String::from(
        "Engines, by what reads who said what:\n  \
           deep  roles.bin and deep.bin together; the default\n  \
           fast  roles.bin alone; the default for more than 3,000 files or 30 MB\n\n\
         Models, all built in:\n",
    );
    for model in models() {
        let size = model.bytes as f64 / 1e6;
        // A string takes all that is written.
        let _ = writeln!(out, "  {:<13}{size:4.1} MB  {}", model.name, model.reads);
        let _ = writeln!(out, "  {:21}  {}; learned from {}", "", model.score, model.sources);
    }
    for (engine, name) in [(Engine::Deep, "deep"), (Engine::Fast, "fast")] {
        let model = Pipeline::english_by(engine).producer().model;
        let _ = writeln!(out, "\nWhat the {name} engine reads is signed {model}.");
    }
    out
}
