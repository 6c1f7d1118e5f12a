//! The crate epub-builder as a peer: a book of the documents of ours, made as its README shows.

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ReferenceType, ZipLibrary};

/// What the peer is given: the documents of one of our books, ready made.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    stylesheet: Vec<u8>,
    cover: Vec<u8>,
    article: Vec<u8>,
}

impl Parts {
    /// Takes the documents out of one of our books.
    ///
    /// # Panics
    /// It is none of our books.
    pub(crate) fn of(epub: &[u8]) -> Self {
        let parts = unzipped(epub);
        let part = |name: &str| {
            let found = parts.iter().find(|(known, _)| known == name);
            let (_, bytes) = found.expect("a part of every book");
            // The peer's name for the stylesheet.
            String::from_utf8_lossy(bytes).replace("book.css", "stylesheet.css").into_bytes()
        };
        Self {
            stylesheet: part("EPUB/book.css"),
            cover: part("EPUB/cover.xhtml"),
            article: part("EPUB/article.xhtml"),
        }
    }

    /// Builds the book.
    ///
    /// # Panics
    /// The peer returns an error.
    pub(crate) fn build(&self) -> Vec<u8> {
        self.try_build().expect("epub-builder takes these documents")
    }

    fn try_build(&self) -> Result<Vec<u8>, epub_builder::Error> {
        let title = "Harbour bridge stays closed as divers find a second crack";
        let mut output = Vec::new();
        let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
        builder
            .epub_version(EpubVersion::V33)
            .metadata("title", title)?
            .metadata("author", "Johanna Fairweather")?;
        builder.metadata("lang", "en")?.stylesheet(self.stylesheet.as_slice())?;
        let cover = EpubContent::new("cover.xhtml", self.cover.as_slice());
        builder.add_content(cover.title("Cover").reftype(ReferenceType::Cover))?;
        let article = EpubContent::new("article.xhtml", self.article.as_slice());
        builder.add_content(article.title(title).reftype(ReferenceType::Text))?;
        builder.generate(&mut output)?;
        Ok(output)
    }
}

/// The parts of an EPUB, by name, in their order.
pub(crate) fn unzipped(epub: &[u8]) -> Vec<(String, Vec<u8>)> {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(epub)).expect("a zip archive");
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).expect("an entry");
            let name = part.name().expect("a name").into_owned();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).expect("bytes");
            (name, bytes)
        })
        .collect()
}
