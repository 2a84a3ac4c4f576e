use crate::Span;

/// One word or mark, after the conventions of Universal Dependencies for English: `don't` is
/// `do` + `n't`, `Maduro's` is `Maduro` + `'s`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// Its bytes.
    pub span: Span,
    /// Part of speech.
    pub upos: Upos,
    /// The morphology that readers need.
    pub morph: Morph,
    /// Index, among the tokens of the article, of the head; its own index if it is a root.
    pub head: u32,
    /// Relation to the head.
    pub relation: Relation,
}

macro_rules! names {
    ($(#[$doc:meta])* $kind:ident, $unknown:ident: $($variant:ident $name:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        #[repr(u8)]
        #[expect(missing_docs, reason = "the names are those of Universal Dependencies")]
        pub enum $kind { $($variant),+ }

        impl $kind {
            /// All of them, in the order of their discriminants.
            pub const ALL: &[$kind] = &[$($kind::$variant),+];

            /// The name as Universal Dependencies writes it.
            pub fn as_str(self) -> &'static str {
                match self { $($kind::$variant => $name),+ }
            }

            /// The one with this name, if there is one.
            pub fn from_name(name: &str) -> Option<$kind> {
                match name { $($name => Some($kind::$variant),)+ _ => None }
            }
        }

        impl Default for $kind {
            fn default() -> $kind { $kind::$unknown }
        }
    };
}

names! {
    /// Universal parts of speech (UD v2).
    Upos, X:
    Adj "ADJ", Adp "ADP", Adv "ADV", Aux "AUX", Cconj "CCONJ", Det "DET", Intj "INTJ",
    Noun "NOUN", Num "NUM", Part "PART", Pron "PRON", Propn "PROPN", Punct "PUNCT",
    Sconj "SCONJ", Sym "SYM", Verb "VERB", X "X",
}

names! {
    /// Dependency relations (UD v2, with the subtypes of the English treebanks).
    Relation, Dep:
    Acl "acl", AclRelcl "acl:relcl", Advcl "advcl", AdvclRelcl "advcl:relcl", Advmod "advmod",
    Amod "amod", Appos "appos", Aux "aux", AuxPass "aux:pass", Case "case", Cc "cc",
    CcPreconj "cc:preconj", Ccomp "ccomp", Compound "compound", CompoundPrt "compound:prt",
    Conj "conj", Cop "cop", Csubj "csubj", CsubjOuter "csubj:outer", CsubjPass "csubj:pass",
    Dep "dep", Det "det", DetPredet "det:predet", Discourse "discourse", Dislocated "dislocated",
    Expl "expl", Fixed "fixed", Flat "flat", Goeswith "goeswith", Iobj "iobj", List "list",
    Mark "mark", Nmod "nmod", NmodDesc "nmod:desc", NmodPoss "nmod:poss",
    NmodUnmarked "nmod:unmarked", Nsubj "nsubj", NsubjOuter "nsubj:outer",
    NsubjPass "nsubj:pass", Nummod "nummod", Obj "obj", Obl "obl", OblAgent "obl:agent",
    OblUnmarked "obl:unmarked", Orphan "orphan", Parataxis "parataxis", Punct "punct",
    Reparandum "reparandum", Root "root", Vocative "vocative", Xcomp "xcomp",
}

impl Relation {
    /// Whether it is `nsubj`, `nsubj:pass` or `nsubj:outer`.
    pub fn is_nsubj(self) -> bool {
        matches!(self, Relation::Nsubj | Relation::NsubjPass | Relation::NsubjOuter)
    }

    /// The relation without its subtype: `nsubj:pass` is an `nsubj`.
    pub fn universal(self) -> Relation {
        let name = self.as_str();
        let base = name.split(':').next().unwrap_or(name);
        Relation::from_name(base).unwrap_or(self) // every subtype's base is in the list
    }
}

/// The morphology that later stages need.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Morph {
    /// Form of a verb.
    pub verb_form: VerbForm,
    /// Number, of nouns and pronouns, and of verbs that show it.
    pub number: Number,
    /// Person, of pronouns, and of verbs that show it.
    pub person: Person,
    /// A passive participle: `was signed`.
    pub passive: bool,
}

/// Form of a verb: what the Penn tags VB, VBP/VBZ, VBD, VBN, VBG and MD tell apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum VerbForm {
    /// Not a verb, or not known.
    #[default]
    None,
    /// `sign`
    Infinitive,
    /// `signs`
    Present,
    /// `signed`, as the only verb of its group
    Past,
    /// `signed`, after an auxiliary or as a modifier
    PastParticiple,
    /// `signing`
    Gerund,
    /// `would`
    Modal,
}

/// Grammatical number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Number {
    /// Not shown.
    #[default]
    None,
    /// One.
    Singular,
    /// More.
    Plural,
}

/// Grammatical person.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Person {
    /// Not shown.
    #[default]
    None,
    /// I, we.
    First,
    /// You.
    Second,
    /// He, she, it, they, and whatever has a name.
    Third,
}
