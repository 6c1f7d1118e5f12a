//! The writer.

use copydesk_core::{
    Article, Direction, Effect, Error, ErrorKind, Feature, Format, Place, Report, WriteContext, Writer,
    bad_option_value, unknown_option,
};
use copydesk_layout::page::{Item, Layout, Target};
use copydesk_layout::{Composer, FontBook, Theme};
use uuid::Uuid;

use crate::attach;
use crate::draw::unfit_address;
use crate::file::{Parts, Rewriter, Shape};
use crate::fonts::FontCache;
use crate::metadata::{self, Basics};
use crate::options::{Attachment, FORMAT, FileForm, PdfOptions};
use crate::pictures::{Album, Loader};
use crate::press::Press;
use crate::render::{Form, Matter, Rendered, render};
use crate::standard::Standard;
use crate::text::{is_forbidden, language_tag, replacement};
use crate::xmp;

/// Writes PDF.
///
/// ```
/// use copydesk_core::{Article, Block, WriteContext, Writer};
/// use copydesk_pdf::PdfWriter;
///
/// let article = Article {
///     headline: "Storm closes port".into(),
///     body: vec![Block::paragraph("The port was closed on Monday.")],
///     ..Article::default()
/// };
/// let mut pdf = Vec::new();
/// PdfWriter::default().write(&article, &WriteContext::default(), &mut pdf)?;
/// assert!(pdf.starts_with(b"%PDF-1.7"));
/// # Ok::<(), copydesk_core::Error>(())
/// ```
#[derive(Default)]
pub struct PdfWriter {
    options: PdfOptions,
    /// What `set_option` says of the theme; applied when the first article comes, in whatever order it was said.
    paper: Option<String>,
    columns: Option<u8>,
    text_size: Option<f32>,
    composer: Option<Composer>,
    workshop: Workshop,
}

impl PdfWriter {
    /// A writer with these options.
    pub fn new(options: PdfOptions) -> Self {
        Self { options, ..Self::default() }
    }

    /// Its options.
    pub fn options(&self) -> &PdfOptions {
        &self.options
    }

    fn composer(&mut self) -> Result<&mut Composer, Error> {
        if self.composer.is_none() {
            self.composer = Some(self.new_composer()?);
        }
        self.composer.as_mut().ok_or_else(|| Error::new(ErrorKind::Internal, "there is no composer"))
    }

    fn new_composer(&self) -> Result<Composer, Error> {
        let mut theme = self.options.theme.clone();
        if let Some(paper) = &self.paper {
            theme = theme.on_paper(paper)?;
        }
        if let Some(columns) = self.columns {
            theme.columns.count = columns;
        }
        if let Some(size) = self.text_size {
            let scale = size / theme.text.size;
            theme.text.size = size;
            theme.text.leading *= scale;
            theme.furniture.size *= scale;
        }
        let mut fonts = FontBook::bundled();
        for font in &self.options.fonts {
            fonts.add(font.0.clone())?;
        }
        if let Some(finder) = &self.options.finder {
            fonts.set_finder(finder.0.clone());
        }
        Composer::new(theme.checked()?, fonts)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Option<&'static str>> {
        let options = &mut self.options;
        match name {
            "theme" => match Theme::named(value) {
                Some(theme) => options.theme = theme,
                None if value.contains('=') => {
                    options.theme =
                        Theme::from_toml(value).map_err(|_| Some("a TOML theme without faults"))?;
                }
                None => {
                    return Err(Some("broadsheet, magazine, plain, large-print, or a house style in TOML"));
                }
            },
            "paper" => {
                options
                    .theme
                    .clone()
                    .on_paper(value)
                    .map_err(|_| Some("a3, a4, a5, letter, legal, tabloid, broadsheet, or WIDTHxHEIGHTmm"))?;
                self.paper = Some(value.to_owned());
            }
            "columns" => {
                let columns = value.parse().ok().filter(|columns| (0..=6).contains(columns));
                self.columns = Some(columns.ok_or(Some("a number from 0 to 6"))?);
            }
            "text-size" => {
                let size = value.parse().ok().filter(|size| (3.0..=200.0).contains(size));
                self.text_size = Some(size.ok_or(Some("a number of points from 3 to 200"))?);
            }
            "standard" => options.standard = value.parse().map_err(|_| Some(Standard::VALUES))?,
            "attach" => {
                options.attachment = match value {
                    "none" => Attachment::None,
                    "article" => Attachment::Article,
                    _ => return Err(Some("none or article")),
                }
            }
            "compress" => {
                options.form = if boolean(value)? { FileForm::Packed } else { FileForm::Readable };
            }
            "press" => options.press = boolean(value)?,
            _ => return Err(None),
        }
        Ok(())
    }
}

