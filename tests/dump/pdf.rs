//! A PDF as text: what it says of itself, its pages' text with positions, its structure, outline and notes.

mod page;
mod structure;

use lopdf::{Dictionary, Document, Object, ObjectId};

pub use page::{Run, runs};
pub use structure::reading_order;

/// The whole PDF as text.
///
/// # Errors
/// It is no PDF that can be read.
pub fn dump(pdf: &[u8]) -> Result<String, String> {
    let document = load(pdf)?;
    let mut text = format!("PDF {}\n", document.version);
    push_facts(&document, &mut text)?;
    for (number, page) in document.get_pages() {
        text += &format!("=== page {number}: {}\n", page::boxes(&document, page)?);
        for run in runs(&document, page)? {
            text += &format!("{run}\n");
        }
        text += &page::annotations(&document, page);
    }
    text += "=== structure\n";
    structure::push_tree(&document, &mut text)?;
    text += "=== outline\n";
    structure::push_outline(&document, &mut text);
    Ok(text)
}

/// Reads a PDF.
///
/// # Errors
/// It is no PDF that can be read.
pub fn load(pdf: &[u8]) -> Result<Document, String> {
    Document::load_mem(pdf).map_err(fault)
}

/// Information dictionary, catalogue, XMP packet and fonts.
fn push_facts(document: &Document, text: &mut String) -> Result<(), String> {
    if let Ok(info) = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict) {
        for (name, value) in info {
            *text += &format!("{}: {}\n", name_of(name), string(document, value));
        }
    }
    let catalogue = document.catalog().map_err(fault)?;
    for name in ["Lang", "PageMode", "PageLayout"] {
        if let Ok(value) = catalogue.get(name.as_bytes()) {
            *text += &format!("{name}: {}\n", string(document, value));
        }
    }
    *text += &format!("intents: {}\n", structure::output_intents(document));
    let mut fonts: Vec<String> = document.objects.values().filter_map(font_name).collect();
    fonts.sort();
    fonts.dedup();
    *text += &format!("fonts: {}\n", fonts.join(", "));
    if let Ok(stream) = catalogue.get_deref(b"Metadata", document).and_then(Object::as_stream) {
        let bytes = stream.get_plain_content().map_err(fault)?;
        *text += &format!("=== metadata\n{}\n", String::from_utf8_lossy(&bytes).trim());
    }
    Ok(())
}

/// The name of a whole font, without the letters that mark its subset.
fn font_name(object: &Object) -> Option<String> {
    let font = object.as_dict().ok()?;
    if !font.has_type(b"Font") || font.has(b"CIDSystemInfo") {
        return None;
    }
    let name = name_of(font.get(b"BaseFont").ok()?.as_name().ok()?);
    Some(name.split_once('+').map_or(name.clone(), |(_, name)| name.to_owned()))
}

/// A value in a line: strings decoded, everything else as its kind.
fn string(document: &Document, value: &Object) -> String {
    let Ok((_, value)) = document.dereference(value) else { return "?".to_owned() };
    match value {
        Object::String(bytes, _) => text_string(bytes),
        Object::Name(name) => format!("/{}", name_of(name)),
        Object::Integer(number) => number.to_string(),
        Object::Real(number) => round(*number),
        Object::Boolean(value) => value.to_string(),
        Object::Array(values) => {
            values.iter().map(|value| string(document, value)).collect::<Vec<_>>().join(" ")
        }
        Object::Null | Object::Dictionary(_) | Object::Stream(_) | Object::Reference(_) => {
            value.enum_variant().to_owned()
        }
    }
}

/// A text string (ISO 32000-2, 7.9.2.2): UTF-16 or UTF-8 with its mark, else Latin letters.
fn text_string(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        let units: Vec<u16> =
            rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        return String::from_utf16_lossy(&units);
    }
    match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => String::from_utf8_lossy(rest).into_owned(),
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

fn name_of(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// A number to two decimals, without zeros at its end.
fn round(number: f32) -> String {
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn dictionary<'a>(document: &'a Document, from: &'a Dictionary, name: &str) -> Option<&'a Dictionary> {
    from.get_deref(name.as_bytes(), document).and_then(Object::as_dict).ok()
}

fn page_dictionary(document: &Document, page: ObjectId) -> Result<&Dictionary, String> {
    document.get_dictionary(page).map_err(fault)
}

fn fault(error: impl std::fmt::Display) -> String {
    format!("pdf: {error}")
}
