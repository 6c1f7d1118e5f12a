//! Nodes as blocks.

use copydesk_core::{
    Block, Container, CrossHead, Definition, DefinitionList, Feature, Footnote, Inline, Inlines, List,
    ListItem, Note, NoteKind, Paragraph, Preformatted, Quotation, Rule, Span, UnknownBlock,
};

use crate::attributes::Bag;
use crate::elements::is_block;
use crate::inlines::phrasing;
use crate::media::{bare_media, figure, is_blank, is_media};
use crate::table::table;
use crate::{Element, Node, Reading};

/// Nodes as blocks: runs of inlines become paragraphs.
pub(crate) fn flow(nodes: Vec<Node>, reading: &mut Reading<'_>) -> Vec<Block> {
    let mut flow = Flow { blocks: Vec::new(), run: Vec::new() };
    for node in nodes {
        match node {
            Node::Block(block) => {
                flow.end_run(reading);
                flow.blocks.push(block);
            }
            Node::Element(element) if is_block(&element.name) => {
                flow.end_run(reading);
                flow.element(element, reading);
            }
            Node::Element(element) if holds_blocks(&element) => {
                flow.end_run(reading);
                wrapper(element, &mut flow.blocks, reading);
            }
            Node::Element(_) | Node::Text(_) | Node::Inline(_) => flow.run.push(node),
        }
    }
    flow.end_run(reading);
    flow.blocks
}

struct Flow {
    blocks: Vec<Block>,
    /// The inline nodes since the last block.
    run: Vec<Node>,
}

impl Flow {
    fn end_run(&mut self, reading: &mut Reading<'_>) {
        if self.run.is_empty() {
            return;
        }
        let mut run = std::mem::take(&mut self.run);
        if let Some(element) = lone_media(&mut run) {
            let media = bare_media(element, reading);
            self.blocks.push(Block::Figure(Box::new(media)));
            return;
        }
        let content = phrasing(run, reading);
        if !is_blank(&content) {
            self.blocks.push(Block::paragraph(content));
        }
    }

    fn element(&mut self, element: Element, reading: &mut Reading<'_>) {
        let Element { name, attributes, children } = element;
        let mut bag = Bag::new(attributes);
        match name.as_str() {
            "p" if children.iter().any(|child| matches!(child, Node::Block(_))) => {
                self.blocks.push(division(bag, children, reading));
            }
            "p" => self.blocks.push(paragraph(bag, children, reading)),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = bag.take_as("data-level", |level| level.parse().ok());
                let level = level.unwrap_or(name.as_bytes()[1] - b'0');
                let content = phrasing(children, reading);
                let attributes = bag.finish(reading);
                self.blocks.push(Block::CrossHead(Box::new(CrossHead { level, content, attributes })));
            }
            "ul" | "ol" | "menu" | "dir" => self.blocks.push(list(&name, bag, children, reading)),
            "li" => self.stray_item(bag, children, reading),
            "dl" => self.blocks.push(definition_list(bag, children, reading)),
            "dt" | "dd" => {
                let element = Element { name, attributes: bag.into_rest(), children };
                self.stray_definition(element, reading);
            }
            "blockquote" => self.blocks.push(quotation(bag, children, reading)),
            "pre" => self.blocks.push(preformatted(bag, children, reading)),
            "table" => self.blocks.push(table(bag, children, reading)),
            "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "col" | "colgroup" => {
                let inner = Node::Element(Element { name, attributes: bag.into_rest(), children });
                self.blocks.push(table(Bag::new(Vec::new()), vec![inner], reading));
            }
            "figure" => self.blocks.extend(figure(bag, children, reading)),
            "hr" => self.blocks.push(Block::Rule(Rule { attributes: bag.finish(reading) })),
            "aside" => self.blocks.push(aside(bag, children, reading)),
            "div" | "body" | "optgroup" => self.blocks.push(division(bag, children, reading)),
            "caption" | "figcaption" => {
                let content = flow(children, reading);
                self.blocks.push(Block::Container(Container { content, attributes: bag.finish(reading) }));
            }
            "details" | "dialog" | "fieldset" | "form" | "summary" => {
                self.blocks.push(unknown(name, bag, children, reading));
            }
            _ => self.blocks.push(sectioning(&name, bag, children, reading)),
        }
    }

    /// An item outside a list: one list for all that follow each other.
    fn stray_item(&mut self, bag: Bag, children: Vec<Node>, reading: &mut Reading<'_>) {
        let item = item(bag, children, reading);
        if let Some(Block::List(list)) = self.blocks.last_mut()
            && list.attributes.is_none()
            && !list.ordered
        {
            list.items.push(item);
        } else {
            self.blocks.push(Block::List(Box::new(List { items: vec![item], ..List::default() })));
        }
    }

    fn stray_definition(&mut self, element: Element, reading: &mut Reading<'_>) {
        if let Some(Block::DefinitionList(DefinitionList { items, attributes: None })) =
            self.blocks.last_mut()
        {
            add_definition(items, element, reading);
        } else {
            let mut items = Vec::new();
            add_definition(&mut items, element, reading);
            self.blocks.push(Block::DefinitionList(DefinitionList { items, attributes: None }));
        }
    }
}

