//! What holds of every layout.

use std::collections::BTreeMap;

use copydesk_core::{
    Article, Block, Cell, Dateline, Footnote, FootnoteReference, Inline, Inlines, Media, Note, NoteKind,
    Report, Row, Table, Trail, WriteContext,
};

use crate::page::{Child, ContentId, Item, Layout, Mark, Node, Picture, PictureId, Pictures, Role, Target};
use crate::{Composer, FontBook, Theme};

const SENTENCE: &str = "The harbour authority closed three of its five basins on Monday after a night of gales that tore \
    two container cranes from their rails and left more than forty ships waiting at anchor in the bay. ";

/// Every picture is 1,600 pixels by 900.
struct Gallery;

impl Pictures for Gallery {
    fn load(&mut self, media: &Media, _: &Trail, _: &mut Report) -> Option<Picture> {
        let alternative = media.alternative.clone().unwrap_or_default();
        Some(Picture { id: PictureId(0), width: 1600, height: 900, alternative })
    }
}

fn compose_in(theme: Theme, article: &Article) -> (Layout, Report) {
    let mut report = Report::default();
    let mut composer = Composer::new(theme, FontBook::bundled()).unwrap();
    let layout = composer.compose(article, &WriteContext::default(), &mut Gallery, &mut report).unwrap();
    (layout, report)
}

/// The theme `broadsheet`, where a short story stands as any other.
fn as_it_is() -> Theme {
    let mut theme = Theme::default();
    theme.text.set_up = false;
    theme
}

fn story(body: Vec<Block>) -> Article {
    let mut article = Article { headline: "Storm closes port".into(), body, ..Article::default() };
    article.metadata.language = Some("en".to_owned());
    article
}

fn long_story(paragraphs: usize) -> Article {
    story((0..paragraphs).map(|_| Block::paragraph(SENTENCE.repeat(2))).collect())
}

fn everything() -> Article {
    let text_row = |texts: &[&str]| Row {
        cells: texts.iter().map(|text| Cell::text(*text)).collect(),
        ..Row::default()
    };
    let reference = Inlines(vec![
        Inline::text("A note"),
        Inline::FootnoteReference(Box::new(FootnoteReference { id: "n".to_owned() })),
        Inline::text(" is called here."),
    ]);
    story(vec![
        Block::paragraph(SENTENCE),
        Block::cross_head(1, "What the wind broke"),
        Block::paragraph(reference),
        Block::Table(Box::new(Table {
            caption: "Ships".into(),
            head: vec![text_row(&["Kind", "Ships"])],
            body: vec![text_row(&["Tanker", "17"]), text_row(&["Ferry", "1,204"])],
            ..Table::default()
        })),
        Block::Figure(Box::new(Media {
            alternative: Some("Cranes".to_owned()),
            caption: vec![Block::paragraph("Two cranes.")],
            credit: "Photo: Doe".into(),
            ..Media::default()
        })),
        Block::Note(Box::new(Note {
            kind: NoteKind::FactBox,
            heading: "Barrier".into(),
            content: vec![Block::paragraph("Built in 1987.")],
            ..Note::default()
        })),
        Block::Footnote(Box::new(Footnote {
            id: "n".to_owned(),
            content: vec![Block::paragraph("Not reached on Monday.")],
            ..Footnote::default()
        })),
        Block::paragraph("For the desk only.").internal(),
    ])
}

fn collect(nodes: &[Node], found: &mut BTreeMap<ContentId, usize>) {
    for node in nodes {
        for child in &node.children {
            match child {
                Child::Content(id) => *found.entry(*id).or_default() += 1,
                Child::Node(node) => collect(std::slice::from_ref(node), found),
            }
        }
    }
}

/// The words that are drawn, in paint order.
fn drawn(layout: &Layout) -> String {
    let mut text = String::new();
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        if let Item::Run(run) = item {
            text.push_str(run_text(layout, run));
        }
    }
    text
}

