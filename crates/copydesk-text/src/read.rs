//! Reads wire text.

use std::ops::ControlFlow;

use copydesk_core::{Article, Converted, Error, ErrorKind, Format, ReadContext, Reader, Report, Sink};
use copydesk_lines::Language;

use crate::decode::decode;
use crate::line::{Line, lines};
use crate::story::read_story;

/// How much text the language tables are chosen by, in bytes.
const SAMPLE_BYTES: usize = 2_000;

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
        let _ = input;
        false
    }

    fn read(&self, input: &[u8], context: &ReadContext<'_>, sink: &mut Sink<'_>) -> Result<(), Error> {
        if input.len() > context.limits.bytes {
            let message =
                format!("the input has {} bytes, the limit is {}", input.len(), context.limits.bytes);
            return Err(Error::new(ErrorKind::Limit, message).in_format(crate::FORMAT.name));
        }
        let mut report = Report::default();
        let text = decode(input, &mut report);
        let lines = lines(&text);
        let language = language(&lines, context);
        let mut article = read_story(&lines, Article::default(), language, context);
        report.join(std::mem::take(&mut article.report));
        let _: ControlFlow<()> = sink(Ok(Converted { output: article.output, report }));
        Ok(())
    }
}

/// The tables to read with: of the language the caller names, else of the one the copy is written in.
fn language(lines: &[Line<'_>], context: &ReadContext<'_>) -> Language {
    if let Some(tag) = context.language {
        return Language::of(tag);
    }
    let mut sample = String::new();
    for line in lines.iter().filter(|line| !line.is_blank()) {
        if sample.len() >= SAMPLE_BYTES {
            break;
        }
        let end = line.text.floor_char_boundary(SAMPLE_BYTES.min(line.text.len()));
        sample.push_str(line.text[..end].trim());
        sample.push(' ');
    }
    copydesk_assume::detect_language(&sample).map_or(Language::ANY, Language::of)
}
