//! A small tree of elements, put up from tokens.

use copydesk_core::{Block, Error, Feature, Inline, Limit, Limits, Place, Report};

use crate::elements::{closes, is_formatting, is_void};
use crate::tokens::{Token, tokens};

/// An element and what it holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Element {
    /// Its name, in lower case.
    pub name: String,
    /// Its attributes, in order; names in lower case.
    pub attributes: Vec<(String, String)>,
    /// What it holds.
    pub children: Vec<Node>,
}

/// A node of the tree. Blocks and inlines made elsewhere may stand among the elements.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text.
    Text(String),
    /// A block that is ready.
    Block(Block),
    /// An inline that is ready.
    Inline(Inline),
}

impl Element {
    /// An element without children.
    pub fn new(name: String, attributes: Vec<(String, String)>) -> Self {
        Self { name, attributes, children: Vec::new() }
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl Node {
    /// The name of the element it is, or nothing.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Element(element) => &element.name,
            Self::Text(_) | Self::Block(_) | Self::Inline(_) => "",
        }
    }
}

/// Parses a fragment into nodes.
pub(crate) fn parse(
    html: &str,
    limits: &Limits,
    at: &Place,
    report: &mut Report,
) -> Result<Vec<Node>, Error> {
    let mut tree = Tree { open: vec![Element::default()], mended: 0 };
    let mut deepest = 0;
    tokens(html, &mut |token| {
        if deepest > limits.nesting {
            return;
        }
        tree.take(token, at, report);
        deepest = deepest.max(tree.open.len() - 1);
    });
    if deepest > limits.nesting {
        tree.open.clear();
        return Err(limits.reached(Limit::Nesting).at(at.clone()));
    }
    while tree.open.len() > 1 {
        tree.close_last();
    }
    if tree.mended > 0 {
        let found = format!("{} misnested or stray tags", tree.mended);
        report.repaired(Feature::Markup, at.clone(), found, "a tree of elements");
    }
    Ok(tree.open.pop().map(|root| root.children).unwrap_or_default())
}

/// The elements that are open; the first stands for the fragment itself.
struct Tree {
    open: Vec<Element>,
    mended: usize,
}

impl Tree {
    fn take(&mut self, token: Token, at: &Place, report: &mut Report) {
        match token {
            Token::Text(text) => self.text(&text),
            Token::Open { name, attributes, closed } => self.start(name, attributes, closed),
            Token::Close(name) => self.end(&name),
            Token::Comment(text) => {
                report.dropped(Feature::Comment, at.clone(), format!("comment `{}`", excerpt(&text)));
            }
            Token::Dropped(name) => {
                report.dropped(
                    Feature::Markup,
                    at.clone(),
                    format!("`{name}` element; programs and styles are no text"),
                );
            }
        }
    }

    fn text(&mut self, text: &str) {
        let children = self.children();
        if let Some(Node::Text(last)) = children.last_mut() {
            last.push_str(text);
        } else {
            children.push(Node::Text(text.to_owned()));
        }
    }

    fn start(&mut self, name: String, attributes: Vec<(String, String)>, closed: bool) {
        if matches!(name.as_str(), "html" | "body") {
            return;
        }
        while let Some(at) = self.closed_by(&name) {
            self.mended += self.open.len() - 1 - at;
            while self.open.len() > at {
                self.close_last();
            }
        }
        let element = Element::new(name, attributes);
        if closed || is_void(&element.name) {
            self.children().push(Node::Element(element));
        } else {
            self.open.push(element);
        }
    }

    /// The open element a start tag closes by rule; styles inside it go with it.
    fn closed_by(&self, name: &str) -> Option<usize> {
        let styles = self.open.iter().rev().take_while(|element| is_formatting(&element.name)).count();
        let at = self.open.len().checked_sub(styles + 1)?;
        (at > 0 && closes(&self.open[at].name, name)).then_some(at)
    }

    fn end(&mut self, name: &str) {
        let Some(at) = self.open.iter().skip(1).rposition(|element| element.name == name) else {
            if !matches!(name, "html" | "body") {
                self.mended += 1;
            }
            if name == "br" {
                self.start(name.to_owned(), Vec::new(), true);
            }
            return;
        };
        let mut again = Vec::new();
        while self.open.len() > at + 2 {
            let Some(last) = self.close_last() else { return };
            if is_formatting(&last.0) && is_formatting(name) {
                again.push(last);
            }
        }
        self.close_last();
        self.mended += again.len();
        for (name, attributes) in again.into_iter().rev() {
            self.open.push(Element::new(name, attributes));
        }
    }

    /// Closes the last open element and tells what it was.
    fn close_last(&mut self) -> Option<(String, Vec<(String, String)>)> {
        let element = self.open.pop()?;
        let again = (element.name.clone(), element.attributes.clone());
        self.children().push(Node::Element(element));
        Some(again)
    }

    fn children(&mut self) -> &mut Vec<Node> {
        if self.open.is_empty() {
            self.open.push(Element::default());
        }
        let last = self.open.len() - 1;
        &mut self.open[last].children
    }
}

fn excerpt(text: &str) -> String {
    const LONGEST: usize = 40;
    let text = text.trim();
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
