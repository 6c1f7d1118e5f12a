//! An article that uses every part of the model.

use copydesk_core::Article;

/// Every part of the model, in its JSON form.
pub(crate) fn everything() -> Article {
    let mut article: Article =
        serde_json::from_str(include_str!("everything.json")).expect("the sample is an article");
    article.normalise();
    article
}
