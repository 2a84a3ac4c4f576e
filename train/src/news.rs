//! Sentences of news to learn tags from: our tokens, with CoreNLP's Penn tags where the two agree
//! on what a token is and the tag means the same in the treebanks.

use std::collections::HashMap;

use onrecord_article::Article;
use onrecord_language::Language;
use onrecord_language::fast::tags::Tagger;
use onrecord_language::fast::words::Word;
use onrecord_language::fast::xpos::Xpos;

use crate::tags::Example;
use crate::{Folders, silver};

/// The PolNeAR training articles, tagged.
pub(crate) fn examples(
    folders: &Folders,
    tagger: &Tagger<'_>,
) -> Result<Vec<Example>, Box<dyn std::error::Error>> {
    let language = Language::english();
    let mut examples = Vec::new();
    for document in silver::read(&folders.corpus("polnear/train.corenlp.tsv.gz"))? {
        let path = folders.corpus(&format!("polnear/train/{}.txt", document.name));
        let article = Article::new(std::fs::read_to_string(path)?, Default::default())?;
        let known = known(&article, &document);
        let analysis = language.analyze(&article);
        for sentence in analysis.sentences() {
            let tokens = &analysis.tokens()[sentence.start as usize..sentence.end as usize];
            let mut words: Vec<Word> =
                tokens.iter().map(|token| Word::new(article.text_of(token.span))).collect();
            let labels = tagger.complete(&mut words, |at| {
                let span = tokens[at].span;
                known.get(&(span.start(), span.end())).copied().unwrap_or_default()
            });
            examples.push(Example { words, labels });
        }
    }
    Ok(examples)
}

/// The tags that may be trusted, by the bytes of their token.
fn known(article: &Article, document: &silver::Document) -> HashMap<(usize, usize), Xpos> {
    let starts: Vec<usize> =
        article.text().char_indices().map(|(at, _)| at).chain([article.text().len()]).collect();
    document
        .sentences
        .iter()
        .flat_map(|sentence| &sentence.tokens)
        .filter(|token| ["NN", "JJ", "RB", "VB"].iter().any(|open| token.tag.starts_with(open)))
        .filter_map(|token| {
            let (start, end) = (*starts.get(token.chars.start)?, *starts.get(token.chars.end)?);
            Some(((start, end), Xpos::from_name(&token.tag)?))
        })
        .collect()
}
