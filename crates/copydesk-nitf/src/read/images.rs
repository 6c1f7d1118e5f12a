//! Pictures in the line, which NITF has only between paragraphs: put back where they stood.

use std::collections::BTreeMap;

use copydesk_core::{Article, Block, Inline, Inlines, Media, child_blocks_mut};

/// What stands for a picture until it is read: no source has a title like it.
const MARK: &str = "\u{0}picture ";

/// A stand-in for the picture with this number.
pub(super) fn stand_in(number: &str) -> Inline {
    Inline::Image(Box::new(Media { title: Some(format!("{MARK}{number}")), ..Media::default() }))
}

/// Puts each picture where its stand-in is.
pub(super) fn put_in_line(article: &mut Article, images: &mut BTreeMap<String, Media>) {
    put(&mut article.kicker, images);
    put(&mut article.headline, images);
    for deck in &mut article.decks {
        put(deck, images);
    }
    put_in_blocks(&mut article.summary, images);
    put_in_blocks(&mut article.body, images);
}

fn put_in_blocks(blocks: &mut [Block], images: &mut BTreeMap<String, Media>) {
    for block in blocks {
        match block {
            Block::Paragraph(block) => put(&mut block.content, images),
            Block::CrossHead(block) => put(&mut block.content, images),
            Block::DefinitionList(list) => {
                list.items
                    .iter_mut()
                    .flat_map(|item| &mut item.terms)
                    .for_each(|term| put(&mut term.content, images));
            }
            Block::Quotation(block) => put(&mut block.credit, images),
            Block::Preformatted(block) => put(&mut block.content, images),
            Block::Table(block) => put(&mut block.caption, images),
            Block::Figure(block) => put(&mut block.credit, images),
            Block::Note(block) => put(&mut block.heading, images),
            Block::List(_)
            | Block::Footnote(_)
            | Block::Rule(_)
            | Block::Container(_)
            | Block::Unknown(_) => {}
        }
        for blocks in child_blocks_mut(block) {
            put_in_blocks(blocks, images);
        }
    }
}

fn put(inlines: &mut Inlines, images: &mut BTreeMap<String, Media>) {
    for inline in &mut inlines.0 {
        if let Inline::Image(media) = inline {
            let number = media.title.as_deref().and_then(|title| title.strip_prefix(MARK));
            if let Some(mut picture) = number.and_then(|number| images.remove(number)) {
                put_in_blocks(&mut picture.caption, images);
                put(&mut picture.credit, images);
                **media = picture;
            }
        } else if let Some(content) = inline.content_mut() {
            put(content, images);
        }
    }
}
