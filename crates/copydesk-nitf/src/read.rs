//! Reading NITF.

mod attributes;
mod blocks;
mod body;
mod body_end;
mod body_head;
mod byline;
mod container;
mod dateline;
mod docdata;
mod elements;
mod escaped;
mod flow;
mod head;
mod images;
mod inlines;
mod lists;
mod media;
mod notes;
mod rights;
mod shape;
mod silent;
mod status;
mod tables;
mod text;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use copydesk_core::{
    Article, Block, Converted, Credit, Error, ErrorKind, Extras, Feature, Format, Limit, Place, ReadContext,
    Reader, Report, Sink, Value,
};
use copydesk_lines::Language;
use copydesk_xml::{Lines, Mend, Tag, Token, XmlReader, decode};

use crate::{FORMAT, NAMESPACE};
use attributes::{direction, is_blank, keep_in};
use container::Container;
use elements::Finder;
use text::{line_of, squeeze};

/// How many levels the elements around blocks add to those of the model: `body.content`, a cell, a paragraph.
const WRAPPING: usize = 10;

type Result<T> = std::result::Result<T, Error>;

/// Reads NITF 2.0 to 3.6 as agencies send it: valid or not, alone, in a `nitfs` envelope or in a NewsML container.
#[derive(Debug, Clone, Copy, Default)]
pub struct NitfReader;

impl Reader for NitfReader {
    fn format(&self) -> &'static Format {
        FORMAT
    }

    fn recognises(&self, input: &[u8]) -> bool {
        let head = &input[..input.len().min(1 << 16)];
        let text = decode(head).text;
        match root_name(&text) {
            Some(root) => match local(root) {
                "nitf" | "nitfs" => true,
                "NewsML" | "newsItem" | "newsMessage" | "NewsEnvelope" | "packageItem" => {
                    text.contains("<nitf") || text.contains(":nitf>") || text.contains(":nitf ")
                }
                _ => false,
            },
            None => false,
        }
    }

    fn read(&self, input: &[u8], context: &ReadContext<'_>, sink: &mut Sink<'_>) -> Result<()> {
        if input.len() > context.limits.bytes {
            return Err(context.limits.reached(Limit::Bytes).in_format(FORMAT.name));
        }
        let decoded = decode(input);
        let mut xml = XmlReader::new(&decoded.text, &context.limits);
        if context.lenient {
            xml = xml.lenient();
        }
        let mut reading = Reading::new(xml, &decoded.text, context);
        if let Some((found, read_as)) = &decoded.mended {
            let place = Place::Source { line: 1, column: 1 };
            reading.shared.repaired(Feature::Encoding, place, found.as_str(), read_as.as_str());
        }
        if decoded.damaged {
            let detail =
                format!("some bytes mean nothing in {}; U+FFFD stands for them", decoded.encoding.name());
            reading.shared.dropped(Feature::Encoding, Place::Source { line: 1, column: 1 }, detail);
        }
        reading.document(sink).map_err(|error| error.in_format(FORMAT.name))
    }
}

/// The name of the root element, after the prolog.
fn root_name(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        if !rest.starts_with('<') {
            return None;
        }
        let end = if rest.starts_with("<!--") {
            rest.find("-->")? + 3
        } else if rest.starts_with("<?") {
            rest.find("?>")? + 2
        } else if rest.starts_with("<!") {
            let close = rest.find('>')?;
            match rest.find('[').filter(|open| *open < close) {
                Some(open) => {
                    let subset = open + rest[open..].find(']')?;
                    subset + rest[subset..].find('>')? + 1
                }
                None => close + 1,
            }
        } else {
            let name = &rest[1..];
            let end = name.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))?;
            return Some(&name[..end]);
        };
        rest = &rest[end..];
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// A document being read.
struct Reading<'t, 'c> {
    xml: XmlReader<'t>,
    text: &'t str,
    context: &'c ReadContext<'c>,
    /// What is reported of every article of the document.
    shared: Report,
    article: Article,
    report: Report,
    /// The article was written by this crate: its parts are marked, nothing is guessed.
    own: bool,
    /// The prefix of NITF's namespace.
    prefix: Option<&'t str>,
    language: Language,
    /// Extras of elements, by number, as this crate writes them.
    nodes: BTreeMap<&'t str, Extras>,
    /// Pictures in the line, as this crate writes them: by number.
    images: BTreeMap<String, copydesk_core::Media>,
    /// The lines of the credits, and the credits with the line each stands in.
    credit_lines: Vec<String>,
    credits: Vec<(usize, Credit)>,
    /// Blocks of the body's head and end.
    head_blocks: Vec<Block>,
    end_blocks: Vec<Block>,
    /// Where the pictures of one publisher's own elements stand among those of the end.
    photos: media::Photos,
    /// How deep blocks and inlines nest here.
    depth: usize,
    /// Nothing of the story stands before this.
    at_start: bool,
    /// The comment that was read last, until text follows.
    comment: Option<&'t str>,
    lines: Lines<'t>,
    /// What stands around the articles.
    container: Container<'t>,
    /// Where the articles end, and where this crate's marks of extras stand.
    ends: Finder<'t>,
    marks: Finder<'t>,
}

