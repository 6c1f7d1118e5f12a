//! What a print designer checks, over many pages: made-up stories of every length and every golden case.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;

use copydesk_core::{Article, Block, Report, WriteContext};
use copydesk_layout::page::{Child, ContentId, Item, Layout, Mark, NoPictures, Node, Role, Run};
use copydesk_layout::{Composer, FontBook, PAPERS, Theme};

/// A line of one paragraph, as it stands on a page.
#[derive(Debug)]
struct Line {
    page: usize,
    column: usize,
    baseline: f32,
    left: f32,
    right: f32,
    size: f32,
    text: String,
}

/// A paragraph or heading: its lines, in order.
struct Set {
    role: Role,
    lines: Vec<Line>,
}

#[test]
fn measure_is_from_35_to_52_characters_where_there_are_columns() {
    for name in Theme::NAMES {
        for (paper, ..) in PAPERS {
            let theme = Theme::named(name).unwrap().on_paper(paper).unwrap();
            let (count, width) = (theme.column_count(), theme.column_width());
            let characters = width / (theme.text.size * 0.5);
            if count > 1 {
                assert!((34.9..=52.0).contains(&characters), "{name} on {paper}: {count} of {characters:.0}");
            }
            assert!(count < 4 || theme.page.width > 800.0, "{name} on {paper}: {count} columns");
        }
    }
}

#[test]
fn hyphens_are_few_and_in_no_headline() {
    for (name, layout, sets) in pages() {
        for set in &sets {
            let ends: Vec<bool> = set.lines.iter().map(|line| line.text.ends_with('\u{AD}')).collect();
            let heading = matches!(set.role, Role::Headline | Role::Heading { .. });
            assert!(!heading || !ends.contains(&true), "{name}: a heading is hyphenated: {:?}", set.lines);
            assert!(ends.windows(3).all(|three| three != [true; 3]), "{name}: three hyphens running");
            assert_ne!(ends.last(), Some(&true), "{name}: a paragraph ends with a hyphen");
        }
        assert!(!layout.pages.is_empty());
    }
}

#[test]
fn no_line_of_a_paragraph_stands_alone_in_a_column() {
    for (name, _, sets) in pages() {
        for set in sets.iter().filter(|set| set.lines.len() > 1) {
            let place = |line: &Line| (line.page, line.column);
            let mut runs: Vec<usize> = Vec::new();
            for (at, line) in set.lines.iter().enumerate() {
                match runs.last_mut() {
                    Some(count) if place(line) == place(&set.lines[at - 1]) => *count += 1,
                    _ => runs.push(1),
                }
            }
            if runs.len() > 1 {
                assert!(runs[0] > 1, "{name}: an orphan: {:?}", set.lines[0]);
                assert!(runs[runs.len() - 1] > 1, "{name}: a widow: {:?}", set.lines.last());
            }
        }
    }
}

#[test]
fn last_lines_of_one_word_or_the_rest_of_one_are_very_rare() {
    let width = Theme::default().column_width();
    let (mut paragraphs, mut stubs, mut rests) = (0, 0, 0);
    for (name, _, sets) in stories() {
        for set in sets.iter().filter(|set| set.role == Role::Paragraph && set.lines.len() > 1) {
            let [.., before, last] = set.lines.as_slice() else { continue };
            paragraphs += 1;
            let filled = (last.right - last.left) / width;
            let rest = before.text.ends_with('\u{AD}');
            stubs += usize::from(filled < 0.5 && !last.text.trim().contains(' '));
            rests += usize::from(rest && filled < 0.85);
            assert!(!rest || filled > 0.4, "{name}: {last:?}");
        }
    }
    assert!(paragraphs > 1000, "{paragraphs}");
    // A short paragraph of long words may leave no other way.
    assert!(stubs * 60 <= paragraphs, "{stubs} of {paragraphs} paragraphs end with one word");
    assert!(
        rests * 40 <= paragraphs,
        "{rests} of {paragraphs} paragraphs end with a line that begins within a word"
    );
}

#[test]
fn lines_of_text_keep_to_one_grid_across_columns() {
    let theme = Theme::default();
    for (name, _, sets) in stories() {
        let mut grids: HashMap<usize, f32> = HashMap::new();
        let text = sets.iter().flat_map(|set| &set.lines).filter(|line| is_text(line, &theme));
        for line in text {
            let first = *grids.entry(line.page).or_insert(line.baseline);
            let off = ((line.baseline - first) / theme.text.leading).fract().abs();
            assert!(!(0.02..=0.98).contains(&off), "{name}: off the grid by {off} lines: {line:?}");
        }
    }
}

