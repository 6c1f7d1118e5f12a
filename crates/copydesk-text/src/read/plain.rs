//! Copy without a frame; at most a line of codes before it.

use crate::read::tongue::Tongue;
use copydesk_core::{Article, Converted, ReadContext, Value};

use crate::read::frame::{SOH, is_code};
use crate::read::line::Line;
use crate::read::story::read_story;
use crate::read::wmo;

/// Reads one story.
pub(crate) fn read(lines: &[Line<'_>], tongue: &Tongue<'_>, context: &ReadContext<'_>) -> Converted<Article> {
    let mut article = Article::default();
    let mut from = 0;
    if let Some(first) = lines.first().filter(|line| line.text.contains(SOH)) {
        context.trace(first.range(), || "metadata.extras".to_owned(), "line of codes before the copy");
        let fields: Vec<&str> =
            first.text.split(is_code).map(str::trim).filter(|field| !field.is_empty()).collect();
        article.metadata.extras.insert("text:header".to_owned(), Value::from(fields.join(" | ")));
        from = 1;
    }
    if let Some(behind) = wmo::read(&lines[from..], &mut article, context) {
        from += behind;
    }
    read_story(&lines[from..], article, tongue, context)
}
