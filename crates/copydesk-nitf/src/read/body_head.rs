//! The head of the body: headline, notes, copyright notices, distributor, abstract.

use copydesk_core::{Attributes, Block, Container, Copyright, Feature, Inlines, Value};
use copydesk_lines as lines;
use copydesk_xml::{Tag, Token};

use super::silent::is_silent;
use super::{Reading, Result, keep_in, squeeze};
use crate::spelling::house_kind;

/// With how many notices or rights that are known a new one is compared, to join it to what it repeats.
pub(super) const MOST_COMPARED: usize = 100;

impl<'t> Reading<'t, '_> {
    pub(super) fn body_head(&mut self, tag: &Tag<'t>) -> Result<()> {
        self.keep_attributes(tag, "body.head");
        self.children("body.head", Self::head_part)
    }

    /// A part of the head of the body; another such head in it is the same.
    pub(super) fn head_part(&mut self, tag: Tag<'t>) -> Result<()> {
        match self.name(&tag) {
            "body.head" => self.body_head(&tag),
            "hedline" | "headline" => self.hedline(&tag),
            "note" => self.head_note(&tag),
            "rights" => self.rights(&tag),
            "rights.owner" | "rights.agent" => self.bare_rights(&tag),
            "byline" => self.byline(&tag),
            "cd:byline" if self.own => self.byline_people(&tag),
            "distributor" => self.distributor(&tag),
            "dateline" => self.dateline(&tag),
            "abstract" => self.summary(&tag),
            "series" => self.series(&tag),
            "slug" | "slugline" => self.slug(&tag),
            "hl1" | "hl2" => self.head_line(&tag),
            "p" | "block" | "media" => {
                let mut blocks = Vec::new();
                self.block_element(tag, &mut blocks)?;
                self.head_blocks.append(&mut blocks);
                Ok(())
            }
            _ => self.keep_element(&tag, "body.head."),
        }
    }

    fn hedline(&mut self, tag: &Tag<'t>) -> Result<()> {
        self.keep_attributes(tag, "hedline");
        let at = tag.at;
        let mut bare = Inlines::new();
        loop {
            match self.xml.next()? {
                Token::Start(tag) => match self.name(&tag) {
                    "hl1" | "hl2" | "hl3" | "hl4" | "hl5" | "hl6" => self.head_line(&tag)?,
                    "hedline" | "headline" => self.hedline(&tag)?,
                    name if let Some(kind) = house_kind(name) => self.house_line(&tag, kind)?,
                    _ => self.inline(tag, &mut bare)?,
                },
                Token::Text(text) => self.push_text(&mut bare, text),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        bare.normalise();
        if bare.is_empty() {
            return Ok(());
        }
        self.repaired(Feature::Headline, at, "text in `hedline` itself", "the headline");
        if self.article.headline.is_empty() {
            self.article.headline = bare
        } else {
            self.article.decks.push(bare)
        }
        Ok(())
    }

    /// A line that some systems write for the paper and for the web, each by its own name: the first head is the
    /// headline, a deck is one, a summary the abstract. Others stand behind the story.
    fn house_line(&mut self, tag: &Tag<'t>, kind: &str) -> Result<()> {
        let name = self.name(tag);
        self.keep_attributes(tag, name);
        let read_as = if matches!(kind, "head" | "deck") {
            let mut content = self.inline_content()?;
            content.normalise();
            if content.is_empty() {
                return Ok(());
            }
            let article = &mut self.article;
            if kind == "deck" {
                article.decks.push(content);
                "a deck"
            } else if article.headline.is_empty() {
                article.headline = content;
                "the headline"
            } else if super::line_of(&article.headline) == super::line_of(&content) {
                "the headline, once"
            } else {
                self.keep(&format!("nitf:hedline.{name}"), Value::Text(super::line_of(&content)));
                "a value"
            }
        } else {
            let mut content = self.mixed()?;
            if content.iter().all(is_silent) {
                return Ok(());
            }
            if kind == "summary" {
                self.article.summary.append(&mut content);
                "the abstract"
            } else {
                let attributes = Attributes { class: vec![name.to_owned()], ..Attributes::default() };
                let attributes = Some(Box::new(attributes));
                self.end_blocks.push(Block::Container(Container { content, attributes }));
                "a block behind the story"
            }
        };
        self.repaired(Feature::Headline, tag.at, format!("`{name}`"), read_as);
        Ok(())
    }

    /// `hl1` is the headline, the others are decks.
    fn head_line(&mut self, tag: &Tag<'t>) -> Result<()> {
        let name = self.name(tag);
        let is_kicker = tag.attribute("class").is_some_and(|class| {
            class
                .split_ascii_whitespace()
                .any(|class| matches!(class, "kicker" | "eyebrow" | "overline" | "strap"))
        });
        if !(self.own || tag.attributes.is_empty()) {
            let mut tag = tag.clone();
            tag.attributes.retain(|(name, value)| !(is_kicker && *name == "class" && &**value == "kicker"));
            self.keep_attributes(&tag, name);
        }
        let mut content = self.inline_content()?;
        if !self.own {
            content.normalise();
        }
        let article = &mut self.article;
        let is_original =
            !self.own && tag.attribute("id").is_some_and(|id| id.eq_ignore_ascii_case("originalHeadline"));
        if is_original && super::line_of(&content) == super::line_of(&article.headline) {
            // The headline as the desk had it before; most often it stayed so.
            self.repaired(
                Feature::Deck,
                tag.at,
                "an original headline like the headline",
                "the headline, once",
            );
        } else if name != "hl1" {
            if is_kicker && article.kicker.is_empty() {
                article.kicker = content
            } else {
                article.decks.push(content)
            }
        } else if article.headline.is_empty() {
            article.headline = content;
        } else {
            article.decks.push(content);
            self.repaired(Feature::Headline, tag.at, "a second `hl1`", "a deck");
        }
        self.context.trace(tag.at..self.xml.position(), || "headline".to_owned(), "hedline");
        Ok(())
    }

    fn slug(&mut self, tag: &Tag<'t>) -> Result<()> {
        let text = self.text_content()?;
        if text.is_empty() {
            return Ok(());
        }
        if self.article.metadata.slug_line.is_none() {
            self.repaired(Feature::SlugLine, tag.at, format!("`{}`", tag.name), "the slug line");
            self.article.metadata.slug_line = Some(text);
        } else {
            self.keep(&format!("nitf:body.head.{}", tag.name), Value::Text(text));
        }
        Ok(())
    }

    /// The section of the paper, as some publishers put it beside the head of the body.
    pub(super) fn section(&mut self, tag: &Tag<'t>) -> Result<()> {
        let text = self.text_content()?;
        if text.is_empty() {
            return Ok(());
        }
        let publication = self.article.metadata.publication.get_or_insert_default();
        match &publication.section {
            None => {
                publication.section = Some(text);
                self.repaired(
                    Feature::Publication,
                    tag.at,
                    format!("`{}`", tag.name),
                    "the section of the paper",
                );
            }
            Some(known) if *known == text => {}
            Some(_) => keep_in(&mut publication.extras, &format!("nitf:{}", tag.name), Value::Text(text)),
        }
        Ok(())
    }

    /// A note before the story; a copyright note is a notice.
    fn head_note(&mut self, tag: &Tag<'t>) -> Result<()> {
        if tag.attribute("noteclass") == Some("cpyrt") {
            self.keep_others(tag, "note", &["noteclass", "type"]);
            let text = self.text_content()?;
            let of: Option<usize> =
                tag.attribute("cd:of").filter(|_| self.own).and_then(|of| of.parse().ok());
            if let Some(copyright) = of.and_then(|of| self.article.copyright.get_mut(of)) {
                copyright.notice = text;
            } else if !text.is_empty() {
                let notice = lines::known_copyright(&text, self.language);
                self.add_copyright(notice);
            }
            return Ok(());
        }
        let mut note = self.note(tag)?;
        if !(tag.attributes.is_empty() || self.own) && note.iter().all(is_silent) {
            self.unsaid_by(tag);
        }
        for block in &mut note {
            let attributes = block.attributes_mut().get_or_insert_default();
            attributes.extras.insert("nitf:part".to_owned(), Value::from("body.head"));
        }
        self.head_blocks.append(&mut note);
        Ok(())
    }

    /// A notice, joined to what is known of the same holder.
    pub(super) fn add_copyright(&mut self, notice: Copyright) {
        let known = self.article.copyright.iter_mut().take(MOST_COMPARED).find(|known| {
            known.notice.is_empty()
                && known
                    .holder
                    .as_deref()
                    .is_none_or(|holder| holder.is_empty() || notice.notice.contains(holder))
                && known
                    .years
                    .first()
                    .is_none_or(|year| notice.years.is_empty() || notice.years.contains(year))
        });
        match known {
            Some(known) => {
                known.notice = notice.notice;
                if known.holder.is_none() {
                    known.holder = notice.holder;
                }
                if known.years.is_empty() {
                    known.years = notice.years;
                }
            }
            None => self.article.copyright.push(notice),
        }
    }

    fn distributor(&mut self, tag: &Tag<'t>) -> Result<()> {
        self.keep_attributes(tag, "distributor");
        let mut text = String::new();
        loop {
            match self.xml.next()? {
                Token::Start(tag) => {
                    text.push_str(&self.raw_text()?);
                    let name = self.name(&tag);
                    self.keep_attributes(&tag, &format!("distributor.{name}"));
                }
                Token::Text(piece) => self.push_str(&mut text, &piece),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        let text = if self.own { text } else { squeeze(&text) };
        if text.is_empty() && !self.own {
            return Ok(());
        }
        if self.article.metadata.distributor.is_some() {
            self.keep("nitf:distributor", Value::Text(text));
        } else {
            self.article.metadata.distributor = Some(text);
        }
        Ok(())
    }

    fn summary(&mut self, tag: &Tag<'t>) -> Result<()> {
        let attributes = self.attributes(tag, &[]);
        let at = tag.at;
        let mut blocks = self.blocks("abstract")?;
        if let Some(attributes) = attributes.as_deref().filter(|_| blocks.iter().all(is_silent)) {
            self.unsaid("abstract", at, attributes);
        } else if attributes.is_some() {
            blocks = vec![Block::Container(Container { content: blocks, attributes })];
        }
        self.article.summary.append(&mut blocks);
        self.context.trace(at..self.xml.position(), || "abstract".to_owned(), "abstract");
        Ok(())
    }
}

/// Whether an element belongs in the head of the body.
pub(super) fn is_part(name: &str) -> bool {
    matches!(
        name,
        "hedline"
            | "headline"
            | "byline"
            | "dateline"
            | "distributor"
            | "abstract"
            | "series"
            | "slug"
            | "slugline"
            | "rights"
            | "rights.owner"
            | "rights.agent"
    )
}