fn boolean(value: &str) -> Result<bool, Option<&'static str>> {
    match value {
        "true" | "yes" | "on" => Ok(true),
        "false" | "no" | "off" => Ok(false),
        _ => Err(Some("true or false")),
    }
}

impl Writer for PdfWriter {
    fn format(&self) -> &'static Format {
        &FORMAT
    }

    fn set_option(&mut self, name: &str, value: &str) -> Result<(), Error> {
        self.composer = None;
        self.set(name, value).map_err(|expected| match expected {
            Some(expected) => bad_option_value(&FORMAT, name, value, expected),
            None => unknown_option(&FORMAT, name, FORMAT.writer_options),
        })
    }

    fn write(
        &mut self,
        article: &Article,
        context: &WriteContext<'_>,
        output: &mut Vec<u8>,
    ) -> Result<Report, Error> {
        let mut report = Report::default();
        let mut album = Album::default();
        let inks = self.options.inks.clone();
        let mut loader = Loader { album: &mut album, context, inks: inks.as_ref() };
        let layout = self.composer()?.compose(article, context, &mut loader, &mut report)?;
        let basics = Basics {
            title: layout.title.clone(),
            language: language_tag(&layout.language).unwrap_or_else(|| "und".to_owned()),
            date: copydesk_assume::date(article, &mut report),
            right_to_left: layout.direction == Some(Direction::Rtl),
        };
        let options = &self.options;
        self.workshop.write((article, &layout), &album, (options, &basics), &mut report, output)?;
        Ok(report)
    }
}

/// What is kept from one article to the next: never anything of an article.
#[derive(Default)]
pub(crate) struct Workshop {
    fonts: FontCache,
    rewriter: Rewriter,
}

/// Pixels per inch below which a picture in print looks coarse.
const PRESS_RESOLUTION: f32 = 200.0;

impl Workshop {
    /// Writes a layout as a file.
    pub(crate) fn write(
        &mut self,
        (article, layout): (&Article, &Layout),
        album: &Album,
        (options, basics): (&PdfOptions, &Basics),
        report: &mut Report,
        output: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let attaches = options.attachment == Attachment::Article;
        let standard = if attaches { options.standard.with_attachments() } else { options.standard };
        let readable = options.form == FileForm::Readable;
        let configuration = standard.configuration().ok_or_else(|| {
            Error::new(ErrorKind::Usage, "these standards exclude each other").in_format("pdf")
        })?;
        report_page(layout, report);
        if options.press {
            report_coarse_pictures(layout, album, report);
        }
        let mut packet = metadata::packet(article, basics, standard, report);
        let attached = if attaches {
            report.losses.retain(is_lost_on_the_page);
            Some((attach::public_json(article)?, basics.date))
        } else {
            None
        };
        let press = if options.press { Press::Sheet } else { Press::Page };
        let info = metadata::info(article, basics);
        let matter = Matter { album, info, attached, inks: options.inks.as_ref() };
        let rendered = render(layout, matter, &mut self.fonts, Form { configuration, press, readable })?;
        let document = document_id(article, basics);
        packet.set(&xmp::DOCUMENT_ID, format!("uuid:{document}"));
        let written = packet.write(&basics.language);
        let instance = instance_id(&document, &written, &rendered);
        packet.set(&xmp::INSTANCE_ID, format!("uuid:{instance}"));
        let parts = Parts {
            rendered: &rendered,
            packet: &packet.write(&basics.language),
            id: [&document.simple().to_string(), &instance.simple().to_string()],
        };
        let old = !standard.has_object_streams();
        self.rewriter.rewrite(&parts, Shape { packed: !readable && !old, readable, code_sets: old }, output)
    }
}

/// What an attached article does not make good: what a reader sees missing on the page.
fn is_lost_on_the_page(loss: &copydesk_core::Loss) -> bool {
    loss.effect == Effect::Dropped
        && matches!(loss.feature, Feature::Rendition | Feature::Figure | Feature::Glyph)
}

