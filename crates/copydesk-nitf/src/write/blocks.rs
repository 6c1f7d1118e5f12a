//! The blocks of the body.

use copydesk_core::{
    Alignment, Attributes, Audience, Block, Cell, Container, CrossHead, DefinitionList, Feature, Footnote,
    List, ListItem, Note, NoteKind, Paragraph, Preformatted, Quotation, Row, Table, UnknownBlock,
    single_paragraph,
};
use copydesk_xml::is_name;

use super::Writing;

/// What a block stands in: `body.content`, `bq` and `dd` take a `block`, nothing else does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    Body,
    Block,
}

impl<'a> Writing<'a, '_> {
    pub(super) fn children(&mut self, field: &'static str, blocks: &'a [Block], around: Around) {
        for (index, block) in blocks.iter().enumerate() {
            self.enter_item(field, index);
            self.block(block, around);
            self.leave_item();
        }
    }

    pub(super) fn block(&mut self, block: &'a Block, around: Around) {
        if block.audience() == Audience::Internal && !matches!(block, Block::Note(_)) {
            // Read without our namespace, what is not for publication must still say so.
            self.xml.start("note").attribute("type", "npa");
            if self.foreign {
                self.xml.attribute("cd:wrap", "internal");
            } else {
                self.report.flattened(
                    Feature::Note,
                    self.place(),
                    "an internal block is read as an internal note",
                );
            }
            self.xml.start("body.content");
            self.public_block(block, Around::Body);
            self.xml.end().end();
        } else {
            self.public_block(block, around);
        }
    }

    fn public_block(&mut self, block: &'a Block, around: Around) {
        match block {
            Block::Paragraph(paragraph) => self.paragraph(paragraph),
            Block::CrossHead(cross_head) => self.cross_head(cross_head),
            Block::List(list) => self.list(list),
            Block::DefinitionList(list) => self.definition_list(list),
            Block::Quotation(quotation) => self.quotation(quotation),
            Block::Preformatted(preformatted) => self.preformatted(preformatted),
            Block::Table(table) => self.table(table),
            Block::Figure(media) => self.figure(media, None),
            Block::Footnote(footnote) => self.footnote(footnote),
            Block::Rule(rule) => {
                self.xml.start("hr");
                self.attributes("hr", rule.attributes.as_deref(), &[]);
                self.xml.end();
            }
            Block::Note(note) => self.note(note, &[]),
            Block::Container(container) => self.container(container, around),
            Block::Unknown(unknown) => self.unknown(unknown, around),
        }
    }

    fn paragraph(&mut self, paragraph: &'a Paragraph) {
        self.xml.start_mixed("p");
        if paragraph.lede {
            self.xml.attribute("lede", "true");
        }
        self.attributes("p", paragraph.attributes.as_deref(), &[]);
        self.content(&paragraph.content);
        self.xml.end();
    }

    fn content(&mut self, content: &'a copydesk_core::Inlines) {
        self.enter("content");
        self.inlines(content);
        self.leave();
    }

    fn cross_head(&mut self, cross_head: &'a CrossHead) {
        self.xml.start_mixed("hl2");
        if cross_head.rank() != 1 {
            let rank = cross_head.rank().to_string();
            self.mark(Feature::CrossHead, "cd:level", &rank, "level");
        }
        self.attributes("hl2", cross_head.attributes.as_deref(), &[]);
        self.content(&cross_head.content);
        self.xml.end();
    }

    fn list(&mut self, list: &'a List) {
        if list.items.is_empty() {
            return;
        }
        let element = if list.ordered { "ol" } else { "ul" };
        self.xml.start(element);
        if let (true, Some(start)) = (list.ordered, list.start) {
            self.xml.attribute("seqnum", &start.to_string());
        }
        self.attributes(element, list.attributes.as_deref(), &[]);
        for (index, item) in list.items.iter().enumerate() {
            self.enter_item("items", index);
            self.mixed_item("li", item);
            self.leave_item();
        }
        self.xml.end();
    }

    /// An item that holds text directly where it is one plain paragraph, else blocks.
    fn mixed_item(&mut self, element: &'static str, item: &'a ListItem) {
        if single_paragraph(&item.content).is_some() {
            self.xml.start_mixed(element)
        } else {
            self.xml.start(element)
        };
        self.audience(item.attributes.as_deref());
        self.attributes(element, item.attributes.as_deref(), &[]);
        self.mixed_content(&item.content);
        self.xml.end();
    }

    /// Whom an item, a row or a cell is for.
    fn audience(&mut self, attributes: Option<&Attributes>) {
        if attributes.is_some_and(|attributes| attributes.audience == Audience::Internal) {
            self.mark(Feature::Note, "cd:audience", "internal", "attributes");
        }
    }

    /// One plain paragraph as text, else blocks.
    pub(super) fn mixed_content(&mut self, blocks: &'a [Block]) {
        match single_paragraph(blocks) {
            Some(inlines) if !inlines.is_empty() => {
                self.enter_item("content", 0);
                self.content(inlines);
                self.leave_item();
            }
            Some(_) => {}
            None => self.children("content", blocks, Around::Block),
        }
    }

    fn definition_list(&mut self, list: &'a DefinitionList) {
        if list.items.iter().all(|item| item.terms.is_empty() && item.descriptions.is_empty()) {
            return;
        }
        self.xml.start("dl");
        self.attributes("dl", list.attributes.as_deref(), &[]);
        let mut described = true;
        for (index, item) in list.items.iter().enumerate() {
            self.enter_item("items", index);
            // An entry without terms, or after one without descriptions, would run into the one before it.
            let starts = index > 0 && (!described || item.terms.is_empty());
            for (at, term) in item.terms.iter().enumerate() {
                self.enter_item("terms", at);
                self.xml.start_mixed("dt");
                self.entry(starts && at == 0);
                self.attributes("dt", term.attributes.as_deref(), &[]);
                self.content(&term.content);
                self.xml.end();
                self.leave_item();
            }
            for (at, description) in item.descriptions.iter().enumerate() {
                self.enter_item("descriptions", at);
                self.xml.start("dd");
                self.entry(starts && at == 0 && item.terms.is_empty());
                self.audience(description.attributes.as_deref());
                self.attributes("dd", description.attributes.as_deref(), &[]);
                self.children("content", &description.content, Around::Body);
                self.xml.end();
                self.leave_item();
            }
            described = !item.descriptions.is_empty();
            self.leave_item();
        }
        self.xml.end();
    }

    fn entry(&mut self, starts: bool) {
        if starts {
            if self.foreign {
                self.xml.attribute("cd:entry", "yes");
            } else {
                let at = self.place();
                self.report.flattened(Feature::DefinitionList, at, "the entry runs into the one before it");
            }
        }
    }

    fn quotation(&mut self, quotation: &'a Quotation) {
        self.xml.start("bq");
        self.attributes("bq", quotation.attributes.as_deref(), &[]);
        let mut open = false;
        for (index, block) in quotation.content.iter().enumerate() {
            let own = matches!(block, Block::Container(c) if c.attributes.is_some())
                && block.audience() == Audience::Public;
            if own == open {
                if open {
                    self.xml.end()
                } else {
                    self.xml.start("block")
                };
                open = !open;
            }
            self.enter_item("content", index);
            self.block(block, if own { Around::Body } else { Around::Block });
            self.leave_item();
        }
        if open {
            self.xml.end();
        }
        if !quotation.credit.is_empty() {
            if quotation.content.is_empty() {
                self.xml.start("block").end();
            }
            self.xml.start_mixed("credit");
            self.enter("credit");
            self.inlines(&quotation.credit);
            self.leave();
            self.xml.end();
        }
        self.xml.end();
    }

    fn preformatted(&mut self, preformatted: &'a Preformatted) {
        self.xml.start_mixed("pre");
        self.attributes("pre", preformatted.attributes.as_deref(), &[]);
        self.enter("content");
        self.plain_inlines(&preformatted.content, "NITF's pre holds text alone");
        self.leave();
        self.xml.end();
    }

    fn table(&mut self, table: &'a Table) {
        let Table { caption, columns, head, body, foot, attributes } = table;
        self.xml.start("table");
        self.attributes("table", attributes.as_deref(), &[]);
        if !caption.is_empty() {
            self.xml.start_mixed("caption");
            self.enter("caption");
            self.inlines(caption);
            self.leave();
            self.xml.end();
        }
        if !columns.is_empty() {
            self.xml.start("colgroup");
            for column in columns {
                self.xml.start("col");
                self.alignment(*column);
                self.xml.end();
            }
            self.xml.end();
        }
        self.rows(Some("thead"), "head", head);
        self.rows(Some("tfoot"), "foot", foot);
        self.rows((!head.is_empty() || !foot.is_empty()).then_some("tbody"), "body", body);
        self.xml.end();
    }

    fn rows(&mut self, section: Option<&'static str>, field: &'static str, rows: &'a [Row]) {
        if rows.iter().all(|row| row.cells.is_empty()) {
            return;
        }
        if let Some(section) = section {
            self.xml.start(section);
        }
        for (index, row) in rows.iter().enumerate().filter(|(_, row)| !row.cells.is_empty()) {
            self.enter_item(field, index);
            self.xml.start("tr");
            self.audience(row.attributes.as_deref());
            self.attributes("tr", row.attributes.as_deref(), &[]);
            for (at, cell) in row.cells.iter().enumerate() {
                self.enter_item("cells", at);
                self.cell(cell);
                self.leave_item();
            }
            self.xml.end();
            self.leave_item();
        }
        if section.is_some() {
            self.xml.end();
        }
    }

    fn cell(&mut self, cell: &'a Cell) {
        let Cell { header, column_span, row_span, alignment, content, attributes } = cell;
        let element = if *header { "th" } else { "td" };
        if single_paragraph(content).is_some() {
            self.xml.start_mixed(element)
        } else {
            self.xml.start(element)
        };
        for (name, span) in [("rowspan", row_span), ("colspan", column_span)] {
            if *span > 1 {
                self.xml.attribute(name, &span.to_string());
            }
        }
        self.alignment(*alignment);
        self.audience(attributes.as_deref());
        let aligned: &[&str] = if *alignment == Alignment::Unset { &[] } else { &["nitf:align"] };
        let shown = aligned
            .iter()
            .any(|key| attributes.as_deref().is_some_and(|attributes| attributes.extras.contains_key(*key)));
        if shown {
            self.no_place(Feature::Extra, "attributes");
        }
        self.attributes(element, attributes.as_deref(), aligned);
        self.mixed_content(content);
        self.xml.end();
    }

    fn alignment(&mut self, alignment: Alignment) {
        let value = match alignment {
            Alignment::Unset => return,
            Alignment::Left => "left",
            Alignment::Center => "center",
            Alignment::Right => "right",
        };
        self.xml.attribute("align", value);
    }

    fn footnote(&mut self, footnote: &'a Footnote) {
        let Footnote { id, content, attributes } = footnote;
        self.xml.start("fn");
        let own = attributes.as_deref().and_then(|attributes| attributes.id.as_ref());
        if own.is_none() && is_name(id) && self.ids.insert(id) {
            self.attribute("id", id);
        } else {
            self.mark(Feature::Footnote, "cd:footnote", id, "id");
        }
        self.attributes("fn", attributes.as_deref(), &[]);
        self.xml.start("body.content");
        self.children("content", content, Around::Body);
        self.xml.end().end();
    }

    pub(super) fn note(&mut self, note: &'a Note, said: &[&str]) {
        let Note { kind, heading, content, attributes } = note;
        self.xml.start("note");
        let mut said = said.to_vec();
        if attributes.as_ref().is_some_and(|attributes| attributes.audience == Audience::Internal) {
            self.xml.attribute("type", "npa");
            if attributes.as_ref().is_some_and(|attributes| attributes.extras.contains_key("nitf:type")) {
                said.push("nitf:type");
                self.no_place(Feature::Extra, "attributes.extras");
            }
        }
        match kind {
            NoteKind::Note => {}
            NoteKind::FactBox => self.mark(Feature::Note, "cd:kind", "fact-box", "kind"),
        }
        self.attributes("note", attributes.as_deref(), &said);
        self.xml.start("body.content");
        if !heading.is_empty() {
            self.xml.start_mixed("hl2");
            self.mark(Feature::Note, "cd:part", "heading", "heading");
            self.enter("heading");
            self.inlines(heading);
            self.leave();
            self.xml.end();
        }
        self.children("content", content, Around::Body);
        self.xml.end().end();
    }

    fn container(&mut self, container: &'a Container, around: Around) {
        self.in_block(around, Feature::Container, |writing| {
            writing.attributes("block", container.attributes.as_deref(), &[]);
            writing.children("content", &container.content, Around::Block);
        });
    }

    fn unknown(&mut self, unknown: &'a UnknownBlock, around: Around) {
        self.in_block(around, Feature::UnknownBlock, |writing| {
            writing.mark(Feature::UnknownBlock, "cd:unknown", &unknown.name, "name");
            writing.attributes("block", unknown.attributes.as_deref(), &[]);
            writing.children("content", &unknown.content, Around::Block);
        });
    }

    /// A `block`; inside another one, which may not hold any, inside a note.
    fn in_block(&mut self, around: Around, feature: Feature, write: impl FnOnce(&mut Self)) {
        if around == Around::Block {
            self.xml.start("note");
            if self.foreign {
                self.xml.attribute("cd:wrap", "block");
            } else {
                self.report.flattened(feature, self.place(), "a block inside a block is read as a note");
            }
            self.xml.start("body.content");
        }
        self.xml.start("block");
        write(self);
        self.xml.end();
        if around == Around::Block {
            self.xml.end().end();
        }
    }
}
