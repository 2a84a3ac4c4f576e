use onrecord::article::OffsetUnit;
use onrecord::output::{JsonOptions, json};
use serde_json::Value;

use crate::made;

/// The words under each span, cut out of the text by the span's numbers.
fn cut(unit: OffsetUnit, spans: &Value) -> Vec<String> {
    let cut = |span: &Value| {
        let at = |k: usize| span[k].as_u64().unwrap() as usize;
        match unit {
            OffsetUnit::Bytes => made::TEXT[at(0)..at(1)].to_owned(),
            OffsetUnit::Chars => made::TEXT.chars().take(at(1)).skip(at(0)).collect(),
            OffsetUnit::Utf16 => {
                let units: Vec<u16> = made::TEXT.encode_utf16().collect();
                String::from_utf16(&units[at(0)..at(1)]).unwrap()
            }
        }
    };
    spans.as_array().unwrap().iter().map(cut).collect()
}

#[test]
fn every_unit_leads_to_the_same_words() {
    let record = made::record();
    for (unit, name) in
        [(OffsetUnit::Chars, "chars"), (OffsetUnit::Bytes, "bytes"), (OffsetUnit::Utf16, "utf16")]
    {
        let options = JsonOptions { offsets: unit, with_text: true, ..JsonOptions::default() };
        let line: Value = serde_json::from_str(&json::line(&record, &options)).unwrap();
        assert_eq!(line["offsets"], name);
        assert_eq!(line["article"]["text"], made::TEXT);
        for statement in line["statements"].as_array().unwrap() {
            for part in ["source", "cue", "content"] {
                let words: Vec<String> =
                    serde_json::from_value(statement["text"][part].clone()).unwrap();
                assert_eq!(cut(unit, &statement[part]), words, "{name} {part}");
            }
        }
        assert_eq!(cut(unit, &line["events"][0]["trigger"]), ["many"]);
        assert_eq!(cut(unit, &line["entities"][1]["mentions"]), ["Maduro"]);
    }
}
