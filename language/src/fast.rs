//! The linear engine: for bulk.

pub mod names;
