//! Every block, nested.

use copydesk_core::{
    Alignment, Block, Cell, Container, CrossHead, Definition, DefinitionList, Footnote, List, ListItem, Note,
    NoteKind, Paragraph, Preformatted, Quotation, Row, Rule, Span, Table, UnknownBlock,
};

use super::draw::Draw;
use super::inlines::{inlines, media, typed};

const ALIGNMENTS: &[Alignment] = &[Alignment::Unset, Alignment::Left, Alignment::Center, Alignment::Right];

/// A block that holds blocks of up to `depth` levels.
pub(super) fn block(draw: &mut Draw<'_>, depth: usize) -> Block {
    let kinds = if depth == 0 { 14 } else { 32 };
    match draw.below(kinds) {
        0..=8 => Block::Paragraph(Paragraph {
            lede: draw.one_in(8),
            attributes: draw.block_attributes(),
            content: inlines(draw, 3),
        }),
        9 | 10 => Block::CrossHead(Box::new(CrossHead {
            level: u8::try_from(1 + draw.below(6)).unwrap_or(1),
            attributes: draw.block_attributes(),
            content: inlines(draw, 2),
        })),
        11 => Block::Preformatted(Preformatted { attributes: draw.block_attributes(), content: typed(draw) }),
        12 => Block::Rule(Rule { attributes: draw.block_attributes() }),
        13 => figure(draw, depth),
        14..=17 => list(draw, depth - 1),
        18 => definition_list(draw, depth - 1),
        19..=21 => Block::Quotation(Box::new(Quotation {
            credit: if draw.one_in(2) { inlines(draw, 2) } else { Default::default() },
            attributes: draw.block_attributes(),
            content: blocks(draw, depth - 1),
        })),
        22..=24 => table(draw, depth - 1),
        25 => figure(draw, depth),
        26 | 27 => Block::Footnote(Box::new(Footnote {
            id: draw.id(),
            attributes: draw.block_attributes(),
            content: blocks(draw, 1.min(depth - 1)),
        })),
        28 | 29 => Block::Note(Box::new(Note {
            kind: draw.pick(&[NoteKind::Note, NoteKind::FactBox]),
            heading: if draw.one_in(2) { inlines(draw, 2) } else { Default::default() },
            attributes: draw.block_attributes(),
            content: blocks(draw, depth - 1),
        })),
        30 => Block::Container(Container {
            attributes: draw.block_attributes(),
            content: blocks(draw, depth - 1),
        }),
        _ => Block::Unknown(Box::new(UnknownBlock {
            name: draw.pick(&["photo.caption", "fixture", "div", "ns:box"]).to_owned(),
            attributes: draw.block_attributes(),
            content: if draw.one_in(4) { Vec::new() } else { blocks(draw, depth - 1) },
        })),
    }
}

/// A few blocks; the first choices give one paragraph.
fn blocks(draw: &mut Draw<'_>, depth: usize) -> Vec<Block> {
    (0..=draw.below(3)).map(|_| block(draw, depth)).collect()
}

/// What an item or a cell holds: mostly one plain paragraph, sometimes nothing.
fn short(draw: &mut Draw<'_>, depth: usize) -> Vec<Block> {
    match draw.below(8) {
        0..=4 => vec![Block::paragraph(inlines(draw, 2))],
        5 => Vec::new(),
        _ => blocks(draw, depth),
    }
}

/// The paragraphs of a caption.
pub(super) fn captions(draw: &mut Draw<'_>, depth: usize) -> Vec<Block> {
    if draw.one_in(6) { blocks(draw, depth.min(1)) } else { vec![Block::paragraph(inlines(draw, 2))] }
}

fn figure(draw: &mut Draw<'_>, depth: usize) -> Block {
    let mut figure = Block::Figure(Box::new(media(draw, depth)));
    if draw.one_in(12) {
        figure = figure.internal();
    }
    figure
}

fn list(draw: &mut Draw<'_>, depth: usize) -> Block {
    let ordered = draw.one_in(2);
    Block::List(Box::new(List {
        ordered,
        start: if ordered && draw.one_in(3) { Some(draw.pick(&[0, 2, 10, 1999, 999_999_999])) } else { None },
        attributes: draw.block_attributes(),
        items: (0..=draw.below(4)).map(|_| item(draw, depth)).collect(),
    }))
}

fn item(draw: &mut Draw<'_>, depth: usize) -> ListItem {
    ListItem { attributes: draw.attributes(), content: short(draw, depth) }
}

fn definition_list(draw: &mut Draw<'_>, depth: usize) -> Block {
    let definition = |draw: &mut Draw<'_>| Definition {
        terms: (0..=draw.below(2))
            .map(|_| Span { attributes: draw.attributes(), content: inlines(draw, 2) })
            .collect(),
        descriptions: (0..=draw.below(2)).map(|_| item(draw, depth)).collect(),
    };
    Block::DefinitionList(DefinitionList {
        attributes: draw.block_attributes(),
        items: (0..=draw.below(2)).map(|_| definition(draw)).collect(),
    })
}

fn table(draw: &mut Draw<'_>, depth: usize) -> Block {
    let width = 1 + draw.below(4);
    let head = draw.below(2);
    let body = 1 + draw.below(3);
    let foot = usize::from(draw.one_in(4));
    Block::Table(Box::new(Table {
        caption: if draw.one_in(2) { inlines(draw, 2) } else { Default::default() },
        columns: if draw.one_in(2) {
            (0..width).map(|_| draw.pick(ALIGNMENTS)).collect()
        } else {
            Vec::new()
        },
        attributes: draw.block_attributes(),
        head: rows(draw, depth, (head, width)),
        body: rows(draw, depth, (body, width)),
        foot: rows(draw, depth, (foot, width)),
    }))
}

/// Rows of a table that fill `width` columns, spans counted, but now and then do not.
fn rows(draw: &mut Draw<'_>, depth: usize, (count, width): (usize, usize)) -> Vec<Row> {
    // How many rows yet each column is taken by a cell from above.
    let mut taken = vec![0_usize; width];
    (0..count)
        .map(|index| {
            let mut cells = Vec::new();
            let mut column = 0;
            while column < width {
                if taken[column] > 0 {
                    taken[column] -= 1;
                    column += 1;
                    continue;
                }
                let room = taken[column..].iter().take_while(|rows| **rows == 0).count();
                let columns = if draw.one_in(6) { 1 + draw.below(room) } else { 1 };
                let down = if draw.one_in(8) { 1 + draw.below(count - index) } else { 1 };
                taken[column..column + columns].fill(down - 1);
                column += columns;
                cells.push(cell(draw, depth, (columns, down)));
            }
            if draw.one_in(24) {
                cells.pop();
            }
            Row { cells, attributes: draw.attributes() }
        })
        .collect()
}

fn cell(draw: &mut Draw<'_>, depth: usize, (columns, rows): (usize, usize)) -> Cell {
    Cell {
        header: draw.one_in(5),
        column_span: u16::try_from(columns).unwrap_or(1),
        row_span: u16::try_from(rows).unwrap_or(1),
        alignment: if draw.one_in(6) { draw.pick(ALIGNMENTS) } else { Alignment::Unset },
        attributes: draw.attributes(),
        content: short(draw, depth.min(1)),
    }
}
