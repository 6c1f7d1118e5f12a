//! Each kind of block as plain text can hold it.

use copydesk_core::{
    Block, CrossHead, DefinitionList, Feature, List, ListItem, Media, MediaKind, Note, NoteKind, Paragraph,
    Preformatted, Quotation, Row, Span, Step, Table,
};

use super::{Reducer, contacts, has_contact_class, is_internal, lines_of};
use crate::write::draw::draw_table;

impl Reducer<'_> {
    pub(super) fn paragraph(&mut self, paragraph: &Paragraph) {
        if paragraph.lede {
            self.dropped(Feature::Lede, "plain text has no place for it");
        }
        let content = self.field("content", &paragraph.content);
        if has_contact_class(paragraph) {
            let text = content.plain_text();
            if contacts(&text).is_some() {
                return self.push(Block::Paragraph(crate::read::contact_paragraph(&text)));
            }
        }
        self.push(Block::paragraph(content));
    }

    pub(super) fn cross_head(&mut self, cross_head: &CrossHead) {
        if cross_head.rank() > 1 {
            self.flattened(Feature::CrossHead, "its rank is not shown");
        }
        let content = self.field("content", &cross_head.content);
        self.push(Block::cross_head(1, content));
    }

    pub(super) fn list(&mut self, list: &List) {
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
        self.push(Block::List(Box::new(List {
            ordered: list.ordered,
            start: list.start,
            items,
            attributes: None,
        })));
    }

    pub(super) fn definitions(&mut self, list: &DefinitionList) {
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
    pub(super) fn labelled(&mut self, (label, internal): (&str, bool), content: &[Block]) {
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

    pub(super) fn quotation(&mut self, quotation: &Quotation) {
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
        self.push(Block::Quotation(Box::new(Quotation { content, ..Quotation::default() })));
    }

    pub(super) fn table(&mut self, table: &Table) {
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

    fn row(&mut self, row: &Row) -> Vec<String> {
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

    pub(super) fn figure(&mut self, media: &Media) {
        let Media { kind, renditions, alternative, title, caption, credit, attributes: _ } = media;
        for (index, rendition) in renditions.iter().enumerate() {
            let at = self.trail.field(&format!("renditions[{index}]"));
            let name = rendition.source.as_deref().unwrap_or("embedded data");
            self.report.dropped(Feature::Rendition, at, format!("`{name}`: plain text shows no pictures"));
        }
        if let Some(alternative) = alternative.as_deref() {
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

    pub(super) fn note(&mut self, note: &Note) {
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
}
