//! Finished pages of generated articles: every public word is there, in order, or reported; no internal word is.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use copydesk::Article;
use copydesk_tests::public::mark_internal;
use copydesk_tests::{check, generate, promise};
use proptest::strategy::Strategy;
use proptest::test_runner::TestCaseError;

#[test]
fn html() {
    check(300, marked(generate::articles()), |article| finished("html", article));
}

#[test]
fn epub() {
    check(100, marked(generate::articles()), |article| finished("epub", article));
}

#[test]
fn pdf() {
    check(60, marked(generate::small_articles()), |article| finished("pdf", article));
}

/// The article with one of everything the model has.
#[test]
fn the_whole_model() {
    let mut article: Article = serde_json::from_str(include_str!("cases/whole-model/article.json")).unwrap();
    mark_internal(&mut article);
    for format in ["html", "epub", "pdf"] {
        finished(format, &article).unwrap();
    }
}

/// The articles, their internal blocks marked.
fn marked(articles: impl Strategy<Value = Article>) -> impl Strategy<Value = Article> {
    articles.prop_map(|mut article| {
        mark_internal(&mut article);
        article
    })
}

fn finished(format: &str, article: &Article) -> Result<(), TestCaseError> {
    let mut writer = copydesk::writer(format).unwrap();
    promise::finished(&mut *writer, article).map(drop).map_err(TestCaseError::fail)
}
