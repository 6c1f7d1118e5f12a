//! What the writer promises, on small articles.

use std::io::{Cursor, Read as _};

use copydesk_core::{
    Article, Block, Copyright, Credit, Effect, Error, Inline, Link, Media, MediaResolver, Publication,
    Rendition, Report, Reservation, Rights, Work, WriteContext, Writer,
};

use crate::EpubWriter;

fn written(writer: &mut EpubWriter, article: &Article) -> (Vec<u8>, Report) {
    let mut book = Vec::new();
    let report = writer
        .write(article, &WriteContext { media: &Pictures, ..WriteContext::default() }, &mut book)
        .unwrap();
    (book, report)
}

fn part(book: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn names(book: &[u8]) -> Vec<String> {
    let zip = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    zip.file_names().map(|name| name.unwrap().into_owned()).collect()
}

fn english(body: Vec<Block>) -> Article {
    let mut article = Article { headline: "Rain".into(), body, ..Article::default() };
    article.metadata.language = Some("en".to_owned());
    article.metadata.issued = "2022-01-10T08:30:00.5+06:00".parse().ok();
    article
}

/// A folder with a bitmap, which EPUB cannot hold, and a file that is no picture.
struct Pictures;

impl MediaResolver for Pictures {
    fn resolve(&self, source: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(match source {
            "old.bmp" => {
                let picture = image::RgbImage::from_pixel(3, 2, image::Rgb([9, 8, 7]));
                let mut bytes = Vec::new();
                picture.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Bmp).unwrap();
                Some(bytes)
            }
            "broken.png" => Some(b"\x89PNG\r\n\x1A\nnothing".to_vec()),
            _ => None,
        })
    }
}

fn figure(source: &str, alternative: Option<&str>) -> Block {
    Block::Figure(Box::new(Media {
        renditions: vec![Rendition { source: Some(source.to_owned()), ..Rendition::default() }],
        alternative: alternative.map(str::to_owned),
        ..Media::default()
    }))
}

#[test]
fn the_package_says_what_the_article_says() {
    let mut article = english(vec![Block::paragraph("It rained.")]);
    article.decks.push("For days".into());
    article.credits.push(Credit {
        work: Work::Photography,
        names: vec!["Ann de Roe".to_owned()],
        printed: "Photo: Ann de Roe".to_owned(),
        ..Credit::default()
    });
    article.copyright.push(Copyright { notice: "© 2022 Us & Them".to_owned(), ..Copyright::default() });
    let mining = Reservation { usage: "ai-training".to_owned(), policy: None };
    article.rights.push(Rights { reservations: vec![mining], ..Rights::default() });
    let (book, report) = written(&mut EpubWriter::default(), &article);
    let package = part(&book, "EPUB/package.opf");
    for text in [
        "<dc:title id=\"m1\">Rain</dc:title>",
        "<dc:title id=\"m2\">For days</dc:title>",
        "property=\"title-type\">subtitle<",
        "<dc:contributor id=\"m3\">Ann de Roe</dc:contributor>",
        "scheme=\"marc:relators\">pht<",
        "property=\"file-as\">de Roe, Ann<",
        "<dc:rights id=\"m4\">© 2022 Us &amp; Them</dc:rights>",
        "property=\"dcterms:modified\">2022-01-10T02:30:00Z<",
        "<dc:date>2022-01-10T08:30:00.5+06:00</dc:date>",
        "prefix=\"tdm: http://www.w3.org/ns/tdmrep#\"",
        "property=\"tdm:reservation\">1<",
        "Reserved: ai-training",
        "EPUB Accessibility 1.1 - WCAG 2.1 Level AA",
    ] {
        assert!(package.contains(text), "{text} in {package}");
    }
    assert_eq!(report, Report::default());
}

#[test]
fn the_id_is_that_of_the_article() {
    let id = |article: &Article| {
        let (book, _) = written(&mut EpubWriter::default(), article);
        let package = part(&book, "EPUB/package.opf");
        package.split("urn:uuid:").nth(1).unwrap()[..36].to_owned()
    };
    let mut article = english(vec![Block::paragraph("one")]);
    let first = id(&article);
    assert_eq!(first, id(&article.clone()));
    article.body.push(Block::paragraph("two"));
    assert_ne!(first, id(&article), "another text is another article");
    article.metadata.id = Some("tag:example.com,2022:1".to_owned());
    let named = id(&article);
    article.body.clear();
    assert_eq!(named, id(&article), "a new version of one article is the same book");
}

#[test]
fn pictures_are_converted_checked_and_claimed_truly() {
    let article = english(vec![figure("old.bmp", Some("Rain")), figure("old.bmp", Some("Rain again"))]);
    let (book, report) = written(&mut EpubWriter::default(), &article);
    let pictures: Vec<String> = names(&book).into_iter().filter(|name| name.contains("media/")).collect();
    assert_eq!(pictures, ["EPUB/media/1.png"], "one file for the same bytes");
    assert!(
        part(&book, "EPUB/article.xhtml")
            .contains("<img src=\"media/1.png\" alt=\"Rain\" width=\"3\" height=\"2\"/>")
    );
    assert!(part(&book, "EPUB/package.opf").contains(">alternativeText<"));
    assert_eq!(report.losses, []);

    let article =
        english(vec![figure("old.bmp", None), figure("broken.png", None), figure("gone.png", None)]);
    let (book, report) = written(&mut EpubWriter::default(), &article);
    let package = part(&book, "EPUB/package.opf");
    assert!(!package.contains(">alternativeText<") && !package.contains("conformsTo"));
    let places: Vec<String> = report.losses.iter().map(|loss| loss.at.to_string()).collect();
    assert_eq!(places, ["body[1].renditions[0]", "body[2].renditions"]);
    assert_eq!(report.assumed.len(), 1, "the one picture that is shown has no words of its own");
}

