//! Markdown as people write it, and what is read from it.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use copydesk_core::{
    Article, Block, ErrorKind, Feature, Inline, Place, ReadContext, Report, Status, WriteContext, Writer,
    read_one,
};
use copydesk_markdown::{MarkdownReader, MarkdownWriter};

fn read(text: &str) -> (Article, Report) {
    let read = read_one(&MarkdownReader::default(), text.as_bytes(), &ReadContext::default());
    let converted = read.unwrap_or_else(|error| panic!("{error}\n{text}"));
    (converted.output, converted.report)
}

fn write(article: &Article) -> String {
    let mut output = Vec::new();
    let report =
        MarkdownWriter::default().write(article, &WriteContext::default(), &mut output).expect("Markdown");
    assert!(report.losses.is_empty(), "{report:?}");
    String::from_utf8(output).expect("UTF-8")
}

const WIRE: &str = "\
# Bridge opens after ten years

by mreporter

HAVEN, Jan 10 (Example) - The bridge opened on Monday.

“At last,” the mayor said.

(Reporting by Jane Doe, John Roe; Editing by Ann Poe)

Copyright 2022 Example Press
";

#[test]
fn an_article_without_front_matter_is_read_as_a_wire_is() {
    let (article, report) = read(WIRE);
    assert_eq!(article.headline.as_text(), Some("Bridge opens after ten years"));
    assert_eq!(article.bylines[0].printed, "by mreporter");
    assert_eq!(
        article.dateline.as_ref().map(|dateline| dateline.printed.as_str()),
        Some("HAVEN, Jan 10 (Example) -")
    );
    assert_eq!(article.body[0], Block::paragraph("The bridge opened on Monday."));
    assert_eq!(article.body.len(), 2);
    assert_eq!(article.credits[0].names, ["Jane Doe", "John Roe"]);
    assert_eq!(article.copyright[0].years, [2022]);
    assert!(report.is_empty(), "{report:?}");
    assert_eq!(write(&article), WIRE);
}

#[test]
fn an_edit_changes_exactly_what_was_edited() {
    let (before, _) = read(WIRE);
    let (word, _) = read(&WIRE.replace("opened on Monday", "opened on Tuesday"));
    let mut expected = before.clone();
    expected.body[0] = Block::paragraph("The bridge opened on Tuesday.");
    assert_eq!(word, expected);

    let (credit, _) = read(&WIRE.replace("Ann Poe", "Ann Doe"));
    let mut expected = before.clone();
    expected.credits[1].names = vec!["Ann Doe".to_owned()];
    for credit in &mut expected.credits {
        credit.printed = credit.printed.replace("Ann Poe", "Ann Doe");
    }
    assert_eq!(credit, expected);

    let (paragraph, _) =
        read(&WIRE.replace("“At last,” the mayor said.\n", "“At last,” the mayor said.\n\nIt rained.\n"));
    let mut expected = before;
    expected.body.push(Block::paragraph("It rained."));
    assert_eq!(paragraph, expected);
}

#[test]
fn front_matter_of_many_houses_is_known() {
    let text = "---\ntitle: 'It’s open: no toll'\nauthors:\n  - Jane Doe\n  - name: John Roe\n    email: john@example.org\n\
        date: 2022-01-10 08:30:00 +0600\nlastmod: 2022-01-11\ntags: [bridges, no, 012]\ncategories: Transport\nlang: en-GB\n\
        draft: true\nlicense: https://example.org/cc\nslug: bridge-open\nlayout: post\nweight: 3\n---\n\nText.\n\n## Why\n\nSo.\n";
    let (article, report) = read(text);
    assert_eq!(article.headline.as_text(), Some("It’s open: no toll"));
    assert_eq!(article.authors(), ["Jane Doe", "John Roe"]);
    assert_eq!(article.bylines[0].people[1].contacts, ["john@example.org"]);
    let metadata = &article.metadata;
    assert_eq!(
        metadata.issued.map(|moment| moment.to_string()).as_deref(),
        Some("2022-01-10T08:30:00+06:00")
    );
    assert_eq!(metadata.keywords, ["bridges", "no", "012"]);
    assert_eq!(metadata.subjects[0].name.as_deref(), Some("Transport"));
    assert_eq!(metadata.status, Status::Withheld);
    assert_eq!(metadata.slug_line.as_deref(), Some("bridge-open"));
    assert_eq!(article.rights[0].license.as_deref(), Some("https://example.org/cc"));
    assert_eq!(metadata.extras["layout"].as_text(), Some("post"));
    assert!(matches!(&article.body[1], Block::CrossHead(heading) if heading.level == 1));
    assert!(report.is_empty(), "{report:?}");
    assert_eq!(read(&write(&article)).0, article);
}

#[test]
fn toml_front_matter_says_the_same() {
    let (article, _) = read(
        "+++\ntitle = \"Open\"\ndate = 2022-01-10T08:30:00Z\ntags = [\"a\"]\n[params]\nx = 1\n+++\nText.\n",
    );
    assert_eq!(article.headline.as_text(), Some("Open"));
    assert_eq!(
        article.metadata.issued.map(|moment| moment.to_string()).as_deref(),
        Some("2022-01-10T08:30:00Z")
    );
    assert_eq!(article.metadata.keywords, ["a"]);
    assert!(article.metadata.extras.contains_key("params"));
}