#[test]
fn columns_of_the_last_page_are_balanced() {
    let theme = Theme::default();
    for (name, layout, sets) in stories() {
        let last = layout.pages.len() - 1;
        let mut ends: HashMap<usize, f32> = HashMap::new();
        let story = sets.iter().skip_while(|set| set.role != Role::Headline).skip(1);
        for line in story.flat_map(|set| &set.lines).filter(|line| line.page == last) {
            let end = ends.entry(line.column).or_insert(0.0);
            *end = end.max(line.baseline);
        }
        let spread = ends.values().copied().fold(0.0, f32::max) - ends.values().copied().fold(1e9, f32::min);
        assert!(ends.len() < 2 || spread < 4.2 * theme.text.leading, "{name}: {ends:?}");
    }
}

#[test]
fn first_paragraphs_are_flush_and_the_others_indented_without_gaps() {
    let theme = Theme::default();
    for (name, _, sets) in stories() {
        let paragraphs: Vec<&Set> =
            sets.iter().filter(|set| set.role == Role::Paragraph && is_text(&set.lines[0], &theme)).collect();
        let mut flush = true;
        for (at, set) in sets.iter().enumerate() {
            if set.role != Role::Paragraph {
                flush = true;
            } else if is_text(&set.lines[0], &theme) {
                let edge = edge(&theme, set.lines[0].column);
                let indent = if flush { 0.0 } else { theme.text.indent * theme.text.size };
                let off = set.lines[0].left - edge - indent;
                assert!(off.abs() < 0.5, "{name}, {at}: {off} off: {:?}", set.lines[0]);
                flush = false;
            }
        }
        for two in paragraphs.windows(2) {
            let (end, start) = (two[0].lines.last().unwrap(), &two[1].lines[0]);
            let between = sets.iter().any(|set| {
                matches!(set.role, Role::Heading { .. }) && {
                    let line = &set.lines[0];
                    (line.page, line.column) == (start.page, start.column) && line.baseline < start.baseline
                }
            });
            if (end.page, end.column) == (start.page, start.column) && !between {
                let gap = (start.baseline - end.baseline) / theme.text.leading;
                assert!((gap - 1.0).abs() < 0.02, "{name}: {gap} lines between paragraphs");
            }
        }
    }
}

#[test]
fn nothing_stands_outside_the_page_or_its_column() {
    for (name, layout, sets) in pages() {
        for page in &layout.pages {
            for item in &page.items {
                let (x, y, right, bottom) = bounds(&layout, item);
                assert!(x > -1.0 && y > -1.0, "{name}: {item:?}");
                assert!(right < page.width + 1.0 && bottom < page.height + 1.0, "{name}: {item:?}");
            }
        }
        assert!(sets.iter().all(|set| !set.lines.is_empty()));
    }
    let theme = Theme::default();
    for (name, _, sets) in stories() {
        for line in sets.iter().flat_map(|set| &set.lines).filter(|line| is_text(line, &theme)) {
            let right = edge(&theme, line.column) + theme.column_width();
            assert!(line.right < right + 0.3, "{name}: {:.2} over: {line:?}", line.right - right);
        }
    }
}

#[test]
fn cross_heads_are_kept_with_the_text_below_them() {
    for (name, _, sets) in stories() {
        for two in sets.windows(2) {
            if let (Role::Heading { .. }, Role::Paragraph) = (&two[0].role, &two[1].role) {
                let (head, text) = (two[0].lines.last().unwrap(), &two[1].lines[0]);
                assert_eq!((head.page, head.column), (text.page, text.column), "{name}: {head:?}");
            }
        }
    }
}

#[test]
fn a_short_story_is_a_composed_page() {
    for name in ["broadsheet", "magazine", "plain"] {
        let theme = Theme::named(name).unwrap();
        let mut composer = Composer::new(theme.clone(), FontBook::bundled()).unwrap();
        for number in 0..40 {
            let article = story(number);
            let words = article.body_text(false).split_whitespace().count();
            let (_, layout, sets) = seen(format!("{name}, story {number}"), &mut composer, &article);
            let lines = || sets.iter().flat_map(|set| &set.lines);
            let (first, last) = (lines().next().unwrap(), lines().last().unwrap());
            let below = (theme.page.height - theme.page.bottom - last.baseline) / theme.text_height();
            let above = (first.baseline - first.size - theme.page.top).max(0.0) / theme.text_height();
            if layout.pages.len() == 1 {
                assert!(below < 0.46, "{name}, {words} words: {below} of the page are empty below");
                assert!(
                    above < 0.2 && above <= below + 0.1,
                    "{name}, {words} words: {above} above, {below} below"
                );
            }
            if (120..240).contains(&words) {
                assert!(below < 0.36, "{name}, {words} words: {below} of the page are empty below");
                let size = sets.iter().filter(|set| set.role == Role::Paragraph).map(|set| set.lines[0].size);
                let size = size.fold(0.0, f32::max);
                assert!(name == "plain" || size > theme.text.size * 1.1);
                assert!(size < 14.5, "{name}, {words} words: {size} points");
            }
        }
    }
}

