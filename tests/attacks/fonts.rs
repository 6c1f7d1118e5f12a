//! Fonts that are broken or made to mislead: refused with an error, or used without harm.

use copydesk::pdf::{FontData, PdfOptions, PdfWriter};
use copydesk::{Article, Block, WriteContext, Writer as _};

/// A font of the project, by its file.
const FONT: &[u8] = include_bytes!("../../fonts/files/NotoSerifArmenian-Regular.ttf");

/// What the font is called here: as long as its own name.
const FAMILY: &str = "Noto Serif Broken!!";

#[test]
fn broken_fonts_are_refused_or_harmless() {
    let font = renamed();
    assert!(try_font(font.clone()), "the whole font is taken");
    let mut tried = 0;
    // Each table is cut off, and its bytes are struck: a table's entry is sixteen bytes, after twelve.
    for at in (0..400).step_by(3).chain((400..font.len()).step_by(font.len() / 60)) {
        let mut struck = font.clone();
        let end = font.len().min(at + 4);
        for byte in &mut struck[at..end] {
            *byte = if at % 2 == 0 { 0xFF } else { byte.wrapping_add(0x40) };
        }
        try_font(struck);
        try_font(font[..at].to_vec());
        tried += 2;
    }
    assert!(tried > 200);
}

#[test]
fn what_is_no_font_is_refused() {
    for bytes in [
        &b""[..],
        b"\0\x01\0\0",
        b"OTTO\xff\xff",
        b"ttcf\0\x01\0\0\xff\xff\xff\xff",
        b"wOFF",
        b"<svg/>",
        &[0xFF; 4096],
    ] {
        assert!(FontData::from(bytes.to_vec()).check().is_err(), "{bytes:?}");
    }
}

/// Sets an article in the font, where it is taken at all.
fn try_font(bytes: Vec<u8>) -> bool {
    let font = FontData::from(bytes);
    if font.check().is_err() {
        return false;
    }
    let mut article = Article { headline: "Կամուրջը".into(), ..Article::default() };
    article.body.push(Block::paragraph("Կամուրջը բացվեց երկուշաբթի օրը։ At last, 1,250."));
    let mut options = PdfOptions { fonts: vec![font], ..PdfOptions::default() };
    options.theme.fonts.text = FAMILY.to_owned();
    options.theme.fonts.headline = FAMILY.to_owned();
    let mut output = Vec::new();
    // An error is as good as a page.
    let _ = PdfWriter::new(options).write(&article, &WriteContext::default(), &mut output);
    true
}

/// The font under a name that no built-in font has.
fn renamed() -> Vec<u8> {
    let mut font = FONT.to_vec();
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let (old, new) = (wide("Noto Serif Armenian"), wide(FAMILY));
    let at = font.windows(old.len()).position(|window| window == old).unwrap();
    font[at..at + new.len()].copy_from_slice(&new);
    font
}
