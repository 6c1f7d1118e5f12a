//! Running text.

use copydesk_core::{
    Attributes, Code, Entity, EntityKind, Feature, FootnoteReference, Inline, Inlines, Link, Span,
    UnknownInline,
};
use copydesk_xml::{Tag, Token};

use super::silent::is_silent_inline;
use super::{Reading, Result, images};

/// An inline that is a span in a style.
type Style = fn(Box<Span>) -> Inline;

/// Whether an element stands in running text, of NITF or of the HTML that is found in it.
pub(super) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "em" | "a"
            | "br"
            | "lang"
            | "q"
            | "person"
            | "org"
            | "location"
            | "chron"
            | "money"
            | "num"
            | "event"
            | "pronounce"
            | "classifier"
            | "function"
            | "object.title"
            | "virtloc"
            | "copyrite"
            | "postaddr"
            | "alt-code"
            | "b"
            | "strong"
            | "i"
            | "u"
            | "s"
            | "strike"
            | "del"
            | "span"
            | "sub"
            | "sup"
            | "code"
            | "tt"
            | "img"
    )
}

impl<'t> Reading<'t, '_> {
    /// The running text of an element, to its end.
    pub(super) fn inline_content(&mut self) -> Result<Inlines> {
        self.descend()?;
        let mut content = Inlines::new();
        loop {
            match self.xml.next()? {
                Token::Start(tag) => self.inline(tag, &mut content)?,
                Token::Text(text) => self.push_text(&mut content, text),
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        content.0.shrink_to_fit();
        self.ascend();
        Ok(content)
    }

    /// An element in running text, at the end of what was read of it. A paragraph there is only its text.
    pub(super) fn inline(&mut self, tag: Tag<'t>, run: &mut Inlines) -> Result<()> {
        let inline = match self.name(&tag) {
            "br" => {
                let said: Vec<&str> = tag.attributes.iter().map(|(_, value)| &**value).collect();
                if !said.iter().all(|value| value.is_empty()) && !self.own {
                    let place = self.place(tag.at);
                    let detail = format!("attributes of a line break: {}", said.join(" "));
                    self.report.dropped(Feature::Break, place, detail);
                }
                self.xml.skip()?;
                Inline::Break
            }
            "em" => self.emphasis(&tag)?,
            "a" => self.link(&tag)?,
            "lang" => self.lang(&tag)?,
            "q" => self.span(&tag, Inline::Quote)?,
            "span" => self.span(&tag, Inline::Span)?,
            "b" | "strong" => self.span(&tag, Inline::Strong)?,
            "i" => self.span(&tag, Inline::Emphasis)?,
            "u" => self.span(&tag, Inline::Underline)?,
            "s" | "strike" | "del" => self.span(&tag, Inline::Strike)?,
            "sub" => self.span(&tag, Inline::Sub)?,
            "sup" => self.span(&tag, Inline::Sup)?,
            "code" | "tt" => self.code(&tag)?,
            "img" => Inline::Image(Box::new(self.html_image(&tag)?)),
            "num" => self.number(&tag)?,
            "person" => self.entity(&tag, EntityKind::Person, (Some("value"), Some("idsrc")))?,
            "org" => self.entity(&tag, EntityKind::Organisation, (Some("value"), Some("idsrc")))?,
            "location" => {
                self.entity(&tag, EntityKind::Place, (Some("location-code"), Some("code-source")))?
            }
            "chron" => self.entity(&tag, EntityKind::Date, (Some("norm"), None))?,
            "money" => self.entity(&tag, EntityKind::Money, (None, Some("unit")))?,
            "event" => self.entity(&tag, EntityKind::Event, (Some("value"), Some("idsrc")))?,
            "cd:image" if self.own => {
                self.xml.skip()?;
                images::stand_in(tag.attribute("of").unwrap_or_default())
            }
            "p" | "div" | "body.content" => return self.paragraph_in_line(&tag, run),
            _ => self.unknown_inline(&tag)?,
        };
        if !(tag.attributes.is_empty() || self.own) && is_silent_inline(&inline) {
            self.unsaid_by(&tag);
        }
        run.push(inline);
        Ok(())
    }

    /// A paragraph inside running text: its text, on a line of its own.
    fn paragraph_in_line(&mut self, tag: &Tag<'t>, run: &mut Inlines) -> Result<()> {
        let name = self.name(tag);
        self.repaired(Feature::Paragraph, tag.at, format!("`{name}` inside running text"), "a line");
        let attributes = self.attributes(tag, &[]);
        let content = self.inline_content()?;
        run.0.extend([Inline::Break, Inline::Span(Box::new(Span { content, attributes })), Inline::Break]);
        Ok(())
    }

    fn span(&mut self, tag: &Tag<'t>, kind: Style) -> Result<Inline> {
        let attributes = self.attributes(tag, &["cd:style"]);
        Ok(kind(Box::new(Span { content: self.inline_content()?, attributes })))
    }

    /// `em`: its class says which style.
    fn emphasis(&mut self, tag: &Tag<'t>) -> Result<Inline> {
        let style = tag.attribute("cd:style").filter(|_| self.own);
        let class = tag.attribute("class").unwrap_or_default();
        let (kind, said): (Style, &[&str]) = match style {
            Some("strong") => (Inline::Strong, &["cd:style"]),
            Some("underline") => (Inline::Underline, &["cd:style"]),
            Some("strike") => (Inline::Strike, &["cd:style"]),
            Some("code") => return self.code(tag),
            Some(_) => (Inline::Emphasis, &["cd:style"]),
            None => match class.trim().to_ascii_lowercase().as_str() {
                "bold" | "strong" | "b" => (Inline::Strong, &["class"]),
                "underline" | "u" => (Inline::Underline, &["class"]),
                "strike" | "strikethrough" | "s" => (Inline::Strike, &["class"]),
                "italic" | "italics" | "i" => (Inline::Emphasis, &["class"]),
                "code" => return self.code(tag),
                _ => (Inline::Emphasis, &[]),
            },
        };
        let attributes = self.attributes(tag, said);
        Ok(kind(Box::new(Span { content: self.inline_content()?, attributes })))
    }

    fn code(&mut self, tag: &Tag<'t>) -> Result<Inline> {
        let said: &[&str] = if tag.attribute("class") == Some("code") && tag.attribute("cd:style").is_none() {
            &["class"]
        } else {
            &["cd:style"]
        };
        let attributes = self.attributes(tag, said);
        Ok(Inline::Code(Box::new(Code { text: self.raw_text()?, attributes })))
    }

    fn link(&mut self, tag: &Tag<'t>) -> Result<Inline> {
        let target = tag.attribute("href").unwrap_or_default().to_owned();
        let title = self.value(tag, "title");
        let is_reference =
            tag.attribute("rel") == Some("footnote") && !(self.own && tag.attribute("cd:style").is_some());
        let attributes = self.attributes(tag, &["href", "title", "cd:style"]);
        let content = self.inline_content()?;
        if is_reference
            && content.is_empty()
            && let Some(id) = target.strip_prefix('#')
        {
            return Ok(Inline::FootnoteReference(Box::new(FootnoteReference { id: id.to_owned() })));
        }
        Ok(Inline::Link(Box::new(Link { target, title, content, attributes })))
    }

    /// `lang`: a stretch in another language, and what this crate has no better element for.
    fn lang(&mut self, tag: &Tag<'t>) -> Result<Inline> {
        if self.own {
            let name = |name: &str| tag.attribute(name).map(str::to_owned);
            if let Some(element) = name("cd:entity") {
                let kind = match element.as_str() {
                    "org" => EntityKind::Organisation,
                    "location" => EntityKind::Place,
                    "chron" => EntityKind::Date,
                    "money" => EntityKind::Money,
                    "num" => EntityKind::Number,
                    "event" => EntityKind::Event,
                    _ => EntityKind::Person,
                };
                return self.entity(tag, kind, (None, None));
            }
            match tag.attribute("cd:style") {
                Some("sub") => return self.span(tag, Inline::Sub),
                Some("sup") => return self.span(tag, Inline::Sup),
                _ => {}
            }
            if let Some(name) = name("cd:unknown") {
                let attributes = self.attributes(tag, &["cd:unknown"]);
                let content = self.inline_content()?;
                return Ok(Inline::Unknown(Box::new(UnknownInline { name, content, attributes })));
            }
        }
        self.span(tag, Inline::Span)
    }

    fn entity(
        &mut self,
        tag: &Tag<'t>,
        kind: EntityKind,
        (value, scheme): (Option<&'static str>, Option<&'static str>),
    ) -> Result<Inline> {
        let own = |name: &str| if self.own { tag.attribute(name).map(str::to_owned) } else { None };
        let read = |name: Option<&str>| name.and_then(|name| self.value(tag, name));
        let mut entity = Entity {
            kind,
            value: read(value).or_else(|| own("cd:value")),
            scheme: read(scheme).or_else(|| own("cd:scheme")),
            ..Entity::default()
        };
        let said = [value.unwrap_or("cd:value"), scheme.unwrap_or("cd:scheme"), "cd:entity"];
        entity.attributes = self.attributes(tag, &said);
        entity.content = self.inline_content()?;
        Ok(Inline::Entity(Box::new(entity)))
    }

    /// `num`: a number, or the only place where NITF has subscript and superscript.
    fn number(&mut self, tag: &Tag<'t>) -> Result<Inline> {
        let bare = tag.attributes.is_empty();
        let mut inline = self.entity(tag, EntityKind::Number, (None, Some("units")))?;
        if bare
            && let Inline::Entity(entity) = &mut inline
            && matches!(entity.content.as_slice(), [Inline::Sub(_) | Inline::Sup(_)])
        {
            return Ok(entity.content.0.remove(0));
        }
        Ok(inline)
    }

    fn unknown_inline(&mut self, tag: &Tag<'t>) -> Result<Inline> {
        let attributes: Option<Box<Attributes>> = self.attributes(tag, &[]);
        let name = self.name(tag).to_owned();
        let mut content = self.inline_content()?;
        if matches!(name.as_str(), "postaddr" | "addressee") && !self.own {
            // The lines of an address divide its words.
            content = Inlines(content.0.into_iter().flat_map(|part| [part, Inline::text(" ")]).collect());
        }
        Ok(Inline::Unknown(Box::new(UnknownInline { name, content, attributes })))
    }
}
