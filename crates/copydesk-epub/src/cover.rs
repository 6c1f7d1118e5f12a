//! The cover: the picture given, or a page drawn from the headline.

use copydesk_core::{Article, Moment};
use copydesk_html::{Markup, Syntax, stamp_line};

use crate::book::Book;
use crate::package::document;
use crate::words::Words;

pub(crate) const FILE: &str = "cover.xhtml";

/// The cover as a document.
pub(crate) fn cover(book: &Book<'_>, article: &Article, words: Words) -> String {
    let mut markup = Markup::new(Syntax::Xhtml);
    markup.start("section").attribute("epub:type", "cover").attribute("class", "cover").line();
    if let Some(stamp) = book.stamp {
        stamp_line(&mut markup, stamp);
    }
    match book.cover.and_then(|at| book.files.get(at)) {
        Some(picture) => {
            markup.start("h1").start("img").attribute("src", &picture.file).attribute("alt", book.title);
            markup.end_void().end("h1").line();
        }
        None => drawn(book, article, &mut markup),
    }
    markup.end("section").line();
    let markup = markup.finish();
    document(book.language, book.direction, words.cover, &markup)
}

fn drawn(book: &Book<'_>, article: &Article, markup: &mut Markup) {
    let mut line = |name: &str, class: &str, text: &str| {
        if !text.trim().is_empty() {
            markup.start(name).attribute("class", class).text(text.trim()).end(name).line();
        }
    };
    let publication = article.metadata.publication.as_ref();
    line("p", "publication", publication.and_then(|publication| publication.name.as_deref()).unwrap_or(""));
    line("p", "kicker", &article.kicker.plain_text());
    line("h1", "title", book.title);
    for deck in &article.decks {
        line("p", "deck", &deck.plain_text());
    }
    for byline in article.bylines.iter().filter(|byline| !byline.repeated) {
        line("p", "byline", &byline.printed);
    }
    if let Some(moment) = article.metadata.issued.or(article.metadata.modified) {
        line("p", "date", &Moment::Date(moment.date()).to_string());
    }
}
