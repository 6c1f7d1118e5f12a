//! Running text as plain text can hold it.

use copydesk_core::{Feature, Inline, Inlines, Step};

use super::{Reducer, clean, is_control};

impl Reducer<'_> {
    /// Running text as plain text; each style, link and mark is reported where it stands.
    pub(super) fn inlines(&mut self, inlines: &Inlines) -> Inlines {
        if let Some(text) = inlines.as_text() {
            return self.cleaned(text).into();
        }
        let mut text = String::new();
        self.push_inlines(inlines, &mut text);
        self.cleaned(&text).into()
    }

    /// Control characters would be read as the marks of a frame.
    fn cleaned(&mut self, text: &str) -> String {
        if text.chars().any(is_control) {
            self.dropped(Feature::Character, "control characters");
            return clean(text);
        }
        text.to_owned()
    }

    fn push_inlines(&mut self, inlines: &Inlines, text: &mut String) {
        for (index, inline) in inlines.iter().enumerate() {
            self.trail.enter(Step::Index(index));
            self.push_inline(inline, text);
            self.trail.leave();
        }
    }

    fn push_inline(&mut self, inline: &Inline, text: &mut String) {
        self.attributes(inline.attributes());
        if let Inline::Text(piece) = inline {
            return text.push_str(piece);
        }
        if !matches!(inline, Inline::Span(_)) {
            self.flattened(inline.feature(), "plain text has only words");
        }
        match inline {
            Inline::Break => text.push(' '),
            Inline::Code(code) => text.push_str(&code.text),
            Inline::FootnoteReference(reference) => text.push_str(&format!("[{}]", reference.id)),
            Inline::Image(media) => {
                let words = media.alternative.as_deref().or(media.title.as_deref()).unwrap_or("");
                if !words.is_empty() {
                    text.push_str(&format!("[{words}]"));
                }
            }
            Inline::Quote(quote) => {
                text.push('“');
                self.content(&quote.content, text);
                text.push('”');
            }
            Inline::Link(link) => {
                let start = text.len();
                self.content(&link.content, text);
                if text[start..] != link.target && !link.target.is_empty() {
                    text.push_str(&format!(" [{}]", link.target));
                }
                if let Some(title) = &link.title {
                    self.dropped(Feature::LinkTitle, &format!("`{title}`"));
                }
            }
            Inline::Text(_)
            | Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Underline(_)
            | Inline::Strike(_)
            | Inline::Sub(_)
            | Inline::Sup(_)
            | Inline::Span(_)
            | Inline::Entity(_)
            | Inline::Unknown(_) => {
                if let Some(content) = inline.content() {
                    self.content(content, text);
                }
            }
        }
    }

    fn content(&mut self, inlines: &Inlines, text: &mut String) {
        self.trail.enter(Step::Field("content"));
        self.push_inlines(inlines, text);
        self.trail.leave();
    }
}
