use std::path::PathBuf;

use clap::Args;
use onrecord::record::StoreError;

use super::DONE;
use super::add::{self, HowArguments};
use super::failure::say;
use super::inputs::{STANDARD_INPUT, sources};
use super::store::StoreArgument;

#[derive(Args, Debug)]
pub(super) struct RetryArguments {
    #[command(flatten)]
    store: StoreArgument,
    #[command(flatten)]
    how: HowArguments,
}

/// Reads the inputs of which something failed once more.
pub(super) fn retry(arguments: &RetryArguments) -> Result<u8, StoreError> {
    let store = arguments.store.open()?;
    let mut inputs: Vec<String> = Vec::new();
    for (refusal, _) in store.refused()?.into_iter().filter(|(refusal, _)| !refusal.skipped) {
        let input = refusal.seen.input;
        if input == STANDARD_INPUT {
            say(
                "what failed on standard input cannot be read again: pipe it into `onrecord add -`",
            );
        } else if !inputs.contains(&input) {
            inputs.push(input);
        }
    }
    if inputs.is_empty() {
        super::print(b"nothing failed that can be read again\n")?;
        return Ok(DONE);
    }
    let paths: Vec<PathBuf> = inputs.iter().map(PathBuf::from).collect();
    let mut added = add::run(store, sources(&paths), &arguments.how)?;
    if added.whole {
        for input in inputs.iter().filter(|input| !added.failing.contains(*input)) {
            added.store.settle(input, &[])?;
        }
    }
    Ok(added.code)
}
