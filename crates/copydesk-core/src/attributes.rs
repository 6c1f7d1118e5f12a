//! What any block or inline may carry besides its content, and the open extras.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

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

impl Direction {
    /// Its name in markup: `ltr`, `rtl`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// Open extras: what a source says and the model has no field for, by name, sorted.
///
/// A name that belongs to one format carries its prefix: `nitf:rating`. A name without a prefix is free
/// metadata (a front-matter key, a `meta` name).
pub type Extras = BTreeMap<String, Value>;

/// A value of an extra.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
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

/// Takes each value as what it is, in one go. What serde derives for an enum without tags keeps a copy of the value and
/// tries one kind after the other, each failure with a message of its own.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValueVisitor;
        impl<'de> Visitor<'de> for ValueVisitor {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("nothing, true or false, a number, a text, a list or a map")
            }

            fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_none<E: de::Error>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
                Value::deserialize(deserializer)
            }

            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
                Ok(Value::Bool(value))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Value, E> {
                Ok(Value::Integer(number))
            }

            #[expect(clippy::cast_precision_loss, reason = "what is too large for an integer is kept about")]
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
                Ok(i64::try_from(number).map_or(Value::Number(number as f64), Value::Integer))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Value, E> {
                Ok(Value::Number(number))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
                Ok(Value::Text(text.to_owned()))
            }

            fn visit_string<E: de::Error>(self, text: String) -> Result<Value, E> {
                Ok(Value::Text(text))
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Value, E> {
                let text = std::str::from_utf8(bytes);
                text.map(Value::from).map_err(|_| E::invalid_value(de::Unexpected::Bytes(bytes), &self))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = seq.next_element()? {
                    values.push(value);
                }
                Ok(Value::List(values))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
                let mut values = BTreeMap::new();
                while let Some((key, value)) = map.next_entry()? {
                    values.insert(key, value);
                }
                Ok(Value::Map(values))
            }
        }
        deserializer.deserialize_any(ValueVisitor)
    }
}
