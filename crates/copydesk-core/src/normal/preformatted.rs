//! The normal form of preformatted text.

use std::mem::take;

use super::blocks::{normalise_attributes, normalise_media};
use crate::{Inline, Inlines};

impl Inlines {
    /// Brings preformatted text into normal form.
    pub(super) fn normalise_preformatted(&mut self) {
        let mut tidy = preformatted(take(self));
        trim_line_feeds(&mut tidy, true);
        trim_line_feeds(&mut tidy, false);
        *self = tidy;
    }
}

fn preformatted(inlines: Inlines) -> Inlines {
    let mut out = Inlines::new();
    for mut inline in inlines {
        if let Some(attributes) = inline.attributes_mut() {
            normalise_attributes(attributes);
        }
        match &mut inline {
            Inline::Break => inline = Inline::text("\n"),
            Inline::Text(text) if text.contains('\r') => {
                *text = text.replace("\r\n", "\n").replace('\r', "\n")
            }
            Inline::Image(media) => normalise_media(media),
            Inline::Text(_)
            | Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Underline(_)
            | Inline::Strike(_)
            | Inline::Sub(_)
            | Inline::Sup(_)
            | Inline::Span(_)
            | Inline::Link(_)
            | Inline::Quote(_)
            | Inline::Code(_)
            | Inline::FootnoteReference(_)
            | Inline::Entity(_)
            | Inline::Unknown(_) => {}
        }
        if let Some(content) = inline.content_mut() {
            *content = preformatted(take(content));
            if content.is_empty() && !inline.stands_empty() {
                continue;
            }
        }
        if let Inline::Span(span) = &mut inline
            && span.attributes.is_none()
        {
            for inner in take(&mut span.content) {
                push_preformatted(&mut out, inner);
            }
        } else {
            push_preformatted(&mut out, inline);
        }
    }
    out
}

fn push_preformatted(out: &mut Inlines, inline: Inline) {
    match (out.last_mut(), inline) {
        (_, Inline::Text(text)) if text.is_empty() => {}
        (Some(Inline::Text(last)), Inline::Text(text)) => last.push_str(&text),
        (_, inline) => out.0.push(inline),
    }
}

fn trim_line_feeds(inlines: &mut Inlines, at_start: bool) {
    let edge = if at_start { inlines.0.first_mut() } else { inlines.0.last_mut() };
    if let Some(Inline::Text(text)) = edge {
        let trimmed = if at_start { text.trim_start_matches('\n') } else { text.trim_end_matches('\n') };
        if trimmed.len() < text.len() {
            *text = trimmed.to_owned();
        }
        if text.is_empty() {
            inlines.0.remove(if at_start { 0 } else { inlines.0.len() - 1 });
        }
    }
}
