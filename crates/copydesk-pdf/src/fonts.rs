//! Fonts in the file: the glyphs that are used, their widths, and the characters they stand for (ISO 32000-1, 9.7).

use std::fmt::Write as _;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use copydesk_core::{Error, ErrorKind};
use copydesk_layout::page::{FontFile, Glyph, Item, Layout};
use krilla::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::raw::TableProvider as _;
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider as _, Tag};
use subsetter::GlyphRemapper;

use crate::content::{push_hex, push_utf16};

/// Fonts that are ready for use, known by their bytes, which stay the same from article to article.
#[derive(Default)]
pub(crate) struct FontCache {
    fonts: Vec<(FontFile, Known)>,
}

/// How many fonts are kept from one article to the next.
const CACHED_FONTS: usize = 64;

/// What is known of a font, whatever is set in it.
#[derive(Clone)]
enum Known {
    /// Its glyphs are outlines.
    Outlines(Rc<Facts>),
    /// Its glyphs may have colours or pixels.
    Colours(Font),
}

/// What a font descriptor says (ISO 32000-1, 9.8).
struct Facts {
    name: String,
    glyphs: u16,
    /// Thousandths of an em in a unit of the font.
    scale: f64,
    bounds: [f32; 4],
    italic_angle: f32,
    ascent: f32,
    descent: f32,
    cap_height: f32,
    weight: f32,
    fixed: bool,
    /// Its outlines are of the Compact Font Format.
    compact: bool,
}

/// A font of a document.
pub(crate) enum DocumentFont<'a> {
    /// No run uses it.
    Unused,
    /// We write it.
    Ours(Box<Subset<'a>>),
    /// krilla draws with it: glyphs in colours or pixels.
    Theirs(Font),
}

/// A font as far as its glyphs are used.
pub(crate) struct Subset<'a> {
    /// Its number in the document.
    pub(crate) number: usize,
    file: &'a FontFile,
    facts: Rc<Facts>,
    metrics: GlyphMetrics<'a>,
    /// The code of each glyph of the font; 0: not used so far.
    codes: Vec<u16>,
    /// By code; the first is the sign for a missing glyph.
    used: Vec<Used>,
}

/// A glyph that is used.
struct Used {
    glyph: u16,
    /// In thousandths of an em.
    width: i64,
    /// What it stands for, where nothing else is said.
    text: Range<usize>,
}

/// A character that is not seen, for glyphs that stand for nothing.
const NOTHING: &str = "\u{200B}";

impl FontCache {
    /// The fonts of a layout, by their ids.
    pub(crate) fn used<'a>(&mut self, layout: &'a Layout) -> Result<Vec<DocumentFont<'a>>, Error> {
        let mut fonts: Vec<DocumentFont<'a>> = layout.fonts.iter().map(|_| DocumentFont::Unused).collect();
        let mut number = 0;
        for item in layout.pages.iter().flat_map(|page| &page.items) {
            let Item::Run(run) = item else { continue };
            let index = usize::from(run.font.0);
            let (Some(font @ DocumentFont::Unused), Some(file)) =
                (fonts.get_mut(index), layout.fonts.get(index))
            else {
                continue;
            };
            *font = match self.known(file)? {
                Known::Colours(font) => DocumentFont::Theirs(font),
                Known::Outlines(facts) => {
                    number += 1;
                    DocumentFont::Ours(Box::new(Subset::new(number - 1, file, facts)?))
                }
            };
        }
        Ok(fonts)
    }

    fn known(&mut self, file: &FontFile) -> Result<Known, Error> {
        let same = |kept: &FontFile| Arc::ptr_eq(&kept.data, &file.data) && kept.index == file.index;
        if let Some((_, known)) = self.fonts.iter().find(|(kept, _)| same(kept)) {
            return Ok(known.clone());
        }
        let font = parsed(file)?;
        let known = match has_colours(&font) {
            true => Known::Colours(Font::new(file.data.clone().into(), file.index).ok_or_else(unreadable)?),
            false => Known::Outlines(Rc::new(Facts::of(&font))),
        };
        if self.fonts.len() >= CACHED_FONTS {
            self.fonts.clear();
        }
        self.fonts.push((file.clone(), known.clone()));
        Ok(known)
    }
}

fn unreadable() -> Error {
    Error::new(ErrorKind::Resource, "a font cannot be read")
}

fn parsed(file: &FontFile) -> Result<FontRef<'_>, Error> {
    FontRef::from_index((*file.data).as_ref(), file.index).map_err(|error| unreadable().caused_by(error))
}

