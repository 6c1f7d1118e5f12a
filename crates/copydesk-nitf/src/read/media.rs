//! Photographs, graphics, sounds and films.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use copydesk_core::{Block, Feature, Inlines, Media, MediaKind, Rendition, Value};
use copydesk_xml::Tag;

use super::silent::is_silent;
use super::text::{add_line, says_nothing};
use super::{Reading, Result, is_blank, keep_in};

impl<'t> Reading<'t, '_> {
    pub(super) fn media(&mut self, tag: &Tag<'t>, out: &mut Vec<Block>) -> Result<()> {
        let mut media = self.media_of(tag)?;
        if let Some(number) = tag.attribute("cd:image").filter(|_| self.own) {
            self.images.insert(number.to_owned(), media);
            return Ok(());
        }
        if media.alternative.as_deref() == Some("") && !self.own {
            media.alternative = None;
        }
        out.push(Block::Figure(Box::new(media)));
        Ok(())
    }

    fn media_of(&mut self, tag: &Tag<'t>) -> Result<Media> {
        let mut attributes = self.attributes(tag, &["media-type", "cd:image"]);
        let named = tag.attribute("media-type").unwrap_or_default();
        let (kind, plain) = kind(named);
        if !plain && !named.is_empty() {
            let extras = &mut attributes.get_or_insert_default().extras;
            extras.insert("nitf:media-type".to_owned(), Value::from(named));
        }
        let mut media = Media { kind, attributes, ..Media::default() };
        self.children("media", |reading, tag| reading.media_child(&tag, &mut media))?;
        Ok(media)
    }

    fn media_child(&mut self, tag: &Tag<'t>, media: &mut Media) -> Result<()> {
        match self.name(tag) {
            "media-metadata" => self.media_metadata(tag, media),
            "media-reference" => self.media_reference(tag, media),
            "media-object" => self.media_object(tag, media),
            "media-caption" => {
                self.keep_attributes(tag, "media-caption");
                let mut blocks = self.mixed()?;
                media.caption.append(&mut blocks);
                Ok(())
            }
            // Of several captions that some systems write beside each other the first one is printed.
            name @ ("media-printcaption" | "media-webcaption" | "media-originalcaption")
                if media.caption.iter().all(is_silent) =>
            {
                self.keep_attributes(tag, name);
                media.caption = self.mixed()?;
                Ok(())
            }
            name @ ("media-producer" | "media-byline" | "media-printproducer" | "media-webproducer") => {
                self.keep_attributes(tag, name);
                let content = self.inline_content()?;
                add_line(&mut media.credit, content);
                Ok(())
            }
            name => {
                let key = if name.contains(':') { name.to_owned() } else { format!("nitf:{name}") };
                let value = self.element(tag)?;
                if !is_blank(&value) {
                    keep_in(&mut media.attributes.get_or_insert_default().extras, &key, value);
                }
                Ok(())
            }
        }
    }

    fn media_metadata(&mut self, tag: &Tag<'t>, media: &mut Media) -> Result<()> {
        let name = tag.attribute("name").unwrap_or_default().to_owned();
        let value = self.value(tag, "value");
        self.keep_others(tag, "media-metadata", &["name", "value"]);
        let text = self.text_content()?;
        let Some(value) = value.or_else(|| (!text.is_empty()).then_some(text)) else { return Ok(()) };
        let extras = &mut media.attributes.get_or_insert_default().extras;
        let values =
            extras.entry("nitf:media-metadata".to_owned()).or_insert_with(|| Value::Map(Default::default()));
        if let Value::Map(values) = values {
            match values.get_mut(&name) {
                Some(Value::Text(known)) => {
                    known.push_str("; ");
                    known.push_str(&value);
                }
                _ => {
                    values.insert(name, Value::Text(value));
                }
            }
        }
        Ok(())
    }

    fn media_reference(&mut self, tag: &Tag<'t>, media: &mut Media) -> Result<()> {
        let first = media.renditions.is_empty();
        let mut said = vec!["source", "mime-type", "cd:role"];
        let mut rendition = Rendition {
            source: self.value(tag, "source"),
            media_type: self.value(tag, "mime-type"),
            role: if self.own { self.value(tag, "cd:role") } else { None },
            ..Rendition::default()
        };
        for (name, slot) in [("width", &mut rendition.width), ("height", &mut rendition.height)] {
            *slot = tag.attribute(name).and_then(|size| size.trim().parse().ok());
            if slot.is_some() {
                said.push(name);
            }
        }
        if first {
            media.title = self.value(tag, "name");
            media.alternative = self.value(tag, "alternate-text");
            said.extend(["name", "alternate-text"]);
        }
        rendition.extras = self.extras(tag, &said);
        let text = self.text_content()?;
        if !text.is_empty() {
            rendition.extras.insert("nitf:text".to_owned(), Value::Text(text));
        }
        if rendition.source.is_none()
            && let Some(id) = rendition.extras.get("nitf:data-location").and_then(Value::as_text)
        {
            let id = id.to_owned();
            self.repaired(Feature::Rendition, tag.at, "`data-location`", "the source");
            rendition.extras.remove("nitf:data-location");
            rendition.source = Some(id);
        }
        // A reference that says nothing is none: the title is that of the first one that says something.
        if self.own
            || rendition != Rendition::default()
            || media.title.is_some()
            || media.alternative.is_some()
        {
            media.renditions.push(rendition);
        }
        Ok(())
    }

    fn media_object(&mut self, tag: &Tag<'t>, media: &mut Media) -> Result<()> {
        let extras = self.extras(tag, &["encoding"]);
        let encoding = tag.attribute("encoding").unwrap_or_default().to_owned();
        let text = self.raw_text()?;
        if media.renditions.is_empty() {
            media.renditions.push(Rendition::default());
        }
        let Some(rendition) = media.renditions.last_mut() else { return Ok(()) };
        for (key, value) in extras {
            let key = if rendition.extras.contains_key(&key) {
                key.replacen("nitf:", "nitf:media-object.", 1)
            } else {
                key
            };
            rendition.extras.insert(key, value);
        }
        let packed: String = text.split_ascii_whitespace().collect();
        match STANDARD.decode(&packed) {
            Ok(data) if encoding.eq_ignore_ascii_case("base64") => match rendition.data {
                None => rendition.data = Some(data),
                Some(_) => media.renditions.push(Rendition { data: Some(data), ..Rendition::default() }),
            },
            _ if text.trim_ascii().is_empty() => {}
            _ => {
                keep_in(&mut rendition.extras, "nitf:media-object", Value::Text(text));
                keep_in(&mut rendition.extras, "nitf:encoding", Value::Text(encoding));
            }
        }
        Ok(())
    }

    /// `img`, as HTML has it.
    pub(super) fn html_image(&mut self, tag: &Tag<'t>) -> Result<Media> {
        let mut rendition = Rendition { source: self.value(tag, "src"), ..Rendition::default() };
        let mut said = vec!["src", "alt", "title"];
        if rendition.source.is_none() {
            rendition.source = self.value(tag, "source");
            said.push("source");
        }
        for (name, slot) in [("width", &mut rendition.width), ("height", &mut rendition.height)] {
            *slot = tag.attribute(name).and_then(|size| size.trim().parse().ok());
            if slot.is_some() {
                said.push(name);
            }
        }
        let attributes = self.attributes(tag, &said);
        let alternative = tag.attribute("alt").map(str::to_owned);
        let title = self.value(tag, "title");
        let caption = self.mixed()?;
        Ok(Media { renditions: vec![rendition], alternative, title, caption, attributes, ..Media::default() })
    }

    /// A picture beside the story, in one publisher's own elements.
    pub(super) fn house_photo(&mut self, tag: &Tag<'t>) -> Result<Block> {
        let mut media = Media { attributes: self.attributes(tag, &["href"]), ..Media::default() };
        if let Some(source) = self.value(tag, "href") {
            media.renditions.push(Rendition { source: Some(source), ..Rendition::default() });
        }
        let at = tag.at;
        self.children("photo", |reading, tag| match reading.name(&tag) {
            "photo.caption" => {
                let mut blocks = reading.mixed()?;
                media.caption.append(&mut blocks);
                Ok(())
            }
            "photo.byline" => {
                let content = reading.inline_content()?;
                add_line(&mut media.credit, content);
                Ok(())
            }
            _ => reading.media_child(&tag, &mut media),
        })?;
        self.repaired(Feature::Figure, at, "`photo`", "a figure");
        Ok(Block::Figure(Box::new(media)))
    }

    /// Captions and credits beside such pictures: each belongs to the first picture that has none, else to the last.
    pub(super) fn beside_photo(&mut self, tag: &Tag<'t>, prefix: &str) -> Result<()> {
        let name = self.name(tag);
        let is_caption = name == "photo.caption";
        let Some(index) = self.photos.next(&self.end_blocks, is_caption) else {
            return self.keep_element(tag, prefix);
        };
        self.keep_attributes(tag, name);
        let mut caption = if is_caption { self.mixed()? } else { Vec::new() };
        let credit = if is_caption { Inlines::new() } else { self.inline_content()? };
        if caption.iter().all(is_silent) && says_nothing(&credit) {
            return Ok(());
        }
        self.repaired(Feature::Figure, tag.at, format!("`{name}` beside `photo`"), "part of the figure");
        if let Some(Block::Figure(media)) = self.end_blocks.get_mut(index) {
            media.caption.append(&mut caption);
            add_line(&mut media.credit, credit);
        }
        Ok(())
    }
}

