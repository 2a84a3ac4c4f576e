use super::failure::{Kind, say};

/// How many documents came to what.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) all: usize,
    pub(super) failed: usize,
    skipped: usize,
    other_language: usize,
    remarks: usize,
}

impl Tally {
    /// One more came to nothing.
    pub(super) fn add(&mut self, kind: Kind) {
        match kind {
            Kind::Failed => self.failed += 1,
            Kind::OtherLanguage => self.other_language += 1,
            Kind::Skipped => self.skipped += 1,
        }
    }

    /// One more has remarks that were not said.
    pub(super) fn remark(&mut self) {
        self.remarks += 1;
    }

    /// Says what came of a run over several documents; `quiet` only says what failed.
    pub(super) fn tell(&self, quiet: bool) {
        let Tally { all, failed, skipped, other_language, remarks } = *self;
        if all < 2 {
            return;
        }
        let mut parts = Vec::new();
        if skipped > 0 {
            parts.push(format!("{skipped} of {all} held nothing to read"));
        }
        if other_language > 0 {
            parts.push(format!(
                "{other_language} of {all} are in other languages (--any-language reads them too)"
            ));
        }
        if remarks > 0 {
            parts.push(format!("{remarks} of {all} have remarks (--report FILE tells them)"));
        }
        if !quiet {
            parts.iter().for_each(|part| say(part));
        }
        if failed > 0 {
            say(&format!("{failed} of {all} failed"));
        }
    }
}
