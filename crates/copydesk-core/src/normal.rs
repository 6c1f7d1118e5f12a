//! The normal form: one spelling for what reads the same.
//!
//! - White space (space, tab, line end, form feed) in running text is one space, none at the edges of a block or beside
//!   a line break, and stands outside the inlines it would otherwise begin or end. Other spaces are kept.
//! - Line breaks stand outside the inlines they would begin or end; there are none at the edges of a block.
//! - Adjacent texts are one, and so are adjacent inlines of one style with the same attributes and no id.
//! - A style directly inside itself is a plain [`Span`], and a span without attributes is its content.
//! - A container without attributes is its content. Nodes that hold nothing are gone, but for list items, cells,
//!   footnotes, rules, and links, entities and unknown nodes that still say something.
//! - Preformatted text has line feeds for its line ends and line breaks, and none at its edges. Code has no line ends.
//! - Attributes that say nothing are absent; levels and spans are within their range; a list that starts at 1 does not
//!   say so.

use std::borrow::Cow;
use std::mem::{discriminant, take};

use crate::space::{is_single_spaced, single_spaced};
use crate::{
    Article, Attributes, Block, Byline, Cell, Container, Copyright, Credit, Dateline, Definition, Inline,
    Inlines, List, ListItem, Media, Rights, Row, Span, Table, is_default,
};

impl Article {
    /// Brings the article into normal form. Readers hand out nothing else.
    pub fn normalise(&mut self) {
        self.kicker.normalise();
        self.headline.normalise();
        for deck in &mut self.decks {
            deck.normalise();
        }
        self.decks.retain(|deck| !deck.is_empty());
        self.bylines.retain(|byline| *byline != Byline::default());
        self.dateline.take_if(|dateline| *dateline == Dateline::default());
        normalise_blocks(&mut self.summary);
        normalise_blocks(&mut self.body);
        self.credits.retain(|credit| *credit != Credit::default());
        self.copyright.retain(|copyright| *copyright != Copyright::default());
        self.rights.retain(|rights| *rights != Rights::default());
    }
}

impl Inlines {
    /// Brings running text into normal form.
    pub fn normalise(&mut self) {
        if is_normal(self) {
            return;
        }
        let mut flow = Flow { at_space: true };
        let mut tidy = flow.tidy(take(self), None);
        trim_end(&mut tidy);
        *self = tidy;
    }

    /// Brings preformatted text into normal form.
    fn normalise_preformatted(&mut self) {
        let mut tidy = preformatted(take(self));
        trim_line_feeds(&mut tidy, true);
        trim_line_feeds(&mut tidy, false);
        *self = tidy;
    }
}

/// Whether running text needs nothing done: the common case, checked without a copy. Says no where it is not sure.
fn is_normal(inlines: &Inlines) -> bool {
    let edge = |inline: Option<&Inline>| !matches!(inline, Some(Inline::Break));
    edge(inlines.first()) && edge(inlines.last()) && Edges::of(inlines, None).is_some_and(Edges::fit_a_block)
}

/// Whether a run in normal form begins and ends with a space.
#[derive(Clone, Copy)]
struct Edges {
    first: bool,
    last: bool,
}

impl Edges {
    const TIGHT: Self = Self { first: false, last: false };

    fn fit_a_block(self) -> bool {
        !self.first && !self.last
    }

    /// The edges of a run. `None`: it is not in normal form, or may not be.
    fn of(inlines: &Inlines, parent: Option<&Inline>) -> Option<Self> {
        let mut run: Option<Self> = None;
        let mut before: Option<&Inline> = None;
        for inline in inlines {
            let edges = Self::of_one(inline, parent)?;
            let last = run.is_some_and(|run| run.last);
            let twice = matches!((before, inline), (Some(Inline::Text(_)), Inline::Text(_)))
                || before.is_some_and(|before| joins(before, inline));
            let beside_break = matches!(before, Some(Inline::Break)) && edges.first
                || matches!(inline, Inline::Break) && last;
            if twice || beside_break || last && edges.first {
                return None;
            }
            run = Some(Self { first: run.map_or(edges.first, |run| run.first), last: edges.last });
            before = Some(inline);
        }
        Some(run.unwrap_or(Self::TIGHT))
    }

