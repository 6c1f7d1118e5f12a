//! The article as plain text can hold it, and the report of what it cannot.

use copydesk_core::{
    Article, Attributes, Audience, Block, Feature, Inlines, Paragraph, Place, Preformatted, Report, Rule,
    Step, Trail,
};

use crate::write::Framing;

mod blocks;
mod ends;
mod inlines;

/// An article of plain text, and where each block of it comes from.
#[derive(Debug, Default)]
pub(crate) struct Reduced {
    /// Only what plain text holds.
    pub(crate) article: Article,
    /// The path of each block of its body in the article it was made of.
    pub(crate) origins: Vec<String>,
}

/// Reduces an article, reporting each part that plain text does not hold.
pub(crate) fn reduce(article: &Article, framing: Framing, report: &mut Report) -> Reduced {
    let mut reducer = Reducer {
        report,
        trail: Trail::default(),
        internal: false,
        blocks: Vec::new(),
        origins: Vec::new(),
        moved: Vec::new(),
    };
    let mut reduced = reducer.front(article);
    reducer.children("body", &article.body);
    let mut blocks = std::mem::take(&mut reducer.blocks);
    let mut origins = std::mem::take(&mut reducer.origins);
    for (block, origin) in std::mem::take(&mut reducer.moved) {
        blocks.push(block);
        origins.push(origin);
    }
    reducer.end(article, &mut reduced);
    crate::write::metadata::reduce(article, &mut reduced, (framing, report));
    let front = std::mem::take(&mut reduced.body);
    let front_origins = vec![String::new(); front.len()];
    let (body, origins) = internal_last(blocks, origins, report);
    let (blocks, origins) = normal(front.into_iter().chain(body), front_origins.into_iter().chain(origins));
    reduced.body = blocks;
    reduced.normalise();
    Reduced { article: reduced, origins }
}

/// Each block in normal form, beside its origin: one that holds nothing goes with it.
fn normal(
    blocks: impl Iterator<Item = Block>,
    origins: impl Iterator<Item = String>,
) -> (Vec<Block>, Vec<String>) {
    let alone = |(block, origin): (Block, String)| {
        let mut alone = Article { body: vec![block], ..Article::default() };
        alone.normalise();
        alone.body.into_iter().map(move |block| (block, origin.clone()))
    };
    blocks.zip(origins).flat_map(alone).unzip()
}

/// Internal blocks stand behind the line that says so, and so behind all others.
fn internal_last(blocks: Vec<Block>, origins: Vec<String>, report: &mut Report) -> (Vec<Block>, Vec<String>) {
    let mut order: Vec<(Block, String)> = blocks.into_iter().zip(origins).collect();
    let last_public = order.iter().rposition(|(block, _)| block.audience() == Audience::Public);
    for (index, (block, origin)) in order.iter().enumerate() {
        let moves = origin.starts_with("abstract") || last_public.is_some_and(|last| index < last);
        if block.audience() == Audience::Internal && moves {
            let place = Place::path(origin.clone());
            report.flattened(Feature::Note, place, "internal text stands behind the story");
            if origin.starts_with("abstract") {
                report.flattened(
                    Feature::Article,
                    Place::path("body"),
                    "internal text of the abstract stands in it",
                );
            }
        }
    }
    order.sort_by_key(|(block, _)| block.audience() == Audience::Internal);
    order.into_iter().unzip()
}

struct Reducer<'r> {
    report: &'r mut Report,
    trail: Trail,
    internal: bool,
    blocks: Vec<Block>,
    origins: Vec<String>,
    /// Internal blocks out of public ones, with their origins: they stand behind the story.
    moved: Vec<(Block, String)>,
}

