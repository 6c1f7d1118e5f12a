//! Pictures, sounds and films.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use copydesk_core::{Block, Feature, Inline, Inlines, Media, MediaKind, Rendition};

use crate::attributes::{Bag, is_unsafe_address};
use crate::blocks::flow;
use crate::inlines::phrasing;
use crate::{Element, Node, Reading};

/// Whether an element shows a file, or stands for one.
pub(crate) fn is_media(name: &str) -> bool {
    matches!(name, "img" | "audio" | "video" | "object" | "embed" | "source" | "picture")
}

/// A `figure`. Without a file in it, its blocks are a container.
pub(crate) fn figure(mut bag: Bag, children: Vec<Node>, reading: &mut Reading<'_>) -> Vec<Block> {
    if !contains_file(&children) && !bag.has("data-media") {
        return figure_without_file(bag, children, reading);
    }
    bag.take("data-media");
    let mut media = Media { kind: kind(&mut bag), ..Media::default() };
    fill(&mut media, children, reading);
    media.attributes = bag.finish(reading);
    vec![Block::Figure(Box::new(media))]
}

/// A file that stands among the blocks or in a line.
pub(crate) fn bare_media(element: Element, reading: &mut Reading<'_>) -> Media {
    let Element { name, attributes, children } = element;
    let mut bag = Bag::new(attributes);
    let mut media = Media { kind: kind(&mut bag), ..Media::default() };
    if name == "span" || name == "picture" {
        bag.take("data-media");
        if name == "span" {
            fill_in_line(&mut media, children, reading);
        } else {
            fill(&mut media, children, reading);
        }
        media.attributes = bag.finish(reading);
        return media;
    }
    let mut rendition = rendition(&mut bag, &mut media, &name, reading);
    for child in children {
        match child {
            Node::Element(element) if is_media(&element.name) => add_file(element, &mut media, reading),
            Node::Element(_) | Node::Text(_) | Node::Block(_) | Node::Inline(_) => {
                let words = phrasing(vec![child], reading).plain_text();
                if !words.trim().is_empty() {
                    media.alternative.get_or_insert_with(String::new).push_str(words.trim());
                }
            }
        }
    }
    media.attributes = bag.finish(reading);
    if rendition != Rendition::default() {
        rendition.extras = std::mem::take(&mut rendition.extras);
        media.renditions.insert(0, rendition);
    }
    media
}

/// The same, as an inline.
pub(crate) fn inline_media(element: Element, reading: &mut Reading<'_>) -> Inline {
    Inline::Image(Box::new(bare_media(element, reading)))
}

/// A figure that shows a table, a quotation, a listing: its blocks, then its caption.
fn figure_without_file(bag: Bag, children: Vec<Node>, reading: &mut Reading<'_>) -> Vec<Block> {
    let content = children
        .into_iter()
        .flat_map(|child| match child {
            Node::Element(element) if element.name == "figcaption" => flow(element.children, reading),
            other @ (Node::Element(_) | Node::Text(_) | Node::Block(_) | Node::Inline(_)) => {
                flow(vec![other], reading)
            }
        })
        .collect();
    let attributes = bag.finish(reading);
    vec![Block::Container(copydesk_core::Container { content, attributes })]
}

fn contains_file(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Element(element) => is_media(&element.name) || contains_file(&element.children),
        Node::Inline(Inline::Image(_)) | Node::Block(Block::Figure(_)) => true,
        Node::Text(_) | Node::Inline(_) | Node::Block(_) => false,
    })
}

/// Everything inside a figure, in order.
fn fill(media: &mut Media, children: Vec<Node>, reading: &mut Reading<'_>) {
    let mut rest = Vec::new();
    for child in children {
        match child {
            Node::Element(element) if element.name == "figcaption" => {
                caption(media, element.children, reading);
            }
            Node::Element(element) if is_media(&element.name) => add_file(element, media, reading),
            Node::Inline(Inline::Image(image)) => adopt(media, *image),
            Node::Block(Block::Figure(image)) => adopt(media, *image),
            Node::Element(mut element) if contains_file(&element.children) => {
                let wrapped = std::mem::take(&mut element.children);
                if let Some(target) = element.attribute("href").filter(|target| !is_unsafe_address(target)) {
                    let detail = format!("link to `{target}` around a figure");
                    reading.report.dropped(Feature::Link, reading.at.clone(), detail);
                }
                fill(media, wrapped, reading);
            }
            Node::Element(mut element)
                if element.name == "span" && element.attribute("data-credit").is_some() =>
            {
                media.credit = phrasing(std::mem::take(&mut element.children), reading);
            }
            Node::Element(_) | Node::Text(_) | Node::Inline(_) | Node::Block(_) => rest.push(child),
        }
    }
    media.caption.extend(flow(rest, reading));
}

