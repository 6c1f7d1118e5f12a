//! The JSON Schema of blocks and running text, whose JSON form is read by hand.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::{
    Block, Code, Container, CrossHead, DefinitionList, Entity, Footnote, FootnoteReference, Inline, Inlines,
    Link, List, Media, Note, Paragraph, Preformatted, Quotation, Rule, Span, Table, UnknownBlock,
    UnknownInline,
};

/// Every block, with its type.
#[derive(JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its shape is used")]
enum TaggedBlock {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A heading inside the story.
    CrossHead(CrossHead),
    /// An ordered or unordered list.
    List(List),
    /// A list of terms and what they mean.
    DefinitionList(DefinitionList),
    /// A quotation set apart from the text.
    Quotation(Quotation),
    /// Text whose spaces and line ends stand as typed: wire tables, racing cards, verse.
    Preformatted(Preformatted),
    /// A table.
    Table(Box<Table>),
    /// A photograph, graphic, sound or film, with caption and credit.
    Figure(Box<Media>),
    /// A footnote; references name it by its id.
    Footnote(Footnote),
    /// A rule across the column.
    Rule(Rule),
    /// A note or a fact box.
    Note(Note),
    /// Blocks that belong together.
    Container(Container),
    /// Something the model has no word for.
    Unknown(UnknownBlock),
}

impl JsonSchema for Block {
    fn schema_name() -> Cow<'static, str> {
        "Block".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = TaggedBlock::json_schema(generator);
        schema.insert("description".to_owned(), "One block of the body: an object with its `type`.".into());
        schema
    }
}

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
