//! Plain copy, read and written back.

use copydesk_core::{Article, Converted, ReadContext, WriteContext, Writer, read_one};
use copydesk_core::{
    Attributes, Audience, Block, Cell, Definition, DefinitionList, Footnote, List, ListItem, Media,
    MediaKind, Note, Quotation, Relation, RelationKind, Row, Span, Status, Table,
};
use copydesk_text::{Framing, TextReader, TextWriter};

fn read(copy: &str) -> Converted<Article> {
    read_one(&TextReader::default(), copy.as_bytes(), &ReadContext::default()).expect("one article")
}

fn write(article: &Article, width: usize) -> (String, copydesk_core::Report) {
    let mut output = Vec::new();
    let report = TextWriter { width, ..TextWriter::default() }
        .write(article, &WriteContext::default(), &mut output)
        .expect("text");
    (String::from_utf8(output).expect("UTF-8"), report)
}

const WEB_COPY: &str = "Mayor of Example City says the river “will stay”, council claims the credit

by jdoe


Mayor Ann Poe said on Monday that the town had weathered the worst flood since the dam was built.

In a speech to\u{a0}an online meeting of the council, Poe said that order had now been restored.

“We will rebuild,” she said. “The river will stay where it is.”

(Reporting by Jane Doe, Tom RoeWriting by Max Lee, Editing by Eve Ray; Additions for Example News by Lou Fox))

Copyright 2022 Example/Press";

#[test]
fn web_copy_with_its_faults() {
    let Converted { output: article, report } = read(WEB_COPY);
    assert_eq!(
        article.headline.plain_text(),
        "Mayor of Example City says the river “will stay”, council claims the credit"
    );
    assert_eq!(article.bylines[0].printed, "by jdoe");
    assert_eq!(article.bylines[0].people[0].name, "jdoe");
    assert_eq!(article.body.len(), 3);
    assert!(article.body_text(true).contains("to\u{a0}an online"), "no-break spaces are kept");
    let credits: Vec<_> = article
        .credits
        .iter()
        .map(|credit| (credit.role.as_deref().unwrap_or(""), credit.names.len()))
        .collect();
    assert_eq!(credits, [("Reporting", 2), ("Writing", 1), ("Editing", 1), ("Additions", 1)]);
    assert_eq!(article.credits[3].affiliation.as_deref(), Some("Example News"));
    assert_eq!(article.copyright[0].years, [2022]);
    assert_eq!(article.copyright[0].holder.as_deref(), Some("Example/Press"));
    let repairs: Vec<_> =
        report.repairs.iter().map(|repair| (repair.found.as_str(), repair.read_as.as_str())).collect();
    assert_eq!(repairs, [("RoeWriting", "Roe Writing"), ("))", ")")]);
    assert_eq!(report.repairs[0].at.to_string(), "line 12, column 29");
    assert!(report.losses.is_empty());
}

#[test]
fn what_was_written_reads_back_the_same() {
    let article = read(WEB_COPY).output;
    for width in [0, 40, 72] {
        let (text, report) = write(&article, width);
        assert!(report.is_empty(), "{width}: {:?}", report.losses);
        assert_eq!(read(&text).output, article, "{width}: {text}");
    }
}

const MESSAGE: &str = "\u{1}exa0007 3 pl 44  dpa 0000\r\n\r\nStadt/Wetter/\r\n\u{2}(Berichtigung: Im ersten Absatz wurde der Tag\r\n\
    korrigiert.)\r\nHochwasser in Musterstadt - Die Brücke bleibt\r\ngesperrt\r\nVon Jana Muster und Max Beispiel, dpa =\r\n\r\n\
    Die Stadt hat das Hochwasser überstanden.\r\n\r\nMusterstadt (dpa) - Die Bürgermeisterin hat am Montag die Helfer\r\n\
    gelobt. Das Wasser ist in der Nacht gefallen.\r\n\r\n# Notizblock\r\n\r\n* * * *\r\nDie folgenden Informationen \
    sind nicht zur Veröffentlichung bestimmt\r\n\r\n## Kontakte\r\n- Autorin: Jana Muster, +49 30 1234567\r\n\r\n\u{3}251037 \
    Sep 24\r\n\u{4}\r\n";

#[test]
fn a_message_of_iptc_7901() {
    let article = read(MESSAGE).output;
    assert_eq!(article.headline.plain_text(), "Hochwasser in Musterstadt - Die Brücke bleibt gesperrt");
    assert_eq!(article.authors(), ["Jana Muster", "Max Beispiel"]);
    assert_eq!(article.bylines[0].people[1].affiliation.as_deref(), Some("dpa"));
    assert_eq!(article.summary.len(), 1);
    assert_eq!(article.dateline.as_ref().and_then(|dateline| dateline.place.as_deref()), Some("Musterstadt"));
    assert_eq!(article.metadata.slug_line.as_deref(), Some("Stadt/Wetter/"));
    assert_eq!(article.metadata.urgency, Some(3));
    assert_eq!(
        article.metadata.issued.map(|issued| issued.to_string()).as_deref(),
        Some("2024-09-25T10:37:00")
    );
    assert_eq!(article.metadata.relations.len(), 1);
    let public: Vec<&Block> =
        article.body.iter().filter(|block| block.audience() == Audience::Public).collect();
    assert_eq!(public.len(), 1, "the notebook and the telephone numbers are internal: {public:?}");
    assert!(article.body_text(true).contains("1234567"));
}

