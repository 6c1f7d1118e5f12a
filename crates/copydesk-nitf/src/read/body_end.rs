//! The end of the body: credits, contact lines, bibliography.

use copydesk_core::{Attributes, Audience, Block, Credit, Feature, Inline, Inlines, Paragraph, Value, Work};
use copydesk_lines as lines;
use copydesk_xml::Tag;

use super::{Reading, Result, line_of, squeeze};

impl<'t> Reading<'t, '_> {
    pub(super) fn body_end(&mut self, tag: &Tag<'t>) -> Result<()> {
        self.keep_attributes(tag, "body.end");
        self.children("body.end", |reading, tag| match reading.name(&tag) {
            "tagline" => reading.tagline(&tag),
            "bibliography" | "biblio" => reading.bibliography(&tag),
            "cd:node" if reading.own => reading.xml.skip(),
            "cd:credit" if reading.own => reading.credit(&tag),
            _ => {
                let mut blocks = Vec::new();
                reading.block_element(tag, &mut blocks)?;
                reading.end_blocks.append(&mut blocks);
                Ok(())
            }
        })
    }

    /// A tagline: credits where it reads as a credit line, else a paragraph of its own at the end.
    fn tagline(&mut self, tag: &Tag<'t>) -> Result<()> {
        let attributes = self.attributes(tag, &[]);
        let mut content = self.inline_content()?;
        let is_credits = tag.attribute("class") == Some("credits");
        if is_credits {
            let lines: Vec<String> = credit_lines(&content);
            if self.own {
                self.credit_lines = lines;
                return Ok(());
            }
            self.keep_others(tag, "tagline", &["class", "type"]);
            for line in lines {
                self.known_credits(&squeeze(&line), tag.at);
            }
            return Ok(());
        }
        content.normalise();
        let line = line_of(&content);
        if !self.own
            && content.as_text().is_some()
            && attributes.is_none()
            && let Some(found) = lines::credits(&line, self.language)
        {
            self.note_credit_mends(&found.mends, tag.at);
            self.article.credits.extend(found.credits);
            return Ok(());
        }
        self.end_paragraph(tag, "tagline", content, attributes);
        Ok(())
    }

    fn known_credits(&mut self, line: &str, at: usize) {
        let found = lines::known_credits(line, self.language);
        self.note_credit_mends(&found.mends, at);
        self.article.credits.extend(found.credits);
    }

    fn note_credit_mends(&mut self, mends: &[lines::Mend], at: usize) {
        for mend in mends {
            self.repaired(Feature::Credit, at, mend.found.as_str(), mend.read_as.as_str());
        }
    }

    fn bibliography(&mut self, tag: &Tag<'t>) -> Result<()> {
        let attributes = self.attributes(tag, &[]);
        let mut content = self.inline_content()?;
        content.normalise();
        self.end_paragraph(tag, "bibliography", content, attributes);
        Ok(())
    }

    /// A paragraph after the story, which remembers the element it stood in.
    fn end_paragraph(
        &mut self,
        tag: &Tag<'t>,
        part: &str,
        content: Inlines,
        attributes: Option<Box<Attributes>>,
    ) {
        if content.is_empty() {
            if attributes.is_some() {
                self.unsaid_by(tag);
            }
            return;
        }
        let mut attributes = attributes.unwrap_or_default();
        attributes.extras.insert("nitf:part".to_owned(), Value::from(part));
        if attributes.extras.get("nitf:type").and_then(Value::as_text) == Some("npa") {
            attributes.extras.remove("nitf:type");
            attributes.audience = Audience::Internal;
        }
        let paragraph = Paragraph { content, lede: false, attributes: attributes.boxed() };
        self.end_blocks.push(Block::Paragraph(paragraph));
    }

    /// One credit in parts, as this crate writes it beside the line.
    fn credit(&mut self, tag: &Tag<'t>) -> Result<()> {
        let text = |name: &str| tag.attribute(name).map(str::to_owned);
        let line = text("line").and_then(|line| line.parse().ok()).unwrap_or(usize::MAX);
        let mut credit = Credit {
            role: text("role"),
            work: work(tag.attribute("work").unwrap_or_default()),
            affiliation: text("affiliation"),
            // Filled when all is read: a line that is not printed is marked here.
            printed: text("printed").unwrap_or_default(),
            ..Credit::default()
        };
        self.children("cd:credit", |reading, tag| {
            if tag.name == "cd:name" {
                credit.names.push(tag.attribute("value").unwrap_or_default().to_owned());
                return reading.xml.skip();
            }
            let (name, value) = reading.named_extra(&tag)?;
            credit.extras.insert(name, value);
            Ok(())
        })?;
        self.credits.push((line, credit));
        Ok(())
    }
}

/// The lines of a tagline of credits: its marked lines, else all of it.
fn credit_lines(content: &Inlines) -> Vec<String> {
    let mut marked = Vec::new();
    for inline in content {
        if let Inline::Span(span) = inline
            && span.attributes.as_ref().is_some_and(|said| said.has_class("credit-line"))
        {
            marked.push(span.content.plain_text());
        }
    }
    if marked.is_empty() { vec![content.plain_text()] } else { marked }
}

fn work(name: &str) -> Work {
    match name {
        "reporting" => Work::Reporting,
        "writing" => Work::Writing,
        "editing" => Work::Editing,
        "photography" => Work::Photography,
        "translation" => Work::Translation,
        "illustration" => Work::Illustration,
        "video" => Work::Video,
        "research" => Work::Research,
        _ => Work::Other,
    }
}
