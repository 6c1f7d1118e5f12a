//! Pictures: found, checked, decoded where a PDF does not take them as they are.

use std::io::Cursor;

use copydesk_assume::alternative_text;
use copydesk_core::{Error, Feature, Media, MediaKind, Place, Rendition, Report, Step, Trail, WriteContext};
use copydesk_layout::page::{Picture, PictureId, Pictures};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};
use krilla::geom::Transform;
use krilla::image::{BitsPerComponent, CustomImage, Image, ImageColorspace};

use crate::press::InkProfile;

/// The pictures of one document.
#[derive(Default)]
pub(crate) struct Album {
    entries: Vec<Entry>,
    /// What the inks of its pictures are, where they say so themselves and nobody else does.
    inks: Option<InkProfile>,
}

/// A picture of an album.
struct Entry {
    image: Image,
    turn: Transform,
    /// Its width in pixels, as it is to be seen.
    width: u32,
    /// Where its rendition stands in the article.
    at: Place,
}

impl Album {
    /// The profile of the first picture of inks that has its own.
    pub(crate) fn inks(&self) -> Option<&InkProfile> {
        self.inks.as_ref()
    }

    /// A picture, to be drawn as a unit square, and how it is to be turned.
    pub(crate) fn image(&self, id: PictureId) -> Option<(Image, Transform)> {
        self.entries.get(id.0 as usize).map(|entry| (entry.image.clone(), entry.turn))
    }

    /// How many pixels fall on an inch where a picture is `points` wide, and where its rendition stands.
    pub(crate) fn resolution(&self, id: PictureId, points: f32) -> Option<(f32, &Place)> {
        let entry = self.entries.get(id.0 as usize)?;
        Some((entry.width as f32 / points * 72.0, &entry.at))
    }
}

/// Fills an album with the pictures a layout asks for.
pub(crate) struct Loader<'a> {
    pub(crate) album: &'a mut Album,
    pub(crate) context: &'a WriteContext<'a>,
    /// What the inks of pictures are that do not say so themselves.
    pub(crate) inks: Option<&'a InkProfile>,
}

/// A picture fit for a PDF.
struct Loaded {
    image: Image,
    turn: Orientation,
    /// Its size as it is to be seen.
    size: (u32, u32),
    /// What was lost on the way: one clause.
    changed: Option<&'static str>,
    /// What its inks are, if it says so itself.
    inks: Option<InkProfile>,
}

/// Why a rendition cannot be shown.
enum Unusable {
    /// It is not where it should be.
    Absent(String),
    /// It is there, and no picture a PDF can show.
    Unfit(String),
}

impl Pictures for Loader<'_> {
    fn load(&mut self, media: &Media, at: &Trail, report: &mut Report) -> Option<Picture> {
        let mut at = at.clone();
        let mut shown = None;
        at.enter(Step::Field("renditions"));
        for (index, rendition) in media.renditions.iter().enumerate() {
            at.enter(Step::Index(index));
            if shown.is_some() {
                report.dropped(Feature::Rendition, at.place(), "a page shows one rendition");
            } else {
                match self.rendition(media.kind, rendition) {
                    Ok(loaded) => {
                        if let Some(changed) = loaded.changed {
                            report.flattened(Feature::Rendition, at.place(), changed);
                        }
                        shown = Some((loaded, at.place()));
                    }
                    Err(Unusable::Absent(why) | Unusable::Unfit(why)) => {
                        report.dropped(Feature::Rendition, at.place(), why);
                    }
                }
            }
            at.leave();
        }
        at.leave();
        let Some((loaded, place)) = shown else {
            report.dropped(
                Feature::Figure,
                at.place(),
                "there is no rendition to show; its words are printed",
            );
            return None;
        };
        if self.album.inks.is_none() {
            self.album.inks = loaded.inks;
        }
        let alternative = alternative_text(media, &at.place(), report).into_owned();
        let id = PictureId(u32::try_from(self.album.entries.len()).ok()?);
        let entry =
            Entry { image: loaded.image, turn: transform(loaded.turn), width: loaded.size.0, at: place };
        self.album.entries.push(entry);
        Some(Picture { id, width: loaded.size.0, height: loaded.size.1, alternative })
    }
}