/// Whether some of its glyphs may be more, or other, than outlines.
fn has_colours(font: &FontRef<'_>) -> bool {
    let has = |tag: &[u8; 4]| font.table_data(Tag::new(tag)).is_some();
    let outlines = has(b"glyf") || has(b"CFF ") || has(b"CFF2");
    !outlines || [b"COLR", b"SVG ", b"sbix", b"CBDT", b"EBDT"].into_iter().any(has)
}

impl Facts {
    fn of(font: &FontRef<'_>) -> Self {
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let os2 = font.os2().ok();
        let ascent = os2.as_ref().map_or(metrics.ascent, |os2| f32::from(os2.s_typo_ascender()));
        let descent = os2.as_ref().map_or(metrics.descent, |os2| f32::from(os2.s_typo_descender()));
        let em = f32::from(metrics.units_per_em.max(1));
        let bounds = metrics.bounds.map_or([0.0, 0.0, em, em], |b| [b.x_min, b.y_min, b.x_max, b.y_max]);
        let name = font.localized_strings(StringId::POSTSCRIPT_NAME).english_or_first();
        let name: String = name.map(|name| name.chars().collect()).unwrap_or_default();
        Self {
            name: safe_name(&name),
            glyphs: u16::try_from(metrics.glyph_count).unwrap_or(u16::MAX),
            scale: 1000.0 / f64::from(em),
            bounds,
            italic_angle: metrics.italic_angle,
            ascent,
            descent,
            cap_height: metrics.cap_height.unwrap_or(ascent),
            weight: font.attributes().weight.value(),
            fixed: metrics.is_monospace,
            compact: font.table_data(Tag::new(b"CFF ")).is_some(),
        }
    }
}

/// A name of letters, digits and hyphens, as PostScript names are; not too long for the standards.
fn safe_name(name: &str) -> String {
    let safe = name.chars().filter(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(*letter));
    let safe: String = safe.take(100).collect();
    if safe.is_empty() { "Unnamed".to_owned() } else { safe }
}

impl<'a> Subset<'a> {
    fn new(number: usize, file: &'a FontFile, facts: Rc<Facts>) -> Result<Self, Error> {
        let metrics = parsed(file)?.glyph_metrics(Size::unscaled(), LocationRef::default());
        let codes = vec![0; usize::from(facts.glyphs)];
        let mut subset = Self { number, file, facts, metrics, codes, used: Vec::with_capacity(100) };
        subset.push(0, 0..0);
        Ok(subset)
    }

    #[cfg(test)]
    pub(crate) fn for_test(data: &'static [u8]) -> Self {
        let file = Box::leak(Box::new(FontFile { data: Arc::new(data), index: 0 }));
        let facts = Rc::new(Facts::of(&parsed(file).unwrap()));
        Self::new(0, file, facts).unwrap()
    }

    fn push(&mut self, glyph: u16, text: Range<usize>) {
        let advance = self.metrics.advance_width(GlyphId::new(u32::from(glyph))).unwrap_or_default();
        let width = (f64::from(advance) * self.facts.scale).round() as i64;
        self.used.push(Used { glyph, width, text });
    }

    /// Takes a glyph up, where it is new. Whether it stands for its text, wherever nothing else is said.
    pub(crate) fn know(&mut self, glyph: &Glyph, text: &str) -> bool {
        let range = whole_characters(text, &glyph.text);
        if let Some(code @ 1..) = self.codes.get(usize::from(glyph.id)).copied() {
            let known = self.used[usize::from(code)].text.clone();
            return known == range || meaning(text, &known) == meaning(text, &range);
        }
        let code = self.used.len() as u16;
        if let Some(place) = self.codes.get_mut(usize::from(glyph.id)) {
            *place = code;
            self.push(glyph.id, range);
        }
        true
    }

    /// What a glyph stands for.
    pub(crate) fn text<'t>(&self, glyph: &Glyph, text: &'t str) -> &'t str {
        meaning(text, &whole_characters(text, &glyph.text))
    }

    /// The code and the width of a glyph, in thousandths of an em.
    pub(crate) fn used(&self, glyph: u16) -> (u16, i64) {
        let code = self.codes.get(usize::from(glyph)).copied().unwrap_or(0);
        (code, self.used[usize::from(code)].width)
    }
}

/// What a range of text means to who copies it.
fn meaning<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    match text.get(range.clone()) {
        Some(meaning) if !meaning.is_empty() => meaning,
        Some(_) | None => NOTHING,
    }
}

