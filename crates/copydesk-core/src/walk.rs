//! Walking an article: what a block holds, and its text for people.

use crate::{Article, Audience, Block, Inlines};

/// The lists of blocks directly inside a block, in reading order (a table: head, body, foot; a figure: its caption).
pub fn child_blocks(block: &Block) -> Vec<&Vec<Block>> {
    match block {
        Block::Paragraph(_) | Block::CrossHead(_) | Block::Preformatted(_) | Block::Rule(_) => Vec::new(),
        Block::List(list) => list.items.iter().map(|item| &item.content).collect(),
        Block::DefinitionList(list) => {
            list.items.iter().flat_map(|item| &item.descriptions).map(|item| &item.content).collect()
        }
        Block::Quotation(quotation) => vec![&quotation.content],
        Block::Table(table) => {
            let rows = table.head.iter().chain(&table.body).chain(&table.foot);
            rows.flat_map(|row| &row.cells).map(|cell| &cell.content).collect()
        }
        Block::Figure(media) => vec![&media.caption],
        Block::Footnote(footnote) => vec![&footnote.content],
        Block::Note(note) => vec![&note.content],
        Block::Container(container) => vec![&container.content],
        Block::Unknown(unknown) => vec![&unknown.content],
    }
}

/// The same, to change.
pub fn child_blocks_mut(block: &mut Block) -> Vec<&mut Vec<Block>> {
    match block {
        Block::Paragraph(_) | Block::CrossHead(_) | Block::Preformatted(_) | Block::Rule(_) => Vec::new(),
        Block::List(list) => list.items.iter_mut().map(|item| &mut item.content).collect(),
        Block::DefinitionList(list) => list
            .items
            .iter_mut()
            .flat_map(|item| &mut item.descriptions)
            .map(|item| &mut item.content)
            .collect(),
        Block::Quotation(quotation) => vec![&mut quotation.content],
        Block::Table(table) => {
            let rows = table.head.iter_mut().chain(&mut table.body).chain(&mut table.foot);
            rows.flat_map(|row| &mut row.cells).map(|cell| &mut cell.content).collect()
        }
        Block::Figure(media) => vec![&mut media.caption],
        Block::Footnote(footnote) => vec![&mut footnote.content],
        Block::Note(note) => vec![&mut note.content],
        Block::Container(container) => vec![&mut container.content],
        Block::Unknown(unknown) => vec![&mut unknown.content],
    }
}

/// The inlines directly inside a block, in reading order (a table: its caption; a definition list: its terms).
pub fn child_inlines(block: &Block) -> Vec<&Inlines> {
    match block {
        Block::Paragraph(paragraph) => vec![&paragraph.content],
        Block::CrossHead(cross_head) => vec![&cross_head.content],
        Block::DefinitionList(list) => {
            list.items.iter().flat_map(|item| &item.terms).map(|term| &term.content).collect()
        }
        Block::Quotation(quotation) => vec![&quotation.credit],
        Block::Preformatted(preformatted) => vec![&preformatted.content],
        Block::Table(table) => vec![&table.caption],
        Block::Figure(media) => vec![&media.credit],
        Block::Note(note) => vec![&note.heading],
        Block::List(_) | Block::Footnote(_) | Block::Rule(_) | Block::Container(_) | Block::Unknown(_) => {
            Vec::new()
        }
    }
}

impl Article {
    /// The text of the body for people, a line for each run of inlines; internal blocks only if asked for.
    pub fn body_text(&self, internal: bool) -> String {
        let mut text = String::new();
        self.body_runs(internal, &mut |inlines| {
            inlines.push_plain_text(&mut text);
            text.push('\n');
        });
        text
    }

    /// Each run of inlines of the body that is not empty, in order; of internal blocks only if asked for.
    pub fn body_runs(&self, internal: bool, take: &mut dyn FnMut(&Inlines)) {
        take_runs(&self.body, internal, take);
    }
}

fn take_runs(blocks: &[Block], internal: bool, take: &mut dyn FnMut(&Inlines)) {
    for block in blocks {
        if !internal && block.audience() == Audience::Internal {
            continue;
        }
        for inlines in child_inlines(block) {
            if !inlines.is_empty() {
                take(inlines);
            }
        }
        for blocks in child_blocks(block) {
            take_runs(blocks, internal, take);
        }
    }
}