/// Whether a line is of the story's text, whose size a paragraph may differ from by a hair.
fn is_text(line: &Line, theme: &Theme) -> bool {
    (line.size / theme.text.size - 1.0).abs() < 0.011
}

/// A theme in which a short story stands as any other.
fn as_it_is(name: &str) -> Theme {
    let mut theme = Theme::named(name).unwrap();
    theme.text.set_up = false;
    theme
}

/// The left edge of a column.
fn edge(theme: &Theme, column: usize) -> f32 {
    theme.page.left + column as f32 * (theme.column_width() + theme.columns.gutter)
}

/// Where an item begins and ends.
fn bounds(layout: &Layout, item: &Item) -> (f32, f32, f32, f32) {
    match item {
        Item::Run(run) => (run.x, run.baseline - run.size * 0.6, run.x + width(layout, run), run.baseline),
        Item::Fill { rect, .. }
        | Item::Picture { rect, .. }
        | Item::Link { rect, .. }
        | Item::Missing { rect, .. } => (rect.x, rect.y, rect.x + rect.width, rect.y + rect.height),
    }
}

/// Without the space a line ends with.
fn width(layout: &Layout, run: &Run) -> f32 {
    let glyphs = &layout.glyphs[run.glyphs.start as usize..run.glyphs.end as usize];
    let text = |glyph: &copydesk_layout::page::Glyph| {
        &layout.text[glyph.text.start as usize..glyph.text.end as usize]
    };
    let count = glyphs.iter().rposition(|glyph| !text(glyph).trim().is_empty()).map_or(0, |last| last + 1);
    glyphs[..count].iter().map(|glyph| glyph.advance).sum()
}

type Seen = (String, Layout, Vec<Set>);

/// Stories of text alone, of every length up to some pages.
fn stories() -> impl Iterator<Item = Seen> {
    let mut composer = Composer::new(as_it_is("broadsheet"), FontBook::bundled()).unwrap();
    (0..60).map(move |number| seen(format!("story {number}"), &mut composer, &story(number)))
}

/// Stories, and the golden cases in every theme.
fn pages() -> impl Iterator<Item = Seen> {
    let mut composers: Vec<Composer> =
        Theme::NAMES.iter().map(|name| Composer::new(as_it_is(name), FontBook::bundled()).unwrap()).collect();
    let cases = golden().into_iter().flat_map(move |(name, article)| {
        let seen = |composer: &mut Composer| seen(name.clone(), composer, &article);
        composers.iter_mut().map(seen).collect::<Vec<_>>()
    });
    stories().chain(cases)
}

