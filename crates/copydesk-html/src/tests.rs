//! What the writer promises, on small articles.

use copydesk_core::{
    Article, Attributes, Audience, Block, Byline, Cell, Credit, Effect, Error, Extras, Feature, Footnote,
    FootnoteReference, Inline, Link, Media, MediaResolver, Person, Rendition, Report, Reservation, Rights,
    Row, Table, Value, WriteContext, Writer,
};

use crate::{Extent, HtmlWriter, Images};

fn write(writer: &mut HtmlWriter, article: &Article) -> (String, Report) {
    let mut page = Vec::new();
    let report = writer.write(article, &WriteContext::default(), &mut page).unwrap();
    (String::from_utf8(page).unwrap(), report)
}

fn page(article: &Article) -> (String, Report) {
    write(&mut HtmlWriter::default(), article)
}

fn english(body: Vec<Block>) -> Article {
    let mut article = Article { headline: "Rain".into(), body, ..Article::default() };
    article.metadata.language = Some("en".to_owned());
    article
}

fn link(target: &str) -> Block {
    Block::paragraph(vec![Inline::Link(Box::new(Link {
        target: target.to_owned(),
        content: "words".into(),
        ..Link::default()
    }))])
}

/// The data of a page.
fn data(page: &str) -> serde_json::Value {
    let start = page.find("application/ld+json\">").unwrap() + "application/ld+json\">".len();
    let end = page[start..].find("</script>").unwrap() + start;
    serde_json::from_str(&page[start..end]).unwrap()
}

#[test]
fn scripts_never_reach_the_page() {
    let attributes = Attributes {
        extras: Extras::from([("onclick".to_owned(), Value::from("alert(1)"))]),
        ..Attributes::default()
    };
    let mut odd = Block::paragraph("</script><script>alert(1)</script>");
    *odd.attributes_mut() = attributes.boxed();
    let mut article = english(vec![link("java\tscript:alert(1)"), link("data:text/html,x"), odd]);
    article.headline = "</script><img src=x onerror=alert(1)>".into();
    let (page, report) = page(&article);
    assert!(!page.contains("alert(1)\"") && !page.contains("<script>") && !page.contains("<img"), "{page}");
    assert_eq!(page.matches("</script>").count(), 1, "the data's own end alone");
    assert!(page.contains("<p><span>words</span></p>"));
    let features: Vec<Feature> = report.losses.iter().map(|loss| loss.feature).collect();
    assert_eq!(features, [Feature::Link, Feature::Link, Feature::Extra]);
    assert_eq!(report.losses[0].effect, Effect::Flattened);
    assert_eq!(report.losses[2].at.to_string(), "body[2].attributes.extras");
}

