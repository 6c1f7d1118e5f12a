//! Running text as markup.

use copydesk_core::{
    Block, Code, Entity, EntityKind, Feature, FootnoteReference, Inline, Inlines, Link, Media, Moment, Span,
    Step, UnknownInline,
};

use crate::images::push_words;
use crate::links::{Address, address};
use crate::scribe::{RelativeLinks, Scribe};

impl Scribe<'_, '_> {
    /// The inlines in the field `name` of this place.
    pub(crate) fn inlines(&mut self, name: &'static str, inlines: &Inlines) {
        self.trail.enter(Step::Field(name));
        self.inline_run(inlines);
        self.trail.leave();
    }

    /// The inlines at this place.
    pub(crate) fn inline_run(&mut self, inlines: &Inlines) {
        if let Some(text) = inlines.as_text() {
            // Plain text is a string in JSON: the place is this one.
            return self.text(text);
        }
        for (index, inline) in inlines.iter().enumerate() {
            self.trail.enter(Step::Index(index));
            self.inline(inline);
            self.trail.leave();
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Emphasis(span) => self.span("em", span),
            Inline::Strong(span) => self.span("strong", span),
            Inline::Underline(span) => self.span("u", span),
            Inline::Strike(span) => self.span("s", span),
            Inline::Sub(span) => self.span("sub", span),
            Inline::Sup(span) => self.span("sup", span),
            Inline::Span(span) => self.span("span", span),
            Inline::Link(link) => self.link(link),
            Inline::Break => {
                self.markup.start("br").end_void();
            }
            Inline::Quote(span) => self.span("q", span),
            Inline::Code(code) => self.code(code),
            Inline::Image(media) => self.image(media),
            Inline::FootnoteReference(reference) => self.reference(reference),
            Inline::Entity(entity) => self.entity(entity),
            Inline::Unknown(unknown) => self.unknown(unknown),
        }
    }

    fn span(&mut self, name: &str, span: &Span) {
        self.markup.start(name);
        self.attributes(span.attributes.as_deref(), "");
        self.inlines("content", &span.content);
        self.markup.end(name);
    }

    fn code(&mut self, code: &Code) {
        self.markup.start("code");
        self.attributes(code.attributes.as_deref(), "");
        self.within(Step::Field("text"), |scribe| scribe.text(&code.text));
        self.markup.end("code");
    }

    fn link(&mut self, link: &Link) {
        let target = self.target(link);
        let name = if target.is_some() { "a" } else { "span" };
        self.markup.start(name);
        if let Some(target) = &target {
            self.attribute("href", target);
        }
        if let Some(title) = &link.title {
            self.within(Step::Field("title"), |scribe| scribe.attribute("title", title));
        }
        self.attributes(link.attributes.as_deref(), "");
        let around = self.around;
        self.around.link |= target.is_some();
        if link.content.is_empty() && target.is_some() {
            // A link without words cannot be seen or spoken.
            self.within(Step::Field("target"), |scribe| scribe.text(&link.target));
        } else {
            self.inlines("content", &link.content);
        }
        self.around = around;
        self.markup.end(name);
    }

    /// Where a link leads, if it may lead there; else the report says why not.
    fn target(&mut self, link: &Link) -> Option<String> {
        let refused = |why: &str| Err(format!("`{}`: {why}; its words stay", clipped(&link.target)));
        let target = if self.around.link {
            refused("no link may stand in a link")
        } else {
            match address(&link.target) {
                Address::Absolute(target) => Ok(target),
                Address::Relative(target) => match self.setting.relative_links {
                    RelativeLinks::Kept => Ok(target),
                    RelativeLinks::Flattened => refused("a relative address leads nowhere from a book"),
                },
                Address::Inside(id) => match self.ids.target(&id) {
                    Some(name) => Ok(format!("#{name}")),
                    None => refused("nothing in the article has this id"),
                },
                Address::Refused(why) => refused(why),
            }
        };
        target.map_err(|why| self.report.flattened(Feature::Link, self.trail.field("target"), why)).ok()
    }