impl Loader<'_> {
    fn rendition(&self, kind: MediaKind, rendition: &Rendition) -> Result<Loaded, Unusable> {
        match kind {
            MediaKind::Image | MediaKind::Graphic => {}
            MediaKind::Audio | MediaKind::Video | MediaKind::Data => {
                return Err(Unusable::Unfit("a page shows pictures alone".to_owned()));
            }
        }
        let bytes = self.bytes(rendition)?;
        let limits = &self.context.limits;
        if bytes.len() > limits.media_bytes {
            return Err(Unusable::Unfit(format!("it is larger than {} bytes", limits.media_bytes)));
        }
        decode(bytes, limits.pixels, self.inks).map_err(Unusable::Unfit)
    }

    fn bytes(&self, rendition: &Rendition) -> Result<Vec<u8>, Unusable> {
        if let Some(data) = &rendition.data {
            return Ok(data.clone());
        }
        let Some(source) = &rendition.source else {
            return Err(Unusable::Absent("it has neither bytes nor a source".to_owned()));
        };
        match self.context.media.resolve(source) {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => Err(Unusable::Absent(format!("there is no file `{source}`"))),
            Err(error) => Err(Unusable::Absent(reason(&error))),
        }
    }
}

fn reason(error: &Error) -> String {
    error.message().to_owned()
}

fn decode(bytes: Vec<u8>, pixels: u64, inks: Option<&InkProfile>) -> Result<Loaded, String> {
    match image::guess_format(&bytes) {
        Ok(ImageFormat::Jpeg) => jpeg(bytes, pixels, inks),
        Ok(format @ (ImageFormat::Png | ImageFormat::Gif | ImageFormat::WebP)) => {
            sampled(&bytes, format, pixels)
        }
        _ => Err("it is no JPEG, PNG, WebP or GIF".to_owned()),
    }
}

/// A JPEG goes into the file as it is, unless it is made of inks and nobody says which: their colours are converted then.
fn jpeg(bytes: Vec<u8>, pixels: u64, known: Option<&InkProfile>) -> Result<Loaded, String> {
    let is_ink = jpeg_components(&bytes) == Some(4);
    let inks = if is_ink { own_inks(&bytes) } else { None };
    if is_ink && inks.is_none() && known.is_none() {
        let mut loaded = sampled(&bytes, ImageFormat::Jpeg, pixels)?;
        loaded.changed = Some("its inks (CMYK) are converted to red, green and blue");
        return Ok(loaded);
    }
    let mut decoder =
        image::codecs::jpeg::JpegDecoder::new(Cursor::new(&bytes)).map_err(|error| error.to_string())?;
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let size = checked_size(decoder.dimensions(), pixels)?;
    drop(decoder);
    let image = Image::from_jpeg(bytes.into(), false)?;
    Ok(Loaded { image, turn, size: turned_size(turn, size), changed: None, inks })
}

/// The profile of its inks that a JPEG has with it.
fn own_inks(bytes: &[u8]) -> Option<InkProfile> {
    let mut decoder = image::codecs::jpeg::JpegDecoder::new(Cursor::new(bytes)).ok()?;
    InkProfile::new(&decoder.icc_profile().ok()??).ok()
}

/// How many colours a JPEG's pixel has: the component count of its frame header (ITU-T T.81, B.2.2).
fn jpeg_components(bytes: &[u8]) -> Option<u8> {
    let mut at = 2;
    loop {
        let [0xFF, marker] = *bytes.get(at..at + 2)? else { return None };
        match marker {
            0xFF => at += 1,
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return bytes.get(at + 9).copied(),
            0x01 | 0xD0..=0xD8 => at += 2,
            _ => {
                let length = u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]);
                at += 2 + usize::from(length).max(2);
            }
        }
    }
}

/// Any other picture is decoded; a PDF stores its pixels.
fn sampled(bytes: &[u8], format: ImageFormat, pixels: u64) -> Result<Loaded, String> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = Some(pixels.saturating_mul(8));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| error.to_string())?;
    checked_size(decoder.dimensions(), pixels)?;
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let profile =
        profile.filter(|_| decoder.color_type().channel_count() != 4 || format != ImageFormat::Jpeg);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| error.to_string())?;
    picture.apply_orientation(turn);
    let size = (picture.width(), picture.height());
    let image = Image::from_custom(Pixels::new(picture, profile), false)?;
    let changed = is_animated(bytes, format).then_some("of its moving pictures, the first is shown");
    Ok(Loaded { image, turn: Orientation::NoTransforms, size, changed, inks: None })
}