    fn of_one(inline: &Inline, parent: Option<&Inline>) -> Option<Self> {
        let said = inline
            .attributes()
            .is_none_or(|said| !is_default(said) && said.class.iter().all(|class| !class.is_empty()));
        match inline {
            Inline::Text(text) => {
                let spaced = |end: Option<&u8>| end == Some(&b' ');
                let (first, last) = (text.as_bytes().first(), text.as_bytes().last());
                return (is_single_spaced(text) && !text.is_empty())
                    .then(|| Self { first: spaced(first), last: spaced(last) });
            }
            Inline::Break | Inline::FootnoteReference(_) => return Some(Self::TIGHT),
            Inline::Code(code) => {
                return (said && !code.text.is_empty() && !code.text.contains(['\n', '\r']))
                    .then_some(Self::TIGHT);
            }
            // Rare enough to be done again.
            Inline::Image(_) => return None,
            Inline::Span(span) if span.attributes.is_none() => return None,
            Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Underline(_)
            | Inline::Strike(_)
            | Inline::Sub(_)
            | Inline::Sup(_)
            | Inline::Span(_)
            | Inline::Link(_)
            | Inline::Quote(_)
            | Inline::Entity(_)
            | Inline::Unknown(_) => {}
        }
        let content = inline.content()?;
        let nested =
            is_style(inline) && parent.is_some_and(|parent| discriminant(parent) == discriminant(inline));
        let around = if matches!(inline, Inline::Span(_)) { parent } else { Some(inline) };
        let breaks =
            matches!(content.first(), Some(Inline::Break)) || matches!(content.last(), Some(Inline::Break));
        let inside = Self::of(content, around)?;
        let sound = said && !nested && !breaks && inside.fit_a_block() && !content.is_empty();
        sound.then_some(Self::TIGHT)
    }
}

/// Running text from its start on: whether what was last put out was a space, or nothing yet.
struct Flow {
    at_space: bool,
}

impl Flow {
    fn tidy(&mut self, inlines: Inlines, parent: Option<&Inline>) -> Inlines {
        let mut out = Inlines::new();
        for inline in inlines {
            self.tidy_one(inline, parent, &mut out);
        }
        out
    }

    fn tidy_one(&mut self, mut inline: Inline, parent: Option<&Inline>, out: &mut Inlines) {
        if let Some(attributes) = inline.attributes_mut() {
            normalise_attributes(attributes);
        }
        match &mut inline {
            Inline::Text(text) => {
                self.collapse(text);
                return push(out, inline);
            }
            Inline::Break => {
                self.at_space = true;
                return push(out, inline);
            }
            Inline::Code(code) => {
                if code.text.contains(['\n', '\r']) {
                    code.text = code.text.replace("\r\n", " ").replace(['\n', '\r'], " ");
                }
                if !code.text.is_empty() {
                    self.at_space = false;
                    push(out, inline);
                }
                return;
            }
            Inline::Image(media) => {
                normalise_media(media);
                if !is_empty_media(media) {
                    self.at_space = false;
                    push(out, inline);
                }
                return;
            }
            Inline::FootnoteReference(_) => {
                self.at_space = false;
                return push(out, inline);
            }
            Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Underline(_)
            | Inline::Strike(_)
            | Inline::Sub(_)
            | Inline::Sup(_)
            | Inline::Span(_)
            | Inline::Link(_)
            | Inline::Quote(_)
            | Inline::Entity(_)
            | Inline::Unknown(_) => {}
        }
        self.tidy_holder(inline, parent, out);
    }

