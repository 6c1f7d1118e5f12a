//! Running text: a tree of owned strings.

use std::ops::{Deref, DerefMut};

use serde::de::{self, SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Attributes, Feature, Media, is_default};

/// A run of inlines. In JSON: a string where it is plain text, else an array of strings and objects.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Inlines(pub Vec<Inline>);

/// One piece of running text.
///
/// Exhaustive on purpose: a writer names every variant, and the compiler finds the one that does not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", tag = "type", rename_all = "kebab-case")]
pub enum Inline {
    /// Text. In JSON, a bare string.
    #[serde(skip)]
    Text(String),
    /// Emphasis, usually italic.
    Emphasis(Box<Span>),
    /// Strong emphasis, usually bold.
    Strong(Box<Span>),
    /// Underlined text.
    Underline(Box<Span>),
    /// Struck-out text.
    Strike(Box<Span>),
    /// Subscript.
    Sub(Box<Span>),
    /// Superscript.
    Sup(Box<Span>),
    /// A stretch that is marked only by its attributes: another language, a direction, a class.
    Span(Box<Span>),
    /// A link.
    Link(Box<Link>),
    /// A forced line break.
    Break,
    /// A quotation inside a sentence; its quotation marks are not part of the text.
    Quote(Box<Span>),
    /// Code, or other text whose characters and spaces stand as typed.
    Code(Box<Code>),
    /// An image in the line.
    Image(Box<Media>),
    /// A reference to the [footnote](crate::Footnote) with this id.
    FootnoteReference(Box<FootnoteReference>),
    /// A news entity: a person, an organisation, a place …
    Entity(Box<Entity>),
    /// Something the model has no word for; its text stays in place.
    Unknown(Box<UnknownInline>),
}

/// Inlines with attributes: what every style is made of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Span {
    /// What it holds.
    pub content: Inlines,
    /// Its id, class, language, direction and extras.
    #[serde(skip_serializing_if = "is_default")]
    pub attributes: Option<Box<Attributes>>,
}

/// A link and its text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Link {
    /// The address, as written.
    pub target: String,
    /// The title shown on hovering.
    #[serde(skip_serializing_if = "is_default")]
    pub title: Option<String>,
    /// The text of the link.
    pub content: Inlines,
    /// Its id, class, language, direction and extras.
    #[serde(skip_serializing_if = "is_default")]
    pub attributes: Option<Box<Attributes>>,
}

/// Code in a line.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Code {
    /// The code.
    pub text: String,
    /// Its id, class, language, direction and extras.
    #[serde(skip_serializing_if = "is_default")]
    pub attributes: Option<Box<Attributes>>,
}

/// A mark in the text that stands for a footnote.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct FootnoteReference {
    /// The id of the footnote. Several references may name one footnote.
    pub id: String,
}

/// What a news entity is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EntityKind {
    /// A person.
    #[default]
    Person,
    /// An organisation.
    Organisation,
    /// A place.
    Place,
    /// A date or time.
    Date,
    /// A sum of money.
    Money,
    /// A number.
    Number,
    /// An event.
    Event,
}

/// A news entity in the text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// Its code in a scheme, or its value in normal form (`2022-01-10` of a date, a number's plain digits).
    #[serde(skip_serializing_if = "is_default")]
    pub value: Option<String>,
    /// The scheme of the code, or the unit of the value (`USD`).
    #[serde(skip_serializing_if = "is_default")]
    pub scheme: Option<String>,
    /// The words that name it.
    pub content: Inlines,
    /// Its id, class, language, direction and extras.
    #[serde(skip_serializing_if = "is_default")]
    pub attributes: Option<Box<Attributes>>,
}

/// An inline element the model has no word for. Its own attributes stand in `attributes.extras`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct UnknownInline {
    /// The element's name in its format: `object.title`.
    pub name: String,
    /// What it holds.
    pub content: Inlines,
    /// Its id, class, language, direction and, as extras, everything else.
    #[serde(skip_serializing_if = "is_default")]
    pub attributes: Option<Box<Attributes>>,
}

