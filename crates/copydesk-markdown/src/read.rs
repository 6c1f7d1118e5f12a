//! The reader.

mod article;
mod blocks;
mod entities;
mod frame;
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "front matter may hold any JSON; only the model's enums are matched whole"
)]
mod front;
mod html;
mod parts;
mod places;
mod plain;
mod split;

use std::borrow::Cow;
use std::ops::ControlFlow;

use copydesk_core::{
    Article, Converted, Error, ErrorKind, Feature, Format, Limit, Place, ReadContext, Reader, Report, Sink,
    bad_option_value, unknown_option,
};

use crate::FORMAT;

/// Reads Markdown: CommonMark with tables, footnotes, strike-out, attributes of headings, definition lists, subscript
/// and superscript, and HTML wherever it stands.
#[derive(Debug, Clone, Default)]
pub struct MarkdownReader {
    /// Straight quotes, `--` and `...` are read as curly quotes, dashes and an ellipsis. Default: false.
    pub smart: bool,
}

impl Reader for MarkdownReader {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn recognises(&self, input: &[u8]) -> bool {
        split::looks_like_markdown(input)
    }

    fn set_option(&mut self, name: &str, value: &str) -> Result<(), Error> {
        match (name, value) {
            ("smart", "true") => self.smart = true,
            ("smart", "false") => self.smart = false,
            ("smart", _) => return Err(bad_option_value(&FORMAT, name, value, "`true` or `false`")),
            _ => return Err(unknown_option(&FORMAT, name, FORMAT.reader_options)),
        }
        Ok(())
    }

    fn read(&self, input: &[u8], context: &ReadContext<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
        if input.len() > context.limits.bytes {
            return Err(context.limits.reached(Limit::Bytes).in_format(FORMAT.name));
        }
        let mut report = Report::default();
        let text = decoded(input, context, &mut report)?;
        let (ControlFlow::Continue(()) | ControlFlow::Break(())) = sink(self.article(&text, context, report));
        Ok(())
    }
}

impl MarkdownReader {
    fn article(
        &self,
        text: &str,
        context: &ReadContext<'_>,
        mut report: Report,
    ) -> Result<Converted<Article>, Error> {
        let parts = split::split(text);
        let front = match front::parse(text, &parts, context, &mut report) {
            Ok(front) => front,
            Err(error) => return Err(error.in_format(FORMAT.name)),
        };
        let (front, body) = match front {
            Some(front) => (front, parts.body),
            None => (front::Front::default(), 0),
        };
        let story = blocks::read(text, body, self.smart, context, &mut report)?;
        let output = article::assemble(text, story, front, context, &mut report);
        Ok(Converted { output, report })
    }
}

/// The input as text: UTF-8, with or without its mark.
fn decoded<'t>(
    input: &'t [u8],
    context: &ReadContext<'_>,
    report: &mut Report,
) -> Result<Cow<'t, str>, Error> {
    let input = input.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input);
    match std::str::from_utf8(input) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) => {
            let place = Place::in_source(input, error.valid_up_to());
            if !context.lenient {
                let message = "the bytes are not UTF-8";
                return Err(Error::new(ErrorKind::Malformed, message).in_format(FORMAT.name).at(place));
            }
            report.repaired(Feature::Encoding, place, "bytes that are not UTF-8", "U+FFFD");
            Ok(String::from_utf8_lossy(input))
        }
    }
}
