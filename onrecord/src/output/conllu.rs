//! CoNLL-U: a token a line, with the statements it belongs to.
//!
//! `MISC` holds `Attribution=content:s1,cue:s2` (the parts of statements the token lies in),
//! `SpaceAfter=No`, and `TokenRange=first:last` in code points of the article's text.

use std::fmt::Write;

use onrecord_article::{Fragments, Morph, Number, OffsetUnit, Offsets, Person, Relation, VerbForm};

use super::spaced;
use crate::Record;

/// All sentences of the record, each with an empty line after it.
pub fn document(record: &Record) -> String {
    let (article, analysis) = (&record.article, &record.analysis);
    let tokens = analysis.tokens();
    let offsets = Offsets::new(article.text(), OffsetUnit::Chars);
    let attributions = attributions(record);
    let name = spaced(&article.provenance().name);
    let mut out = format!("# newdoc id = {name}\n");
    let mut paragraphs = analysis.paragraphs().iter().peekable();
    let mut paragraph_number = 0;
    for (index, sentence) in analysis.sentences().iter().enumerate() {
        while paragraphs.next_if(|paragraph| paragraph.start <= sentence.start).is_some() {
            paragraph_number += 1;
            let _ = writeln!(out, "# newpar id = {name}-p{paragraph_number}");
        }
        let range = sentence.start as usize..sentence.end as usize;
        let Some(sentence_tokens) = tokens.get(range.clone()) else { continue };
        let space_after = |token: usize| {
            let after = tokens[token].span.end();
            article.text()[after..].chars().next().is_none_or(char::is_whitespace)
        };
        let forms: Vec<String> =
            sentence_tokens.iter().map(|t| spaced(article.text_of(t.span))).collect();
        let mut text = String::new();
        for (k, form) in forms.iter().enumerate() {
            text.push_str(form);
            if space_after(range.start + k) {
                text.push(' ');
            }
        }
        let _ = writeln!(out, "# sent_id = {name}-s{}\n# text = {}", index + 1, text.trim_end());
        for (k, form) in forms.iter().enumerate() {
            let at = range.start + k;
            let token = &tokens[at];
            let (head, relation) = match analysis.head(at) {
                Some(head) if range.contains(&head) => {
                    let relation = token.relation;
                    let relation =
                        if relation == Relation::Root { Relation::Dep } else { relation };
                    (head - range.start + 1, relation)
                }
                _ => (0, Relation::Root),
            };
            let _ = write!(
                out,
                "{}\t{}\t{}\t{}\t_\t{}\t{head}\t{}\t_\t",
                k + 1,
                or_blank(form),
                or_blank(&spaced(analysis.lemma(at))),
                token.upos.as_str(),
                features(token.morph),
                relation.as_str(),
            );
            if !attributions[at].is_empty() {
                let _ = write!(out, "Attribution={}|", attributions[at].join(","));
            }
            if !space_after(at) {
                out.push_str("SpaceAfter=No|");
            }
            let first = offsets.from_byte(token.span.start());
            let last = offsets.from_byte(token.span.end());
            let _ = writeln!(out, "TokenRange={first}:{last}");
        }
        out.push('\n');
    }
    out
}

/// The parts of statements in which each token lies.
fn attributions(record: &Record) -> Vec<Vec<String>> {
    let mut of = vec![Vec::new(); record.analysis.tokens().len()];
    for (index, statement) in record.findings.statements.iter().enumerate() {
        let parts = [
            ("source", statement.source.as_ref()),
            ("cue", statement.cue.as_ref()),
            ("content", Some(&statement.content)),
        ];
        for (part, fragments) in parts {
            for &span in fragments.map_or(&[][..], Fragments::spans) {
                for token in record.analysis.tokens_in(span) {
                    of[token].push(format!("{part}:s{}", index + 1));
                }
            }
        }
    }
    of
}

fn or_blank(word: &str) -> &str {
    if word.is_empty() { "_" } else { word }
}

/// UD features, in alphabetical order.
fn features(morph: Morph) -> String {
    let number = match morph.number {
        Number::None => None,
        Number::Singular => Some("Number=Sing"),
        Number::Plural => Some("Number=Plur"),
    };
    let person = match morph.person {
        Person::None => None,
        Person::First => Some("Person=1"),
        Person::Second => Some("Person=2"),
        Person::Third => Some("Person=3"),
    };
    let (tense, form) = match morph.verb_form {
        VerbForm::None => (None, None),
        VerbForm::Infinitive => (None, Some("VerbForm=Inf")),
        VerbForm::Present => (Some("Tense=Pres"), Some("VerbForm=Fin")),
        VerbForm::Past => (Some("Tense=Past"), Some("VerbForm=Fin")),
        VerbForm::PastParticiple => (Some("Tense=Past"), Some("VerbForm=Part")),
        VerbForm::Gerund => (None, Some("VerbForm=Ger")),
        VerbForm::Modal => (None, Some("VerbForm=Fin")),
    };
    let voice = morph.passive.then_some("Voice=Pass");
    let all: Vec<&str> = [number, person, tense, form, voice].into_iter().flatten().collect();
    if all.is_empty() { "_".to_owned() } else { all.join("|") }
}
