//! Markdown is edited: what is changed in an editor changes in the article read, and nothing else does.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use copydesk_core::{
    Article, Block, Byline, Copyright, Credit, Dateline, Entity, EntityKind, Footnote, FootnoteReference,
    Inline, Inlines, Media, Person, ReadContext, Rendition, Report, Value, Work, WriteContext, Writer,
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

/// An article with something in every place that front matter and body could both claim.
fn article() -> Article {
    let mut article = Article { headline: "Ferry returns".into(), ..Article::default() };
    article.bylines = vec![Byline {
        printed: "By Ana Winter and Tom Okafor".into(),
        people: vec![
            Person {
                name: "Ana Winter".into(),
                contacts: vec!["ana@example.org".into()],
                ..Person::default()
            },
            Person {
                name: "Tom Okafor".into(),
                role: Some("Harbour Correspondent".into()),
                ..Person::default()
            },
        ],
        extras: [("nitf:class".to_owned(), Value::from("staff"))].into(),
        ..Byline::default()
    }];
    article.dateline = Some(Dateline {
        printed: "PORT ELLEN, March 4 (Harbour Wire) -".into(),
        place: Some("PORT ELLEN".into()),
        date: Some("March 4".into()),
        source: Some("Harbour Wire".into()),
        extras: [("nitf:country-code".to_owned(), Value::from("GB"))].into(),
        ..Dateline::default()
    });
    let printed = "(Reporting by Ana Winter, Joe Bell; Editing by Mia Grant)".to_owned();
    let credit = |role: &str, work, names: &[&str]| Credit {
        role: Some(role.into()),
        work,
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        printed: printed.clone(),
        ..Credit::default()
    };
    article.credits = vec![
        credit("Reporting", Work::Reporting, &["Ana Winter", "Joe Bell"]),
        Credit { affiliation: Some("Shore Desk".into()), ..credit("Editing", Work::Editing, &["Mia Grant"]) },
    ];
    article.copyright = vec![Copyright {
        years: vec![2024],
        holder: Some("Harbour Wire".into()),
        notice: "© 2024 Harbour Wire".into(),
        extras: [("note".to_owned(), Value::from("text"))].into(),
    }];
    let entity = |text: &str, value: &str| {
        Inline::Entity(Box::new(Entity {
            kind: EntityKind::Place,
            value: Some(value.into()),
            content: text.into(),
            ..Entity::default()
        }))
    };
    article.body = vec![
        Block::paragraph(Inlines::from_iter([
            Inline::text("Ferries to "),
            entity("Haven", "1"),
            Inline::text(" are back; "),
            entity("Haven", "2"),
            Inline::text(" waited."),
            Inline::FootnoteReference(Box::new(FootnoteReference { id: "1".into() })),
        ])),
        Block::Figure(Box::new(Media {
            renditions: vec![Rendition { source: Some("ferry.jpg".into()), ..Rendition::default() }],
            alternative: Some("A ferry".into()),
            caption: vec![Block::paragraph("The ferry at her quay.")],
            credit: "Photo: Ines Duarte".into(),
            ..Media::default()
        })),
        Block::paragraph("The mayor was pleased."),
        Block::Footnote(Box::new(Footnote {
            id: "1".into(),
            content: vec![Block::paragraph("For a year.")],
            attributes: None,
        })),
    ];
    article.normalise();
    article
}

/// Edits the Markdown of [`article`] and gives what is read, which must differ from it just as `change` says.
fn edited(from: &str, to: &str, change: impl FnOnce(&mut Article)) -> Report {
    let before = article();
    let text = write(&before);
    assert_eq!(read(&text), (before.clone(), Report::default()), "{text}");
    assert_eq!(text.matches(from).count(), 1, "`{from}` stands once:\n{text}");
    let mut expected = before;
    change(&mut expected);
    let (found, report) = read(&text.replace(from, to));
    assert_eq!(found, expected, "{}", text.replace(from, to));
    report
}

fn paragraph(article: &mut Article, at: usize) -> &mut Inlines {
    let Block::Paragraph(paragraph) = &mut article.body[at] else { panic!("no paragraph at {at}") };
    &mut paragraph.content
}

#[test]
fn a_word() {
    let report = edited("pleased", "glad", |article| {
        *paragraph(article, 2) = "The mayor was glad.".into();
    });
    assert!(report.is_empty(), "{report:?}");
}

#[test]
fn a_word_before_an_entity() {
    let report = edited("Ferries to", "At last, ferries to", |article| {
        paragraph(article, 0)[0] = Inline::text("At last, ferries to ");
    });
    assert!(report.is_empty(), "{report:?}");
}

