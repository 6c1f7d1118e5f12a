//! Running text: every inline, nested.

use copydesk_core::{
    Code, Entity, EntityKind, FootnoteReference, Inline, Inlines, Link, Media, MediaKind, Rendition, Span,
    UnknownInline,
};

use super::blocks;
use super::draw::Draw;
use super::text;

const KINDS: &[EntityKind] = &[
    EntityKind::Person,
    EntityKind::Organisation,
    EntityKind::Place,
    EntityKind::Date,
    EntityKind::Money,
    EntityKind::Number,
    EntityKind::Event,
];

const TARGETS: &[&str] = &[
    "https://example.org/",
    "https://example.org/a?b=c&d=e#f",
    "https://example.org/a b",
    "https://example.org/(x)",
    "mailto:desk@example.org",
    "#p1",
    "../photo.html",
    "javascript:alert(1)",
    "https://пример.example/ö",
    "tel:+1-555-0100",
    "<>\"'",
    "",
];

/// Running text of up to `depth` levels. Footnote marks are numbers until they are tied.
pub(super) fn inlines(draw: &mut Draw<'_>, depth: usize) -> Inlines {
    let count = 1 + draw.below(4);
    (0..count).map(|_| inline(draw, depth)).collect()
}

/// Preformatted text: lines whose spaces count, some of them marked.
pub(super) fn typed(draw: &mut Draw<'_>) -> Inlines {
    let count = 1 + draw.below(3);
    let typed = |draw: &mut Draw<'_>| Inline::Text(text::typed_lines(draw));
    (0..count)
        .map(|_| match draw.below(8) {
            6 => Inline::Strong(Box::new(Span {
                content: Inlines(vec![typed(draw)]),
                attributes: draw.attributes(),
            })),
            7 => Inline::Link(Box::new(Link {
                target: draw.pick(TARGETS).to_owned(),
                content: Inlines(vec![typed(draw)]),
                ..Link::default()
            })),
            _ => typed(draw),
        })
        .collect()
}

fn inline(draw: &mut Draw<'_>, depth: usize) -> Inline {
    if depth == 0 {
        return Inline::Text(text::running(draw));
    }
    match draw.below(28) {
        0..=11 => Inline::Text(text::running(draw)),
        12 | 13 => Inline::Emphasis(Box::new(span(draw, depth))),
        14 | 15 => Inline::Strong(Box::new(span(draw, depth))),
        16 => Inline::Underline(Box::new(span(draw, depth))),
        17 => Inline::Strike(Box::new(span(draw, depth))),
        18 => Inline::Sub(Box::new(span(draw, depth))),
        19 => Inline::Sup(Box::new(span(draw, depth))),
        20 => Inline::Span(Box::new(span(draw, depth))),
        21 => Inline::Link(Box::new(link(draw, depth))),
        22 => Inline::Break,
        23 => Inline::Quote(Box::new(span(draw, depth))),
        24 => Inline::Code(Box::new(Code { text: text::running(draw), attributes: draw.attributes() })),
        25 => Inline::FootnoteReference(Box::new(FootnoteReference { id: draw.below(8).to_string() })),
        26 => Inline::Entity(Box::new(entity(draw, depth))),
        _ => match draw.below(2) {
            0 => Inline::Unknown(Box::new(unknown(draw, depth))),
            _ => Inline::Image(Box::new(media(draw, 0))),
        },
    }
}

fn span(draw: &mut Draw<'_>, depth: usize) -> Span {
    Span { attributes: draw.attributes(), content: inlines(draw, depth - 1) }
}

fn link(draw: &mut Draw<'_>, depth: usize) -> Link {
    Link {
        target: draw.pick(TARGETS).to_owned(),
        title: if draw.one_in(3) { Some(text::line(draw)) } else { None },
        attributes: draw.attributes(),
        content: inlines(draw, depth - 1),
    }
}

fn entity(draw: &mut Draw<'_>, depth: usize) -> Entity {
    Entity {
        kind: draw.pick(KINDS),
        value: draw.maybe_line(),
        scheme: draw.maybe_line(),
        attributes: draw.attributes(),
        content: inlines(draw, depth - 1),
    }
}

fn unknown(draw: &mut Draw<'_>, depth: usize) -> UnknownInline {
    UnknownInline {
        name: draw.pick(&["object.title", "virtloc", "blink", "ns:thing"]).to_owned(),
        attributes: draw.attributes(),
        content: if draw.one_in(4) { Inlines::new() } else { inlines(draw, depth - 1) },
    }
}

/// A picture, sound or film; `depth` is what is left for its caption.
pub(super) fn media(draw: &mut Draw<'_>, depth: usize) -> Media {
    let kinds = [MediaKind::Image, MediaKind::Graphic, MediaKind::Audio, MediaKind::Video, MediaKind::Data];
    Media {
        kind: draw.pick(&kinds),
        renditions: draw.several(2, rendition),
        alternative: draw.maybe(|draw| if draw.one_in(4) { String::new() } else { text::line(draw) }),
        title: if draw.one_in(4) { Some(text::line(draw)) } else { None },
        caption: if draw.below(2) == 0 { blocks::captions(draw, depth) } else { Vec::new() },
        credit: if draw.one_in(3) { inlines(draw, 1) } else { Inlines::new() },
        attributes: draw.attributes(),
    }
}

/// A picture of one white pixel (PNG), one of one grey pixel (GIF), and bytes that are no picture.
const PICTURES: &[(&str, &[u8])] = &[
    (
        "image/png",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc\xf8\x0f\0\x01\x01\x01\0\xb18\xf6\x14\0\0\0\0IEND\xaeB`\x82",
    ),
    ("image/gif", b"GIF89a\x01\0\x01\0\x80\0\0\x80\x80\x80\0\0\0!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"),
    ("application/octet-stream", b"\0\xff<>&"),
];

fn rendition(draw: &mut Draw<'_>) -> Rendition {
    let sources =
        ["photo.jpg", "https://example.org/photo.png", "urn:archive:17", "a b/ü.gif", "../x.svg", ""];
    let (media_type, data) = draw.pick(PICTURES);
    let embedded = draw.one_in(3);
    Rendition {
        source: if embedded {
            draw.maybe(|draw| draw.pick(&sources).to_owned())
        } else {
            Some(draw.pick(&sources).to_owned())
        },
        data: if embedded { Some(data.to_vec()) } else { None },
        media_type: if embedded || draw.one_in(2) { Some(media_type.to_owned()) } else { None },
        role: draw.maybe(|draw| draw.pick(&["thumbnail", "highres", "x y"]).to_owned()),
        width: draw.maybe(|draw| u32::try_from(draw.below(5000)).unwrap_or(0)),
        height: draw.maybe(|draw| u32::try_from(draw.below(5000)).unwrap_or(0)),
        extras: draw.extras(),
    }
}
