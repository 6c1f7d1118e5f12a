//! PDF/UA-1 and PDF/A-2a: the accessible page.
//!
//! An article is laid out by `copydesk-layout`. krilla writes the file: pages, tags, pictures, links, outline. Text and its
//! fonts are ours, and come in as the file is written once more, with metadata that krilla has no words for and small
//! objects packed.
//!
#![doc = include_str!("../MAPPING.md")]

mod attach;
mod content;
mod draw;
mod file;
mod fonts;
mod metadata;
mod operators;
mod options;
mod pictures;
mod press;
mod render;
mod source;
mod standard;
mod tags;
mod text;
mod write;
mod xmp;

pub use copydesk_layout::page::FontFile;
pub use copydesk_layout::{FontFinder, Wanted, characters};
pub use options::{Attachment, FORMAT, FileForm, Finder, FontData, PdfOptions};
pub use press::InkProfile;
pub use standard::{Standard, StandardError};
pub use write::PdfWriter;

#[cfg(test)]
mod sample;