impl<'t, 'c> Reading<'t, 'c> {
    fn new(xml: XmlReader<'t>, text: &'t str, context: &'c ReadContext<'c>) -> Self {
        Self {
            xml,
            text,
            context,
            shared: Report::default(),
            article: Article::default(),
            report: Report::default(),
            own: false,
            prefix: None,
            language: Language::ANY,
            nodes: BTreeMap::new(),
            images: BTreeMap::new(),
            credit_lines: Vec::new(),
            credits: Vec::new(),
            head_blocks: Vec::new(),
            end_blocks: Vec::new(),
            photos: media::Photos::default(),
            depth: 0,
            at_start: false,
            comment: None,
            lines: Lines::new(text),
            container: Container::default(),
            ends: Finder::new(text, "</nitf"),
            marks: Finder::new(text, "<cd:node "),
        }
    }

    /// Finds the articles and hands them out; those before a fault too.
    fn document(&mut self, sink: &mut Sink<'_>) -> Result<()> {
        let mut articles = 0;
        loop {
            let piece = self.piece(&mut articles);
            let at_end = !matches!(piece, Ok(true));
            for converted in self.take_ready(at_end) {
                if sink(Ok(converted)) == ControlFlow::Break(()) {
                    return Ok(());
                }
            }
            if !piece? {
                return Ok(());
            }
        }
    }

    /// An article, or a piece of what stands around the articles. Gives whether there is more.
    fn piece(&mut self, articles: &mut usize) -> Result<bool> {
        match self.xml.next()? {
            Token::Start(tag) if local(tag.name) == "nitf" => {
                *articles += 1;
                if *articles > self.context.limits.articles {
                    return Err(self.xml.reached(&self.context.limits, Limit::Articles, tag.at));
                }
                let converted = self.nitf(&tag)?;
                self.hold(converted);
            }
            Token::Start(tag) => self.container.start(&tag),
            Token::End => self.container_end(),
            Token::Text(text) => self.container.text(&text),
            Token::Comment(_) => {}
            Token::Done if *articles == 0 => {
                let message = match self.container.root() {
                    Some(name) => format!("there is no `nitf` in the document; its root is `{name}`"),
                    None => "there is no `nitf` in the document".to_owned(),
                };
                return Err(self.xml.error(ErrorKind::Unsupported, 0, &message));
            }
            Token::Done => return Ok(false),
        }
        Ok(true)
    }

    /// One article, its start tag read.
    fn nitf(&mut self, tag: &Tag<'t>) -> Result<Converted<Article>> {
        self.article = Article::default();
        self.report = self.shared.clone();
        self.prefix = tag.name.split_once(':').map(|(prefix, _)| prefix);
        self.own = tag.attribute("xmlns:cd") == Some(NAMESPACE) && tag.attribute("cd:article").is_some();
        self.nodes = BTreeMap::new();
        if self.own {
            self.find_nodes(tag.at)?;
        }
        self.root(tag);
        self.children("nitf", |reading, tag| match reading.name(&tag) {
            "head" => reading.head(&tag),
            "body" => reading.body(&tag),
            _ => reading.body_part(tag, ""),
        })?;
        self.finish();
        self.note_mends();
        Ok(Converted { output: std::mem::take(&mut self.article), report: std::mem::take(&mut self.report) })
    }

