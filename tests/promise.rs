//! What every reader and writer promises, as checks for one input or one article: the property tests and the fuzz
//! targets share them.

use std::ops::ControlFlow;

use copydesk_core::{
    Article, Converted, Limits, Place, ReadContext, Reader, Report, WriteContext, Writer, read_one,
};
use serde::Deserialize as _;

use crate::dump;
use crate::faithful::{nothing_lost_silently, places_resolve, resolves};
use crate::public::{INTERNAL, shows_the_public_words, withholds_what_is_internal};

/// How many articles are taken from one input.
const ENOUGH: usize = 50;

/// Reads any bytes, strictly and leniently. Refusing is right; what is handed out is in normal form, survives JSON, and
/// its report names places that are there.
///
/// # Errors
/// What is wrong with an article or its report.
pub fn reads(reader: &dyn Reader, input: &[u8]) -> Result<Vec<Converted<Article>>, String> {
    let mut articles = Vec::new();
    for lenient in [false, true] {
        let limits = Limits { nesting: 40, ..Limits::default() };
        let context = ReadContext { lenient, limits, ..ReadContext::default() };
        // An error is as good as an article.
        let _ = reader.read(input, &context, &mut |article| {
            articles.extend(article.ok());
            if articles.len() > ENOUGH { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
    }
    for article in &articles {
        stays_as_it_is(&article.output)?;
        names_places(article)?;
    }
    Ok(articles)
}

/// Writes the article and reads it back: what is not there again, the report names.
///
/// # Errors
/// What is wrong, with the bytes that were written.
pub fn there_and_back(
    writer: &mut dyn Writer,
    reader: &dyn Reader,
    article: &Article,
) -> Result<Report, String> {
    let mut output = Vec::new();
    let format = writer.format().name;
    let report = writer
        .write(article, &WriteContext::default(), &mut output)
        .map_err(|error| format!("{format}: cannot be written: {error}"))?;
    if output.trim_ascii().is_empty() {
        return Ok(report); // An empty article as text: nothing to read.
    }
    let written = || String::from_utf8_lossy(&output).into_owned();
    let again = read_one(reader, &output, &ReadContext::default())
        .map_err(|error| format!("{format}: cannot be read back: {error}\n{}", written()))?;
    nothing_lost_silently(article, &report, &again.output)
        .map_err(|fault| format!("{format}: {fault}\nwritten:\n{}", written()))?;
    Ok(report)
}

/// Writes a finished page: it shows every public word in order or the report names it, and no word of a block that
/// [`mark_internal`](crate::public::mark_internal) marked is anywhere in the file.
///
/// # Errors
/// What is wrong.
pub fn finished(writer: &mut dyn Writer, article: &Article) -> Result<Report, String> {
    let format = writer.format().name;
    let fail = |fault: String| format!("{format}: {fault}");
    let mut output = Vec::new();
    let report = writer
        .write(article, &WriteContext::default(), &mut output)
        .map_err(|error| fail(format!("cannot be written: {error}")))?;
    places_resolve(&serde_json::to_value(article).map_err(|error| fail(error.to_string()))?, &report)
        .map_err(fail)?;
    let page = Page::of(format, &output).map_err(fail)?;
    if page.file.contains(INTERNAL) {
        return Err(fail(format!("internal words are in the file:\n{}", page.file)));
    }
    shows_the_public_words(article, &report, &page.text).map_err(fail)?;
    withholds_what_is_internal(article, &report).map_err(fail)?;
    Ok(report)
}

/// A finished page, taken apart.
struct Page {
    /// The whole file as text: data, attributes and metadata too.
    file: String,
    /// The text a reader sees, in reading order.
    text: String,
}

impl Page {
    fn of(format: &str, output: &[u8]) -> Result<Self, String> {
        match format {
            "html" => {
                let file = String::from_utf8(output.to_vec()).map_err(|error| error.to_string())?;
                Ok(Self { text: dump::html::text(&file), file })
            }
            "epub" => {
                let parts = dump::epub::parts(output)?;
                let pages = parts
                    .iter()
                    .filter(|(name, ..)| name.ends_with(".xhtml") && !name.ends_with("nav.xhtml"));
                let text = pages.map(|(.., page)| dump::html::text(&String::from_utf8_lossy(page))).collect();
                Ok(Self { file: dump::epub::dump(output)?, text })
            }
            "pdf" => Ok(Self {
                file: dump::pdf::dump(output)?,
                text: dump::pdf::reading_order(&dump::pdf::load(output)?)?,
            }),
            _ => Err(format!("how the text of {format} is found is not known")),
        }
    }
}

/// What was read is in normal form, and JSON keeps it.
fn stays_as_it_is(article: &Article) -> Result<(), String> {
    let json = serde_json::to_string(article).map_err(|error| error.to_string())?;
    let mut deserializer = serde_json::Deserializer::from_str(&json);
    deserializer.disable_recursion_limit();
    let mut again = Article::deserialize(&mut deserializer).map_err(|error| format!("{error} in\n{json}"))?;
    again.normalise();
    let again = serde_json::to_string(&again).map_err(|error| error.to_string())?;
    if again == json { Ok(()) } else { Err(format!("not in normal form:\n{json}\nnormalised:\n{again}")) }
}

/// What a reader reports is of a line and column in the source, both counted from 1, or of a place in the article that
/// is there.
fn names_places(article: &Converted<Article>) -> Result<(), String> {
    let json = serde_json::to_value(&article.output).map_err(|error| error.to_string())?;
    let report = &article.report;
    let losses = report.losses.iter().map(|loss| (&loss.at, loss.to_string()));
    let repairs = report.repairs.iter().map(|repair| (&repair.at, repair.to_string()));
    for (place, said) in losses.chain(repairs) {
        match place {
            Place::Source { line, column } if *line == 0 || *column == 0 => {
                return Err(format!("lines and columns count from 1: {said}"));
            }
            Place::Path(path) if !resolves(&json, path) => return Err(format!("no such place: {said}")),
            Place::Source { .. } | Place::Path(_) => {}
        }
    }
    Ok(())
}
