//! Pictures, sounds and films as markup, and where their files come from.

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use copydesk_core::{
    Feature, Limit, Limits, Media, MediaKind, MediaResolver, Place, Rendition, Report, Step, Trail,
};
use image::ImageReader;

use crate::links::{Address, address, escaped};
use crate::scribe::Scribe;

/// Decides where the markup finds the file of a piece of media.
pub trait MediaStore {
    /// The file to show, or `None` where none can be had; then the report says so. `trail` leads to the media.
    fn place(&mut self, media: &Media, trail: &Trail, report: &mut Report) -> Option<PlacedMedia>;
}

/// A file the markup may show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlacedMedia {
    /// Its address, as it is written into the markup.
    pub address: String,
    /// Its media type, where it is known.
    pub media_type: Option<String>,
    /// Which of the renditions it is.
    pub rendition: usize,
    /// Its width and height in pixels, where they are known.
    pub size: Option<(u32, u32)>,
    /// Other renditions of the same picture: their addresses and widths in pixels.
    pub others: Vec<(String, u32)>,
}

/// Links to the files where the article says they are.
#[derive(Debug, Clone, Copy)]
pub struct LinkedMedia<'a> {
    /// What the page takes of the files that the article itself holds.
    pub limits: &'a Limits,
}

/// Puts the files into the page as `data:` addresses, as far as they can be had.
#[derive(Clone, Copy)]
pub struct EmbeddedMedia<'a> {
    /// Finds the files.
    pub resolver: &'a dyn MediaResolver,
    /// How large a file and a picture may be.
    pub limits: &'a Limits,
}

impl MediaStore for LinkedMedia<'_> {
    fn place(&mut self, media: &Media, trail: &Trail, report: &mut Report) -> Option<PlacedMedia> {
        let (mut usable, mut refused) = (Vec::new(), Vec::new());
        for (index, rendition) in media.renditions.iter().enumerate() {
            match self.address(rendition, media.kind) {
                Ok(Some(address)) => usable.push((index, address)),
                Ok(None) => {}
                Err(why) => {
                    report.dropped(Feature::Rendition, rendition_place(trail, index), why);
                    refused.push(index);
                }
            }
        }
        let Some((chosen, address)) = usable.first().cloned() else {
            if refused.is_empty() {
                report_missing(media, trail, report, "no rendition has an address or data");
            }
            return None;
        };
        let mut placed = placed(media, chosen, address);
        if is_picture(media.kind) && placed.size.is_some() {
            let others = usable[1..].iter().filter_map(|(index, address)| {
                Some((address.clone(), media.renditions[*index].width.filter(|width| *width > 0)?))
            });
            placed.others = others.collect();
            let first = placed.size.map_or(0, |(width, _)| width);
            // Two files of one width are no choice.
            let mut widths = vec![first];
            placed.others.retain(|(_, width)| {
                !widths.contains(width) && {
                    widths.push(*width);
                    true
                }
            });
        }
        let shown: Vec<&str> = std::iter::once(placed.address.as_str())
            .chain(placed.others.iter().map(|(other, _)| other.as_str()))
            .collect();
        for (index, _) in media.renditions.iter().enumerate().filter(|(index, _)| *index != chosen) {
            let carried =
                usable.iter().any(|(other, address)| other == &index && shown.contains(&address.as_str()));
            if !carried && !refused.contains(&index) {
                let place = rendition_place(trail, index);
                report.dropped(Feature::Rendition, place, "another rendition is shown");
            }
        }
        Some(placed)
    }
}

impl MediaStore for EmbeddedMedia<'_> {
    fn place(&mut self, media: &Media, trail: &Trail, report: &mut Report) -> Option<PlacedMedia> {
        let embedded = media.renditions.iter().enumerate().find_map(|(index, rendition)| {
            match self.bytes(rendition, media.kind) {
                Ok(bytes) => Some((index, data_address(rendition, media.kind, &bytes?))),
                Err(why) => {
                    report.dropped(Feature::Rendition, rendition_place(trail, index), why);
                    None
                }
            }
        });
        let Some((chosen, address)) = embedded else {
            let linked = LinkedMedia { limits: self.limits }.place(media, trail, report);
            if linked.is_some() {
                report.flattened(
                    Feature::Rendition,
                    trail.field("renditions"),
                    "no file to embed; it is linked",
                );
            }
            return linked;
        };
        for index in (0..media.renditions.len()).filter(|index| *index != chosen) {
            report.dropped(Feature::Rendition, rendition_place(trail, index), "another rendition is shown");
        }
        Some(placed(media, chosen, address))
    }
}