fn golden() -> Vec<(String, Article)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut found = Vec::new();
    for case in std::fs::read_dir(folder).unwrap() {
        let case = case.unwrap();
        let text = std::fs::read_to_string(case.path().join("article.json")).unwrap_or_default();
        if let Ok(article) = serde_json::from_str::<Article>(&text) {
            found.push((case.file_name().to_string_lossy().into_owned(), article));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(found.len() > 20);
    found
}

fn seen(name: String, composer: &mut Composer, article: &Article) -> Seen {
    let mut report = Report::default();
    let layout = composer.compose(article, &WriteContext::default(), &mut NoPictures, &mut report).unwrap();
    let sets = sets(&layout, composer.theme());
    (name, layout, sets)
}

/// The paragraphs and headings of a layout.
fn sets(layout: &Layout, theme: &Theme) -> Vec<Set> {
    let mut runs: HashMap<ContentId, Vec<(usize, &Run)>> = HashMap::new();
    for (page, item) in
        layout.pages.iter().enumerate().flat_map(|(at, page)| page.items.iter().map(move |item| (at, item)))
    {
        if let Item::Run(run) = item
            && let Mark::Content(content) = run.mark
        {
            runs.entry(content).or_default().push((page, run));
        }
    }
    let mut found = Vec::new();
    collect(&layout.structure, &mut |node| {
        if matches!(node.role, Role::Headline | Role::Heading { .. } | Role::Paragraph) {
            let lines = lines(layout, theme, node, &runs);
            if !lines.is_empty() {
                found.push(Set { role: node.role.clone(), lines });
            }
        }
    });
    found
}

fn collect(nodes: &[Node], visit: &mut dyn FnMut(&Node)) {
    for node in nodes {
        visit(node);
        for child in &node.children {
            if let Child::Node(child) = child {
                collect(std::slice::from_ref(child), visit);
            }
        }
    }
}

fn lines(
    layout: &Layout,
    theme: &Theme,
    node: &Node,
    runs: &HashMap<ContentId, Vec<(usize, &Run)>>,
) -> Vec<Line> {
    let mut contents = Vec::new();
    collect(std::slice::from_ref(node), &mut |node| {
        contents.extend(node.children.iter().filter_map(|child| match child {
            Child::Content(id) => Some(*id),
            Child::Node(_) => None,
        }));
    });
    let mut runs: Vec<(usize, &Run)> =
        contents.iter().filter_map(|id| runs.get(id)).flatten().copied().collect();
    runs.sort_by_key(|(_, run)| run.glyphs.start);
    let stride = theme.column_width() + theme.columns.gutter;
    let mut lines: Vec<Line> = Vec::new();
    for (page, run) in runs {
        let glyphs = &layout.glyphs[run.glyphs.start as usize..run.glyphs.end as usize];
        let start = glyphs.iter().map(|glyph| glyph.text.start).min().unwrap_or(0) as usize;
        let end = glyphs.iter().map(|glyph| glyph.text.end).max().unwrap_or(0) as usize;
        let (right, text) = (run.x + width(layout, run), &layout.text[start..end]);
        let column = ((run.x - theme.page.left + 1.0) / stride).max(0.0) as usize;
        match lines.last_mut() {
            Some(line) if line.page == page && (line.baseline - run.baseline).abs() < run.size * 0.6 => {
                line.text.push_str(text);
                (line.left, line.right) = (line.left.min(run.x), line.right.max(right));
                line.size = line.size.max(run.size);
            }
            _ => lines.push(Line {
                page,
                column,
                baseline: run.baseline,
                left: run.x,
                right,
                size: run.size,
                text: text.to_owned(),
            }),
        }
    }
    lines
}

const OPENINGS: &[&str] = &[
    "The council said on Tuesday that",
    "According to a report seen by this newspaper,",
    "Residents complained that",
    "“Nobody expected it,” said Mayor Ines Duarte, adding that",
    "In the afternoon",
    "Three years after the flood,",
    "Police confirmed that",
    "Engineers who inspected the northern piers found that",
    "Meanwhile,",
    "Critics of the plan argue that",
];
const SUBJECTS: &[&str] = &[
    "the harbour authority",
    "two of the nine contractors",
    "an unprecedented number of commuters",
    "the opposition",
    "a delegation of environmental organisations",
    "the deputy administrator",
    "Saltgarth’s fishermen",
    "its accountants",
    "representatives of the transportation ministry",
    "she",
    "the 1,840-metre crossing",
];
const VERBS: &[&str] = &[
    "had underestimated",
    "would reconsider",
    "postponed",
    "is expected to strengthen",
    "rejected",
    "had not yet published",
    "was responsible for",
    "described as disproportionate",
    "agreed to",
    "has documented",
    "could no longer guarantee",
];
const OBJECTS: &[&str] = &[
    "the reconstruction of the old quay",
    "a compromise worth 412 million crowns",
    "the timetable",
    "responsibility for the delays",
    "every recommendation of the investigation",
    "noise",
    "its internationally recognised certification",
    "repairs",
    "the toll",
    "an agreement with neighbouring municipalities",
    "conditions on the construction site",
];
const ENDS: &[&str] = &[
    ".",
    " until the end of the year.",
    ", and the first boats left at six in the morning.",
    " by Thursday.",
    ", which surprised even long-standing supporters of the project.",
    " without further explanation.",
    " again.",
    ", a spokeswoman said.",
];

/// A story of some words, different for each number and the same on every machine.
fn story(number: u64) -> Article {
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut draw = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % most
    };
    let paragraphs = 3 + draw(3 + number as usize);
    let mut body = Vec::new();
    for at in 0..paragraphs {
        if at > 2 && draw(9) == 0 {
            body.push(Block::cross_head(1, "What the divers saw below the piers"));
        }
        let mut text = String::new();
        for _ in 0..1 + draw(3) {
            let parts = [
                OPENINGS[draw(OPENINGS.len())],
                SUBJECTS[draw(SUBJECTS.len())],
                VERBS[draw(VERBS.len())],
                OBJECTS[draw(OBJECTS.len())],
            ];
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&parts.join(" "));
            text.push_str(ENDS[draw(ENDS.len())]);
        }
        body.push(Block::paragraph(text));
    }
    let mut article = Article {
        headline: "Harbour bridge opens at last, three years late".into(),
        body,
        ..Article::default()
    };
    article.metadata.language = Some("en".to_owned());
    article
}
