//! Writing NITF.

mod blocks;
mod body_head;
mod concepts;
mod credits;
mod docdata;
mod extras;
mod head;
mod inlines;
mod lines;
mod media;
mod rights;

use std::collections::HashSet;

use copydesk_core::{
    Article, Attributes, Block, Error, Feature, Format, Media, Place, Report, Trail, WriteContext, Writer,
    bad_option_value, unknown_option,
};
use copydesk_xml::{Layout, XmlWriter, encode, encoding_named, is_name};

use crate::native::is_bare;
use crate::{FORMAT, NAMESPACE};
use extras::Node;

/// Writes NITF that is valid against the schema of its version.
#[derive(Debug, Clone)]
pub struct NitfWriter {
    /// The version. Default: 3.6, the only one with room for what NITF itself lacks.
    pub version: Version,
    /// Whether a document type declaration is written. Default: no; the namespace says it.
    pub doctype: bool,
    /// Pretty or compact. Default: pretty.
    pub layout: Layout,
    /// The encoding of the output. Default: UTF-8.
    pub encoding: &'static copydesk_xml::Encoding,
}

/// A version of NITF.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Version {
    /// 3.3, of 2005.
    V33,
    /// 3.4, of 2006.
    V34,
    /// 3.5, of 2009.
    V35,
    /// 3.6, of 2012.
    #[default]
    V36,
}

impl Version {
    fn digits(self) -> &'static str {
        match self {
            Self::V33 => "3.3",
            Self::V34 => "3.4",
            Self::V35 => "3.5",
            Self::V36 => "3.6",
        }
    }

    /// The public identifier: `-//IPTC//DTD NITF 3.6//EN`.
    pub(crate) fn public_id(self) -> String {
        format!("-//IPTC//DTD NITF {}//EN", self.digits())
    }

    pub(crate) fn namespace(self) -> &'static str {
        match self {
            Self::V33 => "http://iptc.org/std/nitf/2006-03-01/",
            Self::V34 | Self::V35 | Self::V36 => "http://iptc.org/std/NITF/2006-10-18/",
        }
    }

    /// The fixed `change.date` and `change.time` of its schema.
    fn changed(self) -> (&'static str, &'static str) {
        match self {
            Self::V33 => ("March 4, 2005", "19:30"),
            Self::V34 => ("October 18, 2006", "19:30"),
            Self::V35 | Self::V36 => ("September 11, 2009", "12:26"),
        }
    }
}

impl Default for NitfWriter {
    fn default() -> Self {
        Self {
            version: Version::V36,
            doctype: false,
            layout: Layout::Pretty,
            encoding: copydesk_xml::Encoding::for_label(b"utf-8").expect("every build knows UTF-8"),
        }
    }
}

impl Writer for NitfWriter {
    fn format(&self) -> &'static Format {
        FORMAT
    }

    fn set_option(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let bad = |expected| bad_option_value(FORMAT, name, value, expected);
        match name {
            "version" => {
                self.version = match value {
                    "3.3" => Version::V33,
                    "3.4" => Version::V34,
                    "3.5" => Version::V35,
                    "3.6" => Version::V36,
                    _ => return Err(bad("3.3, 3.4, 3.5 or 3.6")),
                };
            }
            "doctype" => self.doctype = yes_or_no(value).ok_or_else(|| bad("yes or no"))?,
            "layout" => {
                self.layout = match value {
                    "pretty" => Layout::Pretty,
                    "compact" => Layout::Compact,
                    _ => return Err(bad("pretty or compact")),
                };
            }
            "encoding" => {
                self.encoding =
                    encoding_named(value).ok_or_else(|| bad("the name of a character encoding"))?;
            }
            _ => return Err(unknown_option(FORMAT, name, FORMAT.writer_options)),
        }
        Ok(())
    }

    fn write(
        &mut self,
        article: &Article,
        _context: &WriteContext<'_>,
        output: &mut Vec<u8>,
    ) -> Result<Report, Error> {
        let start = output.len();
        let mut writing = Writing::new(self, output);
        writing.article(article, self);
        let report = writing.report;
        encode(output, start, self.encoding);
        Ok(report)
    }
}

fn yes_or_no(value: &str) -> Option<bool> {
    match value {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    }
}