#[test]
fn a_message_is_written_and_reads_back_the_same() {
    let article = read(MESSAGE).output;
    let mut output = Vec::new();
    let mut writer = TextWriter { framing: Framing::Iptc7901, width: 69 };
    let report = writer.write(&article, &WriteContext::default(), &mut output).expect("text");
    let text = String::from_utf8(output).expect("UTF-8");
    let again = read(&text).output;
    assert_eq!(again.headline, article.headline, "{text}");
    assert_eq!(again.bylines, article.bylines);
    assert_eq!(again.metadata, article.metadata);
    let unreported = again != article && report.losses.is_empty();
    assert!(!unreported, "{text}");
}

#[test]
fn several_messages_are_several_articles() {
    let two = format!("{MESSAGE}{}", MESSAGE.replace("Musterstadt", "Beispielstadt"));
    let mut found = Vec::new();
    copydesk_core::Reader::read(
        &TextReader::default(),
        two.as_bytes(),
        &ReadContext::default(),
        &mut |article| {
            found.push(article.expect("an article").output.headline.plain_text());
            std::ops::ControlFlow::Continue(())
        },
    )
    .expect("readable");
    assert_eq!(found.len(), 2);
    assert!(found[1].contains("Beispielstadt"));
}

#[test]
fn orders_become_status_and_times() {
    let article = read("EMBARGOED UNTIL 0001 GMT Jan 10, 2022\n\nTown to be flooded\n\nBy Jane Doe\n\nThe town will be flooded.\n").output;
    let embargo = article.metadata.embargo.as_ref().expect("an embargo");
    assert_eq!(embargo.until.map(|until| until.to_string()).as_deref(), Some("2022-01-10T00:01:00Z"));
    assert_eq!(article.headline.plain_text(), "Town to be flooded");
    assert_eq!(
        read("WITHDRAWN\n\nTown flooded\n\nThe town was not flooded.\n").output.metadata.status,
        Status::Cancelled
    );
    assert_eq!(
        read("HOLD\n\nTown flooded\n\nThe town was not flooded.\n").output.metadata.status,
        Status::Withheld
    );
    let (text, report) = write(&article, 0);
    assert!(text.starts_with("EMBARGOED UNTIL") && report.is_empty(), "{text} {report:?}");
}

#[test]
fn a_kill_notice_is_usable_and_kills_another_story() {
    let article = read("MANDATORY KILL\n\nTown flooded\n\nThe town was not flooded.\n").output;
    assert_eq!(article.metadata.status, Status::Usable);
    assert_eq!(article.metadata.relations[0].kind, RelationKind::Kills);
    let (text, report) = write(&article, 0);
    assert!(text.starts_with("MANDATORY KILL\n") && report.is_empty(), "{text} {report:?}");
}

#[test]
fn status_and_kill_are_said_by_lines_of_their_own() {
    let mut article = read("Town flooded\n\nThe town was flooded on Monday.\n").output;
    article.metadata.status = Status::Cancelled;
    let kill = Relation { kind: RelationKind::Kills, id: Some("nw-7".into()), ..Relation::default() };
    article.metadata.relations.push(kill);
    let (text, report) = write(&article, 0);
    assert!(text.starts_with("WITHDRAWN\n\nKILL: nw-7\n\n"), "{text}");
    assert!(report.losses.iter().any(|loss| loss.at.to_string() == "metadata.relations[0]"), "{report:?}");
    let again = read(&text).output;
    assert_eq!(again.metadata.status, Status::Cancelled);
    assert!(again.metadata.relations.iter().any(|relation| relation.kind == RelationKind::Kills));
}

#[test]
fn what_is_no_photo_is_reported() {
    let mut article = Article { headline: "Town flooded".into(), ..Article::default() };
    for (kind, losses) in [(MediaKind::Image, 0), (MediaKind::Graphic, 1), (MediaKind::Video, 1)] {
        let caption = vec![Block::paragraph("The river on Monday.")];
        article.body = vec![
            Block::paragraph("It rained."),
            Block::Figure(Box::new(Media { kind, caption, ..Media::default() })),
        ];
        assert_eq!(write(&article, 0).1.losses.len(), losses, "{kind:?}");
    }
}

