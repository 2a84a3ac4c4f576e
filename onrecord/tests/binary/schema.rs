use onrecord::Pipeline;
use onrecord::output::{JsonOptions, json, schema};
use serde_json::Value;

use crate::{made, root};

#[test]
fn the_published_schema_is_current() {
    let published = std::fs::read_to_string(root().join("docs/onrecord-1.schema.json")).unwrap();
    assert!(published == schema(), "run `cargo xtask schema`, and commit what it writes");
}

#[test]
fn records_fit_the_schema() {
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    let seed = std::fs::read(crate::SEED).unwrap();
    for record in [made::record(), Pipeline::english().read("seed", &seed).unwrap()] {
        for with_text in [false, true] {
            let options = JsonOptions { with_text, ..JsonOptions::default() };
            let record: Value = serde_json::from_str(&json::line(&record, &options)).unwrap();
            check(&schema, &schema, &record, "record");
        }
    }
}

#[test]
fn the_schema_refuses() {
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    let line = json::line(&made::record(), &JsonOptions::default());
    for (good, bad) in [
        (r#""schema":"onrecord/1""#, r#""schema":"onrecord/2""#),
        (r#""form":"direct""#, r#""form":"straight""#),
        (r#""content":[[9,23],[51,83]]"#, r#""content":[]"#),
        (r#""content":[[9,23],[51,83]]"#, r#""content":[[9]]"#),
        (r#""within":null,"#, r#""within":7,"#),
        (r#""name":"made","#, ""),
    ] {
        assert!(line.contains(good), "{good} in {line}");
        let record: Value = serde_json::from_str(&line.replacen(good, bad, 1)).unwrap();
        let refused = std::panic::catch_unwind(|| check(&schema, &schema, &record, "record"));
        assert!(refused.is_err(), "{bad}");
    }
}

/// Checks a value against the keywords that our schema uses; panics where it does not fit, and
/// on a keyword that is not known here.
fn check(root: &Value, schema: &Value, value: &Value, at: &str) {
    for (keyword, rule) in schema.as_object().expect("a schema") {
        match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "format" | "pattern" => {}
            "$ref" => {
                let path = rule.as_str().unwrap().strip_prefix('#').unwrap();
                check(root, root.pointer(path).expect("a definition"), value, at);
            }
            "type" => {
                let types = rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()]);
                let fits = |name: &Value| match name.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "integer" => value.is_u64(),
                    "number" => value.is_number(),
                    "null" => value.is_null(),
                    other => panic!("a type {other}"),
                };
                assert!(types.iter().any(fits), "{at}: {value} is no {rule}");
            }
            "const" => assert_eq!(value, rule, "{at}"),
            "enum" => assert!(rule.as_array().unwrap().contains(value), "{at}: {value}"),
            "required" => {
                for field in rule.as_array().unwrap() {
                    assert!(value.get(field.as_str().unwrap()).is_some(), "{at}: no {field}");
                }
            }
            "properties" => {
                let fields = value.as_object().unwrap();
                for (field, value) in fields {
                    let rule = rule.get(field).unwrap_or_else(|| panic!("{at}: {field} is new"));
                    check(root, rule, value, &format!("{at}.{field}"));
                }
            }
            "items" => {
                for value in value.as_array().unwrap() {
                    check(root, rule, value, &format!("{at}[]"));
                }
            }
            "minItems" => assert!(value.as_array().unwrap().len() as u64 >= rule.as_u64().unwrap()),
            "maxItems" => assert!(value.as_array().unwrap().len() as u64 <= rule.as_u64().unwrap()),
            "minimum" => assert!(value.as_f64().is_none_or(|n| n >= rule.as_f64().unwrap())),
            "maximum" => assert!(value.as_f64().is_none_or(|n| n <= rule.as_f64().unwrap())),
            other => panic!("the keyword {other} is not known to this test"),
        }
    }
}
