//! Nodes as running text.

use copydesk_core::{
    Attributes, Block, Code, Entity, EntityKind, Feature, FootnoteReference, Inline, Inlines, Link, Span,
    UnknownInline, child_blocks, child_inlines,
};

use crate::attributes::{Bag, is_unsafe_address};
use crate::elements::is_block;
use crate::media::inline_media;
use crate::{Element, Node, Reading};

/// Nodes as inlines, not yet in normal form.
pub(crate) fn phrasing(nodes: Vec<Node>, reading: &mut Reading<'_>) -> Inlines {
    let mut inlines = Inlines::new();
    for node in nodes {
        match node {
            Node::Text(text) => inlines.push(Inline::Text(text)),
            Node::Inline(inline) => inlines.push(inline),
            Node::Block(block) => flatten_block(&block, &mut inlines, reading),
            Node::Element(element) => push_element(element, &mut inlines, reading),
        }
    }
    inlines
}

fn push_element(element: Element, inlines: &mut Inlines, reading: &mut Reading<'_>) {
    if is_block(&element.name) {
        let detail = format!("`{}` inside running text", element.name);
        reading.report.flattened(Feature::Markup, reading.at.clone(), detail);
        let content = phrasing(element.children, reading);
        divide(inlines);
        inlines.0.extend(content);
        inlines.push(Inline::Break);
        return;
    }
    let children = inline(element, reading);
    inlines.0.extend(children);
}

/// A break before what is not at the start, unless there is one.
fn divide(inlines: &mut Inlines) {
    if !matches!(inlines.last(), None | Some(Inline::Break)) {
        inlines.push(Inline::Break);
    }
}

/// The words of a block in running text.
fn flatten_block(block: &Block, inlines: &mut Inlines, reading: &mut Reading<'_>) {
    reading.report.flattened(Feature::Markup, reading.at.clone(), "block inside running text");
    flatten_words(block, inlines);
}

fn flatten_words(block: &Block, inlines: &mut Inlines) {
    divide(inlines);
    for content in child_inlines(block) {
        inlines.0.extend(content.iter().cloned());
        inlines.push(Inline::Break);
    }
    for content in child_blocks(block) {
        for block in content {
            flatten_words(block, inlines);
        }
    }
}

/// An element as inlines: one, or its content where it says nothing.
fn inline(element: Element, reading: &mut Reading<'_>) -> Vec<Inline> {
    let Element { name, attributes, children } = element;
    let bag = Bag::new(attributes);
    let style: fn(Box<Span>) -> Inline = match name.as_str() {
        "em" | "i" => Inline::Emphasis,
        "strong" | "b" => Inline::Strong,
        "u" => Inline::Underline,
        "s" | "del" | "strike" => Inline::Strike,
        "sub" => Inline::Sub,
        "sup" => Inline::Sup,
        "q" => Inline::Quote,
        "a" => return link(bag, children, reading),
        "br" | "wbr" => return line_break(&name, bag, reading),
        "code" | "tt" => return code(bag, children, reading),
        "img" | "audio" | "video" | "object" | "picture" => {
            let element = Element { name, attributes: bag.into_rest(), children };
            return vec![inline_media(element, reading)];
        }
        "time" => return time(bag, children, reading),
        "span" => return span(bag, children, reading),
        _ => return unknown(name, bag, children, reading),
    };
    let content = phrasing(children, reading);
    vec![style(Box::new(Span { content, attributes: bag.finish(reading) }))]
}

fn link(mut bag: Bag, children: Vec<Node>, reading: &mut Reading<'_>) -> Vec<Inline> {
    if let Some(id) = bag.take("data-footnote") {
        return vec![Inline::FootnoteReference(Box::new(FootnoteReference { id }))];
    }
    let target = bag.take("href");
    let content = phrasing(children, reading);
    let Some(target) = target else {
        if let Some(name) = bag.take("name") {
            bag.put("id", name);
        }
        return vec![Inline::Span(Box::new(Span { content, attributes: bag.finish(reading) }))];
    };
    if is_unsafe_address(&target) {
        reading.report.flattened(Feature::Link, reading.at.clone(), "the address runs a program");
        return content.0;
    }
    let title = bag.take("title");
    vec![Inline::Link(Box::new(Link { target, title, content, attributes: bag.finish(reading) }))]
}

fn line_break(name: &str, bag: Bag, reading: &mut Reading<'_>) -> Vec<Inline> {
    if bag.finish(reading).is_some() {
        reading.report.dropped(Feature::Extra, reading.at.clone(), "attributes of a line break");
    }
    if name == "wbr" { vec![Inline::text("\u{200B}")] } else { vec![Inline::Break] }
}

fn code(bag: Bag, children: Vec<Node>, reading: &mut Reading<'_>) -> Vec<Inline> {
    let content = phrasing(children, reading);
    if !content.iter().all(|inline| matches!(inline, Inline::Text(_) | Inline::Break)) {
        reading.report.flattened(Feature::Code, reading.at.clone(), "markup inside code");
    }
    vec![Inline::Code(Box::new(Code { text: content.plain_text(), attributes: bag.finish(reading) }))]
}

/// `<time datetime="…">` is a date; without a value it is an element like any other.
fn time(mut bag: Bag, children: Vec<Node>, reading: &mut Reading<'_>) -> Vec<Inline> {
    let Some(value) = bag.take("datetime") else {
        return unknown("time".to_owned(), bag, children, reading);
    };
    let content = phrasing(children, reading);
    let kind = EntityKind::Date;
    let attributes = bag.finish(reading);
    vec![Inline::Entity(Box::new(Entity { kind, value: Some(value), scheme: None, content, attributes }))]
}

fn span(mut bag: Bag, children: Vec<Node>, reading: &mut Reading<'_>) -> Vec<Inline> {
    if let Some(kind) = bag.take_as("data-entity", entity_kind) {
        let (value, scheme) = (bag.take("data-value"), bag.take("data-scheme"));
        let content = phrasing(children, reading);
        let attributes = bag.finish(reading);
        return vec![Inline::Entity(Box::new(Entity { kind, value, scheme, content, attributes }))];
    }
    if bag.has("data-media") {
        let element = Element { name: "span".to_owned(), attributes: bag.into_rest(), children };
        return vec![inline_media(element, reading)];
    }
    if let Some(name) = bag.take("data-element") {
        return unknown(name, bag, children, reading);
    }
    let content = phrasing(children, reading);
    match bag.finish(reading) {
        None => content.0,
        attributes => vec![Inline::Span(Box::new(Span { content, attributes }))],
    }
}

/// The kind of an entity by its name in the article's JSON.
pub(crate) fn entity_kind(name: &str) -> Option<EntityKind> {
    Some(match name {
        "person" => EntityKind::Person,
        "organisation" => EntityKind::Organisation,
        "place" => EntityKind::Place,
        "date" => EntityKind::Date,
        "money" => EntityKind::Money,
        "number" => EntityKind::Number,
        "event" => EntityKind::Event,
        _ => return None,
    })
}

fn unknown(name: String, bag: Bag, children: Vec<Node>, reading: &mut Reading<'_>) -> Vec<Inline> {
    let content = phrasing(children, reading);
    let attributes: Option<Box<Attributes>> = bag.finish(reading);
    vec![Inline::Unknown(Box::new(UnknownInline { name, content, attributes }))]
}
