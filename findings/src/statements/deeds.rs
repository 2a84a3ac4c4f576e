//! What is done, not said.

use super::draft::Draft;
use crate::page::Page;
use crate::speakers::is_passive;
use crate::words::saying;

/// "Sanctions **were imposed** on the nation": nobody is named who says it, what would be said is a
/// thing that something is done to, and the verb is none of saying.
pub(crate) fn leave_out(page: &Page, drafts: &mut Vec<Draft>) {
    drafts.retain(|draft| !is_deed(page, draft));
}

fn is_deed(page: &Page, draft: &Draft) -> bool {
    let cue = draft.cue_tokens(page);
    let Some(verb) = cue.clone().rev().find(|&at| page.is_verb(at)) else { return false };
    let [content] = draft.content.spans() else { return false };
    let thing = page.tokens_in(*content);
    draft.source.is_none()
        && thing.end == cue.start
        && !thing.clone().any(|at| page.is_verb(at))
        && page.quotations_in(*content).is_empty()
        && saying(page.lemma(verb)).is_none()
        && !MINDS.contains(&page.lemma(verb))
        && is_passive(page, cue)
}

/// "A further decline **is expected**": somebody does.
const MINDS: &[&str] = &[
    "anticipate",
    "assume",
    "estimate",
    "expect",
    "fear",
    "forecast",
    "foresee",
    "intend",
    "know",
    "plan",
    "presume",
    "suspect",
    "understand",
];

#[cfg(test)]
mod tests {
    use onrecord_article::{Article, Provenance};
    use onrecord_language::Language;

    use super::*;

    /// Whether the words before the cue are taken for a thing that something is done to.
    fn deed(thing: &str, cue: &str, rest: &str) -> bool {
        let text = format!("{thing} {cue} {rest}");
        let article = Article::new(text, Provenance::default()).unwrap();
        let analysis = Language::english().analyze(&article);
        let page = Page::new(&article, &analysis);
        let verb = thing.len() + 1..thing.len() + 1 + cue.len();
        let content = article.span(0..thing.len()).unwrap();
        let draft = Draft::new("test", 500, content).cue(article.span(verb));
        is_deed(&page, &draft)
    }

    #[test]
    fn what_is_imposed_is_not_said() {
        assert!(deed("The heaviest sanctions", "were imposed", "on the nation."));
        assert!(deed("That bill", "was narrowly voted down", "on Saturday."));
    }

    #[test]
    fn what_is_announced_or_expected_is() {
        assert!(!deed("A ceasefire", "was announced", "on Monday."));
        assert!(!deed("A further decline", "is expected", "in May."));
        assert!(!deed("“No deal”", "was heard", "in the hall."));
    }
}
