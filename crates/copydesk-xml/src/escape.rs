//! Escaping, and what XML allows.

/// What a byte asks for in text and attributes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    /// Stands for itself.
    Plain,
    /// Escaped everywhere.
    Markup,
    /// Escaped in attributes.
    Attribute,
    /// Not allowed.
    Forbidden,
    /// May begin U+FFFE or U+FFFF, which are not allowed.
    Suspect,
}

const BYTES: [Byte; 256] = {
    let mut bytes = [Byte::Plain; 256];
    let mut at = 0;
    while at < 0x20 {
        bytes[at] = Byte::Forbidden;
        at += 1;
    }
    bytes[b'\t' as usize] = Byte::Attribute;
    bytes[b'\n' as usize] = Byte::Attribute;
    bytes[b'\r' as usize] = Byte::Markup;
    bytes[b'"' as usize] = Byte::Attribute;
    bytes[b'<' as usize] = Byte::Markup;
    bytes[b'>' as usize] = Byte::Markup;
    bytes[b'&' as usize] = Byte::Markup;
    bytes[0xEF] = Byte::Suspect;
    bytes
};

/// Appends `text` as character data. Returns whether characters that XML forbids were left out.
pub fn escape_text(text: &str, out: &mut Vec<u8>) -> bool {
    escape(text, out, false)
}

/// Appends `text` as the value of an attribute in double quotes (the quotes are not written). Tabs and line ends
/// are written as references, so that they are read back. Returns whether characters that XML forbids were left out.
pub fn escape_attribute(text: &str, out: &mut Vec<u8>) -> bool {
    escape(text, out, true)
}

fn escape(text: &str, out: &mut Vec<u8>, in_attribute: bool) -> bool {
    let bytes = text.as_bytes();
    let (mut written, mut removed) = (0, false);
    for (at, byte) in bytes.iter().enumerate() {
        let skipped = match BYTES[usize::from(*byte)] {
            Byte::Plain => continue,
            Byte::Attribute if !in_attribute => continue,
            Byte::Suspect if !matches!(bytes.get(at + 1..at + 3), Some([0xBF, 0xBE | 0xBF])) => continue,
            Byte::Suspect => 3,
            Byte::Markup | Byte::Attribute | Byte::Forbidden => 1,
        };
        out.extend_from_slice(&bytes[written..at]);
        written = at + skipped;
        match reference(*byte) {
            Some(reference) => out.extend_from_slice(reference),
            None => removed = true,
        }
    }
    out.extend_from_slice(&bytes[written..]);
    removed
}

fn reference(byte: u8) -> Option<&'static [u8]> {
    match byte {
        b'<' => Some(b"&lt;"),
        b'>' => Some(b"&gt;"),
        b'&' => Some(b"&amp;"),
        b'"' => Some(b"&quot;"),
        b'\t' => Some(b"&#9;"),
        b'\n' => Some(b"&#10;"),
        b'\r' => Some(b"&#13;"),
        _ => None,
    }
}

/// Whether XML 1.0 allows a character at all (clause 2.2, `Char`).
pub fn is_xml_char(c: char) -> bool {
    !matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether a text is a name without a colon, as ids must be (Namespaces in XML, `NCName`).
pub fn is_name(text: &str) -> bool {
    text.chars().next().is_some_and(is_name_start) && text.chars().all(is_name_char)
}

/// Whether a text is a name token without a colon (XML 1.0, clause 2.3, `Nmtoken`).
pub fn is_name_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_name_char)
}

fn is_name_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '_' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{131}'
        | '\u{391}'..='\u{3A1}' | '\u{3A3}'..='\u{3CE}' | '\u{410}'..='\u{44F}' | '\u{5D0}'..='\u{5EA}'
        | '\u{4E00}'..='\u{9FA5}')
}

/// The characters every edition of XML 1.0 takes in names; the fifth edition takes more.
fn is_name_char(c: char) -> bool {
    is_name_start(c) || matches!(c, '0'..='9' | '-' | '.' | '\u{B7}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(text: &str) -> (String, String) {
        let (mut data, mut attribute) = (Vec::new(), Vec::new());
        escape_text(text, &mut data);
        escape_attribute(text, &mut attribute);
        (String::from_utf8(data).unwrap(), String::from_utf8(attribute).unwrap())
    }

    #[test]
    fn line_ends_survive() {
        assert_eq!(both("a\t\r\n\"b\""), ("a\t&#13;\n\"b\"".into(), "a&#9;&#13;&#10;&quot;b&quot;".into()));
    }

    #[test]
    fn what_xml_forbids_is_removed() {
        assert_eq!(both("a\0b\u{FFFE}c\u{FFFD}\u{1F}d\u{FB01}").0, "abc\u{FFFD}d\u{FB01}");
        assert!(escape_text("\u{FFFF}", &mut Vec::new()));
        assert!(!escape_text("\u{FFFD}\u{7F}", &mut Vec::new()));
    }

    #[test]
    fn names_are_told_from_other_text() {
        assert!(is_name("a1-b.c") && is_name("_x") && is_name("été"));
        assert!(!is_name("") && !is_name("1a") && !is_name("a b") && !is_name("a:b"));
        assert!(is_name_token("1a") && !is_name_token("a b") && !is_name_token(""));
    }
}
