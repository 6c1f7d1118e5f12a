//! The normal form: one spelling for what reads the same.
//!
//! - White space (space, tab, line end, form feed) in running text is one space, none at the edges of a block or beside
//!   a line break, and stands outside the inlines it would otherwise begin or end. Other spaces are kept.
//! - Line breaks stand outside the inlines they would begin or end; there are none at the edges of a block.
//! - Adjacent texts are one, and so are adjacent inlines of one style with the same attributes and no id.
//! - A style directly inside itself is a plain [`Span`], and a span without attributes is its content.
//! - A container without attributes is its content. Nodes that hold nothing are gone, but for list items, cells,
//!   footnotes, rules, and links, entities and unknown nodes that still say something.
//! - Preformatted text has line feeds for its line ends and line breaks, and none at its edges. Code has no line ends.
//! - Attributes that say nothing are absent; levels and spans are within their range; a list that starts at 1 does not
//!   say so.

mod blocks;
mod preformatted;
mod running;

use blocks::normalise_blocks;

use crate::{Article, Byline, Copyright, Credit, Dateline, Rights};

impl Article {
    /// Brings the article into normal form. Readers hand out nothing else.
    pub fn normalise(&mut self) {
        self.kicker.normalise();
        self.headline.normalise();
        for deck in &mut self.decks {
            deck.normalise();
        }
        self.decks.retain(|deck| !deck.is_empty());
        self.bylines.retain(|byline| *byline != Byline::default());
        self.dateline.take_if(|dateline| *dateline == Dateline::default());
        normalise_blocks(&mut self.summary);
        normalise_blocks(&mut self.body);
        self.credits.retain(|credit| *credit != Credit::default());
        self.copyright.retain(|copyright| *copyright != Copyright::default());
        self.rights.retain(|rights| *rights != Rights::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Block;

    #[test]
    fn articles_are_equal_in_normal_form() {
        let article = |text: &str| Article { body: vec![Block::paragraph(text)], ..Article::default() };
        assert_eq!(article("a  b "), article("a b"));
        assert_ne!(article("a b"), article("ab"));
        let padded =
            Article { body: vec![Block::paragraph("a b"), Block::paragraph(" ")], ..Article::default() };
        assert_eq!(padded, article("a b"));
    }
}
