//! The automatic analysis of the PolNeAR texts by CoreNLP: silver, with errors.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

use flate2::read::MultiGzDecoder;

#[derive(Clone, Debug, Default)]
pub(crate) struct Document {
    pub name: String,
    pub sentences: Vec<Sentence>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    pub tokens: Vec<Token>,
    pub mentions: Vec<Mention>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Token {
    /// Code points into the article's text.
    pub chars: Range<usize>,
    pub word: String,
    pub lemma: String,
    /// Penn Treebank.
    pub tag: String,
    /// CoreNLP's class of entity, `O` for none.
    pub entity: String,
    /// Index in the sentence of the head; `None` for the root.
    pub head: Option<usize>,
    /// Stanford dependency.
    pub relation: String,
}

/// A mention of a coreference chain.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub chain: u32,
    /// Index in the sentence.
    pub head: usize,
}

/// Reads `polnear/{train,dev}.corenlp.tsv.gz`.
///
/// # Errors
/// If the file cannot be read.
pub(crate) fn read(path: &Path) -> io::Result<Vec<Document>> {
    let mut text = String::new();
    MultiGzDecoder::new(File::open(path)?).read_to_string(&mut text)?;
    Ok(parse(&text))
}

/// Reads the lines of such a file; lines that are none are passed over.
pub(crate) fn parse(text: &str) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("# doc ") {
            documents.push(Document { name: name.to_owned(), sentences: Vec::new() });
            continue;
        }
        let Some(document) = documents.last_mut() else { continue };
        if let Some(rest) = line.strip_prefix("# sent ") {
            let mentions = rest.split_once(" coref ").map_or("", |(_, mentions)| mentions);
            let mentions = mentions.split(' ').filter_map(mention).collect();
            document.sentences.push(Sentence { tokens: Vec::new(), mentions });
        } else if let (Some(sentence), Some(token)) = (document.sentences.last_mut(), token(line)) {
            sentence.tokens.push(token);
        }
    }
    documents
}

fn token(line: &str) -> Option<Token> {
    let columns: Vec<&str> = line.split('\t').collect();
    let &[_, start, end, word, lemma, tag, entity, head, relation] = columns.as_slice() else {
        return None;
    };
    Some(Token {
        chars: start.parse().ok()?..end.parse().ok()?,
        word: word.to_owned(),
        lemma: lemma.to_owned(),
        tag: tag.to_owned(),
        entity: entity.to_owned(),
        head: head.parse::<usize>().ok().and_then(|head| head.checked_sub(1)),
        relation: relation.to_owned(),
    })
}

/// `CHAIN:FROM-TO:HEAD*`, counted from 1, ends included.
fn mention(text: &str) -> Option<Mention> {
    // A star marks the mention that CoreNLP holds to be the chain's best.
    let text = text.strip_suffix('*').unwrap_or(text);
    let mut parts = text.split(':');
    let chain = parts.next()?.parse().ok()?;
    let _range = parts.next()?;
    let head = parts.next()?.parse::<usize>().ok()?.checked_sub(1)?;
    Some(Mention { chain, head })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_tokens_and_mentions() {
        let text = "# doc a\n# sent 1 coref 0:1-2:2* 7:2-2:2\n1\t0\t3\tThe\tthe\tDT\tO\t2\tdet\n\
                    2\t4\t7\tEnd\tend\tNN\tO\t0\troot\n\n# sent 2\n1\t8\t9\t.\t.\t.\tO\t0\troot\n";
        let documents = parse(text);
        let [one, two] = &documents[0].sentences[..] else { panic!("two sentences") };
        assert_eq!((one.tokens.len(), two.tokens.len()), (2, 1));
        assert_eq!((one.tokens[0].head, one.tokens[1].head), (Some(1), None));
        assert_eq!((one.mentions[0].chain, one.mentions[0].head), (0, 1));
        assert_eq!((one.mentions[1].chain, one.mentions[1].head), (7, 1));
    }
}
