//! A layout to the bytes of a PDF.

use std::borrow::Cow;

use copydesk_core::{Error, ErrorKind, Moment};
use copydesk_layout::page::Layout;
use krilla::configure::{Configuration, ValidationError};
use krilla::error::KrillaError;
use krilla::metadata::Metadata;
use krilla::{Document, SerializeSettings};

use crate::attach;
use crate::content::{Ink, Strings};
use crate::draw::Brush;
use crate::fonts::{DocumentFont, FontCache, Subset};
use crate::pictures::Album;
use crate::press::{InkProfile, Press};
use crate::tags;
use crate::text::glyph_text;

/// How a file is written.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    pub(crate) configuration: Configuration,
    pub(crate) press: Press,
    /// Everything in it can be read without unpacking.
    pub(crate) readable: bool,
}

/// What goes into a file besides its pages.
pub(crate) struct Matter<'a> {
    pub(crate) album: &'a Album,
    pub(crate) info: Metadata,
    /// The article to attach, and its date.
    pub(crate) attached: Option<(Vec<u8>, Moment)>,
    /// What the inks of pictures are that do not say so themselves.
    pub(crate) inks: Option<&'a InkProfile>,
}

/// A document: what krilla wrote, and what is ours.
pub(crate) struct Rendered<'a> {
    /// The file, without text. Nothing in it is compressed but what krilla always compresses.
    pub(crate) file: Vec<u8>,
    /// Text and rectangles, page by page.
    pub(crate) inks: Vec<Ink>,
    /// The fonts they are set in, by their numbers.
    pub(crate) fonts: Vec<Subset<'a>>,
    /// What their glyphs stand for.
    pub(crate) text: Cow<'a, str>,
}

/// Draws a layout.
pub(crate) fn render<'a>(
    layout: &'a Layout,
    matter: Matter<'_>,
    fonts: &mut FontCache,
    form: Form,
) -> Result<Rendered<'a>, Error> {
    let Matter { album, info, attached, inks } = matter;
    let mut document = Document::new_with(SerializeSettings {
        compress_content_streams: false,
        ascii_compatible: form.readable,
        configuration: form.configuration,
        cmyk_profile: inks.or(album.inks()).map(InkProfile::icc),
        ..SerializeSettings::default()
    });
    let length = layout.text.len();
    let blank = layout.glyphs.iter().any(|glyph| glyph.text.is_empty() || glyph.text.end as usize > length);
    let (text, blank) = glyph_text(&layout.text, blank);
    let mut fonts = fonts.used(layout)?;
    let strings = if form.readable { Strings::Hex } else { Strings::Binary };
    let mut brush =
        Brush { layout, text: &text, blank, fonts: &mut fonts, album, press: form.press, strings };
    let (drawn, inks) = brush.draw(&mut document);
    document.set_tag_tree(tags::tree(layout, drawn));
    document.set_outline(tags::outline(layout, form.press));
    document.set_metadata(info);
    if let Some((json, date)) = attached {
        attach::attach(&mut document, json, &date);
    }
    let file = document.finish().map_err(|error| failure(&error))?;
    let mut fonts: Vec<Subset<'a>> = fonts
        .into_iter()
        .filter_map(|font| match font {
            DocumentFont::Ours(subset) => Some(*subset),
            DocumentFont::Theirs(_) | DocumentFont::Unused => None,
        })
        .collect();
    fonts.sort_by_key(|font| font.number);
    Ok(Rendered { file, inks, fonts, text })
}

/// What krilla refuses, in words.
fn failure(error: &KrillaError) -> Error {
    let KrillaError::Validation(errors) = error else {
        return Error::new(ErrorKind::Internal, error.to_string());
    };
    let restricted = errors.iter().any(|(error, _)| matches!(error, ValidationError::RestrictedLicense(_)));
    if restricted {
        let message = "the licence bits of a font forbid embedding it (OS/2 fsType 2): choose another font";
        return Error::new(ErrorKind::Resource, message);
    }
    let names: Vec<String> = errors.iter().map(|(error, _)| format!("{error:?}")).collect();
    Error::new(ErrorKind::Internal, format!("the page breaks the standard: {}", names.join("; ")))
}
