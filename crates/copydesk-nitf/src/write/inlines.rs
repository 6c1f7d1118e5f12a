//! Running text.

use copydesk_core::{
    Attributes, Code, Entity, EntityKind, Feature, Inline, Inlines, Link, Media, Span, UnknownInline,
};

use super::Writing;
use crate::native::{Holds, holds, is_bare};

impl<'a> Writing<'a, '_> {
    pub(super) fn inlines(&mut self, inlines: &'a Inlines) {
        for (index, inline) in inlines.iter().enumerate() {
            if let Inline::Text(text) = inline {
                self.text(text);
                continue;
            }
            self.trail.enter(copydesk_core::Step::Index(index));
            self.inline(inline);
            self.trail.leave();
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Emphasis(span) => self.styled(span, None, "emphasis"),
            Inline::Strong(span) => self.styled(span, Some("bold"), "strong"),
            Inline::Underline(span) => self.styled(span, Some("underline"), "underline"),
            Inline::Strike(span) => self.styled(span, Some("strike"), "strike"),
            Inline::Sub(span) => self.raised(span, "sub"),
            Inline::Sup(span) => self.raised(span, "sup"),
            Inline::Span(span) => self.span("lang", span),
            Inline::Link(link) => self.link(link),
            Inline::Break => {
                self.xml.start("br").end();
            }
            Inline::Quote(span) => self.span("q", span),
            Inline::Code(code) => self.code(code),
            Inline::Image(media) => self.image(media),
            Inline::FootnoteReference(reference) => {
                self.xml.start("a").attribute("rel", "footnote");
                let target = format!("#{}", reference.id);
                self.attribute("href", &target);
                self.xml.end();
            }
            Inline::Entity(entity) => self.entity(entity),
            Inline::Unknown(unknown) => self.unknown_inline(unknown),
        }
    }

    fn span(&mut self, element: &'static str, span: &'a Span) {
        self.xml.start(element);
        self.attributes(element, span.attributes.as_deref(), &[]);
        self.content_of(&span.content);
        self.xml.end();
    }

    fn content_of(&mut self, content: &'a Inlines) {
        self.enter("content");
        self.inlines(content);
        self.leave();
    }

    /// `em`, whose class says which style; the class is the style's own where the span has none.
    fn styled(&mut self, span: &'a Span, class: Option<&str>, style: &str) {
        self.xml.start("em");
        let attributes = span.attributes.as_deref();
        match class {
            Some(class) if attributes.is_none_or(|attributes| attributes.class.is_empty()) => {
                self.xml.attribute("class", class);
            }
            Some(_) => self.mark(feature(style), "cd:style", style, ""),
            None if attributes.is_some_and(|attributes| !attributes.class.is_empty()) => {
                self.mark(Feature::Emphasis, "cd:style", style, "");
            }
            None => {}
        }
        self.attributes("em", attributes, &[]);
        self.content_of(&span.content);
        self.xml.end();
    }

    /// `sub` and `sup`, which NITF has inside numbers alone, and which hold text alone.
    fn raised(&mut self, span: &'a Span, element: &'static str) {
        if let Some(text) = span.content.as_text() {
            self.xml.start("num").start(element);
            self.attributes(element, span.attributes.as_deref(), &[]);
            self.enter("content");
            self.text(text);
            self.leave();
            self.xml.end().end();
        } else {
            self.xml.start("lang");
            self.mark(feature(element), "cd:style", element, "");
            self.attributes("lang", span.attributes.as_deref(), &[]);
            self.content_of(&span.content);
            self.xml.end();
        }
    }

    fn link(&mut self, link: &'a Link) {
        let Link { target, title, content, attributes } = link;
        self.xml.start("a");
        self.attribute("href", target);
        self.attribute_if("title", title.as_deref());
        if content.is_empty() && self.foreign {
            self.xml.attribute("cd:style", "link");
        }
        self.attributes("a", attributes.as_deref(), &[]);
        self.content_of(content);
        self.xml.end();
    }

    fn code(&mut self, code: &'a Code) {
        let attributes = code.attributes.as_deref();
        self.xml.start("em");
        if attributes.is_none_or(|attributes| attributes.class.is_empty()) {
            self.xml.attribute("class", "code");
        } else {
            self.mark(Feature::Code, "cd:style", "code", "");
        }
        self.attributes("em", attributes, &[]);
        self.enter("text");
        self.text(&code.text);
        self.leave();
        self.xml.end();
    }

    /// A picture in the line: a mark here, the picture itself after the block.
    fn image(&mut self, media: &'a Media) {
        if !self.foreign {
            let at = self.place();
            self.report.flattened(Feature::Image, at, "NITF has pictures between paragraphs alone");
        }
        self.image_count += 1;
        let number = self.image_count.to_string();
        if self.foreign {
            self.xml.start("cd:image").attribute("of", &number).end();
        }
        self.images.push((media, self.trail.clone()));
    }

    fn entity(&mut self, entity: &'a Entity) {
        let Entity { kind, value, scheme, content, attributes } = entity;
        let (element, code, unit) = match kind {
            EntityKind::Person => ("person", Some("value"), Some("idsrc")),
            EntityKind::Organisation => ("org", Some("value"), Some("idsrc")),
            EntityKind::Place => ("location", Some("location-code"), Some("code-source")),
            EntityKind::Date => ("chron", Some("norm"), None),
            EntityKind::Money => ("money", None, Some("unit")),
            EntityKind::Number => ("num", None, Some("units")),
            EntityKind::Event => ("event", Some("value"), Some("idsrc")),
        };
        let fits = fits(element, content);
        let written = if fits { element } else { "lang" };
        self.xml.start(written);
        if !fits {
            self.mark(Feature::Entity, "cd:entity", element, "");
        } else if element == "num" && self.foreign && !content.is_empty() && content.as_text().is_none() {
            self.xml.attribute("cd:entity", element);
        }
        for (attribute, marked, value, field) in
            [(code, "cd:value", value, "value"), (unit, "cd:scheme", scheme, "scheme")]
        {
            match (attribute, value) {
                (Some(attribute), Some(value)) if fits => self.attribute(attribute, value),
                (_, value) => self.mark_if(Feature::Entity, marked, value.as_deref(), field),
            }
        }
        let own = ["nitf:value", "nitf:idsrc"];
        let clash: Vec<&str> = if matches!(written, "person" | "org" | "event") {
            own.into_iter().filter(|key| holds_extra(attributes.as_deref(), key)).collect()
        } else {
            Vec::new()
        };
        for _ in &clash {
            self.no_place(Feature::Extra, "attributes.extras");
        }
        self.attributes(written, attributes.as_deref(), &clash);
        if fits {
            self.parts(element, content)
        } else {
            self.content_of(content)
        }
        self.xml.end();
    }

    /// The content of an element that holds text and elements of its own.
    fn parts(&mut self, element: &'static str, content: &'a Inlines) {
        self.enter("content");
        for (index, inline) in content.iter().enumerate() {
            self.trail.enter(copydesk_core::Step::Index(index));
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Unknown(unknown) => {
                    self.xml.start(&unknown.name);
                    self.attributes(native_name(&unknown.name), unknown.attributes.as_deref(), &[]);
                    self.content_of(&unknown.content);
                    self.xml.end();
                }
                Inline::Sub(span) if element == "num" => self.span("sub", span),
                Inline::Sup(span) if element == "num" => self.span("sup", span),
                Inline::Emphasis(_)
                | Inline::Strong(_)
                | Inline::Underline(_)
                | Inline::Strike(_)
                | Inline::Sub(_)
                | Inline::Sup(_)
                | Inline::Span(_)
                | Inline::Link(_)
                | Inline::Break
                | Inline::Quote(_)
                | Inline::Code(_)
                | Inline::Image(_)
                | Inline::FootnoteReference(_)
                | Inline::Entity(_) => self.inline(inline),
            }
            self.trail.leave();
        }
        self.leave();
    }

    fn unknown_inline(&mut self, unknown: &'a UnknownInline) {
        let UnknownInline { name, content, attributes } = unknown;
        let native = native_name(name);
        let is_classed = attributes
            .as_deref()
            .is_some_and(|attributes| !attributes.class.is_empty() || attributes.language.is_some());
        if !native.is_empty() && fits(native, content) && !(is_bare(native) && is_classed) {
            self.xml.start(native);
            self.attributes(native, attributes.as_deref(), &[]);
            if holds(native) == Some(Holds::Enriched) {
                self.content_of(content)
            } else {
                self.parts(native, content)
            }
        } else {
            self.xml.start("lang");
            self.mark(Feature::UnknownInline, "cd:unknown", name, "name");
            self.attributes("lang", attributes.as_deref(), &[]);
            self.content_of(content);
        }
        self.xml.end();
    }

    /// Text alone, markup reported as gone.
    pub(super) fn plain_inlines(&mut self, inlines: &'a Inlines, why: &'static str) {
        for (index, inline) in inlines.iter().enumerate() {
            self.trail.enter(copydesk_core::Step::Index(index));
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Break => self.text("\n"),
                Inline::Code(code) => {
                    self.report.flattened(Feature::Code, self.place(), why);
                    self.text(&code.text);
                }
                Inline::Image(_) => self.report.dropped(Feature::Image, self.place(), why),
                Inline::FootnoteReference(_) => {
                    self.report.dropped(Feature::FootnoteReference, self.place(), why);
                }
                Inline::Emphasis(_)
                | Inline::Strong(_)
                | Inline::Underline(_)
                | Inline::Strike(_)
                | Inline::Sub(_)
                | Inline::Sup(_)
                | Inline::Span(_)
                | Inline::Link(_)
                | Inline::Quote(_)
                | Inline::Entity(_)
                | Inline::Unknown(_) => {
                    self.report.flattened(inline.feature(), self.place(), why);
                    if let Some(content) = inline.content() {
                        self.enter("content");
                        self.plain_inlines(content, why);
                        self.leave();
                    }
                }
            }
            self.trail.leave();
        }
    }
}