/// One article being written.
struct Writing<'a, 'o> {
    xml: XmlWriter<'o>,
    report: Report,
    trail: Trail,
    /// There is room for our namespace.
    foreign: bool,
    /// The ids in use; an id may stand once.
    ids: HashSet<&'a str>,
    /// Extras that go to the end of the body, by the number of the element they belong to.
    nodes: Vec<Node<'a>>,
    /// Pictures in the line, which NITF has only between paragraphs: written after the block they stand in.
    images: Vec<(&'a Media, Trail)>,
    image_count: usize,
}

impl<'a, 'o> Writing<'a, 'o> {
    fn new(writer: &NitfWriter, output: &'o mut Vec<u8>) -> Self {
        Self {
            xml: XmlWriter::new(output, writer.layout),
            report: Report::default(),
            trail: Trail::default(),
            foreign: writer.version == Version::V36,
            ids: HashSet::new(),
            nodes: Vec::new(),
            images: Vec::new(),
            image_count: 0,
        }
    }

    fn article(&mut self, article: &'a Article, writer: &NitfWriter) {
        let version = writer.version;
        self.xml.declaration(writer.encoding.name());
        if writer.doctype {
            let digits = version.digits();
            let dashed = digits.replace('.', "-");
            self.xml.raw(&format!(
                "<!DOCTYPE nitf PUBLIC \"-//IPTC//DTD NITF {digits}//EN\" \
                 \"http://www.nitf.org/IPTC/NITF/{digits}/specification/nitf-{dashed}.dtd\">\n"
            ));
        }
        let (date, time) = version.changed();
        self.xml.start("nitf").attribute("xmlns", version.namespace());
        if self.foreign {
            self.xml.attribute("xmlns:cd", NAMESPACE).attribute("cd:article", "1");
        }
        self.root_attributes(article);
        self.xml.attribute("version", &version.public_id());
        self.xml.attribute("change.date", date).attribute("change.time", time);
        self.head(article);
        self.xml.start("body");
        self.body_head(article);
        self.body_content(article);
        self.body_end(article);
        self.xml.end();
        self.xml.end();
    }

    /// The body, its last blocks aside where they are the tagline or the bibliography of the source.
    fn body_content(&mut self, article: &'a Article) {
        let (head, content, _) = body_parts(article);
        self.xml.start("body.content");
        self.flush_images();
        for (index, block) in content.iter().enumerate() {
            self.enter_item("body", head + index);
            self.block(block, blocks::Around::Body);
            self.leave_item();
            self.flush_images();
        }
        self.xml.end();
    }

    fn body_end(&mut self, article: &'a Article) {
        let (head, content, end) = body_parts(article);
        self.xml.start("body.end");
        if article.credits.is_empty() {
            for (index, block) in end.iter().enumerate() {
                self.enter_item("body", head + content.len() + index);
                self.end_block(block);
                self.leave_item();
            }
        } else {
            self.credits(&article.credits);
        }
        self.flush_late_images();
        self.flush_nodes();
        self.xml.end();
    }

    /// A tagline or a bibliography of the source.
    fn end_block(&mut self, block: &'a Block) {
        if let (Block::Paragraph(paragraph), Some(part)) = (block, body_part(block)) {
            self.xml.start_mixed(part);
            self.attributes(part, paragraph.attributes.as_deref(), &["nitf:part"]);
            self.enter("content");
            self.inlines(&paragraph.content);
            self.leave();
            self.xml.end();
        }
    }

    /// Id, class, language, direction, audience and extras, as far as `element` takes them; the rest in our namespace.
    /// The extras named in `said` are said by the element itself.
    fn attributes(&mut self, element: &str, attributes: Option<&'a Attributes>, said: &[&str]) {
        let Some(Attributes { id, class, language, direction, audience: _, extras }) = attributes else {
            return;
        };
        self.enter("attributes");
        if let Some(id) = id {
            if is_name(id) && self.ids.insert(id) {
                self.attribute("id", id);
            } else {
                self.mark(Feature::Id, "cd:id", id, "id");
            }
        }
        if !class.is_empty() {
            self.class(element, class);
        }
        if let Some(language) = language {
            if is_language(language) && !is_bare(element) {
                self.attribute("xml:lang", language);
            } else {
                self.mark(Feature::ElementLanguage, "cd:lang", language, "language");
            }
        }
        if let Some(direction) = direction {
            self.mark(Feature::ElementDirection, "cd:dir", direction.name(), "direction");
        }
        self.node_extras(element, extras, said);
        self.leave();
    }

