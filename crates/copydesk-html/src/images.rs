//! The pictures of an article that machines can fetch, and what is said of them.

use copydesk_core::{Article, Audience, Block, Inlines, Media, child_blocks, child_inlines};

use crate::links::{Address, address};
use crate::media::is_picture;

/// How many pictures a page names to machines.
const IMAGES: usize = 10;

/// A picture that has an address on the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WebImage {
    /// Its address.
    pub(crate) address: String,
    /// What it shows, in words, where the article says so.
    pub(crate) alternative: Option<String>,
    /// Its caption, on one line.
    pub(crate) caption: String,
    /// Its credit.
    pub(crate) credit: String,
    /// Width and height in pixels, where the article says them.
    pub(crate) size: Option<(u32, u32)>,
}

/// The first pictures of the article that have an address on the web, each by its best rendition.
pub(crate) fn web_images(article: &Article) -> Vec<WebImage> {
    let mut found = Vec::new();
    search(&article.body, &mut found);
    found
}

fn search(blocks: &[Block], found: &mut Vec<WebImage>) {
    for block in blocks.iter().filter(|block| block.audience() == Audience::Public) {
        if found.len() >= IMAGES {
            return;
        }
        if let Block::Figure(media) = block {
            found.extend(web_image(media));
        }
        for blocks in child_blocks(block) {
            search(blocks, found);
        }
    }
}

fn web_image(media: &Media) -> Option<WebImage> {
    if !is_picture(media.kind) {
        return None;
    }
    let mut addresses =
        media.renditions.iter().filter_map(|rendition| Some((rendition, web(rendition.source.as_deref()?)?)));
    let (rendition, address) = addresses.next()?;
    let mut caption = String::new();
    push_words(&media.caption, &mut caption);
    Some(WebImage {
        address,
        alternative: media.alternative.clone().filter(|words| !words.trim().is_empty()),
        caption: one_line(&caption),
        credit: one_line(&Inlines::plain_text(&media.credit)),
        size: rendition.width.zip(rendition.height).filter(|(width, height)| *width > 0 && *height > 0),
    })
}

/// An address on the web.
pub(crate) fn web(written: &str) -> Option<String> {
    match address(written) {
        Address::Absolute(absolute) if absolute.starts_with("http") => Some(absolute),
        Address::Absolute(_) | Address::Relative(_) | Address::Inside(_) | Address::Refused(_) => None,
    }
}

/// The public words of blocks, each run followed by a space.
pub(crate) fn push_words(blocks: &[Block], text: &mut String) {
    for block in blocks.iter().filter(|block| block.audience() == Audience::Public) {
        for inlines in child_inlines(block) {
            inlines.push_plain_text(text);
            text.push(' ');
        }
        for blocks in child_blocks(block) {
            push_words(blocks, text);
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
