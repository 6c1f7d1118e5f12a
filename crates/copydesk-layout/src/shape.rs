//! Words to glyphs: which font each character is taken from, shaping, and a cache of shaped words.

use std::ops::Range;

use copydesk_core::{Error, ErrorKind};
use foldhash::HashMap;
use harfrust::{
    Buffer, BufferFlags, Direction, Feature, Language, Script, ShapeOptions, ShapePlan, ShaperFont, Tag,
};
use unicode_segmentation::UnicodeSegmentation;

use crate::book::{FaceId, FontBook, Wanted, is_ignorable};
use crate::hyphen::Hyphens;
use crate::theme::Families;
use crate::word::{Word, push_glyphs, push_missing};

/// How many shaped words are kept from one paragraph to the next.
const KEPT_WORDS: usize = 60_000;
/// How many fallback decisions and languages are kept.
const KEPT_CHOICES: usize = 60_000;
/// Words longer than this, in bytes, are shaped and not kept.
const LONGEST_KEPT: usize = 120;

/// Which of the theme's families.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Family {
    Text,
    Headline,
    Furniture,
    Fixed,
}

/// How text sounds: everything about it but its size and colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Voice {
    pub(crate) family: Family,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    /// Emphasis: italic in an upright line and upright in an italic one, else bold.
    pub(crate) emphasised: bool,
    pub(crate) small_capitals: bool,
    /// Figures of one width.
    pub(crate) tabular: bool,
}

/// What of a voice decides which face of a family it is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Slant {
    bold: bool,
    italic: bool,
    emphasised: bool,
}

/// A language, in the order the shaper met them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct LanguageId(pub(crate) u16);

/// A shaped word in the shaper; valid until the next call of [`Shaper::forget`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WordId(u32);

/// What decides how a word is shaped, besides its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Manner {
    pub(crate) voice: Voice,
    pub(crate) language: LanguageId,
    pub(crate) script: Script,
    pub(crate) right_to_left: bool,
}

/// Shapes words and remembers them. What it yields does not depend on what it remembers.
pub(crate) struct Shaper {
    pub(crate) book: FontBook,
    /// The faces of the theme's families: by family, then regular, italic, bold, bold italic.
    faces: [[FaceId; 4]; 4],
    words: Vec<Word>,
    known: Vec<(Manner, HashMap<Box<str>, WordId>)>,
    last_known: usize,
    plans: Vec<(PlanKey, ShapePlan)>,
    choices: HashMap<(char, Slant, LanguageId), Option<FaceId>>,
    languages: Vec<(String, Option<Language>)>,
    buffer: Option<Buffer>,
    pub(crate) hyphens: Hyphens,
}

#[derive(PartialEq)]
struct PlanKey {
    face: FaceId,
    manner: Manner,
}

impl Shaper {
    pub(crate) fn new(book: FontBook, families: &Families) -> Result<Self, Error> {
        let faces_of = |name: &str| -> Result<[FaceId; 4], Error> {
            let styles = [(false, false), (false, true), (true, false), (true, true)];
            let face = |(bold, italic)| {
                book.nearest(name, bold, italic).ok_or_else(|| {
                    let message =
                        format!("no font of the family `{name}`; there are: {}", book.families().join(", "));
                    Error::new(ErrorKind::Usage, message)
                })
            };
            Ok([face(styles[0])?, face(styles[1])?, face(styles[2])?, face(styles[3])?])
        };
        let faces = [
            faces_of(&families.text)?,
            faces_of(&families.headline)?,
            faces_of(&families.furniture)?,
            faces_of(&families.fixed)?,
        ];
        Ok(Self {
            book,
            faces,
            words: Vec::new(),
            known: Vec::new(),
            last_known: 0,
            plans: Vec::new(),
            choices: HashMap::default(),
            languages: vec![("und".to_owned(), None)],
            buffer: None,
            hyphens: Hyphens::default(),
        })
    }

    /// Makes room, if there is need. Call it where no word of an earlier call is used any more.
    pub(crate) fn forget(&mut self) {
        if self.words.len() > KEPT_WORDS {
            self.words.clear();
            self.known.clear();
        }
        if self.choices.len() > KEPT_CHOICES || self.plans.len() > 500 {
            self.choices.clear();
            self.plans.clear();
        }
    }

    /// Forgets the languages where they have become many. Call it where no language of an earlier call is used any more.
    pub(crate) fn reset(&mut self) {
        if self.languages.len() > 500 {
            self.languages.truncate(1);
            self.hyphens.clear();
            self.words.clear();
            self.known.clear();
            self.choices.clear();
            self.plans.clear();
        }
    }

