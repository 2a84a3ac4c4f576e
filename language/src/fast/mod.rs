//! The fast engine: rules for tokens, linear models for the rest.

pub mod names;
pub(crate) mod sentences;
pub(crate) mod tokens;
