//! Article to Markdown to article is the same; Markdown to article to Markdown settles after the first pass.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use copydesk_core::{
    Article, Attributes, Block, Cell, Code, Feature, Inline, Inlines, Link, Media, Preformatted, ReadContext,
    Report, Row, Span, Table, WriteContext, Writer, read_one,
};
use copydesk_markdown::{Flavour, FrontMatter, MarkdownReader, MarkdownWriter};
use copydesk_tests::faithful::nothing_lost_silently;
use copydesk_tests::{check, generate};
use proptest::test_runner::TestCaseError;

fn written(writer: &mut MarkdownWriter, article: &Article) -> (String, Report) {
    let mut output = Vec::new();
    let report = writer.write(article, &WriteContext::default(), &mut output).expect("Markdown");
    (String::from_utf8(output).expect("UTF-8"), report)
}

fn read(text: &str) -> (Article, Report) {
    let read = read_one(&MarkdownReader::default(), text.as_bytes(), &ReadContext::default());
    let converted = read.unwrap_or_else(|error| panic!("{error}\n{text}"));
    (converted.output, converted.report)
}

/// The article survives, but for what the writer reports.
fn survives(writer: &mut MarkdownWriter, article: &Article) -> Result<(), TestCaseError> {
    let (text, report) = written(writer, article);
    let (again, reading) = read(&text);
    let told = |error: String| {
        TestCaseError::fail(format!("{error}\n--- Markdown\n{text}\n--- reading\n{reading:?}"))
    };
    nothing_lost_silently(article, &report, &again).map_err(told)?;
    let (twice, _) = written(writer, &again);
    if report.losses.is_empty() && twice != text {
        return Err(told(format!("a second pass writes something else:\n{twice}")));
    }
    Ok(())
}

const CASES: u32 = 2_000;

#[test]
fn generated_articles_survive() {
    check(CASES, generate::articles(), |article| survives(&mut MarkdownWriter::default(), article));
}

#[test]
fn they_survive_in_every_flavour_and_dialect() {
    let writers = [
        (Flavour::CommonMark, FrontMatter::Hugo, 0),
        (Flavour::Pandoc, FrontMatter::Jekyll, 0),
        (Flavour::Gfm, FrontMatter::Pandoc, 40),
    ];
    for (flavour, front_matter, width) in writers {
        let writer = MarkdownWriter { flavour, front_matter, width };
        check(CASES / 3, generate::articles(), |article| survives(&mut writer.clone(), article));
    }
}

/// Each place where text may stand, with `text` in it.
fn everywhere(text: &str) -> Vec<Article> {
    let words = |inline: Inline| {
        Block::paragraph(Inlines::from_iter([
            Inline::Text("before ".into()),
            inline,
            Inline::Text(" after".into()),
        ]))
    };
    let code = |attributes| Inline::Code(Box::new(Code { text: text.to_owned(), attributes }));
    let class = || Attributes { class: vec!["a".into()], ..Attributes::default() }.boxed();
    let link = |target: &str, title: Option<&str>| {
        let (content, target) = ("words".into(), target.to_owned());
        words(Inline::Link(Box::new(Link {
            content,
            target,
            title: title.map(Into::into),
            attributes: None,
        })))
    };
    let cell = |inlines: Inlines| Block::paragraph(inlines);
    let preformatted = |class: Option<&str>| {
        let attributes =
            class.and_then(|class| Attributes { class: vec![class.into()], ..Attributes::default() }.boxed());
        Block::Preformatted(Preformatted { content: text.into(), attributes })
    };
    let row = |block: Block| Row {
        cells: vec![Cell { content: vec![block], ..Cell::default() }],
        attributes: None,
    };
    let head = || vec![row(Block::paragraph("head"))];
    let table = |block: Block| {
        Block::Table(Box::new(Table { head: head(), body: vec![row(block)], ..Table::default() }))
    };
    let image =
        Media { alternative: Some(text.to_owned()), title: Some(text.to_owned()), ..Media::default() };
    let blocks = vec![
        Block::paragraph(text),
        words(code(None)),
        words(code(class())),
        words(Inline::Emphasis(Box::new(Span { content: text.into(), attributes: None }))),
        words(Inline::Strong(Box::new(Span {
            content: Inlines::from_iter([code(None)]),
            attributes: class(),
        }))),
        link(&format!("https://example.org/{text}"), None),
        link("https://example.org/", Some(text)),
        preformatted(None),
        preformatted(Some("language-rust")),
        preformatted(Some("other")),
        table(cell(text.into())),
        table(cell(Inlines::from_iter([code(None)]))),
        Block::Figure(Box::new(image)),
        Block::cross_head(2, text),
    ];
    let mut articles: Vec<Article> =
        blocks.into_iter().map(|block| Article { body: vec![block], ..Article::default() }).collect();
    articles.push(Article { headline: text.into(), ..Article::default() });
    articles.push(Article { kicker: text.into(), headline: "Town flooded".into(), ..Article::default() });
    articles.push(Article { headline: Inlines::from_iter([code(None)]), ..Article::default() });
    articles.iter_mut().for_each(Article::normalise);
    articles
}