/// A range of text, grown to whole characters.
pub(crate) fn whole_characters(text: &str, range: &Range<u32>) -> Range<usize> {
    text.floor_char_boundary(range.start as usize)..text.ceil_char_boundary(range.end as usize)
}

/// The objects of a font: three dictionaries, and the data of two streams or three.
pub(crate) struct FontObjects {
    pub(crate) dictionaries: [String; 3],
    /// What characters the codes stand for.
    pub(crate) to_unicode: Vec<u8>,
    /// What the dictionary of the font program has besides its length.
    pub(crate) program_keys: String,
    pub(crate) program: Vec<u8>,
    /// A bit for each code, where the standard asks for them (ISO 19005-1, 6.3.5).
    pub(crate) code_set: Option<Vec<u8>>,
}

/// How many objects a font is, without a set of codes.
pub(crate) const FONT_OBJECTS: usize = 5;

impl Subset<'_> {
    /// The objects; `first` is the number of the font's own, and the others follow it.
    pub(crate) fn objects(&self, first: usize, text: &str, code_set: bool) -> Result<FontObjects, Error> {
        let glyphs: Vec<u16> = self.used.iter().map(|used| used.glyph).collect();
        let mapper = GlyphRemapper::new_from_glyphs(&glyphs);
        let data = (*self.file.data).as_ref();
        let program = subsetter::subset_with_variations(data, self.file.index, &[], &mapper)
            .map_err(|error| unreadable().caused_by(error))?;
        let count = FontRef::new(&program).ok().and_then(|font| Some(font.maxp().ok()?.num_glyphs()));
        let (program, keys) = match compact_program(&program) {
            Some(compact) => (compact.to_vec(), "/Subtype/CIDFontType0C".to_owned()),
            None => {
                let keys = format!("/Length1 {}", program.len());
                (program, keys)
            }
        };
        let code_set = code_set.then(|| every_bit(count.unwrap_or(self.used.len() as u16)));
        Ok(FontObjects {
            dictionaries: self.dictionaries(first, &glyphs, code_set.is_some()),
            to_unicode: self.to_unicode(text),
            program_keys: keys,
            program,
            code_set,
        })
    }

    fn dictionaries(&self, first: usize, glyphs: &[u16], code_set: bool) -> [String; 3] {
        let facts = &self.facts;
        let name = format!("{}+{}", tag(glyphs), facts.name);
        let (cid, descriptor, to_unicode, program) = (first + 1, first + 2, first + 3, first + 4);
        let (whole, kind, map, file) = match facts.compact {
            true => (format!("{name}-Identity-H"), "CIDFontType0", "", "FontFile3"),
            false => (name.clone(), "CIDFontType2", "/CIDToGIDMap/Identity", "FontFile2"),
        };
        let font = format!(
            "<</Type/Font/Subtype/Type0/BaseFont/{whole}/Encoding/Identity-H/DescendantFonts[{cid} 0 R]\
             /ToUnicode {to_unicode} 0 R>>"
        );
        let mut widths = String::with_capacity(self.used.len() * 4);
        for used in &self.used {
            // Writing to a string cannot fail.
            let _ = write!(widths, "{} ", used.width);
        }
        let descendant = format!(
            "<</Type/Font/Subtype/{kind}/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)\
             /Supplement 0>>/FontDescriptor {descriptor} 0 R/DW 0{map}/W[0[{}]]>>",
            widths.trim_end()
        );
        let unit = |length: f32| (f64::from(length) * facts.scale).round() as i64;
        let [left, bottom, right, top] = facts.bounds.map(unit);
        // Bits 1, 2, 3 and 7: fixed pitch, serif, symbolic, italic (ISO 32000-1, table 123).
        let flags = 4
            + i32::from(facts.fixed)
            + 2 * i32::from(facts.name.contains("Serif"))
            + 64 * i32::from(facts.italic_angle != 0.0);
        let set = if code_set { format!("/CIDSet {} 0 R", first + FONT_OBJECTS) } else { String::new() };
        let descriptor = format!(
            "<</Type/FontDescriptor/FontName/{name}/Flags {flags}/FontBBox[{left} {bottom} {right} {top}]\
             /ItalicAngle {}/Ascent {}/Descent {}/CapHeight {}/StemV {}{set}/{file} {program} 0 R>>",
            facts.italic_angle.round() as i64,
            unit(facts.ascent),
            unit(facts.descent),
            unit(facts.cap_height),
            (10.0 + 0.244 * (facts.weight - 50.0)).round() as i64,
        );
        [font, descendant, descriptor]
    }

    /// A CMap from codes to characters (ISO 32000-1, 9.10.3).
    fn to_unicode(&self, text: &str) -> Vec<u8> {
        const HEAD: &[u8] = b"/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\
            <</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n\
            1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n";
        const TAIL: &[u8] = b"endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend";
        // The most a list of a CMap may hold.
        const MOST: usize = 100;
        let mut map = Vec::with_capacity(HEAD.len() + TAIL.len() + self.used.len() * 14);
        map.extend_from_slice(HEAD);
        let mut code = 1;
        for group in self.used[1..].chunks(MOST) {
            map.extend_from_slice(format!("{} beginbfchar\n", group.len()).as_bytes());
            for used in group {
                map.push(b'<');
                push_hex(&mut map, code);
                map.extend_from_slice(b"><");
                push_utf16(&mut map, meaning(text, &used.text));
                map.extend_from_slice(b">\n");
                code += 1;
            }
            map.extend_from_slice(b"endbfchar\n");
        }
        map.extend_from_slice(TAIL);
        map
    }
}

