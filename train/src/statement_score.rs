//! Scores of statements against annotations: the measures of `score_statements.py`, number for
//! number.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use crate::polnear::{Marked, Report};

/// The rows, in order, with their tallies.
pub(crate) type Tallies = BTreeMap<(usize, String), Tally>;

/// True positives and numbers, of what is predicted and of what is marked.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally([f64; 4]);

impl Tally {
    fn add(&mut self, numbers: [usize; 4], weight: f64) {
        self.0.iter_mut().zip(numbers).for_each(|(to, n)| *to += weight * n as f64);
    }

    /// Precision, recall, F1, in percent.
    pub(crate) fn row(&self) -> [f64; 3] {
        let share = |part: f64, all: f64| if all > 0.0 { 100.0 * part / all } else { 0.0 };
        let (p, r) = (share(self.0[0], self.0[1]), share(self.0[2], self.0[3]));
        [p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }]
    }
}

type Ids = BTreeSet<usize>;

struct Text<'a> {
    chars: Vec<char>,
    tokens: Vec<Range<usize>>,
    quoted: Ids,
    report: &'a Report,
}

impl Text<'_> {
    fn of(report: &Report) -> Text<'_> {
        let chars: Vec<char> = report.text.chars().collect();
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let mut tokens: Vec<Range<usize>> = Vec::new();
        for (at, &c) in chars.iter().enumerate() {
            match tokens.last_mut() {
                Some(last) if word(c) && last.end == at && word(chars[at - 1]) => last.end += 1,
                _ if !c.is_whitespace() => tokens.push(at..at + 1),
                _ => {}
            }
        }
        let mut text = Text { chars, tokens, quoted: Ids::new(), report };
        text.find_quoted();
        text
    }

    fn breaks(&self, token: usize) -> bool {
        token > 0
            && self.chars[self.tokens[token - 1].end..self.tokens[token].start].contains(&'\n')
    }

    fn find_quoted(&mut self) {
        let mut inside = false;
        for token in 0..self.tokens.len() {
            inside &= !self.breaks(token);
            let one = self.tokens[token].len() == 1;
            let c = self.chars[self.tokens[token].start];
            let (opens, closes) = (one && "“\"«„".contains(c), one && "”\"»".contains(c));
            if opens && !(inside && closes) {
                inside = true;
            } else if closes {
                inside = false;
            } else if inside {
                self.quoted.insert(token);
            }
        }
    }

    fn ids(&self, fragments: &[Range<usize>]) -> Ids {
        let mut ids = Ids::new();
        for fragment in fragments {
            let first = self.tokens.partition_point(|token| token.end <= fragment.start);
            let holds = |&token: &usize| {
                self.tokens.get(token).is_some_and(|token| token.start < fragment.end)
            };
            ids.extend((first..).take_while(holds));
        }
        ids
    }

    fn sets(&self, marked: &Marked) -> [Ids; 3] {
        [self.ids(&marked.source), self.ids(&marked.cue), self.ids(&marked.content)]
    }

    /// Runs of tokens, cut where paragraphs end.
    fn runs(&self, ids: &Ids) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for &id in ids {
            match runs.last_mut() {
                Some(run) if id == run.1 + 1 && !self.breaks(id) => run.1 = id,
                _ => runs.push((id, id)),
            }
        }
        runs
    }

    fn form(&self, content: &Ids) -> usize {
        let words: Ids = content
            .iter()
            .copied()
            .filter(|&id| self.chars[self.tokens[id].start].is_alphanumeric())
            .collect();
        let inside = words.intersection(&self.quoted).count();
        match () {
            () if inside == 0 => 2,
            () if inside as f64 >= 0.9 * words.len() as f64 => 0,
            () => 1,
        }
    }
}

fn shared(a: &Ids, b: &Ids) -> usize {
    a.intersection(b).count()
}

fn overlap(a: &Ids, b: &Ids) -> f64 {
    let both = shared(a, b);
    let all = a.len() + b.len() - both;
    if all > 0 { both as f64 / all as f64 } else { 0.0 }
}

