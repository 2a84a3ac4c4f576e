//! What the models are.

use crate::built_in::{DEEP, NAMES, PARSE, ROLES, TAGS};

/// A model that is built in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ModelFile {
    /// Of the file in `language/en`.
    pub name: &'static str,
    /// What it reads.
    pub reads: &'static str,
    /// How well, on texts that it has not seen; SCORES.md has the whole of it.
    pub score: &'static str,
    /// What it learned from, and the licences.
    pub sources: &'static str,
    /// How large it is, unpacked.
    pub bytes: usize,
}

/// All models that are built in, in the order in which they read.
///
/// ```
/// let models = onrecord_language::models();
/// assert!(models.iter().map(|model| model.bytes).sum::<usize>() < 48_000_000);
/// ```
pub fn models() -> Vec<ModelFile> {
    include_str!("../en/models.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let mut next = || columns.next();
            let (name, reads, score, sources) = (next()?, next()?, next()?, next()?);
            let bytes = match name {
                "tags.bin" => TAGS.len(),
                "parse.bin" => PARSE.len(),
                "names.bin" => NAMES.len(),
                "roles.bin" => ROLES.len(),
                "deep.bin" => DEEP.len(),
                _ => return None,
            };
            Some(ModelFile { name, reads, score, sources, bytes })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_line_is_a_model() {
        assert_eq!(super::models().len(), 5);
    }
}