impl EmbeddedMedia<'_> {
    fn bytes(&self, rendition: &Rendition, kind: MediaKind) -> Result<Option<Vec<u8>>, String> {
        let found = match (&rendition.data, &rendition.source) {
            (Some(data), _) => Some(data.clone()),
            (None, Some(source)) => self.resolver.resolve(source).map_err(|error| error.to_string())?,
            (None, None) => None,
        };
        match found {
            // Whatever else lies in the folder stays there.
            Some(bytes)
                if is_picture(kind) && !sniffed(&bytes).is_some_and(|it| it.starts_with("image/")) =>
            {
                Err("its file is no picture of a known kind".to_owned())
            }
            Some(bytes) => fits(&bytes, self.limits).map(|()| Some(bytes)),
            None => Ok(None),
        }
    }
}

impl LinkedMedia<'_> {
    /// Where a page can find a rendition: its address, or the bytes the article holds. An id in some archive is neither.
    fn address(&self, rendition: &Rendition, kind: MediaKind) -> Result<Option<String>, String> {
        if let Some(source) = &rendition.source {
            match address(source) {
                Address::Absolute(absolute) if absolute.starts_with("http") => return Ok(Some(absolute)),
                Address::Relative(relative) if by_extension(source).is_some() || relative.contains('/') => {
                    return Ok(Some(relative));
                }
                Address::Absolute(_) | Address::Relative(_) | Address::Inside(_) | Address::Refused(_) => {}
            }
        }
        let Some(data) = &rendition.data else { return Ok(None) };
        fits(data, self.limits)?;
        Ok(Some(data_address(rendition, kind, data)))
    }
}

/// Whether a file is no larger than the limits allow, and a picture has no more pixels by what its header says.
fn fits(bytes: &[u8], limits: &Limits) -> Result<(), String> {
    if bytes.len() > limits.media_bytes {
        return Err(limits.exceeded(Limit::MediaBytes));
    }
    let picture = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok();
    let size = picture.and_then(|picture| picture.into_dimensions().ok());
    match size.map(|(width, height)| u64::from(width) * u64::from(height)) {
        Some(0) => Err("the picture has no pixels".to_owned()),
        Some(count) if count > limits.pixels => Err(limits.exceeded(Limit::Pixels)),
        Some(_) | None => Ok(()),
    }
}

/// A file as an address. What a browser might run is called bytes of no kind.
fn data_address(rendition: &Rendition, kind: MediaKind, bytes: &[u8]) -> String {
    let said = sniffed(bytes).map_or_else(|| media_type(rendition, kind), str::to_owned);
    let is_shown = is_picture(kind) && said.starts_with("image/");
    let active = ["html", "xml", "svg", "script", "multipart", "message"];
    let safe = is_shown || !active.iter().any(|part| said.contains(part));
    let media_type = if safe { escaped(&said) } else { "application/octet-stream".to_owned() };
    format!("data:{media_type};base64,{}", STANDARD.encode(bytes))
}

/// Reports media none of whose files can be had: once, for all its renditions.
pub fn report_missing(media: &Media, trail: &Trail, report: &mut Report, why: &str) {
    if !media.renditions.is_empty() {
        report.dropped(Feature::Rendition, trail.field("renditions"), why);
    }
}

/// The place of a rendition of the media at the end of `trail`.
pub fn rendition_place(trail: &Trail, index: usize) -> Place {
    trail.field(&format!("renditions[{index}]"))
}

/// The media type of a rendition: as it says, else by the beginning of its bytes or the end of its name.
pub fn media_type(rendition: &Rendition, kind: MediaKind) -> String {
    if let Some(said) = rendition.media_type.as_deref().filter(|said| is_media_type(said)) {
        return said.to_ascii_lowercase();
    }
    let by_bytes = rendition.data.as_deref().and_then(sniffed);
    let by_name = || by_extension(rendition.source.as_deref().unwrap_or(""));
    by_bytes
        .or_else(by_name)
        .unwrap_or(match kind {
            MediaKind::Image | MediaKind::Graphic => "image/jpeg",
            MediaKind::Audio => "audio/mpeg",
            MediaKind::Video => "video/mp4",
            MediaKind::Data => "application/octet-stream",
        })
        .to_owned()
}

