//! Documents with names, from treebanks, silver and BIO files.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::ops::Range;

use onrecord_article::{Article, Provenance, Token, Upos};
use onrecord_language::countries::{self, Called};
use onrecord_language::fast::names::label;
use onrecord_language::{Language, Name, NameKind};

use crate::{Folders, conllu, silver};

/// A text, its tagged tokens, and the label of each.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub(crate) article: Article,
    pub(crate) tokens: Vec<Token>,
    pub(crate) sentences: Vec<Range<u32>>,
    pub(crate) labels: Vec<u8>,
}

impl Document {
    fn new(text: String, sentences: Vec<Range<u32>>, words: &[(Range<usize>, Upos)]) -> Document {
        let article = Article::new(text, Provenance::default()).expect("a small text");
        let tokens = words
            .iter()
            .map(|(bytes, upos)| Token {
                span: article.span(bytes.clone()).expect("words stand in their text"),
                upos: *upos,
                morph: Default::default(),
                head: 0,
                relation: Default::default(),
            })
            .collect();
        Document { article, tokens, sentences, labels: vec![0; words.len()] }
    }

    fn set(&mut self, name: &Name) {
        for token in name.tokens.clone() {
            self.labels[token as usize] = label(name.kind, token == name.tokens.start) as u8;
        }
    }

    /// The same in capitals, or without any. A tagger takes many names without capitals for
    /// nouns: so half of them are here.
    pub(crate) fn in_case(&self, upper: bool) -> Document {
        let mut text = self.article.text().to_owned();
        if upper {
            text.make_ascii_uppercase()
        } else {
            text.make_ascii_lowercase()
        }
        let words: Vec<_> = self
            .tokens
            .iter()
            .enumerate()
            .map(|(at, token)| match token.upos {
                Upos::Propn if !upper && at % 2 == 0 => (token.span.range(), Upos::Noun),
                upos => (token.span.range(), upos),
            })
            .collect();
        let labels = self.labels.clone();
        Document { labels, ..Document::new(text, self.sentences.clone(), &words) }
    }

    /// The same with the tags that the program itself gives.
    pub(crate) fn retag(&mut self, language: &Language) {
        let spans: Vec<_> = self.tokens.iter().map(|token| token.span).collect();
        let analysis = language.analyze_tokens(&self.article, &spans, &self.sentences);
        for (token, tagged) in self.tokens.iter_mut().zip(analysis.tokens()) {
            token.upos = tagged.upos;
        }
    }

    /// Takes the names that hold a proper noun for gold.
    pub(crate) fn label_proper(&mut self, names: &[Name]) {
        for name in names {
            let proper = |token: u32| self.tokens[token as usize].upos == Upos::Propn;
            if name.kind == NameKind::Group || name.tokens.clone().any(proper) {
                self.set(name);
            }
        }
    }

    fn word(&self, token: usize) -> &str {
        self.article.text_of(self.tokens[token].span)
    }

    /// Labels the nationalities, faiths and parties that no name holds.
    fn mark_groups(&mut self) {
        for token in 0..self.tokens.len() {
            if self.labels[token] == 0 && is_group(self.word(token)) {
                self.labels[token] = label(NameKind::Group, true) as u8;
            }
        }
    }
}

/// Whether a word names people of a nation, faith or party, or is the adjective to it.
fn is_group(word: &str) -> bool {
    if !word.starts_with(char::is_uppercase) {
        return false;
    }
    let lower = word.to_lowercase();
    countries::find(word).is_some_and(|(_, called)| called == Called::People)
        || GROUPS.lines().any(|line| line == lower || plural(line) == lower)
}

fn plural(word: &str) -> String {
    match word.strip_suffix('y') {
        Some(stem) if !word.ends_with("ay") => format!("{stem}ies"),
        _ => format!("{word}s"),
    }
}

const GROUPS: &str = include_str!("../../../language/en/groups.txt");

/// PolNeAR with the names of CoreNLP; `part` is `train` or `dev`.
pub(crate) fn polnear(folders: &Folders, part: &str) -> Result<Vec<Document>, Box<dyn Error>> {
    let file = folders.corpus(&format!("polnear/{part}.corenlp.tsv.gz"));
    let mut documents = Vec::new();
    for silver in silver::read(&file)? {
        let path = folders.corpus(&format!("polnear/{part}/{}.txt", silver.name));
        documents.push(from_silver(fs::read_to_string(path)?, &silver));
    }
    Ok(documents)
}

