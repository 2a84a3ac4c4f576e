//! The deep engine on any text and from any number of threads, with a small model of random
//! numbers: what it finds is nonsense, but always the same.

use std::sync::LazyLock;

use onrecord_article::{Article, Provenance};
use onrecord_language::deep::Deep;
use onrecord_language::{Language, Reading};

const LAYERS: usize = 2;
const WIDTH: usize = 64;
const INNER: usize = 128;
const PLACES: usize = 258;
const PIECES: &str = "[UNK]\n[CLS]\n[SEP]\n[unused1]\nsaid\nhe\n.\n“\n”\na\n##a\ne\n##e";

/// A model file in the form that `training/export.py` writes.
struct File {
    bytes: Vec<u8>,
    seed: u32,
}

impl File {
    fn random(&mut self) -> i32 {
        self.seed = self.seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.seed >> 25) as i32 - 64
    }

    fn floats(&mut self, count: usize) {
        for _ in 0..count {
            let value = self.random() as f32 / 64.0;
            self.bytes.extend(value.to_le_bytes());
        }
    }

    fn whole(&mut self, count: usize) {
        for _ in 0..count {
            let value = self.random().clamp(-63, 63) as i8;
            self.bytes.push(value as u8);
        }
    }

    fn matrix(&mut self, rows: usize, columns: usize) {
        self.bytes.extend(0.01f32.to_le_bytes().repeat(columns));
        self.floats(columns);
        self.whole(rows * columns);
    }
}

fn model() -> &'static [u8] {
    let mut file = File { bytes: b"ORDEEP1\n".to_vec(), seed: 7 };
    for size in [LAYERS, WIDTH, 2, INNER, PLACES, PIECES.len()] {
        file.bytes.extend((size as u32).to_le_bytes());
    }
    let pieces = PIECES.lines().count();
    file.bytes.extend(PIECES.bytes());
    file.floats(pieces);
    file.whole(pieces * WIDTH);
    file.floats((PLACES + 256 + 32 + 2) * WIDTH);
    for _ in 0..LAYERS {
        file.matrix(WIDTH, 3 * WIDTH);
        file.matrix(WIDTH, WIDTH);
        file.floats(2 * WIDTH);
        file.matrix(WIDTH, INNER);
        file.matrix(INNER, WIDTH);
        file.floats(2 * WIDTH);
    }
    file.floats(11 * WIDTH + 11);
    for _ in 0..7 * 11 * 11 {
        let score = file.random();
        file.bytes.extend(score.to_le_bytes());
    }
    file.bytes.leak()
}

static LANGUAGE: LazyLock<Language> =
    LazyLock::new(|| Language::english().with_deep(Deep::open(model()).expect("a whole file")));

fn read(text: &str) -> Vec<Reading> {
    let article = Article::new(text.into(), Provenance::default()).expect("short enough");
    LANGUAGE.analyze(&article).readings().to_vec()
}

#[test]
fn a_file_that_is_cut_or_longer_is_no_model() {
    let whole = model();
    for end in [0, 10, 40, 500, whole.len() / 2, whole.len() - 1] {
        assert!(Deep::open(&whole[..end]).is_none(), "{end} bytes");
    }
    assert!(Deep::open([whole, b"x"].concat().leak()).is_none());
}

#[test]
fn a_record_can_say_which_engine_read() {
    assert!(Language::english().model().starts_with("fast-"));
    assert!(LANGUAGE.model().starts_with("deep-"));
}

#[test]
fn the_same_from_every_thread() {
    let text = "“A e,” he said.\n\nHe said that a e a. ".repeat(60);
    let alone = read(&text);
    assert!(!alone.is_empty());
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| read(&text))).collect();
        for thread in threads {
            assert_eq!(thread.join().expect("no panic"), alone);
        }
    });
}

#[test]
fn hostile_texts() {
    let long = "a".repeat(5_000);
    let marks = "\"“‘«".repeat(400);
    let one = "he said a ".repeat(900);
    for text in ["", "\u{0}", "\u{feff}\u{200b}", "e\u{301}\u{301}", "中文。", &long, &marks, &one]
    {
        for reading in read(text) {
            assert_eq!(reading.tokens.len(), reading.roles.len());
        }
    }
}

proptest::proptest! {
    #[test]
    fn any_text(text in "(\\PC|\n|“|”| said | he ){0,80}") {
        for reading in read(&text) {
            assert_eq!(reading.tokens.len(), reading.roles.len());
        }
    }
}
