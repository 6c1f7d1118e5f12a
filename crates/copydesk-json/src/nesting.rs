//! How deep an article nests, by its own blocks and inlines.

use copydesk_core::{Article, Block, Inline, Inlines, child_blocks, child_inlines};

/// Whether blocks and inlines nest deeper than `limit`. Looks no deeper than that.
pub(crate) fn is_deeper(article: &Article, limit: usize) -> bool {
    let Article { kicker, headline, decks, summary, body, .. } = article;
    blocks_deeper(summary, limit)
        || blocks_deeper(body, limit)
        || [kicker, headline].into_iter().chain(decks).any(|inlines| inlines_deeper(inlines, limit))
}

fn blocks_deeper(blocks: &[Block], left: usize) -> bool {
    let Some(below) = left.checked_sub(1) else {
        return !blocks.is_empty();
    };
    blocks.iter().any(|block| {
        child_inlines(block).into_iter().any(|inlines| inlines_deeper(inlines, below))
            || child_blocks(block).into_iter().any(|blocks| blocks_deeper(blocks, below))
    })
}

fn inlines_deeper(inlines: &Inlines, left: usize) -> bool {
    if inlines.as_text().is_some() {
        return false;
    }
    let Some(below) = left.checked_sub(1) else {
        return true;
    };
    inlines.iter().any(|inline| match inline {
        Inline::Image(media) => inlines_deeper(&media.credit, below) || blocks_deeper(&media.caption, below),
        Inline::Text(_) | Inline::Break | Inline::Code(_) | Inline::FootnoteReference(_) => false,
        Inline::Emphasis(_)
        | Inline::Strong(_)
        | Inline::Underline(_)
        | Inline::Strike(_)
        | Inline::Sub(_)
        | Inline::Sup(_)
        | Inline::Span(_)
        | Inline::Link(_)
        | Inline::Quote(_)
        | Inline::Entity(_)
        | Inline::Unknown(_) => inline.content().is_some_and(|content| inlines_deeper(content, below)),
    })
}
