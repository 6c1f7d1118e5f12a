//! Properties of the model itself, on generated articles; and that the generator leaves nothing out.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use copydesk_core::Article;
use copydesk_tests::{check, generate};
use proptest::prelude::prop_assert_eq;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;

/// What fields are when nothing is said, and so is never in the JSON.
const DEFAULTS: &[&str] = &["other", "public", "related", "usable"];

#[test]
fn normalising_twice_changes_nothing() {
    check(3000, generate::articles(), |article| {
        let mut again = article.clone();
        again.normalise();
        prop_assert_eq!(text_of(&again), text_of(article));
        Ok(())
    });
}

#[test]
fn the_model_survives_json() {
    check(1000, generate::articles(), |article| {
        let json = serde_json::to_string(article).unwrap();
        let again: Article = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(text_of(&again), json);
        prop_assert_eq!(&again, article);
        Ok(())
    });
}

#[test]
fn every_part_of_the_model_is_generated() {
    let mut missing = names_of_the_model();
    let mut runner = TestRunner::deterministic();
    for _ in 0..2000 {
        let article = generate::articles().new_tree(&mut runner).unwrap().current();
        strike_out(&serde_json::to_value(article).unwrap(), &mut missing);
    }
    assert_eq!(missing, BTreeSet::new(), "the generator never makes these");
}

#[test]
fn the_case_of_the_whole_model_is_whole() {
    let mut missing = names_of_the_model();
    strike_out(&serde_json::from_str(include_str!("cases/whole-model/article.json")).unwrap(), &mut missing);
    missing.remove("cancelled"); // An article has one status; this one is withheld.
    assert_eq!(missing, BTreeSet::new(), "cases/whole-model lacks these");
}

#[test]
fn huge_articles_are_huge() {
    let article = generate::huge_articles().new_tree(&mut TestRunner::deterministic()).unwrap().current();
    let words = article.body_text(true).split_whitespace().count();
    assert!(words > 5_000, "{words} words");
}

fn text_of(article: &Article) -> String {
    serde_json::to_string(article).unwrap()
}

/// The names of every field and constant of the model, from its JSON Schema.
fn names_of_the_model() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    collect_names(&schemars::schema_for!(Article).to_value(), &mut names);
    for default in DEFAULTS {
        assert!(names.remove(*default), "{default} is no word of the model any more");
    }
    names
}

/// The names of every field, kind and constant in a JSON Schema.
fn collect_names(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("properties", Value::Object(fields)) => names.extend(fields.keys().cloned()),
                    ("const", Value::String(name)) => {
                        names.insert(name.clone());
                    }
                    ("enum", Value::Array(all)) => {
                        names.extend(all.iter().filter_map(Value::as_str).map(str::to_owned))
                    }
                    _ => {}
                }
                collect_names(value, names);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_names(item, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Strikes out every name that a value uses, as a key or as a word.
fn strike_out(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                names.remove(key);
                strike_out(value, names);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| strike_out(item, names)),
        Value::String(word) => {
            names.remove(word);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
