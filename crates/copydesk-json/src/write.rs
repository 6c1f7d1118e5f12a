//! Articles to JSON.

use copydesk_core::{
    Article, Error, ErrorKind, Format, Limit, Report, WriteContext, Writer, bad_option_value, unknown_option,
};

use crate::FORMAT;
use crate::nesting::is_deeper;

/// Writes the article as JSON, whole: nothing is ever lost. A line feed ends it.
#[derive(Debug, Clone, Default)]
pub struct JsonWriter {
    /// How it is laid out. Default: pretty.
    pub layout: JsonLayout,
}

/// How JSON is laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum JsonLayout {
    /// A line for each value, indented by two spaces.
    #[default]
    Pretty,
    /// One line an article, without spaces: several make JSON Lines.
    Compact,
}

impl Writer for JsonWriter {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn set_option(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let [layout] = FORMAT.writer_options else {
            return Err(unknown_option(&FORMAT, name, FORMAT.writer_options));
        };
        if name != layout.name {
            return Err(unknown_option(&FORMAT, name, FORMAT.writer_options));
        }
        self.layout = match value {
            "pretty" => JsonLayout::Pretty,
            "compact" => JsonLayout::Compact,
            _ => return Err(bad_option_value(&FORMAT, name, value, layout.values)),
        };
        Ok(())
    }

    fn write(
        &mut self,
        article: &Article,
        context: &WriteContext<'_>,
        output: &mut Vec<u8>,
    ) -> Result<Report, Error> {
        let limit = context.limits.nesting;
        if is_deeper(article, limit) {
            return Err(context.limits.reached(Limit::Nesting).in_format(FORMAT.name));
        }
        let written = match self.layout {
            JsonLayout::Pretty => serde_json::to_writer_pretty(&mut *output, article),
            JsonLayout::Compact => serde_json::to_writer(&mut *output, article),
        };
        written.map_err(|cause| {
            Error::new(ErrorKind::Internal, "the article has no JSON form")
                .in_format(FORMAT.name)
                .caused_by(cause)
        })?;
        output.push(b'\n');
        Ok(Report::default())
    }
}

#[cfg(test)]
mod tests {
    use copydesk_core::Block;

    use super::*;

    fn write(writer: &mut JsonWriter, article: &Article) -> Result<String, Error> {
        let mut output = Vec::new();
        writer.write(article, &WriteContext::default(), &mut output)?;
        Ok(String::from_utf8(output).unwrap())
    }

    #[test]
    fn compact_is_one_line() {
        let article = Article { headline: "Two\nlines".into(), ..Article::default() };
        let mut writer = JsonWriter::default();
        assert!(write(&mut writer, &article).unwrap().lines().count() > 5);
        writer.set_option("layout", "compact").unwrap();
        assert_eq!(write(&mut writer, &article).unwrap().lines().count(), 1);
        assert_eq!(writer.set_option("layout", "wide").unwrap_err().kind(), ErrorKind::Usage);
        assert_eq!(writer.set_option("width", "3").unwrap_err().kind(), ErrorKind::Usage);
    }

    #[test]
    fn an_article_deeper_than_the_limit_is_refused() {
        let mut block = Block::paragraph("deep");
        for _ in 0..200 {
            block = Block::Container(copydesk_core::Container { content: vec![block], attributes: None });
        }
        let article = Article { body: vec![block], ..Article::default() };
        assert_eq!(write(&mut JsonWriter::default(), &article).unwrap_err().kind(), ErrorKind::Limit);
    }
}
