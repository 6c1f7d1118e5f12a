//! The normal form of blocks, media and attributes.

use std::mem::take;

use crate::{Attributes, Block, Cell, Container, Definition, List, ListItem, Media, Row, Table, is_default};

pub(super) fn normalise_attributes(attributes: &mut Option<Box<Attributes>>) {
    if let Some(said) = attributes {
        said.class.retain(|class| !class.is_empty());
        if is_default(&**said) {
            *attributes = None;
        }
    }
}

pub(super) fn normalise_media(media: &mut Media) {
    normalise_blocks(&mut media.caption);
    media.credit.normalise();
    media.renditions.retain(|rendition| !is_default(rendition));
    normalise_attributes(&mut media.attributes);
}

pub(super) fn is_empty_media(media: &Media) -> bool {
    let Media { kind: _, renditions, alternative, title, caption, credit, attributes } = media;
    renditions.is_empty()
        && alternative.as_deref().is_none_or(str::is_empty)
        && title.is_none()
        && caption.is_empty()
        && credit.is_empty()
        && attributes.is_none()
}

/// Brings blocks into normal form.
pub(super) fn normalise_blocks(blocks: &mut Vec<Block>) {
    let mut dissolves = false;
    for block in blocks.iter_mut() {
        normalise_block(block);
        dissolves |= matches!(block, Block::Container(container) if container.attributes.is_none());
    }
    if dissolves {
        *blocks = take(blocks).into_iter().flat_map(dissolved).collect();
    }
    blocks.retain(|block| !is_empty_block(block));
}

fn dissolved(block: Block) -> Vec<Block> {
    if let Block::Container(Container { content, attributes: None }) = block { content } else { vec![block] }
}

fn normalise_block(block: &mut Block) {
    normalise_attributes(block.attributes_mut());
    match block {
        Block::Paragraph(paragraph) => paragraph.content.normalise(),
        Block::CrossHead(cross_head) => {
            cross_head.level = cross_head.rank();
            cross_head.content.normalise();
        }
        Block::List(list) => normalise_list(list),
        Block::DefinitionList(list) => {
            list.items.iter_mut().for_each(normalise_definition);
            list.items.retain(|item| !item.terms.is_empty() || !item.descriptions.is_empty());
        }
        Block::Quotation(quotation) => {
            normalise_blocks(&mut quotation.content);
            quotation.credit.normalise();
        }
        Block::Preformatted(preformatted) => preformatted.content.normalise_preformatted(),
        Block::Table(table) => normalise_table(table),
        Block::Figure(media) => normalise_media(media),
        Block::Footnote(footnote) => normalise_blocks(&mut footnote.content),
        Block::Rule(_) => {}
        Block::Note(note) => {
            note.heading.normalise();
            normalise_blocks(&mut note.content);
        }
        Block::Container(container) => normalise_blocks(&mut container.content),
        Block::Unknown(unknown) => normalise_blocks(&mut unknown.content),
    }
}

fn is_empty_block(block: &Block) -> bool {
    match block {
        Block::Paragraph(paragraph) => paragraph.content.is_empty(),
        Block::CrossHead(cross_head) => cross_head.content.is_empty(),
        Block::List(list) => list.items.is_empty(),
        Block::DefinitionList(list) => list.items.is_empty(),
        Block::Quotation(quotation) => quotation.content.is_empty() && quotation.credit.is_empty(),
        Block::Preformatted(preformatted) => preformatted.content.is_empty(),
        Block::Table(table) => {
            table.caption.is_empty()
                && table.head.is_empty()
                && table.body.is_empty()
                && table.foot.is_empty()
        }
        Block::Figure(media) => is_empty_media(media),
        Block::Note(note) => note.heading.is_empty() && note.content.is_empty(),
        Block::Container(container) => container.content.is_empty(),
        Block::Footnote(_) | Block::Rule(_) | Block::Unknown(_) => false,
    }
}

fn normalise_list(list: &mut List) {
    if !list.ordered || list.start == Some(1) {
        list.start = None;
    }
    list.items.iter_mut().for_each(normalise_item);
}

fn normalise_item(item: &mut ListItem) {
    normalise_blocks(&mut item.content);
    normalise_attributes(&mut item.attributes);
}

fn normalise_definition(definition: &mut Definition) {
    for term in &mut definition.terms {
        term.content.normalise();
        normalise_attributes(&mut term.attributes);
    }
    definition.terms.retain(|term| !term.content.is_empty());
    definition.descriptions.iter_mut().for_each(normalise_item);
    definition.descriptions.retain(|item| !item.content.is_empty());
}

fn normalise_table(table: &mut Table) {
    table.caption.normalise();
    while table.columns.last().is_some_and(is_default) {
        table.columns.pop();
    }
    for rows in [&mut table.head, &mut table.body, &mut table.foot] {
        rows.iter_mut().for_each(normalise_row);
        rows.retain(|row| !row.cells.is_empty());
    }
}

fn normalise_row(row: &mut Row) {
    normalise_attributes(&mut row.attributes);
    row.cells.iter_mut().for_each(normalise_cell);
}

fn normalise_cell(cell: &mut Cell) {
    cell.column_span = cell.column_span.max(1);
    cell.row_span = cell.row_span.max(1);
    normalise_blocks(&mut cell.content);
    normalise_attributes(&mut cell.attributes);
}