impl Inlines {
    /// No inlines.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Plain text: every character a reader sees, a break as a line feed, footnote marks and images left out.
    pub fn plain_text(&self) -> String {
        let mut text = String::new();
        self.push_plain_text(&mut text);
        text
    }

    /// The same, appended to `text`.
    pub fn push_plain_text(&self, text: &mut String) {
        for inline in &self.0 {
            match inline {
                Inline::Text(piece) => text.push_str(piece),
                Inline::Code(code) => text.push_str(&code.text),
                Inline::Break => text.push('\n'),
                Inline::Image(_) | Inline::FootnoteReference(_) => {}
                Inline::Emphasis(_)
                | Inline::Strong(_)
                | Inline::Underline(_)
                | Inline::Strike(_)
                | Inline::Sub(_)
                | Inline::Sup(_)
                | Inline::Span(_)
                | Inline::Link(_)
                | Inline::Quote(_)
                | Inline::Entity(_)
                | Inline::Unknown(_) => {
                    if let Some(content) = inline.content() {
                        content.push_plain_text(text);
                    }
                }
            }
        }
    }

    /// The text itself where there is nothing but text.
    pub fn as_text(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Inline::Text(text)] => Some(text),
            _ => None,
        }
    }
}

impl Inline {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// What a report calls it.
    pub fn feature(&self) -> Feature {
        match self {
            Self::Text(_) => Feature::Text,
            Self::Emphasis(_) => Feature::Emphasis,
            Self::Strong(_) => Feature::Strong,
            Self::Underline(_) => Feature::Underline,
            Self::Strike(_) => Feature::Strike,
            Self::Sub(_) => Feature::Sub,
            Self::Sup(_) => Feature::Sup,
            Self::Span(_) => Feature::Span,
            Self::Link(_) => Feature::Link,
            Self::Break => Feature::Break,
            Self::Quote(_) => Feature::Quote,
            Self::Code(_) => Feature::Code,
            Self::Image(_) => Feature::Image,
            Self::FootnoteReference(_) => Feature::FootnoteReference,
            Self::Entity(_) => Feature::Entity,
            Self::Unknown(_) => Feature::UnknownInline,
        }
    }

    /// The inlines it holds, if it is of a kind that holds any.
    pub fn content(&self) -> Option<&Inlines> {
        match self {
            Self::Text(_) | Self::Break | Self::Code(_) | Self::Image(_) | Self::FootnoteReference(_) => None,
            Self::Emphasis(span)
            | Self::Strong(span)
            | Self::Underline(span)
            | Self::Strike(span)
            | Self::Sub(span)
            | Self::Sup(span)
            | Self::Span(span)
            | Self::Quote(span) => Some(&span.content),
            Self::Link(link) => Some(&link.content),
            Self::Entity(entity) => Some(&entity.content),
            Self::Unknown(unknown) => Some(&unknown.content),
        }
    }

    /// The same, to change.
    pub fn content_mut(&mut self) -> Option<&mut Inlines> {
        match self {
            Self::Text(_) | Self::Break | Self::Code(_) | Self::Image(_) | Self::FootnoteReference(_) => None,
            Self::Emphasis(span)
            | Self::Strong(span)
            | Self::Underline(span)
            | Self::Strike(span)
            | Self::Sub(span)
            | Self::Sup(span)
            | Self::Span(span)
            | Self::Quote(span) => Some(&mut span.content),
            Self::Link(link) => Some(&mut link.content),
            Self::Entity(entity) => Some(&mut entity.content),
            Self::Unknown(unknown) => Some(&mut unknown.content),
        }
    }

    /// Whether the normal form keeps it with nothing in it: a link to somewhere, an entity with a value.
    pub fn stands_empty(&self) -> bool {
        match self {
            Self::Link(link) => !link.target.is_empty(),
            Self::Entity(entity) => entity.value.is_some(),
            Self::Unknown(_) => true,
            Self::Text(_)
            | Self::Emphasis(_)
            | Self::Strong(_)
            | Self::Underline(_)
            | Self::Strike(_)
            | Self::Sub(_)
            | Self::Sup(_)
            | Self::Span(_)
            | Self::Break
            | Self::Quote(_)
            | Self::Code(_)
            | Self::Image(_)
            | Self::FootnoteReference(_) => false,
        }
    }