#[test]
fn every_word_is_drawn_and_what_is_internal_is_not() {
    let (layout, report) = compose_in(Theme::default(), &everything());
    let text = drawn(&layout).replace('\u{AD}', "");
    for words in
        ["Storm", "basins", "What the wind broke", "A note", "Ships", "1,204", "Two cranes.", "Photo: Doe"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    for words in ["Barrier", "Built in 1987.", "Not reached on Monday."] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("desk only"));
    assert_eq!(report.withheld.len(), 1);
    assert!(report.losses.is_empty(), "{:?}", report.losses);
}

#[test]
fn all_that_is_drawn_has_its_place_in_the_structure() {
    for name in Theme::NAMES {
        let (layout, _) = compose_in(Theme::named(name).unwrap(), &everything());
        let mut found = BTreeMap::new();
        collect(&layout.structure, &mut found);
        assert!(found.values().all(|count| *count == 1), "{name}");
        for item in layout.pages.iter().flat_map(|page| &page.items) {
            let mark = match item {
                Item::Run(run) => run.mark,
                Item::Fill { mark, .. } | Item::Picture { mark, .. } | Item::Missing { mark, .. } => *mark,
                Item::Link { content, .. } => Mark::Content(*content),
            };
            if let Mark::Content(id) = mark {
                assert!(found.contains_key(&id), "{name}: {item:?}");
            }
        }
    }
}

#[test]
fn nothing_stands_outside_the_margins() {
    for name in Theme::NAMES {
        let theme = Theme::named(name).unwrap();
        let mut article = everything();
        article.body.extend(long_story(12).body);
        let (layout, _) = compose_in(theme.clone(), &article);
        let right = theme.page.width - theme.page.right + 0.5;
        for page in &layout.pages {
            for item in &page.items {
                if let Item::Run(run) = item
                    && matches!(run.mark, Mark::Content(_))
                {
                    let glyphs = &layout.glyphs[run.glyphs.start as usize..run.glyphs.end as usize];
                    let end = run.x + glyphs.iter().map(|glyph| glyph.advance).sum::<f32>();
                    assert!(run.x >= theme.page.left - 0.5 && end <= right, "{name}: {} to {end}", run.x);
                    assert!(
                        run.baseline <= theme.page.height - theme.page.bottom + 1.0,
                        "{name}: {}",
                        run.baseline
                    );
                }
            }
        }
    }
}

#[test]
fn what_was_composed_before_does_not_matter() {
    let mut composer = Composer::new(Theme::default(), FontBook::bundled()).unwrap();
    let mut compose = |article: &Article| {
        let layout =
            composer.compose(article, &WriteContext::default(), &mut Gallery, &mut Report::default());
        let layout = layout.unwrap();
        format!("{:?} {:?} {:?} {}", layout.pages, layout.glyphs, layout.structure, layout.text)
    };
    let first = compose(&everything());
    compose(&long_story(3));
    assert!(compose(&everything()) == first);
}

#[test]
fn a_long_story_fills_pages() {
    let (layout, _) = compose_in(Theme::default(), &long_story(300));
    let words = 300 * SENTENCE.repeat(2).split_whitespace().count();
    assert!((words / 1200..words / 600).contains(&layout.pages.len()), "{} pages", layout.pages.len());
}

#[test]
fn the_columns_of_the_last_page_are_balanced() {
    let (layout, _) = compose_in(Theme::default(), &long_story(6));
    let ends = |left: bool| {
        layout.pages[0].items.iter().filter_map(move |item| match item {
            Item::Run(run) if (run.x < 250.0) == left && run.size < 12.0 => Some(run.baseline),
            Item::Run(_)
            | Item::Fill { .. }
            | Item::Picture { .. }
            | Item::Link { .. }
            | Item::Missing { .. } => None,
        })
    };
    let (left, right) = (ends(true).fold(0.0, f32::max), ends(false).fold(0.0, f32::max));
    assert!((left - right).abs() <= 2.0 * Theme::default().text.leading + 0.1, "{left} and {right}");
}

#[test]
fn a_footnote_is_linked_and_stands_below_its_reference() {
    let (layout, _) = compose_in(Theme::default(), &everything());
    let link = layout.pages[0].items.iter().find_map(|item| match item {
        Item::Link { rect, target: Target::Place(place), .. } => Some((*rect, *place)),
        Item::Run(_)
        | Item::Fill { .. }
        | Item::Picture { .. }
        | Item::Link { .. }
        | Item::Missing { .. } => None,
    });
    let (rect, place) = link.unwrap();
    assert_eq!(place.page, 0);
    assert!(place.y > rect.y);
}