    /// An inline that holds inlines.
    fn tidy_holder(&mut self, mut inline: Inline, parent: Option<&Inline>, out: &mut Inlines) {
        if is_style(&inline) && parent.is_some_and(|parent| discriminant(parent) == discriminant(&inline)) {
            let attributes = inline.attributes_mut().and_then(take);
            let content = inline.content_mut().map(take).unwrap_or_default();
            inline = Inline::Span(Box::new(Span { content, attributes }));
        }
        if let Inline::Span(span) = &mut inline
            && span.attributes.is_none()
        {
            for inner in take(&mut span.content) {
                self.tidy_one(inner, parent, out);
            }
            return;
        }
        let content = inline.content_mut().map(take).unwrap_or_default();
        // A span does not hide the style around it.
        let around = if matches!(inline, Inline::Span(_)) { parent } else { Some(&inline) };
        let mut content = self.tidy(content, around);
        for edge in take_leading(&mut content) {
            push(out, edge);
        }
        let trailing = take_trailing(&mut content);
        let empty = content.is_empty();
        if let Some(slot) = inline.content_mut() {
            *slot = content;
        }
        if !empty || inline.stands_empty() {
            push(out, inline);
        }
        for edge in trailing.into_iter().rev() {
            push(out, edge);
        }
    }

    fn collapse(&mut self, text: &mut String) {
        let even = single_spaced(text, self.at_space);
        if even.len() < text.len() || matches!(even, Cow::Owned(_)) {
            *text = even.into_owned();
        }
        if let Some(last) = text.as_bytes().last() {
            self.at_space = *last == b' ';
        }
    }
}

/// The styles that may not stand directly in themselves and that join when they meet.
fn is_style(inline: &Inline) -> bool {
    matches!(
        inline,
        Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Underline(_)
            | Inline::Strike(_)
            | Inline::Sub(_)
            | Inline::Sup(_)
            | Inline::Span(_)
    )
}

/// Appends an inline, joining it to the last one where they are one.
fn push(out: &mut Inlines, mut inline: Inline) {
    if let (Some(Inline::Text(last)), Inline::Break) = (out.last_mut(), &inline) {
        if last.ends_with(' ') {
            last.pop();
            if last.is_empty() {
                out.pop();
            }
        }
        out.0.push(inline);
        return;
    }
    match (out.last_mut(), &mut inline) {
        (_, Inline::Text(text)) if text.is_empty() => {}
        (Some(Inline::Text(last)), Inline::Text(text)) => last.push_str(text),
        (Some(last), next) if joins(last, next) => {
            if let (Some(content), Some(more)) = (last.content_mut(), next.content_mut()) {
                for inner in take(more) {
                    push(content, inner);
                }
            }
        }
        _ => out.0.push(inline),
    }
}

fn joins(last: &Inline, next: &Inline) -> bool {
    let anonymous = last.attributes().is_none_or(|attributes| attributes.id.is_none());
    is_style(next)
        && discriminant(last) == discriminant(next)
        && last.attributes() == next.attributes()
        && anonymous
}

/// Takes spaces and breaks off the start, first one first.
fn take_leading(content: &mut Inlines) -> Vec<Inline> {
    let is_edge = |inline: &Inline| {
        matches!(inline, Inline::Break) || matches!(inline, Inline::Text(text) if text == " ")
    };
    let whole = content.iter().take_while(|inline| is_edge(inline)).count();
    let mut edges: Vec<Inline> = content.0.drain(..whole).collect();
    if let Some(Inline::Text(text)) = content.first_mut()
        && text.starts_with(' ')
    {
        text.remove(0);
        edges.push(Inline::text(" "));
    }
    edges
}

/// Takes spaces and breaks off the end, last one first.
fn take_trailing(content: &mut Inlines) -> Vec<Inline> {
    let mut edges = Vec::new();
    loop {
        match content.last_mut() {
            Some(Inline::Break) => edges.extend(content.0.pop()),
            Some(Inline::Text(text)) if text.ends_with(' ') => {
                text.pop();
                if text.is_empty() {
                    content.0.pop();
                }
                edges.push(Inline::text(" "));
            }
            _ => return edges,
        }
    }
}

