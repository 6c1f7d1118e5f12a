//! The body, and the parts of it that stand elsewhere than they should.

use copydesk_core::{Attributes, Feature, Value};
use copydesk_xml::Tag;

use super::{Reading, Result, blocks, body_head};

impl<'t> Reading<'t, '_> {
    pub(super) fn body(&mut self, tag: &Tag<'t>) -> Result<()> {
        let attributes = self.attributes(tag, &[]);
        if let Some(attributes) = attributes {
            let Attributes { id, class, language, direction, audience: _, extras } = *attributes;
            let metadata = &mut self.article.metadata;
            if metadata.language.is_none() {
                metadata.language = language;
            } else if let Some(language) =
                language.filter(|language| metadata.language.as_ref() != Some(language))
            {
                metadata.extras.insert("nitf:body.lang".to_owned(), Value::Text(language));
            }
            metadata.direction = metadata.direction.or(direction);
            if let Some(id) = id {
                metadata.extras.insert("nitf:body.id".to_owned(), Value::Text(id));
            }
            if !class.is_empty() {
                metadata.extras.insert("nitf:body.class".to_owned(), Value::Text(class.join(" ")));
            }
            for (name, value) in extras {
                metadata.extras.insert(name.replacen("nitf:", "nitf:body.", 1), value);
            }
        }
        self.choose_language();
        self.children("body", |reading, tag| reading.body_part(tag, "body."))
    }

    /// A part of the body, also where the element that should be around it is missing.
    pub(super) fn body_part(&mut self, tag: Tag<'t>, prefix: &str) -> Result<()> {
        match self.name(&tag) {
            "body.head" => self.body_head(&tag),
            "body.content" => self.body_content(&tag),
            "body.end" => self.body_end(&tag),
            "sections" | "section" => self.section(&tag),
            "photo" => {
                let figure = self.house_photo(&tag)?;
                self.photos.add(self.end_blocks.len());
                self.end_blocks.push(figure);
                Ok(())
            }
            "photo.caption" | "photo.byline" => self.beside_photo(&tag, prefix),
            name if body_head::is_part(name) => {
                self.repaired(Feature::Markup, tag.at, format!("`{name}` outside `body.head`"), "part of it");
                self.head_part(tag)
            }
            name if blocks::is_block(name) => {
                self.repaired(
                    Feature::Markup,
                    tag.at,
                    format!("`{name}` outside `body.content`"),
                    "part of it",
                );
                let mut story = Vec::new();
                self.block_element(tag, &mut story)?;
                self.article.body.append(&mut story);
                Ok(())
            }
            _ => self.keep_element(&tag, prefix),
        }
    }

    fn body_content(&mut self, tag: &Tag<'t>) -> Result<()> {
        self.keep_attributes(tag, "body.content");
        let from = self.article.body.len();
        self.at_start = from == 0 && self.head_blocks.is_empty();
        let mut blocks = self.blocks("body.content")?;
        if from == 0 {
            self.article.body = blocks;
        } else {
            self.article.body.append(&mut blocks);
        }
        for index in from..self.article.body.len() {
            self.context.trace(tag.at..self.xml.position(), || format!("body[{index}]"), "body.content");
        }
        Ok(())
    }
}
