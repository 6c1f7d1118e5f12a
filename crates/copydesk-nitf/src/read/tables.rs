//! Tables.

use copydesk_core::{Alignment, Block, Cell, Feature, Inline, Inlines, Row, Span, Table, Value};
use copydesk_xml::{Tag, Token};

use super::{Reading, Result, keep_in};

/// A table may not have more columns than this named by `span`.
const MOST_COLUMNS: usize = 1_000;

impl<'t> Reading<'t, '_> {
    /// A table. Blocks in its caption, which has room for running text alone, stand behind it.
    pub(super) fn table(&mut self, tag: &Tag<'t>, out: &mut Vec<Block>) -> Result<()> {
        let mut table = Table { attributes: self.attributes(tag, &[]), ..Table::default() };
        let mut behind = Vec::new();
        loop {
            match self.xml.next()? {
                Token::Start(tag) => self.table_part(tag, &mut table, &mut behind)?,
                Token::Text(text) => {
                    let text = text.trim_ascii();
                    if !text.is_empty() {
                        let extras = &mut table.attributes.get_or_insert_default().extras;
                        keep_in(extras, "nitf:table.text", Value::from(text));
                    }
                }
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        out.push(Block::Table(Box::new(table)));
        out.append(&mut behind);
        Ok(())
    }

    fn table_part(&mut self, tag: Tag<'t>, table: &mut Table, behind: &mut Vec<Block>) -> Result<()> {
        let name = self.name(&tag);
        match name {
            "caption" => {
                self.part_attributes(&tag, name, table);
                let blocks = self.mixed()?;
                table.caption = self.caption(blocks, tag.at, behind);
            }
            "col" => self.column(&tag, table)?,
            "colgroup" => {
                self.part_attributes(&tag, name, table);
                self.children("colgroup", |reading, tag| reading.column(&tag, table))?;
            }
            "thead" | "tbody" | "tfoot" => {
                self.part_attributes(&tag, name, table);
                loop {
                    match self.xml.next()? {
                        Token::Start(tag) => {
                            let rows = match name {
                                "thead" => &mut table.head,
                                "tfoot" => &mut table.foot,
                                _ => &mut table.body,
                            };
                            self.row(&tag, rows)?;
                        }
                        Token::Text(text) if text.trim_ascii().is_empty() => {}
                        Token::Text(text) => {
                            let extras = &mut table.attributes.get_or_insert_default().extras;
                            keep_in(extras, "nitf:table.text", Value::from(text.trim_ascii()));
                        }
                        Token::Comment(comment) => self.comment(comment),
                        Token::End | Token::Done => break,
                    }
                }
            }
            _ => self.row(&tag, &mut table.body)?,
        }
        Ok(())
    }

    fn part_attributes(&mut self, tag: &Tag<'t>, name: &str, table: &mut Table) {
        for (attribute, value) in &tag.attributes {
            if !value.is_empty() && !attribute.starts_with("xmlns") {
                let extras = &mut table.attributes.get_or_insert_default().extras;
                keep_in(extras, &format!("nitf:{name}.{attribute}"), Value::from(&**value));
            }
        }
    }

    /// A caption as running text; paragraphs in it are lines, other blocks stand behind the table.
    fn caption(&mut self, blocks: Vec<Block>, at: usize, behind: &mut Vec<Block>) -> Inlines {
        let mut caption = Inlines::new();
        for block in blocks {
            let (content, attributes) = if let Block::Paragraph(paragraph) = block {
                (paragraph.content, paragraph.attributes)
            } else if let Block::CrossHead(heading) = block {
                (heading.content, heading.attributes)
            } else {
                let found = "a block in the caption of a table";
                self.repaired(Feature::TableCaption, at, found, "a block behind it");
                behind.push(block);
                continue;
            };
            if !caption.is_empty() {
                caption.push(Inline::Break);
            }
            match attributes {
                None => caption.0.extend(content),
                attributes => caption.push(Inline::Span(Box::new(Span { content, attributes }))),
            }
        }
        caption
    }

    fn column(&mut self, tag: &Tag<'t>, table: &mut Table) -> Result<()> {
        let alignment = alignment(tag.attribute("align"));
        let span = tag.attribute("span").and_then(|span| span.trim().parse().ok()).unwrap_or(1usize);
        for _ in 0..span.max(1) {
            if table.columns.len() < MOST_COLUMNS {
                table.columns.push(alignment);
            }
        }
        for (attribute, value) in &tag.attributes {
            let said =
                matches!(*attribute, "span") || (*attribute == "align" && alignment != Alignment::Unset);
            if !said && !value.is_empty() {
                let extras = &mut table.attributes.get_or_insert_default().extras;
                keep_in(extras, &format!("nitf:col.{attribute}"), Value::from(&**value));
            }
        }
        self.xml.skip()
    }

    /// A row; a cell outside one is a row of its own.
    fn row(&mut self, tag: &Tag<'t>, rows: &mut Vec<Row>) -> Result<()> {
        if matches!(self.name(tag), "td" | "th") {
            let cell = self.cell(tag)?;
            rows.push(Row { cells: vec![cell], attributes: None });
            return Ok(());
        }
        // Most rows have as many cells as the one before.
        let cells = Vec::with_capacity(rows.last().map_or(0, |row| row.cells.len()));
        let mut row = Row { cells, attributes: self.attributes(tag, &[]) };
        loop {
            match self.xml.next()? {
                Token::Start(tag) => {
                    let cell = self.cell(&tag)?;
                    row.cells.push(cell);
                }
                Token::Text(text) if text.trim_ascii().is_empty() => {}
                Token::Text(text) => {
                    let at = self.xml.position();
                    self.repaired(Feature::Table, at, "text in a row itself", "a cell");
                    row.cells.push(Cell::text(text.into_owned()));
                }
                Token::Comment(comment) => self.comment(comment),
                Token::End | Token::Done => break,
            }
        }
        row.cells.shrink_to_fit();
        if let Some(attributes) = row.attributes.as_deref().filter(|_| row.cells.is_empty()) {
            self.unsaid("tr", tag.at, attributes);
        }
        rows.push(row);
        Ok(())
    }

    fn cell(&mut self, tag: &Tag<'t>) -> Result<Cell> {
        let span = |name: &str| tag.attribute(name).and_then(|span| span.trim().parse().ok());
        let (columns, rows): (Option<u16>, Option<u16>) = (span("colspan"), span("rowspan"));
        let alignment = alignment(tag.attribute("align"));
        let mut said = Vec::new();
        for (name, is_said) in [
            ("colspan", columns.is_some()),
            ("rowspan", rows.is_some()),
            ("align", alignment != Alignment::Unset),
        ] {
            if is_said {
                said.push(name);
            }
        }
        Ok(Cell {
            header: self.name(tag) == "th",
            column_span: columns.unwrap_or(1),
            row_span: rows.unwrap_or(1),
            alignment,
            attributes: self.attributes(tag, &said),
            content: self.mixed()?,
        })
    }

    /// A table with its description; the description is kept as an extra of the table.
    pub(super) fn nitf_table(&mut self, tag: &Tag<'t>, out: &mut Vec<Block>) -> Result<()> {
        let mut extras = self.extras(tag, &[]);
        let from = out.len();
        self.children("nitf-table", |reading, tag| match reading.name(&tag) {
            "nitf-table-metadata" => {
                let value = reading.element(&tag)?;
                extras.insert("nitf:nitf-table-metadata".to_owned(), value);
                Ok(())
            }
            _ => reading.block_element(tag, out),
        })?;
        if !extras.is_empty() {
            if out.len() == from {
                out.push(Block::Unknown(Box::new(copydesk_core::UnknownBlock {
                    name: "nitf-table".to_owned(),
                    ..Default::default()
                })));
            }
            if let Some(first) = out.get_mut(from) {
                first.attributes_mut().get_or_insert_default().extras.extend(extras);
            }
        }
        Ok(())
    }
}

fn alignment(value: Option<&str>) -> Alignment {
    match value {
        Some("left") => Alignment::Left,
        Some("center") => Alignment::Center,
        Some("right") => Alignment::Right,
        _ => Alignment::Unset,
    }
}