#[test]
fn broken_front_matter_names_line_column_and_key() {
    for (text, line, key) in [
        ("---\ntitle: ok\nurgency: [1, 2\n---\nText\n", 3, "urgency"),
        ("---\ntitle: ok\nurgency: high\n---\nText\n", 3, "urgency"),
        ("+++\ntitle = \"ok\"\nurgency = = 1\n+++\nText\n", 3, "urgency"),
    ] {
        let error =
            read_one(&MarkdownReader::default(), text.as_bytes(), &ReadContext::default()).expect_err(text);
        assert_eq!(error.kind(), ErrorKind::Malformed);
        assert!(error.to_string().contains(key), "{error}");
        let Some(Place::Source { line: found, .. }) = error.place() else { panic!("{error}") };
        assert!((line..=line + 1).contains(found), "{error}");
        let lenient = ReadContext { lenient: true, ..ReadContext::default() };
        let read = read_one(&MarkdownReader::default(), text.as_bytes(), &lenient).expect("lenient");
        assert!(!read.report.repairs.is_empty());
        assert!(serde_json::to_string(&read.output).expect("JSON").contains("urgency"), "kept");
    }
}

#[test]
fn an_alias_bomb_is_an_error() {
    let mut text = "---\na: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, last) in
        ["b", "c", "d", "e", "f", "g", "h", "i"].iter().zip(["a", "b", "c", "d", "e", "f", "g", "h"])
    {
        text += &format!("{name}: &{name} [{}]\n", vec![format!("*{last}"); 10].join(", "));
    }
    text += "---\nText\n";
    assert!(read_one(&MarkdownReader::default(), text.as_bytes(), &ReadContext::default()).is_err());
}

#[test]
fn strings_survive_yaml() {
    for text in [
        "no",
        "Yes",
        "012",
        "0x1F",
        "1e3",
        "1:30",
        "2022-01-10",
        "null",
        "~",
        "a: b",
        "a #b",
        "'q'",
        "\"q\"",
        "- x",
        "🗞️ extra",
        "two\nlines\n",
        " padded ",
        "\t",
        "@at",
        "%",
        "!tag",
        "&a",
        "*a",
        "{}",
        "[]",
        "<<",
        "=",
        "\u{85}x",
        "\u{2028}",
        "\u{FEFF}",
        "back\\slash",
        "",
        ".inf",
        "1_000",
        "0o7",
        "?",
        ":",
        "---",
        "...",
        "|",
        ">",
        "`",
    ] {
        let mut article = Article::default();
        article.metadata.source = Some(text.to_owned());
        article.metadata.keywords = vec![text.to_owned()];
        article.metadata.extras.insert("free".to_owned(), text.into());
        article.metadata.extras.insert(format!("key {text}"), text.into());
        assert_eq!(read(&write(&article)).0, article, "{text:?}");
    }
}

#[test]
fn html_in_markdown_means_something() {
    let text = "# H\n\n<div class=\"box\">\n\nSome *text* with H<sub>2</sub>O<br>and <u>more\n\n</div>\n\n\
        <figure><img src=\"a.jpg\" alt=\"A\"><figcaption>C</figcaption></figure>\n\n<script>x()</script>\n\nA <!-- note --> b.\n";
    let (article, report) = read(text);
    let Block::Container(container) = &article.body[0] else { panic!("{:?}", article.body) };
    assert_eq!(container.content.len(), 1);
    assert!(matches!(&article.body[1], Block::Figure(media) if media.caption == [Block::paragraph("C")]));
    let lost: Vec<Feature> = report.losses.iter().map(|loss| loss.feature).collect();
    assert_eq!(lost, [Feature::Markup, Feature::Comment]);
}

#[test]
fn images_have_captions() {
    for text in ["![A](a.jpg)\n*Caption.*\nPhoto: Jane Doe\n", "![A](a.jpg \"Caption.\")\n"] {
        let (article, _) = read(text);
        let Block::Figure(media) = &article.body[0] else { panic!("{:?}", article.body) };
        assert_eq!(media.alternative.as_deref(), Some("A"));
        assert_eq!(media.caption, [Block::paragraph("Caption.")]);
    }
}

#[test]
fn entities_are_found_by_their_text() {
    let text = "---\nentities:\n- text: Haven\n  occurrence: 2\n  kind: place\n  value: \"1234\"\n---\n\nHaven is not Haven.\n";
    let (article, report) = read(text);
    assert!(report.is_empty(), "{report:?}");
    let Block::Paragraph(paragraph) = &article.body[0] else { panic!() };
    assert_eq!(paragraph.content[0], Inline::text("Haven is not "));
    assert!(
        matches!(&paragraph.content[1], Inline::Entity(entity) if entity.value.as_deref() == Some("1234"))
    );
    let written = write(&article);
    assert!(written.contains("\nHaven is not Haven.\n"), "{written}");
    let (_, report) = read(&text.replace("Haven is not Haven.", "Gone."));
    assert_eq!(report.losses[0].feature, Feature::Entity);
}

#[test]
fn hostile_input_takes_its_time_and_no_more() {
    for unit in
        ["*", "[", "|", "`", "> ", "- ", "_a", "<b>", "</b>", "<!--", "![", "~~", "^", "&", "\\", "<div>\n\n"]
    {
        let text = unit.repeat(200_000 / unit.len());
        let _ = read_one(&MarkdownReader::default(), text.as_bytes(), &ReadContext::default());
    }
}
