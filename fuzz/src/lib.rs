//! What must hold for any bytes: no panic, one outcome a document, the same one twice, and a map
//! whose every word lies in the source.

use onrecord_article::Article;
use onrecord_read::{Input, Limits, ReadError, articles};

fn outcomes(bytes: &[u8]) -> Vec<Result<Article, ReadError>> {
    let source = std::io::Cursor::new(bytes.to_vec());
    articles(source, Input::named("fuzz"), Limits { document_bytes: 1 << 20, ..Limits::default() }).collect()
}

/// Reads `start` and `bytes` as one input and checks what comes of it.
pub fn check(start: &[u8], bytes: &[u8]) {
    let input = [start, bytes].concat();
    let first = outcomes(&input);
    let again = outcomes(&input);
    assert_eq!(first.len(), again.len());
    for (one, other) in first.iter().zip(&again) {
        let reason = one.as_ref().err().map(ReadError::reason);
        assert!(!matches!(reason, Some(ReadError::Defect)), "the reader failed");
        let (Ok(one), Ok(other)) = (one, other) else { continue };
        assert_eq!(one.id(), other.id());
        let Some(map) = one.source_map() else { continue };
        assert_eq!(map.text_len(), one.text().len());
        let mut at = 0;
        for word in one.text().split_whitespace() {
            at += one.text()[at..].find(word).expect("words are in order");
            assert!(map.source_of(at..at + word.len()).is_some());
            at += word.len();
        }
    }
}
