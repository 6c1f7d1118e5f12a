//! Arbitrary articles in normal form: every block, inline and field, many scripts, everything optional.
//!
//! An article is drawn from a list of [`Part`]s, and each part from its own list of choices. Fewer parts and smaller
//! choices make a simpler article, so that proptest finds the smallest article that fails, and any bytes make an
//! article, so that a fuzzer can use the same code.

mod blocks;
mod draw;
mod front;
mod inlines;
mod metadata;
mod references;
mod text;

use copydesk_core::{Article, Block, Inlines};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::Strategy;

use draw::Draw;

/// One part of an article to be: which, and the choices that make it.
///
/// Even numbers are blocks of the body, odd ones the other fields in turn.
pub type Part = (u8, Vec<u16>);

/// Articles as they come: from nothing at all to some twenty blocks, with any field of the model.
pub fn articles() -> impl Strategy<Value = Article> {
    parts(24, 90).prop_map(|parts| article(&parts))
}

/// Articles of a few blocks and fields, for properties that take their time.
pub fn small_articles() -> impl Strategy<Value = Article> {
    parts(6, 40).prop_map(|parts| article(&parts))
}

/// Articles of hundreds of blocks and long paragraphs.
pub fn huge_articles() -> impl Strategy<Value = Article> {
    vec((any::<u8>(), vec(any::<u16>(), 100..600)), 200..400).prop_map(|parts| article(&parts))
}

/// The same as [`articles`], without any internal block: what a finished page must show whole.
pub fn public_articles() -> impl Strategy<Value = Article> {
    articles().prop_map(|mut article| {
        references::make_public(&mut article);
        article.normalise();
        article
    })
}

/// Running text in normal form, as in a headline. Footnote marks are left out.
pub fn inlines() -> impl Strategy<Value = Inlines> {
    vec(any::<u16>(), 0..60).prop_map(|choices| {
        let article =
            Article { headline: inlines::inlines(&mut Draw::new(&choices, 0), 3), ..Article::default() };
        finish(article).headline
    })
}

/// One block in normal form, or none where the draw came out empty. Footnote marks are left out.
pub fn blocks() -> impl Strategy<Value = Vec<Block>> {
    vec(any::<u16>(), 0..100).prop_map(|choices| article(&[(0, choices)]).body)
}

/// Plain text in any script, with every character that means something to a format.
pub fn texts() -> impl Strategy<Value = String> {
    vec(any::<u16>(), 0..60).prop_map(|choices| text::running(&mut Draw::new(&choices, 0)))
}

/// The article these parts make: any parts make one.
pub fn article(parts: &[Part]) -> Article {
    let mut article = Article::default();
    for (index, (kind, choices)) in parts.iter().enumerate() {
        let mut draw = Draw::new(choices, index);
        match kind % 2 {
            0 => article.body.push(blocks::block(&mut draw, 4)),
            _ => front::add_part(&mut article, kind / 2, &mut draw),
        }
    }
    finish(article)
}

/// The article these bytes make: for each part its kind, how many choices it has, and the choices, two bytes each.
pub fn article_of(bytes: &[u8]) -> Article {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let [kind, count, choices @ ..] = rest {
        let (choices, after) = choices.split_at(choices.len().min(usize::from(*count) * 2));
        let choices = choices.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        parts.push((*kind, choices.collect()));
        rest = after;
    }
    article(&parts)
}

fn parts(count: usize, choices: usize) -> impl Strategy<Value = Vec<Part>> {
    vec((any::<u8>(), vec(any::<u16>(), 0..choices)), 0..count)
}

/// Ties the footnote marks to the footnotes there are, and brings the article into normal form.
fn finish(mut article: Article) -> Article {
    references::tie(&mut article);
    article.normalise();
    article
}