    fn reference(&mut self, reference: &FootnoteReference) {
        let Some(number) = self.ids.number(&reference.id) else {
            let why = format!("there is no public footnote `{}`", reference.id);
            self.report.flattened(Feature::FootnoteReference, self.trail.place(), why);
            self.markup.start("sup").attribute("class", "footnote-reference");
            self.text(&reference.id);
            self.markup.end("sup");
            return;
        };
        let which = self.ids.next_reference(number);
        let id = self.ids.reference(number, which);
        let written = number.to_string();
        if self.around.link {
            self.report.flattened(
                Feature::FootnoteReference,
                self.trail.place(),
                "no link may stand in a link; its number stays",
            );
            self.markup.start("sup").attribute("id", &id).text(&written).end("sup");
            return;
        }
        let href = format!("#{}", self.ids.note(number));
        self.markup.start("sup").start("a").attribute("id", &id).attribute("href", &href);
        self.markup.attribute("role", "doc-noteref").xhtml_attribute("epub:type", "noteref");
        self.markup.attribute("class", "footnote-reference").text(&written).end("a").end("sup");
    }

    fn entity(&mut self, entity: &Entity) {
        let value = entity.value.as_deref();
        let moment =
            value.filter(|_| entity.kind == EntityKind::Date).and_then(|value| value.parse::<Moment>().ok());
        let name = if moment.is_some() { "time" } else { "span" };
        self.markup.start(name);
        match (moment, value) {
            (Some(moment), _) => {
                self.markup.attribute("datetime", &moment.to_string());
            }
            (None, Some(value)) => {
                self.within(Step::Field("value"), |scribe| scribe.attribute("data-value", value))
            }
            (None, None) => {}
        }
        if let Some(scheme) = &entity.scheme {
            self.within(Step::Field("scheme"), |scribe| scribe.attribute("data-scheme", scheme));
        }
        self.attributes(entity.attributes.as_deref(), entity_class(entity.kind));
        self.inlines("content", &entity.content);
        self.markup.end(name);
    }

    fn unknown(&mut self, unknown: &UnknownInline) {
        self.report.flattened(
            Feature::UnknownInline,
            self.trail.place(),
            format!("`{}` is written as a plain span", unknown.name),
        );
        self.markup.start("span");
        self.within(Step::Field("name"), |scribe| scribe.attribute("data-element", &unknown.name));
        self.attributes(unknown.attributes.as_deref(), "");
        self.inlines("content", &unknown.content);
        self.markup.end("span");
    }

    /// A picture in the line, its caption and credit behind it.
    fn image(&mut self, media: &Media) {
        let placed = self.place_media(media);
        let bare = media.caption.is_empty() && media.credit.is_empty();
        if bare && placed.is_some() {
            return self.picture(media, placed, true);
        }
        self.markup.start("span");
        self.attributes(media.attributes.as_deref(), "image");
        self.picture(media, placed, false);
        if !media.caption.is_empty() {
            self.report.flattened(
                Feature::Caption,
                self.trail.field("caption"),
                "a picture in the line has its caption as text behind it",
            );
            self.markup.text(" ").start("span").attribute("class", "caption");
            self.words("caption", &media.caption);
            self.markup.end("span");
        }
        if !media.credit.is_empty() {
            self.markup.text(" ").start("span").attribute("class", "credit");
            self.inlines("credit", &media.credit);
            self.markup.end("span");
        }
        self.markup.end("span");
    }

    /// The words of blocks, as one run of text.
    fn words(&mut self, name: &'static str, blocks: &[Block]) {
        let mut text = String::new();
        push_words(blocks, &mut text);
        self.within(Step::Field(name), |scribe| scribe.text(text.trim()));
    }
}

fn clipped(text: &str) -> String {
    text.chars().take(80).collect()
}

fn entity_class(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Organisation => "organisation",
        EntityKind::Place => "place",
        EntityKind::Date => "date",
        EntityKind::Money => "money",
        EntityKind::Number => "number",
        EntityKind::Event => "event",
    }
}
