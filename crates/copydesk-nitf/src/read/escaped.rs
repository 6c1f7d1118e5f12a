//! HTML that stands escaped where markup should.

use std::borrow::Cow;

use copydesk_core::{Block, Feature};

use super::{Reading, Result};

impl<'t> Reading<'t, '_> {
    /// HTML that stands escaped where markup should: once, or twice.
    pub(super) fn escaped_html(&self, text: &str) -> Option<String> {
        if self.own {
            return None;
        }
        let mark = memchr::memchr2(b'<', b'&', text.as_bytes())?;
        if memchr::memchr(b'<', &text.as_bytes()[mark..]).is_some() && has_html(text, "<") {
            return Some(text.to_owned());
        }
        if text[mark..].contains("&lt;") && has_html(text, "&lt;") {
            let once =
                text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
            return Some(once);
        }
        None
    }

    pub(super) fn html_blocks(&mut self, html: &str, at: usize) -> Result<Vec<Block>> {
        let place = self.place(at);
        self.report.repaired(Feature::Markup, place.clone(), "HTML that stands escaped", "blocks");
        copydesk_markup::fragment(html, &self.context.limits, &place, &mut self.report)
    }
}

/// Text that is no part of the document as it stands: only in such text, with its references resolved, can HTML be.
#[expect(clippy::ptr_arg, reason = "whether it is owned is what is asked")]
pub(super) fn owned<'a>(text: &'a Cow<'_, str>) -> Option<&'a str> {
    if let Cow::Owned(text) = text { Some(text) } else { None }
}

/// Whether a text holds tags of HTML; `open` is how it spells `<`.
fn has_html(text: &str, open: &str) -> bool {
    const TAGS: &[&str] = &[
        "p",
        "br",
        "div",
        "span",
        "b",
        "i",
        "em",
        "strong",
        "a",
        "ul",
        "ol",
        "li",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "blockquote",
        "img",
        "hr",
        "pre",
        "section",
        "article",
        "figure",
        "iframe",
        "u",
        "sup",
        "sub",
        "font",
        "h5",
        "h6",
    ];
    let last_close = text.rfind(if open == "<" { ">" } else { "&gt;" });
    text.match_indices(open).any(|(at, _)| {
        let rest = &text[at + open.len()..];
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).take(11).collect();
        let after = rest[name.len()..].chars().next();
        let close = if open == "<" { after == Some('>') } else { rest[name.len()..].starts_with("&gt;") };
        (close || after.is_some_and(|c| c.is_whitespace() || c == '/'))
            && TAGS.contains(&name.to_ascii_lowercase().as_str())
            && (close || last_close.is_some_and(|close| close > at))
    })
}
