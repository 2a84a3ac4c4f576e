use onrecord_article::Article;
use onrecord_findings::Findings;
use onrecord_language::{Analysis, Engine, Language};
use onrecord_read::{Input, Raw, ReadError};
use onrecord_record::{Producer, Rows};

/// Everything that turns bytes into a [`Record`], loaded once and shared by all threads.
#[derive(Debug)]
pub struct Pipeline {
    language: Language,
}

/// One article, and what it says.
#[derive(Debug)]
pub struct Record {
    /// The text and where it came from.
    pub article: Article,
    /// Its tokens, trees and names.
    pub analysis: Analysis,
    /// Who said what, who did what, what was agreed.
    pub findings: Findings,
}

impl Pipeline {
    /// Loads the models for English; statements are read by the deep engine.
    pub fn english() -> Pipeline {
        Pipeline::english_by(Engine::Deep)
    }

    /// The same, with statements read by `engine`.
    pub fn english_by(engine: Engine) -> Pipeline {
        Pipeline { language: Language::english_by(engine) }
    }

    /// Reads one document, recognized by its content; `name` becomes the record's name.
    ///
    /// # Errors
    /// [`ReadError`] if the bytes hold no article: they are empty or no text.
    pub fn read(&self, name: &str, bytes: &[u8]) -> Result<Record, ReadError> {
        self.read_raw(&Raw::new(Input::named(name), bytes.to_vec()))
    }

    /// Reads one of the [`documents`](onrecord_read::documents) of an input.
    ///
    /// # Errors
    /// As [`read`](Pipeline::read).
    pub fn read_raw(&self, raw: &Raw) -> Result<Record, ReadError> {
        Ok(self.record(onrecord_read::read(raw)?))
    }

    /// What stands beside every finding on record: this program, its model, and its rules. With
    /// another of them a text is read again, and that reading is added.
    pub fn producer(&self) -> Producer {
        let version = concat!("onrecord ", env!("CARGO_PKG_VERSION")).to_owned();
        Producer { version, model: format!("{}-{}", self.language.model(), env!("ONRECORD_RULES")) }
    }

    /// Finds who said what in an article. Cannot fail.
    pub fn record(&self, article: Article) -> Record {
        let analysis = self.language.analyze(&article);
        let findings = onrecord_findings::find(&article, &analysis);
        Record { article, analysis, findings }
    }
}

impl Record {
    /// The findings as a store keeps them.
    pub fn rows(&self) -> Rows {
        let Findings { statements, events, agreements, promises, entities } = &self.findings;
        Rows::new(&self.article, statements, events, agreements, promises, entities)
    }
}
