//! The contents: `nav.xhtml` (EPUB 3.3, 5.4), and the NCX that old readers use.

use copydesk_html::{Heading, Markup, Syntax, stamp_line};
use copydesk_xml::{Layout, XmlWriter};

use crate::book::{Book, Chapter};
use crate::cover;
use crate::package::document;
use crate::words::Words;

pub(crate) const NAV_FILE: &str = "nav.xhtml";
pub(crate) const NCX_FILE: &str = "toc.ncx";

/// The navigation document: contents, landmarks and, where there are printed pages, the list of pages.
pub(crate) fn nav(book: &Book<'_>, words: Words) -> String {
    let mut markup = Markup::new(Syntax::Xhtml);
    if let Some(stamp) = book.stamp {
        stamp_line(&mut markup, stamp);
    }
    markup.start("nav").attribute("epub:type", "toc").attribute("role", "doc-toc").attribute("id", "toc");
    markup.attribute("aria-labelledby", "toc-title").line();
    heading(&mut markup, "toc-title", words.contents, (book, words));
    markup.start("ol").line();
    for chapter in &book.chapters {
        let target = format!("{}#{}", chapter.file, chapter.content.headline_id);
        markup.start("li").start("a").attribute("href", &target).text(&chapter.title).end("a");
        headings(&mut markup, chapter);
        markup.end("li").line();
    }
    markup.end("ol").line().end("nav").line();
    pages(&mut markup, book, words);
    landmarks(&mut markup, book, words);
    markup.take_forbidden();
    let markup = markup.finish();
    document(book.language, book.direction, book.title, &markup)
}

/// A heading of the document itself, marked as English where the words are.
fn heading(markup: &mut Markup, id: &str, text: &str, (book, words): (&Book<'_>, Words)) {
    markup.start("h2").attribute("id", id);
    if !same_language(book.language, words.language) {
        markup
            .attribute("lang", words.language)
            .attribute("xml:lang", words.language)
            .attribute("dir", "ltr");
    }
    markup.text(text).end("h2").line();
}

fn same_language(book: &str, words: &str) -> bool {
    book.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case(words))
}

/// The headings of a chapter as a tree: each list holds the headings one deeper than the one it stands under.
fn headings(markup: &mut Markup, chapter: &Chapter) {
    let mut open = 0;
    for Heading { depth, id, text } in &chapter.content.headings {
        if text.is_empty() {
            continue;
        }
        let depth = usize::from(*depth).clamp(1, open + 1);
        if depth > open {
            markup.start("ol").line();
        } else {
            markup.end("li").line();
            for _ in depth..open {
                markup.end("ol").end("li").line();
            }
        }
        open = depth;
        let target = format!("{}#{id}", chapter.file);
        markup.start("li").start("a").attribute("href", &target).text(text).end("a");
    }
    for _ in 0..open {
        markup.end("li").end("ol");
    }
}

fn pages(markup: &mut Markup, book: &Book<'_>, words: Words) {
    if book.chapters.iter().all(|chapter| chapter.content.page.is_none()) {
        return;
    }
    markup.start("nav").attribute("epub:type", "page-list").attribute("role", "doc-pagelist");
    markup.attribute("aria-labelledby", "pages-title").attribute("hidden", "hidden").line();
    heading(markup, "pages-title", words.pages, (book, words));
    markup.start("ol").line();
    for chapter in &book.chapters {
        if let Some((id, page)) = &chapter.content.page {
            let target = format!("{}#{id}", chapter.file);
            markup.start("li").start("a").attribute("href", &target).text(page).end("a").end("li").line();
        }
    }
    markup.end("ol").line().end("nav").line();
}

fn landmarks(markup: &mut Markup, book: &Book<'_>, words: Words) {
    markup.start("nav").attribute("epub:type", "landmarks").attribute("aria-label", words.contents);
    markup.attribute("hidden", "hidden").line().start("ol").line();
    let mut landmark = |kind: &str, target: &str, text: &str| {
        markup.start("li").start("a").attribute("epub:type", kind).attribute("href", target);
        markup.text(text).end("a").end("li").line();
    };
    landmark("cover", cover::FILE, words.cover);
    if let Some(chapter) = book.chapters.first() {
        landmark("bodymatter", &chapter.file, &chapter.title);
    }
    markup.end("ol").line().end("nav").line();
}

/// The contents for readers of EPUB 2: the same headings and pages.
pub(crate) fn ncx(book: &Book<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(1024);
    let mut xml = XmlWriter::new(&mut out, Layout::Compact);
    xml.declaration("UTF-8");
    xml.start("ncx")
        .attribute("xmlns", "http://www.daisy.org/z3986/2005/ncx/")
        .attribute("version", "2005-1");
    xml.attribute("xml:lang", book.language).attribute("dir", book.direction.name());
    xml.start("head").start("meta").attribute("name", "dtb:uid").attribute("content", &book.identifier);
    xml.end().end();
    xml.start("docTitle").element("text", book.title).end().start("navMap");
    let mut points = 0;
    for chapter in &book.chapters {
        point(&mut xml, &mut points, (&chapter.title, &chapter.file, &chapter.content.headline_id));
        let mut open = 0;
        for heading in chapter.content.headings.iter().filter(|heading| !heading.text.is_empty()) {
            let depth = usize::from(heading.depth).clamp(1, open + 1);
            for _ in depth..=open {
                xml.end();
            }
            open = depth;
            point(&mut xml, &mut points, (&heading.text, &chapter.file, &heading.id));
        }
        for _ in 0..=open {
            xml.end();
        }
    }
    xml.end();
    page_targets(&mut xml, book);
    xml.end();
    out
}

/// Begins a `navPoint` and leaves it open for those below it.
fn point(xml: &mut XmlWriter<'_>, points: &mut usize, (text, file, id): (&str, &str, &str)) {
    *points += 1;
    xml.start("navPoint").attribute("id", &format!("point-{points}"));
    xml.start("navLabel").element("text", text).end();
    xml.start("content").attribute("src", &format!("{file}#{id}")).end();
}

fn page_targets(xml: &mut XmlWriter<'_>, book: &Book<'_>) {
    let pages = book.chapters.iter().filter_map(|chapter| Some((chapter, chapter.content.page.as_ref()?)));
    for (index, (chapter, (id, page))) in pages.clone().enumerate() {
        if index == 0 {
            xml.start("pageList");
        }
        xml.start("pageTarget").attribute("id", &format!("page-{}", index + 1)).attribute("type", "normal");
        xml.start("navLabel").element("text", page).end();
        xml.start("content").attribute("src", &format!("{}#{id}", chapter.file)).end();
        xml.end();
    }
    if pages.count() > 0 {
        xml.end();
    }
}
