//! The article as JSON, lossless both ways, with its [JSON Schema](SCHEMA).
//!
//! One article, an array of articles, or several documents one after another (JSON Lines among them) are read; the
//! form is that of the model itself, key by key.
//!
//! ```
//! use copydesk_core::{ReadContext, WriteContext, Writer, read_one};
//! use copydesk_json::{JsonReader, JsonWriter};
//!
//! let input = br#"{ "headline": "Bridge opens", "body": [{ "type": "paragraph", "content": "At last." }] }"#;
//! let article = read_one(&JsonReader::default(), input, &ReadContext::default())?.output;
//! let mut output = Vec::new();
//! JsonWriter::default().write(&article, &WriteContext::default(), &mut output)?;
//! assert_eq!(read_one(&JsonReader::default(), &output, &ReadContext::default())?.output, article);
//! # Ok::<(), copydesk_core::Error>(())
//! ```
#![doc = include_str!("../MAPPING.md")]

mod field;
mod message;
mod nesting;
mod position;
mod read;
mod split;
mod write;

pub use field::set_field;
pub use read::JsonReader;
pub use write::{JsonLayout, JsonWriter};

use copydesk_core::{Format, OptionInfo};

/// JSON, as this crate reads and writes it.
pub const FORMAT: Format = Format {
    name: "json",
    aliases: &["jsonl", "ndjson"],
    title: "JSON",
    extensions: &["json", "jsonl", "ndjson"],
    media_type: "application/json",
    binary: false,
    finished: false,
    reader_options: &[],
    writer_options: &[OptionInfo {
        name: "layout",
        values: "`pretty` or `compact` (one line an article, so that several make JSON Lines)",
        default: "pretty",
        about: "how the JSON is laid out",
    }],
};

/// The JSON Schema (2020-12) of one article, generated from the model's types.
pub const SCHEMA: &str = include_str!("../article.schema.json");