/// Reports what the page itself cannot hold.
fn report_page(layout: &Layout, report: &mut Report) {
    let mut forbidden: Vec<char> = layout.text.chars().filter(|character| is_forbidden(*character)).collect();
    forbidden.sort_unstable();
    forbidden.dedup();
    for character in forbidden {
        let detail = format!(
            "U+{:04X} is read as U+{:04X}: a PDF for everyone has no private characters",
            u32::from(character),
            u32::from(replacement(character))
        );
        report.flattened(Feature::Character, Place::path(""), detail);
    }
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        if let Item::Link { target: Target::Address(address), .. } = item
            && let Some(why) = unfit_address(address)
        {
            report.flattened(Feature::Link, Place::path(""), why);
        }
    }
}

/// Reports pictures that a press would show as coarse.
fn report_coarse_pictures(layout: &Layout, album: &Album, report: &mut Report) {
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        let Item::Picture { rect, picture, .. } = item else { continue };
        let Some((resolution, at)) = album.resolution(*picture, rect.width) else { continue };
        if resolution < PRESS_RESOLUTION {
            let detail = format!("it has {resolution:.0} pixels per inch on the page; a press wants 200");
            report.flattened(Feature::Rendition, at.clone(), detail);
        }
    }
}

/// The id of the document in all its versions: from the provider's id, else from title, authors and date.
fn document_id(article: &Article, basics: &Basics) -> Uuid {
    let space = Uuid::new_v5(&Uuid::NAMESPACE_URL, b"copydesk:pdf");
    let name =
        article.metadata.id.clone().unwrap_or_else(|| {
            format!("{}\n{}\n{}", basics.title, article.authors().join("\n"), basics.date)
        });
    Uuid::new_v5(&space, name.as_bytes())
}

/// The id of the document as it is now: of its metadata, of what krilla wrote, which has a hash of the rest in its trailer,
/// and of what stands on its pages.
fn instance_id(document: &Uuid, packet: &str, rendered: &Rendered<'_>) -> Uuid {
    let file = &rendered.file;
    let trailer = &file[file.len().saturating_sub(200)..];
    let pages: Vec<u8> =
        rendered.inks.iter().flat_map(|ink| crc32fast::hash(&ink.bytes).to_be_bytes()).collect();
    let id = Uuid::new_v5(&Uuid::new_v5(document, packet.as_bytes()), trailer);
    Uuid::new_v5(&id, &pages)
}

#[cfg(test)]
mod tests {
    use copydesk_core::{Block, Person, Rights};

    use super::*;
    use crate::options::FontData;

    fn article(headline: &str) -> Article {
        Article {
            headline: headline.into(),
            body: vec![Block::paragraph("The port was closed on Monday, and nobody knew for how long.")],
            ..Article::default()
        }
    }

    fn written(writer: &mut PdfWriter, article: &Article) -> (Vec<u8>, Report) {
        let mut output = Vec::new();
        let report = writer.write(article, &WriteContext::default(), &mut output).unwrap();
        (output, report)
    }