/// The one file a run consists of.
fn lone_media(run: &mut Vec<Node>) -> Option<Element> {
    let mut found = None;
    for (at, node) in run.iter().enumerate() {
        match node {
            Node::Text(text) if text.trim_ascii().is_empty() => {}
            Node::Element(element) if found.is_none() && is_media(&element.name) => found = Some(at),
            Node::Element(_) | Node::Text(_) | Node::Block(_) | Node::Inline(_) => return None,
        }
    }
    match run.swap_remove(found?) {
        Node::Element(element) => Some(element),
        Node::Text(_) | Node::Block(_) | Node::Inline(_) => None,
    }
}

/// Whether blocks stand in an element that is none itself. Media are read as a whole.
fn holds_blocks(element: &Element) -> bool {
    !is_media(&element.name)
        && element.children.iter().any(|child| match child {
            Node::Element(child) => is_block(&child.name) || holds_blocks(child),
            Node::Block(_) => true,
            Node::Text(_) | Node::Inline(_) => false,
        })
}

/// An inline element around blocks: a name of its own makes an unknown block, a style is given up.
fn wrapper(element: Element, blocks: &mut Vec<Block>, reading: &mut Reading<'_>) {
    let Element { name, attributes, children } = element;
    match name.as_str() {
        "span" | "font" | "ins" => blocks.push(division(Bag::new(attributes), children, reading)),
        "a" | "b" | "i" | "em" | "strong" | "u" | "s" | "del" | "strike" | "small" | "big" | "sub"
        | "sup" | "q" | "code" | "tt" => {
            let detail = format!("`{name}` around blocks");
            reading.report.flattened(Feature::Markup, reading.at.clone(), detail);
            blocks.extend(flow(children, reading));
        }
        _ => blocks.push(unknown(name, Bag::new(attributes), children, reading)),
    }
}

fn paragraph(mut bag: Bag, children: Vec<Node>, reading: &mut Reading<'_>) -> Block {
    let plain = bag.take("data-lede").is_some();
    let lede = !plain && bag.take_first_class("lede");
    let content = phrasing(children, reading);
    Block::Paragraph(Paragraph { content, lede, attributes: bag.finish(reading) })
}

fn list(name: &str, mut bag: Bag, children: Vec<Node>, reading: &mut Reading<'_>) -> Block {
    let ordered = name == "ol";
    let start = if ordered { bag.take_as("start", |start| start.parse().ok()) } else { None };
    let mut items: Vec<ListItem> = Vec::new();
    for child in children {
        match child {
            Node::Element(Element { name, attributes, children }) if name == "li" => {
                items.push(item(Bag::new(attributes), children, reading));
            }
            Node::Text(text) if text.trim_ascii().is_empty() => {}
            // What stands in a list outside its items belongs to the one before.
            other @ (Node::Element(_) | Node::Text(_) | Node::Block(_) | Node::Inline(_)) => {
                let content = flow(vec![other], reading);
                match items.last_mut() {
                    Some(last) => last.content.extend(content),
                    None => items.push(ListItem { content, attributes: None }),
                }
            }
        }
    }
    Block::List(Box::new(List { ordered, start, items, attributes: bag.finish(reading) }))
}

fn item(bag: Bag, children: Vec<Node>, reading: &mut Reading<'_>) -> ListItem {
    ListItem { content: flow(children, reading), attributes: bag.finish(reading) }
}

fn definition_list(bag: Bag, children: Vec<Node>, reading: &mut Reading<'_>) -> Block {
    let mut items = Vec::new();
    for child in children {
        match child {
            Node::Element(element) if element.name == "div" && element.attributes.is_empty() => {
                let mut group = Vec::new();
                for child in element.children {
                    if let Node::Element(element) = child {
                        add_definition(&mut group, element, reading);
                    } else if !is_empty_text(&child) {
                        add_to_last(&mut group, flow(vec![child], reading));
                    }
                }
                items.extend(group);
                // What follows a group begins a new entry.
                items.push(Definition::default());
            }
            Node::Element(element) => add_definition(&mut items, element, reading),
            other @ (Node::Text(_) | Node::Block(_) | Node::Inline(_)) => {
                if !is_empty_text(&other) {
                    let content = flow(vec![other], reading);
                    add_to_last(&mut items, content);
                }
            }
        }
    }
    items.retain(|item| *item != Definition::default());
    Block::DefinitionList(DefinitionList { items, attributes: bag.finish(reading) })
}

fn is_empty_text(node: &Node) -> bool {
    matches!(node, Node::Text(text) if text.trim_ascii().is_empty())
}

