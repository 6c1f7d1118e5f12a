//! Libraries, within one process: what an article costs once everything is loaded.

use std::path::Path;
use std::time::Instant;

use copydesk::{Article, ReadContext, WriteContext};
use copydesk_bench::pair;

use super::articles::{article, files, written};
use super::install::Tools;
use super::table::milliseconds;
use super::{Fault, printpdf, process, typst};

/// How often two sides are measured in turn; the best counts.
const ROUNDS: usize = 5;

/// A side of a comparison: converts the article once and gives the bytes of the output.
type Side<'a> = Box<dyn FnMut() -> usize + 'a>;

/// Prints a row for each library that does what one of our crates does.
pub(super) fn run(tools: &Tools, cache: &Path, work: &Path) -> Result<(), Fault> {
    println!("| warm, in one process | size | copydesk | peer | times ours | our output | its output |");
    println!("|---|--:|--:|--:|--:|--:|--:|");
    for (size, bytes) in [("5 KB", 5_000), ("400 KB", 400_000)] {
        let article = article(0, bytes);
        let markdown = written(&article, "markdown")?;
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
        typst_pages(tools, work, size, bytes)?;
        printpdf_pages(cache, size, &article)?;
    }
    Ok(())
}

/// The same articles as PDFs by typst, each set once: the best of some rounds, both in turn.
fn typst_pages(tools: &Tools, work: &Path, size: &str, bytes: usize) -> Result<(), Fault> {
    let count = if bytes < 100_000 { 41 } else { 4 };
    let articles: Vec<Article> = (0..count).map(|number| article(number, bytes)).collect();
    let sources = files(&work.join(format!("warm-{bytes}")), 0..count, bytes)?;
    let sources = sources.iter().map(|source| typst::source(tools, source)).collect::<Result<Vec<_>, _>>()?;
    let (mut best, mut best_typst, mut length, mut typst_length) = (f64::INFINITY, f64::INFINITY, 0, 0);
    for _ in 0..ROUNDS {
        let (time, average) = pages_of(&articles)?;
        (best, length) = (best.min(time), average);
        let said = process::output(tools.python("typst_warm.py").args(&sources))?;
        let (time, average) = said.trim().split_once(' ').ok_or("typst's program says nothing")?;
        best_typst = best_typst.min(time.parse().map_err(|_| format!("typst's program says `{said}`"))?);
        typst_length = average.parse().unwrap_or(0);
    }
    let times = best_typst / best;
    println!(
        "| PDF: typst | {size} | {best:.2} ms | {best_typst:.2} ms | {times:.2} | {length} B | {typst_length} B |"
    );
    Ok(())
}

/// What one of these articles takes as a PDF, in milliseconds, and its bytes; the first warms the writer up.
fn pages_of(articles: &[Article]) -> Result<(f64, usize), Fault> {
    let mut writer = copydesk::writer("pdf").ok_or("no format pdf")?;
    let (mut output, mut length) = (Vec::new(), 0);
    let mut start = Instant::now();
    for (at, article) in articles.iter().enumerate() {
        if at == 1 {
            start = Instant::now();
            length = 0;
        }
        output.clear();
        let written = writer.write(article, &WriteContext::default(), &mut output);
        written.map_err(|error| error.to_string())?;
        length += output.len();
    }
    let counted = articles.len() - 1;
    Ok((start.elapsed().as_secs_f64() * 1000.0 / counted as f64, length / counted))
}

/// The same article as a PDF by printpdf's plain route, which sets one font, unshaped and untagged.
fn printpdf_pages(cache: &Path, size: &str, article: &Article) -> Result<(), Fault> {
    let mut writer = copydesk::writer("pdf").ok_or("no format pdf")?;
    let rounds = if size == "5 KB" { 60 } else { 5 };
    let (time, bytes) = printpdf::measure(cache, &article.body_text(false), rounds)?;
    let mut output = Vec::new();
    let ours = pair(
        || {
            output.clear();
            writer.write(article, &WriteContext::default(), &mut output).is_ok()
        },
        || (),
    );
    let (one, other) = (milliseconds(ours.ours), milliseconds(time));
    let times = time.as_secs_f64() / ours.ours.as_secs_f64();
    let length = output.len();
    println!(
        "| PDF: printpdf, plain lines | {size} | {one} | {other} | {times:.2} | {length} B | {bytes} B |"
    );
    Ok(())
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