    #[test]
    fn what_is_written_never_depends_on_what_was() {
        let articles = ["Storm", "Flood — and after", "Calm"].map(article);
        let fresh = articles.each_ref().map(|article| written(&mut PdfWriter::default(), article).0);
        let mut writer = PdfWriter::default();
        for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0], [2, 1, 0]] {
            for index in order {
                assert_eq!(written(&mut writer, &articles[index]).0, fresh[index], "{order:?} {index}");
            }
        }
    }

    #[test]
    fn output_is_appended() {
        let mut output = b"before".to_vec();
        let mut writer = PdfWriter::default();
        writer.write(&article("Storm"), &WriteContext::default(), &mut output).unwrap();
        assert_eq!(output[6..], written(&mut writer, &article("Storm")).0);
    }

    #[test]
    fn options_are_checked() {
        let mut writer = PdfWriter::default();
        for (name, value) in [
            ("theme", "large-print"),
            ("theme", "base = \"plain\""),
            ("paper", "letter"),
            ("columns", "3"),
            ("text-size", "12"),
            ("standard", "a-2b"),
            ("attach", "article"),
            ("compress", "false"),
            ("press", "true"),
        ] {
            writer.set_option(name, value).unwrap();
            assert!(FORMAT.writer_options.iter().any(|option| option.name == name));
        }
        for (name, value) in [
            ("theme", "gothic"),
            ("theme", "size = 1"),
            ("paper", "postcard"),
            ("columns", "7"),
            ("text-size", "0"),
            ("standard", "a-9"),
            ("attach", "all"),
            ("compress", "maybe"),
            ("press", ""),
            ("colour", "red"),
        ] {
            let error = writer.set_option(name, value).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Usage, "{name}={value}");
        }
    }

    #[test]
    fn metadata_is_in_the_packet_or_in_the_report() {
        let mut article = article("Storm");
        let person = Person { name: "Ana Winter".to_owned(), ..Person::default() };
        article.bylines =
            vec![copydesk_core::Byline { people: vec![person.clone(), person], ..Default::default() }];
        article.metadata.urgency = Some(3);
        article.metadata.release = "2022-01-10".parse().ok();
        article.metadata.editor_notes = vec!["secret".to_owned()];
        let reservation = copydesk_core::Reservation {
            usage: "tdm".to_owned(),
            policy: Some("https://example.org/policy".to_owned()),
        };
        let terms = |terms: &str| Rights { terms: Some(terms.to_owned()), ..Rights::default() };
        article.rights = vec![Rights { reservations: vec![reservation], ..terms("One") }, terms("Two")];
        let (file, report) = written(&mut PdfWriter::default(), &article);
        let text = String::from_utf8_lossy(&file);
        for piece in [
            "<rdf:li>Ana Winter</rdf:li>",
            "<photoshop:Urgency>3<",
            "<tdm:reservation>1<",
            "<tdm:policy>https://example.org/policy<",
            "ldf/vocab/DMI-PROHIBITED<",
            "<pdfaid:part>2<",
            "<pdfuaid:part>1<",
        ] {
            assert!(text.contains(piece), "{piece}");
        }
        assert!(!text.contains("secret"));
        let places: Vec<String> = report.losses.iter().map(|loss| loss.at.to_string()).collect();
        assert_eq!(places, ["rights[1].terms", "metadata.release"]);
        assert_eq!(report.withheld.len(), 1);
    }

    #[test]
    fn a_press_has_a_larger_sheet_and_wants_sharp_pictures() {
        let mut article = article("Storm");
        let mut png = std::io::Cursor::new(Vec::new());
        image::DynamicImage::new_rgb8(20, 10).write_to(&mut png, image::ImageFormat::Png).unwrap();
        let rendition = copydesk_core::Rendition { data: Some(png.into_inner()), ..Default::default() };
        let media = copydesk_core::Media {
            renditions: vec![rendition],
            alternative: Some("A bridge".to_owned()),
            ..Default::default()
        };
        article.body.push(Block::Figure(Box::new(media)));
        let options = PdfOptions { press: true, form: FileForm::Readable, ..PdfOptions::default() };
        let (file, report) = written(&mut PdfWriter::new(options), &article);
        let text = String::from_utf8_lossy(&file);
        assert!(text.contains("/TrimBox[28.34"), "a sheet has a trim box");
        assert_eq!(report.losses[0].at, Place::path("body[1].renditions[0]"));
        assert!(written(&mut PdfWriter::default(), &article).1.losses.is_empty());
    }

    /// A bundled font that says it has pixels, and has none: as good as one in colours.
    fn font_in_colours() -> Vec<u8> {
        let mut font = copydesk_fonts::NOTO_SERIF_HEBREW_REGULAR.data.to_vec();
        let table = font.windows(4).position(|tag| tag == b"GDEF").unwrap();
        font[table..table + 4].copy_from_slice(b"EBDT");
        let name = "Noto Serif Hebrew".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        while let Some(at) = font.windows(name.len()).position(|here| here == name) {
            font[at + 1] = b'X';
        }
        font
    }

    #[test]
    fn fonts_in_colours_are_left_to_krilla_and_say_what_they_show() {
        let mut theme = Theme::default();
        theme.fonts.text = "Xoto Serif Hebrew".to_owned();
        let fonts = vec![FontData::from(font_in_colours())];
        let options = PdfOptions { theme, fonts, form: FileForm::Readable, ..PdfOptions::default() };
        let mut article = article("Storm");
        article.body = vec![Block::paragraph("\u{5d0}\u{5d1}\u{5d2}")];
        let (file, _) = written(&mut PdfWriter::new(options), &article);
        let text = String::from_utf8_lossy(&file);
        assert!(text.contains("/f0 ") && text.contains("/t0 "), "a font of krilla's and one of ours");
        for letter in ["<05D0>", "<05D1>", "<05D2>"] {
            assert!(text.contains(letter), "{letter}");
        }
        assert!(lopdf::Document::load_mem(&file).is_ok());
    }

    #[test]
    fn with_the_article_attached_nothing_is_lost() {
        let mut article = article("Storm");
        article.metadata.release = "2022-01-10".parse().ok();
        let options = PdfOptions { attachment: Attachment::Article, ..PdfOptions::default() };
        let (_, report) = written(&mut PdfWriter::new(options), &article);
        assert!(report.losses.is_empty(), "{report:?}");
    }
}
