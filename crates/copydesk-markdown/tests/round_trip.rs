//! Article to Markdown to article is the same; Markdown to article to Markdown settles after the first pass.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use copydesk_core::{Article, ReadContext, Report, WriteContext, Writer, read_one};
use copydesk_markdown::{Flavour, FrontMatter, MarkdownReader, MarkdownWriter};
use copydesk_tests::faithful::nothing_lost_silently;
use copydesk_tests::{check, generate};
use proptest::test_runner::TestCaseError;

fn written(writer: &mut MarkdownWriter, article: &Article) -> (String, Report) {
    let mut output = Vec::new();
    let report = writer.write(article, &WriteContext::default(), &mut output).expect("Markdown");
    (String::from_utf8(output).expect("UTF-8"), report)
}

fn read(text: &str) -> (Article, Report) {
    let read = read_one(&MarkdownReader::default(), text.as_bytes(), &ReadContext::default());
    let converted = read.unwrap_or_else(|error| panic!("{error}\n{text}"));
    (converted.output, converted.report)
}

/// The article survives, but for what the writer reports.
fn survives(writer: &mut MarkdownWriter, article: &Article) -> Result<(), TestCaseError> {
    let (text, report) = written(writer, article);
    let (again, reading) = read(&text);
    let told = |error: String| {
        TestCaseError::fail(format!("{error}\n--- Markdown\n{text}\n--- reading\n{reading:?}"))
    };
    nothing_lost_silently(article, &report, &again).map_err(told)?;
    let (twice, _) = written(writer, &again);
    if report.losses.is_empty() && twice != text {
        return Err(told(format!("a second pass writes something else:\n{twice}")));
    }
    Ok(())
}

const CASES: u32 = 600;

#[test]
fn generated_articles_survive() {
    check(CASES, generate::articles(), |article| survives(&mut MarkdownWriter::default(), article));
}

#[test]
fn they_survive_in_every_flavour_and_dialect() {
    let writers = [
        (Flavour::CommonMark, FrontMatter::Hugo, 0),
        (Flavour::Pandoc, FrontMatter::Jekyll, 0),
        (Flavour::Gfm, FrontMatter::Pandoc, 40),
    ];
    for (flavour, front_matter, width) in writers {
        let writer = MarkdownWriter { flavour, front_matter, width };
        check(CASES / 3, generate::articles(), |article| survives(&mut writer.clone(), article));
    }
}