    fn class(&mut self, element: &str, class: &[String]) {
        if is_bare(element) {
            return self.mark(Feature::Class, "cd:class", &class.join(" "), "class");
        }
        if class.iter().any(|class| class.contains([' ', '\t', '\n', '\r'])) {
            let at = self.trail.field("class");
            self.report.flattened(Feature::Class, at, "a class with white space in it reads as several");
        }
        match class {
            [class] => self.attribute("class", class),
            _ => self.attribute("class", &class.join(" ")),
        }
    }

    /// Writes an attribute.
    fn attribute(&mut self, name: &str, value: &str) {
        self.xml.attribute(name, value);
        self.report_removed();
    }

    fn attribute_if(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.attribute(name, value);
        }
    }

    /// Writes an attribute that holds a field of the node.
    fn field_attribute(&mut self, field: &'static str, name: &str, value: Option<&str>) {
        self.enter(field);
        self.attribute_if(name, value);
        self.leave();
    }

    /// Writes an attribute of our namespace, or reports that there is no place for it.
    fn mark(&mut self, feature: Feature, name: &str, value: &str, field: &str) {
        if self.foreign {
            self.attribute(name, value);
        } else {
            self.no_place(feature, field);
        }
    }

    fn mark_if(&mut self, feature: Feature, name: &str, value: Option<&str>, field: &str) {
        if let Some(value) = value {
            self.mark(feature, name, value, field);
        }
    }

    fn no_place(&mut self, feature: Feature, field: &str) {
        let at = if field.is_empty() { self.trail.place() } else { self.trail.field(field) };
        self.report.dropped(feature, at, "this version of NITF has no place for it");
    }

    /// Writes text.
    fn text(&mut self, text: &str) {
        self.xml.text(text);
        self.report_removed();
    }

    fn report_removed(&mut self) {
        for c in self.xml.take_removed() {
            let detail = format!("XML cannot hold U+{:04X}", u32::from(c));
            self.report.dropped(Feature::Character, self.trail.place(), detail);
        }
    }

    fn enter(&mut self, field: &'static str) {
        self.trail.enter(copydesk_core::Step::Field(field));
    }

    fn leave(&mut self) {
        self.trail.leave();
    }

    fn enter_item(&mut self, field: &'static str, index: usize) {
        self.trail.enter(copydesk_core::Step::Field(field));
        self.trail.enter(copydesk_core::Step::Index(index));
    }

    fn leave_item(&mut self) {
        self.trail.leave();
        self.trail.leave();
    }

    fn place(&self) -> Place {
        self.trail.place()
    }
}

/// The element a block of the body stood in, where that was not the body's content.
fn body_part(block: &Block) -> Option<&str> {
    block.attributes()?.extras.get("nitf:part")?.as_text()
}

/// The blocks of the body: how many belong to its head, those of its content, and those of its end.
fn body_parts(article: &Article) -> (usize, &[Block], &[Block]) {
    let body = &article.body;
    let is_head = |block: &Block| matches!(block, Block::Note(_)) && body_part(block) == Some("body.head");
    let head = body.iter().take_while(|block| is_head(block)).count();
    let mut content = &body[head..];
    let mut end = content.len();
    if article.credits.is_empty() && content.iter().rev().take(2).any(|block| body_part(block).is_some()) {
        for part in ["bibliography", "tagline"] {
            let is_part = |block: &Block| {
                matches!(block, Block::Paragraph(p) if !p.lede && (part == "tagline" || p.content.as_text().is_some()))
                    && block.audience() == copydesk_core::Audience::Public
                    && body_part(block) == Some(part)
            };
            if content[..end].last().is_some_and(is_part) {
                end -= 1;
            }
        }
    }
    let (content_blocks, end_blocks) = content.split_at(end);
    content = content_blocks;
    (head, content, end_blocks)
}

/// Whether `xml:lang` takes a tag (XML Schema, `language`).
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    matches!(primary.len(), 1..=8)
        && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts
            .all(|part| matches!(part.len(), 1..=8) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
