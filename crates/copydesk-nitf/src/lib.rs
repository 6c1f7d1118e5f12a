#![doc = include_str!("../MAPPING.md")]

mod account;
mod moments;
mod native;
mod read;
mod spelling;
mod valid;
mod write;

use copydesk_core::{Format, OptionInfo};

pub use account::{Account, Piece, account};
pub use read::NitfReader;
pub use valid::{Fault, validate};
pub use write::{NitfWriter, Version};

/// NITF, the News Industry Text Format.
pub const FORMAT: &Format = &Format {
    name: "nitf",
    aliases: &[],
    title: "NITF",
    extensions: &["xml", "nitf", "ntf"],
    media_type: "application/nitf+xml",
    binary: false,
    finished: false,
    reader_options: &[],
    writer_options: WRITER_OPTIONS,
};

const WRITER_OPTIONS: &[OptionInfo] = &[
    OptionInfo {
        name: "version",
        values: "3.3, 3.4, 3.5 or 3.6",
        default: "3.6",
        about: "the version of the schema; only 3.6 has room for what NITF itself lacks",
    },
    OptionInfo {
        name: "doctype",
        values: "yes or no",
        default: "no",
        about: "whether a document type declaration is written",
    },
    OptionInfo {
        name: "layout",
        values: "pretty or compact",
        default: "pretty",
        about: "whether elements stand on lines of their own",
    },
    OptionInfo {
        name: "encoding",
        values: "the name of a character encoding: utf-8, utf-16le, iso-8859-1, windows-1252 …",
        default: "utf-8",
        about: "the encoding of the output",
    },
];

/// The namespace of what NITF has no element for. Removing every element and attribute of it leaves plain NITF.
pub const NAMESPACE: &str = "urn:x-copydesk:article:1";
