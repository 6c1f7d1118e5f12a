//! What a PDF may be asked to be.

use std::fmt;

use copydesk_core::{Error, Format, OptionInfo};
use copydesk_layout::page::FontBytes;
use copydesk_layout::{FontBook, FontFinder, Theme};

use crate::press::InkProfile;
use crate::standard::Standard;

/// How a PDF is written.
#[derive(Debug, Clone, Default)]
pub struct PdfOptions {
    /// How the page looks. Default: `broadsheet` on A4.
    pub theme: Theme,
    /// Fonts besides the bundled ones: font files, in the order they are tried. Default: none.
    pub fonts: Vec<FontData>,
    /// The standards it keeps. Default: PDF/UA-1 and PDF/A-2a; with an attachment PDF/A-3a.
    pub standard: Standard,
    /// The article is attached as JSON, so that the PDF can be turned back into it. Default: no.
    pub attachment: Attachment,
    /// Whether the file is packed. Default: it is.
    pub form: FileForm,
    /// Whether the sheet is larger than the page, with boxes and crop marks. Default: no.
    pub press: bool,
    /// What the inks of pictures are that do not say so themselves; without it, their colours become red, green and
    /// blue. Default: none.
    pub inks: Option<InkProfile>,
    /// Where a font is looked for that has what no other has. Default: nowhere.
    pub finder: Option<Finder>,
}

/// Finds fonts outside the writer's own.
#[derive(Clone)]
pub struct Finder(pub std::sync::Arc<dyn FontFinder>);

impl fmt::Debug for Finder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Finder")
    }
}

/// The bytes of a font file. Cheap to clone.
#[derive(Clone)]
pub struct FontData(pub FontBytes);

impl fmt::Debug for FontData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FontData({} bytes)", (*self.0).as_ref().len())
    }
}

impl FontData {
    /// Whether the writer can use it, which it finds out with its first article otherwise.
    ///
    /// # Errors
    /// It is no whole font ([`ErrorKind::Malformed`](copydesk_core::ErrorKind::Malformed)); its licence forbids embedding
    /// ([`ErrorKind::Unsupported`](copydesk_core::ErrorKind::Unsupported)).
    pub fn check(&self) -> Result<(), Error> {
        FontBook::bundled().add(self.0.clone())
    }
}

impl From<Vec<u8>> for FontData {
    fn from(bytes: Vec<u8>) -> Self {
        Self(std::sync::Arc::new(bytes))
    }
}

/// What is attached to a PDF.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Attachment {
    /// Nothing.
    #[default]
    None,
    /// The article as JSON, without what is internal.
    Article,
}

/// How the bytes of a PDF stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FileForm {
    /// As small as can be.
    #[default]
    Packed,
    /// ASCII, nothing compressed: for reading and comparing.
    Readable,
}

/// PDF.
pub static FORMAT: Format = Format {
    name: "pdf",
    aliases: &[],
    title: "PDF",
    extensions: &["pdf"],
    media_type: "application/pdf",
    binary: true,
    finished: true,
    reader_options: &[],
    writer_options: &[
        OptionInfo {
            name: "theme",
            values: "broadsheet, magazine, plain, large-print, or a house style in TOML",
            default: "broadsheet",
            about: "how the page looks",
        },
        OptionInfo {
            name: "paper",
            values: "a3, a4, a5, letter, legal, tabloid, broadsheet, or WIDTHxHEIGHTmm",
            default: "a4",
            about: "the size of the page",
        },
        OptionInfo {
            name: "columns",
            values: "a number from 0 to 6; 0 for as many as suit the type",
            default: "0",
            about: "how many columns the story is set in",
        },
        OptionInfo {
            name: "text-size",
            values: "a number of points",
            default: "the theme's",
            about: "the size of the text, with everything that goes by it",
        },
        OptionInfo {
            name: "standard",
            values: Standard::VALUES,
            default: "ua-1+a-2a",
            about: "the standards the file keeps",
        },
        OptionInfo {
            name: "attach",
            values: "none or article",
            default: "none",
            about: "whether the article is attached as JSON (PDF/A-3 then)",
        },
        OptionInfo {
            name: "compress",
            values: "true or false",
            default: "true",
            about: "whether the file is packed, or ASCII that can be read and compared",
        },
        OptionInfo {
            name: "press",
            values: "true or false",
            default: "false",
            about: "whether the sheet has trim and bleed boxes and crop marks, and coarse pictures are reported",
        },
    ],
};