#[test]
fn the_cover_may_be_a_picture() {
    let mut writer = EpubWriter::default();
    writer.set_option("cover", "old.bmp").unwrap();
    let (book, _) = written(&mut writer, &english(vec![Block::paragraph("x")]));
    assert!(part(&book, "EPUB/package.opf").contains("properties=\"cover-image\""));
    assert!(part(&book, "EPUB/cover.xhtml").contains("<img src=\"media/1.png\" alt=\"Rain\"/>"));
    writer.set_option("cover", "gone.png").unwrap();
    let (book, report) = written(&mut writer, &english(vec![Block::paragraph("x")]));
    assert!(part(&book, "EPUB/cover.xhtml").contains("<h1 class=\"title\">Rain</h1>"));
    assert_eq!(report.losses.len(), 1);
}

#[test]
fn the_contents_are_a_tree_of_the_headings() {
    let mut article = english(vec![
        Block::cross_head(1, "a"),
        Block::cross_head(2, "b"),
        Block::cross_head(1, "c"),
        Block::paragraph("x"),
    ]);
    article.metadata.publication = Some(Publication {
        name: Some("The Paper".to_owned()),
        page: Some("A1".to_owned()),
        ..Publication::default()
    });
    let (book, _) = written(&mut EpubWriter::default(), &article);
    let nav = part(&book, "EPUB/nav.xhtml").replace('\n', "");
    assert!(
        nav.contains(
            "Rain</a><ol><li><a href=\"article.xhtml#a1-head.1\">a</a><ol><li><a href=\"article.xhtml#a1-head.2\">b</a></li>\
             </ol></li><li><a href=\"article.xhtml#a1-head.3\">c</a></li></ol></li>"
        ),
        "{nav}"
    );
    assert!(nav.contains("epub:type=\"page-list\"") && nav.contains(">A1</a>"));
    let ncx = part(&book, "EPUB/toc.ncx");
    let points: Vec<&str> = ncx.split("<text>").skip(2).filter_map(|rest| rest.split('<').next()).collect();
    assert_eq!(points, ["Rain", "a", "b", "c", "A1"]);
    assert!(ncx.contains("#a1-head.2\"/></navPoint></navPoint><navPoint id=\"point-4\">"), "{ncx}");
    assert!(part(&book, "EPUB/package.opf").contains("property=\"pageBreakSource\">The Paper<"));
}

#[test]
fn right_to_left_pages_turn_the_other_way() {
    let mut article = english(vec![Block::paragraph("مطر")]);
    article.metadata.language = Some("ar".to_owned());
    let (book, _) = written(&mut EpubWriter::default(), &article);
    assert!(part(&book, "EPUB/package.opf").contains("page-progression-direction=\"rtl\""));
    assert!(part(&book, "EPUB/article.xhtml").contains("xml:lang=\"ar\" dir=\"rtl\""));
    assert!(part(&book, "EPUB/nav.xhtml").contains("المحتويات"));
}

#[test]
fn links_that_lead_nowhere_from_a_book_are_flattened() {
    let link = Link { target: "next.html".to_owned(), content: "next".into(), ..Link::default() };
    let (book, report) = written(
        &mut EpubWriter::default(),
        &english(vec![Block::paragraph(vec![Inline::Link(Box::new(link))])]),
    );
    assert!(part(&book, "EPUB/article.xhtml").contains("<p><span>next</span></p>"));
    assert_eq!((report.losses.len(), report.losses[0].effect), (1, Effect::Flattened));
}

#[test]
fn what_was_written_before_changes_nothing() {
    let mut writer = EpubWriter::default();
    let (one, two) = (english(vec![figure("old.bmp", None)]), english(vec![Block::cross_head(1, "two")]));
    let first = written(&mut writer, &one);
    written(&mut writer, &two);
    assert_eq!(written(&mut writer, &one), first);
    assert_eq!(written(&mut EpubWriter::default(), &one), first);
}

#[test]
fn the_id_is_that_of_the_text() {
    let id = |tail: &str| {
        let article = english(vec![Block::paragraph(format!("{}{tail}", "It rained. ".repeat(400)))]);
        let (book, _) = written(&mut EpubWriter::default(), &article);
        let package = part(&book, "EPUB/package.opf");
        let start = package.find("urn:uuid:").unwrap();
        package[start..start + 45].to_owned()
    };
    assert_eq!(id("Then it stopped."), id("Then it stopped."));
    assert_ne!(id("Then it stopped."), id("Then it snowed.."), "a late change is another text");
}

#[test]
fn a_stamp_stands_on_every_page() {
    let article = english(vec![Block::paragraph("x")]);
    let context = WriteContext { stamp: Some("NOT FOR PUBLICATION: killed"), ..WriteContext::default() };
    let mut book = Vec::new();
    EpubWriter::default().write(&article, &context, &mut book).unwrap();
    for page in ["cover.xhtml", "nav.xhtml", "article.xhtml"] {
        let text = part(&book, &format!("EPUB/{page}"));
        let (_, body) = text.split_once("<body>").unwrap();
        let (stamp, title) = (body.find("<strong>NOT FOR PUBLICATION: killed<"), body.find("Rain<"));
        assert!(stamp.is_some() && stamp < title, "{page}");
    }
}
