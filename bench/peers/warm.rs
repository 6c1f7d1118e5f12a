//! Libraries, within one process: what an article costs once everything is loaded.

use copydesk::{ReadContext, WriteContext};
use copydesk_bench::pair;

use super::articles::{article, written};
use super::table::milliseconds;

/// A side of a comparison: converts the article once and gives the bytes of the output.
type Side<'a> = Box<dyn FnMut() -> usize + 'a>;

/// Prints a row for each library that does what one of our crates does.
pub(super) fn run() {
    println!("| warm, in one process | size | copydesk | peer | times ours | our output | its output |");
    println!("|---|--:|--:|--:|--:|--:|--:|");
    for (size, bytes) in [("5 KB", 5_000), ("400 KB", 400_000)] {
        let article = article(0, bytes);
        let markdown = written(&article, "markdown").unwrap_or_default();
        row(
            "Markdown → HTML: pulldown-cmark",
            size,
            read_and_write("markdown", &markdown, "html"),
            Box::new(|| {
                let mut page = String::new();
                let text = std::str::from_utf8(&markdown).unwrap_or_default();
                pulldown_cmark::html::push_html(&mut page, pulldown_cmark::Parser::new(text));
                page.len()
            }),
        );
    }
}

fn row(what: &str, size: &str, mut ours: Side<'_>, mut theirs: Side<'_>) {
    let sizes = (ours(), theirs());
    let pair = pair(ours, theirs);
    let (one, other) = (milliseconds(pair.ours), milliseconds(pair.floor));
    println!(
        "| {what} | {size} | {one} | {other} | {:.2} | {} B | {} B |",
        1.0 / pair.ratio(),
        sizes.0,
        sizes.1
    );
}

/// Our reader and our writer, kept and used again.
fn read_and_write<'a>(from: &str, input: &'a [u8], to: &str) -> Side<'a> {
    let (reader, writer) = (copydesk::reader(from), copydesk::writer(to));
    let Some((reader, mut writer)) = reader.zip(writer) else { return Box::new(|| 0) };
    let mut output = Vec::new();
    Box::new(move || {
        output.clear();
        let read = copydesk::read_one(reader.as_ref(), input, &ReadContext::default());
        let written = read.and_then(|read| writer.write(&read.output, &WriteContext::default(), &mut output));
        if written.is_ok() { output.len() } else { 0 }
    })
}