fn holds_extra(attributes: Option<&Attributes>, key: &str) -> bool {
    attributes.is_some_and(|attributes| attributes.extras.contains_key(key))
}

/// The name of an element of the schema that may stand in running text and that the model has no kind for; empty for
/// any other name.
fn native_name(name: &str) -> &'static str {
    const NAMES: &[&str] = &[
        "pronounce",
        "classifier",
        "function",
        "object.title",
        "virtloc",
        "copyrite",
        "name.given",
        "name.family",
        "sublocation",
        "city",
        "state",
        "region",
        "country",
        "copyrite.year",
        "copyrite.holder",
    ];
    NAMES.iter().find(|known| **known == name).copied().unwrap_or_default()
}

/// Whether an element of the schema may hold this.
fn fits(element: &str, content: &Inlines) -> bool {
    let Some(Holds::Only(names)) = holds(element) else { return holds(element).is_some() };
    content.iter().all(|inline| match inline {
        Inline::Text(_) => true,
        Inline::Unknown(unknown) => {
            let bare = unknown.attributes.as_deref().is_none_or(|attributes| {
                !is_bare(&unknown.name) || (attributes.class.is_empty() && attributes.language.is_none())
            });
            names.contains(&unknown.name.as_str()) && bare && unknown.content.as_text().is_some()
        }
        Inline::Sub(span) => names.contains(&"sub") && span.content.as_text().is_some(),
        Inline::Sup(span) => names.contains(&"sup") && span.content.as_text().is_some(),
        Inline::Emphasis(_)
        | Inline::Strong(_)
        | Inline::Underline(_)
        | Inline::Strike(_)
        | Inline::Span(_)
        | Inline::Link(_)
        | Inline::Break
        | Inline::Quote(_)
        | Inline::Code(_)
        | Inline::Image(_)
        | Inline::FootnoteReference(_)
        | Inline::Entity(_) => false,
    })
}

fn feature(style: &str) -> Feature {
    match style {
        "strong" => Feature::Strong,
        "underline" => Feature::Underline,
        "strike" => Feature::Strike,
        "sub" => Feature::Sub,
        "sup" => Feature::Sup,
        _ => Feature::Emphasis,
    }
}
