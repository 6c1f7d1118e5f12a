//! Every format that is read and written, on generated articles: what reading back does not give again, the report names.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use copydesk::{Article, ReadContext, WriteContext, read_one};
use copydesk_tests::faithful::nothing_lost_silently;
use copydesk_tests::{check, generate};
use proptest::test_runner::TestCaseError;

#[test]
fn json() {
    check(400, generate::articles(), |article| {
        let report = there_and_back("json", article)?;
        proptest::prop_assert!(report.is_empty(), "JSON loses nothing: {report:?}");
        Ok(())
    });
}

#[test]
fn markdown() {
    check(100, generate::articles(), |article| there_and_back("markdown", article).map(drop));
}

#[test]
fn text() {
    check(40, generate::small_articles(), |article| there_and_back("text", article).map(drop));
}

#[test]
fn json_of_huge_articles() {
    check(2, generate::huge_articles(), |article| there_and_back("json", article).map(drop));
}

/// Writes the article, reads it back, and checks the one against the other.
fn there_and_back(format: &str, article: &Article) -> Result<copydesk::Report, TestCaseError> {
    let mut output = Vec::new();
    let fail = |fault: String| TestCaseError::fail(format!("{format}: {fault}"));
    let mut writer = copydesk::writer(format).unwrap();
    let report = writer
        .write(article, &WriteContext::default(), &mut output)
        .map_err(|error| fail(format!("cannot be written: {error}")))?;
    if output.trim_ascii().is_empty() {
        return Ok(report); // An empty article as text: nothing to read.
    }
    let reader = copydesk::reader(format).unwrap();
    let written = || String::from_utf8_lossy(&output).into_owned();
    let again = read_one(&*reader, &output, &ReadContext::default())
        .map_err(|error| fail(format!("cannot be read back: {error}\n{}", written())))?;
    nothing_lost_silently(article, &report, &again.output)
        .map_err(|fault| fail(format!("{fault}\nwritten:\n{}", written())))?;
    Ok(report)
}