#[test]
fn footnotes_are_linked_both_ways() {
    let reference = || Inline::FootnoteReference(Box::new(FootnoteReference { id: "a".to_owned() }));
    let footnote =
        Footnote { id: "a".to_owned(), content: vec![Block::paragraph("Why.")], ..Footnote::default() };
    let (page, report) = page(&english(vec![
        Block::Footnote(Box::new(footnote)),
        Block::paragraph(vec![reference(), reference()]),
    ]));
    for part in [
        "id=\"a1-ref.1\" href=\"#a1-note.1\" role=\"doc-noteref\"",
        "id=\"a1-ref.1.2\" href=\"#a1-note.1\"",
        "id=\"a1-note.1\"",
        "<a href=\"#a1-ref.1\" role=\"doc-backlink\">1</a>",
        "<a href=\"#a1-ref.1.2\" role=\"doc-backlink\">1.2</a>",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(
        page.find("doc-noteref").unwrap() < page.find("doc-footnote").unwrap(),
        "notes stand below the story"
    );
    assert_eq!(report.losses, []);
}

#[test]
fn internal_text_is_withheld() {
    let secret = |mut cell: Cell| {
        cell.attributes = Attributes { audience: Audience::Internal, ..Attributes::default() }.boxed();
        cell
    };
    let row = Row { cells: vec![Cell::text("shown"), secret(Cell::text("0171 mobile"))], attributes: None };
    let table = Table { body: vec![row], ..Table::default() };
    let mut article =
        english(vec![Block::paragraph("call 0171 desk").internal(), Block::Table(Box::new(table))]);
    article.metadata.editor_notes.push("0171 note".to_owned());
    let (page, report) = page(&article);
    assert!(page.contains("shown") && !page.contains("0171"));
    let places: Vec<String> = report.withheld.iter().map(|withheld| withheld.at.to_string()).collect();
    assert_eq!(places, ["body[0]", "body[1].body[0].cells[1]", "metadata.editor_notes[0]"]);
}

#[test]
fn headings_never_skip_a_level() {
    let (page, _) = page(&english(vec![
        Block::cross_head(3, "a"),
        Block::cross_head(6, "b"),
        Block::cross_head(4, "c"),
        Block::cross_head(1, "d"),
    ]));
    let levels: Vec<&str> = page.match_indices("<h").filter_map(|(at, _)| page.get(at + 1..at + 3)).collect();
    assert_eq!(levels, ["ht", "he", "he", "h1", "h2", "h3", "h3", "h2"]);
    assert!(page.contains("data-level=\"6\">b</h3>"));
}

#[test]
fn the_data_names_people_and_rights() {
    let mut article = english(vec![Block::paragraph("It rained.")]);
    let person = Person { name: "jdoe".to_owned(), role: Some("Reporter".to_owned()), ..Person::default() };
    article.bylines.push(Byline { printed: "by jdoe".to_owned(), people: vec![person], ..Byline::default() });
    article.credits.push(Credit {
        role: Some("Additions".to_owned()),
        names: vec!["Al Roe".to_owned()],
        printed: "(Additions by Al Roe)".to_owned(),
        ..Credit::default()
    });
    let mining = Reservation { usage: "tdm".to_owned(), policy: Some("https://example.com/tdm".to_owned()) };
    article.rights.push(Rights {
        reservations: vec![mining],
        owner: Some("Example".to_owned()),
        ..Rights::default()
    });
    let mut writer = HtmlWriter::default();
    writer.set_option("alias", "jdoe=Jane Doe").unwrap();
    let (page, report) = write(&mut writer, &article);
    let data = data(&page);
    assert_eq!(data["author"]["name"], "Jane Doe");
    assert_eq!(data["author"]["jobTitle"], "Reporter");
    assert_eq!(data["contributor"]["roleName"], "Additions");
    assert_eq!(data["creditText"], "(Additions by Al Roe)");
    assert_eq!(data["usageInfo"]["copyrightHolder"]["name"], "Example");
    assert_eq!(data["wordCount"], 2);
    assert!(page.contains("<meta name=\"tdm-reservation\" content=\"1\">"));
    assert!(page.contains("<meta name=\"tdm-policy\" content=\"https://example.com/tdm\">"));
    assert!(page.contains("by <span class=\"author\">jdoe</span>"), "the byline stays as printed");
    assert_eq!(report.losses.len(), 1, "the role is in the data alone");
}

#[test]
fn a_fragment_reports_the_metadata() {
    let mut article = english(vec![Block::paragraph("It rained.")]);
    article.metadata.keywords.push("rain".to_owned());
    let mut writer = HtmlWriter { extent: Extent::Fragment, ..HtmlWriter::default() };
    let (fragment, report) = write(&mut writer, &article);
    assert!(fragment.starts_with("<article lang=\"en\" dir=\"ltr\">") && fragment.ends_with("</article>\n"));
    assert_eq!(report.losses.len(), 1);
    assert_eq!(report.losses[0].at.to_string(), "metadata.keywords");
}

#[test]
fn a_template_is_filled() {
    let article = english(vec![Block::paragraph("1 < 2")]);
    let mut writer = HtmlWriter::default();
    writer
        .set_option("template", "{{ title }}|{{ article.body[0].content }}|{{ content }}|{{ data }}")
        .unwrap();
    let (page, report) = write(&mut writer, &article);
    assert!(page.starts_with("Rain|1 &lt; 2|<article"), "{page}");
    assert_eq!(report.losses, []);
    writer.set_option("template", "{{ title }}").unwrap();
    let (_, report) = write(&mut writer, &article);
    assert!(report.losses.iter().any(|loss| loss.feature == Feature::Article), "the story is not in it");
    assert!(writer.set_option("template", "{% if %}").is_err());
    writer
        .set_option(
            "template",
            "{% for a in range(10000) %}{% for b in range(10000) %}{% endfor %}{% endfor %}",
        )
        .unwrap();
    assert!(
        writer.write(&article, &WriteContext::default(), &mut Vec::new()).is_err(),
        "no loop without end"
    );
}

struct OnePicture;

impl MediaResolver for OnePicture {
    fn resolve(&self, source: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok((source == "a.png").then(|| b"\x89PNG\r\n\x1A\nrest".to_vec()))
    }
}

#[test]
fn pictures_are_embedded_or_linked() {
    let figure = |source: &str| {
        let rendition = Rendition { source: Some(source.to_owned()), ..Rendition::default() };
        Block::Figure(Box::new(Media {
            renditions: vec![rendition],
            alternative: Some("A \"bridge\"".to_owned()),
            ..Media::default()
        }))
    };
    let article = english(vec![figure("a.png"), figure("b.png"), figure("archive-id-7")]);
    let mut page = Vec::new();
    let context = WriteContext { media: &OnePicture, ..WriteContext::default() };
    let mut writer = HtmlWriter { images: Images::Embedded, ..HtmlWriter::default() };
    let report = writer.write(&article, &context, &mut page).unwrap();
    let page = String::from_utf8(page).unwrap();
    assert!(
        page.contains("<img src=\"data:image/png;base64,iVBORw0KGgpyZXN0\" alt=\"A &quot;bridge&quot;\">")
    );
    assert!(page.contains("<img src=\"b.png\""));
    assert!(
        page.contains("<span class=\"alternative\">A \"bridge\"</span>"),
        "words stand for what is not there"
    );
    let said: Vec<(Effect, String)> =
        report.losses.iter().map(|loss| (loss.effect, loss.at.to_string())).collect();
    assert_eq!(
        said,
        [
            (Effect::Flattened, "body[1].renditions".to_owned()),
            (Effect::Dropped, "body[2].renditions".to_owned()),
        ]
    );
}

#[test]
fn what_was_written_before_changes_nothing() {
    let mut writer = HtmlWriter::default();
    let articles = [english(vec![Block::paragraph("one")]), english(vec![Block::cross_head(1, "two")])];
    let first = write(&mut writer, &articles[0]);
    write(&mut writer, &articles[1]);
    assert_eq!(write(&mut writer, &articles[0]), first);
}

#[test]
fn too_deep_is_an_error() {
    let mut block = Block::paragraph("deep");
    for _ in 0..300 {
        block = Block::Container(copydesk_core::Container { content: vec![block], attributes: None });
    }
    let result =
        HtmlWriter::default().write(&english(vec![block]), &WriteContext::default(), &mut Vec::new());
    assert_eq!(result.unwrap_err().kind(), copydesk_core::ErrorKind::Limit);
}
