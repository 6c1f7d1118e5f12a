//! Blocks as markup.

use copydesk_core::{
    Audience, Block, Container, CrossHead, Definition, DefinitionList, Feature, Footnote, List, ListItem,
    Note, NoteKind, Paragraph, Preformatted, Quotation, Rule, Step, UnknownBlock, single_paragraph,
};

use crate::ids::is_public;
use crate::scribe::{Heading, Scribe};

/// Headings of HTML go down to `h6`, and the headline is `h1`.
const DEEPEST_HEADING: usize = 6;

impl Scribe<'_, '_> {
    /// The blocks in the field `name` of this place.
    pub(crate) fn blocks(&mut self, name: &'static str, blocks: &[Block]) {
        self.each(name, blocks, |scribe, block| scribe.block(block));
    }

    /// One block, where it stands.
    pub(crate) fn block(&mut self, block: &Block) {
        if block.audience() == Audience::Internal {
            let place = self.trail.place();
            return self.report.withheld(block.feature(), place, "it is for the desk only");
        }
        match block {
            Block::Paragraph(paragraph) => self.paragraph(paragraph),
            Block::CrossHead(cross_head) => self.cross_head(cross_head),
            Block::List(list) => self.list(list),
            Block::DefinitionList(list) => self.definition_list(list),
            Block::Quotation(quotation) => self.quotation(quotation),
            Block::Preformatted(preformatted) => self.preformatted(preformatted),
            Block::Table(table) => self.table(table),
            Block::Figure(media) => self.figure(media),
            Block::Footnote(footnote) => return self.footnote(footnote),
            Block::Rule(rule) => self.rule(rule),
            Block::Note(note) => self.note(note),
            Block::Container(container) => self.container(container),
            Block::Unknown(unknown) => self.unknown_block(unknown),
        }
        self.markup.line();
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        self.markup.start("p");
        self.attributes(paragraph.attributes.as_deref(), if paragraph.lede { "lede" } else { "" });
        self.lead_in();
        self.inlines("content", &paragraph.content);
        self.markup.end("p");
    }

    fn cross_head(&mut self, cross_head: &CrossHead) {
        if self.around.header_cell {
            self.report.flattened(
                Feature::CrossHead,
                self.trail.place(),
                "no heading may stand in a header cell",
            );
            self.markup.start("p");
            self.attributes(cross_head.attributes.as_deref(), "cross-head");
            self.inlines("content", &cross_head.content);
            self.markup.end("p");
            return;
        }
        let rank = cross_head.rank();
        while self.ranks.last().is_some_and(|last| *last >= rank) {
            self.ranks.pop();
        }
        self.ranks.push(rank);
        let depth = self.ranks.len();
        let name = self.start_heading(depth);
        let attributes = cross_head.attributes.as_deref();
        let own = self.ids.own("head", self.headings.len() + 1);
        let id = self.claimed_id(attributes).unwrap_or(own);
        self.markup.attribute("id", &id);
        self.attributes_but_id(attributes, "");
        if usize::from(rank) != depth {
            self.markup.attribute("data-level", &rank.to_string());
        }
        self.inlines("content", &cross_head.content);
        self.markup.end(name);
        let depth = u8::try_from(depth).unwrap_or(u8::MAX);
        self.headings.push(Heading { depth, id, text: one_line(&cross_head.content.plain_text()) });
    }