/// Pairs of predicted and marked, best first, each used once.
fn align(
    predicted: &[[Ids; 3]],
    marked: &[[Ids; 3]],
    weight: impl Fn(&[Ids; 3], &[Ids; 3]) -> f64,
) -> HashMap<usize, usize> {
    let mut pairs = Vec::new();
    for (i, a) in predicted.iter().enumerate() {
        for (j, b) in marked.iter().enumerate() {
            let weight = weight(a, b);
            if weight > 0.0 {
                pairs.push((weight, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut left, mut right) = (HashMap::new(), Ids::new());
    for (_, i, j) in pairs {
        if !left.contains_key(&i) && !right.contains(&j) {
            left.insert(i, j);
            right.insert(j);
        }
    }
    left
}

fn strict(a: &[Ids; 3], b: &[Ids; 3]) -> f64 {
    f64::from(u8::from(a == b))
}

/// How well the contents agree, if cues overlap and sources too or both are absent; else 0.
fn relaxed(a: &[Ids; 3], b: &[Ids; 3]) -> f64 {
    let contents = content(a, b);
    let sources = shared(&a[0], &b[0]) > 0 || (a[0].is_empty() && b[0].is_empty());
    if shared(&a[1], &b[1]) > 0 && sources { contents } else { 0.0 }
}

fn content(a: &[Ids; 3], b: &[Ids; 3]) -> f64 {
    let overlap = overlap(&a[2], &b[2]);
    if overlap >= 0.5 { overlap } else { 0.0 }
}

const ROLES: [&str; 3] = ["source", "cue", "content"];
const FORMS: [&str; 3] = ["direct", "mixed", "indirect"];

/// Which of the predictions are right in the relaxed sense, by the first annotator who says so.
pub(crate) fn right(report: &Report, predicted: &[Marked]) -> Vec<bool> {
    let text = Text::of(report);
    let sets: Vec<_> = predicted.iter().map(|one| text.sets(one)).collect();
    let mut right = vec![false; predicted.len()];
    for annotator in &report.annotations {
        let gold: Vec<_> = annotator.iter().map(|one| text.sets(one)).collect();
        align(&sets, &gold, relaxed).keys().for_each(|&k| right[k] = true);
    }
    right
}

/// Scores the outermost statements of one report.
pub(crate) fn score(report: &Report, predicted: &[Marked], tallies: &mut Tallies) {
    let text = Text::of(report);
    let dropped = text.ids(&text.report.discard);
    let predicted: Vec<[Ids; 3]> = predicted
        .iter()
        .map(|one| text.sets(one))
        .filter(|sets| !sets[2].is_empty() && !sets[2].is_subset(&dropped))
        .collect();
    let weight = 1.0 / report.annotations.len() as f64;
    let mut add = |order: usize, name: String, numbers: [usize; 4], weight: f64| {
        tallies.entry((order, name)).or_default().add(numbers, weight);
    };
    for annotator in &report.annotations {
        let marked: Vec<[Ids; 3]> = annotator
            .iter()
            .map(|one| text.sets(one))
            .filter(|sets| !sets[2].is_empty() && !sets[1].is_empty())
            .collect();
        for (k, role) in ROLES.iter().enumerate() {
            let runs = |all: &[[Ids; 3]]| {
                all.iter().flat_map(|sets| text.runs(&sets[k])).collect::<BTreeSet<_>>()
            };
            let (a, b) = (runs(&predicted), runs(&marked));
            let both = a.intersection(&b).count();
            add(2 * k, format!("span {role}"), [both, a.len(), both, b.len()], 1.0);
            let tokens =
                |all: &[[Ids; 3]]| all.iter().flat_map(|sets| sets[k].clone()).collect::<Ids>();
            let (a, b) = (tokens(&predicted), tokens(&marked));
            let both = shared(&a, &b);
            add(2 * k + 1, format!("token {role}"), [both, a.len(), both, b.len()], weight);
        }
        let got = align(&predicted, &marked, strict).len();
        let (a, b) = (predicted.len(), marked.len());
        add(6, "statement strict".into(), [got, a, got, b], weight);
        let pairs = align(&predicted, &marked, relaxed);
        let got = pairs.len();
        add(7, "statement relaxed".into(), [got, a, got, b], weight);
        for (k, form) in FORMS.iter().enumerate() {
            let of = |all: &[[Ids; 3]]| {
                (0..all.len()).filter(|&i| text.form(&all[i][2]) == k).collect::<Ids>()
            };
            let (mine, theirs) = (of(&predicted), of(&marked));
            let found = mine.iter().filter(|i| pairs.contains_key(i)).count();
            let met = pairs.values().filter(|j| theirs.contains(j)).count();
            add(8 + k, format!("{form} relaxed"), [found, mine.len(), met, theirs.len()], weight);
        }
        let sourced: Vec<_> = align(&predicted, &marked, content)
            .into_iter()
            .map(|(i, j)| (&predicted[i][0], &marked[j][0]))
            .filter(|(_, theirs)| !theirs.is_empty())
            .collect();
        let touching = sourced.iter().filter(|(a, b)| shared(a, b) > 0).count();
        let equal = sourced.iter().filter(|(a, b)| a == b).count();
        let all = sourced.len();
        add(11, "source given content".into(), [touching, all, equal, all], weight);
    }
}

/// Prints all rows.
pub(crate) fn print(tallies: &Tallies) {
    for ((_, name), tally) in tallies {
        let [p, r, f] = tally.row();
        println!("{name:22} P {p:5.1}  R {r:5.1}  F1 {f:5.1}");
    }
}
