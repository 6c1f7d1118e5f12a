//! Every format that is read and written, on generated articles: what reading back does not give again, the report names.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use copydesk::{Article, Report};
use copydesk_tests::{check, generate, promise};
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
fn there_and_back(format: &str, article: &Article) -> Result<Report, TestCaseError> {
    let (mut writer, reader) = (copydesk::writer(format).unwrap(), copydesk::reader(format).unwrap());
    promise::there_and_back(&mut *writer, &*reader, article).map_err(TestCaseError::fail)
}