    /// The face a voice is set in.
    pub(crate) fn face(&self, voice: Voice) -> FaceId {
        let family = match voice.family {
            Family::Text => 0,
            Family::Headline => 1,
            Family::Furniture => 2,
            Family::Fixed => 3,
        };
        let face = |bold, italic| self.faces[family][usize::from(bold) * 2 + usize::from(italic)];
        let found = face(voice.bold, voice.italic);
        if voice.emphasised && found == face(voice.bold, !voice.italic) {
            return face(true, voice.italic);
        }
        found
    }

    /// The height of a voice's capitals, in ems.
    pub(crate) fn capital_height(&self, voice: Voice) -> f32 {
        let font = self.book.face(self.face(voice)).font();
        let height = font.and_then(|font| {
            let height = font.metrics().cap_height?.to_f64() as f32;
            Some(height / f32::from(font.units_per_em().max(1)))
        });
        height.filter(|height| (0.3..1.5).contains(height)).unwrap_or(0.7)
    }

    /// The number of a language.
    pub(crate) fn language(&mut self, tag: &str) -> LanguageId {
        if let Some(found) = self.languages.iter().position(|(known, _)| known == tag) {
            return LanguageId(found as u16);
        }
        if self.languages.len() >= 60_000 {
            return LanguageId(0);
        }
        self.languages.push((tag.to_owned(), Language::new(tag)));
        LanguageId((self.languages.len() - 1) as u16)
    }

    /// The tag of a language.
    pub(crate) fn tag(&self, language: LanguageId) -> &str {
        &self.languages[usize::from(language.0)].0
    }

    pub(crate) fn word(&self, id: WordId) -> &Word {
        &self.words[id.0 as usize]
    }

    /// Shapes a word, or remembers it.
    pub(crate) fn shape(&mut self, text: &str, manner: Manner) -> WordId {
        let at = match self.known.get(self.last_known) {
            Some((known, _)) if *known == manner => self.last_known,
            _ => self.known.iter().position(|(known, _)| *known == manner).unwrap_or_else(|| {
                self.known.push((manner, HashMap::default()));
                self.known.len() - 1
            }),
        };
        self.last_known = at;
        if let Some(id) = self.known[at].1.get(text) {
            return *id;
        }
        let word = self.shape_anew(text, manner);
        let id = WordId(self.words.len() as u32);
        self.words.push(word);
        if text.len() <= LONGEST_KEPT {
            self.known[at].1.insert(text.into(), id);
        }
        id
    }

    fn shape_anew(&mut self, text: &str, manner: Manner) -> Word {
        let mut word = Word::default();
        let mut stretches = self.stretches(text, manner);
        if manner.right_to_left {
            stretches.reverse();
        }
        for (face, range) in stretches {
            match face {
                Some(face) => self.shape_stretch(text, range, face, manner, &mut word),
                None => push_missing(text, &range, &mut word),
            }
        }
        word
    }

    /// Which face each part of a word is taken from, in logical order.
    fn stretches(&mut self, text: &str, manner: Manner) -> Vec<(Option<FaceId>, Range<usize>)> {
        let primary = self.face(manner.voice);
        let face = self.book.face(primary);
        if text.chars().all(|character| face.has(character)) && !text.contains('\u{FE0F}') {
            return vec![(Some(primary), 0..text.len())];
        }
        let mut stretches: Vec<(Option<FaceId>, Range<usize>)> = Vec::new();
        for (start, cluster) in text.grapheme_indices(true) {
            let end = start + cluster.len();
            let face = self.face_for(cluster, primary, manner);
            match stretches.last_mut() {
                Some((last, range)) if *last == face => range.end = end,
                _ => stretches.push((face, start..end)),
            }
        }
        stretches
    }

    /// The face a cluster is taken from.
    pub(crate) fn face_of(&mut self, cluster: &str, manner: Manner) -> Option<FaceId> {
        self.face_for(cluster, self.face(manner.voice), manner)
    }

    /// The first face that has the whole cluster, else the first that has its first character.
    fn face_for(&mut self, cluster: &str, primary: FaceId, manner: Manner) -> Option<FaceId> {
        if cluster.chars().all(|character| self.book.face(primary).has(character)) {
            return Some(primary);
        }
        let mut drawn = cluster.chars().filter(|character| !is_ignorable(*character));
        let first = drawn.next()?;
        let choice = self.choice(first, manner);
        if drawn.clone().next().is_some()
            && !choice.is_some_and(|face| drawn.clone().all(|character| self.book.face(face).has(character)))
        {
            let whole = self.book.ids().find(|id| {
                let face = self.book.face(*id);
                cluster.chars().all(|character| face.has(character))
            });
            return whole.or(choice);
        }
        choice
    }

