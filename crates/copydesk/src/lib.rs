//! Every news article, in every format, with nothing lost: the front door.
//!
//! Everything of the core is here, and each format in its own module, behind a feature of the same name (all are on by
//! default). [`readers`] and [`writers`] are the only lists of formats there are.
//!
//! ```
//! use copydesk::{ReadContext, WriteContext};
//!
//! let input = br#"{ "headline": "Bridge opens", "body": [{ "type": "paragraph", "content": "At last." }] }"#;
//! let reader = copydesk::recognise(input, None).expect("it looks like JSON");
//! let article = copydesk::read_one(reader.as_ref(), input, &ReadContext::default())?.output;
//! let mut writer = copydesk::writer("json").expect("JSON is written");
//! let mut output = Vec::new();
//! let report = writer.write(&article, &WriteContext::default(), &mut output)?;
//! assert!(report.losses.is_empty());
//! # Ok::<(), copydesk::Error>(())
//! ```

pub use copydesk_core::*;
#[cfg(feature = "epub")]
pub use copydesk_epub as epub;
#[cfg(feature = "html")]
pub use copydesk_html as html;
#[cfg(feature = "json")]
pub use copydesk_json as json;
#[cfg(feature = "markdown")]
pub use copydesk_markdown as markdown;
#[cfg(feature = "nitf")]
pub use copydesk_nitf as nitf;
#[cfg(feature = "pdf")]
pub use copydesk_pdf as pdf;
#[cfg(feature = "text")]
pub use copydesk_text as text;

/// A reader of each format that is read, as it is by default.
pub fn readers() -> Vec<Box<dyn Reader>> {
    vec![
        #[cfg(feature = "text")]
        Box::new(text::TextReader::default()),
        #[cfg(feature = "json")]
        Box::new(json::JsonReader::default()),
        #[cfg(feature = "markdown")]
        Box::new(markdown::MarkdownReader::default()),
        #[cfg(feature = "nitf")]
        Box::new(nitf::NitfReader),
    ]
}

/// A writer of each format that is written, as it is by default.
pub fn writers() -> Vec<Box<dyn Writer>> {
    vec![
        #[cfg(feature = "text")]
        Box::new(text::TextWriter::default()),
        #[cfg(feature = "json")]
        Box::new(json::JsonWriter::default()),
        #[cfg(feature = "markdown")]
        Box::new(markdown::MarkdownWriter::default()),
        #[cfg(feature = "nitf")]
        Box::new(nitf::NitfWriter::default()),
        #[cfg(feature = "html")]
        Box::new(html::HtmlWriter::default()),
        #[cfg(feature = "pdf")]
        Box::new(pdf::PdfWriter::default()),
        #[cfg(feature = "epub")]
        Box::new(epub::EpubWriter::default()),
    ]
}

/// The reader of the format with this name or alias.
pub fn reader(name: &str) -> Option<Box<dyn Reader>> {
    readers().into_iter().find(|reader| reader.format().is_called(name))
}

/// The writer of the format with this name or alias.
pub fn writer(name: &str) -> Option<Box<dyn Writer>> {
    writers().into_iter().find(|writer| writer.format().is_called(name))
}

/// The reader for an input, by its content and its file extension (without the dot).
///
/// The format that has the extension and recognises the content; else the first that recognises the content; else the
/// one that has the extension; else, if it is text at all, plain text.
pub fn recognise(input: &[u8], extension: Option<&str>) -> Option<Box<dyn Reader>> {
    let extension = extension.map(str::to_ascii_lowercase);
    let named = |reader: &dyn Reader| {
        extension.as_deref().is_some_and(|extension| reader.format().extensions.contains(&extension))
    };
    let readers = readers();
    let at = readers
        .iter()
        .position(|reader| named(reader.as_ref()) && reader.recognises(input))
        .or_else(|| readers.iter().position(|reader| reader.recognises(input)))
        .or_else(|| readers.iter().position(|reader| named(reader.as_ref())))
        .or_else(|| readers.iter().position(|reader| reader.format().name == "text" && is_text(input)))?;
    readers.into_iter().nth(at)
}

/// Whether the beginning of `input` may be text: no text in a one-byte encoding or UTF-8 has a byte of zero.
fn is_text(input: &[u8]) -> bool {
    !input.is_empty() && !input.iter().take(8_192).any(|byte| *byte == 0)
}