/// The media type a file shows by its first bytes.
pub fn sniffed(bytes: &[u8]) -> Option<&'static str> {
    const SIGNS: &[(&[u8], &str)] = &[
        (b"\x89PNG\r\n\x1A\n", "image/png"),
        (b"\xFF\xD8\xFF", "image/jpeg"),
        (b"GIF8", "image/gif"),
        (b"BM", "image/bmp"),
        (b"II*\0", "image/tiff"),
        (b"MM\0*", "image/tiff"),
        (b"ID3", "audio/mpeg"),
        (b"OggS", "audio/ogg"),
        (b"%PDF-", "application/pdf"),
    ];
    if let Some((_, media_type)) = SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign)) {
        return Some(media_type);
    }
    match (bytes.get(..4), bytes.get(4..8), bytes.get(8..12)) {
        (Some(b"RIFF"), _, Some(b"WEBP")) => Some("image/webp"),
        (_, Some(b"ftyp"), Some(b"avif")) => Some("image/avif"),
        (_, Some(b"ftyp"), Some(b"M4A ")) => Some("audio/mp4"),
        (_, Some(b"ftyp"), Some(_)) => Some("video/mp4"),
        _ => is_svg(bytes).then_some("image/svg+xml"),
    }
}

fn is_svg(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(512)];
    start.trim_ascii_start().starts_with(b"<") && start.windows(4).any(|window| window == b"<svg")
}

fn by_extension(source: &str) -> Option<&'static str> {
    let path = source.split(['?', '#']).next().unwrap_or("");
    let extension = path.rsplit_once('.')?.1.to_ascii_lowercase();
    const TYPES: &[(&str, &str)] = &[
        ("jpg", "image/jpeg"),
        ("jpeg", "image/jpeg"),
        ("png", "image/png"),
        ("gif", "image/gif"),
        ("webp", "image/webp"),
        ("svg", "image/svg+xml"),
        ("avif", "image/avif"),
        ("bmp", "image/bmp"),
        ("tif", "image/tiff"),
        ("tiff", "image/tiff"),
        ("mp3", "audio/mpeg"),
        ("m4a", "audio/mp4"),
        ("ogg", "audio/ogg"),
        ("wav", "audio/wav"),
        ("mp4", "video/mp4"),
        ("webm", "video/webm"),
        ("pdf", "application/pdf"),
    ];
    TYPES.iter().find(|(known, _)| *known == extension).map(|(_, media_type)| *media_type)
}

fn is_media_type(text: &str) -> bool {
    let token = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-._".contains(&byte))
    };
    text.split_once('/').is_some_and(|(kind, name)| token(kind) && token(name))
}

fn placed(media: &Media, chosen: usize, address: String) -> PlacedMedia {
    let rendition = &media.renditions[chosen];
    let size = rendition.width.zip(rendition.height).filter(|(width, height)| *width > 0 && *height > 0);
    PlacedMedia {
        address,
        media_type: rendition.media_type.clone().filter(|said| is_media_type(said)),
        rendition: chosen,
        size,
        others: Vec::new(),
    }
}

pub(crate) fn is_picture(kind: MediaKind) -> bool {
    matches!(kind, MediaKind::Image | MediaKind::Graphic)
}

impl Scribe<'_, '_> {
    /// Asks the store for the file, and reports what a page does not say of it.
    pub(crate) fn place_media(&mut self, media: &Media) -> Option<PlacedMedia> {
        let placed = self.store.place(media, &self.trail, self.report);
        self.each("renditions", &media.renditions, |scribe, rendition| {
            scribe.extras(&rendition.extras, "extras")
        });
        placed
    }

    pub(crate) fn figure(&mut self, media: &Media) {
        let placed = self.place_media(media);
        self.markup.start("figure");
        let class = match media.kind {
            MediaKind::Image => "",
            MediaKind::Graphic => "graphic",
            MediaKind::Audio => "audio",
            MediaKind::Video => "video",
            MediaKind::Data => "data",
        };
        self.attributes(media.attributes.as_deref(), class);
        self.markup.line();
        self.picture(media, placed, false);
        self.markup.line();
        if !media.caption.is_empty() || !media.credit.is_empty() {
            self.markup.start("figcaption").line();
            self.blocks("caption", &media.caption);
            if !media.credit.is_empty() {
                self.markup.start("p").attribute("class", "credit");
                self.inlines("credit", &media.credit);
                self.markup.end("p").line();
            }
            self.markup.end("figcaption").line();
        }
        self.markup.end("figure");
    }

