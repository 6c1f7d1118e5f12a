//! HTML among the Markdown: tags that open in one place and close in another.

use copydesk_core::{Error, Feature};
use copydesk_markup::{Element, Node, Token, closes, is_void, tokens};

use super::blocks::Builder;
use super::frame::{BlockKind, Frame, Marked, push_node_text};
use crate::furniture::Line;

impl Builder<'_> {
    /// A block of HTML. Elements it leaves open hold the Markdown that follows.
    pub(super) fn html_block(&mut self, html: &str) -> Result<(), Error> {
        self.end_implicit();
        if !matches!(self.frames.last(), Some(Frame::Html(_))) {
            self.open(Frame::Html(Element::default()))?;
        }
        for token in collected(html) {
            self.token(token)?;
        }
        // An element without a name is the block itself; it ends where nothing in it is open.
        if matches!(self.frames.last(), Some(Frame::Html(element)) if element.name.is_empty()) {
            self.close();
        }
        Ok(())
    }

    /// A tag in running text.
    pub(super) fn inline_html(&mut self, html: &str) -> Result<(), Error> {
        if !matches!(self.frames.last(), Some(Frame::Inlines(..) | Frame::Html(_))) {
            self.text("")?;
        }
        for token in collected(html) {
            self.token(token)?;
        }
        Ok(())
    }

    fn token(&mut self, token: Token) -> Result<(), Error> {
        match token {
            Token::Text(text) => match self.frames.last_mut() {
                Some(Frame::Html(element)) => push_node_text(&mut element.children, &text),
                _ => self.text(&text)?,
            },
            Token::Open { name, attributes, closed } => {
                while matches!(self.frames.last(), Some(Frame::Html(last)) if closes(&last.name, &name)) {
                    self.close();
                }
                let void = closed || is_void(&name);
                self.open(Frame::Html(Element::new(name, attributes)))?;
                if void {
                    self.close();
                }
            }
            Token::Close(name) => self.close_named(&name),
            Token::Comment(text) => {
                if !text.trim().is_empty() {
                    let place = self.place();
                    self.report.dropped(Feature::Comment, place, "a comment");
                }
            }
            Token::Dropped(name) => {
                let place = self.place();
                let detail = format!("`{name}` element; programs and styles are no text");
                self.report.dropped(Feature::Markup, place, detail);
                if self.in_line() {
                    self.open(Frame::Html(Element::new(name, Vec::new())))?;
                }
            }
        }
        Ok(())
    }

    /// Whether running text is open: there a script's text comes as text of its own.
    fn in_line(&self) -> bool {
        self.frames
            .iter()
            .rev()
            .find(|frame| !matches!(frame, Frame::Html(_)))
            .is_some_and(|frame| matches!(frame, Frame::Inlines(..)))
    }

    /// An end tag closes its element and what is open in it, but never what Markdown opened.
    fn close_named(&mut self, name: &str) {
        let html = self.frames.iter().rev().take_while(|frame| matches!(frame, Frame::Html(_)));
        let is_it = |frame: &Frame| matches!(frame, Frame::Html(element) if element.name == name);
        let found = html.enumerate().find(|(_, frame)| is_it(frame)).map(|(depth, _)| depth);
        match found {
            Some(depth) => {
                for _ in 0..=depth {
                    self.close();
                }
            }
            None => {
                let place = self.place();
                self.report.repaired(
                    Feature::Markup,
                    place,
                    format!("</{name}>"),
                    "nothing; it closes nothing",
                );
            }
        }
    }

    /// An element is finished: among elements it stays one, else it becomes blocks or inlines.
    pub(super) fn close_element(&mut self, element: Element) {
        if matches!(element.name.as_str(), "script" | "style") {
            return;
        }
        let offset = self.offset;
        let story = self.frames.iter().all(|frame| {
            matches!(frame, Frame::Blocks(BlockKind::Story, _))
                || matches!(frame, Frame::Html(element) if element.name.is_empty())
        });
        if story && let Some(line) = Line::marked(&element.name, &element.attributes) {
            let position = match self.frames.first() {
                Some(Frame::Blocks(_, blocks)) => blocks.blocks.len(),
                _ => 0,
            };
            self.marked.push(Marked { position, offset, line, nodes: element.children });
            return;
        }
        match self.frames.last_mut() {
            Some(Frame::Html(outer)) => {
                if element.name.is_empty() {
                    outer.children.extend(element.children);
                } else {
                    outer.children.push(Node::Element(element));
                }
            }
            Some(Frame::Inlines(..)) => {
                let inlines = self.inlines_of(element);
                for inline in inlines {
                    let _ = self.inline(inline);
                }
            }
            _ => {
                let nodes =
                    if element.name.is_empty() { element.children } else { vec![Node::Element(element)] };
                let blocks = self.blocks_of(nodes);
                for block in blocks {
                    self.block(block, false);
                }
            }
        }
    }
}

fn collected(html: &str) -> Vec<Token> {
    let mut found = Vec::new();
    tokens(html, &mut |token| found.push(token));
    found
}
