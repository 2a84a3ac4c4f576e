//! Scores coreference: on the chains of GUM, and as agreement with those of CoreNLP.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;

use onrecord_article::{Article, MentionKind, Provenance, Upos};
use onrecord_language::{Analysis, Language};

use crate::names::corpora;
use crate::{Folders, Outcome, conllu, silver};

/// Chains of one article: each the tokens that head its mentions.
type Chains = Vec<Vec<usize>>;

pub(crate) fn score(folders: &Folders) -> Outcome {
    let language = Language::english();
    let mut total = Counts::default();
    for tree in conllu::read(&folders.corpus("ud/en_gum-dev.conllu"))? {
        let raw = tree.raw();
        let article = Article::new(raw.text.clone(), Provenance::default())?;
        let spans: Vec<_> =
            raw.words.iter().filter_map(|bytes| article.span(bytes.clone())).collect();
        let analysis = language.analyze_tokens(&article, &spans, &raw.sentences);
        total.add(&article, &analysis, &gum_chains(&tree));
    }
    total.print("GUM dev, persons, organizations, places (gold tokens and sentences)");

    let mut total = Counts::default();
    for document in silver::read(&folders.corpus("polnear/dev.corenlp.tsv.gz"))? {
        let path = folders.corpus(&format!("polnear/dev/{}.txt", document.name));
        let article = Article::new(fs::read_to_string(path)?, Provenance::default())?;
        let analysis = language.analyze(&article);
        total.add(&article, &analysis, &silver_chains(&document, &article, &analysis));
    }
    total.print("PolNeAR dev, agreement with CoreNLP (raw text)");
    Ok(())
}

fn gum_chains(tree: &conllu::Document) -> Chains {
    let mut chains: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut first = 0;
    for sentence in &tree.sentences {
        for entity in corpora::entities(sentence) {
            let wanted = matches!(entity.class.as_str(), "person" | "organization" | "place");
            if let (true, Some(head)) = (wanted, entity.head(sentence)) {
                chains.entry(entity.chain).or_default().push(first + head);
            }
        }
        first += sentence.words.len();
    }
    chains.into_values().collect()
}

fn silver_chains(document: &silver::Document, article: &Article, analysis: &Analysis) -> Chains {
    let bytes: Vec<usize> =
        article.text().char_indices().map(|(at, _)| at).chain([article.text().len()]).collect();
    let mut chains: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for sentence in &document.sentences {
        for mention in &sentence.mentions {
            let Some(token) = sentence.tokens.get(mention.head) else { continue };
            let (start, end) = (bytes[token.chars.start], bytes[token.chars.end]);
            let Some(span) = article.span(start..end) else { continue };
            if let Some(head) = analysis.tokens_in(span).next() {
                chains.entry(mention.chain).or_default().push(head);
            }
        }
    }
    chains.into_values().collect()
}

#[derive(Debug, Default)]
struct Counts {
    /// Links of MUC: right, gold, found.
    links: [u32; 3],
    /// B3: sums of precision and recall, and over how many mentions.
    b_cubed: [f64; 2],
    mentions: [u32; 3],
    /// Pronouns whose chain has a name: with the right name, with a wrong one, with none.
    pronouns: BTreeMap<&'static str, [u32; 3]>,
}

impl Counts {
    fn add(&mut self, article: &Article, analysis: &Analysis, gold: &Chains) {
        let gold_of: HashMap<usize, usize> = gold
            .iter()
            .enumerate()
            .flat_map(|(chain, heads)| heads.iter().map(move |&head| (head, chain)))
            .collect();
        let mut found_of: HashMap<usize, usize> = HashMap::new();
        for (number, entity) in analysis.entities().iter().enumerate() {
            for mention in &entity.mentions {
                found_of.entry(mention.head as usize).or_insert(number);
            }
        }
        self.mentions[0] += gold_of.len() as u32;
        self.mentions[1] += found_of.len() as u32;
        self.mentions[2] +=
            gold_of.keys().filter(|&head| found_of.contains_key(head)).count() as u32;
        self.links(&gold_of, &found_of);
        self.cubed(&gold_of, &found_of);
        self.pronouns(article, analysis, gold, &gold_of, &found_of);
    }

