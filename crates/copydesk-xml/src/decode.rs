//! Bytes to text: byte order mark, declared encoding, and what agencies really send.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A document as text, and how it was decoded.
#[derive(Debug, Clone)]
pub struct Decoded<'i> {
    /// The text, without its byte order mark.
    pub text: Cow<'i, str>,
    /// The encoding it was in.
    pub encoding: &'static Encoding,
    /// What the document says of its encoding, and what it was read as, where the two differ.
    pub mended: Option<(String, String)>,
    /// Some bytes mean nothing in the encoding; U+FFFD stands for them.
    pub damaged: bool,
}

/// Decodes an XML document: by its byte order mark, else by its declaration, else as UTF-8, else as windows-1252.
///
/// UTF-8 is told by its bytes: a document that says something else of itself and is sound UTF-8 with letters beyond
/// ASCII is read as UTF-8, one that says UTF-8 and is not is read as windows-1252. ISO-8859-1 is read as windows-1252,
/// which differs only where ISO-8859-1 has nothing but control characters. UTF-8 is not copied.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return whole(encoding, &bytes[mark..], None);
    }
    match bytes {
        [b'<', 0, ..] => return whole(UTF_16LE, bytes, None),
        [0, b'<', ..] => return whole(UTF_16BE, bytes, None),
        _ => {}
    }
    let declared = declared(bytes);
    let named = declared.and_then(|label| Encoding::for_label_no_replacement(label.as_bytes()));
    let says = || declared.unwrap_or("nothing").to_owned();
    match (named, utf8(bytes)) {
        (Some(encoding), Some(text)) if encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE => {
            if text.is_ascii() || !encoding.is_single_byte() {
                return whole(encoding, bytes, None);
            }
            sound(text, Some((says(), "UTF-8".to_owned())))
        }
        (_, Some(text)) => {
            let differs = declared.is_some() && named != Some(UTF_8);
            sound(text, differs.then(|| (says(), "UTF-8".to_owned())))
        }
        (Some(encoding), None) if encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE => {
            whole(encoding, bytes, None)
        }
        (_, None) => whole(WINDOWS_1252, bytes, Some((says(), "windows-1252".to_owned()))),
    }
}

/// The bytes as text, where they are sound UTF-8. (Checked faster than the standard library does.)
fn utf8(bytes: &[u8]) -> Option<Cow<'_, str>> {
    UTF_8.decode_without_bom_handling_and_without_replacement(bytes)
}

fn sound(text: Cow<'_, str>, mended: Option<(String, String)>) -> Decoded<'_> {
    Decoded { text, encoding: UTF_8, mended, damaged: false }
}

fn whole<'i>(encoding: &'static Encoding, bytes: &'i [u8], mended: Option<(String, String)>) -> Decoded<'i> {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding, mended, damaged }
}

/// The encoding an XML declaration names.
fn declared(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(300)];
    let head = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = memchr::memchr(b'>', head)?;
    let at = memchr::memmem::find(&head[..end], b"encoding")?;
    let value = head[at + 8..end].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = *value.first().filter(|quote| matches!(quote, b'"' | b'\''))?;
    let value = &value[1..];
    std::str::from_utf8(&value[..memchr::memchr(quote, value)?]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_is_read() {
        for (bytes, text) in [
            (&b"\xEF\xBB\xBF<a>\xC3\xA9</a>"[..], "<a>é</a>"),
            (b"<a>\xC3\xA9</a>", "<a>é</a>"),
            (b"\xFF\xFE<\0a\0/\0>\0", "<a/>"),
            (b"\xFE\xFF\0<\0a\0/\0>", "<a/>"),
            (b"<\0a\0/\0>\0", "<a/>"),
        ] {
            let decoded = decode(bytes);
            assert_eq!(decoded.text, text);
            assert!(decoded.mended.is_none());
        }
        let latin = decode(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9\x92</a>");
        assert!(latin.text.ends_with("<a>é’</a>") && latin.mended.is_none());
    }

    #[test]
    fn false_declarations_are_mended() {
        let utf8 = decode("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>é</a>".as_bytes());
        assert!(utf8.text.ends_with("<a>é</a>"));
        assert_eq!(utf8.mended, Some(("iso-8859-1".into(), "UTF-8".into())));
        let western = decode(b"<?xml version=\"1.0\" encoding=\"utf-8\"?><a>\xE9</a>");
        assert!(western.text.ends_with("<a>é</a>") && western.mended.is_some());
        assert!(decode(b"<a>\x93quoted\x94</a>").text.contains('“'));
    }
}
