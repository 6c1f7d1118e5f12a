//! The fonts of the system, for `--system-fonts`: looked through when a character asks for them, and not before.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use copydesk::pdf::{FontFile, FontFinder, Wanted, characters};
use fontdb::{Database, FaceInfo, Source};

/// The fonts of the system.
#[derive(Default)]
pub(crate) struct SystemFonts {
    faces: OnceLock<Vec<Face>>,
    files: Mutex<HashMap<PathBuf, Arc<Vec<u8>>>>,
}

/// A font that may be embedded.
struct Face {
    path: PathBuf,
    index: u32,
    family: String,
    bold: bool,
    italic: bool,
    /// The code points it has glyphs for, in order.
    characters: Vec<RangeInclusive<u32>>,
}

impl FontFinder for SystemFonts {
    fn find(&self, wanted: &Wanted<'_>) -> Option<FontFile> {
        let faces = self.faces.get_or_init(faces);
        let having = faces.iter().filter(|face| face.has(wanted.character));
        let face = having.min_by_key(|face| face.distance(wanted))?;
        Some(FontFile { data: self.bytes(face)?, index: face.index })
    }
}

impl SystemFonts {
    /// The bytes of a font's file, read once.
    fn bytes(&self, face: &Face) -> Option<Arc<Vec<u8>>> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = files.get(&face.path) {
            return Some(bytes.clone());
        }
        let bytes = Arc::new(std::fs::read(&face.path).ok()?);
        files.insert(face.path.clone(), bytes.clone());
        Some(bytes)
    }
}

impl Face {
    fn new(database: &Database, info: &FaceInfo) -> Option<Self> {
        let Source::File(path) = &info.source else { return None };
        let characters = database.with_face_data(info.id, characters).flatten()?;
        let family = info.families.first().map(|(name, _)| name.clone()).unwrap_or_default();
        let bold = info.weight.0 >= 600;
        let italic = info.style != fontdb::Style::Normal;
        Some(Self { path: path.clone(), index: info.index, family, bold, italic, characters })
    }

    fn has(&self, character: char) -> bool {
        let code = u32::from(character);
        let at = self.characters.partition_point(|range| *range.end() < code);
        self.characters.get(at).is_some_and(|range| range.contains(&code))
    }

    /// How far it is from what is wanted: the forms of the language's region, slope and weight, then its place, so
    /// that the same system gives the same font.
    fn distance(&self, wanted: &Wanted<'_>) -> (bool, bool, bool, &PathBuf, u32) {
        let region = region(wanted.language);
        let foreign = REGIONS.iter().any(|known| self.family.ends_with(known))
            && region.is_some_and(|region| !self.family.ends_with(region));
        (foreign, self.italic != wanted.italic, self.bold != wanted.bold, &self.path, self.index)
    }
}

/// How families of Chinese, Japanese and Korean say whose forms they have.
const REGIONS: [&str; 5] = [" JP", " KR", " SC", " TC", " HK"];

fn region(language: &str) -> Option<&'static str> {
    let tag = language.to_ascii_lowercase();
    let has = |part: &str| tag.split('-').any(|found| found == part);
    match tag.split('-').next()? {
        "ja" => Some(" JP"),
        "ko" => Some(" KR"),
        "yue" => Some(" HK"),
        "zh" if has("hk") || has("mo") => Some(" HK"),
        "zh" if has("hant") || has("tw") => Some(" TC"),
        "zh" => Some(" SC"),
        _ => None,
    }
}

/// Every font of the system that may be embedded, in the order of their paths.
fn faces() -> Vec<Face> {
    let mut database = Database::new();
    database.load_system_fonts();
    let mut faces: Vec<Face> = database.faces().filter_map(|info| Face::new(&database, info)).collect();
    faces.sort_by(|a, b| (&a.path, a.index).cmp(&(&b.path, b.index)));
    faces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(family: &str, bold: bool) -> Face {
        let (path, italic) = (PathBuf::from(family), false);
        Face {
            path,
            index: 0,
            family: family.to_owned(),
            bold,
            italic,
            characters: vec![65..=70, 0x4E00..=0x9FFF],
        }
    }

    #[test]
    fn the_nearest_font_that_has_a_character_is_taken() {
        let faces = [face("Serif JP", false), face("Serif SC", true), face("Serif SC", false)];
        let wanted = Wanted { character: '水', language: "zh-Hans", bold: false, italic: false };
        let best = faces.iter().min_by_key(|face| face.distance(&wanted)).unwrap();
        assert_eq!((best.family.as_str(), best.bold), ("Serif SC", false));
        let wanted = Wanted { language: "ja", ..wanted };
        assert_eq!(faces.iter().min_by_key(|face| face.distance(&wanted)).unwrap().family, "Serif JP");
        assert!(faces[0].has('A') && faces[0].has('F') && !faces[0].has('G') && !faces[0].has('@'));
    }

    #[test]
    fn what_is_found_does_not_change() {
        let fonts = SystemFonts::default();
        let wanted = Wanted { character: 'A', language: "en", bold: false, italic: false };
        let (one, two) = (fonts.find(&wanted), fonts.find(&wanted));
        assert_eq!(one.is_some(), two.is_some(), "a machine may have no fonts");
        if let (Some(one), Some(two)) = (one, two) {
            assert!(Arc::ptr_eq(&one.data, &two.data));
        }
    }
}