/// Everything inside an image in a line: its files come first; the rest is its caption, but for the credit.
fn fill_in_line(media: &mut Media, children: Vec<Node>, reading: &mut Reading<'_>) {
    let mut caption = Vec::new();
    let mut files = 0;
    for child in children {
        match child {
            Node::Element(element)
                if caption.is_empty()
                    && (element.name == "source" || files == 0 && is_media(&element.name)) =>
            {
                files += 1;
                add_file(element, media, reading);
            }
            Node::Element(element)
                if element.name == "span" && element.attribute("data-credit").is_some() =>
            {
                media.credit = phrasing(element.children, reading);
            }
            Node::Element(_) | Node::Text(_) | Node::Inline(_) | Node::Block(_) => caption.push(child),
        }
    }
    if !caption.is_empty() {
        media.caption = vec![Block::paragraph(phrasing(caption, reading))];
    }
}

/// Takes over what another figure says.
fn adopt(media: &mut Media, other: Media) {
    let Media { kind: _, renditions, alternative, title, caption, credit, attributes } = other;
    media.renditions.extend(renditions);
    media.alternative = media.alternative.take().or(alternative);
    media.title = media.title.take().or(title);
    media.caption.extend(caption);
    media.credit.0.extend(credit);
    media.attributes = media.attributes.take().or(attributes);
}

/// A caption: its last `footer` is the credit.
fn caption(media: &mut Media, mut children: Vec<Node>, reading: &mut Reading<'_>) {
    while matches!(children.last(), Some(Node::Text(text)) if text.trim_ascii().is_empty()) {
        children.pop();
    }
    if let Some(Node::Element(last)) = children.last_mut()
        && last.name == "footer"
        && last.attributes.is_empty()
    {
        let credit = std::mem::take(&mut last.children);
        children.pop();
        media.credit = phrasing(credit, reading);
    }
    media.caption.extend(flow(children, reading));
}

fn add_file(element: Element, media: &mut Media, reading: &mut Reading<'_>) {
    let Element { name, attributes, children } = element;
    let mut bag = Bag::new(attributes);
    if name != "picture" {
        let mut file = rendition(&mut bag, media, &name, reading);
        file.extras.append(&mut bag.extras(reading));
        if file != Rendition::default() {
            media.renditions.push(file);
        }
    }
    fill(media, children, reading);
}

/// What an element says of one file, and of the whole where that was not said before.
fn rendition(bag: &mut Bag, media: &mut Media, name: &str, reading: &mut Reading<'_>) -> Rendition {
    if name == "audio" || name == "video" {
        let kind = if name == "audio" { MediaKind::Audio } else { MediaKind::Video };
        if media.kind == MediaKind::Image {
            media.kind = kind;
        }
        bag.take("controls");
    }
    if let Some(alternative) = bag.take("alt").or_else(|| bag.take("aria-label")) {
        media.alternative.get_or_insert(alternative);
    }
    if media.title.is_none() && name != "source" {
        media.title = bag.take("title");
    }
    let number = |text: &str| text.parse().ok().filter(|n: &u32| n.to_string() == text);
    let mut file = Rendition {
        source: bag.take("src").or_else(|| bag.take("data")),
        data: bag.take_as("data-bytes", |text| STANDARD.decode(text).ok()),
        media_type: bag.take("type"),
        role: bag.take("data-role"),
        width: bag.take_as("width", number),
        height: bag.take_as("height", number),
        extras: copydesk_core::Extras::new(),
    };
    if file.source.as_deref().is_some_and(is_unsafe_address) {
        reading.report.dropped(Feature::Rendition, reading.at.clone(), "the address runs a program");
        file.source = None;
    }
    embedded(&mut file);
    file
}

/// Bytes in a `data:` address become the rendition's own.
fn embedded(file: &mut Rendition) {
    let Some(address) = file.source.as_deref().and_then(|source| source.strip_prefix("data:")) else {
        return;
    };
    let Some((media_type, base64)) = address.split_once(";base64,") else { return };
    if file.data.is_none()
        && file.media_type.as_deref().is_none_or(|known| known == media_type)
        && let Ok(bytes) = STANDARD.decode(base64)
    {
        (file.data, file.media_type) = (Some(bytes), Some(media_type.to_owned()));
        file.source = None;
    }
}

fn kind(bag: &mut Bag) -> MediaKind {
    let kind = bag.take_as("data-kind", |kind| {
        Some(match kind {
            "image" => MediaKind::Image,
            "graphic" => MediaKind::Graphic,
            "audio" => MediaKind::Audio,
            "video" => MediaKind::Video,
            "data" => MediaKind::Data,
            _ => return None,
        })
    });
    kind.unwrap_or_default()
}

/// Inlines without anything in them.
pub(crate) fn is_blank(inlines: &Inlines) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text(text) => text.trim_ascii().is_empty(),
        Inline::Break => true,
        Inline::Span(span) if span.attributes.is_none() => is_blank(&span.content),
        Inline::Emphasis(_)
        | Inline::Strong(_)
        | Inline::Underline(_)
        | Inline::Strike(_)
        | Inline::Sub(_)
        | Inline::Sup(_)
        | Inline::Span(_)
        | Inline::Link(_)
        | Inline::Quote(_)
        | Inline::Code(_)
        | Inline::Image(_)
        | Inline::FootnoteReference(_)
        | Inline::Entity(_)
        | Inline::Unknown(_) => false,
    })
}