    fn root(&mut self, tag: &Tag<'t>) {
        let metadata = &mut self.article.metadata;
        for (name, value) in &tag.attributes {
            match *name {
                "uno" if !value.is_empty() || self.own => {
                    metadata.other_ids.push(copydesk_core::Identifier {
                        scheme: Some("uno".to_owned()),
                        value: value.to_string(),
                    })
                }
                "baselang" | "xml:lang" if !value.is_empty() || self.own => {
                    metadata.language = Some(value.to_string())
                }
                "cd:dir" if self.own => metadata.direction = direction(value),
                "version" | "change.date" | "change.time" | "schemaLocation" => {}
                name if name.starts_with("xmlns") || name.starts_with("xsi:") || name.starts_with("cd:") => {}
                name if !value.is_empty() => {
                    metadata.extras.insert(format!("nitf:nitf.{name}"), Value::from(&**value));
                }
                _ => {}
            }
        }
        self.choose_language();
    }

    /// The language tables to read lines with.
    fn choose_language(&mut self) {
        let said = self.article.metadata.language.as_deref();
        let language = self.context.language.or(said).or_else(|| self.container.language());
        self.language = language.map_or(Language::ANY, Language::of);
    }

    /// What can be done once all is read.
    fn finish(&mut self) {
        self.article.body.splice(0..0, self.head_blocks.drain(..));
        self.article.body.append(&mut self.end_blocks);
        self.photos = media::Photos::default();
        let lines = std::mem::take(&mut self.credit_lines);
        for (line, mut credit) in std::mem::take(&mut self.credits) {
            if credit.printed.is_empty() {
                credit.printed = lines.get(line).cloned().unwrap_or_default();
            } else {
                credit.printed.clear();
            }
            self.article.credits.push(credit);
        }
        if !self.images.is_empty() {
            let mut images = std::mem::take(&mut self.images);
            images::put_in_line(&mut self.article, &mut images);
        }
        self.article.normalise();
        if !self.own {
            self.shape();
        }
    }

    /// Reads each child element, until the element that was started last ends. Text between them is kept as an extra.
    fn children(
        &mut self,
        element: &str,
        mut each: impl FnMut(&mut Self, Tag<'t>) -> Result<()>,
    ) -> Result<()> {
        loop {
            match self.xml.next()? {
                Token::Start(tag) => each(self, tag)?,
                Token::End | Token::Done => return Ok(()),
                Token::Text(text) => {
                    let text = text.trim_ascii();
                    if !text.is_empty() {
                        self.keep(&format!("nitf:{element}.text"), Value::from(text));
                    }
                }
                Token::Comment(comment) => self.comment(comment),
            }
        }
    }

    /// The name of an element, without the prefix of NITF's namespace.
    fn name(&self, tag: &Tag<'t>) -> &'t str {
        let name = match self.prefix.and_then(|prefix| tag.name.strip_prefix(prefix)?.strip_prefix(':')) {
            Some(name) => name,
            None => tag.name,
        };
        if name.as_bytes().first().is_some_and(u8::is_ascii_uppercase) {
            crate::spelling::in_small_letters(name)
        } else {
            name
        }
    }

    fn place(&mut self, at: usize) -> Place {
        self.lines.place(at)
    }

    fn repaired(
        &mut self,
        feature: Feature,
        at: usize,
        found: impl Into<String>,
        read_as: impl Into<String>,
    ) {
        let place = self.place(at);
        self.report.repaired(feature, place, found, read_as);
    }

    /// What the XML reader mended.
    fn note_mends(&mut self) {
        for Mend { at, mut found, read_as, times } in self.xml.take_mends() {
            let feature = if found.starts_with(['&', '<']) { Feature::Character } else { Feature::Markup };
            if times > 1 {
                found.push_str(&format!(", {times} times"));
            }
            self.repaired(feature, at, found, read_as);
        }
    }

    /// One level of blocks or inlines further in.
    fn descend(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > self.context.limits.nesting + WRAPPING {
            return Err(self.xml.reached(&self.context.limits, Limit::Nesting, self.xml.position()));
        }
        Ok(())
    }

    fn ascend(&mut self) {
        self.depth -= 1;
    }
}
