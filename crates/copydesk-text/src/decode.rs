//! Bytes to text: whatever encoding a wire uses.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use copydesk_core::{Feature, Place, Report};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How much of an input the encoding is detected from, in bytes.
const DETECTED_BYTES: usize = 256 << 10;

/// The text of an input. Valid UTF-8 is taken as it is; a byte order mark is believed; only what is neither is put to
/// the detector, and reported.
pub(crate) fn decode<'a>(input: &'a [u8], report: &mut Report) -> Cow<'a, str> {
    if let Some((encoding, length)) = Encoding::for_bom(input) {
        return decode_as(encoding, &input[length..], report);
    }
    if let Ok(text) = std::str::from_utf8(input) {
        if let Some(encoding) = without_mark(input) {
            repaired(encoding, "UTF-16 without a byte order mark", report);
            return decode_as(encoding, input, report);
        }
        return Cow::Borrowed(text);
    }
    let encoding = without_mark(input).unwrap_or_else(|| detected(input));
    repaired(encoding, "bytes that are not UTF-8", report);
    decode_as(encoding, input, report)
}

fn repaired(encoding: &'static Encoding, found: &str, report: &mut Report) {
    let start = Place::Source { line: 1, column: 1 };
    report.repaired(Feature::Encoding, start, found, format!("{} by detection", encoding.name()));
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8], report: &mut Report) -> Cow<'a, str> {
    let (text, faulty) = encoding.decode_without_bom_handling(bytes);
    if faulty {
        let at = text.find('\u{FFFD}').unwrap_or(0);
        let place = Place::in_source(text.as_bytes(), at);
        let detail = format!("some bytes are not {}; each is shown as U+FFFD", encoding.name());
        report.dropped(Feature::Encoding, place, detail);
    }
    text
}

/// UTF-16 that does not say so: every other byte is zero in most of its beginning.
fn without_mark(input: &[u8]) -> Option<&'static Encoding> {
    let start = &input[..input.len().min(512) & !1];
    if start.len() < 4 || !input.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |offset| start.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let most = start.len() / 2 * 3 / 4;
    let few = start.len() / 2 / 8;
    if zeros(1) > most && zeros(0) <= few {
        Some(UTF_16LE)
    } else if zeros(0) > most && zeros(1) <= few {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn detected(input: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let sample = &input[..input.len().min(DETECTED_BYTES)];
    detector.feed(sample, sample.len() == input.len());
    // The first bytes that are not ASCII may stand behind the sample.
    if sample.is_ascii() {
        let first = input.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
        let rest = &input[first..input.len().min(first + DETECTED_BYTES)];
        detector.feed(rest, true);
    }
    let encoding = detector.guess(None, Utf8Detection::Deny);
    if encoding == UTF_8 { encoding_rs::WINDOWS_1252 } else { encoding }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(input: &[u8]) -> (String, Report) {
        let mut report = Report::default();
        (decode(input, &mut report).into_owned(), report)
    }

    #[test]
    fn utf_8_is_taken_as_it_is() {
        let (read, report) = text("naïve “copy”".as_bytes());
        assert_eq!(read, "naïve “copy”");
        assert!(report.is_empty());
        assert_eq!(text(b"\xEF\xBB\xBFcopy").0, "copy");
    }

    #[test]
    fn other_encodings_are_detected_and_reported() {
        let (read, report) = text(b"Le pr\xE9sident a dit \x93oui\x94 \xE0 l'\xE9t\xE9.");
        assert_eq!(read, "Le président a dit “oui” à l'été.");
        assert_eq!(report.repairs.len(), 1);
        let utf_16: Vec<u8> =
            "A headline in UTF-16, and more".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&utf_16).0, "A headline in UTF-16, and more");
        let marked: Vec<u8> =
            [0xFE, 0xFF].into_iter().chain("né".encode_utf16().flat_map(u16::to_be_bytes)).collect();
        let (read, report) = text(&marked);
        assert_eq!(read, "né");
        assert!(report.is_empty());
    }
}
