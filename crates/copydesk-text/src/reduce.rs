//! The article as plain text can hold it, and the report of what it cannot.

use copydesk_core::{
    Article, Attributes, Audience, Block, Byline, Copyright, Credit, CrossHead, Dateline, DefinitionList,
    Feature, Inline, Inlines, List, ListItem, Media, MediaKind, Note, NoteKind, Paragraph, Preformatted,
    Quotation, Report, Rule, Span, Step, Table, Trail,
};

use crate::draw::draw_table;
use crate::write::Framing;

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
    reducer.body("body", &article.body);
    let mut blocks = std::mem::take(&mut reducer.blocks);
    let mut origins = std::mem::take(&mut reducer.origins);
    for (block, origin) in std::mem::take(&mut reducer.moved) {
        blocks.push(block);
        origins.push(origin);
    }
    reducer.end(article, &mut reduced);
    crate::metadata::reduce(article, &mut reduced, (framing, report));
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
            let place = copydesk_core::Place::path(origin.clone());
            report.flattened(Feature::Note, place, "internal text stands behind the story");
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
    fn front(&mut self, article: &Article) -> Article {
        let mut reduced = Article::default();
        if !article.kicker.is_empty() {
            self.report.flattened(
                Feature::Kicker,
                self.trail.field("kicker"),
                "stands as a line above the headline",
            );
            reduced.kicker = self.field("kicker", &article.kicker);
        }
        reduced.headline = self.field("headline", &article.headline);
        self.trail.enter(Step::Field("decks"));
        for (index, deck) in article.decks.iter().enumerate() {
            self.trail.enter(Step::Index(index));
            reduced.decks.push(self.inlines(deck));
            self.trail.leave();
        }
        self.trail.leave();
        self.bylines(article, &mut reduced);
        reduced.dateline = article.dateline.as_ref().map(|dateline| self.dateline(dateline));
        self.body("abstract", &article.summary);
        // What is internal in it stands with the rest that is.
        let blocks = std::mem::take(&mut self.blocks);
        for (block, origin) in blocks.into_iter().zip(std::mem::take(&mut self.origins)) {
            match block.audience() {
                Audience::Public => reduced.summary.push(block),
                Audience::Internal => {
                    self.blocks.push(block);
                    self.origins.push(origin);
                }
            }
        }
        reduced
    }

    fn field(&mut self, name: &'static str, inlines: &Inlines) -> Inlines {
        self.trail.enter(Step::Field(name));
        let text = self.inlines(inlines);
        self.trail.leave();
        text
    }

    fn bylines(&mut self, article: &Article, reduced: &mut Article) {
        for (index, byline) in article.bylines.iter().enumerate() {
            let Byline { printed, people, repeated, extras } = byline;
            let at = || copydesk_core::Place::path(format!("bylines[{index}]"));
            for name in extras.keys() {
                self.report.dropped(Feature::Extra, at(), format!("`{name}`"));
            }
            if *repeated {
                // The body prints the line; it stands there.
                match article.body_text(false).contains(printed.trim()) && !printed.trim().is_empty() {
                    true => self.report.flattened(Feature::Byline, at(), "stands in the body only"),
                    false => self.report.dropped(Feature::Byline, at(), "the body does not print it"),
                }
                continue;
            }
            let printed = if printed.trim().is_empty() {
                let made = clean(&crate::write::byline_of(people));
                if !made.is_empty() {
                    let field = format!("bylines[{index}].printed");
                    self.report.assumed(field, &made, "made of its people");
                }
                made
            } else {
                line(printed, Feature::Byline, at(), self.report)
            };
            reduced.bylines.push(Byline { printed, people: people.clone(), ..Byline::default() });
        }
    }

    fn dateline(&mut self, dateline: &Dateline) -> Dateline {
        let at = || copydesk_core::Place::path("dateline");
        for name in dateline.extras.keys() {
            self.report.dropped(Feature::Extra, at(), format!("`{name}`"));
        }
        let printed = line(&dateline.printed, Feature::Dateline, at(), self.report);
        Dateline { extras: Default::default(), printed, ..dateline.clone() }
    }

    fn end(&mut self, article: &Article, reduced: &mut Article) {
        for (index, credit) in article.credits.iter().enumerate() {
            let at = || copydesk_core::Place::path(format!("credits[{index}]"));
            for name in credit.extras.keys() {
                self.report.dropped(Feature::Extra, at(), format!("`{name}`"));
            }
            let printed = line(&credit.printed, Feature::Credit, at(), self.report);
            reduced.credits.push(Credit { extras: Default::default(), printed, ..credit.clone() });
        }
        for (index, copyright) in article.copyright.iter().enumerate() {
            let at = || copydesk_core::Place::path(format!("copyright[{index}]"));
            for name in copyright.extras.keys() {
                self.report.dropped(Feature::Extra, at(), format!("`{name}`"));
            }
            let notice = line(&copyright.notice, Feature::Copyright, at(), self.report);
            reduced.copyright.push(Copyright { extras: Default::default(), notice, ..copyright.clone() });
        }
    }

    fn body(&mut self, name: &'static str, blocks: &[Block]) {
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

    fn paragraph(&mut self, paragraph: &Paragraph) {
        if paragraph.lede {
            self.dropped(Feature::Lede, "plain text has no place for it");
        }
        let content = self.field("content", &paragraph.content);
        if has_contact_class(paragraph) {
            let text = content.plain_text();
            if contacts(&text).is_some() {
                return self.push(Block::Paragraph(crate::story::contact_paragraph(&text)));
            }
        }
        self.push(Block::paragraph(content));
    }

    fn cross_head(&mut self, cross_head: &CrossHead) {
        if cross_head.rank() > 1 {
            self.flattened(Feature::CrossHead, "its rank is not shown");
        }
        let content = self.field("content", &cross_head.content);
        self.push(Block::cross_head(1, content));
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
        let place = copydesk_core::Place::path(origin.clone());
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

    fn list(&mut self, list: &List) {
        let mut items = Vec::new();
        self.trail.enter(Step::Field("items"));
        for (index, item) in list.items.iter().enumerate() {
            self.trail.enter(Step::Index(index));
            let internal = !self.internal && is_internal(item.attributes.as_deref());
            let mut blocks = self.aside("content", &item.content, item.attributes.as_deref());
            if internal {
                self.trail.leave();
                continue;
            }
            if blocks.len() != 1 || !matches!(blocks.first(), Some(Block::Paragraph(_))) {
                self.flattened(Feature::List, "the blocks of an item stand in one line each");
            }
            let text = lines_of(&mut blocks);
            items.push(ListItem { content: vec![Block::paragraph(text.join(" "))], attributes: None });
            self.trail.leave();
        }
        self.trail.leave();
        self.push(Block::List(List { ordered: list.ordered, start: list.start, items, attributes: None }));
    }

    fn definitions(&mut self, list: &DefinitionList) {
        self.flattened(Feature::DefinitionList, "terms and descriptions stand as paragraphs");
        self.trail.enter(Step::Field("items"));
        for (index, item) in list.items.iter().enumerate() {
            self.trail.enter(Step::Index(index));
            self.trail.enter(Step::Field("terms"));
            let terms: Vec<String> =
                item.terms.iter().enumerate().map(|(index, term)| self.term(index, term)).collect();
            self.trail.leave();
            self.trail.enter(Step::Field("descriptions"));
            let mut label = format!("{}: ", terms.join(", "));
            for (index, description) in item.descriptions.iter().enumerate() {
                self.trail.enter(Step::Index(index));
                self.attributes(description.attributes.as_deref());
                let internal = self.enter_audience(description.attributes.as_deref());
                self.labelled((&std::mem::take(&mut label), internal), &description.content);
                self.internal = internal;
                self.trail.leave();
            }
            self.trail.leave();
            if !label.is_empty() {
                self.push(Block::paragraph(label.trim_end_matches([':', ' '])));
            }
            self.trail.leave();
        }
        self.trail.leave();
    }

    fn term(&mut self, index: usize, term: &Span) -> String {
        self.trail.enter(Step::Index(index));
        self.attributes(term.attributes.as_deref());
        let text = self.field("content", &term.content).plain_text();
        self.trail.leave();
        text
    }

    /// Blocks with a label before the first of them; a public label stands alone before an internal block.
    fn labelled(&mut self, (label, internal): (&str, bool), content: &[Block]) {
        let first = self.blocks.len();
        self.children("content", content);
        match self.blocks.get_mut(first) {
            Some(Block::Paragraph(paragraph))
                if internal || !is_internal(paragraph.attributes.as_deref()) =>
            {
                paragraph.content = format!("{label}{}", paragraph.content.plain_text()).into();
            }
            _ if !label.trim().is_empty() => {
                let alone = Block::paragraph(label.trim());
                self.blocks.insert(first, if internal { alone.internal() } else { alone });
                self.origins.insert(first, self.trail.to_string());
            }
            _ => {}
        }
    }

    fn quotation(&mut self, quotation: &Quotation) {
        let mut content = self.aside("content", &quotation.content, None);
        if content.iter().any(|block| !matches!(block, Block::Paragraph(_))) {
            self.flattened(Feature::Quotation, "what it holds stands as lines of text");
        }
        let credit = self.field("credit", &quotation.credit);
        let mut content: Vec<Block> = lines_of(&mut content).into_iter().map(Block::paragraph).collect();
        if !credit.is_empty() {
            self.flattened(Feature::QuotationCredit, "stands as its last line");
            content.push(Block::paragraph(format!("— {}", credit.plain_text())));
        }
        self.push(Block::Quotation(Quotation { content, ..Quotation::default() }));
    }

    fn table(&mut self, table: &Table) {
        self.flattened(Feature::Table, "drawn in columns of text");
        let caption = self.field("caption", &table.caption);
        if !caption.is_empty() {
            self.push(Block::paragraph(caption));
        }
        let mut rows: Vec<Vec<String>> = Vec::new();
        for (name, part) in [("head", &table.head), ("body", &table.body), ("foot", &table.foot)] {
            self.trail.enter(Step::Field(name));
            for (index, row) in part.iter().enumerate() {
                self.trail.enter(Step::Index(index));
                self.attributes(row.attributes.as_deref());
                let internal = self.enter_audience(row.attributes.as_deref());
                let cells = self.row(row);
                if self.internal == internal {
                    rows.push(cells);
                } else {
                    let origin = self.trail.to_string();
                    self.move_behind(Block::paragraph(cells.join(" ").trim()).internal(), origin);
                }
                self.internal = internal;
                self.trail.leave();
            }
            self.trail.leave();
        }
        let drawn = draw_table(&rows, table);
        if !drawn.is_empty() {
            self.push(Block::Preformatted(Preformatted { content: drawn.into(), attributes: None }));
        }
    }

    fn row(&mut self, row: &copydesk_core::Row) -> Vec<String> {
        let mut cells = Vec::new();
        self.trail.enter(Step::Field("cells"));
        for (index, cell) in row.cells.iter().enumerate() {
            self.trail.enter(Step::Index(index));
            let mut blocks = self.aside("content", &cell.content, cell.attributes.as_deref());
            cells.push(lines_of(&mut blocks).join(" "));
            cells.extend((1..cell.column_span).map(|_| String::new()));
            self.trail.leave();
        }
        self.trail.leave();
        cells
    }

    fn figure(&mut self, media: &Media) {
        let Media { kind, renditions, alternative, title, caption, credit, attributes: _ } = media;
        for (index, rendition) in renditions.iter().enumerate() {
            let at = self.trail.field(&format!("renditions[{index}]"));
            let name = rendition.source.as_deref().unwrap_or("embedded data");
            self.report.dropped(Feature::Rendition, at, format!("`{name}`: plain text shows no pictures"));
        }
        if let Some(alternative) = alternative.as_deref().filter(|text| !text.is_empty()) {
            self.report.dropped(
                Feature::AlternativeText,
                self.trail.field("alternative"),
                format!("`{alternative}`"),
            );
        }
        if let Some(title) = title {
            self.report.dropped(Feature::MediaTitle, self.trail.field("title"), format!("`{title}`"));
        }
        let mut blocks = self.aside("caption", caption, None);
        if blocks.len() > 1 {
            self.flattened(Feature::Caption, "its paragraphs stand as one");
        }
        let mut words = lines_of(&mut blocks).join(" ");
        let credit = self.field("credit", credit).plain_text();
        if !credit.trim().is_empty() {
            self.flattened(Feature::MediaCredit, "stands behind the caption");
            words = if words.is_empty() { credit } else { format!("{words} ({credit})") };
        }
        if words.trim().is_empty() {
            return self.dropped(Feature::Figure, "it has neither caption nor credit");
        }
        if *kind != MediaKind::Image {
            self.flattened(Feature::Figure, "its line calls it a photo");
        }
        let caption = vec![Block::paragraph(words)];
        self.push(Block::Figure(Box::new(Media { caption, ..Media::default() })));
    }

    fn note(&mut self, note: &Note) {
        let what = match note.kind {
            NoteKind::Note => "the note stands as paragraphs",
            NoteKind::FactBox => "the fact box stands as paragraphs",
        };
        self.flattened(Feature::Note, what);
        let heading = self.field("heading", &note.heading);
        if !heading.is_empty() {
            self.push(Block::cross_head(1, heading));
        }
        self.children("content", &note.content);
    }

    /// Running text as plain text; each style, link and mark is reported where it stands.
    fn inlines(&mut self, inlines: &Inlines) -> Inlines {
        if let Some(text) = inlines.as_text() {
            return self.cleaned(text).into();
        }
        let mut text = String::new();
        self.push_inlines(inlines, &mut text);
        self.cleaned(&text).into()
    }

    /// Control characters would be read as the marks of a frame.
    fn cleaned(&mut self, text: &str) -> String {
        if text.chars().any(is_control) {
            self.dropped(Feature::Character, "control characters");
            return clean(text);
        }
        text.to_owned()
    }

    fn push_inlines(&mut self, inlines: &Inlines, text: &mut String) {
        for (index, inline) in inlines.iter().enumerate() {
            self.trail.enter(Step::Index(index));
            self.push_inline(inline, text);
            self.trail.leave();
        }
    }

    fn push_inline(&mut self, inline: &Inline, text: &mut String) {
        self.attributes(inline.attributes());
        if let Inline::Text(piece) = inline {
            return text.push_str(piece);
        }
        if !matches!(inline, Inline::Span(_)) {
            self.flattened(inline.feature(), "plain text has only words");
        }
        match inline {
            Inline::Break => text.push(' '),
            Inline::Code(code) => text.push_str(&code.text),
            Inline::FootnoteReference(reference) => text.push_str(&format!("[{}]", reference.id)),
            Inline::Image(media) => {
                let words = media.alternative.as_deref().or(media.title.as_deref()).unwrap_or("");
                if !words.is_empty() {
                    text.push_str(&format!("[{words}]"));
                }
            }
            Inline::Quote(quote) => {
                text.push('“');
                self.content(&quote.content, text);
                text.push('”');
            }
            Inline::Link(link) => {
                let start = text.len();
                self.content(&link.content, text);
                if text[start..] != link.target && !link.target.is_empty() {
                    text.push_str(&format!(" [{}]", link.target));
                }
                if let Some(title) = &link.title {
                    self.dropped(Feature::LinkTitle, &format!("`{title}`"));
                }
            }
            Inline::Text(_)
            | Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Underline(_)
            | Inline::Strike(_)
            | Inline::Sub(_)
            | Inline::Sup(_)
            | Inline::Span(_)
            | Inline::Entity(_)
            | Inline::Unknown(_) => {
                if let Some(content) = inline.content() {
                    self.content(content, text);
                }
            }
        }
    }

    fn content(&mut self, inlines: &Inlines, text: &mut String) {
        self.trail.enter(Step::Field("content"));
        self.push_inlines(inlines, text);
        self.trail.leave();
    }
}

/// Whether a block is a paragraph with contacts, and reads like one: its class is kept by its words.
fn is_contact(block: &Block) -> bool {
    matches!(block, Block::Paragraph(paragraph)
        if has_contact_class(paragraph) && contacts(&paragraph.content.plain_text()).is_some())
}

fn has_contact_class(paragraph: &Paragraph) -> bool {
    let contact = |attributes: &Attributes| attributes.class == [crate::story::CONTACT];
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
pub(crate) fn line(printed: &str, feature: Feature, at: copydesk_core::Place, report: &mut Report) -> String {
    if printed.chars().any(is_control) {
        report.dropped(feature, at, "control characters");
    }
    clean(printed)
}

/// Without control characters.
pub(crate) fn clean(text: &str) -> String {
    text.chars().filter(|c| !is_control(*c)).collect()
}