    /// Begins a heading `depth` below the headline and says by which name to end it.
    pub(crate) fn start_heading(&mut self, depth: usize) -> &'static str {
        const NAMES: [&str; DEEPEST_HEADING] = ["h1", "h2", "h3", "h4", "h5", "h6"];
        match NAMES.get(depth) {
            Some(name) => {
                self.markup.start(name);
                name
            }
            None => {
                self.markup.start("div");
                self.markup.attribute("role", "heading").attribute("aria-level", &(depth + 1).to_string());
                "div"
            }
        }
    }

    fn list(&mut self, list: &List) {
        let name = if list.ordered { "ol" } else { "ul" };
        self.markup.start(name);
        if let Some(start) = list.start.filter(|_| list.ordered) {
            // An integer of HTML goes up to 2^31 - 1 in browsers.
            self.markup.attribute("start", &start.min(i32::MAX.unsigned_abs()).to_string());
        }
        self.attributes(list.attributes.as_deref(), "");
        self.markup.line();
        self.each("items", &list.items, |scribe, item| scribe.item("li", item));
        self.markup.end(name);
    }

    /// A list item or a description; an internal one is withheld.
    fn item(&mut self, name: &str, item: &ListItem) {
        if !is_public(item.attributes.as_deref()) {
            return self.report.withheld(Feature::List, self.trail.place(), "it is for the desk only");
        }
        self.markup.start(name);
        self.attributes(item.attributes.as_deref(), "");
        self.flow(&item.content);
        self.markup.end(name).line();
    }

    /// Blocks in an item or a cell: a single plain paragraph stands there without its tags.
    pub(crate) fn flow(&mut self, content: &[Block]) {
        match single_paragraph(content) {
            Some(inlines) if !content.is_empty() => {
                self.trail.enter(Step::Field("content"));
                self.trail.enter(Step::Index(0));
                self.inlines("content", inlines);
                self.trail.leave();
                self.trail.leave();
            }
            Some(_) => {}
            None => {
                self.markup.line();
                self.blocks("content", content);
            }
        }
    }

    fn definition_list(&mut self, list: &DefinitionList) {
        self.markup.start("dl");
        self.attributes(list.attributes.as_deref(), "");
        self.markup.line();
        self.each("items", &list.items, |scribe, definition| scribe.definition(definition));
        self.markup.end("dl");
    }

    fn definition(&mut self, definition: &Definition) {
        self.each("terms", &definition.terms, |scribe, term| {
            scribe.markup.start("dt");
            scribe.attributes(term.attributes.as_deref(), "");
            scribe.inlines("content", &term.content);
            scribe.markup.end("dt").line();
        });
        // HTML wants at least one of each in a group.
        if definition.terms.is_empty() {
            self.markup.start("dt").end("dt").line();
        }
        self.each("descriptions", &definition.descriptions, |scribe, item| scribe.item("dd", item));
        let shown = definition.descriptions.iter().any(|item| is_public(item.attributes.as_deref()));
        if !shown {
            self.markup.start("dd").end("dd").line();
        }
    }

    fn quotation(&mut self, quotation: &Quotation) {
        if quotation.credit.is_empty() {
            self.markup.start("blockquote");
            self.attributes(quotation.attributes.as_deref(), "");
            self.markup.line();
            self.blocks("content", &quotation.content);
            self.markup.end("blockquote");
            return;
        }
        self.markup.start("figure");
        self.attributes(quotation.attributes.as_deref(), "quotation");
        self.markup.start("blockquote").line();
        self.blocks("content", &quotation.content);
        self.markup.end("blockquote").line().start("figcaption").start("cite");
        self.inlines("credit", &quotation.credit);
        self.markup.end("cite").end("figcaption").end("figure");
    }

    fn preformatted(&mut self, preformatted: &Preformatted) {
        self.markup.start("pre").html_attribute("tabindex", "0");
        self.attributes(preformatted.attributes.as_deref(), "");
        // The first line end after the tag is no text (HTML, 13.1.2.5).
        if preformatted.content.plain_text().starts_with('\n') {
            self.markup.line();
        }
        self.inlines("content", &preformatted.content);
        self.markup.end("pre");
    }

    fn rule(&mut self, rule: &Rule) {
        self.markup.start("hr");
        self.attributes(rule.attributes.as_deref(), "");
        self.markup.end_void();
    }

    fn note(&mut self, note: &Note) {
        let class = match note.kind {
            NoteKind::Note => "note",
            NoteKind::FactBox => "note fact-box",
        };
        let name = if self.around.header_cell { "div" } else { "aside" };
        self.markup.start(name);
        if name == "div" || note.kind == NoteKind::Note {
            self.markup.attribute("role", "note");
        }
        self.attributes(note.attributes.as_deref(), class);
        self.markup.line();
        let outside = self.ranks.len();
        if note.heading.is_empty() {
            self.blocks("content", &note.content);
        } else {
            self.note_heading(note);
            self.blocks("content", &note.content);
            self.ranks.truncate(outside);
        }
        self.markup.end(name);
    }

    fn note_heading(&mut self, note: &Note) {
        if self.around.header_cell {
            self.markup.start("p").attribute("class", "heading");
            self.inlines("heading", &note.heading);
            self.markup.end("p").line();
            return;
        }
        // A heading of its own, below whatever stands above the note; what stands inside is deeper still.
        self.ranks.push(0);
        let name = self.start_heading(self.ranks.len());
        self.markup.attribute("class", "heading");
        self.inlines("heading", &note.heading);
        self.markup.end(name).line();
    }

    fn container(&mut self, container: &Container) {
        self.markup.start("div");
        self.attributes(container.attributes.as_deref(), "");
        self.markup.line();
        self.blocks("content", &container.content);
        self.markup.end("div");
    }

    fn unknown_block(&mut self, unknown: &UnknownBlock) {
        self.report.flattened(
            Feature::UnknownBlock,
            self.trail.place(),
            format!("`{}` is written as a plain division", unknown.name),
        );
        self.markup.start("div");
        self.attribute("data-element", &unknown.name);
        self.attributes(unknown.attributes.as_deref(), "");
        self.markup.line();
        self.blocks("content", &unknown.content);
        self.markup.end("div");
    }

    /// A footnote is written here and put at the end of the article later.
    fn footnote(&mut self, footnote: &Footnote) {
        let number = self.ids.number(&footnote.id).unwrap_or(0);
        let first = number > 0 && self.notes.iter().all(|(other, _)| *other != number);
        if !first {
            self.report.flattened(
                Feature::Footnote,
                self.trail.field("id"),
                format!("another footnote is called `{}`; no reference leads to this one", footnote.id),
            );
        }
        let around = std::mem::take(&mut self.around);
        let ranks = std::mem::take(&mut self.ranks);
        let before = self.markup.length();
        self.markup.start("aside").attribute("role", "doc-footnote").xhtml_attribute("epub:type", "footnote");
        if first {
            let id = self.ids.note(number);
            self.markup.attribute("id", &id);
        }
        self.attributes_but_id(footnote.attributes.as_deref(), "");
        self.markup.line();
        if first {
            self.note_number(number, &footnote.content);
        }
        self.blocks("content", &footnote.content);
        self.markup.end("aside").line();
        let markup = self.markup.split_off(before);
        self.notes.push((if first { number } else { usize::MAX }, markup));
        self.around = around;
        self.ranks = ranks;
    }

    /// The number of a footnote, and the ways back to where it is referred to.
    fn note_number(&mut self, number: usize, content: &[Block]) {
        let before = self.markup.length();
        let references = self.ids.references(number);
        for which in 1..=references {
            let href = format!("#{}", self.ids.reference(number, which));
            self.markup.start("a").attribute("href", &href).attribute("role", "doc-backlink");
            self.markup.xhtml_attribute("epub:type", "backlink");
            match which {
                1 => self.markup.text(&number.to_string()),
                _ => self.markup.text(&format!("{number}.{which}")),
            };
            self.markup.end("a").text(" ");
        }
        if references == 0 {
            self.markup.text(&number.to_string()).text(" ");
        }
        let markup = self.markup.split_off(before);
        self.lead_into(content, markup);
    }

    /// Puts markup at the beginning of the first paragraph of `content`, or before it in a paragraph of its own.
    pub(crate) fn lead_into(&mut self, content: &[Block], markup: String) {
        let first = content.iter().find(|block| block.audience() == Audience::Public);
        if matches!(first, Some(Block::Paragraph(_))) {
            self.lead_in = Some(markup);
        } else {
            self.markup.start("p").raw(markup.trim_end()).end("p").line();
        }
    }

    fn lead_in(&mut self) {
        if let Some(markup) = self.lead_in.take() {
            self.markup.raw(&markup);
        }
    }

    /// Every footnote of the article, by number.
    pub(crate) fn footnotes(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        let mut notes = std::mem::take(&mut self.notes);
        notes.sort_by_key(|(number, _)| *number);
        self.markup
            .start("div")
            .attribute("class", "footnotes")
            .xhtml_attribute("epub:type", "footnotes")
            .line();
        for (_, note) in &notes {
            self.markup.raw(note);
        }
        self.markup.end("div").line();
    }
}

fn one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}
