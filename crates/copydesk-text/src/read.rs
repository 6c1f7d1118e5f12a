//! Reads wire text.

use copydesk_core::{
    Article, Converted, Error, ErrorKind, Feature, Format, Limit, ReadContext, Reader, Report, Sink,
};

use self::decode::decode;
use self::frame::{Frame, messages};
use self::line::{Line, lines};
use self::tongue::Tongue;

mod anpa;
mod around;
mod decode;
mod frame;
pub(crate) mod iptc7901;
mod line;
mod plain;
mod story;
mod tongue;
mod unit;
mod wmo;
mod zczc;

pub(crate) use self::frame::PAGE_WIDE;
pub(crate) use self::story::{CONTACT, contact_paragraph};

/// Reads wire text: plain copy of any layout.
///
/// ```
/// use copydesk_core::{ReadContext, read_one};
/// use copydesk_text::TextReader;
/// let copy = "Order restored\n\nBy JANE DOE\n\nALMATY, Jan 10 (Reuters) - Order is back.\n\n(Editing by John Roe)";
/// let article = read_one(&TextReader::default(), copy.as_bytes(), &ReadContext::default())?.output;
/// assert_eq!(article.headline.plain_text(), "Order restored");
/// assert_eq!(article.authors(), ["JANE DOE"]);
/// assert_eq!(article.dateline.unwrap().place.as_deref(), Some("ALMATY"));
/// assert_eq!(article.credits[0].names, ["John Roe"]);
/// # Ok::<(), copydesk_core::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct TextReader {}

impl Reader for TextReader {
    fn format(&self) -> &'static Format {
        &crate::FORMAT
    }

    fn recognises(&self, input: &[u8]) -> bool {
        frame::is_framed(&input[..input.len().min(512)])
    }

    fn read(&self, input: &[u8], context: &ReadContext<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
        if input.len() > context.limits.bytes {
            return Err(context.limits.reached(Limit::Bytes).in_format(crate::FORMAT.name));
        }
        let mut report = Report::default();
        let text = decode(input, &mut report);
        let lines = lines(&text);
        let messages = messages(&text, &lines);
        if messages.is_empty() {
            let message = "the input holds no text";
            return Err(Error::new(ErrorKind::Malformed, message).in_format(crate::FORMAT.name));
        }
        // Where the next message begins at once, nothing stands between.
        let starts: Vec<usize> = messages.iter().map(|(_, range)| range.start).collect();
        for (number, (frame, range)) in messages.into_iter().enumerate() {
            if number >= context.limits.articles {
                return Err(context.limits.reached(Limit::Articles).in_format(crate::FORMAT.name));
            }
            let end = range.end;
            let mut article = read_message(frame, &lines[range], context);
            let divided = frame == Frame::Plain && starts.get(number + 1) != Some(&end);
            if let Some(rule) = lines.get(end).filter(|_| divided) {
                context.trace(rule.range(), String::new, "rule between stories");
                let place = rule.place(0);
                article.report.repaired(Feature::Markup, place, rule.trimmed(), "the end of the story");
            }
            if number == 0 {
                report.join(std::mem::take(&mut article.report));
                article.report = std::mem::take(&mut report);
            }
            if sink(Ok(article)).is_break() {
                break;
            }
        }
        Ok(())
    }
}

fn read_message(frame: Frame, lines: &[Line<'_>], context: &ReadContext<'_>) -> Converted<Article> {
    let tongue = &Tongue::new(lines, context);
    match frame {
        Frame::Plain => plain::read(lines, tongue, context),
        Frame::Iptc7901 => iptc7901::read(lines, tongue, context),
        Frame::Anpa => anpa::read(lines, tongue, context),
        Frame::Zczc => zczc::read(lines, tongue, context),
    }
}