/// Nothing but text may stand at the edges of a block.
fn trim_end(inlines: &mut Inlines) {
    take_trailing(inlines);
    let breaks = inlines.iter().take_while(|inline| matches!(inline, Inline::Break)).count();
    inlines.0.drain(..breaks);
}

fn preformatted(inlines: Inlines) -> Inlines {
    let mut out = Inlines::new();
    for mut inline in inlines {
        if let Some(attributes) = inline.attributes_mut() {
            normalise_attributes(attributes);
        }
        match &mut inline {
            Inline::Break => inline = Inline::text("\n"),
            Inline::Text(text) if text.contains('\r') => {
                *text = text.replace("\r\n", "\n").replace('\r', "\n")
            }
            Inline::Image(media) => normalise_media(media),
            Inline::Text(_)
            | Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Underline(_)
            | Inline::Strike(_)
            | Inline::Sub(_)
            | Inline::Sup(_)
            | Inline::Span(_)
            | Inline::Link(_)
            | Inline::Quote(_)
            | Inline::Code(_)
            | Inline::FootnoteReference(_)
            | Inline::Entity(_)
            | Inline::Unknown(_) => {}
        }
        if let Some(content) = inline.content_mut() {
            *content = preformatted(take(content));
            if content.is_empty() && !inline.stands_empty() {
                continue;
            }
        }
        if let Inline::Span(span) = &mut inline
            && span.attributes.is_none()
        {
            for inner in take(&mut span.content) {
                push_preformatted(&mut out, inner);
            }
        } else {
            push_preformatted(&mut out, inline);
        }
    }
    out
}

fn push_preformatted(out: &mut Inlines, inline: Inline) {
    match (out.last_mut(), inline) {
        (_, Inline::Text(text)) if text.is_empty() => {}
        (Some(Inline::Text(last)), Inline::Text(text)) => last.push_str(&text),
        (_, inline) => out.0.push(inline),
    }
}

fn trim_line_feeds(inlines: &mut Inlines, at_start: bool) {
    let edge = if at_start { inlines.0.first_mut() } else { inlines.0.last_mut() };
    if let Some(Inline::Text(text)) = edge {
        let trimmed = if at_start { text.trim_start_matches('\n') } else { text.trim_end_matches('\n') };
        if trimmed.len() < text.len() {
            *text = trimmed.to_owned();
        }
        if text.is_empty() {
            inlines.0.remove(if at_start { 0 } else { inlines.0.len() - 1 });
        }
    }
}

fn normalise_attributes(attributes: &mut Option<Box<Attributes>>) {
    if let Some(said) = attributes {
        said.class.retain(|class| !class.is_empty());
        if is_default(&**said) {
            *attributes = None;
        }
    }
}

fn normalise_media(media: &mut Media) {
    normalise_blocks(&mut media.caption);
    media.credit.normalise();
    media.renditions.retain(|rendition| !is_default(rendition));
    normalise_attributes(&mut media.attributes);
}

fn is_empty_media(media: &Media) -> bool {
    let Media { kind: _, renditions, alternative, title, caption, credit, attributes } = media;
    renditions.is_empty()
        && alternative.as_deref().is_none_or(str::is_empty)
        && title.is_none()
        && caption.is_empty()
        && credit.is_empty()
        && attributes.is_none()
}

/// Brings blocks into normal form.
pub(crate) fn normalise_blocks(blocks: &mut Vec<Block>) {
    let mut dissolves = false;
    for block in blocks.iter_mut() {
        normalise_block(block);
        dissolves |= matches!(block, Block::Container(container) if container.attributes.is_none());
    }
    if dissolves {
        *blocks = take(blocks).into_iter().flat_map(dissolved).collect();
    }
    blocks.retain(|block| !is_empty_block(block));
}

