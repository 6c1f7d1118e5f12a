//! The fonts: the bundled ones and those the caller gives, parsed when they are first used.

use std::sync::{Arc, OnceLock};

use copydesk_core::{Error, ErrorKind};
use copydesk_fonts::Style;
use harfrust::Font;
use skrifa::raw::{FileRef, TableProvider};
use skrifa::string::StringId as NameId;

use crate::page::{FontBytes, FontFile};

/// The fonts that text may be set in. Cheap to clone: clones share the fonts and what was parsed of them.
#[derive(Clone)]
pub struct FontBook {
    /// The fonts of the book, then those that were found for single characters.
    faces: Vec<Arc<Face>>,
    /// How many are in the book itself.
    own: usize,
    finder: Option<Arc<dyn FontFinder>>,
}

/// Finds fonts outside the book, for characters that no font of the book has. It is asked only then.
pub trait FontFinder: Send + Sync {
    /// A font with a glyph for `wanted`, or `None`. The same answer to the same question, and the same `Arc` for the
    /// same file.
    fn find(&self, wanted: &Wanted<'_>) -> Option<FontFile>;
}

/// What a font is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Wanted<'a> {
    /// The character it must have.
    pub character: char,
    /// The language of the text: a BCP 47 tag, or `und`.
    pub language: &'a str,
    /// It should be bold.
    pub bold: bool,
    /// It should be italic.
    pub italic: bool,
}

/// One font.
pub(crate) struct Face {
    pub(crate) file: FontFile,
    pub(crate) family: String,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    font: OnceLock<Option<Font>>,
}

/// A font in the book, counted from 0; the same number as its [`FontId`](crate::page::FontId).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct FaceId(pub(crate) u16);

impl FontBook {
    /// The bundled fonts.
    pub fn bundled() -> Self {
        let faces = copydesk_fonts::ALL.iter().map(|font| {
            Arc::new(Face {
                file: FontFile { data: Arc::new(font.data), index: 0 },
                family: font.family.to_owned(),
                bold: font.weight >= 600,
                italic: font.style == Style::Italic,
                font: OnceLock::new(),
            })
        });
        let faces: Vec<_> = faces.collect();
        Self { own: faces.len(), faces, finder: None }
    }

    /// Adds the font or the fonts of a file: TrueType, OpenType, or a collection of them. They stand in for characters
    /// the bundled fonts lack, and a theme may name their families.
    ///
    /// # Errors
    /// It is no whole font ([`ErrorKind::Malformed`]); its licence forbids embedding ([`ErrorKind::Unsupported`]).
    pub fn add(&mut self, data: FontBytes) -> Result<(), Error> {
        let malformed = |error| Error::new(ErrorKind::Malformed, "the font cannot be read").caused_by(error);
        let faces = match FileRef::new((*data).as_ref()).map_err(malformed)? {
            FileRef::Font(font) => vec![described(&font)?],
            FileRef::Collection(collection) => collection
                .iter()
                .map(|font| described(&font.map_err(malformed)?))
                .collect::<Result<Vec<_>, _>>()?,
        };
        for (index, (family, bold, italic)) in faces.into_iter().enumerate() {
            if self.faces.len() > usize::from(u16::MAX) {
                return Err(Error::new(ErrorKind::Limit, "there are more than 65,536 fonts"));
            }
            let file = FontFile { data: data.clone(), index: index as u32 };
            // What was found for single characters stands behind the book's own.
            let face = Arc::new(Face { file, family, bold, italic, font: OnceLock::new() });
            self.faces.insert(self.own, face);
            self.own += 1;
        }
        Ok(())
    }

    /// Asks `finder` for what no font of the book has.
    pub fn set_finder(&mut self, finder: Arc<dyn FontFinder>) {
        self.finder = Some(finder);
    }

    /// A font outside the book.
    pub(crate) fn find(&mut self, wanted: &Wanted<'_>) -> Option<FaceId> {
        let file = self.finder.as_ref()?.find(wanted)?;
        let same =
            |face: &Arc<Face>| Arc::ptr_eq(&face.file.data, &file.data) && face.file.index == file.index;
        let at = match self.faces.iter().position(same) {
            Some(at) => at,
            None => {
                let font = skrifa::FontRef::from_index((*file.data).as_ref(), file.index).ok()?;
                let (family, bold, italic) = described(&font).ok()?;
                self.faces.push(Arc::new(Face { file, family, bold, italic, font: OnceLock::new() }));
                self.faces.len() - 1
            }
        };
        let face = FaceId(u16::try_from(at).ok()?);
        self.face(face).has(wanted.character).then_some(face)
    }

