//! The media of a book: found, checked, converted where EPUB cannot hold them, and named.

use std::io::Cursor;

use copydesk_core::{Feature, Limit, Limits, Media, MediaKind, MediaResolver, Rendition, Report, Trail};
use copydesk_html::{MediaStore, PlacedMedia, rendition_place, report_missing, sniffed};
use image::{ImageFormat, ImageReader};

use crate::accessibility::Access;
use crate::book::MediaFile;

/// Collects the media an article shows.
pub(crate) struct Pictures<'a> {
    pub(crate) resolver: &'a dyn MediaResolver,
    pub(crate) limits: &'a Limits,
    pub(crate) files: Vec<MediaFile>,
    pub(crate) access: Access,
}

/// A file an EPUB can hold.
struct Held {
    bytes: Vec<u8>,
    media_type: &'static str,
    size: Option<(u32, u32)>,
}

impl<'a> Pictures<'a> {
    pub(crate) fn new(resolver: &'a dyn MediaResolver, limits: &'a Limits) -> Self {
        Self { resolver, limits, files: Vec::new(), access: Access::new() }
    }

    /// Takes the picture at `source` into the book, for the cover.
    pub(crate) fn cover(&mut self, source: &str) -> Result<usize, String> {
        let rendition = Rendition { source: Some(source.to_owned()), ..Rendition::default() };
        match self.held(&rendition, MediaKind::Image)? {
            Some(held) => Ok(self.keep(held).0),
            None => Err("there is no such file".to_owned()),
        }
    }

    fn held(&self, rendition: &Rendition, kind: MediaKind) -> Result<Option<Held>, String> {
        let found = match (&rendition.data, &rendition.source) {
            (Some(data), _) => Some(data.clone()),
            (None, Some(source)) => self.resolver.resolve(source).map_err(|error| error.to_string())?,
            (None, None) => None,
        };
        let Some(bytes) = found else { return Ok(None) };
        if bytes.len() > self.limits.media_bytes {
            return Err(self.limits.exceeded(Limit::MediaBytes));
        }
        match kind {
            MediaKind::Image | MediaKind::Graphic => self.picture(bytes).map(Some),
            MediaKind::Audio | MediaKind::Video => recording(bytes, kind).map(Some),
            MediaKind::Data => Err("a book holds no other data".to_owned()),
        }
    }

    /// A picture, its header read; converted if EPUB does not know its format (EPUB 3.3, 3.2).
    fn picture(&self, bytes: Vec<u8>) -> Result<Held, String> {
        if sniffed(&bytes) == Some("image/svg+xml") {
            return Err("a drawing in SVG may hold scripts and is not taken in".to_owned());
        }
        let unreadable = |error: &dyn std::fmt::Display| format!("its picture cannot be read: {error}");
        let reader = ImageReader::new(Cursor::new(&bytes))
            .with_guessed_format()
            .map_err(|error| unreadable(&error))?;
        let format = reader.format();
        let size = reader.into_dimensions().map_err(|error| unreadable(&error))?;
        match u64::from(size.0) * u64::from(size.1) {
            0 => return Err("its picture has no pixels".to_owned()),
            count if count > self.limits.pixels => return Err(self.limits.exceeded(Limit::Pixels)),
            _ => {}
        }
        let media_type = match format {
            Some(ImageFormat::Png) => "image/png",
            Some(ImageFormat::Jpeg) => "image/jpeg",
            Some(ImageFormat::Gif) => "image/gif",
            Some(ImageFormat::WebP) => "image/webp",
            _ => return self.converted(&bytes).map_err(|error| unreadable(&error)),
        };
        Ok(Held { bytes, media_type, size: Some(size) })
    }

    fn converted(&self, bytes: &[u8]) -> image::ImageResult<Held> {
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
        let mut limits = image::Limits::default();
        limits.max_alloc = Some(self.limits.pixels.saturating_mul(8));
        reader.limits(limits);
        let picture = reader.decode()?;
        let mut png = Vec::new();
        picture.write_to(&mut Cursor::new(&mut png), ImageFormat::Png)?;
        Ok(Held { bytes: png, media_type: "image/png", size: Some((picture.width(), picture.height())) })
    }

    /// Gives a file its place in the book, one for the same bytes.
    fn keep(&mut self, held: Held) -> (usize, Option<(u32, u32)>) {
        if let Some(at) = self.files.iter().position(|file| file.bytes == held.bytes) {
            return (at, held.size);
        }
        let number = self.files.len() + 1;
        let file = format!("media/{number}.{}", extension(held.media_type));
        self.files.push(MediaFile { file, media_type: held.media_type, bytes: held.bytes });
        (self.files.len() - 1, held.size)
    }
}

impl MediaStore for Pictures<'_> {
    fn place(&mut self, media: &Media, trail: &Trail, report: &mut Report) -> Option<PlacedMedia> {
        let mut chosen = None;
        let mut refused = Vec::new();
        for (index, rendition) in media.renditions.iter().enumerate() {
            match self.held(rendition, media.kind) {
                Ok(Some(held)) => {
                    chosen = Some((index, held));
                    break;
                }
                Ok(None) => {}
                Err(why) => refused.push((index, why)),
            }
        }
        let Some((index, held)) = chosen else {
            if refused.is_empty() {
                report_missing(media, trail, report, "no file of it can be had");
            }
            for (index, why) in refused {
                report.dropped(Feature::Rendition, rendition_place(trail, index), why);
            }
            return None;
        };
        for other in (0..media.renditions.len()).filter(|other| *other != index) {
            let why = refused
                .iter()
                .find(|(at, _)| *at == other)
                .map_or("another rendition is shown", |(_, why)| why);
            report.dropped(Feature::Rendition, rendition_place(trail, other), why);
        }
        self.access.note(media, held.media_type);
        let media_type = held.media_type;
        let (at, size) = self.keep(held);
        Some(PlacedMedia {
            address: self.files[at].file.clone(),
            media_type: Some(media_type.to_owned()),
            rendition: index,
            size,
            others: Vec::new(),
        })
    }
}

/// Sounds and films in the formats every reading system knows.
fn recording(bytes: Vec<u8>, kind: MediaKind) -> Result<Held, String> {
    let media_type = match (sniffed(&bytes), kind) {
        (Some("audio/mpeg"), MediaKind::Audio) => "audio/mpeg",
        (Some("audio/mp4" | "video/mp4"), MediaKind::Audio) => "audio/mp4",
        (Some("video/mp4"), MediaKind::Video) => "video/mp4",
        _ => return Err("a book holds sounds as MP3 or MP4 and films as MP4".to_owned()),
    };
    Ok(Held { bytes, media_type, size: None })
}

fn extension(media_type: &str) -> &'static str {
    match media_type {
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "audio/mpeg" => "mp3",
        "audio/mp4" => "m4a",
        _ => "mp4",
    }
}
