//! Who and what an article speaks of: mentions, put together as entities.
//!
//! Names come first: full and short ones, with titles and offices. A nominal then goes to the
//! person whose office it names ("the Venezuelan president"), a pronoun to the best of the last
//! few mentions that agree with it. Each mention looks at a bounded number of earlier ones, so
//! the time is linear in the length of the text.

mod entities;
mod linking;
mod named;
mod nominals;
mod noun_phrases;
mod offices;
mod pronouns;
mod resolution;
mod text;

use onrecord_article::{Article, Entity};

use crate::Analysis;
use text::Text;

/// The entities of an article whose tokens, tags, names and trees are known.
pub(crate) fn entities(article: &Article, analysis: &Analysis) -> Vec<Entity> {
    let text = Text::new(article, analysis);
    let phrases = noun_phrases::phrases(&text);
    linking::link(&text, &phrases)
}
