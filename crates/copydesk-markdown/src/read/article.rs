//! Blocks and front matter to an article: which lines are the headline, the byline, the credits.

use copydesk_core::{
    Article, Block, Byline, CrossHead, Dateline, Feature, Inline, Inlines, Paragraph, Place, ReadContext,
    Report, child_blocks_mut,
};
use copydesk_lines::Language;
use copydesk_markup::{Node, Reading, blocks_of, inlines_of};

use super::blocks::Story;
use super::entities::put_in;
use super::frame::{Blocks, Marked};
use super::front::Front;
use super::parts::{BodyLine, merge};
use super::places::Places;
use crate::furniture::{self, Line};
use crate::parts::{Fields, LineKind, apply_to_dateline, known_dateline_of, with};

/// Puts the article together.
pub(super) fn assemble(
    text: &str,
    story: Story,
    mut front: Front,
    context: &ReadContext<'_>,
    report: &mut Report,
) -> Article {
    let language = furniture::language(context.language.or(front.metadata.language.as_deref()));
    let Story { blocks: Blocks { blocks, native, offsets }, marked } = story;
    let end = blocks.len();
    let blocks = blocks.into_iter().map(Some).collect();
    let mut desk = Desk { text, blocks, native, offsets, marked, start: 0, end, language, report };
    let mut article = Article { metadata: std::mem::take(&mut front.metadata), ..Article::default() };
    let below_heading = desk.headline(&mut article, &mut front);
    desk.decks(&mut article, &front, below_heading);
    let bylines = desk.heads();
    article.bylines = merge(bylines, front.bylines, language, text, desk.report);
    desk.dateline(&mut article, front.dateline);
    let copyright = desk.feet(Line::Copyright);
    let credits = desk.feet(Line::Credits);
    article.copyright = merge(copyright, front.copyright, language, text, desk.report);
    article.credits = merge(credits, front.credits, language, text, desk.report);
    article.summary = front.summary;
    article.rights = front.rights;
    desk.summary(&mut article);
    desk.leftovers();
    article.body = desk.blocks.into_iter().flatten().collect();
    if let Some(image) = front.image {
        article.body.insert(0, Block::Figure(Box::new(image)));
    }
    level(&mut article);
    article.normalise();
    put_in(&mut article, front.entities, report);
    article
}

/// The blocks of the story while the lines around it are taken off.
struct Desk<'a> {
    text: &'a str,
    blocks: Vec<Option<Block>>,
    native: Vec<bool>,
    offsets: Vec<usize>,
    marked: Vec<Marked>,
    /// Where the story begins.
    start: usize,
    /// Where it ends.
    end: usize,
    language: Language,
    report: &'a mut Report,
}