/// The outlines of a font of the Compact Font Format, which stand alone in a PDF.
fn compact_program(font: &[u8]) -> Option<&[u8]> {
    let font = FontRef::new(font).ok()?;
    let table = font.table_data(Tag::new(b"CFF "))?;
    Some(table.as_bytes())
}

/// As many bits as there are glyphs.
fn every_bit(count: u16) -> Vec<u8> {
    let mut bits = vec![0xFF; usize::from(count / 8)];
    if !count.is_multiple_of(8) {
        bits.push(!(0xFF >> (count % 8)));
    }
    bits
}

/// Six letters for a set of glyphs (ISO 32000-1, 9.6.4).
fn tag(glyphs: &[u16]) -> String {
    // FNV-1a.
    let mix = |hash: u64, glyph: &u16| (hash ^ u64::from(*glyph)).wrapping_mul(0x0100_0000_01B3);
    let mut hash = glyphs.iter().fold(0xCBF2_9CE4_8422_2325, mix) >> 8;
    let mut letters = String::with_capacity(6);
    for _ in 0..6 {
        letters.push(char::from(b'A' + (hash % 26) as u8));
        hash /= 26;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(id: u16, text: Range<u32>) -> Glyph {
        Glyph { id, advance: 5.0, x_offset: 0.0, y_offset: 0.0, text }
    }

    #[test]
    fn a_glyph_stands_for_what_it_stood_for_first() {
        let mut font = Subset::for_test(copydesk_fonts::NOTO_SERIF_REGULAR.data);
        let text = "ab a";
        assert!(font.know(&glyph(70, 0..1), text) && font.know(&glyph(71, 1..2), text));
        assert!(font.know(&glyph(70, 3..4), text), "the same character elsewhere");
        assert!(!font.know(&glyph(70, 1..2), text), "another character");
        assert_eq!((font.used(70).0, font.used(71).0), (1, 2));
        assert_eq!(font.used(9999), font.used(0), "a glyph the font has not is the one for what is missing");
        let map = String::from_utf8(font.to_unicode(text)).unwrap();
        assert!(map.contains("2 beginbfchar\n<0001><0061>\n<0002><0062>\nendbfchar"), "{map}");
    }

    #[test]
    fn the_objects_refer_to_each_other() {
        let mut font = Subset::for_test(copydesk_fonts::NOTO_SERIF_ITALIC.data);
        font.know(&glyph(70, 0..1), "a");
        let objects = font.objects(40, "a", true).unwrap();
        let [whole, descendant, descriptor] = &objects.dictionaries;
        assert!(whole.contains("/DescendantFonts[41 0 R]/ToUnicode 43 0 R"), "{whole}");
        assert!(
            descendant.contains("/FontDescriptor 42 0 R") && descendant.contains("/W[0["),
            "{descendant}"
        );
        assert!(descriptor.contains("/Flags 70/"), "{descriptor}");
        assert!(descriptor.contains("/CIDSet 45 0 R/FontFile2 44 0 R"), "{descriptor}");
        assert!(objects.program.len() < 3_000);
        assert_eq!(objects.program_keys, format!("/Length1 {}", objects.program.len()));
        assert_eq!(objects.code_set, Some(vec![0b1100_0000]));
    }

    #[test]
    fn names_are_safe() {
        assert_eq!(safe_name("Noto Serif/Bold(1)"), "NotoSerifBold1");
        assert_eq!(safe_name("書体"), "Unnamed");
    }
}