fn from_silver(text: String, silver: &silver::Document) -> Document {
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut words = Vec::new();
    let mut sentences = Vec::new();
    let mut classes = Vec::new();
    for sentence in &silver.sentences {
        let first = words.len() as u32;
        for token in &sentence.tokens {
            let (start, end) = (bytes[token.chars.start], bytes[token.chars.end]);
            if start < end {
                words.push((start..end, universal(&token.tag, &token.lemma)));
                classes.push(token.entity.as_str());
            }
        }
        sentences.push(first..words.len() as u32);
    }
    let mut document = Document::new(text, sentences.clone(), &words);
    for sentence in sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            let start = at;
            let class = classes[at as usize];
            while at < sentence.end && classes[at as usize] == class {
                at += 1;
            }
            if let Some(kind) = kind(class) {
                document.set(&Name { tokens: start..at, kind });
            }
        }
    }
    document.mark_groups();
    document
}

fn kind(class: &str) -> Option<NameKind> {
    match class {
        "PERSON" | "PER" | "person" => Some(NameKind::Person),
        "ORGANIZATION" | "ORG" | "organization" => Some(NameKind::Organization),
        "LOCATION" | "LOC" | "place" => Some(NameKind::Location),
        _ => None,
    }
}

/// The universal part of speech that goes with a Penn tag.
fn universal(tag: &str, lemma: &str) -> Upos {
    match tag {
        "NNP" | "NNPS" => Upos::Propn,
        "NN" | "NNS" => Upos::Noun,
        "JJ" | "JJR" | "JJS" => Upos::Adj,
        "CD" => Upos::Num,
        "DT" | "PDT" | "WDT" => Upos::Det,
        "PRP" | "PRP$" | "WP" | "WP$" | "EX" => Upos::Pron,
        "RB" | "RBR" | "RBS" | "WRB" => Upos::Adv,
        "IN" => Upos::Adp,
        "TO" | "POS" | "RP" => Upos::Part,
        "CC" => Upos::Cconj,
        "MD" => Upos::Aux,
        "UH" => Upos::Intj,
        "FW" | "LS" => Upos::X,
        "$" | "#" | "SYM" => Upos::Sym,
        tag if tag.starts_with("VB") && matches!(lemma, "be" | "have") => Upos::Aux,
        tag if tag.starts_with("VB") => Upos::Verb,
        _ => Upos::Punct,
    }
}

/// The names of GUM: entities of type person, organization or place headed by a proper noun.
pub(crate) fn gum(folders: &Folders, part: &str) -> Result<Vec<Document>, Box<dyn Error>> {
    let documents = conllu::read(&folders.corpus(&format!("ud/en_gum-{part}.conllu")))?;
    Ok(documents.iter().map(from_gum).collect())
}

/// Sentences of EWT with tags and without names.
pub(crate) fn ewt(folders: &Folders, part: &str) -> Result<Vec<Document>, Box<dyn Error>> {
    let documents = conllu::read(&folders.corpus(&format!("ud/en_ewt-{part}.conllu")))?;
    Ok(documents.iter().map(from_tree).collect())
}

fn from_tree(document: &conllu::Document) -> Document {
    let raw = document.raw();
    let tags = document
        .sentences
        .iter()
        .flat_map(|sentence| &sentence.words)
        .map(|word| Upos::from_name(&word.upos).unwrap_or_default());
    let words: Vec<_> = raw.words.into_iter().zip(tags).collect();
    Document::new(raw.text, raw.sentences, &words)
}

fn from_gum(tree: &conllu::Document) -> Document {
    let mut document = from_tree(tree);
    let mut first = 0;
    for sentence in &tree.sentences {
        let mut names: Vec<Name> = entities(sentence)
            .into_iter()
            .filter_map(|entity| name_in(sentence, entity.tokens, kind(&entity.class)?))
            .filter(|name| {
                !(name.tokens.len() == 1
                    && is_group(&sentence.words[name.tokens.start as usize].form))
            })
            .collect();
        // The outermost of nested names; equal ones: the first.
        names.sort_by_key(|name| (name.tokens.start, std::cmp::Reverse(name.tokens.end)));
        let mut end = 0;
        for mut name in names {
            if name.tokens.start >= end {
                end = name.tokens.end;
                name.tokens = first + name.tokens.start..first + name.tokens.end;
                document.set(&name);
            }
        }
        first += sentence.words.len() as u32;
    }
    document.mark_groups();
    document
}

/// An entity of a GUM sentence.
#[derive(Debug)]
pub(crate) struct Marked {
    pub(crate) tokens: Range<usize>,
    /// Equal for all that corefer in a document.
    pub(crate) chain: String,
    pub(crate) class: String,
}

impl Marked {
    /// The token whose head lies outside.
    pub(crate) fn head(&self, sentence: &conllu::Sentence) -> Option<usize> {
        let tokens = &self.tokens;
        let mut inside = tokens.clone();
        inside.find(|&at| sentence.words[at].head.is_none_or(|head| !tokens.contains(&head)))
    }
}

