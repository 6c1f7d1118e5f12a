//! The package document (EPUB 3.3, 5): metadata, manifest, spine; and the frame of every content document.

use copydesk_core::{Article, Direction, Report};
use copydesk_html::{Markup, Syntax};
use copydesk_xml::{Layout, XmlWriter};

use crate::archive::STYLESHEET_FILE;
use crate::book::Book;
use crate::metadata::{Describing, describe};
use crate::{cover, navigation};

/// The package document. The report says what of the article's metadata it does not carry.
pub(crate) fn package(
    book: &Book<'_>,
    article: &Article,
    describing: &Describing<'_>,
    report: &mut Report,
) -> Vec<u8> {
    let mut out = Vec::with_capacity(8 * 1024);
    let mut xml = XmlWriter::new(&mut out, Layout::Pretty);
    xml.declaration("UTF-8");
    xml.start("package").attribute("xmlns", "http://www.idpf.org/2007/opf").attribute("version", "3.0");
    xml.attribute("unique-identifier", "id").attribute("xml:lang", book.language);
    xml.attribute("dir", book.direction.name());
    if describing.mining_reserved {
        xml.attribute("prefix", "tdm: http://www.w3.org/ns/tdmrep#");
    }
    describe(&mut xml, book, article, (describing, report));
    xml.start("manifest");
    manifest(&mut xml, book);
    xml.end();
    xml.start("spine").attribute("toc", "ncx").attribute("page-progression-direction", book.direction.name());
    xml.start("itemref").attribute("idref", "cover").end();
    for index in 1..=book.chapters.len() {
        xml.start("itemref").attribute("idref", &format!("chapter-{index}")).end();
    }
    xml.end();
    xml.end();
    out
}

/// Every file of the book.
fn manifest(xml: &mut XmlWriter<'_>, book: &Book<'_>) {
    const XHTML: &str = "application/xhtml+xml";
    let mut item = |id: &str, href: &str, media_type: &str, properties: &str| {
        xml.start("item").attribute("id", id).attribute("href", href).attribute("media-type", media_type);
        xml.attribute_if("properties", Some(properties).filter(|properties| !properties.is_empty())).end();
    };
    item("nav", navigation::NAV_FILE, XHTML, "nav");
    item("ncx", navigation::NCX_FILE, "application/x-dtbncx+xml", "");
    item("style", STYLESHEET_FILE, "text/css", "");
    item("cover", cover::FILE, XHTML, "");
    for (index, chapter) in book.chapters.iter().enumerate() {
        item(&format!("chapter-{}", index + 1), &chapter.file, XHTML, "");
    }
    for (index, file) in book.files.iter().enumerate() {
        let properties = if book.cover == Some(index) { "cover-image" } else { "" };
        item(&format!("media-{}", index + 1), &file.file, file.media_type, properties);
    }
}

/// A content document around its markup.
pub(crate) fn document(language: &str, towards: Direction, title: &str, markup: &str) -> String {
    let mut head = Markup::with_capacity(Syntax::Xhtml, markup.len() + 1024);
    head.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n");
    head.start("html").attribute("xmlns", "http://www.w3.org/1999/xhtml");
    head.attribute("xmlns:epub", "http://www.idpf.org/2007/ops");
    head.attribute("lang", language).attribute("xml:lang", language).attribute("dir", towards.name()).line();
    head.start("head").line().start("title").text(title).end("title").line();
    head.start("link").attribute("rel", "stylesheet").attribute("type", "text/css");
    head.attribute("href", STYLESHEET_FILE).end_void().line();
    head.end("head").line().start("body").line().raw(markup).end("body").line().end("html").line();
    head.finish()
}