#[test]
fn a_paragraph_more_and_one_less() {
    edited("The mayor was pleased.\n", "The mayor was pleased.\n\nIt rained.\n", |article| {
        article.body.insert(3, Block::paragraph("It rained."));
    });
    edited("The mayor was pleased.\n\n", "", |article| {
        article.body.remove(2);
    });
}

#[test]
fn a_name_in_a_byline() {
    let report = edited("By Ana Winter and", "By Anna Winter and", |article| {
        article.bylines[0].printed = "By Anna Winter and Tom Okafor".into();
        article.bylines[0].people[0].name = "Anna Winter".into();
    });
    assert!(report.is_empty(), "{report:?}");
}

#[test]
fn another_person_in_a_byline() {
    let report = edited("By Ana Winter and", "By Lu Wei and", |article| {
        article.bylines[0].printed = "By Lu Wei and Tom Okafor".into();
        article.bylines[0].people[0] = Person { name: "Lu Wei".into(), ..Person::default() };
    });
    assert_eq!(report.losses.len(), 1, "what was said of Ana Winter is reported: {report:?}");
}

#[test]
fn a_dateline() {
    let report = edited("PORT ELLEN, March 4", "PORT ELLEN, March 5", |article| {
        let dateline = article.dateline.as_mut().expect("a dateline");
        dateline.printed = "PORT ELLEN, March 5 (Harbour Wire) -".into();
        dateline.date = Some("March 5".into());
    });
    assert!(report.is_empty(), "{report:?}");
}

#[test]
fn a_credit() {
    let report = edited("Joe Bell;", "Joe Bell, Lu Wei;", |article| {
        article.credits[0].names.push("Lu Wei".into());
        for credit in &mut article.credits {
            credit.printed = "(Reporting by Ana Winter, Joe Bell, Lu Wei; Editing by Mia Grant)".into();
        }
    });
    assert!(report.is_empty(), "{report:?}");
    let report = edited("Editing by Mia Grant", "Editing by Mia Grand", |article| {
        article.credits[1].names = vec!["Mia Grand".into()];
        for credit in &mut article.credits {
            credit.printed = "(Reporting by Ana Winter, Joe Bell; Editing by Mia Grand)".into();
        }
    });
    assert!(report.is_empty(), "{report:?}");
}

#[test]
fn a_copyright_line() {
    let report = edited("© 2024 Harbour Wire", "© 2025 Harbour Wire", |article| {
        article.copyright[0].years = vec![2025];
        article.copyright[0].notice = "© 2025 Harbour Wire".into();
    });
    assert!(report.is_empty(), "{report:?}");
}

#[test]
fn a_caption_a_credit_an_address_and_a_footnote() {
    let media = |article: &mut Article, change: &dyn Fn(&mut Media)| {
        let Block::Figure(media) = &mut article.body[1] else { panic!("no figure") };
        change(media);
    };
    edited("at her quay", "at sea", |article| {
        media(article, &|media| media.caption = vec![Block::paragraph("The ferry at sea.")]);
    });
    edited("Photo: Ines Duarte", "Photo: Lu Wei", |article| {
        media(article, &|media| media.credit = "Photo: Lu Wei".into());
    });
    edited("ferry.jpg", "boat.jpg", |article| {
        media(article, &|media| media.renditions[0].source = Some("boat.jpg".into()));
    });
    edited("For a year.", "For two years.", |article| {
        let Block::Footnote(note) = &mut article.body[3] else { panic!() };
        note.content = vec![Block::paragraph("For two years.")];
    });
}

#[test]
fn an_entity_whose_text_is_gone_is_reported() {
    let report = edited("Ferries to Haven", "Ferries to Ellen", |article| {
        // Which of the two is left, nothing tells; so the report does.
        let content = paragraph(article, 0);
        content[0] = Inline::text("Ferries to Ellen are back; ");
        content.0.drain(2..4);
    });
    assert_eq!((report.losses.len(), report.repairs.len()), (1, 1), "{report:?}");
}

/// Front matter has no sentence of the body, and nothing in it is an article or a fragment of one.
#[test]
fn front_matter_repeats_nothing() {
    let text = write(&article());
    let front = text.split("---\n").nth(1).expect("front matter");
    for words in
        ["Ferries", "mayor", "quay", "year", "Reporting by", "By Ana", "©", "(", "<", "{", "*", "[", "\\n"]
    {
        assert!(!front.contains(words), "`{words}` in\n{front}");
    }
    for key in ["type:", "content:", "printed:", "body:", "source:\n"] {
        assert!(!front.contains(key), "`{key}` in\n{front}");
    }
}
