//! Photographs, graphics, sounds and films.

use serde::{Deserialize, Serialize};

use crate::{Attributes, Block, Error, Inlines, is_default};

/// One picture, sound or film: its renditions, and what is said about it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Media {
    /// What it is.
    pub kind: MediaKind,
    /// The files that show it, best first.
    pub renditions: Vec<Rendition>,
    /// What it shows, in words, for who cannot see or hear it. `None`: nothing is known; empty: it is decoration.
    #[serde(skip_serializing_if = "is_default")]
    pub alternative: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "is_default")]
    pub title: Option<String>,
    /// The caption printed below it.
    #[serde(skip_serializing_if = "is_default")]
    pub caption: Vec<Block>,
    /// The credit printed with it: `Photo: Jane Doe/Agency`.
    #[serde(skip_serializing_if = "is_default")]
    pub credit: Inlines,
    /// Its id, class, language, direction, audience and extras.
    #[serde(skip_serializing_if = "is_default")]
    pub attributes: Option<Box<Attributes>>,
}

/// What a piece of media is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MediaKind {
    /// A photograph or other picture.
    #[default]
    Image,
    /// A drawn graphic or chart.
    Graphic,
    /// Sound.
    Audio,
    /// Film.
    Video,
    /// Any other data.
    Data,
}

/// One file of a piece of media.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Rendition {
    /// Where it is: an address, a path beside the article, or an id in the provider's archive.
    #[serde(skip_serializing_if = "is_default")]
    pub source: Option<String>,
    /// Its bytes, where the article holds them. In JSON, base64.
    #[serde(with = "base64_bytes", skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub data: Option<Vec<u8>>,
    /// Its media type: `image/jpeg`.
    #[serde(skip_serializing_if = "is_default")]
    pub media_type: Option<String>,
    /// What it is for: `thumbnail`, `highres`.
    #[serde(skip_serializing_if = "is_default")]
    pub role: Option<String>,
    /// Its width in pixels.
    #[serde(skip_serializing_if = "is_default")]
    pub width: Option<u32>,
    /// Its height in pixels.
    #[serde(skip_serializing_if = "is_default")]
    pub height: Option<u32>,
    /// What else the source said of it.
    #[serde(skip_serializing_if = "is_default")]
    pub extras: crate::Extras,
}

/// Finds the bytes of media an article refers to.
///
/// The library itself opens nothing: the command line gives a resolver rooted at the input's folder, which reads
/// nothing outside it and never the network.
pub trait MediaResolver {
    /// The bytes at `source`, or `None` where there is no such file.
    ///
    /// # Errors
    /// The file is there and cannot be had: unreadable, larger than the limit, outside the folder.
    fn resolve(&self, source: &str) -> Result<Option<Vec<u8>>, Error>;
}

/// A resolver that finds nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoMedia;

impl MediaResolver for NoMedia {
    fn resolve(&self, _source: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(None)
    }
}

mod base64_bytes {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize, Deserializer, Serializer, de};

    #[expect(clippy::ref_option, reason = "serde asks for this shape")]
    pub(super) fn serialize<S: Serializer>(
        bytes: &Option<Vec<u8>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match bytes {
            Some(bytes) => serializer.serialize_str(&STANDARD.encode(bytes)),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Vec<u8>>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| STANDARD.decode(text).map_err(de::Error::custom)).transpose()
    }
}