impl Desk<'_> {
    /// The first block that is left, if it is Markdown's own.
    fn first(&self) -> Option<&Block> {
        self.native_block(self.start)
    }

    fn native_block(&self, at: usize) -> Option<&Block> {
        if at < self.end && self.native[at] { self.blocks[at].as_ref() } else { None }
    }

    fn take(&mut self, at: usize) -> Option<Block> {
        self.blocks[at].take()
    }

    fn offset(&self, at: usize) -> usize {
        self.offsets.get(at).copied().unwrap_or_default()
    }

    fn place(&self, at: usize) -> Place {
        Places::new(self.text).at(self.offset(at))
    }

    /// The headline and the kicker. Gives whether the headline was a heading of the body.
    fn headline(&mut self, article: &mut Article, front: &mut Front) -> bool {
        if let Some(kicker) = front.kicker.take() {
            article.kicker = Inlines::from(kicker);
        }
        if let Some(kicker) = self.marked_inlines(Line::Kicker).pop() {
            article.kicker = kicker;
        }
        if let Some(headline) = front.headline.take() {
            article.headline = Inlines::from(headline);
            return false;
        }
        let title = article.metadata.title.is_some();
        if let Some(at) = self.heading(title) {
            if at == 1
                && let Some(Block::Paragraph(kicker)) = self.take(0)
            {
                article.kicker = kicker.content;
            }
            if let Some(Block::CrossHead(heading)) = self.take(at) {
                self.heading_attributes(&heading, at);
                article.headline = heading.content;
            }
            self.start = at + 1;
            return true;
        }
        if let Some(title) = article.metadata.title.take() {
            article.headline = Inlines::from(title);
        }
        false
    }

    /// Which block is the headline: the first, or the second below one paragraph. Where the front matter gives a
    /// title, only a single heading of the first level is.
    fn heading(&self, title: bool) -> Option<usize> {
        let level = |at: usize| match self.native_block(at) {
            Some(Block::CrossHead(heading)) => Some(heading.level),
            _ => None,
        };
        let kicker = matches!(
            self.native_block(0),
            Some(Block::Paragraph(Paragraph { content, .. }))
                if !content.iter().any(|inline| matches!(inline, Inline::Break | Inline::Image(_)))
        );
        let at = match (level(0), level(1)) {
            (Some(1), _) => 0,
            (None, Some(1)) if kicker => 1,
            (Some(_), _) if !title => 0,
            _ => return None,
        };
        let tops = (0..self.end).filter(|at| level(*at) == Some(1)).count();
        (!title || tops == 1).then_some(at)
    }

    /// A headline has no attributes.
    fn heading_attributes(&mut self, heading: &CrossHead, at: usize) {
        if heading.attributes.is_some() {
            let place = self.place(at);
            self.report.dropped(Feature::Headline, place, "id, classes and other attributes of the headline");
        }
    }

    fn decks(&mut self, article: &mut Article, front: &Front, below_heading: bool) {
        article.decks = front.decks.iter().map(|deck| Inlines::from(deck.as_str())).collect();
        while below_heading && !self.is_interrupted() {
            let Some(deck) = self.first().and_then(furniture::deck).cloned() else { break };
            article.decks.extend(self.marked_before(Line::Deck, self.start));
            self.take(self.start);
            self.start += 1;
            article.decks.push(deck);
        }
        article.decks.extend(self.marked_inlines(Line::Deck));
    }

    /// Whether a marked line of another kind stands before the next block: what follows it is no deck.
    fn is_interrupted(&self) -> bool {
        self.marked.iter().any(|marked| marked.position <= self.start && marked.line == Line::Byline)
    }

    /// The bylines, in order.
    fn heads(&mut self) -> Vec<BodyLine<Byline>> {
        let mut lines = Vec::new();
        while let Some(line) = self.plain_line(self.start) {
            lines.extend(self.marked_lines(Line::Byline, Some(self.start)));
            lines.push(line);
            self.take(self.start);
            self.start += 1;
        }
        lines.extend(self.marked_lines(Line::Byline, None));
        lines
    }

    /// The line that a paragraph is, known for what it is by its words.
    fn plain_line<T: LineKind>(&self, at: usize) -> Option<BodyLine<T>> {
        let text = furniture::plain_line(self.native_block(at)?)?;
        let read = T::read_plain(&text, self.language)?;
        Some(BodyLine { text: text.into_owned(), offset: self.offset(at), read: Some(read) })
    }

    /// The dateline: marked, before the first paragraph, or said by the front matter; which may also add to it.
    fn dateline(&mut self, article: &mut Article, front: Option<Fields>) {
        let marked = self.marked_lines::<Dateline>(Line::Dateline, None).pop();
        let parts = front.unwrap_or_default();
        if let Some(line) = marked {
            article.dateline = Some(with(&known_dateline_of(&line.text, self.language), parts));
            return;
        }
        let found = match self.first() {
            Some(Block::Paragraph(Paragraph { content, .. })) if !parts.contains_key("printed") => {
                furniture::dateline(content, self.language)
            }
            _ => None,
        };
        let Some((found, end)) = found else {
            article.dateline = (!parts.is_empty()).then(|| with(&Dateline::default(), parts));
            return;
        };
        let (dateline, left) = apply_to_dateline(&found, parts);
        if !left.is_empty() {
            let keys: Vec<&str> = left.keys().map(String::as_str).collect();
            let detail =
                format!("`{}` in the front matter, which does not go with the line", keys.join("`, `"));
            self.report.dropped(Feature::Dateline, self.place(self.start), detail);
        }
        if !dateline.repeated
            && let Some(Some(Block::Paragraph(paragraph))) = self.blocks.get_mut(self.start)
            && let Some(Inline::Text(text)) = paragraph.content.first_mut()
        {
            text.drain(..end);
        }
        article.dateline = Some(dateline);
    }

    /// The lines of one kind below the story, in order. Footnotes may stand below them.
    fn feet<T: LineKind>(&mut self, line: Line) -> Vec<BodyLine<T>> {
        let mut natural = Vec::new();
        let mut at = self.end;
        while at > self.start {
            at -= 1;
            if matches!(self.blocks[at], None | Some(Block::Footnote(_))) {
                continue;
            }
            let Some(found) = self.plain_line(at) else { break };
            natural.push((at, found));
        }
        let mut lines = Vec::new();
        for (at, found) in natural.into_iter().rev() {
            lines.extend(self.marked_lines(line, Some(at)));
            lines.push(found);
            self.take(at);
        }
        lines.extend(self.marked_lines(line, None));
        lines
    }

    /// The abstract, where the body holds it.
    fn summary(&mut self, article: &mut Article) {
        for marked in self.taken(Line::Abstract, None) {
            let at = Places::new(self.text).at(marked.offset);
            let mut reading = Reading { at: &at, report: self.report };
            article.summary.extend(blocks_of(marked.nodes, &mut reading));
        }
    }

    /// Marked lines the model has no second place for.
    fn leftovers(&mut self) {
        for marked in std::mem::take(&mut self.marked) {
            let at = Places::new(self.text).at(marked.offset);
            let (_, class) = marked.line.element();
            self.report.dropped(Feature::Markup, at, format!("a second line marked `{class}`"));
        }
    }

    /// Takes the marked lines of a kind, up to a block of the story.
    fn taken(&mut self, line: Line, before: Option<usize>) -> Vec<Marked> {
        let matches = |marked: &Marked| marked.line == line && before.is_none_or(|at| marked.position <= at);
        self.marked.extract_if(.., |marked| matches(marked)).collect()
    }

    fn marked_before(&mut self, line: Line, at: usize) -> Vec<Inlines> {
        let taken = self.taken(line, Some(at));
        taken.into_iter().map(|marked| self.inlines_of(marked.nodes, marked.offset)).collect()
    }

    fn marked_inlines(&mut self, line: Line) -> Vec<Inlines> {
        let taken = self.taken(line, None);
        taken.into_iter().map(|marked| self.inlines_of(marked.nodes, marked.offset)).collect()
    }

    fn marked_lines<T>(&mut self, line: Line, before: Option<usize>) -> Vec<BodyLine<T>> {
        let taken = self.taken(line, before);
        taken
            .into_iter()
            .map(|Marked { offset, nodes, .. }| {
                let text = self.inlines_of(nodes, offset).plain_text();
                BodyLine { text, offset, read: None }
            })
            .collect()
    }

    fn inlines_of(&mut self, nodes: Vec<Node>, offset: usize) -> Inlines {
        let at = Places::new(self.text).at(offset);
        let mut inlines = inlines_of(nodes, &mut Reading { at: &at, report: self.report });
        inlines.normalise();
        inlines
    }
}

/// Brings cross-heads to their level: the highest is 1, whether the body's headings begin with `#` or, below a
/// headline, with `##`.
fn level(article: &mut Article) {
    let mut has_top = false;
    for_each_heading(&mut article.body, &mut |heading| has_top |= heading.level == 1);
    for_each_heading(&mut article.summary, &mut |heading| has_top |= heading.level == 1);
    if has_top {
        return;
    }
    let mut lower = |heading: &mut CrossHead| heading.level = heading.level.saturating_sub(1).max(1);
    for_each_heading(&mut article.body, &mut lower);
    for_each_heading(&mut article.summary, &mut lower);
}

fn for_each_heading(blocks: &mut [Block], change: &mut impl FnMut(&mut CrossHead)) {
    for block in blocks {
        if let Block::CrossHead(heading) = block {
            change(heading);
        }
        for inner in child_blocks_mut(block) {
            for_each_heading(inner, change);
        }
    }
}
