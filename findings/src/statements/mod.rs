//! Who said what: from the roles of tokens to statements.

mod link;

pub use link::{Linked, link};
