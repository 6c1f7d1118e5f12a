//! News entities: plain text in the body, their data in the front matter by text and occurrence.

use copydesk_core::Article;
use serde_json::Value;

/// The article without the entities that plain text can stand for, and the data of these. Nothing where there are none.
pub(super) fn take_out(_article: &Article) -> (Option<Article>, Vec<Value>) {
    (None, Vec::new())
}
