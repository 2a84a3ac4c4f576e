//! CoNLL-U files, and the raw text behind them.

use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

use onrecord_article::{Article, Provenance, Span};

/// The sentences between two `# newdoc`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document {
    pub id: String,
    pub sentences: Vec<Sentence>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    pub words: Vec<Word>,
    /// Whether it is the first of its paragraph.
    pub begins_paragraph: bool,
}

/// A syntactic word: `do` and `n't` of `don't`. Empty nodes of enhanced trees are left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Word {
    pub form: String,
    pub lemma: String,
    pub upos: String,
    pub xpos: String,
    pub feats: String,
    /// Index in the sentence of the head; `None` for the root.
    pub head: Option<usize>,
    pub deprel: String,
    pub misc: String,
    /// Whether white space follows it; never within a multiword token.
    pub space_after: bool,
}

impl Word {
    /// The value of `name=` in the MISC column.
    pub(crate) fn misc(&self, name: &str) -> Option<&str> {
        value(&self.misc, name)
    }

    /// The value of `name=` in the FEATS column.
    pub(crate) fn feat(&self, name: &str) -> Option<&str> {
        value(&self.feats, name)
    }
}

fn value<'a>(column: &'a str, name: &str) -> Option<&'a str> {
    column.split('|').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// A document as plain text, and where its words and sentences stand in it, in bytes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Raw {
    pub text: String,
    pub words: Vec<Range<usize>>,
    /// Ranges of words.
    pub sentences: Vec<Range<u32>>,
}

impl Document {
    /// The text as the CoNLL 2017 task makes it: sentences joined by a space (as the last word
    /// of the first one says), paragraphs by an empty line.
    pub(crate) fn raw(&self) -> Raw {
        let mut raw = Raw::default();
        for sentence in &self.sentences {
            if sentence.begins_paragraph && !raw.text.is_empty() {
                raw.text.truncate(raw.text.trim_end().len());
                raw.text.push_str("\n\n");
            }
            let first = raw.words.len() as u32;
            for word in &sentence.words {
                let start = raw.text.len();
                raw.text.push_str(&word.form);
                raw.words.push(start..raw.text.len());
                if word.space_after {
                    raw.text.push(' ');
                }
            }
            raw.sentences.push(first..raw.words.len() as u32);
        }
        raw.text.truncate(raw.text.trim_end().len());
        raw
    }
}

impl Raw {
    /// The text as an article, and the spans of the words in it.
    pub(crate) fn article(&self) -> (Article, Vec<Span>) {
        let article = Article::new(self.text.clone(), Provenance::default());
        let article = article.expect("a corpus has less than 4 GiB");
        let spans = self.words.iter().filter_map(|word| article.span(word.clone())).collect();
        (article, spans)
    }
}

/// Reads a file into documents. A file without `# newdoc` is one document.
///
/// # Errors
/// If the file cannot be read.
pub(crate) fn read(path: &Path) -> io::Result<Vec<Document>> {
    Ok(parse(&fs::read_to_string(path)?))
}

/// Reads the lines of a CoNLL-U file; lines that are none are passed over.
pub(crate) fn parse(text: &str) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    let mut sentence = Sentence::default();
    let mut paragraph = false;
    // The last word of the multiword token we are in, and whether white space follows that.
    let mut multiword: Option<(usize, bool)> = None;
    for line in text.lines().chain([""]) {
        if let Some(id) = line.strip_prefix("# newdoc") {
            let id = id.trim_start().trim_start_matches("id =").trim().to_owned();
            documents.push(Document { id, sentences: Vec::new() });
            paragraph = true;
        } else if line == "# newpar" || line.starts_with("# newpar id") {
            paragraph = true;
        } else if line.is_empty() && !sentence.words.is_empty() {
            sentence.begins_paragraph = std::mem::take(&mut paragraph);
            if documents.is_empty() {
                documents.push(Document::default());
            }
            documents.last_mut().expect("not empty").sentences.push(std::mem::take(&mut sentence));
            multiword = None;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let &[id, form, lemma, upos, xpos, feats, head, deprel, _, misc] = columns.as_slice()
        else {
            continue;
        };
        let spaced = value(misc, "SpaceAfter") != Some("No");
        if let Some((_, last)) = id.split_once('-') {
            multiword = last.parse().ok().map(|last| (last, spaced));
            continue;
        }
        let Ok(id) = id.parse::<usize>() else { continue };
        let space_after = match multiword {
            Some((last, spaced)) if id <= last => id == last && spaced,
            _ => spaced,
        };
        sentence.words.push(Word {
            form: form.to_owned(),
            lemma: lemma.to_owned(),
            upos: upos.to_owned(),
            xpos: xpos.to_owned(),
            feats: feats.to_owned(),
            head: head.parse::<usize>().ok().and_then(|head| head.checked_sub(1)),
            deprel: deprel.to_owned(),
            misc: misc.to_owned(),
            space_after,
        });
    }
    documents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiword_tokens_and_paragraphs_become_raw_text() {
        let text = "\
# newdoc id = d
# newpar
# text = Don't!
1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
1\tDo\tdo\tAUX\tVB\tMood=Imp\t0\troot\t_\t_
2\tn't\tnot\tPART\tRB\t_\t1\tadvmod\t_\tX=1|Y=2
3\t!\t!\tPUNCT\t.\t_\t1\tpunct\t_\t_

1\tHm\thm\tINTJ\tUH\t_\t0\troot\t_\t_
1.1\te\te\tX\tX\t_\t_\t_\t_\t_

# newpar
1\tB\tb\tX\tFW\t_\t0\troot\t_\t_
";
        let documents = parse(text);
        assert_eq!((documents.len(), documents[0].id.as_str()), (1, "d"));
        let words = &documents[0].sentences[0].words;
        assert_eq!(words[1].misc("Y"), Some("2"));
        assert_eq!((words[0].head, words[1].head), (None, Some(0)));
        let raw = documents[0].raw();
        assert_eq!(raw.text, "Don't! Hm\n\nB");
        assert_eq!(raw.words, [0..2, 2..5, 5..6, 7..9, 11..12]);
        assert_eq!(raw.sentences, [0..3, 3..4, 4..5]);
    }
}
