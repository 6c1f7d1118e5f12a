//! The published JSON Schema is that of the types, and articles are valid by it.

use copydesk_core::{Article, WriteContext, Writer as _};
use copydesk_json::{JsonWriter, SCHEMA};

fn generated() -> String {
    let generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
    let schema = generator.into_root_schema_for::<Article>();
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    text.push('\n');
    text
}

fn problems(article: &serde_json::Value) -> Vec<String> {
    let schema = serde_json::from_str(SCHEMA).expect("the published schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the published schema is one");
    validator.iter_errors(article).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test may read and write its files")]
fn the_published_schema_is_current() {
    if std::env::var_os("UPDATE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/article.schema.json");
        std::fs::write(path, generated()).expect("the schema can be written");
    } else {
        assert!(generated() == SCHEMA, "run UPDATE=1 cargo test -p copydesk-json");
    }
}

#[test]
fn an_article_with_every_kind_of_node_is_valid() {
    let article: Article = serde_json::from_str(include_str!("everything.json")).expect("it is an article");
    let mut output = Vec::new();
    JsonWriter::default().write(&article, &WriteContext::default(), &mut output).expect("it can be written");
    assert_eq!(problems(&serde_json::from_slice(&output).expect("it is JSON")), Vec::<String>::new());
    assert_eq!(serde_json::from_slice::<Article>(&output).expect("it is an article"), article);
}

#[test]
fn what_the_reader_refuses_is_not_valid() {
    for article in [
        r#"{"headlin": "Bridge opens"}"#,
        r#"{"body": [{"type": "paragraf"}]}"#,
        r#"{"body": [{"type": "paragraph", "text": "At last."}]}"#,
        r#"{"body": [{"type": "paragraph", "content": [{"type": "emphasis", "text": "At last."}]}]}"#,
        r#"{"metadata": {"status": "fine"}}"#,
        r#"{"metadata": {"issued": "yesterday"}}"#,
    ] {
        assert!(serde_json::from_str::<Article>(article).is_err(), "{article}");
        assert!(!problems(&serde_json::from_str(article).expect("it is JSON")).is_empty(), "{article}");
    }
}

/// The same article with the keys of every object in another order: `type` is the last of all.
fn reordered(value: &serde_json::Value) -> String {
    if let Some(items) = value.as_array() {
        let items: Vec<String> = items.iter().map(reordered).collect();
        return format!("[{}]", items.join(","));
    }
    let Some(entries) = value.as_object() else { return value.to_string() };
    let (last, mut first): (Vec<_>, Vec<_>) = entries.iter().partition(|(key, _)| *key == "type");
    first.extend(last);
    let entries: Vec<String> =
        first.into_iter().map(|(key, value)| format!("{key:?}:{}", reordered(value))).collect();
    format!("{{{}}}", entries.join(","))
}

#[test]
fn the_type_may_stand_anywhere_in_a_block_or_inline() {
    let text = include_str!("everything.json");
    let article: Article = serde_json::from_str(text).expect("it is an article");
    let other = reordered(&serde_json::from_str(text).expect("it is JSON"));
    assert!(
        other.contains(r#""type":"rule"}"#) && other.contains(r#""content":"Crowds","level":2,"type""#),
        "{other}"
    );
    assert_eq!(serde_json::from_str::<Article>(&other).expect("it is an article"), article);
}