/// The pictures in one publisher's own elements, by where they stand among the blocks of the body's end.
#[derive(Default)]
pub(super) struct Photos {
    at: Vec<usize>,
    /// How many of them, from the first on, are known to have a caption, and how many a credit.
    captioned: usize,
    credited: usize,
}

impl Photos {
    pub(super) fn add(&mut self, at: usize) {
        self.at.push(at);
    }

    /// The first picture that has no caption, or no credit; else the last one.
    fn next(&mut self, blocks: &[Block], caption: bool) -> Option<usize> {
        let known = if caption { &mut self.captioned } else { &mut self.credited };
        let has = |at: usize| match blocks.get(at) {
            Some(Block::Figure(media)) if caption => !media.caption.is_empty(),
            Some(Block::Figure(media)) => !media.credit.is_empty(),
            _ => true,
        };
        while self.at.get(*known).is_some_and(|at| has(*at)) {
            *known += 1;
        }
        self.at.get(*known).or(self.at.last()).copied()
    }
}

/// The kind a media type names, and whether that is how this crate writes it.
fn kind(named: &str) -> (MediaKind, bool) {
    let lower = named.trim().to_ascii_lowercase();
    let kind = match lower.as_str() {
        "image" | "photo" | "picture" | "" => MediaKind::Image,
        "graphic" | "graphics" | "chart" => MediaKind::Graphic,
        "audio" | "sound" => MediaKind::Audio,
        "video" | "film" => MediaKind::Video,
        _ => MediaKind::Data,
    };
    (kind, matches!(named, "image" | "graphic" | "audio" | "video" | "data"))
}