fn checked_size((width, height): (u32, u32), pixels: u64) -> Result<(u32, u32), String> {
    match u64::from(width) * u64::from(height) {
        0 => Err("it has no pixels".to_owned()),
        count if count > pixels => Err(format!("it has more than {pixels} pixels")),
        _ => Ok((width, height)),
    }
}

fn is_animated(bytes: &[u8], format: ImageFormat) -> bool {
    use image::AnimationDecoder;
    if format == ImageFormat::Gif {
        return image::codecs::gif::GifDecoder::new(Cursor::new(bytes))
            .is_ok_and(|decoder| decoder.into_frames().take(2).filter(Result::is_ok).count() > 1);
    }
    format == ImageFormat::WebP
        && image::codecs::webp::WebPDecoder::new(Cursor::new(bytes))
            .is_ok_and(|decoder| decoder.has_animation())
}

/// Decoded pixels, colours and transparency apart, as a PDF stores them.
#[derive(Clone, Hash)]
struct Pixels {
    size: (u32, u32),
    space: PixelSpace,
    colours: std::sync::Arc<Vec<u8>>,
    alpha: Option<std::sync::Arc<Vec<u8>>>,
    profile: Option<std::sync::Arc<Vec<u8>>>,
}

#[derive(Clone, Copy, Hash)]
enum PixelSpace {
    Gray,
    Rgb,
}

impl Pixels {
    fn new(picture: DynamicImage, profile: Option<Vec<u8>>) -> Self {
        let size = (picture.width(), picture.height());
        let colour = picture.color();
        let (space, colours, alpha) = match (colour.has_color(), colour.has_alpha()) {
            (false, false) => (PixelSpace::Gray, picture.into_luma8().into_raw(), None),
            (false, true) => {
                let (colours, alpha) = split::<1>(&picture.into_luma_alpha8().into_raw());
                (PixelSpace::Gray, colours, alpha)
            }
            (true, true) => {
                let (colours, alpha) = split::<3>(&picture.into_rgba8().into_raw());
                (PixelSpace::Rgb, colours, alpha)
            }
            (true, false) => (PixelSpace::Rgb, picture.into_rgb8().into_raw(), None),
        };
        let shared = std::sync::Arc::new;
        Self { size, space, colours: shared(colours), alpha: alpha.map(shared), profile: profile.map(shared) }
    }
}

/// Colours and transparency apart; no transparency where every pixel is solid.
fn split<const COLOURS: usize>(pixels: &[u8]) -> (Vec<u8>, Option<Vec<u8>>) {
    let count = pixels.len() / (COLOURS + 1);
    let (mut colours, mut alpha) = (Vec::with_capacity(count * COLOURS), Vec::with_capacity(count));
    for pixel in pixels.chunks_exact(COLOURS + 1) {
        colours.extend_from_slice(&pixel[..COLOURS]);
        alpha.push(pixel[COLOURS]);
    }
    let solid = alpha.iter().all(|alpha| *alpha == u8::MAX);
    (colours, (!solid).then_some(alpha))
}

impl CustomImage for Pixels {
    fn color_channel(&self) -> &[u8] {
        &self.colours
    }

    fn alpha_channel(&self) -> Option<&[u8]> {
        self.alpha.as_deref().map(Vec::as_slice)
    }

    fn bits_per_component(&self) -> BitsPerComponent {
        BitsPerComponent::Eight
    }

    fn size(&self) -> (u32, u32) {
        self.size
    }

    fn icc_profile(&self) -> Option<&[u8]> {
        self.profile.as_deref().map(Vec::as_slice)
    }

    fn color_space(&self) -> ImageColorspace {
        match self.space {
            PixelSpace::Gray => ImageColorspace::Luma,
            PixelSpace::Rgb => ImageColorspace::Rgb,
        }
    }
}