impl Reducer<'_> {
    fn field(&mut self, name: &'static str, inlines: &Inlines) -> Inlines {
        self.trail.enter(Step::Field(name));
        let text = self.inlines(inlines);
        self.trail.leave();
        text
    }

    fn children(&mut self, name: &'static str, blocks: &[Block]) {
        self.trail.enter(Step::Field(name));
        for (index, block) in blocks.iter().enumerate() {
            self.trail.enter(Step::Index(index));
            self.block(block);
            self.trail.leave();
        }
        self.trail.leave();
    }

    fn push(&mut self, block: Block) {
        self.origins.push(self.trail.to_string());
        self.blocks.push(if self.internal { block.internal() } else { block });
    }

    fn block(&mut self, block: &Block) {
        let outer = self.internal;
        self.internal |= block.audience() == Audience::Internal;
        if is_contact(block) {
            let without_class =
                block.attributes().map(|known| Attributes { class: Vec::new(), ..known.clone() });
            self.attributes(without_class.as_ref());
        } else {
            self.attributes(block.attributes());
        }
        match block {
            Block::Paragraph(paragraph) => self.paragraph(paragraph),
            Block::CrossHead(cross_head) => self.cross_head(cross_head),
            Block::List(list) => self.list(list),
            Block::DefinitionList(list) => self.definitions(list),
            Block::Quotation(quotation) => self.quotation(quotation),
            Block::Preformatted(preformatted) => {
                let content = self.field("content", &preformatted.content);
                self.push(Block::Preformatted(Preformatted { content, attributes: None }));
            }
            Block::Table(table) => self.table(table),
            Block::Figure(media) => self.figure(media),
            Block::Footnote(footnote) => {
                self.flattened(Feature::Footnote, "stands as a paragraph with its mark");
                self.labelled((&format!("[{}] ", footnote.id), self.internal), &footnote.content);
            }
            Block::Rule(_) => self.push(Block::Rule(Rule::default())),
            Block::Note(note) => self.note(note),
            Block::Container(container) => {
                self.flattened(Feature::Container, "its blocks stand in the text");
                self.children("content", &container.content);
            }
            Block::Unknown(unknown) => {
                self.flattened(
                    Feature::UnknownBlock,
                    &format!("`{}`: its content stands in the text", unknown.name),
                );
                self.children("content", &unknown.content);
            }
        }
        self.internal = outer;
    }

    fn flattened(&mut self, feature: Feature, detail: &str) {
        self.report.flattened(feature, self.trail.place(), detail);
    }

    fn dropped(&mut self, feature: Feature, detail: &str) {
        self.report.dropped(feature, self.trail.place(), detail);
    }

    fn attributes(&mut self, attributes: Option<&Attributes>) {
        let Some(Attributes { id, class, language, direction, audience: _, extras }) = attributes else {
            return;
        };
        if let Some(id) = id {
            self.dropped(Feature::Id, &format!("`{id}`"));
        }
        if !class.is_empty() {
            self.dropped(Feature::Class, &format!("`{}`", class.join(" ")));
        }
        if let Some(language) = language {
            self.dropped(Feature::ElementLanguage, &format!("`{language}`"));
        }
        if direction.is_some() {
            self.dropped(Feature::ElementDirection, "plain text has no place for it");
        }
        for name in extras.keys() {
            self.dropped(Feature::Extra, &format!("`{name}`"));
        }
    }

    /// Blocks reduced apart, without a place in the body of their own. What is internal in public text moves behind the
    /// story, for inside it no line could say so. `attributes`: those of the part that holds the blocks.
    fn aside(&mut self, name: &'static str, blocks: &[Block], attributes: Option<&Attributes>) -> Vec<Block> {
        self.attributes(attributes);
        let (outer, origins) = (std::mem::take(&mut self.blocks), std::mem::take(&mut self.origins));
        let internal = self.enter_audience(attributes);
        self.children(name, blocks);
        self.internal = internal;
        let origins = std::mem::replace(&mut self.origins, origins);
        let inner = std::mem::replace(&mut self.blocks, outer);
        if self.internal {
            return inner;
        }
        let mut public = Vec::new();
        for (block, origin) in inner.into_iter().zip(origins) {
            match block.audience() {
                Audience::Public => public.push(block),
                Audience::Internal => self.move_behind(block, origin),
            }
        }
        public
    }

    fn move_behind(&mut self, block: Block, origin: String) {
        let place = Place::path(origin.clone());
        self.report.flattened(
            Feature::Note,
            place,
            "internal text inside public text stands behind the story",
        );
        self.moved.push((block, origin));
    }

    /// Takes over the audience of a part; gives the one to go back to.
    fn enter_audience(&mut self, attributes: Option<&Attributes>) -> bool {
        let outer = self.internal;
        self.internal |= is_internal(attributes);
        outer
    }
}

/// Whether a block is a paragraph with contacts, and reads like one: its class is kept by its words.
fn is_contact(block: &Block) -> bool {
    matches!(block, Block::Paragraph(paragraph)
        if has_contact_class(paragraph) && contacts(&paragraph.content.plain_text()).is_some())
}

fn has_contact_class(paragraph: &Paragraph) -> bool {
    let contact = |attributes: &Attributes| attributes.class == [crate::read::CONTACT];
    paragraph.attributes.as_deref().is_some_and(contact)
}

fn contacts(text: &str) -> Option<copydesk_lines::Contacts> {
    copydesk_lines::contacts(text, copydesk_lines::Language::ANY)
}

fn is_internal(attributes: Option<&Attributes>) -> bool {
    attributes.is_some_and(|attributes| attributes.audience == Audience::Internal)
}

/// Reduced blocks as lines of text.
fn lines_of(blocks: &mut Vec<Block>) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks.drain(..) {
        match block {
            Block::Paragraph(paragraph) => lines.push(paragraph.content.plain_text()),
            Block::CrossHead(cross_head) => lines.push(cross_head.content.plain_text()),
            Block::Preformatted(preformatted) => lines.push(preformatted.content.plain_text()),
            Block::List(list) => {
                let start = list.start.unwrap_or(1);
                for (number, mut item) in (start..).zip(list.items) {
                    let mark = if list.ordered { format!("{number}.") } else { "*".to_owned() };
                    lines.push(format!("{mark} {}", lines_of(&mut item.content).join(" ")));
                }
            }
            Block::Quotation(mut quotation) => lines.extend(lines_of(&mut quotation.content)),
            Block::Figure(mut media) => lines.extend(lines_of(&mut media.caption)),
            Block::Rule(_)
            | Block::DefinitionList(_)
            | Block::Table(_)
            | Block::Footnote(_)
            | Block::Note(_)
            | Block::Container(_)
            | Block::Unknown(_) => {}
        }
    }
    lines
}

fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

/// A line as it is printed, without the control characters that would be read as the marks of a frame.
pub(crate) fn line(printed: &str, feature: Feature, at: Place, report: &mut Report) -> String {
    if printed.chars().any(is_control) {
        report.dropped(feature, at, "control characters");
    }
    clean(printed)
}

/// Without control characters.
pub(crate) fn clean(text: &str) -> String {
    text.chars().filter(|c| !is_control(*c)).collect()
}
