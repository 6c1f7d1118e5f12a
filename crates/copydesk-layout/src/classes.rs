//! Classes that say how something is to look, and that a page follows.

use copydesk_core::{Attributes, Block, Inline};

/// A block that repeats words of the story in large type.
const PULL_QUOTE: &[&str] = &["pullquote", "pull", "pulledquote"];
/// A span in small capitals.
const SMALL_CAPITALS: &[&str] = &["smallcaps", "smallcapitals", "smcp", "smcaps"];

/// Whether a block is a pull quote by one of its classes.
pub(crate) fn is_pull_quote(attributes: Option<&Attributes>) -> bool {
    has_one_of(attributes, PULL_QUOTE)
}

/// Whether a span is to be set in small capitals by one of its classes.
pub(crate) fn is_small_capitals(attributes: Option<&Attributes>) -> bool {
    has_one_of(attributes, SMALL_CAPITALS)
}

/// Whether a page follows a class of a block.
pub(crate) fn is_followed_by_block(block: &Block, class: &str) -> bool {
    matches!(block, Block::Quotation(_)) && PULL_QUOTE.contains(&bare(class).as_str())
}

/// Whether a page follows a class of an inline.
pub(crate) fn is_followed_by_inline(inline: &Inline, class: &str) -> bool {
    matches!(inline, Inline::Span(_)) && SMALL_CAPITALS.contains(&bare(class).as_str())
}

fn has_one_of(attributes: Option<&Attributes>, known: &[&str]) -> bool {
    attributes
        .is_some_and(|attributes| attributes.class.iter().any(|class| known.contains(&bare(class).as_str())))
}

/// In small letters, without hyphens and underscores: one spelling for `pull-quote` and `PullQuote`.
fn bare(class: &str) -> String {
    class.chars().filter(|letter| !matches!(letter, '-' | '_')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_class_are_one() {
        let of = |class: &str| Attributes { class: vec![class.to_owned()], ..Attributes::default() };
        for class in ["pullquote", "pull-quote", "PullQuote", "pull_quote"] {
            assert!(is_pull_quote(Some(&of(class))), "{class}");
        }
        assert!(is_small_capitals(Some(&of("small-caps"))));
        let span =
            |class| copydesk_core::Span { attributes: Some(Box::new(of(class))), ..Default::default() };
        assert!(is_followed_by_inline(&Inline::Span(Box::new(span("x"))), "smallCaps"));
        assert!(!is_followed_by_inline(&Inline::Emphasis(Box::new(span("x"))), "smallCaps"));
        assert!(!is_followed_by_block(&Block::paragraph("Rain"), "pull-quote"));
        assert!(!is_pull_quote(Some(&of("quote"))) && !is_pull_quote(None));
    }
}
