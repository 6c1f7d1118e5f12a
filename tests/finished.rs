//! Finished pages of generated articles: every public word is there, in order, or reported; no internal word is.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use copydesk::{Article, WriteContext};
use copydesk_tests::dump;
use copydesk_tests::faithful::places_resolve;
use copydesk_tests::public::{INTERNAL, mark_internal, shows_the_public_words};
use copydesk_tests::{check, generate};
use proptest::strategy::Strategy;
use proptest::test_runner::TestCaseError;

#[test]
fn html() {
    check(300, marked(generate::articles()), |article| {
        shows("html", article, |page| {
            let page = String::from_utf8(page.to_vec()).map_err(|error| error.to_string())?;
            nothing_internal(&page)?;
            Ok(dump::html::text(&page))
        })
    });
}

#[test]
fn epub() {
    check(100, marked(generate::articles()), |article| {
        shows("epub", article, |epub| {
            nothing_internal(&dump::epub::dump(epub)?)?;
            let parts = dump::epub::parts(epub)?;
            let pages =
                parts.iter().filter(|(name, ..)| name.ends_with(".xhtml") && !name.ends_with("nav.xhtml"));
            Ok(pages.map(|(.., page)| dump::html::text(&String::from_utf8_lossy(page))).collect())
        })
    });
}

#[test]
fn pdf() {
    check(40, marked(generate::small_articles()), |article| {
        shows("pdf", article, |pdf| {
            nothing_internal(&dump::pdf::dump(pdf)?)?;
            dump::pdf::reading_order(&dump::pdf::load(pdf)?)
        })
    });
}

/// The articles, their internal blocks marked.
fn marked(articles: impl Strategy<Value = Article>) -> impl Strategy<Value = Article> {
    articles.prop_map(|mut article| {
        mark_internal(&mut article);
        article
    })
}

/// Writes the article and checks the text that `extract` finds in it.
fn shows(
    format: &str,
    article: &Article,
    extract: impl Fn(&[u8]) -> Result<String, String>,
) -> Result<(), TestCaseError> {
    let fail = |fault: String| TestCaseError::fail(format!("{format}: {fault}"));
    let mut output = Vec::new();
    let mut writer = copydesk::writer(format).unwrap();
    let report = writer
        .write(article, &WriteContext::default(), &mut output)
        .map_err(|error| fail(format!("cannot be written: {error}")))?;
    places_resolve(&serde_json::to_value(article).unwrap(), &report).map_err(fail)?;
    let text = extract(&output).map_err(fail)?;
    shows_the_public_words(article, &report, &text).map_err(fail)
}

/// No internal word anywhere in the file: not in its data, its attributes or its metadata.
fn nothing_internal(file: &str) -> Result<(), String> {
    if file.contains(INTERNAL) { Err(format!("internal words are in the file:\n{file}")) } else { Ok(()) }
}
