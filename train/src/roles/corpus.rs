//! Articles as the trainer sees them: words, and the labels of each annotator.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use onrecord_article::{Article, Provenance};
use onrecord_language::fast::roles::context::Context;
use onrecord_language::fast::roles::cues::{self, Kind};
use onrecord_language::fast::roles::decode;
use onrecord_language::fast::roles::features::View;
use onrecord_language::fast::roles::inside;
use onrecord_language::fast::roles::label::{self, Label, NONE};
use onrecord_language::fast::roles::words::Words;
use onrecord_language::{Analysis, Role, Side};

use crate::polnear::{Chars, Marked, Offsets, Report};
use crate::reports;

/// An article with its analysis and its labels.
pub(crate) struct Sample {
    pub report: Report,
    pub analysis: Analysis,
    pub offsets: Offsets,
    pub words: Words,
    pub context: Context,
    /// The labels of all tokens, a list an annotator.
    pub labels: Vec<Vec<Label>>,
    /// Whether a token is marked as no part of the report.
    pub discarded: Vec<bool>,
    /// Insides of contents, with what is said in them: the corpus has none, our own reports do.
    pub insides: Vec<Inside>,
}

/// The inside of a content, as the product reads it.
pub(crate) struct Inside {
    pub tokens: Range<usize>,
    pub words: Words,
    context: Context,
    pub labels: Vec<Label>,
}

impl Inside {
    fn view(&self) -> View<'_> {
        View { words: &self.words, context: &self.context }
    }
}

impl Sample {
    /// Analyzes a report.
    pub(crate) fn of(
        report: Report,
        analyze: impl Fn(&Article) -> Analysis,
    ) -> Result<Sample, Box<dyn std::error::Error>> {
        let article = Article::new(report.text.clone(), Provenance::default())?;
        let analysis = analyze(&article);
        let offsets = Offsets::of(&report.text);
        let labels = report
            .annotations
            .iter()
            .map(|all| labels(&article, &analysis, &offsets, all))
            .collect();
        let mut discarded = vec![false; analysis.tokens().len()];
        for range in tokens(&article, &analysis, &offsets, &report.discard) {
            discarded[range].fill(true);
        }
        let words = Words::of(article.text(), &analysis);
        Ok(Sample {
            report,
            analysis,
            offsets,
            words,
            context: Context::default(),
            labels,
            discarded,
            insides: Vec::new(),
        })
    }

    /// Adds the inside of a content, with the statements in it.
    fn add_inside(&mut self, article: &Article, content: &Chars, inner: &[Marked]) {
        let labels = labels(article, &self.analysis, &self.offsets, inner);
        for range in tokens(article, &self.analysis, &self.offsets, content) {
            let content = range.start as u32..range.end as u32;
            let part = inside::inside(article.text(), &self.analysis, &self.words, content);
            let Some(part) = part else { continue };
            let words = self.words.inside(article.text(), &self.analysis, part.clone());
            let tokens = part.start as usize..part.end as usize;
            let labels = labels[tokens.clone()].to_vec();
            self.insides.push(Inside { tokens, words, context: Context::default(), labels });
        }
    }