fn add_definition(items: &mut Vec<Definition>, element: Element, reading: &mut Reading<'_>) {
    let Element { name, attributes, children } = element;
    let bag = Bag::new(attributes);
    match name.as_str() {
        "dt" => {
            let content = phrasing(children, reading);
            let term = Span { content, attributes: bag.finish(reading) };
            match items.last_mut() {
                Some(last) if last.descriptions.is_empty() => last.terms.push(term),
                _ => items.push(Definition { terms: vec![term], descriptions: Vec::new() }),
            }
        }
        "dd" => {
            let description = ListItem { content: flow(children, reading), attributes: bag.finish(reading) };
            match items.last_mut() {
                Some(last) => last.descriptions.push(description),
                None => items.push(Definition { terms: Vec::new(), descriptions: vec![description] }),
            }
        }
        _ => {
            let element = Element { name, attributes: bag.into_rest(), children };
            let content = flow(vec![Node::Element(element)], reading);
            add_to_last(items, content);
        }
    }
}

fn add_to_last(items: &mut Vec<Definition>, content: Vec<Block>) {
    if content.is_empty() {
        return;
    }
    let description = ListItem { content, attributes: None };
    match items.last_mut() {
        Some(last) => last.descriptions.push(description),
        None => items.push(Definition { terms: Vec::new(), descriptions: vec![description] }),
    }
}

fn quotation(bag: Bag, mut children: Vec<Node>, reading: &mut Reading<'_>) -> Block {
    while children.last().is_some_and(is_empty_text) {
        children.pop();
    }
    let credit = match children.last_mut() {
        Some(Node::Element(last)) if last.name == "footer" && last.attributes.is_empty() => {
            let credit = std::mem::take(&mut last.children);
            children.pop();
            phrasing(credit, reading)
        }
        _ => Inlines::new(),
    };
    let content = flow(children, reading);
    Block::Quotation(Box::new(Quotation { content, credit, attributes: bag.finish(reading) }))
}

/// `pre`; a `code` that is all it holds says what language it is in.
fn preformatted(mut bag: Bag, mut children: Vec<Node>, reading: &mut Reading<'_>) -> Block {
    if let [Node::Element(code)] = children.as_mut_slice()
        && code.name == "code"
        && code.attribute("data-inline").is_none()
        && code.attributes.iter().all(|(name, _)| !bag.has(name))
    {
        for (name, value) in std::mem::take(&mut code.attributes) {
            bag.put(&name, value);
        }
        children = std::mem::take(&mut code.children);
    }
    if let [Node::Element(code)] = children.as_mut_slice() {
        code.attributes.retain(|(name, _)| name != "data-inline");
    }
    let content = phrasing(children, reading);
    Block::Preformatted(Preformatted { content, attributes: bag.finish(reading) })
}

fn aside(mut bag: Bag, mut children: Vec<Node>, reading: &mut Reading<'_>) -> Block {
    if let Some(id) = bag.take("data-footnote") {
        bag.take_as("role", |role| (role == "doc-footnote").then_some(()));
        let content = flow(children, reading);
        return Block::Footnote(Box::new(Footnote { id, content, attributes: bag.finish(reading) }));
    }
    let kind = if bag.take_first_class("note") {
        NoteKind::Note
    } else if bag.take_first_class("fact-box") {
        NoteKind::FactBox
    } else {
        return sectioning("aside", bag, children, reading);
    };
    let mut heading = Inlines::new();
    if let Some(at) = children.iter().position(|child| !is_empty_text(child))
        && let Node::Element(first) = &mut children[at]
        && first.name == "header"
        && first.attributes.is_empty()
    {
        let content = std::mem::take(&mut first.children);
        children.remove(at);
        heading = phrasing(content, reading);
    }
    let content = flow(children, reading);
    Block::Note(Box::new(Note { kind, heading, content, attributes: bag.finish(reading) }))
}

fn division(mut bag: Bag, children: Vec<Node>, reading: &mut Reading<'_>) -> Block {
    if let Some(name) = bag.take("data-element") {
        return unknown(name, bag, children, reading);
    }
    let content = flow(children, reading);
    Block::Container(Container { content, attributes: bag.finish(reading) })
}

fn unknown(name: String, bag: Bag, children: Vec<Node>, reading: &mut Reading<'_>) -> Block {
    let content = flow(children, reading);
    Block::Unknown(Box::new(UnknownBlock { name, content, attributes: bag.finish(reading) }))
}

/// `section`, `article`, `header` …: a container with the element's name as its first class.
fn sectioning(name: &str, bag: Bag, children: Vec<Node>, reading: &mut Reading<'_>) -> Block {
    let content = flow(children, reading);
    let mut attributes = bag.finish(reading).unwrap_or_default();
    attributes.class.insert(0, name.to_owned());
    Block::Container(Container { content, attributes: Some(attributes) })
}

/// Whether a preformatted block holds one inline code and nothing else.
pub(crate) fn is_lone_code(content: &Inlines) -> bool {
    matches!(content.as_slice(), [Inline::Code(_)])
}