    /// The picture, sound or film itself; with the media's attributes where nothing else carries them.
    pub(crate) fn picture(&mut self, media: &Media, placed: Option<PlacedMedia>, with_attributes: bool) {
        let Some(placed) = placed else { return self.words_for(media) };
        match media.kind {
            MediaKind::Image | MediaKind::Graphic => self.image_element(media, &placed),
            MediaKind::Audio | MediaKind::Video if self.around.link => return self.words_for(media),
            MediaKind::Audio | MediaKind::Video => self.player(media, &placed),
            MediaKind::Data => return self.file_link(media, &placed),
        }
        if with_attributes {
            self.attributes(media.attributes.as_deref(), "");
        }
        match media.kind {
            MediaKind::Image | MediaKind::Graphic => {
                self.markup.end_void();
            }
            MediaKind::Audio | MediaKind::Video | MediaKind::Data => {
                let name = if media.kind == MediaKind::Audio { "audio" } else { "video" };
                self.words_for(media);
                self.markup.end(name);
            }
        }
    }

    /// An `img`, left open for more attributes.
    fn image_element(&mut self, media: &Media, placed: &PlacedMedia) {
        self.markup.start("img").attribute("src", &placed.address);
        if let (Some((width, _)), false) = (placed.size, placed.others.is_empty()) {
            let all =
                std::iter::once((&placed.address, width)).chain(placed.others.iter().map(|(a, w)| (a, *w)));
            let set: Vec<String> = all.map(|(address, width)| format!("{address} {width}w")).collect();
            self.markup
                .attribute("srcset", &set.join(", "))
                .attribute("sizes", "(min-width: 44em) 42em, 100vw");
        }
        let place = self.trail.place();
        let alternative = copydesk_assume::alternative_text(media, &place, self.report);
        if media.alternative.is_some() {
            self.within(Step::Field("alternative"), |scribe| scribe.attribute("alt", &alternative));
        } else {
            self.attribute("alt", &alternative);
        }
        if let Some((width, height)) = placed.size {
            self.markup.attribute("width", &width.to_string()).attribute("height", &height.to_string());
        }
        self.title(media);
        if let Some(role) =
            media.renditions.get(placed.rendition).and_then(|rendition| rendition.role.as_deref())
        {
            self.attribute("data-role", role);
        }
    }

    /// An `audio` or `video`, left open for more attributes.
    fn player(&mut self, media: &Media, placed: &PlacedMedia) {
        let name = if media.kind == MediaKind::Audio { "audio" } else { "video" };
        self.markup.start(name).attribute("controls", "controls").attribute("preload", "none");
        self.markup.attribute("src", &placed.address);
        if let Some(label) = media.alternative.as_deref().filter(|label| !label.is_empty()) {
            self.within(Step::Field("alternative"), |scribe| scribe.attribute("aria-label", label));
        }
        self.title(media);
    }

    fn file_link(&mut self, media: &Media, placed: &PlacedMedia) {
        let words = media.alternative.as_deref().or(media.title.as_deref()).filter(|words| !words.is_empty());
        let name = placed.address.rsplit('/').next().filter(|_| !placed.address.starts_with("data:"));
        let words = words.or(name).unwrap_or("data").to_owned();
        if self.around.link {
            return self.text(&words);
        }
        self.markup.start("a").attribute("href", &placed.address);
        if placed.address.starts_with("data:") {
            // To be kept, never to be opened as a page.
            self.markup.attribute("download", "");
        }
        self.title(media);
        self.text(&words);
        self.markup.end("a");
    }

    fn title(&mut self, media: &Media) {
        if let Some(title) = &media.title {
            self.within(Step::Field("title"), |scribe| scribe.attribute("title", title));
        }
    }

    /// Where there is nothing to see or hear, the words that stand for it.
    fn words_for(&mut self, media: &Media) {
        let words = [(&media.alternative, "alternative"), (&media.title, "title")];
        let mut first = true;
        for (text, field) in words.into_iter().filter_map(|(text, field)| Some((text.as_deref()?, field))) {
            if !text.is_empty() {
                if !std::mem::take(&mut first) {
                    self.markup.text(" ");
                }
                self.markup.start("span").attribute("class", "alternative");
                self.within(Step::Field(field), |scribe| scribe.text(text));
                self.markup.end("span");
            }
        }
    }
}
