//! What any block or inline may carry besides its content, and the open extras.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::is_default;

/// Id, class, language, direction, audience and extras of a block or an inline.
///
/// Boxed where it is used, so that the common case, none at all, stays one word.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Attributes {
    /// Its id, unique in the article.
    #[serde(skip_serializing_if = "is_default")]
    pub id: Option<String>,
    /// Its classes.
    #[serde(skip_serializing_if = "is_default")]
    pub class: Vec<String>,
    /// Its language, as a BCP 47 tag.
    #[serde(skip_serializing_if = "is_default")]
    pub language: Option<String>,
    /// Its direction.
    #[serde(skip_serializing_if = "is_default")]
    pub direction: Option<Direction>,
    /// Whom it is for. Only blocks are ever internal.
    #[serde(skip_serializing_if = "is_default")]
    pub audience: Audience,
    /// What else the source said of it.
    #[serde(skip_serializing_if = "is_default")]
    pub extras: Extras,
}

/// Whom a block is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Anyone.
    #[default]
    Public,
    /// The desk: an editor's note, contacts, anything marked not for publication. A public format leaves it out.
    Internal,
}

/// The direction text runs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

/// Open extras: what a source says and the model has no field for, by name, sorted.
///
/// A name that belongs to one format carries its prefix: `nitf:rating`. A name without a prefix is free
/// metadata (a front-matter key, a `meta` name).
pub type Extras = BTreeMap<String, Value>;

/// A value of an extra.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Value {
    /// Nothing.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction; never infinite, never not-a-number.
    Number(f64),
    /// Text.
    Text(String),
    /// Several values.
    List(Vec<Value>),
    /// Named values, sorted. An XML element is a map of `@name` for each attribute and, if it has any content,
    /// `content`: a list of texts and of one-entry maps, element name to element.
    Map(BTreeMap<String, Value>),
}

impl Attributes {
    /// Whether `name` is one of the classes.
    pub fn has_class(&self, name: &str) -> bool {
        self.class.iter().any(|class| class == name)
    }

    /// The attributes in a box, or none if they say nothing.
    pub fn boxed(self) -> Option<Box<Self>> {
        if is_default(&self) { None } else { Some(Box::new(self)) }
    }
}

impl Value {
    /// The text, if it is text.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