#[test]
fn the_head_of_a_table_is_repeated() {
    let row = |number: usize| Row {
        cells: vec![Cell::text(format!("Row {number}")), Cell::text("1")],
        ..Row::default()
    };
    let head = Row { cells: vec![Cell::text("Station"), Cell::text("Number")], ..Row::default() };
    let table = Table { head: vec![head], body: (0..150).map(row).collect(), ..Table::default() };
    let (layout, _) = compose_in(Theme::default(), &story(vec![Block::Table(Box::new(table))]));
    let text = drawn(&layout);
    assert!(text.matches("Station").count() >= 2, "{}", text.matches("Station").count());
    assert_eq!(text.matches("Row 77").count(), 1);
}

/// How many columns each row of the structure takes, with those that cells above take in it.
fn row_widths(layout: &Layout) -> Vec<usize> {
    fn rows<'a>(nodes: &mut dyn Iterator<Item = &'a Node>, found: &mut Vec<&'a Node>) {
        for node in nodes {
            if node.role == Role::Row {
                found.push(node);
            }
            rows(&mut node.children.iter().filter_map(as_node), found);
        }
    }
    fn as_node(child: &Child) -> Option<&Node> {
        match child {
            Child::Node(node) => Some(node),
            Child::Content(_) => None,
        }
    }
    let mut found = Vec::new();
    rows(&mut layout.structure.iter(), &mut found);
    let mut widths = vec![0; found.len()];
    for (at, row) in found.iter().enumerate() {
        for cell in row.children.iter().filter_map(as_node) {
            let (Role::HeaderCell(_, spans) | Role::Cell(spans)) = cell.role else {
                panic!("no cell: {cell:?}")
            };
            for width in &mut widths[at..at + spans.rows.get() as usize] {
                *width += spans.columns.get() as usize;
            }
        }
    }
    widths
}

#[test]
fn the_rows_of_a_table_are_of_one_width() {
    let spanning = |columns, rows| Cell { column_span: columns, row_span: rows, ..Cell::text("word") };
    let row = |cells: Vec<Cell>| Row { cells, ..Row::default() };
    let table = Table {
        head: vec![row(vec![Cell::text("short")])],
        body: vec![
            row(vec![Cell::text("a"), spanning(1, 2), spanning(2, 9)]),
            row(vec![spanning(3, 1)]),
            row(vec![]),
        ],
        foot: vec![row(vec![spanning(1, 5), Cell::text("b")])],
        ..Table::default()
    };
    let (layout, report) = compose_in(Theme::default(), &story(vec![Block::Table(Box::new(table))]));
    assert_eq!(row_widths(&layout), [4; 5]);
    let losses: Vec<String> =
        report.losses.iter().map(|loss| format!("{}: {}", loss.at, loss.detail)).collect();
    assert_eq!(losses, ["body[0].body[1].cells[0]: a cell of 3 columns has room for 1"]);
}

#[test]
fn cells_of_countless_rows_take_one_each() {
    let row = || Row { cells: vec![Cell { row_span: u16::MAX, ..Cell::text("a") }], ..Row::default() };
    let table = Table { body: (0..1_500).map(|_| row()).collect(), ..Table::default() };
    let (layout, report) = compose_in(Theme::default(), &story(vec![Block::Table(Box::new(table))]));
    assert_eq!(row_widths(&layout), [1; 1_500]);
    assert_eq!(report.losses.len(), 1_499);
}

#[test]
fn a_doubled_character_is_drawn_twice() {
    for doubled in ["にかかる", "人人人", "haha"] {
        let (layout, _) = compose_in(Theme::default(), &story(vec![Block::paragraph(doubled)]));
        let boxes = layout.pages.iter().flat_map(|page| &page.items);
        let boxes = boxes.filter(|item| matches!(item, Item::Missing { .. })).count();
        let shown = doubled.chars().filter(|character| !character.is_ascii()).count();
        assert_eq!(boxes, shown, "{doubled}: no bundled font has these characters, each is a box");
        assert_eq!(drawn(&layout).matches("ha").count(), doubled.matches("ha").count());
    }
}