    /// The names of the families, in the order of the book, each once.
    pub fn families(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for face in &self.faces[..self.own] {
            if !names.contains(&face.family.as_str()) {
                names.push(&face.family);
            }
        }
        names
    }

    pub(crate) fn face(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }

    /// The book's own fonts.
    pub(crate) fn ids(&self) -> impl Iterator<Item = FaceId> {
        (0..self.own as u16).map(FaceId)
    }

    pub(crate) fn files(&self) -> Vec<FontFile> {
        self.faces.iter().map(|face| face.file.clone()).collect()
    }

    /// The face of a family that comes nearest to a style: first the slope must fit, then the weight.
    pub(crate) fn nearest(&self, family: &str, bold: bool, italic: bool) -> Option<FaceId> {
        self.ids().filter(|id| self.face(*id).family == family).min_by_key(|id| {
            let face = self.face(*id);
            (face.italic != italic, face.bold != bold, id.0)
        })
    }
}

impl Default for FontBook {
    /// The bundled fonts.
    fn default() -> Self {
        Self::bundled()
    }
}

impl std::fmt::Debug for FontBook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FontBook").field("families", &self.families()).finish()
    }
}

impl Face {
    /// The font, parsed once. `None`: its file is broken past its header.
    pub(crate) fn font(&self) -> Option<&Font> {
        self.font.get_or_init(|| Font::new(self.file.data.clone(), self.file.index)).as_ref()
    }

    /// Whether it has a glyph for a character. Marks that are never drawn need none.
    pub(crate) fn has(&self, character: char) -> bool {
        is_ignorable(character)
            || self.font().is_some_and(|font| {
                font.charmap().map_unicode(character).is_some_and(|glyph| glyph.to_u32() != 0)
            })
    }
}

