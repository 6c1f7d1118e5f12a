//! Pictures, sounds and films.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use copydesk_core::{Audience, Feature, Inlines, Media, MediaKind, Rendition, Step, single_paragraph};

use super::HtmlOutput;
use super::tag::Tag;
use crate::attributes::is_unsafe_address;

/// A figure: its files, then caption and credit.
pub(super) fn figure(media: &Media, out: &mut HtmlOutput<'_>) {
    let mut tag = Tag::new("figure").with_some("data-kind", kind(media.kind));
    if media.renditions.is_empty() {
        tag = tag.with("data-media", "");
    }
    out.open(tag.attributes(media.attributes.as_deref()));
    files(media, out);
    if !media.caption.is_empty() || !media.credit.is_empty() {
        out.html.push_str("<figcaption>");
        out.blocks("caption", &media.caption);
        if !media.credit.is_empty() {
            out.html.push_str("<footer>");
            out.field("credit", &media.credit);
            out.html.push_str("</footer>");
        }
        out.html.push_str("</figcaption>");
    }
    out.html.push_str("</figure>");
}

/// An image in a line: a single tag where that says it all.
pub(super) fn inline_image(media: &Media, out: &mut HtmlOutput<'_>) {
    if let Some(tag) = simple_image(media) {
        out.open(tag.attributes(media.attributes.as_deref()));
        return;
    }
    let tag = Tag::new("span").with("data-media", "").with_some("data-kind", kind(media.kind));
    out.open(tag.attributes(media.attributes.as_deref()));
    files(media, out);
    match single_paragraph(&media.caption) {
        Some(caption) => out.inside(Step::Field("caption"), |out| {
            out.inside(Step::Index(0), |out| out.field("content", caption));
        }),
        None => caption_words(media, out),
    }
    if !media.credit.is_empty() {
        out.html.push_str("<span data-credit=\"\">");
        out.field("credit", &media.credit);
        out.html.push_str("</span>");
    }
    out.html.push_str("</span>");
}

/// Blocks cannot stand in a line: the words of a long caption, reported.
fn caption_words(media: &Media, out: &mut HtmlOutput<'_>) {
    let detail = "the blocks of a caption in running text";
    out.report.flattened(Feature::Caption, out.trail.field("caption"), detail);
    let mut words = String::new();
    if push_words(&media.caption, &mut words) {
        out.report.dropped(Feature::Caption, out.trail.field("caption"), "internal text in running text");
    }
    super::escape_text(&words.split_ascii_whitespace().collect::<Vec<_>>().join(" "), out.html);
}

/// Appends the public words of blocks; tells whether some are internal.
fn push_words(blocks: &[copydesk_core::Block], words: &mut String) -> bool {
    let mut left_out = false;
    for block in blocks {
        if block.audience() == Audience::Internal {
            left_out = true;
            continue;
        }
        for inlines in copydesk_core::child_inlines(block) {
            Inlines::push_plain_text(inlines, words);
            words.push(' ');
        }
        for blocks in copydesk_core::child_blocks(block) {
            left_out |= push_words(blocks, words);
        }
    }
    left_out
}

/// The one tag that says it all: one file at most, no caption or credit, nothing said of the file alone.
fn simple_image(media: &Media) -> Option<Tag> {
    let silent = Rendition::default();
    let file = match media.renditions.as_slice() {
        [] => &silent,
        [file] => file,
        _ => return None,
    };
    let plain = media.kind == MediaKind::Image
        && media.caption.is_empty()
        && media.credit.is_empty()
        && file.extras.is_empty();
    plain.then(|| file_tag("img", media, file, true))
}

fn files(media: &Media, out: &mut HtmlOutput<'_>) {
    let name = match media.kind {
        MediaKind::Image | MediaKind::Graphic | MediaKind::Data => "img",
        MediaKind::Audio => "audio",
        MediaKind::Video => "video",
    };
    let end = match media.kind {
        MediaKind::Image | MediaKind::Graphic | MediaKind::Data => "",
        MediaKind::Audio => "</audio>",
        MediaKind::Video => "</video>",
    };
    let silent = Rendition::default();
    let first = media.renditions.first().unwrap_or(&silent);
    out.open(file_tag(name, media, first, true).extras(&first.extras));
    out.html.push_str(end);
    for file in media.renditions.iter().skip(1) {
        out.open(file_tag("source", media, file, false).extras(&file.extras));
    }
    for (at, file) in media.renditions.iter().enumerate() {
        if file.source.as_deref().is_some_and(is_unsafe_address) {
            let place = out.trail.field(&format!("renditions[{at}].source"));
            out.report.dropped(Feature::Rendition, place, "the address runs a program");
        }
    }
}

fn file_tag(name: &str, media: &Media, file: &Rendition, says_all: bool) -> Tag {
    let source = file.source.as_deref().filter(|source| !is_unsafe_address(source));
    let mut tag = Tag::new(name);
    match (source, &file.data, file.media_type.as_deref()) {
        (None, Some(bytes), Some(media_type)) if is_embeddable(media_type) => {
            let address = format!("data:{media_type};base64,{}", STANDARD.encode(bytes));
            tag = tag.with("src", &address);
        }
        (source, bytes, media_type) => {
            let base64 = bytes.as_ref().map(|bytes| STANDARD.encode(bytes));
            tag = tag
                .with_some("src", source)
                .with_some("data-bytes", base64.as_deref())
                .with_some("type", media_type);
        }
    }
    if says_all {
        let alternative = if name == "img" { "alt" } else { "aria-label" };
        tag = tag
            .with_some(alternative, media.alternative.as_deref())
            .with_some("title", media.title.as_deref());
        if name != "img" {
            tag = tag.with("controls", "");
        }
    }
    let number = |number: Option<u32>| number.map(|number| number.to_string());
    tag.with_some("data-role", file.role.as_deref())
        .with_some("width", number(file.width).as_deref())
        .with_some("height", number(file.height).as_deref())
}

/// Whether a `data:` address of this type is read back as these bytes.
fn is_embeddable(media_type: &str) -> bool {
    media_type.strip_prefix("image/").is_some_and(|kind| {
        !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
    })
}

fn kind(kind: MediaKind) -> Option<&'static str> {
    match kind {
        MediaKind::Image => None,
        MediaKind::Graphic => Some("graphic"),
        MediaKind::Audio => Some("audio"),
        MediaKind::Video => Some("video"),
        MediaKind::Data => Some("data"),
    }
}