    /// The face a single character is taken from if the voice's own has it not.
    fn choice(&mut self, character: char, manner: Manner) -> Option<FaceId> {
        let Voice { bold, italic, emphasised, .. } = manner.voice;
        let key = (character, Slant { bold, italic, emphasised }, manner.language);
        if let Some(known) = self.choices.get(&key) {
            return *known;
        }
        let mut found = self.fallback(character, manner.language, (bold, italic));
        if emphasised && found == self.fallback(character, manner.language, (bold, !italic)) {
            found = self.fallback(character, manner.language, (true, italic));
        }
        self.choices.insert(key, found);
        found
    }

    /// The face of the book, or one from outside, that has a character and comes nearest to a style.
    fn fallback(
        &mut self,
        character: char,
        language: LanguageId,
        (bold, italic): (bool, bool),
    ) -> Option<FaceId> {
        let region = east_asian_region(self.tag(language));
        let found = self.book.ids().filter(|id| self.book.face(*id).has(character)).min_by_key(|id| {
            let face = self.book.face(*id);
            let foreign =
                region.is_some_and(|region| is_regional(&face.family) && !face.family.ends_with(region));
            (foreign, face.bold != bold || face.italic != italic, face.bold != bold, id.0)
        });
        found.or_else(|| {
            let language = &self.languages[usize::from(language.0)].0;
            self.book.find(&Wanted { character, language, bold, italic })
        })
    }

    fn shape_stretch(
        &mut self,
        text: &str,
        range: Range<usize>,
        face: FaceId,
        manner: Manner,
        word: &mut Word,
    ) {
        let Some(font) = self.book.face(face).font().cloned() else {
            return push_missing(text, &range, word);
        };
        let direction = if manner.right_to_left { Direction::RightToLeft } else { Direction::LeftToRight };
        let language = self.languages[usize::from(manner.language.0)].1.clone();
        let features = features(manner.voice);
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.clear();
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        for (at, character) in text[range.clone()].char_indices() {
            buffer.push(u32::from(character), (range.start + at) as u32);
        }
        buffer.set_direction(direction);
        buffer.set_script(Some(manner.script));
        buffer.set_language(language);
        let plan = self.plan(&font, PlanKey { face, manner }, &buffer, &features);
        let options = ShapeOptions::new().plan(Some(&self.plans[plan].1)).features(&features);
        if harfrust::shape(&ShaperFont::new(&font), &mut buffer, options).is_ok() {
            push_glyphs(&buffer, &range, face, f32::from(font.units_per_em().max(1)), word);
        } else {
            push_missing(text, &range, word);
        }
        self.buffer = Some(buffer);
    }

    /// The plan for a font and a manner, kept from word to word.
    fn plan(&mut self, font: &harfrust::Font, key: PlanKey, buffer: &Buffer, features: &[Feature]) -> usize {
        if let Some(found) = self.plans.iter().position(|(known, _)| *known == key) {
            return found;
        }
        let plan = ShapePlan::new(font, buffer.direction(), buffer.script(), buffer.language(), features);
        self.plans.push((key, plan));
        self.plans.len() - 1
    }
}

fn features(voice: Voice) -> Vec<Feature> {
    let mut features = Vec::new();
    if voice.small_capitals {
        features.push(Feature::new(Tag::new(b"smcp"), 1, ..));
    }
    if voice.tabular {
        features.push(Feature::new(Tag::new(b"tnum"), 1, ..));
        features.push(Feature::new(Tag::new(b"lnum"), 1, ..));
    }
    if voice.family == Family::Fixed {
        features.push(Feature::new(Tag::new(b"liga"), 0, ..));
    }
    features
}

/// The mark by which a family of Chinese, Japanese and Korean says whose forms it has.
fn east_asian_region(language: &str) -> Option<&'static str> {
    let tag = language.to_ascii_lowercase();
    let mut parts = tag.split('-');
    match parts.next()? {
        "ja" => Some(" JP"),
        "ko" => Some(" KR"),
        "yue" => Some(" HK"),
        "zh" => {
            let rest: Vec<&str> = parts.collect();
            Some(match () {
                () if rest.contains(&"hk") || rest.contains(&"mo") => " HK",
                () if rest.contains(&"hant") || rest.contains(&"tw") => " TC",
                () => " SC",
            })
        }
        _ => None,
    }
}

fn is_regional(family: &str) -> bool {
    [" JP", " KR", " SC", " TC", " HK"].iter().any(|region| family.ends_with(region))
}
