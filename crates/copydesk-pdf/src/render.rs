//! A layout to the bytes of a PDF.

use copydesk_core::{Error, ErrorKind, Moment};
use copydesk_layout::page::{FontFile, Item, Layout};
use krilla::configure::{Configuration, ValidationError};
use krilla::error::KrillaError;
use krilla::metadata::Metadata;
use krilla::text::Font;
use krilla::{Document, SerializeSettings};

use crate::attach;
use crate::draw::Brush;
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

/// Writes a layout as krilla does. Streams of content are not compressed yet.
pub(crate) fn render(
    layout: &Layout,
    matter: Matter<'_>,
    fonts: &mut FontCache,
    form: Form,
) -> Result<Vec<u8>, Error> {
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
    let fonts = fonts.used(layout)?;
    let brush = Brush { layout, text: &text, blank, fonts: &fonts, album, press: form.press };
    let drawn = brush.draw(&mut document);
    document.set_tag_tree(tags::tree(layout, drawn));
    document.set_outline(tags::outline(layout, form.press));
    document.set_metadata(info);
    if let Some((json, date)) = attached {
        attach::attach(&mut document, json, &date);
    }
    document.finish().map_err(|error| failure(&error))
}

/// Fonts that are ready for use, known by their bytes, which stay the same from article to article.
#[derive(Default)]
pub(crate) struct FontCache {
    fonts: Vec<(FontFile, Font)>,
}

/// How many fonts are kept from one article to the next.
const CACHED_FONTS: usize = 64;

impl FontCache {
    /// The fonts that the runs of a layout use, by their ids.
    fn used(&mut self, layout: &Layout) -> Result<Vec<Option<Font>>, Error> {
        let mut fonts = vec![None; layout.fonts.len()];
        for item in layout.pages.iter().flat_map(|page| &page.items) {
            let Item::Run(run) = item else { continue };
            let index = usize::from(run.font.0);
            if let (Some(font @ None), Some(file)) = (fonts.get_mut(index), layout.fonts.get(index)) {
                *font = Some(self.font(file)?);
            }
        }
        Ok(fonts)
    }

    fn font(&mut self, file: &FontFile) -> Result<Font, Error> {
        let same =
            |kept: &FontFile| std::sync::Arc::ptr_eq(&kept.data, &file.data) && kept.index == file.index;
        if let Some((_, font)) = self.fonts.iter().find(|(kept, _)| same(kept)) {
            return Ok(font.clone());
        }
        let font = Font::new(file.data.clone().into(), file.index)
            .ok_or_else(|| Error::new(ErrorKind::Resource, "a font cannot be read"))?;
        if self.fonts.len() >= CACHED_FONTS {
            self.fonts.clear();
        }
        self.fonts.push((file.clone(), font.clone()));
        Ok(font)
    }
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