#[test]
fn a_character_no_font_has_is_reported_wherever_it_stands() {
    let strange = || Inlines::from("A strange \u{13000} letter");
    let mut article = story(vec![Block::paragraph(strange())]);
    article.kicker = strange();
    article.headline = strange();
    article.decks = vec![strange()];
    article.summary = vec![Block::paragraph("Another \u{13000} word")];
    article.dateline = Some(Dateline { printed: "OLD \u{13000} TOWN".into(), ..Dateline::default() });
    let (_, report) = compose_in(Theme::default(), &article);
    let glyphs = report.losses.iter().filter(|loss| loss.feature == copydesk_core::Feature::Glyph);
    let places: Vec<String> = glyphs.map(|loss| loss.at.to_string()).collect();
    let front = ["kicker", "headline", "decks[0]", "abstract[0].content"];
    assert_eq!(places, [&front[..], &["dateline.printed", "body[0].content"]].concat());
}

#[test]
fn a_character_no_font_has_is_a_box_and_reported_by_name() {
    let (layout, report) = compose_in(Theme::default(), &story(vec![Block::paragraph("Old 𓀀 sign")]));
    assert!(layout.pages[0].items.iter().any(|item| matches!(item, Item::Missing { .. })));
    let loss = &report.losses[0];
    assert_eq!(loss.detail, "no font has U+13000 EGYPTIAN HIEROGLYPH A001; a box stands for it");
    assert_eq!(loss.at.to_string(), "body[0].content");
}

#[test]
fn hebrew_runs_from_the_right() {
    let (layout, report) = compose_in(as_it_is(), &story(vec![Block::paragraph("שלום עולם NATO")]));
    assert!(report.losses.is_empty(), "{:?}", report.losses);
    let mut at: Vec<(f32, &str)> = Vec::new();
    for item in &layout.pages[0].items {
        if let Item::Run(run) = item {
            let mut x = run.x;
            for glyph in &layout.glyphs[run.glyphs.start as usize..run.glyphs.end as usize] {
                at.push((x, &layout.text[glyph.text.start as usize..glyph.text.end as usize]));
                x += glyph.advance;
            }
        }
    }
    let x = |text: &str| at.iter().find(|(_, here)| *here == text).unwrap().0;
    assert!(x("ש") > x("ל") && x("ש") > x("ע") && x("ע") > x("N"));
    let right = Theme::default().page.left + Theme::default().column_width();
    assert!((right - x("ש")).abs() < 10.0, "the first letter stands at the right edge");
}

#[test]
fn nesting_has_a_limit() {
    let mut block = Block::paragraph("deep");
    for _ in 0..400 {
        let content = vec![block];
        block = Block::Container(copydesk_core::Container { content, attributes: None });
    }
    let mut composer = Composer::new(Theme::default(), FontBook::bundled()).unwrap();
    let article = story(vec![block]);
    let result = composer.compose(&article, &WriteContext::default(), &mut Gallery, &mut Report::default());
    assert_eq!(result.unwrap_err().kind(), copydesk_core::ErrorKind::Limit);
}

#[test]
fn who_reads_from_the_right_begins_in_the_column_on_the_right() {
    let mut article = story((0..6).map(|_| Block::paragraph("שלום עולם ".repeat(40))).collect());
    article.metadata.language = Some("he".to_owned());
    article.headline = Inlines::new();
    article.metadata.title = Some("שלום".to_owned());
    let (layout, _) = compose_in(as_it_is(), &article);
    let first = layout.pages[0].items.iter().find_map(|item| match item {
        Item::Run(run) if matches!(run.mark, Mark::Content(_)) => Some(run.x),
        Item::Run(_)
        | Item::Fill { .. }
        | Item::Picture { .. }
        | Item::Link { .. }
        | Item::Missing { .. } => None,
    });
    let theme = Theme::default();
    assert!(first.unwrap() > theme.page.left + theme.column_width());
}

