//! What an article sets apart, a page shows so or reports: every letter of emphasis and strong emphasis that looks like
//! the letters around it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::cell::RefCell;
use std::mem::Discriminant;

use copydesk_core::{
    Article, Block, Cell, CrossHead, Feature, Inline, Inlines, Paragraph, Place, Quotation, Report, Row,
    Table, WriteContext,
};
use copydesk_layout::page::{Item, Layout, NoPictures};
use copydesk_layout::{Composer, FontBook, Theme};
use copydesk_tests::{check, generate};
use proptest::prelude::TestCaseError;

/// They stand around the letters in question.
const MARKS: (&str, &str) = ("\u{27E6}", "\u{27E7}");

/// A place of running text: its path, and an article that has it.
type Spot = (&'static str, fn(Inlines) -> Article);

/// Lines that are bold already, italic already, and neither.
const SPOTS: &[Spot] = &[
    ("headline", |headline| Article { headline, ..Article::default() }),
    ("kicker", |kicker| Article { kicker, ..Article::default() }),
    ("decks[0]", |deck| Article { decks: vec![deck], ..Article::default() }),
    ("abstract[0].content", |content| Article { summary: vec![paragraph(content)], ..Article::default() }),
    ("body[0].content", |content| with(paragraph(content))),
    ("body[0].content", |content| {
        with(Block::CrossHead(Box::new(CrossHead { content, ..CrossHead::default() })))
    }),
    ("body[0].content[0].content", |content| {
        with(Block::Quotation(Box::new(Quotation {
            content: vec![paragraph(content)],
            ..Quotation::default()
        })))
    }),
    ("body[0].body[0].cells[0].content[0].content", |content| {
        let cell = Cell { header: true, content: vec![paragraph(content)], ..Cell::default() };
        let row = Row { cells: vec![cell], ..Row::default() };
        with(Block::Table(Box::new(Table { body: vec![row], ..Table::default() })))
    }),
];

fn paragraph(content: Inlines) -> Block {
    Block::Paragraph(Paragraph { content, ..Paragraph::default() })
}

fn with(block: Block) -> Article {
    Article { body: vec![block], ..Article::default() }
}

#[test]
fn what_is_set_apart_is_seen_or_reported() {
    for name in ["broadsheet", "large-print"] {
        let theme = Theme::named(name).unwrap();
        let composer = RefCell::new(Composer::new(theme, FontBook::bundled()).unwrap());
        let (seen, reported) = (RefCell::new(0), RefCell::new(0));
        check(150, generate::inlines(), |inlines| {
            for spot in SPOTS {
                for path in spans(inlines, "") {
                    match judge(&mut composer.borrow_mut(), *spot, inlines, &path)? {
                        true => *seen.borrow_mut() += 1,
                        false => *reported.borrow_mut() += 1,
                    }
                }
            }
            Ok(())
        });
        let (seen, reported) = (seen.into_inner(), reported.into_inner());
        assert!(seen > 100 && reported > 100, "{name}: {seen} seen, {reported} reported");
    }
}

/// Whether the span at `path` is seen to be set apart; an error where the report says otherwise.
fn judge(
    composer: &mut Composer,
    (prefix, article): Spot,
    inlines: &Inlines,
    path: &str,
) -> Result<bool, TestCaseError> {
    let mut apart = inlines.clone();
    let strong = mark(&mut apart, "", path, false);
    if strong {
        // What is strong and emphasised and cannot be both is strong, and the emphasis is reported.
        unemphasise(&mut apart);
    }
    let mut plain = inlines.clone();
    mark(&mut plain, "", path, true);
    if strong {
        unemphasise(&mut plain);
    }
    let whole = is_whole(&apart);
    let (apart, report) = compose(composer, &article(apart));
    let (plain, _) = compose(composer, &article(plain));
    let feature = if strong { Feature::Strong } else { Feature::Emphasis };
    let said = report
        .losses
        .iter()
        .any(|loss| loss.feature == feature && loss.at == Place::path(format!("{prefix}{path}")));
    let (apart, plain) = (letters(&apart), letters(&plain));
    let same = apart.len() == plain.len()
        && apart.iter().zip(&plain).any(|(apart, plain)| apart.1.is_some() && apart == plain);
    // Of a line that is strong as a whole nothing can be stronger than the rest.
    let fine = said == same || (strong && whole);
    let (said, seen) = (if said { "reported" } else { "not reported" }, !same);
    if fine { Ok(seen) } else { Err(TestCaseError::fail(format!("{prefix}{path} is {said}: {apart:?}"))) }
}

/// The paths of all emphasis and strong emphasis that hold none of their own kind.
fn spans(inlines: &Inlines, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (index, inline) in inlines.iter().enumerate() {
        let path = format!("{path}[{index}]");
        if let Some(content) = inline.content() {
            found.extend(spans(content, &format!("{path}.content")));
        }
        let same = std::mem::discriminant(inline);
        if matches!(inline, Inline::Emphasis(_) | Inline::Strong(_))
            && !inline.content().is_some_and(|content| holds(content, same))
        {
            found.push(path);
        }
    }
    found
}

fn holds(inlines: &Inlines, kind: Discriminant<Inline>) -> bool {
    inlines.iter().any(|inline| {
        std::mem::discriminant(inline) == kind || inline.content().is_some_and(|content| holds(content, kind))
    })
}

/// Puts marks around what the span at `wanted` holds, and makes it a span that sets nothing apart, if asked to. Returns
/// whether it is strong.
fn mark(inlines: &mut Inlines, path: &str, wanted: &str, plain: bool) -> bool {
    let mut strong = false;
    for (index, inline) in inlines.0.iter_mut().enumerate() {
        let path = format!("{path}[{index}]");
        if path == wanted {
            strong = matches!(inline, Inline::Strong(_));
            if let Inline::Emphasis(span) | Inline::Strong(span) = inline {
                span.content.0.insert(0, Inline::text(MARKS.0));
                span.content.0.push(Inline::text(MARKS.1));
                if plain {
                    *inline = Inline::Span(span.clone());
                }
            }
        } else if let (true, Some(content)) = (wanted.starts_with(&path), inline.content_mut()) {
            strong |= mark(content, &format!("{path}.content"), wanted, plain);
        }
    }
    strong
}

fn unemphasise(inlines: &mut Inlines) {
    for inline in &mut inlines.0 {
        if let Inline::Emphasis(span) = inline {
            *inline = Inline::Span(span.clone());
        }
        if let Some(content) = inline.content_mut() {
            unemphasise(content);
        }
    }
}

/// Whether no letter stands outside the marks.
fn is_whole(inlines: &Inlines) -> bool {
    let text = inlines.plain_text();
    let (before, rest) = text.split_once(MARKS.0).unwrap_or_default();
    let (_, after) = rest.split_once(MARKS.1).unwrap_or_default();
    !before.chars().chain(after.chars()).any(char::is_alphanumeric)
}

fn compose(composer: &mut Composer, article: &Article) -> (Layout, Report) {
    let mut report = Report::default();
    let layout = composer.compose(article, &WriteContext::default(), &mut NoPictures, &mut report).unwrap();
    (layout, report)
}

/// The letters between the marks, each with the number of its font.
fn letters(layout: &Layout) -> Vec<(char, Option<u16>)> {
    let mut fonts = vec![None; layout.text.len()];
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        let Item::Run(run) = item else { continue };
        for glyph in &layout.glyphs[run.glyphs.start as usize..run.glyphs.end as usize] {
            fonts[glyph.text.start as usize..glyph.text.end as usize].fill(Some(run.font.0));
        }
    }
    let Some(start) = layout.text.find(MARKS.0) else { return Vec::new() };
    let end = layout.text[start..].find(MARKS.1).map_or(layout.text.len(), |end| start + end);
    let letters = layout.text[start..end].char_indices().filter(|(_, letter)| letter.is_alphanumeric());
    letters.map(|(at, letter)| (letter, fonts[start + at])).collect()
}
