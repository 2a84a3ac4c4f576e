//! The fast engine: rules for tokens, linear models for the rest. Open to the trainer, which reads
//! the same features as the engine does.

pub mod bundle;
pub mod lemmas;
pub mod lexicon;
pub(crate) mod morph;
pub mod names;
pub mod parse;
pub mod roles;
pub(crate) mod sentences;
pub mod tags;
pub(crate) mod tokens;
pub(crate) mod verbs;
pub mod words;
pub mod xpos;
