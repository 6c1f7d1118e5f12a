//! The front matter: what the body cannot hold.

use copydesk_core::{Article, Extras, Inlines, Metadata, single_paragraph};
use serde_json::{Map, Value};

use super::lines::Lines;
use crate::FrontMatter;
use crate::furniture::is_one_line;
use crate::names::{FIELDS, is_known};
use crate::yaml::push_entry;

/// Appends the front matter, without its fences.
pub(super) fn write(
    article: &Article,
    lines: &Lines,
    entities: &[Value],
    dialect: FrontMatter,
    out: &mut String,
) {
    let Metadata { extras, .. } = &article.metadata;
    let fields = match serde_json::to_value(&article.metadata) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    if article.headline.is_empty() && article.metadata.title.is_some() {
        push_entry("headline", &Value::from(""), out);
    }
    for name in FIELDS {
        if let Some(value) = fields.get(name.field) {
            push_entry(name.in_dialect(dialect), &shortened(name.field, value), out);
        }
    }
    if let Some(text) = plain_abstract(article) {
        let key = match dialect {
            FrontMatter::Pandoc => "abstract",
            FrontMatter::Hugo | FrontMatter::Jekyll => "description",
        };
        push_entry(key, &Value::from(text), out);
    }
    if !article.rights.is_empty() {
        push_entry("rights", &value(&article.rights), out);
    }
    for (key, parts) in [
        ("bylines", &lines.bylines.parts),
        ("credits", &lines.credits.parts),
        ("copyright", &lines.copyright.parts),
    ] {
        if !parts.is_empty() {
            push_entry(key, &Value::Array(parts.clone()), out);
        }
    }
    if let Some(parts) = &lines.dateline_parts {
        push_entry("dateline", parts, out);
    }
    if !entities.is_empty() {
        push_entry("entities", &Value::Array(entities.to_vec()), out);
    }
    push_extras(extras, out);
}

/// Extras are keys of their own, but for those whose names mean something else.
fn push_extras(extras: &Extras, out: &mut String) {
    let mut hidden = Map::new();
    for (key, extra) in extras {
        if is_known(key) || key.is_empty() || key == "<<" || key.len() > 200 {
            hidden.insert(key.clone(), value(extra));
        } else {
            push_entry(key, &value(extra), out);
        }
    }
    if !hidden.is_empty() {
        push_entry("extras", &Value::Object(hidden), out);
    }
}

/// The abstract where it is one plain text: people look for it in the front matter.
pub(super) fn plain_abstract(article: &Article) -> Option<&str> {
    single_paragraph(&article.summary).and_then(Inlines::as_text).filter(|text| is_one_line(text))
}

/// Concepts and ids that are nothing but a name stand as plain text.
fn shortened(field: &str, value: &Value) -> Value {
    let only = match field {
        "subjects" | "genres" | "places" | "people" | "organisations" | "events" => "name",
        "other_ids" => "value",
        _ => return value.clone(),
    };
    let Value::Array(items) = value else { return value.clone() };
    let short = |item: &Value| {
        let map = item.as_object().filter(|map| map.len() == 1);
        map.and_then(|map| map.get(only)).unwrap_or(item).clone()
    };
    Value::Array(items.iter().map(short).collect())
}

fn value(part: &impl serde::Serialize) -> Value {
    serde_json::to_value(part).unwrap_or_default()
}