/// Characters that have no shape of their own.
pub(crate) fn is_ignorable(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The characters that a font has glyphs for, as ranges of code points, in order; `None` where it cannot be used: it is
/// broken, or its licence forbids embedding. `index` counts the fonts of a collection.
pub fn characters(data: &[u8], index: u32) -> Option<Vec<std::ops::RangeInclusive<u32>>> {
    let font = skrifa::FontRef::from_index(data, index).ok()?;
    described(&font).ok()?;
    let mut characters: Vec<u32> = skrifa::MetadataProvider::charmap(&font)
        .mappings()
        .filter(|(_, glyph)| glyph.to_u32() != 0)
        .map(|(character, _)| character)
        .collect();
    characters.sort_unstable();
    let mut ranges: Vec<std::ops::RangeInclusive<u32>> = Vec::new();
    for character in characters {
        match ranges.last_mut() {
            Some(last) if character <= last.end().saturating_add(1) => *last = *last.start()..=character,
            _ => ranges.push(character..=character),
        }
    }
    Some(ranges)
}

/// Whether the tables a page cannot do without are there, and none reaches beyond the end of the file.
fn whole(font: &skrifa::FontRef<'_>) -> Result<(), Error> {
    let malformed = |error| Error::new(ErrorKind::Malformed, "the font cannot be read").caused_by(error);
    for record in font.table_directory.table_records() {
        if font.table_data(record.tag()).is_none() {
            let message = format!("the font is broken: its table `{}` lies beyond its end", record.tag());
            return Err(Error::new(ErrorKind::Malformed, message));
        }
    }
    font.head().map_err(malformed)?;
    font.maxp().map_err(malformed)?;
    font.hhea().map_err(malformed)?;
    font.hmtx().map_err(malformed)?;
    font.cmap().map_err(malformed)?;
    Ok(())
}

/// Family, boldness and slope of a font that may be embedded.
fn described(font: &skrifa::FontRef<'_>) -> Result<(String, bool, bool), Error> {
    whole(font)?;
    let name = |id| {
        let strings = skrifa::MetadataProvider::localized_strings(font, id);
        strings.english_or_first().map(|name| name.chars().collect::<String>())
    };
    let family = name(NameId::TYPOGRAPHIC_FAMILY_NAME)
        .or_else(|| name(NameId::FAMILY_NAME))
        .unwrap_or_else(|| "unnamed".to_owned());
    let os2 = font.os2().ok();
    // Restricted: no embedding, unless a freer bit stands beside it (OpenType, OS/2, fsType).
    if os2.as_ref().is_some_and(|os2| os2.fs_type() & 0xE == 0x2) {
        return Err(Error::new(
            ErrorKind::Unsupported,
            format!("the licence of the font {family} forbids embedding"),
        ));
    }
    let attributes = skrifa::MetadataProvider::attributes(font);
    let bold = attributes.weight.value() >= 600.0;
    let italic = attributes.style != skrifa::attribute::Style::Normal;
    Ok((family, bold, italic))
}

#[cfg(test)]
mod tests {
    use copydesk_core::{Article, Block, Feature, Report, WriteContext};

    use super::*;
    use crate::page::{Item, NoPictures};
    use crate::{Composer, Theme};

    /// Has one font, whatever is asked for.
    struct One(FontFile);

    impl FontFinder for One {
        fn find(&self, _: &Wanted<'_>) -> Option<FontFile> {
            Some(self.0.clone())
        }
    }

    #[test]
    fn a_font_is_found_for_what_no_other_has() {
        let mut book = FontBook::bundled();
        let hebrew = book.faces.iter().find(|face| face.family == "Noto Serif Hebrew").unwrap().file.clone();
        book.faces.truncate(12);
        book.own = 12;
        let compose = |book: &FontBook| {
            let body = vec![Block::paragraph("\u{5D0}\u{5D1} and \u{13A0}")];
            let article = Article { headline: "Storm".into(), body, ..Article::default() };
            let mut composer = Composer::new(Theme::default(), book.clone()).unwrap();
            let mut report = Report::default();
            let layout =
                composer.compose(&article, &WriteContext::default(), &mut NoPictures, &mut report).unwrap();
            let boxes = layout.pages.iter().flat_map(|page| &page.items);
            let boxes = boxes.filter(|item| matches!(item, Item::Missing { .. })).count();
            let glyphs = report.losses.iter().filter(|loss| loss.feature == Feature::Glyph).count();
            (boxes, glyphs, layout.fonts.len())
        };
        assert_eq!(compose(&book), (3, 3, 12));
        book.set_finder(Arc::new(One(hebrew)));
        assert_eq!(compose(&book), (1, 1, 13), "what it gives has no Cherokee");
        assert!(!book.families().contains(&"Noto Serif Hebrew"));
    }

    #[test]
    fn the_characters_of_a_font_are_ranges() {
        let serif = copydesk_fonts::NOTO_SERIF_REGULAR.data;
        let ranges = characters(serif, 0).unwrap();
        assert!(ranges.iter().any(|range| range.contains(&0x41)));
        assert!(ranges.windows(2).all(|two| two[0].end() + 1 < *two[1].start()));
        assert_eq!(characters(&serif[..100], 0), None);
        assert_eq!(characters(serif, 7), None);
    }

    #[test]
    fn a_broken_font_is_refused_or_used_and_never_panics() {
        let serif = copydesk_fonts::NOTO_SERIF_HEBREW_REGULAR.data;
        let text = "Storm \u{5D0}\u{5D1}\u{5D2}";
        for at in (0..serif.len()).step_by(97) {
            let mut broken = serif.to_vec();
            broken[at] ^= 0xFF;
            let mut book = FontBook::bundled();
            book.faces.retain(|face| face.family != "Noto Serif Hebrew");
            book.own = book.faces.len();
            if book.add(Arc::new(broken)).is_ok() {
                let article = Article { headline: text.into(), ..Article::default() };
                let mut composer = Composer::new(Theme::default(), book).unwrap();
                let layout = composer.compose(
                    &article,
                    &WriteContext::default(),
                    &mut NoPictures,
                    &mut Report::default(),
                );
                assert!(layout.is_ok(), "byte {at}");
            }
        }
    }
}