/// Blocks with internal text in each place that may hold it: `secret 1`, `secret 2` …
fn hides_secrets() -> Vec<Block> {
    let internal = || Attributes { audience: Audience::Internal, ..Attributes::default() }.boxed();
    let secret = |number: u32| Block::paragraph(format!("There is secret {number} here.")).internal();
    let shown = || Block::paragraph("The town was flooded on Monday.");
    let item = |content: Vec<Block>| ListItem { content, attributes: None };
    let hidden_item = ListItem { content: vec![Block::paragraph("It is secret 3.")], attributes: internal() };
    let cell = |content: Vec<Block>| Cell { content, ..Cell::default() };
    let hidden_cell = Cell { attributes: internal(), ..Cell::text("secret 5") };
    let hidden_row = Row { cells: vec![Cell::text("secret 6"), Cell::text("shown")], attributes: internal() };
    let row = Row { cells: vec![cell(vec![shown(), secret(4)]), hidden_cell], attributes: None };
    let hidden = ListItem { content: vec![Block::paragraph("It is secret 10.")], attributes: internal() };
    let term = || Span { content: "Term".into(), attributes: None };
    let definition = |description| Definition { terms: vec![term()], descriptions: vec![description] };
    vec![
        Block::Quotation(Box::new(Quotation { content: vec![shown(), secret(1)], ..Quotation::default() })),
        Block::List(Box::new(List {
            items: vec![item(vec![shown(), secret(2)]), hidden_item, item(vec![shown()])],
            ..List::default()
        })),
        Block::Table(Box::new(Table { body: vec![row, hidden_row], ..Table::default() })),
        Block::Figure(Box::new(Media { caption: vec![shown(), secret(7)], ..Media::default() })),
        Block::Note(Box::new(Note { content: vec![shown(), secret(8)], ..Note::default() })),
        Block::Footnote(Box::new(Footnote {
            id: "a".into(),
            content: vec![secret(9), shown()],
            attributes: None,
        })),
        Block::DefinitionList(DefinitionList {
            items: vec![definition(hidden), definition(item(vec![secret(11), shown()]))],
            attributes: None,
        }),
    ]
}

#[test]
fn internal_text_inside_public_text_stays_internal() {
    let article = Article { headline: "Town flooded".into(), body: hides_secrets(), ..Article::default() };
    for framing in [Framing::None, Framing::Iptc7901] {
        let mut output = Vec::new();
        let mut writer = TextWriter { framing, ..TextWriter::default() };
        let report = writer.write(&article, &WriteContext::default(), &mut output).expect("text");
        let text = String::from_utf8(output).expect("UTF-8");
        let again = read(&text).output;
        assert!(!again.body_text(false).contains("secret"), "{text}");
        for number in 1..=11 {
            assert!(again.body_text(true).contains(&format!("secret {number}")), "{number}: {text}");
        }
        let moved = report.losses.iter().filter(|loss| loss.detail.contains("stands behind the story"));
        assert_eq!(moved.count(), 11, "{report:#?}");
    }
}

#[test]
fn what_reads_back_as_something_else_is_reported() {
    let mut article = Article { headline: "Town flooded".into(), ..Article::default() };
    article.body =
        vec![Block::paragraph("The town was flooded on Monday."), Block::paragraph("* not a list")];
    let (_, report) = write(&article, 0);
    assert_eq!(report.losses.len(), 1, "{:?}", report.losses);
    assert_eq!(report.losses[0].at.to_string(), "body[1]");
}

/// Tables are tried one after the other; no more than one of them may add to the byline.
#[test]
fn a_line_below_a_byline_is_read_once_in_any_language() {
    for (copy, role) in [
        (
            "Brücke gesperrt\n\nBy Jana Muster\nRedakteurin\n\nMUSTERSTADT (dpa) - Die Brücke ist zu, sagte die Stadt.",
            "Redakteurin",
        ),
        (
            "Le pont ferme\n\nBy Jeanne Dupont\nCorrespondante\n\nPARIS (AFP) - Le pont est fermé, a dit la maire.",
            "Correspondante",
        ),
    ] {
        let byline = &read(copy).output.bylines[0];
        assert_eq!(byline.people[0].role.as_deref(), Some(role));
        assert!(byline.printed.ends_with(&format!("\n{role}")), "{}", byline.printed);
    }
}

#[test]
fn headlines_and_bylines_may_be_absent() {
    let article = read("The town has weathered the worst flood since the dam was built, the mayor said.\nShe thanked the fire brigade.\n").output;
    assert!(article.headline.is_empty() && article.bylines.is_empty());
    assert_eq!(article.body.len(), 2);
}

#[test]
fn whatever_is_cut_off_is_read() {
    for copy in [WEB_COPY, MESSAGE] {
        for end in 1..copy.len() {
            let mut articles = 0;
            let read = copydesk_core::Reader::read(
                &TextReader::default(),
                &copy.as_bytes()[..end],
                &ReadContext::default(),
                &mut |article| {
                    let article = article.expect("an article").output;
                    let mut output = Vec::new();
                    TextWriter::default()
                        .write(&article, &WriteContext::default(), &mut output)
                        .expect("text");
                    articles += 1;
                    std::ops::ControlFlow::Continue(())
                },
            );
            assert!(read.is_err() || articles == 1, "{end}");
        }
    }
}