#[test]
fn a_figure_leaves_no_hole() {
    let mut article = long_story(40);
    let figure = Media { alternative: Some("Cranes".to_owned()), ..Media::default() };
    for at in (1..40).rev() {
        article.body.insert(at, Block::Figure(Box::new(figure.clone())));
    }
    let theme = Theme::default();
    let (layout, _) = compose_in(theme.clone(), &article);
    let middle = theme.page.left + theme.column_width();
    for page in &layout.pages[..layout.pages.len() - 1] {
        for left in [true, false] {
            let lowest = page.items.iter().filter_map(|item| match item {
                Item::Run(run) if matches!(run.mark, Mark::Content(_)) && (run.x < middle) == left => {
                    Some(run.baseline)
                }
                Item::Picture { rect, .. } if (rect.x < middle) == left => Some(rect.y + rect.height),
                Item::Run(_)
                | Item::Fill { .. }
                | Item::Picture { .. }
                | Item::Link { .. }
                | Item::Missing { .. } => None,
            });
            let lowest = lowest.fold(0.0, f32::max);
            let bottom = theme.page.height - theme.page.bottom;
            assert!(bottom - lowest < 6.0 * theme.text.leading, "page {}: {lowest} of {bottom}", page.number);
        }
    }
}

#[test]
fn no_more_than_two_lines_running_end_with_a_hyphen() {
    let words = "constitutional undermining international administration representatives responsibilities ";
    let (layout, _) = compose_in(Theme::default(), &story(vec![Block::paragraph(words.repeat(30))]));
    let mut running = 0;
    for item in &layout.pages[0].items {
        if let Item::Run(run) = item
            && matches!(run.mark, Mark::Content(_))
        {
            let last = &layout.glyphs[run.glyphs.end as usize - 1].text;
            let hyphen = &layout.text[last.start as usize..last.end as usize] == "\u{AD}";
            running = if hyphen { running + 1 } else { 0 };
            assert!(running <= 2);
        }
    }
}

#[test]
fn a_stamp_is_on_every_page_and_read_once() {
    let mut composer = Composer::new(Theme::default(), FontBook::bundled()).unwrap();
    let stamp = "NOT FOR PUBLICATION: killed";
    let context = WriteContext { stamp: Some(stamp), ..WriteContext::default() };
    let mut report = Report::default();
    let layout = composer.compose(&long_story(60), &context, &mut Gallery, &mut report).unwrap();
    assert!(layout.pages.len() > 2);
    for (index, page) in layout.pages.iter().enumerate() {
        let stamped = page.items.iter().filter_map(|item| match item {
            Item::Run(run) => Some((run.mark, run_text(&layout, run))),
            Item::Fill { .. } | Item::Picture { .. } | Item::Link { .. } | Item::Missing { .. } => None,
        });
        let marks: Vec<Mark> =
            stamped.filter(|(_, text)| text.contains(stamp)).map(|(mark, _)| mark).collect();
        assert_eq!(marks.len(), 1, "page {index}");
        assert_eq!(matches!(marks[0], Mark::Content(_)), index == 0, "page {index}");
    }
    assert_eq!(layout.structure[0].role, Role::Aside);
}

fn run_text<'a>(layout: &'a Layout, run: &crate::page::Run) -> &'a str {
    let glyphs = &layout.glyphs[run.glyphs.start as usize..run.glyphs.end as usize];
    let start = glyphs.iter().map(|glyph| glyph.text.start).min().unwrap_or(0);
    let end = glyphs.iter().map(|glyph| glyph.text.end).max().unwrap_or(0);
    &layout.text[start as usize..end as usize]
}

#[test]
fn an_abstract_that_the_story_repeats_is_left_out_only_where_nothing_else_goes_with_it() {
    let lede = "The bridge stays shut.";
    let mut article = story(vec![Block::paragraph(lede), Block::paragraph("Divers found a crack.")]);
    article.summary = vec![Block::paragraph(lede)];
    let (layout, _) = compose_in(Theme::default(), &article);
    assert_eq!(drawn(&layout).matches("shut").count(), 1);
    article.summary.push(Block::paragraph("Call the desk first.").internal());
    let (layout, report) = compose_in(Theme::default(), &article);
    assert_eq!(drawn(&layout).matches("shut").count(), 2);
    assert_eq!(report.withheld.len(), 1, "{report:?}");
}