    /// MUC over the mentions that both have.
    fn links(&mut self, gold: &HashMap<usize, usize>, found: &HashMap<usize, usize>) {
        for (of, other, column) in [(gold, found, 1), (found, gold, 2)] {
            let mut chains: HashMap<usize, Vec<usize>> = HashMap::new();
            for (&head, &chain) in of.iter().filter(|(head, _)| other.contains_key(head)) {
                chains.entry(chain).or_default().push(head);
            }
            for heads in chains.values() {
                let parts: HashSet<usize> = heads.iter().map(|head| other[head]).collect();
                self.links[column] += heads.len() as u32 - 1;
                if column == 1 {
                    self.links[0] += (heads.len() - parts.len()) as u32;
                }
            }
        }
    }

    /// B3 over the mentions that both have.
    fn cubed(&mut self, gold: &HashMap<usize, usize>, found: &HashMap<usize, usize>) {
        let mut sizes: HashMap<(usize, usize), u32> = HashMap::new();
        let (mut gold_sizes, mut found_sizes) = (HashMap::new(), HashMap::new());
        let both = || gold.iter().filter_map(|(head, &g)| Some((g, *found.get(head)?)));
        for (g, f) in both() {
            *sizes.entry((g, f)).or_default() += 1;
            *gold_sizes.entry(g).or_insert(0u32) += 1;
            *found_sizes.entry(f).or_insert(0u32) += 1;
        }
        for (&(g, f), &size) in &sizes {
            let common = f64::from(size) * f64::from(size);
            self.b_cubed[0] += common / f64::from(found_sizes[&f]);
            self.b_cubed[1] += common / f64::from(gold_sizes[&g]);
        }
    }

    /// Whether third-person pronouns go to the name that their chain has.
    fn pronouns(
        &mut self,
        article: &Article,
        analysis: &Analysis,
        gold: &Chains,
        gold_of: &HashMap<usize, usize>,
        found_of: &HashMap<usize, usize>,
    ) {
        for (&head, &chain) in gold_of {
            let word = article.text_of(analysis.tokens()[head].span).to_lowercase();
            let class = match word.as_str() {
                "he" | "him" | "his" => "he",
                "she" | "her" | "hers" => "she",
                "it" | "its" => "it",
                "they" | "them" | "their" => "they",
                _ => continue,
            };
            let proper = |&head: &usize| analysis.tokens()[head].upos == Upos::Propn;
            if !gold[chain].iter().any(proper) {
                continue;
            }
            let names: Vec<usize> = found_of.get(&head).map_or(Vec::new(), |&entity| {
                let mentions = &analysis.entities()[entity].mentions;
                let names = mentions.iter().filter(|mention| mention.kind == MentionKind::Name);
                names.map(|mention| mention.head as usize).collect()
            });
            let right = names.iter().filter(|head| gold_of.get(head) == Some(&chain)).count();
            let outcome = match (names.is_empty(), 2 * right >= names.len()) {
                (true, _) => 2,
                (false, true) => 0,
                (false, false) => 1,
            };
            self.pronouns.entry(class).or_default()[outcome] += 1;
        }
    }

    fn print(&self, title: &str) {
        let f1 = |precision: f64, recall: f64| {
            200.0 * precision * recall / (precision + recall).max(1e-9)
        };
        let share = |part: u32, of: u32| f64::from(part) / f64::from(of.max(1));
        println!("\n{title}");
        let [gold, found, both] = self.mentions;
        println!(
            "  mentions by head: {:.1} % of {gold} gold are found; {found} found in all",
            100.0 * share(both, gold)
        );
        let [right, gold, found] = self.links;
        let (precision, recall) = (share(right, found), share(right, gold));
        println!(
            "  MUC over common mentions: precision {:.1} recall {:.1} F1 {:.1}",
            100.0 * precision,
            100.0 * recall,
            f1(precision, recall)
        );
        let [precision, recall] = self.b_cubed.map(|sum| sum / f64::from(both.max(1)));
        println!(
            "  B3 over common mentions: precision {:.1} recall {:.1} F1 {:.1}",
            100.0 * precision,
            100.0 * recall,
            f1(precision, recall)
        );
        for (class, [right, wrong, none]) in &self.pronouns {
            let all = right + wrong + none;
            println!(
                "  {class}: {:.1} % of {all} go to the right name, {wrong} to a wrong one, {none} to none",
                100.0 * share(*right, all)
            );
        }
    }
}
