//! Penn Treebank tags, as the English treebanks of Universal Dependencies use them.

/// A Penn tag, as an index into [`Xpos::NAMES`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Xpos(pub u8);

impl Xpos {
    /// Not known.
    pub const NONE: Xpos = Xpos(0);

    /// All tags; new ones are added at the end, as model files hold hashes of the numbers.
    pub const NAMES: &[&str] = &[
        "_", "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX",
        "FW", "GW", "HYPH", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS",
        "NNS", "PDT", "POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB",
        "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "``", "XX",
    ];

    /// The tag with this name, if there is one.
    pub fn from_name(name: &str) -> Option<Xpos> {
        // Fewer than 256 names.
        Xpos::NAMES.iter().position(|&known| known == name).map(|at| Xpos(at as u8))
    }

    /// A tag of [`Xpos::NAMES`].
    pub(crate) fn named(name: &str) -> Xpos {
        Xpos::from_name(name).unwrap_or_default()
    }

    /// Its name.
    pub fn as_str(self) -> &'static str {
        Xpos::NAMES.get(usize::from(self.0)).copied().unwrap_or("_")
    }
}