    /// The article and the insides of its contents: all that features are taken from.
    pub(crate) fn views(&self) -> impl Iterator<Item = View<'_>> {
        std::iter::once(self.view()).chain(self.insides.iter().map(Inside::view))
    }

    /// How many tokens that are.
    pub(crate) fn token_count(&self) -> usize {
        self.views().map(|view| view.words.words.len()).sum()
    }

    pub(crate) fn view(&self) -> View<'_> {
        View { words: &self.words, context: &self.context }
    }

    /// Gives each word its score as a cue, and works out what depends on it.
    pub(crate) fn set_cues(&mut self, lexicon: &Lexicon) {
        for (at, word) in self.words.words.iter_mut().enumerate() {
            let kind = Kind::of(self.analysis.tokens()[at].upos);
            word.cue = lexicon.score(self.analysis.lemma(at), kind);
        }
        self.context = Context::of(&self.words);
        for inside in &mut self.insides {
            let cues = self.words.words[inside.tokens.clone()].iter().map(|word| word.cue);
            inside.words.words.iter_mut().zip(cues).for_each(|(word, cue)| word.cue = cue);
            inside.context = Context::of(&inside.words);
        }
    }

    /// The windows to train on, with the annotators' labels: those with discarded words left out.
    /// Tokens are counted over the views.
    pub(crate) fn windows(&self) -> Vec<(Range<usize>, Vec<Label>, f32)> {
        let weight = 1.0 / self.labels.len() as f32;
        let mut out = Vec::new();
        for window in decode::windows(&self.words) {
            let range = window.start as usize..window.end as usize;
            if self.discarded[range.clone()].iter().any(|&discarded| discarded) {
                continue;
            }
            for labels in &self.labels {
                out.push((range.clone(), whole(&labels[range.clone()]), weight));
            }
        }
        let mut start = self.words.words.len();
        for inside in &self.insides {
            for window in decode::windows(&inside.words) {
                let range = window.start as usize..window.end as usize;
                let gold = whole(&inside.labels[range.clone()]);
                out.push((start + range.start..start + range.end, gold, 1.0));
            }
            start += inside.words.words.len();
        }
        out
    }
}

/// The labels of a window: what goes on from before it begins with it.
fn whole(labels: &[Label]) -> Vec<Label> {
    let mut labels = labels.to_vec();
    if labels[0] != NONE && !label::begins(labels[0]) {
        labels[0] -= 1;
    }
    labels
}

/// Ranges of tokens that share bytes with fragments.
fn tokens(
    article: &Article,
    analysis: &Analysis,
    offsets: &Offsets,
    chars: &Chars,
) -> Vec<Range<usize>> {
    let span = |chars: &Range<usize>| article.span(offsets.bytes(chars));
    chars.iter().filter_map(span).map(|span| analysis.tokens_in(span)).collect()
}

/// One label a token. A token has one role; where annotations contradict that, the first wins.
fn labels(article: &Article, analysis: &Analysis, offsets: &Offsets, all: &[Marked]) -> Vec<Label> {
    let mut labels = vec![NONE; analysis.tokens().len()];
    let ranges = |chars: &Chars| tokens(article, analysis, offsets, chars);
    // Fragments between which no token lies are one run, unless a paragraph ends there.
    let mut set = |ranges: Vec<Range<usize>>, role: Role, side: Side| {
        let mut before = None;
        for at in ranges.into_iter().flatten() {
            if labels[at] != NONE {
                continue;
            }
            let paragraph = analysis.paragraph_of(at).start;
            let begins = before != Some((at, paragraph));
            labels[at] = label::label(role, side, begins);
            before = Some((at + 1, paragraph));
        }
    };
    for one in all.iter().filter(|one| !one.cue.is_empty()) {
        set(ranges(&one.cue), Role::Cue, Side::Left);
    }
    // A source of several cues is nearest to one of them.
    let mut nearest: BTreeMap<(usize, usize), (usize, Side)> = BTreeMap::new();
    for one in all {
        let Some(cue) = ranges(&one.cue).first().cloned() else { continue };
        for source in ranges(&one.source) {
            let side = if cue.start < source.start { Side::Left } else { Side::Right };
            let gap =
                source.start.saturating_sub(cue.end).max(cue.start.saturating_sub(source.end));
            let entry = nearest.entry((source.start, source.end)).or_insert((gap, side));
            *entry = (*entry).min_by_gap((gap, side));
        }
    }
    for ((start, end), (_, side)) in nearest {
        set(std::iter::once(start..end).collect(), Role::Source, side);
    }
    for one in all {
        let Some(cue) = ranges(&one.cue).first().cloned() else { continue };
        let (before, after) =
            ranges(&one.content).into_iter().partition(|content| content.start < cue.start);
        set(before, Role::Content, Side::Right);
        set(after, Role::Content, Side::Left);
    }
    labels
}

