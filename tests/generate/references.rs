//! What must hold across a whole article: footnote marks name footnotes that are there.

use copydesk_core::{Article, Audience, Block, Inline, Inlines, Media, child_blocks_mut};

/// Makes every footnote mark name one of the article's footnotes; without footnotes the marks go.
pub(super) fn tie(article: &mut Article) {
    let mut ids = Vec::new();
    for blocks in [&mut article.summary, &mut article.body] {
        collect_ids(blocks, &mut ids);
    }
    let runs = std::iter::once(&mut article.kicker).chain([&mut article.headline]).chain(&mut article.decks);
    for inlines in runs {
        tie_inlines(inlines, &ids);
    }
    for blocks in [&mut article.summary, &mut article.body] {
        tie_blocks(blocks, &ids);
    }
}

/// Makes every block public, and drops the editor's notes.
pub(super) fn make_public(article: &mut Article) {
    article.metadata.editor_notes.clear();
    for blocks in [&mut article.summary, &mut article.body] {
        publish(blocks);
    }
}

fn publish(blocks: &mut [Block]) {
    for block in blocks {
        if let Some(attributes) = block.attributes_mut() {
            attributes.audience = Audience::Public;
        }
        child_blocks_mut(block).into_iter().for_each(|blocks| publish(blocks));
    }
}

fn collect_ids(blocks: &mut [Block], ids: &mut Vec<String>) {
    for block in blocks {
        if let Block::Footnote(footnote) = block {
            ids.push(footnote.id.clone());
        }
        for blocks in child_blocks_mut(block) {
            collect_ids(blocks, ids);
        }
    }
}

fn tie_blocks(blocks: &mut [Block], ids: &[String]) {
    for block in blocks {
        for inlines in child_inlines_mut(block) {
            tie_inlines(inlines, ids);
        }
        for blocks in child_blocks_mut(block) {
            tie_blocks(blocks, ids);
        }
    }
}

fn tie_inlines(inlines: &mut Inlines, ids: &[String]) {
    if ids.is_empty() {
        inlines.retain(|inline| !matches!(inline, Inline::FootnoteReference(_)));
    }
    for inline in &mut inlines.0 {
        if let Inline::FootnoteReference(reference) = inline {
            let drawn: usize = reference.id.parse().unwrap_or(0);
            reference.id.clone_from(&ids[drawn % ids.len()]);
        }
        if let Inline::Image(media) = inline {
            tie_media(media, ids);
        }
        if let Some(content) = inline.content_mut() {
            tie_inlines(content, ids);
        }
    }
}

fn tie_media(media: &mut Media, ids: &[String]) {
    tie_inlines(&mut media.credit, ids);
    tie_blocks(&mut media.caption, ids);
}

fn child_inlines_mut(block: &mut Block) -> Vec<&mut Inlines> {
    match block {
        Block::Paragraph(paragraph) => vec![&mut paragraph.content],
        Block::CrossHead(cross_head) => vec![&mut cross_head.content],
        Block::DefinitionList(list) => {
            list.items.iter_mut().flat_map(|item| &mut item.terms).map(|term| &mut term.content).collect()
        }
        Block::Quotation(quotation) => vec![&mut quotation.credit],
        Block::Preformatted(preformatted) => vec![&mut preformatted.content],
        Block::Table(table) => vec![&mut table.caption],
        Block::Figure(media) => vec![&mut media.credit],
        Block::Note(note) => vec![&mut note.heading],
        Block::List(_) | Block::Footnote(_) | Block::Rule(_) | Block::Container(_) | Block::Unknown(_) => {
            Vec::new()
        }
    }
}
