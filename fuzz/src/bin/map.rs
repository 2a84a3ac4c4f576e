#![no_main]

// Words between tags and references: each must be found again in the page, letter for letter.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    const PARTS: [&str; 16] = [
        "word", " ", "&amp;", "&nbsp;", "<b>", "</b>", "<p>", "</p>", "é", "\r\n", "&#8220;", "<br>",
        "<!-- x -->", "&", "<td>", "<table>",
    ];
    let page: String = bytes.iter().map(|byte| PARTS[usize::from(byte % 16)]).collect();
    let page = format!("<!doctype html><body>{page}");
    onrecord_fuzz::check(b"", page.as_bytes());
    let source = std::io::Cursor::new(page.clone().into_bytes());
    let limits = onrecord_read::Limits::default();
    for article in onrecord_read::articles(source, onrecord_read::Input::named("x"), limits) {
        let Ok(article) = article else { continue };
        let Some(map) = article.source_map() else { continue };
        for (at, _) in article.text().match_indices("word") {
            let source = map.source_of(at..at + 4).expect("every byte has its place");
            assert_eq!(&page[source], "word");
        }
    }
});
