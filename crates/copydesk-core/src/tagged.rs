//! Reading blocks and inlines: objects that name their `type`.
//!
//! Where `type` comes first, as we write it, the rest is read straight into its place: nothing is held twice, and an
//! error names the line, the column and the path where it is. Where it comes later, what stands before it is kept.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, Error, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Block, Inline};

/// The key that says what an object is.
const TAG: &str = "type";

/// The names of the blocks, for the error of one that is not known.
const BLOCKS: &[&str] = &[
    "paragraph",
    "cross-head",
    "list",
    "definition-list",
    "quotation",
    "preformatted",
    "table",
    "figure",
    "footnote",
    "rule",
    "note",
    "container",
    "unknown",
];
/// The names of the inlines.
const INLINES: &[&str] = &[
    "emphasis",
    "strong",
    "underline",
    "strike",
    "sub",
    "sup",
    "span",
    "link",
    "break",
    "quote",
    "code",
    "image",
    "footnote-reference",
    "entity",
    "unknown",
];

impl Serialize for Block {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(BlockVisitor)
    }
}

impl<'de> Deserialize<'de> for Inline {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(InlineVisitor)
    }
}

struct BlockVisitor;

impl<'de> Visitor<'de> for BlockVisitor {
    type Value = Block;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a block with its `type`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Block, A::Error> {
        match map.next_key::<String>()? {
            Some(key) if key == TAG => {
                let name: String = map.next_value()?;
                block(&name, MapAccessDeserializer::new(map))
            }
            first => Block::deserialize(MapAccessDeserializer::new(FromFirst { first, map })),
        }
    }
}

struct InlineVisitor;

impl<'de> Visitor<'de> for InlineVisitor {
    type Value = Inline;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, or an inline with its `type`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Inline, E> {
        Ok(Inline::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Inline, E> {
        Ok(Inline::Text(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Inline, A::Error> {
        match map.next_key::<String>()? {
            Some(key) if key == TAG => {
                let name: String = map.next_value()?;
                inline(&name, MapAccessDeserializer::new(map))
            }
            first => Inline::deserialize(MapAccessDeserializer::new(FromFirst { first, map })),
        }
    }
}

fn block<'de, D: Deserializer<'de>>(name: &str, rest: D) -> Result<Block, D::Error> {
    Ok(match name {
        "paragraph" => Block::Paragraph(Deserialize::deserialize(rest)?),
        "cross-head" => Block::CrossHead(Deserialize::deserialize(rest)?),
        "list" => Block::List(Deserialize::deserialize(rest)?),
        "definition-list" => Block::DefinitionList(Deserialize::deserialize(rest)?),
        "quotation" => Block::Quotation(Deserialize::deserialize(rest)?),
        "preformatted" => Block::Preformatted(Deserialize::deserialize(rest)?),
        "table" => Block::Table(Deserialize::deserialize(rest)?),
        "figure" => Block::Figure(Deserialize::deserialize(rest)?),
        "footnote" => Block::Footnote(Deserialize::deserialize(rest)?),
        "rule" => Block::Rule(Deserialize::deserialize(rest)?),
        "note" => Block::Note(Deserialize::deserialize(rest)?),
        "container" => Block::Container(Deserialize::deserialize(rest)?),
        "unknown" => Block::Unknown(Deserialize::deserialize(rest)?),
        _ => return Err(D::Error::unknown_variant(name, BLOCKS)),
    })
}

fn inline<'de, D: Deserializer<'de>>(name: &str, rest: D) -> Result<Inline, D::Error> {
    Ok(match name {
        "emphasis" => Inline::Emphasis(Deserialize::deserialize(rest)?),
        "strong" => Inline::Strong(Deserialize::deserialize(rest)?),
        "underline" => Inline::Underline(Deserialize::deserialize(rest)?),
        "strike" => Inline::Strike(Deserialize::deserialize(rest)?),
        "sub" => Inline::Sub(Deserialize::deserialize(rest)?),
        "sup" => Inline::Sup(Deserialize::deserialize(rest)?),
        "span" => Inline::Span(Deserialize::deserialize(rest)?),
        "link" => Inline::Link(Deserialize::deserialize(rest)?),
        "break" => {
            Nothing::deserialize(rest)?;
            Inline::Break
        }
        "quote" => Inline::Quote(Deserialize::deserialize(rest)?),
        "code" => Inline::Code(Deserialize::deserialize(rest)?),
        "image" => Inline::Image(Deserialize::deserialize(rest)?),
        "footnote-reference" => Inline::FootnoteReference(Deserialize::deserialize(rest)?),
        "entity" => Inline::Entity(Deserialize::deserialize(rest)?),
        "unknown" => Inline::Unknown(Deserialize::deserialize(rest)?),
        _ => return Err(D::Error::unknown_variant(name, INLINES)),
    })
}

/// What a line break holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// A map whose first key has been read already.
struct FromFirst<A> {
    first: Option<String>,
    map: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for FromFirst<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            Some(key) => {
                let key: StringDeserializer<A::Error> = key.into_deserializer();
                seed.deserialize(key).map(Some)
            }
            None => self.map.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}