trait Nearer {
    fn min_by_gap(self, other: Self) -> Self;
}

impl Nearer for (usize, Side) {
    fn min_by_gap(self, other: Self) -> Self {
        if other.0 < self.0 { other } else { self }
    }
}

/// How often each lemma is a cue, as a verb, a noun, another word: times and of how many.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexicon(HashMap<String, [(u32, u32); 3]>);

impl Lexicon {
    /// Counts in articles.
    pub(crate) fn count<'a>(samples: impl Iterator<Item = &'a Sample>) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for sample in samples {
            let Some(labels) = sample.labels.first() else { continue };
            for (at, &label) in labels.iter().enumerate() {
                let kind = Kind::of(sample.analysis.tokens()[at].upos);
                let lemma = sample.analysis.lemma(at).to_lowercase();
                let (cue, all) = &mut lexicon.0.entry(lemma).or_default()[kind as usize];
                *cue += u32::from(label::role(label) == Role::Cue);
                *all += 1;
            }
        }
        lexicon
    }

    /// As the file tells it: the least score above 0 is not written down, since most words that
    /// are seen once or twice would have it.
    fn score(&self, lemma: &str, kind: Kind) -> u8 {
        let counts = match self.0.get(lemma) {
            Some(counts) => Some(counts),
            None => self.0.get(&lemma.to_lowercase()),
        };
        let scores = counts.map_or([0; 3], |counts| counts.map(|(cue, all)| cues::score(cue, all)));
        if scores.iter().any(|&score| score > 1) { scores[kind as usize] } else { 0 }
    }

    /// The file `cues.txt`: lemmas with a score above 1.
    pub(crate) fn to_text(&self) -> String {
        let mut lines: Vec<String> = self
            .0
            .iter()
            .map(|(lemma, counts)| (lemma, counts.map(|(cue, all)| cues::score(cue, all))))
            .filter(|(lemma, scores)| scores.iter().any(|&s| s > 1) && !lemma.contains([' ', '#']))
            .map(|(lemma, [verb, noun, other])| format!("{lemma} {verb} {noun} {other}\n"))
            .collect();
        lines.sort_unstable();
        let head = "# Lemma, and how often it is a cue (0 never, 9 nearly always) as a verb, a noun,\n\
                    # another word. Written by `onrecord-train train roles`.\n";
        format!("{head}{}", lines.concat())
    }
}

/// Reads a part of PolNeAR.
pub(crate) fn read(
    polnear: &std::path::Path,
    part: &str,
    analyze: impl Fn(&Article) -> Analysis,
) -> Result<Vec<Sample>, Box<dyn std::error::Error>> {
    let reports = crate::polnear::read(polnear, part)?;
    reports.into_iter().map(|report| Sample::of(report, &analyze)).collect()
}

/// Reads our own reports to train on, with the insides of their contents.
pub(crate) fn read_own(
    analyze: impl Fn(&Article) -> Analysis,
) -> Result<Vec<Sample>, Box<dyn std::error::Error>> {
    let mut samples = Vec::new();
    for own in reports::read("train")? {
        let within = |holder: Option<u32>| -> Vec<Marked> {
            let inner = own.statements.values().filter(|gold| gold.within == holder);
            inner.map(reports::Gold::marked).collect()
        };
        let report = Report {
            id: own.name.clone(),
            text: own.text.clone(),
            annotations: vec![within(None)],
            discard: Chars::new(),
        };
        let article = Article::new(report.text.clone(), Provenance::default())?;
        let mut sample = Sample::of(report, &analyze)?;
        for (&number, gold) in &own.statements {
            sample.add_inside(&article, &gold.marked().content, &within(Some(number)));
        }
        samples.push(sample);
    }
    Ok(samples)
}
