//! The bundled fonts: Noto families under the SIL Open Font License 1.1, none with a reserved font name.
//!
//! `prepare.py` made the files from the packages `SOURCES.tsv` lists. `OFL.txt` is the licence. Chinese, Japanese and
//! Korean are not bundled, since a font of them weighs several times all of these together: give a font of your own.

/// A bundled font.
#[derive(Debug, Clone, Copy)]
pub struct BundledFont {
    /// The name of its file in `files/`.
    pub file: &'static str,
    /// The name of its family.
    pub family: &'static str,
    /// Upright or italic.
    pub style: Style,
    /// Its weight: 400 is regular, 700 bold.
    pub weight: u16,
    /// What it is for.
    pub kind: Kind,
    /// The file: a TrueType font of one face, without hinting.
    pub data: &'static [u8],
}

/// Upright or italic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// Upright.
    Upright,
    /// Italic.
    Italic,
}

/// What a font is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Text.
    Serif,
    /// Headlines.
    Display,
    /// Furniture: what stands around the story.
    Sans,
    /// Text whose columns must stand.
    Mono,
    /// Characters the families above lack.
    Script,
}

macro_rules! bundled {
    ($($(#[$meta:meta])* $name:ident = $file:literal, $family:literal, $style:ident, $weight:literal, $kind:ident;)*) => {
        $($(#[$meta])* pub const $name: BundledFont = BundledFont {
            file: $file,
            family: $family,
            style: Style::$style,
            weight: $weight,
            kind: Kind::$kind,
            data: include_bytes!(concat!("files/", $file)),
        };)*

        /// Every bundled font: the text families first, then the fonts of single scripts, then symbols and emoji.
        pub static ALL: &[BundledFont] = &[$($name,)*];
    };
}

bundled! {
    /// Noto Serif: Latin, Greek and Cyrillic; slightly condensed, as a newspaper sets it.
    NOTO_SERIF_REGULAR = "NotoSerif-Regular.ttf", "Noto Serif", Upright, 400, Serif;
    /// Noto Serif italic: Latin, Greek and Cyrillic; slightly condensed, as a newspaper sets it.
    NOTO_SERIF_ITALIC = "NotoSerif-Italic.ttf", "Noto Serif", Italic, 400, Serif;
    /// Noto Serif bold: Latin, Greek and Cyrillic; slightly condensed, as a newspaper sets it.
    NOTO_SERIF_BOLD = "NotoSerif-Bold.ttf", "Noto Serif", Upright, 700, Serif;
    /// Noto Serif bold italic: Latin, Greek and Cyrillic; slightly condensed, as a newspaper sets it.
    NOTO_SERIF_BOLD_ITALIC = "NotoSerif-BoldItalic.ttf", "Noto Serif", Italic, 700, Serif;
    /// Noto Serif Display bold: Latin, Greek and Cyrillic for headlines; condensed.
    NOTO_SERIF_DISPLAY_BOLD = "NotoSerifDisplay-Bold.ttf", "Noto Serif Display", Upright, 700, Display;
    /// Noto Serif Display bold italic: Latin, Greek and Cyrillic for headlines; condensed.
    NOTO_SERIF_DISPLAY_BOLD_ITALIC = "NotoSerifDisplay-BoldItalic.ttf", "Noto Serif Display", Italic, 700, Display;
    /// Noto Sans: Latin, Greek and Cyrillic for furniture; slightly condensed.
    NOTO_SANS_REGULAR = "NotoSans-Regular.ttf", "Noto Sans", Upright, 400, Sans;
    /// Noto Sans italic: Latin, Greek and Cyrillic for furniture; slightly condensed.
    NOTO_SANS_ITALIC = "NotoSans-Italic.ttf", "Noto Sans", Italic, 400, Sans;
    /// Noto Sans bold: Latin, Greek and Cyrillic for furniture; slightly condensed.
    NOTO_SANS_BOLD = "NotoSans-Bold.ttf", "Noto Sans", Upright, 700, Sans;
    /// Noto Sans bold italic: Latin, Greek and Cyrillic for furniture; slightly condensed.
    NOTO_SANS_BOLD_ITALIC = "NotoSans-BoldItalic.ttf", "Noto Sans", Italic, 700, Sans;
    /// Noto Sans Mono: Latin, Greek, Cyrillic and box drawing, all of one width.
    NOTO_SANS_MONO_REGULAR = "NotoSansMono-Regular.ttf", "Noto Sans Mono", Upright, 400, Mono;
    /// Noto Sans Mono bold: Latin, Greek, Cyrillic and box drawing, all of one width.
    NOTO_SANS_MONO_BOLD = "NotoSansMono-Bold.ttf", "Noto Sans Mono", Upright, 700, Mono;
    /// Noto Naskh Arabic: Arabic, Persian, Urdu and others in Arabic letters.
    NOTO_NASKH_ARABIC_REGULAR = "NotoNaskhArabic-Regular.ttf", "Noto Naskh Arabic", Upright, 400, Script;
    /// Noto Naskh Arabic bold: Arabic, Persian, Urdu and others in Arabic letters.
    NOTO_NASKH_ARABIC_BOLD = "NotoNaskhArabic-Bold.ttf", "Noto Naskh Arabic", Upright, 700, Script;
    /// Noto Serif Hebrew: Hebrew.
    NOTO_SERIF_HEBREW_REGULAR = "NotoSerifHebrew-Regular.ttf", "Noto Serif Hebrew", Upright, 400, Script;
    /// Noto Serif Hebrew bold: Hebrew.
    NOTO_SERIF_HEBREW_BOLD = "NotoSerifHebrew-Bold.ttf", "Noto Serif Hebrew", Upright, 700, Script;
    /// Noto Serif Armenian: Armenian.
    NOTO_SERIF_ARMENIAN_REGULAR = "NotoSerifArmenian-Regular.ttf", "Noto Serif Armenian", Upright, 400, Script;
    /// Noto Serif Armenian bold: Armenian.
    NOTO_SERIF_ARMENIAN_BOLD = "NotoSerifArmenian-Bold.ttf", "Noto Serif Armenian", Upright, 700, Script;
    /// Noto Serif Georgian: Georgian.
    NOTO_SERIF_GEORGIAN_REGULAR = "NotoSerifGeorgian-Regular.ttf", "Noto Serif Georgian", Upright, 400, Script;
    /// Noto Serif Georgian bold: Georgian.
    NOTO_SERIF_GEORGIAN_BOLD = "NotoSerifGeorgian-Bold.ttf", "Noto Serif Georgian", Upright, 700, Script;
    /// Noto Serif Thai: Thai.
    NOTO_SERIF_THAI_REGULAR = "NotoSerifThai-Regular.ttf", "Noto Serif Thai", Upright, 400, Script;
    /// Noto Serif Thai bold: Thai.
    NOTO_SERIF_THAI_BOLD = "NotoSerifThai-Bold.ttf", "Noto Serif Thai", Upright, 700, Script;
    /// Noto Serif Lao: Lao.
    NOTO_SERIF_LAO_REGULAR = "NotoSerifLao-Regular.ttf", "Noto Serif Lao", Upright, 400, Script;
    /// Noto Serif Khmer: Khmer.
    NOTO_SERIF_KHMER_REGULAR = "NotoSerifKhmer-Regular.ttf", "Noto Serif Khmer", Upright, 400, Script;
    /// Noto Serif Myanmar: Myanmar.
    NOTO_SERIF_MYANMAR_REGULAR = "NotoSerifMyanmar-Regular.ttf", "Noto Serif Myanmar", Upright, 400, Script;
    /// Noto Serif Devanagari: Devanagari.
    NOTO_SERIF_DEVANAGARI_REGULAR = "NotoSerifDevanagari-Regular.ttf", "Noto Serif Devanagari", Upright, 400, Script;
    /// Noto Serif Devanagari bold: Devanagari.
    NOTO_SERIF_DEVANAGARI_BOLD = "NotoSerifDevanagari-Bold.ttf", "Noto Serif Devanagari", Upright, 700, Script;
    /// Noto Serif Bengali: Bengali.
    NOTO_SERIF_BENGALI_REGULAR = "NotoSerifBengali-Regular.ttf", "Noto Serif Bengali", Upright, 400, Script;
    /// Noto Serif Gujarati: Gujarati.
    NOTO_SERIF_GUJARATI_REGULAR = "NotoSerifGujarati-Regular.ttf", "Noto Serif Gujarati", Upright, 400, Script;
    /// Noto Serif Gurmukhi: Gurmukhi.
    NOTO_SERIF_GURMUKHI_REGULAR = "NotoSerifGurmukhi-Regular.ttf", "Noto Serif Gurmukhi", Upright, 400, Script;
    /// Noto Serif Tamil: Tamil.
    NOTO_SERIF_TAMIL_REGULAR = "NotoSerifTamil-Regular.ttf", "Noto Serif Tamil", Upright, 400, Script;
    /// Noto Serif Telugu: Telugu.
    NOTO_SERIF_TELUGU_REGULAR = "NotoSerifTelugu-Regular.ttf", "Noto Serif Telugu", Upright, 400, Script;
    /// Noto Serif Kannada: Kannada.
    NOTO_SERIF_KANNADA_REGULAR = "NotoSerifKannada-Regular.ttf", "Noto Serif Kannada", Upright, 400, Script;
    /// Noto Serif Malayalam: Malayalam.
    NOTO_SERIF_MALAYALAM_REGULAR = "NotoSerifMalayalam-Regular.ttf", "Noto Serif Malayalam", Upright, 400, Script;
    /// Noto Serif Sinhala: Sinhala.
    NOTO_SERIF_SINHALA_REGULAR = "NotoSerifSinhala-Regular.ttf", "Noto Serif Sinhala", Upright, 400, Script;
    /// Noto Serif Ethiopic: Ethiopic.
    NOTO_SERIF_ETHIOPIC_REGULAR = "NotoSerifEthiopic-Regular.ttf", "Noto Serif Ethiopic", Upright, 400, Script;
    /// Noto Sans Oriya: Oriya.
    NOTO_SANS_ORIYA_REGULAR = "NotoSansOriya-Regular.ttf", "Noto Sans Oriya", Upright, 400, Script;
    /// Noto Sans Thaana: Thaana.
    NOTO_SANS_THAANA_REGULAR = "NotoSansThaana-Regular.ttf", "Noto Sans Thaana", Upright, 400, Script;
    /// Noto Sans Tifinagh: Tifinagh.
    NOTO_SANS_TIFINAGH_REGULAR = "NotoSansTifinagh-Regular.ttf", "Noto Sans Tifinagh", Upright, 400, Script;
    /// Noto Sans NKo: NKo.
    NOTO_SANS_NKO_REGULAR = "NotoSansNKo-Regular.ttf", "Noto Sans NKo", Upright, 400, Script;
    /// Noto Sans Math: arrows and operators.
    NOTO_SANS_MATH_REGULAR = "NotoSansMath-Regular.ttf", "Noto Sans Math", Upright, 400, Script;
    /// Noto Sans Symbols: technical signs, enclosed letters and others.
    NOTO_SANS_SYMBOLS_REGULAR = "NotoSansSymbols-Regular.ttf", "Noto Sans Symbols", Upright, 400, Script;
    /// Noto Sans Symbols 2: shapes, dingbats, chess, cards.
    NOTO_SANS_SYMBOLS2_REGULAR = "NotoSansSymbols2-Regular.ttf", "Noto Sans Symbols 2", Upright, 400, Script;
    /// Noto Emoji: emoji in one colour.
    NOTO_EMOJI_REGULAR = "NotoEmoji-Regular.ttf", "Noto Emoji", Upright, 400, Script;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_one_truetype_font() {
        for font in ALL {
            assert_eq!(font.data.first_chunk(), Some(&[0u8, 1, 0, 0]), "{}", font.file);
        }
    }

    #[test]
    fn the_bundle_stays_small() {
        let bytes: usize = ALL.iter().map(|font| font.data.len()).sum();
        assert!(bytes < 6_000_000, "{bytes} bytes of fonts");
    }
}
