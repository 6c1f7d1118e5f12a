//! Writes wire text.

use copydesk_core::{Article, Error, Format, Report, WriteContext, Writer, bad_option_value};

use self::page::Page;
use self::reduce::reduce;

mod draw;
mod lines;
mod message;
mod metadata;
mod page;
mod reduce;
mod verify;

/// Writes an article as plain text: headline, byline, dateline, paragraphs, credits, copyright.
#[derive(Debug, Clone, Default)]
pub struct TextWriter {
    /// Paragraphs are wrapped at this many characters; 0, the default, does not wrap.
    pub width: usize,
    /// What stands around the story. Default: nothing.
    pub framing: Framing,
}

/// What stands around a story.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Framing {
    /// Nothing.
    #[default]
    None,
    /// The header, slug line and date of IPTC 7901, with its control characters; lines end in CR LF.
    Iptc7901,
}

impl Writer for TextWriter {
    fn format(&self) -> &'static Format {
        &crate::FORMAT
    }

    fn set_option(&mut self, name: &str, value: &str) -> Result<(), Error> {
        match name {
            "width" => {
                let width = value.parse().ok().filter(|width| *width == 0 || *width >= 20);
                self.width = width.ok_or_else(|| {
                    bad_option_value(&crate::FORMAT, name, value, "0 or a number from 20 on")
                })?;
                Ok(())
            }
            "framing" => {
                self.framing = match value {
                    "none" => Framing::None,
                    "iptc7901" => Framing::Iptc7901,
                    _ => return Err(bad_option_value(&crate::FORMAT, name, value, "none or iptc7901")),
                };
                Ok(())
            }
            _ => Err(copydesk_core::unknown_option(&crate::FORMAT, name, crate::FORMAT.writer_options)),
        }
    }

    fn write(
        &mut self,
        article: &Article,
        context: &WriteContext<'_>,
        output: &mut Vec<u8>,
    ) -> Result<Report, Error> {
        let _ = context;
        let mut report = Report::default();
        let reduced = reduce(article, self.framing, &mut report);
        let mut page = Page { out: String::new(), width: self.width };
        match self.framing {
            Framing::None => page.article(&reduced.article),
            Framing::Iptc7901 => page.message(&reduced.article, &mut report),
        }
        // At the very beginning it would be a byte order mark, and no text.
        if page.out.starts_with('\u{FEFF}') {
            page.out.insert(0, '\n');
        }
        verify::verify(&mut page.out, &reduced, article, &mut report);
        output.extend_from_slice(page.out.as_bytes());
        Ok(report)
    }
}