#[test]
fn no_character_is_replaced_silently() {
    let odd = [
        "\0", "\u{1}", "\t", "\u{B}", "\u{C}", "\r", "\u{1B}", "\u{7F}", "\u{85}", "\u{2028}", "\u{FEFF}",
        "\u{FFFD}", "\u{FFFE}", "&#0;", "&#xFFFD;",
    ];
    let mut failures = Vec::new();
    for character in odd {
        for article in everywhere(&format!("up{character}down")) {
            for flavour in [Flavour::Gfm, Flavour::CommonMark, Flavour::Pandoc] {
                let mut writer = MarkdownWriter { flavour, ..MarkdownWriter::default() };
                if let Err(error) = survives(&mut writer, &article) {
                    failures.push(format!("{character:?} {flavour:?}: {error}\n{:?}", article.body));
                }
                let (text, report) = written(&mut writer, &article);
                let told = report.losses.iter().any(|loss| loss.feature == Feature::Character);
                if character == "\0" && (text.contains('\0') || !told) {
                    failures.push(format!("NUL untold: {text}"));
                }
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures[..failures.len().min(12)].join("\n----\n")
    );
}

/// A paragraph with an image in the line, below which `caption` stands.
fn captioned(caption: Vec<Block>) -> Article {
    let image = Inline::Image(Box::new(Media { title: Some("a".into()), caption, ..Media::default() }));
    let text = Inlines::from_iter([Inline::Text("before ".into()), image, Inline::Text(" after".into())]);
    Article { body: vec![Block::paragraph(text)], ..Article::default() }
}

#[test]
fn captions_in_the_line_are_reported_where_they_stand() {
    let link =
        Link { content: "word".into(), target: "javascript:a()".into(), title: None, attributes: None };
    let caption = Inlines::from_iter([Inline::Text("a ".into()), Inline::Link(Box::new(link))]);
    let (_, report) = written(&mut MarkdownWriter::default(), &captioned(vec![Block::paragraph(caption)]));
    assert_eq!(report.losses[0].at.to_string(), "body[0].content[1].caption[0].content");
    let caption = vec![Block::paragraph("shown"), Block::paragraph("secret").internal()];
    let (text, report) = written(&mut MarkdownWriter::default(), &captioned(caption));
    assert!(text.contains("shown") && !text.contains("secret"), "{text}");
    assert!(report.losses.iter().any(|loss| loss.detail.contains("internal")), "{report:?}");
}

/// pandoc reads `(c)` as the number of a list.
#[test]
fn lines_that_pandoc_would_number_are_escaped_wherever_they_stand() {
    let mut writer = MarkdownWriter { flavour: Flavour::Pandoc, ..MarkdownWriter::default() };
    let article = Article {
        headline: "Rain".into(),
        kicker: "A) Weather".into(),
        body: vec![Block::paragraph("It rained.")],
        copyright: vec![copydesk_core::Copyright {
            notice: "(c) Copyright 2024 Port Ellery Press".to_owned(),
            ..copydesk_core::Copyright::default()
        }],
        ..Article::default()
    };
    let mut output = Vec::new();
    writer.write(&article, &WriteContext::default(), &mut output).unwrap();
    let text = String::from_utf8(output).unwrap();
    assert!(text.contains("\n(c\\) Copyright 2024") && text.contains("A\\) Weather"), "{text}");
}
