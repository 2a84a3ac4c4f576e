use onrecord_article::Relation;

use super::cues;
use super::words::Words;

/// No such token.
pub const NOWHERE: u32 = u32::MAX;

/// Walks up a tree end after so many steps: the work for a token is bounded.
const HIGHEST: usize = 8;

/// What the features ask about the surroundings of each token, worked out in one go.
#[derive(Debug, Default)]
pub struct Context {
    pub sentence: Vec<u32>,
    pub paragraph: Vec<u32>,
    /// Nearest likely cue before and after the token, in its paragraph.
    pub likely: [Vec<u32>; 2],
    /// Nearest possible cue before and after the token, in its paragraph.
    pub possible: [Vec<u32>; 2],
    /// How many commas, quotation marks, words "that" and colons stand before the token.
    pub passed: Vec<[u32; 4]>,
    /// Which relations its dependents have, a bit each; see [`child_bit`].
    pub children: Vec<u16>,
    /// Its first subject.
    pub subject: Vec<u32>,
    /// The noun that heads the phrase it is in.
    pub phrase: Vec<u32>,
    /// The word that heads the clause it is in.
    pub clause: Vec<u32>,
    /// Nearest possible cue above it in the tree, and the word under that one on the way.
    pub above: Vec<(u32, u32)>,
    /// Highest score of a cue in each sentence.
    pub strongest: Vec<u8>,
}

impl Context {
    /// Works it out for all words.
    pub fn of(words: &Words) -> Context {
        let count = words.words.len();
        let mut context = Context {
            sentence: owners(&words.sentences, count),
            paragraph: owners(&words.paragraphs, count),
            children: vec![0; count],
            subject: vec![NOWHERE; count],
            ..Context::default()
        };
        context.likely = nearest(words, cues::LIKELY);
        context.possible = nearest(words, cues::POSSIBLE);
        let mut passed = [0; 4];
        context.passed.reserve(count + 1);
        for (at, word) in words.words.iter().enumerate() {
            context.passed.push(passed);
            let mark = matches!(word.quote & 3, 1 | 2);
            for (n, is) in passed.iter_mut().zip([word.comma, mark, word.that, word.colon]) {
                *n += u32::from(is);
            }
            if word.head as usize != at {
                context.children[word.head as usize] |=
                    child_bit(word.relation, (word.head as usize) < at);
                if word.relation.is_nsubj() && context.subject[word.head as usize] == NOWHERE {
                    context.subject[word.head as usize] = at as u32;
                }
            }
        }
        context.passed.push(passed);
        for at in 0..count {
            context.phrase.push(climb(words, at, in_phrase));
            context.clause.push(climb(words, at, |relation| !heads_clause(relation)));
            context.above.push(above(words, at));
        }
        context.strongest = words
            .sentences
            .iter()
            .map(|s| words.words[s.start as usize..s.end as usize].iter().map(|w| w.cue).max())
            .map(Option::unwrap_or_default)
            .collect();
        context
    }
}

/// The index of the range that holds each of `count` tokens.
fn owners(ranges: &[std::ops::Range<u32>], count: usize) -> Vec<u32> {
    let mut owners = vec![0; count];
    for (k, range) in ranges.iter().enumerate() {
        owners[range.start as usize..range.end as usize].fill(k as u32);
    }
    owners
}

fn nearest(words: &Words, score: u8) -> [Vec<u32>; 2] {
    let mut before = vec![NOWHERE; words.words.len()];
    let mut after = before.clone();
    for paragraph in &words.paragraphs {
        let range = paragraph.start as usize..paragraph.end as usize;
        let mut last = NOWHERE;
        for at in range.clone() {
            before[at] = last;
            if words.words[at].cue >= score {
                last = at as u32;
            }
        }
        last = NOWHERE;
        for at in range.rev() {
            after[at] = last;
            if words.words[at].cue >= score {
                last = at as u32;
            }
        }
    }
    [before, after]
}

/// One bit for each relation that tells what a word does in its sentence.
pub fn child_bit(relation: Relation, after: bool) -> u16 {
    use Relation as R;
    match relation {
        R::Nsubj | R::NsubjOuter if after => 1 << 1,
        R::Nsubj | R::NsubjOuter => 1,
        R::NsubjPass => 1 << 2,
        R::Csubj | R::CsubjPass | R::CsubjOuter => 1 << 3,
        R::Obj => 1 << 4,
        R::Iobj => 1 << 5,
        R::Ccomp if after => 1 << 6,
        R::Ccomp => 1 << 7,
        R::Xcomp => 1 << 8,
        R::Parataxis => 1 << 9,
        R::Mark => 1 << 10,
        R::AuxPass => 1 << 11,
        R::Aux => 1 << 12,
        R::Obl | R::OblAgent | R::OblUnmarked => 1 << 13,
        R::Cop | R::Expl => 1 << 14,
        R::Advcl | R::Acl | R::AclRelcl => 1 << 15,
        _ => 0,
    }
}

fn in_phrase(relation: Relation) -> bool {
    use Relation as R;
    matches!(
        relation,
        R::Det
            | R::DetPredet
            | R::Amod
            | R::Compound
            | R::Flat
            | R::Nmod
            | R::NmodDesc
            | R::NmodPoss
            | R::NmodUnmarked
            | R::Case
            | R::Nummod
            | R::Appos
            | R::Fixed
            | R::Punct
            | R::Acl
            | R::AclRelcl
    )
}

fn heads_clause(relation: Relation) -> bool {
    use Relation as R;
    matches!(
        relation,
        R::Root
            | R::Ccomp
            | R::Xcomp
            | R::Parataxis
            | R::Advcl
            | R::AdvclRelcl
            | R::Acl
            | R::AclRelcl
            | R::Csubj
            | R::CsubjPass
    )
}

/// Goes up from a token as long as `through` its relation the phrase goes on.
fn climb(words: &Words, mut at: usize, through: impl Fn(Relation) -> bool) -> u32 {
    for _ in 0..HIGHEST {
        let word = &words.words[at];
        if word.head as usize == at || !through(word.relation) {
            break;
        }
        at = word.head as usize;
    }
    at as u32
}

fn above(words: &Words, mut at: usize) -> (u32, u32) {
    for _ in 0..HIGHEST {
        let head = words.words[at].head as usize;
        if head == at {
            break;
        }
        if words.words[head].cue >= cues::POSSIBLE {
            return (head as u32, at as u32);
        }
        at = head;
    }
    (NOWHERE, NOWHERE)
}