    /// Its id, class, language, direction and extras, if it has any.
    pub fn attributes(&self) -> Option<&Attributes> {
        match self {
            Self::Text(_) | Self::Break | Self::FootnoteReference(_) => None,
            Self::Emphasis(span)
            | Self::Strong(span)
            | Self::Underline(span)
            | Self::Strike(span)
            | Self::Sub(span)
            | Self::Sup(span)
            | Self::Span(span)
            | Self::Quote(span) => span.attributes.as_deref(),
            Self::Link(link) => link.attributes.as_deref(),
            Self::Code(code) => code.attributes.as_deref(),
            Self::Image(media) => media.attributes.as_deref(),
            Self::Entity(entity) => entity.attributes.as_deref(),
            Self::Unknown(unknown) => unknown.attributes.as_deref(),
        }
    }

    /// Where its attributes stand, if it is of a kind that may have any.
    pub fn attributes_mut(&mut self) -> Option<&mut Option<Box<Attributes>>> {
        match self {
            Self::Text(_) | Self::Break | Self::FootnoteReference(_) => None,
            Self::Emphasis(span)
            | Self::Strong(span)
            | Self::Underline(span)
            | Self::Strike(span)
            | Self::Sub(span)
            | Self::Sup(span)
            | Self::Span(span)
            | Self::Quote(span) => Some(&mut span.attributes),
            Self::Link(link) => Some(&mut link.attributes),
            Self::Code(code) => Some(&mut code.attributes),
            Self::Image(media) => Some(&mut media.attributes),
            Self::Entity(entity) => Some(&mut entity.attributes),
            Self::Unknown(unknown) => Some(&mut unknown.attributes),
        }
    }
}

impl Span {
    /// A span without attributes.
    pub fn new(content: impl Into<Inlines>) -> Self {
        Self { content: content.into(), attributes: None }
    }
}

impl Deref for Inlines {
    type Target = Vec<Inline>;
    fn deref(&self) -> &Vec<Inline> {
        &self.0
    }
}

impl DerefMut for Inlines {
    fn deref_mut(&mut self) -> &mut Vec<Inline> {
        &mut self.0
    }
}

impl From<&str> for Inlines {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Inlines {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::new() } else { Self(vec![Inline::Text(text)]) }
    }
}

impl From<Vec<Inline>> for Inlines {
    fn from(inlines: Vec<Inline>) -> Self {
        Self(inlines)
    }
}

impl FromIterator<Inline> for Inlines {
    fn from_iter<I: IntoIterator<Item = Inline>>(inlines: I) -> Self {
        Self(inlines.into_iter().collect())
    }
}

impl IntoIterator for Inlines {
    type Item = Inline;
    type IntoIter = std::vec::IntoIter<Inline>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Inlines {
    type Item = &'a Inline;
    type IntoIter = std::slice::Iter<'a, Inline>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl Serialize for Inlines {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(text) = self.as_text() {
            return serializer.serialize_str(text);
        }
        let mut array = serializer.serialize_seq(Some(self.0.len()))?;
        for inline in &self.0 {
            array.serialize_element(inline)?;
        }
        array.end()
    }
}

impl<'de> Deserialize<'de> for Inlines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InlinesVisitor;
        impl<'de> Visitor<'de> for InlinesVisitor {
            type Value = Inlines;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string, or an array of strings and inlines")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Inlines, E> {
                Ok(Inlines::from(text))
            }
            fn visit_string<E: de::Error>(self, text: String) -> Result<Inlines, E> {
                Ok(Inlines::from(text))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Inlines, A::Error> {
                let mut inlines = Vec::new();
                while let Some(inline) = seq.next_element()? {
                    inlines.push(inline);
                }
                Ok(Inlines(inlines))
            }
        }
        deserializer.deserialize_any(InlinesVisitor)
    }
}

impl Serialize for Inline {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Self::Text(text) = self {
            serializer.serialize_str(text)
        } else {
            Self::serialize(self, serializer)
        }
    }
}

/// Most running text is plain: what is rarer is boxed, and an inline takes no more room than its text.
const _: () = assert!(size_of::<Inline>() == size_of::<String>());
