//! Photographs, graphics, sounds and films.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use copydesk_core::{Feature, Media, MediaKind, Rendition, Value};

use super::Writing;

impl<'a> Writing<'a, '_> {
    /// A `media`; `number` is that of a picture in the line.
    pub(super) fn figure(&mut self, media: &'a Media, number: Option<usize>) {
        let Media { kind, renditions, alternative, title, caption, credit, attributes } = media;
        self.xml.start("media");
        let name = match kind {
            MediaKind::Image => "image",
            MediaKind::Graphic => "graphic",
            MediaKind::Audio => "audio",
            MediaKind::Video => "video",
            MediaKind::Data => "data",
        };
        self.xml.attribute("media-type", name);
        if let (Some(number), true) = (number, self.foreign) {
            self.xml.attribute("cd:image", &number.to_string());
        }
        self.attributes("media", attributes.as_deref(), &["nitf:media-metadata"]);
        self.metadata(attributes.as_deref());
        if renditions.is_empty() {
            self.reference(title.as_deref(), alternative.as_deref());
            self.xml.end();
        }
        for (index, rendition) in renditions.iter().enumerate() {
            let (title, alternative) =
                if index == 0 { (title.as_deref(), alternative.as_deref()) } else { (None, None) };
            self.reference(title, alternative);
            self.enter_item("renditions", index);
            self.rendition(rendition);
            self.rendition_extras(&rendition.extras, index == 0);
            self.xml.end();
            self.data(rendition);
            self.leave_item();
        }
        if !caption.is_empty() {
            let plain = copydesk_core::single_paragraph(caption).is_some();
            if plain {
                self.xml.start_mixed("media-caption")
            } else {
                self.xml.start("media-caption")
            };
            self.caption(caption);
            self.xml.end();
        }
        if !credit.is_empty() {
            self.xml.start_mixed("media-producer");
            self.enter("credit");
            self.inlines(credit);
            self.leave();
            self.xml.end();
        }
        self.xml.end();
    }

    fn caption(&mut self, caption: &'a [copydesk_core::Block]) {
        match copydesk_core::single_paragraph(caption) {
            Some(inlines) => {
                self.enter_item("caption", 0);
                self.enter("content");
                self.inlines(inlines);
                self.leave();
                self.leave_item();
            }
            None => self.children("caption", caption, super::blocks::Around::Block),
        }
    }

    /// Named values of the source, kept as an extra: a map of name to text.
    fn metadata(&mut self, attributes: Option<&'a copydesk_core::Attributes>) {
        let Some(value) = attributes.and_then(|attributes| attributes.extras.get("nitf:media-metadata"))
        else {
            return;
        };
        let Value::Map(values) = value else { return self.no_place(Feature::Extra, "attributes.extras") };
        for (name, value) in values {
            if let Some(text) = value.as_text() {
                self.xml.start("media-metadata");
                self.attribute("name", name);
                self.attribute("value", text);
                self.xml.end();
            } else {
                self.no_place(Feature::Extra, "attributes.extras");
            }
        }
    }

    /// The start tag of a `media-reference`, still open. The first one carries title and alternative text.
    fn reference(&mut self, title: Option<&str>, alternative: Option<&str>) {
        self.xml.start_mixed("media-reference");
        self.attribute_if("name", title);
        self.attribute_if("alternate-text", alternative);
    }

    fn rendition(&mut self, rendition: &Rendition) {
        let Rendition { source, data: _, media_type, role, width, height, extras: _ } = rendition;
        self.attribute_if("source", source.as_deref());
        self.attribute_if("mime-type", media_type.as_deref());
        for (name, size) in [("width", width), ("height", height)] {
            if let Some(size) = size {
                self.xml.attribute(name, &size.to_string());
            }
        }
        self.mark_if(Feature::Rendition, "cd:role", role.as_deref(), "role");
    }

    /// What else is said of a rendition; not in an attribute that would be read as a field of it or, on the first one, of
    /// the media.
    fn rendition_extras(&mut self, extras: &'a copydesk_core::Extras, first: bool) {
        let is_size = |name: &&str| {
            let value = extras.get(&format!("nitf:{name}")).and_then(Value::as_text);
            value.is_some_and(|value| value.trim().parse::<u32>().is_ok())
        };
        let mut taken = vec!["source", "mime-type"];
        taken.extend(["width", "height"].into_iter().filter(is_size));
        if first {
            taken.extend(["name", "alternate-text"]);
        }
        self.node_extras_beside("media-reference", extras, &[], &taken);
    }

    fn data(&mut self, rendition: &Rendition) {
        if let Some(data) = &rendition.data {
            self.xml.start("media-object").attribute("encoding", "base64");
            self.text(&STANDARD.encode(data));
            self.xml.end();
        }
    }

    /// The pictures in the lines of the blocks just written.
    pub(super) fn flush_images(&mut self) {
        let done = self.image_count - self.images.len();
        for (index, (media, trail)) in std::mem::take(&mut self.images).into_iter().enumerate() {
            let here = std::mem::replace(&mut self.trail, trail);
            self.figure(media, Some(done + index + 1));
            self.trail = here;
        }
    }

    /// Pictures in the line of a tagline: nothing can stand after it.
    pub(super) fn flush_late_images(&mut self) {
        for (_, trail) in std::mem::take(&mut self.images) {
            self.report.dropped(Feature::Image, trail.place(), "a tagline of NITF holds no picture");
        }
    }
}
