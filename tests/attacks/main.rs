//! What hostile hands put into an input, given to every reader and writer; and what must never come out.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod active;
mod characters;
mod entities;
mod fonts;
mod limits;
mod long;
mod lost;
mod nesting;
mod pictures;

use std::ops::ControlFlow;

use copydesk::{Article, Converted, Error, MediaResolver, ReadContext, Reader, WriteContext};

/// Everything a reader makes of an input: its articles, and its errors.
fn read(
    reader: &dyn Reader,
    input: &[u8],
    context: &ReadContext<'_>,
) -> Vec<Result<Converted<Article>, Error>> {
    let mut found = Vec::new();
    let result = reader.read(input, context, &mut |article| {
        found.push(article);
        ControlFlow::Continue(())
    });
    found.extend(result.err().map(Err));
    found
}

/// The article a format's reader makes of an input.
fn article(format: &str, input: &str) -> Article {
    let reader = copydesk::reader(format).unwrap();
    copydesk::read_one(&*reader, input.as_bytes(), &ReadContext::default()).unwrap().output
}

/// The article in a format, with the pictures it refers to.
fn written(format: &str, article: &Article, media: &dyn MediaResolver) -> Result<Converted<Vec<u8>>, Error> {
    let mut output = Vec::new();
    let context = WriteContext { media, ..WriteContext::default() };
    let mut writer = copydesk::writer(format).unwrap();
    if format == "html" {
        writer.set_option("images", "embedded")?;
    }
    let report = writer.write(article, &context, &mut output)?;
    Ok(Converted { output, report })
}
