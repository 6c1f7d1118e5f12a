//! The JSON Schema of running text, whose JSON form is written by hand.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::{Code, Entity, FootnoteReference, Inline, Inlines, Link, Media, Span, UnknownInline};

/// Every inline but text.
#[derive(JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
enum TaggedInline {
    Emphasis(Span),
    Strong(Span),
    Underline(Span),
    Strike(Span),
    Sub(Span),
    Sup(Span),
    Span(Span),
    Link(Link),
    Break,
    Quote(Span),
    Code(Code),
    Image(Box<Media>),
    FootnoteReference(FootnoteReference),
    Entity(Box<Entity>),
    Unknown(Box<UnknownInline>),
}

impl JsonSchema for Inline {
    fn schema_name() -> Cow<'static, str> {
        "Inline".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let tagged = TaggedInline::json_schema(generator);
        json_schema!({ "description": "One piece of running text: plain text, or an object with its `type`.",
            "anyOf": [{ "type": "string" }, tagged] })
    }
}

impl JsonSchema for Inlines {
    fn schema_name() -> Cow<'static, str> {
        "Inlines".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let inline = generator.subschema_for::<Inline>();
        json_schema!({ "description": "Running text: a string where it is plain, else an array.",
            "anyOf": [{ "type": "string" }, { "type": "array", "items": inline }] })
    }
}