fn dissolved(block: Block) -> Vec<Block> {
    if let Block::Container(Container { content, attributes: None }) = block { content } else { vec![block] }
}

fn normalise_block(block: &mut Block) {
    normalise_attributes(block.attributes_mut());
    match block {
        Block::Paragraph(paragraph) => paragraph.content.normalise(),
        Block::CrossHead(cross_head) => {
            cross_head.level = cross_head.rank();
            cross_head.content.normalise();
        }
        Block::List(list) => normalise_list(list),
        Block::DefinitionList(list) => {
            list.items.iter_mut().for_each(normalise_definition);
            list.items.retain(|item| !item.terms.is_empty() || !item.descriptions.is_empty());
        }
        Block::Quotation(quotation) => {
            normalise_blocks(&mut quotation.content);
            quotation.credit.normalise();
        }
        Block::Preformatted(preformatted) => preformatted.content.normalise_preformatted(),
        Block::Table(table) => normalise_table(table),
        Block::Figure(media) => normalise_media(media),
        Block::Footnote(footnote) => normalise_blocks(&mut footnote.content),
        Block::Rule(_) => {}
        Block::Note(note) => {
            note.heading.normalise();
            normalise_blocks(&mut note.content);
        }
        Block::Container(container) => normalise_blocks(&mut container.content),
        Block::Unknown(unknown) => normalise_blocks(&mut unknown.content),
    }
}

fn is_empty_block(block: &Block) -> bool {
    match block {
        Block::Paragraph(paragraph) => paragraph.content.is_empty(),
        Block::CrossHead(cross_head) => cross_head.content.is_empty(),
        Block::List(list) => list.items.is_empty(),
        Block::DefinitionList(list) => list.items.is_empty(),
        Block::Quotation(quotation) => quotation.content.is_empty() && quotation.credit.is_empty(),
        Block::Preformatted(preformatted) => preformatted.content.is_empty(),
        Block::Table(table) => {
            table.caption.is_empty()
                && table.head.is_empty()
                && table.body.is_empty()
                && table.foot.is_empty()
        }
        Block::Figure(media) => is_empty_media(media),
        Block::Note(note) => note.heading.is_empty() && note.content.is_empty(),
        Block::Container(container) => container.content.is_empty(),
        Block::Footnote(_) | Block::Rule(_) | Block::Unknown(_) => false,
    }
}

fn normalise_list(list: &mut List) {
    if !list.ordered || list.start == Some(1) {
        list.start = None;
    }
    list.items.iter_mut().for_each(normalise_item);
}

fn normalise_item(item: &mut ListItem) {
    normalise_blocks(&mut item.content);
    normalise_attributes(&mut item.attributes);
}

fn normalise_definition(definition: &mut Definition) {
    for term in &mut definition.terms {
        term.content.normalise();
        normalise_attributes(&mut term.attributes);
    }
    definition.terms.retain(|term| !term.content.is_empty());
    definition.descriptions.iter_mut().for_each(normalise_item);
    definition.descriptions.retain(|item| !item.content.is_empty());
}

fn normalise_table(table: &mut Table) {
    table.caption.normalise();
    while table.columns.last().is_some_and(is_default) {
        table.columns.pop();
    }
    for rows in [&mut table.head, &mut table.body, &mut table.foot] {
        rows.iter_mut().for_each(normalise_row);
        rows.retain(|row| !row.cells.is_empty());
    }
}

fn normalise_row(row: &mut Row) {
    normalise_attributes(&mut row.attributes);
    row.cells.iter_mut().for_each(normalise_cell);
}