fn turned_size(turn: Orientation, (width, height): (u32, u32)) -> (u32, u32) {
    match turn {
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => (width, height),
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
    }
}

/// What turns the unit square upright.
fn transform(turn: Orientation) -> Transform {
    let rows = match turn {
        Orientation::NoTransforms => return Transform::identity(),
        Orientation::FlipHorizontal => [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0],
        Orientation::Rotate180 => [-1.0, 0.0, 0.0, -1.0, 1.0, 1.0],
        Orientation::FlipVertical => [1.0, 0.0, 0.0, -1.0, 0.0, 1.0],
        Orientation::Rotate90FlipH => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
        Orientation::Rotate90 => [0.0, 1.0, -1.0, 0.0, 1.0, 0.0],
        Orientation::Rotate270FlipH => [0.0, -1.0, -1.0, 0.0, 1.0, 1.0],
        Orientation::Rotate270 => [0.0, -1.0, 1.0, 0.0, 0.0, 1.0],
    };
    let [sx, ky, kx, sy, tx, ty] = rows;
    Transform::from_row(sx, ky, kx, sy, tx, ty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_core::Inlines;

    fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn load(media: &Media) -> (Option<Picture>, Report) {
        let mut album = Album::default();
        let context = WriteContext::default();
        let mut report = Report::default();
        let mut trail = Trail::default();
        trail.enter(Step::Field("body"));
        trail.enter(Step::Index(0));
        let picture =
            Loader { album: &mut album, context: &context, inks: None }.load(media, &trail, &mut report);
        (picture, report)
    }

    fn media(data: Vec<u8>) -> Media {
        let rendition = Rendition { data: Some(data), ..Rendition::default() };
        Media { renditions: vec![rendition], alternative: Some("A".to_owned()), ..Media::default() }
    }

    #[test]
    fn each_format_is_shown() {
        let picture = DynamicImage::new_rgb8(4, 3);
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
            let (picture, report) = load(&media(encoded(&picture, format)));
            let picture = picture.unwrap();
            assert_eq!((picture.width, picture.height), (4, 3), "{format:?}");
            assert!(report.is_empty(), "{report:?}");
        }
    }

    #[test]
    fn what_cannot_be_shown_is_a_loss() {
        let mut media = media(b"<svg/>".to_vec());
        media.renditions.push(Rendition { source: Some("lost.jpg".to_owned()), ..Rendition::default() });
        let (picture, report) = load(&media);
        assert!(picture.is_none());
        let details: Vec<&str> = report.losses.iter().map(|loss| loss.detail.as_str()).collect();
        assert_eq!(
            details,
            [
                "it is no JPEG, PNG, WebP or GIF",
                "there is no file `lost.jpg`",
                "there is no rendition to show; its words are printed"
            ]
        );
    }

    #[test]
    fn broken_pictures_are_losses() {
        let whole = encoded(&DynamicImage::new_rgb8(9, 9), ImageFormat::Png);
        for length in 0..whole.len() {
            let (picture, report) = load(&media(whole[..length].to_vec()));
            assert!(picture.is_some() || !report.losses.is_empty(), "{length}");
        }
    }

    #[test]
    fn missing_alternative_text_is_assumed() {
        let mut media = media(encoded(&DynamicImage::new_luma8(2, 2), ImageFormat::Png));
        media.alternative = None;
        media.credit = Inlines::from("Photo");
        let (picture, report) = load(&media);
        assert_eq!(picture.unwrap().alternative, "Image");
        assert_eq!(report.assumed[0].field, "body[0].alternative");
    }

    #[test]
    fn solid_pictures_have_no_mask() {
        assert_eq!(split::<3>(&[1, 2, 3, 255, 4, 5, 6, 255]), (vec![1, 2, 3, 4, 5, 6], None));
        assert_eq!(split::<1>(&[1, 255, 2, 0]), (vec![1, 2], Some(vec![255, 0])));
    }

    #[test]
    fn components_are_counted() {
        let bytes = encoded(&DynamicImage::new_luma8(2, 2), ImageFormat::Jpeg);
        assert_eq!(jpeg_components(&bytes), Some(1));
        assert_eq!(jpeg_components(&bytes[..6]), None);
    }
}
