#![doc = include_str!("../MAPPING.md")]

mod read;
mod write;

use copydesk_core::{Format, OptionInfo};

pub use read::TextReader;
pub use write::{Framing, TextWriter};

/// Wire text: plain copy and framed wires.
pub const FORMAT: Format = Format {
    name: "text",
    aliases: &["txt", "plain", "wire"],
    title: "Wire text",
    extensions: &["txt", "text", "wire", "iptc", "anpa", "tst"],
    media_type: "text/plain",
    binary: false,
    finished: false,
    reader_options: &[],
    writer_options: &[
        OptionInfo {
            name: "width",
            values: "a number of characters from 20 on, or 0 for no wrapping",
            default: "0",
            about: "wraps paragraphs at this width",
        },
        OptionInfo {
            name: "framing",
            values: "none or iptc7901",
            default: "none",
            about: "writes a message of IPTC 7901, with header, slug line and date",
        },
    ],
};