fn normalise_cell(cell: &mut Cell) {
    cell.column_span = cell.column_span.max(1);
    cell.row_span = cell.row_span.max(1);
    normalise_blocks(&mut cell.content);
    normalise_attributes(&mut cell.attributes);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn emphasis(content: Vec<Inline>) -> Inline {
        Inline::Emphasis(Box::new(Span::new(content)))
    }

    fn normal(inlines: Vec<Inline>) -> Inlines {
        let mut inlines = Inlines(inlines);
        inlines.normalise();
        let once = inlines.clone();
        inlines.normalise();
        assert_eq!(inlines, once, "normalising twice changes nothing");
        inlines
    }

    #[test]
    fn spaces_collapse_and_leave_the_edges() {
        let found = normal(vec![
            Inline::text("  a \n"),
            emphasis(vec![Inline::text(" b\tc ")]),
            Inline::text(" d "),
            Inline::Break,
            Inline::text(" e\u{a0} "),
        ]);
        let expected = vec![
            Inline::text("a "),
            emphasis(vec![Inline::text("b c")]),
            Inline::text(" d"),
            Inline::Break,
            Inline::text("e\u{a0}"),
        ];
        assert_eq!(found.0, expected);
    }

    #[test]
    fn styles_do_not_nest_in_themselves_and_join() {
        let found = normal(vec![
            emphasis(vec![Inline::text("a"), emphasis(vec![Inline::text("b")])]),
            Inline::Span(Box::new(Span::new(""))),
            emphasis(vec![Inline::text("c"), Inline::Break]),
            Inline::Break,
        ]);
        assert_eq!(found.0, vec![emphasis(vec![Inline::text("abc")])]);
    }

    /// Every run of up to three of the pieces, and each of those inside a style.
    fn runs() -> Vec<Inlines> {
        let class = |class: &str| Attributes { class: vec![class.into()], ..Attributes::default() };
        let link = crate::Link { target: String::new(), title: None, content: "x".into(), attributes: None };
        let pieces = [
            Inline::text("a"),
            Inline::text(" "),
            Inline::text(" a "),
            Inline::text("a  b"),
            Inline::text(""),
            Inline::Break,
            emphasis(vec![Inline::text("a")]),
            emphasis(vec![Inline::text("a "), emphasis(vec![Inline::text("b")])]),
            emphasis(vec![Inline::Break, Inline::text("a")]),
            emphasis(vec![]),
            Inline::Span(Box::new(Span { content: "a".into(), attributes: None })),
            Inline::Span(Box::new(Span { content: "a".into(), attributes: Some(Box::new(class("b"))) })),
            Inline::Strong(Box::new(Span { content: "a".into(), attributes: Some(Box::new(class(""))) })),
            Inline::Link(Box::new(link)),
        ];
        let mut runs = vec![Inlines::new()];
        for one in &pieces {
            runs.push(Inlines(vec![one.clone()]));
            for two in &pieces {
                runs.push(Inlines(vec![one.clone(), two.clone()]));
                runs.extend(
                    pieces.iter().map(|three| Inlines(vec![one.clone(), two.clone(), three.clone()])),
                );
            }
        }
        let inside =
            runs.iter().map(|run| Inlines(vec![emphasis(run.0.clone()), Inline::text("z")])).collect();
        [runs, inside].concat()
    }

    #[test]
    fn a_run_is_known_to_be_normal() {
        for run in runs() {
            let mut tidy = Flow { at_space: true }.tidy(run.clone(), None);
            trim_end(&mut tidy);
            assert!(!is_normal(&run) || tidy == run, "{run:?} is not {tidy:?}");
            let certain = !tidy.iter().any(|inline| matches!(inline, Inline::Image(_) | Inline::Link(_)));
            assert!(is_normal(&tidy) || !certain, "{tidy:?} is normal");
        }
    }

    #[test]
    fn articles_are_equal_in_normal_form() {
        let article = |text: &str| Article { body: vec![Block::paragraph(text)], ..Article::default() };
        assert_eq!(article("a  b "), article("a b"));
        assert_ne!(article("a b"), article("ab"));
        let padded =
            Article { body: vec![Block::paragraph("a b"), Block::paragraph(" ")], ..Article::default() };
        assert_eq!(padded, article("a b"));
    }
}
