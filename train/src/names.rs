//! To be written: its engineer replaces this file.
use crate::{Folders, Outcome};

pub(crate) fn train(_: &Folders) -> Outcome {
    Err("not there yet".into())
}

pub(crate) fn score(_: &Folders) -> Outcome {
    Err("not there yet".into())
}
