use crate::Span;

/// Index of an entity in the list it stands in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct EntityId(pub u32);

/// Somebody or something that the article speaks of, with every place where it does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entity {
    /// Its fullest name.
    pub name: EntityName,
    /// What it is.
    pub kind: EntityKind,
    /// ISO 3166-1 alpha-3 code: of the country itself, or of the country a person or an
    /// organization belongs to, where the article says so.
    pub country: Option<&'static str>,
    /// Where it is mentioned, in order of text.
    pub mentions: Vec<Mention>,
}

/// The name of an entity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntityName {
    /// As the article writes it.
    Written(Span),
    /// From the table of countries: `Washington` in "pressure from Washington" is `United States`.
    Country(&'static str),
}

/// What an entity is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EntityKind {
    /// One human being.
    Person,
    /// A company, party, agency, court, newspaper, government body.
    Organization,
    /// A place, and the people or government that go by its name.
    Location,
    /// People of a nation, faith or party: "the Americans", "Democrats".
    Group,
    /// Anything else that speaks or acts: "a poll", "the report", "critics".
    Other,
}

impl EntityKind {
    /// Lowercase name, as in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityKind::Person => "person",
            EntityKind::Organization => "organization",
            EntityKind::Location => "location",
            EntityKind::Group => "group",
            EntityKind::Other => "other",
        }
    }
}

/// One place where an entity is mentioned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mention {
    /// The words, with title and office: "Venezuelan President Nicolas Maduro".
    pub span: Span,
    /// The bare name inside it: "Nicolas Maduro"; all of it for what is no name.
    pub name: Span,
    /// Token that heads it, as an index among the tokens of the article.
    pub head: u32,
    /// How it is mentioned.
    pub kind: MentionKind,
}

/// How something is mentioned.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MentionKind {
    /// By name.
    Name,
    /// By a noun: "the Venezuelan president".
    Nominal,
    /// By a pronoun.
    Pronoun,
}