/// The entities of a GUM sentence.
pub(crate) fn entities(sentence: &conllu::Sentence) -> Vec<Marked> {
    let mut open: Vec<(String, usize, String)> = Vec::new();
    let mut found = Vec::new();
    for (at, word) in sentence.words.iter().enumerate() {
        let mut rest = word.misc("Entity").unwrap_or("");
        while !rest.is_empty() {
            if let Some(begun) = rest.strip_prefix('(') {
                let end = begun.find(['(', ')']).unwrap_or(begun.len());
                let mut parts = begun[..end].split('-');
                let id = parts.next().unwrap_or("").to_owned();
                let class = parts.next().unwrap_or("").to_owned();
                if begun[end..].starts_with(')') {
                    found.push(Marked { tokens: at..at + 1, chain: id, class });
                    rest = &begun[end + 1..];
                } else {
                    open.push((id, at, class));
                    rest = &begun[end..];
                }
            } else {
                let end = rest.find(')').unwrap_or(rest.len());
                let id = &rest[..end];
                if let Some(k) = open.iter().rposition(|(other, ..)| other == id) {
                    let (chain, start, class) = open.remove(k);
                    found.push(Marked { tokens: start..at + 1, chain, class });
                }
                rest = rest.get(end + 1..).unwrap_or("");
            }
        }
    }
    found
}

/// The bare name in a noun phrase: the run of proper nouns around its head, "of" and "and"
/// between proper nouns included, without titles.
fn name_in(sentence: &conllu::Sentence, tokens: Range<usize>, kind: NameKind) -> Option<Name> {
    let words = &sentence.words;
    let head =
        tokens.clone().find(|&at| words[at].head.is_none_or(|head| !tokens.contains(&head)))?;
    if words[head].upos != "PROPN" {
        return None;
    }
    let proper = |at: usize| words[at].upos == "PROPN";
    let links = |at: usize| match kind {
        NameKind::Person => words[at].form == "-",
        _ => matches!(words[at].form.as_str(), "of" | "and" | "&" | "-" | "the" | "for" | "’s"),
    };
    let (mut start, mut end) = (head, head + 1);
    loop {
        if start > tokens.start && proper(start - 1) {
            start -= 1;
        } else if start > tokens.start + 1 && links(start - 1) && proper(start - 2) {
            start -= 2;
        } else {
            break;
        }
    }
    loop {
        if end < tokens.end && proper(end) {
            end += 1;
        } else if end + 1 < tokens.end && links(end) && proper(end + 1) {
            end += 2;
        } else if end + 2 < tokens.end && links(end) && links(end + 1) && proper(end + 2) {
            end += 3;
        } else {
            break;
        }
    }
    if kind == NameKind::Person {
        while start + 1 < end && is_title(&words[start].form) {
            start += 1;
        }
    }
    Some(Name { tokens: start as u32..end as u32, kind })
}

fn is_title(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    TITLES.lines().any(|line| line.split('|').next() == Some(word.as_str()))
}

const TITLES: &str = include_str!("../../../language/en/titles.txt");

/// Universal NER on the sentences of EWT dev. The two differ in the order of documents and in
/// how a handful of words are cut; words that only one has are passed over.
pub(crate) fn uner(folders: &Folders) -> Result<Vec<Document>, Box<dyn Error>> {
    let text = fs::read_to_string(folders.corpus("uner/en_ewt-dev.iob2"))?;
    let mut labels: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
    let mut id = "";
    for line in text.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        if let Some(document) = line.strip_prefix("# newdoc id = ") {
            id = document;
        } else if columns.len() > 2 && columns[0].parse::<u32>().is_ok() {
            labels.entry(id).or_default().push((columns[1], columns[2]));
        }
    }
    let trees = conllu::read(&folders.corpus("ud/en_ewt-dev.conllu"))?;
    let mut documents = Vec::new();
    for tree in &trees {
        let mut document = from_tree(tree);
        let labels = labels.get(tree.id.as_str()).ok_or("UNER lacks a document of EWT")?;
        let mut at = 0;
        for token in 0..document.tokens.len() {
            let near = labels.iter().skip(at).take(3);
            let Some(skip) = near.clone().position(|&(form, _)| form == document.word(token))
            else {
                continue;
            };
            at += skip + 1;
            if let Some((begin, class)) = labels[at - 1].1.split_once('-')
                && let Some(kind) = kind(class)
            {
                document.labels[token] = label(kind, begin == "B") as u8;
            }
        }
        documents.push(document);
    }
    Ok(documents)
}
