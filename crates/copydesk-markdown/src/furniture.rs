//! The lines around the story, and how they are known. Reader and writer go by the same rules.
//!
//! Only paragraphs and headings of Markdown itself are taken for such lines: a `<p>` is a paragraph of the story,
//! whatever it says. A line that would not be known for what it is stands in a `<header>` or `<footer>` whose class
//! says so.

use std::borrow::Cow;

use copydesk_core::{Block, Byline, Copyright, Credit, Dateline, Inline, Inlines, Paragraph};
use copydesk_lines::{self as lines, Language};

/// What a marked line is, by its class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    Kicker,
    Deck,
    Byline,
    Dateline,
    Credits,
    Copyright,
    /// Not a line: the abstract, a section.
    Abstract,
}

impl Line {
    const ALL: [Self; 7] = [
        Self::Kicker,
        Self::Deck,
        Self::Byline,
        Self::Dateline,
        Self::Credits,
        Self::Copyright,
        Self::Abstract,
    ];

    /// The element it stands in, and the class.
    pub(crate) fn element(self) -> (&'static str, &'static str) {
        match self {
            Self::Kicker => ("header", "kicker"),
            Self::Deck => ("header", "deck"),
            Self::Byline => ("header", "byline"),
            Self::Dateline => ("header", "dateline"),
            Self::Credits => ("footer", "credits"),
            Self::Copyright => ("footer", "copyright"),
            Self::Abstract => ("section", "abstract"),
        }
    }

    /// The line that an element with nothing but a class marks.
    pub(crate) fn marked(name: &str, attributes: &[(String, String)]) -> Option<Self> {
        let [(key, class)] = attributes else { return None };
        if key != "class" {
            return None;
        }
        Self::ALL.into_iter().find(|line| line.element() == (name, class))
    }
}

/// The language the lines are read in.
pub(crate) fn language(tag: Option<&str>) -> Language {
    tag.map_or(Language::ANY, Language::of)
}

/// The text of a paragraph that has nothing else to it, its lines divided by line feeds.
pub(crate) fn plain_line(block: &Block) -> Option<Cow<'_, str>> {
    let Block::Paragraph(Paragraph { content, lede: false, attributes: None }) = block else { return None };
    match content.as_slice() {
        [Inline::Text(text)] => Some(Cow::Borrowed(text)),
        [Inline::Text(_), Inline::Break, ..] if content.iter().all(is_text_or_break) => {
            Some(Cow::Owned(content.plain_text()))
        }
        _ => None,
    }
}

fn is_text_or_break(inline: &Inline) -> bool {
    matches!(inline, Inline::Text(_) | Inline::Break)
}

/// A line as running text.
pub(crate) fn line_inlines(line: &str) -> Inlines {
    let mut inlines = Inlines::new();
    for (at, part) in line.split('\n').enumerate() {
        if at > 0 {
            inlines.push(Inline::Break);
        }
        inlines.push(Inline::text(part));
    }
    inlines
}

/// The text of a deck: a paragraph that is emphasised as a whole.
pub(crate) fn deck(block: &Block) -> Option<&Inlines> {
    let Block::Paragraph(Paragraph { content, lede: false, attributes: None }) = block else { return None };
    match content.as_slice() {
        [Inline::Emphasis(span)] if span.attributes.is_none() => Some(&span.content),
        _ => None,
    }
}

/// A byline. Lines below its first say what its people are.
pub(crate) fn byline(line: &str, language: Language) -> Option<Byline> {
    let mut parts = line.split('\n');
    let mut byline = lines::byline(parts.next()?, language)?;
    parts.all(|part| lines::continue_byline(&mut byline, part, language)).then_some(byline)
}

pub(crate) fn credits(line: &str, language: Language) -> Option<Vec<Credit>> {
    lines::credits(line, language).map(|line| line.credits)
}

pub(crate) fn copyright(line: &str, language: Language) -> Option<Copyright> {
    lines::copyright(line, language)
}

/// The dateline a paragraph begins with, and where the story goes on: in the first text, behind the space.
pub(crate) fn dateline(content: &Inlines, language: Language) -> Option<(Dateline, usize)> {
    let Some(Inline::Text(text)) = content.first() else { return None };
    let (dateline, end) = lines::dateline(text, language)?;
    let rest = &text[end..];
    let space = rest.len() - rest.trim_start_matches(' ').len();
    // A dateline with nothing behind it is no dateline of this paragraph.
    if rest.len() == space && content.len() == 1 {
        return None;
    }
    Some((dateline, end + space))
}

/// Whether a paragraph could be taken for a line above the story.
pub(crate) fn looks_like_head(block: &Block, language: Language) -> bool {
    let Block::Paragraph(Paragraph { content, lede: false, attributes: None }) = block else { return false };
    deck(block).is_some()
        || dateline(content, language).is_some()
        || plain_line(block).is_some_and(|line| byline(&line, language).is_some())
}

/// Whether a paragraph could be taken for a line below the story.
pub(crate) fn looks_like_foot(block: &Block, language: Language) -> bool {
    plain_line(block)
        .is_some_and(|line| credits(&line, language).is_some() || copyright(&line, language).is_some())
}

/// Whether a text can be printed as one line and read back the same: no other spaces than single ones.
pub(crate) fn is_one_line(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(' ')
        && !text.ends_with(' ')
        && !text.contains("  ")
        && !text.contains(['\t', '\n', '\r', '\x0B', '\x0C', '\0'])
}

/// Whether a text can be printed as a paragraph and read back the same: one line, or several with breaks between them.
pub(crate) fn is_printable(text: &str) -> bool {
    text.split('\n').all(is_one_line)
}
