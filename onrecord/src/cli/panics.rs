use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::failure::Failure;

thread_local! {
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps what a panic says for [`caught`], instead of printing it in between.
pub(super) fn keep_quiet() {
    std::panic::set_hook(Box::new(|panic| {
        LAST.with(|last| *last.borrow_mut() = Some(panic.to_string().replace('\n', " ")));
    }));
}

/// Does the work on one document. A panic costs that document, not the run.
pub(super) fn caught<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    // The work shares nothing with other documents that it could leave half changed.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let what = LAST.with(|last| last.borrow_mut().take()).unwrap_or_default();
        Err(Failure::new(
            format!("made onrecord fail: {what}"),
            "this is a fault of onrecord; please report it, with the document if you may",
        ))
    })
}
