//! Markdown both ways, with YAML or TOML front matter.
//!
//! The body is what a person would have written: the headline as the first heading, the byline, the dateline before the
//! first paragraph, the story, the credit lines and the copyright lines. The front matter holds what the body cannot.
//! Nothing stands in both. What Markdown has no sign for stands in the body as plain HTML.
//!
//! ```
//! use copydesk_core::{Article, Block, WriteContext, Writer};
//! let article = Article {
//!     headline: "Bridge opens".into(),
//!     body: vec![Block::paragraph("The bridge *finally* opened.")],
//!     ..Article::default()
//! };
//! let mut output = Vec::new();
//! copydesk_markdown::MarkdownWriter::default().write(&article, &WriteContext::default(), &mut output)?;
//! assert_eq!(output, b"# Bridge opens\n\nThe bridge \\*finally\\* opened.\n");
//! # Ok::<(), copydesk_core::Error>(())
//! ```
#![doc = include_str!("../MAPPING.md")]

mod entities;
mod furniture;
mod names;
mod options;
mod parts;
mod read;
mod write;
mod yaml;

pub use options::{Flavour, FrontMatter};
pub use read::MarkdownReader;
pub use write::MarkdownWriter;

use copydesk_core::{Format, OptionInfo};

/// Markdown, as this crate reads and writes it.
pub const FORMAT: Format = Format {
    name: "markdown",
    aliases: &["md"],
    title: "Markdown",
    extensions: &["md", "markdown", "mdown", "mkd"],
    media_type: "text/markdown; charset=utf-8",
    binary: false,
    finished: false,
    reader_options: &[OptionInfo {
        name: "smart",
        values: "`true` or `false`",
        default: "false",
        about: "whether straight quotes, `--` and `...` are read as curly quotes, dashes and an ellipsis",
    }],
    writer_options: &[
        OptionInfo {
            name: "flavour",
            values: "`gfm`, `commonmark` or `pandoc`",
            default: "gfm",
            about: "which Markdown: `commonmark` has no tables, footnotes and strike-out, they are HTML there",
        },
        OptionInfo {
            name: "front-matter",
            values: "`pandoc`, `hugo` or `jekyll`",
            default: "pandoc",
            about: "whose names the keys of the front matter have",
        },
        OptionInfo {
            name: "width",
            values: "a number of characters, or 0 for one line a paragraph",
            default: "0",
            about: "where the lines of paragraphs are wrapped",
        },
    ],
};
