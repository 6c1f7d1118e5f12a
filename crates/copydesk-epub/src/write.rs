//! The EPUB writer.

use std::collections::BTreeMap;

use copydesk_core::{
    Article, Error, Feature, Format, Moment, Place, Report, WriteContext, Writer, bad_option_value,
    unknown_option,
};
use copydesk_html::{
    Beside, RelativeLinks, Setting, Syntax, check_nesting, is_mining, language_of, write_article,
};
use uuid::Uuid;

use crate::FORMAT;
use crate::archive::Archive;
use crate::book::{Book, Chapter};
use crate::metadata::Describing;
use crate::pictures::Pictures;
use crate::{cover, navigation, package, words};

/// The namespace of the ids of articles: this one for ever, so that an article keeps its id.
const NAMESPACE: Uuid = Uuid::from_u128(0x6a1e_7c52_4f0b_5d3a_9c8e_2b71_d05f_a964);

/// Writes an article as an EPUB 3.3 book.
///
/// ```
/// use copydesk_core::{Article, Block, WriteContext, Writer};
/// use copydesk_epub::EpubWriter;
/// let article = Article { headline: "Rain".into(), body: vec![Block::paragraph("It rained.")], ..Article::default() };
/// let mut book = Vec::new();
/// EpubWriter::default().write(&article, &WriteContext::default(), &mut book)?;
/// assert!(book.starts_with(b"PK"));
/// # Ok::<(), copydesk_core::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EpubWriter {
    /// Who a login in a byline is: the name by login. Default: nobody.
    pub aliases: BTreeMap<String, String>,
    /// The path of the cover's picture, for the media resolver. Default: none; the cover is drawn from the headline.
    pub cover: Option<String>,
    /// The stylesheet. Default: [`STYLESHEET`](crate::STYLESHEET).
    pub stylesheet: Option<String>,
}

impl Writer for EpubWriter {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn set_option(&mut self, name: &str, value: &str) -> Result<(), Error> {
        match name {
            "alias" => match value.split_once('=') {
                Some((login, name)) if !login.trim().is_empty() && !name.trim().is_empty() => {
                    self.aliases.insert(login.trim().to_owned(), name.trim().to_owned());
                }
                _ => {
                    return Err(bad_option_value(
                        &FORMAT,
                        name,
                        value,
                        "a login and a name: `jdoe=Jane Doe`",
                    ));
                }
            },
            "cover" => self.cover = Some(value.to_owned()).filter(|path| !path.is_empty()),
            "stylesheet" => self.stylesheet = Some(value.to_owned()),
            _ => return Err(unknown_option(&FORMAT, name, FORMAT.writer_options)),
        }
        Ok(())
    }

    fn write(
        &mut self,
        article: &Article,
        context: &WriteContext<'_>,
        output: &mut Vec<u8>,
    ) -> Result<Report, Error> {
        check_nesting(article, &context.limits)?;
        let mut report = Report::default();
        let language = language_of(article, &mut report);
        let title = copydesk_assume::title(article, &mut report);
        let modified = copydesk_assume::date(article, &mut report);
        let mut pictures = Pictures::new(context.media, &context.limits);
        let setting = Setting {
            syntax: Syntax::Xhtml,
            id_prefix: context.id_prefix,
            relative_links: RelativeLinks::Flattened,
            beside: Beside::Data,
            language: &language,
            title: &title,
            stamp: context.stamp,
            limits: &context.limits,
        };
        let content = write_article(article, &setting, &mut pictures, &mut report)?;
        let cover = self.cover_picture(&mut pictures, &mut report);
        let mut access = pictures.access;
        access.pages = content.page.is_some();
        access.language = language != "und";
        let direction = copydesk_html::direction(article, &language);
        let chapter = Chapter {
            file: "article.xhtml".to_owned(),
            title: title.clone(),
            language: language.to_string(),
            direction,
            content,
        };
        let book = Book {
            title: &title,
            language: &language,
            direction,
            identifier: format!("urn:uuid:{}", identifier(article, &title)),
            chapters: vec![chapter],
            files: pictures.files,
            cover,
            stamp: context.stamp,
            access,
        };
        let reservations = article.rights.iter().flat_map(|rights| &rights.reservations);
        let describing = Describing {
            aliases: &self.aliases,
            modified: to_the_second(&modified),
            description: copydesk_html::description(article),
            mining_reserved: reservations.into_iter().any(|reserved| is_mining(&reserved.usage)),
        };
        self.pack(&book, article, (&describing, &mut report), output)?;
        Ok(report)
    }
}

impl EpubWriter {
    fn cover_picture(&self, pictures: &mut Pictures<'_>, report: &mut Report) -> Option<usize> {
        let source = self.cover.as_deref()?;
        match pictures.cover(source) {
            Ok(at) => Some(at),
            Err(why) => {
                let detail = format!("the cover's picture `{source}`: {why}; the cover is drawn");
                report.dropped(Feature::Rendition, Place::path(""), detail);
                None
            }
        }
    }

    /// Everything in its container.
    fn pack(
        &self,
        book: &Book<'_>,
        article: &Article,
        (describing, report): (&Describing<'_>, &mut Report),
        output: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let words = words::words(book.language);
        let mut archive = Archive::new(self.stylesheet.as_deref(), output)?;
        archive.add("package.opf", &package::package(book, article, describing, report))?;
        archive.add(navigation::NAV_FILE, navigation::nav(book, words).as_bytes())?;
        archive.add(navigation::NCX_FILE, &navigation::ncx(book))?;
        archive.add(cover::FILE, cover::cover(book, article, words).as_bytes())?;
        for chapter in &book.chapters {
            let Chapter { file: _, title, language, direction, content } = chapter;
            let document = package::document(language, *direction, title, &content.markup);
            archive.add(&chapter.file, document.as_bytes())?;
        }
        for file in &book.files {
            archive.add_stored(&file.file, &file.bytes)?;
        }
        archive.finish()
    }
}

/// The unique id: of the provider's id where there is one, so that a new version is the same book; else of the title,
/// the authors and the text.
fn identifier(article: &Article, title: &str) -> Uuid {
    let metadata = &article.metadata;
    let name = match metadata.id.as_deref().filter(|id| !id.trim().is_empty()) {
        Some(id) => format!("{}\u{1F}{id}", metadata.provider.as_deref().unwrap_or("")),
        None => {
            let text = article.body_text(false);
            format!("{title}\u{1F}{}\u{1F}{}", article.authors().join("\u{1F}"), fingerprint(&text))
        }
    };
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
}

/// The beginning of a text, its length and its checksum, which tell it from any other of the same title and authors.
/// SHA-1 over all of a long text would take a fifth of the time of compressing it.
fn fingerprint(text: &str) -> String {
    const BEGINNING: usize = 2_000;
    let mut crc = flate2::Crc::new();
    crc.update(text.as_bytes());
    format!("{}\u{1F}{}\u{1F}{:08x}", &text[..text.floor_char_boundary(BEGINNING)], text.len(), crc.sum())
}

/// A moment in UTC, to the second; an unknown zone is taken as UTC.
fn to_the_second(moment: &Moment) -> String {
    let timestamp = moment.timestamp_or_utc().map(|timestamp| timestamp.as_second());
    let timestamp = timestamp.and_then(|second| copydesk_core::jiff::Timestamp::from_second(second).ok());
    timestamp.map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), |timestamp| timestamp.to_string())
}
