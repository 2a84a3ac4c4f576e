//! Learns how words become lemmas.

use std::collections::{BTreeMap, HashMap};

use onrecord_language::fast::lemmas::{Ending, Rule, encode, endings, group, key};
use onrecord_language::fast::words::Word;
use onrecord_language::fast::xpos::Xpos;

use crate::conllu::Document;

/// Endings seen less often have no rule of their own, unless they are whole words.
const SEEN: u32 = 2;

/// Counts of rules, for one group and ending.
type Counts = BTreeMap<(u64, Option<String>, String), HashMap<usize, u32>>;

/// Learns the rules and writes them.
pub(crate) fn train(documents: &[Document]) -> Vec<u8> {
    let words = words(documents);
    let mut rules: Vec<Rule<'_>> = words.keys().map(|word| word.2).collect();
    rules.sort();
    rules.dedup();
    let mut counts = Counts::new();
    for (&(group, ref lower, rule), &count) in &words {
        let rule = rules.binary_search(&rule).expect("rules has all of them");
        for ending in endings(lower) {
            let entry = match ending {
                Ending::Whole(word) => (group, Some(word.to_owned()), String::new()),
                Ending::Last(last) => (group, None, last.to_owned()),
            };
            // A frequent word is evidence for its ending no more than a few rare ones.
            let weight = if entry.1.is_some() { count } else { count.min(3) };
            *counts.entry(entry).or_default().entry(rule).or_default() += weight;
        }
    }
    encode(kept(&counts).into_iter().map(|(key, rule)| (key, rules[rule])).collect())
}

/// How often each word of a group becomes its lemma by a rule.
fn words(documents: &[Document]) -> BTreeMap<(u64, String, Rule<'_>), u32> {
    let mut words = BTreeMap::new();
    for sentence in documents.iter().flat_map(|document| &document.sentences) {
        for (at, word) in sentence.words.iter().enumerate() {
            let xpos = Xpos::from_name(&word.xpos).unwrap_or_default();
            if word.lemma == "_" || word.form.len() > 40 || xpos == Xpos::NONE {
                continue;
            }
            let group = group(xpos, Word::new(&word.form).case, at == 0);
            let rule = rule(&word.form, &word.lemma);
            *words.entry((group, word.form.to_lowercase(), rule)).or_default() += 1;
        }
    }
    words
}

/// The shortest rule that makes `lemma` of `form`.
fn rule<'a>(form: &str, lemma: &'a str) -> Rule<'a> {
    let from = |start: &str, keeps_case: bool| {
        let common: usize = start
            .chars()
            .zip(lemma.chars())
            .take_while(|(a, b)| a == b)
            .map(|(a, _)| a.len_utf8())
            .sum();
        let cut = start[common..].chars().count() as u8;
        Rule { keeps_case, cut, add: &lemma[common..] }
    };
    let (lower, kept) = (from(&form.to_lowercase(), false), from(form, true));
    if kept.cut < lower.cut { kept } else { lower }
}

/// The entries that decide otherwise than the next shorter ending would.
fn kept(counts: &Counts) -> Vec<(u64, usize)> {
    let best = |rules: &HashMap<usize, u32>| {
        rules.iter().map(|(&rule, &count)| (count, std::cmp::Reverse(rule))).max().map(|b| b.1.0)
    };
    let mut kept: BTreeMap<(u64, Option<&str>, &str), usize> = BTreeMap::new();
    let mut order: Vec<_> = counts.iter().collect();
    order.sort_by_key(|((_, whole, last), _)| (whole.is_some(), last.len()));
    for ((group, whole, last), rules) in order {
        let Some(rule) = best(rules) else { continue };
        let shorter = |ending: Ending<'_>| match ending {
            Ending::Last(shorter) if whole.is_some() || shorter.len() < last.len() => {
                kept.get(&(*group, None, shorter)).copied()
            }
            _ => None,
        };
        let inherited = endings(whole.as_deref().unwrap_or(last)).find_map(shorter);
        let seen: u32 = rules.values().sum();
        let wanted = whole.is_some() || last.is_empty() || seen >= SEEN;
        if inherited != Some(rule) && wanted {
            kept.insert((*group, whole.as_deref(), last), rule);
        }
    }
    kept.into_iter()
        .map(|((group, whole, last), rule)| {
            (key(group, whole.map_or(Ending::Last(last), Ending::Whole)), rule)
        })
        .collect()
}
